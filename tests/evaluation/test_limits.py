"""Thresholds: the lowest probability from which enough is right, or hardly any is wrong."""

from __future__ import annotations

import pytest

from bot.evaluation import limits


class TestThresholds:
    """The lowest probability from which enough is right."""

    @pytest.mark.parametrize(
        ("tried", "share", "lowest"),
        [
            ([(0.9, True), (0.8, True), (0.7, False)], 0.97, 0.8),
            ([(0.9, False), (0.8, True)], 0.97, 1.0),
            ([(0.9, False), (0.8, True), (0.7, True), (0.7, True), (0.7, True)], 0.8, 0.7),
            ([(0.9, True)] * 9 + [(0.5, False)], 0.9, 0.5),
            ([(0.9, True), (0.9, False)], 0.97, 1.0),  # both would be offered
            ([(0.9, True)] * 40 + [(0.2, False)] * 9, 0.97, 0.9),  # all nine, not the first
            ([(0.99998, True)], 0.97, 0.99998),  # it is offered itself
            ([], 0.97, 1.0),
        ],
    )
    def test_figures_are_offered_where_enough_hold_what_is_asked(
        self, tried: list[tuple[float, bool]], share: float, lowest: float
    ) -> None:
        assert limits._lowest(tried, share) == lowest

    @pytest.mark.parametrize(
        ("mistakes", "most", "lowest"),
        [
            ([(0.9, 0.01), (0.8, 0.01), (0.7, 0.01)], 0.02, 0.700001),
            ([(0.9, 0.01), (0.8, 0.01), (0.7, 0.01)], 0.005, 0.900001),
            ([(0.9, 0.01), (0.8, 0.01), (0.7, 0.01)], 0.05, limits.LEAST),
            ([(0.3, 0.5)], 0.02, limits.LEAST),  # nobody is given what is improbable
            ([(0.9, 0.01)], -0.1, 0.900001),  # of few questions, above all that went wrong
            ([], 0.02, limits.LEAST),
        ],
    )
    def test_figures_are_given_where_hardly_any_is_another(
        self, mistakes: list[tuple[float, float]], most: float, lowest: float
    ) -> None:
        assert limits._above(mistakes, most) == lowest

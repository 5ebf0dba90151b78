"""Learning what signs are worth: what was planted is found, within its bounds, the same every time."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import pytest

from bot.asking.likelihood import score, softmax
from bot.evaluation.learning import Example, available, learn
from bot.knowledge.signs import Direction

WAYS: Mapping[str, Direction] = {"good": "for", "bad": "against", "noise": "for", "none": "either"}
PLANTED = {"good": 3.0, "bad": -2.0, "noise": 0.0, "none": 1.0}


def _drawn(count: int, worth: Mapping[str, float] = PLANTED) -> list[Example]:
    """Questions whose answers are drawn with the probabilities of a likelihood."""
    chance = random.Random(7)  # noqa: S311 - the same every time is what is wanted
    examples = []
    for _ in range(count):
        figures = [{name: chance.random() for name in ("good", "bad", "noise")} for _ in range(4)]
        none = {"none": 1.0}
        shares = softmax([score(signs, worth) for signs in (*figures, none)])
        drawn = chance.choices(range(5), shares)[0]
        examples.append(Example(figures, none, [at == drawn for at in range(4)], 1.0))
    return examples


def test_what_was_planted_is_found() -> None:
    found = learn(_drawn(4000), WAYS)
    assert found.keys() == PLANTED.keys()
    assert all(math.isclose(found[name], PLANTED[name], abs_tol=0.35) for name in PLANTED), found


@pytest.mark.parametrize(
    ("planted", "name", "worth"),
    [
        ({**PLANTED, "good": -3.0}, "good", 0.0),  # never less than nothing
        ({**PLANTED, "bad": 2.0}, "bad", 0.0),  # never more
    ],
)
def test_a_sign_never_speaks_the_other_way(planted: dict[str, float], name: str, worth: float) -> None:
    assert learn(_drawn(1500, planted), WAYS)[name] == worth


@pytest.mark.parametrize("none", [-1.0, 2.0])
def test_one_that_may_speak_either_way_does(none: float) -> None:
    found = learn(_drawn(1500, {**PLANTED, "none": none}), WAYS)["none"]
    assert math.copysign(1, found) == math.copysign(1, none)


def test_the_same_examples_give_the_same_weights() -> None:
    assert learn(_drawn(300), WAYS) == learn(_drawn(300), WAYS)


def test_what_is_held_stays_and_only_the_rest_is_learned() -> None:
    held = {"good": 3.0, "none": 1.0}
    found = learn(_drawn(2000), {"bad": "against"}, held)
    assert found.keys() == {"bad"}
    assert math.isclose(found["bad"], -2.0, abs_tol=0.35)


def test_an_example_of_no_weight_counts_nothing() -> None:
    good = [Example([{"good": 1.0}], {"none": 1.0}, [True], 1.0)]
    ignored = [Example([{"good": 1.0}], {"none": 1.0}, [False], 0.0)]
    assert learn(good + ignored, WAYS) == learn(good, WAYS)


@pytest.mark.parametrize(
    "example",
    [
        Example([{"good": 1.0}, {"good": 1.0}], {"none": 1.0}, [True, True], 1.0),  # both tell what is meant
        Example([], {"none": 1.0}, [], 1.0),  # nothing is found
        Example([{"unheard of": 1.0}], {}, [False], 1.0),
        Example([{"good": 1e6}], {"none": -1e6}, [True], 1.0),
    ],
)
def test_any_example_gives_weights_that_are_numbers(example: Example) -> None:
    assert all(map(math.isfinite, learn([example], WAYS).values()))


def test_what_it_needs_is_installed_here() -> None:
    assert available()

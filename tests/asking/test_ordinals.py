"""Places of an order, and the numbers of lines, inside a question."""

from __future__ import annotations

import pytest

from bot.asking.index import Index
from bot.asking.ordinals import places_of, position
from bot.asking.question import Question
from bot.asking.tagging import tag


def _asked(text: str, index: Index) -> Question:
    return tag(text, index.vocabulary, index.lexicon)


@pytest.mark.parametrize(
    ("text", "order", "first", "last"),
    [
        ("进度最高的任务", "max", 1, 1),
        ("进度最高的三项任务", "max", 1, 3),
        ("进度前十的任务", "max", 1, 10),
        ("top 5 tasks by progress", "max", 1, 5),
        ("进度第二高的是哪项", "max", 2, 2),
        ("进度第三低的是哪项", "min", 3, 3),
        ("the second highest progress", "max", 2, 2),
        ("哪两项任务进度最低", "min", 1, 2),
    ],
)
def test_places_of_an_order(text: str, order: str, first: int, last: int, index: Index) -> None:
    found = places_of(_asked(text, index), index.vocabulary)
    assert found is not None
    assert (found.order, found.first, found.last) == (order, first, last)


@pytest.mark.parametrize("text", ["进度是多少", "第一季度的任务", "前不久完成的任务"])
def test_no_order_where_none_is_asked_for(text: str, index: Index) -> None:
    assert places_of(_asked(text, index), index.vocabulary) is None


@pytest.mark.parametrize(
    ("text", "number"), [("第12项是什么", "12"), ("第十四项有哪些", "14"), ("what is item 7?", "7")]
)
def test_a_line_is_named_by_its_number(text: str, number: str, index: Index) -> None:
    found = position(_asked(text, index), index.vocabulary)
    assert found is not None
    assert found[0] == number


@pytest.mark.parametrize("text", ["第二个", "第二", "第一季度完成多少", "第二高的是哪项", "12项任务"])
def test_no_line_is_named(text: str, index: Index) -> None:
    assert position(_asked(text, index), index.vocabulary) is None

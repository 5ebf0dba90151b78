"""What a question turns round, and what only looks as if it did."""

from __future__ import annotations

import pytest

from bot.asking.question import Question
from bot.asking.scope import scopes, turned
from bot.asking.tagging import tag
from tests.ten_rows import index


def _asked(text: str) -> Question:
    return tag(text, index().vocabulary, index().lexicon)


def _said(question: Question, places: frozenset[int]) -> str:
    return "".join(question.tokens[at] for at in sorted(places))


@pytest.mark.parametrize(
    ("text", "inside", "said"),
    [
        ("不是民政局牵头的任务有几项", "民政局牵头的任务有几项", "不是"),
        ("任务里没有超额完成的,由谁牵头", "超额完成的", "没有"),
        ("哪些任务未超额完成", "超额完成", "未"),
        ("除了民政局,还有哪些部门", "民政局", "除了"),
        ("除民政局以外的部门", "民政局", "除以外的"),
        ("除民政局外还有谁", "民政局", "除外"),
        ("除了加装电梯还有哪些任务", "加装电梯", "除了"),
        ("民政局以外的部门有哪些", "民政局", "以外的"),
        ("不算民政局,有几项任务", "民政局", "不算"),
        ("tasks not led by 县民政局", "ledby县民政局", "not"),
        ("all tasks except wheelchairs", "wheelchair", "except"),
    ],
)
def test_what_stands_behind_or_within_is_turned_round(text: str, inside: str, said: str) -> None:
    question = _asked(text)
    (scope,) = scopes(question)
    assert (_said(question, scope.inside), _said(question, scope.said)) == (inside, said)


@pytest.mark.parametrize(
    "text",
    [
        "民政局牵头的任务有几项",
        "加装电梯是不是完成了",
        "加装电梯有没有完成目标",
        "进度不低于110%的任务",
        "进度不超过110%的任务",
        "除险加固的进度",
        "目标完成了没有",
        "并非没有超额的任务有几项",
    ],
)
def test_nothing_is_turned_round(text: str) -> None:
    assert scopes(_asked(text)) == []


def test_two_negations_of_two_things_are_two() -> None:
    question = _asked("没有超额的任务里不是民政局牵头的")
    assert [_said(question, scope.said) for scope in scopes(question)] == ["没有", "不是"]


def test_a_name_that_begins_like_a_negation_is_a_name() -> None:
    question = _asked("无障碍改造完成多少")
    assert scopes(question, named={"无障"}) == []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("不是民政局牵头的任务有几项", "民政局", True),
        ("不是民政局牵头的任务有几项", "任务", False),
        ("民政局牵头的任务里没有超额完成的有几项", "民政局", False),
        ("民政局牵头的任务里没有超额完成的有几项", "超额完成", True),
        ("除了民政局和水利局,还有哪些部门", "民政局", True),
        ("除了民政局和水利局,还有哪些部门", "水利局", True),
        ("除了民政局和水利局,还有哪些部门", "部门", False),
        ("除了民政局,住建局牵头几项", "住建局", False),
    ],
)
def test_only_the_first_thing_named_is_negated_but_all_that_is_left_out(
    text: str, words: str, *, expected: bool
) -> None:
    question = _asked(text)
    at = "".join(question.tokens).index(words)
    places = frozenset(range(at, at + len(words)))
    assert (turned(places, scopes(question), question) is not None) is expected


@pytest.mark.parametrize("text", ["从境外来的有多少", "去外省看病", "我是外地来的投资人", "外资有多少"])
def test_a_character_of_a_longer_word_turns_nothing_round(text: str) -> None:
    assert not scopes(_asked(text))

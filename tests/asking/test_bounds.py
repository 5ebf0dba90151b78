"""The numbers a question holds figures against, and how."""

from __future__ import annotations

import pytest

from bot.asking.bounds import Bound, bounds
from bot.asking.tagging import tag
from bot.knowledge.query import condition_text
from tests.ten_rows import index


def _bounds(text: str, *, claims: bool = False) -> list[Bound]:
    question = tag(text, index().vocabulary, index().lexicon)
    return bounds(question, index().vocabulary, claims=claims)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("进度超过110%的任务", ["value > 110%"]),
        ("进度高于110%", ["value > 110%"]),
        ("进度大于110%", ["value > 110%"]),
        ("比100%高的有几项", ["value > 100%"]),
        ("比300还多的任务", ["value > 300"]),
        ("progress above 120%", ["value > 120%"]),
        ("more than 300 beds", ["value > 300"]),
        ("进度不低于158.1%", ["value ≥ 158.1%"]),
        ("进度至少110%", ["value ≥ 110%"]),
        ("110%以上", ["value ≥ 110%"]),
        ("进度大于等于110%", ["value ≥ 110%"]),
        ("进度>=110%", ["value ≥ 110%"]),
        ("at least 125%", ["value ≥ 125%"]),
        ("进度正好100%", ["value = 100%"]),
        ("目标等于75元", ["value = 75元"]),
        ("exactly 100%", ["value = 100%"]),
        ("进度不超过100%", ["value ≤ 100%"]),
        ("进度至多100%", ["value ≤ 100%"]),
        ("27所以下的", ["value ≤ 27所"]),
        ("at most 100%", ["value ≤ 100%"]),
        ("进度低于100%", ["value < 100%"]),
        ("进度不到100%", ["value < 100%"]),
        ("进度<100%", ["value < 100%"]),
        ("100%<进度", ["value > 100%"]),
        ("less than 50", ["value < 50"]),
        ("介于150和500之间", ["value ≥ 150", "value ≤ 500"]),
        ("目标在10到50之间", ["value ≥ 10", "value ≤ 50"]),
        ("between 400 and 800", ["value ≥ 400", "value ≤ 800"]),
        ("目标多于10个,进度超过100%", ["value > 10个", "value > 100%"]),
        ("目标超过一百的任务", ["value > 一百"]),
        ("超过80万件", ["value > 80万件"]),
        ("进度不是100%的", ["not value = 100%"]),
        ("目标300张的任务", ["value = 300张"]),
        ("进度最高的任务", []),
        ("加装电梯442台", []),
        ("12345热线满意率", []),
        ("超过目标的任务", []),
        ("前三项", []),
    ],
)
def test_a_number_is_held_against_what_is_asked_for(text: str, said: list[str]) -> None:
    assert [condition_text(one.held()) for one in _bounds(text)] == said


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("进度超过110%", [("progress",)]),
        ("目标多于10个,进度超过100%", [("target",), ("progress",)]),
        ("牵头的任务超过两项", [()]),
        ("超过110%的进度", [()]),
        ("目标300张的任务", [("target",)]),
    ],
)
def test_the_column_named_before_a_number_is_the_one_held_against_it(
    text: str, roles: list[tuple[str, ...]]
) -> None:
    assert [one.roles for one in _bounds(text)] == roles


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("满意率到了99%吗", ["value ≥ 99%"]),
        ("满意率达到97%了吗", ["value ≥ 97%"]),
        ("新增企业破2万户了吗", ["value > 2万户"]),
    ],
)
def test_some_words_hold_a_number_only_against_a_claim(text: str, said: list[str]) -> None:
    assert [condition_text(one.held()) for one in _bounds(text, claims=True)] == said


@pytest.mark.parametrize("text", ["满意率到了99%吗", "新增企业破2万户了吗"])
def test_those_words_choose_nothing(text: str) -> None:
    assert _bounds(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("哪些任务进度超过110%", "超过110%"),
        ("110%以上的任务", "110%以上"),
        ("目标介于150和500之间的", "介于150和500"),
        ("比100%高的任务", "比100%高"),
    ],
)
def test_it_is_known_which_words_say_it(text: str, words: str) -> None:
    question = tag(text, index().vocabulary, index().lexicon)
    places = bounds(question, index().vocabulary)[0].places
    assert "".join(question.tokens[at] for at in sorted(places)) == words

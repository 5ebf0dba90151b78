"""Judging: what an answer is worth, and whether a reply shows what was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.evaluation.judge import helped, judge
from tests.conversation import converse

TEXT = "海州市2023年统计公报\n\n全市公共图书馆12个,儿童图书馆3个。全市粮食产量45.6万吨。\n"


@pytest.fixture(scope="module")
def town(reading: Callable[[str, str], Assistant]) -> Assistant:
    return reading("haizhou", TEXT)


@pytest.mark.parametrize(
    ("said", "expect", "values", "worth"),
    [
        ("粮食产量是多少", "answer", ["45.6"], ("right", True)),
        ("粮食产量是多少", "answer", ["46"], ("wrong", False)),
        ("图书馆有多少个", "answer", ["3"], ("near", True)),
        ("图书馆有多少个", "answer", ["5"], ("missed", False)),
        ("图书馆有多少个", "choices", ["12", "3"], ("right", True)),
        ("粮食播种面积是多少", "unknown", [], ("right", False)),
        ("你好", "smalltalk", [], ("right", False)),
    ],
)
def test_a_reply_helps_when_it_shows_what_is_asked_for_and_says_nothing_wrong(
    town: Assistant, said: str, expect: str, values: list[str], worth: tuple[str, bool]
) -> None:
    question = {"q": said, "expect": expect, "values": values}
    turn = converse(town, said)
    assert (judge(question, turn), helped(question, turn)) == worth


def test_a_refusal_helps_when_the_figure_is_among_its_suggestions(town: Assistant) -> None:
    turn = converse(town, "长沙的粮食产量")
    assert [one.value for one in turn.reply.suggestions] == ["45.6"]
    question = {"q": "长沙的粮食产量", "expect": "answer", "values": ["45.6"]}
    assert judge(question, turn) == "missed"
    assert helped(question, turn)
    assert not helped(question | {"values": ["7"]}, turn)
    assert helped(question | {"values": ["7"], "alt": [["45.6"]]}, turn)

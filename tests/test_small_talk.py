"""Small talk around a question changes nothing: neither what is meant nor what is not told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from tests.conversation import QUESTIONS, ask, converse, judge, questions, values

pytestmark = pytest.mark.slow

AROUND = (
    "{}",
    "你慢慢查,{}",
    "{}你慢慢查",
    "老乡们让我代问,{}",
    "我也说不清,{}",
    "唉,排了半天队也没人理我,想问问{}",
    "我奶奶八十了,她想知道{}谢谢啦",
    "{}谁知道啊",
    "昨天群里有人吵这个,到底{}",
)
ELSEWHERE = ("1997年{}", "请问哈尔滨的{}", "乌鲁木齐市{}", "{}我问的是1999年")
_TAKEN_BACK = "不对"
"""Behind this nothing that was said before is asked."""
_EVERY = 9
"""Of so many questions one is asked again, if it is answered right."""


def _right() -> Sequence[dict[str, Any]]:
    """Some of the Chinese questions on the document that comes with the program that are answered right."""
    lines = (QUESTIONS / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    right = {one["id"] for one in map(json.loads, lines) if one["verdict"] == "right"}
    every = [one for path in sorted(QUESTIONS.glob("*.jsonl")) for one in questions(path.name)]
    alone = [one for one in every if one.get("q", "")[:1] >= "\u4e00" and not one.get("context")]
    some = [one for one in alone if one["expect"] == "answer" and _TAKEN_BACK not in one["q"]][::_EVERY]
    return [one for one in some if one["id"] in right]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("书记批示件多少件,市长批示件多少件?", ["169", "136"]),
        ("留抵退税多少户、多少亿?", ["4340", "55.06"]),
        ("督查激励,国务院给了几项,省政府给了几项?", ["2", "65"]),
        ("蓄水能力实际比任务数超了几多万方?", ["42.19"]),
        ("热线满意率多少?", ["86.08"]),
    ],
)
def test_talk_around_a_question_changes_no_answer(
    around: str, question: str, expected: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, around.format(question))) == expected


@pytest.mark.parametrize("around", AROUND)
def test_talk_around_a_question_makes_up_no_answer(around: str, shipped: Assistant) -> None:
    assert not isinstance(converse(shipped, around.format("提质改造超市多少家?")).answer, Found)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("政府投資專案審批平均要多少天?", "60"),
        ("最佳化整合的鄉村小規模學校多少所?", "152"),
        ("審批程式精簡了百分之幾?", "31.98"),
    ],
)
def test_words_of_taiwan_are_understood(question: str, expected: str, shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == [expected]


@pytest.mark.parametrize("around", AROUND)
def test_talk_around_a_question_makes_no_answer_wrong(around: str, shipped: Assistant) -> None:
    asked = [{**one, "q": around.format(one["q"])} for one in _right()]
    assert asked
    assert [one["q"] for one in asked if judge(one, ask(shipped, one)) == "wrong"] == []


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_question_of_another_year_or_place_is_answered(elsewhere: str, shipped: Assistant) -> None:
    asked = [elsewhere.format(one["q"]) for one in _right()]
    assert asked
    assert [text for text in asked if isinstance(converse(shipped, text).answer, Found)] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("热线满意率多少我记不清了", ["86.08"]),
        ("加装电梯的目标我老公非说我记错了", ["442"]),
        ("加裝電梯由誰牽頭進度是多少", ["市住建局", "158.1"]),
        ("加装电梯归谁牵头装了多少台进度百分之几", ["市住建局", "699", "158.1"]),
        ("问责的人里诫勉谈话的占几成?给个百分比", ["70.37"]),
    ],
)
def test_what_is_said_without_a_pause_is_understood(
    question: str, expected: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, question)) == expected

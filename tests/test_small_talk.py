"""Small talk around a question changes nothing: neither what is meant nor what is not told."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

AROUND = (
    "{}",
    "你慢慢查,{}",
    "{}你慢慢查",
    "老乡们让我代问,{}",
    "我也说不清,{}",
    "唉,排了半天队也没人理我,想问问{}",
    "我奶奶八十了,她想知道{}谢谢啦",
)


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

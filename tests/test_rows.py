"""Questions about several rows of the tables: which ones, how many, the highest, the average."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from tests.conversation import converse, values


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("市水利局牵头的任务有哪些", ["蓄水能力", "灌溉面积", "除险加固", "运行管护"]),
        ("市残联负责哪些任务", ["残疾儿童", "无障碍改造"]),
        ("市妇联牵头哪项任务", ["免费检查"]),
        (
            "Which tasks does the Water Resources Bureau lead?",
            ["蓄水能力", "灌溉面积", "除险加固", "运行管护"],
        ),
        ("市级民生实事中哪些超额完成", ["加装电梯", "新生儿出生缺陷"]),
        ("省级民生实事里进度超过150%的有哪些", ["残疾儿童", "农村旅游路"]),
        ("进度最高的是哪一项", ["农村旅游路"]),
    ],
)
def test_rows_are_chosen_by_what_their_cells_say(
    question: str, expected: list[str], shipped: Assistant
) -> None:
    given = values(converse(shipped, question))
    assert len(given) == len(expected)
    assert all(any(words in name for name in given) for words in expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("市民政局牵头的任务有多少项", "8"),
        ("市教体局牵头几项任务", "5"),
        ("省级民生实事有几项任务超额完成", "10"),
        ("有多少项任务的进度超过110%", "5"),
    ],
)
def test_rows_are_counted(question: str, expected: str, shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == [expected]


def test_a_count_shows_what_was_counted(shipped: Assistant) -> None:
    answer = converse(shipped, "市残联牵头的任务有多少项").answer
    assert isinstance(answer, Found)
    assert [entry.value for entry in answer.entries] == ["2"]
    assert answer.entries[0].derived
    assert [entry.kind for entry in answer.context] == ["name", "name"]
    assert len(answer.entries[0].sources) == 2


def test_rows_under_a_heading_are_listed(shipped: Assistant) -> None:
    assert len(values(converse(shipped, "特殊群体健康保障有哪几项任务"))) == 7


@pytest.mark.parametrize(
    "question", ["2021年哪些任务超额完成", "长沙市哪些任务超额完成", "市气象局牵头的任务有哪些"]
)
def test_rows_of_another_time_place_or_department_are_not_made_up(question: str, shipped: Assistant) -> None:
    assert not isinstance(converse(shipped, question).answer, Found)

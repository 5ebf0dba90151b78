"""One figure by its name: the column its words choose, whatever is politely said around it."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from tests.conversation import converse


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("加装电梯多少台", "完成", "699"),
        ("加装电梯计划多少台", "目标", "442"),
        ("加装电梯计划完成多少台", "目标", "442"),
        ("加装电梯完成率", "进度", "158.1"),
        ("加装电梯谁负责", "牵头部门", "市住建局"),
        ("加装电梯怎么样了", "完成", "699"),
    ],
)
def test_the_words_of_a_question_choose_the_column(
    question: str, column: str, value: str, shipped: Assistant
) -> None:
    answer = converse(shipped, question).answer
    assert isinstance(answer, Found)
    assert [(entry.label.endswith(column), entry.value) for entry in answer.entries] == [(True, value)]


@pytest.mark.parametrize(
    ("wrapped", "plain"),
    [
        ("您好,请问一下热线群众满意率是多少呀,谢谢", "热线群众满意率是多少"),
        ("麻烦帮我查查加装电梯完成了多少台,急用", "加装电梯完成多少台"),
        ("我想了解一下新增市场主体的数量有多少万户", "新增市场主体多少万户"),
        ("Hello, could you please tell me the hotline satisfaction rate?", "hotline satisfaction rate"),
    ],
)
def test_politeness_changes_nothing(wrapped: str, plain: str, shipped: Assistant) -> None:
    one, other = converse(shipped, wrapped).answer, converse(shipped, plain).answer
    assert isinstance(one, Found)
    assert isinstance(other, Found)
    assert one.entries == other.entries

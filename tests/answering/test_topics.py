"""A word that many figures have gives an overview of them; what is called so, or alone has it, is answered."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found
from tests.conftest import Asked
from tests.conversation import converse, values

HOTLINE = {"782510", "99.99", "86.08"}
BUDGET = """东川县2024年预算执行情况

日期:2025-01-20

【收支】 2024年,全县一般公共预算收入186320万元,其中:税收收入119480万元,增长4.2%,\
占一般公共预算收入的比重64.1%;非税收入66840万元。增值税45210万元。发行债券3期。
"""


@pytest.mark.parametrize(
    ("said", "central"),
    [
        ("12345", HOTLINE),
        ("热线", HOTLINE),
        ("熱線", HOTLINE),
        ("热线?", HOTLINE),
        ("关于热线", HOTLINE),
        ("热线怎么样", HOTLINE),
        ("rexian", HOTLINE),
        ("hotline", HOTLINE),
        ("about the hotline", HOTLINE),
        ("营商环境", {"28", "50", "100"}),
        ("残疾", {"1957", "1000"}),
        ("学校", {"27", "152"}),
    ],
)
def test_a_topic_gives_what_there_is_about_it_to_choose_from(
    said: str, central: set[str], shipped: Assistant
) -> None:
    turn = converse(shipped, said)
    assert isinstance(turn.answer, Choices)
    assert 2 <= len(turn.reply.choices) <= 6
    assert central <= {option.value for option in turn.reply.choices[:5]}
    assert turn.reply.headline in {
        f"关于“{turn.answer.topic}”,资料里有这些:",
        f"What the documents say about “{turn.answer.topic}”:",
    }


@pytest.mark.parametrize(
    ("said", "value"),
    [("电梯", "699"), ("涉企诉求", "1281"), ("问责", "27"), ("热线满意率", "86.08"), ("群众满意率", "86.08")],
)
def test_what_names_one_figure_is_answered(said: str, value: str, shipped: Assistant) -> None:
    assert values(converse(shipped, said)) == [value]


def test_a_choice_of_a_topic_can_be_picked(shipped: Assistant) -> None:
    assert values(converse(shipped, "热线", "群众满意率")) == ["86.08"]
    assert values(converse(shipped, "热线", "2")) == ["99.99"]


@pytest.mark.parametrize("said", ["量子", "天气", "长沙", "去年", "公园"])
def test_what_no_figure_has_is_no_topic(said: str, shipped: Assistant) -> None:
    assert not isinstance(converse(shipped, said).answer, Found | Choices)


def test_a_word_is_no_topic_where_figures_are_called_so(reading: Asked) -> None:
    assistant = reading("budget", BUDGET)
    assert values(converse(assistant, "增值税")) == ["45210"]
    offered = converse(assistant, "收入").reply.choices
    assert [option.value for option in offered][:3] == ["186320", "119480", "66840"]

"""Why nothing is told: the reason, and the whole words or the printed figures it hangs on."""

from __future__ import annotations

import pytest

from bot.answering.denotation import Denotation
from bot.answering.refusals import refused
from bot.assistant import Assistant
from bot.knowledge.model import Unknown
from bot.language.amounts import Refusal
from tests.conversation import converse


@pytest.mark.parametrize(
    ("question", "reason", "named"),
    [
        ("热线满意率和办结率加起来是多少", "rates", "86.08%, 99.99%"),
        ("热线满意率和加装电梯完成数哪个高", "kinds", "86.08%, 699台"),
        ("热线满意率的目标是多少", "column", "目标"),
        ("热线不满意率是多少", "negation", "不满意率"),
        ("热线满意率最高的是哪个", "operation", "最高"),
        ("长沙满意率和热线满意率相差多少", "place", "长沙"),
        ("量子纠缠态的退相干", "unexplained", "量子纠缠态"),
        ("进度第一百高的任务", "unexplained", "第一百高"),
    ],
)
def test_a_refusal_says_what_stands_in_the_way(
    question: str, reason: str, named: str, shipped: Assistant
) -> None:
    answer = converse(shipped, question).answer
    assert isinstance(answer, Unknown)
    assert (answer.reason, answer.named) == (reason, named)


@pytest.mark.parametrize(
    ("refusal", "reason", "named"),
    [
        (Refusal("kinds", "86户", "4亿元"), "kinds", "86户, 4亿元"),
        (Refusal("units", "3年", "2个月"), "kinds", "3年, 2个月"),
        (Refusal("units", "", ""), "untold", ""),
        (Refusal("zero", "86户", "0户"), "zero", "86户, 0户"),
        (Refusal("part", "86户", "86户"), "part", "86户"),
        ("tied", "tied", ""),
        ("few", "few", ""),
        ("several", "several", ""),
        ("untold", "untold", ""),
        ("nothing", "nothing", ""),
    ],
)
def test_whatever_cannot_be_worked_out_has_a_reason(refusal: Refusal, reason: str, named: str) -> None:
    answer = refused(Denotation(refusal=refusal))
    assert (answer.reason, answer.named) == (reason, named)

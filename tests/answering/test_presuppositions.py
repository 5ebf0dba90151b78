"""What a question takes for granted is held against the document: the figure, and whether it is so."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from tests.conversation import converse, values


@pytest.mark.parametrize(
    ("said", "value", "verdict"),
    [
        ("听说热线满意率是95%?", "86.08", "no"),
        ("听说热线满意率95%", "86.08", "no"),
        ("聽說熱線滿意率是95%?", "86.08", "no"),
        ("tingshuo rexian manyilv shi 95%", "86.08", "no"),
        ("rexian manyilv shi 86.08% ma", "86.08", "yes"),
        ("熱線滿意率有冇95%", "86.08", "no"),
        ("听说热线满意率有95%", "86.08", "no"),
        ("据说热线满意率达到95%", "86.08", "no"),
        ("听说热线满意率是86.08%", "86.08", "yes"),
        ("听说热线满意率不到95%", "86.08", "yes"),
        ("我记得热线满意率是95%", "86.08", "no"),
        ("领导说热线满意率是95%", "86.08", "no"),
        ("热线满意率95%吧", "86.08", "no"),
        ("热线满意率居然有95%", "86.08", "no"),
        ("热线满意率不是95%吗", "86.08", "no"),
        ("热线满意率不是86.08%吗", "86.08", "yes"),
        ("热线满意率不是95%,对吗", "86.08", "yes"),
        ("热线满意率百分之九十五吧", "86.08", "no"),
        ("12345热线满意率95%吧", "86.08", "no"),
        ("加装电梯没完成目标吧", "699", "no"),
        ("加装电梯没达标对吗", "699", "no"),
        ("听说老旧小区改造完成了", "175", "yes"),
        ("听说老旧小区改造没完成", "175", "no"),
        ("is it true that the hotline satisfaction rate is 95%", "86.08", "no"),
        ("听说加装电梯完成了500台", "699", "no"),
        ("听说加装电梯目标是442台", "442", "yes"),
        ("I heard the hotline satisfaction rate is 95%", "86.08", "no"),
        ("the hotline satisfaction rate is 95%, right?", "86.08", "no"),
        ("is the hotline satisfaction rate 86.08%?", "86.08", "yes"),
        ("Someone told me the hotline satisfaction rate was 95%", "86.08", "no"),
    ],
)
def test_what_is_said_of_a_figure_is_held_against_it(
    said: str, value: str, verdict: str, shipped: Assistant
) -> None:
    turn = converse(shipped, said)
    assert isinstance(turn.answer, Found)
    assert values(turn) == [value]
    assert turn.answer.verdict == verdict
    assert value in turn.reply.headline


@pytest.mark.parametrize("said", ["听说热线满意率是多少", "据说加装电梯完成了多少台"])
def test_hearsay_that_asks_for_a_figure_is_a_plain_question(said: str, shipped: Assistant) -> None:
    turn = converse(shipped, said)
    assert isinstance(turn.answer, Found)
    assert not turn.answer.verdict


@pytest.mark.parametrize("said", ["热线满意率大概86%吧", "热线满意率约86%对吗", "听说热线满意率在90%左右"])
def test_of_a_number_that_is_only_about_right_the_figure_is_told_without_a_verdict(
    said: str, shipped: Assistant
) -> None:
    turn = converse(shipped, said)
    assert isinstance(turn.answer, Found)
    assert values(turn) == ["86.08"]
    assert not turn.answer.verdict


@pytest.mark.parametrize("said", ["were 442 elevators completed", "They say 442 elevators were completed"])
def test_the_target_in_a_name_is_not_taken_for_what_was_done(said: str, shipped: Assistant) -> None:
    turn = converse(shipped, said)
    assert getattr(turn.answer, "verdict", "") == ""


def test_hearsay_of_what_the_document_does_not_tell_is_not_confirmed(shipped: Assistant) -> None:
    assert values(converse(shipped, "听说长沙的热线满意率是95%")) == []
    assert values(converse(shipped, "听说热线接通率是95%")) == []

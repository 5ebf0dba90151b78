"""Conversations: what a follow-up takes over, and when a choice is settled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.dialogue import settle
from bot.assistant import Assistant
from bot.knowledge.model import Choice, Choices, Unknown
from tests.conversation import KNOWLEDGE, converse, values

OFFERED = (
    Choice(id="a", label="热线 · 群众满意率", value="86.08", unit="%"),
    Choice(id="b", label="投诉举报 · 满意率", value="100", unit="%"),
    Choice(id="c", label="涉企诉求 · 满意率", value="86.9", unit="%"),
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("加装电梯完成多少台", "那目标呢"), "442"),
        (("加装电梯完成多少台", "目标是多少"), "442"),
        (("加装电梯完成多少台", "进度呢", "谁牵头"), "市住建局"),
        (("加装电梯完成多少台", "目标呢", "背街小巷呢"), "18"),
        (("康复救助残疾儿童完成了多少", "完成率"), "163.1"),
        (("热线群众满意率是多少", "综合办结率呢"), "99.99"),
        (("城市低保标准完成多少", "农村的呢"), "6210"),
        (("为多少户小微企业提供增信担保", "那民营企业呢"), "1350"),
        (("How many elevators were installed?", "and the target?"), "442"),
        (("加装電梯完成多少臺", "那目標呢"), "442"),
        (("加装电梯完成多少台", "谢谢", "那目标呢"), "442"),
    ],
)
def test_a_follow_up_takes_over_what_it_does_not_say(
    said: tuple[str, ...], expected: str, shipped: Assistant
) -> None:
    assert values(converse(shipped, *said)) == [expected]


def test_a_whole_question_takes_nothing_over(shipped: Assistant) -> None:
    alone = converse(shipped, "热线新增话务员多少名")
    assert converse(shipped, "加装电梯的目标", "热线新增话务员多少名").answer == alone.answer


@pytest.mark.parametrize("follow_up", ["那目标呢", "进度呢", "and the target?", "第二个", "2021年呢"])
def test_a_follow_up_to_nothing_gives_no_figure(follow_up: str, shipped: Assistant) -> None:
    assert values(converse(shipped, follow_up)) == []


@pytest.mark.parametrize("follow_up", ["2021年呢", "去年呢", "长沙呢"])
def test_another_time_or_place_is_refused_in_a_follow_up_too(follow_up: str, shipped: Assistant) -> None:
    turn = converse(shipped, "热线群众满意率是多少", follow_up)
    assert isinstance(turn.answer, Unknown)
    assert turn.answer.reason in ("period", "place")


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("1", "a"),
        ("第二个", "b"),
        ("第3个", "c"),
        ("选2", "b"),
        ("the second one", "b"),
        ("#3", "c"),
        ("投诉举报", "b"),
        ("86.9", "c"),
        ("86.9%", "c"),
        ("第四个", None),
        ("0", None),
        ("满意率", None),
        ("电梯", None),
        ("", None),
    ],
)
def test_a_choice_is_settled_by_number_name_or_value(said: str, chosen: str | None) -> None:
    settled = settle(said, OFFERED)
    assert (settled.id if settled else None) == chosen


@given(st.text(max_size=20))
def test_settling_takes_any_text(text: str) -> None:
    assert settle(text, OFFERED) in (None, *OFFERED)
    assert settle(text, ()) is None


def test_each_choice_offered_can_be_picked_by_its_number(shipped: Assistant) -> None:
    offered = converse(shipped, "满意率是多少").answer
    assert isinstance(offered, Choices)
    for number, option in enumerate(offered.options, 1):
        assert values(converse(shipped, "满意率是多少", str(number))) == [option.value]


def test_what_was_picked_is_what_the_next_question_is_about(shipped: Assistant) -> None:
    assert values(converse(shipped, "低保标准完成多少", "第二个", "目标呢")) in (["4686"], ["600"])
    assert values(converse(shipped, "小型水库的目标是多少", "1", "进度呢")) == ["100"]


def test_chats_do_not_hear_each_other(shipped: Assistant) -> None:
    shipped.ask("加装电梯完成多少台", "one")
    assert values(shipped.ask("那目标呢", "other")) == []
    assert values(shipped.ask("那目标呢", "one")) == ["442"]


def test_a_chat_is_forgotten_after_ten_minutes() -> None:
    now = [0.0]
    assistant = Assistant(KNOWLEDGE, clock=lambda: now[0])
    assistant.ask("加装电梯完成多少台", "chat")
    now[0] = 599
    assert values(assistant.ask("那目标呢", "chat")) == ["442"]
    now[0] += 601
    assert values(assistant.ask("那目标呢", "chat")) == []


def test_a_chat_is_forgotten_after_six_turns(shipped: Assistant) -> None:
    follow_ups = ["目标呢", "进度呢", "完成呢", "谁牵头", "目标呢", "进度呢", "完成呢", "目标呢"]
    shipped.ask("加装电梯完成多少台", "long")
    heard = [bool(values(shipped.ask(said, "long"))) for said in follow_ups]
    assert heard[:4] == [True] * 4
    assert not all(heard)

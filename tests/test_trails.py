"""A conversation goes on at another process as it would have gone on at the first."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from bot.asking.trails import MOST, Trail
from bot.assistant import FORGET_SECONDS, Assistant
from tests.conversation import KNOWLEDGE, questions, values

_FILES = ("dev.jsonl", "logic.jsonl", "operations.jsonl", "own.jsonl", "traps.jsonl")
CONVERSATIONS = [
    (*one["context"], one["q"]) for file in _FILES for one in questions(file) if one.get("context")
]
FIGURE, LIST = "热线满意率是多少", "市卫健委牵头的任务有哪些"


class Clock:
    """A time that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture(scope="module")
def other(shipped: Assistant) -> Assistant:
    """Another process, as far as its memory goes."""
    return Assistant(KNOWLEDGE, library=shipped._in_use)


def handed_over(one: Assistant, other: Assistant, chat: str) -> bool:
    trail = one.trail(chat)
    return trail is not None and other.retrace(Trail.from_json(trail.as_json()), chat)


def test_each_message_can_come_to_another_process(shipped: Assistant, other: Assistant) -> None:
    assert len(CONVERSATIONS) > 50
    for number, said in enumerate(CONVERSATIONS):
        chat, one = f"alternating {number}", f"one {number}"
        places = itertools.cycle((shipped, other))
        before, answered = None, False
        for text in said:
            here = next(places)
            if before and answered:
                assert handed_over(before, here, chat), said
            turn = here.ask(text, chat)
            before, answered = here, here.trail(chat) is not None
            assert turn.answer == shipped.ask(text, one).answer, said
            assert here.why(chat) == shipped.why(one), said


def test_what_was_picked_is_gone_on_from(shipped: Assistant, other: Assistant) -> None:
    [*options] = shipped.ask("满意率", "picking").reply.choices
    assert len(options) > 1
    assert handed_over(shipped, other, "picking")
    assert other.ask("第二个", "picking").answer == shipped.ask("第二个", "picking").answer
    assert handed_over(shipped, other, "picking")
    assert shipped.pick(options[0].id, "picking")
    assert handed_over(shipped, other, "picking")
    told = [values(one.ask("比刚才那个高多少", "picking")) for one in (shipped, other)]
    assert told[0] == told[1]


def test_an_answer_can_be_replied_to(shipped: Assistant, other: Assistant) -> None:
    shipped.ask(LIST, "asking", name="the list")
    trail = shipped.trail(answer="the list")
    assert trail
    assert other.retrace(trail, answer="the list")
    told = [one.ask("第二个的进度", "somebody", after="the list") for one in (shipped, other)]
    assert values(told[0])
    assert told[0].answer == told[1].answer


def test_what_is_not_there_any_more_is_about_nothing(shipped: Assistant, other: Assistant) -> None:
    shipped.ask(FIGURE, "gone")
    trail = shipped.trail("gone")
    assert trail
    other.ask(LIST, "gone")
    assert not other.retrace(replace(trail, to="elsewhere"), "gone")
    assert other.trail("gone") is None
    [step] = trail.steps
    assert not other.retrace(Trail((replace(step, mark="0" * 22),), trail.to), "gone")
    shipped.ask("今天天气怎么样", "nothing")
    assert shipped.trail("nothing") is None


def test_it_is_as_old_there_as_it_was(shipped: Assistant) -> None:
    clock = Clock()
    late = Assistant(KNOWLEDGE, clock, shipped._in_use)
    shipped.ask(FIGURE, "old")
    trail = shipped.trail("old")
    assert trail
    assert late.retrace(trail, "old", age=FORGET_SECONDS - 1)
    clock.now += 2
    assert late.trail("old") is None


def test_one_that_is_too_long_leads_nowhere(shipped: Assistant, other: Assistant) -> None:
    shipped.ask("进度最高的任务是哪个", "too long")
    assert handed_over(shipped, other, "too long")
    for number in range(1, MOST):
        assert values(shipped.ask(f"第{'二三四五'[number % 4]}高的呢", "too long"))
        trail = shipped.trail("too long")
        assert trail
        assert len(trail.steps) == number + 1
    for _ in range(3):
        assert values(shipped.ask("第二高的呢", "too long"))
    assert not handed_over(shipped, other, "too long")
    assert other.trail("too long") is None  # rather than what was meant some time ago

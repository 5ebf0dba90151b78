"""What a message costs grows no faster than the message, whatever it holds, and no message stops the assistant."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.knowledge.model import Found, Unknown
from bot.language import pinyin
from bot.language.text import MAX_MESSAGE, fold
from bot.language.vocabulary import tokens
from bot.replies import plain
from bot.replies.structured import as_json
from tests.abuse import Pattern, patterns
from tests.conversation import KNOWLEDGE, converse, values

pytestmark = pytest.mark.slow

ASSISTANT = Assistant(KNOWLEDGE)
PATTERNS = patterns(ASSISTANT.knowledge)
REPEATED = [pattern for pattern in PATTERNS if len(pattern.body) <= 70]
QUESTION = "热线群众满意率是多少"
FACTOR = 2.5
"""How much more work twice the message may be."""
ANY_QUESTION = 100_000
"""Calls that a short question takes as well; where a word more leads somewhere there are so many at once."""
SETTLED = ("12345热线群众满意率是多少", "加装电梯完成多少台", "How many elevators were installed?")


def _calls(work: Callable[[], object]) -> int:
    """How many functions are called in doing something."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def _work(message: str) -> int:
    for _ in ("learn", "count"):  # what is learnt of its characters is learnt once
        ASSISTANT.forget("work")
        ASSISTANT.ask(QUESTION, "work")
        calls = _calls(lambda: (ASSISTANT.ask(message, "work"), ASSISTANT.explain(message, "work")))
    return calls


def _peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@given(st.sampled_from(REPEATED))
def test_twice_the_message_is_about_twice_the_work(pattern: Pattern) -> None:
    size = len(pattern.body) * (140 // len(pattern.body))
    assert _work(pattern.message(2 * size)) <= FACTOR * _work(pattern.message(size)) + ANY_QUESTION


@settings(max_examples=40)
@given(st.sampled_from(PATTERNS))
def test_more_than_is_read_is_no_more_work(pattern: Pattern) -> None:
    assert _work(pattern.message(MAX_MESSAGE)) <= _work(pattern.message(1200)) + ANY_QUESTION


@example([Pattern("最后一条")], 5, "1")
@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3), st.integers(1, MAX_MESSAGE), st.text())
def test_no_message_stops_the_assistant(mixed: list[Pattern], size: int, text: str) -> None:
    message = Pattern("".join(pattern.body for pattern in mixed), text).message(size)
    ASSISTANT.forget("chat")
    ASSISTANT.ask(QUESTION, "chat")
    assert plain(ASSISTANT.ask(message, "chat").reply).encode()
    assert ASSISTANT.why("chat")
    assert len(ASSISTANT.search(message[:256])) <= 10


def test_a_chat_of_long_messages_is_no_more_work_than_one() -> None:
    message = Pattern("那满意率呢").message(295)
    ASSISTANT.forget("chat")
    first, *_, last = (_calls(lambda: ASSISTANT.ask(message, "chat")) for _ in range(7))
    assert last <= FACTOR * first + ANY_QUESTION


@pytest.mark.parametrize("letters", ["a", "shi", "xian", "zhuang"])
def test_syllables_of_twice_the_letters_take_about_twice_the_memory(letters: str) -> None:
    once = _peak(lambda: pinyin.split(letters * 2000))
    assert _peak(lambda: pinyin.split(letters * 4000)) <= FACTOR * once
    assert "".join(pinyin.split(letters * 4000)) == letters * 4000


def test_long_texts_are_not_remembered() -> None:
    fold("滿意")
    tracemalloc.start()
    for number in range(100):
        fold("滿意" * (1500 + number))
        tokens("z" * (3000 + number))
        pinyin.split("shi" * (1000 + number))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 2**17


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("满意率" * 1366, "太长"),
        ("的" * 5_000, "太长"),
        ("how many calls " * 400, "too long"),
        ("a" * 100_000, "太长"),
        ("a" * 5_000_000, "太长"),
        ("\ud800" * 10_000, "太长"),
        (QUESTION + " " * MAX_MESSAGE, "太长"),
    ],
)
def test_a_message_that_is_too_long_is_told_so_and_changes_nothing(
    message: str, reply: str, shipped: Assistant
) -> None:
    turn = converse(shipped, "加装电梯完成多少台", message)
    assert reply in turn.reply.headline
    assert as_json(turn)["status"] == "unknown"
    assert values(converse(shipped, "加装电梯完成多少台", message, "那目标呢")) == ["442"]


def test_a_message_that_is_just_short_enough_is_read(shipped: Assistant) -> None:
    assert values(converse(shipped, QUESTION + "?" * (MAX_MESSAGE - len(QUESTION)))) == ["86.08"]


@pytest.mark.parametrize("settled", SETTLED)
@pytest.mark.parametrize(
    "said",
    ["和", "的", "of", "and", "then", "aaaaaaaa", "ma", "呢", "那呢", "还有", "继续", "的的的", "的" * 300],
)
def test_words_without_content_do_not_repeat_the_last_figure(
    settled: str, said: str, shipped: Assistant
) -> None:
    assert isinstance(converse(shipped, settled, said).answer, Unknown)


@pytest.mark.parametrize(
    "question",
    [
        "、".join(f"{year}年" for year in range(2001, 2030)) + "热线满意率哪年最高",
        "和".join(["热线满意率", "办结率", "来信量", "批示件"] * 8) + "一共多少",
        "城乡" * 100 + "低保差多少",
        "热线满意率多少,办结率多少" + ",那个什么" * 60 + ",来信多少",
        "热线满意率是" + "综合办结率的" * 40 + "几倍",
    ],
)
def test_what_would_be_put_together_of_too_much_is_declined(question: str, shipped: Assistant) -> None:
    assert not isinstance(converse(shipped, question).answer, Found)


@pytest.mark.parametrize(
    "question", ["城乡低保差多少", "城 乡低保差多少", "城—乡低保标准差多少", "城乡城 乡差多少"]
)
def test_a_word_for_two_things_is_read_once_however_it_is_broken_up(
    question: str, shipped: Assistant
) -> None:
    assert plain(converse(shipped, question).reply)

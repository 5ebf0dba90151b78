"""Talk is answered as talk, and never with a figure."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Greeting, Unknown
from tests.conversation import converse


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("你好", "hello"),
        ("早上好!", "hello"),
        ("谢谢", "thanks"),
        ("你是谁", "who"),
        ("怎么用", "help"),
        ("Hello", "hello"),
        ("thank you so much", "thanks"),
        ("再见", "bye"),
        ("还有呢", "more"),
        ("还有别的吗?", "more"),
        ("Anything else?", "more"),
    ],
)
def test_talk_is_answered_without_a_figure(text: str, topic: str, shipped: Assistant) -> None:
    turn = converse(shipped, text)
    assert turn.answer == Greeting(topic=topic)
    assert not any(char.isdigit() for char in turn.reply.headline)


def test_politeness_with_an_unknown_question_is_not_talk(shipped: Assistant) -> None:
    assert isinstance(converse(shipped, "你好,量子纠缠是多少").answer, Unknown)


@pytest.mark.parametrize("text", ["", "🤖🤖", "\u202e\u200b", "???!!!"])
def test_a_message_without_words_asks_nothing(text: str, shipped: Assistant) -> None:
    assert converse(shipped, text).answer == Unknown(reason="empty")


@pytest.mark.parametrize("text", ["您好,谢谢您", "你好你好", "Hi, thanks"])
def test_politeness_alone_is_talk(text: str, shipped: Assistant) -> None:
    assert isinstance(converse(shipped, text).answer, Greeting)

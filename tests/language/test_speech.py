"""The language of a message: told by its letters, or not at all."""

from __future__ import annotations

import pytest

from bot.asking.index import Index
from bot.language.speech import spoken


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("满意率", "zh"),
        ("滿意率", "zh"),
        ("满意rate", "zh"),
        ("satisfaction rate", "en"),
        ("ＳＡＴＩＳＦＡＣＴＩＯＮ", "en"),
        ("is it so", "en"),
        ("hello", "en"),
        ("OK", "en"),
        ("manyilv", None),
        ("rèxiàn mǎnyìlǜ", None),
        ("rexian manyilv you duoshao", None),
        ("nihao", None),
        ("nongcun dibao biaozhun", None),
        ("changsha de rexian manyilv", None),
        ("hotline in Changsha", "en"),
        ("86.08%", None),
        ("GDP", None),
        ("IT", None),
        ("rxmyl", None),
        ("km", None),
        ("привет", None),
        ("🤖", None),
        ("", None),
    ],
)
def test_the_letters_of_a_message_tell_its_language_or_none(
    text: str, language: str | None, index: Index
) -> None:
    assert spoken(text, index.vocabulary) == language

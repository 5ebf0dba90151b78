"""What a question calls the thing it asks for: its words, without those that only ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answering.refusals import as_typed
from bot.asking.question import Piece, Question
from bot.language.text import HANZI

_AROUND = frozenset({"filler", "overview", "approximate", "followup"})
_APART = re.compile(rf"(?<={HANZI.pattern})\s+(?={HANZI.pattern})")


def called(question: Question) -> str:
    """The words of a question without those that only ask, as they were typed; empty where nothing is named."""
    text = question.text
    for piece in question.tagged("ask"):
        if asks := as_typed(question.words(piece), text):
            text = text.replace(asks, " ", 1)
    around = {
        as_typed(question.words(piece), question.text) for piece in question.pieces if _is_around(piece)
    }
    return _APART.sub("", " ".join(_bare(text, around - {""}).split()))


def _is_around(piece: Piece) -> bool:
    return piece.tags <= _AROUND


def _bare(text: str, around: set[str]) -> str:
    """A text without some words, and without signs, at its ends; 的 begins other words too (的士)."""
    before = rf"^(?:[\W_]+|{_any(word for word in around if len(word) > 1)}(?![a-z0-9]))+"
    after = rf"(?:[\W_]+|(?<![a-z0-9]){_any(around)})+$"
    return re.sub(after, "", re.sub(before, "", text, flags=re.IGNORECASE), flags=re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    """An expression that finds any of some words, the longest that fits."""
    found = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return f"(?:{found})" if found else "(?!)"

"""Asking part of a question as a question of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.answering import answering
from bot.answering.answering import Verdict
from bot.asking.index import Index
from bot.asking.tagging import Piece, Question
from bot.asking.understanding import understand
from bot.knowledge.model import Fact, Found, Unknown
from bot.language.text import fold
from bot.language.vocabulary import Tokens

LONGEST = 120
"""Tokens of the longest question that is answered in parts; nobody puts figures together in more."""
MANY = 20
"""The most parts that a question is asked in."""
_ENDS = re.compile(r"[\s,，。.;；:：!！?？\"“”]+")


def without(question: Question, pieces: Iterable[Piece]) -> str:
    """The text of a question without some of its pieces."""
    text = fold(question.text)
    for piece in pieces:
        if place := span(text, question.tokens[piece.start : piece.end]):
            text = text[: place[0]] + " " + text[place[1] :]
    return _ENDS.sub(" ", text).strip()


def span(text: str, words: Tokens) -> tuple[int, int] | None:
    """Where words stand last in a text; English words may have their endings."""
    pattern = r"\W*".join(re.escape(word) + ("[a-z]*" if word[0].isascii() else "") for word in words)
    found = list(re.finditer(pattern, text))
    return found[-1].span() if words and found else None


def ask(question: Question, index: Index, focus: Sequence[Fact] = ()) -> Verdict:
    return answering.answer(understand(question, index, focus), index)


def figure(verdict: Verdict) -> Fact | None:
    """The one figure an answer gives as printed."""
    found = verdict.answer
    if not isinstance(found, Found) or len(found.entries) != 1 or len(verdict.facts) != 1:
        return None
    fact = verdict.facts[0]
    return fact if found.entries[0].fact == fact.id and fact.number is not None else None


def not_told() -> Verdict:
    return Verdict(Unknown(reason="nothing"), 0.0)

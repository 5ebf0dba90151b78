"""Why nothing is told, and the words of the question it hangs on, whole and as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from bot.answering.denotation import Denotation
from bot.asking.interpretations import Candidate
from bot.asking.question import TERM, Question, join
from bot.knowledge.model import Unknown
from bot.knowledge.weights import Weights
from bot.language.amounts import Refusal
from bot.language.numerals import NUMERALS
from bot.language.segmenter import word_at
from bot.language.text import fold, is_hanzi

_WORKED: Mapping[str, Literal["rates", "kinds", "zero", "part"]] = {
    "rates": "rates",
    "kinds": "kinds",
    "units": "kinds",
    "zero": "zero",
    "part": "part",
}


def refused(found: Denotation) -> Unknown:
    """What is said where a query comes to nothing: why, with the quantities that do not go together."""
    if isinstance(found.refusal, Refusal):
        printed = ", ".join(dict.fromkeys(filter(None, (found.refusal.one, found.refusal.other))))
        return Unknown(reason=_WORKED[found.refusal.reason] if printed else "untold", named=printed)
    alike = {fact.shown for item in found.tied for fact in item.facts} if found.refusal == "tied" else set()
    return Unknown(reason=found.refusal or "nothing", named=alike.pop() if len(alike) == 1 else "")


def quoted(words: str, question: Question, worth: Weights, credits_: Sequence[float] = ()) -> str:
    """Words of a question as its writer typed them, whole: with what else of a word nothing explains.

    Empty where they were put right, or are no words of the question.
    """
    if places := _places(words, question):
        start, end = _bare(*places, question)
        if credits_:
            start, end = _widened(start, end, question, _lost(question, credits_, worth.told))
        words = join(question.tokens[start:end])
    return as_typed(words, question.text)


def _places(words: str, question: Question) -> tuple[int, int] | None:
    """Where words begin and end among the tokens."""
    for start, first in enumerate(question.tokens):
        if not words.startswith(first):
            continue
        for end in range(start + 1, min(len(question.tokens), start + len(words)) + 1):
            if join(question.tokens[start:end]) == words:
                return start, end
    return None


def _bare(start: int, end: int, question: Question) -> tuple[int, int]:
    """A stretch without what only asks behind it: 不满意率 of 不满意率是多少."""
    asks = {at for piece in question.tagged("ask", "filler") for at in range(piece.start, piece.end)}
    stop = end
    while stop > start and asks.issuperset(word_at(question.tokens, stop - 1)):  # 请 in 申请 asks nothing
        stop -= 1
    return start, stop if stop > start else end


def _widened(start: int, end: int, question: Question, lost: frozenset[int]) -> tuple[int, int]:
    """A stretch with the rest of the words it cuts: 第一百 rather than 第一, 机器人 rather than 机器."""
    for piece in question.pieces:
        if piece.tags == TERM and piece.start < end < piece.end:
            end = piece.end
    while end < len(question.tokens) and _goes_on(end - 1, end, lost, question):
        end += 1
    while start > 0 and _goes_on(start, start - 1, lost, question):
        start -= 1
    return start, end


def _goes_on(inside: int, outside: int, lost: frozenset[int], question: Question) -> bool:
    """Whether a token belongs to the word of the one beside it."""
    one, other = question.tokens[inside], question.tokens[outside]
    if question.clauses[inside] != question.clauses[outside] or max(inside, outside) in question.seams:
        return False
    if _is_numeral(one) and _is_numeral(other):
        return True
    return is_hanzi(one) and is_hanzi(other) and outside in lost - question.mended


def _is_numeral(token: str) -> bool:
    return token in NUMERALS or token[0].isdigit()


def _lost(question: Question, credits_: Sequence[float], told: float) -> frozenset[int]:
    """Where nothing explains a token that is no word of grammar."""
    quiet = {at for piece in question.pieces if piece.tags != TERM for at in range(piece.start, piece.end)}
    return frozenset(at for at, credit in enumerate(credits_) if credit < told) - quiet


def unexplained(question: Question, candidate: Candidate, worth: Weights) -> str:
    """The longest stretch of the question that a candidate does not explain."""
    lost = _lost(question, candidate.match.credits, worth.told)
    asking = {at for at in lost if question.clauses[at] in question.asking}
    longest = max(_runs(sorted(asking)), key=len, default=range(0))
    return join(question.tokens[longest.start : longest.stop])


def _runs(places: Sequence[int]) -> Iterator[range]:
    """Neighbouring places."""
    start = 0
    for number in range(1, len(places) + 1):
        if number == len(places) or places[number] != places[number - 1] + 1:
            yield range(places[start], places[number - 1] + 1)
            start = number


def as_typed(words: str, text: str) -> str:
    """Words of a question as its writer typed them, each to its end; empty where they were put right.

    >>> as_typed("shanghai", "lifts in Shanghai?"), as_typed("low incom", "low income"), as_typed("low", "below")
    ('Shanghai', 'low income', '')
    """
    folded = fold(text)
    plain = text if len(folded) == len(text) else folded
    said = re.sub(r"([a-z])(?![a-z])", r"\1[a-z]*", re.sub(r"\\? ", r"\\W+", re.escape(words)))
    found = re.search(rf"(?<![a-z]){said}" if words[:1].isascii() else said, folded)
    return plain[found.start() : found.end()] if words and found else ""

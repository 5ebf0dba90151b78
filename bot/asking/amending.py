"""A message that takes back what it said first: "热线办结率,不对,我是问满意率" asks for the second."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.question import Piece, Question
from bot.asking.views import part

_SLIPPED = frozenset({"filler", "followup"})
_IDLE = frozenset({"filler", "smalltalk", "followup", "correction", "ask"})


def amended(question: Question) -> tuple[Question, Question] | None:
    """What a message asks in the end, and what it said before; None where it takes nothing back.

    Words such as 不对 take back only where they stand by themselves between two things; 我是说 does anywhere.
    """
    for mark, before in _marks(question):
        taken = {at for piece in question.tagged("correction") for at in range(piece.start, piece.end)}
        first = [at for at in range(before) if at not in taken]
        last = [at for at in range(mark.end, len(question.tokens)) if at not in taken]
        said = not mark.has("correction:sure") and not _says(first, question)
        if _says(last, question) and not said:
            return part(question, last), part(question, first)
    return None


def _marks(question: Question) -> Iterator[tuple[Piece, int]]:
    """The words that take back, the last one first, each with where what it takes back ends."""
    for mark in reversed(question.tagged("correction")):
        start, end = _with_slipped(mark, question)
        if mark.has("correction:sure") or (_is_edge(start, question) and _is_edge(end, question)):
            yield mark, start


def _with_slipped(mark: Piece, question: Question) -> tuple[int, int]:
    """A stretch of one clause: what takes back, with what only slips out beside it, as in 哦不."""
    slipped = {
        at
        for piece in question.pieces
        if piece.tags <= _SLIPPED or piece.has("correction")
        for at in range(piece.start, piece.end)
        if question.clauses[at] == question.clauses[mark.start]
    }
    start, end = mark.start, mark.end
    while start - 1 in slipped and start not in question.gaps:
        start -= 1
    while end in slipped and end not in question.gaps:
        end += 1
    return start, end


def _is_edge(at: int, question: Question) -> bool:
    """Whether a clause or, written with a space, a phrase begins or ends at a place."""
    clauses = question.clauses
    return at in {0, len(clauses)} or at in question.gaps or clauses[at - 1] != clauses[at]


def _says(places: list[int], question: Question) -> bool:
    """Whether some words of a message say more than small words do."""
    idle = {
        at for piece in question.pieces if any(map(piece.has, _IDLE)) for at in range(piece.start, piece.end)
    }
    return not idle.issuperset(places)

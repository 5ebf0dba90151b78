"""Parts of a question: the same annotated words, some of them asking, others said beside, the rest left out.

A part is not read again: it keeps the tokens and the marks of the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.asking.question import Moment, Piece, Question
from bot.language.vocabulary import Tokens, Vocabulary

_SOFT = frozenset({"soft"})


def part(
    question: Question,
    asking: Collection[int],
    beside: Collection[int] = (),
    *,
    asks: Tokens = (),
    vocabulary: Vocabulary | None = None,
) -> Question:
    """The part of a question that asks with some of its tokens; others are said ``beside``.

    ``asks`` are words that are only meant, as 多少件 for both figures in "A和B一共多少件"; they are marked by the
    ``vocabulary``.
    """
    runs = [(run, True) for run in side_by_side(sorted(asking), question)]
    runs += [(run, False) for run in side_by_side(sorted(set(beside) - set(asking)), question)]
    places: list[int] = []
    clauses: list[int] = []
    asked: set[int] = set()
    for number, (run, asks_here) in enumerate(runs):
        places += run
        clauses += [number] * len(run)
        asked |= {number} if asks_here else set()
    tokens = tuple(question.tokens[at] for at in places)
    pieces = tuple(_moved(question, places))
    own = {at for at, clause in enumerate(clauses) if clause in asked}
    if any(
        piece.has("role") and piece.start in own for piece in pieces
    ):  # its own column, not that of the others
        pieces = tuple(piece if piece.start in own else _without_role(piece) for piece in pieces)
    origin = question.origin or tuple(range(len(question.tokens)))
    whence = tuple(origin[at] for at in places)
    if asks and vocabulary:
        start, number = len(tokens), len(runs)
        pieces += tuple(Piece(a + start, b + start, tags) for a, b, tags in vocabulary.spans(asks))
        counted = asks[:1] == ("多",)
        if counted and not any(piece.has("ask") for piece in pieces if piece.start >= start):
            pieces += (Piece(start, start + 2, frozenset({"ask:figure"})),)
        tokens, clauses, asked = tokens + asks, [*clauses, *[number] * len(asks)], {*asked, number}
        whence += (-1,) * len(asks)
    years, times = question.years, question.times
    return replace(
        question,
        tokens=tokens,
        clauses=tuple(clauses),
        pieces=pieces,
        asking=frozenset(asked),
        mended=frozenset(new for new, old in enumerate(places) if old in question.mended),
        alone=question.alone.intersection(tokens),
        # A time that is said once is meant for all parts.
        years=years
        if len(years) == 1
        else tuple(year for year in years if _said(question, "year", year, places)),
        times=times
        if len(times) == 1
        else tuple((time, words) for time, words in times if _said(question, "time", words, places)),
        seams=frozenset(new for new, old in enumerate(places) if old in question.seams),
        gaps=frozenset(new for new, old in enumerate(places) if old in question.gaps),
        headed=frozenset(new for new, old in enumerate(places) if old in question.headed),
        moments=tuple(_kept(question, places)),
        origin=whence,
        whole=question.whole and not asks and places == [*range(len(question.tokens))],
    )


def side_by_side(places: Sequence[int], question: Question) -> Iterator[list[int]]:
    """Neighbouring places of one clause."""
    run: list[int] = []
    for at in places:
        if run and (at != run[-1] + 1 or question.clauses[at] != question.clauses[run[-1]]):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _moved(question: Question, places: Sequence[int]) -> Iterator[Piece]:
    """The pieces that are whole among some places, where they stand there."""
    there = {old: new for new, old in enumerate(places)}
    for piece in question.pieces:
        start = there.get(piece.start, -1)
        if start >= 0 and all(
            there.get(at) == start + at - piece.start for at in range(piece.start, piece.end)
        ):
            yield Piece(there[piece.start], there[piece.start] + piece.end - piece.start, piece.tags)


def _kept(question: Question, places: Sequence[int]) -> Iterator[Moment]:
    """The times of which some words are among some places, where they stand there."""
    there = {old: new for new, old in enumerate(places)}
    for one in question.moments:
        if kept := frozenset(there[at] for at in one.places if at in there):
            yield Moment(one.time, kept)


def _without_role(piece: Piece) -> Piece:
    if not piece.has("role"):
        return piece
    return Piece(
        piece.start, piece.end, frozenset(tag for tag in piece.tags if not tag.startswith("role:")) or _SOFT
    )


def _said(question: Question, kind: str, words: str, places: Collection[int]) -> bool:
    """Whether the words of a time are said at some places."""
    spots = question.spots.get(words)
    return spots is None or not spots.isdisjoint(places)

"""Figures that stand together, and how much of a question what they share explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.asking.indexing import grams
from bot.asking.index import Index
from bot.asking.tagging import Piece, Question
from bot.asking.weighing import Asked
from bot.asking.wishing import Wish
from bot.knowledge.model import Fact
from bot.language.vocabulary import Tokens

_DECIDED = 0.4
"""A decisive word explained by less than this is not explained."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of several, by the name that tells it from the others."""

    name: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that stand together.

    ``coverage`` is the share of a question's weight that what they share explains, 0 to 1; ``telling`` counts words
    for the kind of thing as well, which any series may be asked by.
    """

    figures: tuple[Figure, ...]
    coverage: float
    telling: float


def timed(fact: Fact, question: Question, index: Index) -> bool:
    if any(index.calendar.unmet(question, fact)):
        return False
    if not question.tagged("year"):
        return True
    shifts = [piece for piece in question.pieces if piece.has("year")]
    return bool(question.years) or all(index.calendar.is_of(fact, piece) for piece in shifts)


def calls(question: Question, ending: str) -> bool:
    """Whether a question calls what it asks for by an ending: "哪个县", "商品类别", "最少的县"."""
    behind = {piece.end for piece in question.tagged("ask:which") + question.tagged("ask:figure")}
    called = [piece for piece in question.pieces if piece.end in behind]
    called += (p for p in question.tagged("thing") if p.start in behind or _stands_alone(p, question))
    return any(ending in question.tokens[piece.start : piece.end] for piece in called)


def _stands_alone(thing: Piece, question: Question) -> bool:
    """Whether a word for a kind of thing is no part of a longer word."""
    return thing.end - thing.start > 1 or question.tokens[thing.start - 1 : thing.start] == ("的",)


def learn(known: dict[str, float], words: Tokens, credit: float) -> None:
    for gram, _ in grams(words):
        known[gram] = max(credit, known.get(gram, 0.0))


def free(asked: Asked, wish: Wish, moving: bool) -> frozenset[int]:
    """Where nothing needs to explain a word: what is asked of the figures, their unit, how they changed."""
    changes = asked.moving.get("change", ()) if moving else ()
    return wish.places.union(asked.unit_places, changes)


def coverage(
    question: Question, asked: Asked, free: frozenset[int], known: Mapping[str, float], index: Index
) -> tuple[float, float]:
    """The share of the asking clauses that what the figures share explains, and how much of all words it does."""
    given = index.credits(question, known)
    for piece in question.tagged("decisive"):
        apart = [at for at in range(piece.start, piece.end) if at not in free]
        if (
            apart
            and question.clauses[piece.start] in question.asking
            and min(given[at] for at in apart) < _DECIDED
        ):
            return 0.0, 0.0
    explained = total = 0.0
    for at, (weight, credit) in enumerate(zip(asked.weights, given, strict=True)):
        if question.clauses[at] in question.asking:
            total += weight
            explained += weight * (1.0 if at in free else credit)
    return (explained / total if total else 1.0), sum(given)

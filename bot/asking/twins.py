"""What speaks against a cell of a table of measures whose name is nearly the one asked for: 利润率 for 利润总额."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Match, Objection
from bot.asking.question import Question, join
from bot.knowledge.model import Fact
from bot.language import periods, segmenter
from bot.language.text import is_hanzi

_RATE = "率"
"""How the name of a rate ends."""


def objections(
    question: Question, asked: Asked, fact: Fact, match: Match, index: Index
) -> Iterator[Objection]:
    """Other rates, other sides and other measures than the cell tells."""
    sides = dict(index.vocabulary.sides(index.vocabulary.canonical(fact.measure)))
    for side, words in asked.sides.items():
        if sides.get(side[0], side[1]) != side[1]:
            yield Objection("contrast", words)
    yield from rates(question, match, index)
    yield from _terms(question, match, index)
    found, own = question.tokens, index.columns.known[fact.measure].pairs
    inside = {at for piece in question.pieces for at in range(piece.start, piece.end)}
    for at in range(len(found) - 2):
        strange = asked.weights[at] >= 1 and match.credits[at] < index.weights.half and at not in inside
        # 净利润 is no 利润: a character right before the name of a column makes it another, unless it
        # ends a word of its own, as in 房屋成交.
        before = strange and is_hanzi(found[at]) and found[at + 1] + found[at + 2] in own
        if before and segmenter.word_at(found, at).start == at:
            yield Objection("measure", join(found[at : at + 3]))


def rates(question: Question, match: Match, index: Index) -> Iterator[Objection]:
    """A rate that no name has: 利润率 where only 利润 is told."""
    found = question.tokens
    changes = [piece for kind in ("move", "portion", "base") for piece in question.tagged(kind)]
    told = {at for piece in changes for at in range(piece.start, piece.end)}
    any_rate = index.vocabulary.listed("any_rate")
    for at in range(1, len(found)):
        called = found[at] == _RATE and found[at - 1] + _RATE not in any_rate
        asked = called and at not in told and question.clauses[at] in question.asking
        if asked and index.explained(match.target, found[at - 1] + _RATE) < index.weights.heading:
            yield Objection("measure", found[at - 1] + _RATE)


def _terms(question: Question, match: Match, index: Index) -> Iterator[Objection]:
    """The name of something that is counted, which a cell has little of; not that of a unit or a time."""
    for piece in question.tagged("term"):
        words = question.words(piece)
        # 医院 of 三级医院 says what kind of thing a row is of.
        if piece.has("thing") or index.vocabulary.unit_class(words) or next(periods.mentions(words), None):
            continue
        credits_ = match.credits[piece.start : piece.end]
        explained = sum(credit >= index.weights.half for credit in credits_)
        if question.clauses[piece.start] in question.asking and explained < index.weights.much * len(
            credits_
        ):
            yield Objection("contrast", words)

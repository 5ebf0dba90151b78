"""What speaks against a fact, however well the rest of a question fits it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.indexing import NAME, is_hanzi
from bot.matching import Index, Match
from bot.model import Fact
from bot.tagging import Question, join
from bot.weighing import UNKNOWN, Asked

_COUNTED = frozenset({"thing", "person", "household", "occasion", "duration"})
HALF = 0.5
"""Words explained by less than this are not explained."""
MISSING = 1.8
"""The weight of a word of two characters or more without which a fact is not what is meant."""


def conflicts(question: Question, asked: Asked, fact: Fact, match: Match, index: Index) -> Iterator[str]:
    """What in the question speaks against a fact however well the rest fits."""
    yield from (f"period:{words}" for words in index.calendar.unmet(question, fact))
    for piece in question.pieces:
        credit = min(match.credits[piece.start : piece.end], default=0.0)
        asking = question.clauses[piece.start] in question.asking
        if (
            "period:other" in piece.tags
            and not index.calendar.is_of(fact, piece)
            and (asking or _about(question.clauses[piece.start], question, asked, match))
            and credit < 0.7
            and not question.years
        ):
            yield f"period:{question.words(piece)}"
        if credit < 0.7 and index.is_foreign(piece, question, fact.document):
            yield f"place:{question.words(piece)}"
        decisive = "decisive" in piece.tags and not piece.has("op")
        if asking and decisive and credit < 0.4:
            yield f"measure:{question.words(piece)}"
        # What is built anew may be told without a word for it; what was there before is told with its deed.
        if asking and "deed" in piece.tags and not piece.has("increment") and credit < 0.4:
            yield f"contrast:{question.words(piece)}"
    if words := index.opposes(match.target, asked):
        yield f"contrast:{words}"
    if index.is_other_part(match.target, question):
        yield f"part:{fact.subject}"
    if (words := _change(question)) and not index.kinds(match.target) & {"change", "increment", "relative"}:
        yield f"measure:{words}"
    yield from _other_kind(question, asked, fact, index.kinds(match.target))
    own = index.vocabulary.unit_class(fact.unit)
    # People and times may be counted in pieces, and households are; a share or a sum of money is not.
    loose = (asked.unit == "thing" and own in _COUNTED) or (own == "thing" and asked.unit == "household")
    if fact.kind == "figure" and asked.unit and own and asked.unit != own and not loose:
        yield f"unit:{asked.unit}"


def _change(question: Question) -> str:
    """The word by which it asks how much a thing has changed, as "提高" in "提高了多少"; empty if none."""
    figures = {piece.start for piece in question.tagged("ask:figure")}
    for piece in question.tagged("change"):
        at = piece.end + (question.tokens[piece.end : piece.end + 1] == ("了",))
        if at in figures:
            return question.words(piece)
    return ""


def _about(clause: int, question: Question, asked: Asked, match: Match) -> bool:
    """Whether a clause that does not ask is still about a target: it says some of its name."""
    return any(
        number == clause and weight >= HALF and credit >= NAME
        for number, weight, credit in zip(question.clauses, asked.weights, match.credits, strict=True)
    )


def _other_kind(question: Question, asked: Asked, fact: Fact, kinds: frozenset[str]) -> Iterator[str]:
    """What was added is no answer to how many there are; a rise is asked for as a rise, a rank as a rank."""
    lacking = kinds - asked.kinds
    added = "increment" in lacking and "stock" in asked.kinds
    if fact.row:
        # A task of adding something is asked for by any of its columns.
        excused = asked.roles or "overview" in asked.kinds or "difference" in question.names("op")
        # "How many" asks in English for what was done as well.
        partly = "deed" in lacking and "stock" in asked.kinds and question.language == "zh"
        if (added or partly) and not excused:
            yield f"measure:{fact.subject}"
        return
    ranks = "rank" in question.names("ask")
    other = "relative" in lacking and not ranks and bool(question.names("ask"))
    beyond = "op:over" in lacking and bool(question.names("ask"))
    if added or other or beyond or (ranks and fact.kind == "figure" and "relative" not in kinds):
        yield f"measure:{fact.measure}"


def missing(question: Question, asked: Asked, match: Match, index: Index) -> str:
    """A word of the question that a target has nothing of; empty if there is none."""
    return _unexplained(question, asked, match) or _unmet(question, asked, match, index)


def _unexplained(question: Question, asked: Asked, match: Match) -> str:
    """The first word of the asking clauses that a target leaves wholly unexplained; empty if there is none.

    However well the rest fits, "等待时长" or "试点" is what the question turns on; so is what stands before the
    head of a measure, as 满意 before 率.
    """
    closed = {piece.start for piece in question.tagged("head")}
    lost, start, size = 0.0, 0, 0
    for at, (token, weight, credit) in enumerate(
        zip(question.tokens, asked.weights, match.credits, strict=True)
    ):
        if weight and credit < HALF and question.clauses[at] in question.asking:
            # A Latin word weighs as much as two characters, and stands alone more often by chance.
            lost += weight * (1.0 if is_hanzi(token) else 0.5)
            size += 1
            if at + 1 in closed:
                return join(question.tokens[start : at + 2])
            if lost >= MISSING and size > 1:
                return join(question.tokens[start : at + 1])
        elif size and at in question.mended and not weight:
            # Beside a word nobody knows, a slip put right into a word of grammar was none: 离职 is not 离之.
            lost, size = lost + UNKNOWN, size + 1
            if lost >= MISSING:
                return join(question.tokens[start : at + 1])
        elif weight or credit >= HALF:
            lost, start, size = 0.0, at + 1, 0
    return ""


def _unmet(question: Question, asked: Asked, match: Match, index: Index) -> str:
    """The first word of two characters that is known here, but not of this target; empty if there is none.

    Where "试点" stands in the documents, a target that has nothing of it is not what is meant.
    """
    inside = {at for piece in question.pieces for at in range(piece.start, piece.end - 1)}
    for at, (one, two) in enumerate(pairwise(question.tokens)):
        credits_ = match.credits[at : at + 2]
        if (
            at not in inside
            and is_hanzi(one)
            and is_hanzi(two)
            and min(asked.weights[at : at + 2]) >= HALF > min(credits_)
            and question.clauses[at] == question.clauses[at + 1]
            and question.clauses[at] in question.asking
            and one + two in index.lexicon.pairs
        ):
            return one + two
    return ""

"""What a question counts, held against what the figures of a fact count: households are no square metres."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Objection
from bot.asking.question import Question, join
from bot.knowledge.model import Fact
from bot.language.text import is_hanzi
from bot.language.units import COUNTING

_COUNTED = COUNTING | {"duration"}
"""Units in which things may be counted."""
_WHOLE = 100
"""What no share is more than, in percent."""
_LOOKED_AT = 200
"""Rows that tell whether figures stand in a column."""


def other_units(question: Question, asked: Asked, fact: Fact, index: Index) -> Iterator[Objection]:
    """What is counted in something else, or is paid to each of those who are counted."""
    own = index.vocabulary.unit_class(fact.unit)
    if fact.kind != "figure":
        asks = question.names("ask") | ({"figure"} if question.tagged("op:count") else set())
        counts = fact.row and asks == {"figure"}
        named = asked.roles and not _counts_what_is_led(question, asked, fact, index)
        if counts and not named and not _counted_in(question, fact, index):
            yield Objection("unit", asked.unit)
        # 已完成 tells how many kilometres were built, where the row counts in them; it tells no money.
        row = index.knowledge.rows.get(fact.row)
        told = {index.vocabulary.unit_class(cell.unit) for cell in row.cells.values()} if row else {own}
        if "figure" in asks and asked.unit and asked.unit not in _COUNTED | told:
            yield Objection("unit", asked.unit)
        return
    if asked.unit == "percent" and not own and fact.row and not _may_be_share(fact, index):
        yield Objection("unit", asked.unit)
    # People and times may be counted in pieces, and households are; a share or a sum of money is not.
    said = join(asked.unit_words)
    counters = index.vocabulary.listed(f"counters:{own}")
    apart = own in {"person", "occasion"} and said not in ("", *counters)
    pieces = own in _COUNTED and (not apart or said in fact.unit)
    loose = (asked.unit == "thing" and pieces) or (own == "thing" and asked.unit == "household")
    # Nobody knows of each noun whether it is people: applicants, residents.
    loose = loose or (
        own == "thing" and asked.unit == "person" and fact.unit.isascii() and fact.unit.islower()
    )
    other = bool(asked.unit and own) and asked.unit != own and not loose
    if other or ("/" in fact.unit and _counts_things(question, asked, index.weights.half)):
        yield Objection("unit", asked.unit)


def _may_be_share(fact: Fact, index: Index) -> bool:
    """Whether a cell without a unit may be a percentage: not 6,348 objects, nor 5 beside a share in %."""
    if fact.number is None:
        return True
    cells = index.knowledge.rows[fact.row].cells.values()
    beside = any(index.vocabulary.unit_class(cell.unit) == "percent" for cell in cells)
    return fact.number <= _WHOLE and not (beside and "." not in fact.value)


def _counts_what_is_led(question: Question, asked: Asked, fact: Fact, index: Index) -> bool:
    """Whether it is asked how many things one leads, and not who does: 教育局牵头了几件事, but 牵头的是几个单位."""
    if asked.roles.keys() != {"lead"} or index.vocabulary.role_of(fact.measure) != "lead":
        return False
    ends = {
        piece.end + said
        for piece in question.tagged("role:lead")
        if question.tokens[piece.end - 1] != "的"
        for said in range(1 + (question.tokens[piece.end : piece.end + 1] == ("了",)))
    }
    return any(piece.start in ends for piece in question.tagged("ask:figure", "op:count"))


def _counted_in(question: Question, fact: Fact, index: Index) -> bool:
    """Whether a cell in words may answer "how many": figures stand in its column, it has one, or ends so: Ⅲ类."""
    table = index.knowledge.tables[index.knowledge.rows[fact.row].table]
    beside = (row.cells.get(fact.measure) for row in table.rows[:_LOOKED_AT])
    figures = any(cell is not None and cell.kind == "figure" for cell in beside)
    counters = {
        join(question.tokens[piece.end - 1 : piece.end + 1]) for piece in question.tagged("ask:figure")
    }
    digits = any(char.isdigit() for char in fact.value)
    return figures or digits or any(fact.value[-1:] in counter for counter in counters)


def _counts_things(question: Question, asked: Asked, half: float) -> bool:
    """Whether things are named right behind "how many": "多少残疾人领补贴" does not ask how much each gets."""
    return any(
        asked.weights[piece.end] >= half and question.clauses[piece.end] == question.clauses[piece.start]
        for piece in question.tagged("ask:figure")
        if piece.end < len(question.tokens)
        and is_hanzi(question.tokens[piece.start])
        and not piece.has("unit")
    )

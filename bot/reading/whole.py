"""What is doubtful in a document seen as a whole: its title and times, and names that several figures have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.knowledge.doubts import Doubt
from bot.knowledge.model import Fact
from bot.language import periods
from bot.reading.extracted import Cell, Extract, ReadTable, TableRow
from bot.reading.front import Given
from bot.reading.names import generic
from bot.reading.words import any_of

_BARE = re.compile(any_of("bare_names"))
_CHANGE = re.compile(rf"(?:{any_of('change')})$")
_SHARES = frozenset({"%", "‰", "个百分点", "百分点"})


def doubting(one: Extract, given: Given) -> Extract:
    """What was read, with the doubts that only show when all of it is seen; what was ``given`` is not doubted."""
    figures = [fact for part in one.sentences for fact in part.facts if fact.kind == "figure"]
    seen: dict[Doubt, set[str]] = {
        "twice": set(_twice(figures)),
        "subject": set(_unnamed(figures, one.place)),
        "period": set(_undated(figures)),
    }

    def of_fact(fact: Fact) -> Fact:
        return replace(fact, doubts=_joined(fact.doubts, (one for one in seen if fact.id in seen[one])))

    return replace(
        one,
        sentences=[replace(part, facts=tuple(map(of_fact, part.facts))) for part in one.sentences],
        tables=[_of_table(table, one, given) for table in one.tables],
        doubts=_joined(one.doubts, _of_document(one, figures, given)),
    )


def _of_document(one: Extract, figures: Iterable[Fact], given: Given) -> Iterator[Doubt]:
    if generic(one.title) and not given.title:
        yield "title"
    untold = any(not fact.period for fact in figures) or any(map(_is_untimed, one.tables))
    if untold and not one.period:
        yield "period"


def _of_table(table: ReadTable, one: Extract, given: Given) -> ReadTable:
    """A table with its doubts; figures without a time are doubtful where others beside them have one."""
    if not (given.period or table.period or periods.found(one.title).words):
        table = _beside_timed(table)
    if table.name != one.title and generic(table.name):
        return replace(table, doubts=_joined(table.doubts, ["title"]))
    return table


def _beside_timed(table: ReadTable) -> ReadTable:
    """A table with a doubt about each figure that has no time, where columns or rows tell times."""
    names = (*table.columns, *(row.name for row in table.rows))
    timed = {name for name in names if periods.found(name).words}
    if not timed and not any(cell.period for cell in _figures(table)):
        return table

    def of_cell(row: TableRow, column: str, cell: Cell) -> Cell:
        if cell.kind != "figure" or cell.period or {row.name, column} & timed:
            return cell
        return replace(cell, doubts=_joined(cell.doubts, ["period"]))

    rows = (
        replace(row, cells={column: of_cell(row, column, cell) for column, cell in row.cells.items()})
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _is_untimed(table: ReadTable) -> bool:
    """Whether no figure of a table has a time."""
    return not table.period and not any(cell.period for cell in _figures(table)) and any(_figures(table))


def _figures(table: ReadTable) -> Iterator[Cell]:
    return (cell for row in table.rows for cell in row.cells.values() if cell.kind == "figure")


def _twice(figures: Iterable[Fact]) -> Iterator[str]:
    """The figures that another one of the document is called like, with another value; a share is no amount."""
    named: defaultdict[tuple[str, str, str, bool], list[Fact]] = defaultdict(list)
    for fact in figures:
        named[fact.subject, fact.measure, fact.period, fact.unit in _SHARES].append(fact)
    for same in named.values():
        if len({(fact.value, fact.unit) for fact in same}) > 1:
            yield from (fact.id for fact in same)


def _unnamed(figures: Iterable[Fact], place: str) -> Iterator[str]:
    """The figures that are told of the whole place though they are of something else, or have no name but it."""
    for fact in figures:
        bare = _BARE.fullmatch(fact.measure) or (place and fact.measure == place)
        if bare and fact.subject in ("", place):
            yield fact.id


def _undated(figures: Iterable[Fact]) -> Iterator[str]:
    """The figures that are not of the end of a year, though what they are parts of in their section is."""
    stocks: set[str] = set()
    section = None
    for fact in figures:
        if fact.source.section != section:
            section, stocks = fact.source.section, set()
        if fact.period.endswith("末"):
            stocks |= set() if _CHANGE.search(fact.measure) else {fact.measure}
        elif any(len(one) > 2 and one in f"{fact.subject} {fact.measure}" for one in stocks - {fact.subject}):
            yield fact.id


def _joined(old: Iterable[Doubt], new: Iterable[Doubt]) -> tuple[Doubt, ...]:
    return tuple(dict.fromkeys((*old, *new)))

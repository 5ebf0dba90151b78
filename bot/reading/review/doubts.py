"""Every doubt about what was read from a document, for people to look into one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.knowledge.doubts import DOUBTS, UNSURE
from bot.reading.extracted import Extract, ReadTable, TableRow, cell_id, is_marked, row_id
from bot.reading.quantities import Skip

_BESIDE = 14


@dataclass(frozen=True, slots=True)
class Unsure:
    """A doubt: what is ``doubtful`` where (``within`` a section or a column), and the id of its place."""

    doubt: str
    within: str
    doubtful: str
    id: str


def unsure(text: str, one: Extract) -> list[Unsure]:
    """The doubts about a document, in the order of its parts."""
    found: list[Unsure] = [Unsure(UNSURE[part.why].zh, part.ref, part.words, "") for part in one.lost]
    found += _left_out(text, "", one.uncovered)
    for part in one.sentences:
        section = part.sentence.section
        for fact in part.facts:
            said = f"{fact.label} {fact.printed or fact.value}"
            found += (Unsure(DOUBTS[doubt].zh, section, said, fact.id) for doubt in fact.doubts)
        found += _left_out(text, section, part.skipped)
    for table in one.tables:
        found += _table(table)
        found += _left_out(text, table.name, table.skipped)
    return found


def settled(one: Extract, ids: frozenset[str]) -> Extract:
    """What was read, without the doubts that an editor has settled; a row's stand for all of its cells."""
    if not ids:
        return one
    sentences = [
        replace(
            part,
            facts=tuple(replace(fact, doubts=()) if fact.id in ids else fact for fact in part.facts),
        )
        for part in one.sentences
    ]
    tables = [
        replace(table, rows=tuple(_settled(table, row, ids) for row in table.rows)) for table in one.tables
    ]
    return replace(one, sentences=sentences, tables=tables)


def _settled(table: ReadTable, row: TableRow, ids: frozenset[str]) -> TableRow:
    name = row_id(row)
    places = {column: place for place, column in enumerate(table.columns)}
    cells = {
        column: replace(cell, doubts=()) if {name, cell_id(row, places[column])} & ids else cell
        for column, cell in row.cells.items()
    }
    return replace(row, cells=cells, doubts=() if name in ids else row.doubts)


def _table(table: ReadTable) -> Iterator[Unsure]:
    for row in table.rows:
        for doubt in row.doubts:
            yield Unsure(DOUBTS[doubt].zh, table.name, row.name, row_id(row))
    for place, column in enumerate(table.columns):
        for row in table.rows:
            cell = row.cells.get(column)
            for doubt in cell.doubts if cell else ():
                name = f"{row.name} {cell.printed}" if cell else row.name
                leads = cell_id(row, place) if cell and is_marked(cell) else row_id(row)
                yield Unsure(DOUBTS[doubt].zh, f"{table.name} · {column}", name, leads)


def _left_out(text: str, within: str, skipped: Iterable[Skip]) -> Iterator[Unsure]:
    for skip in skipped:
        if skip.why in UNSURE:
            around = text[max(0, skip.start - _BESIDE) : skip.end + _BESIDE]
            yield Unsure(UNSURE[skip.why].zh, within, " ".join(around.split()), f"u{skip.start}")

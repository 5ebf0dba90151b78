"""Every doubt about what was read from a document, for people to look into one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.knowledge.doubts import DOUBTS, UNSURE, Words
from bot.knowledge.mending import DOCUMENT, Doubtful, Settled, entries, gathered
from bot.knowledge.model import Fact
from bot.reading.extracted import (
    Cell,
    Extract,
    ReadSentence,
    ReadTable,
    TableRow,
    cell_id,
    is_marked,
    row_id,
    table_id,
)
from bot.reading.quantities import Skip

_BESIDE = 14


@dataclass(frozen=True, slots=True)
class Unsure:
    """A doubt: what is ``doubtful`` where (``within`` a section or a column), and the id of its place.

    ``entry`` is what a curation can say of it, where it can say something; ``cells`` is how many cells it is about,
    where it is about those of a column.
    """

    doubt: Words
    within: str
    doubtful: str
    id: str
    entry: str = ""
    cells: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """Something doubtful, as a link of the page leads to it."""

    what: Doubtful
    within: str
    leads: str


def unsure(text: str, one: Extract) -> list[Unsure]:
    """The doubts about a document, in the order of its parts."""
    found: list[Unsure] = [Unsure(UNSURE[part.why], part.ref, part.words, "") for part in one.lost]
    found += _told(_document(one))
    found += _left_out(text, "", one.uncovered)
    for part in one.sentences:
        section = part.sentence.section
        found += _told(_facts(part))
        found += _left_out(text, section, part.skipped)
    for table in one.tables:
        found += _told(_table(table))
        found += _left_out(text, table.name, table.skipped)
    return found


def settled(one: Extract, known: Settled) -> Extract:
    """What was read, without the doubts that an editor has settled; a row's stand for all of its cells."""
    sentences = [
        replace(
            part, facts=tuple(replace(fact, doubts=known.left(fact.doubts, fact.id)) for fact in part.facts)
        )
        for part in one.sentences
    ]
    tables = [
        replace(
            table,
            doubts=known.left(table.doubts, table_id(table)),
            rows=tuple(_settled(table, row, known) for row in table.rows),
        )
        for table in one.tables
    ]
    return replace(one, sentences=sentences, tables=tables, doubts=known.left(one.doubts, DOCUMENT))


def _settled(table: ReadTable, row: TableRow, known: Settled) -> TableRow:
    name = row_id(row)
    places = {column: place for place, column in enumerate(table.columns)}
    cells = {
        column: replace(
            cell,
            doubts=known.left(
                known.left_in(table_id(table), column, cell.doubts), name, cell_id(row, places[column])
            ),
        )
        for column, cell in row.cells.items()
    }
    return replace(row, cells=cells, doubts=known.left(row.doubts, name))


def _told(found: Iterable[_Found]) -> Iterator[Unsure]:
    everything = list(found)
    mended = entries(one.what for one in everything)
    for one in everything:
        what = one.what
        cells = len(what.cells)
        yield Unsure(DOUBTS[what.doubt], one.within, what.said, one.leads, mended[what.id], cells)


def _document(one: Extract) -> Iterator[_Found]:
    now = {"title": one.title, "period": one.period, "place": one.place}
    for doubt in one.doubts:
        yield _Found(Doubtful(DOCUMENT, doubt, one.title, now), "", "")


def _facts(part: ReadSentence) -> Iterator[_Found]:
    for fact in part.facts:
        for doubt in fact.doubts:
            said = f"{fact.label} {fact.printed or fact.value}"
            yield _Found(Doubtful(fact.id, doubt, said, _now(fact)), part.sentence.section, fact.id)


def _now(fact: Fact) -> dict[str, str]:
    return {key: getattr(fact, key) for key in ("subject", "measure", "value", "unit", "period")}


def _table(table: ReadTable) -> Iterator[_Found]:
    for doubt in table.doubts:
        now = {"title": table.name}
        yield _Found(Doubtful(table_id(table), doubt, table.name, now), "", table_id(table))
    for row in table.rows:
        for doubt in row.doubts:
            yield _Found(Doubtful(row_id(row), doubt, row.name, {"name": row.name}), table.name, row_id(row))
    leads: dict[str, str] = {}
    for one in gathered(table_id(table), _cells(table, leads)):
        if one.cells:
            yield _Found(one, table.name, leads[one.cells[0]])
        else:
            yield _Found(one, f"{table.name} · {one.column}", leads[one.id])


def _cells(table: ReadTable, leads: dict[str, str]) -> Iterator[Doubtful]:
    """The doubtful cells of a table; ``leads`` is told where a link leads to each."""
    for place, column in enumerate(table.columns):
        for row in table.rows:
            cell = row.cells.get(column)
            if cell and cell.doubts:
                name = cell_id(row, place)
                leads[name] = name if is_marked(cell) else row_id(row)
                yield from _cell(row, column, cell, name)


def _cell(row: TableRow, column: str, cell: Cell, name: str) -> Iterator[Doubtful]:
    now = {
        "subject": row.name,
        "measure": column,
        "value": cell.value,
        "unit": cell.unit,
        "period": cell.period,
    }
    for doubt in cell.doubts:
        yield Doubtful(name, doubt, f"{row.name} {cell.printed}", now, column)


def _left_out(text: str, within: str, skipped: Iterable[Skip]) -> Iterator[Unsure]:
    for skip in skipped:
        if skip.why in UNSURE:
            around = text[max(0, skip.start - _BESIDE) : skip.end + _BESIDE]
            yield Unsure(UNSURE[skip.why], within, " ".join(around.split()), f"u{skip.start}")

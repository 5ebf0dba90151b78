"""Tables without a header: names and their figures in turn, as forms and lists of basic facts have them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.extracted import Cell, TableRow
from bot.reading.grid import GridCell
from bot.reading.tables import heads
from bot.reading.tables.cells import Row, figure, is_absent, value

COLUMN = "数值"
"""What the figures are called that have no column's name."""


def listed(rows: Sequence[Row], units: Sequence[str]) -> list[TableRow]:
    """The rows of a table whose cells are a name and a figure in turn; none where any stands elsewhere."""
    pairs = [(row[place], row[place + 1]) for row in rows for place in range(0, len(row) - 1, 2)]
    pairs = [(name, cell) for name, cell in pairs if name.text or cell.text]
    uneven = any(len(row) % 2 and row[-1].text for row in rows)
    if uneven or len(pairs) < 2 or not all(_is_pair(name, cell) for name, cell in pairs):
        return []
    return [_row(name, cell, units) for name, cell in pairs if cell.text and not is_absent(cell.text)]


def _is_pair(name: GridCell, cell: GridCell) -> bool:
    named = bool(name.text) and not figure(name.text) and not (name.merged or cell.merged)
    return named and (not cell.text or is_absent(cell.text) or figure(cell.text) is not None)


def _row(name: GridCell, cell: GridCell, units: Sequence[str]) -> TableRow:
    label = heads.labelled(name.text)
    match = figure(cell.text)
    assert match is not None
    unit = (match["unit"] or match["inner"] or "").replace("％", "%").lstrip("±")
    unit = unit or label.unit or heads.unit_for([label.name], units)
    read = Cell(
        *(value(match["number"]), cell.text, cell.start, cell.end),
        unit=unit,
        period=label.period,
        ref=cell.ref,
    )
    return TableRow(heads.plain_name(name.text), name.start, name.end, {COLUMN: read}, unit=unit)

"""Tables without a header: names and what they name in turn, as forms and lists of basic facts have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.extracted import Cell, TableRow
from bot.reading.grid import GridCell
from bot.reading.tables import heads
from bot.reading.tables.cells import CODE_HEAD, Row, figure, is_absent, value
from bot.reading.words import words

COLUMN = "数值"
"""What the figures are called that have no column's name."""
CONTENT = "内容"
"""What words are called that have none."""
DETAILS = frozenset(words("details"))
"""What a form above a text gives of the document."""


def listed(rows: Sequence[Row], units: Sequence[str]) -> list[TableRow]:
    """The rows of a table whose cells are a name and a figure in turn; none where any stands elsewhere."""
    pairs = [(row[place], row[place + 1]) for row in rows for place in range(0, len(row) - 1, 2)]
    pairs = [(name, cell) for name, cell in pairs if name.text or cell.text]
    uneven = any(len(row) % 2 and row[-1].text for row in rows)
    if uneven or len(pairs) < 2 or not all(_is_pair(name, cell) for name, cell in pairs):
        return []
    return [_row(name, cell, units) for name, cell in pairs if cell.text and not is_absent(cell.text)]


def detailed(rows: Sequence[Row], units: Sequence[str]) -> list[TableRow]:
    """The rows of a table of labels and what is said under each, in turn: 文号：…, 发布日期：…; else none."""
    pairs = [
        (row[place], row[place + 1])
        for row in rows
        for place in range(0, len(row) - 1, 2)
        if row[place].text and not row[place].merged
    ]
    names = [name.text for name, _ in pairs]
    marked = all(name.endswith((":", "：")) for name in names)
    known = sum(_bare(name) in DETAILS for name in names)
    uneven = any(len(row) % 2 and row[-1].text and not row[-1].merged for row in rows)
    if uneven or len(pairs) < 2 or not (marked or (known > 1 and known * 2 > len(names))):
        return []
    return [_detail(name, cell, units) for name, cell in pairs if cell.text and not is_absent(cell.text)]


def _bare(name: str) -> str:
    return name.rstrip(":：")


def _detail(name: GridCell, cell: GridCell, units: Sequence[str]) -> TableRow:
    label = replace(name, text=_bare(name.text))
    if figure(cell.text) and not CODE_HEAD.search(label.text):
        return _row(label, cell, units)
    said = Cell(cell.text, cell.text, cell.start, cell.end, kind="text", ref=cell.ref)
    return TableRow(label.text, name.start, name.start + len(label.text), {CONTENT: said})


def _is_pair(name: GridCell, cell: GridCell) -> bool:
    named = bool(name.text) and not figure(name.text) and not (name.merged or cell.merged)
    return named and (not cell.text or is_absent(cell.text) or figure(cell.text) is not None)


def _row(name: GridCell, cell: GridCell, units: Sequence[str]) -> TableRow:
    label = heads.labelled(name.text)
    match = figure(cell.text)
    assert match is not None
    unit = (match["unit"] or match["inner"] or "").replace("％", "%").lstrip("±")
    unit = unit or label.unit_in(units) or heads.unit_for([label.name], units)
    read = Cell(
        *(value(match["number"]), cell.text, cell.start, cell.end),
        unit=unit,
        period=label.period,
        ref=cell.ref,
    )
    return TableRow(heads.plain_name(name.text), name.start, name.end, {COLUMN: read}, unit=unit)

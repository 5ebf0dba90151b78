"""What is doubtful in a table, seen from what was read of it alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bot.knowledge.doubts import Doubt
from bot.reading.extracted import Cell, ReadTable, TableRow
from bot.reading.tables.cells import starts_with_figure
from bot.reading.words import any_of

_UNITLESS = re.compile(any_of("unitless"))


def doubting(table: ReadTable) -> ReadTable:
    """The table with its doubts: figures without unit or column, rows without a name of their own."""
    names = Counter((row.group, row.name) for row in table.rows)
    about = _UNITLESS.search(table.name)
    rows = tuple(
        replace(
            row,
            doubts=_joined(row.doubts, _of_row(row, names)),
            cells={
                column: replace(cell, doubts=_joined(cell.doubts, _of_cell(row, column, cell, bool(about))))
                for column, cell in row.cells.items()
            },
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _of_row(row: TableRow, names: Counter[tuple[str, str]]) -> tuple[Doubt, ...]:
    if not row.name.strip():
        return ("row",)
    return ("repeated",) if names[row.group, row.name] > 1 else ()


def _of_cell(row: TableRow, column: str, cell: Cell, unitless: bool) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if not column.strip():
        doubts.append("column")
    if cell.kind == "text" and starts_with_figure(cell.value):
        doubts.append("value")
    if cell.kind == "figure" and not (cell.unit or unitless or _UNITLESS.search(f"{row.name} {column}")):
        doubts.append("unit")
    return tuple(doubts)


def _joined(old: tuple[Doubt, ...], new: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    return tuple(dict.fromkeys((*old, *new)))

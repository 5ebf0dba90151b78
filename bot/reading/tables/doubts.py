"""What is doubtful in a table, seen from what was read of it alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.knowledge.doubts import Doubt
from bot.reading.extracted import Cell, ReadTable, TableRow
from bot.reading.names import torn
from bot.reading.tables import sums
from bot.reading.tables.cells import starts_with_figure
from bot.reading.tables.listed import COLUMN
from bot.reading.words import any_of

_UNITLESS = re.compile(any_of("unitless", "ratios"))
_RATE = re.compile(any_of("percents"))
_MOST = 0.8
"""What share of the figures of a column have its unit, where another unit is odd."""
_FEWEST = 4
_LONGEST_HEAD = 40


def doubting(table: ReadTable) -> ReadTable:
    """The table with its doubts: figures without unit or column, of an odd unit, rows without a name."""
    seen = _Seen.of(table)
    rows = tuple(
        replace(
            row,
            doubts=_joined(row.doubts, _of_row(row, seen)),
            cells={
                column: replace(cell, doubts=_joined(cell.doubts, seen.doubts(place, row, column, cell)))
                for column, cell in row.cells.items()
            },
        )
        for place, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a cell is held against: names of rows, the unit its column mostly has, totals that are wrong."""

    names: Counter[tuple[str, str]]
    units: dict[str, str | None]
    torn: frozenset[str]
    unnamed: frozenset[str]
    wrong: set[tuple[int, str]]
    unitless: bool

    @classmethod
    def of(cls, table: ReadTable) -> _Seen:
        """A table as a whole."""
        figures = {column: list(_figures(table, column)) for column in table.columns}
        return cls(
            names=Counter((row.group, row.name) for row in table.rows),
            units={column: _unit(cells) for column, cells in figures.items()},
            torn=frozenset(column for column in table.columns if _is_torn(column)),
            unnamed=frozenset({COLUMN} if len(table.columns) >= _FEWEST else ()),
            wrong=sums.wrong(table),
            unitless=bool(_UNITLESS.search(table.name)),
        )

    def doubts(self, place: int, row: TableRow, column: str, cell: Cell) -> Iterator[Doubt]:
        """What is doubtful in a cell."""
        if not column.strip() or column in self.unnamed:
            yield "column"
        if column in self.torn:
            yield "name"
        if cell.kind == "text" and starts_with_figure(cell.value):
            yield "value"
        if cell.kind != "figure":
            return
        named = f"{row.name} {column}"
        if not (cell.unit or self.unitless or _UNITLESS.search(named)):
            yield "unit"
        if _is_odd(cell, self.units[column]) and not _RATE.search(row.name):
            yield "odd"
        if (place, column) in self.wrong:
            yield "sum"


def _of_row(row: TableRow, seen: _Seen) -> Iterator[Doubt]:
    if not row.name.strip():
        yield "row"
    elif torn(row.name) or any(map(torn, row.group.split(" · "))):
        yield "name"
    if row.name.strip() and seen.names[row.group, row.name] > 1:
        yield "repeated"


def _figures(table: ReadTable, column: str) -> Iterator[Cell]:
    cells = (row.cells.get(column) for row in table.rows)
    return (cell for cell in cells if cell and cell.kind == "figure")


def _unit(cells: list[Cell]) -> str | None:
    """The unit, or none, that nearly all figures of a column have; None where there is no such unit."""
    if len(cells) < _FEWEST:
        return None
    unit, count = Counter(cell.unit for cell in cells).most_common(1)[0]
    return unit if count >= _MOST * len(cells) or count == len(cells) - 1 else None


def _is_odd(cell: Cell, unit: str | None) -> bool:
    """Whether a figure has another unit than its column; shares among amounts without a unit are none."""
    if unit is None or cell.unit in ("", unit):
        return False
    return bool(unit) or (cell.printed.endswith(cell.unit) and cell.unit not in ("%", "‰"))


def _is_torn(column: str) -> bool:
    """Whether the name of a column is torn, or so long that it was no header."""
    return any(torn(part) or len(part) > _LONGEST_HEAD for part in column.split(" · "))


def _joined(old: tuple[Doubt, ...], new: Iterable[Doubt]) -> tuple[Doubt, ...]:
    return tuple(dict.fromkeys((*old, *new)))

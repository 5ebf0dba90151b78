"""Totals of a table beside their parts: those that the parts do not come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.language.text import in_one_script
from bot.reading.extracted import Cell, ReadTable, TableRow
from bot.reading.words import any_of

_TOTAL = re.compile(rf"(?:{any_of('totals')})", re.IGNORECASE)
_PART_OF_PART = re.compile(r"^(?:其中|of which\b|[#＃])", re.IGNORECASE)
_FEWEST = 3
_ROUNDED = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total with its parts, in one column."""

    total: Decimal
    parts: tuple[Decimal, ...]

    @property
    def holds(self) -> bool:
        """Whether the parts come to the total, each being rounded."""
        last = max(int(one.as_tuple().exponent) for one in (self.total, *self.parts))
        allowed = Decimal(1).scaleb(last) * _ROUNDED * (len(self.parts) + 1)
        return abs(sum(self.parts) - self.total) <= allowed


def wrong(table: ReadTable) -> set[tuple[int, str]]:
    """The row and the column of each total that its parts do not come to.

    Only a table with one total and rows that are no parts of each other is looked at. Where no column comes to its
    total, what is totalled is something else, unless there is but one.
    """
    places = [place for place, row in enumerate(table.rows) if _TOTAL.fullmatch(in_one_script(row.name))]
    if len(places) != 1 or any(_PART_OF_PART.match(row.name) for row in table.rows):
        return set()
    (place,) = places
    rows = [row for other, row in enumerate(table.rows) if other != place]
    if place not in (0, len(rows)) or len(rows) < _FEWEST or any(row.group for row in rows):
        return set()
    found = dict(_sums(table.columns, table.rows[place], rows))
    broken = {(place, column) for column, one in found.items() if not one.holds}
    return broken if len(broken) < len(found) or len(found) == 1 else set()


def _sums(columns: Sequence[str], total: TableRow, rows: Sequence[TableRow]) -> Iterator[tuple[str, _Sum]]:
    for column in columns:
        cells = [row.cells.get(column) for row in rows]
        whole = _amount(total.cells.get(column))
        parts = [part for cell in cells if (part := _amount(cell)) is not None]
        units = {cell.unit for cell in (total.cells.get(column), *cells) if cell and cell.kind == "figure"}
        if whole is not None and len(parts) >= _FEWEST and len(units) == 1 and not units & {"%", "‰"}:
            yield column, _Sum(whole, tuple(parts))


def _amount(cell: Cell | None) -> Decimal | None:
    """What a cell has to add; a range has nothing."""
    if cell is None or cell.kind != "figure" or "—" in cell.value:
        return None
    return Decimal(cell.value)

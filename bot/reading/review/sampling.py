"""A document with some rows of its large tables, where all of them would be more than a page can show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.extracted import Extract, ReadTable, TableRow
from bot.reading.grid import Grid, GridCell
from bot.reading.source import SourceText

MOST_CELLS = 8000
"""So many cells are shown of a document."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A document with some of its rows; how many it has, and how many of them are left."""

    document: SourceText
    one: Extract
    rows: int
    shown: int

    @property
    def partial(self) -> bool:
        """Whether there are more rows than are left."""
        return self.shown < self.rows


def sampled(document: SourceText, one: Extract, most: int = MOST_CELLS) -> Sample:
    """The first rows of each table, the last ones, and of those between them first the doubtful ones.

    Args:
        document: The document.
        one: What was read from it.
        most: About how many cells are left.
    """
    rows = sum(len(table.rows) for table in one.tables)
    cells = sum(len(row.cells) for table in one.tables for row in table.rows)
    if cells <= most:
        return Sample(document, one, rows, rows)
    kept = [_some(table, max(3, len(table.rows) * most // cells)) for table in one.tables]
    starts = {row.name_start for table in kept for row in table.rows}
    gone = sorted({row.name_start for table in one.tables for row in table.rows} - starts)
    grids = tuple(_without(grid, gone) for grid in document.grids)
    shown = sum(len(table.rows) for table in kept)
    return Sample(replace(document, grids=grids), replace(one, tables=kept), rows, shown)


def _some(table: ReadTable, most: int) -> ReadTable:
    if len(table.rows) <= most:
        return table
    ends = {*range(most // 2), *range(len(table.rows) - most // 8, len(table.rows))}
    between = [place for place in range(len(table.rows)) if place not in ends]
    between.sort(key=lambda place: not _is_doubtful(table.rows[place]))  # in order otherwise
    chosen = sorted(ends.union(between[: most - len(ends)]))
    return replace(table, rows=tuple(table.rows[place] for place in chosen), skipped=table.skipped[:most])


def _is_doubtful(row: TableRow) -> bool:
    return bool(row.doubts) or any(cell.doubts for cell in row.cells.values())


def _without(grid: Grid, gone: Sequence[int]) -> Grid:
    """A grid without the rows in which a row's name stands that is not shown."""
    rows: list[tuple[GridCell, ...]] = []
    seen: set[tuple[int, int]] = set()
    for row in grid.rows:
        if not any(_has(cell, gone) for cell in row if not cell.merged):
            # What repeats a cell that is not shown takes its place.
            rows.append(
                tuple(replace(one, merged=one.merged and (one.start, one.end) in seen) for one in row)
            )
            seen.update((one.start, one.end) for one in row)
    return replace(grid, rows=tuple(rows))


def _has(cell: GridCell, places: Sequence[int]) -> bool:
    """Whether one of some places, which are in order, is in a cell."""
    found = bisect_left(places, cell.start)
    return cell.text != "" and found < len(places) and places[found] < cell.end

"""Tables copied a cell a line that have more words in a row than its label: cut to rows of one length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.grid import Grid, GridCell
from bot.reading.lines import Line
from bot.reading.tables.cells import COUNTER_HEADS, figure, is_numeric

NUMBERED = COUNTER_HEADS | {"排名", "名次", "位次", "排序"}
"""Heads of columns that count the rows."""
_SUMS = ("合计", "总计", "总 计", "合 计", "全市", "全省", "平均")
_WIDEST = 14
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Chunk:
    """A table between the lines ``start`` and ``end`` of a run."""

    start: int
    end: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which lines of a run are numbers, and which can begin a header."""

    numbers: Sequence[bool]
    heads: Sequence[bool]


def kinds_of(run: Sequence[Line], head: re.Pattern[str]) -> Kinds:
    """What the lines of a run are; ``head`` finds what a header begins with."""
    return Kinds(
        [is_numeric(line.text) or figure(line.text) is not None for line in run],
        [bool(head.search(line.text)) for line in run],
    )


def chunk(run: Sequence[Line], kinds: Kinds, begin: int = 0) -> Chunk | None:
    """The first table whose rows are told by their numbers, or by words and figures in the same places.

    Args:
        run: Lines that could each be a cell.
        kinds: What each of them is.
        begin: Where to look from.
    """
    for start in range(begin, len(run)):
        line = run[start]
        if not (line.text in NUMBERED or kinds.heads[start]):
            continue
        for width in range(3, min(_WIDEST, len(run) - start) + 1):
            if any(kinds.numbers[start : start + width]):
                break
            rows, end = _rows(run, kinds.numbers, (start + width, width), counted=line.text in NUMBERED)
            if rows:
                return Chunk(start, end, _grid([run[start : start + width], *rows], width))
    return None


def _rows(
    run: Sequence[Line], numbers: Sequence[bool], at: tuple[int, int], *, counted: bool
) -> tuple[list[Sequence[Line]], int]:
    """The rows of a width from a line on, and where they end; none where that does not give a table."""
    start, width = at
    rows: list[Sequence[Line]] = []
    place = start
    first = numbers[start : start + width]
    if not any(first[1:]) or (not counted and (first[0] or first.count(False) < 2)):
        return [], start
    while place + width <= len(run):
        row = run[place : place + width]
        kinds = numbers[place : place + width]
        if counted and not (row[0].text == str(len(rows) + 1) and not kinds[1]):
            break
        if not counted and kinds != first:
            break
        rows.append(row)
        place += width
    if len(rows) < (2 if counted else _FEWEST):
        return [], start
    if counted and place < len(run) and run[place].text in _SUMS:
        total = run[place : place + width - 1]
        if len(total) == width - 1 and all(numbers[place + 1 : place + width - 1]):
            rows.append([Line("", total[0].start, total[0].start), *total])
            place += width - 1
    return rows, place


def _grid(rows: Sequence[Sequence[Line]], width: int) -> Grid:
    cells = tuple(tuple(GridCell(line.text, line.start, line.end) for line in row[:width]) for row in rows)
    return Grid(cells, rows[0][0].start, rows[-1][-1].end)

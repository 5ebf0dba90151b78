"""Tables with a column for each figure, copied a cell a line in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.doubts import NO_COLUMN
from bot.extraction import grids
from bot.extraction.cells import ReadTable, is_numeric
from bot.extraction.grid import Grid, GridCell
from bot.extraction.lines import Line
from bot.extraction.quantities import Skip

_SUBJECT_HEAD = re.compile(
    r"(?:指标|项目|名称|内容|地区|类别|品种|产品|行业|单位|科目|年份|分类)(?:名称|任务)?$"
)


@dataclass(slots=True)
class _Block:
    """Some words and the figures that follow them."""

    words: list[Line]
    figures: list[Line]


@dataclass(slots=True)
class _Draft:
    """The lines of a table: each row is its label, the line that groups it, if any, and its figures."""

    caption: Sequence[Line] = ()
    heads: Sequence[Line] = ()
    rows: list[tuple[Line, Line | None, list[Line]]] = field(default_factory=list)


def gridded(run: Sequence[Line], title: str = "", period: str = "") -> list[ReadTable]:
    """Read the tables of a run of cell lines: words, then a figure for each column."""
    found: list[ReadTable] = []
    draft = _Draft()
    group: Line | None = None
    for block in _blocks(run):
        cut = _header(block.words, len(block.figures), first=not draft.rows)
        if cut is not None:
            if draft.rows:
                found += _plain_table(draft, len(found), title, period)
            draft = _Draft(block.words[: cut[0]], block.words[cut[0] : cut[1]])
            group = _joined(block.words[cut[1] : -1])
        elif len(block.words) > 1:
            group = block.words[-2]
        draft.rows.append((block.words[-1], group, block.figures))
    return found + (_plain_table(draft, len(found), title, period) if draft.rows else [])


def _joined(parts: Sequence[Line]) -> Line | None:
    if not parts:
        return None
    return Line("".join(line.text for line in parts), parts[0].start, parts[-1].end)


def _blocks(run: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in run:
        if is_numeric(line.text):
            if blocks:
                blocks[-1].figures.append(line)
        elif blocks and not blocks[-1].figures:
            blocks[-1].words.append(line)
        else:
            blocks.append(_Block([line], []))
    return [block for block in blocks if block.figures]


def _header(words: Sequence[Line], width: int, *, first: bool) -> tuple[int, int] | None:
    """Where among the words before a row the header begins and ends; None when there is none.

    A header has a head for the subjects and one for each figure; its first head usually says what the subjects are.
    """
    count = len(words)
    if count < width + 2:
        return (count - 1 - width, count - 1) if first and count == width + 1 else None
    for index in range(count - width - 2, -1, -1):
        if _SUBJECT_HEAD.search(words[index].text):
            return index, index + width + 1
    return (count - width - 2, count - 1) if first else None


def _plain_table(draft: _Draft, before: int, title: str, period: str) -> list[ReadTable]:
    """Read a table as if its cells stood side by side, unless it is one stray number after a line of words."""
    width = len(draft.rows[0][2])
    if not draft.heads or (len(draft.rows) < 2 and not before and len(draft.heads) <= width):
        return []
    grid: list[list[Line]] = [list(draft.heads)]
    group: Line | None = None
    skipped: list[Skip] = []
    for label, above, figures in draft.rows:
        if above and above != group:
            grid.append([above])
        group = above
        grid.append([label, *figures[:width]])
        skipped += [Skip(extra.start, extra.end, NO_COLUMN) for extra in figures[width:]]
    heads = [Line("", grid[0][0].start, grid[0][0].start)] * (width + 1 - len(grid[0]))
    grid[0] = heads + grid[0][-width - 1 :]
    context = grids.Context(draft.caption, title, period)
    return [
        replace(table, skipped=tuple(sorted((*table.skipped, *skipped), key=lambda skip: skip.start)))
        for table in grids.read(_grid(grid, width + 1), context)
    ]


def _grid(rows: Sequence[Sequence[Line]], width: int) -> Grid:
    cells = [
        tuple(
            [GridCell(line.text, line.start, line.end) for line in row]
            + [GridCell("", row[-1].end, row[-1].end)] * (width - len(row))
        )
        for row in rows
    ]
    return Grid(tuple(cells), rows[0][0].start, rows[-1][-1].end)

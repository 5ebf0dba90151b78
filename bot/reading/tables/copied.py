"""Tables with a column for each figure, copied a cell a line in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter

from bot.knowledge.doubts import NO_COLUMN
from bot.reading.extracted import ReadTable
from bot.reading.grid import Grid, GridCell
from bot.reading.lines import Line
from bot.reading.quantities import Skip
from bot.reading.tables import grids
from bot.reading.tables.cells import UNIT_HEADS, is_numeric, is_unit
from bot.reading.tables.chunked import NUMBERED, chunk, kinds_of
from bot.reading.tables.unrolled import broken, rolled_up

_SUBJECT_HEAD = re.compile(
    r"(?:指标|项目|名称|内容|地区|类别|品种|产品|行业|单位|科目|年份|分类|县区|区县|县市区|城市|部门|月份|时间|街道|乡镇|省份|类型|渠道)(?:名称|任务)?$"
)

_CAPTION_LINES = 3
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class _Block:
    """Some words and the figures that follow them."""

    words: list[Line]
    figures: list[Line]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its label, the line above that groups it, its figures, and its unit where units have a column."""

    label: Line | None
    above: Line | None
    figures: Sequence[Line]
    unit: Line | None = None


@dataclass(slots=True)
class _Draft:
    """The lines of a table.

    ``paths`` are the names over each column where the header has several rows; ``rest`` stands between the header
    and the first row; ``units`` is the head of the column of units.
    """

    caption: Sequence[Line] = ()
    heads: Sequence[Line] = ()
    rest: Sequence[Line] = ()
    rows: list[_Row] = field(default_factory=list)
    paths: Sequence[Sequence[Line]] = ()
    units: Line | None = None


def copied(run: Sequence[Line], title: str = "", period: str = "") -> list[ReadTable]:
    """Read the tables of a run of cell lines: rows of one length, or words, then a figure for each column."""
    found: list[ReadTable] = []
    kinds = kinds_of(run, _SUBJECT_HEAD)
    place = 0
    while part := chunk(run, kinds, place):
        above = run[place : part.start]
        found += _labelled(above, title, period)
        found += grids.read(part.grid, grids.Context(above[-_CAPTION_LINES:], title, period))
        place = part.end
    return found + _labelled(run[place:], title, period)


def _labelled(run: Sequence[Line], title: str, period: str) -> list[ReadTable]:
    """Read tables whose rows have one label each."""
    found: list[ReadTable] = []
    draft = _Draft()
    group: Line | None = None
    for block in _blocks(run):
        other = bool(draft.rows) and _is_other(block, draft)
        if (other or not draft.rows) and (new := _rolled_up(block)):
            found += _plain_table(draft, len(found), title, period)
            draft, group = new, None
            continue
        words, units, unit = _without_units(block.words, draft.units)
        cut = _header(words, len(block.figures), first=other or not draft.rows)
        if cut is not None:
            found += _plain_table(draft, len(found), title, period)
            rest = words[cut[1] : -1]
            draft = _Draft(words[: cut[0]], words[cut[0] : cut[1]], rest, units=units)
            group = _joined(rest)
        elif len(words) > 1:
            group = words[-2]
        draft.rows.append(_Row(words[-1], group, block.figures, unit))
    return found + _plain_table(draft, len(found), title, period)


def _without_units(words: list[Line], units: Line | None) -> tuple[list[Line], Line | None, Line | None]:
    """The words before some figures without those of a column of units: its head and the unit of the row."""
    head = next((line for line in words[:-2] if line.text in UNIT_HEADS), None)
    if len(words) < 2 or not (head or units) or not is_unit(words[-1].text):
        return words, None, None
    return [line for line in words[:-1] if line is not head], head, words[-1]


def _is_other(block: _Block, draft: _Draft) -> bool:
    """Whether a block cannot be a row of a table: it has more figures, and names for all of them."""
    return len(block.figures) > len(draft.rows[0].figures) and len(block.words) > len(block.figures)


def _rolled_up(block: _Block) -> _Draft | None:
    """A table whose header has several rows, and its first row; the row of a table of one may have no name."""
    width = len(block.figures)
    for start in range(max(len(block.words) - width, 0)):
        for end in (len(block.words), len(block.words) - 1, len(block.words) - 2):
            heads = block.words[start:end]
            if width > 2 and (paths := rolled_up(heads, width)):
                label = block.words[-1] if end < len(block.words) else None
                above = block.words[-2] if end < len(block.words) - 1 else None
                return _Draft(block.words[:start], heads, (), [_Row(label, above, block.figures)], paths)
    return None


def _joined(parts: Sequence[Line]) -> Line | None:
    if not parts:
        return None
    return Line("".join(line.text for line in parts), parts[0].start, parts[-1].end)


def _blocks(run: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    years = _years(run)
    for line in run:
        if is_numeric(line.text) and line.start not in years:
            if blocks:
                blocks[-1].figures.append(line)
        elif blocks and not blocks[-1].figures:
            blocks[-1].words.append(line)
        else:
            blocks.append(_Block([line], []))
    return [block for block in blocks if block.figures]


def _years(run: Sequence[Line]) -> set[int]:
    """Where years stand that follow each other: 2022 2023 2024 head columns."""
    return {
        line.start
        for before, after in pairwise(run)
        if _YEAR.fullmatch(before.text) and _YEAR.fullmatch(after.text)
        for line in (before, after)
        if abs(int(after.text) - int(before.text)) == 1
    }


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
    width = len(draft.rows[0].figures) if draft.rows else 0
    draft, width = _widened(draft, width)
    if not draft.heads or (len(draft.rows) < 2 and not before and len(draft.heads) <= width):
        return []
    if not draft.paths and (broken(draft.heads[-width:]) or _has_words(draft)):
        return []  # which name is over which column does not show
    grid = _header_rows(draft, width)
    group: Line | None = None
    skipped: list[Skip] = []
    for row in draft.rows:
        if row.above and row.above != group:
            grid.append([_cell(row.above)])
        group = row.above
        if len(row.figures) < width:  # one is missing, and it does not show which
            skipped += [Skip(line.start, line.end, NO_COLUMN) for line in row.figures]
            continue
        nothing = Line("", row.figures[0].start, row.figures[0].start)
        units = [_cell(row.unit or nothing)] if draft.units else []
        grid.append([_cell(row.label or nothing), *units, *map(_cell, row.figures[:width])])
        skipped += [Skip(extra.start, extra.end, NO_COLUMN) for extra in row.figures[width:]]
    context = grids.Context(draft.caption, title, period)
    return [
        replace(table, skipped=tuple(sorted((*table.skipped, *skipped), key=lambda skip: skip.start)))
        for table in grids.read(_grid(grid), context)
    ]


def _has_words(draft: _Draft) -> bool:
    """Whether rows seem to be counted, or to have words among their figures: the lines are no plain rows then."""
    if any(line.text in NUMBERED for line in (*draft.caption, *draft.heads, *draft.rest)):
        return True
    above = [row.above.start for row in draft.rows[1:] if row.above]
    return len(above) > 1 and len(set(above)) == len(draft.rows) - 1


def _widened(draft: _Draft, width: int) -> tuple[_Draft, int]:
    """The table with as many columns as most of its rows have figures, where its first row has fewer."""
    counts = Counter(len(row.figures) for row in draft.rows)
    most = max(counts.items(), key=itemgetter(1, 0), default=(0, 0))[0]
    more = most - width
    if draft.paths or not 0 < more <= len(draft.rest):
        return draft, width
    group, left = _joined(draft.rest), _joined(draft.rest[more:])
    rows = [replace(row, above=left) if row.above == group else row for row in draft.rows]
    return replace(draft, heads=[*draft.heads, *draft.rest[:more]], rest=draft.rest[more:], rows=rows), most


def _header_rows(draft: _Draft, width: int) -> list[list[GridCell]]:
    """The header as rows of cells, one that reaches over several columns repeated."""
    start = draft.heads[0].start
    paths = draft.paths or [[line] for line in draft.heads[-width:]]
    label = (
        draft.heads[-width - 1] if not draft.paths and len(draft.heads) > width else Line("", start, start)
    )
    rows: list[list[GridCell]] = []
    seen: set[int] = set()
    for depth in range(max(map(len, paths))):
        row = [_cell(label) if not depth else GridCell("", start, start)]
        row += [_cell(draft.units, merged=bool(depth))] if draft.units else []
        for path in paths:
            line = path[min(depth, len(path) - 1)]
            row.append(_cell(line, merged=line.start in seen))
            seen.add(line.start)
        rows.append(row)
    return rows


def _cell(line: Line, *, merged: bool = False) -> GridCell:
    return GridCell(line.text, line.start, line.end, merged=merged)


def _grid(rows: Sequence[Sequence[GridCell]]) -> Grid:
    width = max(map(len, rows))
    full = [(*row, *[GridCell("", row[-1].end, row[-1].end)] * (width - len(row))) for row in rows]
    return Grid(tuple(full), rows[0][0].start, rows[-1][-1].end)

"""The tables of a document: those its file marks, between bars, in columns, and those copied a cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language import periods
from bot.reading.extracted import ReadTable
from bot.reading.grid import Grid, GridCell
from bot.reading.lines import Line, is_long, lines, squeeze
from bot.reading.quantities import quantities
from bot.reading.tables import grids
from bot.reading.tables.aligned import Aligned, aligned
from bot.reading.tables.cells import BAR, GOES_ON, NAME_LINE, RULE, UNIT_LINE, is_remark
from bot.reading.tables.copied import copied
from bot.reading.tables.labelled import labelled
from bot.reading.tables.paired import labels, paired

_SENTENCE = re.compile(r"[。；;！!]|[,，:：]$|(?:\S+\s){4,}\S*\.$")
_RULE = re.compile(r"[\s|｜│┃║:—-]*")
_DRAWN = 8
"""So many dashes are no cell that stands for nothing."""
_CAPTION_LINES = 3


def tables(
    text: str, marked: Sequence[Grid] = (), title: str = "", period: str = "", *, barred: bool = False
) -> list[ReadTable]:
    """Find the tables of a document, in order.

    Args:
        text: The document.
        marked: The tables its file marks as such.
        title: The title of the document, which tables without one of their own bear.
        period: What the document is about, which completes times such as "1-5月".
        barred: Whether there may be tables between bars beside those that the file marks.
    """
    found: list[ReadTable] = []
    for run, above in _runs(text, marked, barred=barred or not marked):
        if isinstance(run, Aligned):
            found += _in_columns(run, grids.Context(_captions([*above, *run.captions]), title, period))
        elif isinstance(run, Grid):
            read = grids.read(run, grids.Context(_captions(above), title, period))
            found += [_continued(one, found[-1]) if found else one for one in read]
        elif labels(run):
            found += paired(run)
        else:
            found += copied(run, title, period)
    return found


def _in_columns(run: Aligned, context: grids.Context) -> list[ReadTable]:
    """The tables of lines in columns; one without rows where they cannot be read, so that they are no prose."""
    read = grids.read(run.grid, context) if run.grid else []
    if read:
        end = max([read[-1].span[1], *(skip.end for skip in run.left_out)])
        skipped = sorted((*read[-1].skipped, *run.left_out), key=lambda skip: skip.start)
        return [*read[:-1], replace(read[-1], span=(read[-1].span[0], end), skipped=tuple(skipped))]
    start = run.span[0]
    return [ReadTable(context.title, (start, start), run.span, (), (), run.numbers)]


def _captions(above: Sequence[Line]) -> list[Line]:
    """The last lines above a table, and those before them that say what they tell of it.

    A line that gives a figure by its name (办结率:98.6%) says nothing of the table, nor does what is above it.
    """
    told = [place for place, line in enumerate(above) if is_remark(line.text) and quantities(line.text)[0]]
    above = above[told[-1] + 1 :] if told else above
    names = [place for place, line in enumerate(above) if not _is_aside(line)][-_CAPTION_LINES:]
    first = min((*names, max(0, len(above) - _CAPTION_LINES)))
    said = [line for line in above[:first] if NAME_LINE.fullmatch(line.text) or UNIT_LINE.match(line.text)]
    return [*said, *above[first:]]


def _is_aside(line: Line) -> bool:
    """Whether a line only tells who made a table, of when it is, or in what it counts."""
    return bool(is_remark(line.text) or UNIT_LINE.match(line.text) or periods.whole(line.text.strip()))


def _continued(table: ReadTable, before: ReadTable) -> ReadTable:
    """The table by the name of the one before where its own only says that this goes on."""
    if not GOES_ON.fullmatch(table.name):
        return table
    return replace(table, name=before.name, title=(table.title[0], table.title[0]))


def _runs(
    text: str, marked: Sequence[Grid], *, barred: bool
) -> Iterator[tuple[Sequence[Line] | Grid | Aligned, Sequence[Line]]]:
    """Runs of lines that could each be a cell, and tables, each with the lines right above that are no prose."""
    place = 0
    for grid in marked:
        yield from _plain_runs(text, place, grid.start, barred=barred)
        above = list(_last(text, place, grid.start))
        yield grid, above
        place = grid.end
    yield from _plain_runs(text, place, len(text), barred=barred)


def _last(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines without a sentence at the end of a stretch."""
    found: list[Line] = []
    for line in lines(text, start, end):
        found = [] if _is_prose(line) else [*found, line]
    yield from found


def _plain_runs(
    text: str, start: int, end: int, *, barred: bool
) -> Iterator[tuple[Sequence[Line] | Grid | Aligned, Sequence[Line]]]:
    run: list[Line] = []
    bars: list[Line] = []
    above: list[Line] = []
    for line in _with_tables(text, list(lines(text, start, end))):
        if barred and isinstance(line, Line) and BAR.search(line.text):
            if run:
                yield run, above
                run, above = [], run
            bars.append(line)
            continue
        if bars:
            yield from _between_bars(text, bars, above)
            bars, above = [], []
        if isinstance(line, Line) and not _is_prose(line):
            run.append(line)
            continue
        if run:
            yield run, above
        if isinstance(line, Aligned):
            yield line, run or above
        run, above = [], []
    if bars:
        yield from _between_bars(text, bars, above)
    elif run:
        yield run, above


def _with_tables(text: str, all_lines: Sequence[Line]) -> Iterator[Line | Aligned]:
    """The lines of a text but for those that are only drawn; instead of some the table that is set out in them."""
    tables = {one.first: one for one in _set_out(text, all_lines)}
    place = 0
    while place < len(all_lines):
        table, line = tables.get(place), all_lines[place]
        if table:
            yield table
        elif len(line.text) < _DRAWN or not RULE.fullmatch(line.text):
            yield line
        place = table.end if table else place + 1


def _set_out(text: str, all_lines: Sequence[Line]) -> Iterator[Aligned]:
    """The tables that are set out on the page: in columns, else as labels and what they give."""
    found = aligned(text, all_lines)
    taken = {place for one in found for place in range(one.first, one.end)}
    yield from found
    yield from (one for one in labelled(text, all_lines) if taken.isdisjoint(range(one.first, one.end)))


def _is_prose(line: Line) -> bool:
    return is_long(line.text) or (bool(_SENTENCE.search(line.text)) and not UNIT_LINE.match(line.text))


def _between_bars(
    text: str, bars: Sequence[Line], above: Sequence[Line]
) -> Iterator[tuple[Grid, Sequence[Line]]]:
    """A run of lines whose cells stand between bars, as a table."""
    rows = [_cells(text, line) for line in bars if not _RULE.fullmatch(text, line.start, line.end)]
    if all(BAR.match(text, line.start) for line in bars):  # | a | b |
        closed = all(BAR.match(text, line.end - 1) for line in bars)
        rows = [row[1 : len(row) - closed] for row in rows]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if len(rows) > 1 and width > 1:
        full = [(*row, *(_nothing(row[-1].end) for _ in range(width - len(row)))) for row in rows]
        yield Grid(tuple(full), bars[0].start, bars[-1].end), above


def _nothing(place: int) -> GridCell:
    return GridCell("", place, place)


def _cells(text: str, line: Line) -> tuple[GridCell, ...]:
    cells: list[GridCell] = []
    place = line.start
    for piece in BAR.split(text[line.start : line.end]):
        ink = piece.strip()
        begin = place + piece.find(ink)
        indent = sum(2 if char == "\u3000" else 1 for char in piece[: piece.find(ink)].removeprefix(" ")) // 2
        cells.append(GridCell(squeeze(piece), begin, begin + len(ink), indent=indent))
        place += len(piece) + 1
    return tuple(cells)

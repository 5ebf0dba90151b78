"""Tables as tables: those a file marks as such cell by cell, others as they were put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.extracted import ReadTable, TableRow, row_id, table_id
from bot.reading.grid import Grid, GridCell
from bot.reading.review.marks import Marked, of_cell, period, plain
from bot.reading.review.notes import notes
from bot.reading.review.parts import Tabled
from bot.reading.review.sampling import rows
from bot.reading.tables.cells import is_numeric

_REF = re.compile(r"(?:.*!)?([A-Z]+)(\d+)")


def tabled(marked: Marked, part: Tabled, when: str) -> str:
    """A table of the document and what was read from it; ``when`` is the document's own time."""
    pieces = [
        f'<h3 id="{table_id(table)}">{plain(table.name)} <small>{table_id(table)}</small></h3>'
        for table in part.tables
    ]
    if part.grid:
        above = min((table.span[0] for table in part.tables), default=part.start)
        if above < part.start:  # the caption as it stands, and what is between it and the table
            pieces.append(f'<p class="u">{marked.html(above, part.start).strip()}</p>')
        pieces += [_columns(table, when) for table in part.tables]
        pieces.append(_grid(marked, part.grid, part.tables))
        end = max((one.sentence.end for one in part.sentences), default=part.end)
        pieces.append(f"<p>{marked.html(part.end, end)}</p>" if end > part.end else "")
    else:
        for table in part.tables:
            pieces += [_read(marked, table, when), _rest(marked, table)]
    said = [one for one in part.sentences if one.sentence.start not in marked.hidden]
    pieces += [notes(marked, said, when), _left_out(marked, part)]
    return f'<div class="t" id="p{part.start}">{"".join(pieces)}</div>'


def _left_out(marked: Marked, part: Tabled) -> str:
    """How many rows of a table are not shown."""
    starts = [start for start, _ in rows(part.grid)] if part.grid else _starts(part.tables)
    count = sum(start in marked.hidden for start in starts)
    return f'<p class="u">{marked.words.more_rows.format(count=count)}</p>' if count else ""


def _starts(tables: Sequence[ReadTable]) -> list[int]:
    return [row.start for table in tables for row in table.rows]


def _columns(table: ReadTable, when: str) -> str:
    """How the columns were read, since the header of the grid may take several rows."""
    items = "".join(f"<li>{_head(column, when)}</li>" for column in _described(table))
    return f'<ul class="c">{items}</ul>'


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with the unit and the time that all of its figures share, if they do."""

    name: str
    unit: str
    period: str


def _described(table: ReadTable) -> list[_Column]:
    found = []
    for column in table.columns:
        cells = [row.cells[column] for row in table.rows if column in row.cells]
        units = {cell.unit for cell in cells if cell.kind == "figure"}
        times = {period(table, cell) for cell in cells}
        found.append(
            _Column(column, units.pop() if len(units) == 1 else "", times.pop() if len(times) == 1 else "")
        )
    return found


def _head(column: _Column, when: str) -> str:
    small = " · ".join(word for word in (column.unit, column.period) if word not in ("", when, column.name))
    return f"{plain(column.name) or '—'} <small>{plain(small)}</small>"


def _read(marked: Marked, table: ReadTable, when: str) -> str:
    numbered = any(row.number for row in table.rows)
    columns = _described(table)
    heads = "".join(f"<th>{_head(column, when)}</th>" for column in columns)
    width = len(columns) + 1 + numbered
    lines = [f"<tr>{'<th></th>' * numbered}<th></th>{heads}</tr>"]
    group = ""
    for row in table.rows:
        if row.start in marked.hidden:
            continue
        if row.group and row.group != group:
            lines.append(f'<tr class="g"><th colspan="{width}">{plain(row.group)}</th></tr>')
        group = row.group
        number = f'<td class="k">{plain(row.number)}</td>' if numbered else ""
        cells = "".join(_cell(marked, table, row, place, column) for place, column in enumerate(columns))
        name = plain(row.name) or f'<span class="d">{marked.words.nameless}</span>'
        head = f'<th class="h">{name} <small>{row_id(row)}</small></th>'
        lines.append(f'<tr id="{row_id(row)}">{number}{head}{cells}</tr>')
    return f'<div class="x"><table>{"".join(lines)}</table></div>'


def _cell(marked: Marked, table: ReadTable, row: TableRow, place: int, column: _Column) -> str:
    cell = row.cells.get(column.name)
    if cell is None:
        return "<td></td>"
    if cell.kind != "figure":
        words = plain("、".join(cell.items) or cell.value)
        return f'<td class="{"i" if cell.inherited else "w"}">{words}</td>'
    mark = marked.shown(of_cell(table, row, place, cell, marked.words), cell.end)
    # The unit stands beside where neither the print nor the head of the column tells it.
    told = cell.unit in ("", column.unit) or cell.printed.endswith(cell.unit)
    return f'<td class="n">{mark}{"" if told else f" <small>{plain(cell.unit)}</small>"}</td>'


def _rest(marked: Marked, table: ReadTable) -> str:
    """The numbers of the table that found no place in it, and the text it was put together from."""
    start, end = table.span
    lost = [mark for mark in marked.between(start, end) if mark.kind == "missing"]
    numbers = "、".join(marked.shown(mark, mark.end) for mark in lost)
    pieces = [f'<p class="l">{marked.words.not_in_table.format(numbers=numbers)}</p>'] if lost else []
    if not marked.hidden.isdisjoint(_starts([table])):
        return "".join(pieces)
    printed = marked.html(start, end, linked=False)
    pieces.append(f"<details><summary>{marked.words.original}</summary><pre>{printed}</pre></details>")
    return "".join(pieces)


def _grid(marked: Marked, grid: Grid, tables: Sequence[ReadTable]) -> str:
    starts = [start for start, _ in rows(grid)]
    hidden = [start in marked.hidden for start in starts]
    named = ((row.name_start, row_id(row)) for table in tables for row in table.rows)
    names = {start: name for start, name in named if not hidden[max(bisect_right(starts, start) - 1, 0)]}
    letters = [_letter(grid, column) for column in range(len(grid.rows[0]) if grid.rows else 0)]
    refs = any(letters)
    lines = []
    if refs:
        heads = "".join(f"<th>{letter}</th>" for letter in letters)
        lines.append(f'<tr class="r"><th></th>{heads}</tr>')
    for index, row in enumerate(grid.rows):
        if hidden[index]:
            continue
        number = next(
            (match[2] for cell in row if (match := _REF.fullmatch(cell.ref)) and not cell.merged), ""
        )
        cells = "".join(_spanning(marked, grid, index, names))
        lines.append(f"<tr>{f'<th class=r>{number}</th>' if refs else ''}{cells}</tr>")
    sheet = f"<caption>{plain(grid.sheet)}</caption>" if grid.sheet else ""
    elsewhere = "".join(f'<i id="{name}"></i>' for name in names.values())
    return f'{elsewhere}<div class="x"><table>{sheet}{"".join(lines)}</table></div>'


def _letter(grid: Grid, column: int) -> str:
    cells = (row[column] for row in grid.rows)
    return next((match[1] for cell in cells if not cell.merged and (match := _REF.fullmatch(cell.ref))), "")


def _spanning(marked: Marked, grid: Grid, index: int, names: dict[int, str]) -> Iterator[str]:
    """The cells that begin in a row; one that was merged spans its area again.

    ``names`` are the ids of the rows read, by where their names begin, as far as they are still to come.
    """
    row = grid.rows[index]
    for column, cell in enumerate(row):
        if cell.merged:
            continue
        wide = column + 1
        while wide < len(row) and _repeats(row[wide], cell):
            wide += 1
        deep = index + 1
        while deep < len(grid.rows) and _repeats(grid.rows[deep][column], cell):
            deep += 1
        spans = (("colspan", wide - column), ("rowspan", deep - index))
        extra = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
        indent = f' style="padding-left:{min(cell.indent, 12) + 0.5}em"' if cell.indent else ""
        kind = ' class="n"' if is_numeric(cell.text) else ""
        begun = [names.pop(place) for place in range(cell.start, cell.end + 1) if place in names]
        anchors = "".join(f'<i id="{name}"></i>' for name in begun)
        told = f" <small>{' '.join(begun)}</small>" if begun else ""
        yield f"<td{extra}{kind}{indent}>{anchors}{marked.html(cell.start, cell.end)}{told}</td>"


def _repeats(cell: GridCell, first: GridCell) -> bool:
    return cell.merged and (cell.ref, cell.start, cell.end) == (first.ref, first.start, first.end)

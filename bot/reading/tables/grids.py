"""Tables read: header, labels of the rows, and for each figure its name, unit, period and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.language import periods
from bot.reading.extracted import ReadTable, TableRow
from bot.reading.grid import Grid, GridCell
from bot.reading.lines import Line
from bot.reading.quantities import Skip
from bot.reading.tables import heads
from bot.reading.tables.body import Body
from bot.reading.tables.cells import (
    GOES_ON,
    NAME_LINE,
    TABLE_NUMBER,
    UNIT_HEADS,
    UNIT_LINE,
    Row,
    figure,
    has_figures,
    is_numbered,
    is_remark,
    is_unit,
    texts,
)
from bot.reading.tables.layout import depth, filled_down, folded, layout, numbers_columns, pivoted
from bot.reading.tables.listed import COLUMN, CONTENT, detailed, listed
from bot.reading.unit_lines import tells_units

_ASIDE = re.compile(r"[（(].*[)）]")
_NUMBERED = re.compile(
    rf"{TABLE_NUMBER}|\d{{1,3}}[-－–—]\d{{1,3}}\s*[\u4e00-\u9fff]|[一二三四五六七八九十]{{1,3}}、.*(?:情况|表)$"
)
_ONLY_NUMBER = re.compile(rf"[（(]?(?:{TABLE_NUMBER}|[\u4e00-\u9fff]{{0,3}}\d+(?:-\d+)?表)[:：)）.．]?")
_NOTE = re.compile(r"(?:附?注|备注|说明|(?:资料|数据)?来源)\s*\d*\s*[:：]|[*＊※①]|注\d")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a table: the lines above it, and the title and period of the document."""

    above: Sequence[Line] = ()
    title: str = ""
    period: str = ""


def read(grid: Grid, context: Context) -> list[ReadTable]:
    """The tables of a grid; none where it has no header or nothing below it."""
    found: list[ReadTable] = []
    captions = list(context.above)
    if pairs := detailed(grid.rows, heads.shared_units([line.text for line in captions])):
        return [_of_pairs(pairs, grid.rows, context)]
    for part in _stacked(grid.rows):
        own = _captions(part)
        rows = part[len(own) :]
        captions += [line for row in own for line in _lines(row)]
        if rows and (table := _table(rows, replace(context, above=captions))):
            found.append(table)
            captions = []
    return found


def _lines(row: Row) -> list[Line]:
    """The lines of a row above a header; a unit may stand in a cell beside the word for it."""
    cells = [cell for cell in row if _says(cell)]
    if _gives_unit(row):
        return [Line(f"单位：{cells[1].text}", cells[0].start, cells[1].end)]
    return [Line(cell.text, cell.start, cell.end) for cell in cells]


def _gives_unit(row: Row) -> bool:
    words = texts(row)
    return len(words) == 2 and words[0].rstrip(":：") in UNIT_HEADS and is_unit(words[1])


def _says(cell: GridCell) -> bool:
    return bool(cell.text) and not cell.merged


def _stacked(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each of the tables that stand below each other in one grid."""
    part: list[Row] = []
    header: tuple[str, ...] = ()
    filled = False
    for row in rows:
        words = tuple("" if cell.merged else cell.text for cell in row)
        figures = has_figures(row) or is_numbered(row)
        if not any(words) or (filled and (words == header or GOES_ON.fullmatch("".join(words)))):
            continue  # empty, or the header again at the top of the next page
        again = bool(words[0]) and words[0] == next(iter(header), "") and len(texts(row)) > 1
        if filled and not figures and (again or _is_header(row)):
            captions = len(part) - next(
                (place for place in range(len(part)) if len(texts(part[-1 - place])) > 1), len(part)
            )
            yield part[:captions]
            part, header, filled = part[captions:], (), False
        if not header and not figures and len(texts(row)) > 1:
            header = words
        filled = filled or figures
        part.append(row)
    if part:
        yield part


def _is_header(row: Row) -> bool:
    """Whether words stand in every column of a row, no two of them alike."""
    words = [cell.text for cell in row[1:]]
    apart = len(words) > 1 and all(words) and len(set(words)) == len(words)
    return apart and not all(map(figure, words)) and not any(cell.merged for cell in row)


def _captions(rows: Sequence[Row]) -> list[Row]:
    """The rows above a header that are lines of words."""
    found: list[Row] = []
    for place, row in enumerate(rows):
        words = texts(row)
        units = any(map(UNIT_LINE.fullmatch, words)) or _gives_unit(row)
        told = units or (len(words) < len(row) and _are_remarks(words))
        if has_figures(row) or (len(words) > 1 and not told):
            break
        if not row[0].text and not units and place + 1 < len(rows) and _reaches(row, rows[place + 1]):
            break
        found.append(row)
    return found


def _are_remarks(words: Sequence[str]) -> bool:
    """Whether words only tell who made a table; one of them may be the time it is of: 截至2023年12月31日."""
    others = [word for word in words if not is_remark(word)]
    return len(others) < len(words) and len(others) <= 1 and all(map(periods.found, others))


def _reaches(row: Row, below: Row) -> bool:
    """Whether the one text of a row heads a column that has no name in the row below it, or some that have."""
    place = next(column for column, cell in enumerate(row) if cell.text)
    return not has_figures(below) and not below[place].text and len(texts(below)) > 1


def _table(rows: Sequence[Row], context: Context) -> ReadTable | None:
    while rows and _is_note(texts(rows[-1])):
        rows = rows[:-1]
    header = depth(rows) if rows else 0
    if rows and not header:
        return _listed(rows, context)
    if not 0 < header < len(rows):
        return None
    title = _title(context.above)
    numbering = [row for row in rows[header : header + 1] if numbers_columns(row)]
    rows = [*rows[:header], *rows[header + len(numbering) :]]
    if len(rows) == header:
        return None
    rows = pivoted(folded(rows, header), header, title)
    header = depth(rows)
    about = periods.found(title.text).words if title else ""
    about = about or next((time for line in context.above if (time := _time(line))), "")
    base = about or context.period
    columns = layout(rows, header, base)
    above = [line.text for line in context.above]
    units = heads.shared_units(above)
    body = Body(columns, base, units, title.text if title else "", heads.named_units(above))
    found = body.rows(filled_down(rows[header:], columns.label))
    if not any(row.cells for row in found):
        return None
    start = rows[0][0].start
    place = (title.start, title.end) if title else (start, start)
    used = {name for row in found for name in row.cells}
    lines = [Line(cell.text, cell.start, cell.end) for row in rows[:header] for cell in row if _says(cell)]
    skips = [skip for line in (*context.above, *lines) for skip in _title_skips(line)]
    skips += [Skip(cell.start, cell.end, "column number") for row in numbering for cell in row]
    return ReadTable(
        name=title.text if title else context.title,
        title=place,
        span=(min(place[0], start), max(row.end for row in found)),
        columns=tuple(name for name in columns.all_names if name in used),
        rows=tuple(found),
        skipped=tuple(sorted((*skips, *body.skipped), key=lambda skip: skip.start)),
        each=columns.each,
    )


def _is_note(words: Sequence[str]) -> bool:
    """Whether a row is a note, or tells who made a table and when."""
    return _are_remarks(words) or (len(words) == 1 and bool(_NOTE.match(words[0])))


def _time(line: Line) -> str:
    """The time, with its year, that a line above a table consists of."""
    time = periods.whole(line.text.strip(" ()（）"))
    return time.words if time.years else ""


def _is_time(line: Line) -> bool:
    """Whether a line above a table consists of a time with its year, or of a day: 2024年12月31日."""
    one = heads.labelled(line.text.strip(" ()（）"))
    return not one.name and bool(periods.whole(one.period).years)


def _listed(rows: Sequence[Row], context: Context) -> ReadTable | None:
    found = listed(rows, heads.shared_units([line.text for line in context.above]))
    return _of_pairs(found, rows, context) if found else None


def _of_pairs(found: Sequence[TableRow], rows: Sequence[Row], context: Context) -> ReadTable:
    title, start = _title(context.above), rows[0][0].start
    place = (title.start, title.end) if title else (start, start)
    return ReadTable(
        name=title.text if title else context.title,
        title=place,
        span=(min(place[0], start), max(row.end for row in found)),
        columns=tuple(name for name in (COLUMN, CONTENT) if any(name in row.cells for row in found)),
        rows=tuple(found),
        skipped=tuple(skip for line in context.above for skip in _title_skips(line)),
    )


def _unmarked(line: Line) -> Line:
    """A line without the marks of a heading."""
    marks = len(line.text) - len(line.text.lstrip("#"))
    return replace(line, text=line.text[marks:], start=line.start + marks)


def _title(above: Sequence[Line]) -> Line | None:
    """The line above a table that names it: one that says so, that has a number of its own, or the last.

    A number that stands alone names nothing where another line does.
    """
    for line in reversed(above):
        if named := NAME_LINE.fullmatch(line.text):
            return replace(line, text=named["name"])
    lines = [line for line in above if not (is_remark(line.text) or tells_units(line.text))] or above
    names = [
        replace(line, text=name)
        for line in map(_unmarked, lines)
        if (name := UNIT_LINE.sub("", line.text).strip(" ,，;；"))
        and not (figure(name) or is_unit(name.strip("()（）")) or _ASIDE.fullmatch(name))
    ]
    names = [line for line in names if not (_ONLY_NUMBER.fullmatch(line.text) or _is_time(line))] or names
    return next(
        (line for line in reversed(names) if _NUMBERED.match(line.text)), names[-1] if names else None
    )


def _title_skips(line: Line, why: str = "part of a title") -> list[Skip]:
    """The digits of a caption, which are no figures."""
    return [Skip(line.start, line.end, why)] if re.search(r"\d", line.text) else []

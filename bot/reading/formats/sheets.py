"""Sheets as people fill them: captions above, notes below, several tables beside and below each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import groupby, pairwise
from operator import itemgetter

from bot.knowledge.doubts import HIDDEN
from bot.reading.formats.packed import MERGED_TOO_MUCH, UnreadableError
from bot.reading.grid import Lost, RawCell, RawTable
from bot.reading.lines import squeeze
from bot.reading.tables.cells import NAME_LINE, TABLE_NUMBER, UNIT_LINE, figure, is_numeric, is_remark

Place = tuple[int, int]
_NOTE = re.compile(r"(?:附?注|备注|说明|资料来源|数据来源|来源)\s*\d*\s*[:：]|[*＊※]|注\d|\d+[.、]")
_NUMBERED = re.compile(rf"{TABLE_NUMBER}(?:$|[\s:：、.]?\D)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_LABEL = 60
MOST_COLUMNS = 18278
"""Three letters name no more."""
_EMPTY = RawCell("")
_MOST_MERGED = 2_000_000
_MARGIN = {" ": 1, "\xa0": 1, "\t": 4, "\u3000": 2}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells by row and column, the cells of a merged area repeated, and what is left out."""

    name: str
    cells: Mapping[Place, RawCell]
    lost: tuple[Lost, ...] = ()


def cell(text: str, ref: str = "", indent: int = 0) -> RawCell:
    """A cell of words as a file has them: two narrow spaces before them set them in by one character.

    Lines below a figure stay apart from it.

    >>> cell("　　城 镇"), cell("  #大豆", "C7", 1)
    (RawCell(text='城镇', ref='', indent=2, merged=False), RawCell(text='#大豆', ref='C7', indent=2, merged=False))
    """
    lines = [squeeze(line) for line in text.splitlines() if line.strip()]
    words = " ".join(lines) if len(lines) > 1 and figure(lines[0]) else squeeze(text)
    margin = text[: len(text) - len(text.lstrip("".join(_MARGIN)))]
    return RawCell(words, ref, indent + sum(_MARGIN[char] for char in margin) // 2)


def of_rows(rows: Iterable[Sequence[str]], before: str = "") -> Sheet:
    """A sheet without a name, its cells called as in a spreadsheet; ``before`` stands before what they are called.

    >>> [one.ref for one in of_rows([["城镇", "3"], ["", "5"]]).cells.values()]
    ['A1', 'B1', 'B2']
    """
    found = {
        (number, column): cell(words, f"{before}{_letters(column)}{number}")
        for number, row in enumerate(rows, start=1)
        for column, words in enumerate(row, start=1)
    }
    return Sheet("", {place: one for place, one in found.items() if one.text})


@cache
def _letters(column: int) -> str:
    """The name of a column.

    >>> _letters(3), _letters(28)
    ('C', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def filled(
    name: str,
    cells: Mapping[Place, RawCell],
    areas: Iterable[tuple[int, int, int, int]],
    hidden: tuple[Collection[int], Collection[int]] = ((), ()),
    lost: Iterable[Lost] = (),
) -> Sheet:
    """A sheet as it is shown: without hidden rows and columns, the first cell of each merged area repeated.

    Args:
        name: Of the sheet.
        cells: The cells as the file has them, empty ones or not.
        areas: The merged areas: first row, last row, first column, last column.
        hidden: The rows and the columns that are hidden.
        lost: What else is left out.
    """
    inked = {place: one for place, one in cells.items() if one.text}
    gone = [sorted(numbers) for numbers in hidden]
    unseen = tuple(_unseen(inked, hidden))
    # What stands around a hidden row or column stands side by side.
    rows, columns = (partial(_seen, numbers) for numbers in gone)
    found = {
        (rows(row), columns(column)): one
        for (row, column), one in inked.items()
        if row not in hidden[0] and column not in hidden[1]
    }
    bottom, right = (max((place[axis] for place in found), default=0) for axis in (0, 1))
    budget = _MOST_MERGED
    for upper, lower, leftmost, rightmost in areas:
        if upper in hidden[0] or leftmost in hidden[1]:
            continue
        top, last = rows(upper), rows(lower + 1) - 1
        left, end = columns(leftmost), columns(rightmost + 1) - 1
        first = found.get((top, left))
        if first is None or first.merged:
            continue
        down, across = range(top, min(last, bottom) + 1), range(left, min(end, right) + 1)
        budget -= len(down) * len(across)
        if budget < 0:
            raise UnreadableError(MERGED_TOO_MUCH)
        repeated = RawCell(first.text, first.ref, first.indent, merged=True)
        for row in down:
            for column in across:
                found.setdefault((row, column), repeated)
    return Sheet(name, found, (*lost, *unseen))


def _seen(hidden: Sequence[int], number: int) -> int:
    """The place of a row or column among those that are shown."""
    return number - bisect_left(hidden, number)


def _unseen(
    cells: Mapping[Place, RawCell], hidden: tuple[Collection[int], Collection[int]]
) -> Iterator[Lost]:
    """What stands in hidden rows and columns; those that follow each other are told of together."""
    for axis, numbers in enumerate(hidden):
        lines: dict[int, list[RawCell]] = {}
        for place, one in sorted(cells.items(), key=itemgetter(0)):
            if place[axis] in numbers:
                lines.setdefault(place[axis], []).append(one)
        for _, run in groupby(enumerate(sorted(lines)), key=lambda pair: pair[1] - pair[0]):
            these = [one for _, number in run for one in lines[number]]
            yield Lost.of(HIDDEN, " ".join(one.text for one in these), f"{these[0].ref}:{these[-1].ref}")


@dataclass(frozen=True)
class _Part:
    """Rows of a sheet by their columns; a row without a word is never among them."""

    rows: tuple[Mapping[int, RawCell], ...]

    @cached_property
    def columns(self) -> list[int]:
        """The columns with a word of their own in any row."""
        return sorted({column for row in self.rows for column, cell in row.items() if not cell.merged})


def blocks(sheets: Sequence[Sheet]) -> list[str | RawTable | Lost]:
    """The paragraphs and tables of some sheets; where there are several, each after its name. Then what is lost."""
    found: list[str | RawTable | Lost] = []
    inked = [sheet for sheet in sheets if any(cell.text for cell in sheet.cells.values())]
    for sheet in inked:
        if len(inked) > 1:
            found.append(sheet.name)
        described = False
        below: list[str | RawTable] = []
        for part in reversed(list(_joined(_stacked(sheet)))):
            described = (described and _describes(part)) or any(map(_has_figures, part.rows))
            is_pairs = described and _describes(part)
            below[:0] = map(_said, part.rows) if is_pairs else _part(part, sheet.name)
        found += below
    return [*found, *(one for sheet in sheets for one in sheet.lost)]


def _stacked(sheet: Sheet) -> Iterator[_Part]:
    """The parts of a sheet that empty rows keep apart."""
    rows: dict[int, dict[int, RawCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items(), key=lambda item: item[0]):
        if cell.text:
            rows.setdefault(row, {})[column] = cell
    part: list[Mapping[int, RawCell]] = []
    last = 0
    for number, cells in rows.items():
        if part and number > last + 1:
            yield _Part(tuple(part))
            part = []
        last = number
        if any(not cell.merged for cell in cells.values()):
            if _begins_table(cells) and any(map(_has_figures, part)):
                yield _Part(tuple(part))
                part = []
            part.append(cells)
    if part:
        yield _Part(tuple(part))


def _begins_table(row: Mapping[int, RawCell]) -> bool:
    """Whether a row numbers a table: with no empty row before it, that tells the table from the one above."""
    words = _words(row)
    return len(words) == 1 and bool(_NUMBERED.match(words[0]))


def _joined(parts: Iterator[_Part]) -> Iterator[_Part]:
    """The parts with those put together that an empty row only spaces out: what follows has no header."""
    before: list[_Part] = []
    for part in parts:
        if before and not _goes_on(before, part):
            yield _Part(tuple(row for one in before for row in one.rows))
            before = []
        before.append(part)
    if before:
        yield _Part(tuple(row for one in before for row in one.rows))


def _goes_on(before: Sequence[_Part], part: _Part) -> bool:
    # What went on in the first of them before has no other columns, and figures.
    if not set(part.columns) <= set(before[0].columns):
        return False
    is_table = (
        len(before) > 1 or any(map(_has_figures, before[0].rows)) or len(_words(before[0].rows[-1])) > 1
    )
    first = next((row for row in part.rows if len(_words(row)) > 1), None)
    return is_table and first is not None and _has_figures(first)


def _describes(part: _Part) -> bool:
    """Whether a part tells of the table below it in pairs: what it is called, what its unit is."""
    pairs = [row for row in part.rows if len(_words(row)) == 2]
    if any(len(_words(row)) > 2 or _has_figures(row) for row in part.rows):
        return False
    return any(NAME_LINE.fullmatch(_said(row)) or UNIT_LINE.fullmatch(_said(row)) for row in pairs)


def _said(row: Mapping[int, RawCell]) -> str:
    """The words of a row, the first before a colon if there are two."""
    words = _words(row)
    return f"{words[0].rstrip(':：')}:{words[1]}" if len(words) == 2 else _line(row)


def _part(part: _Part, sheet: str) -> Iterator[str | RawTable]:
    """Captions, tables and notes of a part."""
    rows = list(part.rows)
    columns = part.columns
    head = 0
    while head < len(rows) and _is_caption(rows, head, columns):
        head += 1
    tail = len(rows)
    while tail > head and _is_note(rows[tail - 1], columns):
        tail -= 1
    yield from (line for row in rows[:head] for line in _lines(row))
    body = _Part(tuple(rows[head:tail]))
    for number, table in enumerate(_beside(body)):
        if len(table.columns) == 1:
            yield from (_line(row) for row in table.rows)
        elif table.rows:
            if number:  # what stands across tables side by side is said of each
                yield from (_line(row) for row in rows[:head] if max(row) >= table.columns[0])
            cells = [[row.get(column, _EMPTY) for column in table.columns] for row in table.rows]
            yield RawTable(cells, sheet)
    yield from (_line(row) for row in rows[tail:])


def _is_caption(rows: Sequence[Mapping[int, RawCell]], index: int, columns: Sequence[int]) -> bool:
    """Whether a row above a table is a line of words: one text, at the left or across, a unit, remarks."""
    row = rows[index]
    words = _words(row)
    if all(UNIT_LINE.fullmatch(word) for word in words):
        return True
    if len(words) > 1:
        told = any(UNIT_LINE.fullmatch(word) for word in words) or all(map(is_remark, words))
        return told and len(words) < len(columns)
    if min(row) == columns[0]:
        return True
    return index + 1 < len(rows) and len(row) == 1 and not _has_figures(rows[index + 1])


def _is_note(row: Mapping[int, RawCell], columns: Sequence[int]) -> bool:
    words = _words(row)
    if len(words) != 1 or len(columns) < 2 or is_numeric(words[0]):
        return False
    return bool(_NOTE.match(words[0])) or len(words[0]) > _LONGEST_LABEL


def _beside(part: _Part) -> Iterator[_Part]:
    """The tables of a part that an empty column keeps apart: each has labels of its own."""
    columns = part.columns
    if not columns:
        return
    starts = [column for before, column in pairwise(columns) if column > before + 1]
    starts = [
        column
        for column in starts
        if _has_labels(part, column) or (_has_numbers(part, column) and _has_labels(part, column + 1))
    ]
    edges = [columns[0], *starts]
    for left, right in zip(edges, [*starts, None], strict=True):
        rows = [
            {column: cell for column, cell in row.items() if column >= left and (not right or column < right)}
            for row in part.rows
        ]
        yield _Part(tuple(row for row in rows if any(not cell.merged for cell in row.values())))


def _has_labels(part: _Part, column: int) -> bool:
    """Whether a column names what the figures beside it are of."""
    body = [row for row in part.rows if _has_figures(row)]
    words = [row[column].text for row in body if column in row]
    return bool(words) and not any(is_numeric(word) for word in words)


def _has_numbers(part: _Part, column: int) -> bool:
    """Whether a column numbers the rows, as one called 序号 does."""
    words = [row[column].text for row in part.rows if column in row and _has_figures(row)]
    return len(words) > 1 and words == [str(number) for number in range(1, len(words) + 1)]


def _words(row: Mapping[int, RawCell]) -> list[str]:
    """What a row says, each merged area once."""
    return [cell.text for cell in row.values() if not cell.merged]


def _has_figures(row: Mapping[int, RawCell]) -> bool:
    numbers = [text for text in _words(row) if is_numeric(text)]
    return any(not _YEAR.fullmatch(text) for text in numbers)


def _lines(row: Mapping[int, RawCell]) -> list[str]:
    """What a row above a table says; a unit and a remark in cells of their own are lines of their own."""
    words = _words(row)
    return words if any(UNIT_LINE.fullmatch(word) or is_remark(word) for word in words) else [_line(row)]


def _line(row: Mapping[int, RawCell]) -> str:
    return " ".join(_words(row))

"""What stands where in a table: how deep its header is, which columns name the rows, what the others hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.language import periods
from bot.reading.grid import GridCell
from bot.reading.lines import Line
from bot.reading.tables import heads
from bot.reading.tables.cells import (
    CODE_HEAD,
    COUNTER_HEADS,
    UNIT_HEADS,
    Row,
    figure,
    has_figures,
    is_absent,
    is_numbered,
    is_unit,
    texts,
)
from bot.reading.tables.heads import SEPARATOR, Head
from bot.reading.words import any_of

_STEMS = ("甲", "乙", "丙", "丁", "栏次", "列次", "A", "B")
_FEW = 3
"""Numbers 1, 2, 3 in a row of no more columns than these may be figures."""
_NOTES = frozenset({"附注", "附注编号", "注释", "注释号", "Note", "Notes"})
"""Heads of columns that say which note is about a row, and tell nothing of it."""
_MONTH_HEADS = ("月", "月份", "Month")
_TOTAL = re.compile(rf"(?:{any_of('totals')})(?:\s*[(（][^()（）]*[)）])?$", re.IGNORECASE)
_ERA = re.compile(r"(?:1[01]\d|[89]\d)(?:年度?)?")  # years of the Republic of China
_LATIN = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"(?=(?:\D*\d){3})(?!\d+\.\d+$)[A-Za-z0-9./_-]{5,}")
_TIME_HEAD = re.compile(any_of("time_heads"), re.IGNORECASE)
_YEAR_HEAD = re.compile(any_of("year_heads"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table.

    Attributes:
        label: Those that name a row, the outermost first.
        columns: What the header says of those that hold figures or words.
        names: A name for each of these that no other has.
        seconds: The names of the figures in brackets behind those of a column.
        counter: The one that numbers the rows.
        unit: The one with the units of the rows.
        times: Those that say when.
        dates: Those of times that the figures beside them are not of.
        years: Those of them that say nothing else of a row than its year.
        months: Those of them and of the labels that give the number of a month.
        eras: Those that count the years of the Republic of China.
        each: What the head over the names of the rows calls one of them.
    """

    label: tuple[int, ...]
    columns: Mapping[int, Head]
    names: Mapping[int, str]
    seconds: Mapping[int, str]
    counter: int | None
    unit: int | None
    times: tuple[int, ...]
    dates: frozenset[int]
    years: frozenset[int]
    months: frozenset[int]
    eras: frozenset[int]
    each: str = ""

    @property
    def all_names(self) -> list[str]:
        """The names of all columns, in order."""
        return [
            name for column in self.columns for name in (self.names[column], self.seconds.get(column)) if name
        ]


def numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3, or 1 2 3 4 in all of them."""
    words = texts(row)
    stems = [word for word in words if word in _STEMS]
    numbers = [word.strip("()（）") for word in words[len(stems) :]]
    if words[: len(stems)] != stems or not numbers or not numbers[0].isdecimal():
        return False
    if not stems and (numbers[0] != "1" or not len(row) == len(numbers) > _FEW):
        return False
    return numbers == [str(int(numbers[0]) + place) for place in range(len(numbers))]


def is_total(name: str) -> bool:
    """Whether a row is called the sum of others.

    >>> is_total("合计"), is_total("华东小计"), is_total("合计（16个）"), is_total("粮食")
    (True, True, True, False)
    """
    return bool(_TOTAL.search(name))


def depth(rows: Sequence[Row]) -> int:
    """How many rows are header: those without figures while a column still shares its name with another."""
    if has_figures(rows[0]):
        return 0
    found = 1
    while found < len(rows) - 1 and _goes_on(rows, found):
        found += 1
    return found


def _goes_on(rows: Sequence[Row], place: int) -> bool:
    """Whether a row parts the columns that the header rows above it leave together."""
    row, above = rows[place], rows[place - 1]
    paths = [
        tuple(one[column].text for one in rows[:place]) for column in range(len(row)) if row[column].text
    ]
    shared = len(set(paths)) < len(paths) or any(cell.merged for cell in above)
    down = not row[0].text or (row[0].merged and row[0].start == above[0].start)
    told = has_figures(row) or is_numbered(row)
    if told or not (shared or down or not all(cell.text for cell in above[1:])):
        return False
    words = [cell for cell in row[1:] if cell.text and not cell.merged]
    reached = any(
        cell.merged and cell.text and cell.start == up.start for cell, up in zip(row, above, strict=True)
    )
    heading = len(words) == 1 and len(row) > 2 and bool(row[0].text) and not (row[0].merged or reached)
    return bool(words) and not heading


def folded(rows: Sequence[Row], header: int) -> list[Row]:
    """The rows with tables that stand side by side below a repeated header put below each other."""
    width = len(rows[0])
    for part in range(2, width // 2 + 1):
        starts = range(0, width, part)
        blocks = [[[cell.text for cell in row[at : at + part]] for row in rows[:header]] for at in starts]
        if width % part == 0 and all(block == blocks[0] for block in blocks) and blocks[0][0][0]:
            body = [row[at : at + part] for at in starts for row in rows[header:]]
            return [*(row[:part] for row in rows[:header]), *(row for row in body if texts(row))]
    return list(rows)


def pivoted(rows: Sequence[Row], header: int, title: Line | None) -> list[Row]:
    """The rows of a table that has one row, without a name: the outer parts of its header name rows then.

    Where its header has one part, the title names the row.
    """
    body = rows[header:]
    first = 0 if figure(rows[-1][0].text) else 1
    if len(body) != 1 or (rows[-1][0].text and (first or len(rows[-1]) < 2)):
        return list(rows)
    columns = [column for column in range(first, len(rows[0])) if rows[-1][column].text]
    paths = {column: _cells_over(rows[:header], column) for column in columns}
    if not all(paths.values()) or (first == 1 and any(row[0].text for row in rows[:header])):
        return list(rows)
    levels = max(map(len, paths.values())) - 1
    if not levels:
        if title is None:
            return list(rows)
        name = GridCell(title.text, title.start, title.end)
        return [(_nothing(name), *rows[0][first:]), (name, *rows[-1][first:])]
    made = _crossed(paths, rows[-1])
    outermost = {column: [path[0], _joined(path[1:])] for column, path in paths.items() if path[1:]}
    other = _crossed(outermost, rows[-1])
    # 预算数 · 合计 beside 预算数 · 用车 · 购置: 预算数 alone names a row without gaps.
    return other if _is_full(other) and not _is_full(made) else made


def _crossed(paths: Mapping[int, Sequence[GridCell]], row: Row) -> list[Row]:
    """The cells of a row below the innermost parts of its header, in rows named by the outer ones."""
    levels = max(map(len, paths.values())) - 1
    inner = {path[-1].text: path[-1] for path in paths.values()}
    found: dict[tuple[int, ...], dict[str, GridCell]] = {}
    labels: dict[tuple[int, ...], Sequence[GridCell]] = {}
    for column, path in paths.items():
        key = tuple(cell.start for cell in path[:-1])
        labels[key] = path[:-1]
        found.setdefault(key, {})[path[-1].text] = row[column]
    blank = _nothing(row[0])
    made: list[Row] = [(*[blank] * levels, *(replace(cell, merged=False) for cell in inner.values()))]
    for key, cells in found.items():
        label = [*labels[key], *[blank] * (levels - len(labels[key]))]
        made.append((*label, *(cells.get(text, blank) for text in inner)))
    return made


def _is_full(rows: Sequence[Row]) -> bool:
    """Whether something stands in every cell below a header and beside the names."""
    return all(cell.text for row in rows[1:] for cell, head in zip(row, rows[0], strict=True) if head.text)


def _joined(cells: Sequence[GridCell]) -> GridCell:
    """The parts of a header as one."""
    return replace(cells[-1], text=SEPARATOR.join(cell.text for cell in cells))


def _nothing(cell: GridCell) -> GridCell:
    return GridCell("", cell.start, cell.start)


def _cells_over(header: Sequence[Row], column: int) -> list[GridCell]:
    """The cells of a header over a column, the outermost first."""
    return list({cell.text: cell for row in header if (cell := row[column]).text}.values())


def layout(rows: Sequence[Row], header: int, base: str) -> Layout:
    """Find what the columns hold; ``base`` is the period the table is about."""
    body = [row for row in rows[header:] if len(texts(row)) > 1]
    paths = {column: _path(rows[:header], column) for column in range(len(rows[0]))}
    bare = {column: SEPARATOR.join(path) for column, path in paths.items()}
    counter = next((column for column in (0, 1) if bare.get(column) in COUNTER_HEADS), None)
    unit = next(
        (column for column, name in bare.items() if name in UNIT_HEADS and _units(body, column)), None
    )
    months = frozenset(column for column, name in bare.items() if _months(body, column, name))
    eras = frozenset(column for column, name in bare.items() if _counts_era(body, column, name))
    label = _label(rows[:header], body, (counter, unit), months)
    columns = {
        column: heads.column(path, base)
        for column, path in paths.items()
        if column not in (*label, counter, unit) and any(row[column].text for row in body)
        if bare[column] not in _NOTES
    }
    columns = {column: one for column, one in columns.items() if not _numbers_rows(column, body, one)}
    columns = _paired(columns)
    names = dict(zip(columns, heads.distinct(list(columns.values())), strict=True))
    times = [
        column
        for column, name in bare.items()
        if column not in label
        and (_TIME_HEAD.search(name) or _YEAR_HEAD.fullmatch(name))
        and (column in eras or _all_times(body, column))
    ]
    dates = frozenset(column for column in times if _is_elsewhen(body, column, bare[column], base))
    years = frozenset(column for column in times if _YEAR_HEAD.fullmatch(bare[column]))
    heads_of = (heads.labelled(bare[column]).name for column in label)
    return Layout(
        label=label,
        columns=columns,
        names=names,
        seconds=_seconds(columns, names),
        counter=counter,
        unit=unit,
        times=tuple(column for column in times if column not in dates),
        dates=dates,
        years=years,
        months=months,
        eras=eras,
        each=SEPARATOR.join(dict.fromkeys(filter(None, heads_of))),
    )


def _path(header: Sequence[Row], column: int) -> list[str]:
    """The path of a column: where an outer part is left empty, the one to its left reaches over it."""
    parts: list[str] = []
    for place, row in enumerate(header):
        text = row[column].text
        if not text and column and place < len(header) - 1 and header[place + 1][column].text:
            text = next((cell.text for cell in reversed(row[1:column]) if cell.text), "")
        if text and text not in parts:
            parts.append(text)
    return parts


def _label(
    header: Sequence[Row],
    body: Sequence[Row],
    taken: tuple[int | None, int | None],
    months: Collection[int],
) -> tuple[int, ...]:
    """The columns that name a row: the first, and those after it that tell apart the rows it names alike.

    Those that one head reaches over name it, too. ``taken`` are the columns of row numbers and of units.
    """
    counter, unit = taken
    width = max(map(len, (*header, *body)), default=0)
    first = 1 if counter == 0 or (width > 2 and _ranks(body)) else 0
    # What a total is called may stand in the column that numbers the rows, and leave the one of names empty.
    body = [row for row in body if not first or row[first].text or not row[0].text or figure(row[0].text)]
    if width > first + 2 and _is_coded(header, body, first, unit):
        body = [row for row in body if not is_total(row[first].text)]
        first += 1
    label = [first]
    for column in range(first + 1, width - 1):
        words = [row[column].text for row in body if row[column].text]
        headed = all(_is_one(row[column - 1], row[column]) for row in header)
        if column == unit or not words or not (headed or _names_alike(body, label)):
            break
        if _is_of_codes(header, body, column):
            continue
        if any(map(figure, words)) and column not in months and not all(map(periods.whole, words)):
            break
        if len(set(words)) < 2 and len(words) > 1:
            break
        label.append(column)
    return tuple(label)


def _ranks(body: Sequence[Row]) -> bool:
    """Whether the first column counts the rows, by whatever name, and the second names them.

    Rows of one rank share its number; one that is called across both columns, as a mean of all, has none.
    """
    wide = body and len(body[0]) > 1
    ranked = [row for row in body if not (_is_one(row[0], row[1]) or is_total(row[0].text))] if wide else []
    numbers = [row[0].text for row in ranked]
    pairs = enumerate(pairwise(["", *numbers]))
    counted = [before if one == before else str(at + 1) for at, (before, one) in pairs]
    named = not any(figure(row[1].text) or not row[1].text for row in ranked)
    return len(ranked) > 1 and numbers == counted and numbers[0] == "1" and numbers[-1] != "1" and named


def _is_coded(header: Sequence[Row], body: Sequence[Row], first: int, unit: int | None) -> bool:
    """Whether a column holds codes, each its own, and the next one says in words what they stand for."""
    rows = [row for row in body if row[first].text and not is_total(row[first].text)]
    codes = [row[first].text for row in rows]
    words = [row[first + 1].text for row in rows]
    called = any(CODE_HEAD.search(row[first].text) for row in header) and all(map(str.isdecimal, codes))
    coded = called or all(_CODE.fullmatch(code) and not periods.whole(code) for code in codes)
    worded = all(word and not figure(word) for word in words) and first + 1 != unit
    distinct = len(set(codes)) == len(codes) and len(set(words)) * 2 > len(words)
    return len(rows) > 2 and coded and worded and distinct


def _is_of_codes(header: Sequence[Row], body: Sequence[Row], column: int) -> bool:
    """Whether the codes of what the next column names stand in a column: 证券代码, 学校代码."""
    words = [row[column].text for row in body if row[column].text]
    coded = any(CODE_HEAD.search(row[column].text) for row in header) or all(map(_CODE.fullmatch, words))
    return coded and not any(figure(row[column + 1].text) for row in body)


def _months(body: Sequence[Row], column: int, name: str) -> bool:
    """Whether the numbers of months stand in a column."""
    words = [row[column].text for row in body if row[column].text]
    return name in _MONTH_HEADS and all(word.isdecimal() and 0 < int(word) < 13 for word in words)


def _counts_era(body: Sequence[Row], column: int, name: str) -> bool:
    """Whether years of the Republic of China stand in a column: 109, 110, 111."""
    words = [row[column].text for row in body if row[column].text]
    is_era = bool(_YEAR_HEAD.fullmatch(name)) and all(map(_ERA.fullmatch, words))
    return is_era and any(word[:3].isdecimal() for word in words)


def _names_alike(body: Sequence[Row], label: Sequence[int]) -> bool:
    """Whether label columns give many rows below each other one name, said once or again and again.

    A row whose label reaches over several columns, as that of a total does, has its own.
    """
    body = [row for row in body if not any(at and _is_one(row[at - 1], row[at]) for at in label)]
    last = [row[label[-1]] for row in body]
    if any(cell.merged or not cell.text for cell in last):
        return True
    known = [tuple(row[column].text for column in label) for row in body]
    runs = sum(before != after for before, after in pairwise(known)) + 1
    return len(set(known)) == runs and runs * 2 <= len(known)


def _is_one(cell: GridCell, right: GridCell) -> bool:
    """Whether two cells beside each other are parts of one merged area."""
    return right.merged and bool(right.text) and (cell.start, cell.end) == (right.start, right.end)


def _numbers_rows(column: int, body: Sequence[Row], one: Head) -> bool:
    """Whether a column without a name only counts the rows."""
    counted = [row[column].text for row in body] == [str(number + 1) for number in range(len(body))]
    return counted and not (one.name or one.unit or one.period)


def _units(body: Sequence[Row], column: int) -> bool:
    """Whether units stand in a column, not offices (both are 单位); other languages have other units."""
    words = [row[column].text for row in body if row[column].text and not is_absent(row[column].text)]
    known = sum(is_unit(word) or bool(_LATIN.match(word)) for word in words)
    return column > 0 and known * 2 >= len(words)


def _paired(columns: Mapping[int, Head]) -> dict[int, Head]:
    """Columns of which each time has a rate behind it: 8月, 同比, 1-8月, 同比; the rate is of that time."""
    heads_of = list(columns.items())
    pairs = [
        (rate, one, time)
        for (_, time), (rate, one) in pairwise(heads_of)
        if time.period and not time.name and one.name and not one.period and heads.is_rate(one.name)
    ]
    if len(pairs) < 2 or len(pairs) * 2 != len(heads_of):
        return dict(columns)
    timed = {
        column: replace(one, period=time.period, printed=SEPARATOR.join((time.printed, one.name)))
        for column, one, time in pairs
    }
    return {**columns, **timed}


def _all_times(body: Sequence[Row], column: int) -> bool:
    words = [row[column].text for row in body if row[column].text]
    return bool(words) and all(map(periods.whole, words))


def _is_elsewhen(body: Sequence[Row], column: int, name: str, base: str) -> bool:
    """Whether a column tells of times that figures are not of: 建校年份 in a table about 2024."""
    about = periods.whole(base)
    if not about or _TIME_HEAD.fullmatch(name) or _YEAR_HEAD.fullmatch(name):
        return False
    told = [periods.whole(row[column].text) for row in body if row[column].text]
    return sum(about.contains(time) for time in told) * 2 < len(told)


def _seconds(columns: Mapping[int, Head], names: Mapping[int, str]) -> dict[int, str]:
    """Names for the figures that a header says stand in brackets."""
    found: dict[int, str] = {}
    for column, one in columns.items():
        if one.second:
            outer = names[column].rpartition(SEPARATOR)[0]
            name = SEPARATOR.join(filter(None, (outer, one.second)))
            taken = {*names.values(), *found.values()}
            found[column] = name if name not in taken else f"{names[column]}(括号内)"
    return found


def _grand_totals(rows: Sequence[Row], label: Sequence[int]) -> set[int]:
    """The rows without an outer label that total all: where the one above has its own total, or none has one."""
    if len(label) < 2:
        return set()
    totals = [place for place, row in enumerate(rows) if _TOTAL.search(row[label[-1]].text)]
    bare = [place for place in totals if not row_label(rows[place], label)]
    outer = [place for place, row in enumerate(rows) if row_label(row, label)]
    if len(bare) == len(totals) == 1 and len({row_label(rows[place], label) for place in outer}) > 1:
        return set(bare)
    return {
        place
        for place in bare
        if any(max((at for at in outer if at < place), default=0) <= other < place for other in totals)
    }


def row_label(row: Row, label: Sequence[int]) -> str:
    """What stands in the outer label columns of a row."""
    return "".join(row[column].text for column in label[:-1])


def filled_down(rows: Sequence[Row], label: Sequence[int]) -> list[Row]:
    """The rows with an empty outer label standing for the one above, as where merged cells were lost on the way."""
    found: list[Row] = []
    above: dict[int, GridCell] = {}
    grand = _grand_totals(rows, label)
    for place_of, row in enumerate(rows):
        cells = list(row)
        if not label or not row[label[-1]].text or place_of in grand:
            above = {}  # a total, or a heading: what follows is no part of what was above
        for place, column in enumerate(label[:-1]):
            if row[column].text:
                above = {outer: above[outer] for outer in label[:place] if outer in above}
                if row[label[-1]].text:
                    above[column] = replace(row[column], merged=True)
            elif column in above:
                cells[column] = above[column]
        found.append(cells)
    return found

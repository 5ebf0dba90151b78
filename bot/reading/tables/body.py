"""The rows below the header of a table: what each is called and part of, and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from bot.knowledge.doubts import UNEXPLAINED, UNNAMED
from bot.language import numerals, periods
from bot.reading.extracted import Cell, TableRow
from bot.reading.grid import GridCell
from bot.reading.quantities import Skip
from bot.reading.tables import heads, outline
from bot.reading.tables.cells import CODE_HEAD, Row, figure, is_absent, is_money, lost, value
from bot.reading.tables.heads import SEPARATOR, Head
from bot.reading.tables.layout import Layout, is_total
from bot.reading.tables.outline import Entry

_PHONE_HEAD, _PHONE = re.compile(r"电话|手机|传真"), re.compile(r"[\d\s-]{5,}")
_RATE_UNITS = ("%", "‰")
_HOW_MANY = re.compile(r"\d+\s*[\u4e00-\u9fff]{0,3}")
_CHINESE = re.compile(r"[一二三四五六七八九十]{1,3}")
_MONTH = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)
_FINER = re.compile(r"月|季度|半年|旬")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row, the cell that names it, the words of the label columns before that, and whether it holds anything."""

    row: Row
    label: GridCell
    outer: tuple[str, ...]
    entry: Entry
    holds: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of its figures: by its label, by the column of units, and of the time."""

    label: Head
    unit: str
    period: str


class Body:
    """Reads the rows below a header.

    Args:
        layout: What stands in which column.
        base: The period the table is about.
        units: The units given for the whole table.
        title: What the table is called.
        named: The units given for columns by their names.
    """

    def __init__(
        self,
        layout: Layout,
        base: str,
        units: Sequence[str],
        title: str = "",
        named: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._layout = layout
        self._base = base
        self._units = units
        self._named = named
        self._title = title
        self._year = ""
        self._guessed: set[int] = set()
        self._month = 0
        self._measured: frozenset[int] = frozenset()
        self.skipped: list[Skip] = []

    def rows(self, body: Sequence[Row]) -> list[TableRow]:
        """The rows with figures or words, each with what it is part of."""
        found: list[TableRow] = []
        taken: set[int] = set()
        drafts = self._drafts(body)
        self._measured = frozenset(
            column for column in self._layout.columns if any(figure(row[column].text) for row in body)
        )
        for draft, group, unit in zip(drafts, _groups(drafts), self._units_above(drafts), strict=True):
            if not draft.holds:
                self._period(draft, heads.labelled(draft.entry.name))
                self._pass_over(draft.row, "part of a name")
                continue
            one = self._row(draft, group, unit)
            if one and draft.label.start in self._guessed:
                one = _doubting(one, unit)
            if one and one.name_start not in taken:  # else its name is merged with that of a row above
                taken.add(one.name_start)
                found.append(one)
                self._pass_over(self._labels(draft.row)[:-1], "part of a name")
            else:
                self._pass_over(draft.row, UNNAMED)
        return [_summing(row, found) for row in found]

    def _units_above(self, drafts: Sequence[_Draft]) -> Iterator[str]:
        """The unit that each row has from one above it: a heading's, or a label's that holds for its parts.

        Where few labels give a unit, each holds for what follows.
        """
        owns = [heads.labelled(draft.entry.name).unit_in(self._units) for draft in drafts]
        few = sum(map(bool, owns)) * 2 <= sum(draft.holds for draft in drafts)
        heading = carried = ""
        parts = False
        for draft, own in zip(drafts, owns, strict=True):
            if not draft.holds:
                heading, carried = self._unit(draft.row) or own, ""
            parts = draft.entry.kind == "part" or (parts and draft.holds and not own)
            if few and not (heading or parts):
                self._guessed.add(draft.label.start)
            yield heading or (carried if parts or few else "")
            carried = own if own and draft.holds and own not in _RATE_UNITS else carried

    def _drafts(self, body: Sequence[Row]) -> list[_Draft]:
        drafts: list[_Draft] = []
        headings, marked = self._headings(body), self._marks_headings(body)
        for row in body:
            labels = self._labels(row)
            label = labels[-1] if labels else None
            if label is None:
                self._pass_over(row, UNNAMED)
                continue
            holds = self._holds(row)
            if marked and not holds and not label.text.endswith((":", "：")):
                self._pass_over(row, "part of a name")  # nothing is told of it: it heads no others
                continue
            mark = f"{self._number(row)}、" if self._number(row) in headings else ""
            text = mark + label.text
            entry = outline.entry(text, label.indent, figures=holds, amount=self._amount(row))
            outer = tuple(outline.entry(cell.text).name for cell in labels[:-1])
            drafts.append(_Draft(row, label, outer, entry, holds))
        return drafts

    def _labels(self, row: Row) -> list[GridCell]:
        """The names of a row, each once; that of a total may stand in the column that numbers the others.

        What stands behind a total in the label columns says how many things it adds up: 七年级小计, 5个班.
        """
        cells = (row[column] for column in self._layout.label if row[column].text)
        found = list({(cell.start, cell.end): cell for cell in cells}.values())
        if len(found) > 1 and is_total(found[-2].text) and _HOW_MANY.fullmatch(found[-1].text):
            found.pop()
        counter = self._layout.label[0] - 1 if self._layout.label else -1
        beside = row[counter] if counter >= 0 and not found else None
        return [beside] if beside and beside.text and not figure(beside.text) else found

    def _number(self, row: Row) -> str:
        return row[self._layout.counter].text if self._layout.counter is not None else ""

    def _headings(self, body: Sequence[Row]) -> frozenset[str]:
        """The Chinese numerals that number headings where digits number the rows below them: 一, 1, 2, 二, 3."""
        numbers = frozenset(map(self._number, body))
        chinese = frozenset(number for number in numbers if _CHINESE.fullmatch(number))
        return chinese if any(number.isdecimal() for number in numbers) else frozenset()

    def _marks_headings(self, body: Sequence[Row]) -> bool:
        """Whether a colon stands behind what heads others: 流动资产：."""
        bare = [labels[-1].text for row in body if not self._holds(row) and (labels := self._labels(row))]
        return sum(label.endswith((":", "：")) for label in bare) > 1

    def _holds(self, row: Row) -> bool:
        """Whether anything stands in the columns of a row, be it the dash for no figure."""
        label = {cell.start for cell in self._labels(row)}
        cells = [row[column] for column in self._layout.columns]
        return any(cell.text and cell.start not in label for cell in cells)

    def _amount(self, row: Row) -> Decimal | None:
        """A row's figure in the first column that holds amounts, not rates."""
        for column, one in self._layout.columns.items():
            if one.unit not in _RATE_UNITS and not heads.is_rate(one.name):
                match = figure(row[column].text)
                return numerals.number(value(match["number"])) if match else None
        return None

    def _unit(self, row: Row) -> str:
        text = row[self._layout.unit].text if self._layout.unit is not None else ""
        return "" if is_absent(text) else text

    def _pass_over(self, row: Row, why: str) -> None:
        self.skipped += [
            Skip(cell.start, cell.end, why)
            for cell in row
            if not cell.merged and any(character.isdigit() for character in cell.text)
        ]

    def _row(self, draft: _Draft, group: str, unit_above: str) -> TableRow | None:
        row, entry = draft.row, draft.entry
        label = heads.labelled(entry.name)
        period = self._period(draft, label) or self._period_above(group)
        said = _Said(label, self._unit(row) or unit_above, period)
        beside = {
            column for column in self._layout.columns if column and _reaches(row[column - 1], row[column])
        }
        said_as = {cell.start for cell in self._labels(row)}
        columns = [
            column
            for column in self._layout.columns
            if column not in beside and row[column].start not in said_as
        ]
        cells = {name: cell for column in columns for name, cell in self._cells(row, column, said)}
        given = any(row[column].text and not is_absent(row[column].text) for column in columns)
        if not cells and (given or not any(row[column].text for column in columns)):
            return None  # one of which nothing is told stays: what is told of another is no answer to it
        number = self._number(row)
        unit = (
            label.unit_in((said.unit, *self._units))
            or said.unit
            or next((cell.unit for cell in cells.values() if cell.unit), "")
        )
        name = heads.plain_name(entry.name)
        number = number if any(map(str.isalnum, number)) and number != name else ""
        return TableRow(name, draft.label.start, draft.label.end, cells, number, group, unit)

    def _period(self, draft: _Draft, label: Head) -> str:
        """When a row is of: its labels and the columns of times, each completed by the one before.

        The year that a label names holds for the months below it.
        """
        found = ""
        columns = dict.fromkeys((*self._layout.label, *self._layout.times))
        texts = {column: self._time(draft.row[column].text, column) for column in columns}
        for text in (*texts.values(), draft.entry.name):
            if one := periods.whole(text):
                found = one.placed(periods.whole(found or self._year or self._base)).words
        if found[:4].isdigit():
            self._year = found[:5]
        first, last = periods.whole(found).months or (0, -1)
        self._month = last if first == last else 0
        return found or (periods.completed(label.period, self._base) if label.period and label.name else "")

    def _period_above(self, group: str) -> str:
        """When the rows are of that stand under a time: the libraries under 民國113年底."""
        times = (one for part in group.split(" · ") if (one := periods.whole(part)))
        return next((one.placed(periods.whole(self._year or self._base)).words for one in times), "")

    def _time(self, text: str, column: int) -> str:
        """What a cell that may say when says in full."""
        # Below 2003/01 the months go on as 02, 03.
        if column in self._layout.months or (_MONTH.fullmatch(text) and int(text) - 1 == self._month > 0):
            return f"{text}月"
        return f"民国{text.rstrip('年度')}年" if text and column in self._layout.eras else text

    def _cells(self, row: Row, column: int, said: _Said) -> Iterator[tuple[str, Cell]]:
        """The cell of a row in a column, and the second figure it may hold."""
        cell, head = row[column], self._layout.columns[column]
        if not cell.text or is_absent(cell.text, measured=column in self._measured):
            return
        if column in self._layout.years:
            self.skipped.append(Skip(cell.start, cell.end, "a date"))
            return
        name = self._layout.names[column]
        dialled = not head.period and _PHONE_HEAD.search(head.name) and _PHONE.fullmatch(cell.text)
        dated = column in self._layout.times or column in self._layout.dates
        words = dated or CODE_HEAD.search(head.name) or dialled
        match = None if words else figure(cell.text)
        period = _both(head.period, said.period, self._base)
        read = Cell(
            *(cell.text, cell.text, cell.start, cell.end),
            kind="text",
            inherited=cell.merged,
            period="" if period == self._base else period,
            ref=cell.ref,
        )
        if match is None and not words and (number := lost(cell.text)):
            unit = self._unit_of(head, said, number)
            if is_money(unit):
                read = replace(read, kind="figure", value=value(number), unit=unit)
        if match is None:
            yield name, read
            return
        unit = (match["unit"] or match["inner"] or "").replace("％", "%").lstrip("±")
        unit = unit or self._unit_of(head, said, match["number"])
        read = replace(read, kind="figure", value=value(match["number"]), unit=unit)
        if match["marks"] and cell.end - cell.start == len(cell.text):
            marks = len(match["marks"])
            read = replace(read, printed=cell.text[:-marks].rstrip(), end=cell.end - marks)
        second = self._layout.seconds.get(column, "")
        if not match["second"] or cell.end - cell.start != len(cell.text):
            yield name, read
            return
        yield name, _part(read, match, "number")
        if second:
            yield second, _part(read, match, "second")
        else:
            start, end = cell.start + match.start("second"), cell.start + match.end("second")
            self.skipped.append(Skip(start, end, UNEXPLAINED))

    def _unit_of(self, head: Head, said: _Said, number: str) -> str:
        if head.index and not head.unit:
            return ""
        rate = head.unit in _RATE_UNITS or heads.is_rate(head.name)
        given = (said.unit, *self._units)
        if said.label.unit and not rate:
            return said.label.unit_in(given)
        own = next((unit for name, unit in self._named.items() if name in head.name), "")
        if own and not (head.unit or rate):
            return own  # before that of the row: 金额 is not in 吨
        if head.unit or (said.unit and not rate):
            return head.unit_in(given) or said.unit
        names = (head.name, said.label.name)
        unit = heads.unit_for(names, self._units)
        whole = "." not in number and not any(map(heads.is_rate, names))
        return unit or (heads.counted((*names, self._title)) if whole else "")


def _summing(row: TableRow, rows: Sequence[TableRow]) -> TableRow:
    """A row that adds up others, in the unit that all of those have by their names: 合计 of 存储卡（万个）."""
    if not is_total(row.name) or (row.unit and row.unit not in _RATE_UNITS):
        return row
    units = {one.unit for one in rows if one.group == row.group and not is_total(one.name)}
    unit = next(iter(units)) if len(units) == 1 else ""
    if not unit or unit in _RATE_UNITS:
        return row
    cells = {
        name: replace(cell, unit=unit)
        if cell.kind == "figure" and not (cell.unit or heads.is_rate(name))
        else cell
        for name, cell in row.cells.items()
    }
    return replace(row, cells=cells, unit=unit)


def _reaches(cell: GridCell, right: GridCell) -> bool:
    """Whether a cell is merged with the one to its right."""
    return right.merged and bool(right.text) and cell.start == right.start


def _part(read: Cell, match: re.Match[str], name: str) -> Cell:
    """One of two figures that stand in a cell."""
    start, end = match.span(name)
    return replace(
        read,
        value=value(match[name]),
        printed=read.printed[start:end],
        start=read.start + start,
        end=read.start + end,
    )


def _groups(drafts: Sequence[_Draft]) -> Iterator[str]:
    """What each row is part of: the words of the outer label columns, then what the order of the rows says."""
    place = 0
    while place < len(drafts):
        outer, end = drafts[place].outer, place
        while end < len(drafts) and drafts[end].outer == outer:
            end += 1
        for group in outline.groups([draft.entry for draft in drafts[place:end]]):
            yield SEPARATOR.join(dict.fromkeys(filter(None, (*outer, group))))
        place = end


def _both(of_column: str, of_row: str, base: str) -> str:
    """The period of a cell, of those of its column and its row: a month of one lies in the year of the other.

    >>> _both("2019年", "5月", "2024年"), _both("2024年1-5月", "2023年", "2024年"), _both("", "", "2024年")
    ('2019年5月', '2023年1-5月', '2024年')
    """
    if not of_column or not of_row:
        return of_column or of_row or base
    outer, inner = (of_row, of_column) if _FINER.search(of_column) else (of_column, of_row)
    if not _FINER.search(inner):
        return of_column
    return f"{outer[:5]}{inner[5:] if inner[:4].isdigit() else inner}" if outer[:4].isdigit() else inner


def _doubting(row: TableRow, unit: str) -> TableRow:
    """The row, doubtful where its unit is only that of a row above which it is no part of."""
    cells = {
        name: replace(cell, doubts=(*cell.doubts, "carried")) if unit and cell.unit == unit else cell
        for name, cell in row.cells.items()
    }
    return replace(row, cells=cells)

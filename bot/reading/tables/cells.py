"""The parts tables are made of, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.doubts import Doubt
from bot.language import numerals, periods
from bot.language.units import scaled
from bot.reading.lines import Line
from bot.reading.quantities import UNIT, Skip, quantities

NUMERIC = re.compile(r"(?P<number>[-+±−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>%|‰)?", re.ASCII)
EMPTY = frozenset({"-", "—", "--", "——", "…", "……", "/", "无"})
UNIT_LINE = re.compile(r"[（(]?(?:计量)?单位[:：](?P<unit>[^)）]+)[)）]?")
COUNTER_HEADS = frozenset({"序号", "编号", "行次", "No.", "NO.", "No"})
UNIT_HEADS = frozenset({"单位", "计量单位", "Unit", "Units", "unit"})
_HEAD_UNIT = re.compile(r"^(?P<name>.+?)[（(](?:单位[:：])?(?P<unit>[^（()）=]*?)[)）]$")
_HEAD_COUNT = re.compile(r"(?P<unit>[件人户家项次台套亩吨])数$")
_UNIT_ONLY = re.compile(rf"±?(?:(?:万亿|亿|千万|百万|十万|万|千|百)*(?:{UNIT}))|(?:/[^\W\d]{{1,3}})+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; a figure's ``value`` is plain digits, ``printed`` what stands between ``start`` and ``end``.

    ``period`` is what its column or row says of the time, ``ref`` the cell of a spreadsheet it stands in.
    """

    value: str
    printed: str
    start: int
    end: int
    kind: str = "figure"
    unit: str = ""
    items: tuple[str, ...] = ()
    inherited: bool = False
    period: str = ""
    ref: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A subject with a cell for each column that has one for it."""

    name: str
    name_start: int
    name_end: int
    cells: dict[str, Cell]
    number: str = ""
    group: str = ""
    unit: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def start(self) -> int:
        """Where the row begins in the source."""
        return min([self.name_start, *(cell.start for cell in self.cells.values() if not cell.inherited)])

    @property
    def end(self) -> int:
        """Where the row ends in the source."""
        return max([self.name_end, *(cell.end for cell in self.cells.values() if not cell.inherited)])


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table: its title stands at ``title``, and all of it, skipped numbers included, in ``span``."""

    name: str
    title: tuple[int, int]
    span: tuple[int, int]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    skipped: tuple[Skip, ...] = ()

    @property
    def period(self) -> str:
        """The time its title names."""
        return periods.found(self.name).words


def is_numeric(text: str) -> bool:
    """Whether a cell is a figure (or the dash that stands for none).

    >>> [is_numeric(cell) for cell in ("739.8", "-1.6", "113.6%", "—", "已完成", "0-15岁")]
    [True, True, True, True, False, False]
    """
    return bool(NUMERIC.fullmatch(text)) or text in EMPTY


def is_unit(text: str) -> bool:
    """Whether a cell is only a unit, or what a copied page left of one.

    >>> [is_unit(cell) for cell in ("人次", "万亩", "/月", "元/人/月", "市妇联", "13")]
    [True, True, True, True, False, False]
    """
    return bool(_UNIT_ONLY.fullmatch(text))


def cell(line: Line, unit: str = "", scale: str = "") -> Cell:
    """Read the cell that stands on a line."""
    match = NUMERIC.fullmatch(line.text)
    if not match:
        return Cell(line.text, line.text, line.start, line.end, kind="text")
    value = numerals.plain(match["number"].lstrip("±"))
    return Cell(value, line.text, line.start, line.end, unit=match["unit"] or unit)


def head(text: str) -> tuple[str, str]:
    """A column's (or row's) name and the unit it gives in brackets.

    >>> head("产量（万吨）"), head("同比增长(±%)"), head("金额（单位：万元）"), head("农贸市场(菜市场)")
    (('产量', '万吨'), ('同比增长', '%'), ('金额', '万元'), ('农贸市场(菜市场)', ''))
    """
    match = _HEAD_UNIT.match(text)
    if match and _UNIT_ONLY.fullmatch(match["unit"]):
        return match["name"], match["unit"].lstrip("±")
    counted = _HEAD_COUNT.search(text)
    return text, counted["unit"] if counted else ""


def unit_of(name: str, target: str, printed: str = "") -> str:
    """The unit of a row: the cell's, or the one the row's name gives to the number the cell has.

    >>> unit_of("改造背街小巷18条", "18"), unit_of("恢复灌溉面积10万亩", "10"), unit_of("筛查2.38万人次", "23800")
    ('条', '万亩', '人次')
    >>> unit_of("低保标准不低于600元/月", "600", "/月"), unit_of("免费筛查", "22560"), unit_of("9个县至少1家", "9")
    ('元/月', '', '个')
    """
    if printed and not printed.startswith("/"):
        return printed
    value = numerals.number(target)
    for one in quantities(name)[0]:
        scale, base = scaled(one.unit)
        if Decimal(one.value) == value:
            return one.unit
        if base and Decimal(one.value) * scale == value:
            return base
    return printed


def title_skips(line: Line, why: str = "part of a title") -> list[Skip]:
    """The digits of a caption, which are no figures."""
    return [Skip(line.start, line.end, why)] if re.search(r"\d", line.text) else []


def span_of(parts: Sequence[Line]) -> tuple[int, int]:
    """From the first of some lines to the last."""
    return parts[0].start, parts[-1].end

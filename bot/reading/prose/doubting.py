"""What the reader is not sure of, seen from what it read alone: of a table, of a figure in the prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bot.knowledge.doubts import Doubt
from bot.reading import grammar
from bot.reading.prose.naming import Label
from bot.reading.tables.cells import Cell, ReadTable, TableRow
from bot.reading.words import any_of

_UNITLESS = re.compile(any_of("unitless"))
_RATIO = re.compile(r"比$|之比|结构|比重|（第\d+项）|排名|位[列居]")
_ABOUT_NOTHING = re.compile(
    r"(?:的|等|和|与|(?<!惠)及|(?<!控制|保持|稳定)在|由|从|对|为|将|把|被|以)*$|^(?:的|等|其(?![他它])|该|这|此|有(?![效机色限线关]))|[“《(（][^”》)）]*$"
)
_LONGEST_NAME = 36


def doubting(table: ReadTable) -> ReadTable:
    """The table with its doubts: figures without unit or column, rows without a name of their own."""
    names = Counter((row.group, row.name) for row in table.rows)
    about = _UNITLESS.search(table.name)
    rows = tuple(
        replace(
            row,
            doubts=_joined(row.doubts, _of_row(row, names)),
            cells={
                column: replace(cell, doubts=_joined(cell.doubts, _of_cell(row, column, cell, bool(about))))
                for column, cell in row.cells.items()
            },
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _of_row(row: TableRow, names: Counter[tuple[str, str]]) -> tuple[Doubt, ...]:
    if not row.name.strip():
        return ("row",)
    return ("repeated",) if names[row.group, row.name] > 1 else ()


def _of_cell(row: TableRow, column: str, cell: Cell, unitless: bool) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if not column.strip():
        doubts.append("column")
    if cell.kind == "figure" and not (cell.unit or unitless or _UNITLESS.search(f"{row.name} {column}")):
        doubts.append("unit")
    return tuple(doubts)


def of_label(label: Label, others: Iterable[Label]) -> tuple[Doubt, ...]:
    """What is doubtful in the name of a figure of the prose, beside the ``others`` of its sentence.

    A unit where figures of its kind have one; a subject where only a verb is told or where another figure is
    called the same; a measure that is a fragment or half a sentence.
    """
    doubts: list[Doubt] = []
    names = (label.subject, label.measure)
    unitless = any(_UNITLESS.search(name) or _RATIO.search(name) for name in names)
    if not (label.quantity.unit or label.quantity.rank or unitless):
        doubts.append("unit")
    unnamed = not label.subject and grammar.STARTS.fullmatch(label.measure)
    if unnamed or "分别" in label.measure or any(_called_alike(label, other) for other in others):
        doubts.append("subject")
    fragment = _ABOUT_NOTHING.search(label.measure)
    if not label.measure or (fragment and fragment[0]) or len(label.measure) > _LONGEST_NAME:
        doubts.append("measure")
    return tuple(doubts)


def _called_alike(one: Label, other: Label) -> bool:
    same = (one.subject, one.measure, one.quantity.unit) == (
        other.subject,
        other.measure,
        other.quantity.unit,
    )
    return same and one.quantity.value != other.quantity.value


def _joined(old: tuple[Doubt, ...], new: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    return tuple(dict.fromkeys((*old, *new)))

"""Rows that are named in two languages, as those of yearbooks: 东湖区 Donghu."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.knowledge.model import Row

_BOTH = re.compile(r"(?P<own>[^A-Za-z]*[\u4e00-\u9fff)）])\s*(?P<english>[A-Za-z][A-Za-z ,.'’&()/-]{2,})")
_FEWEST = 3
"""Rows of a table in two languages: of fewer, letters may belong to the name, as in 小米 Pro."""


def parted(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows by their Chinese names, with the English ones beside them, where all are named in both languages.

    Names that only letters tell from each other stay whole.

    >>> row = Row(id="r1", table="t", name="", cells={})
    >>> rows = [replace(row, name=name) for name in ("总  计  Total", "东湖区Donghu", "西山区 Xishan")]
    >>> [(one.name, one.english) for one in parted(rows)]
    [('总  计', ('Total',)), ('东湖区', ('Donghu',)), ('西山区', ('Xishan',))]
    """
    found = {row.name: match for row in rows if (match := _BOTH.fullmatch(row.name))}
    if len(found) < _FEWEST or not all(row.name in found for row in rows):
        return tuple(rows)
    own = {name: match["own"].strip() for name, match in found.items()}
    if len(set(own.values())) < len(own):
        return tuple(rows)
    return tuple(_called(row, own, found[row.name]["english"].strip()) for row in rows)


def _called(row: Row, own: Mapping[str, str], english: str) -> Row:
    """A row by its Chinese name, as the headings that it stands under."""
    name = own[row.name]
    group = " · ".join(own.get(part, part) for part in row.group.split(" · "))
    cells = {
        column: replace(fact, subject=name) if fact.subject == row.name else fact
        for column, fact in row.cells.items()
    }
    return replace(
        row, name=name, group=group, english=(*row.english, english), cells=MappingProxyType(cells)
    )

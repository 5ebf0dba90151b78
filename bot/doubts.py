"""What the reader of a document can be unsure of: short codes for the files, and their words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Doubt = Literal["unit", "subject", "measure", "period", "value", "column", "row", "repeated"]


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    en: str
    zh: str


DOUBTS: Mapping[Doubt, Words] = MappingProxyType(
    {
        "unit": Words("it has no unit where a figure of its kind has one", "没有读到单位"),
        "subject": Words("what it is a figure of is not clear", "主体不明确"),
        "measure": Words("what it measures is not clear", "指标不明确"),
        "period": Words("the time it is of is not clear", "时间不明确"),
        "value": Words("the number itself may have been read wrong", "数字可能读错"),
        "column": Words("its column has no name", "所在的列没有名称"),
        "row": Words("its row has no name", "所在的行没有名称"),
        "repeated": Words("another row of the table has the same name", "表中另有同名的行"),
    }
)
"""Why a figure, a cell or a row is doubtful."""

UNREAD = "not a number that can be read"
NO_COLUMN = "a cell without a column"
UNCOVERED = "covered by no figure"
UNSURE = frozenset({UNREAD, NO_COLUMN, UNCOVERED})
"""Reasons for leaving a number out that a person should look at: it may well have been a figure."""

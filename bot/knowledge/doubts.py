"""What the reader of a document can be unsure of: short codes for the files, and their words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Doubt = Literal[
    "unit",
    "carried",
    "odd",
    "subject",
    "measure",
    "name",
    "twice",
    "period",
    "value",
    "sum",
    "column",
    "row",
    "repeated",
    "title",
]


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    en: str
    zh: str


DOUBTS: Mapping[Doubt, Words] = MappingProxyType(
    {
        "unit": Words("it has no unit where a figure of its kind has one", "没有读到单位"),
        "carried": Words("its unit is only that of a row above", "单位取自上面的行"),
        "odd": Words("its unit is not that of the other figures of its column", "单位与同列的其他数字不同"),
        "subject": Words("what it is a figure of is not clear", "主体不明确"),
        "measure": Words("what it measures is not clear", "指标不明确"),
        "name": Words("its name begins or ends in the middle of something", "名称不完整"),
        "twice": Words("another figure has the same name and time", "另有名称和时间相同的数字"),
        "period": Words("the time it is of is not clear", "时间不明确"),
        "value": Words("the number itself may have been read wrong", "数字可能读错"),
        "sum": Words("its parts do not come to it", "与各部分之和不符"),
        "column": Words("its column has no name", "所在的列没有名称"),
        "row": Words("its row has no name", "所在的行没有名称"),
        "repeated": Words("another row of the table has the same name", "表中另有同名的行"),
        "title": Words("the title tells it from no other of its kind", "标题看不出是哪一份"),
    }
)
"""Why a figure, a cell, a row, a table or a document is doubtful."""

UNREAD = "not a number that can be read"
NO_COLUMN = "a cell without a column"
UNCOVERED = "covered by no figure"
UNNAMED = "a row without a name"
UNEXPLAINED = "a second figure that the header does not explain"
STRUCK = "struck out in the file"
HIDDEN = "hidden in the file"
UNCALCULATED = "a formula without a result"
EMPTY = "a table without a row that could be read"
UNSURE: Mapping[str, Words] = MappingProxyType(
    {
        UNREAD: Words(UNREAD, "读不出的数字"),
        NO_COLUMN: Words(NO_COLUMN, "单元格不属于任何一列"),
        UNCOVERED: Words(UNCOVERED, "没有收进任何数据"),
        UNNAMED: Words(UNNAMED, "所在的行没有名称"),
        UNEXPLAINED: Words(UNEXPLAINED, "表头没有说明的第二个数"),
        STRUCK: Words(STRUCK, "文件里已划掉"),
        HIDDEN: Words(HIDDEN, "文件里隐藏"),
        UNCALCULATED: Words(UNCALCULATED, "公式没有存结果"),
        EMPTY: Words(EMPTY, "表里没有读出任何一行"),
    }
)
"""Reasons for leaving a number out that a person should look at: it may well have been a figure."""

LEFT_OUT: Mapping[str, Words] = MappingProxyType(
    {
        why: Words(why, zh)
        for why, zh in (
            ("an address", "网址或电话"),
            ("a document number", "文号"),
            ("a date", "日期"),
            ("a number in a list", "序号"),
            ("a table or picture number", "图表编号"),
            ("table number", "图表编号"),
            ("row number", "行号"),
            ("column number", "列号"),
            ("a title", "标题或书名"),
            ("part of a title", "标题的一部分"),
            ("part of a name", "名称的一部分"),
            ("a page number", "页码"),
            ("the mark of a note", "注释标记"),
        )
    }
)
"""Reasons that are no doubts: the number counts or measures nothing."""


def reason(why: str) -> Words:
    """Why a number was left out; a reason without words of its own stays as it is.

    >>> reason("a date").zh, reason("covered by no figure").zh, reason("a fold mark").zh
    ('日期', '没有收进任何数据', 'a fold mark')
    """
    return UNSURE.get(why) or LEFT_OUT.get(why) or Words(why, why)

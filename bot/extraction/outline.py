"""The order rows of a table stand in: which are parts of which, by their numbering, marks and indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.extraction.heads import SEPARATOR, unmarked

_NUMBERINGS = (
    ("一、", re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]\s*")),
    ("(一)", re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.．]?\s*")),
    ("1.", re.compile(r"\d{1,2}(?:[、．]\s*|\.(?!\d)\s*)")),
    ("(1)", re.compile(r"[(（]\d{1,2}[)）]\s*[、.．]?\s*")),
    ("1)", re.compile(r"\d{1,2}[)）]\s*")),
    ("①", re.compile(r"[①-⑳]\s*")),
)
_PART = re.compile(r"(?:其中|#|＃)\s*[:：,，]?\s*")
_BY = re.compile(r"(?P<what>.*?)(?P<by>按[^按,，。]{1,16}(?:分|划分|分组|分类))(?:组|类|的)?[:：]?$")
_SUM = re.compile(r"(?:总计|合计|总和|全部|共计|小计|总数)$")


_ROWS = ("plain", "part")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row's label: its mark, its name without it, how far it is set in, and the amount of the row, if any."""

    kind: str
    name: str
    indent: int = 0
    figures: bool = True
    amount: Decimal | None = None


@dataclass(slots=True)
class _Node:
    entry: Entry
    alone: bool = True


def entry(label: str, indent: int = 0, *, figures: bool = True, amount: Decimal | None = None) -> Entry:
    """Read the marks of a row's label.

    >>> entry("一、食品烟酒").name, entry("其中：猪肉").kind, entry("# 税收收入").name
    ('食品烟酒', 'part', '税收收入')
    >>> entry("按常住地分:", figures=False), entry("(二)收入中位数按常住地分:").name  # doctest: +ELLIPSIS
    (Entry(kind='by', name='按常住地分', ...), '收入中位数')
    """
    words, kind = label.strip(), ""
    while match := _PART.match(words):
        words, kind = words[match.end() :], "part"
    for name, pattern in _NUMBERINGS:
        if match := pattern.match(words):
            rest = words[match.end() :]
            if rest:
                words, kind = rest, kind or name
            break
    while match := _PART.match(words):
        words, kind = words[match.end() :], "part"
    words = unmarked(words).rstrip(":：")
    by = _BY.match(words)
    if by and figures and by["what"]:
        words = by["what"]
    elif by and not figures and not kind:
        kind = "by"
    elif not figures and not kind:
        kind = "heading"
    return Entry(kind or "plain", words or label.strip(), indent, figures, amount)


def groups(entries: Sequence[Entry]) -> Iterator[str]:
    """The name of what each row is part of: a path from the outermost, empty where it is part of nothing.

    >>> rows = ["价格", "其中：城市", "按类别分", "一、食品", "粮食", "其中：大米", "二、衣着"]
    >>> list(groups([entry(row, figures=row != "按类别分") for row in rows]))
    ['', '价格', '价格', '价格 · 按类别分', '价格 · 食品', '价格 · 食品 · 粮食', '价格 · 按类别分']
    """
    stack: list[_Node] = []
    for place, one in enumerate(entries):
        _make_room(stack, one)
        yield _path(stack, one)
        if one.kind != "part" or one.indent or not place:
            stack.append(_Node(one, alone=place == 0))


def _make_room(stack: list[_Node], one: Entry) -> None:
    """Take from the stack what the next row is not part of."""
    if one.kind == "plain":
        while stack and stack[-1].entry.kind in _ROWS and stack[-1].entry.indent >= one.indent:
            stack.pop()
        if stack and stack[-1].entry.kind == "part" and one.indent - stack[-1].entry.indent in (2, 3, 4):
            stack.pop()  # set in as far as the words behind "其中：" are
    elif one.kind == "part":
        while len(stack) > 1 and stack[-1].entry.kind in _ROWS and _beside(stack[-1].entry, one):
            stack.pop()
    elif known := [place for place, node in enumerate(stack) if node.entry.kind == one.kind]:
        del stack[known[0] :]
    else:
        rows = [place for place, node in enumerate(stack) if node.entry.kind in _ROWS]
        # A heading that parts something hangs under the one row above it; under several it stands for itself.
        if rows and rows[0] == 0 and one.kind == "by" and stack[0].alone:
            stack[0].entry = replace(stack[0].entry, kind="total")
            del rows[0]
        if rows:
            del stack[rows[0] :]


def _beside(above: Entry, one: Entry) -> bool:
    """Whether a part cannot be one of the row above, being one itself or set in less."""
    return above.indent >= one.indent if above.kind == "part" else above.indent > one.indent


def _path(stack: Sequence[_Node], one: Entry) -> str:
    names = [
        node.entry.name
        for place, node in enumerate(stack)
        if not _SUM.fullmatch(node.entry.name) and (node.entry.kind != "by" or place == len(stack) - 1)
    ]
    return SEPARATOR.join(dict.fromkeys(names))

r"""The marks of Markdown, put out of the way with every character of the text staying where it is."""

from __future__ import annotations

import re

from bot.knowledge.doubts import STRUCK
from bot.language.numerals import NUMBER
from bot.reading.formats import html
from bot.reading.grid import Grid, GridCell, RawCell
from bot.reading.lines import squeeze
from bot.reading.quantities import Skip

SUFFIXES = frozenset({".md", ".markdown"})
_ORDER = "一二三四五六七八九十百"
_MARKS = (
    re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE),  # a fence around lines of code
    re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE),
    re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE),  # an item of a list
    re.compile(
        rf"^#{{1,6}}[ \t]+(?=[{_ORDER}]+、|[（(][{_ORDER}]+[）)]|第[{_ORDER}\d]+[章节部编篇])", re.MULTILINE
    ),
    re.compile(r"\A[\s\ufeff]*#[ \t]+"),  # the title
    re.compile(r"(?<![ \t#])[ \t]+#+[ \t]*$", re.MULTILINE),
    re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)"),
    re.compile(r"\[(?=[^\[\]\n]{1,200}\]\()|(?<=[^\]\n])\]\([^()\n]{0,500}\)"),
    re.compile(r"</?[A-Za-z][^<>\n]{0,500}>|&nbsp;|&emsp;"),
    re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|~-])"),
)
_TITLE = re.compile(r"[\s\ufeff]*#[ \t]+(?P<title>[^\r\n]+)")
_STRUCK = re.compile(
    r"~~(?=\S)[^\n|]{0,200}?\S~~|<(?P<tag>del|s|strike)(?:\s[^<>]{0,200})?>[^\n]{0,500}?</(?P=tag)>"
)
_TABLE = re.compile(r"<table\b[^<>]*>.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(
    r"(<t[dh]\b[^<>]*>)(.*?)(?=</?t(?:[dhr]|head|body|foot|able)\b)", re.DOTALL | re.IGNORECASE
)
_DEEPEST = 3
_PAIRS = re.compile(r"(?P<mark>\*{1,3}|__|`+)(?=\S)(?P<inside>[^\n|]{0,200}?\S)(?P=mark)")


def unmarked(text: str) -> str:
    """The text with a space for each character of a mark.

    >>> unmarked("- 增长**5.2%**，见[表1](t1.html)。"), unmarked("# 公报"), unmarked("增长5*3*")
    ('  增长  5.2%  ，见 表1          。', '  公报', '增长5 3 ')
    """
    for mark in (_STRUCK, *_MARKS):
        text = mark.sub(_blank, text)
    for _ in range(_DEEPEST):
        text = _PAIRS.sub(_unpaired, text)
    return text


def title(text: str) -> str:
    r"""The title that a text begins with, if it does.

    >>> title("# 青江市**年报**\n\n正文"), title("正文")
    ('青江市年报', '')
    """
    match = _TITLE.match(text)
    return squeeze(unmarked(match["title"])) if match else ""


def struck(text: str) -> list[Skip]:
    """The numbers that are struck out.

    >>> struck("受理~~31~~52件")
    [Skip(start=4, end=6, why='struck out in the file')]
    """
    spans = (match.span() for match in _STRUCK.finditer(text))
    return [Skip(*one.span(), STRUCK) for span in spans for one in NUMBER.finditer(text, *span)]


def tables(text: str) -> list[Grid]:
    """The tables that are written as in web pages, with places in the text."""
    plain = unmarked(text)
    found = []
    for table in _TABLE.finditer(text):

        def placed(cell: re.Match[str], start: int = table.start()) -> str:
            return f"{cell[1]}{start + cell.start(2)}:{start + cell.end(2)}"

        rows = html.rows(_CELL.sub(placed, table[0]))
        if rows:
            grid = tuple(tuple(_cell(plain, cell) for cell in row) for row in rows)
            found.append(Grid(grid, *table.span()))
    return found


def _cell(text: str, cell: RawCell) -> GridCell:
    """A cell whose words are the places where its own begin and end."""
    begin, _, end = cell.text.partition(":")
    ink = text[int(begin or 0) : int(end or 0)]
    start = int(begin or 0) + len(ink) - len(ink.lstrip())
    return GridCell(squeeze(ink), start, start + len(ink.strip()), merged=cell.merged)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0]) if "\n" not in match[0] else re.sub(r"[^\r\n]", " ", match[0])


def _unpaired(match: re.Match[str]) -> str:
    blank = " " * len(match["mark"])
    return f"{blank}{match['inside']}{blank}"

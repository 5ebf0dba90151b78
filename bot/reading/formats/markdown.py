r"""The marks of Markdown, put out of the way with every character of the text staying where it is."""

from __future__ import annotations

import re

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
_DEEPEST = 3
_PAIRS = re.compile(r"(?P<mark>\*{1,3}|__|~~|`+)(?=\S)(?P<inside>[^\n|]{0,200}?\S)(?P=mark)")


def unmarked(text: str) -> str:
    """The text with a space for each character of a mark.

    >>> unmarked("- 增长**5.2%**，见[表1](t1.html)。"), unmarked("# 公报"), unmarked("增长5*3*")
    ('  增长  5.2%  ，见 表1          。', '  公报', '增长5 3 ')
    """
    for mark in _MARKS:
        text = mark.sub(_blank, text)
    for _ in range(_DEEPEST):
        text = _PAIRS.sub(_unpaired, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0]) if "\n" not in match[0] else re.sub(r"[^\r\n]", " ", match[0])


def _unpaired(match: re.Match[str]) -> str:
    blank = " " * len(match["mark"])
    return f"{blank}{match['inside']}{blank}"

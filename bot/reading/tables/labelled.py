"""Lists of labels and what each of them gives, a pair or some a line: 注册资本：1.25亿元, 董事会秘书：秦雨薇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.knowledge.doubts import NO_COLUMN
from bot.language.numerals import NUMBER
from bot.reading.grid import Grid, GridCell
from bot.reading.lines import Line, squeeze
from bot.reading.quantities import Skip, quantities
from bot.reading.tables.aligned import Aligned
from bot.reading.tables.cells import UNIT_LINE, figure
from bot.reading.tables.listed import DETAILS

_GAP = re.compile(r"\s*\t\s*|[ \xa0\u3000]{2,}")
_PAIR = re.compile(
    r"(?P<name>(?:[^\s:：,，。;；|\d][^\s:：,，。;；|]{1,19}|[A-Za-z][\w&'/.-]*(?: [\w&'/.-]+){0,5})[:：])"
    r"\s*(?P<value>[^\s|][^\r\n|]{0,59})"
)
_NO_LABEL = re.compile(r"(?:其中|同时|此外|另外|附?注|说明|备注|如下|来源)\d*[:：]")
_NO_VALUE = re.compile(r"[。；;！!？?:：]|[,，](?!\d{3})|//")
_FEWEST = 3


def labelled(text: str, lines: Sequence[Line]) -> list[Aligned]:
    """The lists among some lines, as tables of names and what they name; each gives a figure at the least."""
    rows = [list(_pairs(text, line)) for line in lines]
    found: list[Aligned] = []
    first = 0
    while first < len(rows):
        end = first
        while end < len(rows) and rows[end]:
            end += 1
        start = first
        while start < end and any(_is_detail(name) for name, _ in rows[start]):
            start += 1  # which tell of the document, at its head
        pairs = [pair for row in rows[start:end] for pair in row]
        if end - start >= _FEWEST and any(figure(value.text) for _, value in pairs):
            span = (lines[start].start, lines[end - 1].end)
            numbers = tuple(Skip(*one.span(), NO_COLUMN) for one in NUMBER.finditer(text, *span))
            found.append(Aligned(start, end, span, Grid(tuple(pairs), *span), numbers))
        first = max(end, first + 1)
    return found


def _is_detail(name: GridCell) -> bool:
    return name.text.rstrip(":：") in DETAILS


def _pairs(text: str, line: Line) -> Iterator[tuple[GridCell, GridCell]]:
    """The labels of a line with what they give; none where any part of it is anything else."""
    found = []
    place = line.start
    for gap in (*_GAP.finditer(text, line.start, line.end), None):
        stop = gap.start() if gap else line.end
        match = _PAIR.fullmatch(text, place, stop)
        if (
            not match
            or _NO_LABEL.match(match["name"])
            or UNIT_LINE.match(match[0])
            or not _gives(match["value"])
        ):
            return
        found.append(tuple(GridCell(squeeze(match[part]), *match.span(part)) for part in ("name", "value")))
        place = gap.end() if gap else stop
    yield from found  # type: ignore[misc]  # of two each


def _gives(value: str) -> bool:
    """Whether words are a figure, or words without one that end where the line does."""
    words = squeeze(value)
    return figure(words) is not None or not (_NO_VALUE.search(words) or quantities(words)[0])

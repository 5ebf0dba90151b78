"""Draws charts as PNG, to be read on a phone in a light or a dark chat."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import cycle
from math import ceil

from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageColor, ImageDraw, ImageFont

from bot.pictures.charts import Bars, Chart, Course, Point

WIDTH = 1080
"""Pixels across, as most phones have."""
KEPT = 32
"""Pictures that are kept for who asks for them again."""
_SCALE = 2  # drawn larger and made smaller, so that round things are round
_SIMPLIFIED = 2
"""Which font of the collection has the shapes of characters that are used in China."""
_SHADES = 12
_BACKGROUND, _TRACK = "#f3f0ea", "#e2ddd3"
_INK, _FAINT = "#26323a", "#68737a"
_COLOUR, _ASKED = "#5b87a6", "#cf5b3c"
_PARTS = (_COLOUR, "#d9a441", _ASKED)
"""Colours of what a column is made of, from below; a fourth would be as the first."""
_MARGIN, _GAP = 56, 24
_TITLE, _TEXT, _SMALL = 46, 36, 28
"""Heights of letters."""
_MOST_LINES = 2
_SHAPELESS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BAR, _ROW, _LEAST = 24, 112, 5
"""Height of a bar, of a bar with its name, and the width of one that is hardly anything."""
_PLOT, _DOT, _HALO = 560, 9, 6
_HALF, _CORNER, _SEAM = 0.36, 5, 2
"""Half of a column, as a share of its step; how round its parts are, and how far apart."""
_AROUND = 500
"""More than the heading, the source and the margins come to."""


@lru_cache(maxsize=KEPT)
def draw(chart: Chart) -> bytes:
    """A chart as a PNG of `WIDTH` pixels across. It takes a moment: call it in a thread."""
    page = _Page(_AROUND + (len(chart.bars) * _ROW if isinstance(chart, Bars) else _PLOT))
    y = _head(page, chart)
    y = _bars(page, chart, y) if isinstance(chart, Bars) else _course(page, chart, y)
    if chart.source:
        page.text(_MARGIN, y, page.cut(chart.source, _SMALL, page.inner), _SMALL, _FAINT)
        y += _SMALL + _GAP
    return page.png(y + _MARGIN - _GAP)


class _Page:
    """Something to draw on, in pixels of the finished picture."""

    inner = WIDTH - 2 * _MARGIN

    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * _SCALE, height * _SCALE), _BACKGROUND)
        self._pen = ImageDraw.Draw(self._image)

    def text(  # noqa: PLR0913, PLR0917 - what a text is like
        self, x: float, y: float, text: str, size: int, colour: str = _INK, anchor: str = "la", bold: int = 0
    ) -> None:
        """Write on one line; ``anchor`` as Pillow names it."""
        place = (x * _SCALE, y * _SCALE)
        self._pen.text(place, _shaped(text), colour, _font(size * _SCALE), anchor=anchor, stroke_width=bold)

    def width(self, text: str, size: int) -> float:
        """How wide a text is."""
        return _font(size * _SCALE).getlength(_shaped(text)) / _SCALE

    def cut(self, text: str, size: int, room: float) -> str:
        """A text that fits, with … where something is left out."""
        if self.width(text, size) <= room:
            return text
        return text[: self._fitting(text, size, room - self.width("…", size))].rstrip() + "…"

    def lines(self, text: str, size: int) -> Iterator[str]:
        """A text on as many lines as a heading may have."""
        for _ in range(_MOST_LINES - 1):
            if self.width(text, size) <= self.inner:
                break
            end = self._fitting(text, size, self.inner)
            if text[:end].isascii() and " " in text[:end]:
                end = text.rindex(" ", 0, end) + 1
            yield text[:end].rstrip()
            text = text[end:]
        yield self.cut(text, size, self.inner)

    def _fitting(self, text: str, size: int, room: float) -> int:
        ends = range(1, len(text) + 1)
        return max(1, bisect_right(ends, room, key=lambda end: self.width(text[:end], size)))

    def box(  # noqa: PLR0913, PLR0917 - where it stands and what it is like
        self, left: float, top: float, right: float, bottom: float, colour: str, corner: float = _BAR / 2
    ) -> None:
        """A box with round ends."""
        corners = [side * _SCALE for side in (left, top, right - 0.5, bottom)]
        radius = min(corner, (right - left) / 2, (bottom - top) / 2) * _SCALE
        self._pen.rounded_rectangle(corners, radius, colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        """A line from point to point."""
        places = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(places, colour, round(width * _SCALE), joint="curve")

    def dot(self, x: float, y: float, size: float, colour: str) -> None:
        """A dot around a place."""
        self._pen.circle((x * _SCALE, y * _SCALE), size * _SCALE, colour, _BACKGROUND, 2 * _SCALE)

    def png(self, height: float) -> bytes:
        """The page, as far down as it is drawn on."""
        page = self._image.reduce(_SCALE, (0, 0, WIDTH * _SCALE, round(height) * _SCALE))
        written = BytesIO()
        page.quantize(palette=_palette(), dither=Image.Dither.NONE).save(written, "PNG")
        return written.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The colours of all pictures, and those between each and the background."""
    background = ImageColor.getrgb(_BACKGROUND)
    colours = [
        round(ground + (full - ground) * shade / _SHADES)
        for colour in (_INK, _FAINT, _TRACK, *_PARTS)
        for shade in range(_SHADES + 1)
        for ground, full in zip(background, ImageColor.getrgb(colour), strict=True)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette


def _shaped(text: str) -> str:
    r"""A text of one line, of characters that have shapes.

    >>> _shaped("完成\n情况\ud800")
    '完成 情况 '
    """
    return _SHAPELESS.sub(" ", text)


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_PATH), size, index=_SIMPLIFIED)


def _head(page: _Page, chart: Chart) -> float:
    """The title and what the figures are; returns where the drawing begins."""
    y = float(_MARGIN)
    for line in page.lines(chart.title, _TITLE):
        page.text(_MARGIN, y, line, _TITLE, bold=1)
        y += _TITLE * 1.35
    for line in filter(None, (chart.about, chart.missing if isinstance(chart, Bars) else "")):
        page.text(_MARGIN, y + 4, page.cut(line, _SMALL, page.inner), _SMALL, _FAINT)
        y += _SMALL * 1.4
    if isinstance(chart, Course) and chart.kinds:
        _legend(page, chart.kinds, y + _SMALL)
        y += 2 * _SMALL
    return y + 1.5 * _GAP


def _legend(page: _Page, kinds: tuple[str, ...], y: float) -> None:
    """The names of the parts of columns, each behind its colour, from left to right."""
    x = float(_MARGIN)
    for kind, colour in zip(kinds, cycle(_PARTS)):
        page.dot(x + _DOT, y + _SMALL * 0.74, _DOT, colour)
        page.text(x + 3 * _DOT, y, kind, _SMALL, _INK)
        x += 3 * _DOT + page.width(kind, _SMALL) + 1.5 * _GAP


def _bars(page: _Page, chart: Bars, y: float) -> float:
    """Each bar below its name and its amount; those below nothing go to the left."""
    values = [bar.value for bar in chart.bars]
    low, high = min(0.0, *values), max(0.0, *values, chart.whole or 0.0, chart.most or 0.0)
    scale = page.inner / (high - low or 1)
    zero = _MARGIN - low * scale
    for bar in chart.bars:
        colour = _ASKED if bar.asked else _COLOUR
        ink = _ASKED if bar.asked else _INK
        told = page.cut(bar.told, _TEXT, page.inner * 0.6)
        room = page.inner - page.width(told, _TEXT) - _GAP
        page.text(_MARGIN, y, page.cut(bar.name, _TEXT, room), _TEXT, ink, bold=int(bar.asked))
        page.text(WIDTH - _MARGIN, y, told, _TEXT, ink, "ra", bold=1)
        top = y + _TEXT * 1.6
        page.box(_MARGIN, top, WIDTH - _MARGIN, top + _BAR, _TRACK)
        if bar.value:
            end = zero + bar.value * scale
            end = max(end, zero + _LEAST) if bar.value > 0 else min(end, zero - _LEAST)
            page.box(min(zero, end), top, max(zero, end), top + _BAR, colour)
        if low < 0:
            page.line([(zero, top - 4), (zero, top + _BAR + 4)], _INK, 2)
        if chart.whole:
            x = _MARGIN + chart.whole * scale
            page.line([(x, top), (x, top + _BAR + 6)], _INK, 4)
        y += _ROW
    if chart.whole:
        x, told = zero + chart.whole * scale, f"{chart.whole:g}%"
        half = page.width(told, _SMALL) / 2
        x = min(max(x, _MARGIN + half), WIDTH - _MARGIN - half)
        page.text(x, y - 18, told, _SMALL, _FAINT, "ma")
        y += _SMALL + 0.5 * _GAP
    return y + 0.5 * _GAP


def _course(page: _Page, chart: Course, y: float) -> float:
    """A line from time to time, or a column at each; as many are labelled as there is room for."""
    points = chart.points
    values = [point.value for point in points]
    low, high = min(values), max(values)
    if chart.columns or low < 0 or low < (high - low):
        low, high = min(0.0, low), max(0.0, high)
    room = _TEXT if chart.columns else 2 * _TEXT  # below the lowest, for its amount
    scale = (_PLOT - _TEXT - room) / (high - low or 1)
    base = y + _PLOT
    first, last = points[0].at, points[-1].at
    step = page.inner / len(points)
    side = step / 2 if chart.columns else max(page.width(one, _SMALL) for one in _ends(points)) / 2
    across = (page.inner - 2 * side) / (last - first or 1)
    places = [
        (_MARGIN + side + (point.at - first) * across, base - room - (point.value - low) * scale)
        for point in points
    ]
    floor = base - room - (max(low, 0.0) - low) * scale if low <= 0 else base - _GAP / 2
    page.line([(_MARGIN, floor), (WIDTH - _MARGIN, floor)], _TRACK, 3)
    if chart.columns:
        for (x, top), point in zip(places, points, strict=True):
            half = min(step * _HALF, 60)
            if point.parts:
                _stack(page, point, (x - half, x + half), (floor, scale))
            elif point.value:
                page.box(x - half, min(top, floor - _LEAST), x + half, floor, _colour(point))
    else:
        page.line(places, _COLOUR, 5)
        for (x, top), point in zip(places, points, strict=True):
            page.dot(x, top, _DOT * 1.5 if point.asked else _DOT, _colour(point))
    _labels(page, points, places, base, below=not chart.columns)
    return base + _SMALL * 1.5 + _GAP


def _stack(page: _Page, point: Point, sides: tuple[float, float], up: tuple[float, float]) -> None:
    """A column of parts above each other; ``up`` is where it stands, and how high one is."""
    (left, right), (bottom, scale) = sides, up
    for part, colour in zip(point.parts, cycle(_PARTS)):
        if part:
            top = bottom - part * scale
            page.box(left, top, right, max(bottom - _SEAM, top + 1), colour, _CORNER)
            bottom = top


def _ends(points: tuple[Point, ...]) -> Iterator[str]:
    for point in (points[0], points[-1]):
        yield point.when
        yield point.told


def _labels(
    page: _Page, points: tuple[Point, ...], places: list[tuple[float, float]], base: float, *, below: bool
) -> None:
    """Amounts at their points, and times: first of the asked one and of both ends, then of what lies free between.

    The amount stands above its point, or ``below`` it where the line comes down to it.
    """
    ends = {0, len(points) - 1}
    every = 1 if below else _spread(page, points, places)
    asked = {number for number, point in enumerate(points) if point.asked}
    order = [*sorted(asked), *sorted(ends - asked), *(n for n in range(len(points)) if n not in ends | asked)]
    taken: dict[str, list[tuple[float, float]]] = {"told": [], "when": []}
    for number in order:
        (middle, top), point = places[number], points[number]
        beside = [places[n][1] for n in (number - 1, number + 1) if 0 <= n < len(points)]
        lowest = below and all(top > other for other in beside)
        for kind, text, y, anchor in (
            ("told", point.told, top + _DOT + 4 if lowest else top - _DOT - 10, "ma" if lowest else "ms"),
            ("when", point.when, base, "ma"),
        ):
            if kind == "when" and number % every and number not in ends | asked:
                continue
            half = page.width(text, _SMALL) / 2
            x = min(max(middle, _MARGIN + half), WIDTH - _MARGIN - half)
            left, right = x - half - _HALO, x + half + _HALO
            if any(left < end and right > start for start, end in taken[kind]):
                continue
            if kind == "told" and not below and _is_over(number, places, 2 * half):
                continue
            taken[kind].append((left, right))
            if kind == "when":
                page.text(x, y, text, _SMALL, _FAINT, anchor)
            else:
                page.text(x, y, text, _SMALL, _BACKGROUND, anchor, bold=_HALO)
                page.text(x, y, text, _SMALL, _ASKED if point.asked else _INK, anchor, bold=1)


def _spread(page: _Page, points: tuple[Point, ...], places: list[tuple[float, float]]) -> int:
    """How many columns it is from one time that has room below to the next, at even distances."""
    step = (places[-1][0] - places[0][0]) / max(1, len(places) - 1)
    widest = max(page.width(point.when, _SMALL) for point in points) + 2 * _HALO
    return ceil(widest / step) if step else 1


def _is_over(number: int, places: list[tuple[float, float]], width: float) -> bool:
    """Whether an amount of that width above its column would stand over one beside it that is higher."""
    middle, top = places[number]
    higher = [
        x
        for x, other in (*places[max(0, number - 1) : number], *places[number + 1 : number + 2])
        if other < top
    ]
    return any(width / 2 > abs(x - middle) * (1 - _HALF) for x in higher)


def _colour(point: Point) -> str:
    return _ASKED if point.asked else _COLOUR

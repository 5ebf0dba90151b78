"""PDF documents with a text layer: paragraphs put together again, tables by their ruling lines."""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.table import merge_edges
from pdfplumber.utils.exceptions import PdfminerException

from bot import messages
from bot.reading import limits
from bot.reading.formats import sheets
from bot.reading.formats.packed import LOCKED, UnreadableError
from bot.reading.formats.raised import raised
from bot.reading.grid import Lost, RawCell, RawTable
from bot.reading.progress import Tell, counted, quiet

Block = str | RawTable | Lost
Box = tuple[float, float, float, float]
Span = tuple[float, float]

_MOST_PAGES = 2000
_MOST_EDGES = 20_000  # of drawings on one page: a map has more, a table never
_SCAN = "holds pictures of pages and no text (a scan); have its text recognised (OCR) and try again"
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·\s]*"
)
_LONGEST_GROUP = 20
_SMALL = 0.9
_LARGE = 1.5
_SLANT = 0.1  # what a scan may be awry
_PALE = 0.5  # of full ink
_GUTTER = 0.8  # of the size of its characters
_FEWEST = 3  # lines of a column
_FULL = 0.7  # of a column: lines of prose may be ragged
_STOP = re.compile(r"[。！!？?]$|(?<!\d)\.$")
_SENTENCE = re.compile(r"[，。；、]|[a-z][,.;](?:\s|$)")
_NEAR = 3  # points: lines that are closer are one
_MARGIN = 0.1  # of a page's height: where running heads and page numbers stand
_NEW = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|第[一二三四五六七八九十\d]+[章节部条]|\d{1,2}[.．、](?!\d)"
    r"|【|[●■◆•]|[（(]?单位[:：]|注\d?[:：]|[表图]\s*\d|附[表件注]"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its words in pieces that wide gaps keep apart, and where it stands.

    ``column`` are the edges of the column of prose it stands in, where the page has several.
    """

    pieces: tuple[tuple[float, float, str], ...]
    top: float
    bottom: float
    size: float
    column: Span | None = None

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(text for _, _, text in self.pieces)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0][0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class _Table:
    """A ruled table and how far down the page it stands."""

    rows: tuple[tuple[RawCell, ...], ...]
    top: float


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands on a page, from top to bottom."""

    items: tuple[_Line | _Table, ...]
    height: float


def blocks(data: bytes, tell: Tell = quiet) -> list[Block]:
    """The paragraphs and tables of the pages, without running heads and page numbers."""
    logging.getLogger("pdfminer").setLevel(
        logging.CRITICAL
    )  # it tells of every slip of the programs that write PDF
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise UnreadableError("has more than {most} pages; split it into parts", most=_MOST_PAGES)
            limits.allow(seconds=len(document.pages))
            pages = []
            for page in counted(document.pages, messages.tell("pages"), tell, step=5):
                pages.append(_page(page))
                page.close()  # what was read of a page is kept otherwise
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in error.args):
            raise UnreadableError(LOCKED) from error
        raise
    if not any(page.items for page in pages):
        raise UnreadableError(_SCAN)
    return list(_blocks(list(_without_margins(pages))))


def _page(page: Any) -> _Page:
    page = page.filter(_is_no_watermark(page.chars)).dedupe_chars()
    page = page.filter(_is_wanted(page.chars))
    ruled = page.find_tables(_settings(page)) if len(page.edges) <= _MOST_EDGES else []
    tables = [table for table in ruled if len(table.rows) > 1 or len(table.cells) > 1]
    boxes = [table.bbox for table in tables]
    words = [
        word
        for word in page.extract_words(keep_blank_chars=False, use_text_flow=False, extra_attrs=["size"])
        if not any(_inside(word, box) for box in boxes)
    ]
    items: list[_Line | _Table] = []
    waiting = sorted((_Table(_cells(table), table.bbox[1]) for table in tables), key=lambda table: table.top)
    for band in _bands(words):
        while waiting and waiting[0].top < min(line.top for line in band):
            items.append(waiting.pop(0))
        items += band
    return _Page((*items, *waiting), float(page.height))


def _is_no_watermark(chars: Sequence[Any]) -> Callable[[Any], bool]:
    """Tells what is printed across a page from its text: it is turned, or lies large or pale over the text."""
    looks: dict[Any, list[Any]] = {}
    for char in chars:
        looks.setdefault(_look(char), []).append(char)
    body = max(looks.values(), key=len, default=[])
    middles = sorted(((c["top"] + c["bottom"]) / 2, (c["x0"] + c["x1"]) / 2) for c in body)
    over = {
        look
        for look, these in looks.items()
        if these is not body
        and (these[0]["size"] > _LARGE * body[0]["size"] or _is_pale(these[0]["non_stroking_color"]))
        and any(_covers(char, middles) for char in these)
    }
    return lambda thing: thing["object_type"] != "char" or not (_is_turned(thing) or _look(thing) in over)


def _look(char: Any) -> tuple[float, str]:
    return round(char["size"], 1), str(char["non_stroking_color"])


def _is_turned(char: Any) -> bool:
    """Whether a character stands neither upright nor on its side."""
    along, across = map(abs, char["matrix"][:2])
    return bool(min(along, across) > _SLANT * max(along, across))


def _is_pale(colour: Any) -> bool:
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    ink = max(parts) if len(parts) == 4 else 1 - min(parts, default=0)
    return bool(ink < _PALE)


def _covers(char: Any, middles: Sequence[tuple[float, float]]) -> bool:
    """Whether the middle of another character lies in a character."""
    inside = middles[bisect_left(middles, (char["top"], 0)) : bisect_left(middles, (char["bottom"], 0))]
    return any(char["x0"] < across < char["x1"] for _, across in inside)


def _is_wanted(chars: Sequence[Any]) -> Callable[[Any], bool]:
    """Tells the marks of footnotes, small digits raised beside what they are a mark of, from all else."""
    marks: set[tuple[float, float]] = set()
    words, size, bottom = "", 0.0, 0.0
    for char in chars:
        small = char["size"] < _SMALL * size and char["bottom"] < bottom - 0.2 * size
        if small and char["text"].isdecimal():
            char["text"] = raised(words, char["text"])
            if not char["text"]:
                marks.add((char["x0"], char["top"]))
            continue
        words, size, bottom = (words + char["text"])[-4:], char["size"], char["bottom"]
    return lambda thing: thing["object_type"] != "char" or (thing["x0"], thing["top"]) not in marks


def _settings(page: Any) -> dict[str, Any]:
    """How tables are found: those that are open at their sides, as statistics print them, are closed there."""
    edges = merge_edges(page.edges, *[_NEAR] * 4)
    across = sorted((edge for edge in edges if edge["orientation"] == "h"), key=_by_place)
    downs = [edge for edge in edges if edge["orientation"] == "v"]
    sides = []
    for upper, lower in pairwise(across):
        left, right, top, bottom = upper["x0"], upper["x1"], upper["top"], lower["top"]
        same = abs(lower["x0"] - left) < _NEAR and abs(lower["x1"] - right) < _NEAR
        within = (edge for edge in downs if left + _NEAR < edge["x0"] < right - _NEAR)
        if same and any(edge["top"] <= top + _NEAR and bottom - _NEAR <= edge["bottom"] for edge in within):
            place = {"object_type": "line", "top": top, "bottom": bottom, "height": bottom - top, "width": 0}
            sides += [{**place, "x0": x, "x1": x} for x in (left, right)]
    return {"explicit_vertical_lines": sides}


def _by_place(edge: Any) -> tuple[int, int, float]:
    return round(edge["x0"] / _NEAR), round(edge["x1"] / _NEAR), edge["top"]


def _inside(word: Any, box: Box) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _bands(words: Sequence[Any], column: Span | None = None) -> Iterator[list[_Line]]:
    """The lines of a page in the order they are read: those of columns side by side one column after the other."""
    gutter = _gutter(words)
    for across, group in groupby(_rows(words), key=lambda row: not gutter or _crosses(row, gutter)):
        rows = list(group)
        if across or not gutter:
            yield from ([replace(_line(row), column=column)] for row in rows)
            continue
        band = [word for row in rows for word in row]
        sides = [word for word in band if word["x0"] < gutter[0]], [w for w in band if w["x0"] >= gutter[0]]
        yield [line for side in sides if side for part in _bands(side, _edges(side)) for line in part]


def _crosses(row: Sequence[Any], stripe: Span) -> bool:
    return any(word["x0"] < stripe[1] and stripe[0] < word["x1"] for word in row)


def _edges(words: Sequence[Any]) -> Span:
    return min(word["x0"] for word in words), max(word["x1"] for word in words)


def _gutter(words: Sequence[Any]) -> Span | None:
    """The white stripe that parts two columns of prose: on either side lines of sentences reach to the edge."""
    if not words:
        return None
    size = float(median(word["size"] for word in words))
    left, right = _edges(words)
    rows = [row for row in _rows(words) if not _is_across(row, size, right - left)]
    inked = Counter(
        place for row in rows for word in row for place in range(int(word["x0"]) + 1, int(word["x1"]) + 1)
    )
    quarter = (right - left) / 4
    middle = range(int(left + quarter), int(right - quarter))
    runs = [list(run) for white, run in groupby(middle, lambda x: inked[x] * 4 <= len(rows)) if white]
    white = max(runs, key=len, default=[])
    if not white:
        return None
    # Few lines reach into it from one side; a title over both columns has nothing beside it.
    spans = [
        (word["x0"], word["x1"]) for row in rows for word in row if len(row) > 1 or word["x0"] < left + size
    ]
    begin = max((end for start, end in spans if start < white[0] < end < white[-1]), default=white[0])
    stop = min((start for start, end in spans if begin < start < white[-1] < end), default=white[-1])
    gutter = float(begin), float(stop)
    if stop - begin < _GUTTER * size:
        return None
    parted = [word for row in rows if not _crosses(row, gutter) for word in row]
    sides = ([word for word in parted if (word["x0"] < gutter[0]) == is_left] for is_left in (True, False))
    return gutter if all(_is_column(side) for side in sides) else None


def _is_across(row: Sequence[Any], size: float, width: float) -> bool:
    """Whether a line goes over most of the page without a gap."""
    ordered = sorted(row, key=lambda word: word["x0"])
    gaps = (after["x0"] - before["x1"] for before, after in pairwise(ordered))
    left, right = _edges(row)
    return right - left > 0.6 * width and max(gaps, default=0) < _GUTTER * size


def _is_column(words: Sequence[Any]) -> bool:
    """Whether words are lines of prose."""
    lines = [_line(row) for row in _rows(words)]
    full = [line for line in lines if _fills(line, _edges(words))]
    said = [line for line in lines if _SENTENCE.search(line.text)]
    return len(lines) >= _FEWEST and min(len(full), len(said)) * 2 >= len(lines)


def _is_cut(before: str, after: str) -> bool:
    """Whether a line ends within a word or a number: Chinese is cut anywhere, but parts Latin words by spaces."""
    in_number = before[-1].isdigit() or after[0].isdigit()
    if in_number and re.match(r"[\d.,%‰]{2}", before[-1] + after[0]):
        return not before.isascii()
    return not (before[-1].isascii() and after[0].isascii())


def _fills(line: _Line, column: Span) -> bool:
    return line.right - line.left > _FULL * (column[1] - column[0])


def _rows(words: Sequence[Any]) -> Iterator[list[Any]]:
    """Words put into lines."""
    row: list[Any] = []
    tallest: Any = None
    for word in sorted(words, key=lambda one: (one["top"] + one["bottom"]) / 2):
        if row:
            shared = min(word["bottom"], tallest["bottom"]) - max(word["top"], tallest["top"])
            if shared * 2 < min(word["bottom"] - word["top"], tallest["bottom"] - tallest["top"]):
                yield row
                row = []
        row.append(word)
        tallest = max(row, key=lambda one: one["bottom"] - one["top"])
    if row:
        yield row


def _line(words: Sequence[Any]) -> _Line:
    """A line; a gap as wide as two characters parts it into pieces."""
    ordered = sorted(words, key=lambda one: one["x0"])
    size = float(median(word["size"] for word in ordered))
    pieces: list[tuple[float, float, str]] = []
    for word in ordered:
        if pieces and word["x0"] - pieces[-1][1] < 1.5 * size:
            begin, end, text = pieces[-1]
            gap = " " if word["x0"] - end > 0.15 * size else ""
            pieces[-1] = (begin, word["x1"], f"{text}{gap}{word['text']}")
        else:
            pieces.append((word["x0"], word["x1"], word["text"]))
    return _Line(tuple(pieces), min(w["top"] for w in ordered), max(w["bottom"] for w in ordered), size)


def _cells(table: Any) -> tuple[tuple[RawCell, ...], ...]:
    """The cells of a ruled table, those of a merged area repeated."""
    words = table.extract()
    boxes = [row.cells for row in table.rows]
    # Where an area is merged, the library gives its words at its first place, and nothing at the others.
    downs = [(min(box[1] for box in row if box), min(box[3] for box in row if box)) for row in boxes]
    acrosses = _acrosses(boxes)
    first: dict[Box, str] = {}
    rows: list[tuple[RawCell, ...]] = []
    for texts, row, (top, bottom) in zip(words, boxes, downs, strict=True):
        cells: list[RawCell] = []
        for text, box, (left, right) in zip(texts, row, acrosses, strict=True):
            if box:
                first[box] = text or ""
                cells.append(sheets.cell(text or ""))
                continue
            middle = ((left + right) / 2, (top + bottom) / 2)
            over = [words for spot, words in first.items() if _holds(spot, middle)]
            cells.append(replace(sheets.cell(over[-1]), merged=True) if over else RawCell(""))
        rows.append(tuple(cells))
    return tuple(rows)


def _acrosses(boxes: Sequence[Sequence[Box | None]]) -> list[tuple[float, float]]:
    """The edges of each column: those of its narrowest cell."""
    found: list[tuple[float, float]] = []
    for column in zip(*boxes, strict=True):
        spans = [(box[0], box[2]) for box in column if box]
        found.append(min(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0)))
    return found


def _holds(box: Box, spot: tuple[float, float]) -> bool:
    return box[0] <= spot[0] <= box[2] and box[1] <= spot[1] <= box[3]


def _without_margins(pages: Sequence[_Page]) -> Iterator[_Page]:
    """The pages without page numbers, and without lines at their edges that many pages have."""
    seen = Counter(
        key for page in pages for key in {_key(item) for item in page.items if _at_edge(item, page)}
    )
    often = max(2, len(pages) // 3)
    for page in pages:
        kept = tuple(
            item
            for item in page.items
            if not (
                _at_edge(item, page)
                and isinstance(item, _Line)
                and (_PAGE_NUMBER.fullmatch(item.text) or seen[_key(item)] >= often)
            )
        )
        yield replace(page, items=kept)


def _at_edge(item: _Line | _Table, page: _Page) -> bool:
    if isinstance(item, _Table):
        return False
    return item.bottom < page.height * _MARGIN or item.top > page.height * (1 - _MARGIN)


def _key(item: _Line | _Table) -> str:
    return re.sub(r"\d+|\s+", "", item.text) if isinstance(item, _Line) else ""


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """Paragraphs, and tables that go on over the page."""
    lines: list[_Line] = []
    table: _Table | None = None
    # What may be a head of the page does not tell where its text begins.
    body = [
        item for page in pages for item in page.items if isinstance(item, _Line) and not _at_edge(item, page)
    ]
    margins = (min((line.left for line in body), default=0), max((line.right for line in body), default=0))
    for page in pages:
        for item in page.items:
            if isinstance(item, _Line):
                if table:
                    yield from _finished(table)
                    table = None
                lines.append(item)
                continue
            yield from _paragraphs(lines, margins)
            lines = []
            if table and item is page.items[0] and len(item.rows[0]) == len(table.rows[0]):
                table = replace(table, rows=table.rows + _without_head(item, table))
                continue
            if table:
                yield from _finished(table)
            table = item
    if table:
        yield from _finished(table)
    yield from _paragraphs(lines, margins)


def _without_head(table: _Table, before: _Table) -> tuple[tuple[RawCell, ...], ...]:
    """The rows of a table that goes on, without the header that is printed again."""
    same = 0
    while same < min(len(table.rows), len(before.rows)) and table.rows[same] == before.rows[same]:
        same += 1
    return table.rows[same:]


def _finished(table: _Table) -> Iterator[Block]:
    cells = {(r, c): cell for r, row in enumerate(table.rows) for c, cell in enumerate(row) if cell.text}
    yield from sheets.blocks([sheets.Sheet("", cells)])


def _paragraphs(lines: Sequence[_Line], margins: tuple[float, float]) -> Iterator[Block]:
    """Lines put together to paragraphs, and columns of words that stand as a table without lines."""
    ranked = zip(_ranked(lines), lines, strict=True)
    for is_table, run in groupby(ranked, key=lambda pair: pair[0]):
        group = [line for _, line in run]
        yield from _unruled(group) if is_table else _joined(group, margins)


def _ranked(lines: Sequence[_Line]) -> list[bool]:
    """Whether each line is a row of a table without lines: one of three in pieces, or a short one between such."""
    parted = [len(line.pieces) > 1 for line in lines]
    rank = [False] * len(lines)
    for index in range(len(lines) - 2):
        if all(parted[index : index + 3]):
            rank[index : index + 3] = [True] * 3
    for index in range(1, len(lines) - 1):
        short = len(lines[index].text) <= _LONGEST_GROUP and "。" not in lines[index].text
        if rank[index - 1] and parted[index + 1] and short:
            rank[index] = rank[index + 1] = True
    return rank


def _unruled(lines: Sequence[_Line]) -> Iterator[Block]:
    """A table of the pieces of lines: what stands below each other is a column."""
    usual = Counter(len(line.pieces) for line in lines).most_common(1)[0][0]
    columns: list[list[float]] = []
    for left, right, _ in sorted(
        piece for line in lines if len(line.pieces) == usual for piece in line.pieces
    ):
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    cells: dict[tuple[int, int], RawCell] = {}
    for row, line in enumerate(lines):
        for left, right, text in line.pieces:
            over = [n for n, (begin, end) in enumerate(columns) if begin < right and left < end]
            free = [n for n in over if (row, n) not in cells]
            if not free:  # it stands between columns, or two words stand in one
                near = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - left - right))
                other = cells.get((row, near))
                cells[row, near] = sheets.cell(f"{other.text} {text}" if other else text)
                continue
            cells[row, free[0]] = sheets.cell(text)
            cells |= {(row, n): replace(cells[row, free[0]], merged=True) for n in free[1:]}
    yield from sheets.blocks([sheets.Sheet("", cells)])


def _width_of_start(line: _Line) -> float:
    """How much room the first piece of a line takes that cannot be parted: a character, or a number."""
    word = re.match(r"[\w.,%]+", line.text, re.ASCII)
    return line.size * (max(1.0, 0.55 * len(word[0])) if word else 1.0)


def _joined(lines: Sequence[_Line], margins: Span) -> Iterator[str]:
    """Paragraphs: a line goes on in the next if it is full, and the next begins at the margin."""
    paragraph = ""
    before: _Line | None = None
    for line in lines:
        if before and _goes_on(before, line, margins):
            paragraph += line.text if _is_cut(paragraph, line.text) else f" {line.text}"
        else:
            if paragraph:
                yield paragraph
            paragraph = line.text
        before = line
    if paragraph:
        yield paragraph


def _goes_on(before: _Line, line: _Line, margins: Span) -> bool:
    same = abs(before.size - line.size) < 0.15 * line.size and bool(before.column) == bool(line.column)
    at_margin = line.left < (line.column or margins)[0] + 0.8 * line.size
    if not (same and at_margin) or _NEW.match(line.text):
        return False
    if before.column:
        return _fills(before, before.column) and not _STOP.search(before.text)
    return before.right + _width_of_start(line) > margins[1] - before.size

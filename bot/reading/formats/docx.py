"""Word documents (.docx)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from bot.knowledge.doubts import STRUCK
from bot.reading.formats import headings, packed, sheets
from bot.reading.formats.packed import UnreadableError
from bot.reading.formats.raised import raised
from bot.reading.grid import Lost, RawCell, RawTable
from bot.reading.progress import Tell, quiet

Block = str | RawTable | Lost
_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "t"))
_BREAKS = frozenset(qn(f"w:{name}") for name in ("br", "cr"))
_BLANKS = frozenset(qn(f"w:{name}") for name in ("tab", "ptab"))
_LOST = frozenset(
    (qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:tblPr"), qn("w:tcPr"), qn("w:instrText"))
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BOX = qn("w:txbxContent")
_WIDEST = 1000
_CHARACTER = 210  # twentieths of a point: the width of a character of usual size
_HEADING = re.compile(r"(?:heading|标题)\s*[1-9]", re.IGNORECASE)


def blocks(data: bytes, tell: Tell = quiet) -> list[Block]:
    """The paragraphs and tables of a document, in order, without its headers and footers."""
    with packed.opened(data) as archive:
        if "word/document.xml" not in archive.namelist():
            raise UnreadableError("is no Word document; save it as .docx and try again")
    document = docx.Document(io.BytesIO(data))
    styles = {one.style_id for one in document.styles if _HEADING.match(one.name or "")}
    struck = _without_struck(document.element.body)
    reader = _Reader(styles)
    return [*reader.blocks(document.element.body), *struck]


def _without_struck(body: Any) -> list[Lost]:
    """Take out the runs that are struck out, and tell of them."""
    runs = [run for run in body.iter(_R) if any(_is_on(run, mark) for mark in ("strike", "dstrike"))]
    found = [Lost.of(STRUCK, _text(run)) for run in runs]
    for run in runs:
        run.getparent().remove(run)
    return [one for one in found if one.words]


def _is_on(run: Any, mark: str) -> bool:
    one = run.find(f"{qn('w:rPr')}/{qn(f'w:{mark}')}")
    return one is not None and one.get(qn("w:val"), "1") not in {"0", "false", "off"}


class _Reader:
    """Gathers blocks; ``styles`` are the ids of the styles of headings."""

    def __init__(self, styles: set[str]) -> None:
        self.styles = styles
        self.first = True

    def blocks(self, element: Any) -> Iterator[Block]:
        for child in element:
            if child.tag == _P:
                yield from self._paragraph(child)
            elif child.tag == _TBL:
                yield from self._table(child)
            elif child.tag not in _LOST:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        heading = style is not None and style.get(qn("w:val")) in self.styles
        for text in _text(paragraph).split("\n"):
            if line := text.strip():
                yield headings.marked(line) if heading and not self.first else line
                self.first = False
        for box in _boxes(paragraph):
            yield from self.blocks(box)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [list(_below(row, _TC)) for row in _below(table, _TR)]
        if max(map(len, rows), default=0) < 2:  # a frame around paragraphs
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        yield from sheets.blocks([sheets.filled("", *_placed(table))])
        for row in rows:
            for cell in row:
                for inner in _below(cell, _TBL):
                    yield from self._table(inner)


def _below(element: Any, tag: str) -> Iterator[Any]:
    """The nearest elements of a kind: also those in content controls, none of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in {_TBL, _P} and child.tag not in _LOST:
            yield from _below(child, tag)


def _text(element: Any) -> str:
    """The words of a paragraph as they are shown: no deleted ones, none of text boxes."""
    parts: list[str] = []
    for child in element:
        # No more than the last characters before a mark tell what it is.
        words = _shown(child)
        if child.tag == _R and _is_raised(child):
            words = raised("".join(parts[-3:]), words)
        if words:
            parts.append(words)
    return "".join(parts)


def _shown(element: Any) -> str:
    """The words of a part of a paragraph."""
    if element.tag == _T:
        return str(element.text or "")
    if element.tag in _BREAKS:
        return "\n"
    if element.tag in _BLANKS:
        return " "
    if element.tag == qn("w:noBreakHyphen"):
        return "-"
    return "" if element.tag in _LOST or element.tag == _BOX else _text(element)


def _is_raised(run: Any) -> bool:
    place = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return place is not None and place.get(qn("w:val")) == "superscript"


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _LOST:
            yield from _boxes(child)


def _placed(table: Any) -> tuple[dict[tuple[int, int], RawCell], list[tuple[int, int, int, int]]]:
    """The cells by row and column, and the areas that cells span."""
    found: dict[tuple[int, int], RawCell] = {}
    areas: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    open_areas: dict[
        int, tuple[int, int]
    ] = {}  # by column: where the area begins that a cell below may go on
    for number, row in enumerate(_below(table, _TR)):
        column = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        for cell in _below(row, _TC):
            wide = _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            begins = open_areas.get(column)
            if merge is not None and merge.get(qn("w:val")) != "restart" and begins:
                top, _, left, right = areas[begins]
                areas[begins] = (top, number, left, right)
            else:
                found[number, column] = _cell(cell)
                areas[number, column] = (number, number, column, column + wide - 1)
                open_areas[column] = (number, column)
            column += wide
    return found, [area for area in areas.values() if area[:1] != area[1:2] or area[2] != area[3]]


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(qn("w:val")) or ""
    return min(int(value), _WIDEST) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else default


def _cell(cell: Any) -> RawCell:
    paragraphs = list(_below(cell, _P))
    inset = 0
    for indent in (one.find(f"{qn('w:pPr')}/{qn('w:ind')}") for one in paragraphs[:1]):
        for side in ("left", "start", "firstLine") if indent is not None else ():
            if hundredths := _whole(indent.get(qn(f"w:{side}Chars"))):
                inset += round(hundredths / 100)
            else:
                inset += round(_whole(indent.get(qn(f"w:{side}"))) / _CHARACTER)
    return sheets.cell("\n".join(map(_text, paragraphs)), indent=max(inset, 0))


def _whole(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,9}", value, re.ASCII) else 0

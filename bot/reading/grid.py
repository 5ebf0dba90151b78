"""A table before it is understood: cells in rows and columns, each knowing where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_TOLD = 60
BAR = " | "
"""What stands between two cells where a table is written out as text."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell.

    Attributes:
        text: Its words, layout spaces taken out; empty where there are none.
        start: Where its words begin in the text of the document; ``end`` is where they end.
        ref: The cell of a spreadsheet it stands in ("Sheet1!C7").
        indent: How far its words are set in, in steps of one character (a full-width space counts one).
        merged: Whether it only repeats the first cell of a merged area that it belongs to.
    """

    text: str
    start: int
    end: int
    ref: str = ""
    indent: int = 0
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, all of one length, and the name of the sheet they come from, if any.

    ``start`` and ``end`` span the table as it is written out in the text of the document.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    start: int
    end: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as a file format gives it, before it has a place in a text.

    ``ref`` of a repeated cell of a merged area is that of the area's first cell.
    """

    text: str
    ref: str = ""
    indent: int = 0
    merged: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as a file format gives it: rows of one length, the cells of a merged area repeated."""

    rows: Sequence[Sequence[RawCell]]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """What a file says of itself beside its text: a ``title`` of a page, or whose ``site`` it stands in."""

    kind: Literal["title", "site"]
    text: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of a file that are left out since it does not show them or does not hold to them, and why."""

    why: str
    words: str
    ref: str = ""

    @classmethod
    def of(cls, why: str, words: str, ref: str = "") -> Lost:
        """As many of the words as tell which they are."""
        return cls(why, " ".join(words.split())[:_TOLD], ref)


Block = str | RawTable | Aside | Lost
"""What a file holds: a paragraph, a table, what it says of itself, and what of it is left out."""


def written(blocks: Sequence[str | RawTable]) -> tuple[str, tuple[Grid, ...]]:
    """A document as text, a paragraph or a row of a table a line, and its tables with places in that text.

    A repeated cell of a merged area is not written again: it stands where the first one does.

    >>> cells = [[RawCell("项目"), RawCell("件数")], [RawCell("甲"), RawCell("3")]]
    >>> text, (grid,) = written(["标题", RawTable(cells)])
    >>> text.splitlines(), [cell.start for row in grid.rows for cell in row]
    (['标题', '项目 | 件数', '甲 | 3'], [3, 8, 11, 15])
    """
    parts: list[str] = []
    place = 0
    grids: list[Grid] = []

    def write(piece: str) -> int:
        nonlocal place
        parts.append(piece)
        place += len(piece)
        return place

    for block in blocks:
        if isinstance(block, str):
            write(f"{block}\n")
            continue
        begin = place
        rows: list[tuple[GridCell, ...]] = []
        first: dict[tuple[str, str], GridCell] = {}
        for row in block.rows:
            cells: list[GridCell] = []
            row_above = rows[-1] if rows else ()
            for number, cell in enumerate(row):
                if number:
                    write(BAR)
                origin = None
                if cell.merged and cell.ref:
                    origin = first.get((cell.ref, cell.text))
                elif (
                    cell.merged
                ):  # no name tells the areas apart, but each cell has a neighbour of its own area
                    near = [*(row_above[number : number + 1]), *cells[-1:]]
                    origin = next((one for one in near if one.text == cell.text), None)
                start = place
                end = start if cell.merged else write(cell.text)
                spot = (origin.start, origin.end) if origin else (start, end)
                cells.append(GridCell(cell.text, *spot, cell.ref, cell.indent, cell.merged))
                if not cell.merged:
                    first[cell.ref, cell.text] = cells[-1]
            write("\n")
            rows.append(tuple(cells))
        grids.append(Grid(tuple(rows), begin, place, block.sheet))
    return "".join(parts), tuple(grids)

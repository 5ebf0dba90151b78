"""Which pieces of a large document stand on its page: the first ones, and those that are doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading.grid import Grid
from bot.reading.review.doubts import Unsure
from bot.reading.review.marks import Marked
from bot.reading.review.parts import Headed, Part, Tabled

LARGEST = 1_250_000
"""About how many bytes of a document its page has room for, and half as many for what is doubtful."""
_LEAST = 30_000
"""What a part has room for, as long as there is any, however many parts there are."""
_MARK = 130
_CHARACTER = 3

Span = tuple[int, int]


@dataclass(slots=True)
class _Room:
    """The bytes that are left for the parts that are still to come, and for what is doubtful in all of them."""

    left: int
    doubtful: int
    parts: int


def sampled(marked: Marked, parts: Sequence[Part], doubts: Sequence[Unsure], room: int = LARGEST) -> Marked:
    """A text with those pieces of its parts ``hidden`` that a page has no ``room`` for, which counts bytes."""
    pieces = [list(_pieces(part)) for part in parts]
    costs = [[_cost(marked, span) for span in spans] for spans in pieces]
    tabled = [isinstance(part, Tabled) for part in parts]
    of_tables = sum(sum(cost) for cost, is_table in zip(costs, tabled, strict=True) if is_table)
    of_prose = sum(map(sum, costs)) - of_tables
    if of_tables + of_prose <= room:
        return marked
    half, doubtful = room // 2, room // 4
    left = {
        True: _Room(max(room - of_prose, half), doubtful, sum(tabled)),
        False: _Room(max(room - of_tables, half), doubtful, 1),
    }
    wanted = frozenset(one.id for one in doubts)
    hidden: set[int] = set()
    for spans, cost, is_table in zip(pieces, costs, tabled, strict=True):
        asked = [not wanted.isdisjoint(_ids(marked, span)) for span in spans]
        hidden |= {spans[place][0] for place in _hidden(left[is_table], cost, asked)}
    return replace(marked, hidden=frozenset(hidden))


def _hidden(room: _Room, costs: Sequence[int], asked: Sequence[bool]) -> Iterator[int]:
    """The places of the pieces of a part that are not shown; ``asked`` are those that are doubtful."""
    share = max(room.left // max(room.parts, 1), min(room.left, _LEAST))
    room.parts -= 1
    for place, (cost, is_asked) in enumerate(zip(costs, asked, strict=True)):
        if cost <= share:
            share, room.left = share - cost, room.left - cost
            continue
        share = 0  # what comes first is shown, not what is short
        if is_asked and cost <= room.doubtful:
            room.doubtful -= cost
        else:
            yield place


def _pieces(part: Part) -> Iterator[Span]:
    """The sentences and rows of a part, which are shown or not; a heading always is."""
    if isinstance(part, Headed):
        return
    if isinstance(part, Tabled):
        if part.grid:
            yield from rows(part.grid)
        else:
            yield from ((row.start, row.end) for table in part.tables for row in table.rows)
    yield from ((one.sentence.start, one.sentence.end) for one in part.sentences)


def rows(grid: Grid) -> Iterator[Span]:
    """From where to where each row of a grid stands in the text."""
    for row in grid.rows:
        cells = [cell for cell in row if not cell.merged] or row
        yield min(cell.start for cell in cells), max(cell.end for cell in cells)


def _ids(marked: Marked, span: Span) -> Iterable[str]:
    """The ids of what is marked in a piece, and of the rows it stands in."""
    names = [name for mark in marked.between(*span) for name in mark.ids]
    return [*names, *(name.partition(".")[0] for name in names)]


def _cost(marked: Marked, span: Span) -> int:
    """About how many bytes a piece of the text takes with its marks and what stands beside it."""
    says = sum(_MARK + _CHARACTER * sum(map(len, mark.says)) for mark in marked.between(*span))
    return says + _CHARACTER * (span[1] - span[0]) + _MARK

"""Tables in columns of a plain text, parted by tabs or blanks: the split that most of their lines agree on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations, islice, pairwise
from math import comb

from bot.knowledge.doubts import NO_COLUMN
from bot.language.numerals import NUMBER
from bot.reading.grid import Grid, GridCell
from bot.reading.lines import Line, squeeze
from bot.reading.quantities import Skip
from bot.reading.tables.cells import BAR, RULE, TABLE_NUMBER, UNIT_LINE, figure, is_absent, is_numeric

_BLANK = " \t\xa0\u2000-\u200a\u3000"
_WIDE_GAP = re.compile(rf"[{_BLANK}]*\t[{_BLANK}]*|\u3000[{_BLANK}]*|[{_BLANK}]{{2,}}")
_SENTENCE = re.compile(r"[。；！]")
_NO_CELL = re.compile(r"[，,。;；:：、)）]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBERED = re.compile(rf"(?:{TABLE_NUMBER}|附表)[:：.．]?")
_TAB = 8
_LONGEST_ALONE = 40
_LONGEST = 1000
_FIGURES = re.compile(rf"(?<=[{_BLANK}])[-+$£€]?\d|[—-](?=[{_BLANK}]|$)")
_WIDEST = 24
_FEWEST = 3
"""So many lines have to agree where there is nothing else to go by."""
_MOST_WAYS = 2000
"""So many ways to put a line into columns are tried."""
_NEAR = 1
_MOST = 0.6
"""What share of the rows have an edge of a column in one place, where it tells which column a cell is of."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table that stands in lines of its own: those from ``first`` to ``end`` of some, ``span`` in the text.

    Its ``grid`` is None where they look like a table, and which cell is of which column does not show. ``left_out``
    are the numbers of which it does not, ``numbers`` all there are; ``captions`` stand above its header.
    """

    first: int
    end: int
    span: tuple[int, int]
    grid: Grid | None
    numbers: tuple[Skip, ...]
    left_out: tuple[Skip, ...] = ()
    captions: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What may be a cell: its words, where they stand in the text, and in which columns of a screen.

    ``number`` is None where it gives nothing, and so may stand anywhere.
    """

    text: str
    start: int
    end: int
    left: int
    right: int
    number: bool | None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


_Row = list[_Piece]


@dataclass(frozen=True)
class _Shown:
    """A line as a terminal shows it: its words, and the blanks it is set in by."""

    line: Line
    raw: str
    ahead: str
    after_blank: bool

    @cached_property
    def columns(self) -> Sequence[int]:
        """The column of the screen that each character begins in, and the one behind the last."""
        column, found = 0, []
        for char in self.ahead + self.raw:
            found.append(column)
            if char == "\t":
                column += _TAB - column % _TAB
            elif not unicodedata.combining(char):
                column += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return [*found[len(self.ahead) :], column]

    def pieces(self, parting: re.Pattern[str]) -> _Row:
        """The line cut where it is parted."""
        found: _Row = []
        place = 0
        for gap in (*parting.finditer(self.raw), None):
            stop = gap.start() if gap else len(self.raw)
            if ink := self.raw[place:stop].strip():
                begin = place + self.raw[place:stop].find(ink)
                found.append(self._piece(begin, begin + len(ink)))
            elif gap is None or "\t" in gap[0]:
                found.append(self._piece(place, place))
            place = gap.end() if gap else stop
        return found

    def _piece(self, begin: int, end: int) -> _Piece:
        words = squeeze(self.raw[begin:end])
        start = self.line.start
        known = None if not words or is_absent(words) else is_numeric(words) or figure(words) is not None
        return _Piece(words, start + begin, start + end, self.columns[begin], self.columns[end], known)


def _shown(text: str, line: Line, before: int) -> _Shown:
    """A line that stands in a text, somewhere behind what ends ``before`` it."""
    begin = max(text.rfind(end, before, line.start) for end in "\n\r") + 1
    empty = text.count("\n", before, line.start) > 1
    return _Shown(line, text[line.start : line.end], text[max(begin, before) : line.start], empty)


_TABS = re.compile(r"[ \xa0\u3000]*\t[ \xa0\u3000]*")
_ANY = re.compile(rf"[{_BLANK}]+")
_Parting = Callable[[_Shown], _Row]


def _joined(shown: _Shown) -> _Row:
    """The pieces between wide gaps, with the characters of a word that is spread out (合  计) put together."""
    found: _Row = []
    for piece in shown.pieces(_WIDE_GAP):
        if found and _HAN.fullmatch(found[-1].text) and _HAN.fullmatch(piece.text):
            found[-1] = _merged(found[-1], piece)
        else:
            found.append(piece)
    return found


def _merged(one: _Piece, other: _Piece) -> _Piece:
    words = one.text + ("" if _HAN.match(other.text) else " ") + other.text
    return replace(one, text=words, end=other.end, right=other.right)


_PARTINGS: Sequence[_Parting] = (
    lambda shown: shown.pieces(_TABS),
    lambda shown: [piece for piece in shown.pieces(_WIDE_GAP) if piece.text],
    lambda shown: [piece for piece in _joined(shown) if piece.text],
    lambda shown: [piece for piece in shown.pieces(_ANY) if piece.text],
)
"""Ways to part a line, the surest first: at each tab, at wide gaps, with spread words joined, at any blank."""


def aligned(text: str, lines: Sequence[Line]) -> list[Aligned]:
    """The tables among some lines, and where there seem to be some that cannot be read."""
    shown = [_shown(text, line, lines[place - 1].end if place else 0) for place, line in enumerate(lines)]
    tables = (_table(first, shown[first:end]) for first, end in _blocks(shown))
    return [table for table in tables if table]


def _is_rule(shown: _Shown) -> bool:
    return bool(RULE.fullmatch(shown.raw))


def _kind(shown: _Shown) -> str:
    """What a line may be: a row, a rule, words that stand alone, or no part of a table."""
    if _is_rule(shown):
        return "rule"
    if len(shown.raw) > _LONGEST or BAR.search(shown.raw):
        return ""
    spread = bool(_WIDE_GAP.search(shown.raw)) or len(_FIGURES.findall(shown.raw)) > 1
    pieces = [piece.text for piece in shown.pieces(_WIDE_GAP) if piece.text] if spread else [shown.raw]
    told = pieces[:-1] if len(pieces) > 2 else pieces  # the last of some may be a remark
    if any(map(_NO_CELL.match, pieces)) or any(map(_SENTENCE.search, told)):
        return ""
    if len(pieces) > 1 or (spread and _is_close_row(shown.pieces(_ANY))):
        return "row"
    return "alone" if len(shown.raw) <= _LONGEST_ALONE else ""


def _is_close_row(words: _Row) -> bool:
    """Whether a line parted at every blank is a name and mostly figures."""
    numbers = sum(piece.number is not False for piece in words)
    return len(words) > 2 and not words[0].number and numbers > 1 and numbers * 2 >= len(words)


def _blocks(shown: Sequence[_Shown]) -> Iterator[tuple[int, int]]:
    """Where runs of lines begin and end that may each be a table."""
    kinds = [_kind(one) for one in shown]
    start = place = 0
    filled = False

    def closed(end: int) -> Iterator[tuple[int, int]]:
        first, last = start, end
        while first < last and kinds[first] in ("alone", "rule") and not _heads_close(shown, first, last):
            first += 1
        while last > first and kinds[last - 1] in ("alone", "rule"):
            last -= 1
        if last - first > 1:
            yield first, last

    while place < len(kinds):
        kind = kinds[place]
        apart = kind == "alone" and place and kinds[place - 1] == "alone"
        apart = apart and not (filled and _heads_more(shown, kinds, place))
        opens = kind == "row" and filled and _opens(shown, kinds, place)
        if not kind or apart or opens:
            yield from closed(place)
            start, filled = place if kind else place + 1, False
        if kind == "row":
            filled = filled or _has_number(shown[place].pieces(_WIDE_GAP)[1:])
        place += 1
    yield from closed(place)


def _heads_more(shown: Sequence[_Shown], kinds: Sequence[str], place: int) -> bool:
    """Whether two lines that stand alone head more of a table's rows, one below the other."""
    if kinds[place - 2 : place + 2] != ["row", "alone", "alone", "row"] or shown[place].after_blank:
        return False
    above, below = (shown[at].pieces(_WIDE_GAP) for at in (place - 2, place + 1))
    return len(above) == len(below) > 2 and _has_number(below[1:])


def _heads_close(shown: Sequence[_Shown], place: int, end: int) -> bool:
    """Whether a line has a word for each of those of a row below, parted by one blank each."""
    own = shown[place].pieces(_ANY)
    below = shown[place + 1 : min(end, place + 1 + _FEWEST)]
    return len(own) > 2 and any(len(own) == len(one.pieces(_ANY)) for one in below)


def _opens(shown: Sequence[_Shown], kinds: Sequence[str], place: int) -> bool:
    """Whether a row begins another table: it has no figures, and is set apart from the row above."""
    pieces = shown[place].pieces(_WIDE_GAP)
    apart = kinds[place - 1] in ("alone", "rule") or shown[place].after_blank
    return apart and not any(piece.number for piece in pieces if not _YEAR.fullmatch(piece.text))


def _has_number(pieces: Sequence[_Piece]) -> bool:
    numbers = [piece.text for piece in pieces if piece.number]
    years = len(numbers) > 0 and all(map(_YEAR.fullmatch, numbers))
    return (bool(numbers) and not years) or any(piece.number is None for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Split:
    """The lines of a block parted in one way: ``width`` cells in most of the rows that hold figures.

    ``body`` is the first of these; ``numbers`` says which columns hold figures, ``fitting`` which rows have a
    cell for each column, of its kind.
    """

    rows: Sequence[_Row]
    body: int
    width: int
    numbers: Sequence[bool]
    fitting: frozenset[int]

    @classmethod
    def best(cls, shown: Sequence[_Shown], parting: _Parting) -> _Split | None:
        """The lines with as many columns as most of them agree on, of the widths that some of them have."""
        rows = [[] if _is_rule(one) else parting(one) for one in shown]
        data = [place for place, row in enumerate(rows) if len(row) > 1 and _has_number(row[1:])]
        if not data:
            return None
        widths = sorted({len(rows[place]) for place in data}, reverse=True)
        return max((cls.of(rows, data, width) for width in widths), key=lambda split: len(split.fitting))

    @classmethod
    def of(cls, rows: Sequence[_Row], data: Sequence[int], width: int) -> _Split:
        """The lines with so many columns; ``data`` are the rows that hold figures."""
        full = [rows[place] for place in data if len(rows[place]) == width]
        numbers = [
            sum(row[column].number is True for row in full) * 2
            > sum(row[column].number is not None for row in full)
            for column in range(width)
        ]
        fitting = [place for place in data if _suits(rows[place], numbers)]
        fitting += [place for place in range(data[0]) if len(rows[place]) == width]
        return cls(rows, data[0], width, numbers, frozenset(fitting))

    def with_whole_names(self) -> _Split:
        """The rows with a name put together that blanks part: 市 检察院 64 187 46."""
        rows = [_with_whole_name(row, self.width) for row in self.rows]
        data = [place for place, row in enumerate(rows) if len(row) > 1 and _has_number(row[1:])]
        return self.of(rows, data, self.width)

    @property
    def data(self) -> list[int]:
        """The rows below the header that have more than a label."""
        return [place for place in range(self.body, len(self.rows)) if len(self.rows[place]) > 1]

    @property
    def full(self) -> list[_Row]:
        """The rows of figures with a cell for each column."""
        return [self.rows[place] for place in self.data if place in self.fitting]


def _with_whole_name(row: _Row, width: int) -> _Row:
    more = len(row) - width
    if more < 1 or any(piece.number is not False for piece in row[: more + 1]) or not _has_number(row[1:]):
        return row
    name = row[0]
    for piece in row[1 : more + 1]:
        name = _merged(name, piece)
    return [name, *row[more + 1 :]]


def _suits(row: _Row, numbers: Sequence[bool]) -> bool:
    return len(row) == len(numbers) and all(
        piece.number in (None, number) for piece, number in zip(row, numbers, strict=True)
    )


def _table(first: int, shown: Sequence[_Shown]) -> Aligned | None:
    """What the lines of a block are; None where nothing shows that they are a table."""
    captions: list[Line] = []
    while shown and (above := _caption(shown[0])):
        captions += above
        shown, first = shown[1:], first + 1
    while shown and _is_rule(shown[0]):
        shown, first = shown[1:], first + 1
    if not shown:
        return None
    splits = [split for parting in _PARTINGS[:-1] if (split := _Split.best(shown, parting))]
    best = max(splits, key=lambda split: len(split.fitting), default=None)
    close = _Split.best(shown, _PARTINGS[-1])
    close = close and close.with_whole_names()
    end = first + len(shown)
    span = (shown[0].line.start, shown[-1].line.end)
    numbers = tuple(skip for one in shown for skip in _numbers(one))
    if close and (best is None or not _is_table(best)) and _is_close(close):
        best = close
    if best and _is_table(best):
        grid, left_out = _grid(shown, best)
        if grid:
            return Aligned(first, end, span, grid, numbers, tuple(left_out), tuple(captions))
    wide = best.rows[best.body :] if best and best is not close else ()
    rows = [row for row in wide if sum(piece.number is True for piece in row) > 1]
    if len(rows) < _FEWEST and sum(map(_is_close_row, close.rows if close else ())) < _FEWEST:
        return None
    return Aligned(first, end, span, None, numbers, captions=tuple(captions))


def _caption(shown: _Shown) -> list[Line]:
    """The parts of a line above a header that names the table, or gives its unit."""
    pieces = [piece for piece in shown.pieces(_WIDE_GAP) if piece.text]
    named = pieces and _NUMBERED.fullmatch(pieces[0].text)
    if not named and not any(UNIT_LINE.fullmatch(piece.text) for piece in pieces):
        return []
    return [Line(piece.text, piece.start, piece.end) for piece in pieces]


def _is_table(split: _Split) -> bool:
    """Whether enough lines agree on their columns: with a name for each of these, or in what they hold."""
    full, data = split.full, split.data
    if not 1 < split.width <= _WIDEST or not any(split.numbers[1:]):
        return False
    headed = any(len(split.rows[place]) > 1 for place in range(split.body))
    if split.width > 2:
        return len(full) > 1 or (headed and bool(full) and len(data) == 1 and 0 in split.fitting)
    named = split.body > 0 and len(split.rows[split.body - 1]) == split.width
    enough = len(full) > (1 if named else 2)
    return enough and not split.numbers[0] and (named or not _counts_pages(full))


def _counts_pages(rows: Sequence[_Row]) -> bool:
    """Whether the figures can be those of pages in a table of contents: whole, and never less than above."""
    figures = [row[-1].text for row in rows]
    return all(map(str.isdecimal, figures)) and all(
        int(one) <= int(other) for one, other in pairwise(figures)
    )


def _is_close(split: _Split) -> bool:
    """Whether lines parted at every blank are a table: all agree, the header, too, but those that head others."""
    lines = [place for place, row in enumerate(split.rows) if len(row) > 1 or (row and place < split.body)]
    return (
        split.width > 2
        and not split.numbers[0]
        and sum(split.numbers) > 1
        and split.body > 0
        and all(place in split.fitting for place in lines)
        and len(lines) > _FEWEST
    )


def _grid(shown: Sequence[_Shown], split: _Split) -> tuple[Grid | None, list[Skip]]:
    """The rows of a table, and the numbers of lines that cannot be put into its columns.

    There is no grid where that is so for the header or for most of the rows.
    """
    columns = _columns(shown, split)
    rows: list[list[GridCell]] = []
    left_out: list[Skip] = []
    indents = _indents(split)
    lost = 0
    for place, row in enumerate(split.rows):
        if not row:
            continue
        if place < split.body:
            cells = _heads(row, columns, leaf=place == split.body - 1)
            if cells is None:
                return None, []
        elif len(row) == 1:
            cells = [_cell(row)] + [_nothing(row[0].end)] * (split.width - 1)
        else:
            found = row if place in split.fitting else _fitted(row, split.numbers)
            placed = [[piece] for piece in found] if found else _placed(row, columns)
            if placed is None:
                left_out += _numbers(shown[place])
                lost += 1
                continue
            cells = [_cell(pieces, row) for pieces in placed]
        if place >= split.body:
            cells[0] = replace(cells[0], indent=indents.get(row[0].left, 0))
        rows.append(cells)
    if lost * 2 > len(split.data):
        return None, []
    start, end = shown[0].line.start, shown[-1].line.end
    return Grid(tuple(map(tuple, rows)), start, end), left_out


def _cell(pieces: Sequence[_Piece], row: Sequence[_Piece] = ()) -> GridCell:
    if not pieces:
        return _nothing(row[0].start)
    words = pieces[0]
    for piece in pieces[1:]:
        words = _merged(words, piece)
    return GridCell(words.text, words.start, words.end)


def _nothing(place: int) -> GridCell:
    return GridCell("", place, place)


def _numbers(shown: _Shown) -> list[Skip]:
    start = shown.line.start
    return [
        Skip(start + match.start(), start + match.end(), NO_COLUMN) for match in NUMBER.finditer(shown.raw)
    ]


def _fitted(row: _Row, numbers: Sequence[bool]) -> _Row | None:
    """A row of too few pieces with those parted that hold a name and a figure, or two figures, in one way only."""
    missing = len(numbers) - len(row)
    if missing < 1:
        return None
    options = [_halves(piece) for piece in row]
    places = [place for place, parts in enumerate(options) if parts]
    if comb(len(places), missing) > _MOST_WAYS:
        return None
    found = []
    for chosen in combinations(places, missing):
        parted = [
            part for place, one in enumerate(row) for part in (options[place] if place in chosen else [one])
        ]
        if _suits(parted, numbers):
            found.append(parted)
    return found[0] if len(found) == 1 else None


def _halves(piece: _Piece) -> _Row:
    """A piece parted at its last blank where a figure follows."""
    first, _, last = piece.text.rpartition(" ")
    if not first:
        before = re.fullmatch(r"(?P<first>.*[\u3400-\u9fff)）%])(?P<last>[-+]?\d[\d,.]*%?)", piece.text)
        first, last = (before["first"], before["last"]) if before else ("", "")
    if not first or not (is_numeric(last) or figure(last)):
        return []
    size = len(last)
    number = is_numeric(first) or figure(first) is not None
    return [
        replace(piece, text=first, end=piece.end - size, right=piece.right - size, number=number),
        replace(piece, text=last, start=piece.end - size, left=piece.right - size, number=True),
    ]


@dataclass(frozen=True, slots=True)
class _Column:
    """From where to where the cells of a column reach, and the edges that most of them have in common."""

    left: int
    right: int
    lefts: float | None
    rights: float | None
    middles: float | None
    number: bool

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def overlaps(self, piece: _Piece) -> bool:
        """Whether some of a piece stands within the column."""
        return piece.left < self.right and self.left < piece.right

    def holds(self, piece: _Piece) -> bool:
        """Whether a piece has an edge where cells of the column have it, and is of their kind."""
        edges = ((self.lefts, piece.left), (self.rights, piece.right), (self.middles, piece.middle))
        return piece.number in (None, self.number) and any(
            own is not None and abs(own - edge) <= _NEAR for own, edge in edges
        )


def _columns(shown: Sequence[_Shown], split: _Split) -> list[_Column]:
    full = split.full
    ruled = next(
        (row for one in shown if _is_rule(one) and len(row := one.pieces(_ANY)) == split.width), None
    )
    heads = [split.rows[place] for place in range(split.body) if len(split.rows[place]) == split.width]
    found = []
    for column in range(split.width):
        cells = [row[column] for row in full]
        reach = [*cells, *(row[column] for row in (*heads, *([ruled] if ruled else [])))]
        found.append(
            _Column(
                left=min(cell.left for cell in reach),
                right=max(cell.right for cell in reach),
                lefts=_common([cell.left for cell in cells]),
                rights=_common([cell.right for cell in cells]),
                middles=_common([cell.middle for cell in cells]),
                number=split.numbers[column],
            )
        )
    return found


def _common(edges: Sequence[float]) -> float | None:
    """Where most edges stand; None where they stand anywhere."""
    edge, count = Counter(edges).most_common(1)[0]
    return edge if count > 1 and count >= _MOST * len(edges) else None


def _placed(row: _Row, columns: Sequence[_Column]) -> list[_Row] | None:
    """The pieces of a row by column, where their places leave no choice; words of one cell may lie apart."""
    width = len(columns)

    @cache
    def ways(index: int, last: int) -> list[tuple[int, ...]]:
        """Up to two ways to put the pieces from one on into the columns from the last one used on."""
        if index == len(row):
            return [()]
        spread = len(row) > width and row[index].number is False and last >= 0 and not columns[last].number
        there = [column for column in range(last + 1, width) if columns[column].holds(row[index])]
        found = (
            (column, *rest)
            for column in (*([last] if spread else []), *there)
            for rest in ways(index + 1, column)
        )
        return list(islice(found, 2))

    found = ways(0, -1)
    if len(found) != 1:
        return None
    placed: list[_Row] = [[] for _ in columns]
    for piece, column in zip(row, found[0], strict=True):
        placed[column].append(piece)
    return placed


def _heads(row: _Row, columns: Sequence[_Column], *, leaf: bool) -> list[GridCell] | None:
    """The cells of a row of a header; one above several columns reaches over these."""
    width = len(columns)
    if len(row) > width:
        return None
    if len(row) == width:
        return [_cell([piece]) for piece in row]
    if len(row) == 1 and not leaf:
        return [_cell(row), *[_nothing(row[0].end)] * (width - 1)]
    over = [[place for place, one in enumerate(columns) if one.overlaps(piece)] for piece in row]
    ends = [*[places[-1] for places in over if places]]
    if all(len(places) == 1 for places in over) and len(set(ends)) == len(row):
        cells = [_nothing(row[0].start)] * width
        for piece, (column,) in zip(row, over, strict=True):
            cells[column] = _cell([piece])
        if leaf or all(_near(piece, columns[column]) for piece, (column,) in zip(row, over, strict=True)):
            return cells
    if leaf:
        short = len(row) == width - 1 and row[0].left > columns[0].left
        return [_nothing(row[0].start), *(_cell([piece]) for piece in row)] if short else None
    return _reaching(row, columns)


def _near(piece: _Piece, column: _Column) -> bool:
    """Whether a head stands right above a column, not between it and the next."""
    return abs(piece.middle - column.middle) <= (column.right - column.left) / 2


def _reaching(row: _Row, columns: Sequence[_Column]) -> list[GridCell] | None:
    """The cells of a header row whose heads reach over several columns each: those that they are nearest to."""
    width = len(columns)
    if comb(width, len(row)) > _MOST_WAYS:
        return None
    found: list[tuple[float, tuple[int, ...]]] = []
    for first in range(2):
        for cuts in combinations(range(first + 1, width), len(row) - 1):
            bounds = (first, *cuts, width)
            parts = [columns[start:stop] for start, stop in pairwise(bounds)]
            away = sum(map(_away, row, parts))
            found.append((away, bounds))
    found.sort()
    if not found or found[0][0] > 2 * len(row) or (len(found) > 1 and found[1][0] - found[0][0] < 1):
        return None
    bounds = found[0][1]
    cells = [_nothing(row[0].start)] * bounds[0]
    for piece, (start, stop) in zip(row, pairwise(bounds), strict=True):
        cell = _cell([piece])
        cells += [cell, *[replace(cell, merged=True)] * (stop - start - 1)]
    return cells


def _away(piece: _Piece, part: Sequence[_Column]) -> float:
    """How far a head is from the middle or the left edge of the columns it may reach over."""
    left, right = part[0].left, part[-1].right
    return min(abs(piece.middle - (left + right) / 2), abs(piece.left - left))


def _indents(split: _Split) -> dict[int, int]:
    """How far the names of rows are set in, by the column they begin in; nothing where they are centred."""
    labels = [split.rows[place][0] for place in range(split.body, len(split.rows)) if split.rows[place]]
    labels = [piece for piece in labels if not piece.number]
    lefts = sorted({piece.left for piece in labels})
    even = len({piece.right for piece in labels}) == 1 or (
        max((piece.middle for piece in labels), default=0)
        - min((piece.middle for piece in labels), default=0)
        <= 1
    )
    if even:
        return {}
    return {left: (left - lefts[0] + 1) // 2 for left in lefts}

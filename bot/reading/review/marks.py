"""What became of each number of a document, as marks on its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from bot.knowledge.doubts import DOUBTS, UNSURE, Doubt, reason
from bot.knowledge.model import Fact
from bot.reading.extracted import Cell, Extract, ReadTable, TableRow, cell_id, is_marked, number_start
from bot.reading.lines import stands
from bot.reading.quantities import Skip
from bot.reading.review.wording import Wording

Kind = Literal["figure", "doubt", "missing", "skipped"]
_LETTERS: dict[Kind, str] = {"figure": "f", "doubt": "f d", "missing": "m", "skipped": "k"}
_UNPRINTABLE = {
    code: " " for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if code not in (9, 10)
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is a number: ``says`` is what is told about it, ``ids`` what links lead to."""

    start: int
    end: int
    kind: Kind
    says: tuple[str, ...]
    ids: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Some of a document's text as HTML: nothing in it is markup, and nothing in it cannot be shown.

    >>> plain('<script>&"')
    '&lt;script&gt;&amp;&quot;'
    """
    return escape(text.translate(_UNPRINTABLE))


def marks(text: str, one: Extract, words: Wording) -> list[Mark]:
    """The marks of a whole document, in order, none over another."""
    found: list[Mark] = [_skip(skip, words) for skip in one.uncovered]
    for part in one.sentences:
        found += (_skip(skip, words) for skip in part.skipped)
        found += (_figure(text, fact, words) for fact in part.facts if fact.kind == "figure")
    for table in one.tables:
        found += (_skip(skip, words) for skip in table.skipped)
        for row in table.rows:
            for place, column in enumerate(table.columns):
                cell = row.cells.get(column)
                if cell and is_marked(cell):
                    found.append(of_cell(table, row, place, cell, words))
    return _apart(found)


def _skip(skip: Skip, words: Wording) -> Mark:
    says = (words.said(reason(skip.why)),)
    if skip.why in UNSURE:
        return Mark(skip.start, skip.end, "missing", says, (f"u{skip.start}",))
    return Mark(skip.start, skip.end, "skipped", says)


def _figure(text: str, fact: Fact, words: Wording) -> Mark:
    start, end = stands(text, number_start(fact.id), fact.printed or fact.value)
    says = (_said(fact.label, fact.value, fact.unit, fact.period), *doubts(fact.doubts, words))
    return Mark(start, end, "doubt" if fact.doubts else "figure", says, (fact.id,))


def of_cell(table: ReadTable, row: TableRow, place: int, cell: Cell, words: Wording) -> Mark:
    """The mark of one cell; ``place`` is the place of its column in the table."""
    path = (row.group, row.name, table.columns[place])
    unsure = doubts((*row.doubts, *cell.doubts), words)
    says = (_said(" · ".join(filter(None, path)), cell.value, cell.unit, period(table, cell)), *unsure)
    return Mark(cell.start, cell.end, "doubt" if unsure else "figure", says, (cell_id(row, place),))


def period(table: ReadTable, cell: Cell) -> str:
    """The time a cell is of."""
    return cell.period or table.period


def doubts(codes: Iterable[Doubt], words: Wording) -> tuple[str, ...]:
    """The words for doubts."""
    return tuple(words.said(DOUBTS[code]) for code in codes)


def _said(label: str, value: str, unit: str, when: str) -> str:
    return f"{label}\n= {' '.join(filter(None, (value, unit)))}" + (f"\n{when}" if when else "")


def _apart(found: list[Mark]) -> list[Mark]:
    """The marks in order, none over another: what says more counts, and two figures of one number are one mark."""
    weight: dict[Kind, int] = {"doubt": 0, "figure": 1, "missing": 2, "skipped": 3}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.start, weight[one.kind], -one.end)):
        last = kept[-1] if kept else None
        if last is None or mark.start >= last.end:
            kept.append(mark)
        elif mark.ids and last.ids:
            kind = min(last.kind, mark.kind, key=lambda kind: weight[kind])
            says, ids = _together(last.says, mark.says), _together(last.ids, mark.ids)
            kept[-1] = replace(last, end=max(last.end, mark.end), kind=kind, says=says, ids=ids)
        elif mark.ids:
            # The figure counts: what was left out around it keeps the part before.
            kept[-1:] = [one for one in (replace(last, end=mark.start), mark) if one.end > one.start]
    return kept


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks, that can be written as HTML piece by piece, and the words of the page.

    Links lead to where a mark is written first (``written``), should a stretch be written twice. Where rows and
    sentences begin that are not shown is ``hidden``.
    """

    text: str
    marks: Sequence[Mark]
    starts: Sequence[int]
    words: Wording
    written: set[int] = field(default_factory=set)
    hidden: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str, one: Extract, words: Wording) -> Marked:
        """The text of a document with the marks of what was read from it."""
        found = marks(text, one, words)
        return cls(text, found, [mark.start for mark in found], words)

    def between(self, start: int, end: int) -> Iterator[Mark]:
        """The marks that begin in a stretch."""
        yield from self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def html(self, start: int, end: int, *, linked: bool = True) -> str:
        """A stretch of the text with its marks; without ``linked`` nothing in it can be led to."""
        pieces: list[str] = []
        place = start
        for mark in self.between(start, end):
            pieces.append(plain(self.text[place : mark.start]))
            first = linked and mark.start not in self.written
            pieces.append(self.shown(mark, min(mark.end, end), linked=first))
            if linked:
                self.written.add(mark.start)
            place = min(mark.end, end)
        return "".join((*pieces, plain(self.text[place:end])))

    def shown(self, mark: Mark, end: int, *, linked: bool = True) -> str:
        """A mark as HTML, up to ``end``.

        What it says is read out, and shown where the pointer, the keyboard or a finger is.
        """
        text = plain(self.text[mark.start : end])
        is_named = mark.kind in ("figure", "doubt")
        named = [self.words.named.format(name=" ".join(mark.ids))] if is_named else []
        says = plain("\n".join([*mark.says, *named])).replace("\n", "&#10;")
        letters = _LETTERS[mark.kind]
        if not mark.ids or not linked:
            reached = (
                ' tabindex="-1"' if linked else ""
            )  # by a finger; the keyboard goes from figure to figure
            return f'<span class="{letters}" title="{says}"{reached}>{text}</span>'
        first, *more = mark.ids
        extra = "".join(f'<i id="{name}"></i>' for name in more)
        return f'{extra}<a class="{letters}" id="{first}" href="#{first}" aria-label="{says}">{text}</a>'

"""Everything that was read from one document, as values: its sentences, its tables, and what is left.

Where a thing stands in the source is its id: facts, rows and cells keep it from one reading to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.doubts import Doubt
from bot.knowledge.model import Fact
from bot.language import periods
from bot.reading.grid import Lost
from bot.reading.quantities import Skip
from bot.reading.sentences import Heading, Sentence


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with everything read from it; offsets of ``skipped`` count in the source."""

    sentence: Sentence
    facts: tuple[Fact, ...]
    skipped: tuple[Skip, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; a figure's ``value`` is plain digits, ``printed`` what stands between ``start`` and ``end``.

    ``period`` is what its column or row says of the time, ``ref`` the cell of a spreadsheet it stands in.
    """

    value: str
    printed: str
    start: int
    end: int
    kind: str = "figure"
    unit: str = ""
    items: tuple[str, ...] = ()
    inherited: bool = False
    period: str = ""
    ref: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A subject with a cell for each column that has one for it."""

    name: str
    name_start: int
    name_end: int
    cells: dict[str, Cell]
    number: str = ""
    group: str = ""
    unit: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def start(self) -> int:
        """Where the row begins in the source."""
        return min([self.name_start, *(cell.start for cell in self.cells.values() if not cell.inherited)])

    @property
    def end(self) -> int:
        """Where the row ends in the source."""
        return max([self.name_end, *(cell.end for cell in self.cells.values() if not cell.inherited)])


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table: its title stands at ``title``, and all of it, skipped numbers included, in ``span``.

    ``each`` is what the head over the names of its rows calls one of them.
    """

    name: str
    title: tuple[int, int]
    span: tuple[int, int]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    skipped: tuple[Skip, ...] = ()
    each: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def period(self) -> str:
        """The time its title names."""
        return periods.found(self.name).words


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything read from one document; ``uncovered`` are numbers that nothing else here speaks for.

    ``lost`` is what of the file is not in its text.
    """

    title: str
    publisher: str
    date: str
    period: str
    place: str
    headings: Sequence[Heading]
    sentences: Sequence[ReadSentence]
    tables: Sequence[ReadTable]
    uncovered: Sequence[Skip] = ()
    lost: Sequence[Lost] = ()
    doubts: tuple[Doubt, ...] = ()


def number_start(fact_id: str) -> int:
    """Where the value of a fact starts: its id says so.

    >>> number_start("n3410"), number_start("t52"), number_start("n3410.2")
    (3410, 52, 3410)
    """
    return int(fact_id[1:].partition(".")[0])


def table_id(table: ReadTable) -> str:
    """The id a table has in the files."""
    return f"table{table.title[0]}"


def row_id(row: TableRow) -> str:
    """The id a row has in the files."""
    return f"r{row.name_start}"


def cell_id(row: TableRow, place: int) -> str:
    """The id that the cell in a column has in the files; ``place`` is that of the column in the table."""
    return f"{row_id(row)}.{place}"


def is_marked(cell: Cell) -> bool:
    """Whether a cell is a number that stands in its own place."""
    return cell.kind == "figure" and not cell.inherited

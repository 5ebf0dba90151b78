"""The rows of large tables, kept in a file of SQLite beside the YAML and read only when they are asked for."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import overload

from bot.errors import KnowledgeError, Problem
from bot.knowledge.model import Row
from bot.messages import tell, why

FILE = "rows.sqlite"
SCHEMA = """
CREATE TABLE rows (
    number INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL,
    entry TEXT NOT NULL, start INTEGER NOT NULL, quote TEXT NOT NULL
);
CREATE UNIQUE INDEX positions ON rows (number, position);
CREATE UNIQUE INDEX ids ON rows (number, id);
"""
"""A record a row: of which table, which of its rows, its id, its entry as JSON, and what stands there."""
_PIECE = 1024 * 1024
_BLOCK = 64
"""Rows that are read together."""
_BLOCKS = 64
"""Blocks that are kept, of all tables together."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text, and where it begins."""

    start: int
    text: str

    def between(self, start: int, end: int) -> str | None:
        """What stands between two places of the document; None where that is not all in here."""
        if start < self.start or end > self.start + len(self.text):
            return None
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it is kept: its place in the table, its entry as JSON, and what stands there in the source."""

    position: int
    entry: str
    passage: Passage


class Stored:
    """The rows of the tables of one folder. Nothing is ever written, and several threads may read."""

    def __init__(self, path: Path, sha256: str) -> None:
        """Open the file whose content has a SHA-256; raises `KnowledgeError` where it is gone or another."""
        self.path = path
        self.sha256 = sha256
        self._lock = threading.Lock()
        try:
            # Whoever writes the folder anew puts another file in its place; this one stays the one that was opened.
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            weakref.finalize(self, self._connection.close)
            if _digest(path) == sha256:
                return
            message = tell("is damaged, or was not written together with document.yaml; run ingest again")
        except (sqlite3.Error, OSError) as error:
            reason = why(error) if isinstance(error, OSError) else error
            message = tell("cannot be read ({reason}); run ingest again", reason=reason)
        raise KnowledgeError([Problem(path, 0, message)])

    def records(self, number: int, first: int = 0, last: int | None = None) -> list[Record]:
        """The rows of a table from ``first`` to before ``last``, in order."""
        end = -1 if last is None else last - first
        return self._records("position >= ? ORDER BY position LIMIT ?", number, first, end)

    def found(self, number: int, ids: Collection[str]) -> list[Record]:
        """Those rows of a table that have one of some ids."""
        return [record for name in ids for record in self._records("id = ?", number, name)]

    def _records(self, condition: str, *values: int | str) -> list[Record]:
        query = f"SELECT position, entry, start, quote FROM rows WHERE number = ? AND {condition}"  # noqa: S608
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
        return [Record(position, entry, Passage(start, quote)) for position, entry, start, quote in rows]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class StoredRows(Sequence[Row]):
    """The rows of one table, made when they are asked for; how many they are is known before.

    Only so many are kept: whoever goes through a table twice may get other objects that are equal.
    """

    def __init__(
        self,
        stored: Stored,
        number: int,
        positions: Sequence[int],
        make: Callable[[Record], Row],
    ) -> None:
        """Take the rows at some positions of a table; ``make`` makes a row of its record."""
        self._stored = stored
        self._number = number
        self._positions = positions
        self._make = make

    @property
    def kept(self) -> tuple[str, int]:
        """The SHA-256 of the file with the rows, and the number of the table in it."""
        return self._stored.sha256, self._number

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._positions)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """One row, or some of them."""
        if isinstance(place, slice):
            return tuple(map(self._at, self._positions[place]))
        return self._at(self._positions[place])

    def __iter__(self) -> Iterator[Row]:
        """All rows, a few of them in memory at a time."""
        return map(self._at, self._positions)

    def _at(self, position: int) -> Row:
        return _block(self, position // _BLOCK)[position % _BLOCK]

    def made(self, first: int, last: int) -> tuple[Row, ...]:
        """The rows from one position to before another, made anew."""
        return tuple(map(self._make, self._stored.records(self._number, first, last)))


@lru_cache(maxsize=_BLOCKS)
def _block(rows: StoredRows, number: int) -> tuple[Row, ...]:
    return rows.made(number * _BLOCK, (number + 1) * _BLOCK)

"""Very many documents: their figures, rows and tables are looked up when they are asked for, and never all held."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Generic, TypeVar

from bot.knowledge.model import Document, Fact, Row, Table

T = TypeVar("T", Fact, Row, Table)

LARGE = 5000
"""With more rows and figures than this, documents stay on the shelf until they are asked for."""
_OPEN = 32
"""So many documents stay open."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What documents say, by full id; ``facts`` has the cells of tables as well."""

    facts: Mapping[str, Fact]
    rows: Mapping[str, Row]
    tables: Mapping[str, Table]


def contents(documents: Sequence[Document]) -> Contents:
    """Everything that documents say."""
    tables = {table.id: table for document in documents for table in document.tables}
    rows = {row.id: row for table in tables.values() for row in table.rows}
    facts = {fact.id: fact for document in documents for fact in document.facts}
    facts |= {cell.id: cell for row in rows.values() for cell in row.cells.values()}
    return Contents(facts, rows, tables)


def opened(document: Document) -> Document:
    """A document with all its rows at hand, however they are kept; itself where they are."""
    if all(isinstance(table.rows, tuple) for table in document.tables):
        return document
    return replace(
        document, tables=tuple(replace(table, rows=tuple(table.rows)) for table in document.tables)
    )


def is_large(documents: Sequence[Document]) -> bool:
    """Whether documents are several and say too much to have it all at hand."""
    return len(documents) > 1 and sum(map(size, documents)) > LARGE


def size(document: Document) -> int:
    """How many rows and figures of the prose a document has."""
    return len(document.facts) + sum(len(table.rows) for table in document.tables)


@dataclass
class Shelf:
    """Documents, of which those asked for last are open."""

    documents: Mapping[str, Document]
    _open: OrderedDict[str, Contents] = field(default_factory=OrderedDict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def of(self, name: str) -> Contents:
        """What a document says; nothing for one that is not there."""
        with self._lock:
            if name in self._open:
                self._open.move_to_end(name)
                return self._open[name]
        found = contents([opened(self.documents[name])] if name in self.documents else [])
        with self._lock:
            self._open[name] = found
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return found

    def contents(self) -> Contents:
        """Everything that the documents say, looked up a document at a time."""
        return Contents(
            _OnShelf(self, lambda one: one.facts),
            _OnShelf(self, lambda one: one.rows),
            _OnShelf(self, lambda one: one.tables),
        )


@dataclass(frozen=True)
class _OnShelf(Mapping[str, T], Generic[T]):
    """One kind of what documents say, by full id; to go through all of it reads all of them."""

    shelf: Shelf
    kind: Callable[[Contents], Mapping[str, T]]

    def __getitem__(self, key: str) -> T:
        return self.kind(self.shelf.of(key.partition("/")[0]))[key]

    def __iter__(self) -> Iterator[str]:
        for document in self.shelf.documents.values():
            yield from self.kind(contents([opened(document)]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

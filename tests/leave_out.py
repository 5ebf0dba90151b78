"""Taking one thing away from the knowledge and asking for it: what is left must not be given in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering import library
from bot.asking import building
from bot.assistant import Assistant
from bot.knowledge.model import Document, Fact, Found, Knowledge, Row, Table, Turn
from tests.generated import COLUMNS

Kind = Literal["fact", "row", "cell"]


@dataclass(frozen=True, slots=True)
class Gone:
    """Something taken away.

    Attributes:
        id: Of the fact, of the row with all its cells, or of a single cell.
        kind: Which of these.
        questions: What is asked for, each with the fact that would have been the answer.
    """

    id: str
    kind: Kind
    questions: tuple[tuple[str, Fact], ...]


def everything(knowledge: Knowledge) -> Iterator[Gone]:
    """Each fact, row and cell, to be asked for by the short name and by the printed one that is its alone."""
    labels = Counter(fact.label for fact in knowledge.facts.values())
    for document in knowledge.documents:
        for fact in document.facts:
            form = "{}是什么" if fact.kind == "text" else "{}是多少"
            printed = fact.label.replace(" · ", "") if labels[fact.label] == 1 else ""
            names = _names(fact.short, printed)
            yield Gone(fact.id, "fact", tuple((form.format(name), fact) for name in names))
    for row in knowledge.rows.values():
        cells = {column: tuple(_cell_questions(row, column)) for column in row.cells if column in COLUMNS}
        yield Gone(row.id, "row", sum(cells.values(), ()))
        for column, asked in cells.items():
            yield Gone(row.cells[column].id, "cell", asked)


def _cell_questions(row: Row, column: str) -> Iterator[tuple[str, Fact]]:
    for name in _names(row.short, row.name):
        yield COLUMNS[column]["zh"][0].format(name), row.cells[column]


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def without(knowledge: Knowledge, gone: str) -> Knowledge:
    """The knowledge without the fact, row or cell of that id."""
    documents = tuple(_document(document, gone) for document in knowledge.documents)
    tables = {table.id: table for document in documents for table in document.tables}
    rows = {row.id: row for table in tables.values() for row in table.rows}
    facts = {fact.id: fact for document in documents for fact in document.facts}
    facts |= {cell.id: cell for row in rows.values() for cell in row.cells.values()}
    return replace(knowledge, documents=documents, tables=tables, rows=rows, facts=facts)


def _document(document: Document, gone: str) -> Document:
    facts = tuple(fact for fact in document.facts if fact.id != gone)
    return replace(document, facts=facts, tables=tuple(_table(table, gone) for table in document.tables))


def _table(table: Table, gone: str) -> Table:
    rows = (row for row in table.rows if row.id != gone)
    return replace(table, rows=tuple(replace(row, cells=_cells(row, gone)) for row in rows))


def _cells(row: Row, gone: str) -> dict[str, Fact]:
    return {column: fact for column, fact in row.cells.items() if fact.id != gone}


def nonsense(assistant: Assistant, gone: Gone) -> list[tuple[str, Fact, Turn]]:
    """The questions that are answered although what they ask for is gone, with what was said.

    To count or to work out the same figure from the rest is no nonsense.
    """
    poorer = copy(assistant)
    poorer._in_use = library.of_all(building.build(without(assistant.knowledge, gone.id)))
    turns = [(question, fact, poorer.ask(question)) for question, fact in gone.questions]
    return [(question, fact, turn) for question, fact, turn in turns if not _honest(turn, fact)]


def _honest(turn: Turn, fact: Fact) -> bool:
    if not isinstance(turn.answer, Found):
        return True
    return any(entry.derived and entry.value == fact.value for entry in turn.answer.entries)

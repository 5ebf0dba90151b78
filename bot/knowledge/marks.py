"""Marks: what a figure is called where its id will not do, because it must mean the same after a reload.

Ids are places in a file and move with its text. A mark is made of what a figure says it is, so a button or a list
from yesterday still leads to that figure, corrected or moved, or to none; it never leads to another.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from bot.knowledge.model import Document, Fact, Knowledge, Section, Table

BYTES = 8
"""The length of a mark before it is written in hexadecimal; a button has room for 64 bytes in all."""
_OF_DOCUMENT = 3
"""And of what stands before it, of the document: so only that one is looked through for a figure."""


class Marks:
    """The marks of one knowledge, made a document at a time when they are first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Mark the figures of ``knowledge``."""
        self.knowledge = knowledge
        self._documents = {document.id: document for document in knowledge.documents}
        self._marks: dict[str, dict[str, str]] = {}
        self._facts: dict[str, dict[str, Fact]] = {}
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._documents:
            self._named[_digest([name], _OF_DOCUMENT)].append(name)

    def of(self, fact: Fact) -> str:
        """The mark of a fact of this knowledge; empty for one that is not."""
        return self._of_document(fact.document).get(fact.id, "")

    def fact(self, mark: str) -> Fact | None:
        """The fact of a mark, whatever its id is now; None when it is gone or cannot be told from others."""
        for document in self._named.get(mark[: 2 * _OF_DOCUMENT], ()):
            if document not in self._facts:
                marks, facts = self._of_document(document), self.knowledge.facts
                self._facts[document] = {mark: facts[name] for name, mark in marks.items()}
            if mark in self._facts[document]:
                return self._facts[document][mark]
        return None

    def of_document(self, document: Document) -> str:
        """The mark of a document as a whole."""
        return _digest([document.id], _OF_DOCUMENT) + _digest([document.id])

    def parts(self, document: Document) -> Iterator[tuple[str, Section | Table]]:
        """The sections and tables of a document with their marks, which are made of what they are called."""
        of_document, seen = _digest([document.id], _OF_DOCUMENT), Counter[tuple[str, str]]()
        for kind, parts in (("section", document.sections), ("table", document.tables)):
            for part in parts:
                called = kind, part.title
                yield of_document + _digest((document.id, *called, str(seen[called]))), part
                seen[called] += 1

    def part(self, mark: str) -> tuple[Document, Section | Table | None] | None:
        """What a mark leads to: a document as a whole, or a part of one; None when it is gone."""
        for name in self._named.get(mark[: 2 * _OF_DOCUMENT], ()):
            document = self._documents[name]
            if mark == self.of_document(document):
                return document, None
            for known, part in self.parts(document):
                if mark == known:
                    return document, part
        return None

    def _of_document(self, name: str) -> dict[str, str]:
        if name not in self._documents:
            return {}
        if name not in self._marks:
            facts = list(_facts(self._documents[name]))
            called = [self._called(fact) for fact in facts]
            again = Counter(called)
            of_document = _digest([name], _OF_DOCUMENT)
            self._marks[name] = {
                # What is told twice is the same where it says the same; else its value tells it apart.
                fact.id: of_document + _digest((*words, fact.value, fact.unit) if again[words] > 1 else words)
                for fact, words in zip(facts, called, strict=True)
            }
        return self._marks[name]

    def _called(self, fact: Fact) -> tuple[str, ...]:
        """All that tells a figure from others, but for its value and its place."""
        row = self.knowledge.rows.get(fact.row)
        group = row.group if row else ""
        names = (fact.document, fact.source.section, group, fact.subject, fact.measure, fact.period)
        return (*names, *fact.qualifiers)


def _facts(document: Document) -> Iterator[Fact]:
    yield from document.facts
    for table in document.tables:
        for row in table.rows:
            yield from row.cells.values()


def _digest(words: Iterable[str], size: int = BYTES) -> str:
    text = "\0".join(words).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=size).hexdigest()

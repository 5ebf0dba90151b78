"""Is any number of the source lost? Each is in a fact or a table, or is listed with the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from bot.errors import Problem
from bot.evaluation.audit.provenance import number_at, number_start, squeeze
from bot.knowledge.schema import DocumentFiles, FactEntry, TableEntry
from bot.language.numerals import NUMBER
from bot.messages import tell
from bot.reading import lines

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many numbers a source has, and by what they are covered; ``missing`` are those that are not."""

    kinds: Counter[str] = field(default_factory=Counter)
    missing: tuple[Problem, ...] = ()

    def __add__(self, other: Coverage) -> Coverage:
        """The coverage of two documents together."""
        return Coverage(self.kinds + other.kinds, self.missing + other.missing)

    def __str__(self) -> str:
        """Read it as a sentence: covered 5 of 6 numbers: 3 figures, 2 cells."""
        covered = self.kinds.total()
        parts = tell(", ").join(f"{count} {tell(kind)}" for kind, count in self.kinds.most_common())
        text = tell("covered {covered} of {all} numbers", covered=covered, all=covered + len(self.missing))
        return tell("{text}: {parts}", text=text, parts=parts) if parts else text


def measure(files: DocumentFiles, text: str, file: Path) -> Coverage:
    """Find every number of the source and what covers it."""
    covering: list[str] = [""] * len(text)
    for start, end, kind in _spans(files, text):
        covering[start:end] = [kind] * (min(end, len(text)) - start)
    kinds: Counter[str] = Counter()
    missing: list[Problem] = []
    line, counted = 1, 0
    for number in NUMBER.finditer(text):
        line, counted = line + text.count("\n", counted, number.start()), number.start()
        if all(covering[number.start() : number.end()]):
            kinds[covering[number.start()]] += 1
        else:
            message = tell(
                "{number} is in no fact and not listed as skipped with a reason; run ingest again",
                number=number[0],
            )
            missing.append(Problem(file, line, message))
    return Coverage(kinds, tuple(missing))


def _spans(files: DocumentFiles, text: str) -> Iterator[Span]:
    """Everything that covers, what says most last."""
    sentences = files.facts.sentences
    facts = [fact for sentence in sentences for fact in sentence.facts]
    skipped = chain(
        files.document.skipped,
        *(sentence.skipped for sentence in sentences),
        *(table.skipped for table in files.tables.tables),
    )
    yield from ((s.start, s.start + len(s.text), "listed with a reason") for s in skipped)
    yield from (span for fact in facts if fact.kind == "text" for span in _text_spans(fact, text))
    for table in files.tables.tables:
        yield from _table_spans(table, text)
    for fact in facts:
        if fact.kind == "figure" and (number := number_at(text, number_start(fact))):
            end = lines.stands(text, number_start(fact), fact.printed or fact.value)[1]
            yield number.start(), max(number.end(), end), "figures"


def _text_spans(fact: FactEntry, text: str) -> Iterator[Span]:
    """Where the words of a text fact stand: the value whole, or each of its items."""
    start = number_start(fact)
    if text.startswith(fact.value, start):
        yield start, start + len(fact.value), "in a text"
        return
    for item in fact.items or (fact.value,):
        found = text.find(item, fact.start, fact.end)
        if found >= 0:
            yield found, found + len(item), "in a text"


def _table_spans(table: TableEntry, text: str) -> Iterator[Span]:
    yield table.start, table.end, "in a title"
    last = table.end
    for row in table.rows:
        for number in NUMBER.finditer(text, last, max(last, row.start)):
            if number[0] == squeeze(row.number):
                yield number.start(), number.end(), "row numbers"
        yield row.name_start, row.name_end, "in a row's name"
        yield from ((cell.start, cell.end, "cells") for cell in row.cells.values())
        last = max(last, row.end)

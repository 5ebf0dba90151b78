"""Everything that was read from one document, and the numbers that nothing was read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.doubts import UNCOVERED
from bot.language.numerals import NUMBER
from bot.reading.lines import squeeze
from bot.reading.prose.figures import ReadSentence
from bot.reading.prose.sentences import Heading
from bot.reading.quantities import Skip
from bot.reading.tables.cells import ReadTable


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything read from one document; ``uncovered`` are numbers that nothing else here speaks for."""

    title: str
    publisher: str
    date: str
    period: str
    place: str
    headings: Sequence[Heading]
    sentences: Sequence[ReadSentence]
    tables: Sequence[ReadTable]
    uncovered: Sequence[Skip] = ()


def uncovered(text: str, sentences: Sequence[ReadSentence], tables: Sequence[ReadTable]) -> list[Skip]:
    """The numbers of a text that are in no figure, text, name or title and not left out for a reason."""
    covered = bytearray(len(text))
    for start, end in (*_in_prose(text, sentences), *_in_tables(text, tables)):
        covered[start:end] = b"\1" * (min(end, len(text)) - start)
    return [
        Skip(number.start(), number.end(), UNCOVERED)
        for number in NUMBER.finditer(text)
        if not all(covered[number.start() : number.end()])
    ]


def _in_prose(text: str, sentences: Sequence[ReadSentence]) -> Iterator[tuple[int, int]]:
    for part in sentences:
        yield from ((skip.start, skip.end) for skip in part.skipped)
        for fact in part.facts:
            start = number_start(fact.id)
            if fact.kind == "figure":
                number = NUMBER.match(text, start)
                yield number.span() if number else (start, start)
                continue
            for item in (fact.value,) if text.startswith(fact.value, start) else fact.items or (fact.value,):
                found = text.find(item, fact.source.start, fact.source.end)
                yield (found, found + len(item)) if found >= 0 else (start, start)


def _in_tables(text: str, tables: Sequence[ReadTable]) -> Iterator[tuple[int, int]]:
    for table in tables:
        yield table.title
        yield from ((skip.start, skip.end) for skip in table.skipped)
        last = table.title[1]
        for row in table.rows:
            for number in NUMBER.finditer(text, last, max(last, row.start)):
                if row.number and number[0] == squeeze(row.number):
                    yield number.span()
            yield row.name_start, row.name_end
            yield from ((cell.start, cell.end) for cell in row.cells.values())
            last = max(last, row.end)


def number_start(fact_id: str) -> int:
    """Where the value of a fact starts: its id says so.

    >>> number_start("n3410"), number_start("t52"), number_start("n3410.2")
    (3410, 52, 3410)
    """
    return int(fact_id[1:].partition(".")[0])

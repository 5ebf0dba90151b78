"""The numbers of a document that nothing was read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.doubts import UNCOVERED
from bot.language.numerals import NUMBER
from bot.reading.extracted import ReadSentence, ReadTable, number_start
from bot.reading.lines import squeeze, stands
from bot.reading.quantities import Skip


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
                yield stands(text, start, fact.printed or fact.value)
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

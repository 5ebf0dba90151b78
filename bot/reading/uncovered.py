"""The numbers of a document that nothing was read from, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.knowledge.doubts import UNCOVERED
from bot.language.numerals import NUMBER, NUMERALS
from bot.reading.extracted import ReadSentence, ReadTable, number_start
from bot.reading.lines import squeeze, stands
from bot.reading.quantities import UNIT, Skip
from bot.reading.words import any_of

_SCALES = "十百千万亿"
_HAN = re.compile(
    rf"(?<![第前数{NUMERALS}])[一二两三四五六七八九十百][{NUMERALS}]*(?<=[{NUMERALS}][{NUMERALS}])[多余几]?(?!届)(?={UNIT})"
)
_ENGLISH = re.compile(
    rf"\b(?:{any_of('english_numerals')})(?:[ -](?:(?:and )?(?:{any_of('english_numerals')}|one|two)))*"
    r"(?= [a-z]+s\b| per ?cent)",
    re.IGNORECASE,
)


def uncovered(text: str, sentences: Sequence[ReadSentence], tables: Sequence[ReadTable]) -> list[Skip]:
    """The numbers of a text that are in no figure, text, name or title and not left out for a reason."""
    covered = bytearray(len(text))
    for start, end in (*_in_prose(text, sentences), *_in_tables(text, tables)):
        covered[start:end] = b"\1" * (min(end, len(text)) - start)
    found = [one for one in NUMBER.finditer(text) if not all(covered[one.start() : one.end()])]
    found += [one for one in _in_words(text) if not any(covered[one.start() : one.end()])]
    return [Skip(*one.span(), UNCOVERED) for one in sorted(found, key=lambda one: one.start())]


def _in_words(text: str) -> Iterator[re.Match[str]]:
    """The numbers in Chinese numerals before a unit, and those in English words before what is counted."""
    for pattern in (_HAN, _ENGLISH):
        yield from (one for one in pattern.finditer(text) if set(one[0]) & set(_SCALES) or one[0].isascii())


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

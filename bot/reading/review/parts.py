"""The parts of a document in reading order: headings, sentences, and tables with all that stands in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.reading.extracted import Extract, ReadSentence, ReadTable
from bot.reading.grid import Grid


@dataclass(slots=True)
class Tabled:
    """A stretch of the document that is a table: as its file has it (``grid``), as it was read, or both."""

    start: int
    end: int
    grid: Grid | None = None
    tables: list[ReadTable] = field(default_factory=list)
    sentences: list[ReadSentence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading, with what is read from its words."""

    title: str
    sentence: ReadSentence


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that no line break parts."""

    sentences: tuple[ReadSentence, ...]


Part = Tabled | Headed | Paragraph


def parts(text: str, one: Extract, grids: Sequence[Grid]) -> list[Part]:
    """All parts of a document, in order."""
    tabled = _tabled(one, grids)
    starts = [part.start for part in tabled]
    titles = {heading.start: heading.title for heading in one.headings}
    free: list[ReadSentence] = []
    for sentence in one.sentences:
        inside = bisect_right(starts, sentence.sentence.start) - 1
        if inside >= 0 and sentence.sentence.start < tabled[inside].end:
            tabled[inside].sentences.append(sentence)
        else:
            free.append(sentence)
    found: list[tuple[int, Part]] = [(part.start, part) for part in tabled]
    found += _prose(text, free, titles)
    return [part for _, part in sorted(found, key=lambda pair: pair[0])]


def _tabled(one: Extract, grids: Sequence[Grid]) -> list[Tabled]:
    found = [Tabled(grid.start, grid.end, grid) for grid in grids]
    starts = [part.start for part in found]
    alone: list[Tabled] = []
    for table in one.tables:
        cells = (cell.start for row in table.rows for cell in row.cells.values())
        place = next(cells, table.span[0])
        inside = bisect_right(starts, place) - 1
        if inside >= 0 and place < found[inside].end:
            found[inside].tables.append(table)
        else:
            alone.append(Tabled(*table.span, tables=[table]))
    return sorted([*found, *alone], key=lambda part: part.start)


def _prose(
    text: str, sentences: Sequence[ReadSentence], titles: dict[int, str]
) -> Iterator[tuple[int, Part]]:
    paragraph: list[ReadSentence] = []
    for one in sentences:
        start = one.sentence.start
        if paragraph and (start in titles or "\n" in text[paragraph[-1].sentence.end : start]):
            yield paragraph[0].sentence.start, Paragraph(tuple(paragraph))
            paragraph = []
        if start in titles:
            yield start, Headed(titles[start], one)
        else:
            paragraph.append(one)
    if paragraph:
        yield paragraph[0].sentence.start, Paragraph(tuple(paragraph))

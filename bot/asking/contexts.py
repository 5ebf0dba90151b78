"""Where the words stand that a figure can be found by: its name, clause, sentence, headings, row and column.

Each text is noted once with the figures it stands around; each word leads to the texts it stands in. The cells of a
row are numbered one after the other, so that a text around all of them is one range.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Document, Fact, Knowledge, Row, Table
from bot.language import segmenter
from bot.language.text import is_hanzi
from bot.language.vocabulary import Vocabulary

Place = Literal["name", "clause", "sentence", "heading", "caption", "neighbour"]
"""What a text is to a figure, the nearest first."""
Around = tuple[Sequence[int], Place]
"""The numbers of figures a text stands around, and what it is to them."""


@dataclass(frozen=True, slots=True)
class Contexts:
    """The texts around the figures of a knowledge, and which words stand in which.

    Attributes:
        facts: Everything that can be asked for; its place here is its number.
        numbers: The number of each fact by its id.
        around: For each text the figures it stands around, and what it is to them.
        postings: For each word the texts it stands in.
        holders: For each Chinese character the words that have it.
        spread: For each word how many figures it stands around.
        vocabulary: The words of the question language.
    """

    facts: Sequence[Fact]
    numbers: Mapping[str, int]
    around: Sequence[Sequence[Around]]
    postings: Mapping[str, Sequence[int]]
    holders: Mapping[str, Sequence[str]]
    spread: Mapping[str, int]
    vocabulary: Vocabulary

    def named(self, number: int) -> tuple[str, ...]:
        """The words of a figure's own name."""
        fact = self.facts[number]
        name = f"{fact.subject} {fact.measure} {' '.join(fact.qualifiers)}"
        return tuple(word for word, _, _ in segmenter.words(self.vocabulary.canonical(name)))


def build(knowledge: Knowledge) -> Contexts:
    """Note the words around everything that can be asked for."""
    facts: list[Fact] = []
    texts: defaultdict[str, list[Around]] = defaultdict(list)
    for document in knowledge.documents:
        first = len(facts)
        for fact, stands in _of_prose(document):
            for text, place in stands:
                texts[text].append(((len(facts),), place))
            facts.append(fact)
        for table in document.tables:
            for text, numbers, place in _of_table(table, len(facts)):
                texts[text].append((numbers, place))
            facts += (fact for row in table.rows for fact in row.cells.values())
        for text in (document.title, document.place, *document.english):
            texts[text].append((range(first, len(facts)), "caption"))
    texts.pop("", None)
    return _indexed(facts, texts, knowledge.vocabulary)


def _indexed(
    facts: Sequence[Fact], texts: Mapping[str, Sequence[Around]], vocabulary: Vocabulary
) -> Contexts:
    """The texts by their words."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    spread: defaultdict[str, int] = defaultdict(int)
    for number, (text, around) in enumerate(texts.items()):
        size = sum(len(numbers) for numbers, _ in around)
        for word in segmenter.inner_words(vocabulary.canonical(text)):
            postings[word].append(number)
            spread[word] += size
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for word in postings:
        for char in set(word) if is_hanzi(word[0]) else ():
            holders[char].append(word)
    return Contexts(
        facts=facts,
        numbers={fact.id: number for number, fact in enumerate(facts)},
        around=list(texts.values()),
        postings=postings,
        holders=holders,
        spread=spread,
        vocabulary=vocabulary,
    )


def _of_prose(document: Document) -> Iterator[tuple[Fact, list[tuple[str, Place]]]]:
    """The facts of the prose, each with the texts around it."""
    before = sentence = ""
    for fact in document.facts:
        if fact.source.sentence != sentence:
            before, sentence = sentence, fact.source.sentence
        subject = fact.subject if fact.subject != document.place else ""
        own = (subject, fact.measure, *fact.qualifiers, fact.short, *fact.also, *fact.english, fact.unit)
        around: list[tuple[str, Place]] = [(text, "name") for text in own]
        around += [(fact.source.quote, "clause"), (sentence, "sentence")]
        around += [(fact.source.section, "heading"), (before, "neighbour")]
        yield fact, around


def _of_table(table: Table, start: int) -> Iterator[tuple[str, Sequence[int], Place]]:
    """The texts of a table with the cells they stand around, which are numbered from ``start``."""
    first = start
    columns: defaultdict[str, list[int]] = defaultdict(list)
    for row in table.rows:
        cells = range(start, start + len(row.cells))
        for text in filter(None, (row.name, row.short, *row.also, *row.english, row.unit)):
            yield text, cells, "name"
        for text in filter(None, (row.group, *_told(row))):
            yield text, cells, "heading"
        for number, (column, fact) in zip(cells, row.cells.items(), strict=True):
            columns[column].append(number)
            columns[fact.unit].append(number)
        start = cells.stop
    for text, numbers in columns.items():
        yield text, numbers, "name"
    for text in (table.title, *table.also, *table.english):
        yield text, range(first, start), "caption"


def _told(row: Row) -> Iterator[str]:
    """What a row says in words."""
    return (fact.value for fact in row.cells.values() if fact.kind == "text")

"""Where the words stand that a figure can be found by: its name, its clause, sentence, headings, row and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.knowledge.model import Fact, Knowledge
from bot.language.text import is_hanzi
from bot.language.vocabulary import Vocabulary
from bot.language import words

NAME, CLAUSE, SENTENCE, HEADING, CAPTION, NEIGHBOUR = "name", "clause", "sentence", "heading", "caption", "neighbour"


@dataclass(frozen=True, slots=True)
class Contexts:
    """The texts around the figures of a knowledge, and which words stand in which.

    Attributes:
        facts: All figures and texts that can be asked for.
        members: For each text the figures it is around, by number, and what it is to them.
        postings: For each word the numbers of the texts it stands in.
        names: For each figure the words of its own name.
        shares: For each word in how many figures' names or clauses it stands.
    """

    facts: Sequence[Fact]
    members: Sequence[Sequence[tuple[int, str]]]
    postings: Mapping[str, Sequence[int]]
    names: Sequence[tuple[str, ...]]
    chars: Mapping[str, frozenset[str]]
    counts: Mapping[str, int]


def build(knowledge: Knowledge) -> Contexts:
    """Note the words around every figure."""
    vocabulary = knowledge.vocabulary
    numbers: dict[str, int] = {}
    members: list[list[tuple[int, str]]] = []
    facts: list[Fact] = []
    names: list[tuple[str, ...]] = []

    def around(fact: int, text: str, how: str) -> None:
        if not text:
            return
        number = numbers.setdefault(text, len(members))
        if number == len(members):
            members.append([])
        members[number].append((fact, how))

    for document in knowledge.documents:
        before = ""
        seen = ""
        for fact in document.facts:
            at = len(facts)
            facts.append(fact)
            own = [fact.subject if fact.subject != document.place else "", fact.measure, *fact.qualifiers]
            names.append(tuple(words.named(" ".join(own), vocabulary)))
            for text in (*own, fact.short, *fact.also, *fact.english, fact.unit):
                around(at, text, NAME)
            around(at, fact.source.quote, CLAUSE)
            around(at, fact.source.sentence, SENTENCE)
            around(at, fact.source.section, HEADING)
            around(at, document.title, CAPTION)
            around(at, document.place, CAPTION)
            if fact.source.sentence != seen:
                before, seen = seen, fact.source.sentence
            around(at, before, NEIGHBOUR)
        for table in document.tables:
            for row in table.rows:
                texts = [cell.value for cell in row.cells.values() if cell.kind == "text"]
                for column, fact in row.cells.items():
                    at = len(facts)
                    facts.append(fact)
                    names.append(tuple(words.named(f"{row.name} {column}", vocabulary)))
                    for text in (row.name, column, row.short, *row.also, *row.english, fact.unit, row.unit):
                        around(at, text, NAME)
                    for text in (row.group, *(text for text in texts if text != fact.value)):
                        around(at, text, HEADING)
                    for text in (table.title, *table.also, *table.english, document.title, document.place):
                        around(at, text, CAPTION)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for text, number in numbers.items():
        for word in words.parts(text, vocabulary):
            postings[word].append(number)
    chars: defaultdict[str, set[str]] = defaultdict(set)
    for word in postings:
        for char in word if is_hanzi(word[0]) else ():
            chars[char].add(word)
    counts = {word: sum(len(members[n]) for n in found) for word, found in postings.items()}
    return Contexts(facts, members, postings, names, {c: frozenset(w) for c, w in chars.items()}, counts)

"""Where the words of a figure stand that explain a question: its name, a column, a heading, the sentence."""

from __future__ import annotations

from bot.asking.index import Index
from bot.asking.interpretations import Candidate
from bot.knowledge.model import Fact, Row
from bot.language.grams import pairs


def origins(candidate: Candidate, index: Index) -> dict[str, frozenset[str]]:
    """Where words of a candidate stand, in the order in which they count; each with the grams in it."""
    fact, row, knowledge = candidate.fact, candidate.row, index.knowledge
    target: Fact | Row = row or fact
    own = [row.name] if row else [fact.subject, fact.measure, *fact.qualifiers]
    texts = {
        "name": [*own, target.short, *target.also, *target.english],
        "column": [*row.cells] if row else [],
        "group": _group(row, index) if row else [],
        "heading": _headings(fact, row, index),
        "unit": ["".join(f"每{part}" for part in fact.unit.split("/")[1:])],  # 元/月 is said 每月
        "sentence": [fact.source.sentence],
    }
    canonical = knowledge.vocabulary.canonical
    return {
        kind: frozenset().union(*(pairs(canonical(text)) for text in found)) for kind, found in texts.items()
    }


def _group(row: Row, index: Index) -> list[str]:
    """What a row stands under, and what its cells hold in words."""
    cells = [text for cell in row.cells.values() if cell.kind == "text" for text in (cell.value, *cell.items)]
    names = index.knowledge.vocabulary.names
    return [row.group, *cells, *(name for cell in cells for name in names.get(cell, ()))]


def _headings(fact: Fact, row: Row | None, index: Index) -> list[str]:
    """What a fact is headed by: the titles of its document, its section and its table."""
    document = index.documents[fact.document]
    sections = [one for one in document.sections if one.title == fact.source.section]
    found = [document.title, *document.english, fact.source.section]
    found += [name for section in sections for name in section.english]
    if row:
        table = index.knowledge.tables[row.table]
        found += [table.title, *table.also, *table.english]
    return found

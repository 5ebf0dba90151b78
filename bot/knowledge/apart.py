"""What tells figures apart that go by one name: place, time, what they stand under, the document that says them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.knowledge.model import Fact, Knowledge

Aspects = tuple[tuple[str, str], ...]
"""Kinds (``place``, ``period``, ``heading``, ``title``) with their words."""


def apart(facts: Sequence[Fact], labels: Sequence[str], knowledge: Knowledge) -> list[Aspects]:
    """For each fact what tells it from those of its label, or from all where several documents say them.

    Nothing for one of a single document that has its label for itself.
    """
    several = len({fact.document for fact in facts}) > 1
    sets: defaultdict[str, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        sets["" if several else label].append(number)
    found: list[Aspects] = [()] * len(facts)
    for numbers in sets.values():
        known = {number: _aspects(facts[number], knowledge) for number in numbers}
        said: dict[int, Aspects] = dict.fromkeys(numbers, ())
        for kind in ("place", "period", "heading", "title"):
            words = {known[number][kind] for number in numbers}
            alone = len({(labels[n], own) for n, own in said.items()}) == len(numbers)
            if len(words) == 1 or (alone and kind in ("heading", "title")):
                continue
            said = {n: (*own, (kind, known[n][kind])) if known[n][kind] else own for n, own in said.items()}
        for number, own in said.items():
            found[number] = own
    return found


def _aspects(fact: Fact, knowledge: Knowledge) -> dict[str, str]:
    document = next((one for one in knowledge.documents if one.id == fact.document), None)
    row = knowledge.rows.get(fact.row)
    groups = [part for part in (row.group if row else "").split(" · ") if part and not part.startswith("按")]
    return {
        "place": document.place if document else "",
        "period": fact.period,
        "heading": groups[-1] if groups else fact.source.section,
        "title": document.title if document else "",
    }

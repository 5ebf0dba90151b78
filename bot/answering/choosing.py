"""Figures that are offered to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.verdicts import Evidence, Verdict
from bot.asking.index import Index
from bot.knowledge.apart import apart
from bot.knowledge.model import Choice, Choices, Fact, Row

MAX_CHOICES = 6
MAX_SUGGESTIONS = 3


def choice(fact: Fact, row: Row | None = None) -> Choice:
    """A fact as something to choose."""
    label = f"{row.title} · {fact.measure}" if row else (fact.short or fact.label)
    return Choice(id=fact.id, label=label, value=fact.value, unit=fact.unit)


def told_apart(options: Sequence[Choice], index: Index) -> tuple[Choice, ...]:
    """Choices whose labels say what tells them from others of the same name."""
    facts = [index.knowledge.facts[option.id] for option in options]
    told = apart(facts, [option.label for option in options], index.knowledge)
    return tuple(
        replace(option, label=" · ".join((option.label, *(text for _, text in words))))
        for option, words in zip(options, told, strict=True)
    )


def offered(facts: Sequence[Fact], score: float, evidence: Evidence | None, index: Index) -> Verdict | None:
    """Figures to choose from; None where they are too many to be read."""
    if len(facts) > MAX_CHOICES:
        return None
    rows = index.knowledge.rows
    options = told_apart([choice(fact, rows.get(fact.row)) for fact in facts], index)
    return Verdict(Choices(options=options), score, tuple(facts), None, evidence)

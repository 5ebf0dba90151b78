"""Figures that the prose tells in one run: of a sentence, and of those that go on behind its semicolon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.model import Fact, Knowledge

_GOES_ON = (";", "；")


@dataclass(frozen=True, slots=True)
class Run:
    """Figures in order, and what is said before the first of them is named: 主要工业产品中."""

    facts: tuple[Fact, ...]
    opening: str


def runs(knowledge: Knowledge) -> Mapping[str, Run]:
    """The run that each figure of the prose belongs to, by its id."""
    found: list[list[Fact]] = []
    for document in knowledge.documents:
        last: Fact | None = None
        for fact in document.facts:
            if fact.kind != "figure" or not fact.source.sentence:
                continue
            if last is None or not _goes_on(last, fact):
                found.append([])
            found[-1].append(fact)
            last = fact
    made = (Run(tuple(facts), _opening(facts[0])) for facts in found)
    return {fact.id: run for run in made for fact in run.facts}


def _goes_on(last: Fact, fact: Fact) -> bool:
    before, behind = last.source, fact.source
    same = before.sentence == behind.sentence
    return same or (before.sentence.endswith(_GOES_ON) and before.section == behind.section)


def _opening(fact: Fact) -> str:
    sentence = fact.source.sentence
    return sentence[: max(0, sentence.find(fact.source.quote))]

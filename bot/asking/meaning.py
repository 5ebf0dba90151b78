"""A second opinion where the encoder is installed: how like a question a figure is, by what whole sentences mean.

It tells siblings from each other badly (满意率, 办结率), so it adds to what is probable and overrules nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.asking.contexts import Contexts
from bot.knowledge.model import Fact, Knowledge
from bot.language import cache, embeddings

_NUMBER = "多少"
"""What stands for a number: one is meant, and which one is not known."""


@dataclass
class Meaning:
    """The meanings of the names and the clauses of all figures: computed when first asked for, and kept."""

    knowledge: Knowledge
    contexts: Contexts

    @cached_property
    def _vectors(self) -> embeddings.Embeddings:
        facts = self.contexts.facts
        return embeddings.Embeddings(
            [*map(self._name, facts), *map(self._clause, facts)], cache.folder("vectors")
        )

    def prepare(self) -> None:
        """Compute the meanings before they are asked for."""
        self._vectors.prepare()

    def like(self, question: str, facts: Sequence[Fact]) -> list[dict[str, float]]:
        """The signs of how like a question each of some figures is."""
        numbers = [self.contexts.numbers[fact.id] for fact in facts]
        size = len(self.contexts.facts)
        like = self._vectors.like(question, [*numbers, *(number + size for number in numbers)])
        names, clauses = like[: len(numbers)], like[len(numbers) :]
        return [
            {"like_name": name, "like_clause": clause} for name, clause in zip(names, clauses, strict=True)
        ]

    def _name(self, fact: Fact) -> str:
        row = self.knowledge.rows.get(fact.row)
        return f"{row.group} {row.name} {fact.measure}".strip() if row else f"{fact.subject} {fact.measure}"

    def _clause(self, fact: Fact) -> str:
        row = self.knowledge.rows.get(fact.row)
        if row:
            return f"{self.knowledge.tables[row.table].title} {self._name(fact)}"
        return fact.source.quote.replace(fact.value, _NUMBER)

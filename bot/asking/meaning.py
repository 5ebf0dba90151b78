"""A second opinion where the encoder is installed: how like a question a figure is, by what whole sentences mean.

It tells siblings from each other badly (满意率, 办结率), so it adds to what is probable and overrules nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from bot.asking.contexts import Contexts
from bot.knowledge.model import Fact, Knowledge
from bot.language import cache, embeddings

_NUMBER = "多少"
"""What stands for a number: one is meant, and which one is not known."""


@dataclass
class Meaning:
    """The meanings of the names and the clauses of all figures: computed when first asked for, and kept.

    Those of a ``part`` of what is known are kept in memory only: there are too many parts.
    """

    knowledge: Knowledge
    contexts: Contexts
    part: bool = False

    @cached_property
    def _vectors(self) -> embeddings.Embeddings:
        return embeddings.Embeddings(
            _Texts(self.knowledge, self.contexts.facts), None if self.part else cache.folder("vectors")
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


@dataclass(frozen=True)
class _Texts(Sequence[str]):
    """The names of all figures and behind them the clauses, each made when it is asked for."""

    knowledge: Knowledge
    facts: Sequence[Fact]

    def __len__(self) -> int:
        return 2 * len(self.facts)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(len(self))[place]]
        clause, number = divmod(range(len(self))[place], len(self.facts))
        return self._clause(self.facts[number]) if clause else self._name(self.facts[number])

    def _name(self, fact: Fact) -> str:
        row = self.knowledge.rows.get(fact.row)
        return f"{row.group} {row.name} {fact.measure}".strip() if row else f"{fact.subject} {fact.measure}"

    def _clause(self, fact: Fact) -> str:
        row = self.knowledge.rows.get(fact.row)
        if row:
            return f"{self.knowledge.tables[row.table].title} {self._name(fact)}"
        return fact.source.quote.replace(fact.value, _NUMBER)

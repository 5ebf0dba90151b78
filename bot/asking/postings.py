"""Which targets explain a gram, and how much it tells apart; looked together for the grams that are asked for.

Two levels: what a target explains by itself, and what all rows of a table explain that have the same columns. So
neither memory nor time grows by rows times the words of their headings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Posts = Sequence[tuple[int, float]]
"""The numbers of targets, in order, each with how well it explains a gram."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the targets of one document explain; they are numbered from 0.

    Attributes:
        size: How many targets there are.
        told: For each gram the targets that explain it by themselves.
        shared: What many targets explain alike where they do not explain it better themselves, with their numbers.
    """

    size: int
    told: Mapping[str, Posts]
    shared: Sequence[tuple[Mapping[str, float], Sequence[int]]]

    def of(self, gram: str) -> Posts:
        """The targets that explain a gram."""
        told = self.told.get(gram, ())
        alike = [(found[gram], numbers) for found, numbers in self.shared if gram in found]
        if not alike:
            return told
        better = {number for number, _ in told}
        more = ((number, credit) for credit, numbers in alike for number in numbers if number not in better)
        return sorted((*told, *more))


@dataclass(frozen=True, slots=True)
class Postings:
    """The targets of some documents, numbered one document behind the other."""

    parts: Sequence[Part]
    _found: dict[str, Posts] = field(default_factory=dict, init=False, repr=False)
    _enough: dict[tuple[str, float], Posts] = field(default_factory=dict, init=False, repr=False)
    _holders: dict[tuple[str, float], frozenset[int]] = field(default_factory=dict, init=False, repr=False)

    def of(self, gram: str) -> Posts:
        """The targets that explain a gram.

        >>> part = Part(2, {"热线": [(1, 1.0)]}, [({"热线": 0.5, "目标": 1.0}, [0, 1])])
        >>> list(Postings([part, part]).of("热线"))
        [(0, 0.5), (1, 1.0), (2, 0.5), (3, 1.0)]
        """
        if gram not in self._found:
            found: list[tuple[int, float]] = []
            before = 0
            for part in self.parts:
                if own := part.of(gram):
                    found += [(before + number, credit) for number, credit in own]
                before += part.size
            self._found[gram] = found
        return self._found[gram]

    def at_least(self, gram: str, least: float) -> Posts:
        """The targets that explain a gram so well at ``least``."""
        if (gram, least) not in self._enough:
            self._enough[gram, least] = [post for post in self.of(gram) if post[1] >= least]
        return self._enough[gram, least]

    def holders(self, gram: str, least: float) -> frozenset[int]:
        """The numbers of these targets."""
        if (gram, least) not in self._holders:
            self._holders[gram, least] = frozenset(number for number, _ in self.at_least(gram, least))
        return self._holders[gram, least]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a gram tells apart: 1 when one of ``size`` targets has it, ``common`` when all have (scaled IDF).

    What only stands around targets, worth less than ``least``, is none of theirs.
    """

    postings: Postings
    size: int
    common: float
    least: float
    _known: dict[str, float | None] = field(default_factory=dict, init=False, repr=False)

    def get(self, gram: str, otherwise: float) -> float:
        """How much a gram tells apart; ``otherwise`` where no target has it."""
        if gram not in self._known:
            self._known[gram] = self._measured(len(self.postings.holders(gram, self.least)))
        found = self._known[gram]
        return otherwise if found is None else found

    def of(self, grams: Iterable[str]) -> list[float]:
        """How much each of those grams tells apart that some target has."""
        return [found for gram in grams if (found := self.get(gram, -1.0)) >= 0]

    def _measured(self, seen: int) -> float | None:
        if not seen:
            return None
        return self.common + (1 - self.common) * math.log((1 + self.size) / seen) / math.log(1 + self.size)

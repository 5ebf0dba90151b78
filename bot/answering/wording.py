"""A query, a figure and a refusal in the words of a language, for whoever asks why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.asking.index import Index
from bot.knowledge.model import Fact, Unknown
from bot.knowledge.query import (
    SIGNS,
    Aggregate,
    Among,
    Beside,
    Check,
    Combine,
    Common,
    Condition,
    Converted,
    Each,
    Filter,
    Held,
    Is,
    Project,
    Query,
    Rank,
    Select,
)
from bot.replies.parts import Words, why_not
from bot.replies.reasons import Sayings

MAX_NAMED = 3
"""Tables, rows and figures of a condition that are named; of more it is said how many."""
_BARE = ("table", "row", "fact", "role", "measure")
"""Dimensions whose values speak for themselves."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is known, and the words of a language for it."""

    index: Index
    say: Sayings
    words: Words

    def title(self, fact: Fact) -> str:
        """What a figure is called."""
        row = self.index.knowledge.rows.get(fact.row)
        return self.words.label(fact, row, self.index.knowledge)

    def fact(self, fact: Fact) -> str:
        """A figure by its name and time."""
        return " · ".join(filter(None, (self.title(fact), self.words.period(fact.period))))

    def reason(self, unknown: Unknown) -> str:
        """Why something is not told."""
        if unknown.reason == "nothing":
            return self.say.short["nothing"]
        return why_not(unknown, self.words, self.index.knowledge)

    def query(self, query: Query) -> Iterator[str]:  # noqa: C901, PLR0912  # one case a kind of query
        """What a query does and of what, outermost first."""
        done = self.say.operations
        match query:
            case Select(where):
                yield from map(self.condition, where)
            case Aggregate(Project(of, on), "count", ""):
                yield done["count"] + ("" if on == "row" else f" {self._dimension(on)}")
                yield from self.query(of)
            case Project(of, on):
                yield done["list"] + ("" if on == "row" else f" {self._dimension(on)}")
                yield from self.query(of)
            case Rank(of, order, first, last):
                places = "" if last == 1 else f" {first}" if first == last else f" {first}-{last}"
                yield done[order] + places
                yield from self.query(of)
            case Among(of, rows):
                yield f"{done['among']} {self._parts((rows,))}"
                yield from self.query(of)
            case Filter(of, claim):
                yield self.condition(claim)
                yield from self.query(of)
            case Aggregate(of, how, by):
                yield done[how] + (f" / {self._dimension(by)}" if by else "")
                yield from self.query(of)
            case Beside(of, how, against):
                yield f"{done[how]} / {self._dimension(against)}"
                yield from self.query(of)
            case Common(parts, without):
                yield done["without" if without else "common"]
                yield self._parts(parts)
            case Combine(how, parts, _):
                yield done[how]
                yield self._parts(parts)
            case Converted(of, unit):
                yield unit
                yield from self.query(of)
            case Check(of, claim):
                yield f"{done['check']} {self.condition(claim)}"
                yield from self.query(of)
            case Each(parts):
                yield done["each"]
                yield self._parts(parts)
            case _:
                assert_never(query)

    def _parts(self, parts: Sequence[Query]) -> str:
        return self.say.between.join(" · ".join(self.query(part)) for part in parts)

    def condition(self, condition: Condition) -> str:
        """A condition: what a dimension holds, or what a number is held against."""
        if isinstance(condition, Held):
            return self._held(condition)
        return self._is(condition)

    def _held(self, held: Held) -> str:
        against = held.against
        row = self.index.knowledge.rows.get(against) if isinstance(against, str) else None
        text = row.title if row else self._dimension(against) if isinstance(against, str) else against.text
        said = f"{self._dimension(held.on or 'value')} {SIGNS[held.relation]} {text}"
        return self.say.negated.format(said) if held.negated else said

    def _is(self, one: Is) -> str:
        found = sorted(self._value(one.dimension, value) for value in one.among)
        values = "、".join(found) if len(found) <= MAX_NAMED else self.say.many.format(found[0], len(found))
        if one.dimension in _BARE:
            return self.say.negated.format(values) if one.negated else values
        return f"{self._dimension(one.dimension)} {'≠' if one.negated else '='} {values}"

    def _dimension(self, name: str) -> str:
        return self.say.dimensions.get(name, name)

    def _value(self, dimension: str, value: str) -> str:
        """What a value of a dimension is called."""
        knowledge = self.index.knowledge
        if dimension == "fact" and value in knowledge.facts:
            return self.fact(knowledge.facts[value])
        if dimension == "row" and value in knowledge.rows:
            return knowledge.rows[value].title
        if dimension == "table" and value in knowledge.tables:
            return knowledge.tables[value].title
        called: Mapping[str, str] = self.say.dimensions if dimension in ("role", "kind") else {}
        return called.get(value, value)

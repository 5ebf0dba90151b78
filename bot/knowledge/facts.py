"""Every fact by its dimensions: those that meet some conditions, looked for only where they can stand."""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from itertools import chain
from typing import Any, TypeVar

from bot.knowledge.model import Fact, Knowledge, Row
from bot.knowledge.query import Condition, Dimension, Held, Is, Relation
from bot.language.amounts import Quantity, Refusal
from bot.language.text import listed
from bot.language.units import NONE

T = TypeVar("T")

_HOLDS: Mapping[Relation, Callable[[int], bool]] = {
    "gt": lambda sign: sign > 0,
    "ge": lambda sign: sign >= 0,
    "eq": lambda sign: sign == 0,
    "le": lambda sign: sign <= 0,
    "lt": lambda sign: sign < 0,
}
_OWN: Mapping[Dimension, Callable[[Any], str]] = {
    name: operator.attrgetter(name)
    for name in ("document", "subject", "measure", "period", "unit", "kind", "row")
}
_OF_ROW: Mapping[Dimension, Callable[[Row], Sequence[str]]] = {
    "table": lambda row: (row.table,),
    "number": lambda row: (row.number,),
    "counted": lambda row: (row.unit,),
    "group": lambda row: tuple(row.group.split(" · ")),
}
_NEAR = 10
"""How many times the largest figure of a column a number may be that it is held against, if both count the same."""


class Facts:
    """All facts; what is looked at for a table, a row or a fact is what stands there."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._counts: dict[Dimension, Counter[str]] = {}

    def of(self, fact: Fact, dimension: Dimension) -> Sequence[str]:
        """What a fact holds in a dimension; words beside it in its row are dimensions like any other."""
        if dimension == "fact":
            return (fact.id,)
        if dimension in _OWN:
            return (_OWN[dimension](fact),)
        row = self._knowledge.rows.get(fact.row)
        if row is None:
            return ()
        if dimension == "role":
            return (self._knowledge.vocabulary.role_of(fact.measure),)
        if dimension in _OF_ROW:
            return _OF_ROW[dimension](row)
        cell = self.cell(row, dimension)
        return told(cell) if cell else ()

    def cell(self, row: Row, column: str) -> Fact | None:
        """The cell of a row in a column that has this name or plays this role."""
        if column in row.cells:
            return row.cells[column]
        role_of = self._knowledge.vocabulary.role_of
        return next((fact for name, fact in row.cells.items() if role_of(name) == column), None)

    def beside(self, fact: Fact, column: str) -> Fact | None:
        """The cell beside a fact in its row, or of its column in a row; the fact itself where none is named."""
        row = self._knowledge.rows.get(fact.row)
        if column in self._knowledge.rows:
            return self._knowledge.rows[column].cells.get(fact.measure)
        return fact if not column else self.cell(row, column) if row else None

    def quantity(self, fact: Fact) -> Quantity | None:
        """What a fact comes to; None for words."""
        number = fact.number
        return (
            None
            if number is None
            else Quantity(number, self._knowledge.vocabulary.unit(fact.unit), fact.shown)
        )

    def select(self, where: Iterable[Condition]) -> list[Fact]:
        """The facts that meet all conditions, in the order of the documents."""
        conditions = list(where)
        tests = [self._test(one) for one in conditions]
        among: dict[Dimension, frozenset[str]] = {}
        for one in conditions:
            if isinstance(one, Is) and not one.negated:
                among[one.dimension] = among.get(one.dimension, one.among) & one.among
        return [fact for fact in self._within(among) if all(meets(fact) for meets in tests)]

    def _within(self, among: Mapping[Dimension, frozenset[str]]) -> Iterable[Fact]:
        """The facts that may hold one of some values in each of some dimensions: no others are looked at."""
        known, rows = self._knowledge, among.get("row", frozenset())
        measures = among.get("measure", frozenset())
        if "fact" in among:
            return _in_order(known.facts, among["fact"])
        if "table" in among and len(measures) == 1 and len(rows) != 1:
            own = [self._columns[name] for name in known.tables if name in among["table"]]
            return chain.from_iterable(columns.get(min(measures), ()) for columns in own)
        if "row" in among or "table" in among:
            chosen = _in_order(known.rows, rows) if "row" in among else known.rows.values()
            tables = among.get("table", known.tables.keys())
            return chain.from_iterable(row.cells.values() for row in chosen if row.table in tables)
        return known.facts.values()

    def _test(self, one: Condition) -> Callable[[Fact], bool | None]:
        """What tells whether a fact meets a condition; nothing is held where there is nothing."""
        if isinstance(one, Held):
            return partial(self.holds, claim=one)
        among, negated = one.among - {""}, one.negated
        if get := _OWN.get(one.dimension):
            return lambda fact: (get(fact) in among) != negated
        return lambda fact: among.isdisjoint(self.of(fact, one.dimension)) == negated

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[str, Sequence[Fact]]]:
        """The cells of each table by what they measure, in the order of the rows."""
        found: dict[str, dict[str, list[Fact]]] = {name: {} for name in self._knowledge.tables}
        for row in self._knowledge.rows.values():
            columns = found[row.table]
            for fact in row.cells.values():
                columns.setdefault(fact.measure, []).append(fact)
        return found

    def rarity(self, fact: Fact, dimension: Dimension) -> float:
        """How rare is what a fact holds in a dimension: 1 where it alone holds that, 0 where all facts do."""
        if dimension not in self._counts:
            facts = self._knowledge.facts.values()
            self._counts[dimension] = Counter(
                value for one in facts for value in self.of(one, dimension) if value
            )
        alike = max((self._counts[dimension][value] for value in self.of(fact, dimension)), default=0)
        size = len(self._knowledge.facts)
        return 1 - math.log(alike or 1) / math.log(size) if size > 1 else 1.0

    def holds(self, fact: Fact, claim: Held) -> bool | None:
        """Whether a number holds against another; None, which is no, where the two cannot be held together."""
        cell = self.beside(fact, claim.on)
        sign = self._sign(cell, claim.against) if cell else None
        if sign is None:
            # Words are not that number; more of them cannot be said.
            return True if cell and cell.number is None and claim.relation == "eq" and claim.negated else None
        return _HOLDS[claim.relation](sign) != claim.negated

    def _sign(self, cell: Fact, against: Quantity | str) -> int | None:
        own = self.quantity(cell)
        if isinstance(against, Quantity):
            if (
                own and own.unit == NONE and against.unit.scale == 1
            ):  # a unit that is not printed is the one asked in
                own = replace(own, unit=against.unit)
            return sign_of(own, against) if own and self._is_near(cell, own, against) else None
        other = self.beside(cell, against)
        sign = sign_of(own, self.quantity(other)) if other else None
        progress = self.beside(cell, "progress") if sign is None and against == "target" else None
        told = self.quantity(progress) if progress else None
        return sign if told is None else (told.number > Decimal(100)) - (told.number < Decimal(100))

    def _is_near(self, cell: Fact, own: Quantity, against: Quantity) -> bool:
        """Whether a cell without a unit may count what a number in millions does: its column comes near it."""
        if own.unit != NONE or not against.is_scaled or cell.row not in self._knowledge.rows:
            return True
        column = self._columns[self._knowledge.rows[cell.row].table][cell.measure]
        most = max(abs(one.number) for one in column if one.number is not None)
        return most * _NEAR >= against.number * against.unit.scale


def told(cell: Fact) -> Sequence[str]:
    """What a cell holds: each of the things that it lists."""
    return cell.items or (listed(cell.value) if cell.kind == "text" else ()) or (cell.value,)


def _in_order(known: Mapping[str, T], names: Collection[str]) -> Iterable[T]:
    """Those of some names, in the order of all; one is not looked for among them."""
    if len(names) > 1:
        return (one for name, one in known.items() if name in names)
    return (known[name] for name in names if name in known)


def sign_of(one: Quantity | None, other: Quantity | None) -> int | None:
    """1 where a quantity is more than another, 0 where it is as much, -1 where it is less; None where neither."""
    if one is None or other is None:
        return None
    sign = one.compare(other)
    return None if isinstance(sign, Refusal) else sign

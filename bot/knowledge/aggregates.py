"""Rows of a table that add up others: subtotals behind their parts or above them, and what all of them come to.

They are found by their figures: where the rows since the last such row, or all rows, come to a row in several
columns, that is no chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.model import Row

_FEWEST = 2
"""Parts that a sum has at least."""
_CHANCE = 3
"""So many digits must agree by more than chance: once in a thousand rows."""
_SHARE = Decimal(1) / 3
"""Of the columns that a row has figures in so many add up at least; the others tell rates and means."""
_MOST = 400
"""A longer table is not added up."""


@dataclass(frozen=True, slots=True)
class Aggregates:
    """The rows of a table that add up others.

    Attributes:
        wholes: The ids of those that all rows come to.
        subtotals: The ids of those that only some rows come to.
    """

    wholes: frozenset[str] = frozenset()
    subtotals: frozenset[str] = frozenset()

    def __contains__(self, row: Row) -> bool:
        """Whether a row adds up others."""
        return row.id in self.wholes | self.subtotals


def aggregates(rows: Sequence[Row]) -> Aggregates:
    """The rows that add up those before them, or those below them, or all others."""
    if not _FEWEST < len(rows) <= _MOST:
        return Aggregates()
    behind, above = _behind(rows), _behind(rows[::-1])
    if len(above.subtotals) > len(behind.subtotals):
        return above
    own = [_numbers(row) for row in rows]
    first = rows[0]
    parts = [one for row, one in zip(rows[1:], own[1:], strict=True) if row not in behind]
    if not (behind.wholes or behind.subtotals) and _come_to(own[0], parts):
        return Aggregates(frozenset({first.id}))
    return behind


def _behind(rows: Sequence[Row]) -> Aggregates:
    """The rows that add up those before them."""
    own = [_numbers(row) for row in rows]
    subtotals: set[str] = set()
    wholes: set[str] = set()
    start, leaves = 0, list[int]()
    for place, row in enumerate(rows):
        since = [at for at in leaves if at >= start]
        if len(since) < len(leaves) and _come_to(own[place], [own[at] for at in leaves]):
            wholes.add(row.id)
        elif _come_to(own[place], [own[at] for at in since]) or (
            row.group and _come_to(own[place], [own[at] for at in since if rows[at].group == row.group])
        ):
            subtotals.add(row.id)
            start = place + 1
        elif place and _come_to(own[place], [own[at] for at in range(place) if not rows[at].group]):
            wholes.add(row.id)
        else:
            leaves.append(place)
    if len(subtotals) == 1 and not wholes and start == len(rows):  # the last row comes to all others
        wholes, subtotals = subtotals, set()
    return Aggregates(frozenset(wholes), frozenset(subtotals))


def _numbers(row: Row) -> dict[str, Decimal]:
    return {
        name: fact.number
        for name, fact in row.cells.items()
        if fact.number is not None and fact.unit not in ("%", "‰")
    }


def _come_to(whole: Mapping[str, Decimal], parts: Sequence[Mapping[str, Decimal]]) -> bool:
    """Whether some rows come to another in so many columns that it is no chance."""
    if len(parts) < _FEWEST:
        return False
    agreed = list(_agreed(whole, parts))
    return len(agreed) >= _SHARE * len(whole) and sum(agreed) > _CHANCE


def _agreed(whole: Mapping[str, Decimal], parts: Sequence[Mapping[str, Decimal]]) -> Iterator[int]:
    """For each column that adds up, how many digits of the sum agree by more than rounding."""
    for name, number in whole.items():
        told = [part[name] for part in parts if part.get(name)]
        if any((part < 0) != (number < 0) for part in told):
            continue  # what is left of a profit adds nothing up
        last = max((int(one.as_tuple().exponent) for one in (number, *told)), default=0)
        rounded = Decimal(1).scaleb(last) * (len(told) + 1) / 2
        if len(told) >= _FEWEST and number and abs(sum(told) - number) < rounded:
            yield len(str(int(abs(number / rounded))))

"""Quantities: numbers with their units, and what may be worked out of them.

Whatever cannot be worked out is refused with a reason: rates are not added up, what is counted in different things
is not taken from each other, and a part is no more than its whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bot.language.units import EXACT, NONE, PERCENT, POINTS, TIMES, Unit

PLACES = Decimal("0.01")
"""Shares, ratios and means are told to two places."""

Reason = Literal["kinds", "units", "rates", "zero", "part"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is worked out of two quantities, as they are printed.

    ``reason`` is ``kinds`` (money and people), ``units`` (of one kind, but neither is so many of the other),
    ``rates`` (percentages are not added up), ``zero`` (nothing is divided by it) or ``part`` (more than its whole).
    """

    reason: Reason
    one: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; ``about`` where it was only said roughly (一千二百多)."""

    number: Decimal
    unit: Unit = NONE
    printed: str = ""
    about: bool = False

    @property
    def text(self) -> str:
        """As it is printed, with its unit, or written out where it was worked out."""
        printed = self.printed or plain(self.number)
        return f"{printed}{self.unit.symbol}" if printed[-1].isdigit() else printed

    @property
    def is_scaled(self) -> bool:
        """Whether its words scale it: 150 million. Who says 2万 may mean 20000 of whatever is printed."""
        return any(one.isascii() and one.isalpha() for one in self.printed)

    def in_unit(self, unit: Unit) -> Decimal | None:
        """The number it is in another unit; None where that counts something else.

        A bare number counts as the unit of the other side, unless its own words scale it: 150 million of a column
        in million $ is 150 of it. A number with a unit says nothing of what has none: that was left out, and may
        be anything.
        """
        if self.unit == NONE and self.is_scaled and self.number >= unit.scale:
            return EXACT.divide(self.number, unit.scale)
        if self.unit in (NONE, unit):
            return self.number
        if not self.unit.answers(unit):
            return None
        return EXACT.divide(EXACT.multiply(self.number, self.unit.scale), unit.scale)

    def compare(self, other: Quantity) -> Literal[-1, 0, 1] | Refusal:
        """-1 where it is less than another, 0 where it is as much, 1 where it is more."""
        against = other.in_unit(self.unit)
        if against is None:
            return self._unlike(other)
        return 0 if self.number == against else 1 if self.number > against else -1

    def difference(self, other: Quantity) -> Quantity | Refusal:
        """This one less another, in the unit of this one; between percentages it is in points.

        What is counted by 个 may be taken from any other count: 30名 and 20个.
        """
        against = self._alike(other)
        if isinstance(against, Refusal):
            if not self.unit.is_counted_with(other.unit):
                return against
            against = EXACT.divide(EXACT.multiply(other.number, other.unit.scale), self.unit.scale)
        value = EXACT.subtract(self.number, against)
        if self.unit.is_rate:
            return self._worked(EXACT.multiply(value, self.unit.scale), POINTS, other)
        return self._worked(value, self.unit, other)

    def sum(self, others: Sequence[Quantity]) -> Quantity | Refusal:
        """This one and others added up, in the unit of this one."""
        if self.unit.is_rate:
            return Refusal("rates", self.text, others[0].text if others else "")
        return self._added(others)

    def mean(self, others: Sequence[Quantity]) -> Quantity | Refusal:
        """What this one and others are on average, each counting once; percentages too, since that was asked."""
        total = self._added(others)
        if isinstance(total, Refusal):
            return total
        return self._worked(
            _rounded(EXACT.divide(total.number, Decimal(1 + len(others)))), self.unit, *others
        )

    def ratio(self, other: Quantity) -> Quantity | Refusal:
        """How many times another this one is."""
        return self._divided(other, 1, TIMES)

    def per(self, other: Quantity, asked: Unit | None = None) -> Quantity | Refusal:
        """How much of this there is for one of another, which counts other things; in the unit ``asked``."""
        if self.unit.is_rate or other.unit.is_rate:
            return Refusal("rates", self.text, other.text)
        if not other.number:
            return Refusal("zero", self.text, other.text)
        unit = (
            asked
            if asked and asked.answers(self.unit)
            else replace(self.unit, symbol=self.unit.base or self.unit.symbol)
        )
        scale = unit.scale if unit is asked else Decimal(1)
        whole = EXACT.multiply(EXACT.multiply(other.number, other.unit.scale), scale)
        value = EXACT.divide(EXACT.multiply(self.number, self.unit.scale), whole)
        each = other.unit.base or other.unit.symbol
        return self._worked(
            _rounded(value), Unit(f"{unit.symbol}/{each}", unit.kind, scale, unit.base, each), other
        )

    def share(self, other: Quantity) -> Quantity | Refusal:
        """What share of another this one is, in percent; shares of shares are refused."""
        if self.unit.is_rate:
            return Refusal("rates", self.text, other.text)
        against = self._alike(other)
        if isinstance(against, Refusal):
            return against
        if self.number > against or self.number < 0:
            return Refusal("part", self.text, other.text)
        return self._divided(other, 100, PERCENT)

    def growth(self, other: Quantity) -> Quantity | Refusal:
        """By how many percent this one is above another, or below it; of rates it is not told."""
        if self.unit.is_rate:
            return Refusal("rates", self.text, other.text)
        if other.number < 0:
            return Refusal("part", self.text, other.text)
        times = self._divided(other, 100, PERCENT)
        return times if isinstance(times, Refusal) else replace(times, number=times.number - 100)

    def _added(self, others: Sequence[Quantity]) -> Quantity | Refusal:
        total = self.number
        for other in others:
            against = self._alike(other)
            if isinstance(against, Refusal):
                return against
            total = EXACT.add(total, against)
        return self._worked(total, self.unit, *others)

    def _divided(self, other: Quantity, times: int, unit: Unit) -> Quantity | Refusal:
        against = self._alike(other)
        if isinstance(against, Refusal):
            return against
        if not against:
            return Refusal("zero", self.text, other.text)
        return self._worked(_rounded(EXACT.divide(EXACT.multiply(self.number, times), against)), unit, other)

    def _alike(self, other: Quantity) -> Decimal | Refusal:
        """The number of another in the unit of this one, where both count the same things."""
        if self.unit != other.unit and not self.unit.converts(other.unit):
            return self._unlike(other)
        return EXACT.divide(EXACT.multiply(other.number, other.unit.scale), self.unit.scale)

    def _unlike(self, other: Quantity) -> Refusal:
        alike = self.unit.kind == other.unit.kind and self.unit.kind
        return Refusal("units" if alike else "kinds", self.text, other.text)

    def _worked(self, value: Decimal, unit: Unit, *others: Quantity) -> Quantity:
        return Quantity(value, unit, about=self.about or any(other.about for other in others))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(PLACES, ROUND_HALF_UP, EXACT)


def plain(value: Decimal) -> str:
    """A number without exponent and trailing zeros.

    >>> plain(Decimal("100.50")), plain(Decimal("1E+2"))
    ('100.5', '100')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Quantities: numbers with their units, how people say them, and what may be worked out of them.

Whatever cannot be worked out is refused with a reason: rates are not added up, what is counted in different things
is not taken from each other, and a part is no more than its whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from bot.language.numerals import LARGE, NUMERALS, SMALL, number
from bot.language.units import ENGLISH, EXACT, NONE, PERCENT, PERMILLE, POINTS, TIMES, Unit
from bot.language.vocabulary import Tokens, Vocabulary, tokens

PLACES = Decimal("0.01")
"""Shares, ratios and means are told to two places."""

Reason = Literal["kinds", "units", "rates", "zero", "part"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is worked out of two quantities, as they are printed.

    ``reason`` is ``kinds`` (money and people), ``units`` (of one kind, but neither is so many of the other),
    ``rates`` (percentages are not added up), ``zero`` (nothing is divided by it), or ``part`` (more than its whole).
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
        """As it is printed, or written out where it was worked out."""
        return self.printed or f"{plain(self.number)}{self.unit.symbol}"

    def in_unit(self, unit: Unit) -> Decimal | None:
        """The number it is in another unit; None where that counts something else.

        A bare number counts as the unit of the other side. A number with a unit says nothing of what has none: that
        was left out, and may be anything.
        """
        if self.unit == NONE or self.unit == unit:
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
        """This one less another, in the unit of this one; between percentages it is in points."""
        against = self._alike(other)
        if isinstance(against, Refusal):
            return against
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
        return self._worked(_rounded(EXACT.divide(total.number, Decimal(1 + len(others)))), self.unit, *others)

    def ratio(self, other: Quantity) -> Quantity | Refusal:
        """How many times another this one is."""
        return self._divided(other, 1, TIMES)

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


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity that begins at ``start``; its number ends at ``counted``, all of it at ``end`` (not included).

    The places are those of the tokens or of the characters it was read from.
    """

    quantity: Quantity
    start: int
    counted: int
    end: int


_WINDOW = 32
"""Characters of the longest number that is read."""
_MOST = 24
"""Tokens of the longest number that is read."""
_LONGEST_UNIT = 5
_ENGLISH_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_FIRST = frozenset(f"负百千万-−{NUMERALS}")
_SCALES = f"{''.join(SMALL)}{''.join(LARGE)}"
_DIGITS = r"\d{1,3}(?:[,，']\d{3})+(?!\d)(?:[.．]\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.])|\d+(?:[.．]\d+)?"
_WORDS = rf"[{NUMERALS}]+(?:点[{NUMERALS}]+)?"
_NUMBER = re.compile(
    rf"(?P<of>负?[百千万]分之)?(?P<sign>负|[-−](?=\d))?"
    rf"(?P<number>(?:{_DIGITS})(?:[{_SCALES}][{NUMERALS}\d]*)?|{_WORDS}|(?:{'|'.join(_ENGLISH_NUMBERS)})(?= ))"
)
_ENGLISH = re.compile(rf" ?(?:(?P<hundred>hundr(?:ed)? ?)?(?P<scale>{'|'.join(ENGLISH)})s?|hundr(?:ed)?)\b")
# 多 and 余 after a number make it rough, before a question word or a verb they are something else: 比2020多多少.
_MORE = re.compile(r"(?:[多余]|(?<=[十百千万亿])[几来])(?=(?P<scale>[万亿]*)(?P<next>.?))")
_NO_MORE = frozenset("多少出几了一额于自历数")
_TENTHS = re.compile(rf"成(?P<half>[半{NUMERALS}](?![{NUMERALS}]))?(?![立为本果效员交绩])")
_PERCENT = re.compile(r" ?(?:[%％]|per ?cent\b)")
_PERMILLE = re.compile(r"‰")


def read(found: Tokens | str, at: int = 0, vocabulary: Vocabulary | None = None) -> Said | None:
    """The quantity that begins at a place of a text, or at one of some tokens; without a vocabulary no unit is read.

    >>> [read(text).quantity.number for text in ("1，234", "1 234件", "1万4千", "1.2 billion", "九成", "十几个")]
    [Decimal('1234'), Decimal('1234'), Decimal('14000'), Decimal('1200000000.0'), Decimal('90'), Decimal('10')]
    >>> said = read(tokens("超过80万件"), 2)
    >>> said.quantity.number, said.start, said.counted
    (Decimal('800000'), 2, 4)
    >>> read("任务"), read("三分之一")
    (None, None)
    """
    if isinstance(found, str):
        return _of_text(found, at, vocabulary) if _may_begin(found[at : at + 1]) else None
    if at >= len(found) or not (_may_begin(found[at][:1]) or found[at] in _ENGLISH_NUMBERS):
        return None
    text, ends = _joined(found[at : at + _MOST])
    if (one := _numbered(text, 0)) is None:
        return None
    quantity, end = one
    counted = next((place for place, stop in enumerate(ends, 1) if stop >= end), len(ends)) + at
    unit, size = _unit_at(found, counted, vocabulary) if quantity.unit == NONE else (quantity.unit, 0)
    return _said(quantity, unit, at, counted, counted + size, lambda end: "".join(found[at:end]))


def _may_begin(character: str) -> bool:
    return character.isdigit() or (character != "" and (character in _FIRST or character.isalpha()))

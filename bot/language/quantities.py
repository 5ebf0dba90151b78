"""Quantities: numbers with their units, how people say them, and what may be worked out of them.

Whatever cannot be worked out is refused with a reason: rates are not added up, what is counted in different things
is not taken from each other, and a part is no more than its whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from bot.language.numerals import DIGITS, LARGE, NUMERALS, SMALL, number
from bot.language.units import ENGLISH, EXACT, NONE, PERCENT, PERMILLE, POINTS, TIMES, Unit
from bot.language.vocabulary import Tokens, Vocabulary

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

    def in_unit(self, unit: Unit) -> Decimal | None:
        """The number it is in another unit; None where that counts something else.

        A bare number counts as the unit of the other side, A number with a unit says nothing of what has none: that
        was left out, and may be anything.
        """
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

    @property
    def is_bare(self) -> bool:
        """Whether it is a plain whole number, said exactly: what counts things and numbers lines."""
        one = self.quantity
        return one.unit == NONE and not one.about and one.number == int(one.number)


_WINDOW = 40
"""Characters of the longest number that is read."""
_MOST = 24
"""Tokens of the longest number that is read."""
_LONGEST_UNIT = 5
"""Tokens of the longest unit."""
_LONGEST_NAME = 16
"""Characters of the longest unit in a text."""
_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FIRST = frozenset(f"负-−{NUMERALS}")
_SCALES = "".join((*SMALL, *LARGE))
_GROUPED = r"\d{1,3}(?:[,，']\d{3})+(?!\d)(?:[.．]\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.])"
_NUMBER = re.compile(
    rf"(?P<of>[百千万]分之)?(?P<number>(?:负|[-−](?=\d))?(?:(?:{_GROUPED}|\d+(?:[.．]\d+)?)(?:[{_SCALES}][{NUMERALS}\d]*)?"
    rf"|[{NUMERALS}]+(?:点[{NUMERALS}]+)?)|(?P<spelled>{'|'.join(_SPELLED)})(?= ))"
)
_SEPARATORS = re.compile(r"[,，' \u00a0\u2009\u202f]")
_ENGLISH = re.compile(rf" ?(?:(?P<hundred>hundr(?:ed)?) ?)?(?P<scale>{'|'.join(ENGLISH)})?s?\b")
# 多 and 余 make a number rough, but not before a question word or a verb: 比2020多多少, 10多出2.
_ROUGH = re.compile(r"(?:[多余]|(?<=[十百千万亿])[几来])(?P<scale>[万亿]*)(?![多少出几了一额下于自历数])")
_TENTHS = re.compile(
    rf"成(?:(?P<half>[半一二三四五六七八九])(?=$|[\W以的左上吗吧多之]))?(?![立为本果效员交绩都功{NUMERALS}])"
)
_TENTHS_AT_MOST = 10
_PERCENT = re.compile(r" ?(?:[%％‰]|per ?cent\b)")
_NOT_BEHIND = ("分之", "分点", "分比", "分率", "分数")
_OF = {"百": (PERCENT, 1), "千": (PERMILLE, 1), "万": (PERCENT, 100)}


def read(found: Tokens | str, at: int = 0, vocabulary: Vocabulary | None = None) -> Said | None:
    """The quantity that begins at a place of a text or at one of some tokens; no units without a vocabulary.

    >>> [str(read(text).quantity.number) for text in ("1，234", "1 234件", "1万4千", "3 million", "九成", "十几个")]
    ['1234', '1234', '14000', '3000000', '90', '10']
    >>> said = read(tuple("超过") + ("80", "万", "件"), 2)
    >>> str(said.quantity.number), said.start, said.counted
    ('800000', 2, 4)
    >>> read("任务"), read("三分之一")
    (None, None)
    """
    if isinstance(found, str):
        return _of_text(found, at, vocabulary)
    if at >= len(found) or not (found[at][:1].isdigit() or found[at] in _FIRST or found[at] in _SPELLED):
        return None
    text, ends = _joined(found[at : at + _MOST])
    if (one := _numbered(text)) is None:
        return None
    value, unit, about, stop = one
    counted = at + 1 + next(place for place, end in enumerate(ends) if end >= stop)
    end = counted
    if unit == NONE and vocabulary:
        unit, end = _unit_of_tokens(found, counted, vocabulary)
    return Said(Quantity(value, unit, text[:stop] + "".join(found[counted:end]), about), at, counted, end)


def _joined(found: Tokens) -> tuple[str, list[int]]:
    """Tokens as text, with where each ends: Latin words apart; two numbers beside each other are not one."""
    text = ""
    ends: list[int] = []
    for token in takewhile(bool, found):
        if text and token < "\u3400" and text[-1] < "\u3400":
            text += "\n" if token[0].isdigit() and text[-1].isdigit() else "" if token in "%‰" else " "
        text += token
        ends.append(len(text))
    return text, ends


def _unit_of_tokens(found: Tokens, at: int, vocabulary: Vocabulary) -> tuple[Unit, int]:
    """The unit that begins at a token, and where it ends."""
    for end in range(min(at + _LONGEST_UNIT, len(found)), at, -1):
        words = found[at:end]
        if words in vocabulary.units or (words[0] == "个" and words[1:] in vocabulary.units):
            return vocabulary.unit(vocabulary.printed.get(words) or _joined(words)[0]), end
    return NONE, at


def _of_text(text: str, at: int, vocabulary: Vocabulary | None) -> Said | None:
    first = text[at : at + 1]
    if (
        not (first.isdigit() or first in _FIRST or first.isalpha())
        or (one := _numbered(text[at : at + _WINDOW].casefold())) is None
    ):
        return None
    value, unit, about, size = one
    end = counted = at + size
    if unit == NONE and vocabulary:
        unit, end = _unit_of_text(text, counted, vocabulary)
    return Said(Quantity(value, unit, text[at:end], about), at, counted, end)


def _unit_of_text(text: str, at: int, vocabulary: Vocabulary) -> tuple[Unit, int]:
    """The unit that begins at a character, and where it ends."""
    for end in range(min(at + _LONGEST_NAME, len(text)), at, -1):
        last, after = text[end - 1], text[end : end + 1]
        if last.isspace() or (last.isascii() and last.isalpha() and after.isascii() and after.isalpha()):
            continue
        words = vocabulary.canonical(text[at:end])
        if words and (words in vocabulary.units or (words[0] == "个" and words[1:] in vocabulary.units)):
            return vocabulary.unit(text[at:end].strip()), end
    return NONE, at


@lru_cache(maxsize=4096)
def _numbered(text: str) -> tuple[Decimal, Unit, bool, int] | None:
    """The number a text begins with: its value, percent where it is a share, whether it is rough, where it ends."""
    match = _NUMBER.match(text)
    value, end = _value(match) if match else (None, 0)
    if match is None or value is None:
        return None
    if match["of"]:
        unit, parts = _OF[match["of"][0]]
        return EXACT.divide(value, Decimal(parts)), unit, False, end
    if (scaled := _ENGLISH.match(text, end)) and (scaled["hundred"] or scaled["scale"]):
        value *= (100 if scaled["hundred"] else 1) * ENGLISH.get(scaled["scale"] or "", 1)
        end = scaled.end()
    elif match["spelled"] and not _PERCENT.match(text, end):
        return None  # "which one is higher"
    rough = _ROUGH.match(text, end)
    if rough:
        value, end = value * _power(rough["scale"]), rough.end()
    if text.startswith("成", end) and abs(value) <= _TENTHS_AT_MOST:
        return _in_tenths(value, text, end, rough is not None)
    if percent := _PERCENT.match(text, end):
        unit = PERMILLE if percent[0].strip() == "‰" else PERCENT
        return value, unit, rough is not None, percent.end()
    return value, NONE, rough is not None, end


def _in_tenths(value: Decimal, text: str, end: int, about: bool) -> tuple[Decimal, Unit, bool, int] | None:
    """九成 and 三成五 in percent; whatever 三成五项 may be, it is no three."""
    if tenths := _TENTHS.match(text, end):
        half = tenths["half"] or "零"
        return value * 10 + (5 if half == "半" else DIGITS[half]), PERCENT, about, tenths.end()
    return None if text[end + 1 : end + 2] in DIGITS else (value, NONE, about, end)


def _value(match: re.Match[str]) -> tuple[Decimal | None, int]:
    """The longest part of what looks like a number that is one, and where it ends."""
    if match["spelled"]:
        return Decimal(_SPELLED.index(match["spelled"]) + 1), match.end()
    text, start = match.string, match.start("number")
    for end in range(match.end("number"), start, -1):
        if text.startswith(_NOT_BEHIND, end):
            continue  # 百分点, 三分之一
        value = number(_SEPARATORS.sub("", text[start:end]))
        if value is not None:
            return value, end
    return None, start


def _power(characters: str) -> Decimal:
    power = Decimal(1)
    for character in characters:
        power *= LARGE[character]
    return power

"""Units as documents print them: what they count, by what power of ten, per what.

Which units there are and what they measure are words, and stand in the vocabulary. Here is their grammar: 亿 in
亿元 is a hundred million of 元, 月 in 元/月 is what it is per, 百分点 are points and no percent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

from bot.language.numerals import LARGE, SMALL

ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
"""English words for powers of ten."""
EXACT = Context(prec=100)
"""Nothing that documents print is rounded in it: amounts of 万亿 stand beside hundredths of 元."""

_PER = re.compile(r"\s*[/／]\s*|每|\bper\b")
_SCALE = re.compile(rf"(?:个(?=[{''.join(LARGE)}]))?(?P<scale>[{''.join((*SMALL, *LARGE))}]+)")
_ENGLISH_SCALE = re.compile(rf"(?P<number>\d+)?\s*(?P<word>{'|'.join(ENGLISH)})?\s*")
_POINTS = re.compile(r"个?(?P<of>[百千])分点|percentage points?")
_RATES = {
    "%": Decimal(1),
    "percent": Decimal(1),
    "per cent": Decimal(1),
    "‰": Decimal("0.1"),
    "成": Decimal(10),
}
_ANYTHING = "个"
_COUNTED = frozenset({"thing", "person", "household", "occasion"})
# What is the same by another name, or an exact multiple of it; 15 亩 to the 公顷 are none.
_NAMES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("元", 1, ("yuan", "rmb", "块", "块钱", "钱", "人民币", "元人民币")),
    ("美元", 1, ("美金", "dollar", "dollars", "usd")),
    ("人", 1, ("名", "person", "persons", "people")),
    ("户", 1, ("household", "households")),
    ("次", 1, ("times",)),
    ("天", 1, ("日", "day", "days")),
    ("分钟", 60, ("小时", "hour", "hours")),
    ("工作日", 1, ("working day", "working days")),
    ("米", 1, ("公尺", "m", "metre", "metres", "meter", "meters")),
    ("米", 500, ("里",)),
    ("厘米", 1, ("公分", "cm", "centimetre", "centimetres", "centimeters")),
    ("毫米", 1, ("公厘", "mm", "millimetre", "millimetres", "millimeters")),
    ("米", 1000, ("公里", "km", "kilometre", "kilometres", "kilometer", "kilometers")),
    ("平方米", 1, ("m2", "平方公尺", "平米", "平方", "square metre", "square metres", "square meters")),
    ("平方米", 10**4, ("公顷", "hectare", "hectares")),
    ("平方米", 10**6, ("平方公里", "平方千米", "km2", "square kilometres", "square kilometers")),
    ("立方米", 1, ("m3", "立方公尺", "方", "立方", "cubic metres", "cubic meters")),
    ("克", 1, ("公克", "g")),
    ("克", 500, ("斤",)),
    ("克", 1000, ("公斤", "kg")),
    ("克", 10**6, ("吨", "公吨", "t", "ton", "tons", "tonnes")),
    ("瓦", 1000, ("瓩", "kw")),
    ("瓦", 10**6, ("mw", "兆瓦")),
    ("瓦", 10**9, ("gw", "吉瓦")),
    ("瓦时", 1000, ("度", "kwh")),
)
COUNTING = frozenset({"thing", "person", "household", "occasion"})
"""Kinds of units in which things are counted, and not measured."""
_SAME = {name: (base, Decimal(factor)) for base, factor, names in _NAMES for name in names}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts.

    Attributes:
        symbol: The unit as it is printed: 亿元, 元/月, 个百分点.
        kind: What it measures, by the vocabulary: money, person, thing, percent; empty where nobody knows.
        scale: How many of its base it is: a hundred million for 亿元, a tenth of a percent for ‰.
        base: What is counted, without scale: 元.
        per: What it is counted for each of: 月 in 元/月, 人/月 in 元/人/月.
        points: Whether it is the distance of two percentages, and no percentage.
    """

    symbol: str = ""
    kind: str = ""
    scale: Decimal = Decimal(1)
    base: str = ""
    per: str = ""
    points: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage, or the distance of two."""
        return self.kind == "percent"

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage, and not the distance of two."""
        return self.is_rate and not self.points

    def converts(self, other: Unit) -> bool:
        """Whether amounts in both count the same, and only their scales may differ."""
        return (self.kind, self.base, self.per, self.points) == (
            other.kind,
            other.base,
            other.per,
            other.points,
        )

    def answers(self, other: Unit) -> bool:
        """Whether an amount in this unit may be held against one in another.

        Who says 80万个 of 件, or 600元 of what is paid each month, means the same. Not so 元 and 美元, or percent
        and points.
        """
        if self.converts(other):
            return True
        if self.kind != other.kind or (self.per and self.per != other.per):
            return False
        if self.per != other.per:  # what is paid each month is called by what is paid
            return self.kind == "money" and self.base == other.base
        return self.kind in _COUNTED

    def is_counted_with(self, other: Unit) -> bool:
        """Whether both count, one of them whatever there is: 30名 and 20个."""
        counted = {self.kind, other.kind} <= _COUNTED and not (self.per or other.per)
        return counted and _ANYTHING in (self.base, other.base)


NONE = Unit()
"""The unit of a bare number."""
PERCENT = Unit("%", "percent", base="%")
PERMILLE = Unit("‰", "percent", Decimal("0.1"), "%")
POINTS = Unit("个百分点", "percent", base="%", points=True)
TIMES = Unit("倍", "times", base="倍")


def read(folded: str, kind_of: Callable[[str], str], printed: str = "") -> Unit:
    """Read a unit as `bot.language.text.fold` writes it, called as it is ``printed`` where that is another way.

    ``kind_of`` tells what a unit measures, as far as it is known.

    >>> kinds = {"元": "money", "人次": "person", "千米": "length", "个百分点": "percent", "个亿": "money"}
    >>> one = read("亿元", lambda unit: kinds.get(unit, ""))
    >>> one.kind, one.base, f"{one.scale:f}", one.per
    ('money', '元', '100000000', '')
    >>> [(one.base, str(one.scale), one.per) for one in (read("元/人/月", kinds.get), read("百万吨", str))]
    [('元', '1', '人/月'), ('克', '1000000000000', '')]
    >>> read("千米", kinds.get).converts(read("公里", lambda unit: "length"))
    True
    >>> read("个百分点", kinds.get).points, read("个亿", kinds.get).base
    (True, '元')
    """
    symbol = printed or folded
    whole, *per = _PER.split(folded)
    if points := _POINTS.fullmatch(folded):
        return Unit(symbol, "percent", _RATES["‰" if points["of"] == "千" else "%"], "%", points=True)
    if scale := _RATES.get(folded):
        return Unit(symbol, "percent", scale, "%")
    scale, base = scaled(whole.strip())
    base = base.removeprefix("个") or base
    kind = kind_of(symbol) or kind_of(whole) or kind_of(base) or ""
    if not base and kind == "money":
        base = "元"
    base, factor = _SAME.get(base, (base, Decimal(1)))
    return Unit(symbol, kind, EXACT.multiply(scale, factor), base, "/".join(one for one in per if one))


def told(number: str, unit: str) -> str:
    """A number with its unit, parted from it where that is a word in Latin letters or a sign of money.

    >>> told("95", "%"), told("3.5", "亿元"), told("12", "million passengers"), told("240000", "$")
    ('95%', '3.5亿元', '12 million passengers', '240000 $')
    """
    apart = unit.isascii() and (unit.islower() if len(unit) > len("km") else unit == "$")
    return f"{number} {unit}" if apart else f"{number}{unit}"


def scaled(text: str) -> tuple[Decimal, str]:
    """The power of ten a unit begins with, and the rest of it.

    >>> scaled("万人次"), scaled("100 million yuan"), scaled("件")
    ((Decimal('10000'), '人次'), (Decimal('100000000'), 'yuan'), (Decimal('1'), '件'))
    """
    scale = Decimal(1)
    if match := _SCALE.match(text):
        for character in match["scale"]:
            scale *= SMALL.get(character) or LARGE[character]
        return scale, text[match.end() :]
    if match := _ENGLISH_SCALE.match(text):
        scale = Decimal(match["number"] or 1) * ENGLISH.get(match["word"] or "", 1)
        return scale, text[match.end() :]
    return scale, text  # pragma: no cover - the pattern matches nothing as well

"""A figure as it is printed, and those printed in two numbers: 3亿5000万元, 12公里300米, 480—520公斤."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.language import units
from bot.language.amounts import plain
from bot.language.units import EXACT, Unit

RANGE = "—"
"""Stands between the two ends of a range in a value."""

LIMITS = ("及其以上", "及以上", "及以下", "以上", "以下", "以内", "之内", "之上", "左右", "上下", "开外")
"""What stands behind a figure that is not exact."""
SHARED = re.compile(r"(?:[、和与及至到~～—-]|或)")
"""What stands between figures that may share a unit."""

_PLACES = Decimal(10**9)
"""More decimal places than are printed."""
_ZERO = re.compile("[零〇]?")
_DASH = re.compile(r" ?[—–－~～-]+ ?")
_TO = re.compile("[至到]")
_TURN = re.compile(r"[由从自][^,，;；。、]*$")
_BETWEEN = "之间"
_ENDS = re.compile(r"[.\d]+ ?(?:[—–－~～-]|[至到])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: ``text[start:end]`` is its print with unit and approximation, ``number`` its digits."""

    start: int
    end: int
    number: tuple[int, int]
    value: str
    unit: str
    qualifiers: tuple[str, ...] = ()
    rank: bool = False


def joined(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Figures of a text in order, each one said in several numbers put together."""
    amounts = _pairwise(found, lambda one, other: _added(text, one, other))
    return _pairwise(_share_units(text, amounts), lambda one, other: _spanned(text, one, other))


def _pairwise(
    found: Sequence[Quantity], join: Callable[[Quantity, Quantity], Quantity | None]
) -> list[Quantity]:
    joined: list[Quantity] = []
    for one in found:
        both = join(joined[-1], one) if joined and not (one.rank or joined[-1].rank) else None
        joined[-1:] = [both] if both else [*joined[-1:], one]
    return joined


def _added(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    if RANGE in one.value or not _ZERO.fullmatch(text, one.end, other.start):
        return None
    if (one.unit, other.unit) == ("小时", "分"):  # and no mark in an examination
        other = replace(other, unit="分钟")
    large, small = _unit(one.unit), _unit(other.unit)
    unit = one.unit
    if not large.base:  # 3亿 is so many of what follows
        counted = other.unit[len(other.unit) - len(units.scaled(other.unit)[1]) :]
        unit = one.unit + counted
        scale = EXACT.multiply(large.scale, _unit(counted).scale)  # 19万 of 19万8,310吨 are so many 吨
        large = replace(large, base=small.base, per=small.per, scale=scale)
    rest = EXACT.multiply(Decimal(other.value), small.scale)
    if not (large.base or one.unit) or not large.converts(small) or not 0 <= rest < large.scale:
        return None
    total = EXACT.add(EXACT.multiply(Decimal(one.value), large.scale), rest)
    if EXACT.remainder(EXACT.multiply(total, _PLACES), large.scale):  # 20 minutes are no decimal of an hour
        return _both(one, other, plain(EXACT.divide(total, small.scale)), other.unit)
    return _both(one, other, plain(EXACT.divide(total, large.scale)), unit)


def _spanned(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    between = text[one.end : other.start]
    if one.unit != other.unit or not (_DASH.fullmatch(between) or _TO.fullmatch(between)):
        return None
    chained = RANGE in one.value or _ENDS.match(text, other.number[0])
    if chained or _TURN.search(text, 0, one.start) or not Decimal(one.value) < Decimal(other.value):
        return None
    both = _both(one, other, f"{one.value}{RANGE}{other.value}", one.unit)
    return replace(both, end=both.end + len(_BETWEEN)) if text.startswith(_BETWEEN, both.end) else both


def _both(one: Quantity, other: Quantity, value: str, unit: str) -> Quantity:
    qualifiers = tuple(dict.fromkeys((*one.qualifiers, *other.qualifiers)))
    number = (one.number[0], other.number[1])
    return replace(one, end=other.end, number=number, value=value, unit=unit, qualifiers=qualifiers)


def _unit(printed: str) -> Unit:
    return units.read(printed, lambda _: "")


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give "60" of "60和35个工作日以内" the unit and the limit of the last of its list."""
    shared: list[Quantity] = []
    for one in reversed(found):
        nearest = shared[-1] if shared else None
        if nearest and not one.unit and not one.rank and SHARED.fullmatch(text, one.end, nearest.start):
            limits = tuple(word for word in nearest.qualifiers if word in LIMITS)
            shared.append(replace(one, unit=nearest.unit, qualifiers=one.qualifiers + limits))
        elif (
            nearest
            and nearest.unit == "个百分点"
            and one.unit == "个"
            and SHARED.fullmatch(text, one.end, nearest.start)
        ):
            shared.append(replace(one, unit=nearest.unit))
        else:
            shared.append(one)
    return shared[::-1]

"""Numbers inside a question: an amount with its unit, the first three, the second highest, the twelfth line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.asking.tagging import Question
from bot.knowledge.model import Fact
from bot.language.numerals import LARGE, NUMERALS, number
from bot.language.vocabulary import Tokens, Vocabulary, tokens

_LONGEST = 8
"""Tokens of the longest number that is read."""
_FIRST = frozenset(f"负{NUMERALS}")
_COUNTED = frozenset({"thing", "person", "household", "occasion"})
MAX_RANK = 40
_CARDINALS = "one two three four five six seven eight nine ten"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ENGLISH = {
    tokens(word)[0]: place for words in (_CARDINALS, _ORDINALS) for place, word in enumerate(words.split(), 1)
}
_ENGLISH_ORDINALS = frozenset(tokens(_ORDINALS))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number read from tokens ``start`` to ``end`` (not included); ``percent`` where it is a share."""

    value: Decimal
    percent: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """Which places of an order are asked for, 1 being the first, and at which tokens that is said."""

    order: Literal["max", "min"]
    first: int
    last: int
    positions: frozenset[int]


def amount(found: Tokens, at: int) -> Amount | None:
    """The number that begins at a token, in digits or words.

    >>> amount(tokens("超过80万件"), 2)
    Amount(value=Decimal('800000'), percent=False, start=2, end=4)
    >>> amount(tokens("九成"), 0)
    Amount(value=Decimal('90'), percent=True, start=0, end=2)
    >>> amount(tokens("百分之五"), 0)
    Amount(value=Decimal('5'), percent=True, start=0, end=4)
    >>> amount(tokens("任务"), 0) is None
    True
    """
    if found[at] and not (found[at][0].isdigit() or found[at][0] in _FIRST):
        return None
    for end in range(min(at + _LONGEST, len(found)), at, -1):
        value = number("".join(found[at:end]))
        if value is None or found[end - 1] == "之":
            continue
        after = found[end : end + 1]
        if after == ("成",):
            return Amount(value * 10, True, at, end + 1)
        signed = after in (("%",), ("percent",))
        return Amount(value, signed or "分" in found[at:end], at, end + signed)
    return None


def in_unit_of(fact: Fact, bound: Amount, unit: Tokens, vocabulary: Vocabulary) -> Decimal | None:
    """A number as it would stand in the unit of a fact; None where it counts something else."""
    own = vocabulary.canonical(fact.unit)
    if bound.percent or fact.unit == "%":
        return bound.value if fact.unit == "%" and not unit else None
    scale = LARGE.get(own[0], 1) if own else 1
    base, said = own[1:] if scale > 1 else own, unit[1:] if unit[:1] == ("个",) and len(unit) > 1 else unit
    value = bound.value
    if said and said[0] in LARGE:
        value, said = value * LARGE[said[0]], said[1:]
    kinds = vocabulary.units.get(base, ""), vocabulary.units.get(said, "")
    alike = base == said or not said or (kinds[0] == kinds[1] and kinds[0] in _COUNTED)
    alike = alike or (kinds[1] == "money" and base[: len(said)] == said)  # 元 for 元/月
    return value / scale if alike else None


def position(question: Question, vocabulary: Vocabulary) -> tuple[str, frozenset[int]] | None:
    """The number of the line a question names ("第12项", "item 12"), and where it does."""
    found = question.tokens
    for at in range(1, len(found)):
        read = amount(found, at)
        if read is None or read.percent or read.value != int(read.value):
            continue
        # "第二个" points into what was just told, "第12项" and "第二个任务" into a table.
        rows = any(piece.start == read.end + 1 for piece in question.tagged("row"))
        pointing = len(found) <= read.end + 1 or (found[read.end] in ("个", "种") and not rows)
        chinese = found[at - 1] == "第" and not pointing and _counts_lines(found, read.end, vocabulary)
        said = [piece.start for piece in question.tagged("op:numbered") if piece.end == at]
        if (chinese and not direction(found, read.end + 1, vocabulary)) or (said and found[at].isdigit()):
            return str(int(read.value)), frozenset(range(min(said, default=at - 1), read.end + chinese))
    return None


def places_of(question: Question, vocabulary: Vocabulary) -> Places | None:
    """The places of an order that a question asks for: "前三", "最高的两项", "second highest"; else the first."""
    orders = question.names("op") & {"max", "min"}
    order: Literal["max", "min"] = "min" if orders == {"min"} else "max"
    found = question.tokens
    # "前5个月" puts nothing in order.
    timed = {at for piece in question.tagged("period:within") for at in range(piece.start, piece.end)}
    found = tuple("" if at in timed else token for at, token in enumerate(found))
    for at in range(len(found)):
        if found[at] in ("前", "top") and (count := _small(found, at + 1)):
            start = at - 2 if found[max(0, at - 2) : at] == ("排", "名") else at
            end = count[1] + _counts_lines(found, count[1], vocabulary)
            return Places(order, 1, count[0], frozenset(range(start, end)))
        if orders and found[at] in ("哪", "which") and (count := _small(found, at + 1)):
            return Places(order, 1, count[0], frozenset(range(at + 1, count[1] + 1)))
        if found[at] == "第" and (place := _small(found, at + 1)):
            adjective = direction(found, place[1], vocabulary)
            if adjective or "排" in found[max(0, at - 2) : at]:
                reverse = found[max(0, at - 2) : at] == ("倒", "数")
                way: Literal["max", "min"] = "min" if reverse or adjective == "min" else order
                return Places(way, place[0], place[0], frozenset(range(max(0, at - 2), place[1] + 1)))
    for piece in question.pieces:
        if not piece.tags & {"op:max", "op:min"}:
            continue
        start = piece.end + (found[piece.end : piece.end + 1] == ("的",))
        if (count := _small(found, start)) and _counts_lines(found, count[1], vocabulary):
            return Places(order, 1, count[0], frozenset(range(start, count[1] + 1)))
        before = found[piece.start - 1] if piece.start else ""
        if before in _ENGLISH_ORDINALS:
            return Places(order, _ENGLISH[before], _ENGLISH[before], frozenset({piece.start - 1}))
    return Places(order, 1, 1, frozenset()) if orders else None


def _small(found: Tokens, at: int) -> tuple[int, int] | None:
    """A count of at most `MAX_RANK` at a token, and where it ends."""
    if at < len(found) and found[at] in _ENGLISH:
        return _ENGLISH[found[at]], at + 1
    read = amount(found, at) if at < len(found) else None
    if read is None or read.percent or read.value != int(read.value) or not 1 <= read.value <= MAX_RANK:
        return None
    return int(read.value), read.end


def _counts_lines(found: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    return vocabulary.units.get(found[at : at + 1]) == "thing"


def direction(found: Tokens, at: int, vocabulary: Vocabulary) -> str:
    """Either "max" or "min" where a token makes a superlative behind 最; else empty."""
    tags = vocabulary.phrases.get(("最", *found[at : at + 1]), frozenset())
    return next((way for way in ("max", "min") if f"op:{way}" in tags), "")

"""Places of an order inside a question: the first three, the second highest, the twelfth line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.asking.tagging import Question
from bot.language.quantities import read
from bot.language.vocabulary import Tokens, Vocabulary, tokens

MAX_RANK = 40
_CARDINALS = "one two three four five six seven eight nine ten"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ENGLISH = {
    tokens(word)[0]: place for words in (_CARDINALS, _ORDINALS) for place, word in enumerate(words.split(), 1)
}
_ENGLISH_ORDINALS = frozenset(tokens(_ORDINALS))


@dataclass(frozen=True, slots=True)
class Places:
    """Which places of an order are asked for, 1 being the first, and at which tokens that is said."""

    order: Literal["max", "min"]
    first: int
    last: int
    positions: frozenset[int]


def position(question: Question, vocabulary: Vocabulary) -> tuple[str, frozenset[int]] | None:
    """The number of the line a question names ("第12项", "item 12"), and where it does."""
    found = question.tokens
    if question.tagged("op:descending", "op:ascending"):
        return None
    for at in range(1, len(found)):
        said = read(found, at)
        if said is None or not said.is_bare:
            continue
        # "第二个" points into what was just told, "第12项" and "第二个任务" into a table.
        end = said.counted
        rows = any(piece.start == end + 1 for piece in question.tagged("row"))
        pointing = len(found) <= end + 1 or (found[end] in ("个", "种") and not rows)
        chinese = found[at - 1] == "第" and not pointing and _counts_lines(found, end, vocabulary)
        named = [piece.start for piece in question.tagged("op:numbered") if piece.end == at]
        if (chinese and not direction(found, end + 1, vocabulary)) or (named and found[at].isdigit()):
            return str(int(said.quantity.number)), frozenset(range(min(named, default=at - 1), end + chinese))
    return None


def places_of(question: Question, vocabulary: Vocabulary) -> Places | None:
    """The places of an order that a question asks for: "前三", "最高的两项", "second highest"; else the first.

    Where only the order is said (从高到低), all are asked for.
    """
    sorted_ = question.names("op") & {"descending", "ascending"}
    orders = question.names("op") & {"max", "min"} | {
        "max" if way == "descending" else "min" for way in sorted_
    }
    order: Literal["max", "min"] = "min" if orders == {"min"} else "max"
    # "前5个月" puts nothing in order.
    timed = {at for piece in question.tagged("period:within") for at in range(piece.start, piece.end)}
    found = tuple("" if at in timed else token for at, token in enumerate(question.tokens))
    for at in range(len(found)):
        ranked = "排" in found[max(0, at - 2) : at]
        if found[at] in ("前", "top") and (count := _small(found, at + 1)):
            end = count[1] + _counts(found, count[1], vocabulary)
            return Places(order, 1, count[0], frozenset(range(_ranking(found, at), end)))
        if orders and found[at] in ("哪", "which") and (count := _small(found, at + 1)):
            return Places(order, 1, count[0], frozenset(range(at + 1, count[1] + 1)))
        if found[at] == "第" and (place := _small(found, at + 1)):
            adjective = direction(found, place[1], vocabulary)
            reverse = found[max(0, at - 2) : at] == ("倒", "数")
            if adjective or ranked or sorted_ or reverse:
                way: Literal["max", "min"] = "min" if reverse or adjective == "min" else order
                end = place[1] + (1 if adjective else _counts(found, place[1], vocabulary))
                start = at - 2 if reverse else _ranking(found, at)
                return Places(way, place[0], place[0], frozenset(range(start, end)))
    for piece in question.pieces:
        if not piece.tags & {"op:max", "op:min"}:
            continue
        start = piece.end + (found[piece.end : piece.end + 1] == ("的",))
        if (count := _small(found, start)) and _counts_lines(found, count[1], vocabulary):
            return Places(order, 1, count[0], frozenset(range(start, count[1] + 1)))
        before = found[piece.start - 1] if piece.start else ""
        if before in _ENGLISH_ORDINALS:
            return Places(order, _ENGLISH[before], _ENGLISH[before], frozenset({piece.start - 1}))
    if sorted_:
        return Places(order, 1, MAX_RANK, frozenset())
    return Places(order, 1, 1, frozenset()) if orders else None


def _ranking(found: Tokens, at: int) -> int:
    """Where the words for being ranked begin that stand before a place: 排名前三, 排第二."""
    before = at - 1 if found[at - 1 : at] == ("名",) else at
    return before - 1 if found[max(0, before - 1) : before] == ("排",) else at


def _counts(found: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether what is put in order is counted there: 前三名, 第三位."""
    return vocabulary.units.get(found[at : at + 1]) in ("thing", "person")


def _small(found: Tokens, at: int) -> tuple[int, int] | None:
    """A count of at most `MAX_RANK` at a token, and where it ends."""
    if at < len(found) and found[at] in _ENGLISH:
        return _ENGLISH[found[at]], at + 1
    said = read(found, at)
    if said and said.quantity.about and found[said.counted - 1] == "多":
        said = read(found[: said.counted - 1], at)  # 第二多 is the second highest
    if said is None or not said.is_bare or not 1 <= said.quantity.number <= MAX_RANK:
        return None
    return int(said.quantity.number), said.counted


def _counts_lines(found: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    return vocabulary.units.get(found[at : at + 1]) == "thing"


def direction(found: Tokens, at: int, vocabulary: Vocabulary) -> str:
    """Either "max" or "min" where a token makes a superlative behind 最; else empty."""
    tags = vocabulary.phrases.get(("最", *found[at : at + 1]), frozenset())
    return next((way for way in ("max", "min") if f"op:{way}" in tags), "")

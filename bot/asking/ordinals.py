"""Places of an order inside a question: the first three, the second highest, the twelfth line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.asking.question import Piece, Question
from bot.language.quantities import read
from bot.language.vocabulary import Tokens, Vocabulary, tokens

MAX_RANK = 40
_CARDINALS = "one two three four five six seven eight nine ten"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ENGLISH = {
    tokens(word)[0]: place for words in (_CARDINALS, _ORDINALS) for place, word in enumerate(words.split(), 1)
}
_ENGLISH_ORDINALS = frozenset(tokens(_ORDINALS))
Way = Literal["max", "min"]
_BOTH: tuple[Way, Way] = ("max", "min")
_LEADING = frozenset({"第", "前", "top"})
"""What begins the words for a place where no order is named."""
_WAYS: dict[str, Way] = {"max": "max", "descending": "max", "min": "min", "ascending": "min"}


@dataclass(frozen=True, slots=True)
class Places:
    """Which places of an order are asked for, 1 being the first, and at which tokens that is said."""

    order: Way
    first: int
    last: int
    positions: frozenset[int]


def position(question: Question, vocabulary: Vocabulary) -> tuple[str, frozenset[int]] | None:
    """The number of the line a question names ("第12项", "item 12"), and where it does."""
    found = question.tokens
    numbered = {piece.end: piece.start for piece in question.tagged("op:numbered")}
    if question.tagged("op:descending", "op:ascending"):
        return None
    for at in range(1, len(found)):
        numbers = (found[at - 1] == "第" and at not in question.headed) or at in numbered
        said = read(found, at) if numbers else None
        if said is None or not said.is_bare:
            continue
        # "第二个" points into what was just told, "第12项" and "第二个任务" into a table.
        end = said.counted
        rows = any(piece.start == end + 1 for piece in question.tagged("row"))
        pointing = len(found) <= end + 1 or (found[end] in ("个", "种") and not rows)
        chinese = found[at - 1] == "第" and not pointing and _counts_lines(found, end, vocabulary)
        named = at in numbered and found[at].isdigit()
        if named or (chinese and not direction(found, end + 1, vocabulary)):
            start = numbered.get(at, at - 1)
            return str(int(said.quantity.number)), frozenset(range(start, end + chinese))
    return None


def places_of(question: Question, vocabulary: Vocabulary) -> Places | None:
    """The places of an order that a question asks for: "前三", "最高的两项", "second highest"; else the first.

    Where only the order is said (从高到低), all are asked for.
    """
    names = question.names("op")
    orders = {way for name, way in _WAYS.items() if name in names}
    if not orders and _LEADING.isdisjoint(question.tokens):
        return None
    order: Way = "min" if orders == {"min"} else "max"
    # "前5个月" puts nothing in order, nor does the column "第3次".
    idle = {at for piece in question.tagged("period:within") for at in range(piece.start, piece.end)}
    idle |= {at for at in question.headed if question.tokens[at] == "第"}
    found = tuple("" if at in idle else token for at, token in enumerate(question.tokens))
    ordered, is_sorted = bool(orders), bool(names & {"descending", "ascending"})
    for at, token in enumerate(found):
        if token == "第":
            said = _nth(found, at, order, vocabulary, is_sorted=is_sorted)
        else:
            said = _first_few(found, at, order, vocabulary, ordered=ordered)
        if said:
            return said
    for piece in question.tagged("op:max", "op:min"):
        if said := _counted(found, piece, order, vocabulary):
            return said
    return Places(order, 1, MAX_RANK if is_sorted else 1, frozenset()) if orders else None


def _first_few(found: Tokens, at: int, order: Way, vocabulary: Vocabulary, *, ordered: bool) -> Places | None:
    """How many come first: "前三名", "top 3", "哪三项" of an order."""
    ahead, which = found[at] in ("前", "top"), ordered and found[at] in ("哪", "which")
    if not (ahead or which) or (count := _small(found, at + 1)) is None:
        return None
    number, behind = count
    if ahead:
        end = behind + _counts(found, behind, vocabulary)
        return Places(order, 1, number, frozenset(range(_ranking(found, at), end)))
    return Places(order, 1, number, frozenset(range(at + 1, behind + 1)))


def _nth(found: Tokens, at: int, order: Way, vocabulary: Vocabulary, *, is_sorted: bool) -> Places | None:
    """One place, of an order that is said: "第二高", "排第三", "第二的", "倒数第一"."""
    if (place := _small(found, at + 1)) is None:
        return None
    number, behind = place
    adjective = direction(found, behind, vocabulary)
    reverse = found[max(0, at - 2) : at] == ("倒", "数")
    if not (
        adjective
        or reverse
        or is_sorted
        or found[behind : behind + 1] in (("名",), ("的",))
        or "排" in found[max(0, at - 2) : at]
    ):
        return None
    way: Way = "min" if reverse else adjective or order  # 最低分第二高: the highest but one
    end = behind + (1 if adjective else _counts(found, behind, vocabulary))
    return Places(way, number, number, frozenset(range(at - 2 if reverse else _ranking(found, at), end)))


def _counted(found: Tokens, piece: Piece, order: Way, vocabulary: Vocabulary) -> Places | None:
    """How many of the best: "最高的两项"; or which of them: "second highest"."""
    start = piece.end + (found[piece.end : piece.end + 1] == ("的",))
    if (count := _small(found, start)) and _counts_lines(found, count[1], vocabulary):
        return Places(order, 1, count[0], frozenset(range(start, count[1] + 1)))
    before = found[piece.start - 1] if piece.start else ""
    if before in _ENGLISH_ORDINALS:
        return Places(order, _ENGLISH[before], _ENGLISH[before], frozenset({piece.start - 1}))
    return None


def _ranking(found: Tokens, at: int) -> int:
    """Where the words for being ranked begin that stand before a place: 排名前三, 排第二."""
    before = at - 1 if found[at - 1 : at] == ("名",) else at
    return before - 1 if found[max(0, before - 1) : before] == ("排",) else at


def _counts(found: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether what is put in order is counted there: 前三名, 第三位."""
    return vocabulary.units.get(found[at : at + 1]) in ("thing", "person", "household")


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
    return vocabulary.units.get(found[at : at + 1]) in ("thing", "household")  # 最多的三家


def direction(found: Tokens, at: int, vocabulary: Vocabulary) -> Way | None:
    """Either "max" or "min" where a token makes a superlative behind 最."""
    tags = vocabulary.phrases.get(("最", *found[at : at + 1]), frozenset())
    return next((way for way in _BOTH if f"op:{way}" in tags), None)

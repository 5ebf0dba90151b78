"""What a question asks of figures that stand together: which fell, which exceed a number, the highest, how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.asking.index import Index
from bot.asking.ordinals import Rank, rank
from bot.asking.selecting import bound_near
from bot.asking.tagging import Piece, Question
from bot.knowledge.model import Fact
from bot.language.quantities import Quantity, Said
from bot.language.quantities import read as quantity

Operation = Literal["list", "count", "order", "average", "sum"]
_SIGNS = {"above": 1, "below": -1, "equal": 0}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of figures that stand together.

    ``way`` is ``up`` or ``down`` where only those are meant that went this way; ``bounds`` are the numbers they are
    held against, each with 1 for above, -1 for below, 0 for equal; ``places`` the positions all this is said at.
    """

    operation: Operation
    way: str
    bounds: tuple[tuple[int, Quantity], ...]
    rank: Rank | None
    places: frozenset[int]


def wish(question: Question, index: Index) -> Wish | None:
    """What a question asks of figures that stand together; None where it asks for a single one."""
    operations, asks = question.names("op"), question.names("ask")
    ways = question.names("move") & {"up", "down"}
    # 增长 names the measure as often as the way it went: 增速, "增长最慢".
    way = next(iter(ways)) if len(ways) == 1 else ""
    bounds = tuple(_bounds(question, index))
    places = rank(question, index.vocabulary)
    spots = {at for piece in question.pieces for at in range(piece.start, piece.end) if _is_frame(piece)}
    spots |= {at for _, bound in bounds for at in range(bound.start, bound.end)}
    spots |= places.positions if places else set()
    operation = _operation(question, operations, asks, bool(bounds or way), places)
    if not operation:
        return None
    return Wish(operation, way, tuple((sign, one.quantity) for sign, one in bounds), places, frozenset(spots))


def _is_frame(piece: Piece) -> bool:
    return any(piece.has(kind) for kind in ("op", "row", "thing", "move", "claim", "table"))


def _operation(
    question: Question, operations: frozenset[str], asks: frozenset[str], chosen: bool, places: Rank | None
) -> Operation | Literal[""]:
    if places and not operations & {"difference", "compare", "compare_low", "sum"}:
        return "order"
    if chosen and _counts(question):
        return "count"
    if chosen and not asks and any(piece.end == len(question.tokens) for piece in question.tagged("thing")):
        return "list"  # "利润下降的行业"
    if chosen and asks & {"which", "what", "who", "where", "when"} and "figure" not in asks:
        return "list"
    return ""


def _counts(question: Question) -> bool:
    """Whether a question counts things: 几类, 多少个月, "how many categories"; not "降了多少"."""
    if question.tagged("op:count"):
        return True
    for piece in question.tagged("ask:figure"):
        behind = [other for other in question.pieces if other.start == piece.end]
        if question.language == "en" and question.words(piece).startswith("how many"):
            return True
        before = [other for other in question.pieces if other.end == piece.start]
        if any(other.has("thing") or other.has("row") for other in (*behind, *before)):
            return True
        if question.tokens[piece.end : piece.end + 1] and question.tokens[piece.end] in "个类种项家只样":
            return True
    return False


def _bounds(question: Question, index: Index) -> Iterator[tuple[int, Said]]:
    """The quantities figures are held against; "增长5.6%的" means those and no others."""
    said = [(piece, sign) for name, sign in _SIGNS.items() for piece in question.tagged(f"op:{name}")]
    for piece, sign in said:
        if bound := bound_near(question, piece.start, piece.end, index.vocabulary):
            yield sign, bound
    for piece in question.tagged("move") if not said else ():
        at = piece.end + (question.tokens[piece.end : piece.end + 1] == ("了",))
        bound = quantity(question.tokens, at, index.vocabulary)
        percent = bound is not None and bound.quantity.unit.is_percent
        if bound and percent and question.tokens[bound.end : bound.end + 1] != ("以",):
            yield 0, bound


def holds(fact: Fact, wish: Wish, index: Index, level: int = 0) -> bool | None:
    """Whether a figure is one of those asked for; None where it cannot be held against the number said.

    ``level`` is what it would be had nothing changed: 0, or 100 for an index.
    """
    number = fact.number
    if number is None:
        return None
    down = wish.way == "down"
    for sign, bound in wish.bounds:
        against = bound.in_unit(index.vocabulary.unit(fact.unit))
        if against is None:
            return None
        # "下降超过5%" is less than -5.
        value = -number if down and against > 0 else number
        if (value > against) - (value < against) != sign:
            return False
    if wish.bounds:
        return True
    if moves(fact, index) == "down":
        number = -number  # "下降1.4%" is printed without a sign
    return number < level if down else number > level if wish.way == "up" else True


def moves(fact: Fact, index: Index) -> str:
    """The way a figure of the prose went by the word of its measure, ``up`` or ``down``; empty where none says."""
    if fact.row or fact.kind != "figure":
        return ""
    spans = index.vocabulary.spans(index.vocabulary.canonical(fact.measure))
    ways = {way for _, _, tags in spans for way in ("up", "down") if f"move:{way}" in tags}
    return next(iter(ways)) if len(ways) == 1 else ""

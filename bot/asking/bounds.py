"""The numbers that a question holds figures against: 不低于158.1%, "more than 300", 27所以下, 正好75元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.asking.ordinals import direction
from bot.asking.question import Piece, Question
from bot.knowledge.query import Held, Relation
from bot.language.amounts import Quantity
from bot.language.numerals import NUMERALS
from bot.language.quantities import SPELLED, Said, read
from bot.language.units import NONE
from bot.language.vocabulary import Tokens, Vocabulary

RELATIONS: tuple[Relation, ...] = ("gt", "ge", "eq", "le", "lt")
_SIGNS = frozenset("<>≤≥")
_FLIPPED: dict[Relation, Relation] = {"gt": "lt", "ge": "le", "le": "ge", "lt": "gt", "eq": "eq"}
_BEHIND = frozenset("以之及")
"""What a relation begins with that stands behind a number, whatever that counts."""
_LONGEST = 6
"""Tokens between the first digit of a number and a relation behind it, at most."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A relation to a quantity, and where it is said; ``roles`` are the columns named right before it."""

    relation: Relation
    quantity: Quantity
    places: frozenset[int]
    roles: tuple[str, ...]
    negated: bool = False
    unit: Tokens = ()

    def held(self, on: str = "") -> Held:
        """The condition it makes of a fact, or of the cell ``on`` beside it."""
        return Held(self.relation, self.quantity, on, self.negated)


def bounds(question: Question, vocabulary: Vocabulary, *, claims: bool = False) -> list[Bound]:
    """The bounds of a question, in order; with ``claims`` those that only a claim makes: 到了99%, 破80万."""
    if not any(token[0].isdigit() or token in NUMERALS or token in SPELLED for token in question.tokens):
        return []
    found: list[Bound] = [*_between(question, vocabulary), *_than(question, vocabulary)]
    taken: set[int] = set().union(*(one.places for one in found))
    relations = _relations(question, vocabulary, claims=claims)
    for relation, piece in sorted(relations, key=lambda one: one[1].start):
        said = _beside(question, piece, taken, vocabulary)
        inner = next((p for p in question.tagged("role") if p.start == piece.end and said is None), None)
        said = read(question.tokens, inner.end, vocabulary) if inner else said  # 至少完成了150%
        if said is None or not taken.isdisjoint(range(said.start, said.end)):
            continue
        places = {*range(piece.start, piece.end), *range(said.start, said.end)}
        places |= set(range(said.end, piece.start))
        places |= set(range(inner.start, inner.end)) if inner else set()
        start = min(places)
        negated, before = _negation(question, start)
        roles = tuple(inner.named("role")) if inner else _roles_before(question, min(before, default=start))
        flipped = said.end == piece.start and question.words(piece) in _SIGNS  # 100% < 进度
        found.append(
            Bound(
                _FLIPPED[relation] if flipped else relation,
                said.quantity,
                frozenset(places | before),
                roles,
                negated=negated,
                unit=unit_of(question, said),
            )
        )
        taken |= places
    found += _stated(question, vocabulary, taken)
    return sorted(found, key=lambda one: min(one.places))


def _between(question: Question, vocabulary: Vocabulary) -> Iterator[Bound]:
    """Both ends of a range: 介于150和500之间, "between 400 and 800", 5到30之间."""
    for piece in question.tagged("op:between"):
        said = [one for at in range(len(question.tokens)) if (one := _clean(question, at, vocabulary))]
        before = [one for one in said if one.end <= piece.start and piece.start - one.end <= 1]
        low = next((one for one in said if piece.end <= one.start <= piece.end + 1), None)
        if before and not low:
            low = next((one for one in said if 0 < before[-1].start - one.end <= _LONGEST), None)
        high = next((one for one in said if low and low.end < one.start <= low.end + 2), None)
        if low is None or high is None:
            continue
        unit = high.quantity.unit if low.quantity.unit == NONE else low.quantity.unit
        places = frozenset({*range(piece.start, piece.end), *range(low.start, high.end)})
        roles = _roles_before(question, min(places))
        ends: tuple[tuple[Relation, Said], ...] = (("ge", low), ("le", high))
        for relation, one in ends:
            yield Bound(
                relation, replace(one.quantity, unit=unit), places, roles, unit=unit_of(question, high)
            )
        return


def _than(question: Question, vocabulary: Vocabulary) -> Iterator[Bound]:
    """What is more or less than a number: 比100%高, 比300还多."""
    for piece in question.tagged("op:and"):
        said = read(question.tokens, piece.end, vocabulary) if question.words(piece) == "比" else None
        at = said.end if said else len(question.tokens)
        at += at < len(question.tokens) and _is_quiet(question, at)
        order = direction(question.tokens, at, vocabulary)
        if said and order:
            roles = _roles_before(question, piece.start)
            places = frozenset(range(piece.start, at + 1))
            relation: Relation = "gt" if order == "max" else "lt"
            yield Bound(relation, said.quantity, places, roles, unit=unit_of(question, said))


def _clean(question: Question, at: int, vocabulary: Vocabulary) -> Said | None:
    """The quantity that begins at a place, not within another."""
    token = question.tokens[at]
    return read(question.tokens, at, vocabulary) if token[0].isdigit() or token in NUMERALS else None


def _relations(
    question: Question, vocabulary: Vocabulary, *, claims: bool
) -> Iterator[tuple[Relation, Piece]]:
    for relation in RELATIONS:
        yield from ((relation, piece) for piece in question.tagged(f"op:{relation}"))
        for piece in question.tagged(f"claim:{relation}"):
            if claims or _chooses(question, piece, vocabulary):
                yield relation, piece


def _chooses(question: Question, claim: Piece, vocabulary: Vocabulary) -> bool:
    """Whether a claim says which things are meant: 收件过300的, 数量上千的; 有多少个城市的比例达到100%."""
    said = read(question.tokens, claim.end, vocabulary)
    if said is None:
        return False
    clause = question.clauses[claim.start]
    ends = said.end == len(question.tokens) or question.clauses[said.end] != clause
    asks = [p for p in question.tagged("ask:figure", "ask:which") if question.clauses[p.start] == clause]
    things = {piece.start for piece in question.tagged("thing")}
    counts = any(one.end in things for one in asks if one.end < claim.start)
    return question.tokens[said.end : said.end + 1] == ("的",) or (ends and counts)


def _beside(question: Question, piece: Piece, taken: set[int], vocabulary: Vocabulary) -> Said | None:
    """The quantity that ends right before a relation, or stands behind it."""
    for start in () if piece.start in question.seams else range(max(0, piece.start - _LONGEST), piece.start):
        said = read(question.tokens, start, vocabulary)
        behind = (
            said and said.is_bare and question.words(piece)[0] in _BEHIND
        )  # 20倍以上, but 60岁以上 is a name
        behind = behind and not any(one.start <= piece.start - 1 < one.end for one in question.tagged("term"))
        ends = said and piece.start in {said.end, said.end + bool(behind)}
        if said and ends and taken.isdisjoint(range(said.start, said.end)):
            return said
    at = piece.end
    while (
        at < len(question.tokens)
        and _is_quiet(question, at)
        and question.clauses[at] == question.clauses[piece.start]
    ):
        if said := read(question.tokens, at, vocabulary):
            return said
        at += 1
    near = at < len(question.tokens) and question.clauses[at] == question.clauses[piece.start]
    return read(question.tokens, at, vocabulary) if near else None


def unit_of(question: Question, said: Said) -> Tokens:
    """The words of the unit of a quantity: 人 in 30个人."""
    unit = question.tokens[said.counted : said.end]
    return unit[1:] if len(unit) > 1 and unit[0] == "个" else unit


def _stated(question: Question, vocabulary: Vocabulary, taken: set[int]) -> Iterator[Bound]:
    """Numbers that stand right behind the word of a column: "进度不是100%", "目标23800人次"."""
    for piece in question.tagged("role", "move"):
        if piece.has("role:lead") or (piece.has("move") and taken):
            continue
        negated, at = False, piece.end
        places: set[int] = set()
        while at < len(question.tokens) and question.clauses[at] == question.clauses[piece.start]:
            neg = next((p for p in question.tagged("neg:not") if p.start == at), None)
            said = None if at in taken else read(question.tokens, at, vocabulary)
            if (
                said
                and question.tokens[at][0].isdigit()
                and (said.quantity.unit.is_rate or not piece.has("move"))
            ):
                roles = tuple(piece.named("role"))
                here = places | set(range(said.start, said.end))
                yield Bound("eq", said.quantity, frozenset(here), roles, negated=negated)
                break
            if neg is None and not _is_quiet(question, at):
                break
            negated = negated or neg is not None
            size = neg.end - neg.start if neg else 1
            places |= set(range(at, at + size))
            at += size


def _negation(question: Question, start: int) -> tuple[bool, set[int]]:
    """Whether a relation that begins at a place is turned round right before it, and where."""
    for piece in question.tagged("neg:not"):
        if piece.end == start:
            return True, set(range(piece.start, piece.end))
    return False, set()


def _roles_before(question: Question, start: int) -> tuple[str, ...]:
    """The columns named last before a place in its clause."""
    before = [
        piece
        for piece in question.tagged("role")
        if piece.end <= start
        and question.clauses[piece.start] == question.clauses[min(start, len(question.clauses) - 1)]
        and not piece.has("role:lead")
    ]
    return tuple(before[-1].named("role")) if before else ()


def _is_quiet(question: Question, at: int) -> bool:
    """Whether a token is a word of grammar."""
    return any(piece.start <= at < piece.end and "filler" in piece.tags for piece in question.pieces)

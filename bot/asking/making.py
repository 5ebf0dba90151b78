"""What is made of figures of one measure: a list of what they are of, their number, the first, a sum, a mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.asking.conditions import Stated
from bot.asking.question import Question
from bot.asking.requests import Request
from bot.asking.rows import wholes
from bot.knowledge.model import Fact
from bot.knowledge.query import Aggregate, Condition, Each, Held, Is, Project, Query, Rank, Relation, Select
from bot.language.numerals import LARGE
from bot.language.units import EXACT, NONE

_INDEX = 100
_NEGATIVE: dict[Relation, Relation] = {"gt": "lt", "ge": "le", "eq": "eq", "le": "ge", "lt": "gt"}


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one measure; ``where`` selects them, ``on`` is what tells them apart, ``moving`` a change."""

    figures: tuple[Fact, ...]
    where: tuple[Condition, ...]
    on: str
    moving: bool


def query_of(shape: str, series: Series, held: Sequence[Stated], wanted: Request) -> Query | None:
    """What is made of figures of one measure that went up or down, exceed a number, stand first."""
    level, bare = _level(series.figures), _without_sign(series, wanted)
    claims = [_outward(one.condition, series, wanted) for one in held if isinstance(one.condition, Held)]
    mixed = len({fact.unit for fact in series.figures}) > 1  # but each is held against its own row
    mixed = mixed and not any(isinstance(claim.against, str) for claim in claims)
    ordered = bool(claims) or (shape == "rank" and not _both_ends(wanted.question))
    if (
        mixed
        or (level and wanted.way and claims)  # by how many percent an index rose is not printed
        or (bare and not wanted.way and ordered)  # nor that "下降1.4%" is less than nothing
    ):
        return None
    where: tuple[Condition, ...] = (*series.where, *claims)
    moved = wanted.question.tagged("move:up", "move:down")
    ranked = shape == "rank" and all(
        piece.has("move:any") for piece in moved
    )  # 增速第二: one may have fallen
    if (
        wanted.way
        and (bare or not (claims or ranked))
        and (wanted.rank is None or wanted.rank.order == "max")
    ):
        where = (*where, _that_went(wanted.way, series, level, wanted))
    sums = frozenset() if series.moving else frozenset(series.figures[at].id for at in wholes(series.figures))
    if sums:  # no whole among its parts
        where = (*where, Is("fact", sums, negated=True))
    if shape == "rank":
        return _ranked(where, series, wanted)
    if shape == "count":
        return Aggregate(Project(Select(where), series.on), "count")
    if shape == "list":
        return Project(Select(where), series.on)
    return Aggregate(Select(where), "sum" if shape == "sum" else "mean")


def _ranked(where: tuple[Condition, ...], series: Series, wanted: Request) -> Query | None:
    """Those at the places asked for."""
    rank, fell = wanted.rank, wanted.way == "down"
    if rank is None or (fell and rank.order == "min"):
        return None
    if series.on == "subject" and rank.last > 1:
        return None  # the first three rows are of two schools
    bare = _without_sign(series, wanted)
    if ends := _both_ends(wanted.question):
        if not series.moving or not rank.first == rank.last == 1 or wanted.single:
            return None
        level = _level(series.figures)
        orders: dict[str, Literal["max", "min"]] = {"up": "max", "down": "max" if bare else "min"}
        apart = [(Select((*where, _that_went(way, series, level, wanted))), orders[way]) for way in ends]
        return Each(tuple(Project(Rank(of, order), series.on) for of, order in apart))
    order: Literal["max", "min"] = "min" if (rank.order == "max") == (fell and not bare) else "max"
    ranked = Rank(Select(where), order, rank.first, rank.last)
    return ranked if rank.first == rank.last and wanted.single else Project(ranked, series.on)


def _both_ends(question: Question) -> Sequence[Literal["up", "down"]]:
    """Both ways in turn, where both are named: 涨得最多的和跌得最多的分别是哪类."""
    up, down = question.tagged("move:up"), question.tagged("move:down")
    if not up or not down or not question.tagged("op:and"):
        return ()
    return ("up", "down") if up[0].start < down[0].start else ("down", "up")


def _without_sign(series: Series, wanted: Request) -> bool:
    """Whether what fell is printed without a sign: "下降1.4%"."""
    return any((fact.number or 0) > 0 and wanted.index.moves(fact) == "down" for fact in series.figures)


def _that_went(way: str, series: Series, level: int, wanted: Request) -> Is:
    """The condition that a figure went up, or down."""
    return Is("fact", frozenset(fact.id for fact in series.figures if _went(fact, level, wanted) == way))


def _outward(claim: Held, series: Series, wanted: Request) -> Held:
    """A bound as figures are printed: "下降超过5%" is less than -5, and 300万 is 300 of 万人."""
    against = claim.against
    if isinstance(against, str):
        return claim
    if against.unit == NONE and against.printed[-1:] in LARGE:
        unit = wanted.index.vocabulary.unit(series.figures[0].unit)
        against = replace(against, number=EXACT.divide(against.number, unit.scale), unit=unit)
    negative = any((fact.number or 0) < 0 for fact in series.figures)
    if wanted.way != "down" or against.number <= 0 or not negative:
        return replace(claim, against=against)
    against = replace(against, number=-against.number, printed="")
    return replace(claim, relation=_NEGATIVE[claim.relation], against=against)


def _level(figures: Sequence[Fact]) -> int:
    """What figures would be had nothing changed: 100 where all are near it, as an index of the month before is."""
    return _INDEX if all((fact.number or 0) > _INDEX // 2 for fact in figures) else 0


def _went(fact: Fact, level: int, wanted: Request) -> str:
    """The way a figure went: ``up``, ``down``, or neither."""
    number = fact.number or 0
    if number < level or wanted.index.moves(fact) == "down":  # "下降1.4%" is printed without a sign
        return "down"
    return "up" if number > level else ""

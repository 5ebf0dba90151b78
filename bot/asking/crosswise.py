"""One column of a table held against another: 女生比男生多的学校, "departments with outturns above budget"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.asking.bounds import RELATIONS, bounds
from bot.asking.index import Index
from bot.asking.ordinals import direction, places_of
from bot.asking.tagging import Question
from bot.knowledge.model import Table
from bot.knowledge.query import Condition, Held, Relation
from bot.language.grams import pairs

_WAYS: dict[str, Relation] = {"max": "gt", "min": "lt"}
_PAST: dict[str, Relation] = {"overrun": "gt", "underrun": "lt"}
_DIGITS = re.compile(r"\d+")
_LOOKED_AT = 40
"""Rows that tell which columns hold numbers, and of which unit."""


def column(conditions: Iterable[Condition], table: Table) -> str:
    """The column of a table that is held against another of it; empty where none is."""
    held = (one for one in conditions if isinstance(one, Held))
    return next((one.on for one in held if {one.on, one.against} <= set(table.columns)), "")


def stated(
    question: Question, tables: Sequence[Table], index: Index
) -> Iterator[tuple[Held, frozenset[int]]]:
    """That the cell of one column is above, or below, that of another in its row, and where it is said.

    Both columns are named, each on its side of what compares them; both count the same.
    """
    if len(tables) != 1 or not question.names("ask") & {"which", "what", "who", "figure", "when"}:
        return
    dated = frozenset[int]().union(*(one.places for one in question.moments))
    held = (one.places for one in bounds(question, index.vocabulary))
    bounded = frozenset[int]().union(*(places for places in held if dated.isdisjoint(places)))
    units = _units(tables[0])
    told = {name: _features(name, index) for name in units}
    shared = Counter(feature for features in told.values() for feature in features)
    telling = {name: {one for one in features if shared[one] < len(told)} for name, features in told.items()}
    yield from _past_plan(question, units, index)
    for relation, start, middle, end in _comparisons(question, index):
        places = range(start, end)
        if not bounded.isdisjoint(places):
            continue
        clause = [at for at, one in enumerate(question.clauses) if one == question.clauses[start]]
        behind = [at for at in places if at >= middle]
        aims = {name: said for name, said in telling.items() if "role:target" in _tags(name, index)}
        second = _named(behind, question, aims) or _named(behind, question, telling)
        first = _named([at for at in clause if at < start], question, telling)
        first = first or _beside(second, units, question, index)
        if first and second and first != second and units[first] == units[second]:
            said = {at for at in range(middle, end) if _says(at, question, told[second])}
            compared = {
                *range(start, middle),
                *(at for at in range(middle, end) if _turns(at, question, index)),
            }
            yield Held(relation, second, first), frozenset(said | compared)


def _comparisons(question: Question, index: Index) -> Iterator[tuple[Relation, int, int, int]]:
    """What compares, where it begins, where what stands behind it does, and where that ends."""
    last = len(question.tokens)
    for relation in RELATIONS:
        for piece in question.tagged(f"op:{relation}"):
            yield relation, piece.start, piece.end, last
    for piece in question.tagged("joint:than"):
        for at in range(piece.end + 1, last):
            if way := direction(question.tokens, at, index.vocabulary):
                yield _WAYS[way], piece.start, piece.end, at + 1
                break


def _past_plan(
    question: Question, units: Mapping[str, str], index: Index
) -> Iterator[tuple[Held, frozenset[int]]]:
    """That more, or less, was done than was planned, where no column is named but the plan: "under budget"."""
    planned = [name for name in units if "plan" in _tags(name, index)]
    both = [(plan, done) for plan in planned for done in _done(plan, units, index)]
    if len(planned) > 1:
        both = [pair for pair in both if set(_DIGITS.findall(pair[0])) <= set(_DIGITS.findall(question.text))]
    ranked = places_of(question, index.vocabulary)  # which overspent most is another question
    for way, relation in _PAST.items() if ranked is None else ():
        for piece in question.tagged(f"op:{way}"):
            if len(both) == 1:
                yield Held(relation, *both[0]), frozenset(range(piece.start, piece.end))


def _done(plan: str, units: Mapping[str, str], index: Index) -> list[str]:
    """The columns of what was done in the year of a plan, in its unit; the one beside it where none is called so.

    A plan that is of no year is of the last one.
    """
    year = _DIGITS.findall(plan)
    alike = {name: _DIGITS.findall(name) for name in units if name != plan and units[name] == units[plan]}
    done = [name for name in alike if "role:done" in _tags(name, index)]
    year = year or max((alike[name] for name in done), default=[])
    return [name for name in done or alike if alike[name] == year]


def _beside(second: str, units: Mapping[str, str], question: Question, index: Index) -> str:
    """The column that is meant where only the other is named: what was done, beside the one that was planned."""
    if "role:target" not in _tags(second, index):
        return ""
    alike = [name for name, unit in units.items() if name != second and unit == units[second]]
    done = [name for name in alike if _tags(name, index) & {"role:done", "op:total", "whole"}]
    dated = [name for name in alike if any(year[:4] in name for year in question.years)]
    return next((one[0] for one in (alike, done, dated) if len(one) == 1), "")


def _tags(name: str, index: Index) -> set[str]:
    """What the words of a column are known as."""
    words = index.vocabulary.canonical(name.rpartition(" · ")[2])
    return {tag for _, _, tags in index.vocabulary.spans(words) for tag in tags}


def _units(table: Table) -> dict[str, str]:
    """The columns that hold numbers, each with the unit of the first of them."""
    found: dict[str, str] = {}
    for row in table.rows[:_LOOKED_AT]:
        for name, fact in row.cells.items():
            if fact.number is not None:
                found.setdefault(name, fact.unit)
    return found


def _features(name: str, index: Index) -> frozenset[str]:
    """What the name of a column is known by: its pairs of characters; the one that it ends in, as 男, by itself."""
    last = index.vocabulary.canonical(name.rpartition(" · ")[2])
    return pairs(index.vocabulary.canonical(name)) | frozenset(last if len(last) == 1 else ())


def _named(places: Sequence[int], question: Question, telling: dict[str, set[str]]) -> str:
    """The one column that some places say most of; empty where they say none, or two alike."""
    said = {
        name: sum(_says(at, question, features, places) for at in places)
        for name, features in telling.items()
    }
    best = max(said.values(), default=0)
    fitting = [name for name, count in said.items() if count == best]
    return fitting[0] if best and len(fitting) == 1 else ""


def _says(at: int, question: Question, features: Collection[str], places: Collection[int] = ()) -> bool:
    """Whether a token belongs to what a column is known by: alone, or with the one beside it."""
    tokens = question.tokens
    near = [(at - 1, at), (at, at + 1)]
    both = (
        tokens[one] + tokens[two]
        for one, two in near
        if one >= 0 and two < len(tokens) and (not places or {one, two} <= set(places))
    )
    return tokens[at] in features or any(pair in features for pair in both)


def _turns(at: int, question: Question, index: Index) -> bool:
    return direction(question.tokens, at, index.vocabulary) is not None

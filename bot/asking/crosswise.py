"""Cells held against others: of another column, of another year, of one row: 女生比男生多的学校, 增速高于全市的县.

What is held against what is planned is a column as well: "departments with outturns above budget".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.asking.bounds import RELATIONS, bounds
from bot.asking.index import Index
from bot.asking.ordinals import direction, places_of
from bot.asking.question import Moment, Question
from bot.knowledge.model import Table
from bot.knowledge.query import Condition, Held, Relation
from bot.language import periods
from bot.language.grams import pairs

_WAYS: dict[str, Relation] = {"max": "gt", "min": "lt"}
_PAST: dict[str, Relation] = {"overrun": "gt", "underrun": "lt"}
_DIGITS = re.compile(r"\d+")
_MOST_ROWS = 400
"""Of more rows none is looked for by its name."""
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
    yield from _between_times(question, tables[0], index)
    comparisons = list(_comparisons(question, index))
    if rows := list(_against_rows(comparisons, question, tables[0], index)):
        yield from rows
        return
    for relation, start, middle, end in comparisons:
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


def _against_rows(
    comparisons: Sequence[tuple[Relation, int, int, int]], question: Question, table: Table, index: Index
) -> Iterator[tuple[Held, frozenset[int]]]:
    """That a cell is above, or below, that of one row of its column, which is named: 增速高于全市的县."""
    if not comparisons or len(table.rows) > _MOST_ROWS:
        return
    names = {index.vocabulary.canonical(row.name): row.id for row in table.rows}
    names = {name: row for name, row in names.items() if not all(token[0].isdigit() for token in name)}
    for relation, start, middle, end in comparisons:
        for stop in range(end, middle, -1):
            if named := names.get(question.tokens[middle:stop]):
                turns = {at for at in range(stop, end) if _turns(at, question, index)}
                yield Held(relation, named), frozenset({*range(start, stop), *turns})
                break


def _between_times(question: Question, table: Table, index: Index) -> Iterator[tuple[Held, frozenset[int]]]:
    """That a column is above, or below, the same of another time: 2023年比2019年上升的年龄组."""
    moments = question.moments
    if len(moments) != len(("now", "then")) or not (said := _way(question, index)):
        return
    behind = {end for _, _, end, _ in _comparisons(question, index)}
    based = [one for one in moments if question.is_base(one) or min(one.places, default=-1) in behind]
    base = based[0] if len(based) == 1 else moments[0] if question.span else None
    if base is None:
        return
    now = moments[1] if base is moments[0] else moments[0]
    relation, spot = said
    cells = {name: fact for row in table.rows[:_LOOKED_AT] for name, fact in row.cells.items()}
    of_base = {name for name, fact in cells.items() if periods.whole(fact.period) == base.time}
    of_now = {name for name, fact in cells.items() if periods.whole(fact.period) == now.time}
    untimed = {name: index.columns.known[name].untimed for name in of_base | of_now}
    both = [(one, other) for one in of_base for other in of_now if untimed[one] == untimed[other]]
    pairs_ = pairs(question.tokens)
    best = max((len(untimed[one] & pairs_) for one, _ in both), default=0)
    both = [pair for pair in both if len(untimed[pair[0]] & pairs_) == best]
    if len(both) == 1:
        yield Held(relation, *both[0]), base.places | now.places | spot | _joints(base, now, question)


def _way(question: Question, index: Index) -> tuple[Relation, frozenset[int]] | None:
    """Whether more or less is asked for, and where that is said: by a move, by an adjective, or by 高于."""
    moved = [piece for piece in question.tagged("move:up", "move:down") if not piece.has("move:any")]
    if len(moved) == 1:
        spot = frozenset(range(moved[0].start, moved[0].end))
        return ("gt" if moved[0].has("move:up") else "lt"), spot
    told = {
        (relation, frozenset({*range(start, middle), *(range(end - 1, end) if way else ())}))
        for relation, start, middle, end in _comparisons(question, index)
        for way in [_turns(end - 1, question, index)]
    }
    return next(iter(told)) if len(told) == 1 else None


def _joints(base: Moment, now: Moment, question: Question) -> frozenset[int]:
    """The words beside two times that hold one against the other."""
    spots = base.places | now.places
    joints = question.tagged("joint:than", "joint:against", "joint:until", "op:and")
    near = [one for one in joints if {one.start - 1, one.end} & spots]
    return frozenset(at for one in near for at in range(one.start, one.end))


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
    alike = {name: _DIGITS.findall(name) for name in _alike(plan, units, index)}
    done = [name for name in alike if "role:done" in _tags(name, index)]
    year = year or max((alike[name] for name in done), default=[])
    return [name for name in done or alike if alike[name] == year]


def _beside(second: str, units: Mapping[str, str], question: Question, index: Index) -> str:
    """The column that is meant where only the other is named: what was done, beside the one that was planned."""
    if "role:target" not in _tags(second, index):
        return ""
    alike = _alike(second, units, index)
    done = [name for name in alike if _tags(name, index) & {"role:done", "op:total", "whole"}]
    dated = [name for name in alike if any(year[:4] in name for year in question.years)]
    return next((one[0] for one in (alike, done, dated) if len(one) == 1), "")


def _alike(plan: str, units: Mapping[str, str], index: Index) -> list[str]:
    """The other columns in the unit of a plan, none of them of another time: no 上年决算数."""
    others = (name for name, unit in units.items() if name != plan and unit == units[plan])
    return [name for name in others if "period:other" not in _tags(name, index)]


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

"""What holds of queries over any knowledge: tables, units, values and gaps are made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answering.denotation import Denotation
from bot.answering.executor import MAX_TIED, execute
from bot.asking.building import build
from bot.asking.index import Index
from bot.knowledge import store
from bot.knowledge.facts import Facts, sign_of
from bot.knowledge.model import Document, Fact, Row, Source, Table
from bot.knowledge.query import (
    Aggregate,
    Combine,
    Common,
    Condition,
    Each,
    Filter,
    Held,
    Is,
    Project,
    Query,
    Rank,
    Relation,
    Select,
    known,
)
from bot.language.amounts import Quantity
from bot.language.units import NONE
from tests.conversation import KNOWLEDGE

pytestmark = pytest.mark.slow

SHIPPED = store.load(KNOWLEDGE)
INDEX = build(SHIPPED)
LEADS = ("甲局", "乙局", "丙局")
UNITS = ("台", "户", "万户", "%", "元")
COLUMNS = ("牵头部门", "目标", "完成", "进度")
ROLES = ("lead", "target", "done", "progress")

numbers = st.integers(0, 9).map(str)
printed = numbers | st.just("已完成")
lines = st.tuples(st.sampled_from(LEADS), st.sampled_from(UNITS), printed, printed, printed)
tables = st.lists(lines, min_size=1, max_size=5)


def _cell(row: str, column: str, value: str, unit: str) -> Fact:
    number = bool(unit) and value.isdigit()
    return Fact(
        id=f"{row}.{column}",
        kind="figure" if number else "text",
        subject=row,
        measure=column,
        value=value,
        unit=unit if number else "",
        printed=value + unit if number else value,
        period="2023年",
        row=row,
        source=Source(document="made", section="", quote=f"{row}{column}{value}", start=0, end=1),
    )


def _indexed(made: list[list[tuple[str, str, str, str, str]]]) -> Index:
    found = []
    for number, rows in enumerate(made):
        name = f"table{number}"
        cells = []
        for at, (lead, unit, *values) in enumerate(rows):
            row = f"{name}.r{at}"
            units = ("", unit, unit, "%")
            facts = zip(COLUMNS, (lead, *values), units, strict=True)
            held = {column: _cell(row, column, value, own) for column, value, own in facts}
            cells.append(Row(id=row, table=name, name=f"修建{number}{at}", cells=held, unit=unit))
        found.append(
            Table(id=name, document="made", title=f"完成情况表{number}", columns=COLUMNS, rows=tuple(cells))
        )
    document = Document(
        id="made",
        title="公报",
        publisher="",
        date="2024-01-15",
        period="2023年",
        place="海州县",
        file="",
        sha256="",
        sections=(),
        facts=(),
        tables=tuple(found),
    )
    known_ = store.gather(
        [document], SHIPPED.vocabulary, (SHIPPED.thresholds, SHIPPED.weights, SHIPPED.likelihood)
    )
    # What words lead to is not looked up here, and takes long to build.
    return replace(INDEX, knowledge=known_, facts=Facts(known_))


indexes = st.lists(tables, min_size=1, max_size=2).map(_indexed)
relations = st.sampled_from(["gt", "ge", "eq", "le", "lt"])
units = st.sampled_from([NONE, *map(SHIPPED.vocabulary.unit, UNITS)])
quantities = st.builds(lambda number, unit: Quantity(Decimal(number), unit), numbers, units)
claims = st.builds(
    Held, relations, quantities | st.just("target"), st.sampled_from(["", "done", "target"]), st.booleans()
)
choices = st.builds(
    Is,
    st.sampled_from(["lead"]),
    st.frozensets(st.sampled_from(LEADS), min_size=1),
    st.booleans(),
) | st.builds(Is, st.just("role"), st.frozensets(st.sampled_from(ROLES), min_size=1), st.booleans())
conditions = choices | claims
wheres = st.lists(conditions, max_size=3).map(tuple)


def _ids(found: Denotation) -> list[str]:
    return [fact.id for fact in found.facts]


def _turned(condition: Condition) -> Condition:
    if isinstance(condition, Is):
        return Is(condition.dimension, condition.among, not condition.negated)
    return Held(condition.relation, condition.against, condition.on, not condition.negated)


@given(indexes, wheres, conditions)
def test_a_condition_never_adds_facts(index: Index, where: tuple[Condition, ...], more: Condition) -> None:
    before, after = (_ids(execute(Select(found), index)) for found in (where, (*where, more)))
    assert set(after) <= set(before)
    assert after == [name for name in before if name in set(after)]


@given(indexes, wheres)
def test_conditions_hold_in_any_order_and_twice(index: Index, where: tuple[Condition, ...]) -> None:
    once = _ids(execute(Select(where), index))
    assert _ids(execute(Select(where[::-1]), index)) == once
    assert _ids(execute(Select(where + where), index)) == once


@given(indexes, wheres, conditions)
def test_what_is_negated_twice_is_as_it_was(
    index: Index, where: tuple[Condition, ...], turned: Condition
) -> None:
    twice = _turned(_turned(turned))
    assert twice == turned
    once = execute(Select((*where, turned)), index)
    assert _ids(execute(Select((*where, twice)), index)) == _ids(once)
    # Nothing meets a condition and its negation.
    assert not execute(Select((*where, turned, _turned(turned))), index).items


@given(indexes, wheres, choices)
def test_a_choice_and_its_negation_are_everything(
    index: Index, where: tuple[Condition, ...], chosen: Is
) -> None:
    sides = [_ids(execute(Select((*where, one)), index)) for one in (chosen, _turned(chosen))]
    assert sorted(sides[0] + sides[1]) == sorted(_ids(execute(Select(where), index)))


@given(indexes, wheres, claims)
def test_a_claim_and_its_negation_are_everything_that_can_be_held_against_it(
    index: Index, where: tuple[Condition, ...], claim: Held
) -> None:
    facts, whole = index.facts, execute(Select(where), index).facts
    sides = [set(_ids(execute(Select((*where, one)), index))) for one in (claim, _turned(claim))]

    def comparable(fact: Fact) -> bool:
        cell = facts.beside(fact, claim.on)
        own = facts.quantity(cell) if cell else None
        other = facts.beside(cell, claim.against) if cell and isinstance(claim.against, str) else None
        against = claim.against if isinstance(claim.against, Quantity) else other and facts.quantity(other)
        return sign_of(own, against or None) is not None

    assert {fact.id for fact in whole if comparable(fact)} <= sides[0] | sides[1]
    assert not sides[0] & sides[1]


@given(indexes, wheres, quantities, st.sampled_from([("gt", "le"), ("ge", "lt")]))
def test_above_and_not_above_are_the_two_sides_of_a_number(
    index: Index, where: tuple[Condition, ...], bound: Quantity, pair: tuple[Relation, Relation]
) -> None:
    one, other = pair
    above = _ids(execute(Select((*where, Held(one, bound))), index))
    assert above == _ids(execute(Select((*where, Held(other, bound, negated=True))), index))


@given(indexes, wheres, st.sampled_from(["max", "min"]))
def test_the_first_is_the_first_of_all_in_order(
    index: Index, where: tuple[Condition, ...], order: str
) -> None:
    of = Select((*where, Is("role", frozenset({"progress"}))))
    numbers_ = sorted(
        (fact.number for fact in execute(of, index).facts if fact.number is not None),
        reverse=order == "max",
    )
    assume(numbers_)
    best = numbers_.count(numbers_[0])
    found = execute(Rank(of, "max" if order == "max" else "min"), index)
    if best > MAX_TIED:
        assert found.refusal == "tied"
    else:
        assert [fact.number for fact in found.facts] == [numbers_[0]] * best


@given(indexes, st.sampled_from(["max", "min"]), st.integers(1, 4), st.integers(0, 3))
def test_places_of_an_order_are_cut_out_of_all_in_order(
    index: Index, order: str, first: int, more: int
) -> None:
    of = Select((Is("role", frozenset({"progress"})),))
    numbers_ = sorted(
        (fact.number for fact in execute(of, index).facts if fact.number is not None),
        reverse=order == "max",
    )
    assume(numbers_)
    last = first + more
    found = execute(Rank(of, "max" if order == "max" else "min", first, last), index)
    if last > len(numbers_):
        assert found.refusal == "few"
    elif not found.refusal:
        told = [fact.number for fact in found.facts]
        assert told == numbers_[first - 1 : first - 1 + len(told)]
        assert len(told) == last - first + 1 or first == last == 1
    else:
        assert found.refusal == "tied"
        beside = numbers_[max(0, first - 2) : last + 1]
        assert len(set(beside)) < len(beside)


@given(indexes)
def test_each_keeps_the_order_of_its_parts(index: Index) -> None:
    ids = list(index.knowledge.facts)
    for order in (ids, ids[::-1]):
        found = execute(Each(tuple(map(known, order))), index)
        assert [item.entry.fact for item in found.items] == order


@given(indexes, wheres)
def test_a_column_is_made_of_all_its_values_once(index: Index, where: tuple[Condition, ...]) -> None:
    facts = execute(Select(where), index).facts
    leads = execute(Project(Select(where), "lead"), index)
    values = [item.entry.value for item in leads.items]
    assert values == list(dict.fromkeys(lead for fact in facts for lead in index.facts.of(fact, "lead")))
    counted = execute(Aggregate(Select(where), "count", by="lead"), index)
    told = [int(item.entry.value) for item in counted.items]
    assert sum(told) == len(facts)
    assert len(told) == len(values)


@given(indexes, wheres, st.integers(0, 4), relations)
def test_a_filter_keeps_what_holds_and_nothing_else(
    index: Index, where: tuple[Condition, ...], number: int, relation: Relation
) -> None:
    by = Aggregate(Select(where), "count", by="lead")
    whole = [item.entry for item in execute(by, index).items]
    claims_ = (Held(relation, Quantity(Decimal(number)), negated=negated) for negated in (False, True))
    kept, rest = ([item.entry for item in execute(Filter(by, claim), index).items] for claim in claims_)
    assert sorted(map(repr, kept + rest)) == sorted(map(repr, whole))


@given(indexes, wheres, wheres)
def test_what_is_common_and_what_is_not_are_all_of_the_first(
    index: Index, one: tuple[Condition, ...], other: tuple[Condition, ...]
) -> None:
    parts = tuple(Project(Select(where), "lead") for where in (one, other))
    first, second = ({item.entry.value for item in execute(part, index).items} for part in parts)
    common, without = (
        {item.entry.value for item in execute(Common(parts, without=turned), index).items}
        for turned in (False, True)
    )
    assert common == first & second
    assert without == first - second


@given(indexes, st.data())
def test_two_numbers_are_as_far_apart_whichever_is_named_first(index: Index, data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.sampled_from(list(index.knowledge.facts)), min_size=2, max_size=2))
    ways: tuple[Query, ...] = (
        Combine("difference", (known(one), known(other))),
        Combine("difference", (known(other), known(one))),
    )
    (first, second) = (execute(way, index) for way in ways)
    assert bool(first.refusal) == bool(second.refusal)
    amounts = zip(first.items, second.items, strict=True)
    assert all(sign_of(a.quantity, b.quantity) == 0 for a, b in amounts)

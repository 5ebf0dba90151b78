"""Tests for `bot.knowledge.facts`: which facts meet conditions, and in what order."""

from __future__ import annotations

import pytest

from bot.knowledge.facts import Facts
from bot.knowledge.query import Condition, Is
from tests import ten_rows

KNOWN = ten_rows.knowledge()
TABLE = next(iter(KNOWN.tables))
COLUMN = KNOWN.tables[TABLE].columns[-1]
ROWS = list(KNOWN.rows)


def _is(dimension: str, *among: str, negated: bool = False) -> Is:
    return Is(dimension, frozenset(among), negated=negated)


@pytest.mark.parametrize(
    "where",
    [
        (),
        (_is("table", TABLE),),
        (_is("table", TABLE), _is("measure", COLUMN)),
        (_is("table", TABLE), _is("measure", *KNOWN.tables[TABLE].columns)),
        (_is("table", TABLE), _is("measure", COLUMN), _is("row", *ROWS[3:1:-1])),
        (_is("row", *ROWS[5:2:-1]),),
        (_is("row", ROWS[2]), _is("measure", COLUMN)),
        (_is("row", ROWS[2], ROWS[4]), _is("row", ROWS[4])),
        (_is("row", ROWS[2]), _is("table", "elsewhere")),
        (_is("fact", *list(KNOWN.facts)[7:2:-1]),),
        (_is("fact", "elsewhere"),),
        (_is("table", TABLE), _is("measure", COLUMN, negated=True)),
        (_is("table", TABLE, negated=True),),
        (_is("measure", COLUMN), _is("row", *ROWS[:4], negated=True)),
        (_is("kind", "figure"), _is("unit", "")),
    ],
)
def test_those_facts_are_selected_that_meet_all_conditions(where: tuple[Condition, ...]) -> None:
    facts = Facts(KNOWN)
    met = [
        fact
        for fact in KNOWN.facts.values()
        if all(
            isinstance(one, Is)
            and any(value and value in one.among for value in facts.of(fact, one.dimension)) != one.negated
            for one in where
        )
    ]
    assert facts.select(where) == met

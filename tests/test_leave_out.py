"""What the documents do not say is not answered: each thing taken away, and asked for.

This takes away a sample; ``make bench`` takes away everything.
"""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found, Knowledge
from tests.conversation import converse
from tests.generated import sample
from tests.leave_out import Gone, everything, nonsense, without

pytestmark = pytest.mark.slow

SAMPLE = 40
KINDS = ("fact", "row", "cell")


@pytest.fixture(scope="module")
def all_of_it(knowledge: Knowledge) -> list[Gone]:
    return list(everything(knowledge))


def test_what_is_gone_is_hardly_ever_answered_with_something_else(
    all_of_it: list[Gone], shipped: Assistant
) -> None:
    some = sample(all_of_it, SAMPLE)
    asked = sum(len(gone.questions) for gone in some)
    said = [question for gone in some for question, _, _ in nonsense(shipped, gone)]
    # Of a sample three times as large it is 8.8 %: most are answered with a row that is called much alike.
    assert len(said) <= 0.1 * asked, said


def test_what_is_there_is_answered_when_asked_the_same_way(all_of_it: list[Gone], shipped: Assistant) -> None:
    """Otherwise to say nothing when it is gone would prove nothing."""
    asked = [question for gone in sample(all_of_it, 200) for question, _ in gone.questions]
    silent = [question for question in asked if not isinstance(converse(shipped, question).answer, Found)]
    assert len(silent) <= 0.02 * len(asked), silent


def test_every_fact_row_and_cell_is_taken_away(all_of_it: list[Gone], knowledge: Knowledge) -> None:
    assert {gone.id for gone in all_of_it if gone.kind != "row"} == set(knowledge.facts)
    assert {gone.id for gone in all_of_it if gone.kind == "row"} == set(knowledge.rows)
    assert all(gone.questions for gone in all_of_it)


@pytest.mark.parametrize("kind", KINDS)
def test_only_that_one_thing_is_taken_away(kind: str, all_of_it: list[Gone], knowledge: Knowledge) -> None:
    gone = next(gone for gone in all_of_it if gone.kind == kind)
    poorer = without(knowledge, gone.id)
    cells = {fact.id for _, fact in gone.questions}
    assert set(knowledge.facts) - set(poorer.facts) == cells
    assert set(knowledge.rows) - set(poorer.rows) == ({gone.id} if kind == "row" else set())

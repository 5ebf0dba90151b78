"""A mark leads to the figure it was made for, wherever that stands now, or to nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.knowledge.marks import Marks
from bot.knowledge.model import Document, Fact, Knowledge
from bot.knowledge.store import gather


@pytest.fixture(scope="module")
def document(shipped: Assistant) -> Document:
    return shipped.knowledge.documents[0]


def _known(shipped: Assistant, document: Document) -> Knowledge:
    known = shipped.knowledge
    return gather([document], known.vocabulary, (known.thresholds, known.weights, known.likelihood))


def _moved(fact: Fact) -> Fact:
    """The same figure at another place, under the id another had."""
    return replace(fact, id=f"{fact.id}0", source=replace(fact.source, start=fact.source.start + 7))


def test_every_figure_has_a_mark_that_leads_to_what_it_says(shipped: Assistant, knowledge: Knowledge) -> None:
    marks = Marks(knowledge)
    for fact in knowledge.facts.values():
        there = marks.fact(marks.of(fact))
        assert there
        assert (there.label, there.value, there.period) == (fact.label, fact.value, fact.period)


def test_a_mark_outlives_a_change_of_all_ids(shipped: Assistant, document: Document) -> None:
    old = shipped.marks
    new = Marks(_known(shipped, replace(document, facts=tuple(map(_moved, reversed(document.facts))))))
    for fact in document.facts:
        there = new.fact(old.of(fact))
        assert there
        assert (there.label, there.value) == (fact.label, fact.value)


def test_a_corrected_figure_keeps_its_mark(shipped: Assistant, document: Document) -> None:
    corrected = tuple(replace(fact, value=f"{fact.value}1", correction="印错") for fact in document.facts)
    new = Marks(_known(shipped, replace(document, facts=corrected)))
    kept = [new.fact(shipped.marks.of(fact)) for fact in document.facts]
    for fact, there in zip(document.facts, kept, strict=True):
        assert there is None or (there.label, there.value) == (fact.label, f"{fact.value}1")
    assert sum(there is not None for there in kept) > 0.9 * len(kept)


@given(st.data())
def test_a_mark_never_leads_to_another_figure(
    shipped: Assistant, document: Document, data: st.DataObject
) -> None:
    facts = data.draw(st.lists(st.sampled_from(document.facts), max_size=30, unique=True))
    values = data.draw(st.lists(st.sampled_from(["1", "2"]), min_size=len(facts), max_size=len(facts)))
    others = tuple(replace(_moved(fact), value=value) for fact, value in zip(facts, values, strict=True))
    new = Marks(_known(shipped, replace(document, facts=others)))
    for fact in document.facts:
        there = new.fact(shipped.marks.of(fact))
        same = (fact.label, fact.period, fact.qualifiers, fact.source.section)
        assert there is None or (there.label, there.period, there.qualifiers, there.source.section) == same


def test_what_is_told_twice_with_two_values_is_told_apart(shipped: Assistant, document: Document) -> None:
    first = document.facts[0]
    second = replace(_moved(first), value=f"{first.value}9")
    marks = Marks(_known(shipped, replace(document, facts=(first, second))))
    assert marks.fact(marks.of(first)) == first
    assert marks.fact(marks.of(second)) == second
    # With only one of them left, nobody can say which of the two it is.
    left = Marks(_known(shipped, replace(document, facts=(second,))))
    assert left.fact(marks.of(first)) is None

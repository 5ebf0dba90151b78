"""Searching: what a question names is found among everything that can be asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.index import Index
from bot.asking.interpretations import Match
from bot.asking.tagging import tag
from bot.knowledge.model import Knowledge


def _search(text: str, index: Index) -> list[Match]:
    question = tag(text, index.vocabulary, index.lexicon)
    return index.search(question, index.read(question))


def test_every_row_is_found_first_by_its_name(knowledge: Knowledge, index: Index) -> None:
    missed = {
        name
        for row in knowledge.rows.values()
        for name in (row.name, row.short, *row.also, *row.english)
        if name and row.id not in [m.target.id for m in _search(name, index)[:3]]
    }
    assert missed == set()


def test_every_figure_is_found_by_its_own_sentence(knowledge: Knowledge, index: Index) -> None:
    facts = [fact for document in knowledge.documents for fact in document.facts]
    missed = {
        fact.source.quote
        for fact in facts
        if fact.id not in [match.target.id for match in _search(fact.source.quote, index)]
    }
    assert missed == set()


@pytest.mark.parametrize("text", ["量子纠缠", "zzz", "", "🤖", "。。。"])
def test_what_nobody_wrote_finds_nothing_that_explains_it(text: str, index: Index) -> None:
    assert all(match.coverage < 0.5 for match in _search(text, index))


@given(text=st.text(max_size=60))
def test_what_is_found_is_ranked_and_in_bounds(text: str, index: Index) -> None:
    found = _search(text, index)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    for match in found:
        assert 0 <= match.coverage <= 1
        assert 0 <= match.recall <= 1
        assert all(0 <= credit <= 1 for credit in match.credits)

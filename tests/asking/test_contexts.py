"""Where the words stand: each leads to the figures it stands around, and to what it is to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.asking import contexts
from bot.asking.contexts import Contexts, build
from bot.knowledge import store
from bot.knowledge.model import Document, Knowledge
from tests import ten_rows


@pytest.fixture(scope="module")
def made() -> Contexts:
    return build(ten_rows.knowledge())


def _places(word: str, made: Contexts) -> dict[str, set[str]]:
    """What the texts with a word are to the figures they stand around."""
    found: dict[str, set[str]] = {}
    for text in made.postings.get(word, ()):
        for numbers, place in made.around[text]:
            for number in numbers:
                found.setdefault(made.facts[number].id, set()).add(place)
    return found


def _cells(*rows: str) -> set[str]:
    return {f"{row}.{column}" for row in rows for column in ten_rows.COLUMNS}


@pytest.mark.parametrize(
    ("word", "place", "figures"),
    [
        ("满意率", "name", {"满意率"}),
        ("电梯", "name", _cells("电梯")),  # the name of a row
        ("pond", "name", _cells("山塘")),  # its English one, by its stem
        ("进度", "name", {f"{row}.进度" for table in ten_rows.ROWS.values() for row in table}),  # a column
        ("台", "name", _cells("电梯")),  # what is counted
        ("县级", "caption", _cells(*ten_rows.ROWS["county"])),  # the title of a table
        ("交通局", "heading", _cells("公路")),  # what another cell says
        ("满意率", "neighbour", {"办结率"}),  # the sentence before
    ],
)
def test_a_word_leads_to_the_figures_it_stands_around(
    word: str, place: str, figures: set[str], made: Contexts
) -> None:
    found = {name for name, places in _places(word, made).items() if place in places}
    assert found == figures


def test_the_title_of_a_document_stands_around_all_of_it(made: Contexts) -> None:
    assert _places("政务", made).keys() == ten_rows.knowledge().facts.keys()


def test_a_word_that_nobody_wrote_leads_nowhere(made: Contexts) -> None:
    assert _places("水库", made) == {}


def test_a_character_leads_to_the_words_that_have_it(made: Contexts) -> None:
    assert "电梯" in made.holders["梯"]
    assert all("梯" in word for word in made.holders["梯"])


def test_everything_that_can_be_asked_for_has_a_number(made: Contexts) -> None:
    assert set(made.numbers) == set(ten_rows.knowledge().facts)
    assert all(made.facts[number].id == name for name, number in made.numbers.items())


def test_words_are_counted_by_the_figures_they_stand_around(made: Contexts) -> None:
    assert made.spread["满意率"] < made.spread["进度"] < made.spread["政务"]


def test_a_name_is_told_by_its_words(made: Contexts) -> None:
    assert made.named(made.numbers["电梯.完成"]) == ("加装", "电梯", "完成")
    assert made.named(made.numbers["满意率"]) == ("热线", "群众", "满意率")


def test_documents_do_not_stand_around_each_others_figures() -> None:
    known = ten_rows.knowledge()
    (town,) = known.documents
    other = replace(town, id="port", title="临港市2022年公报", place="临港市", tables=(), facts=())
    fact = replace(
        town.facts[0], id="来船", measure="来船", source=replace(town.facts[0].source, document="port")
    )
    made = contexts.build(_with(known, replace(other, facts=(fact,))))
    assert _places("公报", made).keys() == {"来船"}
    assert "来船" not in _places("政务", made)


def _with(known: Knowledge, *others: Document) -> Knowledge:
    chosen = (known.thresholds, known.weights, known.likelihood)
    return store.gather((*known.documents, *others), known.vocabulary, chosen)

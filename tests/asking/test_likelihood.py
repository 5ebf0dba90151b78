"""How probable it is that a figure is meant: what is weighed, and what becomes of the same figure told twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.likelihood import Ranking, rank, ranked, score, softmax
from bot.asking.parser import parse
from bot.asking.signs import Signed, beside
from bot.asking.tagging import tag
from bot.knowledge import signs
from bot.language import embeddings
from tests import ten_rows

FACT = ten_rows.knowledge().facts["来电"]
ANY = st.floats(-300, 300)


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "available", lambda: False)


def _signed(name: str, value: str, unit: str = "件", **found: float) -> Signed:
    return Signed(replace(FACT, id=name, value=value, unit=unit), found, (), sensed=False)


def _rank(text: str) -> Ranking:
    index = ten_rows.index()
    return rank(parse(tag(text, index.vocabulary, index.lexicon), index), index)


def _all(ranking: Ranking) -> float:
    return sum(one.probability for one in ranking.likely) + ranking.nothing


@given(scores=st.lists(ANY, min_size=1, max_size=12))
def test_probabilities_are_in_the_order_of_the_scores_and_sum_to_one(scores: list[float]) -> None:
    found = softmax(scores)
    assert math.isclose(sum(found), 1)
    ordered = [share for _, share in sorted(zip(scores, found, strict=True))]
    assert ordered == sorted(ordered)


@given(lead=st.lists(ANY, max_size=6), none=ANY)
def test_all_figures_and_none_sum_to_one(lead: list[float], none: float) -> None:
    found = [_signed(str(at), str(at), explained=value) for at, value in enumerate(lead)]
    ranking = ranked(found, {"none": none}, {"explained": 1.0, "none": 1.0})
    assert math.isclose(_all(ranking), 1)
    told = [one.probability for one in ranking.likely]
    assert told == sorted(told, reverse=True)


@pytest.mark.parametrize(
    ("worth", "first"),
    [({"explained": 1.0}, "a"), ({"explained": 1.0, "words": -5.0}, "b"), ({"words": -5.0}, "b")],
)
def test_what_signs_are_worth_decides(worth: dict[str, float], first: str) -> None:
    found = [_signed("a", "1", explained=1.0, words=1.0), _signed("b", "2", explained=0.5)]
    assert ranked(found, {}, worth).likely[0].signed.fact.id == first


def test_a_sign_that_is_worth_nothing_changes_nothing() -> None:
    assert score({"explained": 2.0, "unheard_of": 9.0}, {"explained": 0.5}) == 1.0
    assert score({}, {"explained": 0.5}) == 0.0


def test_the_same_figure_told_twice_is_taken_together_under_the_more_probable_one() -> None:
    found = [
        _signed("once", "7", explained=1.2),
        _signed("here", "5", explained=0.9),
        _signed("there", "5", explained=1.0),
        _signed("in another unit", "5", "个", explained=0.1),
    ]
    ranking = ranked(found, {}, {"explained": 1.0})
    assert [one.signed.fact.id for one in ranking.likely] == ["there", "once", "in another unit"]
    parts = softmax([1.2, 0.9, 1.0, 0.1, 0.0])
    assert math.isclose(ranking.likely[0].probability, parts[1] + parts[2])
    assert math.isclose(_all(ranking), 1)


def test_where_there_is_no_figure_none_is_meant() -> None:
    ranking = ranked([], {"none": 1.0}, {"none": 3.0})
    assert (ranking.likely, ranking.nothing) == ([], 1.0)


def test_the_meaning_of_the_whole_counts_only_where_it_was_asked() -> None:
    found = [
        replace(_signed("a", "1", explained=1.0), meaning={"like_name": 0.1}),
        replace(_signed("b", "2"), meaning={"like_name": 0.9}),
    ]
    worth = {"explained": 1.0, "like_name": 9.0, "unlike": 50.0}
    assert ranked(found, {}, worth).likely[0].signed.fact.id == "a"
    asked = ranked(found, {}, worth, by_meaning=True)
    assert asked.likely[0].signed.fact.id == "b"
    assert asked.nothing > 0.99


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("借款金额是多少", "贷款金额"),
        ("热线群众满意率是多少", "满意率"),
        ("轮椅发放了多少辆", "轮椅.完成"),
        ("轮椅的牵头部门是哪个", "轮椅.牵头部门"),
    ],
)
def test_a_question_in_other_words_ranks_its_figure_first(question: str, fact: str) -> None:
    ranking = _rank(question)
    assert ranking.likely[0].signed.fact.id == fact
    assert math.isclose(_all(ranking), 1)


@pytest.mark.parametrize("question", ["", "是多少呢", "大炮有几门", "🤖"])
def test_what_nothing_is_like_means_none(question: str) -> None:
    ranking = _rank(question)
    assert ranking.nothing > 0.5
    assert math.isclose(_all(ranking), 1)


@pytest.mark.parametrize(
    ("question", "sign"),
    [
        ("2019年热线群众满意率", "of_period"),
        ("长沙的热线群众满意率", "of_place"),
        ("热线群众不满意率", "of_negation"),
        ("热线群众满意率是多少件", "of_unit"),
    ],
)
def test_what_speaks_outright_against_a_figure_is_a_sign_against_it(question: str, sign: str) -> None:
    plain, other = _rank("热线群众满意率"), _rank(question)
    found = next(one for one in other.found if one.fact.id == "满意率")
    assert found.signs[sign] == 1
    assert found.objections
    assert sum(_of(other, "满意率")) < sum(_of(plain, "满意率"))


def _of(ranking: Ranking, fact: str) -> Sequence[float]:
    return [one.probability for one in ranking.likely if one.signed.fact.id == fact]


def test_every_sign_that_is_found_is_one_that_is_weighed() -> None:
    for question in ("借款金额", "轮椅的牵头部门", "长沙的热线群众满意率", "2019年的车位", "满意率和办结率"):
        ranking = _rank(question)
        assert ranking.none.keys() <= signs.OF_NONE.keys()
        assert {name for one in ranking.found for name in one.signs} <= signs.OF_FIGURES.keys()


def test_figures_are_told_beside_the_best_of_those_that_are_left() -> None:
    best = replace(_signed("a", "1", aligned=0.8), meaning={"like_name": 0.9, "like_clause": 0.2})
    other = replace(_signed("b", "2", aligned=0.4), meaning={"like_name": 0.1, "like_clause": 0.4})
    both, alone = beside([best, other]), beside([other])
    assert [one["lead"] for one in both.figures] == [1.0, 0.5]
    assert [one["less_like"] for one in both.meaning] == [0.0, -0.5]
    assert (alone.figures[0]["lead"], alone.meaning[0]["less_like"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("always", "worth", "times"),
    [
        (True, {}, 1),  # while learning
        (False, {"less_like": 1.0}, 1),
        (False, {"lead": 1.0}, 0),  # nothing was learned of it: loading the encoder would change nothing
        (False, {"less_like": 1.0, "lead": 200.0}, 0),  # sure without it
    ],
)
def test_the_meaning_is_asked_where_it_can_tell_more(
    worth: dict[str, float], times: int, monkeypatch: pytest.MonkeyPatch, *, always: bool
) -> None:
    asked: list[str] = []

    def like(_: object, question: str, facts: Sequence[object]) -> list[dict[str, float]]:
        asked.append(question)
        return [dict.fromkeys(signs.OF_MEANING, 0.5) for _ in facts]

    monkeypatch.setattr(embeddings, "available", lambda: True)
    monkeypatch.setattr("bot.asking.meaning.Meaning.like", like)
    index = ten_rows.index()
    likelihood = replace(index.knowledge.likelihood, worth=worth, sure=0.9)
    index = replace(index, knowledge=replace(index.knowledge, likelihood=likelihood))
    reading = parse(tag("借款金额", index.vocabulary, index.lexicon), index)
    found = rank(reading, index, always=always).found
    assert [bool(one.meaning) for one in found] == [bool(times)] * len(found)
    assert len(asked) == times

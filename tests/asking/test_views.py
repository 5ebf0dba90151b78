"""A part of a question keeps the words, marks and times that are said in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.question import Question
from bot.asking.tagging import tag
from bot.asking.views import part
from tests.ten_rows import index


def _asked(text: str) -> Question:
    return tag(text, index().vocabulary, index().lexicon)


def _places(question: Question, words: str) -> list[int]:
    """Where some words stand, each on its own, in a question whose tokens are characters."""
    at = "".join(question.tokens).index(words)
    return list(range(at, at + len(words)))


QUESTION = _asked("加装电梯的目标和整修山塘的进度是多少")


@pytest.mark.parametrize(
    ("asking", "beside", "tokens", "asks"),
    [
        ("加装电梯的目标", "", "加装电梯的目标", "加装电梯的目标"),
        ("整修山塘", "", "整修山塘", "整修山塘"),
        ("整修山塘", "加装电梯", "整修山塘加装电梯", "整修山塘"),
        ("整修山塘", "修山", "整修山塘", "整修山塘"),
        ("", "加装电梯", "加装电梯", ""),
        ("", "", "", ""),
    ],
)
def test_some_words_ask_and_others_are_said_beside(asking: str, beside: str, tokens: str, asks: str) -> None:
    view = part(QUESTION, _places(QUESTION, asking), _places(QUESTION, beside))
    assert "".join(view.tokens) == tokens
    asked = [token for token, clause in zip(view.tokens, view.clauses, strict=True) if clause in view.asking]
    assert "".join(asked) == asks


@pytest.mark.parametrize(
    ("asking", "beside", "roles"),
    [
        ("加装电梯的目标", "", {"target"}),
        ("整修山塘的进度", "", {"progress"}),
        ("整修山塘", "进度", {"progress"}),
        # What has a column of its own does not take that of another.
        ("整修山塘的进度", "目标", {"progress"}),
        ("整修山塘", "", set()),
        # Half a word is none.
        ("加装电梯的目", "", set()),
    ],
)
def test_the_marks_of_a_part_are_those_of_its_words(asking: str, beside: str, roles: set[str]) -> None:
    view = part(QUESTION, _places(QUESTION, asking), _places(QUESTION, beside))
    assert view.names("role") == roles


@pytest.mark.parametrize(
    ("text", "asking", "years"),
    [
        ("2021年和2023年户籍人口相差多少", range(2), ("2021年",)),
        ("2021年和2023年户籍人口相差多少", range(3, 5), ("2023年",)),
        ("2021年和2023年户籍人口相差多少", range(5, 9), ()),
    ],
)
def test_a_time_goes_with_the_part_it_is_said_in(text: str, asking: range, years: tuple[str, ...]) -> None:
    assert part(_asked(text), asking).years == years


def test_what_is_only_meant_is_marked_as_if_it_were_said() -> None:
    question = _asked("书记信箱和县长信箱一共多少件")
    view = part(
        question, _places(question, "书记信箱"), asks=("多", "少", "件"), vocabulary=index().vocabulary
    )
    assert "".join(view.tokens) == "书记信箱多少件"
    assert view.names("ask") == {"figure"}
    assert view.origin == (0, 1, 2, 3, -1, -1, -1)


def test_a_part_of_a_part_knows_where_it_stood_in_the_whole() -> None:
    first = part(QUESTION, _places(QUESTION, "整修山塘的进度"))
    second = part(first, range(5, 7))
    assert "".join(second.tokens) == "进度"
    assert second.origin == tuple(_places(QUESTION, "进度"))
    assert second.names("role") == {"progress"}


@given(st.data())
def test_any_part_is_made_of_words_of_the_question(data: st.DataObject) -> None:
    places = st.sets(st.sampled_from(range(len(QUESTION.tokens))))
    asking, beside = data.draw(places), data.draw(places)
    view = part(QUESTION, asking, beside)
    assert sorted(view.origin) == sorted(asking | beside)
    assert [QUESTION.tokens[at] for at in view.origin] == list(view.tokens)
    assert len(view.clauses) == len(view.tokens)
    for piece in view.pieces:
        assert view.tokens[piece.start : piece.end]
        start = view.origin[piece.start]
        whole = range(start, start + piece.end - piece.start)
        assert list(view.origin[piece.start : piece.end]) == list(whole)
    assert {
        at for at, clause in zip(view.origin, view.clauses, strict=True) if clause in view.asking
    } >= asking

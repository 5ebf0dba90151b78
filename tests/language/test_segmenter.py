"""Texts as words: each token is in one of them, in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import segmenter
from bot.language.vocabulary import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("电梯改造工程", ["电梯", "改造", "工程"]),
        ("加装电梯12台", ["加装", "电梯", "12", "台"]),
        ("GDP增长5.3%", ["gdp", "增长", "5.3", "%"]),
        ("电", ["电"]),
        ("、", []),
    ],
)
def test_a_text_is_cut_into_its_words(text: str, words: list[str]) -> None:
    assert [word for word, _, _ in segmenter.words(tokens(text.casefold()))] == words


@given(st.text(alphabet="老旧小区改造加装电梯ab 12.%、", max_size=30))
def test_words_cover_every_token_once_and_in_order(text: str) -> None:
    found = tokens(text)
    at = 0
    for word, start, end in segmenter.words(found):
        assert start == at < end
        assert "".join(found[start:end]) == word
        at = end
    assert at == len(found)


def test_inner_words_have_those_inside_of_longer_ones() -> None:
    assert segmenter.inner_words(tokens("完成率target")) == {"完成", "完成率", "target"}
    assert segmenter.inner_words(()) == set()

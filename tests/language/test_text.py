"""Folding: what people write in many ways becomes one form, and nothing else does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.text import HANZI, fold, simplify, squeeze

# Text as it may come: anything at all, and what Chinese questions are made of.
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30)
ANY = st.text(max_size=80) | HAN


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("１２３４５热线", "12345热线"),
        ("ＡＰＰ平台", "app平台"),
        ("App Store", "app store"),
        ("群眾滿意率", "群众满意率"),
        ("電梯　加裝", "电梯 加装"),
        ("  两  个\t空格\n", "两 个 空格"),
        ("1,281件", "1281件"),
        ("１，２８１件", "1281件"),
        ("1,234,567", "1234567"),
        ("3,4,5项", "3,4,5项"),
        ("86.08%", "86.08%"),
        ("８６．０８％", "86.08%"),
        ("满\u200b意\ufeff率", "满意率"),
        ("\u202e率意满\u202c", "率意满"),
        ("\x00\x07满意率", "满意率"),
        ("x\u2002y\u00a0z", "x y z"),
        ("①②", "12"),
        ("", ""),
        ("🤖", "🤖"),
    ],
)
def test_many_ways_of_writing_become_one(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY)
@example("1,234,567,8")
@example("ﷺ①ß﹏")
@example("乾隆皇后發現麵條")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_nothing_invisible_is_left(text: str) -> None:
    folded = fold(text)
    assert folded == folded.strip()
    assert not any(unicodedata.category(char).startswith("C") for char in folded)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_full_width_is_the_same_as_half_width(text: str) -> None:
    assert fold("".join(chr(ord(char) + 0xFEE0) for char in text)) == fold(text)


@given(ANY)
def test_squeezing_leaves_letters_digits_and_percent(text: str) -> None:
    squeezed = squeeze(text)
    assert all(char.isalnum() or char in ".%‰" or HANZI.match(char) for char in squeezed if char.isascii())
    assert " " not in squeezed


@given(HAN)
def test_simplified_text_is_left_as_it_is(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)

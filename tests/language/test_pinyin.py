"""Readings of characters, and Latin letters read as syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import pinyin

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("man yi lv", ("man", "yi", "lv")),
        ("manyilv", ("man", "yi", "lv")),
        ("mǎn yì lǜ", ("man", "yi", "lv")),
        ("man3 yi4 lv4", ("man", "yi", "lv")),
        ("man3yi4lv4", ("man", "yi", "lv")),
        ("xi'an", ("xi", "an")),
        ("yi nan gong dan", ("yi", "nan", "gong", "dan")),
        ("12345 rexian", ("12345", "re", "xian")),
        ("zhuang", ("zhuang",)),
        ("nver", ("nv", "er")),
        ("satisfaction", ()),
        ("how many", ()),
        ("xyz", ()),
        ("", ()),
    ],
)
def test_letters_are_read_as_syllables(typed: str, expected: tuple[str, ...]) -> None:
    assert pinyin.syllables(typed) == expected


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("zhang", "zang", True),
        ("chen", "cheng", True),
        ("shi", "si", True),
        ("nan", "lan", True),
        ("hui", "fui", True),
        ("ba", "pa", False),
        ("man", "mian", False),
        ("zhi", "chi", False),
    ],
)
def test_sounds_that_regions_mix_up_are_near(one: str, other: str, alike: bool) -> None:
    assert (pinyin.near(one) == pinyin.near(other)) is alike


@given(st.lists(HAN, min_size=1, max_size=8))
def test_what_a_character_sounds_like_is_read_back_as_syllables(chars: list[str]) -> None:
    sounds = [pinyin.sound(char) for char in chars]
    known = [sound for sound in sounds if pinyin.split(sound)]
    assert pinyin.syllables(" ".join(known)) == tuple(known)
    assert pinyin.syllables("'".join(known)) == tuple(known)


@given(st.lists(HAN, min_size=1, max_size=8))
def test_syllables_run_together_are_cut_without_losing_a_letter(chars: list[str]) -> None:
    letters = "".join(sound for char in chars if pinyin.split(sound := pinyin.sound(char)))
    assert "".join(pinyin.split(letters)) == letters


@given(st.text(max_size=40))
def test_any_text_has_syllables_or_none(text: str) -> None:
    assert all(pinyin.syllables(text))
    assert "".join(pinyin.split(text)) in (text, "")


@given(HAN)
def test_near_is_the_same_for_near_and_for_every_reading(char: str) -> None:
    for reading in pinyin.readings(char):
        assert pinyin.near(pinyin.near(reading)) == pinyin.near(reading)
    assert pinyin.sound(char) in pinyin.readings(char)

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import numerals

DIGITS = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """A slow, obvious writer of Chinese numerals that judges the reader."""
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if low and low < scale // 10 else ""
            return in_words(high) + name + (gap + in_words(low) if low else "")
    for scale, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if low and low < scale // 10 else ""
            return DIGITS[high] + name + (gap + in_words(low) if low else "")
    return DIGITS[number]


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_what_is_written_in_words_is_read_back(number: int) -> None:
    assert numerals.number(in_words(number)) == number


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_printed_figures_stay_exact(number: Decimal) -> None:
    assert numerals.number(f"{number:f}") == number
    assert numerals.number(f"{number:,f}") == number


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    value = numerals.number(text)
    assert value is None or isinstance(value, Decimal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十五", "15"),
        ("两百零三", "203"),
        ("一千五", "1500"),
        ("三十万", "300000"),
        ("一万亿", "1000000000000"),
        ("３.５亿", "350000000"),
        ("二〇二五", "2025"),
        ("百分之十二点五", "12.5"),
        ("负三", "-3"),
    ],
)
def test_numerals_in_all_their_forms(text: str, value: str) -> None:
    assert numerals.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["十十", "万", "1,23", "一个", "12件", "--3", "三点"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert numerals.number(text) is None

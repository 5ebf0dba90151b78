"""Whatever a reply holds, Telegram gets messages it takes, and the reader every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.layout import Block, blocks, keyboard, options, split
from bot.knowledge.model import Choice, Reply
from tests.channels.bot_api import _shown

TAGS = st.sampled_from(["", "b", "i", "blockquote"])
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.text("满意率<&>\n😀", min_size=1)


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@given(st.lists(st.builds(Block, TEXTS, TAGS), max_size=8), st.integers(4, 80))
def test_every_message_fits_and_no_word_is_lost(parts: list[Block], limit: int) -> None:
    messages = split(parts, limit)
    assert all(0 < units(message.plain) <= limit for message in messages)
    said = "".join(message.plain for message in messages).replace("\n", "")
    assert said == "".join(part.text for part in parts).replace("\n", "")


@given(st.lists(st.builds(Block, TEXTS, TAGS), max_size=8), st.integers(4, 80))
def test_the_html_of_each_message_shows_its_text(parts: list[Block], limit: int) -> None:
    for message in split(parts, limit):
        assert _shown(message.html) == message.plain


@given(st.lists(st.text("满意率率", min_size=1, max_size=20), min_size=1, max_size=12))
def test_lines_that_fit_are_never_cut(lines: list[str]) -> None:
    messages = split([Block("\n".join(lines))], 20)
    assert [line for message in messages for line in message.plain.split("\n")] == lines


@pytest.mark.parametrize(("length", "messages"), [(4096, 1), (4097, 2), (8192, 2), (8193, 3)])
def test_a_message_is_filled_to_the_last_character(length: int, messages: int) -> None:
    assert [units(m.plain) for m in split([Block("数" * length)])][:-1] == [4096] * (messages - 1)
    assert len(split([Block("数" * length)])) == messages


def test_an_emoji_counts_as_telegram_counts_it_and_stays_whole() -> None:
    messages = split([Block("😀" * 5)], limit=5)
    assert [message.plain for message in messages] == ["😀😀", "😀😀", "😀"]


def test_what_utf_8_cannot_carry_is_replaced() -> None:
    assert split([Block("a\ud800b")])[0].html == "a?b"


def test_a_reply_is_told_figure_first_and_source_last() -> None:
    reply = Reply(headline="86.08%", lines=("a & b",), quotes=(("<q>", "report"),))
    [message] = split(blocks(reply))
    assert (
        message.html
        == "<b>86.08%</b>\na &amp; b\n<blockquote expandable>&lt;q&gt;</blockquote>\n<i>—— report</i>"
    )


def test_choices_show_their_value_and_suggestions_do_not() -> None:
    choice = Choice(id="d/n1", label="Hotline · Satisfaction", value="86.08", unit="%")
    offer = keyboard(options(Reply(headline="?", choices=(choice,), suggestions=(choice,)), "en"))
    assert offer
    assert [row[0].text for row in offer.inline_keyboard] == [
        "Hotline · Satisfaction: 86.08%",
        "Hotline · Satisfaction",
    ]
    assert {row[0].callback_data for row in offer.inline_keyboard} == {"p:en:d/n1"}


def test_a_long_label_is_shortened_on_its_button() -> None:
    buttons = keyboard([[("数" * 200, "l:zh:0:")]])
    assert buttons
    assert len(buttons.inline_keyboard[0][0].text) <= 64
    assert buttons.inline_keyboard[0][0].text.endswith("…")


@pytest.mark.parametrize(
    ("label", "value", "unit", "ends"),
    [
        ("名" * 80, "100", "%", "名…: 100%"),
        ("名" * 60, "13501", "个", "名…: 13501个"),
        ("名", "词" * 80, "", "词…"),
    ],
)
def test_a_long_name_leaves_its_value_whole(label: str, value: str, unit: str, ends: str) -> None:
    choice = Choice(id="d/n1", label=label, value=value, unit=unit)
    offer = keyboard(options(Reply(headline="?", choices=(choice,)), "zh"))
    assert offer
    [[button]] = offer.inline_keyboard
    assert len(button.text) <= 64
    assert button.text.startswith("名")
    assert button.text.endswith(ends)


def test_data_too_long_for_a_button_makes_none() -> None:
    assert keyboard([[("x", "p:zh:" + "d" * 60)]]) is None
    assert keyboard([[("x", "p:zh:" + "d" * 59)]]) is not None

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.lines import squeeze, stretch
from bot.reading.sentences import sentences

PAGE = """测试年鉴

【概况】\u2002\u20022022年,受理诉求12件。

规范办文。办理来文5件;制发文件7件。

热线服务】 入选推介“数字政府”典型经验的单位之一,得到上级有关部门充分肯定和

大力推广;受理来电3件。

一、财政 收支
收入9亿元。
"""


def test_sections_sentences_and_what_heads_them() -> None:
    headings, found = sentences(PAGE, [])
    assert [heading.title for heading in headings] == ["概况", "热线服务", "财政收支"]
    assert [(one.section, one.run_in, one.text) for one in found] == [
        ("", "", "测试年鉴"),
        ("概况", "", "【概况】"),
        ("概况", "", "2022年,受理诉求12件。"),
        ("概况", "规范办文", "规范办文。"),
        ("概况", "规范办文", "办理来文5件;"),
        ("概况", "规范办文", "制发文件7件。"),
        ("热线服务", "", "热线服务】"),
        (
            "热线服务",
            "",
            "入选推介“数字政府”典型经验的单位之一,得到上级有关部门充分肯定和大力推广;",
        ),
        ("热线服务", "", "受理来电3件。"),
        ("财政收支", "", "一、财政收支"),
        ("财政收支", "", "收入9亿元。"),
    ]


def test_a_day_below_a_long_title_is_no_part_of_it() -> None:
    page = "东江人今年出境人次、访问东江旅客人次均创新高 内地旅客比例下降\n2024年12月30日\n共有旅客5人。\n"
    assert [one.text for one in sentences(page, [])[1]][1:] == ["2024年12月30日", "共有旅客5人。"]


def test_what_tables_have_taken_is_left_out() -> None:
    start = PAGE.index("规范办文")
    found = sentences(PAGE, [(start, start + len("规范办文。办理来文5件;制发文件7件。"))])[1]
    assert not [one for one in found if "来文" in one.text]


def test_places_lead_back_to_the_source() -> None:
    for one in sentences(PAGE, [])[1]:
        assert squeeze(PAGE[one.start : one.end]) == one.text


@given(st.text())
def test_any_text_is_cut_without_losing_ink(text: str) -> None:
    found = sentences(text, [])[1]
    ink = {place for one in found for place in one.stretch.places}
    assert all(
        text[place].isspace() or text[place] in "\ufeff\u200b" for place in set(range(len(text))) - ink
    )


@given(st.text())
def test_a_stretch_maps_each_character_back(text: str) -> None:
    one = stretch(text, 0, len(text))
    assert len(one.text) == len(one.places)
    assert list(one.places) == sorted(set(one.places))

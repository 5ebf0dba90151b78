"""Times as documents and questions name them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import periods
from bot.language.periods import NEVER, Day, Period, Point, mentions, resolve, whole

YEAR = (2024, 0, 0)


def _only(text: str) -> periods.Mention:
    (one,) = mentions(text)
    return one


@pytest.mark.parametrize(
    ("text", "words", "start", "end", "how"),
    [
        ("五月", "5月", (0, 5, 0), (0, 5, 0), "told"),
        ("5月", "5月", (0, 5, 0), (0, 5, 0), "told"),
        ("5月份", "5月", (0, 5, 0), (0, 5, 0), "told"),
        ("一至九月", "1-9月", (0, 1, 0), (0, 9, 0), "told"),
        ("1—9月份", "1-9月", (0, 1, 0), (0, 9, 0), "told"),
        ("1月至9月", "1-9月", (0, 1, 0), (0, 9, 0), "told"),
        ("1-3季度", "前三季度", (0, 1, 0), (0, 9, 0), "told"),
        ("前三季度", "前三季度", (0, 1, 0), (0, 9, 0), "told"),
        ("一季度", "一季度", (0, 1, 0), (0, 3, 0), "told"),
        ("第四季度", "四季度", (0, 10, 0), (0, 12, 0), "told"),
        ("Q1", "一季度", (0, 1, 0), (0, 3, 0), "told"),
        ("头三个月", "1-3月", (0, 1, 0), (0, 3, 0), "told"),
        ("前5个月", "1-5月", (0, 1, 0), (0, 5, 0), "told"),
        ("12月止", "1-12月", (0, 1, 0), (0, 12, 0), "told"),
        ("上半年", "上半年", (0, 1, 0), (0, 6, 0), "told"),
        ("2024年上半年", "2024年上半年", (2024, 1, 0), (2024, 6, 0), "told"),
        ("2024年度下半年", "2024年下半年", (2024, 7, 0), (2024, 12, 0), "told"),
        ("二〇二四年", "2024年", YEAR, YEAR, "told"),
        ("二零二二年度", "2022年", (2022, 0, 0), (2022, 0, 0), "told"),
        ("24年", "2024年", YEAR, YEAR, "short"),
        ("24年5月", "2024年5月", (2024, 5, 0), (2024, 5, 0), "short"),
        ("2024", "2024年", YEAR, YEAR, "loose"),
        ("2024/05", "2024年5月", (2024, 5, 0), (2024, 5, 0), "loose"),
        ("2024-05", "2024年5月", (2024, 5, 0), (2024, 5, 0), "loose"),
        ("2024.5月", "2024年5月", (2024, 5, 0), (2024, 5, 0), "told"),
        ("近三年", "近三年", (-2, 0, 0), (0, 0, 0), "relative"),
        ("十四五期间", "2021-2025年", (2021, 0, 0), (2025, 0, 0), "plan"),
        ("“十三五”时期", "2016-2020年", (2016, 0, 0), (2020, 0, 0), "plan"),
        ("2020—2022年", "2020-2022年", (2020, 0, 0), (2022, 0, 0), "told"),
        ("2020年至2022年", "2020-2022年", (2020, 0, 0), (2022, 0, 0), "told"),
        ("民国113年", "2024年", YEAR, YEAR, "told"),
        ("2024年5月上旬", "2024年5月上旬", (2024, 5, 1), (2024, 5, 10), "told"),
        ("May 2024", "2024年5月", (2024, 5, 0), (2024, 5, 0), "told"),
        ("late July 2024", "2024年7月下旬", (2024, 7, 21), (2024, 7, 31), "told"),
        ("first half of 2022", "2022年上半年", (2022, 1, 0), (2022, 6, 0), "told"),
        ("first quarter", "一季度", (0, 1, 0), (0, 3, 0), "told"),
        ("2022 Q3", "2022年三季度", (2022, 7, 0), (2022, 9, 0), "told"),
        ("first five months", "1-5月", (0, 1, 0), (0, 5, 0), "told"),
        ("FY2022", "2022年", (2022, 0, 0), (2022, 0, 0), "told"),
    ],
)
def test_a_time_is_read(text: str, words: str, start: Day, end: Day, how: str) -> None:
    for typed in (text, f"看{text}，"):
        one = _only(typed)
        assert typed[one.start : one.end] == text
        assert (one.period.words, one.period.start, one.period.end, one.how) == (words, start, end, how)
        assert not one.period.point


@pytest.mark.parametrize(
    ("text", "words", "point", "how"),
    [
        ("年末", "年末", "end", "relative"),
        ("年底", "年末", "end", "relative"),
        ("年初", "年初", "start", "relative"),
        ("月底", "月末", "end", "relative"),
        ("2024年年末", "2024年末", "end", "told"),
        ("2024年底", "2024年末", "end", "told"),
        ("截至6月底", "6月末", "end", "told"),
        ("一季度末", "一季度末", "end", "told"),
    ],
)
def test_a_point_in_time_is_read(text: str, words: str, point: Point, how: str) -> None:
    one = _only(text)
    assert (one.period.words, one.period.point, one.how) == (words, point, how)


@pytest.mark.parametrize(
    "text",
    [
        "每月",
        "三个月",
        "第5月",
        "上一季度",
        "投入2000万元",
        "2024户",
        "may i ask",
        "march on",
        "12.5",
        "任务",
        "去年末",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert list(mentions(text)) == []


@pytest.mark.parametrize(
    ("text", "within"), [("2024年1—5月增长", "1—5月"), ("in May 2024", "May"), ("2024年", "")]
)
def test_the_part_of_a_year_has_its_place(text: str, within: str) -> None:
    one = next(mentions(text))
    assert text[slice(*one.within)] == within


@given(st.text(alphabet="0129年月末底初上下半季度前近旬一三五十至到-—. 期间民国QFY/", max_size=20))
def test_what_is_spelled_is_read_again(text: str) -> None:
    for one in mentions(text):
        assert 0 <= one.start < one.end <= len(text)
        if one.how == "told":
            again = whole(one.period.words)
            assert (again, again.words) == (one.period, one.period.words)


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    list(mentions(text))
    periods.leading(text, vague=True)
    whole(text)
    resolve(text, whole("2024年5月"))


@pytest.mark.parametrize(
    ("words", "base", "expected"),
    [
        ("上年", "2024年5月", "2023年"),
        ("去年", "2024年", "2023年"),
        ("今年", "2024年", "2024年"),
        ("上年同期", "2024年1-5月", "2023年1-5月"),
        ("去年同期", "2024年上半年", "2023年上半年"),
        ("上年末", "2024年", "2023年末"),
        ("年初", "2024年", "2024年初"),
        ("期末数", "2024年", "2024年末"),
        ("月末", "2024年5月", "2024年5月末"),
        ("本月", "2024年1-5月", "2024年5月"),
        ("本月", "2024年", ""),
        ("年初至本月累计", "2024年5月", "2024年1-5月"),
        ("累计", "2024年上半年", "2024年上半年"),
        ("金额", "2024年", ""),
        ("上年", "5月", ""),
    ],
)
def test_relative_words_are_resolved(words: str, base: str, expected: str) -> None:
    assert resolve(words, whole(base)).words == expected


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("2024年", "2024年5月", True),
        ("2024年", "5月", True),
        ("2024年", "2023年5月", False),
        ("上半年", "2024年5月", True),
        ("5月", "2024年5月上旬", True),
        ("2024年5月", "2024年", False),
        ("2020-2022年", "2021年上半年", True),
        ("2024年", "2024年末", True),
        ("1-5月", "5月末", True),
    ],
)
def test_a_time_lies_in_another(outer: str, inner: str, contained: bool) -> None:
    assert whole(outer).contains(whole(inner)) is contained


@pytest.mark.parametrize(
    ("asked", "own", "met"),
    [
        ("5月", ["2024年5月"], True),
        ("5月", ["5月上旬"], True),
        ("5月上旬", ["5月"], False),
        ("5月上旬", ["5月中旬"], False),
        ("前5个月", ["1-5月"], True),
        ("上半年", ["1-6月"], True),
        ("5月", ["1-5月"], False),
        ("5月", [], False),
    ],
)
def test_a_month_is_met_by_itself_and_its_days(asked: str, own: list[str], met: bool) -> None:
    assert whole(asked).within.meets([whole(one).within for one in own]) is met


def test_times_are_put_in_order() -> None:
    told = ["2023年", "2023年末", "2024年初", "2024年1-5月", "2024年", "2024年5月上旬", "2024年5月", "2025年"]
    ordered = sorted(map(whole, reversed(told)))
    assert [one.words for one in ordered] == told
    assert all(one < other for one, other in pairwise(ordered))


def test_columns_of_analysts_are_years() -> None:
    assert [whole(text).words for text in ("2023A", "2025E", "2024-05-31", "2024E5")] == [
        "2023年",
        "2025年",
        "2024年5月",
        "",
    ]


def test_what_is_compared_with_a_time_is_not_of_it() -> None:
    assert [one.compared for one in mentions("较2024Q1变化, 2024Q2")] == [True, False]
    assert periods.named("较2024Q1变化") == (frozenset(), frozenset())


def test_no_time_is_false_and_lies_nowhere() -> None:
    assert not NEVER
    assert not NEVER.contains(whole("2024年"))
    assert whole("5月").placed(NEVER).words == "5月"
    assert isinstance(whole("2024年").within, Period)

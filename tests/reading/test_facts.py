from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.prose.facts import prose
from bot.reading.sentences import sentences

PAGE = """【教育】2024年,新建学校8所。2023年,新建学校5所。年末有普通高校3所,比上年增加1所。

二、12月预算
12月止,收入累计250.83亿元。支出302亿元。

三、办文
57件议案的办结率、满意率均达100%。书记批示件169件、市长批示件136件。
"""


def facts(page: str = PAGE) -> list[tuple[str, str, str]]:
    found = prose(page, sentences(page, [])[1], "", "2024年")
    return [(fact.id, fact.value, fact.period) for sentence in found for fact in sentence.facts]


def test_a_figure_s_period_is_the_year_in_force() -> None:
    assert [(value, period) for _, value, period in facts()] == [
        ("8", "2024年"),
        ("5", "2023年"),
        ("3", "2023年末"),
        ("1", "2023年末"),
        ("250.83", "2024年1-12月"),
        ("302", "2024年1-12月"),
        ("57", "2024年"),
        ("100", "2024年"),
        ("100", "2024年"),
        ("169", "2024年"),
        ("136", "2024年"),
    ]


@pytest.mark.parametrize(
    ("page", "base", "expected"),
    [
        (
            "现金流量净额3,965万元,上年同期为4,410万元。",
            "2024年上半年",
            [("3965", "2024年上半年"), ("4410", "2023年上半年")],
        ),
        (
            "性别比由2010年第六次全国人口普查97.45下降为91.45,每户2.9人,比2010年第六次全国人口普查的3.3人减少0.4人。",
            "2020年",
            [
                ("97.45", "2010年"),
                ("91.45", "2020年"),
                ("2.9", "2020年"),
                ("3.3", "2010年"),
                ("0.4", "2020年"),
            ],
        ),
        (
            "死亡人数由112年之63人降为54人,游客28万人次,较112年之21万人次成长10.0%。",
            "2024年",
            [("63", "2023年"), ("54", "2024年"), ("28", "2024年"), ("21", "2023年"), ("10.0", "2024年")],
        ),
        (
            "利润总额6.94亿元,上年为7.35亿元,下降5.6%;在校生5万人(上年末4万人)。",
            "2024年",
            [("6.94", "2024年"), ("7.35", "2023年"), ("5.6", "2024年"), ("5", "2024年"), ("4", "2023年末")],
        ),
        (
            "访客468 000人次,较去年同期(二○一四年四月五日至七日)下跌12.4%。",
            "2015年4月",
            [("468000", "2015年4月"), ("12.4", "2015年4月")],
        ),
        (
            "失业率3.7%;前11月失业率平均为3.71%。失业人数5万人,由上一年度的6万人减至5万人。",
            "2018年11月",
            [
                ("3.7", "2018年11月"),
                ("3.71", "2018年1-11月"),
                ("5", "2018年11月"),
                ("6", "2017年"),
                ("5", "2018年11月"),
            ],
        ),
        (
            "上半年营业收入5亿元。全年营业收入目标为10亿元。",
            "2024年上半年",
            [("5", "2024年上半年"), ("10", "2024年")],
        ),
    ],
)
def test_a_year_before_and_a_whole_year_are_other_times(
    page: str, base: str, expected: list[tuple[str, str]]
) -> None:
    found = prose(page, sentences(page, [])[1], "", base)
    assert [(fact.value, fact.period) for part in found for fact in part.facts] == expected


def test_what_says_that_figures_follow_gives_none() -> None:
    page = "根据普查结果，现将2020年11月1日零时我市三个县（区）的人口数据公布如下：\n全市人口5万人。\n"
    found = prose(page, sentences(page, [])[1], "", "2020年")
    assert [fact.value for part in found for fact in part.facts] == ["5"]


def test_ids_are_places_so_they_outlive_the_rules() -> None:
    for one, value, _ in facts():
        assert PAGE.startswith(value, int(one[1:].split(".")[0]))
    hundreds = [one for one, value, _ in facts() if value == "100"]
    assert hundreds[1] == hundreds[0] + ".2"


def test_a_quote_is_the_clause_and_stands_in_the_source() -> None:
    found = prose(PAGE, sentences(PAGE, [])[1], "", "2024年")
    quotes = [fact.source.quote for sentence in found for fact in sentence.facts]
    assert "新建学校8所" in quotes[0]
    assert quotes[-2:] == ["书记批示件169件", "市长批示件136件"]
    for sentence in found:
        for fact in sentence.facts:
            assert PAGE[fact.source.start : fact.source.end] == fact.source.quote


@pytest.mark.parametrize(
    "alphabet",
    [None, "受理诉求件满意率的其中为分别均“”《》()（）、,，。;；:：和与及等12.5%万亿元第二项在到\n"],
)
def test_any_text_is_read_without_an_error(alphabet: str | None) -> None:
    @given(st.text(alphabet=alphabet, max_size=200) if alphabet else st.text(max_size=200))
    def check(text: str) -> None:
        ids = [one for one, _, _ in facts(text)]
        assert len(ids) == len(set(ids))

    check()

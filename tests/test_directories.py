"""Sheets as offices keep them, made for this test: words in columns, cells over several rows, months, dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.assistant import Assistant
from bot.knowledge.model import Found, Unknown
from bot.reading import build as extraction
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

Cells = Sequence[Sequence[object]]
SCHOOLS: Cells = [
    ["松陵区2024年学校名录"],
    ["发布单位：松陵区教育局", "", "", "", "统计时点：2024年9月1日"],
    ["序号", "学校名称", "办学性质", "所属街道", "校长", "建校年份", "在校学生数（人）", "升学率（%）"],
    [1, "东门小学", "公办", "城东街道", "周文", 1957, 860, 96.5],
    [2, "实验小学", "公办", "城西街道", "林可", 1983, 1240, 97.2],
    [3, "育才小学", "民办", "城东街道", "沈宁", 2006, 515, 95.1],
    [4, "河西中学", "公办", "城西街道", "顾磊", 1971, 1630, 91.4],
    [5, "明德中学", "民办", "城西街道", "何安", 2011, 730, 93.0],
    ["合计", "", "", "", "", "", 4975, ""],
]
OFFICES: Cells = [
    ["远山公司2023年度销售计划完成情况表"],
    ["制表：营销部", "", "", "", "单位：万元"],
    ["大区", "办事处", "总监", "一季度", "", "全年", ""],
    ["", "", "", "计划", "实际", "计划", "实际"],
    ["华东大区", "宁安", "沈凯", 110, 104, 520, 488],
    ["", "临港", "", 90, 95, 400, 431],
    ["", "小计", "", 200, 199, 920, 919],
    ["华南大区", "梅川", "梁诗", 80, 70, 300, 310],
    ["", "榕溪", "", 60, 66, 250, 205],
    ["", "小计", "", 140, 136, 550, 515],
    ["公司总计", "", "", 340, 335, 1470, 1434],
]
MONTHS: Cells = [
    ["年度", "月份", "环比增速（%）"],
    ["2023年", "8月", -0.6],
    ["", "9月", 0.48],
    ["", "10月", 0.2],
    ["", "11月", 0.36],
    ["", "12月", 0.24],
    ["2024年", "1月", 0.04],
    ["", "2月", 0.5],
    ["", "3月", 0.66],
    ["", "4月", -0.06],
]
RATIOS: Cells = [
    ["项目", "2023年12月31日", "2024年6月30日"],
    ["流动比率", 1.6, 1.92],
    ["资产总额（万元）", 6243, 5991],
    ["负债总额（万元）", 3010, 2875],
]
DAYS: Cells = [
    ["兰溪市2024年11月空气质量日报"],
    ["日期", "综合评价", "", "PM2.5"],
    ["", "AQI", "级别", ""],
    *([f"2024-11-{day:02}", 40 + day, "良" if day % 2 else "轻度污染", 20 + day] for day in range(1, 31)),
    ["月均值", 55.5, "", 35.5],
]
TRADE: Cells = [
    ["2024年海宁港进出口商品国别表"],
    ["", "", "", "", "", "", "单位：万美元"],
    ["出口", "", "", "", "进口", "", ""],
    ["序号", "目的国", "金额", "", "序号", "原产国", "金额"],
    [1, "美国", 431, "", 1, "日本", 173],
    [2, "日本", 210, "", 2, "巴西", 122],
    [3, "越南", 208, "", 3, "美国", 101],
]
PRICES: Cells = [
    ["2024年5月中旬生产资料市场价格"],
    ["产品名称", "单位", "本期价格（元）", "比上期价格涨跌（元）", "涨跌幅（%）"],
    ["焦煤", "吨", 1891.1, -35.1, -1.8],
    ["小麦", "吨", 2637.8, -3.5, -0.1],
    ["玉米", "吨", 2290.4, 21.5, 0.9],
]
ARRIVALS: Cells = [
    ["Visitor arrivals by country (thousands)"],
    ["Country", "2022", "2023", "2024#", "2024 vs 2023 (% change)"],
    ["Australia", 5.4, 270.6, 300.1, 10.9],
    ["Indonesia", 2.2, 226.7, 232.9, 2.7],
    ["Japan", 3.3, 321.4, 360.2, 12.1],
]
DEALS: Cells = [
    ["城北区2020年土地成交表"],
    ["地块名称", "受让人", "成交总价（万元）", "时间（月份）"],
    ["水南路东地块", "安宁置业", 5120, "2020年8月"],
    ["塔山西地块", "远大置业", 7300, "2020年12月"],
    ["北桥南地块", "安宁置业", 6100, "2020年12月"],
    ["柳巷地块", "恒基置业", 2900, "2020年3月"],
]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Assistant]:
    """An assistant on nothing but one sheet, with some areas merged."""

    def read(name: str, rows: Cells, *merged: str) -> Assistant:
        book = Workbook()
        page = book.worksheets[0]
        for row in rows:
            page.append([cell if cell != "" else None for cell in row])
        for area in merged:
            page.merge_cells(area)
        book.save(tmp_path / f"{name}.xlsx")
        extraction.build([tmp_path / f"{name}.xlsx"], tmp_path / "knowledge")
        return Assistant(tmp_path / "knowledge")

    return read


@pytest.fixture
def schools(sheet: Callable[..., Assistant]) -> Assistant:
    return sheet("schools", SCHOOLS, "A1:H1", "A9:B9")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("河西中学在校学生数", ["1630"]),
        ("河西中学的校长是谁", ["顾磊"]),
        ("民办学校有几所", ["2"]),
        ("民办的有几个", ["2"]),
        ("城西街道有几所学校", ["3"]),
        ("哪些学校是民办的", ["育才小学", "明德中学"]),
        ("城西街道有哪些民办学校", ["明德中学"]),
        ("何安是哪所学校的校长", ["明德中学"]),
        ("城东街道的学校在校学生一共多少", ["1375"]),
        ("城东街道的学校在校学生数合计", ["1375"]),
        ("公办学校平均在校学生数", ["1243.33"]),
        ("城西街道在校学生最多的学校", ["河西中学"]),
        ("在校学生超过800人的学校有几所", ["3"]),
    ],
)
def test_rows_are_chosen_by_what_a_column_holds_in_words(
    question: str, expected: list[str], schools: Assistant
) -> None:
    assert values(converse(schools, question)) == expected


@pytest.mark.parametrize("question", ["民办学校有多少教师", "东门小学占地多少亩", "城东街道的升学率一共多少"])
def test_what_no_column_tells_is_not_counted(question: str, schools: Assistant) -> None:
    assert not isinstance(converse(schools, question).answer, Found)


def test_remarks_above_a_table_are_no_part_of_it(schools: Assistant) -> None:
    turn = converse(schools, "东门小学在校学生数")
    assert isinstance(turn.answer, Found)
    entry = turn.answer.entries[0]
    assert (entry.label, entry.period) == (
        "东门小学 · 在校学生数",
        "2024年",
    )  # not the year it was founded in
    assert entry.sources[0].section == "松陵区2024年学校名录"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("临港一季度实际", ["95"]),
        ("2023年梅川全年计划多少", ["300"]),
        ("全年实际最高的办事处", ["宁安"]),
        ("宁安和梅川全年实际哪个做得多", ["宁安"]),
        ("华东大区和华南大区全年实际哪个多", ["华东大区"]),
        ("全年计划超过300万元的办事处有几个", ["2"]),
    ],
)
def test_an_office_has_its_own_name_beside_cells_that_reach_over_several(
    question: str, expected: list[str], sheet: Callable[..., Assistant]
) -> None:
    merged = ["A5:A7", "C5:C7", "A8:A10", "C8:C10", "A11:C11", "D3:E3", "F3:G3", "A3:A4", "B3:B4", "C3:C4"]
    assert values(converse(sheet("offices", OFFICES, *merged), question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("从2023年8月到2024年4月环比下降的是哪几个月", ["2023年8月", "2024年4月"]),
        ("2023年9月至2024年2月环比最低的是哪个月", ["1月"]),
        ("2024年上半年哪个月环比最高", ["3月"]),
        ("2024年3月环比比2023年12月高多少", ["0.42"]),
        ("2023年11月和2024年1月哪个月环比高", ["11月"]),
    ],
)
def test_a_span_of_time_is_all_of_it(
    question: str, expected: list[str], sheet: Callable[..., Assistant]
) -> None:
    assistant = sheet("months", MONTHS, "A2:A6", "A7:A10")
    assert values(converse(assistant, question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("流动比率2024年6月底比2023年底高多少", ["0.32"]),
        ("资产总额2024年6月30日比2023年12月31日少了多少", ["252"]),
        ("资产总额从2023年底到2024年6月底少了多少", ["252"]),
        ("与2023年底相比,2024年6月底的负债总额少了多少", ["135"]),
    ],
)
def test_one_time_is_held_against_another_of_any_grain(
    question: str, expected: list[str], sheet: Callable[..., Assistant]
) -> None:
    assert values(converse(sheet("ratios", RATIOS), question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "2024年3月出口环比增速",
        pytest.param(
            "2024年3月外商环比增速",
            marks=pytest.mark.xfail(strict=True, reason="a word that no document has counts for too little"),
        ),
    ],
)
def test_that_there_is_nothing_of_a_time_is_only_said_where_it_is_so(
    question: str, sheet: Callable[..., Assistant]
) -> None:
    turn = converse(sheet("months", MONTHS, "A2:A6", "A7:A10"), question)
    assert isinstance(turn.answer, Unknown)
    assert turn.answer.reason != "period"


@pytest.mark.parametrize(
    ("name", "rows", "merged", "question", "expected"),
    [
        ("days", DAYS, ["B2:C2"], "2024-11-29的AQI是多少", ["69"]),
        ("days", DAYS, ["B2:C2"], "11月29日PM2.5是多少", ["49"]),
        ("days", DAYS, ["B2:C2"], "11月5号是什么级别", ["良"]),
        ("trade", TRADE, ["A1:G1", "A3:C3", "E3:G3"], "日本的进口金额", ["173"]),
        ("trade", TRADE, ["A1:G1", "A3:C3", "E3:G3"], "出口到日本多少", ["210"]),
        ("prices", PRICES, [], "焦煤比上期价格涨跌是多少", ["-35.1"]),
        ("prices", PRICES, [], "焦煤涨跌幅是多少", ["-1.8"]),
        ("arrivals", ARRIVALS, [], "How many visitors came from Indonesia in 2024", ["232.9"]),
        ("deals", DEALS, [], "2020年12月城北区有多少地块成交", ["2"]),
    ],
)
def test_sheets_of_other_shapes_are_asked(  # noqa: PLR0913, PLR0917  # a sheet and what is asked of it
    name: str,
    rows: Cells,
    merged: list[str],
    question: str,
    expected: list[str],
    sheet: Callable[..., Assistant],
) -> None:
    assert values(converse(sheet(name, rows, *merged), question)) == expected


def test_a_day_that_no_row_tells_is_not_told_of_another(sheet: Callable[..., Assistant]) -> None:
    assert isinstance(converse(sheet("days", DAYS, "B2:C2"), "11月31日的AQI是多少").answer, Unknown)


def test_what_stands_across_two_tables_is_said_of_both(sheet: Callable[..., Assistant]) -> None:
    turn = converse(sheet("trade", TRADE, "A1:G1", "A3:C3", "E3:G3"), "巴西的进口金额")
    assert isinstance(turn.answer, Found)
    assert (turn.answer.entries[0].unit, turn.answer.entries[0].period) == ("万美元", "2024年")

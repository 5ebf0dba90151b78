from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.tables.finding import tables

PAIRED = """全年工作圆满完成。

2024年重点实事完成情况表

7

序号

项目任务

单位

牵头部门

完成情况

全县

\xa0

1

\xa0

改造老旧小区18个

县住建局

目标

18

完成

20

进度

111.1%

2

特殊群体

健康保障

完成“两 ”检查2.38万人次

人次

县妇联

目标

23800

完成

已完成

进度

100%

低保标准不低于600元/月

/月

县生态

环境局

目标

600

完成

622

进度

高于目标\xa0任务22元

续表7

序号

项目任务

单位

牵头部门

完成情况

全县

3

建成26.8千米绿道

城投集团

洞庭新城

临港投资集团

目标

26.8

完成

26.8

形象进度

100%

其中步道不少于3千米

目标

3

完成

3

进度

100%
"""

PLAIN = """2012年主要产品产量

 单位：万吨

指标名称

产量

同比增长（±%）

粮 食

650.0

17.3

#大 豆

7.0

-1.6

期末存栏

牛（万头）

29.4

5.2

全年植树15.8万亩。
"""

BARRED = """表1 2025年年末人口数
指标 | 年末数（万人） | 比重（%）
全市 | 1,170.15 | 100.0
其中：城镇 | 37.53 | —
"""


def test_rows_that_end_in_labelled_values() -> None:
    (table,) = tables(PAIRED)
    assert table.name == "2024年重点实事完成情况表"
    assert table.columns == ("牵头部门", "目标", "完成", "进度")
    assert table.period == "2024年"
    assert [
        (row.number, row.group, row.name, row.unit, [cell.value for cell in row.cells.values()])
        for row in table.rows
    ] == [
        ("1", "", "改造老旧小区18个", "个", ["县住建局", "18", "20", "111.1"]),
        ("2", "特殊群体健康保障", "完成“两”检查2.38万人次", "人次", ["县妇联", "23800", "已完成", "100"]),
        (
            "2",
            "特殊群体健康保障",
            "低保标准不低于600元/月",
            "元/月",
            ["县生态环境局", "600", "622", "高于目标任务22元"],
        ),
        ("3", "", "建成26.8千米绿道", "千米", ["城投集团、洞庭新城、临港投资集团", "26.8", "26.8", "100"]),
        ("3", "", "其中步道不少于3千米", "千米", ["城投集团、洞庭新城、临港投资集团", "3", "3", "100"]),
    ]


def test_several_owners_are_items_and_a_merged_cell_is_inherited() -> None:
    rows = tables(PAIRED)[0].rows
    assert rows[3].cells["牵头部门"].items == ("城投集团", "洞庭新城", "临港投资集团")
    assert not rows[3].cells["牵头部门"].inherited
    assert rows[4].cells["牵头部门"].inherited
    assert rows[4].cells["牵头部门"].start < rows[4].start


def test_numbers_of_tables_and_rows_are_listed() -> None:
    skipped = [(PAIRED[one.start : one.end], one.why) for one in tables(PAIRED)[0].skipped]
    assert skipped == [
        ("7", "table number"),
        ("1", "row number"),
        ("2", "row number"),
        ("续表7", "table number"),
        ("3", "row number"),
    ]


def test_a_cell_a_line_in_plain_columns() -> None:
    (table,) = tables(PLAIN)
    assert table.name == "2012年主要产品产量"
    assert [
        (row.group, row.name, [(cell.value, cell.unit) for cell in row.cells.values()]) for row in table.rows
    ] == [
        ("", "粮食", [("650.0", "万吨"), ("17.3", "%")]),
        ("粮食", "大豆", [("7.0", "万吨"), ("-1.6", "%")]),
        ("期末存栏", "牛", [("29.4", "万头"), ("5.2", "%")]),
    ]


def test_cells_between_bars() -> None:
    (table,) = tables(BARRED)
    assert table.name == "表1 2025年年末人口数"
    assert [
        (row.name, {name: (cell.value, cell.printed, cell.unit) for name, cell in row.cells.items()})
        for row in table.rows
    ] == [
        ("全市", {"年末数": ("1170.15", "1,170.15", "万人"), "比重": ("100.0", "100.0", "%")}),
        ("城镇", {"年末数": ("37.53", "37.53", "万人")}),
    ]


@pytest.mark.parametrize("page", [PAIRED, PLAIN, BARRED])
def test_every_cell_stands_where_it_says(page: str) -> None:
    for row in tables(page)[0].rows:
        for cell in row.cells.values():
            if cell.kind == "figure":
                assert page[cell.start : cell.end] == cell.printed


@pytest.mark.parametrize(
    "page", ["第一段没有句号\n\n3\n\n第二段。", "标题\n副标题\n2024\n", "a | b", "", "1\n2\n3\n"]
)
def test_stray_numbers_are_no_table(page: str) -> None:
    assert tables(page) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "序号",
                "项目",
                "目标",
                "完成",
                "1",
                "12",
                "3.5%",
                "—",
                "续表3",
                "县住建局",
                "指 标",
                "单位：元",
                "a | 1",
                " ",
                "全年受理12件。",
            ]
        )
    )
)
def test_any_run_of_cells_is_read_without_an_error(cells: list[str]) -> None:
    text = "\n".join(cells)
    for table in tables(text):
        assert table.rows
        assert 0 <= table.span[0] <= table.span[1] <= len(text)


def test_a_caption_may_name_the_table_and_its_unit_in_one_line() -> None:
    (one,) = tables("综述。\n表1 主要指标(单位:亿元)\n指标 | 数值\n收入 | 12.5\n支出 | 3.5\n")
    assert one.name.endswith("主要指标")
    assert [cell.unit for row in one.rows for cell in row.cells.values()] == ["亿元", "亿元"]

"""Tables as spreadsheets and pages have them, and what a careful clerk reads in them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.extracted import ReadTable
from bot.reading.grid import RawCell, RawTable, written
from bot.reading.tables.finding import tables


def table(*lines: str) -> RawTable:
    """A table drawn with bars: ``<`` and ``^`` repeat a merged cell, full-width spaces set a label in."""
    rows: list[list[RawCell]] = []
    for number, line in enumerate(lines, 1):
        row: list[RawCell] = []
        for column, piece in enumerate(line.split("|")):
            text = piece.strip()
            if text in ("<", "^"):
                first = row[-1] if text == "<" else rows[-1][column]
                row.append(RawCell(first.text, first.ref, first.indent, merged=True))
            else:
                row.append(RawCell(text, f"表!{chr(65 + column)}{number}", piece.count("　")))
        rows.append(row)
    return RawTable(rows, "表")


def read(blocks: Sequence[str | RawTable], period: str = "2024年") -> tuple[str, list[ReadTable]]:
    """The text of a document and its tables."""
    text, grids = written(blocks)
    return text, tables(text, grids, "江湾市统计表", period)


def told(*blocks: str | RawTable, period: str = "2024年") -> list[str]:
    """Every cell in a line: group / row: column = value, unit and, where it is not the document's, the period."""
    return [
        f"{row.group}/{row.name}: {column} = {cell.value}{cell.unit}{f' ({cell.period})' if cell.period else ''}"
        for one in read(blocks, period)[1]
        for row in one.rows
        for column, cell in row.cells.items()
    ]


HEADERS = {
    "three rows, years outermost": (
        ["表1 主要指标"],
        [
            "指标|2023年|<|<|2024年|<|<",
            "^|绝对数（亿元）|比上年增长|<|绝对数（亿元）|比上年增长|<",
            "^|^|名义（%）|实际（%）|^|名义（%）|实际（%）",
            "总产值|100.5|3.1|2.9|110.2|5.2|5.0",
        ],
        [
            "/总产值: 2023年 · 绝对数 = 100.5亿元 (2023年)",
            "/总产值: 2023年 · 比上年增长 · 名义 = 3.1% (2023年)",
            "/总产值: 2023年 · 比上年增长 · 实际 = 2.9% (2023年)",
            "/总产值: 2024年 · 绝对数 = 110.2亿元",
            "/总产值: 2024年 · 比上年增长 · 名义 = 5.2%",
            "/总产值: 2024年 · 比上年增长 · 实际 = 5.0%",
        ],
    ),
    "outer parts left empty instead of merged": (
        [],
        ["产品|产量（吨）||价格|", "|东厂|西厂|本期（元）|涨跌（%）", "钢|10|12|3000|-1.5"],
        [
            "/钢: 产量 · 东厂 = 10吨",
            "/钢: 产量 · 西厂 = 12吨",
            "/钢: 价格 = 3000元",
            "/钢: 价格 · 涨跌 = -1.5%",
        ],
    ),
    "years far apart, in two languages": (
        ["表1 主要指标"],
        [
            "指标|Item|总量指标Aggregate Data|<|<|速度指标(%) Growth Rates|<",
            "^|^|1978|1990|2006|指数(2007年比以下各年)|平均增长速度",
            "^|^|^|^|^|1978|1979-2007",
            "人口(万人)|Population|33.0|29.2|50.0|169.9|1.8",
        ],
        [
            "/人口: Item = Population",
            "/人口: 总量指标Aggregate Data · 1978 = 33.0万人 (1978年)",
            "/人口: 总量指标Aggregate Data · 1990 = 29.2万人 (1990年)",
            "/人口: 总量指标Aggregate Data · 2006 = 50.0万人 (2006年)",
            "/人口: 指数(2007年比以下各年) = 169.9% (1978年)",
            "/人口: 平均增长速度 = 1.8% (1979-2007年)",
        ],
    ),
    "units of accounts behind years": (
        [],
        [
            "Year ended 31 March|2024 £m|2023£m",
            "Revenue|1,809.0|1,859.3",
            "Earnings per share|66.5p|15.7p",
            "Liabilities|(1,157.2)|(9.3)",
        ],
        [
            "/Revenue: 2024 £m = 1809.0million £",
            "/Revenue: 2023£m = 1859.3million £ (2023年)",
            "/Earnings per share: 2024 £m = 66.5p",
            "/Earnings per share: 2023£m = 15.7p (2023年)",
            "/Liabilities: 2024 £m = -1157.2million £",
            "/Liabilities: 2023£m = -9.3million £ (2023年)",
        ],
    ),
    "months of the year of the document": (
        [],
        [
            "指标|5月|<|1—5月|<",
            "^|绝对量（亿元）|同比（%）|绝对量（亿元）|同比（%）",
            "零售额|-|-|48280|11.5",
        ],
        [
            "/零售额: 1—5月 · 绝对量 = 48280亿元 (2024年1-5月)",
            "/零售额: 1—5月 · 同比 = 11.5% (2024年1-5月)",
        ],
    ),
    "a rate behind each time": (
        [],
        ["指标|单位|1-5月|同比增长(±%)|5月|同比", "投资|亿元|100|-10.2|12|-9"],
        [
            "/投资: 1-5月 = 100亿元 (2024年1-5月)",
            "/投资: 同比增长 = -10.2% (2024年1-5月)",
            "/投资: 5月 = 12亿元",
            "/投资: 同比 = -9%",
        ],
    ),
    "years as columns, units in a column": (
        [],
        ["指标|单位|2022|2023", "人口|万人|1,234.5|１２３６", "城镇化率|%|55.1|…"],
        [
            "/人口: 2022 = 1234.5万人 (2022年)",
            "/人口: 2023 = 1236万人 (2023年)",
            "/城镇化率: 2022 = 55.1% (2022年)",
        ],
    ),
    "words for times": (
        [],
        ["项目|行次|本月数|累计数", "甲|乙|1|2", "收入（万元）|1|100|500"],
        ["/收入: 本月数 = 100万元", "/收入: 累计数 = 500万元 (2024年1-5月)"],
    ),
    "an index has a base and no unit": (
        ["房价指数"],
        ["城市|环比|同比|1-4月平均", "^|上月=100|上年同月=100|上年同期=100", "东城|98.9|98.2|99.6"],
        ["/东城: 环比 = 98.9", "/东城: 同比 = 98.2", "/东城: 平均 = 99.6 (2024年1-4月)"],
    ),
    "units in brackets and totals": (
        [],
        [
            "|人数（人）||产量（公斤/公顷）",
            "|合计|其中：女性|",
            "全市|2000|1500|5628.0",
            "销售率（%）|96|-0.6（百分点）|1",
        ],
        [
            "/全市: 人数 = 2000人",
            "/全市: 人数 · 女性 = 1500人",
            "/全市: 产量 = 5628.0公斤/公顷",
            "/销售率: 人数 = 96%",
            "/销售率: 人数 · 女性 = -0.6百分点",
            "/销售率: 产量 = 1%",
        ],
    ),
    "two figures in a cell": (
        [],
        ["指标|绝对量(元)|比上年增长(%)(括号内为实际增速)", "居民收入|39218|6.3(6.1)", "工资|22053|7.1"],
        [
            "/居民收入: 绝对量 = 39218元",
            "/居民收入: 比上年增长 = 6.3%",
            "/居民收入: 实际增速 = 6.1%",
            "/工资: 绝对量 = 22053元",
            "/工资: 比上年增长 = 7.1%",
        ],
    ),
    "a unit above the table is not that of rates": (
        ["2023年各县工业", "单位：亿元"],
        ["地区|增加值|增速|人均（元）|出生率", "全市|1000|5.0|12345|7.1"],
        ["/全市: 增加值 = 1000亿元", "/全市: 增速 = 5.0%", "/全市: 人均 = 12345元", "/全市: 出生率 = 7.1"],
    ),
}

ROWS = {
    "headings and totals": (
        [
            "一、收入|100|1",
            "　其中：税收|70|2",
            "　　　　非税|30|3",
            "二、支出|90|4",
            "按级次分|<|<",
            "市级|50|5",
            "县级|40|6",
        ],
        ["/收入", "收入/税收", "收入/非税", "/支出", "支出 · 按级次分/市级", "支出 · 按级次分/县级"],
    ),
    "a heading that has a figure": (
        [
            "(一)收入按住地分:|33036|5.3",
            "城镇|47122|4.4",
            "(二)支出|26796|9.2",
            "按住地分:||",
            "城镇|32994|8.6",
        ],
        ["/收入", "收入/城镇", "/支出", "支出 · 按住地分/城镇"],
    ),
    "parts of a total, told by what they add up to": (
        [
            "总人口|70.15|1",
            "其中：城镇|37.53|1",
            "乡村|32.62|1",
            "其中：0-15岁|13.50|1",
            "16-59岁|47.28|1",
            "60岁及以上|9.37|1",
            "其中：65岁及以上|5.67|1",
        ],
        [
            "/总人口",
            "总人口/城镇",
            "总人口/乡村",
            "总人口/0-15岁",
            "总人口/16-59岁",
            "总人口/60岁及以上",
            "总人口 · 60岁及以上/65岁及以上",
        ],
    ),
    "a second whole": (
        ["收入|150.5|1", "其中：税收|100.5|1", "非税|50|1", "支出|200|1", "其中：教育|80|1"],
        ["/收入", "收入/税收", "收入/非税", "/支出", "支出/教育"],
    ),
    "what follows when a total is divided": (
        [
            "零售总额|39211|1",
            "按类型分|<|<",
            "餐饮|4274|1",
            "商品|34937|1",
            "其中：限额以上商品|13773|1",
            "粮油类|1615|1",
        ],
        [
            "/零售总额",
            "零售总额 · 按类型分/餐饮",
            "零售总额 · 按类型分/商品",
            "零售总额 · 商品/限额以上商品",
            "零售总额 · 商品 · 限额以上商品/粮油类",
        ],
    ),
    "parts have no unit where wholes have one": (
        [
            "投资（亿元）|40632|1",
            "其中：住宅|30824|1",
            "办公楼|1717|1",
            "面积（亩）|688896|1",
            "其中：住宅|481557|1",
        ],
        ["/投资", "投资/住宅", "投资/办公楼", "/面积", "面积/住宅"],
    ),
    "totals stand beside what they sum up": (
        ["一、税收|10.1|1", "增值税|5|1", "二、非税收入|3|1", "收入合计|13.1|1", "补助|5|1"],
        ["/税收", "税收/增值税", "/非税收入", "/收入合计", "/补助"],
    ),
    "headings hold for what is set in below them": (
        [
            "增加值|…|5.6",
            "分三大门类||",
            "　采矿业|…|3.6",
            "主要产品||",
            "　布|26|1",
            "##棉布|6|1",
            "销售率|96|1",
        ],
        ["/增加值", "增加值 · 分三大门类/采矿业", "主要产品/布", "主要产品 · 布/棉布", "/销售率"],
    ),
    "set in": (
        ["总产值|100|1", "　第一产业|10|1", "　　农业|6|1", "　第二产业|90|1"],
        ["/总产值", "总产值/第一产业", "总产值 · 第一产业/农业", "总产值/第二产业"],
    ),
    "marks of footnotes": (["总人口[1]|86.08*|1", "# 户籍人口①|80.1②|—"], ["/总人口", "总人口/户籍人口"]),
    "notes below": (["钢|10|1", "注：数字为初步统计，2023年为20。|<|<"], ["/钢"]),
}


@pytest.mark.parametrize("case", HEADERS)
def test_what_a_header_says_of_the_figures(case: str) -> None:
    above, lines, expected = HEADERS[case]
    assert told(*above, table(*lines), period="2024年5月" if "月" in lines[0] else "2024年") == expected


@pytest.mark.parametrize("case", ROWS)
def test_what_a_row_is_part_of(case: str) -> None:
    lines, expected = ROWS[case]
    _, (one,) = read(["统计表", table("指标|数量（件）|增长（%）", *lines)])
    assert [f"{row.group}/{row.name}" for row in one.rows] == expected


def test_labels_in_two_columns() -> None:
    cells = told(
        table("年度|月份|环比（%）", "2023年|11月|0.86", "^|12月|-0.78", "2024年|1月|0.05", "^|2月|0.1")
    )
    assert cells == [
        "2023年/11月: 环比 = 0.86% (2023年11月)",
        "2023年/12月: 环比 = -0.78% (2023年12月)",
        "2024年/1月: 环比 = 0.05% (2024年1月)",
        "2024年/2月: 环比 = 0.1% (2024年2月)",
    ]
    cells = told(table("类别|项目|数量（件）", "教育|小学|98", "^|中学|210", "合计|<|308"))
    assert cells == ["教育/小学: 数量 = 98件", "教育/中学: 数量 = 210件", "/合计: 数量 = 308件"]


def test_times_in_rows() -> None:
    assert told(table("时间|订单|库存", "2023年12月|45.8|47.7", "2024年1月|47.2|49.4")) == [
        "/2023年12月: 订单 = 45.8 (2023年12月)",
        "/2023年12月: 库存 = 47.7 (2023年12月)",
        "/2024年1月: 订单 = 47.2 (2024年1月)",
        "/2024年1月: 库存 = 49.4 (2024年1月)",
    ]


def test_the_months_below_one_of_a_year_go_on_by_their_numbers() -> None:
    assert told(table("年/月|抵港|离港", "2002|61|52", "2003/01|5|4", "02|6|4", "03|7|3", "12|9|8")) == [
        "/2002: 抵港 = 61 (2002年)",
        "/2002: 离港 = 52 (2002年)",
        "/2003/01: 抵港 = 5 (2003年1月)",
        "/2003/01: 离港 = 4 (2003年1月)",
        "/02: 抵港 = 6 (2003年2月)",
        "/02: 离港 = 4 (2003年2月)",
        "/03: 抵港 = 7 (2003年3月)",
        "/03: 离港 = 3 (2003年3月)",
        "/12: 抵港 = 9",
        "/12: 离港 = 8",
    ]


def test_a_year_holds_for_the_months_below_it() -> None:
    assert told(
        table("月份|订单|库存", "2022年12月|1|2", "2023年|<|<", "1月|3|4", "2月|5|6"), period="2023年2月"
    ) == [
        "/2022年12月: 订单 = 1 (2022年12月)",
        "/2022年12月: 库存 = 2 (2022年12月)",
        "2023年/1月: 订单 = 3 (2023年1月)",
        "2023年/1月: 库存 = 4 (2023年1月)",
        "2023年/2月: 订单 = 5",
        "2023年/2月: 库存 = 6",
    ]
    assert told(table("月份|订单|库存", "2022年11月|1|2", "12月|3|4"))[2] == "/12月: 订单 = 3 (2022年12月)"


def test_units_of_headings_and_labels_hold_for_what_follows() -> None:
    rows = ["一、煤炭|吨|", "无烟煤||1125.0", "焦炭|吨|2012.9", "二、牲畜||", "生猪|头|15"]
    _, (one,) = read([table("产品|单位|数量", *rows)])
    assert [(row.name, row.unit) for row in one.rows] == [("无烟煤", "吨"), ("焦炭", "吨"), ("生猪", "头")]


def test_several_tables_in_one_grid() -> None:
    _, found = read(
        [
            table(
                "表1 产量|<|<",
                "产品|产量（吨）|增长（%）",
                "钢|100|1.0",
                "产品|产量（吨）|增长（%）",
                "铁|200|2.0",
                "表2 价格|<|<",
                "品种|价格（元）|涨跌（%）",
                "钢|3000|1.5",
            )
        ]
    )
    assert [(one.name, [row.name for row in one.rows], one.columns) for one in found] == [
        ("表1 产量", ["钢", "铁"], ("产量", "增长")),
        ("表2 价格", ["钢"], ("价格", "涨跌")),
    ]


def test_tables_side_by_side() -> None:
    rows = ["地区|雨（毫米）|地区|雨（毫米）", "东县|1|南县|3", "西县|2||"]
    assert told(table(*rows)) == ["/东县: 雨 = 1毫米", "/西县: 雨 = 2毫米", "/南县: 雨 = 3毫米"]


def test_one_row_without_a_name_is_named_by_its_header() -> None:
    cells = told(
        table(
            "行政复议|<|行政诉讼|<|<|<",
            "维持|纠正|直接起诉|<|复议后起诉|<",
            "^|^|维持|纠正|维持|纠正",
            "62|8|18|2|31|1",
        )
    )
    assert cells == [
        "/行政复议: 维持 = 62",
        "/行政复议: 纠正 = 8",
        "行政诉讼/直接起诉: 维持 = 18",
        "行政诉讼/直接起诉: 纠正 = 2",
        "行政诉讼/复议后起诉: 维持 = 31",
        "行政诉讼/复议后起诉: 纠正 = 1",
    ]
    assert told("来信", table("收信（件）|回信（件）", "5|4")) == ["/来信: 收信 = 5件", "/来信: 回信 = 4件"]


def test_labels_in_three_columns() -> None:
    lines = [
        "（第一项等于第二项）|<|<|来信人情况|<|<|<",
        "^|^|^|自然人|法人或其他组织|<|总计",
        "^|^|^|^|商业企业|其他|^",
        "一、新收数量|<|<|5|1|2|8",
        "二、办理结果|（一）公开|<|3|0|1|4",
        "^|（二）不公开|1.秘密|2|1|1|4",
    ]
    cells = told("三、来信情况", table(*lines))
    assert cells[:4] == [
        "/新收数量: 自然人 = 5件",
        "/新收数量: 法人或其他组织 · 商业企业 = 1件",
        "/新收数量: 法人或其他组织 · 其他 = 2件",
        "/新收数量: 总计 = 8件",
    ]
    assert cells[4] == "办理结果/公开: 自然人 = 3件"
    assert cells[8] == "办理结果 · 不公开/秘密: 自然人 = 2件"


def test_headings_with_a_colon_notes_and_what_is_told_of_nothing() -> None:
    lines = [
        "项目|附注|期末余额|期初余额",
        "流动资产：|||",
        "货币资金|七、1|318.5|402.8",
        "一年内到期的非流动资产|||",
        "流动资产合计||318.5|402.8",
        "非流动资产：|||",
        "固定资产|七、21|428.2|391.7",
    ]
    cells = told("合并资产负债表", "2024年12月31日", "单位：元币种：人民币", table(*lines))
    assert cells == [
        "流动资产/货币资金: 期末余额 = 318.5元 (2024年末)",
        "流动资产/货币资金: 期初余额 = 402.8元 (2024年初)",
        "流动资产/流动资产合计: 期末余额 = 318.5元 (2024年末)",
        "流动资产/流动资产合计: 期初余额 = 402.8元 (2024年初)",
        "非流动资产/固定资产: 期末余额 = 428.2元 (2024年末)",
        "非流动资产/固定资产: 期初余额 = 391.7元 (2024年初)",
    ]


def test_a_table_that_goes_on_below_the_first_row_of_its_header() -> None:
    lines = [
        "分组|营业收入|<|利润总额|<",
        "^|金额(亿元)|同比(%)|金额(亿元)|同比(%)",
        "采矿业|418.3|-6.2|78.4|-17.3",
        "（续表）||||",
        "分组|营业收入||利润总额|",
        "纺织业|287.4|5.0|8.1|24.9",
    ]
    cells = told("主要财务指标", table(*lines))
    assert cells[4:] == [
        "/纺织业: 营业收入 · 金额 = 287.4亿元",
        "/纺织业: 营业收入 · 同比 = 5.0%",
        "/纺织业: 利润总额 · 金额 = 8.1亿元",
        "/纺织业: 利润总额 · 同比 = 24.9%",
    ]


def test_parts_of_a_year_in_two_digits_head_columns() -> None:
    lines = [
        "银行|营收同比（%）|<|净息差|<|股份质押情况|<",
        "^|24Q1|24H1|2023(%)|24H1(%)|状态|数量(股)",
        "东阙银行|-1.9|-2.6|1.61|1.45|质押|520",
    ]
    cells = told("主要指标", table(*lines))
    assert cells == [
        "/东阙银行: 营收同比 · 24Q1 = -1.9% (2024年一季度)",
        "/东阙银行: 营收同比 · 24H1 = -2.6% (2024年上半年)",
        "/东阙银行: 净息差 · 2023 = 1.61% (2023年)",
        "/东阙银行: 净息差 · 24H1 = 1.45% (2024年上半年)",
        "/东阙银行: 股份质押 · 状态 = 质押",
        "/东阙银行: 股份质押 · 数量 = 520股",
    ]


def test_a_header_of_several_rows_copied_a_cell_a_line() -> None:
    page = "一、复议情况\n复议\n诉讼\n维持\n纠正\n直接\n复议后\n维持\n纠正\n维持\n纠正\n62\n8\n18\n2\n31\n1\n"
    (one,) = tables(page)
    assert [(row.group, row.name, [cell.value for cell in row.cells.values()]) for row in one.rows] == [
        ("", "复议", ["62", "8"]),
        ("诉讼", "直接", ["18", "2"]),
        ("诉讼", "复议后", ["31", "1"]),
    ]
    unclear = "来信\n自然人\n单位\n总计\n企业\n学校\n新收\n5\n1\n2\n8\n旧有\n1\n1\n1\n3\n"
    assert tables(unclear) == []


FLAT = {
    "a column of units": (
        "表3 主要产品产量 产品名称 单位 产量 比上年增长（%） 原煤 万吨 650.0 17.3 发电量 亿千瓦时 7.0 -1.6",
        [
            "/原煤: 产量 = 650.0万吨",
            "/原煤: 比上年增长 = 17.3%",
            "/发电量: 产量 = 7.0亿千瓦时",
            "/发电量: 比上年增长 = -1.6%",
        ],
    ),
    "a rate behind each amount": (
        (
            "发电量 指标 10月份（亿千瓦时） 同比（%） 1—10月份（亿千瓦时） 同比（%） "
            "火电 104.28 1.1 1098.47 1.6 水电 22.16 -14.7 286.35 9.8"
        ),
        [
            "/火电: 10月份 = 104.28亿千瓦时 (2024年10月)",
            "/火电: 10月份 · 同比 = 1.1% (2024年10月)",
            "/火电: 1—10月份 = 1098.47亿千瓦时 (2024年1-10月)",
            "/火电: 1—10月份 · 同比 = 1.6% (2024年1-10月)",
            "/水电: 10月份 = 22.16亿千瓦时 (2024年10月)",
            "/水电: 10月份 · 同比 = -14.7% (2024年10月)",
            "/水电: 1—10月份 = 286.35亿千瓦时 (2024年1-10月)",
            "/水电: 1—10月份 · 同比 = 9.8% (2024年1-10月)",
        ],
    ),
    "years as columns": (
        "历年人口 指标 2022 2023 年末人口（万人） 650.0 651.3 #城镇 350.0 351",
        [
            "/年末人口: 2022 = 650.0万人 (2022年)",
            "/年末人口: 2023 = 651.3万人 (2023年)",
            "年末人口/城镇: 2022 = 350.0万人 (2022年)",
            "年末人口/城镇: 2023 = 351万人 (2023年)",
        ],
    ),
    "numbered rows and their total": (
        "热线办理情况表 序号 承办单位 受理量（件） 办结率（%） 1 住建局 1200 99.1 2 公安局 800 98 合计 2000 99",
        [
            "/住建局: 受理量 = 1200件",
            "/住建局: 办结率 = 99.1%",
            "/公安局: 受理量 = 800件",
            "/公安局: 办结率 = 98%",
            "/合计: 受理量 = 2000件",
            "/合计: 办结率 = 99%",
        ],
    ),
    "a column of ranks": (
        "办理情况 排名 单位 受理量（件） 1 住建局 1200 2 公安局 800",
        ["/住建局: 排名 = 1", "/住建局: 受理量 = 1200件", "/公安局: 排名 = 2", "/公安局: 受理量 = 800件"],
    ),
    "a column of words": (
        "各县情况 县区 受理量（件） 主要问题 东县 120 噪音 西县 80 占道 南县 70 停车",
        [
            "/东县: 受理量 = 120件",
            "/东县: 主要问题 = 噪音",
            "/西县: 受理量 = 80件",
            "/西县: 主要问题 = 占道",
            "/南县: 受理量 = 70件",
            "/南县: 主要问题 = 停车",
        ],
    ),
    "numbers that do not count on": ("办理表 序号 单位 受理量（件） 1 住建局 1200 3 公安局 800", []),
    "rows with a cell left empty": (
        "产量表 指标 产量（吨） 增长（%） 合计 100 钢 60 1.5 铁 40 铝 9 8 铜 30 2.5 7",
        [
            "/钢: 产量 = 60吨",
            "/钢: 增长 = 1.5%",
            "/铝: 产量 = 9吨",
            "/铝: 增长 = 8%",
            "/铜: 产量 = 30吨",
            "/铜: 增长 = 2.5%",
        ],
    ),
}


@pytest.mark.parametrize("case", FLAT)
def test_a_cell_a_line(case: str) -> None:
    words, expected = FLAT[case]
    assert told(*words.split()) == expected


def test_words_are_no_figures() -> None:
    lines = ["序号|名称|电话|单位|数量（个）", "1|城管热线|12319|城管局|5", "2|税务热线|12366|^|6"]
    text, (one,) = read(["热线", table(*lines)])
    assert [(row.number, row.name) for row in one.rows] == [("1", "城管热线"), ("2", "税务热线")]
    assert [(cell.value, cell.kind) for cell in one.rows[0].cells.values()] == [
        ("12319", "text"),
        ("城管局", "text"),
        ("5", "figure"),
    ]
    assert one.rows[1].cells["单位"].inherited
    assert one.rows[0].cells["数量"].ref == "表!E2"
    assert text[one.rows[0].name_start : one.rows[0].name_end] == "城管热线"


@pytest.mark.parametrize("lines", [["东|1|2", "西|3|4"], ["名称|数量"], ["1|2"], [""]])
def test_no_header_no_table(lines: list[str]) -> None:
    assert told(table(*lines)) == []


_CELLS = st.sampled_from(
    [
        "",
        "指标",
        "2023年",
        "1—5月",
        "增长(%)",
        "其中：甲",
        "一、乙",
        "1.5",
        "6.3(6.1)",
        "—",
        "单位：元",
        "2020",
        "合计",
    ]
)


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width))))
def test_any_grid_is_read_without_an_error(rows: list[list[str]]) -> None:
    text, found = read(["表题", RawTable([[RawCell(text) for text in row] for row in rows])])
    for one in found:
        assert one.rows
        assert len(set(one.columns)) == len(one.columns)
        assert len({row.name_start for row in one.rows}) == len(one.rows)
        for row in one.rows:
            assert row.cells
            assert set(row.cells) <= set(one.columns)
            assert all(text[cell.start : cell.end] == cell.printed for cell in row.cells.values())


def test_a_unit_that_only_a_row_above_gives_is_doubtful() -> None:
    rows = ("指标|数值", "户籍人口（万人）|35.2", "登记|812", "　其中：新登记|12", "企业（个）|17", "用电|9")
    _, (one,) = read([table(*rows)])
    doubtful = {row.name: (row.cells["数值"].unit, row.cells["数值"].doubts) for row in one.rows}
    assert doubtful["户籍人口"] == ("万人", ())
    assert doubtful["登记"] == ("万人", ("carried",))
    assert doubtful["企业"] == ("个", ())


NAMED = {
    "codes between a group and the names it holds": (
        ["可比公司估值"],
        [
            "子行业|证券代码|公司简称|总市值（亿元）|收盘价（元）",
            "流量仪表|688931|澄源仪表|86.4|21.6",
            "^|301872|汇测科技|42.7|30.5",
            "智能水表|300987|沐川水表|57.6|14.4",
            "^|603397|三泽计量|29.8|11.9",
        ],
        {"流量仪表/汇测科技: 总市值 = 42.7亿元", "智能水表/三泽计量: 收盘价 = 11.9元"},
    ),
    "ranks, some of them shared, and a mean below": (
        ["2024年9月空气质量排名"],
        [
            "排名|城市|综合指数|PM2.5",
            "^|^|^|μg/m³",
            "1|云阜市|1.88|12",
            "2|翠陵市|1.93|13",
            "2|石棠市|1.93|17",
            "4|临霁市|2.30|17",
            "全省平均|<|2.01|15",
        ],
        {"/石棠市: 排名 = 2", "/临霁市: 综合指数 = 2.30", "/全省平均: PM2.5 = 15μg/m³"},
    ),
    "short codes of accounts below a head for two columns": (
        ["支出决算表", "公开03表", "部门：青石县档案馆", "2024年度", "金额单位：万元"],
        [
            "项目|<|本年支出合计|基本支出",
            "科目编码|科目名称|^|^",
            "栏次|<|1|2",
            "合计|<|90.5|70.5",
            "201|一般公共服务支出|60.5|50.5",
            "20126|档案事务|60.5|50.5",
            "208|社会保障和就业支出|30.0|20.0",
        ],
        {"/社会保障和就业支出: 基本支出 = 20.0万元", "/合计: 本年支出合计 = 90.5万元"},
    ),
    "amounts of money beside a column of units": (
        ["出口商品量值表", "数量单位：见表；金额单位：人民币万元"],
        [
            "商品名称|计量单位|1至6月累计|<",
            "^|^|数量|金额",
            "茶叶|千克|40781|1645",
            "钢材|吨|5235|7353",
        ],
        {"/茶叶: 数量 = 40781千克 (2024年1-6月)", "/钢材: 金额 = 7353万元 (2024年1-6月)"},
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_rows_are_called_by_what_names_them(case: str) -> None:
    captions, lines, expected = NAMED[case]
    assert expected <= set(told(*captions, table(*lines)))


def test_one_row_below_numbers_of_columns_is_named_by_the_outermost_parts() -> None:
    lines = (
        "预算数|<|<|决算数|<|<",
        "合计|用车|<|合计|用车|<",
        "^|购置|运行|^|购置|运行",
        "1|2|3|4|5|6",
        "58.5|18.0|40.5|52.3|17.6|34.7",
    )
    _, (one,) = read(["“三公”经费支出决算表", "公开08表", "金额单位：万元", table(*lines)])
    assert one.name == "“三公”经费支出决算表"
    assert {row.name: [cell.value for cell in row.cells.values()] for row in one.rows} == {
        "预算数": ["58.5", "18.0", "40.5"],
        "决算数": ["52.3", "17.6", "34.7"],
    }


def test_a_table_of_years_of_the_republic_is_of_them() -> None:
    lines = ("年別|回收率（%）|產生量（公噸）", "112年|58.03|538,677", "113年|59.09|533,895")
    assert "/112年: 回收率 = 58.03% (2023年)" in told(table(*lines))

"""Tables that a plain text sets out in columns, by tabs or blanks, and lists of labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.doubts import NO_COLUMN
from bot.reading.build import extract
from bot.reading.extracted import Extract, ReadTable
from bot.reading.source import SourceText, read, readable

Rows = dict[str, dict[str, str]]


def extracted(folder: Path, text: str, name: str = "a.txt") -> Extract:
    """What is read of a text file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return extract(readable(read(file)))


def rows(table: ReadTable) -> Rows:
    """A table as people see it: what each row has in each column."""
    return {
        " / ".join(filter(None, (row.group, row.name))): {
            column: f"{cell.value}{cell.unit}" for column, cell in row.cells.items()
        }
        for row in table.rows
    }


RAGGED = """兴隆阀门股份有限公司分产品情况

产品      收入(万元)  毛利率    收入同比    负责人
球阀        1,450       26.0%     +6.1%      罗平
智能电动调节阀  640     35.0%     -8.5%      沈一宁
其他         90         14.0%     —          —
"""
RULED = """表1  各港区吞吐量                单位:万吨
----------------------------------------
港区        2022年     2023年     增长(%)
----------------------------------------
北港区      1,204.5    1,310.2       8.8
南港区        866.0      902.7      -4.2
合  计      2,070.5    2,212.9       6.9
----------------------------------------
"""
GROUPED = """河东区2023年支出决算表

                                    单位:万元
项目                    预算数      决算数
一、公共服务支出        18,420      17,905
    其中:人大事务          620         611
          办公厅事务      4,310       4,298
二、教育支出            56,300      58,114
"""
TABBED = "各县产量\n\n县名\t产量(吨)\t增长\n青石县\t26\t1.6%\n东河县\t\t-0.8%\n西岭县\t8\t3.3%\n"
CLOSE = "三店销售\n\n门店 销量(台) 增长\n人民路店 320 5.1%\n湖滨店 214 -2.3%\n城西店 167 0.4%\n"
SECTIONS = """申请情况

项目 自然人 企业 总计
一、新收申请 1392 58 1450
二、办理结果
（一）予以公开 571 27 598
（二）不予公开
1.属于国家 秘密 2 0 2
"""
HOLES = """各村情况

村名      人口(人)   收入(万元)   人均收入(元)   村书记
上屏村      1,204         86.5         21,400    王海
下屏村        986         54.2                   张兰
石桥村      1,530        102.8         23,150    李志勇
河口村                    33.0         19,800    赵敏
"""
STEPPED = """各店销售情况

               一季度                二季度
门店       销量(台)  金额(万元)  销量(台)  金额(万元)
人民路店      320       96.0          351       105.3
湖滨店        214       64.2          198        59.4
"""
WIDE = """各校新生人数

學校名稱　　班級數(班)　　新生人數(人)　　較上年增減(%)
建國國小　　　　８　　　　　２０６　　　　　-3.7
仁愛國小　　　　６　　　　　１４８　　　　　2.1
"""
UNTOLD = """各村情况

村名      人口(人)    收入(万元)  人均(元)   书记
上屏村    1,204   86.5   21,400    王海
下屏村    986   54.2   张兰
石桥村    1,530       102.8     23,150   李勇
河口村    877   19,800   赵敏
"""
ENGLISH = """Spending by department

Department              Budget        % of budget    Head
Police                  $8,450,000        24.0%      Dana Kim
Fire & Rescue           $5,120,500        26.3%      Luis Ortega
Parks and Recreation      ($12,900)       31.0%      --
"""
NESTED = """Operating indicators

                                    2022       2023
Office of Buildings
Number of permits issued             267        319
General Services
Office of the Treasurer
% of payments made online          51.5%      56.7%
Number of claims paid             11,938     11,985
Department of Parks
Number of licences               2,300,000    n/a
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            NESTED,
            {
                "Office of Buildings / Number of permits issued": {"2022": "267", "2023": "319"},
                "Office of the Treasurer / % of payments made online": {"2022": "51.5%", "2023": "56.7%"},
                "Office of the Treasurer / Number of claims paid": {"2022": "11938", "2023": "11985"},
                "Department of Parks / Number of licences": {"2022": "2300000"},
            },
        ),
        (
            RAGGED,
            {
                "球阀": {"收入": "1450万元", "毛利率": "26.0%", "收入同比": "6.1%", "负责人": "罗平"},
                "智能电动调节阀": {
                    "收入": "640万元",
                    "毛利率": "35.0%",
                    "收入同比": "-8.5%",
                    "负责人": "沈一宁",
                },
                "其他": {"收入": "90万元", "毛利率": "14.0%"},
            },
        ),
        (
            RULED,
            {
                "北港区": {"2022年": "1204.5万吨", "2023年": "1310.2万吨", "增长": "8.8%"},
                "南港区": {"2022年": "866.0万吨", "2023年": "902.7万吨", "增长": "-4.2%"},
                "合计": {"2022年": "2070.5万吨", "2023年": "2212.9万吨", "增长": "6.9%"},
            },
        ),
        (
            GROUPED,
            {
                "公共服务支出": {"预算数": "18420万元", "决算数": "17905万元"},
                "公共服务支出 / 人大事务": {"预算数": "620万元", "决算数": "611万元"},
                "公共服务支出 / 办公厅事务": {"预算数": "4310万元", "决算数": "4298万元"},
                "教育支出": {"预算数": "56300万元", "决算数": "58114万元"},
            },
        ),
        (
            TABBED,
            {
                "青石县": {"产量": "26吨", "增长": "1.6%"},
                "东河县": {"增长": "-0.8%"},
                "西岭县": {"产量": "8吨", "增长": "3.3%"},
            },
        ),
        (
            CLOSE,
            {
                "人民路店": {"销量": "320台", "增长": "5.1%"},
                "湖滨店": {"销量": "214台", "增长": "-2.3%"},
                "城西店": {"销量": "167台", "增长": "0.4%"},
            },
        ),
        (
            SECTIONS,
            {
                "新收申请": {"自然人": "1392件", "企业": "58件", "总计": "1450件"},
                "办理结果 / 予以公开": {"自然人": "571件", "企业": "27件", "总计": "598件"},
                "办理结果 · 不予公开 / 属于国家秘密": {"自然人": "2件", "企业": "0件", "总计": "2件"},
            },
        ),
        (
            HOLES,
            {
                "上屏村": {"人口": "1204人", "收入": "86.5万元", "人均收入": "21400元", "村书记": "王海"},
                "下屏村": {"人口": "986人", "收入": "54.2万元", "村书记": "张兰"},
                "石桥村": {"人口": "1530人", "收入": "102.8万元", "人均收入": "23150元", "村书记": "李志勇"},
                "河口村": {"收入": "33.0万元", "人均收入": "19800元", "村书记": "赵敏"},
            },
        ),
        (
            STEPPED,
            {
                "人民路店": {
                    "一季度 · 销量": "320台",
                    "一季度 · 金额": "96.0万元",
                    "二季度 · 销量": "351台",
                    "二季度 · 金额": "105.3万元",
                },
                "湖滨店": {
                    "一季度 · 销量": "214台",
                    "一季度 · 金额": "64.2万元",
                    "二季度 · 销量": "198台",
                    "二季度 · 金额": "59.4万元",
                },
            },
        ),
        (
            WIDE,
            {
                "建国国小": {"班级数": "8班", "新生人数": "206人", "较上年增减": "-3.7%"},
                "仁爱国小": {"班级数": "6班", "新生人数": "148人", "较上年增减": "2.1%"},
            },
        ),
        (
            ENGLISH,
            {
                "Police": {"Budget": "8450000$", "% of budget": "24.0%", "Head": "Dana Kim"},
                "Fire & Rescue": {"Budget": "5120500$", "% of budget": "26.3%", "Head": "Luis Ortega"},
                "Parks and Recreation": {"Budget": "-12900$", "% of budget": "31.0%"},
            },
        ),
    ],
)
def test_a_table_in_columns_is_read(tmp_path: Path, text: str, expected: Rows) -> None:
    one = extracted(tmp_path, text)
    assert [rows(table) for table in one.tables] == [expected]
    assert one.sentences == [] or all(not part.facts for part in one.sentences)
    assert one.uncovered == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "┌────┬────┬────┐\n│ 站名 │ 客流(人) │ 增长 │\n├────┼────┼────┤\n"
            "│ 东站 │ 12 │ 3.1% │\n│ 西站 │ 8 │ -1.2% │\n└────┴────┴────┘\n"
        ),
        (
            "+--------+----------+-------+\n| 站名 | 客流(人) | 增长 |\n+--------+----------+-------+\n"
            "| 东站 | 12 | 3.1% |\n| 西站 | 8 | -1.2% |\n+--------+----------+-------+\n"
        ),
        "站名｜客流(人)｜增长\n东站｜12｜3.1%\n西站｜8｜-1.2%\n",
    ],
)
def test_bars_and_rules_are_drawn_in_many_ways(tmp_path: Path, text: str) -> None:
    one = extracted(tmp_path, f"各站客流\n\n{text}")
    assert one.title == "各站客流"
    assert [rows(table) for table in one.tables] == [
        {"东站": {"客流": "12人", "增长": "3.1%"}, "西站": {"客流": "8人", "增长": "-1.2%"}}
    ]


def test_tables_below_each_other_keep_their_captions_and_columns(tmp_path: Path) -> None:
    text = (
        "红杉社区2024年服务情况\n\n本季度共接待来访1,284人次。\n\n表一  网格情况\n"
        "网格      户数(户)   网格长\n第一网格     412       陈玉\n第二网格     398       林栋\n\n表二  志愿服务\n"
        "月份     活动(场)   参加(人次)\n1月         6          84\n2月         4          51\n"
    )
    one = extracted(tmp_path, text)
    assert [(table.name, rows(table)) for table in one.tables] == [
        (
            "表一网格情况",
            {
                "第一网格": {"户数": "412户", "网格长": "陈玉"},
                "第二网格": {"户数": "398户", "网格长": "林栋"},
            },
        ),
        (
            "表二志愿服务",
            {"1月": {"活动": "6场", "参加": "84人次"}, "2月": {"活动": "4场", "参加": "51人次"}},
        ),
    ]
    assert [fact.value for part in one.sentences for fact in part.facts] == ["1284"]


def test_aligned_lines_are_read_in_markdown_and_in_a_web_page(tmp_path: Path) -> None:
    lines = "科室      人数(人)   经费(万元)\n办公室       12        86.5\n财务科        5        20.1\n"
    expected = {"办公室": {"人数": "12人", "经费": "86.5万元"}, "财务科": {"人数": "5人", "经费": "20.1万元"}}
    for name, text in (
        ("a.md", f"# 街道简报\n\n```\n{lines}```\n"),
        ("a.html", f"<html><body><h1>街道简报</h1><pre>\n{lines}</pre></body></html>"),
    ):
        assert [rows(table) for table in extracted(tmp_path, text, name).tables] == [expected]


@pytest.mark.parametrize(
    ("text", "read_rows", "doubtful"),
    [
        (  # rows that lack a cell, and nothing tells which
            UNTOLD,
            ["上屏村", "石桥村"],
            ["986", "54.2", "877", "19,800"],
        ),
        (  # no header says what the figures are
            "运行记录\n\n一线   12.5   3.1   8\n二线   11.0   2.9   7\n三线   10.2   2.2   6\n",
            [],
            ["12.5", "3.1", "8", "11.0", "2.9", "7", "10.2", "2.2", "6"],
        ),
        (  # rows of ever other lengths
            "运行记录\n\n线路  次数  人数\n一线   12   3   8  5\n二线   11   2   7  6  6\n三线   10   2\n",
            [],
            ["12", "3", "8", "5", "11", "2", "7", "6", "6", "10", "2"],
        ),
    ],
)
def test_what_cannot_be_put_into_columns_is_doubtful_and_no_prose(
    tmp_path: Path, text: str, read_rows: list[str], doubtful: list[str]
) -> None:
    one = extracted(tmp_path, text)
    assert [row.name for table in one.tables for row in table.rows] == read_rows
    assert [fact for part in one.sentences for fact in part.facts] == []
    left_out = [*one.uncovered, *(skip for table in one.tables for skip in table.skipped)]
    assert [text[skip.start : skip.end] for skip in left_out if skip.why == NO_COLUMN] == doubtful


@pytest.mark.parametrize(
    "text",
    [
        "目录\n\n一、综合      3\n二、农业      5\n三、工业      9\n",
        "县里全年受理  来信5件,  办结  4件。\n县里全年受理  来访7件,  办结  6件。\n",
        "- 全年收入 **4.86亿元**，增长 **5.2%**\n- 全年支出 **3.12亿元**，增长 **1.5%**\n",
        "高于目标   任务22元\n\n农村水源保障   及灌溉\n",
    ],
)
def test_lines_with_wide_gaps_are_not_always_a_table(tmp_path: Path, text: str) -> None:
    for name in ("a.txt", "a.md"):
        one = extracted(tmp_path, f"青石县2023年简报\n\n全县共有5个镇。\n\n{text}", name)
        assert one.tables == []
        assert [skip for skip in one.uncovered if skip.why == NO_COLUMN] == []


def test_a_list_of_labels_gives_figures_and_names(tmp_path: Path) -> None:
    one = extracted(
        tmp_path,
        "云帆科技股份有限公司基本信息\n\n股票代码:688123\n董事会秘书:秦雨薇\n注册资本:1.25亿元  净利润:5,214万元\n"
        "资产负债率:42.0%\n成立日期:2008年5月16日\n报告期:2023年度\n",
    )
    assert [rows(table) for table in one.tables] == [
        {
            "股票代码": {"内容": "688123"},
            "董事会秘书": {"内容": "秦雨薇"},
            "注册资本": {"数值": "1.25亿元"},
            "净利润": {"数值": "5214万元"},
            "资产负债率": {"数值": "42.0%"},
            "成立日期": {"内容": "2008年5月16日"},
            "报告期": {"内容": "2023年度"},
        }
    ]
    assert (one.publisher, one.date, one.period) == ("云帆科技股份有限公司", "", "2023年")


def test_a_line_that_gives_a_figure_is_no_part_of_a_caption(tmp_path: Path) -> None:
    one = extracted(
        tmp_path,
        "街道简报\n\n办结率:98.6%,比上年提高1.2个百分点\n\n"
        "| 社区 | 户数(户) |\n|---|---|\n| 东 | 1,204 |\n| 西 | 98 |\n",
    )
    assert [fact.value for part in one.sentences for fact in part.facts] == ["98.6", "1.2"]
    assert [rows(table) for table in one.tables] == [{"东": {"户数": "1204户"}, "西": {"户数": "98户"}}]


ADOPTED = """# City of Ashgrove – Budget, Fiscal Year 2025

Prepared by the Finance Department. Adopted on June 18, 2024, by a vote of 6 to 1.
The fiscal year runs from July 1, 2024 to June 30, 2025.
"""
BODY = "全年粮食产量26.7万吨。全年茶叶产量512吨。年末有学校24所。年末有医院4个。县城有公园3个。全年空气优良338天。"


@pytest.mark.parametrize(
    ("name", "text", "title", "publisher", "date"),
    [
        (
            "a.txt",
            f"青石县2023年公报\n\n{BODY}\n\n青石县统计局\n2024年4月12日\n",
            "青石县2023年公报",
            "青石县统计局",
            "2024-04-12",
        ),
        (
            "a.txt",
            f"青石县2023年公报\n\n{BODY}\n\n落款:青石县统计局  2024年4月12日\n",
            "青石县2023年公报",
            "青石县统计局",
            "2024-04-12",
        ),
        (
            "a.txt",
            f"青石县2023年公报\n\n{BODY}\n\n二〇二四年四月十二日\n",
            "青石县2023年公报",
            "青石县",
            "2024-04-12",
        ),
        (
            "a.txt",
            "臨海區公所公告\n\n本區共有國民小學8所，學生1,204人。\n\n臨海區公所\n中華民國112年6月15日\n",
            "临海区公所公告",
            "临海区公所",
            "2023-06-15",
        ),
        (
            "a.txt",
            f"恒星精密部件股份有限公司\n2024年半年度情况说明\n\n{BODY}",
            "2024年半年度情况说明",
            "恒星精密部件股份有限公司",
            "",
        ),
        (
            "a.md",
            f"# 临溪市仁和医院2023年度工作报告\n\n仁和医院院长办公室　2024年1月26日\n\n{BODY}",
            "临溪市仁和医院2023年度工作报告",
            "仁和医院院长办公室",
            "2024-01-26",
        ),
        (
            "a.txt",
            f"{GROUPED}\n河东区财政局\n2024年6月30日\n",
            "河东区2023年支出决算表",
            "河东区财政局",
            "2024-06-30",
        ),
        (
            "a.md",
            ADOPTED,
            "City of Ashgrove – Budget, Fiscal Year 2025",
            "Finance Department",
            "2024-06-18",
        ),
    ],
)
def test_who_signs_a_document_publishes_it(  # noqa: PLR0913, PLR0917
    tmp_path: Path, name: str, text: str, title: str, publisher: str, date: str
) -> None:
    one = extracted(tmp_path, text, name)
    assert (one.title, one.publisher, one.date) == (title, publisher, date)


_PIECES = st.sampled_from(
    [
        *(
            "表1",
            "表2 各县收入",
            "单位：万元",
            "（单位：亿元、%）",
            "--------",
            "=====",
            "续表",
            "备注：",
            "注：据快报",
        ),
        *(
            "指标",
            "项目",
            "合计",
            "合  计",
            "2023年",
            "2024",
            "同比(%)",
            "岳北县",
            "一、收入",
            "其中：税收",
            "Table 2",
        ),
        *(
            "1,234",
            "-3.5",
            "12.0%",
            "—",
            "...",
            "1.5亿元",
            "$4.2 million",
            "(3.1)",
            "收入：",
            "注册资本：1亿元",
            "陈一",
        ),
        *("全年收入12亿元，增长3%。", "# 收支", "| a | 1 |", "a,1", "Total revenue", "(1)", "1.", ""),
    ]
)
_LINES = st.lists(
    st.builds(
        lambda gap, pieces: gap.join(pieces),
        st.sampled_from(["  ", "\t", " ", "    "]),
        st.lists(_PIECES, max_size=5),
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(_LINES, st.sampled_from([".txt", ".md"]))
def test_whatever_lines_are_made_of_they_are_read(lines: list[str], suffix: str) -> None:
    text = "\n".join(lines)
    found = extract(readable(SourceText(Path(f"a{suffix}"), text, "")))
    ink = "".join(text.split())
    for table in found.tables:
        for row in table.rows:
            assert all("".join(cell.printed.split()) in ink for cell in row.cells.values())

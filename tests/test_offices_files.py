"""Files as offices publish them, made for this test: what tables and pages are about, what stands for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Unknown
from bot.reading import build as extraction
from tests.conversation import converse

pytestmark = pytest.mark.slow

Sheets = Sequence[tuple[str, Sequence[Sequence[object]]]]
Read = Callable[[str, "str | Sheets"], Assistant]
REFUSED: tuple[str, ...] = ()
"""What is expected where nothing may be answered."""


@pytest.fixture
def files(tmp_path: Path) -> Read:
    """An assistant on nothing but one file of a given name; a workbook is given by its sheets."""

    def read(name: str, content: str | Sheets) -> Assistant:
        file = tmp_path / name
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8")
        else:
            from openpyxl import Workbook

            book = Workbook()
            book.remove(book.worksheets[0])
            for title, rows in content:
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            book.save(file)
        extraction.build([file], tmp_path / "knowledge")
        return Assistant(tmp_path / "knowledge")

    return read


def told(assistant: Assistant, question: str) -> tuple[str, ...]:
    """The values of the answer with their units; of a choice, all that is offered."""
    turn = converse(assistant, question)
    if isinstance(turn.answer, Choices):
        return tuple(sorted(option.value for option in turn.answer.options))
    assert isinstance(turn.answer, Found | Unknown)
    found = turn.answer.entries if isinstance(turn.answer, Found) else ()
    return tuple(entry.value + entry.unit for entry in found)


TWO_YEARS: Sheets = (
    ("目录", [
        [None, "云山市2025年决算公开"],
    ]),
    ("一", [
        ["2025年云山市收入决算表"],
        ["附表1", None, "单位：万元"],
        ["项目", "预算数", "决算数"],
        ["房产税", 310, 296],
        ["契税", 740, 655],
    ]),
    ("二", [
        ["2024年云山市基金决算表"],
        ["附表2", None, "单位：万元"],
        ["项目", "预算数", "决算数"],
        ["福利彩票收入", 88, 61],
        ["专项债收入", 45, 47],
    ]),
)  # fmt: skip
COVER: Sheets = (
    ("封面", [
        [None, "云  山  市"],
        [None, "财 政 决 算"],
        [None, "二〇二五年"],
    ]),
    ("收入", [
        ["一般公共预算收入情况表"],
        ["表一", None, "单位：万元"],
        ["项目", "预算数", "决算数"],
        ["增值税", 5200, 5080],
        ["契税", 740, 655],
    ]),
    ("债务", [
        ["政府债务余额情况表"],
        ["表二", None, "单位：万元"],
        ["地区", "限额", "余额"],
        ["云山市", 9200, 8810],
        ["青石区", 2000, 1900],
        ["大王县", 2300, 2150],
        ["柳林县", 2600, 2400],
    ]),
)  # fmt: skip
CASES: dict[str, tuple[str, str | Sheets, dict[str, tuple[str, ...]]]] = {
    "a number above a table is not what it is called": (
        "accounts.xlsx",
        TWO_YEARS,
        {
            "2024年专项债收入决算数": ("47万元",),
            "2025年专项债收入决算数": REFUSED,
            "契税决算数": ("655万元",),
        },
    ),
    "a sign gives nothing, and what stands beside it is no answer": (
        "energy.csv",
        """2024年云山市企业用能情况
企业,综合能耗(吨标准煤),用电量(万千瓦时),是否达标
东风化工,1200,350,√
南山钢铁,**,820,√
北江水泥,900,※,—""",
        {
            "南山钢铁综合能耗": REFUSED,
            "南山钢铁用电量": ("820万千瓦时",),
            "北江水泥用电量": REFUSED,
            "北江水泥用电多少": REFUSED,
            "北江水泥综合能耗": ("900吨标准煤",),
            "东风化工是否达标": ("√",),
        },
    ),
    "a row of which nothing is given is not another": (
        "hospitals.csv",
        """2024年云山市各医院情况,,
医院,实有床位(张),医生(人)
人民医院,820,310
中医院,…,-
妇幼院,90,60""",
        {
            "中医院实有床位": REFUSED,
            "人民医院实有床位": ("820张",),
        },
    ),
    "a header between signs and a percent sign is a rate": (
        "clinics.csv",
        """2025年云山市医疗机构情况表,,,
,,,单位：家
类别,2025年,2024年,"增减（+、-）%"
医院,402,410,-2.0
诊所,880,860,2.3""",
        {
            "诊所增减多少": ("2.3%",),
            "2024年医院多少家": ("410家",),
        },
    ),
    "what a name counts in takes the scale of the table": (
        "jobs.csv",
        """2024年云山市就业情况表,,
,,单位：万人
区,就业人数,登记人数(人)
青石区,12.5,812
大王区,8.2,640""",
        {
            "青石区就业人数": ("12.5万人",),
            "大王区登记人数": ("640人",),
        },
    ),
    "figures that look like years part no table": (
        "debts.csv",
        """2025年云山市债务情况表,,
,,单位：万元
地区,债务限额,债务余额
青石区,2000,1900
大王县,2300,2150""",
        {
            "青石区债务余额": ("1900万元",),
            "大王县债务限额": ("2300万元",),
        },
    ),
    "the place on a cover is that of all sheets": (
        "cover.xlsx",
        COVER,
        {
            "云山市契税决算数": ("655万元",),
            "青石区契税决算数": REFUSED,
            "青石区债务余额": ("1900万元",),
            "2025年增值税决算数": ("5080万元",),
        },
    ),
    "a title on two lines": (
        "plan.txt",
        """关于安宁地区2025年预算执行情况和
2026年预算草案的报告
安宁地区财政局
2025年全地区一般公共预算收入完成7.6亿元，增长9.2%。
大王县完成搬迁投资1.1亿元。
大王县新建校舍3处。""",
        {
            "安宁地区2025年一般公共预算收入": ("7.6亿元",),
        },
    ),
    "a page is about the place of its site, and not of a 县长": (
        "page.html",
        """<html><head><title>2025年教育统计公报_大王县人民政府</title></head>
<body>
<div>网站首页</div>
<h1>2025年教育统计公报</h1>
<p>全县共有小学26所,在校生2146人;初中11所,在校生1025人。</p>
<p>有问题请咨询,或者联系县长信箱。</p>
<div>版权所有：大王县人民政府办公室</div></body></html>""",
        {
            "大王县小学有多少所": ("26所",),
            "大王县初中在校生有多少人": ("1025人",),
            "青石县小学有多少所": REFUSED,
        },
    ),
    "a form above a text is read as pairs": (
        "form.html",
        """<html><head><title>养老情况</title></head>
<body><table><tr><td>文号</td>
<td>云民〔2026〕8号</td>
<td>发布日期</td>
<td>2026-02-11</td></tr><tr><td>发布机构</td>
<td>市民政局</td>
<td>公开方式</td>
<td>主动公开</td></tr></table>
<h1>云山市2025年养老情况</h1>
<p>全市有养老机构48家。</p>
</body></html>""",
        {
            "发布机构": ("市民政局",),
            "发布日期是哪天": ("2026-02-11",),
            "云山市养老机构多少家": ("48家",),
        },
    ),
    "rows of the same names below two totals": (
        "traffic.csv",
        """2024年云山市交通运输情况,,
指标,单位,绝对数
客运总量,万人,820
公路,万人,600
铁路,万人,180
水运,万人,40
货运总量,万吨,5300
公路,万吨,4100
铁路,万吨,1200""",
        {
            "公路货运量": ("4100万吨",),
            "铁路客运量": ("180万人",),
            "铁路绝对数": ("1200", "180"),
        },
    ),
    "groups with figures of their own are no members": (
        "output.csv",
        """云山县2024年企业产值(万元),,
企业,产值,税收
一、国有企业,52000,4100
县水泥厂,30000,2500
县水务公司,22000,1600
二、民营企业,91000,6200
宏大机械,48000,3300
金谷食品,43000,2900
合计,143000,10300""",
        {
            "产值最低的企业是哪家": ("县水务公司",),
            "产值最高的企业": ("宏大机械",),
            "哪类企业产值最高": ("民营企业",),
            "产值超过25000万元的企业有几家": ("3个",),
            "企业产值合计": ("143000万元",),
            "国有企业产值合计": ("52000万元",),
        },
    ),
    "in all, where a row is named": (
        "beds.csv",
        """2025年云山市床位情况表,,
,,单位：张
区,实有床位,编制床位
云山市,9200,8700
各区合计,6100,5800
青石区,2450,2300
大王区,1980,1900""",
        {
            "青石区实有床位合计多少": ("2450张",),
            "大王区床位合计多少张": ("1900", "1980"),
            "青石区和大王区实有床位合计": ("4430张",),
        },
    ),
    "totals of groups and of all, and years behind the names of columns": (
        "visits.csv",
        """Region,District,Visits 2024,Visits 2023,Staff 2024
North,Alder,410,390,12
North,Birch,305,320,9
North,Subtotal,715,710,21
South,Cedar,220,210,7
South,Subtotal,220,210,7
,Grand total,935,920,28""",
        {
            "How many visits were there in total in 2024?": ("935",),
            "How many visits in the South in total in 2023?": ("210",),
            "Which district had the most visits in 2024?": ("Alder",),
            "How many districts had more than 300 visits in 2024?": ("2个",),
        },
    ),
    "remarks": (
        "projects.csv",
        """2025年云山市项目表,,
项目,投资(万元),备注
东湖公园,860,提前完工
南门市场,1200,因征地延期""",
        {
            "南门市场的备注是什么": ("因征地延期",),
            "东湖公园投资": ("860万元",),
        },
    ),
    "names that begin with 新": (
        "villages.csv",
        """2025年各村人口,,
名称,常住人口(人),企业(家)
新桥镇东门村,2140,16
新桥镇西门村,1875,14
新兴街道,3200,31""",
        {
            "东门村有多少常住人口": ("2140人",),
            "新兴街道有多少家企业": ("31家",),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_file_of_an_office_tells(case: str, files: Read) -> None:
    name, content, expected = CASES[case]
    assistant = files(name, content)
    assert {question: told(assistant, question) for question in expected} == expected


def test_a_form_says_when_and_by_whom_a_page_was_published(files: Read) -> None:
    (document,) = files(*CASES["a form above a text is read as pairs"][:2]).knowledge.documents
    assert (document.title, document.publisher, document.date) == (
        "云山市2025年养老情况",
        "云山市民政局",
        "2026-02-11",
    )

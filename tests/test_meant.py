"""What a question means beside what is printed nearly so: another thing, another year, the way a figure went."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Unknown
from bot.replies import plain
from tests.conftest import Asked
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

STATIONS = """青河县2024年客运情况
表1  2024年各客运站运量
客运站 | 旅客发送量(万人) | 职工(人)
客运东站 | 86.5 | 42
东湖站 | 20.7 | 18
柳溪站 | 9.4 | 11
"""
REPORT = """云岭县政府工作报告
(2026年1月12日在云岭县第九届人民代表大会第五次会议上)
一、2025年工作回顾
过去一年,全县新建充电桩320个,改造老旧小区12个。
二、2026年工作安排
今年要新建充电桩450个,改造老旧小区15个。
"""
PEOPLE = """平江县2025年人口情况
2025年末,全县户籍人口58.42万人,比上年末减少0.31万人;藏书86万册,比上年增加4万册。
全年粮食播种面积32.5万亩,下降1.2%。
"""
PRICES = """2025年清水县经济情况
一、价格
鲜菜类上涨2.6%;衣着类下降0.8%。
二、贸易
鲜菜类零售额增长6.2%;衣着类零售额下降1.5%。
"""
PUPILS = """2025年平江县在校学生情况
学段 | 2024年在校生(人) | 2025年在校生(人) | 2025年学校数(所)
小学 | 41050 | 40210 | 88
初中 | 21260 | 21880 | 24
"""
BUDGET = """2026年柏溪县一般公共预算收支情况表
项目 | 2025年执行数(万元) | 2026年预算数(万元)
契税 | 2104 | 2125
教育支出 | 9120 | 9480
"""
FORECAST = """海川科技主要财务指标
指标(百万元) | 2022A | 2023A | 2024E
总资产 | 1200 | 1350 | 1480
营业收入 | 800 | 860 | 930
"""
FUNDS = """松陵县2025年专项资金收支情况
2025年,全县彩票公益金收入3280万元;支出2915万元。
2025年,全县水利建设基金收入5140万元;支出4960万元。
"""
TREES = """清水县2024年造林情况
乡镇 | 计划(亩) | 完成(亩) | 成活率(%)
大桥镇 | 1200 | 1180 | 91
石门镇 | 800 | 850 | 88
西溪乡 | 500 | 420 | 90
"""
REQUESTS = """Requests by channel
Group | Phone 2023 | Phone 2022 | Total 2023 | Total 2022
Enquiries | 820 | 790 | 1130 | 1055
Appeals | 35 | 41 | 55 | 53
Total | 855 | 831 | 1185 | 1108
"""


@pytest.fixture(scope="module")
def asked(reading: Asked) -> dict[str, Assistant]:
    texts = {
        "stations": STATIONS,
        "report": REPORT,
        "people": PEOPLE,
        "prices": PRICES,
        "pupils": PUPILS,
        "budget": BUDGET,
        "forecast": FORECAST,
        "funds": FUNDS,
        "trees": TREES,
        "requests": REQUESTS,
    }
    return {name: reading(name, text) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("document", "question", "figure"),
    [
        ("stations", "客运东站旅客发送量", "86.5"),
        ("stations", "客运冬站旅客发送量", "86.5"),  # a slip of the ear
        ("stations", "东胡站职工多少人", "18"),
        ("report", "今年新建多少个充电桩", "450"),
        ("report", "去年改造老旧小区几个", "12"),
        ("people", "户籍人口减少多少", "0.31"),
        ("people", "藏书增加了多少", "4"),
        ("prices", "鲜菜类上涨多少", "2.6"),
        ("pupils", "初中2025年在校生比2024年增加多少人", "620"),
        ("pupils", "与2024年相比,2025年初中在校生增加多少", "620"),
        ("pupils", "初中在校生2025年比2024年增长百分之几", "2.92"),
        ("pupils", "小学在校生2025年比上年减少多少", "840"),
        ("budget", "教育支出2026年安排多少", "9480"),
        ("budget", "2026年契税预算安排多少", "2125"),
        ("forecast", "2024年预计总资产", "1480"),
        ("funds", "水利建设基金收入比支出多多少", "180"),
        ("funds", "彩票公益金收入和支出相差多少", "365"),
        ("trees", "合计完成多少亩", "2450"),
        ("trees", "计划合计多少", "2500"),
        ("trees", "大桥镇合计完成多少亩", "1180"),
        ("requests", "How many phone requests were there in total in 2023?", "855"),
        ("requests", "By how much did total requests rise from 2022 to 2023?", "77"),
    ],
)
def test_what_is_meant_is_told(
    document: str, question: str, figure: str, asked: dict[str, Assistant]
) -> None:
    assert values(converse(asked[document], question)) == [figure]


@pytest.mark.parametrize(
    ("document", "question"),
    [
        ("stations", "客运西站旅客发送量"),
        ("stations", "西湖站旅客发送量"),
        ("stations", "柳河站职工多少人"),
        ("people", "户籍人口增加了多少"),
        ("pupils", "初中2025年学校数比2024年增加多少"),  # of the year before there are only pupils
        ("budget", "2025年教育支出安排多少"),
        ("forecast", "2023年预计总资产"),
        ("trees", "成活率合计多少"),
    ],
)
def test_what_is_nearly_it_is_no_answer(document: str, question: str, asked: dict[str, Assistant]) -> None:
    assert isinstance(converse(asked[document], question).answer, Unknown)


def test_what_two_figures_may_mean_is_a_choice(asked: dict[str, Assistant]) -> None:
    answer = converse(asked["prices"], "鲜菜类增长多少").answer
    assert isinstance(answer, Choices)
    assert [option.value for option in answer.options] == ["2.6", "6.2"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("户籍人口增加了多少", "方向相反,资料里写的是“户籍人口比上年末减少0.31万人”。"),
        ("粮食播种面积增长多少", "下降 1.2%"),
    ],
)
def test_the_way_it_went_is_said_where_the_other_is_asked_for(
    question: str, said: str, asked: dict[str, Assistant]
) -> None:
    assert plain(converse(asked["people"], question).reply).splitlines()[0] == said

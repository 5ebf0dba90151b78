"""Other words and English for the figures of a communiqué that nobody curated, made for this test."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Unknown
from tests.conftest import Asked
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

TEXT = """海州市2023年国民经济和社会发展统计公报
海州市统计局
一、综合
全年实现地区生产总值(GDP)812.40亿元，比上年增长4.1%。其中，第一产业增加值90.20亿元，增长3.5%；第二产业增加值310.60亿元，增长5.2%；第三产业增加值411.60亿元，增长3.6%。全年人均地区生产总值70250元。
年末常住人口115.30万人，出生率为6.81‰，死亡率为7.02‰。城镇登记失业率为3.4%。
全年社会消费品零售总额301.70亿元，比上年增长6.3%。
二、财政
全年一般公共预算收入60.50亿元，一般公共预算支出152.80亿元。
三、教育和卫生
普通高中招生0.62万人，在校生1.85万人，毕业生0.57万人。普通小学招生1.10万人，在校生7.42万人，毕业生1.21万人。
年末共有医疗卫生机构820个，床位6930张，注册护士2850人。
全年受理政府信息公开申请415件。
表1  2023年牲畜饲养情况
指标 | 年末存栏（万头） | 全年出栏（万头）
牛 | 12.4 | 5.1
生猪 | 88.6 | 140.2
"""


@pytest.fixture(scope="module")
def communique(reading: Asked) -> Assistant:
    return reading("haizhou-2023", TEXT)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("海州GDP多少", "812.40"),
        ("what was the gross regional product?", "812.40"),
        ("人均GDP", "70250"),
        ("一产增加值", "90.20"),
        ("value added of the tertiary industry", "411.60"),
        ("服务业增加值是多少", "411.60"),
        ("how many permanent residents are there?", "115.30"),
        ("birth rate", "6.81"),
        ("人口死亡率", "7.02"),
        ("registered urban unemployment rate", "3.4"),
        ("社零", "301.70"),
        ("retail sales of consumer goods growth", "6.3"),
        ("社零同比涨了多少", "6.3"),
        ("general public budget revenue", "60.50"),
        ("公共预算支出", "152.80"),
        ("小学毕业生有多少", "1.21"),
        ("primary school enrolment", "7.42"),
        ("病床有多少张", "6930"),
        ("number of registered nurses", "2850"),
        ("information disclosure requests", "415"),
        ("牛存栏多少", "12.4"),
        ("live hogs slaughtered", "140.2"),
    ],
)
def test_other_words_and_english_find_a_figure(question: str, expected: str, communique: Assistant) -> None:
    assert values(converse(communique, question)) == [expected]


@pytest.mark.parametrize(
    "question",
    [
        "户籍人口多少",
        "调查失业率",
        "政府性基金收入",
        "外贸出口多少",
        "网上零售额",
        "GDP环比增长多少",
        "初中在校生",
        "社区服务中心有多少个",
        "what was the surveyed unemployment rate?",
        "how large were total imports?",
        "number of licensed doctors",
    ],
)
def test_a_figure_of_a_like_name_is_no_answer(question: str, communique: Assistant) -> None:
    assert isinstance(converse(communique, question).answer, Unknown)

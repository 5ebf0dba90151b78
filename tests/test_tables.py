"""Questions about a table of measures, made for this test: one cell, which rows, how many, the highest."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Unknown
from tests.conftest import Asked
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

TEXT = """海州市2023年国民经济和社会发展统计公报
海州市统计局
一、综合
全年粮食总产量120.5万吨,比上年增长3.1%。
表1  2023年主要农产品产量
指标 | 产量(万吨) | 比上年增长(%)
粮食 | 120.5 | 3.1
水稻 | 80.2 | 5.4
玉米 | 40.3 | -1.2
油料 | 6.1 | -4.0
蔬菜 | 95.7 | 12.6
表2  2023年居民消费价格比上年涨跌幅度
指标 | 涨跌幅度(%)
居民消费价格 | 0.4
食品烟酒 | -0.9
衣着 | 1.1
交通通信 | -2.3
医疗保健 | 0.2
分部门看,机械行业产值增长8.1%,化工行业产值下降2.4%,建材行业产值增长0.6%,纺织行业产值下降5.0%。
二、信访
全年共受理群众申请1120件,其中东山县310件、西河县205件、南湖区605件。
"""


@pytest.fixture(scope="module")
def bulletin(reading: Asked) -> Assistant:
    return reading("haizhou-2023", TEXT)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("玉米产量多少", "40.3"),
        ("玉米产量多少万吨", "40.3"),
        ("玉米增长多少", "-1.2"),
        ("玉米产量降了多少", "-1.2"),
        ("油料增速", "-4.0"),
        ("衣着涨了多少", "1.1"),
        ("交通通信价格变化", "-2.3"),
        ("2023年蔬菜产量", "95.7"),
        ("今年蔬菜产量", "95.7"),
    ],
)
def test_a_cell_is_chosen_by_what_is_asked_of_its_row(
    question: str, expected: str, bulletin: Assistant
) -> None:
    assert values(converse(bulletin, question)) == [expected]


@pytest.mark.parametrize(
    "question", ["2022年玉米产量", "上半年玉米产量", "5月玉米产量", "前年玉米产量", "花生产量"]
)
def test_another_time_or_thing_is_refused(question: str, bulletin: Assistant) -> None:
    assert isinstance(converse(bulletin, question).answer, Unknown)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些农产品减产了", ["玉米", "油料"]),
        ("哪些类别价格上涨了", ["衣着", "医疗保健"]),
        ("产量下降的农产品有哪些", ["玉米", "油料"]),
        ("增长超过5%的农产品有哪些", ["水稻", "蔬菜"]),
        ("有几类价格下降", ["2"]),
        ("增长最快的农产品是哪个", ["蔬菜"]),
        ("哪个类别价格跌幅最大", ["交通通信"]),
        ("价格涨幅最高的是哪类", ["衣着"]),
        ("产量最高的农产品是哪个", ["蔬菜"]),
        ("哪个县申请最多", ["东山县"]),
        ("哪个县申请最少", ["西河县"]),
    ],
)
def test_a_column_is_listed_counted_and_put_in_order(
    question: str, expected: list[str], bulletin: Assistant
) -> None:
    assert values(converse(bulletin, question)) == expected


INCOMES = """2023年居民收入和消费支出情况
指标 | 绝对量(元) | 比上年增长(%)
(一)全国居民人均可支配收入 | 39218 | 6.3
按常住地分: | |
城镇居民 | 51821 | 5.1
农村居民 | 21691 | 7.7
(二)全国居民人均可支配收入中位数 | 33036 | 5.3
按常住地分: | |
城镇居民 | 47122 | 4.4
农村居民 | 18748 | 5.7
(三)全国居民人均消费支出 | 26796 | 9.2
按常住地分: | |
城镇居民 | 32994 | 8.6
农村居民 | 18175 | 9.3
按消费类别分: | |
食品烟酒 | 7983 | 6.7
衣着 | 1479 | 8.4
教育文化娱乐 | 2904 | 17.6
医疗保健 | 2460 | 16.0
"""


@pytest.fixture(scope="module")
def incomes(reading: Asked) -> Assistant:
    return reading("incomes-2023", INCOMES)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("城镇居民人均可支配收入", ["51821"]),
        ("农村居民收入中位数", ["18748"]),
        ("城乡居民消费支出差多少", ["14819"]),
        ("哪些消费类别增长超过15%", ["教育文化娱乐", "医疗保健"]),
        ("消费支出里哪类最多", ["食品烟酒"]),
        ("衣着涨了多少", ["8.4"]),
    ],
)
def test_rows_of_one_name_are_told_apart_by_what_they_stand_under(
    question: str, expected: list[str], incomes: Assistant
) -> None:
    assert values(converse(incomes, question)) == expected


def test_a_title_that_tells_of_two_things_makes_no_row_the_other(incomes: Assistant) -> None:
    turn = converse(incomes, "农村居民消费支出中位数是多少")  # of income there is a median, of spending none
    assert not values(turn)


def test_what_the_headings_leave_open_is_a_choice_that_names_them(incomes: Assistant) -> None:
    turn = converse(incomes, "城镇居民人均多少元")
    assert isinstance(turn.answer, Choices)
    labels = [choice.label for choice in turn.reply.choices]
    assert len(labels) == len(set(labels)) == 3
    assert any("中位数" in label for label in labels)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些行业产值下降了", ["化工行业产值", "纺织行业产值"]),
        ("哪些行业产值增长了", ["机械行业产值", "建材行业产值"]),
    ],
)
def test_what_rose_and_what_fell_is_told_apart_in_a_sentence(
    question: str, expected: list[str], bulletin: Assistant
) -> None:
    assert values(converse(bulletin, question)) == expected


TABLES = {
    "regions": """2024年一季度各地区居民人均可支配收入
地区 | 居民人均可支配收入(元) | 同比增长(%) | 城镇居民人均可支配收入(元)
全国 | 11539 | 6.2 | 15150
北京市 | 22760 | 5.6 | 24640
河北省 | 9563 | 6.1 | 12500
吉林省 | 8310 | 6.6 | 10220
上海市 | 25440 | 5.2 | 26890
西藏自治区 | 6210 | 8.9 | 12010
""",
    "prices": """2024年6月新建商品住宅销售价格指数(上月=100)
城市 | 环比 | 同比
北京 | 99.4 | 97.6
上海 | 100.4 | 104.4
西安 | 100.1 | 99.9
长沙 | 99.5 | 94.8
""",
    "power": """2023年全社会用电量分月情况(亿千瓦时)
指标 | 1月 | 2月 | 3月 | 4月
全社会用电量 | 6950 | 6942 | 7369 | 6901
第二产业 | 4388 | 4560 | 4991 | 4814
第三产业 | 1199 | 1186 | 1250 | 1155
""",
    "profits": """2023年规模以上工业企业利润
行业 | 利润总额(亿元) | 比上年增长(%)
总计 | 76858.3 | -2.3
煤炭开采业 | 7628.9 | -25.3
化学制品制造业 | 4694.2 | -34.1
汽车制造业 | 5086.3 | 5.9
医药制造业 | 3473.0 | -15.1
""",
}


@pytest.fixture(scope="module")
def tables(reading: Asked) -> dict[str, Assistant]:
    return {name: reading(name, text) for name, text in TABLES.items()}


@pytest.mark.parametrize(
    ("table", "question", "expected"),
    [
        ("regions", "北京居民人均可支配收入", ["22760"]),
        ("regions", "哪个省收入增长最快", ["西藏自治区"]),
        ("regions", "哪个地区居民收入最高", ["上海市"]),
        ("regions", "上海比北京居民人均可支配收入高多少", ["2680"]),
        ("regions", "居民人均可支配收入前三的地区", ["上海市", "北京市", "河北省"]),
        ("regions", "河南居民收入", []),
        ("regions", "上半年北京居民收入", []),
        ("prices", "哪些城市环比上涨", ["上海", "西安"]),
        ("prices", "环比下降的城市有几个", ["2"]),
        ("prices", "长沙同比", ["94.8"]),
        ("power", "3月第二产业用电量", ["4991"]),
        ("power", "全社会用电量哪个月最高", ["3月"]),
        ("power", "第三产业用电量最少的是哪个月", ["4月"]),
        ("power", "4月第三产业用电比3月少多少", ["95"]),
        ("power", "7月全社会用电量", []),
        ("profits", "汽车制造业利润总额", ["5086.3"]),
        ("profits", "汽车制造业净利润", []),
        ("profits", "汽车制造业利润率", []),
        ("profits", "利润下降超过20%的行业", ["煤炭开采业", "化学制品制造业"]),
    ],
)
def test_tables_of_places_of_indices_and_of_months(
    table: str, question: str, expected: list[str], tables: dict[str, Assistant]
) -> None:
    assert values(converse(tables[table], question)) == expected

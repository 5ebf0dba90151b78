"""Questions about figures that stand side by side: in one sentence, or of one row in the columns of its years."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Unknown
from tests.conftest import Asked
from tests.conversation import converse, values

COMMUNIQUE = """临江市2023年国民经济和社会发展统计公报
临江市统计局
一、综合
居民消费价格比上年上涨0.3%。分类别看，衣着价格上涨1.2%，居住价格上涨0.4%，医疗保健价格上涨2.6%，食品烟酒价格下降1.5%，交通通信价格下降3.1%。
工业投资增长9.4%，制造业投资增长13.3%，技改投资增长6.1%，民间投资增长4.6%。
二、卫生
年末有医疗卫生机构3200个。其中：医院120个，妇幼保健院9个，社区卫生服务中心80个，诊所1100个，村卫生室1891个。
三、交通
完成快递量1500万件，铁路货运量80万吨。
"""


@pytest.fixture(scope="module")
def communique(reading: Asked) -> Assistant:
    return reading("linjiang-2023", COMMUNIQUE)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("各类价格里涨了1%以上的都有哪些", ["衣着价格", "医疗保健价格"]),
        ("哪几类价格下降超过2%", ["交通通信价格"]),
        ("哪些类别的价格是往下走的", ["食品烟酒价格", "交通通信价格"]),
        ("有几类价格往下掉", ["2"]),
        ("这几种投资里增幅不到7%的是哪些", ["技改投资", "民间投资"]),
        ("各类价格涨得最凶的和跌得最凶的分别是哪类", ["医疗保健价格", "交通通信价格"]),
        ("各类价格下降最多的和上涨最多的各是哪类", ["交通通信价格", "医疗保健价格"]),
        ("医疗卫生机构里，数量上千的是哪几类", ["诊所", "村卫生室"]),
        ("医疗卫生机构超过1000个的有哪几类", ["诊所", "村卫生室"]),
        ("村卫生室占医疗卫生机构的百分之几", ["59.09"]),
        ("村卫生室在全部医疗卫生机构里占多大比重", ["59.09"]),
    ],
)
def test_what_a_sentence_tells_alike_is_listed_counted_and_put_in_order(
    question: str, expected: list[str], communique: Assistant
) -> None:
    assert values(converse(communique, question)) == expected


@pytest.mark.parametrize("question", ["哪个县的投资增长最快", "完成超过1000的有哪些县"])
def test_what_stands_in_a_sentence_by_chance_is_no_series(question: str, communique: Assistant) -> None:
    assert isinstance(converse(communique, question).answer, Unknown)


BALANCE = """海盛股份2024年半年度报告点评
财务预测摘要
指标 | 2022A | 2023A | 2024E | 2025E
营业收入(百万元) | 4446 | 4779 | 5213 | 6283
收入同比(%) | 16.8 | 7.5 | 9.1 | 20.5
固定资产(百万元) | 310 | 305 | 300 | 296
资产总计(百万元) | 890 | 740 | 820 | 930
负债合计(百万元) | 260 | 180 | 210 | 240
ROE(%) | 18.9 | 17.2 | 18.4 | 17.9
"""


@pytest.fixture(scope="module")
def balance(reading: Asked) -> Assistant:
    return reading("haisheng-2024", BALANCE)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("ROE不到18%的有哪几年", ["2023A", "2025E"]),
        ("营业收入超过5000的是哪几年", ["2024E", "2025E"]),
        ("营收增长最快的是哪一年", ["2025E"]),
        ("哪一年的负债总额最高", ["2022A"]),
        ("2025年总资产是多少", ["930"]),
        ("总资产2025年比2023年多多少", ["190"]),
        ("2025年预计的总资产比2023年多多少", ["190"]),
        ("总资产从2023年到2025年增加了多少", ["190"]),
        ("负债合计从2022年到2023年减少多少", ["80"]),
    ],
)
def test_a_row_is_looked_at_over_its_years(question: str, expected: list[str], balance: Assistant) -> None:
    assert values(converse(balance, question)) == expected


def test_of_many_rows_none_is_picked_by_two_years(balance: Assistant) -> None:
    """Which items fell is no question of in which of two years one of them was lower."""
    assert isinstance(converse(balance, "资产里有哪几项2023年比2022年少了").answer, Unknown)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "超额50%以上的指标有哪些",
            [
                "康复救助残疾儿童1200人",
                "完成农村旅游路、资源路、产业路提质改造521千米",
                "支持全市既有住宅加装电梯442台",
            ],
        ),
        ("超额完成五成以上的有几项", ["3"]),
    ],
)
def test_by_how_much_a_target_is_exceeded_is_beyond_all_of_it(
    question: str, expected: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, question)) == expected


def test_numbers_in_words_are_no_slips(communique: Assistant) -> None:
    """三成 stands in no document, and is 30 % all the same."""
    assert isinstance(converse(communique, "投资增幅超过三成的有哪些").answer, Unknown)
    assert values(converse(communique, "投资增幅超过一成的有哪些")) == ["制造业投资"]


TRANSPORT = """临江市2023年交通运输公报
临江市交通运输局
一、货运
公路货运量占货运总量的72.5%。快递量是上年的1.4倍。港口吞吐量超过计划260万吨。
二、价格
汽油价格比上年上涨3.2%。
"""


@pytest.fixture(scope="module")
def transport(reading: Asked) -> Assistant:
    return reading("linjiang-transport-2023", TRANSPORT)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("公路货运量占百分之几", "72.5"),
        ("快递量是上年的几倍", "1.4"),
        ("汽油价格贵了几个点", "3.2"),
        ("汽油价格贵了百分之几", "3.2"),
    ],
)
def test_what_a_figure_is_told_as_needs_no_working_out(
    question: str, expected: str, transport: Assistant
) -> None:
    assert values(converse(transport, question)) == [expected]

"""What a question says of all of a place, of months, of bounds and of how many: small documents, asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found, Unknown
from bot.replies import plain
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

PROVINCE = """云岭省2026年政府工作报告
云岭省人民政府
2026年1月20日

2025年，地区生产总值36528亿元，增长5.1%。限额以上通讯器材零售额增长40.9%。新建高速公路4条。
"""
ORDERS = """# 2024年1—5月全国采购经理指数

| 月份 | 新出口订单 | 从业人员 |
|---|---|---|
| 2024年1月 | 47.2 | 47.6 |
| 2024年2月 | 46.3 | 47.5 |
| 2024年3月 | 51.3 | 48.1 |
| 2024年4月 | 50.6 | 48.0 |
| 2024年5月 | 48.3 | 48.1 |
"""
DEBTS = """# 应收款项账龄

| 账龄 | 2024年6月30日 | 2023年12月31日 |
|---|---|---|
| 一年以内 | 292745 | 316030 |
| 一至二年 | 222680 | 267789 |
| 二至三年 | 42371 | 124993 |
| 三至四年 | 19339 | 22113 |
| 五年以上 | 78222 | 126811 |
"""
GROWTH = """# 星桥公司主要财务指标

| 指标 | 2022年 | 2023年 | 2024年 |
|---|---|---|---|
| 营业收入(百万元) | 4446.11 | 4779.57 | 5213.74 |
| 收入同比(%) | 16.77 | 7.50 | 9.08 |
"""
AGES = """# 2023年农民工年龄构成

| 年龄 | 2022年 | 2023年 |
|---|---|---|
| 16-20岁 | 1.3 | 1.2 |
| 21-30岁 | 18.5 | 15.4 |
| 31-40岁 | 27.2 | 28.0 |
| 41-50岁 | 23.8 | 24.8 |
| 50岁以上 | 29.2 | 30.6 |
"""
SHARES = """# 2023年全市三新经济增加值

| 产业 | 增加值(亿元) | 构成(%) |
|---|---|---|
| 全部 | 2235 | 100.0 |
| 第一产业 | 87 | 3.9 |
| 第二产业 | 935 | 41.8 |
| 第三产业 | 1213 | 54.3 |
"""
MADE = """# 2023年模组产销情况

| 产品 | 产量(万个) | 销量(万个) |
|---|---|---|
| 存储盘模组 | 1329.04 | 1215.69 |
| 嵌入式存储模组 | 530.69 | 287.01 |
"""


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        (PROVINCE, "全省地区生产总值是多少", ["36528"]),
        (PROVINCE, "全省通讯器材零售额去年增长多少", ["40.9"]),
        (ORDERS, "全国新出口订单2024年3月是多少", ["51.3"]),
        (ORDERS, "新出口订单在哪几个月高于50", ["2024年3月", "2024年4月"]),
        (AGES, "十六到二十岁的2023年是多少", ["1.2"]),
        (AGES, "十六到二十岁的，从2022到2023掉了多少", ["0.1"]),
        (SHARES, "第三产业增加值占全部增加值的百分之几", ["54.3"]),
        (MADE, "嵌入式产品的产量比销量多出多少万个", ["243.68"]),
    ],
)
def test_a_question_in_other_words_is_answered(
    document: str, question: str, told: list[str], of_text: Callable[[str, str], Assistant]
) -> None:
    assert values(converse(of_text(document, ".md"), question)) == told


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (PROVINCE, "全国地区生产总值是多少"),  # of the country this says nothing
        (DEBTS, "2024年6月底三年以上的加起来多少"),  # a bound of names is none of their figures
        (DEBTS, "2023年底二年以上的合计"),
    ],
)
def test_what_is_not_told_so_is_declined(
    document: str, question: str, of_text: Callable[[str, str], Assistant]
) -> None:
    assert isinstance(converse(of_text(document, ".md"), question).answer, Unknown)


def test_the_year_before_is_asked_for_with_or_without_a_word_that_asks(
    of_text: Callable[[str, str], Assistant],
) -> None:
    growth = of_text(GROWTH, ".md")
    for later in ("前一年呢", "前一年的是多少", "上一年是多少"):
        assert values(converse(growth, "2024年营业收入是多少", later)) == ["4779.57"]


def test_a_part_is_counted_and_no_share_is_worked_out(shipped: Assistant) -> None:
    assert values(converse(shipped, "保障性租赁住房里市直的占几套")) == ["48"]


@pytest.mark.parametrize("question", ["没完成的有哪些", "未完成的有哪些"])
def test_a_column_alone_is_no_row(question: str, shipped: Assistant) -> None:
    assert not isinstance(converse(shipped, question).answer, Found)


@pytest.mark.parametrize(
    ("question", "said"), [("进度最低的是哪个", "都是100%"), ("lowest progress", "are 100%")]
)
def test_what_is_equal_is_told_with_its_value(question: str, said: str, shipped: Assistant) -> None:
    assert said in converse(shipped, question).reply.headline


def test_who_does_it_is_told_in_any_verb(shipped: Assistant) -> None:
    told = values(converse(shipped, "生态旅游廊道是哪几家在搞"))
    assert told == ["城投集团", "洞庭新城", "临港投资集团"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("给企业缓的税加上退的留抵,合计多少亿", ["65.68"]),
        ("免费查心脏的新生儿比免费做产筛的孕妈,实际多了多少人次", ["1520"]),
        ("被追究責任的公務員當中,約談告誡的比受處分的多幾位?", ["11"]),
    ],
)
def test_the_parts_of_what_is_worked_out_are_said_in_other_words(
    question: str, told: list[str], shipped: Assistant
) -> None:
    turn = converse(shipped, question)
    assert values(turn) == told
    assert "理解为: " in plain(turn.reply)


def test_one_figure_in_other_words_is_held_against_none_that_nobody_names(shipped: Assistant) -> None:
    told = converse(shipped, "养老院里头多添了多少张能照顾瘫在床上老人的床位")
    assert values(told) in ([], ["250"])


ACCOUNTS = """江湾区档案馆2023年度部门决算
江湾区档案馆
2024年9月20日

2023年度收入总计434.72万元,其中:本年收入合计434.16万元,年初结转和结余0.55万元。
"""
CASES = """江湾区法院2024年工作报告
江湾区人民法院
2025年1月20日

全年受理案件1000件,其中刑事案件受理200件。
"""
CENSUS = """# 第七次全国人口普查分地区人口

| 地区 | 人口数 | 比重·2020年(%) | 比重·2010年(%) |
|---|---|---|---|
| 东河区 | 168321 | 22.40 | 23.51 |
| 西河区 | 583095 | 77.60 | 76.49 |
"""
WORK = """Labour market bulletin, August 2024

There were 2.56 million unemployed people, down 46,000 on the quarter.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [("本年收入合计是多少", ["434.16"]), ("收入总计多少", ["434.72"])],
)
def test_of_synonyms_that_are_printed_of_two_figures_the_one_that_is_said_is_meant(
    question: str, told: list[str], of_text: Callable[[str, str], Assistant]
) -> None:
    assert values(converse(of_text(ACCOUNTS, ".txt"), question)) == told


def test_a_part_that_is_called_by_words_of_its_whole_is_not_the_whole(
    of_text: Callable[[str, str], Assistant],
) -> None:
    assert values(converse(of_text(CASES, ".txt"), "受理了多少件")) == ["1000"]


def test_how_far_a_share_fell_is_no_share(of_text: Callable[[str, str], Assistant]) -> None:
    told = converse(of_text(CENSUS, ".md"), "东河区人口比重下降多少")
    assert not {"22.40", "23.51"} & set(values(told))


def test_how_far_it_went_down_is_not_how_many_there_are(of_text: Callable[[str, str], Assistant]) -> None:
    assert values(converse(of_text(WORK, ".txt"), "How many people were unemployed?")) == ["2.56"]


TRAVELLERS = """# 机场旅客

| 时间 | 抵港 | 离港 |
|---|---|---|
| 2001 | 1816632 | 1759738 |
| 2002 | 1901225 | 1850411 |
| 2003/01 | 124578 | 138491 |
| 02 | 115344 | 114645 |
| 03 | 98211 | 90125 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [("2003年哪个月抵港最少", "03"), ("哪个月离港最多", "2003/01"), ("哪一年抵港最多", "2002")],
)
def test_a_month_is_asked_for_among_months_and_a_year_among_years(
    question: str, told: str, of_text: Callable[[str, str], Assistant]
) -> None:
    assert values(converse(of_text(TRAVELLERS, ".md"), question)) == [told]


LAWSUITS = """# 2021年行政诉讼情况

| 诉讼 | 总计(件) | 结果维持(件) |
|---|---|---|
| 行政诉讼 | | |
| 未经复议直接起诉 | 3 | 2 |
| 复议后起诉 | 1 | 1 |
| 民事诉讼 | | |
| 合同 | 4 | 3 |
| 侵权 | 2 | 2 |
"""
BEDS = """松川市第二医院2024年度运行情况报告
松川市第二医院
2025年1月20日

医院编制床位1200张，实际开放1386张。2025年拟将开放床位增至1450张。
"""


def test_what_is_counted_is_added_up_and_no_rows_are_counted(
    of_text: Callable[[str, str], Assistant],
) -> None:
    assert values(converse(of_text(LAWSUITS, ".md"), "行政诉讼总计几件")) == ["4"]


@pytest.mark.parametrize("question", ["真正在用的病床有几张", "实际开放床位多少"])
def test_what_is_planned_is_not_what_there_is(
    question: str, of_text: Callable[[str, str], Assistant]
) -> None:
    assert not {"1200", "1450"} & set(values(converse(of_text(BEDS, ".txt"), question)))

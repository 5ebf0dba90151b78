"""Figures of several times: which is first, how many there are, how they compare, what they were before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Unknown
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

MONTHS = """年度,月份,环比增速(%)
2023年,5月,0.86
2023年,6月,-0.78
2023年,8月,0.36
2023年,10月,0.13
2023年,12月,0.09
2024年,1月,0.20
2024年,2月,-0.08
2024年,3月,0.80
2024年,4月,-0.29
2024年,5月,-0.04
"""
FORECAST = """# 海峰股份盈利预测

| 项目 | 2022A | 2023A | 2024E | 2025E | 2026E |
|---|---|---|---|---|---|
| 收入同比(%) | 16.77 | 7.50 | 9.08 | 20.51 | 17.30 |
| 财务费用 | 41.04 | 12.50 | -61.59 | -96.86 | -97.20 |
| 市盈率(P/E) | 33.85 | 25.09 | 21.78 | 17.86 | 15.03 |
| 毛利率(%) | 19.2 | 18.6 | 18.7 | 18.7 | 18.9 |
"""
AGES = """# 外出务工人员年龄构成

| 年龄组 | 2019年 | 2023年 |
|---|---|---|
| 16-20岁 | 2.0 | 1.2 |
| 21-30岁 | 23.1 | 15.4 |
| 31-40岁 | 25.5 | 28.0 |
| 41-50岁 | 24.8 | 24.8 |
| 50岁以上 | 24.6 | 30.6 |
"""
EARNINGS = """# 汽车公司盈利预测

| 公司 | 总市值(亿元) | EPS(元) · 2024E | EPS(元) · 2025E |
|---|---|---|---|
| 比亚达 | 6927 | 12.83 | 16.30 |
| 吉力汽车 | 898 | 1.61 | 1.35 |
| 银轮股份 | 140 | 1.03 | 1.36 |
"""
BALANCE = """# 中期资产负债表

| 项目 | 2024年6月30日(未经审计) | 2023年12月31日(经审计) |
|---|---|---|
| 权益总额 | 105926 | 104897 |
| 一年以内的应收款 | 292745 | 316030 |
| 三至四年的应收款 | 19339 | 22113 |
| 五年以上的应收款 | 78222 | 126811 |
"""
GROWTH = """# 2023年各县区生产总值

| 县区 | 生产总值(亿元) | 增速(%) |
|---|---|---|
| 全市 | 1246.1 | 6.4 |
| 东山县 | 308.5 | 3.2 |
| 西河区 | 560.2 | 11.5 |
| 三合县 | 377.4 | 0.7 |
"""
SECTORS = """# 2023年新经济增加值

| 产业 | 增加值(亿元) | 现价增速(%) | 构成(%) |
|---|---|---|---|
| 第一产业 | 8728 | 3.2 | 3.9 |
| 第二产业 | 93491 | 0.7 | 41.8 |
| 第三产业 | 121309 | 11.5 | 54.3 |
"""
RETAIL = """# 5月份社会消费品零售情况

| 类别 | 绝对量(亿元) | 同比增长(%) |
|---|---|---|
| 粮油、食品类 | 1615 | 9.3 |
| 饮料类 | 256 | 6.5 |
| 烟酒类 | 422 | 7.7 |
| 金银珠宝类 | 240 | -11.0 |
| 汽车类 | 3875 | -4.4 |
"""
BANKS = """类别,银行,2024年上半年利润增速(%)
国有行,工农银行,-1.89
国有行,农牧银行,2.00
国有行,中华银行,-1.24
股份行,招财银行,-1.33
股份行,浦江银行,16.64
"""
REPORT = """# 沙州市2025年国民经济和社会发展统计公报

全年全市城镇新增就业8501人，比上年增加588人。年末常住人口城镇化率81.52%，比上年末提高0.52个百分点。
全市政府性基金收入109.19亿元，同比减收1.22亿元，下降1.1%。贷款平均利率2.74%，降低1个百分点。
全年共收办申请案件3607件（市政府349件、沭水县477件、泗河县301件、开发区55件、湖滨新区26件、工业园区12件、洋河新区16件）。
"""
PEOPLE = """# 2025年年末人口

| 指标 | 年末数(万人) | 比重(%) |
|---|---|---|
| 全市人口 | 70.15 | 100 |
| 60周岁及以上 | 9.37 | 13.4 |
| 其中：65周岁及以上 | 5.67 | 8.1 |
"""
WASTE = """# 2024年港澄市垃圾清理概况

其中一般垃圾218436吨（占40.91%），资源垃圾283517吨（占53.10%），厨余31942吨（占5.98%）。

| 年别 | 产生量合计 | 厨余 |
|---|---|---|
| 2022年 | 537546 | 35076 |
| 2023年 | 538677 | 33205 |
| 2024年 | 533895 | 31942 |
"""
CASES = [
    # All the times from one to another are meant, not the first and the last.
    (MONTHS, ".csv", "2023年5月到2024年5月，环比增速最高的是哪个月", ["2023年5月"]),
    (MONTHS, ".csv", "2024年上半年环比增速最高的是哪个月", ["3月"]),
    (MONTHS, ".csv", "24年头五个月，哪几个月环比是往下掉的", ["2月", "4月", "5月"]),
    (MONTHS, ".csv", "2023年8月到12月，环比增速超过0.1%的有几个月", ["2"]),
    (MONTHS, ".csv", "环比增速为负的月份一共有几个", ["4"]),
    (MONTHS, ".csv", "24年1到5月环比平均下来多少", ["0.12"]),
    (FORECAST, ".md", "2022A至2026E，收入同比最高的是哪一年", ["2025E"]),
    (FORECAST, ".md", "财务费用哪几年是负数", ["2024E", "2025E", "2026E"]),
    (FORECAST, ".md", "哪几年的市盈率在20倍以上", ["2022A", "2023A", "2024E"]),
    # A sum is what a column is called, and no time is one.
    (WASTE, ".md", "近3年哪年产生量合计最多", ["2023年"]),
    # One time held against another, in figures, in rows, by yes and no.
    (FORECAST, ".md", "2026年毛利率比2023年高吗", ["0.3"]),
    (AGES, ".md", "与2019年相比，2023年哪些年龄组的占比上升了", ["31-40岁", "50岁以上"]),
    (AGES, ".md", "2023年比2019年下降的年龄组有几个", ["2"]),
    (AGES, ".md", "2023年哪个年龄组占比最高", ["50岁以上"]),
    (EARNINGS, ".md", "2025年EPS低于2024年的公司有哪些", ["吉力汽车"]),
    (BALANCE, ".md", "2024年6月30日权益总额比2023年12月31日增加多少", ["1029"]),
    # One row held against another, and an order where a rate names the measure.
    (GROWTH, ".md", "增速低于全市的县有哪些", ["东山县", "三合县"]),
    (GROWTH, ".md", "增速比全市高的有哪些", ["西河区"]),
    (GROWTH, ".md", "西河区的增速比东山县高吗", ["8.3"]),
    (BANKS, ".csv", "国有行里2024年上半年利润增速第二高的是哪家", ["中华银行"]),
    (RETAIL, ".md", "卖得比去年同期还少的有哪些", ["金银珠宝类", "汽车类"]),
    (RETAIL, ".md", "饮料类、烟酒类一共多少亿元", ["678"]),
    (AGES, ".md", "从2019年到2023年50岁以上的占比升了多少个百分点", ["6"]),
    # Parts of one whole may be added up, and other percentages may not.
    (SECTORS, ".md", "第二产业和第三产业的构成合计是多少", ["96.1"]),
    (SECTORS, ".md", "第三产业增加值顶几个第一产业", ["13.9"]),
    # What a figure was before, by how far it has moved since.
    (REPORT, ".txt", "2024年城镇新增就业多少人", ["7913"]),
    (REPORT, ".txt", "2024年末常住人口城镇化率是多少", ["81"]),
    (REPORT, ".txt", "2024年政府性基金收入多少亿元", ["110.41"]),
    (REPORT, ".txt", "贷款平均利率降低前是多少", ["3.74"]),
    # No figure is the whole of others by chance.
    (REPORT, ".txt", "收办申请案件不到100件的有哪些", ["开发区", "湖滨新区", "工业园区", "洋河新区"]),
    (REPORT, ".txt", "收办申请案件沭水县、泗河县一共多少件", ["778"]),
    (PEOPLE, ".md", "60周岁及以上人口里65周岁及以上占百分之几", ["60.51"]),
    (PEOPLE, ".md", "65周岁及以上占百分之几", ["8.1"]),
]
NOT_TOLD = [
    (REPORT, ".txt", "2023年城镇新增就业多少人"),
    (SECTORS, ".md", "第二产业和第三产业的现价增速合计是多少"),
    (FORECAST, ".md", "财务费用哪几年减少"),  # which are below nothing is no answer, nor the lowest
    (REPORT, ".txt", "城镇化率距离90%还差几个百分点"),
    (MONTHS, ".csv", "2022年环比增速最高的是哪个月"),
    (WASTE, ".md", "垃圾占比哪一年最高"),  # things side by side in a sentence are no times
]


@pytest.mark.parametrize(("text", "suffix", "question", "told"), CASES)
def test_what_is_told(
    of_text: Callable[[str, str], Assistant], text: str, suffix: str, question: str, told: list[str]
) -> None:
    turn = converse(of_text(text, suffix), question)
    assert isinstance(turn.answer, Found), turn.answer
    assert values(turn) == told


@pytest.mark.parametrize(("text", "suffix", "question"), NOT_TOLD)
def test_what_is_not(of_text: Callable[[str, str], Assistant], text: str, suffix: str, question: str) -> None:
    assert isinstance(converse(of_text(text, suffix), question).answer, Unknown | Choices)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("西河区的增速比东山县高吗", "是,8.3个百分点"),
        ("西河区的增速有没有东山县高", "是,8.3个百分点"),
        ("东山县的增速没有西河区高吗", "是,8.3个百分点"),
        ("三合县的增速有东山县高吗", "实际上是三合县 · 增速低,低 2.5个百分点"),
        ("三合县的增速是不是比东山县高", "实际上是三合县 · 增速低,低 2.5个百分点"),
        ("东山县的增速比三合县低吗", "实际上是三合县 · 增速低,低 2.5个百分点"),
    ],
)
def test_whether_one_is_more_than_another(
    of_text: Callable[[str, str], Assistant], question: str, said: str
) -> None:
    assert converse(of_text(GROWTH, ".md"), question).reply.headline == said


def test_a_time_is_said_from_that_of_the_figure_told_last(of_text: Callable[[str, str], Assistant]) -> None:
    months = of_text(MONTHS, ".csv")
    assert values(converse(months, "2023年12月环比增速多少", "下个月呢")) == ["0.20"]
    assert values(converse(months, "2024年3月环比增速多少", "上个月呢")) == ["-0.08"]
    assert values(converse(of_text(FORECAST, ".md"), "2024年毛利率多少", "第二年呢")) == ["18.7"]
    assert not isinstance(converse(months, "2024年5月环比增速多少", "下个月呢").answer, Found)

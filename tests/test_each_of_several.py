"""Each of several rows, rows under a heading or by a part of their names, times of a row: small tables, asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

BALANCE = """# 澜石证券资产负债表

| 项目 | 2024年6月30日(万元) | 2023年12月31日(万元) |
|---|---|---|
| 流动负债： | | |
| 拆入资金 | 31097 | 44974 |
| 合同负债 | 505 | 411 |
| 流动负债总额 | 31602 | 45385 |
| 流动资产净额 | 19656 | 18245 |
| 非流动负债： | | |
| 长期债务工具 | 11979 | 10693 |
| 递延所得税负债 | 519 | 582 |
| 租赁负债 | 3295 | 3482 |
| 非流动负债总额 | 15793 | 14757 |
| 净资产 | 10592 | 10489 |
"""
PRICES = """# 2024年3月上旬生产资料价格

| 产品名称 | 单位 | 本期价格(元) | 涨跌(元) |
|---|---|---|---|
| 汽油（95#） | 吨 | 9335.2 | -11.2 |
| 汽油（92#） | 吨 | 9029.3 | -9.6 |
| 柴油（0#） | 吨 | 7644.1 | 15.3 |
| 石蜡（58#半） | 吨 | 8003.6 | 107.2 |
"""
OUTPUT = """# 存储产品产销情况

| 期间 | 产品 | 产量(万个) | 销量(万个) |
|---|---|---|---|
| 2024年1-6月 | 存储卡模组 | 939.42 | 869.26 |
| 2024年1-6月 | 存储盘模组 | 345.12 | 333.87 |
| 2024年1-6月 | 固态硬盘模组 | 159.58 | 141.02 |
| 2023年 | 存储卡模组 | 3786.42 | 3701.15 |
| 2023年 | 存储盘模组 | 1329.04 | 1215.69 |
| 2023年 | 固态硬盘模组 | 278.21 | 266.38 |
"""
AGES = """# 务工人员年龄构成(%)

| 年龄组 | 2021年 | 2022年 | 2023年 |
|---|---|---|---|
| 16-20岁 | 1.6 | 1.3 | 1.2 |
| 21-30岁 | 19.6 | 18.5 | 15.4 |
| 31-40岁 | 27.0 | 27.2 | 28.0 |
| 41岁以上 | 51.8 | 53.0 | 55.4 |
"""
MONTHS = """# 2023年固定资产投资环比增速

| 月份 | 环比增速(%) |
|---|---|
| 1月 | 0.16 |
| 2月 | -0.08 |
| 3月 | 0.80 |
| 4月 | -0.29 |
"""


@pytest.mark.parametrize(
    ("table", "question", "told"),
    [
        (PRICES, "汽油的本期价格分别是多少", ["9335.2", "9029.3"]),
        (PRICES, "两种汽油的本期价格各多少", ["9335.2", "9029.3"]),
        (PRICES, "汽油有哪些品种", ["汽油（95#）", "汽油（92#）"]),
        (PRICES, "名字里带汽油的产品有哪些", ["汽油（95#）", "汽油（92#）"]),
        (OUTPUT, "2024年1-6月三种模组的产量分别是多少", ["939.42", "345.12", "159.58"]),
        (OUTPUT, "2024年1-6月存储卡模组和存储盘模组产量各多少", ["939.42", "345.12"]),
        (BALANCE, "非流动负债包括哪些", ["长期债务工具", "递延所得税负债", "租赁负债"]),
        (BALANCE, "流动负债由哪几项组成", ["拆入资金", "合同负债"]),
        (AGES, "21-30岁占比高于18%的是哪几年", ["2021年", "2022年"]),
        (MONTHS, "哪几个月的投资比前一个月缩水了", ["2月", "4月"]),
    ],
)
def test_each_is_told_and_nothing_else(
    table: str, question: str, told: list[str], of_text: Callable[[str, str], Assistant]
) -> None:
    assert values(converse(of_text(table, ".md"), question)) == told


@pytest.mark.parametrize(
    ("table", "question"),
    [
        (PRICES, "汽油的本期价格是多少"),  # one is asked for
        (OUTPUT, "2024年1-6月两种模组的产量分别是多少"),  # there are three
    ],
)
def test_where_it_is_not_each_that_is_asked_for_one_is_to_be_chosen(
    table: str, question: str, of_text: Callable[[str, str], Assistant]
) -> None:
    assert isinstance(converse(of_text(table, ".md"), question).answer, Choices)

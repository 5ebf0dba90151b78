"""What is drawn for an answer, seen in the words and amounts of its picture."""

from __future__ import annotations

from datetime import date

import pytest

from bot.assistant import Assistant
from bot.language.speech import Language
from bot.pictures import choosing
from bot.pictures.charts import Bars, Chart, Course
from tests.conftest import Asked
from tests.conversation import converse

YEARS = """临江市2023年统计年鉴
临江市统计局
表1 主要指标
指标 | 2019年 | 2020年 | 2021年 | 2022年
常住人口(万人) | 505.9 | 504.8 | 503.1 | 501.0
粮食产量(万吨) | 88.1 | 90.2 | 89.7 | 91.5
"""
TABLE = """临江市2023年公报
临江市统计局
表1 各县区基本情况
县区 | 人口(万人) | 增速(%)
全市 | 100 | 2.0
东县 | 30 | -1.5
西县 | 45 | 6.2
南县 | 25 | 0
"""


def drawn(assistant: Assistant, question: str, language: Language = "zh") -> Chart | None:
    return choosing.chart(converse(assistant, question).answer, assistant.knowledge, language)


def bars(chart: Chart | None) -> list[tuple[str, str, bool]]:
    assert isinstance(chart, Bars)
    return [(bar.name, bar.told, bar.asked) for bar in chart.bars]


def test_a_figure_of_a_table_with_targets_is_drawn_among_the_progress_of_all(shipped: Assistant) -> None:
    chart = drawn(shipped, "孕产妇免费产前筛查完成多少")
    assert isinstance(chart, Bars)
    assert chart.title == "2022年省级重点民生实事项目完成情况表"
    assert chart.about == "进度 · 2022年 · 22 项,画出 20 项"
    assert chart.whole == 100
    assert [one for one in bars(chart) if one[2]] == [("孕产妇免费产前筛查", "100.7%", True)]
    values = [bar.value for bar in chart.bars]
    assert values == sorted(values, reverse=True)


def test_a_list_is_drawn_with_what_it_lists_and_no_more(shipped: Assistant) -> None:
    chart = drawn(shipped, "哪些任务超额完成")
    assert isinstance(chart, Bars)
    assert chart.title == "市政府办公室工作"
    assert chart.about == "进度 · 2022年 · 12 项,画出 10 项"
    assert chart.missing == "没有画出:城市低保标准;农村低保标准"  # they exceed their targets in words
    assert min(bar.value for bar in chart.bars) > 100


@pytest.mark.parametrize("question", ["城市低保标准", "农村低保标准完成多少", "城市低保的进度"])
def test_of_a_row_whose_progress_is_told_in_words_there_is_no_picture_of_the_others(
    question: str, shipped: Assistant
) -> None:
    assert drawn(shipped, question) is None


def test_what_is_compared_is_drawn_side_by_side(shipped: Assistant) -> None:
    expected = [("涉企诉求满意率", "86.9%", False), ("热线群众满意率", "86.08%", False)]
    chart = drawn(shipped, "热线满意率比涉企诉求满意率低多少")
    assert bars(chart) == expected
    assert isinstance(chart, Bars)
    assert chart.most == 100  # 86.9% is no full bar


def test_a_picture_speaks_the_language_of_its_reader(shipped: Assistant) -> None:
    chart = drawn(shipped, "孕产妇免费产前筛查完成多少", "en")
    assert isinstance(chart, Bars)
    assert chart.title == "Provincial-level key livelihood projects 2022"
    assert "Free prenatal screening for pregnant women" in [bar.name for bar in chart.bars]
    assert chart.source.startswith("Source: Work of")


def test_one_figure_over_time_is_a_line(reading: Asked) -> None:
    chart = drawn(reading("linjiang-years", YEARS), "2021年常住人口是多少")
    assert isinstance(chart, Course)
    assert [(point.when, point.told, point.asked) for point in chart.points] == [
        ("2019年", "505.9", False),
        ("2020年", "504.8", False),
        ("2021年", "503.1", True),
        ("2022年", "501.0", False),
    ]
    assert chart.title == "常住人口"
    assert "万人" in chart.about


def test_a_column_is_drawn_without_the_sum_over_it_and_below_nothing_too(reading: Asked) -> None:
    chart = drawn(reading("linjiang-counties", TABLE), "西县的增速是多少")
    assert bars(chart) == [("西县", "6.2%", True), ("南县", "0%", False), ("东县", "-1.5%", False)]


@pytest.mark.parametrize("question", ["热线满意率是多少", "你好", "长沙的满意率是多少"])
def test_where_there_is_nothing_beside_it_nothing_is_drawn(question: str, shipped: Assistant) -> None:
    answer = converse(shipped, question).answer
    assert not choosing.drawable(answer, shipped.knowledge)


@pytest.mark.parametrize("month", ["2021年", "2021年1-5月"])
def test_times_of_different_length_are_no_line(month: str, reading: Asked) -> None:
    name = f"linjiang-{len(month)}"
    chart = drawn(reading(name, YEARS.replace("2021年", month)), "2022年常住人口是多少")
    assert isinstance(chart, Course) == (month == "2021年")


def test_days_are_columns_of_their_kinds() -> None:
    days = [(date(2024, 2, 28), (2, 0)), (date(2024, 2, 29), (1, 2)), (date(2024, 3, 1), (0, 0))]
    chart = choosing.of_days("提问", "共 5 次", ("答出", "没答上"), days)
    assert chart.columns
    assert chart.kinds == ("答出", "没答上")
    told = [(point.when, point.told, point.parts) for point in chart.points]
    assert told == [("2-28", "2", (2, 0)), ("2-29", "3", (1, 2)), ("3-1", "", (0, 0))]

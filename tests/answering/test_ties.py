"""One figure where a question tells it from those beside it, a choice where it does not."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices
from tests.conftest import Asked
from tests.conversation import converse, values

TEXT = """海州市2024年科技工作报告
一、综合
年末常住人口312.5万人。
二、创新
新增创新联合体92家,创新联合体累计327家。数字档案查阅率由21%提升至74%。甲类企业满意率98%,乙类企业满意率87%。
全年居民消费价格微降0.1%。拨付以旧货换新货29.9亿元。
表1 2024年工业企业利润
分组 | 营业收入(亿元) | 利润总额(亿元)
总计 | 8710.4 | 465.2
采矿业 | 386.8 | 81.3
私营企业 | 3198.4 | 126.4
股份制企业 | 6932.5 | 344.3
表2 2024年末人口
指标 | 年末数(万人)
常住人口 | 312.5
表3 务工人员年龄构成
年龄组 | 2023年 | 2024年
16-30岁 | 20.5 | 18.1
31-50岁 | 50.4 | 50.9
50岁以上 | 29.1 | 31.0
"""


@pytest.fixture(scope="module")
def assistant(reading: Asked) -> Assistant:
    return reading("haizhou-2024", TEXT)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("常住人口有多少", "312.5"),  # the text and the table say the same
        ("新增了多少家创新联合体", "92"),
        ("数字档案查阅率提升到多少", "74"),
        ("数字档案查阅率原来是多少", "21"),
        ("工业企业利润总额是多少", "465.2"),  # of no row: of the whole
        ("私营企业利润总额是多少", "126.4"),
        ("居民消费价格有什么变化", "0.1"),
        ("以旧货换新货拨了多少钱", "29.9"),
        ("31到50岁务工人员占比", "50.9"),  # what comes to 100 is a share
    ],
)
def test_the_one_meant_is_given(question: str, expected: str, assistant: Assistant) -> None:
    assert values(converse(assistant, question)) == [expected]


def test_what_is_not_told_apart_is_a_choice(assistant: Assistant) -> None:
    answer = converse(assistant, "企业满意率是多少").answer
    assert isinstance(answer, Choices)
    assert {option.value for option in answer.options} == {"98", "87"}

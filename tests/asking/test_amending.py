"""What a message takes back is not asked: 不对, 我是说, "no wait, I mean"."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from tests.conversation import converse, values


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("热线办结率,不对,我是问满意率", "86.08"),
        ("热线办结率,不对,满意率", "86.08"),
        ("热线办结率不对我是问热线满意率", "86.08"),
        ("办结率是多少,啊不是,热线满意率", "86.08"),
        ("热线办结率,说错了,热线满意率", "86.08"),
        ("热线满意率...我是说办结率", "99.99"),
        ("热线满意率,我的意思是办结率", "99.99"),
        ("热线满意率 哦不 涉企诉求满意率", "86.9"),
        ("加装电梯目标多少,不,完成多少", "699"),
        ("2021年的热线满意率,不对,2022年的", "86.08"),
        ("hotline completion rate, no wait, I mean the hotline satisfaction rate", "86.08"),
        ("hotline satisfaction rate, sorry, I mean elevators completed", "699"),
        ("hotline satisfaction rate - actually, the completion rate", "99.99"),
    ],
)
def test_what_stands_before_a_correction_is_not_asked(said: str, value: str, shipped: Assistant) -> None:
    assert values(converse(shipped, said)) == [value]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("不对,我是问办结率", "99.99"),
        ("不是,我问的是加装电梯", "699"),
        ("no, I mean the elevators completed", "699"),
    ],
)
def test_a_correction_of_the_last_message_goes_on_from_it(said: str, value: str, shipped: Assistant) -> None:
    assert values(converse(shipped, "热线满意率是多少", said)) == [value]


@pytest.mark.parametrize(
    "said", ["热线满意率是多少,不对吗", "热线满意率,不对", "热线满意率,对不对", "热线满意率是86.08%,不是吗"]
)
def test_what_is_followed_by_nothing_to_ask_is_not_taken_back(said: str, shipped: Assistant) -> None:
    assert values(converse(shipped, said)) in (["86.08"], [])


def test_a_condition_that_is_denied_is_no_correction(shipped: Assistant) -> None:
    asked = "市卫健委牵头的任务里,进度不是100%的有几项"
    assert (
        values(converse(shipped, asked)) == values(converse(shipped, asked.replace("不是", "不等于"))) != []
    )

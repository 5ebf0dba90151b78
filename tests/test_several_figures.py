"""Several figures asked for in one message: all are told, or none."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from bot.replies import plain
from tests.conversation import converse, values

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("书记批示件和市长批示件各办了多少件", ["169", "136"]),
        ("人民网和红网来信分别有多少件", ["14", "129"]),
        ("加装电梯目标和完成各多少", ["442", "699"]),
        ("省政府督查激励，县市区比市本级多获奖几项", ["31"]),
        ("农村公路安防设施多修了多少千米", ["198.8"]),
        ("热线受理了多少件，满意率是多少", ["782510", "86.08"]),
        ("为多少户纳税人办理留抵退税，一共多少亿元", ["4340", "55.06"]),
        ("How many letters came from People.cn and Red Net respectively?", ["14", "129"]),
        ("多少来着，加装电梯的目标是多少", ["442"]),
    ],
)
def test_each_figure_is_told(question: str, figures: list[str], shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == figures


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("市民政局和市水利局各牵头几项任务", ["8项, 4项", "· 市民政局: 8项", "· 市水利局: 4项"]),
        ("市卫健委牵头几项任务？市残联呢？", ["5项, 2项", "· 市卫健委: 5项", "· 市残联: 2项"]),
        ("哪个部门牵头的任务最多,有几项", ["市民政局, 8项"]),
        ("进度第二高的是哪项,由谁牵头", ["残疾儿童康复救助, 市残联"]),
        ("Which department leads the most indicators, and how many?", ["(市民政局), 8 items"]),
    ],
)
def test_the_reply_names_each_of_several(question: str, told: list[str], shipped: Assistant) -> None:
    reply = plain(converse(shipped, question).reply)
    assert [line for line in told if line not in reply] == []


@pytest.mark.parametrize(
    "question",
    [
        "热线受理了多少件，平均通话多少分钟",
        "热线受理了多少件平均通话多少分钟",
        "电梯装了多少台花了多少万元",
        "书记批示件和省长批示件各有多少件",
        "电梯装了多少台，花了多少万元",
    ],
)
def test_one_figure_is_no_answer_to_two(question: str, shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == []


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("22年加装电梯完成多少台", "699"),
        ("市级表最后一项由谁牵头", "市商务局"),
        ("省级表第一个任务由谁牵头", "市教体局"),
    ],
)
def test_a_short_year_and_a_place_in_a_table_are_read(question: str, figure: str, shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == [figure]


@pytest.mark.parametrize("question", ["有多少重度残疾人领到护理补贴", "工程报建效能提升之前是多少"])
def test_what_is_paid_to_each_counts_nobody_and_what_is_was_not_always_so(
    question: str, shipped: Assistant
) -> None:
    assert values(converse(shipped, question)) == []


@pytest.mark.parametrize(
    ("question", "figure", "verdict"),
    [
        ("听说热线新增了50名话务员，是真的吗", "30", "no"),
        ("热线新增了30名话务员，对吗", "30", "yes"),
        ("因营商环境被问责的超过30个人吗", "27", "no"),
    ],
)
def test_a_number_that_is_only_said_is_held_against_the_figure(
    question: str, figure: str, verdict: str, shipped: Assistant
) -> None:
    answer = converse(shipped, question).answer
    assert isinstance(answer, Found)
    assert (answer.entries[0].value, answer.verdict) == (figure, verdict)


@pytest.mark.parametrize(
    "question",
    [
        "岳阳海关有哪两项改革是全国首创",
        "残联的任务完成多少",
    ],
)
def test_another_count_of_things_than_is_asked_for_is_no_answer(question: str, shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == []


def test_the_part_of_a_name_that_is_said_twice_is_the_one_asked_for(shipped: Assistant) -> None:
    assert values(converse(shipped, "一线、一箱、一员、一平台当中的一员是指什么")) == ["监督测评员"]
    assert len(values(converse(shipped, "一线、一箱、一员、一平台分别是什么"))) == 4


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("热线满意率多少办结率多少", ["86.08", "99.99"]),
        ("热线满意率是多少还有办结率是多少", ["86.08", "99.99"]),
        ("城市低保多少农村低保多少", ["622", "6210"]),
        ("加装电梯目标多少完成多少进度多少", ["442", "699", "158.1"]),
        ("加装电梯完成多少台牵头是谁", ["699", "市住建局"]),
        ("热线受理多少件满意率多少", ["782510", "86.08"]),
    ],
)
def test_questions_without_a_pause_between_them_are_all_answered(
    said: str, told: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, said)) == told

"""Questions whose answer is worked out: counted, put in order, added up, compared, held against a number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found
from tests import conversation
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

QUESTIONS = conversation.questions("operations.jsonl")
# What is known to fail, with the reason; a question that is answered after all must leave this list.
FAILING = {
    "o054": "what two rows are beyond their targets is not yet compared",
    "o109": "a total that is named by nothing but 总数",
}
HEADLINES = {("zh", "yes"): "是,", ("zh", "no"): "没有,", ("en", "yes"): "Yes: ", ("en", "no"): "No: "}


def _case(question: dict[str, Any]) -> Any:
    reason = FAILING.get(question["id"])
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(question, id=question["id"], marks=marks)


@pytest.mark.parametrize("question", [_case(question) for question in QUESTIONS])
def test_what_is_asked_of_several_figures_is_worked_out(question: dict[str, Any], shipped: Assistant) -> None:
    turn = conversation.ask(shipped, question)
    assert conversation.judge(question, turn) == "right", (question["q"], values(turn))


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["id"] for question in QUESTIONS])
def test_no_question_is_answered_with_a_wrong_figure(question: dict[str, Any], shipped: Assistant) -> None:
    assert conversation.judge(question, conversation.ask(shipped, question)) != "wrong"


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if "verdict" in q], ids=[q["q"] for q in QUESTIONS if "verdict" in q]
)
def test_a_question_of_yes_or_no_gets_the_figure_and_says_which(
    question: dict[str, Any], shipped: Assistant
) -> None:
    turn = conversation.ask(shipped, question)
    assert isinstance(turn.answer, Found)
    assert turn.answer.verdict == question["verdict"]
    assert turn.reply.headline.startswith(HEADLINES[question["lang"], question["verdict"]])
    assert turn.answer.entries[0].sources


@pytest.mark.parametrize(
    ("question", "verdict", "headline"),
    [
        ("养老机构护理型床位是市民政局牵头吗", "yes", "是,市民政局"),
        ("养老机构护理型床位是市卫健委牵头吗", "no", "不是,是市民政局"),
        ("督查激励获奖总数是不是全省第一", "no", "不是,是第二位"),
        ("督查激励获奖总数排全省第二吗", "yes", "是,第二位"),
    ],
)
def test_who_leads_and_where_it_stands_are_told_with_yes_or_no(
    question: str, verdict: str, headline: str, shipped: Assistant
) -> None:
    turn = converse(shipped, question)
    assert isinstance(turn.answer, Found)
    assert (turn.answer.verdict, turn.reply.headline) == (verdict, headline)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("留抵退税多少万元", "550600万元"),
        ("银企对接现场签约多少万元", "3021000万元"),
        ("留抵退税是多少亿", "55.06亿元"),
        ("打12345的老百姓有几成是满意的", "86.08%"),
        ("留抵退税多少元", "55.06亿元"),  # which everybody says of 亿元
    ],
)
def test_a_figure_is_told_in_the_scale_it_is_asked_in(
    question: str, headline: str, shipped: Assistant
) -> None:
    assert converse(shipped, question).reply.headline == headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("书记批示件和市长批示件，哪个不到150件", ["市长批示件"]),
        ("人大代表来电、人民网来信、红网来信，超过100件的是哪些", ["人大代表来电", "红网来信"]),
        ("微建议、总理留言、国家政务工单，哪个第二多", ["微建议"]),
        ("涉企诉求的按时办结率、回访率、满意率里，哪个没到90%", ["满意率"]),
    ],
)
def test_things_that_are_named_are_held_against_a_bound_or_put_in_order(
    question: str, told: list[str], shipped: Assistant
) -> None:
    given = values(converse(shipped, question))
    assert len(given) == len(told)
    assert all(words in name for words, name in zip(told, given, strict=True))


@pytest.mark.parametrize("bound", [*range(690, 710), 0, 69, 6990])
@pytest.mark.parametrize(
    ("asked", "true"),
    [
        ("加装电梯超过{}台了吗", lambda done, bound: done > bound),
        ("加装电梯达到{}台了吗", lambda done, bound: done >= bound),
        ("加装电梯是不是不到{}台", lambda done, bound: done < bound),
    ],
    ids=["above", "reach", "below"],
)
def test_the_verdict_is_what_the_numbers_say(asked: str, true: Any, bound: int, shipped: Assistant) -> None:
    answer = converse(shipped, asked.format(bound)).answer
    assert isinstance(answer, Found)
    assert answer.verdict == ("yes" if true(699, bound) else "no")


@pytest.mark.parametrize("count", range(2, 8))
def test_the_first_few_are_in_order_and_as_many_as_asked(count: int, shipped: Assistant) -> None:
    answer = converse(shipped, f"进度最高的{count}项任务是哪些").answer
    assert isinstance(answer, Found)
    told = [Decimal(entry.printed.rstrip("%")) for entry in answer.entries]
    assert len(told) == count
    assert told == sorted(told, reverse=True)
    every = [cell for row in shipped.knowledge.rows.values() for cell in row.cells.values()]
    assert told[0] == max(cell.number for cell in every if cell.unit == "%" and cell.number is not None)


@pytest.mark.parametrize(
    ("question", "working", "inputs"),
    [
        ("红网来信是人民网来信的几倍", "129 ÷ 14 = 9.21", 2),
        ("诫勉谈话人数占问责人数的比例", "19 ÷ 27 = 70.37%", 2),
        ("人民网来信、红网来信和市长信箱网络来信加起来多少件", "14 + 129 + 14039 = 14182", 3),
        ("书记批示件和市长批示件平均多少件", "(169 + 136) ÷ 2 = 152.5", 2),
        ("市长批示件比书记批示件少多少件", "169 − 136 = 33", 2),
    ],
)
def test_what_is_worked_out_shows_how_and_from_what(
    question: str, working: str, inputs: int, shipped: Assistant
) -> None:
    turn = converse(shipped, question)
    assert isinstance(turn.answer, Found)
    assert turn.answer.working == working
    (entry,) = turn.answer.entries
    assert entry.derived
    assert len(entry.sources) == inputs
    assert len({source.start for source in entry.sources}) == inputs


@pytest.mark.parametrize(
    "question",
    [
        "城市低保标准和农村低保标准哪个高",
        "城市低保标准和农村低保标准加起来多少",
        "目标最大的任务是哪项",
        "市水利局牵头任务的目标合计",
        "省级任务的平均进度",
        "第30项的目标是多少",
        "进度最低的五项任务",
    ],
)
def test_what_cannot_be_put_together_gets_no_figure(question: str, shipped: Assistant) -> None:
    assert values(converse(shipped, question)) == []


@pytest.mark.parametrize("said", ["第二个", "2", "the second one"])
def test_a_line_of_a_list_can_be_pointed_to(said: str, shipped: Assistant) -> None:
    assert values(converse(shipped, "进度最高的三项任务是哪些", said)) == ["163.1"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("小型水库两项目标一共多少座", ["300"]),
        ("农村三路建设的平均进度", ["151.6"]),  # 三路 is a name, not three of them
        ("小型水库三项目标一共多少座", []),
    ],
)
def test_several_rows_of_one_name_are_put_together(
    asked: str, expected: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, asked)) == expected

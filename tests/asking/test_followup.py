"""What is asked next: an entry of what was listed, another place, a figure beside the last one."""

from __future__ import annotations

import pytest

from bot.answering.decision import decide
from bot.answering.verdicts import Verdict
from bot.asking import followup
from bot.asking.dialogue import Context
from bot.asking.parser import parse
from bot.asking.question import Question
from bot.asking.tagging import tag
from bot.knowledge.query import Query, text
from tests.ten_rows import index, verdict

LISTED = "县民政局牵头的任务有哪些"
"""Is answered with 床位, 食堂, 轮椅, in this order."""


def _asked(said: str) -> Question:
    return tag(said, index().vocabulary, index().lexicon)


def _context(before: str, *told: str) -> Context:
    """What a chat is about after a question; ``told`` are the figures that were told, the last one last."""
    last = verdict(before)
    facts = tuple(index().knowledge.facts[name] for name in told)
    listed = last.facts if len(last.facts) > 1 else ()
    return Context(_asked(before), last.facts, (), 1, listed, facts or last.facts[-1:], last.query)


def _text(query: Query | None) -> str:
    return text(query) if query else ""


def _goes_on(said: str, before: str, *told: str) -> Verdict | None:
    """The verdict on what is asked of the figures that were told; None where nothing is asked of them."""
    question, found = _asked(said), index()
    reading = parse(question, found)
    made = tuple(followup.compositions(question, reading.asked, _context(before, *told), found))
    if not made:
        return None
    return decide(reading.made_of(made), found)


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("第一个", "select(row = 床位, role = done)"),
        ("第二个呢", "select(row = 食堂, role = done)"),
        ("第三个", "select(row = 轮椅, role = done)"),
        ("最后一个", "select(row = 轮椅, role = done)"),
        ("倒数第二个", "select(row = 食堂, role = done)"),
        ("第二个的目标", "select(row = 食堂, role = target)"),
        ("第二个的进度是多少", "select(row = 食堂, role = progress)"),
        ("第三个由谁牵头", "select(row = 轮椅, role = lead)"),
        ("the first one", "select(row = 床位, role = done)"),
        ("the target of the second one", "select(row = 食堂, role = target)"),
        ("第四个", "select(fact = )"),
        ("第二个任务的加装电梯", ""),
        ("加装电梯的目标", ""),
        ("目标呢", ""),
    ],
)
def test_an_entry_of_a_list_is_pointed_at(said: str, query: str) -> None:
    assert _text(followup.entry(_asked(said), _context(LISTED), index())) == query


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("第二高的呢", "select(table = county/towns, role = progress) | max 2 | row"),
        ("第三呢", "select(table = county/towns, role = progress) | max 3 | row"),
        ("第四高的是哪项", "select(table = county/towns, role = progress) | max 4 | row"),
    ],
)
def test_another_place_of_the_same_order_is_asked_for(said: str, query: str) -> None:
    assert _text(followup.entry(_asked(said), _context("进度最高的任务是哪项"), index())) == query


def test_nothing_is_pointed_at_where_one_figure_was_told() -> None:
    assert followup.entry(_asked("第二个"), _context("热线群众满意率是多少"), index()) is None


@pytest.mark.parametrize(
    ("before", "said", "query"),
    [
        ("加装电梯完成多少台", "比目标多多少", "select(fact = 电梯.完成) | more from target"),
        ("加装电梯的目标", "比目标多多少", "select(fact = 电梯.完成) | more from target"),
        ("整修山塘完成多少座", "占目标多少", "select(fact = 山塘.完成) | share from target"),
        ("整修山塘完成多少座", "占目标的百分之几", "select(fact = 山塘.完成) | share from target"),
        (
            "书记信箱来信多少件",
            "是县长信箱的几倍",
            "ratio(select(fact = 书记信箱); select(fact = 县长信箱))",
        ),
        ("书记信箱来信多少件", "比县长信箱多多少", "more(select(fact = 书记信箱); select(fact = 县长信箱))"),
        (
            "热线群众满意率是多少",
            "和办结率相差多少",
            "difference(select(fact = 满意率); select(fact = 办结率))",
        ),
        ("热线群众满意率是多少", "超过95%了吗", "select(fact = 满意率) | is it value > 95%?"),
        ("热线群众满意率是多少", "达到97%了吗", "select(fact = 满意率) | is it value ≥ 97%?"),
        ("加装电梯完成多少台", "完成目标了吗", "select(fact = 电梯.完成) | is it done ≥ target?"),
        ("整修山塘完成多少座", "超额完成了吗", "select(fact = 山塘.完成) | is it done > target?"),
        ("热线群众满意率是多少", "办结率呢", ""),
        ("热线群众满意率是多少", "谢谢", ""),
    ],
)
def test_the_figure_told_last_is_held_against_another(before: str, said: str, query: str) -> None:
    found = _goes_on(said, before)
    assert _text(found.query if found else None) == query


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("加起来多少", "sum(select(fact = 书记信箱); select(fact = 县长信箱))"),
        ("相差多少", "difference(select(fact = 县长信箱); select(fact = 书记信箱))"),
        ("哪个多", "higher(select(fact = 书记信箱); select(fact = 县长信箱))"),
        ("平均多少", "mean(select(fact = 书记信箱); select(fact = 县长信箱))"),
    ],
)
def test_the_two_figures_told_last_are_put_together(said: str, query: str) -> None:
    found = _goes_on(said, "县长信箱来信多少件", "书记信箱", "县长信箱")
    assert _text(found.query if found else None) == query


@pytest.mark.parametrize("said", ["加起来多少", "相差多少", "哪个多"])
def test_one_figure_alone_is_put_together_with_nothing(said: str) -> None:
    assert _goes_on(said, "县长信箱来信多少件", "县长信箱") is None


@pytest.mark.parametrize(
    ("before", "said", "told", "query"),
    [
        (
            "县长信箱来信多少件",
            "后者比前者少多少",
            ("书记信箱", "县长信箱"),
            "less(select(fact = 县长信箱); select(fact = 书记信箱))",
        ),
        (
            "县长信箱来信多少件",
            "前者比后者多多少",
            ("书记信箱", "县长信箱"),
            "more(select(fact = 书记信箱); select(fact = 县长信箱))",
        ),
        (
            "县长信箱来信多少件",
            "是前者的几倍",
            ("书记信箱", "县长信箱"),
            "ratio(select(fact = 县长信箱); select(fact = 书记信箱))",
        ),
        (
            "县长信箱来信多少件",
            "是后者的几倍",
            ("书记信箱", "县长信箱"),
            "ratio(select(fact = 书记信箱); select(fact = 县长信箱))",
        ),
    ],
)
def test_figures_told_before_are_called_again(
    before: str, said: str, told: tuple[str, ...], query: str
) -> None:
    found = _goes_on(said, before, *told)
    assert _text(found.query if found else None) == query

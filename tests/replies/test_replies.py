"""What is said: the figure first, then what it is, the row or the working, and the place it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found, Unknown
from bot.replies import en, one_line, plain, render, zh
from bot.replies.parts import Words
from tests.channels import documents
from tests.conversation import converse


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("12345热线群众满意率是多少", "86.08%"),
        ("加装电梯完成多少台", "699台"),
        ("发布各类重要会议、活动通知多少次", "310多次"),
        ("四项重点工作计划是几项", "四项"),
        ("加装电梯由哪个部门牵头", "市住建局"),
        ("农村低保的进度", "高于目标任务1524元"),
        ("书记批示件和市长批示件加起来多少件", "305件"),
        ("市妇联牵头哪项任务", "妇女“两癌”免费检查"),
        ("市残联牵头的任务有哪些", "共2项"),
        ("满意率是多少", "有几个都对得上,您要哪一个?"),
        ("2021年热线满意率", "资料里没有2021年的数字,只有2022年的。"),
        ("长沙的热线满意率", "资料里没有长沙的数字,只讲岳阳市的情况。"),
        ("🤖", "请发一个问题"),
        ("<b>满意率</b>", "资料里没有找到“b”的数字。"),
        ("x" * 200, f"资料里没有找到“{'x' * 39}…”的数字。"),
        ("How many elevators were installed?", "699 units"),
        ("What was the hotline satisfaction rate in 2021?", "2021"),
    ],
)
def test_the_figure_comes_first_as_printed(question: str, headline: str, shipped: Assistant) -> None:
    assert headline in converse(shipped, question).reply.headline


def test_a_figure_of_the_prose_comes_with_name_period_sentence_and_source(shipped: Assistant) -> None:
    assert plain(converse(shipped, "12345热线群众满意率是多少").reply).splitlines() == [
        "86.08%",
        "热线群众满意率(2022年)",
        "「全年受理群众来电诉求782510件,综合办结率99.99%,群众满意率86.08%。」",
        "—— 《市政府办公室工作》 · 2024-03-20 · 12345热线服务",
    ]


def test_a_cell_comes_with_its_row_and_is_marked(shipped: Assistant) -> None:
    reply = converse(shipped, "加装电梯的目标").reply
    row = next(line for line in reply.lines if "▸" in line)
    assert row == "牵头部门 市住建局 | ▸目标 442台 | 完成 699台 | 进度 158.1%"


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("进度最高的", "牵头部门 市交通运输局 | 目标 521千米 | 完成 867千米 | ▸进度 166.4%"),
        ("Best progress", "| target 521 km | done 867 km | ▸progress 166.4%"),
    ],
)
def test_the_row_that_is_chosen_is_named_once_and_marked_by_what_it_was_chosen_by(
    question: str, row: str, shipped: Assistant
) -> None:
    reply = converse(shipped, question).reply
    [line] = reply.lines
    assert line.endswith(row)
    assert reply.headline not in line


def test_a_restored_word_is_shown_with_its_reason_and_the_row_as_printed(shipped: Assistant) -> None:
    text = plain(converse(shipped, "两癌免费检查完成多少人次").reply)
    assert text.startswith("97585人次\n")
    assert "更正" in text
    assert "“两 ”免费检查" in text


def test_a_corrected_figure_is_shown_with_its_reason(tmp_path: Path) -> None:
    document = documents.write(tmp_path / "knowledge")
    assistant = Assistant(tmp_path / "knowledge")
    fact = next(f for f in assistant.knowledge.facts.values() if f.value == "99.5")
    documents.correct(document, fact.id.partition("/")[2], "99.6")
    assistant.reload()
    text = plain(converse(assistant, "按时办结率是多少").reply)
    assert text.startswith("99.6%\n")
    assert "核对原表" in text
    assert "99.5%" in text, "the printed sentence stays"


def test_choices_are_numbered_with_their_values(shipped: Assistant) -> None:
    lines = plain(converse(shipped, "满意率是多少").reply).splitlines()[1:]
    assert [line.partition(".")[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert all(re.search(r": \d+(\.\d+)?%$", line) for line in lines)


def test_suggestions_have_their_figures_below_a_line_that_they_are_not_the_answer(shipped: Assistant) -> None:
    reply = converse(shipped, "长沙的热线满意率").reply
    said, near, *lines = plain(reply).splitlines()
    assert "没有长沙的数字" in said
    assert "不是答案" in near
    assert lines[0] == "· 热线群众满意率: 86.08%"


def test_an_english_reply_is_in_english_but_for_the_quotation(shipped: Assistant) -> None:
    reply = converse(shipped, "How many elevators were installed?").reply
    own = "\n".join((reply.headline, *(line for line in reply.lines)))
    assert not re.search(r"[\u4e00-\u9fff]", own.replace("2022年", "")), own
    assert reply.quotes


def test_every_fact_can_be_told_in_both_languages(shipped: Assistant) -> None:
    for fact in shipped.knowledge.facts.values():
        turn = shipped.pick(shipped.marks.of(fact), "every fact")
        assert turn
        assert isinstance(turn.answer, Found)
        for language in ("zh", "en"):
            reply = render(turn.answer, language, shipped.knowledge)
            assert reply.headline
            assert reply.quotes
            said = plain(reply)
            assert all(item in said for item in fact.items) if fact.items else (fact.value in said)
            assert "None" not in said


@pytest.mark.parametrize(
    ("printed", "line"),
    [("市住建局\n\n目标\n\n\u00a0\n442", "市住建局 目标 442"), ("\u2002a\tb ", "a b"), ("", "")],
)
def test_a_quotation_is_on_one_line(printed: str, line: str) -> None:
    assert one_line(printed) == line


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("热线满意率比办结率高多少", "实际上是热线群众满意率低,低 13.91个百分点"),
        ("热线满意率比办结率低多少", "13.91个百分点"),
        ("办结率比热线满意率低多少", "实际上是热线群众满意率低,低 13.91个百分点"),
        ("书记批示件比市长批示件少多少件", "实际上是市长批示件少,少 33件"),
        ("书记批示件比市长批示件多多少件", "33件"),
    ],
)
def test_a_difference_that_is_the_other_way_round_is_told_so(
    question: str, headline: str, shipped: Assistant
) -> None:
    assert converse(shipped, question).reply.headline == headline


def test_a_difference_that_is_the_other_way_round_is_told_so_in_english(shipped: Assistant) -> None:
    turn = converse(shipped, "热线满意率比办结率高多少")
    headline = render(turn.answer, "en", shipped.knowledge).headline
    assert headline.startswith("In fact ")
    assert "is the lower one, by 13.91" in headline


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("hotline", "1. 12345 hotline: calls and requests from the public: 782510 items"),
        (
            "How many elevators were installed in Shanghai?",
            "existing residential buildings · done: 699 units",
        ),
        ("lead department", "lead department: Municipal Housing and Urban-Rural Development Bureau"),
        ("which department leads the most tasks", "lead department (2022)"),
        (
            "How many elevators were installed?",
            "—— Work of the Yueyang Government Office in 2022 · 2024-03-20",
        ),
        ("How many elevators were installed?", "Municipal-level key livelihood projects 2022"),
    ],
)
def test_what_has_an_english_name_is_told_by_it(question: str, line: str, shipped: Assistant) -> None:
    assert line in plain(converse(shipped, question).reply)


def test_a_topic_is_told_as_it_was_typed(tmp_path: Path) -> None:
    born = [("全市", f"{kind}人口", size, "万人") for kind, size in (("常住", "123"), ("户籍", "150"))]
    sections = {"人口": {"常住人口123万人,户籍人口150万人。": born}}
    documents.write(tmp_path / "knowledge", sections=sections)
    assistant = Assistant(tmp_path / "knowledge")
    assert "“population”" in converse(assistant, "Population?").reply.headline.casefold()
    assert "“人口”" in converse(assistant, "人口").reply.headline


@pytest.mark.parametrize("words", [en.WORDS, zh.WORDS])
@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("86.08", "86.08%"),
        ("86.08%", "86.08%"),
        ("百分之八十六", "百分之八十六"),
        ("9 per cent", "9 per cent"),
    ],
)
def test_a_percentage_has_its_sign_once(words: Words, printed: str, told: str, shipped: Assistant) -> None:
    assert words.quantity(printed, "86.08", "%", shipped.knowledge) == told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", get_args(get_type_hints(Unknown)["reason"]))
def test_every_reason_for_not_telling_has_a_sentence_in_both_languages(
    reason: Any, language: Any, shipped: Assistant
) -> None:
    for named in ("", "86.08%"):
        headline = render(Unknown(reason=reason, named=named), language, shipped.knowledge).headline
        assert headline
        assert "{" not in headline
        assert "“”" not in headline
        assert "()" not in headline

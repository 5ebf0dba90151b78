"""Why an answer came out as it did, in lines for the person who owns the knowledge."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from tests.conversation import converse
from tests.test_questions import DOCUMENTS, ROWS


def _explained(assistant: Assistant, *said: str) -> str:
    """The explanation of the last message, a line a line."""
    *before, last = said
    for text in before:
        assistant.ask(text, "explained")
    lines = assistant.explain(last, "explained")
    assistant.forget("explained")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("12345热线满意率是多少", ["理解为: 热线群众满意率 · 2022年", "没有解释的: 无", "所以: 回答"]),
        ("热线满意率", ["「热线满意率」→ 名称 1.0", "第二名: "]),
        ("加装电梯完成多少台", ["「加装电梯」→ 名称 1.0;「完成」→ 列名 1.0;「台」→ 单位 1.0"]),
        ("满意率", ["落后 0.0", "所以: 给出选择"]),
        (
            "长沙的热线满意率",
            ["没有解释的: 「长沙」", "排除: 热线群众满意率 — 问的地方是“长沙”", "所以: 不回答"],
        ),
        ("2021年热线满意率", ["排除: 热线群众满意率 — 问的时间是“2021年”"]),
        ("超额完成的有哪些", ["理解为: 列出", "超过目标", "项符合", "→ 表和条件", "所以: 回答"]),
        ("书记批示件和市长批示件加起来多少件", ["理解为: 相加 · 书记批示件 · 市长批示件", "所以: 回答"]),
        ("你好", ["理解为: 寒暄", "所以: 不给数字"]),
        ("", ["理解为: 没有可读的字"]),
        ("量子纠缠态的退相干", ["没有解释的: ", "所以: 不回答"]),
        ("热线满意绿是多少", ["(已改错字)"]),
        ("how many elevators were installed?", ["Read as: ", "“elevators” → name 1.0", "So: answered"]),
        ("Shanghai satisfaction rate", ["Unexplained: “Shanghai”", "you asked for the place “Shanghai”"]),
    ],
)
def test_an_explanation_names_what_matched_and_what_did_not(
    question: str, lines: list[str], shipped: Assistant
) -> None:
    explanation = _explained(shipped, question)
    assert [line for line in lines if line not in explanation] == [], explanation


def test_a_follow_up_is_explained_with_the_question_it_goes_on_from(shipped: Assistant) -> None:
    explanation = _explained(shipped, "加装电梯完成多少台", "那目标呢")
    assert "接着上一问: 加装电梯完成多少台" in explanation
    assert "理解为: 既有住宅加装电梯 · 目标" in explanation


def test_the_share_explained_and_the_thresholds_are_those_that_decide(shipped: Assistant) -> None:
    limits = shipped.knowledge.thresholds
    explanation = _explained(shipped, "热线满意率")
    assert f"(需 ≥ {limits.accept:.0%})" in explanation
    assert f"(< {limits.margin:.2f} 才给选择)" in explanation


def test_explaining_changes_nothing_of_what_a_chat_is_about(shipped: Assistant) -> None:
    shipped.ask("加装电梯完成多少台", "unchanged")
    shipped.explain("热线满意率是多少", "unchanged")
    assert shipped.ask("那目标呢", "unchanged").reply.headline == "442台"
    shipped.forget("unchanged")


def test_why_tells_of_the_last_question_and_not_of_the_pick_after_it(shipped: Assistant) -> None:
    assert shipped.why("why") == ()
    shipped.ask("满意率", "why")
    offered = shipped.why("why")
    shipped.ask("2", "why")
    assert offered[-1] == "所以: 给出选择"
    assert shipped.why("why") == offered
    shipped.forget("why")
    assert shipped.why("why") == ()


def test_everything_that_can_be_asked_for_can_be_explained(shipped: Assistant) -> None:
    names = [fact.label for document in DOCUMENTS for fact in document.facts]
    for name in (*names, *(row.title for row in ROWS)):
        for question in (name, f"长沙{name}是多少", f"{name} in 2020", f"{name}和上年相差多少"):
            explanation = shipped.explain(question)
            assert explanation, question
            assert "{" not in "".join(explanation), question
            answered = converse(shipped, question).reply.choices
            assert ("给出选择" in explanation[-1] or "choices" in explanation[-1]) == bool(answered), question

"""Why an answer came out as it did, in lines for the person who owns the knowledge."""

from __future__ import annotations

import pytest

from bot.answering import conversing
from bot.assistant import Assistant
from tests.conversation import converse
from tests.test_questions import DOCUMENTS, ROWS

pytestmark = pytest.mark.slow


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
        ("满意率", ["得分 0.95;", " 0.92,不计名称的长短则落后 0.00(", "所以: 给出选择"]),
        ("批示件", ["得分 0.92;", " 0.92,落后 0.00("]),
        (
            "长沙的热线满意率",
            ["没有解释的: 「长沙」", "排除: 热线群众满意率 — 问的地方是“长沙”", "所以: 不回答"],
        ),
        ("2021年热线满意率", ["排除: 热线群众满意率 — 问的时间是“2021年”"]),
        (
            "热线满意率的目标是多少",
            ["排除: 热线群众满意率 — 没有“目标”这一项", "所以: 不回答;对得上的都排除了"],
        ),
        ("热线不满意率是多少", ["问的是反过来的(“不满意率”)"]),
        ("热线满意率最高的是哪个", ["一个数算不出“最高”"]),
        ("超额完成的有哪些", ["理解为: 列出 · ", "完成 > 目标", "项符合", "→ 表和条件", "所以: 回答"]),
        ("不是水利局牵头的任务有几个", ["理解为: 数一数 · ", "牵头部门 ≠ 市水利局", "34 项符合"]),
        ("进度不低于100%的有几项", ["进度 ≥ 100%", "「进度不低于 100 %」→ 表和条件 1.0"]),
        ("进度最高的三项任务", ["列出 · 最高 1-3"]),
        ("哪个部门牵头的任务最多", ["列出 牵头部门 · 最高 · 数一数 / 牵头部门"]),
        (
            "书记批示件和市长批示件加起来多少件",
            ["理解为: 相加", "「书记批示件」读作: 书记批示件 · 2022年", "算法:169 + 136 = 305", "所以: 回答"],
        ),
        (
            "热线满意率和办结率加起来是多少",
            ["「热线办结率」读作: 热线综合办结率", "所以: 不回答;百分比不能相加"],
        ),
        ("热线满意率是不是不低于86.08%", ["理解为: 是不是 数值 ≥ 86.08%"]),
        ("长沙满意率和热线满意率相差多少", ["「长沙满意率」读作: 资料里没有长沙的数字"]),
        ("加装电梯的目标、完成和进度", ["理解为: 分别回答", "「加装电梯的目标」读作: "]),
        ("你好", ["理解为: 寒暄", "所以: 不给数字"]),
        ("", ["理解为: 没有可读的字"]),
        ("量子纠缠态的退相干", ["没有解释的: ", "所以: 不回答"]),
        ("热线满意绿是多少", ["(已改错字)"]),
        ("how many elevators were installed?", ["Read as: ", "“elevators” → name 1.0", "So: answered"]),
        ("which tasks exceeded their targets?", ["Read as: list · ", "done > target", "12 fit"]),
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


def test_what_is_put_together_with_what_was_told_is_explained_with_it(shipped: Assistant) -> None:
    explanation = _explained(shipped, "加装电梯完成多少台", "那目标呢", "相差多少")
    assert "接着上一问: 那目标呢" in explanation
    assert "刚才说的读作: 既有住宅加装电梯 · 目标" in explanation


def test_an_entry_of_a_list_is_explained_with_the_list(shipped: Assistant) -> None:
    explanation = _explained(shipped, "超额完成的有哪些", "第二个的目标")
    assert explanation.splitlines()[0] == "接着上一问: 超额完成的有哪些"
    assert "· 目标" in explanation


def test_a_name_put_right_is_shown_as_it_was_read(shipped: Assistant) -> None:
    explanation = _explained(shipped, "加状电梯完成多少台")
    assert "加装电梯" in explanation
    assert ("读作: " in explanation) or ("(已改错字)" in explanation)


def test_nothing_is_answered_again_to_be_explained(
    shipped: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped.ask("书记批示件和市长批示件加起来多少件", "kept")
    with monkeypatch.context() as patch:
        patch.setattr(conversing, "answered", None)
        lines = shipped.why("kept")
    shipped.forget("kept")
    assert lines[-1] == "所以: 回答"


def test_a_message_that_is_too_long_is_explained_as_that(shipped: Assistant) -> None:
    shipped.ask("满意率" * 5000, "long")
    assert shipped.why("long") == ("理解为: 太长的消息", "所以: 不给数字")
    shipped.forget("long")


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

"""The questions asked of the whole: made from the tables, and the collections in ``questions/``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge import store as loading
from bot.knowledge.model import Choices, Document, Fact, Found, Row
from tests import conversation, verdicts
from tests.conversation import KNOWLEDGE, ROOT, converse, values

pytestmark = pytest.mark.slow

_KNOWLEDGE = loading.load(KNOWLEDGE)
DOCUMENTS = _KNOWLEDGE.documents
ROWS = tuple(_KNOWLEDGE.rows.values())
CELLS = [(row, column) for row in ROWS for column in row.cells]
WORDS = {
    "目标": ("{}的目标是多少", "{}目标", "What is the target of {}?"),
    "完成": ("{}完成多少", "{}实际完成", "{}: done?"),
    "进度": ("{}的进度", "{}进度是多少", "What is the progress of {}?"),
    "形象进度": ("{}的进度", "{}形象进度", "What is the progress of {}?"),
    "牵头部门": ("{}由哪个部门牵头", "{}牵头部门", "Which department leads {}?"),
}


def _expected(fact: Fact) -> list[str]:
    return list(fact.items) or [fact.value]


def _names(row: Row) -> Iterator[tuple[str, int]]:
    """What a row is called, each with the wording of the question that goes with it."""
    yield row.name, 0
    if row.short:
        yield row.short, 0
        yield row.short, 1
    if row.english:
        yield row.english[0], 2


def test_there_are_all_rows_of_both_tables() -> None:
    assert len(ROWS) == 38
    assert len(CELLS) == 4 * 38


@pytest.mark.parametrize(("row", "column"), CELLS, ids=[f"{r.title} {c}" for r, c in CELLS])
def test_every_cell_is_answered_by_the_name_of_its_row(row: Row, column: str, shipped: Assistant) -> None:
    asked = {WORDS[column][wording].format(name) for name, wording in _names(row)}
    given = {question: values(converse(shipped, question)) for question in asked}
    assert given == dict.fromkeys(asked, _expected(row.cells[column]))


@pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])
def test_the_state_of_a_row_is_told_with_all_its_cells(row: Row, shipped: Assistant) -> None:
    answer = converse(shipped, f"{row.short or row.name}怎么样了").answer
    assert isinstance(answer, Found)
    shown = {entry.fact for entry in (*answer.entries, *answer.context)}
    assert {fact.id for fact in row.cells.values()} <= shown


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.id for document in DOCUMENTS])
def test_nearly_every_figure_of_the_prose_is_given_or_offered_by_its_name(
    document: Document, shipped: Assistant
) -> None:
    missed = []
    for fact in document.facts:
        answer = converse(shipped, fact.short or fact.label).answer
        given = [e.value for e in answer.entries] if isinstance(answer, Found) else []
        offered = [c.value for c in answer.options] if isinstance(answer, Choices) else []
        if given != _expected(fact) and fact.value not in offered:
            missed.append(fact.short or fact.label)
    assert len(missed) <= 0.03 * len(document.facts), missed


@pytest.mark.parametrize(
    "elsewhere",
    [
        "2021年{}",
        "2023年{}是多少",
        "明年{}",
        "长沙市{}",
        "上海{}是多少",
        "平江县{}",
        "湖南省{}",
        "{} in 2020",
    ],
)
def test_no_figure_is_given_for_another_year_or_place(elsewhere: str, shipped: Assistant) -> None:
    names = [fact.short or fact.label for document in DOCUMENTS for fact in document.facts]
    asked = [elsewhere.format(name) for name in (*names, *(row.title for row in ROWS))]
    assert {question: given for question in asked if (given := values(converse(shipped, question)))} == {}


@pytest.mark.parametrize(("file", "floor"), [("dev.jsonl", 0.85), ("own.jsonl", 0.85)])
def test_most_questions_are_answered_rightly_and_hardly_any_wrongly(
    file: str, floor: float, shipped: Assistant
) -> None:
    questions = conversation.questions(file)
    judged = {
        question["id"]: conversation.judge(question, conversation.ask(shipped, question))
        for question in questions
    }
    counted = Counter(judged.values())
    wrong = [question for question in questions if judged[question["id"]] == "wrong"]
    assert counted["right"] >= floor * len(questions), counted
    assert len(wrong) <= 0.03 * len(questions), [question["q"] for question in wrong]


def test_every_question_is_worth_what_is_written_down(shipped: Assistant, tmp_path: Path) -> None:
    """Whoever changes how questions are answered runs ``make verdicts``, and reads what became of the others."""
    before, now = verdicts.kept(), verdicts.judged(shipped, tmp_path)
    assert before.keys() == now.keys()
    changed = {
        name: f"{before[name]} → {verdict}" for name, verdict in now.items() if verdict != before[name]
    }
    assert not changed


@pytest.mark.parametrize("file", ["dev.jsonl", "own.jsonl"])
def test_every_figure_expected_is_printed_in_the_document(file: str) -> None:
    """The collections themselves are held against the document, where an answer is not computed."""
    source = "".join(
        (ROOT / "seeds" / "yueyang-2022-government-office.txt").read_text(encoding="utf-8").split()
    )
    for question in conversation.questions(file):
        if question["kind"] in ("fact", "cell"):
            assert all("".join(value.split()) in source for value in question["values"]), question["id"]


@pytest.mark.parametrize(
    "around",
    [
        "我昨天没记住,想再问一遍,{}",
        "昨天群里有人问起来,{}",
        "我明天要做PPT,先问一句,{}",
        "您好!我在写一份材料,想核对一下数据,{}",
        "哎,我刚看到你们的通报,{},多谢啦",
        "{}?在线等,挺急的",
        "{},上个月领导提过",
        "Quick question - {}",
    ],
)
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("12345热线群众满意率", ["86.08"]),
        ("上级来文", ["2344"]),
        ("加装电梯的目标是多少", ["442"]),
        ("是多少来着,本级发文", ["870"]),
        ("水利局牵头的任务有多少个", ["4"]),
    ],
)
def test_what_is_said_beside_a_question_is_set_aside(
    around: str, asked: str, expected: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, around.format(asked))) == expected


@pytest.mark.parametrize("asked", ["昨天热线接了多少电话", "我在写材料,前年的群众满意率是多少"])
def test_another_time_in_the_question_itself_is_not_set_aside(asked: str, shipped: Assistant) -> None:
    assert values(converse(shipped, asked)) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("有多少项,市级民生实事超额完成指标任务", ["2"]),
        ("有多少个工作日,政府投资项目平均审批时间", ["60"]),
        ("how many 人民网信件", ["14"]),
        ("how many completed 公路安防设施", ["739.8"]),
        ("What is the figure for provincial indicators surpassed?", ["10"]),
        ("What percentage: Business requests: on-time completion rate?", ["98.52"]),
        ("智慧监管指挥中心面积多大", ["120"]),
        ("人才公寓套数的进度", ["100"]),
    ],
)
def test_what_is_counted_in_which_unit_is_understood_wherever_it_stands(
    asked: str, expected: list[str], shipped: Assistant
) -> None:
    assert values(converse(shipped, asked)) == expected

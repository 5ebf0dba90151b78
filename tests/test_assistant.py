"""The assistant: any message gets a reply, and new knowledge is taken whole or not at all."""

from __future__ import annotations

import gc
import itertools
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import conversing
from bot.assistant import Assistant
from bot.errors import KnowledgeError
from bot.knowledge.model import Choices, Unknown
from bot.reading.build import build
from bot.replies import plain
from tests.channels import documents
from tests.conversation import converse, questions, values

pytestmark = pytest.mark.slow

HOSTILE = [
    "",
    " \n\t ",
    "🤖🎉",
    "\u202e率意满线热\u202c",
    "\x00\x01\x1b[31m满意率\x07",
    "满意率" * 3400,
    "a" * 10_000,
    "1" * 10_000,
    "((((((((((" * 1000,
    "\ud800 lone surrogate",
    "'; DROP TABLE facts; --",
    "<script>alert(1)</script>",
    "{{7*7}} %s %n $(id)",
    "０" * 500,
    "的" * 300,
    "\u200b" * 500,
    "e\u0301" * 300,
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one small document."""
    documents.write(tmp_path / "knowledge")
    return tmp_path / "knowledge"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_message_gets_a_short_reply_without_a_figure_of_its_own(
    text: str, shipped: Assistant
) -> None:
    turn = converse(shipped, text)
    reply = plain(turn.reply)
    assert reply
    assert len(reply) < 1000
    reply.encode()
    assert not any(char in reply for char in "\x00\x07\x1b\u202e")


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_conversation_goes_on(shipped: Assistant, said: list[str]) -> None:
    shipped.forget("any")
    assert all(plain(shipped.ask(text, "any").reply) for text in said)


@pytest.mark.parametrize(
    "variant",
    [
        "12345热线群众满意率是多少",
        "１２３４５热线群众满意率是多少？",
        "12345熱線群眾滿意率是多少",
        "请问12345热线群众满意率是多少呢,谢谢!",
        "  12345 热线 群众 满意率 ??? ",
        "12345热线\u200b群众满意率",
        "12345热线群众满意度",
        "rexian qunzhong manyilv shi duoshao",
        "一二三四五热线群众满意率是多少",
        "rexian manyilv",
        "12345 hotline public satisfaction rate",
        "12345热线群众满意律是多少",
    ],
)
def test_however_it_is_written_the_answer_is_the_same(variant: str, shipped: Assistant) -> None:
    assert values(converse(shipped, variant)) == ["86.08"]


WRAPPED: dict[str, Callable[[str], str]] = {
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "spaces and marks": lambda text: f"  {text} ???",
    "invisible characters": "\u200b".join,
    "traditional characters": opencc.OpenCC("s2t").convert,
    "as in Hong Kong": opencc.OpenCC("s2hk").convert,
    "politeness": lambda text: f"您好,请问一下{text}谢谢!",
    "a favour": lambda text: f"麻烦帮我查查{text}",
}


@pytest.mark.parametrize("wrapping", WRAPPED)
def test_wrapping_a_question_does_not_change_its_answer(wrapping: str, shipped: Assistant) -> None:
    asked = [
        question["q"]
        for name in ("dev.jsonl", "own.jsonl")
        for question in questions(name)
        if (question["lang"], question["expect"]) == ("zh", "answer") and "context" not in question
    ]
    plain_answers = {text: values(converse(shipped, text)) for text in asked}
    wrapped = {text: values(converse(shipped, WRAPPED[wrapping](text))) for text in asked}
    lost = [text for text, given in plain_answers.items() if given and not wrapped[text]]
    other = [text for text, given in plain_answers.items() if wrapped[text] not in ([], given)]
    assert other == []
    assert len(lost) <= 0.03 * len(asked), lost


def test_a_figure_is_picked_by_its_mark(shipped: Assistant) -> None:
    offered = converse(shipped, "满意率是多少").reply.choices
    assert len(offered) > 1
    for option in offered:
        turn = shipped.pick(option.id)
        assert turn
        assert values(turn) == [option.value]


def test_a_figure_that_is_no_longer_known_is_not_picked(shipped: Assistant) -> None:
    assert shipped.pick("0123456789abcdef") is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("满意率", "86.08"), ("办结率", "99.99"), ("电梯", "699"), ("elevator", "699"), ("dianti", "699")],
)
def test_a_few_characters_find_figures(typed: str, value: str, shipped: Assistant) -> None:
    found = shipped.search(typed)
    assert value in [choice.value for choice in found]
    assert len(found) <= 10
    assert len({choice.id for choice in found}) == len(found)


def test_a_search_keeps_to_its_limit_and_finds_nothing_in_nonsense(shipped: Assistant) -> None:
    assert len(shipped.search("满意率", limit=2)) == 2
    assert [shipped.search(text) for text in ("", "量子纠缠", "🤖", "你好")] == [()] * 4


def test_time_spent_is_told_in_milliseconds(shipped: Assistant) -> None:
    assert 0 < converse(shipped, "满意率是多少").milliseconds < 60_000


def test_a_reload_takes_corrections_and_new_documents(folder: Path) -> None:
    assistant = Assistant(folder)
    fact = next(f for f in assistant.knowledge.facts.values() if f.value == "86.08")
    assert values(converse(assistant, "群众满意率是多少")) == ["86.08"]
    documents.correct(folder / "harbour-2022", fact.id.partition("/")[2], "87.5")
    documents.write(folder, "museum-2022", "临港市博物馆年报", documents.MUSEUM)
    changes = assistant.reload()
    assert any("86.08" in line and "87.5" in line for line in changes.changed)
    assert any("4321" in line for line in changes.added)
    assert values(converse(assistant, "群众满意率是多少")) == ["87.5"]
    assert values(converse(assistant, "展览接待观众多少人")) == ["4321"]


def test_a_broken_reload_keeps_what_was_there(folder: Path) -> None:
    assistant = Assistant(folder)
    before = assistant.knowledge
    file = folder / "harbour-2022" / "facts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("value:", "valve:", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        assistant.reload()
    assert {problem.file.name for problem in raised.value.problems} == {"facts.yaml"}
    assert all(problem.line > 0 for problem in raised.value.problems)
    assert assistant.knowledge is before
    assert values(converse(assistant, "群众满意率是多少")) == ["86.08"]


def test_a_choice_offered_before_a_reload_can_be_picked_after_it(folder: Path) -> None:
    assistant = Assistant(folder)
    assert isinstance(assistant.ask("客流量", "chat").answer, Choices)
    assistant.reload()
    assert values(assistant.ask("2", "chat")) in (["1200"], ["3400"])


def test_what_has_gone_is_not_said_any_more(folder: Path) -> None:
    documents.write(folder, "museum-2022", "临港市博物馆年报", documents.MUSEUM)
    assistant = Assistant(folder)
    assert values(converse(assistant, "展览接待观众多少人")) == ["4321"]
    for file in (folder / "museum-2022").iterdir():
        file.unlink()
    (folder / "museum-2022").rmdir()
    assert any("4321" in line for line in assistant.reload().removed)
    assert isinstance(converse(assistant, "展览接待观众多少人").answer, Unknown)


def test_a_document_whose_folder_is_taken_away_is_forgotten(tmp_path: Path) -> None:
    for year, rate in (("2022", "96.5"), ("2023", "97.8")):
        said = f"{year}年,便民热线受理来电诉求{year[-1]}250件,群众满意率{rate}%。"
        text = f"{year}年海州县政务服务年报\n\n一、便民服务\n{said}\n"
        (tmp_path / f"haizhou-{year}.txt").write_text(text, encoding="utf-8")
    build(sorted(tmp_path.glob("*.txt")), tmp_path / "knowledge")
    assistant = Assistant(tmp_path / "knowledge")
    assert values(converse(assistant, "2023年群众满意率是多少")) == ["97.8"]
    shutil.rmtree(tmp_path / "knowledge" / "haizhou-2023")
    changes = assistant.reload()
    assert any("97.8" in line for line in changes.removed)
    assert not changes.added
    assert not changes.changed
    assert isinstance(converse(assistant, "2023年群众满意率是多少").answer, Unknown)
    assert values(converse(assistant, "2022年群众满意率是多少")) == ["96.5"]
    for question in ("群众满意率", "来电诉求", "2023年受理多少件"):
        assert "2023年海州县" not in plain(converse(assistant, question).reply)
    assert [document.id for document in assistant.knowledge.documents] == ["haizhou-2022"]


def test_what_was_loaded_before_a_reload_is_gone_without_being_looked_for(folder: Path) -> None:
    assistant = Assistant(folder)
    assistant.prepare()
    for question in ("群众满意率是多少", "那企业呢", "客流量", "谁最高", "qunzhong manyilv"):
        assistant.ask(question, "chat", name=question)
    gc.unfreeze()
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        assistant.reload()  # what is left of the old is in circles, which nobody looks for where it is settled
        gc.unfreeze()
        gc.collect()
        assert not {type(one) for one in gc.garbage if type(one).__module__.startswith("bot.")}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def test_a_reload_in_the_middle_of_a_question_mixes_nothing_and_breaks_no_later_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Assistant(folder)
    assistant.ask("群众满意率是多少", "chat")
    real = conversing.answered

    def answer(*given: Any) -> Any:
        monkeypatch.setattr(conversing, "answered", real)
        documents.write(folder, "museum-2022", "临港市博物馆年报", documents.MUSEUM)
        shutil.rmtree(folder / "harbour-2022")
        assistant.reload()
        return real(*given)

    monkeypatch.setattr(conversing, "answered", answer)
    assert values(assistant.ask("那企业呢", "chat")) in (["93.2"], [])
    assistant.reload()
    assert isinstance(assistant.ask("那企业呢", "chat").answer, Unknown)
    assert assistant.why("chat")


def test_questions_and_reloads_at_once_do_each_other_no_harm(folder: Path) -> None:
    now = [0.0]
    assistant = Assistant(folder, clock=lambda: now[0])
    for number in range(300):
        assistant.ask("群众满意率是多少", f"chat {number}")
    now[0] = 10_000.0  # all of them are forgotten, one by one, while the knowledge is loaded
    mark = assistant.marks.of(next(iter(assistant.knowledge.facts.values())))
    stop = threading.Event()

    def tap() -> None:
        for number in itertools.cycle(range(300)):
            if stop.is_set():
                return
            assistant.pick(mark, f"chat {number}")

    thread = threading.Thread(target=tap)
    thread.start()
    try:
        for _ in range(8):
            assistant.reload()
    finally:
        stop.set()
        thread.join()
    assert values(assistant.ask("群众满意率是多少")) == ["86.08"]


@pytest.mark.parametrize("said", ["12345", "GDP", "2022", "rxmyl", "manyilv", "🤖", "1", "%", "App", "", "Ж"])
@pytest.mark.parametrize(
    ("before", "locale", "language"),
    [
        ([], "", "zh"),
        ([], "zh-hans", "zh"),
        ([], "en", "en"),
        ([], "de", "en"),
        (["热线满意率"], "en", "zh"),
        (["hotline satisfaction rate"], "zh-hans", "en"),
        (["今天天气"], "en", "zh"),
        (["what is the weather"], "zh-hans", "en"),
        (["谢谢"], "en", "zh"),
        (["thanks"], "zh-hans", "en"),
        (["hotline satisfaction rate", "12345", "GDP"], "zh-hans", "en"),
        (["hotline satisfaction rate", "热线满意率"], "en", "zh"),
        (["热线满意率" * 1000], "en", "zh"),
    ],
    ids=str,
)
def test_what_is_of_no_language_is_answered_in_that_of_the_chat_then_of_the_user(
    said: str, before: list[str], locale: str, language: str, shipped: Assistant
) -> None:
    shipped.forget("language")
    for text in before:
        shipped.ask(text, "language", locale=locale)
    assert shipped.ask(said, "language", locale=locale).language == language


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("热线满意率", "zh"),
        ("熱線", "zh"),
        ("GDP是多少", "zh"),
        ("hotline rate 多少", "zh"),
        ("HI", "en"),
        ("satisfaction rate", "en"),
        ("Elevators?", "en"),
        ("GDP growth", "en"),
        ("how many", "en"),
    ],
)
def test_letters_that_tell_a_language_decide_whatever_was_said_before(
    said: str, language: str, shipped: Assistant
) -> None:
    for before, locale in (("热线满意率", "zh-hans"), ("hotline satisfaction rate", "en")):
        shipped.forget("language")
        shipped.ask(before, "language", locale=locale)
        assert shipped.ask(said, "language", locale=locale).language == language


@pytest.mark.parametrize(("language", "before"), [("en", "满意率"), ("zh", "satisfaction rate")])
def test_after_a_tap_the_chat_goes_on_in_the_language_of_the_button(
    language: Literal["zh", "en"], before: str, shipped: Assistant
) -> None:
    shipped.forget("language")
    option = shipped.ask(before, "language").reply.choices[0]
    turn = shipped.pick(option.id, "language", language)
    assert turn
    assert [turn.language, shipped.ask("12345", "language").language] == [language, language]


def test_a_choice_that_is_typed_is_told_in_the_language_of_the_chat(shipped: Assistant) -> None:
    assert converse(shipped, "satisfaction rate", "2").language == "en"
    assert converse(shipped, "满意率", "2").language == "zh"

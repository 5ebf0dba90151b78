"""The terminal chat as a person or a pipe sees it."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import pytest

from bot.assistant import Assistant
from bot.channels import terminal
from bot.channels.terminal import commands

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PROMPT = "›"


def chat(assistant: Assistant, *lines: str) -> list[str]:
    """The replies to these lines, without the empty line that ends each."""
    out = io.StringIO()
    assert terminal.run(assistant, io.StringIO("\n".join(lines)), out) == 0
    return out.getvalue().split("\n\n")[:-1]


def read_until(file: int, end: str) -> str:
    """What is written until ``end`` has come."""
    text = b""
    while not text.endswith(end.encode()):
        assert select.select([file], [], [], 20)[0], f"nothing came after {text.decode(errors='replace')!r}"
        text += os.read(file, 1)
    return text.decode()


def test_a_whole_chat_word_for_word(assistant: Assistant) -> None:
    replies = chat(assistant, "河道清淤完成多少", "那目标呢")
    source = "「河道清淤 目标 40 完成 44」\n—— 《临港市2022年工作报告》 · 2023-03-20 · 重点项目完成情况"
    assert replies == [
        f"44公里\n河道清淤 · 完成(2022年)\n目标 40公里 | ▸完成 44公里\n{source}",
        f"40公里\n河道清淤 · 目标(2022年)\n▸目标 40公里 | 完成 44公里\n{source}",
    ]


@pytest.mark.parametrize("pick", ["2", "西站 · 客流量", "3400人次", "3400", "第二个"])
def test_a_choice_is_picked_by_number_label_or_value(assistant: Assistant, pick: str) -> None:
    offer, answer = chat(assistant, "客流量", pick)
    assert "2. 西站 · 客流量: 3400人次" in offer.splitlines()
    assert answer.startswith("3400人次\n西站 · 客流量")


def test_why_explains_the_last_question(assistant: Assistant) -> None:
    before, answer, why = chat(assistant, "/why", "群众满意率是多少", "/why")
    assert before == "Nothing has been asked yet."
    assert answer.startswith("86.08%")
    assert why.startswith("理解为: 服务热线 · 群众满意率 · 2022年\n")


def test_empty_lines_are_passed_over(assistant: Assistant) -> None:
    assert len(chat(assistant, "", "群众满意率是多少", "   ", "\t")) == 1


def test_no_input_is_no_conversation(assistant: Assistant) -> None:
    out = io.StringIO()
    assert terminal.run(assistant, io.StringIO(""), out) == 0
    assert out.getvalue() == ""


def test_a_reply_is_there_before_the_next_message_is_sent(assistant: Assistant) -> None:
    (typed, typing), (reading, shown) = os.pipe(), os.pipe()
    with open(typed) as stdin, open(shown, "w") as stdout:  # noqa: PTH123 - both are open already
        chatting = threading.Thread(target=terminal.run, args=(assistant, stdin, stdout), daemon=True)
        chatting.start()
        for question, figure in (("河道清淤完成多少", "44公里"), ("那目标呢", "40公里")):
            os.write(typing, f"{question}\n".encode())
            assert read_until(reading, "\n\n").startswith(figure)
        os.close(typing)
        chatting.join()
    os.close(reading)


class Person:
    """A person at a terminal: types, and sees what is written without the codes that place and colour it."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.screen, theirs = pty.openpty()
        self.data, self.seen = b"", 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--knowledge", str(folder)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder.parent,
            env=os.environ
            | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
            | env,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        self.sees("ends")
        self.sees(PROMPT)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)

    def types(self, keys: str) -> None:
        """Type keys."""
        os.write(self.screen, keys.encode())

    def sees(self, words: str) -> None:
        """Wait until these words are written behind those that were seen last."""
        while (found := self._plain().find(words, self.seen)) < 0:
            assert select.select([self.screen], [], [], 20)[0], f"{words!r} is not in {self.written!r}"
            self.data += os.read(self.screen, 4096)
        self.seen = found + len(words)

    def _plain(self) -> str:
        return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", self.written)

    @property
    def written(self) -> str:
        """All that was written until now."""
        return self.data.decode(errors="ignore")

    def leaves(self) -> int:
        """Press Ctrl-D at the next prompt."""
        self.sees(PROMPT)
        os.write(self.screen, b"\x04")
        return self.process.wait(timeout=20)


def test_a_person_gets_a_prompt_and_can_leave(folder: Path) -> None:
    with Person(folder) as person:
        person.types("群众满意率是多少\r")
        person.sees("86.08%")
        person.sees("「热线受理来电")
        assert person.leaves() == 0


def test_ctrl_c_clears_the_line_and_does_not_end_the_chat(folder: Path) -> None:
    with Person(folder) as person:
        person.types("河道清淤")
        person.sees("河道清淤")
        person.types("\x03")
        person.types("群众满意率是多少\r")
        person.sees("86.08%")
        assert "44公里" not in person.written
        assert person.leaves() == 0


def test_the_arrow_brings_back_the_line_before(folder: Path) -> None:
    with Person(folder) as person:
        person.types("群众满意率是多少\r")
        person.sees("86.08%")
        person.sees(PROMPT)
        person.types("\x1b[A")
        person.sees("群众满意率是多少")
        person.types("\r")
        person.sees("86.08%")
        assert person.leaves() == 0


@pytest.mark.parametrize(
    ("typed", "becomes"), [("/so", "/source"), ("/h", "/help"), ("群众满意", "服务热线 · 群众满意率")]
)
def test_tab_completes_commands_and_names(folder: Path, typed: str, becomes: str) -> None:
    with Person(folder) as person:
        person.types(typed)
        person.sees(typed)
        person.types("\t")
        person.sees(becomes[len(typed) :] if typed.startswith("/") else becomes)
        assert person.process.poll() is None


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_there_are_colours_unless_somebody_wants_none(
    folder: Path, env: dict[str, str], coloured: bool
) -> None:
    with Person(folder, **env) as person:
        person.types("群众满意率是多少\r")
        person.sees("86.08%")
        person.sees("——")
        colours = re.findall(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7])(?:;\d+)*m", person.written)
        assert bool(colours) is coloured


def test_commands_tell_what_there_is(assistant: Assistant) -> None:
    parts, figures, gone, source, help_, unknown = chat(
        assistant, "/list", "/list 1", "/list 99", "/source", "/help", "/nothing"
    )
    first = parts.splitlines()[1]
    assert first.startswith("1. ")
    assert figures.splitlines()[0] in first
    assert re.search(r": \d", figures.splitlines()[1])
    assert gone == "There is no part 99; /list lists them."
    assert "《" not in source
    assert "临港市2022年工作报告 · " in source
    assert all(command in help_ for command in commands.COMMANDS)
    assert unknown == "There is no command /nothing; /help lists them."


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "河道清淤: target 40公里 | done 44公里"), ("zh", "河道清淤: 目标 40公里 | 完成 44公里")],
)
def test_a_table_is_listed_by_its_rows(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, language: str, line: str
) -> None:
    monkeypatch.setenv("WENSHU_LANGUAGE", language)
    [listed] = chat(assistant, "/list")
    number, _, _ = next(one for one in listed.splitlines() if "重点项目" in one).partition(".")
    assert line in chat(assistant, f"/list {number}")[0].splitlines()


@pytest.mark.parametrize(
    ("language", "typed", "offered"),
    [
        ("en", "elevator", "Lifts"),
        ("zh", "加装电", "既有住宅加装电梯 · 完成"),
        ("en", "加装电", "既有住宅加装电梯 · 完成"),
    ],
)
def test_names_are_completed_in_the_language_that_is_typed(
    shipped: Assistant, monkeypatch: pytest.MonkeyPatch, language: str, typed: str, offered: str
) -> None:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from bot.channels.terminal.person import Names

    monkeypatch.setenv("WENSHU_LANGUAGE", language)
    found = [one.text for one in Names(shipped).get_completions(Document(typed), CompleteEvent())]
    assert any(offered in one for one in found)


def test_a_pipe_needs_no_prompt(folder: Path) -> None:
    """What only a person needs is not even imported."""
    code = "import sys; from bot.channels import terminal; assert 'prompt_toolkit' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})

"""The terminal chat as a person or a pipe sees it."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.channels import terminal

ROOT = Path(__file__).parents[2]


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
    assert before == terminal.NOTHING_ASKED
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


def interrupt(person: subprocess.Popen[bytes]) -> None:
    """Press Ctrl-C until it is heard: one that comes just before the wait for a key is not noticed there."""
    for _ in range(100):
        person.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            person.wait(timeout=3)
            return


@pytest.mark.parametrize("leave", ["Ctrl-D", "Ctrl-C"])
def test_a_person_gets_a_prompt_and_can_leave(folder: Path, leave: str) -> None:
    screen, theirs = pty.openpty()
    person = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--knowledge", str(folder)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"},
    )
    os.close(theirs)
    try:
        assert "问数" in read_until(screen, terminal.PROMPT)
        os.write(screen, "群众满意率是多少\n".encode())
        answer = read_until(screen, terminal.PROMPT)
        assert "86.08%" in answer
        assert "「热线受理来电" in answer
        if leave == "Ctrl-D":
            os.write(screen, b"\x04")
        else:
            interrupt(person)
        assert person.wait(timeout=20) == 0
    finally:
        person.kill()
        person.wait()
        os.close(screen)

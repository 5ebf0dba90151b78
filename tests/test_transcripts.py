"""Whole terminal chats, word for word: each file of ``transcripts/``, and the session the README shows.

When the wording changes on purpose, ``python -m tests.test_transcripts`` writes the files anew; read the diff.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.channels import terminal
from tests.conftest import Run
from tests.conversation import KNOWLEDGE, ROOT

pytestmark = pytest.mark.slow

TRANSCRIPTS = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "tests" / "transcripts").glob("*.txt"))]
_SHOWN = re.compile(r"^› .*?(?=```|\Z)", re.DOTALL | re.MULTILINE)


def _session(text: str) -> list[tuple[str, str]]:
    """The questions of a transcript, each with the reply that is expected."""
    parts = re.split(r"^› ", text, flags=re.MULTILINE)[1:]
    turns = [part.partition("\n") for part in parts]
    return [(question, reply.strip()) for question, _, reply in turns]


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=[file.stem for file in TRANSCRIPTS])
def test_a_chat_goes_word_for_word(file: Path, wenshu: Run) -> None:
    session = _session(_SHOWN.findall(file.read_text(encoding="utf-8"))[0])
    done = wenshu("chat", stdin="".join(f"{question}\n" for question, _ in session))
    assert done.returncode == 0
    assert done.stdout == "".join(f"{reply}\n\n" for _, reply in session)


def _write_anew(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    shown = _SHOWN.findall(text)[0]
    questions = [question for question, _ in _session(shown)]
    out = io.StringIO()
    terminal.run(Assistant(KNOWLEDGE), io.StringIO("\n".join(questions)), out)
    replies = out.getvalue().strip().split("\n\n")
    turns = [f"› {question}\n{reply}\n" for question, reply in zip(questions, replies, strict=True)]
    file.write_text(text.replace(shown, "\n".join(turns)), encoding="utf-8")


if __name__ == "__main__":
    for transcript in TRANSCRIPTS:
        _write_anew(transcript)

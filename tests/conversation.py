"""Asking the assistant as a person would; `bot.evaluation.judge` says what ``questions/*.jsonl`` hold."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.evaluation.judge import judge, verdict
from bot.knowledge.model import Found, Turn

__all__ = ["KNOWLEDGE", "QUESTIONS", "ROOT", "ask", "converse", "judge", "questions", "values", "verdict"]

ROOT = Path(__file__).resolve().parents[1]
KNOWLEDGE = ROOT / "knowledge"
QUESTIONS = ROOT / "tests" / "questions"
_CHATS = (f"chat {number}" for number in itertools.count())


def converse(assistant: Assistant, *said: str) -> Turn:
    """Say something in a chat of its own; returns what came of the last message."""
    chat = next(_CHATS)
    turns = [assistant.ask(text, chat) for text in said]
    assistant.forget(chat)
    return turns[-1]


def values(turn: Turn) -> list[str]:
    """The values given as the answer; none when there is no answer."""
    return [entry.value for entry in turn.answer.entries] if isinstance(turn.answer, Found) else []


def questions(name: str) -> list[dict[str, Any]]:
    """The questions of one file."""
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def ask(assistant: Assistant, question: dict[str, Any]) -> Turn:
    """Put a question of a file, after what was said before it."""
    return converse(assistant, *question.get("context", ()), question["q"])

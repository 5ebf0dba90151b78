"""Asking the assistant as a person would, and judging its answers against ``tests/questions/*.jsonl``.

A question of these files has ``q``, ``expect`` (answer, choices, unknown, smalltalk) and ``values``: what must
be given, numbers as printed without unit and thousands separators. ``allowed`` may be given beside
them, and each list of ``alt`` instead of them. ``context`` holds what was asked before in the same chat.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from bot.assistant import Assistant
from bot.model import Found, Turn
from bot.replies.structured import as_json

Verdict = Literal["right", "near", "missed", "wrong"]

ROOT = Path(__file__).resolve().parents[1]
KNOWLEDGE = ROOT / "knowledge"
_QUESTIONS = ROOT / "tests" / "questions"
_CHATS = (f"chat {number}" for number in itertools.count())
_PUNCTUATION = re.compile(r"[\s,，。.、;；:：!！?？\"'“”‘’《》〈〉()（）\[\]【】·•…—\-~～/]+")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)%?")


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
    lines = (_QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def ask(assistant: Assistant, question: dict[str, Any]) -> Turn:
    """Put a question of a file, after what was said before it."""
    return converse(assistant, *question.get("context", ()), question["q"])


def judge(question: dict[str, Any], turn: Turn) -> Verdict:
    """What an answer is worth."""
    data = as_json(turn)
    given = [entry["value"] for entry in data["answers"]]
    offered = [choice["value"] for choice in data["choices"]]
    return verdict(question, data["status"], given, offered)


def verdict(question: dict[str, Any], status: str, given: list[str], offered: list[str]) -> Verdict:
    """What it is worth to give or to offer some values. To offer the right one is near; to decline is to miss."""
    if question["expect"] in ("unknown", "smalltalk"):
        return "right" if status in ("unknown", "smalltalk") else "near" if status == "choices" else "wrong"
    wanted = [question["values"], *question.get("alt", ())]
    if status == "choices":
        good = any(_among(values, offered) for values in wanted)
        return "right" if good and question["expect"] == "choices" else "near" if good else "missed"
    if status != "answer":
        return "missed"
    if question["expect"] == "choices":
        return "right" if _among(question["values"], given) else "wrong"
    beside = question.get("allowed", [])
    good = any(_among(values, given) and _among(given, [*values, *beside]) for values in wanted)
    return "right" if good else "wrong"


def _among(values: Iterable[str], others: list[str]) -> bool:
    return all(any(_same(value, other) or _same(other, value) for other in others) for value in values)


def _same(one: str, other: str) -> bool:
    """Whether two values are the same number, or two texts one of which is most of the other."""
    numbers = _number(one), _number(other)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] == numbers[1]
    short, long = _bare(one), _bare(other)
    if numbers != (None, None) or not short:
        return short == long
    return short == long or (short in long and len(long) <= (6 if len(short) >= 4 else 3) * len(short))


def _number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Decimal(match[1]) if match else None


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).casefold()

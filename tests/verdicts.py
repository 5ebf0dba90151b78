"""What each question of ``questions/`` is worth today, kept in a file: a change of behaviour is a diff to read.

python -m tests.verdicts    writes the file anew
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from bot.assistant import Assistant
from tests import conversation

FILE = Path(__file__).parent / "questions" / "verdicts.jsonl"
QUESTIONS = ("dev.jsonl", "own.jsonl", "operations.jsonl", "logic.jsonl", "strangers.jsonl", "traps.jsonl")


def judged(assistant: Assistant) -> dict[str, str]:
    """The verdict of each question, by its id."""
    return {
        question["id"]: conversation.judge(question, conversation.ask(assistant, question))
        for name in QUESTIONS
        for question in conversation.questions(name)
    }


def kept() -> dict[str, str]:
    """The verdicts of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {entry["id"]: entry["verdict"] for entry in map(json.loads, lines)}


def main() -> None:
    """Write the file, and say how many questions are worth what."""
    found = judged(Assistant(conversation.KNOWLEDGE))
    lines = [json.dumps({"id": name, "verdict": verdict}) for name, verdict in found.items()]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE}: {dict(Counter(found.values()))}")  # noqa: T201


if __name__ == "__main__":
    main()

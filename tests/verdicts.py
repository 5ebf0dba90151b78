"""What each question of ``questions/`` is worth today, kept in a file: a change of behaviour is a diff to read.

python -m tests.verdicts    writes the file anew
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from bot.assistant import Assistant
from tests import conversation, open_sets

FILE = Path(__file__).parent / "questions" / "verdicts.jsonl"
QUESTIONS = (*open_sets.SEED, "traps.jsonl")


def judged(assistant: Assistant, cache: Path) -> dict[str, str]:
    """The verdict of each question, by its id; those of strangers' documents, which are read into a cache, too."""
    asked = [(assistant, question) for name in QUESTIONS for question in conversation.questions(name)]
    for one in open_sets.collect(None, cache)[1:]:
        own = Assistant(one.knowledge)
        asked += [(own, question) for question in one.questions]
    return {
        question["id"]: conversation.judge(question, conversation.ask(who, question))
        for who, question in asked
    }


def kept() -> dict[str, str]:
    """The verdicts of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {entry["id"]: entry["verdict"] for entry in map(json.loads, lines)}


def main() -> None:
    """Write the file, and say how many questions are worth what."""
    found = judged(Assistant(conversation.KNOWLEDGE), conversation.ROOT / ".bench")
    lines = [json.dumps({"id": name, "verdict": verdict}) for name, verdict in found.items()]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE}: {dict(Counter(found.values()))}")  # noqa: T201


if __name__ == "__main__":
    main()

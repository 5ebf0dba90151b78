"""The one object with state: the knowledge in use and each chat's context."""

from __future__ import annotations

from pathlib import Path

from bot import knowledge
from bot.knowledge import Changes, Knowledge
from bot.model import Choice, Greeting, Reply, Turn


class Assistant:
    """Answers questions; one chat's context never meets another's."""

    def __init__(self, folder: Path) -> None:
        """Load the knowledge in ``folder``; raises `bot.errors.KnowledgeError`."""
        self.folder = folder
        self.knowledge: Knowledge = knowledge.load(folder)

    def ask(self, text: str, chat: str = "") -> Turn:
        """Answer one message of one chat."""
        return Turn(question=text, language="zh", answer=Greeting(topic="hello"), reply=Reply(headline="你好"))

    def pick(self, id: str, chat: str = "", language: str = "zh") -> Turn | None:  # noqa: A002
        """Answer with the fact of that id (a tap on a choice); None when it is no longer known."""
        return None

    def search(self, text: str, limit: int = 10) -> tuple[Choice, ...]:
        """The figures that fit a few characters, best first."""
        return ()

    def reload(self) -> Changes:
        """Read the knowledge again and swap it in at once; with any fault the old one stays in use."""
        new = knowledge.load(self.folder)
        changes = knowledge.compare(self.knowledge, new)
        self.knowledge = new
        return changes

    def forget(self, chat: str) -> None:
        """Drop the context of a chat."""

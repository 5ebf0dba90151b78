"""What a channel needs of whoever answers: `bot.assistant.Assistant`, as far as it is asked from outside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

from bot.asking.trails import Trail
from bot.knowledge.changes import Changes
from bot.knowledge.marks import Marks
from bot.knowledge.model import Choice, Document, Fact, Knowledge, Reply, Turn
from bot.language.speech import Language


class Answering(Protocol):
    """Answers messages of many conversations; see the methods of the same names in `bot.assistant`."""

    folder: Path

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in use."""

    @property
    def marks(self) -> Marks:
        """The marks of the figures of the knowledge in use."""

    def ask(  # noqa: PLR0913 - as there
        self,
        text: str,
        chat: str = "",
        *,
        after: str = "",
        name: str = "",
        locale: str = "",
        speak: Language | None = None,
    ) -> Turn:
        """Answer one message of one chat."""

    def pick(self, mark: str, chat: str = "", language: Language = "zh", *, name: str = "") -> Turn | None:
        """Answer with the fact of that mark."""

    def show(self, mark: str, language: Language = "zh") -> Reply | None:
        """The words of an answer that is the fact of that mark."""

    def why(self, chat: str) -> tuple[str, ...]:
        """Why the last question of a chat got its answer."""

    def trail(self, chat: str = "", *, answer: str = "") -> Trail | None:
        """How a chat, or an answer, came to what it is about."""

    def figures(self, answer: str) -> tuple[Fact, ...]:
        """The facts that an answer rests on."""

    def retrace(self, led: Trail, chat: str = "", *, answer: str = "", age: float = 0.0) -> bool:
        """Have a chat, or an answer, be about what a trail leads to."""

    def forget(self, chat: str) -> None:
        """Drop the context of a chat."""

    def search(self, text: str, limit: int = 10) -> tuple[Choice, ...]:
        """The figures that fit a few characters."""

    def reload(self) -> Changes:
        """Read the knowledge again."""

    def called(self, text: str) -> str:
        """What a question calls the thing it asks for."""

    def instead(self, changed: Sequence[Document]) -> tuple[Self, Self]:
        """One that answers as this one does, and one for which some documents are as they are given."""

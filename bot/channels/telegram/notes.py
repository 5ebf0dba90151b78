"""What the bot notes of the questions it is asked; whoever keeps more than this does it behind the same methods."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

from bot.knowledge.model import Turn
from bot.language.speech import Language

if TYPE_CHECKING:
    from bot.records.records import Records

MOST = 5_000
"""Figures that are counted; the rarest are dropped where there are more."""


def token(question: str) -> str:
    """A question as a button carries it, which has no room for the words."""
    return hashlib.blake2b(question.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Notes(Protocol):
    """Hears what is asked and what people think of the answers; nothing here may wait.

    Attributes:
        days: For how many days questions are kept; 0 where none is.
        records: Where they are kept; None where nothing is.
        lasting: Whether the language that somebody has chosen is kept.
    """

    @property
    def days(self) -> int: ...

    @property
    def records(self) -> Records | None: ...

    @property
    def lasting(self) -> bool: ...

    def asked(self, name: str, person: int, turn: Turn, mark: str, chat: int) -> None:
        """Hear a question and what came of it.

        Args:
            name: What the answer is called, as in `judged`.
            person: Who has asked; 0 where that is not known.
            turn: The question and its answer.
            mark: The mark of the one figure that was given; empty where it was none or several.
            chat: Where.
        """

    def judged(self, name: str, person: int, *, good: bool) -> None:
        """Hear that somebody finds the answer of that name good, or not."""

    def chosen(self, mark: str) -> None:
        """Hear that a figure that was listed inline was sent."""

    def most_asked(self, count: int) -> Sequence[str]:
        """The marks of the figures that are asked for most, the first one most."""

    def choose(self, person: int, language: Language | None) -> None:
        """Hear which language somebody wants to be answered in; None for that of each question."""

    def speaks(self, person: int) -> Language | None:
        """The language that somebody has chosen, as far as it is kept."""

    def forget(self, person: int) -> None:
        """Forget what is known of a person."""

    def drop(self, people: Collection[str]) -> None:
        """Forget what is known here of people that another worker has forgotten, as they stand in the records."""


class Counted:
    """Counts, in memory only, how often each figure was asked for, by nobody in particular."""

    days = 0
    records: ClassVar[None] = None
    lasting = False

    def __init__(self) -> None:
        """Start with nothing asked."""
        self._times = Counter[str]()
        # What is sent inline is heard of in another thread than what is asked.
        self._lock = threading.Lock()

    def asked(self, name: str, person: int, turn: Turn, mark: str, chat: int) -> None:  # noqa: ARG002 - only the figure counts
        """Count the figure."""
        self._count(mark)

    def judged(self, name: str, person: int, *, good: bool) -> None:
        """Keep nothing of it."""

    def chosen(self, mark: str) -> None:
        """Count the figure."""
        self._count(mark)

    def most_asked(self, count: int) -> Sequence[str]:
        """The marks of the figures that were counted most often."""
        with self._lock:
            return [mark for mark, _ in self._times.most_common(count)]

    def choose(self, person: int, language: Language | None) -> None:
        """Keep nothing of it."""

    def speaks(self, person: int) -> Language | None:  # noqa: ARG002 - nobody is known
        """Nothing is kept."""
        return None

    def forget(self, person: int) -> None:
        """There is nothing to forget: nobody was noted."""

    def drop(self, people: Collection[str]) -> None:
        """There is nothing to forget: nobody was noted."""

    def _count(self, mark: str) -> None:
        if not mark:
            return
        with self._lock:
            self._times[mark] += 1
            if len(self._times) > MOST:
                self._times = Counter(dict(self._times.most_common(MOST // 2)))

"""What is asked in Telegram goes into the records."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.notes import Counted
from bot.knowledge.model import Turn
from bot.records.records import Records

MOST = 100
"""Figures of before that are known from the start."""


class Recorded:
    """The `bot.channels.telegram.notes.Notes` of a bot that keeps records."""

    def __init__(self, records: Records) -> None:
        """Keep what is heard in ``records``."""
        self.days = records.keep_days
        self.records = records
        # Listed at each key that is pressed: so the database is asked once.
        self._earlier = records.most_asked(MOST)
        self._counted = Counted()

    def close(self) -> None:
        """Write what waits to be written."""
        self.records.close()

    def asked(self, name: str, person: int, turn: Turn, mark: str) -> None:
        """Note a question and what came of it."""
        self.records.asked(
            name,
            turn.question,
            turn.answer,
            language=turn.language,
            score=turn.score,
            milliseconds=turn.milliseconds,
            person=person,
            mark=mark,
        )
        self._counted.asked(name, person, turn, mark)

    def judged(self, name: str, person: int, *, good: bool) -> None:
        """Note what somebody thinks of an answer."""
        self.records.rated(name, person, good=good)

    def chosen(self, mark: str) -> None:
        """Note a figure that was sent from the inline list, by nobody in particular."""
        self.records.chosen(mark, "")
        self._counted.chosen(mark)

    def most_asked(self, count: int) -> Sequence[str]:
        """The marks of the figures that are asked for most, those since the start first."""
        return list(dict.fromkeys([*self._counted.most_asked(count), *self._earlier]))[:count]

    def forget(self, person: int) -> None:
        """Delete what is kept about a person."""
        self.records.forget(person)

"""What is asked in Telegram goes into the records."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.channels.telegram.notes import Counted
from bot.knowledge.model import Turn
from bot.language.speech import Language
from bot.records.records import Records

MOST = 100
"""Figures of before that are known from the start."""


class Recorded:
    """The `bot.channels.telegram.notes.Notes` of a bot that keeps records."""

    def __init__(self, records: Records) -> None:
        """Keep what is heard in ``records``."""
        self.days = records.keep_days
        self.lasting = True
        self.records = records
        # Listed at each key that is pressed, and looked at for each message: so the database is asked once.
        self._earlier = records.most_asked(MOST)
        self._languages = records.languages()
        self._counted = Counted()

    def asked(self, name: str, person: int, turn: Turn, mark: str, chat: int) -> None:
        """Note a question and what came of it."""
        self.records.asked(
            name,
            turn.question,
            turn.answer,
            language=turn.language,
            score=turn.score,
            milliseconds=turn.milliseconds,
            chat=chat,
            person=person,
            mark=mark,
        )
        self._counted.asked(name, person, turn, mark, chat)

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

    def choose(self, person: int, language: Language | None) -> None:
        """Keep the language that somebody has chosen."""
        who = self.records.hashed(person)
        self._languages.pop(who, None)
        if language:
            self._languages[who] = language
        self.records.choose(person, language)

    def speaks(self, person: int) -> Language | None:
        """The language that somebody has chosen."""
        return self._languages.get(self.records.hashed(person))

    def forget(self, person: int) -> None:
        """Delete what is kept about a person."""
        self.drop([self.records.hashed(person)])
        self.records.forget(person)

    def drop(self, people: Collection[str]) -> None:
        """Forget the languages of people who stand in the records no more."""
        for who in people:
            self._languages.pop(who, None)

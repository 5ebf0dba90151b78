"""Once a week admins hear how much was asked and what got no answer, each in their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.channels.telegram import calls, questions
from bot.channels.telegram.calls import Call
from bot.channels.telegram.layout import Block
from bot.channels.telegram.review import Review
from bot.channels.telegram.wording import Wording, wording
from bot.records.records import Records

HOUR = 9
"""On Mondays at this hour, in the time of the place, a week ends."""
FEW = 5
"""Kinds of questions without an answer that are told."""


class Digest:
    """What admins hear of a week; that it was told stands in the records, so a restart tells nothing twice."""

    def __init__(self, records: Records, review: Review, admins: Iterable[int]) -> None:
        """Tell ``admins`` of what ``records`` have."""
        self._records = records
        self._review = review
        self._admins = sorted(admins)
        self._languages: dict[int, str] = {}

    def meet(self, admin: int, words: Wording) -> None:
        """Note the language that an admin reads."""
        if self._languages.get(admin) != words.language:
            self._languages[admin] = words.language
            self._records.meet(admin, words.language)

    def forget(self, admin: int) -> None:
        """Forget which language somebody reads."""
        self._languages.pop(admin, None)

    def due(self) -> Iterator[Call]:
        """What those admins are told now who do not know of the last week; nothing of one without a question."""
        now = self._records.now()
        end = monday(now)
        for admin in self._admins:
            language = self._records.digest(admin, end.timestamp())
            if language is not None:
                yield from self._told(admin, wording(language), end)

    def _told(self, admin: int, words: Wording, end: datetime) -> tuple[Call, ...]:
        since = end - timedelta(days=questions.WEEK)
        self._records.flush()  # what was asked last is of the week, too
        if not self._records.stats(since.timestamp()).questions:
            return ()
        found = self._review.open()
        open_ = [
            Block(words.times.format(number=number, count=group.count, question=group.text))
            for number, (group, _) in enumerate(found[:FEW], 1)
        ]
        if open_:
            heading = Block(words.unanswered.format(count=len(found)), "b")
            open_ = [heading, *open_, Block(words.more_unanswered)]
        said = [
            *questions.summary(self._records, words.digest, since, words),
            *open_,
            Block(words.digest_off, "i"),
        ]
        picture = questions.picture(self._records, words, end, questions.WEEK)
        return calls.illustrated(calls.unasked(admin, said), picture)


def monday(now: datetime) -> datetime:
    """When the last week ended; ``now`` is in the time of the place.

    >>> [monday(datetime(2024, 7, day, hour)).day for day, hour in ((1, 8), (1, 9), (7, 23))]
    [24, 1, 1]
    """
    end = now.replace(hour=HOUR, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
    return end if end <= now else end - timedelta(days=questions.WEEK)

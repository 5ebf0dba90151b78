"""What an admin is told of how much people ask: in numbers, and day by day in a picture."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.channels.telegram.layout import Block
from bot.channels.telegram.wording import Wording
from bot.records.records import Outcome, Records

DAYS, WEEK = 30, 7
"""Days in the picture, and of a week."""
_KINDS: tuple[Outcome, ...] = ("answered", "choices", "declined")


def statistics(records: Records, words: Wording, now: datetime) -> list[Block]:
    """How today and the last seven days went; ``now`` is in the time of the place."""
    return [
        *summary(records, words.today, _midnight(now), words),
        *summary(records, words.this_week, now - timedelta(days=WEEK), words),
    ]


def picture(records: Records, words: Wording, now: datetime, days: int = DAYS) -> bytes | None:
    """Each of the last days, at most so many, with what became of its questions, as a PNG; None for none asked."""
    from bot.pictures.choosing import of_days
    from bot.pictures.drawing import draw

    today, place = now.date(), now.tzinfo
    shown = [today - timedelta(days=before) for before in reversed(range(min(days, records.keep_days)))]
    since = _midnight(now) - timedelta(days=len(shown))  # a day more: clocks are put forward
    counts = Counter(
        (datetime.fromtimestamp(at, place).date(), became)
        for at, became in records.outcomes(since.timestamp())
    )
    told = [(day, [counts[day, kind] for kind in _KINDS]) for day in shown]
    while len(told) > WEEK and not any(told[0][1]):
        told.pop(0)  # before anybody asked
    asked = sum(sum(of_day) for _, of_day in told)
    if not asked:
        return None
    about = words.last_days.format(days=len(told), count=f"{asked:,}")
    return draw(of_days(words.asked_a_day, about, words.outcomes, told))


def summary(records: Records, title: str, since: datetime, words: Wording) -> list[Block]:
    """How it went since a time, under a title."""
    stats = records.stats(since.timestamp())
    told = words.stats.format(
        questions=stats.questions,
        answered=stats.answered,
        choices=stats.choices,
        declined=stats.declined,
        ups=stats.ups,
        downs=stats.downs,
        p50=round(stats.p50, 1),
        p99=round(stats.p99, 1),
    )
    return [Block(title, "b"), Block(told)]


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)

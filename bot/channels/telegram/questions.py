"""What an admin is told of what people ask: how many questions there were, and which got no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.channels.answering import Answering
from bot.channels.telegram.layout import Block
from bot.channels.telegram.notes import Notes
from bot.channels.telegram.wording import Wording
from bot.knowledge.model import Choice
from bot.language import units
from bot.records.grouping import Group

GROUPS = 10
"""Kinds of questions without an answer that are listed, the most frequent first."""


def statistics(notes: Notes, words: Wording, now: datetime) -> list[Block]:
    """How today and the last seven days went; ``now`` is in the time of the place."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    blocks = []
    for title, since in ((words.today, midnight), (words.this_week, now - timedelta(days=7))):
        stats = notes.stats(since.timestamp())
        if stats is None:
            return [Block(words.nothing_kept)]
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
        blocks += [Block(title, "b"), Block(told)]
    return blocks


def unanswered(notes: Notes, assistant: Answering, words: Wording) -> list[Block]:
    """The questions that got no answer or a bad one, each with the figure that is probably meant."""
    canonical = assistant.knowledge.vocabulary.canonical
    groups = notes.unanswered(lambda text: " ".join(canonical(text)))
    if not groups:
        return [Block(words.none_unanswered)]
    return [
        Block(words.unanswered.format(count=len(groups)), "b"),
        *_lines(groups[:GROUPS], assistant, words),
    ]


def _lines(groups: Sequence[Group], assistant: Answering, words: Wording) -> Iterator[Block]:
    for group in groups:
        near = _near(group.text, assistant)
        meant = "".join(
            words.probably.format(figure=f"{one.label}: {units.told(one.value, one.unit)}") for one in near
        )
        yield Block(words.times.format(count=group.count, question=group.text) + meant)


def _near(question: str, assistant: Answering) -> tuple[Choice, ...]:
    """The one figure nearest to a question; none where there is nothing near."""
    reply = assistant.ask(question).reply
    return (*reply.choices, *reply.suggestions)[:1]

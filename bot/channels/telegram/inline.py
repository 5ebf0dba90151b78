"""Inline mode: figures listed as somebody types in any chat, each of which is sent as a card when it is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

from telegram import (
    InlineKeyboardButton,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode

from bot.channels.answering import Answering
from bot.channels.telegram import labels, links
from bot.channels.telegram.calls import Listing
from bot.channels.telegram.layout import NO_PREVIEW, blocks, copying, keyboard, shortened, split
from bot.channels.telegram.reports import LOOKED_AT, exemplary
from bot.channels.telegram.wording import Wording
from bot.knowledge.marks import Marks
from bot.knowledge.model import Fact, Knowledge

MOST = 20
"""Figures that are listed at once."""
FEWEST = 2
"""Letters from which on English names are completed."""


def listing(
    query: InlineQuery, assistant: Answering, words: Wording, most_asked: Sequence[str], bot: str
) -> Listing:
    """The figures that fit what is typed, best first; where nothing is, those that are asked for most."""
    text = query.query.strip()
    if text:
        fitting = [choice.id for choice in assistant.search(text, limit=MOST)]
        marks = list(dict.fromkeys((*fitting, *_begun(text, assistant.marks))))
    else:
        known = assistant.marks
        others = [known.of(fact) for fact in exemplary(known.knowledge, words, MOST)]
        marks = list(dict.fromkeys((*most_asked, *filter(None, others))))
    results = tuple(_articles(marks, assistant, words, bot))[:MOST]
    nothing = InlineQueryResultsButton(words.nothing_found, start_parameter="inline")
    return Listing(query=query.id, results=results, button=nothing if text and not results else None)


def _begun(text: str, known: Marks) -> list[str]:
    """The figures in whose English names each word that is typed begins a word, those that it begins first.

    A question is read word by word, and a Latin word of which only a few letters are there is none yet.
    """
    typed = text.casefold().split()
    if len(text) < FEWEST or not all(map(str.isascii, typed)):
        return []
    begun = [re.compile(rf"(?<![a-z0-9]){re.escape(word)}") for word in typed]
    found: list[tuple[bool, str]] = []
    for fact in islice(known.knowledge.facts.values(), LOOKED_AT):
        name = _english(fact, known.knowledge)
        if all(word.search(name) for word in begun) and (mark := known.of(fact)):
            found.append((not name.startswith(typed[0]), mark))
    return [mark for _, mark in sorted(found, key=itemgetter(0))]


def _english(fact: Fact, knowledge: Knowledge) -> str:
    """All that a figure is called in English, or in the words of the document."""
    row, names = knowledge.rows.get(fact.row), knowledge.vocabulary.names
    if row:
        called = (*row.english, row.title, *names.get(fact.measure, ()), fact.measure)
    else:
        called = (*fact.english, fact.label)
    return " ".join(called).casefold()


def _articles(
    marks: Sequence[str], assistant: Answering, words: Wording, bot: str
) -> Iterator[InlineQueryResultArticle]:
    known = assistant.marks
    for mark in marks:
        reply, fact = assistant.show(mark, words.language), known.fact(mark)
        if not reply or not fact:
            continue  # gone when a reload has come between
        value = labels.amount(fact, known.knowledge, words)
        more = InlineKeyboardButton(words.more, url=links.address(bot, links.to_figure(mark)))
        yield InlineQueryResultArticle(
            id=mark,
            title=shortened(value),
            description=shortened(labels.label(fact, known.knowledge, words)),
            input_message_content=InputTextMessageContent(
                split(blocks(reply))[0].html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            ),
            reply_markup=keyboard([[*copying(words.copy, value), more]]),
        )

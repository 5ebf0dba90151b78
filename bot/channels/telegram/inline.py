"""Inline mode: figures listed as somebody types in any chat, each of which is sent as a card when it is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from bot.channels.telegram.reports import exemplary
from bot.channels.telegram.wording import Wording

MOST = 20
"""Figures that are listed at once."""


def listing(
    query: InlineQuery, assistant: Answering, words: Wording, most_asked: Sequence[str], bot: str
) -> Listing:
    """The figures that fit what is typed, best first; where nothing is, those that are asked for most."""
    text = query.query.strip()
    if text:
        marks = [choice.id for choice in assistant.search(text, limit=MOST)]
    else:
        known = assistant.marks
        others = [known.of(fact) for fact in exemplary(known.knowledge, words, MOST)]
        marks = list(dict.fromkeys((*most_asked, *filter(None, others))))
    results = tuple(_articles(marks, assistant, words, bot))[:MOST]
    nothing = InlineQueryResultsButton(words.nothing_found, start_parameter="inline")
    return Listing(query=query.id, results=results, button=nothing if text and not results else None)


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

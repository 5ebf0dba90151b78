"""Messages on their way out: HTML where Telegram takes it, plain text where it does not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.transports.telegram.layout import NO_PREVIEW, Block, Message, split

log = logging.getLogger(__name__)

PAUSES = (0.5, 2.0)  # seconds before a message that did not get through is sent again

_Call = Callable[..., Awaitable[Any]]


async def reply(
    to: TelegramMessage, blocks: Iterable[Block], keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Answer a message, in groups as a reply to it; the keyboard goes under the last part."""
    await _send(to.reply_text, split(blocks), keyboard)


async def edit(
    query: CallbackQuery, blocks: Iterable[Block], keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Put something else into the message a button was under; what does not fit follows it.

    A message that cannot be edited any more stays as it is, and all is said below.
    """
    old = query.message
    if not isinstance(old, TelegramMessage):
        return  # the button of an inline message, which this bot never sends
    first, *rest = split(blocks)
    try:
        await _deliver(old.edit_text, first, None if rest else keyboard)
    except BadRequest as error:
        if "message is not modified" in error.message.lower():
            return
        log.info("a message could not be edited: %s", error)
        rest = [first, *rest]
    await _send(old.reply_text, rest, keyboard)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """End the wait of the person who tapped, with a short note where there is one."""
    try:
        await query.answer(text)
    except TelegramError as error:
        # Told too late, which happens after a pause of the bot, is no reason not to answer.
        log.info("a tap could not be acknowledged: %s", error)


async def _send(call: _Call, messages: list[Message], keyboard: InlineKeyboardMarkup | None) -> None:
    for message in messages:
        buttons = keyboard if message is messages[-1] else None
        await _deliver(call, message, buttons, allow_sending_without_reply=True)


async def _deliver(
    call: _Call, message: Message, keyboard: InlineKeyboardMarkup | None, **options: Any
) -> None:
    """Send or edit as HTML; as plain text when Telegram refuses the HTML, so that no answer is lost."""
    options |= {"reply_markup": keyboard, "link_preview_options": NO_PREVIEW}
    try:
        await _persist(call, message.html, parse_mode=ParseMode.HTML, **options)
    except BadRequest as error:
        if "can't parse entities" not in error.message.lower():
            raise
        log.warning("Telegram refused the HTML of a message, sent as plain text: %s", error)
        await _persist(call, message.plain, parse_mode=None, **options)


async def _persist(call: _Call, text: str, **options: Any) -> None:
    """Try again when Telegram fails or hangs up, so that a question does not go unanswered.

    Not after a time-out: behind it the message has often been delivered, and would come twice.
    """
    for pause in PAUSES:
        try:
            await call(text, **options)
        except (BadRequest, TimedOut):
            raise
        except NetworkError as error:
            log.warning("a message did not get through, next try in %s s: %s", pause, error)
            await asyncio.sleep(pause)
        else:
            return
    await call(text, **options)

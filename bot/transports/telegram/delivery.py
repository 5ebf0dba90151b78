"""Messages on their way out: tried until Telegram has them, and not sent twice.

A call may fail in three ways. Telegram says no, for good (a chat that is closed) or for now (too many requests); or
nothing has reached it (no connection); or the connection broke when the call was out, and nobody knows whether the
message is there. Then it is looked for before it is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter, ExtBot

from bot.transports.telegram.backlog import KEPT, Backlog, Kept
from bot.transports.telegram.calls import Call
from bot.transports.telegram.fair import Door
from bot.transports.telegram.layout import NO_PREVIEW

log = logging.getLogger(__name__)

Bot = ExtBot[Any]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds before a message that did not get through is sent again; each pause is twice the one before."""
BEYOND, REACH = 4, 60
"""So many numbers behind those known a lost message is looked for, and in so many in all."""
AT_ONCE, HURRY = 4, 0.05
"""So many messages are sent at once, not counting those that take longer than so many seconds."""
MAX_CHATS = 10_000
_SUPERGROUPS = -1_000_000_000_000
"""Supergroups and channels have numbers from here down."""
_NOT_OUT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class RefusedError(Exception):
    """Telegram does not take a message, and will not later."""


class Numbers:
    """The numbers of the messages that were seen.

    A message that is sent has a higher one than all before it in its chat. Private chats and basic groups may also
    share one count: then it is higher than all before it in any of them.
    """

    def __init__(self) -> None:
        """Start without having seen any."""
        self._last: OrderedDict[int, int] = OrderedDict()
        self._shared = 0

    def saw(self, chat: int, number: int) -> None:
        """Note the number of a message."""
        self._last[chat] = max(self._last.pop(chat, 0), number)
        if len(self._last) > MAX_CHATS:
            self._last.popitem(last=False)
        if chat > _SUPERGROUPS:
            self._shared = max(self._shared, number)

    def last(self, chat: int) -> int:
        """The highest number seen in a chat."""
        return self._last.get(chat, 0)

    def shared(self, chat: int) -> int:
        """The highest number seen where a chat may take its numbers from."""
        return self._shared if chat > _SUPERGROUPS else self.last(chat)

    def between(self, chat: int, after: int, shared: int) -> list[int]:
        """The numbers that a message may have which was sent when these were the highest."""
        own = range(after + 1, max(after, self.last(chat)) + BEYOND + 1)
        others = range(shared + 1, max(shared, self.shared(chat)) + BEYOND + 1)
        return sorted({*own, *others})


@dataclass(slots=True)
class _Letter:
    """A call on its way.

    ``shared`` is the highest number known where its chat takes its numbers from, before it was sent first;
    ``absent`` are the numbers under which it was looked for and is not; ``out`` whether this try has left.
    """

    number: int
    kept: Kept
    shared: int = 0
    absent: set[int] = field(default_factory=set)
    out: bool = False

    def __post_init__(self) -> None:
        self.shared = self.kept.after


class Delivery:
    """Brings calls to Telegram."""

    def __init__(self, bot: Bot, backlog: Backlog, limiter: BaseRateLimiter[Any] | None = None) -> None:
        """Send by ``bot``, no faster than ``limiter`` lets; ``backlog`` keeps what is known of each call."""
        self._bot = bot
        self._backlog = backlog
        self._limiter = limiter
        self._door = Door(AT_ONCE, HURRY)
        self._moved: dict[int, int] = {}
        self.numbers = Numbers()

    def move(self, chat: int, new: int) -> None:
        """Note that a group has become a supergroup, under another number."""
        self._moved[chat] = new

    async def deliver(self, number: int, kept: Kept, taken: float) -> int:
        """Make a call of the update ``number``, taken at ``taken``, until Telegram has it.

        Returns:
            The number of the message; 0 when it was given up, too old to be of use.

        Raises:
            RefusedError: Telegram will not have it.
        """
        letter, pauses = _Letter(number, kept), _pauses()
        while True:
            pause, call, searched = next(pauses), self._here(kept.call), len(letter.absent)
            letter.out = False
            try:
                found = await self._look_for(call, letter) if letter.kept.sent else 0
                return await self._limited(call, letter) if found == 0 else max(found, 0)
            except TelegramError as error:
                pause, sure = self._setback(error, call, pause)
            if letter.out and sure:
                letter.kept = replace(letter.kept, sent=letter.kept.sent - 1)
            if len(letter.absent) > searched:
                pauses = _pauses()  # the search gets on
            if time.time() + pause > taken + KEPT:
                log.warning("an answer could not be given for an hour, and is given up")
                return 0
            await asyncio.sleep(pause)

    async def _limited(self, call: Call, letter: _Letter) -> int:
        """Send when the limiter lets: only from then on may the message have arrived."""

        async def send() -> int:
            kept = letter.kept
            if not kept.sent:
                letter.shared = self.numbers.shared(call.chat)
                kept = replace(kept, after=self.numbers.last(call.chat))
            letter.kept, letter.out = replace(kept, sent=kept.sent + 1), True
            letter.absent.clear()
            self._backlog.update(letter.number, letter.kept)
            async with self._door.passing():
                return await self._make(call)

        if self._limiter is None:
            return await send()
        process: Any = self._limiter.process_request  # whose types know only what the library sends itself
        number = await process(send, (), {}, "sendMessage", {"chat_id": call.chat}, None)
        return int(number)

    def _setback(self, error: TelegramError, call: Call, pause: float) -> tuple[float, bool]:
        """How long to wait after a call has failed, and whether it has surely had no effect.

        Raises:
            RefusedError: it is not worth another try.
        """
        match error:
            case ChatMigrated():
                self.move(call.chat, error.new_chat_id)
                return 0.0, True
            case RetryAfter():
                return _seconds(error), True
            case BadRequest() | Forbidden():
                if "upgraded to a supergroup" not in error.message.lower():
                    raise RefusedError(error.message) from error
                # The new number of the group may come with a message of its own, after this one.
                return (0.0 if call.chat in self._moved else pause), True
            case _:
                log.warning("a message did not get through, next try in %s s: %s", pause, error)
                return pause, _is_sure(error)

    def _here(self, call: Call) -> Call:
        """The call to where its chat is now."""
        return replace(call, chat=self._moved.get(call.chat, call.chat))

    async def _look_for(self, call: Call, letter: _Letter) -> int:
        """The number of a message that may have arrived; 0 when it is to be sent (again), -1 when it is given up.

        A message can be asked for in one way only: to change it into what it says already is refused as no
        change. What stands in the chat behind the last one known, and is the bot's, is this call's: the messages
        of a chat are sent one by one.
        """
        if call.edits:
            return 0  # to change a message once more does no harm
        numbers = self.numbers.between(call.chat, letter.kept.after, letter.shared)
        if len(numbers) > REACH:
            # It cannot be told: then it is sent once more, and no more.
            return 0 if letter.kept.sent == 1 else -1
        for number in numbers:
            if number in letter.absent:
                continue
            try:
                await self._edit(replace(call, edits=number))
            except BadRequest as error:
                if not _is_unchanged(error):
                    letter.absent.add(number)
                    continue
            return self._seen(call, number)
        letter.kept = replace(letter.kept, sent=0)
        return 0

    async def _make(self, call: Call) -> int:
        """Make a call, in the form that Telegram takes; returns the number of the message."""
        try:
            return self._seen(call, await (self._edit(call) if call.edits else self._send(call)))
        except BadRequest as error:
            reason = error.message.lower()
            if "can't parse entities" in reason:
                log.warning("Telegram refused the HTML of a message, sent as plain text: %s", error)
                return await self._make(replace(call, html=""))
            if call.edits and _is_unchanged(error):
                return call.edits
            if call.edits:
                log.info("a message could not be edited: %s", error)
                return await self._make(replace(call, edits=0))
            if call.thread and "thread not found" in reason:
                return await self._make(replace(call, thread=0))
            raise

    async def _send(self, call: Call) -> int:
        below = ReplyParameters(call.reply_to, allow_sending_without_reply=True) if call.reply_to else None
        message = await self._bot.send_message(
            call.chat,
            call.html or call.plain,
            parse_mode=ParseMode.HTML if call.html else None,
            reply_markup=call.keyboard,
            reply_parameters=below,
            message_thread_id=call.thread or None,
            link_preview_options=NO_PREVIEW,
        )
        return message.message_id

    async def _edit(self, call: Call) -> int:
        await self._bot.edit_message_text(
            call.html or call.plain,
            call.chat,
            call.edits,
            parse_mode=ParseMode.HTML if call.html else None,
            reply_markup=call.keyboard,
            link_preview_options=NO_PREVIEW,
        )
        return call.edits

    def _seen(self, call: Call, number: int) -> int:
        self.numbers.saw(call.chat, number)
        return number


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)


def _seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    pause = error.retry_after
    return pause if isinstance(pause, int) else pause.total_seconds()


def _is_unchanged(error: BadRequest) -> bool:
    return "message is not modified" in error.message.lower()


def _is_sure(error: TelegramError) -> bool:
    """Whether a failed call has surely had no effect: Telegram says that it failed, or nothing was sent at all."""
    cause = error.__cause__
    if cause is None or isinstance(cause, TelegramError):
        return isinstance(error, NetworkError | InvalidToken)  # else what came was no answer of Telegram's
    return isinstance(cause, _NOT_OUT)

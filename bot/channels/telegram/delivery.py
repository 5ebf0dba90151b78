"""Messages on their way out: tried until Telegram has them, and not sent twice.

A call may fail in three ways. Telegram says no, for good (a chat that is closed) or for now (too many requests); or
nothing has reached it (no connection); or the connection broke when the call was out, and nobody knows whether the
message is there. Then it is looked for before it is sent again.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import httpx
from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter, ExtBot

from bot.channels.telegram.backlog import KEPT, Backlog, Kept
from bot.channels.telegram.calls import Call
from bot.channels.telegram.fair import Door
from bot.channels.telegram.latest import Latest
from bot.channels.telegram.layout import NO_PREVIEW

log = logging.getLogger(__name__)

Bot = ExtBot[Any]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds before a message that did not get through is sent again; each pause is twice the one before."""
NEXT, BEYOND, REACH = 4, 20, 100
"""A lost message is looked for under so many numbers behind the last one of its chat, and under those of which
nothing is known: up to so many behind the last one seen (polls may be late, groups hide some), so many in all."""
AT_ONCE, HURRY = 2, 0.05
"""So many messages are sent at once, not counting those that take longer than so many seconds."""
MAX_CHATS, MAX_SEEN = 10_000, 10_000
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
        self._last = Latest[int, int](MAX_CHATS)
        self._shared = 0
        self._seen = Latest[int, None](MAX_SEEN)

    def saw(self, chat: int, number: int) -> None:
        """Note the number of a message."""
        self._last[chat] = max(self.last(chat), number)
        if chat > _SUPERGROUPS:
            self._shared = max(self._shared, number)
            self._seen[number] = None

    def learn(self, chat: int, last: int, shared: int) -> None:
        """Note what others have seen."""
        self.saw(chat, last)
        self._shared = max(self._shared, shared)

    @property
    def counted_together(self) -> int:
        """The highest number seen in the chats that may share one count."""
        return self._shared

    def last(self, chat: int) -> int:
        """The highest number seen in a chat."""
        return self._last.get(chat, 0)

    def shared(self, chat: int) -> int:
        """The highest number seen where a chat may take its numbers from."""
        return self._shared if chat > _SUPERGROUPS else self.last(chat)

    def between(self, chat: int, after: int, shared: int) -> list[int]:
        """The numbers that a message may have which was sent when these were the highest.

        Where chats share one count, most numbers since then are known to be those of other messages.
        """
        since = range(shared + 1, max(shared, self.shared(chat)) + BEYOND + 1)
        taken = self._seen if chat > _SUPERGROUPS else {}
        others = islice((number for number in since if number not in taken), REACH)
        return sorted({*range(after + 1, after + NEXT + 1), *others})


@dataclass(slots=True)
class _Letter:
    """A call of the update ``number`` on its way.

    ``absent`` are the numbers under which it was looked for and is not; ``out`` is whether this try has left.
    """

    number: int
    kept: Kept
    absent: set[int] = field(default_factory=set)
    out: bool = False


class Delivery:
    """Brings calls to Telegram."""

    def __init__(
        self,
        bot: Bot,
        backlog: Backlog,
        limiter: BaseRateLimiter[Any] | None = None,
        others: Callable[[int], Awaitable[tuple[int, int]]] | None = None,
    ) -> None:
        """Send by ``bot``, no faster than ``limiter`` lets; ``backlog`` keeps what is known of each call.

        Where others send as well, ``others`` tells the last numbers that they know, of a chat and of those that
        count together.
        """
        self._bot = bot
        self._backlog = backlog
        self._limiter = limiter
        self._others = others
        self._door = Door(AT_ONCE, HURRY)
        self._moved: dict[int, int] = {}
        self.numbers = Numbers()

    def move(self, chat: int, new: int) -> None:
        """Note that a group has become a supergroup, under another number."""
        self._moved[chat] = new

    def chat(self, chat: int) -> int:
        """The number a chat has now."""
        return self._moved.get(chat, chat)

    async def deliver(self, number: int, kept: Kept, taken: float) -> tuple[Call, int]:
        """Make a call of the update ``number``, taken at ``taken``, until Telegram has it.

        Returns:
            The call in the form that Telegram took, and the number of the message; 0 when it was given up.

        Raises:
            RefusedError: Telegram will not have it.
        """
        letter, pauses = _Letter(number, kept), _pauses()
        while True:
            pause, searched, letter.out = next(pauses), len(letter.absent), False
            self._follow(letter)
            try:
                found = await self._look_for(letter) if letter.kept.sent else 0
                return letter.kept.call, found or await self._limited(letter)
            except TelegramError as error:
                pause, sure = self._setback(error, letter, pause)
            if letter.out and sure:
                self._note(letter, replace(letter.kept, sent=letter.kept.sent - 1))
            if len(letter.absent) > searched:
                pauses = _pauses()  # the search gets on
            if time.time() + pause > taken + KEPT:
                log.warning("an answer could not be given for an hour, and is given up")
                return letter.kept.call, 0
            await asyncio.sleep(pause)

    def _note(self, letter: _Letter, kept: Kept) -> None:
        """Keep what is known of a call from now on."""
        if kept.call is not letter.kept.call:
            self._backlog.reform(letter.number, kept)
        letter.kept = kept
        self._backlog.update(letter.number, kept)

    def _follow(self, letter: _Letter) -> None:
        """Send to where a chat is now: no message of before has its number there."""
        call = letter.kept.call
        if (new := self.chat(call.chat)) != call.chat:
            call = replace(call, chat=new, reply_to=0, thread=0, edits=0)
            self._note(letter, Kept(letter.kept.position, call))

    async def _limited(self, letter: _Letter) -> int:
        """Send when the limiter lets: only from then on may the message have arrived."""
        call = letter.kept.call

        async def send() -> int:
            kept = letter.kept
            if not kept.sent:
                numbers = self.numbers
                kept = replace(kept, after=numbers.last(call.chat), shared=numbers.shared(call.chat))
            letter.out = True
            letter.absent.clear()
            self._note(letter, replace(kept, sent=kept.sent + 1))
            async with self._door.passing():
                return await self._make(call)

        if self._limiter is None:
            return await send()
        process: Any = self._limiter.process_request  # whose types know only what the library sends itself
        number = await process(send, (), {}, "sendMessage", {"chat_id": call.chat}, None)
        return int(number)

    def _setback(self, error: TelegramError, letter: _Letter, pause: float) -> tuple[float, bool]:
        """How long to wait after a call has failed, and whether it has surely had no effect.

        Raises:
            RefusedError: it is not worth another try.
        """
        call = letter.kept.call
        match error:
            case ChatMigrated():
                self.move(call.chat, error.new_chat_id)
                return 0.0, True
            case RetryAfter():
                return _seconds(error), True
            case BadRequest() | Forbidden() if "upgraded to a supergroup" in error.message.lower():
                # The new number of the group may come with a message of its own, after this one.
                return (0.0 if call.chat in self._moved else pause), True
            case BadRequest() if other := _other_form(call, error.message.lower()):
                log.warning("Telegram refused a message, which is sent in another form: %s", error)
                self._note(letter, replace(letter.kept, call=other))
                return 0.0, True
            case BadRequest() | Forbidden():
                raise RefusedError(error.message) from error
            case _:
                log.warning("a message did not get through, next try in %s s: %s", pause, error)
                return pause, _is_sure(error)

    async def _look_for(self, letter: _Letter) -> int:
        """The number of a message that may have arrived; 0 when it is to be sent (again).

        A message can be asked for in one way only: to change it into what it says already is refused as no
        change. What stands in the chat behind the last one known, and is the bot's, is this call's: the messages
        of a chat are sent one by one.
        """
        kept, call = letter.kept, letter.kept.call
        if self._others:
            self.numbers.learn(call.chat, *await self._others(call.chat))
        if call.edits:
            return 0  # to change a message once more does no harm
        for number in self.numbers.between(call.chat, kept.after, kept.shared):
            if number in letter.absent:
                continue
            try:
                await self._edit(replace(call, edits=number))
            except BadRequest:
                letter.absent.add(number)
            else:
                self.numbers.saw(call.chat, number)
                return number
        letter.kept = replace(kept, sent=0)
        return 0

    async def _make(self, call: Call) -> int:
        """Make a call; returns the number of the message."""
        number = await (self._edit(call) if call.edits else self._send(call))
        self.numbers.saw(call.chat, number)
        return number

    async def _send(self, call: Call) -> int:
        below = ReplyParameters(call.reply_to, allow_sending_without_reply=True) if call.reply_to else None
        if call.photo:
            picture = await self._bot.send_photo(
                call.chat,
                base64.b64decode(call.photo),
                caption=call.html or call.plain,
                parse_mode=ParseMode.HTML if call.html else None,
                reply_markup=call.keyboard,
                reply_parameters=below,
                message_thread_id=call.thread or None,
            )
            return picture.message_id
        if call.filename:
            document = await self._bot.send_document(
                call.chat,
                call.content.encode(),
                filename=call.filename,
                caption=call.plain or None,
                reply_parameters=below,
                message_thread_id=call.thread or None,
            )
            return document.message_id
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
        """Have a message say something else; one that says it already stays as it is."""
        text, mode = call.html or call.plain, ParseMode.HTML if call.html else None
        try:
            if call.photo or call.filename:
                await self._bot.edit_message_caption(
                    call.chat, call.edits, caption=text or None, parse_mode=mode, reply_markup=call.keyboard
                )
            else:
                await self._bot.edit_message_text(
                    text,
                    call.chat,
                    call.edits,
                    parse_mode=mode,
                    reply_markup=call.keyboard,
                    link_preview_options=NO_PREVIEW,
                )
        except BadRequest as error:
            if not call.optional and "message is not modified" not in error.message.lower():
                raise
        return call.edits


def _other_form(call: Call, reason: str) -> Call | None:
    """The form in which Telegram may take what it has refused: plain, as a new message, outside of a topic."""
    if call.html and "can't parse entities" in reason:
        return replace(call, html="")
    if call.edits:
        return replace(call, edits=0)
    return replace(call, thread=0) if call.thread and "thread not found" in reason else None


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)


def _seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    pause = error.retry_after
    return pause if isinstance(pause, int) else pause.total_seconds()


def _is_sure(error: TelegramError) -> bool:
    """Whether a failed call has surely had no effect: Telegram says that it failed, or nothing was sent at all.

    A page of a gateway before Telegram says nothing of what became of the call behind it, whatever its status is.
    """
    if error.__cause__ is None:
        return type(error) is not TelegramError
    return isinstance(error.__cause__, _NOT_OUT)

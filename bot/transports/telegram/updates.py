"""Updates as they come in: polled, read one by one, handled chat by chat.

The library's own poller goes on for ever when a second one takes its place, stops silently when the token is
withdrawn, and reads the same batch again and again when one update in it is malformed. This one ends with the
error in the first two cases and passes over the update in the third.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, BaseUpdateProcessor
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

# Edited messages are left out on purpose: an answer already stands below the question.
ALLOWED = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
WAIT = timedelta(seconds=30)  # how long Telegram holds a poll open when there is nothing
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between polls that fail
AT_ONCE = 32  # updates handled side by side

Bot = Application[Any, Any, Any, Any, Any, Any]


async def poll(application: Bot) -> None:
    """Hand over updates until cancelled; raises `Conflict` or `InvalidToken` when it cannot go on.

    Anything else that goes wrong on the way is waited out. What was handed over is confirmed with the next
    poll, or on the way out, so that it does not come again.
    """
    offset, pause = None, FIRST_PAUSE
    try:
        while True:
            try:
                updates = await application.bot.get_updates(
                    offset=offset, timeout=WAIT, allowed_updates=ALLOWED
                )
            except (Conflict, InvalidToken):
                raise
            except TelegramError as error:
                log.warning("polling failed, next try in %s s: %s", pause, error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            for update in updates:
                await application.update_queue.put(update)
                offset = update.update_id + 1
    except asyncio.CancelledError:
        with suppress(TelegramError):
            await application.bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=ALLOWED)
        raise


class TolerantRequest(HTTPXRequest):
    """Reads a batch of updates even when some are malformed: those arrive empty, with their number only."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read a response of the Bot API; overridden as the library provides for."""
        response = HTTPXRequest.parse_json_payload(payload)
        if isinstance(updates := response.get("result"), list):
            response["result"] = [each for update in updates if (each := _readable(update)) is not None]
        return response


def _readable(update: object) -> object:
    """The update, or what is left of it: its number (so that it gets confirmed), or nothing without one."""
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        log.warning("an update without a number was passed over: %.200s", update)
        return None
    try:
        Update.de_json(update, bot=None)
    except Exception as error:  # noqa: BLE001 - whatever a malformed update makes the library raise
        log.warning("update %s is malformed and was passed over: %r", update["update_id"], error)
        return {"update_id": update["update_id"]}
    return update


class ChatByChat(BaseUpdateProcessor):
    """Handles chats side by side and the updates of one chat in their order.

    So a group that has used up its messages for the minute keeps nobody else waiting, and two quick
    questions of one person are answered in the order they were asked.
    """

    __slots__ = ("_locks",)

    def __init__(self) -> None:
        """Start with no chat waiting."""
        super().__init__(AT_ONCE)
        self._locks = WeakValueDictionary[int, asyncio.Lock]()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates first."""
        chat = (update.effective_chat or update.effective_user) if isinstance(update, Update) else None
        lock = self._locks.setdefault(chat.id, asyncio.Lock()) if chat else asyncio.Lock()
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

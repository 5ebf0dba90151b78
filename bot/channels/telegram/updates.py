"""Updates as they come in: polled for, and read one by one.

The library's own poller stops silently when the token is withdrawn, and reads the same batch again and again when
one update in it is malformed. This one ends with the error in the first case and passes over the update in the
second.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.backlog import Backlog
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.delivery import Bot

log = logging.getLogger(__name__)

ALLOWED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.MY_CHAT_MEMBER,
)
GATHERING = 0.02
"""Seconds between two polls while something waits to be answered."""
WAIT = timedelta(seconds=30)  # how long Telegram holds a poll open when there is nothing
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 10.0  # seconds between polls that fail: for so long nobody is heard
UNKNOWN = (
    12  # polls in a row that find no such bot: a gateway that restarts says so as well, but not for minutes
)
RIVAL = "another instance is polling with this token, and only one can; stop one of the two"


async def poll(bot: Bot, backlog: Backlog, chats: Chats) -> None:
    """Hand over updates until cancelled; raises `InvalidToken` when the token is not good any more.

    Anything else that goes wrong on the way is waited out. What was handed over is kept, and then confirmed with
    the next poll or on the way out, so that it does not come again.
    """
    offset, pause, unknown = None, FIRST_PAUSE, 0
    try:
        while True:
            await chats.room(GATHERING)
            try:
                updates = await bot.get_updates(offset=offset, timeout=WAIT, allowed_updates=ALLOWED)
            except Exception as error:
                unknown = unknown + 1 if isinstance(error, InvalidToken) else 0
                if isinstance(error, InvalidToken) and (is_withdrawn(error) or unknown >= UNKNOWN):
                    raise
                reason = f"{RIVAL} ({error})" if isinstance(error, Conflict) else error
                log.warning("polling failed, next try in %s s: %s", pause, reason)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            pause, unknown = FIRST_PAUSE, 0
            if offset:
                backlog.confirm(offset)
            if updates:
                offset = updates[-1].update_id + 1
                chats.add(updates)
    except asyncio.CancelledError:
        with suppress(TelegramError):
            await bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=ALLOWED)
            backlog.confirm(offset or 0)
        raise


def is_withdrawn(error: InvalidToken) -> bool:
    """Whether Telegram says that the token is not good; else it knows nothing of the bot, perhaps only now."""
    return "unauthorized" in error.message.lower()


class StrictRequest(HTTPXRequest):
    """Takes only what has the form of one for a response of the Bot API: gateways answer in other ways."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read a response of the Bot API; overridden as the library provides for."""
        response = HTTPXRequest.parse_json_payload(payload)
        if not isinstance(response, dict):
            raise TelegramError("the response is none of the Bot API")
        return response


class TolerantRequest(StrictRequest):
    """Reads a batch of updates even when some are malformed: those arrive empty, with their number only."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read a response of the Bot API; overridden as the library provides for."""
        response = StrictRequest.parse_json_payload(payload)
        if isinstance(updates := response.get("result"), list):
            response["result"] = [each for update in updates if (each := readable(update)) is not None]
        return response


def readable(update: object) -> dict[str, Any] | None:
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

"""Updates that Telegram brings by itself, by HTTP from a proxy in front that has the certificate.

A request is answered with 200 when its update is kept, not before, so one that is not kept comes again; what comes
twice is known. Telegram brings the updates of one chat one after the other.
"""

from __future__ import annotations

import asyncio
import json
import logging
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import urlsplit

import h11
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.backlog import Backlog
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.delivery import Bot
from bot.channels.telegram.updates import (
    ALLOWED,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    is_withdrawn,
    readable,
)
from bot.errors import SettingsError
from bot.messages import tell, why
from bot.settings import Listen

log = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes of a request; what Telegram brings has a few thousand."""
IDLE = 75.0
"""Seconds for a request to come, on a connection that stays open for the next one."""
HOUR = 3600.0
_SECRET = b"x-telegram-bot-api-secret-token"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are brought to, from outside and in this machine, and the secret that comes with them."""

    url: str
    secret: str = field(repr=False)
    listen: Listen

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path or "/"


async def receive(hook: Webhook, bot: Bot, backlog: Backlog, chats: Chats) -> None:
    """Take updates until cancelled.

    Raises:
        InvalidToken: the token is not good.
        SettingsError: nothing can listen at the address of the settings.
    """
    connections: set[asyncio.Task[None]] = set()
    conversing = partial(_converse, hook, partial(_take, bot, chats), connections)
    try:
        server = await asyncio.start_server(conversing, *hook.listen)
    except OSError as error:
        where = "{}:{}".format(*hook.listen)
        message = tell("cannot be used: {why}", why=why(error))
        raise SettingsError(f"TELEGRAM_WEBHOOK_LISTEN {where} {message}") from error
    try:
        await _announce(hook, bot)
        while True:
            await asyncio.sleep(HOUR)
            backlog.expire()
    finally:
        server.close()
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _announce(hook: Webhook, bot: Bot) -> None:
    """Tell Telegram where to bring updates, however long that takes."""
    pause = FIRST_PAUSE
    while True:
        try:
            await bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=ALLOWED)
        except TelegramError as error:
            if isinstance(error, InvalidToken) and is_withdrawn(error):
                raise
            log.warning("the webhook %s cannot be set, next try in %s s: %s", hook.url, pause, error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            log.info("Telegram brings updates to %s", hook.url)
            return


async def _take(bot: Bot, chats: Chats, body: bytes) -> HTTPStatus:
    """Keep the update of a request; one that nobody can read is passed over, or it would come again for ever."""
    try:
        update = readable(json.loads(body))
    except ValueError:
        update = None
    if update is None:
        return HTTPStatus.BAD_REQUEST
    await chats.room()
    await chats.bring(Update.de_json(update, bot))
    return HTTPStatus.OK


async def _converse(
    hook: Webhook,
    take: Callable[[bytes], Awaitable[HTTPStatus]],
    connections: set[asyncio.Task[None]],
    reader: StreamReader,
    writer: StreamWriter,
) -> None:
    """Answer the requests of one connection."""
    me = asyncio.current_task()
    assert me
    connections.add(me)
    me.add_done_callback(connections.discard)
    connection = h11.Connection(h11.SERVER)
    try:
        while True:
            async with asyncio.timeout(IDLE):
                request, body = await _request(connection, reader)
            if request is None:
                break
            status = _refusal(hook, request, len(body)) or await take(body)
            headers = [("Content-Length", "0")]
            if connection.their_state is not h11.DONE:
                headers.append(("Connection", "close"))  # the rest of the body is not waited for
            response = h11.Response(status_code=status, headers=headers)
            for event in (response, h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is not h11.DONE:
                break
            connection.start_next_cycle()
    except (h11.ProtocolError, OSError, TimeoutError) as error:
        log.info("a connection to the webhook ended: %s", error)
    except asyncio.CancelledError:
        log.debug("a connection to the webhook is closed: the bot stops")  # asyncio 3.11 would log a fault
    finally:
        writer.close()


async def _request(connection: h11.Connection, reader: StreamReader) -> tuple[h11.Request | None, bytes]:
    """The next request with its body, as far as that is read; none where the connection ends."""
    request: h11.Request | None = None
    body = b""
    while True:
        match connection.next_event():
            case h11.Request() as request:
                pass
            case h11.Data(data=data):
                body += data
                if len(body) > LARGEST:
                    return request, body
            case h11.EndOfMessage():
                return request, body
            case h11.ConnectionClosed():
                return None, b""
            case _:  # more is needed
                connection.receive_data(await reader.read(1 << 16))


def _refusal(hook: Webhook, request: h11.Request, size: int) -> HTTPStatus | None:
    """Why a request is none of Telegram's; None where it is one."""
    headers: Mapping[bytes, bytes] = dict(request.headers)
    path, _, _ = request.target.decode("ascii", "replace").partition("?")
    if path != hook.path:
        return HTTPStatus.NOT_FOUND
    if request.method != b"POST":
        return HTTPStatus.METHOD_NOT_ALLOWED
    if not compare_digest(headers.get(_SECRET, b""), hook.secret.encode()):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if size > LARGEST else None

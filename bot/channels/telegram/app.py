"""The life of the Telegram bot: it starts, takes updates and stops, and says in one line why it cannot."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import signal
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bot.channels.answering import Answering
from bot.channels.telegram import logs, menus
from bot.channels.telegram.asked import Recorded
from bot.channels.telegram.backlog import Backlog
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.conversations import Conversations
from bot.channels.telegram.delivery import Bot
from bot.channels.telegram.updates import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    StrictRequest,
    TolerantRequest,
    is_withdrawn,
    poll,
)
from bot.channels.telegram.webhook import Webhook, receive
from bot.messages import tell
from bot.records.records import Records, clear
from bot.records.sharing import Sharing
from bot.settings import Settings

log = logging.getLogger(__name__)

PARTING = 5.0  # seconds for the answers under way when the bot is told to stop; the rest is kept
AGAIN = 1800.0  # seconds between two looks for what is to be told
CONNECTIONS = 256
_M_ARENA_MAX = -8  # of malloc.h
SLOW = 20.0  # seconds for an answer of Telegram's: whoever hangs up earlier does not know what became of a message


def run(assistant: Answering, settings: Settings) -> int:
    """Run the bot until it is told to stop; returns the exit status, 2 when the settings do not allow it."""
    if settings.telegram_bot_token is None:
        return _complain(tell("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather and set it"), 2)
    token = settings.telegram_bot_token.get_secret_value()
    logs.configure(token, settings.wenshu_log_level)
    _share_one_heap()
    for problem in assistant.knowledge.problems:
        log.warning("%s", problem)
    base_url, number = settings.telegram_api_base_url, token.partition(":")[0]
    with ExitStack() as open_:
        backlog = Backlog(settings.database_file, f"{base_url} {number}")
        open_.callback(backlog.close)
        records = _records(settings, number)
        sharing = None
        if records:
            open_.callback(records.close)
            if settings.has_workers:
                sharing = Sharing(records, backlog.worker)
                open_.callback(sharing.close)
        conversations = Conversations(
            assistant,
            settings.wenshu_admins,
            Recorded(records) if records else None,
            sharing,
            digest=settings.wenshu_digest,
            follow_in_groups=settings.wenshu_follow_in_groups,
        )
        rate, hook = settings.wenshu_messages_per_second, _webhook(settings, records)
        service = Service(build(token, base_url), backlog, conversations, rate, hook)
        try:
            asyncio.run(_run(service))
        except InvalidToken:
            message = tell("Telegram does not know the token; check TELEGRAM_BOT_TOKEN with @BotFather")
            return _complain(message, 1)
    return 0


def _records(settings: Settings, bot: str) -> Records | None:
    """What is kept of what is asked, and shared with other workers; None where nothing is to be kept."""
    days = settings.wenshu_keep_days
    if days or settings.has_workers:
        return Records(settings.records_url, days, bot=bot)
    clear(settings.records_url)
    return None


def _webhook(settings: Settings, records: Records | None) -> Webhook | None:
    """Where updates are brought to; None where they are polled for."""
    if settings.telegram_webhook_url is None:
        return None
    given = settings.telegram_webhook_secret
    made = records.hashed("webhook") if records and settings.has_workers else token_urlsafe()
    secret = given.get_secret_value() if given else made
    return Webhook(settings.telegram_webhook_url, secret, settings.telegram_webhook_listen)


def build(token: str, base_url: str) -> Bot:
    """The bot of a token at a server; ``base_url`` is without ``/bot``."""
    # Without it the library warns whenever Telegram asks to wait, even where nobody looks at the time.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    return ExtBot[Any](
        token,
        base_url=f"{base_url.rstrip('/')}/bot",
        base_file_url=f"{base_url.rstrip('/')}/file/bot",
        request=StrictRequest(
            connection_pool_size=CONNECTIONS, read_timeout=SLOW, write_timeout=SLOW, pool_timeout=SLOW
        ),
        get_updates_request=TolerantRequest(connection_pool_size=1),
    )


@dataclass(frozen=True, slots=True)
class Service:
    """A bot, what it still has to say, what it says, and how many messages a second (0: any number).

    With a ``webhook`` updates are brought there, else they are polled for.
    """

    bot: Bot
    backlog: Backlog
    conversations: Conversations
    messages_per_second: float = 30
    webhook: Webhook | None = None

    async def serve(self, stop: asyncio.Event) -> None:
        """Answer updates until ``stop`` is set; raises `InvalidToken` when the token is not good (any more)."""
        living = asyncio.create_task(self._live())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living

    async def _live(self) -> None:
        try:
            await self._connect()
            workers = self.conversations.workers
            chats = Chats(self.bot, self.backlog, self.conversations, self._limiter(), workers)
            offering = asyncio.create_task(menus.offer(self.bot, self.conversations.admins))
            telling = asyncio.create_task(self._tell(chats))
            watching = asyncio.create_task(workers.watch(self.conversations.reload)) if workers else None
            try:
                await chats.resume()
                if self.webhook:
                    await receive(self.webhook, self.bot, self.backlog, chats)
                else:
                    await poll(self.bot, self.backlog, chats)
            finally:
                offering.cancel()
                if watching:
                    watching.cancel()
                telling.cancel()
                await asyncio.wait({telling})
                await chats.close(PARTING)
                if workers:
                    workers.close()
        finally:
            await self.bot.shutdown()

    async def _tell(self, chats: Chats) -> None:
        """Say what nobody asks for: now, whenever the knowledge has changed, and every so often."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(changed.set)

        self.conversations.changed = wake
        changed.set()  # perhaps, since the last stop
        while True:
            look = partial(self.conversations.unasked, changed=changed.is_set())
            changed.clear()
            work = asyncio.create_task(asyncio.to_thread(look))
            try:
                await asyncio.wait({work})
            finally:  # what is taken out of the records is said, or kept
                await asyncio.wait({work})
                chats.tell(work.result())
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), AGAIN)

    def _limiter(self) -> AIORateLimiter | None:
        """What keeps to Telegram's limits, those of groups as well.

        It retries nothing: that would keep every chat waiting for the one that Telegram asks to wait for.
        """
        rate = self.messages_per_second
        return AIORateLimiter(overall_max_rate=rate, max_retries=0) if rate else None

    async def _connect(self) -> None:
        """Reach Telegram, however long it takes; to poll, take over from a webhook."""
        pause, known = FIRST_PAUSE, False
        while True:
            try:
                await self.bot.initialize()
                self.conversations.me, known = self.bot.bot, True
                if not self.webhook:
                    await self.bot.delete_webhook()
            except TelegramError as error:
                if isinstance(error, InvalidToken) and (is_withdrawn(error) or not known):
                    raise
                where = self.bot.base_url.rpartition("/bot")[0]
                log.warning("cannot reach Telegram at %s, next try in %s s: %s", where, pause, error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                log.info("answering as @%s", self.bot.username)
                break


def _share_one_heap() -> None:
    """Have threads take memory from one heap where the C library is glibc.

    Knowledge is loaded again in one thread or another; each would keep a heap as large as it ever was.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


async def _run(service: Service) -> None:
    """Serve the bot under the signals of the process."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: loop.run_in_executor(None, service.conversations.reloaded))
    await service.serve(stop)


def _complain(message: str, status: int) -> int:
    sys.stderr.write(f"wenshu: {message}\n")
    return status

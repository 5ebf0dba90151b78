"""The life of the Telegram bot: it starts, polls and stops, and says in one line why it cannot."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from contextlib import suppress

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import AIORateLimiter, ApplicationBuilder

from bot.assistant import Assistant
from bot.settings import Settings
from bot.transports.telegram import logs
from bot.transports.telegram.conversations import Conversations
from bot.transports.telegram.updates import Bot, ChatByChat, TolerantRequest, poll
from bot.transports.telegram.wording import EN, ZH

log = logging.getLogger(__name__)

ATTEMPTS = 3  # to reach Telegram at the start, a second apart
RETRIES = 5  # of a message that Telegram asks to send later
PARTING = 5.0  # seconds for the answers under way when the bot is told to stop


def run(assistant: Assistant, settings: Settings) -> int:
    """Run the bot until it is told to stop; returns the exit status, 2 when the settings do not allow it."""
    if settings.telegram_bot_token is None:
        return _complain("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather and set it", 2)
    if settings.telegram_webhook_url:
        return _complain(
            "TELEGRAM_WEBHOOK_URL is set, but webhooks are not supported yet; unset it to poll", 2
        )
    token = settings.telegram_bot_token.get_secret_value()
    logs.configure(token, settings.wenshu_log_level)
    conversations = Conversations(assistant, settings.wenshu_admins)
    try:
        asyncio.run(_run(build(conversations, token, str(settings.telegram_api_base_url)), conversations))
    except InvalidToken:
        return _complain("Telegram does not know the token; check TELEGRAM_BOT_TOKEN with @BotFather", 1)
    except Conflict as error:
        reason = "another instance is polling with this token, and only one can; stop one of the two"
        return _complain(f"{reason} ({error})", 1)
    except NetworkError as error:
        where = settings.telegram_api_base_url
        return _complain(logs.redact(f"cannot reach Telegram at {where}: {error}", token), 1)
    return 0


def build(conversations: Conversations, token: str, base_url: str) -> Bot:
    """The bot's application, with every handler registered; ``base_url`` is without ``/bot``."""
    # Without it the library warns whenever Telegram asks to wait, even where nobody looks at the time.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base_url.rstrip('/')}/bot")
        .base_file_url(f"{base_url.rstrip('/')}/file/bot")
        .get_updates_request(TolerantRequest(connection_pool_size=1))
        .rate_limiter(AIORateLimiter(max_retries=RETRIES))
        .concurrent_updates(ChatByChat())
        .updater(None)
        .build()
    )
    conversations.register(application)
    return application


async def serve(application: Bot, stop: asyncio.Event) -> None:
    """Answer updates until ``stop`` is set or polling comes to an end with an error."""
    await _connect(application)
    try:
        await application.start()
        await _introduce(application)
        polling = asyncio.create_task(poll(application))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
    finally:
        if application.running:
            with suppress(TimeoutError):
                await asyncio.wait_for(application.stop(), PARTING)
        await application.shutdown()


async def _run(application: Bot, conversations: Conversations) -> None:
    """Serve the bot under the signals of the process."""
    stop = asyncio.Event()

    def reload() -> None:
        if application.running:
            application.create_task(conversations.reloaded())

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload)
    await serve(application, stop)


async def _connect(application: Bot) -> None:
    """Reach Telegram, which may take a moment where the network starts together with the bot."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await application.initialize()
        except NetworkError:
            if attempt == ATTEMPTS:
                await application.bot.shutdown()
                raise
            await asyncio.sleep(1)
        else:
            log.info("answering as @%s", application.bot.username)
            return


async def _introduce(application: Bot) -> None:
    """Take over from a webhook, and offer the commands: in Chinese to those who read it, else in English."""
    await application.bot.delete_webhook()
    try:
        await application.bot.set_my_commands(EN.commands)
        await application.bot.set_my_commands(ZH.commands, language_code=ZH.language)
    except TelegramError as error:
        log.warning("the command menu could not be set: %s", error)


def _complain(message: str, status: int) -> int:
    sys.stderr.write(f"wenshu: {message}\n")
    return status

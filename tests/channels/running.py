"""The bot as it runs, in a thread of the test's process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.assistant import Assistant
from bot.channels.telegram.app import Service, build
from bot.channels.telegram.backlog import Backlog
from bot.channels.telegram.conversations import Conversations
from bot.channels.telegram.notes import Notes
from tests.channels.bot_api import TOKEN, BotApi

ADMINS = range(42, 45)
ADMIN = ADMINS[0]
BOT = "the bot of the tests"


@contextmanager
def running(
    api: BotApi,
    assistant: Assistant,
    file: Path | None = None,
    notes: Notes | None = None,
    **settings: bool,
) -> Iterator[None]:
    """Run the bot in a thread of its own, with a backlog in ``file``; what it fails with is raised at the end.

    ``settings`` are those of `Conversations`.
    """
    stop, loop = asyncio.Event(), asyncio.new_event_loop()
    failures: list[Exception] = []

    def live() -> None:
        backlog = Backlog(file, BOT)
        conversations = Conversations(assistant, frozenset(ADMINS), notes, None, **settings)
        service = Service(build(TOKEN, api.url), backlog, conversations)
        try:
            loop.run_until_complete(service.serve(stop))
        except Exception as error:  # noqa: BLE001 - raised again in the test's thread
            failures.append(error)
        finally:
            backlog.close()
            loop.close()

    thread = threading.Thread(target=live)
    polls = api.count("getUpdates")
    thread.start()
    api.wait(lambda: api.count("getUpdates") > polls or failures)
    try:
        yield
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(stop.set)
        thread.join()
    if failures:
        raise failures[0]

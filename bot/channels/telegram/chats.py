"""What becomes of each update: thought about when it is its sender's turn, answered chat by chat, kept until then.

A chat has a worker of its own as long as something waits in it, so its trouble (a wait that Telegram asks for, a
connection that hangs) is its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import BaseRateLimiter

from bot.channels.telegram.backlog import Backlog, Kept, Taken
from bot.channels.telegram.calls import Call, Fetch, Listing, Response, Tapped
from bot.channels.telegram.delivery import Bot, Delivery, RefusedError
from bot.channels.telegram.fair import Queue, Thinker
from bot.channels.telegram.latest import Latest
from bot.channels.telegram.senders import person, place
from bot.channels.telegram.workers import Workers
from bot.records.sharing import Recalled

log = logging.getLogger(__name__)

MOST = 2000
"""So many updates wait here; more are left with Telegram until there is room."""
MOST_OF_ONE = 200
"""So many updates of one person, or of one chat, wait; more are not answered, which is said once."""
LATEST = 10_000
"""So many of the latest updates are known if they come again."""
ACKNOWLEDGING = 3.0
"""Seconds for ending somebody's wait: their answer waits behind it."""
LAST_WORD = 2.0
"""Seconds for telling, when the bot stops, that a file is read later."""
INLINE_SECONDS = 5
"""For so long Telegram may repeat an inline answer; short, so that a reload shows at once."""
SLOW = 2
"""Threads for what takes long, so that nobody waits for a picture while the knowledge is loaded again.

Files, which take longest, are read in one more, one after the other.
"""
DOWNLOADING = (0.5, 2.0)
"""Seconds before a file is asked for again."""
TRIES = 3
"""How often work on an update may begin: one that ends the process every time is let go."""


@dataclass(frozen=True, slots=True)
class _Job:
    """An update, whose it is, and how it stands with it on disk; what is typed inline is kept nowhere.

    There is no update behind what is said unasked, which is the chat's.
    """

    update: Update | None
    who: int
    taken: Taken | None = None
    excess: bool = False


class Speaker(Protocol):
    """Says what to answer, without sending it; ``respond`` is called in a thread of its own."""

    def respond(self, update: Update, recalled: Recalled | None = None) -> Response:
        """What to do about an update; ``recalled`` is what other workers know that matters to it."""

    def chosen(self, mark: str) -> None:
        """Hear that somebody has sent a figure that was listed inline."""

    def apology(self, update: Update) -> Response:
        """What is said where no answer could be made."""

    def slow_down(self, update: Update) -> Response:
        """What is said to somebody who asks faster than anybody reads."""

    def delivered(self, call: Call, number: int) -> None:
        """Hear which message an answer stands in."""


class Chats:
    """All chats in which something waits."""

    def __init__(
        self,
        bot: Bot,
        backlog: Backlog,
        speaker: Speaker,
        limiter: BaseRateLimiter[Any] | None = None,
        workers: Workers | None = None,
    ) -> None:
        """Answer by ``bot`` what ``speaker`` says; ``backlog`` keeps it until it is said.

        Where there are other ``workers``, each update is answered by one of them.
        """
        self._bot = bot
        self._backlog = backlog
        self._speaker = speaker
        self._others = workers
        self._delivery = Delivery(bot, backlog, limiter, workers.numbers if workers else None)
        self._thinker = Thinker()
        self._slow = ThreadPoolExecutor(SLOW, thread_name_prefix="slow")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._stopped = threading.Event()
        self._lanes: dict[object, Queue[_Job]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._waiting = Counter[object]()
        self._told: set[object] = set()
        self._latest = Latest[int, int](LATEST)
        self._room = asyncio.Event()
        self._room.set()

    async def resume(self) -> None:
        """Take up what was left from before."""
        for taken in self._backlog.unsettled():
            try:
                if not taken.data and taken.calls:
                    self._tell(taken, taken.calls[0].call.chat)
                    continue
                update = Update.de_json(json.loads(taken.data), self._bot)
                self._observe(update)
                await self._add_mine(update, taken)
            except Exception as error:  # noqa: BLE001 - whatever another version has written
                log.warning("update %s cannot be read any more, and is given up: %r", taken.id, error)
                self._backlog.settle(taken.id)

    def add(self, updates: Iterable[Update]) -> None:
        """Take updates from Telegram; what has come before is passed over."""
        for update, taken in self._taken(updates):
            self._add(update, taken)

    async def bring(self, update: Update) -> None:
        """Take an update that Telegram brings to one of several workers; it is kept when this returns."""
        for one, taken in self._taken([update]):
            await self._add_mine(one, taken)

    def _taken(self, updates: Iterable[Update]) -> Iterator[tuple[Update, Taken | None]]:
        """What is new and to be answered of some updates, kept from now on."""
        coming = {update.update_id: update for update in updates}
        lasting = {number: data for number, one in coming.items() if (data := _lasting(one))}
        # What is settled and confirmed is kept no longer, but may be on its way once more.
        new = {number: data for number, data in lasting.items() if self._latest.get(number) != hash(data)}
        for number, data in new.items():
            self._latest[number] = hash(data)
        taken = {one.id: one for one in self._backlog.take(new)}
        for number, update in coming.items():
            self._observe(update)
            if number in taken:
                yield update, taken[number]
            elif update.inline_query:
                yield update, None
            elif update.chosen_inline_result:
                self._speaker.chosen(update.chosen_inline_result.result_id)

    async def _add_mine(self, update: Update, taken: Taken | None) -> None:
        """Take an update up, unless another worker does; one that is answered already is this one's."""
        mine = not self._others or not taken or taken.calls is not None
        if mine or (self._others and await self._others.claim(update)):
            self._add(update, taken)
        elif taken:
            self._backlog.settle(taken.id)

    def tell(self, calls: Iterable[Call]) -> None:
        """Say what nobody has asked for just now, in each chat in its turn."""
        for call in calls:
            self._tell(self._backlog.tell(call), call.chat)

    def _tell(self, taken: Taken, chat: int) -> None:
        self._put(_Job(None, chat, taken), self._delivery.chat(chat))

    async def room(self, gathering: float = 0.0) -> None:
        """Wait until more can be taken; so many seconds longer while there is something to do already."""
        if self._waiting and gathering:
            await asyncio.sleep(gathering)
        await self._room.wait()

    async def close(self, seconds: float) -> None:
        """Answer what is taken for so many seconds; the rest is kept for the next start."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=seconds)
        self._stopped.set()
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._thinker.close()
        self._slow.shutdown(wait=False)
        self._reading.shutdown(wait=False)

    def _observe(self, update: Update) -> None:
        """Note what an update tells besides: the number of a message, the new number of a group."""
        if seen := update.effective_message:
            self._delivery.numbers.saw(seen.chat.id, seen.message_id)
        if message := update.message:
            if message.migrate_to_chat_id:
                self._delivery.move(message.chat.id, message.migrate_to_chat_id)
            if message.migrate_from_chat_id:
                self._delivery.move(message.migrate_from_chat_id, message.chat.id)

    def _lane(self, update: Update) -> object:
        """What is handled one by one: the messages and taps of a chat, what one person types inline."""
        query = update.inline_query
        return ("inline", query.from_user.id) if query else self._delivery.chat(place(update))

    def _add(self, update: Update, taken: Taken | None = None) -> None:
        who, name = person(update), self._lane(update)
        lane, excess = self._lanes.get(name), False
        if taken and max(self._waiting[who], len(lane or ())) >= MOST_OF_ONE:
            if {who, name} & self._told:
                self._settle(taken, place(update))
                return
            self._told |= {who, name}
            excess = True
        if not taken and lane:
            self._left(lane.pop())  # only what was typed last is of use
        self._put(_Job(update, who, taken, excess=excess), name)

    def _put(self, job: _Job, name: object) -> None:
        who, lane = job.who, self._lanes.get(name)
        self._waiting[who] += 1
        if self._waiting.total() >= MOST:
            self._room.clear()
        if lane is None:
            lane = self._lanes[name] = Queue()
            worker = asyncio.create_task(self._work(name, lane))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        # Workers go by the order of Telegram's, all of them: else two could wait for each other.
        lane.put(None if self._others else who, job)

    def _left(self, job: _Job) -> None:
        who = job.who
        self._waiting[who] -= 1
        if self._waiting[who] <= 0:
            del self._waiting[who]
            self._told.discard(who)
        if self._waiting.total() < MOST // 2:
            self._room.set()

    async def _work(self, name: object, lane: Queue[_Job]) -> None:
        while lane:
            job = lane.pop()
            try:
                await self._handle(job)
            except Exception:
                log.exception("an update could not be handled")
            if self._others and job.taken:
                self._others.let_go(job.taken.id)
            self._left(job)
        del self._lanes[name]
        self._told.discard(name)

    async def _handle(self, job: _Job) -> None:
        update, taken = job.update, job.taken
        if update and not taken:
            response = await self._respond(update, job)
            if response.listing:
                await self._list(response.listing)
        if not taken:
            return
        kept = taken.calls or ()
        if not update and self._others:
            await self._others.join(taken.id, job.who)
        if update and taken.calls is None:
            response = await self._respond(update, job)
            if response.tapped:
                await self._acknowledge(response.tapped)
            kept = self._backlog.answer(taken.id, response.calls) if response.calls else ()
        for one in kept:
            if not await self._deliver(update, taken, one):
                break
            if one is not kept[-1]:
                self._backlog.done(taken.id, one.position)
        self._settle(taken, place(update) if update else job.who)

    def _settle(self, taken: Taken, chat: int) -> None:
        """Note that nothing is left to do for an update, or for what was said without one."""
        self._backlog.settle(taken.id)
        if self._others:
            numbers = self._delivery.numbers
            self._others.settle(taken.id, numbers.last(self._delivery.chat(chat)), numbers.counted_together)

    async def _respond(self, update: Update, job: _Job) -> Response:
        """What to do about an update, thought out in the turn of its sender."""
        taken = job.taken
        if job.excess:
            return self._speaker.slow_down(update)
        if taken and taken.begun >= TRIES:
            log.error("update %s has ended the process %s times, and is let go", taken.id, taken.begun)
            return self._speaker.apology(update)
        begin = partial(self._backlog.begin, taken.id) if taken else _nothing
        recalled = await self._others.recall(update) if self._others and taken else None
        if recalled:
            chat = self._delivery.chat(place(update))
            self._delivery.numbers.learn(chat, recalled.last, recalled.shared)
        work = partial(self._speaker.respond, update, recalled)
        try:
            response = await self._thinker.think(job.who, work, begin)
            if response.fetch:
                return await self._fetch(response.fetch)
            if response.later:
                if response.tapped:
                    await self._acknowledge(response.tapped)
                return await asyncio.get_running_loop().run_in_executor(self._slow, response.later)
        except Exception:
            log.exception("an update could not be answered")
            return self._speaker.apology(update)
        return response

    async def _fetch(self, fetch: Fetch) -> Response:
        """Bring a file from Telegram, and make of it what is to be made."""
        told, number = fetch.progress, 0
        with suppress(TelegramError):  # it is only about the progress
            message = await self._bot.send_message(told.chat, told.plain)
            number = message.message_id
            self._delivery.numbers.saw(told.chat, number)
        try:
            data, wanted = await self._download(fetch.file), lambda: not self._stopped.is_set()
            work = partial(fetch.then, data, number, wanted)
            return await asyncio.get_running_loop().run_in_executor(self._reading, work)
        except asyncio.CancelledError:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_WORD):
                    await self._bot.edit_message_text(fetch.paused, told.chat, number)
            raise

    async def _download(self, file: str) -> bytes | None:
        """What a file holds; None where Telegram does not give it."""
        for pause in (*DOWNLOADING, None):
            try:
                found = await self._bot.get_file(file)
                return bytes(await found.download_as_bytearray())
            except TelegramError as error:
                log.warning("a file could not be brought from Telegram: %s", error)
                if pause is None or isinstance(error, BadRequest):
                    return None
                await asyncio.sleep(pause)
        return None

    async def _deliver(self, update: Update | None, taken: Taken, kept: Kept) -> bool:
        """Bring a call to Telegram, and tell whether it takes it; where not, apologise, if that can be heard."""
        try:
            call, number = await self._delivery.deliver(taken.id, kept, taken.at)
        except RefusedError as error:
            if isinstance(error.__cause__, Forbidden):
                log.info("a chat is closed to the bot: %s", error)
                return False
            log.error("Telegram does not take a message: %s", error)  # noqa: TRY400 - it is told in one line
            self._backlog.settle(taken.id)
            for apology in self._speaker.apology(update).calls if update else ():
                with suppress(RefusedError):
                    await self._delivery.deliver(taken.id, Kept(kept.position, apology), taken.at)
            return False
        self._speaker.delivered(call, number)
        return True

    async def _acknowledge(self, tapped: Tapped) -> None:
        """End the wait of the person who tapped; told too late, which happens, is no reason not to answer."""
        try:
            await self._bot.answer_callback_query(tapped.query, tapped.note, read_timeout=ACKNOWLEDGING)
        except TelegramError as error:
            log.info("a tap could not be acknowledged: %s", error)

    async def _list(self, listing: Listing) -> None:
        try:
            await self._bot.answer_inline_query(
                listing.query,
                listing.results,
                cache_time=INLINE_SECONDS,
                is_personal=True,
                button=listing.button,
            )
        except TelegramError as error:
            log.info("an inline query could not be answered: %s", error)


def _nothing() -> None:
    """What there is to note before a thought that is kept nowhere."""


def _lasting(update: Update) -> str:
    """An update as it is kept; empty for one that is not: what is typed inline is worth nothing a moment later."""
    if not (update.message or update.edited_message or update.callback_query or update.my_chat_member):
        return ""
    try:
        return update.to_json()
    except Exception as error:  # noqa: BLE001 - one update that cannot be kept must not end the poll
        # The library reads a pinned message that the bot may not see, for one, but cannot write it.
        log.info("update %s cannot be kept and is passed over: %r", update.update_id, error)
        return ""

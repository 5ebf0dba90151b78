"""The other workers of the bot: whose each update is, what conversations are about there, what is loaded there."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from telegram import Message, Update

from bot.asking.trails import Trail
from bot.assistant import FORGET_SECONDS
from bot.channels.telegram.answers import Asked
from bot.channels.telegram.calls import Call, Response
from bot.channels.telegram.latest import Latest
from bot.channels.telegram.replying import Replying
from bot.channels.telegram.senders import place, sender
from bot.errors import KnowledgeError
from bot.knowledge import store
from bot.records.sharing import News, Recalled, Sharing

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

REPLIED = 86_400.0
"""Seconds for which a message can be replied to at another worker."""
AGAIN, LONGEST = 0.05, 0.5
"""Seconds before it is looked again whether another worker has answered what came before, at first and at last."""
LOOK = 2.0
"""Seconds between two looks for news."""
TRIES = 30
"""So many looks until what another worker has loaded must be in the folder: a shared disk may take its time."""
AROUND = 60.0
"""Seconds before the knowledge was loaded here in which it may be that what was loaded elsewhere was missed."""
NEWEST = 2**63 - 1
"""Behind the number of any update."""
THREADS = 4
MOST = 10_000
"""Conversations of which it is known what the others know."""


class Workers:
    """What this worker has in common with the others."""

    def __init__(self, sharing: Sharing, replying: Replying, forget: Callable[[int], object]) -> None:
        """Share by ``sharing`` what ``replying`` knows; ``forget`` drops what is remembered here of a person."""
        self._sharing = sharing
        self._replying = replying
        self._forget = forget
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sharing")
        self._shared = Latest[str, tuple[int, Trail]](MOST)
        self._held: set[int] = set()
        self._forgotten: dict[str, float] | None = None
        self._digest = self.digest()
        self._generation: int | None = None
        self._tries, self._untold = 0, ""

    # Updates

    async def claim(self, update: Update) -> bool:
        """Whether an update is for this worker, and then for no other, to answer."""
        self._held.add(update.update_id)
        if await self._apart(self._sharing.claim, update.update_id, place(update)):
            return True
        self._held.discard(update.update_id)
        return False

    async def join(self, number: int, chat: int) -> None:
        """Have what is said unasked in a chat wait for the others, and what comes to them later wait for it."""
        await self._recall(NEWEST, chat)
        self._held.add(number)
        await self._apart(self._sharing.claim, number, chat)

    def settle(self, number: int, last: int, shared: int) -> None:
        """Note that an update is answered, and the last numbers of messages by then."""
        self._held.discard(number)
        self._sharing.settle(number, last, shared)

    def let_go(self, number: int) -> None:
        """Have nobody wait for an update any more: it is not worked on."""
        self._held.discard(number)

    async def numbers(self, chat: int) -> tuple[int, int]:
        """The number of the last message known in a chat, and where it may take its numbers from; 0 for none."""
        recalled = await self._apart(self._sharing.recall, 0, chat, 0, ())
        return (recalled.last, recalled.shared) if recalled else (0, 0)

    # Conversations

    async def recall(self, update: Update) -> Recalled | None:
        """What the others know, when they have answered what came before in the chat; None where none can tell."""
        who, names = self._replying.people.number(update), self._names(update)
        return await self._recall(update.update_id, place(update), who, names)

    async def _recall(
        self, number: int, chat: int, who: int = 0, names: Sequence[str] = ()
    ) -> Recalled | None:
        pause = AGAIN
        while True:
            recalled = await self._apart(self._sharing.recall, number, chat, who, names)
            if recalled is None or not recalled.waits:
                return recalled
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST)

    def catch_up(self, update: Update, recalled: Recalled) -> None:
        """Take over what the others know, where it is later than what is known here."""
        assistant, people, answers = (
            self._replying.assistant,
            self._replying.people,
            self._replying.answers,
        )
        people.choose(update, recalled.language)
        key = people.conversation(update)
        for name, there in recalled.found.items():
            try:
                told = json.loads(there.value)
                led = Trail.from_json(told["trail"]) if told["trail"] else None
                if name == _of(key):
                    version, _ = self._shared.get(key, (0, None))
                    if led and (there.version > version or assistant.trail(key) is None):
                        assistant.retrace(led, key, age=FORGET_SECONDS - there.left)
                        self._shared[key] = there.version, led
                    continue
                if led:
                    assistant.retrace(led, answer=told["name"])
                if "text" in told:
                    before = Asked(told["text"], told["name"], tuple(told["numbers"]))
                    answers.learn_question(*_message(name), before)
                else:
                    # A reply to one that was about nothing goes on from the chat, as one to no answer does.
                    answers.learn(*_message(name), told["name"] if led else "")
            except Exception as error:  # noqa: BLE001 - whatever another version has written
                log.warning("what another worker remembers cannot be read: %r", error)

    def keep(self, update: Update, response: Response) -> None:
        """Let the others know what a conversation is about after an update."""
        key = self._replying.people.conversation(update)
        led = self._replying.assistant.trail(key) if key else None
        if led is None:
            return
        _, known = self._shared.get(key, (0, None))
        if led != known or any(call.name for call in response.calls):
            who, value = self._replying.people.number(update), json.dumps({"trail": led.as_json()})
            self._shared[key] = update.update_id, led
            self._sharing.remember(_of(key), who, update.update_id, value, FORGET_SECONDS)

    def delivered(self, call: Call, number: int) -> None:
        """Let the others know which answer stands in a message, and which question it answers."""
        if not (call.name and number):
            return
        assistant, answers = self._replying.assistant, self._replying.answers
        led = assistant.trail(answer=call.name)
        told: dict[str, object] = {"name": call.name, "trail": led and led.as_json()}
        self._remember(_in(call.chat, number), call, told)
        asked = answers.asked(call.chat, call.question)
        if asked and number in asked.numbers:
            led = assistant.trail(answer=asked.before) if asked.before else None
            told = {"text": asked.text, "numbers": asked.numbers, "name": asked.before}
            self._remember(_to(call.chat, call.question), call, told | {"trail": led and led.as_json()})

    def forget(self, number: int) -> None:
        """Have the others forget a person."""
        self._sharing.forget(number)

    def _remember(self, name: str, call: Call, told: dict[str, object]) -> None:
        self._sharing.remember(name, call.whose, int(call.name), json.dumps(told), REPLIED)

    def _names(self, update: Update) -> list[str]:
        """What may be remembered of an update: its conversation, the answer it is on, the question it changes."""
        names = [_of(key)] if (key := self._replying.people.conversation(update)) else []
        message = update.effective_message
        if edited := update.edited_message:
            names.append(_to(edited.chat.id, edited.message_id))
        on = message if update.callback_query else getattr(message, "reply_to_message", None)
        if isinstance(on, Message) and sender(on) == self._replying.me.id:
            where = on.chat.id, on.message_id
            if self._replying.answers.name(*where) is None:
                names.append(_in(*where))
        return names

    # The knowledge

    def digest(self) -> str:
        """What the knowledge folder holds now; empty where that cannot be read."""
        try:
            return store.contents(self._replying.assistant.folder)
        except (OSError, KnowledgeError):
            return ""

    def announce(self, digest: str) -> None:
        """Tell the others that the knowledge of this digest was loaded here."""
        self._digest = digest
        self._generation = self._sharing.announce(digest)
        self._untold = "" if self._generation else digest

    async def watch(self, reload: Callable[[], object]) -> None:
        """Follow what the others load and forget until cancelled; ``reload`` loads it here, or logs why not."""
        while True:
            try:
                await self._apart(self._follow, reload)
            except Exception:
                log.exception("what other workers do could not be followed")
            await asyncio.sleep(LOOK)

    def close(self) -> None:
        """Ask for nothing any more."""
        self._threads.shutdown(wait=False)

    def _follow(self, reload: Callable[[], object]) -> None:
        if self._untold:
            self.announce(self._untold)
        if news := self._sharing.look(list(self._held)):
            self._forget_too(news)
            self._load_too(news, reload)

    def _forget_too(self, news: News) -> None:
        if self._forgotten is not None:
            new = {who for who, at in news.forgotten.items() if self._forgotten.get(who) != at}
            for number in self._replying.people.known() if new else ():
                if self._sharing.hashed(number) in new:
                    self._forget(number)
            self._replying.notes.drop(new)
        self._forgotten = dict(news.forgotten)

    def _load_too(self, news: News, reload: Callable[[], object]) -> None:
        assistant = self._replying.assistant
        if self._generation is None and news.at > assistant.knowledge.loaded.timestamp() - AROUND:
            self._digest = ""  # it may be of what came right after the knowledge was loaded
        if news.generation in (0, self._generation):
            self._generation = news.generation
            return
        if news.digest != self._digest:
            found = self.digest()
            if found != self._digest:
                before, self._digest = assistant.knowledge.loaded, found
                reload()
                if assistant.knowledge.loaded == before:
                    log.warning("what another worker has loaded cannot be used here; what was in use stays")
            if found != news.digest:
                self._tries += 1
                if self._tries < TRIES:
                    return
                log.warning("the knowledge folder is another one than that of the other workers; share it")
        self._generation, self._tries = news.generation, 0

    async def _apart(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The outcome of some work in a thread, for the event loop waits for no database."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: work(*args, **kwargs))


def _of(conversation: str) -> str:
    return f"c:{conversation}"


def _in(chat: int, number: int) -> str:
    return f"m:{chat}:{number}"


def _to(chat: int, question: int) -> str:
    return f"q:{chat}:{question}"


def _message(name: str) -> tuple[int, int]:
    """The chat and the number of a message that something is remembered of."""
    _, chat, number = name.split(":")
    return int(chat), int(number)

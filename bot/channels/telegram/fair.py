"""Turns: who has waited while others were served comes first, and nobody's messages keep anybody else's waiting."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Queue(Generic[T]):
    """A queue in which a person's second item waits behind everybody's first.

    >>> queue = Queue[str]()
    >>> for person, item in (("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1")):
    ...     queue.put(person, item)
    >>> [queue.pop() for _ in range(len(queue))]
    ['a1', 'b1', 'a2', 'a3']
    """

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._people: OrderedDict[object, deque[T]] = OrderedDict()

    def __len__(self) -> int:
        """How many items wait."""
        return sum(map(len, self._people.values()))

    def put(self, person: object, item: T) -> None:
        """Let an item of a person wait."""
        self._people.setdefault(person, deque()).append(item)

    def pop(self) -> T:
        """Take the next item; raises `KeyError` when there is none."""
        person, items = self._people.popitem(last=False)
        item = items.popleft()
        if items:
            self._people[person] = items  # at the end: everybody else comes first
        return item


class Door:
    """Lets a few through at a time, and does not wait for one that takes long.

    The fewer connections are open at once, the less each message costs; but a server that is slow to answer one
    must not hold up the others.
    """

    def __init__(self, most: int, patience: float) -> None:
        """Let ``most`` through at once, each counted for no longer than ``patience`` seconds."""
        self._places = asyncio.Semaphore(most)
        self._patience = patience

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Wait for a place, and give it back in the end or when it has been held for long enough."""
        await self._places.acquire()
        giving_back = asyncio.get_running_loop().call_later(self._patience, self._places.release)
        try:
            yield
        finally:
            if giving_back.when() > asyncio.get_running_loop().time():
                giving_back.cancel()
                self._places.release()


class Thinker:
    """One thread that thinks, so that the event loop never waits for it; people take turns at it."""

    def __init__(self) -> None:
        """Start with nothing to think about."""
        self._waiting = Queue[_Thought]()
        self._handed = SimpleQueue[_Thought | None]()
        self._busy = False
        self._thread = threading.Thread(target=self._work, name="thinking", daemon=True)
        self._thread.start()

    async def think(self, person: object, work: Callable[[], T], begin: Callable[[], None]) -> T:
        """The outcome of some work for a person, when it is that person's turn.

        ``begin`` is called here right before the work, so what it notes is of one thought at a time.
        """
        thought = _Thought(work, begin, asyncio.get_running_loop().create_future())
        self._waiting.put(person, thought)
        if not self._busy:
            self._hand_over()
        return await thought.outcome  # type: ignore[no-any-return]  # it is what the work returns

    async def close(self) -> None:
        """Finish the thought that is under way; nobody waits for the others any more."""
        self._busy = True
        self._handed.put(None)
        await asyncio.to_thread(self._thread.join)

    def _hand_over(self) -> None:
        self._busy = False
        while self._waiting and not self._busy:
            thought = self._waiting.pop()
            if not thought.outcome.done():
                self._busy = True
                thought.begin()
                self._handed.put(thought)

    def _work(self) -> None:
        while thought := self._handed.get():
            loop = thought.outcome.get_loop()
            try:
                done = partial(thought.outcome.set_result, thought.work())
            except Exception as error:  # noqa: BLE001 - it is raised where the outcome is waited for
                done = partial(thought.outcome.set_exception, error)
            loop.call_soon_threadsafe(self._settle, thought, done)

    def _settle(self, thought: _Thought, done: Callable[[], None]) -> None:
        if not thought.outcome.done():
            done()
        self._hand_over()


@dataclass(frozen=True, slots=True)
class _Thought:
    """Some work, what is to be noted before it, and where its outcome is waited for."""

    work: Callable[[], Any]
    begin: Callable[[], None]
    outcome: asyncio.Future[Any]

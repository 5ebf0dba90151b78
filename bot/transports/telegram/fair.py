"""Turns: who has waited while others were served comes first, and nobody's messages keep anybody else's waiting."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

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


class Thinker:
    """One thread that thinks, so that the event loop never waits for it; people take turns at it."""

    def __init__(self) -> None:
        """Start with nothing to think about."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="thinking")
        self._waiting = Queue[tuple[asyncio.Future[object], Callable[[], object]]]()
        self._worker: asyncio.Task[None] | None = None

    async def think(self, person: object, work: Callable[[], T]) -> T:
        """The outcome of some work for a person, when it is that person's turn."""
        outcome: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting.put(person, (outcome, work))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await outcome  # type: ignore[return-value]  # it is what the work has returned

    async def close(self) -> None:
        """Finish the thought that is under way and drop the others."""
        if self._worker:
            self._worker.cancel()
            with suppress(asyncio.CancelledError):
                await self._worker
        self._thread.shutdown(cancel_futures=True)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            outcome, work = self._waiting.pop()
            if outcome.cancelled():
                continue
            try:
                result = await loop.run_in_executor(self._thread, work)
            except Exception as error:  # noqa: BLE001 - it is raised where the outcome is waited for
                if not outcome.cancelled():
                    outcome.set_exception(error)
            else:
                if not outcome.cancelled():
                    outcome.set_result(result)

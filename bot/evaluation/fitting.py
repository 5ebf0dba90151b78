"""Fitting what signs are worth on judged questions, with the thresholds that go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.asking.signs import Signed, beside
from bot.evaluation import left_out, limits
from bot.evaluation.gathering import Case, Progress, fold_of
from bot.evaluation.learning import Example, learn
from bot.evaluation.left_out import Blind
from bot.knowledge.calibration import Judged, LikelihoodEntry, read, signs_entry
from bot.knowledge.model import Choices, Found, Unknown
from bot.knowledge.signs import (
    GOING_ON,
    OF_FIGURES,
    OF_MEANING,
    OF_NONE,
    OF_NONE_GOING_ON,
    Direction,
    Likelihood,
)
from bot.knowledge.store import default_folder

_SETTLED = 0.3
"""What a question counts that is answered without this."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned.

    Attributes:
        likelihood: What each sign is worth, with the thresholds; learned on all questions.
        left_out: What came of each set without its documents.
        without: For each fold what was learned of the others.
    """

    likelihood: Likelihood
    left_out: Sequence[Judged]
    without: Mapping[str, Likelihood]

    @property
    def precise(self) -> bool:
        """Whether there is a probability from which figures may be given."""
        return self.likelihood.sure < 1

    def entry(self, names: Sequence[str]) -> LikelihoodEntry:
        """As it is written, with the names of the question files."""
        return LikelihoodEntry(
            sure=self.likelihood.sure,
            onward=self.likelihood.onward,
            offer=self.likelihood.offer,
            questions=tuple(names),
            left_out=tuple(self.left_out),
            signs=signs_entry(self.likelihood.worth),
        )


def fit(cases: Sequence[Case], progress: Progress) -> Fitted:
    """Learn on all questions; the thresholds and the judgement come of each fold without itself."""
    cases = _folded(cases)
    names = dict.fromkeys(one.fold for one in cases)
    blind: list[Blind] = []
    worths: dict[str, Mapping[str, float]] = {}
    by_meaning = any(figure.meaning for one in cases for figure in one.figures)
    for done, fold in enumerate(names):
        worth = worths[fold] = _learned([one for one in cases if one.fold != fold])
        blind += (left_out.weighed(one, worth, by_meaning=by_meaning) for one in cases if one.fold == fold)
        progress(done + 1, len(names))
    likelihood = limits.chosen(_learned(cases), blind)
    return Fitted(
        likelihood,
        [left_out.judged(name, blind, likelihood) for name in dict.fromkeys(one.name for one in cases)],
        {
            fold: limits.chosen(worth, [both for both in blind if both.case.fold != fold])
            for fold, worth in worths.items()
        },
    )


def _folded(cases: Sequence[Case]) -> Sequence[Case]:
    """The questions by what is left out together: where all are of one fold, parts of them by chance."""
    if len({one.fold for one in cases}) > 1:
        return cases
    return [replace(one, fold=fold_of("questions", one.question["q"], len(cases))) for one in cases]


def _learned(cases: Sequence[Case]) -> dict[str, float]:
    """What signs are worth: first those of words, then, with the others held, those of meaning and of going on."""
    examples = list(_examples([one for one in cases if not one.onward]))
    if not examples:
        return {}
    worth = learn(examples, _ways({**OF_FIGURES, **OF_NONE}))
    if any("less_like" in figure for one in examples for figure in one.figures):
        worth |= learn(examples, _ways(OF_MEANING), worth)
    if onward := list(_examples([one for one in cases if one.onward])):
        worth |= learn(onward, _ways({**GOING_ON, **OF_NONE_GOING_ON}), worth)
    return worth


def _ways(signs: Mapping[str, tuple[Direction, str]]) -> dict[str, Direction]:
    return {name: way for name, (way, _) in signs.items()}


def _examples(cases: Sequence[Case]) -> Iterator[Example]:
    """The questions to learn from, and each again with its figure taken away."""
    sizes = Counter(one.name for one in cases)
    middling = sorted(sizes.values())[len(sizes) // 2] if sizes else 0
    for one in cases:
        if not one.figures or not isinstance(one.answer, Unknown | Found | Choices):
            continue
        # No set counts for more than a middling one: what one document is asked most is no rule.
        weight = min(1.0, middling / sizes[one.name]) * one.counts
        meant = one.meant
        none = {**one.none, "settled": float(not one.open), "unlike": float(not one.onward)}
        if any(meant) or one.open:
            yield _example(one.figures, none, meant, weight * (1.0 if one.open else _SETTLED))
        if any(meant) and not all(meant):
            rest = [figure for figure, is_meant in zip(one.figures, meant, strict=True) if not is_meant]
            yield _example(rest, {**none, "settled": 0.0}, [False] * len(rest), weight * left_out.TAKEN_AWAY)


def _example(
    figures: Sequence[Signed], none: Mapping[str, float], meant: Sequence[bool], weight: float
) -> Example:
    signs = beside(figures)
    both = [{**own, **like} for own, like in zip(signs.figures, signs.meaning, strict=True)]
    return Example(both, {**none, **signs.none}, meant, weight)


def table(fitted: Fitted) -> str:
    """What came of each set without its documents, in percent, for reading."""
    lines = [
        f"{'set, left out':18}{'questions':>10}{'right':>8}{'near':>8}{'missed':>8}{'wrong':>8}{'helped':>8}"
    ]
    for one in fitted.left_out:
        shares = (one.right, one.near, one.missed, one.wrong, one.helped)
        lines.append(f"{one.name:18}{one.questions:>10}" + "".join(f"{share:>8.1f}" for share in shares))
    likelihood = fitted.likelihood
    lines.append(
        f"given from a probability of {likelihood.sure:.3f}, the first three offered from {likelihood.offer:.3f}"
    )
    return "\n".join(lines)


def write(fitted: Fitted, folder: Path, names: Sequence[str]) -> Path:
    """Write what was learned into the ``calibration.yaml`` of a knowledge folder; the rest of it stays."""
    path = folder / "calibration.yaml"
    source = path if path.exists() else default_folder() / "calibration.yaml"
    before = read(source)[0]
    first = source.read_text(encoding="utf-8").partition("\n")[0]
    text = before.model_copy(update={"likelihood": fitted.entry(names)}).text()
    path.write_text(f"{first}\n{text}", encoding="utf-8", newline="\n")
    return path

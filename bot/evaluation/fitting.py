"""Fitting what signs are worth on judged questions, and judging that by leaving out whole documents."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from bot.answering import likely
from bot.answering.verdicts import Verdict
from bot.asking.likelihood import Ranking, ranked
from bot.asking.signs import Signed, beside
from bot.errors import QuestionsError
from bot.evaluation import judge
from bot.evaluation.learning import Example, learn
from bot.knowledge.calibration import Judged, LikelihoodEntry, read, signs_entry
from bot.knowledge.model import Answer, Choice, Choices, Fact, Found, Unknown
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
from bot.messages import tell

MISTAKEN = 0.005
"""The share of the questions, of each set alike, that may be given another figure in other words than theirs.

Some of the questions are those whose figure was taken away.
"""
LEAST = 0.5
"""What is less probable than this is never given."""
OFFERED = 0.875
"""The share of offers that must hold what was asked for."""
FOLDS = 10
"""A set of many documents is left out by so many parts."""
_TAKEN_AWAY = 0.12
"""How often a question is counted with its figure taken away: as often as people ask for what is not there."""
_SETTLED = 0.3
"""What a question counts that is answered without this."""
ASTRAY = 0.045
"""The share of the questions going on from others that may be given another figure than theirs."""
_BEHIND, _EVERY = 0.3, 8
"""What a question counts that is asked once more behind another, and of how many one is: most of a chat's are."""
_ANY = Likelihood({}, 0.0, 1.0, 0.0)
_MANIFOLD = ("aggregate", "list")
"""Kinds of questions that no single figure answers."""

Progress = Callable[[int, int], None]
Question = Mapping[str, Any]


class Weighing(Protocol):
    """Answers a message, and weighs what it may mean: `bot.assistant.Assistant`, as far as it is asked here."""

    def weigh(self, text: str, earlier: Sequence[str] = ()) -> tuple[Verdict, Ranking | None]:
        """What is answered by the question's own words, and the figures it may mean."""


@dataclass(frozen=True, slots=True)
class Part:
    """Questions on one knowledge: a part of a set that is left out as a whole.

    Attributes:
        name: The set.
        fold: What is left out together.
        questions: Its questions; see `bot.evaluation.judge`.
        assistant: Makes what answers them.
    """

    name: str
    fold: str
    questions: Sequence[Question]
    assistant: Callable[[], Weighing]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what its own words come to, and the figures it may mean.

    It is asked ``onward`` where it goes on from another, and ``behind`` where that has nothing to do with it.
    """

    name: str
    fold: str
    question: Question
    answer: Answer
    figures: Sequence[Signed]
    none: Mapping[str, float]
    several: bool = False
    onward: bool = False
    behind: bool = False

    @property
    def open(self) -> bool:
        """Whether its own words do not settle it."""
        return bool(self.figures) and (self.onward or isinstance(self.answer, Unknown))

    @property
    def meant(self) -> list[bool]:
        """Whether each figure is what is asked for, or one of what is to be offered."""
        values = self.question["values"]
        if self.question["expect"] == "choices":
            return [any(judge.same(value, one.fact.value) for value in values) for one in self.figures]
        if self.question.get("kind") in _MANIFOLD or not values:
            return [False] * len(self.figures)
        return [_verdict(self.question, "answer", _told(one.fact)) == "right" for one in self.figures]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned, with what came of each set without its documents.

    ``without`` is for each fold what was learned of the others.
    """

    likelihood: Likelihood
    left_out: Sequence[Judged]
    without: Mapping[str, Likelihood]

    @property
    def precise(self) -> bool:
        """Whether there is a probability from which figures may be given."""
        return self.likelihood.sure < 1

    def entry(self, names: Sequence[str]) -> LikelihoodEntry:
        """As it is written."""
        return LikelihoodEntry(
            sure=self.likelihood.sure,
            onward=self.likelihood.onward,
            offer=self.likelihood.offer,
            questions=tuple(names),
            left_out=tuple(self.left_out),
            signs=signs_entry(self.likelihood.worth),
        )


@dataclass(frozen=True, slots=True)
class _Blind:
    """A question weighed by what was learned without its document; ``gone`` is the same without what is meant."""

    asked: Asked
    ranking: Ranking
    gone: Ranking | None


def parts(sets: Mapping[str, Sequence[Question]], assistant: Any) -> Iterator[Part]:
    """The questions of some sets by the documents they are asked of; raises `QuestionsError` for one not there."""
    for name, questions in sets.items():
        by_document: defaultdict[str, list[Question]] = defaultdict(list)
        for question in questions:
            by_document[question.get("document", "")].append(question)
        for document, own in by_document.items():
            fold = fold_of(name, document, len(by_document)) or "all"
            yield Part(name, fold, own, partial(_about, assistant, document))


def _about(assistant: Any, document: str) -> Any:
    try:
        return assistant.about(document) if document else assistant
    except KeyError as error:
        raise QuestionsError(
            tell("there is no document {document} in the knowledge", document=document)
        ) from error


def table(fitted: Fitted) -> str:
    """What came of each set without its documents, in percent, for reading."""
    lines = [
        f"{'set, left out':18}{'questions':>10}{'right':>8}{'near':>8}{'missed':>8}{'wrong':>8}{'helped':>8}"
    ]
    for one in fitted.left_out:
        shares = (one.right, one.near, one.missed, one.wrong, one.helped)
        lines.append(f"{one.name:18}{one.questions:>10}" + "".join(f"{share:>8.1f}" for share in shares))
    limits = fitted.likelihood
    lines.append(
        f"given from a probability of {limits.sure:.3f}, the first three offered from {limits.offer:.3f}"
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


def gather(parts: Sequence[Part], progress: Progress) -> list[Asked]:
    """Ask all questions once, and keep the signs of what they may mean."""
    total = sum(len(part.questions) for part in parts)
    found: list[Asked] = []
    done = 0
    for part in parts:
        assistant = part.assistant()
        own: list[Asked] = []
        for question in part.questions:
            own.append(_asked(part, question, assistant))
            done += 1
            progress(done, total)
        found += [*own, *_behind(part, own, assistant)]
    return found


def _asked(part: Part, question: Question, assistant: Weighing) -> Asked:
    earlier = question.get("context", ())
    verdict, ranking = assistant.weigh(question["q"], earlier)
    if ranking is None:
        return Asked(part.name, part.fold, question, verdict.answer, (), {})
    several, onward = ranking.several, bool(earlier)
    return Asked(part.name, part.fold, question, verdict.answer, ranking.found, ranking.none, several, onward)


def _behind(part: Part, asked: Sequence[Asked], assistant: Weighing) -> Iterator[Asked]:
    """Some of the questions once more, each behind another of its document that has an answer."""
    alone = [one for one in asked if not one.question.get("context")]
    answered = [one.question["q"] for one in alone if isinstance(one.answer, Found)]
    for at, one in enumerate(alone):
        if at % _EVERY == 0 and (other := answered[at % len(answered)] if answered else ""):
            again = _asked(part, {**one.question, "context": (other,)}, assistant)
            if other != one.question["q"] and again.onward:
                yield replace(again, behind=True)


def fit(asked: Sequence[Asked], progress: Progress) -> Fitted:
    """Learn on all questions; the thresholds and the judgement come of each fold without itself."""
    asked = _folded(asked)
    names = dict.fromkeys(one.fold for one in asked)
    blind: list[_Blind] = []
    worths: dict[str, Mapping[str, float]] = {}
    by_meaning = any(figure.meaning for one in asked for figure in one.figures)
    for done, fold in enumerate(names):
        worth = worths[fold] = _learned([one for one in asked if one.fold != fold])
        blind += (_weighed(one, worth, by_meaning=by_meaning) for one in asked if one.fold == fold)
        progress(done + 1, len(names))
    limits = _limits(_learned(asked), blind)
    return Fitted(
        limits,
        [_judged(name, blind, limits) for name in dict.fromkeys(one.name for one in asked)],
        {
            fold: _limits(worth, [both for both in blind if both.asked.fold != fold])
            for fold, worth in worths.items()
        },
    )


def _weighed(one: Asked, worth: Mapping[str, float], *, by_meaning: bool) -> _Blind:
    by_meaning = by_meaning and not one.onward
    meant = one.meant
    ranking = replace(ranked(one.figures, one.none, worth, by_meaning=by_meaning), several=one.several)
    if not any(meant) or all(meant):
        return _Blind(one, ranking, None)
    rest = [figure for figure, told in zip(one.figures, meant, strict=True) if not told]
    return _Blind(one, ranking, ranked(rest, one.none, worth, by_meaning=by_meaning))


def _folded(asked: Sequence[Asked]) -> Sequence[Asked]:
    """The questions by what is left out together: where all are of one fold, parts of them by chance."""
    if len({one.fold for one in asked}) > 1:
        return asked
    return [replace(one, fold=fold_of("questions", one.question["q"], len(asked))) for one in asked]


def _limits(worth: Mapping[str, float], blind: Sequence[_Blind]) -> Likelihood:
    """What signs are worth, with the thresholds that some questions lead to."""
    sure = _sure([one for one in blind if not one.asked.onward])
    onward = _onward([one for one in blind if one.asked.onward])
    return Likelihood(worth, sure, _offer(blind, sure), onward)


def fold_of(name: str, document: str, documents: int) -> str:
    """What a document is left out with: alone, or by tenths where there are many.

    >>> fold_of("texts", "putian", 10), fold_of("articles", "a1", 200).startswith("articles ")
    ('putian', True)
    """
    if documents <= 3 * FOLDS:
        return document
    return f"{name} {int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS}"


def _learned(asked: Sequence[Asked]) -> dict[str, float]:
    """What signs are worth: first those of words, then, with the others held, those of meaning and of going on."""
    examples = list(_examples([one for one in asked if not one.onward]))
    if not examples:
        return {}
    worth = learn(examples, _ways({**OF_FIGURES, **OF_NONE}))
    if any("less_like" in figure for one in examples for figure in one.figures):
        worth |= learn(examples, _ways(OF_MEANING), worth)
    if onward := list(_examples([one for one in asked if one.onward])):
        worth |= learn(onward, _ways({**GOING_ON, **OF_NONE_GOING_ON}), worth)
    return worth


def _ways(signs: Mapping[str, tuple[Direction, str]]) -> dict[str, Direction]:
    return {name: way for name, (way, _) in signs.items()}


def _examples(asked: Sequence[Asked]) -> Iterator[Example]:
    """The questions to learn from, and each again with its figure taken away."""
    sizes = Counter(one.name for one in asked)
    middling = sorted(sizes.values())[len(sizes) // 2] if sizes else 0
    for one in asked:
        if not one.figures or not isinstance(one.answer, Unknown | Found | Choices):
            continue
        # No set counts for more than a middling one: what one document is asked most is no rule.
        weight = min(1.0, middling / sizes[one.name]) * (_BEHIND if one.behind else 1.0)
        meant = one.meant
        none = {**one.none, "settled": float(not one.open), "unlike": float(not one.onward)}
        if any(meant) or one.open:
            yield _example(one.figures, none, meant, weight * (1.0 if one.open else _SETTLED))
        if any(meant) and not all(meant):
            rest = [figure for figure, told in zip(one.figures, meant, strict=True) if not told]
            yield _example(rest, {**none, "settled": 0.0}, [False] * len(rest), weight * _TAKEN_AWAY)


def _example(
    figures: Sequence[Signed], none: Mapping[str, float], meant: Sequence[bool], weight: float
) -> Example:
    signs = beside(figures)
    both = [{**own, **like} for own, like in zip(signs.figures, signs.meaning, strict=True)]
    return Example(both, {**none, **signs.none}, meant, weight)


def _sure(blind: Sequence[_Blind]) -> float:
    """The lowest probability from which few questions are given another figure than the one they ask for."""
    sizes = Counter(one.asked.name for one in blind)
    poorer = Counter(one.asked.name for one in blind if one.gone)
    mistakes: list[tuple[float, float]] = []
    surest = 0.0
    for one in blind:
        name = one.asked.name
        if one.asked.open and (best := likely.given(one.ranking, _ANY)):
            verdict = _verdict(one.asked.question, "answer", _told(best.signed.fact))
            if verdict == "right":
                surest = max(surest, best.probability)
            elif verdict == "wrong":
                mistakes.append((best.probability, 1 / sizes[name] / len(sizes)))
        if one.gone and (other := likely.given(one.gone, _ANY)):
            mistakes.append((other.probability, _TAKEN_AWAY / poorer[name] / len(sizes)))
    lowest = _above(mistakes, MISTAKEN)
    return lowest if surest >= lowest else 1.0


def _onward(blind: Sequence[_Blind]) -> float:
    """The lowest probability from which few questions going on from others are given another figure than theirs."""
    total = sum(_BEHIND if one.asked.behind else 1.0 for one in blind)
    mistakes = [
        (best.probability, (_BEHIND if one.asked.behind else 1.0) / total)
        for one in blind
        if (best := likely.given(one.ranking, _ANY))
        and _verdict(one.asked.question, "answer", _told(best.signed.fact)) == "wrong"
    ]
    return _above(mistakes, ASTRAY)


def _above(mistakes: Sequence[tuple[float, float]], most: float) -> float:
    """The lowest probability from which mistakes, each with its share, come to no more than so much."""
    total = 0.0
    for probability, share in sorted(mistakes, reverse=True):
        total += share
        if total > most:
            return max(LEAST, math.floor(1e6 * probability + 1) / 1e6)
    return LEAST


def _offer(blind: Sequence[_Blind], sure: float) -> float:
    """The lowest probability from which offers hold what is asked for often enough."""
    tried: list[tuple[float, bool]] = []
    for one, ranking in ((both.asked, both.ranking) for both in blind):
        free = likely.offered(ranking, Likelihood({}, 1.0, 0.0)) if one.open else ()
        if free and not one.onward and not likely.given(ranking, Likelihood({}, sure, 1.0)):
            values = [own.signed.fact.value for own in free]
            held = _verdict(one.question, "choices", [], values) in ("near", "right")
            answerable = one.question["expect"] in ("answer", "choices")
            probability = sum(own.probability for own in free)
            tried.append((probability, held and answerable))
    return _lowest(tried, OFFERED)


def _lowest(tried: Sequence[tuple[float, bool]], share: float) -> float:
    """The lowest probability from which this share is right; 1 where there is none."""
    best, right, total = 1.0, 0, 0
    for probability, alike in groupby(sorted(tried, reverse=True), itemgetter(0)):
        for _, good in alike:
            total += 1
            right += good
        if right >= share * total:
            best = probability
    return math.floor(1e6 * best) / 1e6


def _judged(name: str, blind: Sequence[_Blind], limits: Likelihood) -> Judged:
    """What came of a set."""
    counts: defaultdict[str, int] = defaultdict(int)
    answerable = helped = 0
    own = [(one.asked, one.ranking) for one in blind if one.asked.name == name and not one.asked.behind]
    for one, ranking in own:
        status, given, offered, near = _reply(one, ranking, limits)
        verdict = _verdict(one.question, status, given, offered)
        counts[verdict] += 1
        if one.question["values"]:
            answerable += 1
            helped += judge.helps(one.question, verdict, [*given, *offered, *near])
    share = {kind: round(100 * counts[kind] / len(own), 1) for kind in ("right", "near", "missed", "wrong")}
    return Judged(name=name, questions=len(own), helped=round(100 * helped / (answerable or 1), 1), **share)


def _reply(one: Asked, ranking: Ranking, limits: Likelihood) -> tuple[str, list[str], list[str], list[str]]:
    """The status of a reply, and the values it gives, offers and suggests."""
    if one.open and (best := likely.given(ranking, _of(one, limits))):
        return "answer", _told(best.signed.fact), [], []
    if one.open and (free := likely.offered(ranking, limits)):
        return "choices", [], [own.signed.fact.value for own in free], []
    near = [own.signed.fact.value for own in likely.nearby(ranking)] if one.open else []
    match one.answer:
        case Choices(options=options):
            return "choices", [], [option.value for option in options], []
        case Unknown(suggestions=suggestions):
            return "unknown", [], [], near or [_value(own) for own in suggestions]
        case Found(entries=entries):
            given = [entry.value for entry in entries]
            return ("unknown", [], [], near) if one.open else ("answer", given, [], [])
        case _:
            return "smalltalk", [], [], []


def _of(one: Asked, limits: Likelihood) -> Likelihood:
    """The limits for a question, by whether it goes on from another."""
    return replace(limits, sure=limits.onward) if one.onward else limits


def _told(fact: Fact) -> list[str]:
    """What is given where a fact is: each item of a list."""
    return [*fact.items] or [fact.value]


def _value(option: Choice) -> str:
    return option.value


def _verdict(question: Question, status: str, given: list[str], offered: Sequence[str] = ()) -> judge.Verdict:
    return judge.verdict(question, status, given, list(offered))

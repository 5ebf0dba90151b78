"""Gathering questions that have been judged, each with what its words come to and the figures it may mean."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from bot.answering.verdicts import Verdict
from bot.asking.likelihood import Ranking
from bot.asking.signs import Signed
from bot.errors import QuestionsError
from bot.evaluation import judge
from bot.knowledge.model import Answer, Fact, Found, Unknown
from bot.messages import tell

FOLDS = 10
"""A set of many documents is left out by so many parts."""
_EVERY = 8
"""One question of so many is asked once more behind another, as most of a chat's are."""
_BEHIND = 0.3
"""What such a question counts."""
_MANIFOLD = ("aggregate", "list")
"""Kinds of questions that no single figure answers."""

Progress = Callable[[int, int], None]
"""Hears how many of how many are done."""
Question = Mapping[str, Any]
"""A line of a question file; see `bot.evaluation.judge`."""


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
class Case:
    """A judged question, with what its own words come to and the figures it may mean.

    Attributes:
        name: The set it is of.
        fold: What it is left out with.
        question: What is asked and expected.
        answer: What its own words come to.
        figures: Those it may mean, with their signs; none where its own words settle it without them.
        none: The signs that none of them is meant.
        several: Whether it asks for several figures.
        onward: Whether it goes on from another question.
        behind: Whether that has nothing to do with it: it is asked once more, behind any other.
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
    def counts(self) -> float:
        """What it counts among others."""
        return _BEHIND if self.behind else 1.0

    @property
    def meant(self) -> list[bool]:
        """Whether each figure is what is asked for, or one of what is to be offered."""
        values = self.question["values"]
        if self.question["expect"] == "choices":
            return [any(judge.same(value, one.fact.value) for value in values) for one in self.figures]
        if self.question.get("kind") in _MANIFOLD or not values:
            return [False] * len(self.figures)
        return [judge.verdict(self.question, "answer", told(one.fact), []) == "right" for one in self.figures]


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


def fold_of(name: str, document: str, documents: int) -> str:
    """What a document is left out with: alone, or by tenths where there are many.

    >>> fold_of("texts", "putian", 10), fold_of("articles", "a1", 200).startswith("articles ")
    ('putian', True)
    """
    if documents <= 3 * FOLDS:
        return document
    return f"{name} {int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS}"


def gather(parts: Sequence[Part], progress: Progress) -> list[Case]:
    """Ask all questions once, and keep the signs of what they may mean."""
    total = sum(len(part.questions) for part in parts)
    found: list[Case] = []
    done = 0
    for part in parts:
        assistant = part.assistant()
        own: list[Case] = []
        for question in part.questions:
            own.append(_case(part, question, assistant))
            done += 1
            progress(done, total)
        found += [*own, *_behind(part, own, assistant)]
    return found


def _case(part: Part, question: Question, assistant: Weighing) -> Case:
    earlier = question.get("context", ())
    verdict, ranking = assistant.weigh(question["q"], earlier)
    if ranking is None:
        return Case(part.name, part.fold, question, verdict.answer, (), {})
    several, onward = ranking.several, bool(earlier)
    return Case(part.name, part.fold, question, verdict.answer, ranking.found, ranking.none, several, onward)


def _behind(part: Part, cases: Sequence[Case], assistant: Weighing) -> Iterator[Case]:
    """Some of the questions once more, each behind another of its document that has an answer."""
    alone = [one for one in cases if not one.question.get("context")]
    answered = [one.question["q"] for one in alone if isinstance(one.answer, Found)]
    for at, one in enumerate(alone):
        if at % _EVERY == 0 and (other := answered[at % len(answered)] if answered else ""):
            again = _case(part, {**one.question, "context": (other,)}, assistant)
            if other != one.question["q"] and again.onward:
                yield replace(again, behind=True)


def told(fact: Fact) -> list[str]:
    """What is given where a fact is: each item of a list."""
    return [*fact.items] or [fact.value]

"""How much of a question a choice of figures accounts for, and whether a word it turns on is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.asking.asked import Asked
from bot.asking.bounds import RELATIONS
from bot.asking.index import Index
from bot.asking.interpretations import Chosen
from bot.asking.question import Question
from bot.knowledge.model import Fact
from bot.knowledge.query import Query
from bot.language.grams import grams
from bot.language.vocabulary import Tokens

_HELD = tuple(f"op:{relation}" for relation in RELATIONS)
_UNCARRIED = ("op:difference", "op:more", "op:less", "op:ratio", "op:none", "portion")
"""What is worked out of two figures, or of every one, which no choice of figures does."""


_NAME = 3
"""Tokens of the shortest name of a thing that must be accounted for."""


class Wanted(Protocol):
    """A question with what it asks for, and what that is looked for in."""

    @property
    def question(self) -> Question: ...
    @property
    def asked(self) -> Asked: ...
    @property
    def index(self) -> Index: ...


@dataclass(frozen=True, slots=True)
class Account:
    """What accounts for a question.

    Attributes:
        places: Where conditions and operations are stated, which need no other words for them.
        known: What the names and headings of the figures explain, each pair of characters with how well.
        everywhere: Whether all that is said must be accounted for, not only the clauses that ask.
        compared: Where one column is held against another, which carries out what compares them.
    """

    places: Collection[int]
    known: Mapping[str, float] = field(default_factory=dict)
    everywhere: bool = False
    compared: Collection[int] = ()


def learn(known: dict[str, float], words: Tokens, credit: float) -> None:
    """Let some words explain a question as well as ``credit``."""
    for gram in grams(words):
        known[gram] = max(credit, known.get(gram, 0.0))


def chosen(
    wanted: Wanted, query: Query, shape: str, account: Account, stand: tuple[Fact, ...] = ()
) -> Chosen | None:
    """A choice with what of the question it accounts for; None where a word it turns on is not."""
    question, asked, index = wanted.question, wanted.asked, wanted.index
    own = index.credits(question, account.known) if account.known else [0.0] * len(question.tokens)
    given = tuple(1.0 if at in account.places else credit for at, credit in enumerate(own))
    if _lacks(question, asked, account, given, index):
        return None
    covered = total = 0.0
    for at, (weight, credit) in enumerate(zip(asked.weights, given, strict=True)):
        if account.everywhere or question.clauses[at] in question.asking:
            total += weight
            covered += weight * credit
    return Chosen(
        question=question,
        query=query,
        credits=given,
        coverage=covered / total if total else 1.0,
        telling=sum(own),
        shape=shape,
        everywhere=account.everywhere,
        stand=stand,
    )


def _lacks(
    question: Question, asked: Asked, account: Account, given: tuple[float, ...], index: Index
) -> bool:
    """Whether a word that a question turns on is not carried out, or nothing that is chosen explains it."""
    told = index.weights.told
    for start, end in index.lexicon.wholes_in(question.tokens, _NAME):
        asks = account.everywhere or question.clauses[start] in question.asking
        unmet = [given[at] for at in range(start, end) if at not in account.places and asks]
        if unmet and min(unmet) < index.weights.sentence:
            return True  # it is about a thing that is none of these
    for piece in question.tagged("decisive") if account.known else ():
        apart = [at for at in range(piece.start, piece.end) if at not in account.places]
        asking = question.clauses[piece.start] in question.asking
        if apart and asking and min(given[at] for at in apart) < told:
            return True
    uncarried = [
        p
        for p in question.tagged(*_UNCARRIED)
        if question.clauses[p.start] in question.asking and p.start not in account.compared
    ]
    if any(min(given[piece.start : piece.end]) < told or not piece.has("portion") for piece in uncarried):
        return True
    for one in asked.turned:
        asking = one.whole or question.clauses[min(one.said)] in question.asking
        if asking and not one.said <= set(account.places):
            return True  # what it leaves out is not carried out
    if any(min(given[piece.start : piece.end]) < told for piece in question.tagged(*_HELD)):
        return True  # it is held against nothing
    return _has_loose_number(question, asked, given, index)


def _has_loose_number(question: Question, asked: Asked, given: tuple[float, ...], index: Index) -> bool:
    """Whether a number counts what nothing explains, or gives a place in an order that is not looked at."""
    worth = index.weights
    for at, token in enumerate(question.tokens[1:], 1):
        before = question.tokens[at - 1]
        counts = before[0].isdigit() and "a" <= token[0] <= "z"  # 27 schools are not 27 of anything
        if counts and asked.weights[at] >= 1 and given[at] < worth.half:
            return True
        if before == "第" and max(given[at - 1 : at + 1]) < worth.told:
            return True
    return False

"""How much of a question a choice of figures accounts for, and whether a word it turns on is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.asking.asked import Asked
from bot.asking.bounds import RELATIONS
from bot.asking.index import Index
from bot.asking.interpretations import Chosen
from bot.asking.tagging import Question
from bot.knowledge.model import Fact
from bot.knowledge.query import Query
from bot.language.grams import grams
from bot.language.vocabulary import Tokens

_HELD = tuple(f"op:{relation}" for relation in RELATIONS)
_UNCARRIED = ("op:difference", "op:more", "op:less", "op:ratio")
"""What is worked out of two figures, which no choice of figures does."""


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
    """

    places: Collection[int]
    known: Mapping[str, float] = field(default_factory=dict)
    everywhere: bool = False


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
    told = index.weights.told
    for piece in question.tagged("decisive"):
        apart = [at for at in range(piece.start, piece.end) if at not in account.places]
        asking = question.clauses[piece.start] in question.asking
        if account.known and apart and asking and min(given[at] for at in apart) < told:
            return None
    if any(min(given[piece.start : piece.end]) < told for piece in question.tagged(*_HELD)):
        return None  # it is held against nothing
    if any(token == "第" and max(given[at : at + 2]) < told for at, token in enumerate(question.tokens)):
        return None
    if any(question.clauses[piece.start] in question.asking for piece in question.tagged(*_UNCARRIED)):
        return None
    for one in asked.turned:
        asking = one.whole or question.clauses[min(one.said)] in question.asking
        if asking and not one.said <= set(account.places):
            return None  # what it leaves out is not carried out
    for at, token in enumerate(question.tokens[1:], 1):
        counts = question.tokens[at - 1][0].isdigit() and "a" <= token[0] <= "z"
        if counts and asked.weights[at] >= 1 and given[at] < index.weights.half:
            return None  # 27 schools are not 27 of anything
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
        stand=stand,
    )

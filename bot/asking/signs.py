"""The signs for and against each figure that a question may mean; see `bot.knowledge.signs` for what each means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Chosen, Objection, Reading
from bot.asking.linker import Link, Links, Word
from bot.asking.naming import against, cells, fit
from bot.asking.objections import broken
from bot.asking.tagging import Question
from bot.knowledge.model import Fact
from bot.language.text import HANZI, LEVELS, is_hanzi

_NEAR: Mapping[str, str] = {"name": "near", "clause": "near", "sentence": "sentence"}
_KINDS: Mapping[str, str] = {"name": "contrast", "part": "contrast", "former": "measure"}
_WORKED = ("max", "min", "sum", "average", "difference", "more", "less", "ratio", "compare", "count")
_WORKED_OUT = tuple(f"op:{name}" for name in _WORKED)
_WORDED = frozenset({"which", "who", "where", "name", "what"})
_TOLD = 0.6
"""A word is accounted for from here."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A figure that may be meant.

    Attributes:
        fact: The figure.
        signs: What speaks for and against it.
        objections: What speaks against it outright.
        sensed: Whether a word of the question is accounted for by one of the same sense.
        meaning: The signs by the meaning of whole sentences, where the encoder was asked.
    """

    fact: Fact
    signs: Mapping[str, float]
    objections: tuple[Objection, ...]
    sensed: bool
    meaning: Mapping[str, float] = field(default_factory=dict)


def of_figures(links: Links, question: Question, asked: Asked, index: Index) -> list[Signed]:
    """The figures that a question may mean, with their signs."""
    best = max((link.aligned for link in links.found), default=0.0) or 1.0
    unheard = tuple(_unheard(links.words, question))
    return [
        Signed(
            link.fact,
            {
                "lead": link.aligned / best,
                "aligned": link.aligned,
                "named": link.named,
                "unsaid": link.unsaid,
                **_shares(link, links.words),
                **_lost(link, links.words, question),
                **_fit(link.fact, question, asked, index),
                **{f"of_{_KINDS.get(one.kind, one.kind)}": 1.0 for one in objections},
            },
            objections,
            _is_sensed(link, links.words),
        )
        for link in links.found
        for objections in [(*unheard, *_objections(link.fact, question, asked, index))]
    ]


def of_none(links: Links, reading: Reading, settled: bool = False) -> dict[str, float]:
    """The signs that none of the figures is meant."""
    question, asked = reading.question, reading.asked
    mattering = sum(word.moment > 0 for word in links.words)
    raised = {one.kind for candidate in reading.named.candidates[:1] for one in candidate.objections}
    return {
        "none": 1.0,
        "length": mattering / 5,
        "short": float(mattering < 2),
        "several": float(bool(question.seams) or bool(question.tagged("op:and"))),
        "worked_out": float(bool(question.tagged(*_WORKED_OUT))),
        "turned": float("negation" in raised or bool(asked.turned)),
        "uncarried": float("operation" in raised),
        "chosen": float(any(isinstance(one, Chosen) for one in reading.chosen)),
        "settled": float(settled),
    }


def _objections(fact: Fact, question: Question, asked: Asked, index: Index) -> Iterator[Objection]:
    """What speaks against a figure; a name that it has only in pieces is another."""
    match = index.explain(fact.row or fact.id, question, asked)
    yield from against(question, asked, fact, match, index)
    # An English word stands for more than the one term it is read as.
    words = broken(question, match, index) if HANZI.search(question.text) else ""
    if words:
        yield Objection("name", words)


def _unheard(words: Sequence[Word], question: Question) -> Iterator[Objection]:
    """Places that nobody here has heard of: 西河市, where nothing is called so."""
    for word, level in pairwise(words):
        asking = question.clauses[word.start] in question.asking
        named = word.moment > 0 and not word.placed and word.end == level.start and is_hanzi(word.text)
        if asking and named and level.text in LEVELS:
            yield Objection("place", word.text + level.text)


def _fit(fact: Fact, question: Question, asked: Asked, index: Index) -> dict[str, float]:
    """How a figure fits what is asked, by its card, its kind, its unit and its column."""
    worded = fact.kind == "text"
    own_unit = index.vocabulary.unit_class(fact.unit)
    signs = {
        "explained": index.explain(fact.row or fact.id, question, asked).coverage,
        "suits": fit(question.names("ask"), fact, asked, index),
        "same_unit": float(bool(asked.unit) and asked.unit == own_unit),
        "no_unit": float(bool(asked.unit) and not own_unit and not worded),
        "words": float(worded),
        "words_asked": float(worded and bool(question.names("ask") & _WORDED)),
    }
    if fact.row:
        meant = cells(index.knowledge.rows[fact.row], question, asked, index)
        own = any(cell.id == fact.id for cell in meant)
        signs |= {"meant_cell": own / math.sqrt(len(meant) or 1), "other_cell": float(not own)}
    return signs


def _is_sensed(link: Link, words: Sequence[Word]) -> bool:
    """Whether a word of the question is accounted for by one of the same sense."""
    return any(
        one.way == "sense" and one.credit > 0 and word.moment > 0
        for word, one in zip(words, link.accounts, strict=True)
    )


def _shares(link: Link, words: Sequence[Word]) -> dict[str, float]:
    """How much of a question is accounted for, by where and how."""
    total = sum(word.moment for word in words) or 1.0
    shares: dict[str, float] = {}
    for word, one in zip(words, link.accounts, strict=True):
        if one.credit:
            name = f"{_NEAR.get(one.place, 'around')}_{one.way}"
            shares[name] = shares.get(name, 0.0) + word.moment * one.credit / total
    return shares


def _lost(link: Link, words: Sequence[Word], question: Question) -> dict[str, float]:
    """What matters and is not accounted for: of the words of the documents, of the head, and on both sides."""
    head = _head(words, question)
    worst = known = at_head = 0.0
    for at, (word, one) in enumerate(zip(words, link.accounts, strict=True)):
        worst = max(worst, word.moment * (1 - one.credit))
        lost = word.moment * max(0.0, 1 - one.credit / _TOLD)
        if question.clauses[word.start] in question.asking:
            known = max(known, lost if word.known else 0.0)
            at_head = lost if at == head else at_head
    return {"known_lost": known, "head_lost": at_head, "exchanged": min(worst, link.unsaid)}


def _head(words: Sequence[Word], question: Question) -> int:
    """The last word that matters before the first one that asks, in its clause; else the last one; -1 for none."""
    asks = [piece for piece in question.tagged("ask") if question.clauses[piece.start] in question.asking]
    end = asks[0].start if asks else len(question.tokens)
    clause = {question.clauses[end]} if asks else set(question.clauses)
    mattering = [at for at, word in enumerate(words) if word.moment]
    before = [at for at in mattering if words[at].end <= end and question.clauses[words[at].start] in clause]
    return (before or mattering or [-1])[-1]

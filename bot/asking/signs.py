"""The signs for and against each figure that a question may mean; see `bot.knowledge.signs` for what each means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Chosen, Match, Objection, Reading
from bot.asking.kinds import suits
from bot.asking.linker import Link, Links, Word
from bot.asking.naming import against, cells, fit
from bot.asking.objections import broken
from bot.asking.question import Question, join
from bot.asking.twins import rates
from bot.knowledge.model import Fact, Row
from bot.language.text import HANZI, LEVELS, is_hanzi

_NEAR: Mapping[str, str] = {"name": "near", "clause": "near", "sentence": "sentence"}
KINDS: Mapping[str, str] = {"name": "contrast", "former": "measure"}
"""Objections that are of the sign of another kind."""
_WEIGHED = frozenset({"part", "pieces"})
"""What speaks against a figure and may be outweighed by what speaks for it."""
_WORKED = ("max", "min", "sum", "average", "difference", "more", "less", "ratio", "compare", "count")
_WORKED_OUT = tuple(f"op:{name}" for name in _WORKED)
_WORDED = frozenset({"which", "who", "where", "name", "what"})
_NAME = 3
"""Digits that a number has which is a name; a longer word that is no unit stands behind it."""
_STILL = ("near_same", "explained")
"""Signs of the best figure that speak for none being meant: told so well, it would have been given before."""
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
        most: How probable it is at most.
    """

    fact: Fact
    signs: Mapping[str, float]
    objections: tuple[Objection, ...]
    sensed: bool
    meaning: Mapping[str, float] = field(default_factory=dict)
    most: float = 1.0


class Beside(NamedTuple):
    """The signs of figures, those by their meaning, and those of none, as they come of all of them together."""

    figures: Sequence[Mapping[str, float]]
    meaning: Sequence[Mapping[str, float]]
    none: Mapping[str, float]


def of_figures(links: Links, question: Question, asked: Asked, index: Index) -> list[Signed]:
    """The figures that a question may mean, with their signs."""
    timed = bool(question.years or question.times)
    unheard = tuple(_unheard(links.words, question))
    wholes = tuple(index.lexicon.wholes_in(question.tokens, _NAME))
    return [
        Signed(
            link.fact,
            {
                "aligned": link.aligned,
                "named": link.named,
                "unsaid": link.unsaid,
                **_shares(link, links.words),
                **_lost(link, links.words, question),
                **_fit(link.fact, match, meant, question, asked, index),
                "same_period": float(timed and all(one.kind != "period" for one in objections)),
                **{f"of_{KINDS.get(one.kind, one.kind)}": 1.0 for one in objections},
            },
            tuple(one for one in objections if one.kind not in _WEIGHED),
            _is_sensed(link, links.words),
        )
        for link in links.found
        for match in [index.explain(link.fact.row or link.fact.id, question, asked)]
        for meant in [cells(match.target, question, asked, index) if isinstance(match.target, Row) else []]
        for objections in [
            (
                *unheard,
                *_other_number(link, links.words, question, index),
                *_objections(link.fact, match, meant, question, asked, index),
                *_of_wholes(wholes, match, question, index),
            )
        ]
    ]


def of_none(links: Links, reading: Reading, settled: bool = False) -> dict[str, float]:
    """The signs that none of the figures is meant."""
    question, asked = reading.question, reading.asked
    mattering = sum(word.moment > 0 for word in links.words)
    total = sum(word.moment for word in links.words) or 1.0
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
        "strange": sum(word.moment for word in links.words if not word.placed) / total,
    }


def beside(found: Sequence[Signed]) -> Beside:
    """The signs of figures, each beside the figure that is best, and what that one says of none being meant."""
    best = max(found, key=lambda one: one.signs.get("aligned", 0.0), default=None)
    most = (best.signs.get("aligned") if best else 0.0) or 1.0
    like = [max(one.meaning.values(), default=0.0) for one in found]
    return Beside(
        [{**one.signs, "lead": one.signs.get("aligned", 0.0) / most} for one in found],
        [
            {**one.meaning, "less_like": own - max(like)} if one.meaning else {}
            for one, own in zip(found, like, strict=True)
        ],
        {f"still_{name}": best.signs.get(name, 0.0) for name in _STILL} if best else {},
    )


def _objections(  # noqa: PLR0913, PLR0917  # all that is held against each other
    fact: Fact, match: Match, meant: Sequence[Fact], question: Question, asked: Asked, index: Index
) -> Iterator[Objection]:
    """What speaks against a figure; a name that it has only in pieces is another."""
    yield from against(question, asked, fact, match, index)
    # A cell may have its unit in a heading; a figure of a sentence without one is told in none.
    bare = asked.unit and not fact.unit and fact.kind == "figure" and not fact.row
    if bare or not suits(question, fact):
        yield Objection("unit", "")
    if fact.row and asked.roles and fact not in meant:
        yield Objection("column", "")
    if not fact.row:
        yield from rates(question, match, index)
    # An English word stands for more than the one term it is read as.
    words = broken(question, match, index) if HANZI.search(question.text) else ""
    if words:
        yield Objection("pieces", words)


def _of_wholes(
    wholes: Sequence[tuple[int, int]], match: Match, question: Question, index: Index
) -> Iterator[Objection]:
    """Whole names of other things that a question says."""
    for start, end in wholes:
        if min(match.credits[start:end]) < index.weights.sentence:
            yield Objection("contrast", join(question.tokens[start:end]))


def _unheard(words: Sequence[Word], question: Question) -> Iterator[Objection]:
    """Places that nobody here has heard of: 西河市, where nothing is called so."""
    told = {at for piece in question.pieces for at in range(piece.start, piece.end)}
    for word, level in pairwise(words):
        # 以前 in 比以前省了多少 is a word of the language, and no place.
        asking = question.clauses[word.start] in question.asking and word.start not in told
        named = word.moment > 0 and not word.placed and word.end == level.start and is_hanzi(word.text)
        if asking and named and level.text in LEVELS:
            yield Objection("place", word.text + level.text)


def _other_number(link: Link, words: Sequence[Word], question: Question, index: Index) -> Iterator[Objection]:
    """A number that is a name, and not that of what a figure is about: 12315平台 is no 12345热线."""
    for (word, one), (other, _) in pairwise(zip(words, link.accounts, strict=True)):
        name = word.text.isdigit() and len(word.text) >= _NAME and word.moment > 0
        beside = word.end == other.start and is_hanzi(other.text) and len(other.text) > 1
        foreign = not one.credit or one.place == "neighbour"
        if name and beside and foreign and not index.vocabulary.unit_class(other.text):
            yield Objection("contrast", word.text + other.text)


def _fit(  # noqa: PLR0913, PLR0917  # all that is held against each other
    fact: Fact, match: Match, meant: Sequence[Fact], question: Question, asked: Asked, index: Index
) -> dict[str, float]:
    """How a figure fits what is asked, by its card, its kind, its unit and its column."""
    worded = fact.kind == "text"
    own_unit = index.vocabulary.unit_class(fact.unit)
    signs = {
        "explained": match.coverage,
        "suits": fit(question.names("ask"), fact, asked, index),
        "same_unit": float(bool(asked.unit) and asked.unit == own_unit),
        "very_unit": _in_very_unit(fact, asked, index),
        "no_unit": float(bool(asked.unit) and not own_unit and not worded),
        "words": float(worded),
        "words_asked": float(worded and bool(question.names("ask") & _WORDED)),
    }
    if fact.row:
        own = any(cell.id == fact.id for cell in meant)
        signs |= {"meant_cell": own / math.sqrt(len(meant) or 1), "other_cell": float(not own)}
    return signs


def _in_very_unit(fact: Fact, asked: Asked, index: Index) -> float:
    """How few figures are told in the unit that is asked for, where this one is: 头 in 多少头, not 件 in 多少件."""
    said = index.vocabulary.unit(join(asked.unit_words)).base if asked.unit_words else ""
    own = index.vocabulary.unit(fact.unit).base if said else ""
    return index.facts.rarity(fact, "unit") if said and said == own else 0.0


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

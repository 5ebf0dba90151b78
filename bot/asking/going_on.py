"""How probable it is that each figure is meant by a question that goes on from another: 那民营的呢, 有多少户拿到.

Such a question says only what is new. What it says itself, what it says with the question before it, and how near a
figure is to what was told are signs, which are weighed as those of a question that stands alone are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.asking import likelihood, signs
from bot.asking.dialogue import Context, complete
from bot.asking.index import Index
from bot.asking.interpretations import Objection
from bot.asking.likelihood import Ranking
from bot.asking.parser import parse
from bot.asking.question import Question
from bot.asking.signs import Signed
from bot.knowledge.model import Fact
from bot.language.grams import pairs
from bot.language.vocabulary import Tokens

_TOLD = 3
"""Figures told last that a question is held against."""
_NEAR = 60
"""Figures beside them that are looked at."""
_TIES = ("same_row", "same_sentence", "own_column", "led")
_ALIKE = 0.3
"""Signs of a figure that has to do with what was told, and how like that its name is where it has."""
_KEPT = frozenset({"period", "place"})
"""What the question before says of which figure is meant, unless the new one says it itself."""


def rank(question: Question, context: Context, led: Fact | None, index: Index) -> Ranking:
    """The figures that a question may mean behind what was told; ``led`` is what the words of both lead to."""
    whole, told = complete(question, context), context.facts[:_TOLD]
    reading, linker = parse(question, index), index.linker
    alone = likelihood.rank(reading, index)
    near = dict.fromkeys([*_beside(told, index), *(one.fact for one in alone.found), *([led] if led else [])])
    both = linker.link(whole, index.read(whole), tuple(islice(near, _NEAR)))
    own = {one.fact.id: one for one in alone.found}
    others = [link.fact for link in both.found if link.fact.id not in own]
    links = linker.link(question, reading.asked, others)
    links = replace(links, found=[link for link in links.found if link.fact.id not in own])
    own |= {one.fact.id: one for one in signs.of_figures(links, question, reading.asked, index)}
    found = [
        _goes_on(one, own[one.fact.id], question, told, led, index, offered=bool(context.options))
        for one in signs.of_figures(both, whole, index.read(whole), index)
    ]
    said = reading.asked.content  # 它由谁负责 says nothing by itself
    by_itself = {_tells(one.signed.fact): one.probability for one in alone.likely if said}
    found = [_beside_alone(one, by_itself.get(_tells(one.fact), 0.0)) for one in found]
    none = {**alone.none, "goes_on": 1.0, "none_alone": alone.nothing if said else 1.0}
    ranking = likelihood.ranked(found, none, index.knowledge.likelihood.worth, links.words)
    return replace(ranking, several=alone.several)


def _beside_alone(one: Signed, alone: float) -> Signed:
    """A figure with how probable it is by the question alone; no more so where nothing ties it to what was told."""
    tied = any(one.signs[name] for name in _TIES) or one.signs["alike"] >= _ALIKE
    return replace(one, signs={**one.signs, "alone": alone}, most=1.0 if tied else alone)


def _beside(told: Sequence[Fact], index: Index) -> Iterator[Fact]:
    """The figures of the rows, or of the sentences, of those told."""
    for fact in told:
        if row := index.knowledge.rows.get(fact.row):
            yield from row.cells.values()
        else:
            facts = index.documents[fact.document].facts
            yield from (one for one in facts if _are_of_sentence(one, fact))


def _goes_on(  # noqa: PLR0913, PLR0917  # all that is held against each other
    both: Signed,
    own: Signed,
    question: Question,
    told: Sequence[Fact],
    led: Fact | None,
    index: Index,
    *,
    offered: bool,
) -> Signed:
    """The signs of a figure: of ``both`` questions together, of the new one by itself, and beside what was told."""
    fact = both.fact
    objections = tuple(_objections(both, own, question))
    alike = max((_alike(fact, one, question, index) for one in told), default=0.0)
    of_column = float(any(_are_of_column(fact, one) for one in told))
    spoken = {kind for kind in both.signs if kind.startswith("of_")}
    return Signed(
        fact,
        {
            **{name: value for name, value in both.signs.items() if name not in spoken},
            **{name: own.signs[name] for name in spoken if name in own.signs},
            **{f"of_{signs.KINDS.get(one.kind, one.kind)}": 1.0 for one in objections},
            "own_sense": own.signs.get("near_sense", 0.0) + own.signs.get("near_part", 0.0),
            "led": float(led is not None and fact.id == led.id),
            "alike": alike,
            "again": float(fact in told and not offered),
            "same_row": float(any(fact.row and fact.row == one.row for one in told)),
            "own_column": of_column * own.signs["aligned"],
            "same_sentence": float(any(_are_of_sentence(fact, one) for one in told)),
            "same_section": float(any(fact.source.section == one.source.section for one in told)),
            "told_unit": float(any(fact.unit == one.unit for one in told)),
        },
        objections,
        own.sensed,
    )


def _objections(both: Signed, own: Signed, question: Question) -> Iterator[Objection]:
    """What speaks against a figure: what the new question says against it, beside the other one as well.

    The time and the place of the one before hold where the new one names none.
    """
    with_other = {one.kind for one in both.objections}
    said = {
        kind for kind, names in (("period", question.moments), ("place", question.tagged("place"))) if names
    }
    yield from (one for one in own.objections if one.kind in with_other)
    alone = {one.kind for one in own.objections}
    yield from (
        one for one in both.objections if one.kind in _KEPT and (one.kind in alone or one.kind not in said)
    )


def _tells(fact: Fact) -> tuple[str, str]:
    return fact.value, fact.unit


def _are_of_sentence(fact: Fact, other: Fact) -> bool:
    return not (fact.row or other.row) and fact.source.sentence == other.source.sentence


def _are_of_column(fact: Fact, other: Fact) -> bool:
    """Whether two figures stand in one column of two rows, or in columns of one name in a document."""
    apart = bool(fact.row and other.row) and fact.row != other.row
    return apart and (fact.measure, fact.document) == (other.measure, other.document)


def _alike(fact: Fact, other: Fact, question: Question, index: Index) -> float:
    """The share of a name, without what the question says of it, that the name of another figure has as well.

    农村低保标准 is like 城市低保标准 to who asks 农村的呢.
    """
    if (fact.row and fact.row == other.row) or bool(fact.row) != bool(other.row):
        return 0.0
    weights = index.read(question).weights
    said = {token for token, weight in zip(question.tokens, weights, strict=True) if weight}
    rest: list[list[str]] = [[]]
    for token in _name(fact, index):
        if token in said or token[0].isdigit():
            rest.append([])
        else:
            rest[-1].append(token)
    left = frozenset[str]().union(*(pairs(tuple(run)) for run in rest))
    return len(left & pairs(_name(other, index))) / len(left) if left else 0.0


def _name(fact: Fact, index: Index) -> Tokens:
    row = index.knowledge.rows.get(fact.row)
    return index.vocabulary.canonical(row.name if row else fact.subject + fact.measure)

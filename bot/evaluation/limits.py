"""The probabilities from which figures are given and offered, chosen on questions that were left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from bot.answering import likely
from bot.evaluation import judge
from bot.evaluation.gathering import told
from bot.evaluation.left_out import TAKEN_AWAY, Blind
from bot.knowledge.signs import Likelihood

MISTAKEN = 0.005
"""The share of the questions, of each set alike, that may be given another figure in other words than theirs.

Some of the questions are those whose figure was taken away.
"""
ASTRAY = 0.045
"""The share of the questions going on from others that may be given another figure than theirs."""
LEAST = 0.5
"""What is less probable than this is never given."""
OFFERED = 0.875
"""The share of offers that must hold what was asked for."""
_ANY = Likelihood({}, 0.0, 1.0, 0.0)


def chosen(worth: Mapping[str, float], blind: Sequence[Blind]) -> Likelihood:
    """What signs are worth, with the thresholds that some questions lead to."""
    sure = _sure([one for one in blind if not one.case.onward])
    onward = _onward([one for one in blind if one.case.onward])
    return Likelihood(worth, sure, _offer(blind, sure), onward)


def _sure(blind: Sequence[Blind]) -> float:
    """The lowest probability from which few questions are given another figure than the one they ask for."""
    sizes = Counter(one.case.name for one in blind)
    poorer = Counter(one.case.name for one in blind if one.gone)
    mistakes: list[tuple[float, float]] = []
    surest = 0.0
    for one in blind:
        name = one.case.name
        if one.case.open and (best := likely.given(one.ranking, _ANY)):
            verdict = judge.verdict(one.case.question, "answer", told(best.signed.fact), [])
            if verdict == "right":
                surest = max(surest, best.probability)
            elif verdict == "wrong":
                mistakes.append((best.probability, 1 / sizes[name] / len(sizes)))
        if one.gone and (other := likely.given(one.gone, _ANY)):
            mistakes.append((other.probability, TAKEN_AWAY / poorer[name] / len(sizes)))
    lowest = _above(mistakes, MISTAKEN)
    return lowest if surest >= lowest else 1.0


def _onward(blind: Sequence[Blind]) -> float:
    """The lowest probability from which few questions going on from others are given another figure than theirs."""
    total = sum(one.case.counts for one in blind)
    mistakes = [
        (best.probability, one.case.counts / total)
        for one in blind
        if (best := likely.given(one.ranking, _ANY))
        and judge.verdict(one.case.question, "answer", told(best.signed.fact), []) == "wrong"
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


def _offer(blind: Sequence[Blind], sure: float) -> float:
    """The lowest probability from which offers hold what is asked for often enough."""
    tried: list[tuple[float, bool]] = []
    for one, ranking in ((both.case, both.ranking) for both in blind):
        free = likely.offered(ranking, Likelihood({}, 1.0, 0.0)) if one.open else ()
        if free and not one.onward and not likely.given(ranking, Likelihood({}, sure, 1.0)):
            values = [own.signed.fact.value for own in free]
            held = judge.verdict(one.question, "choices", [], values) in ("near", "right")
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

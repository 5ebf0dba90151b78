"""How probable it is that each figure is meant: a conditional logistic model over the figures, and none of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.asking import signs
from bot.asking.index import Index
from bot.asking.interpretations import Reading
from bot.asking.linker import Word
from bot.asking.signs import Signed
from bot.knowledge.signs import OF_MEANING, Likelihood
from bot.language import embeddings


@dataclass(frozen=True, slots=True)
class Likely:
    """A figure that may be meant, and how probable that is with all that tell the same."""

    signed: Signed
    probability: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The figures that a question may mean, the most probable first.

    ``nothing`` is how probable it is that none is meant; ``found`` and ``none`` are the signs it comes of,
    ``words`` those of the question; ``several`` is whether it asks for more than one of them.
    """

    likely: Sequence[Likely]
    nothing: float
    found: Sequence[Signed]
    none: Mapping[str, float]
    words: Sequence[Word] = ()
    several: bool = False


def prepare(index: Index) -> None:
    """Note the words around all figures, and what they mean where that is asked for, before it is needed."""
    meaning = index.linker.meaning
    if _is_learned(index.knowledge.likelihood) and embeddings.available():
        meaning.prepare()


def _is_learned(limits: Likelihood) -> bool:
    """Whether it was learned what the meaning of whole sentences is worth."""
    return any(limits.worth.get(name) for name in OF_MEANING)


def rank(reading: Reading, index: Index, *, always: bool = False) -> Ranking:
    """How probable it is that each figure is meant by a question.

    Where no figure is surely meant by its words and meaning was learned, or ``always``, the meaning of the whole
    is asked as well.
    """
    question = reading.question
    links = index.linker.link(question, reading.asked)
    found = signs.of_figures(links, question, reading.asked, index)
    none = signs.of_none(links, reading) | {"size": math.log(len(index.linker.contexts.facts) or 1) / 6}
    worth, sure = index.knowledge.likelihood.worth, index.knowledge.likelihood.sure
    ranking = ranked(found, none, worth, links.words)
    unsure = not ranking.likely or ranking.likely[0].probability < sure
    learned = unsure and _is_learned(index.knowledge.likelihood)
    if found and (always or learned) and embeddings.available():
        like = index.linker.meaning.like(question.text, [one.fact for one in found])
        found = [replace(one, meaning=own) for one, own in zip(found, like, strict=True)]
        ranking = ranked(found, none, worth, links.words, by_meaning=True)
    return replace(ranking, several=question.asks_several(index.seams(question)))


def ranked(
    found: Sequence[Signed],
    none: Mapping[str, float],
    worth: Mapping[str, float],
    words: Sequence[Word] = (),
    *,
    by_meaning: bool = False,
) -> Ranking:
    """Figures with their probabilities, by what their signs are worth; what tells the same is taken together."""
    own = signs.beside(found)
    scores = [score(one, worth) for one in own.figures]
    if by_meaning:
        scores = [both + score(one, worth) for both, one in zip(scores, own.meaning, strict=True)]
    unlike = worth.get("unlike", 0.0) if by_meaning else 0.0
    shares = softmax([*scores, score({**none, **own.none}, worth) + unlike])
    compared = [replace(one, signs=beside) for one, beside in zip(found, own.figures, strict=True)]
    likely: dict[tuple[str, str], Likely] = {}
    probable = [(one, min(share, one.most)) for one, share in zip(compared, shares, strict=False)]
    for one, share in sorted(probable, key=lambda both: -both[1]):
        said = (one.fact.value, one.fact.unit)
        if said not in likely:  # a unit that is not printed in a table is that of the sentence
            alike = (other for other in likely if other[0] == said[0] and "" in (other[1], said[1]))
            said = next(alike, said)
        before = likely.get(said)
        likely[said] = Likely(
            before.signed if before else one, share + (before.probability if before else 0.0)
        )
    best = sorted(likely.values(), key=lambda one: -one.probability)
    return Ranking(best, shares[-1], found, none, words)


def score(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What signs are worth together."""
    return sum(value * weights.get(name, 0.0) for name, value in found.items())


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities in proportion to the exponentials of scores.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    most = max(scores)
    powers = [math.exp(one - most) for one in scores]
    return [power / sum(powers) for power in powers]

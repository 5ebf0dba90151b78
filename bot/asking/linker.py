"""Which figures a question may mean, found by what stands around them: an alignment word by word.

After Sultan et al. 2014 (alignment by likeness of words and of what stands around them) and Yadav et al. 2018
(weighed by how rare a word is): each word that matters is accounted for by the word around a figure that is most
like it - the same, of the same sense in a dictionary or as people say it, or a part of it - and nearer words count
more. A word that the documents use themselves means itself; and two likenesses are never taken one after the other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise, product
from operator import itemgetter
from typing import Literal

from bot.asking import contexts
from bot.asking.asked import Asked
from bot.asking.contexts import Contexts, Place
from bot.asking.meaning import Meaning
from bot.asking.question import Question
from bot.knowledge.model import Fact, Knowledge
from bot.language import periods, segmenter, wordbook
from bot.language.text import is_hanzi

Way = Literal["same", "sense", "part"]
"""How a word accounts for another: it is the same, of the same sense, or has characters in common."""

_NEARNESS: Mapping[Place, float] = {
    "name": 1.0,
    "clause": 0.95,
    "sentence": 0.75,
    "heading": 0.6,
    "caption": 0.45,
    "neighbour": 0.35,
}
"""How well a word accounts for another by where it stands, as measured on unseen questions."""
_SAME, _SENSE, _GLOSS, _INSIDE, _MOST, _ONE = 1.0, 0.65, 0.85, 0.6, 0.5, 0.3
"""And by how like it is; a gloss of several words says so much less of each."""
_LONGEST_SAYING = 4
"""Words of the longest saying that is looked for."""
_USED_ITSELF = 0.4
"""What a likeness is worth for a word that the documents use themselves."""
_BESIDE = 0.3
"""What a word matters that is said beside the question."""
_COMMONEST = 0.3
"""What a word tells apart that stands around all figures; one that stands around a single one tells 1."""
WIDE = 3000
"""A text around more figures than this leads to none of them by itself."""
LOOKED_AT, KEPT = 40, 12
"""So many figures that are best aligned are looked at closely, and so many of them kept."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question.

    Attributes:
        text: The word.
        start: Its first token.
        end: The token behind it.
        moment: How much it matters that it is accounted for.
        like: The words of the documents that may account for it, each with how well and how.
    """

    text: str
    start: int
    end: int
    moment: float
    like: Mapping[str, tuple[float, Way]]

    @property
    def known(self) -> bool:
        """Whether the documents use it themselves."""
        return self.text in self.like

    @property
    def placed(self) -> bool:
        """Whether the documents have a word that says as much."""
        return any(credit >= _MOST for credit, _ in self.like.values())


@dataclass(frozen=True, slots=True)
class Account:
    """What accounts for a word: how well (0 to 1), where it stands, and how it is like the word."""

    credit: float = 0.0
    place: Place = "neighbour"
    way: Way = "part"


@dataclass(frozen=True, slots=True)
class Link:
    """A figure beside a question.

    Attributes:
        fact: The figure.
        aligned: How much of what matters in the question it accounts for, by rarity: 0 to 1.
        accounts: For each word of the question what accounts for it.
        named: The share of its own name that the question says, by rarity: 0 to 1.
        unsaid: How much the word of its name matters most that the question does not say.
    """

    fact: Fact
    aligned: float
    accounts: Sequence[Account]
    named: float
    unsaid: float


@dataclass(frozen=True, slots=True)
class Links:
    """The words of a question, and the figures that account for most of them, the best first."""

    words: Sequence[Word]
    found: Sequence[Link]


_NONE = Account()


@dataclass
class Linker:
    """Finds the figures around which the words of a question stand. The texts are noted when first asked for.

    It is ``part`` of what is known that is looked at, or all of it.
    """

    knowledge: Knowledge
    part: bool = False
    _names: dict[int, Sequence[tuple[str, float]]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def contexts(self) -> Contexts:
        """The texts around the figures."""
        return contexts.build(self.knowledge)

    @cached_property
    def meaning(self) -> Meaning:
        """The meanings of the figures, where the encoder is installed."""
        return Meaning(self.knowledge, self.contexts, self.part)

    def link(self, question: Question, asked: Asked, also: Sequence[Fact] = ()) -> Links:
        """The figures that account for most of a question, and those ``also`` looked at."""
        words = self._as_printed(_once(self._word(question, asked, *place) for place in _words(question)))
        told = [
            max((self._rarity(own) * c for own, (c, _) in word.like.items()), default=0.0) for word in words
        ]
        worth = [word.moment * rare for word, rare in zip(words, told, strict=True)]
        accounts: list[dict[int, Account]] = [{} for _ in words]
        numbers = self.contexts.numbers
        wanted = {numbers[fact.id] for fact in also if fact.id in numbers}
        scores: defaultdict[int, float] = defaultdict(float, dict.fromkeys(wanted, 0.0))
        for at in sorted(range(len(words)), key=lambda at: -told[at]):
            if worth[at]:
                accounts[at] = self._accounts(words[at], scores)
                for number, account in accounts[at].items():
                    scores[number] += worth[at] * account.credit
        total = sum(word.moment for word in words) or 1.0
        best = self._best(scores, question)
        said: dict[str, float] = {}
        for word in words:
            for own, (credit, _) in word.like.items():
                said[own] = max(credit, said.get(own, 0.0))
        found = [
            self._link(number, said, [own.get(number, _NONE) for own in accounts], scores[number] / total)
            for number in dict.fromkeys([*best, *wanted])
        ]
        found.sort(key=lambda link: -link.aligned)
        kept = (link for at, link in enumerate(found) if at < KEPT or numbers[link.fact.id] in wanted)
        return Links(words, list(kept))

    def _best(self, scores: Mapping[int, float], question: Question) -> Sequence[int]:
        """The figures that are best aligned; of those alike, as cells of a row are, those of the time asked."""
        best = nsmallest(LOOKED_AT, ((-score, number) for number, score in scores.items()))
        if not (best and (question.years or question.times)):
            return [number for _, number in best]
        least = -best[-1][0]
        facts = self.contexts.facts
        alike = sorted(
            (-score, not _is_of(facts[number], question), number)
            for number, score in scores.items()
            if score >= least
        )
        return [number for _, _, number in alike[:LOOKED_AT]]

    def accounting(self, word: Word, fact: Fact) -> str:
        """The word around a figure that accounts best for a word of a question; empty where none does."""
        around, number = self.contexts.around, self.contexts.numbers[fact.id]
        found = (
            (credit * _NEARNESS[place], other)
            for other, (credit, _) in word.like.items()
            for text in self.contexts.postings[other]
            for numbers, place in around[text]
            if credit and number in numbers
        )
        return max(found, default=(0.0, ""))[1]

    def _word(self, question: Question, asked: Asked, text: str, start: int, end: int) -> Word:
        moment = wordbook.moment(text) if max(asked.weights[start:end], default=0.0) > 0 else 0.0
        if question.clauses[start] not in question.asking:
            moment *= _BESIDE
        return Word(text, start, end, moment, self._like(text) if moment else {})

    def _as_printed(self, words: Sequence[Word]) -> list[Word]:
        """Words with what documents print for what they say together: 上了老赖名单, of 失信被执行人."""
        like, here = [dict(word.like) for word in words], self.contexts.postings
        for places, terms, credit in _sayings(words):
            for at, term in product(places, terms):
                worth = credit * (_USED_ITSELF if words[at].text in here else 1.0)
                if words[at].moment and term in here and worth > like[at].get(term, (0.0,))[0]:
                    like[at][term] = (worth, "sense")
        return [replace(word, like=own) for word, own in zip(words, like, strict=True)]

    def _like(self, word: str) -> dict[str, tuple[float, Way]]:
        """The words of the documents that may account for a word."""
        here = self.contexts.postings
        found: dict[str, tuple[float, Way]] = {}
        loose = _USED_ITSELF if word in here else 1.0
        for other, credit, way in self._likenesses(word, loose):
            if other in here and credit > found.get(other, (0.0,))[0]:
                found[other] = (credit, way)
        if word in here:
            found[word] = (_SAME, "same")
        return found

    def _likenesses(self, word: str, loose: float) -> Iterator[tuple[str, float, Way]]:
        if not is_hanzi(word[0]):
            for other, size in wordbook.translations(word).items():
                yield other, _GLOSS * loose / math.sqrt(size), "sense"
            return
        for other in wordbook.synonyms(word):
            yield other, _SENSE * loose if len(other) > 1 or len(word) == 1 else 0.0, "sense"
        for gloss in wordbook.glosses(word):
            stems = gloss.split()
            for stem in stems:
                yield stem, _GLOSS * loose / math.sqrt(len(stems)), "sense"
        for other in {other for char in word for other in self.contexts.holders.get(char, ())}:
            yield other, _in_common(word, other, loose), "part"

    def _accounts(self, word: Word, scores: Mapping[int, float]) -> dict[int, Account]:
        """What accounts for a word around each figure; of what stands around very many only those found before."""
        texts: dict[int, tuple[float, Way]] = {}
        for other, (credit, way) in word.like.items():
            for text in self.contexts.postings[other]:
                if credit > texts.get(text, (0.0,))[0]:
                    texts[text] = (credit, way)
        around = self.contexts.around
        stands = [
            (credit * _NEARNESS[place], place, way, numbers)
            for text, (credit, way) in texts.items()
            for numbers, place in around[text]
        ]
        stands.sort(key=itemgetter(0), reverse=True)
        best: dict[int, Account] = {}
        for credit, place, way, numbers in stands:
            near: Collection[int] = numbers
            if len(numbers) > WIDE:
                own = numbers if isinstance(numbers, range) else frozenset(numbers)
                near = [one for one in scores if one in own]
            if new := [number for number in near if number not in best]:
                best.update(dict.fromkeys(new, Account(credit, place, way)))
        return best

    def _link(
        self, number: int, said: Mapping[str, float], accounts: Sequence[Account], score: float
    ) -> Link:
        """A figure, given how well each word of the documents is ``said`` by the question."""
        if number not in self._names:
            own = self.contexts.named(number)
            self._names[number] = [(word, wordbook.moment(word) * self._rarity(word)) for word in own]
        total = told = unsaid = 0.0
        for word, worth in self._names[number]:
            credit = said.get(word, 0.0)
            total += worth
            told += worth * credit
            unsaid = max(unsaid, worth * (1 - credit))
        named = told / total if total else 0.0
        return Link(self.contexts.facts[number], score * (0.75 + 0.25 * named), accounts, named, unsaid)

    def _rarity(self, word: str) -> float:
        """How much a word tells apart: 1 where it stands around one figure, least where around all."""
        size = len(self.contexts.facts)
        spread = min(max(self.contexts.spread.get(word, 0), 1), size)
        return _COMMONEST + (1 - _COMMONEST) * math.log((1 + size) / spread) / math.log(1 + size)


def _words(question: Question) -> Iterator[tuple[str, int, int]]:
    """The words of a question with their places: none goes on across the end of a clause or a 、."""
    clauses, size = question.clauses, len(question.tokens)
    ends = [at for at in range(1, size) if at in question.seams or clauses[at] != clauses[at - 1]]
    for start, end in pairwise((0, *ends, size)):
        for text, first, last in segmenter.words(question.tokens[start:end]):
            yield text, start + first, start + last


def _sayings(words: Sequence[Word]) -> Iterator[tuple[range, tuple[str, ...], float]]:
    """Where words side by side are a saying, the words of a term printed for it, and how like they are."""
    for first in range(len(words)):
        for last in range(first + 1, min(first + _LONGEST_SAYING, len(words)) + 1):
            run = words[first:last]
            if any(one.end != other.start for one, other in pairwise(run)):
                break
            for terms, same in wordbook.printed("".join(word.text for word in run)).items():
                yield range(first, last), terms, (_SENSE if same else _ONE) / math.sqrt(len(terms))


def _is_of(fact: Fact, question: Question) -> bool:
    """Whether a figure is of the years and times that a question names."""
    years, times = periods.named(fact.period)
    of_years = not question.years or any(year[:4] in years for year in question.years)
    return of_years and all(time.meets(times) for time, _ in question.times)


def _once(words: Iterable[Word]) -> list[Word]:
    """Words, of which one that is said again matters no more."""
    said: set[str] = set()
    found: list[Word] = []
    for word in words:
        found.append(replace(word, moment=0.0, like={}) if word.text in said else word)
        said |= {word.text} if word.moment else set()
    return found


def _in_common(word: str, other: str, loose: float) -> float:
    """How well a word accounts for another that has some of its characters."""
    short, long = sorted((len(word), len(other)))
    if other in word or word in other:
        return (_INSIDE if short > 1 else _ONE) * (short / long) ** 0.25 if short < long else 0.0
    common = len(set(word) & set(other))
    if common >= 2 and 3 * common >= 2 * long:
        return _MOST * loose
    return _ONE * loose if common == 1 and short == long == 2 else 0.0

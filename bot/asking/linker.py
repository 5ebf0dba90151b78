"""Which figures a question may mean, by what words stand around them: an alignment word by word."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from bot.asking import contexts
from bot.asking.contexts import Contexts
from bot.asking.tagging import Question
from bot.knowledge.model import Fact, Knowledge
from bot.language import words
from bot.language.text import is_hanzi
from bot.language.wordbook import glosses, synonyms, translations

CREDIT = {"name": 1.0, "clause": 0.95, "sentence": 0.75, "heading": 0.6, "caption": 0.45, "neighbour": 0.35}
SAME, SYNONYM, CONTAINED, MOST, GLOSS, CHAR = 1.0, 0.65, 0.6, 0.5, 0.85, 0.3


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    weight: float
    related: dict[str, tuple[float, str]]


@dataclass(slots=True)
class Link:
    fact: Fact
    number: int
    score: float
    credits: list[float]
    where: list[str]
    how: list[str]


class Linker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.contexts: Contexts = contexts.build(knowledge)
        self.size = max(1, len(self.contexts.facts))

    def rarity(self, word: str) -> float:
        n = self.contexts.counts.get(word, 0)
        return 0.3 + 0.7 * math.log((1 + self.size) / min(self.size, max(n, 1))) / math.log(1 + self.size)

    def related(self, word: str) -> dict[str, tuple[float, str]]:
        """The words of the knowledge that may account for a word, with how well and how."""
        postings = self.contexts.postings
        found: dict[str, tuple[float, str]] = {}

        def add(other: str, credit: float, how: str) -> None:
            if other in postings and credit > found.get(other, (0.0, ""))[0]:
                found[other] = (credit, how)

        own = word in postings
        add(word, SAME, "same")
        factor = 0.4 if own else 1.0
        if is_hanzi(word[0]):
            for other in synonyms(word):
                if len(other) > 1 or len(word) == 1:
                    add(other, SYNONYM * factor, "synonym")
            near = set().union(*(self.contexts.chars.get(char, ()) for char in word))
            for other in near:
                if other == word:
                    continue
                common = len(set(word) & set(other))
                if other in word or word in other:
                    short, long = sorted((len(word), len(other)))
                    add(other, (CONTAINED if short > 1 else CHAR) * (short / long) ** 0.25, "contained")
                elif common >= 2 and 3 * common >= 2 * max(len(word), len(other)):
                    add(other, MOST * factor, "most")
                elif common == 1 and len(word) == 2 == len(other):
                    add(other, CHAR * factor, "char")
            for gloss in glosses(word):
                for stem in gloss.split():
                    add(stem, GLOSS * factor / math.sqrt(len(gloss.split())), "gloss")
        else:
            for other, size in translations(word).items():
                add(other, GLOSS * factor / math.sqrt(size), "gloss")
        return found

    def words(self, question: Question, weights) -> list[Word]:
        result = []
        for start, end in words.spans(question.tokens):
            text = "".join(question.tokens[start:end])
            w = words.weight(text) * (1.0 if max(weights[start:end], default=0) > 0 else 0.0)
            if question.clauses[start] not in question.asking:
                w *= 0.3
            result.append(Word(text, start, end, w, self.related(text) if w > 0 else {}))
        return result

    def link(self, question: Question, weights, limit: int = 12) -> tuple[list[Word], list[Link]]:
        ctx = self.contexts
        asked = self.words(question, weights)
        scores: defaultdict[int, float] = defaultdict(float)
        found: list[dict[int, tuple[float, str, str]]] = []
        for word in asked:
            best: dict[int, tuple[float, str, str]] = {}
            units: dict[int, tuple[float, str]] = {}
            for other, (credit, how) in word.related.items():
                for unit in ctx.postings[other]:
                    if credit > units.get(unit, (0.0, ""))[0]:
                        units[unit] = (credit, how)
            for unit, (credit, how) in units.items():
                for number, where in ctx.members[unit]:
                    value = credit * CREDIT[where]
                    if value > best.get(number, (0.0,))[0]:
                        best[number] = (value, where, how)
            rare = max((self.rarity(o) * c for o, (c, _) in word.related.items()), default=0.0)
            for number, (value, _, _) in best.items():
                scores[number] += word.weight * rare * value
            found.append(best)
        total = sum(word.weight for word in asked) or 1.0
        top = sorted(scores.items(), key=lambda kv: -kv[1])[: 40]
        links = []
        for number, score in top:
            credits_ = [best.get(number, (0.0, "", "")) for best in found]
            recall = self.recall(number, asked)
            links.append(Link(ctx.facts[number], number, score * (0.75 + 0.25 * recall), [c for c, _, _ in credits_], [w for _, w, _ in credits_], [h for _, _, h in credits_]))
        links.sort(key=lambda one: -one.score)
        return asked, links[:limit]

    def recall(self, number: int, asked) -> float:
        total = said = 0.0
        for own in self.contexts.names[number]:
            w = words.weight(own) * self.rarity(own)
            total += w
            said += w * max((word.related.get(own, (0.0,))[0] for word in asked), default=0.0)
        return said / total if total else 0.0

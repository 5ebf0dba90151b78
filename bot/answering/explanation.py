"""Why an answer came out as it did, told from what was kept of how it was read; nothing is answered again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.origins import origins
from bot.answering.refusals import quoted
from bot.answering.ties import behind
from bot.answering.verdicts import Evidence, Verdict
from bot.answering.wording import Wording
from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Candidate, Chosen, Composed, Given, Named, Objection
from bot.asking.likelihood import Ranking
from bot.asking.linker import Word
from bot.asking.question import Question, join
from bot.knowledge.model import Choices, Fact, Found, Greeting, Unknown
from bot.language.text import is_hanzi, squeeze
from bot.replies import en, zh
from bot.replies.reasons import EN, ZH, Sayings

MAX_RULED_OUT = 3


def explain(
    verdict: Verdict, index: Index, language: str, text: str = "", earlier: str = ""
) -> tuple[str, ...]:
    """A few lines for the person who owns the knowledge.

    Args:
        verdict: What was answered, with its evidence.
        index: What it was answered from.
        language: That of the lines.
        text: The message as it was typed.
        earlier: The question it goes on from.
    """
    say, words = (EN, en.WORDS) if language == "en" else (ZH, zh.WORDS)
    after = [say.after.format(earlier)] if earlier else []
    evidence = verdict.evidence
    if evidence is None:
        return (*after, *_about_nothing(verdict, say))
    read = evidence.question.text
    if text and squeeze(read) not in squeeze(text):
        after.append(say.respelt.format(read))
    asked = evidence.reading.asked if evidence.reading else index.read(evidence.question)
    telling = _Telling(verdict, evidence, asked, Wording(index, say, words))
    return (*after, *telling.lines())


def _about_nothing(verdict: Verdict, say: Sayings) -> Iterator[str]:
    """Of a message that asks for nothing."""
    answer = verdict.answer
    kind = answer.reason if isinstance(answer, Unknown) else "smalltalk"
    yield say.read_as.format(say.operations.get(kind, kind))
    yield say.outcome[Greeting]


@dataclass(frozen=True, slots=True)
class _Telling:
    """A verdict with its evidence, and the words to tell it in."""

    verdict: Verdict
    evidence: Evidence
    asked: Asked
    wording: Wording

    @property
    def say(self) -> Sayings:
        return self.wording.say

    @property
    def index(self) -> Index:
        return self.wording.index

    @property
    def question(self) -> Question:
        return self.evidence.question

    def lines(self) -> Iterator[str]:
        ranking = self.evidence.ranking
        if ranking and isinstance(self.verdict.answer, Found | Choices):
            yield from self._about_likely(ranking)
            return
        match self.evidence.chosen:
            case Named() as named:
                yield from self._about_named(named)
            case Chosen() as chosen:
                yield from self._about_chosen(chosen)
            case Composed() as composed:
                yield from self._about_parts(composed)
            case None:
                yield from self._carried_out()

    # What is meant most probably.

    def _about_likely(self, ranking: Ranking) -> Iterator[str]:
        """The figures that are given or offered, with what each word of the question was taken for."""
        say, told = self.say, self.verdict.facts
        titles = list(map(self.wording.fact, told))
        yield say.read_as.format(titles[0]) if len(titles) == 1 else say.several.format(" / ".join(titles))
        probable = {one.signed.fact.id: one.probability for one in ranking.likely}
        for fact in told:
            title = say.likely.format(self.wording.title(fact), probable[fact.id])
            yield say.between.join((title, *self._alike(ranking.words, fact)))
        mattering = [word for word in ranking.words if word.moment]
        lost = [word for word in mattering if not self.index.linker.accounting(word, told[0])]
        yield say.unexplained.format(" ".join(map(self._said, lost)) or say.nothing)
        yield self._outcome()

    def _alike(self, words: Sequence[Word], fact: Fact) -> Iterator[str]:
        """The words that another one accounts for, each with that one."""
        for word in words:
            other = self.index.linker.accounting(word, fact) if word.moment else ""
            if other not in ("", word.text):
                yield self.say.alike.format(self._said(word), self.say.quoted.format(other))

    def _said(self, word: Word) -> str:
        return self.say.quoted.format(self._typed(self.question.tokens[word.start : word.end]))

    # One figure.

    def _about_named(self, named: Named) -> Iterator[str]:
        say, verdict = self.say, self.verdict
        told = verdict.facts[0].id if verdict.facts and isinstance(verdict.answer, Found | Choices) else ""
        best = next((c for c in named.candidates if c.fact.id == told), None)
        best = best or next(iter(named.candidates), None)
        if best is None:
            yield say.unexplained.format(say.quoted.format(self._typed(self.question.tokens)))
            yield say.short["refused"]
            return
        yield say.read_as.format(self.wording.fact(best.fact))
        yield from self._pieces(best.match.credits, origins(best, self.index))
        yield self._figures(best, named)
        yield from self._ruled_out(best, named)
        refused = (say.short["refused"], *self._obstacles(best))
        yield say.outcome.get(type(verdict.answer)) or say.between.join(refused)

    def _figures(self, best: Candidate, named: Named) -> str:
        """How much is explained, the score, and how far the next one is behind."""
        say, limits = self.say, self.index.thresholds
        figures = [say.covered.format(best.match.coverage, limits.accept), say.scored.format(best.score)]
        others = [c for c in named.candidates if c.fact.id != best.fact.id and not c.objections]
        if others and not best.objections:
            second = min(others, key=lambda c: behind(best, c, self.index.weights))
            gap = max(0.0, behind(best, second, self.index.weights))
            title = self.wording.title(second.fact)
            apart = f"{best.score - second.score:.2f}" != f"{gap:.2f}"
            figures.append(
                (say.allowed if apart else say.second).format(title, second.score, gap, limits.margin)
            )
        return say.between.join(figures)

    def _ruled_out(self, best: Candidate, named: Named) -> Iterator[str]:
        """What fits the words about as well, with what speaks against it."""
        close = best.match.score - self.index.weights.slack
        against = [c for c in named.candidates if c.objections and c.match.score > close]
        for candidate in sorted(against, key=lambda c: -c.match.score)[:MAX_RULED_OUT]:
            reasons = dict.fromkeys(
                self._objection(one, candidate) for one in dict.fromkeys(candidate.objections)
            )
            title = self.wording.title(candidate.fact)
            yield self.say.ruled_out.format(title, self.say.between.join(reasons))

    def _objection(self, one: Objection, candidate: Candidate) -> str:
        fact = candidate.fact
        kind = "other" if one.kind == "measure" and one.words in (fact.measure, fact.subject) else one.kind
        said = quoted(one.words, self.question, self.index.weights) or self._typed(one.words.split())
        return self.say.objections.get(kind, "{}").format(said, unit=fact.unit)

    def _obstacles(self, best: Candidate) -> Iterator[str]:
        """Why there was no answer, as far as the best candidate shows it."""
        missing = quoted(best.missing, self.question, self.index.weights, best.match.credits)
        figures: dict[str, tuple[object, ...]] = {
            "missing": (missing or self._typed(best.missing.split()),),
            "named": (best.match.recall, self.index.thresholds.named),
        }
        for obstacle in self.evidence.obstacles or ("named",):
            yield self.say.short[obstacle].format(*figures.get(obstacle, ()))

    # Figures that were chosen, and what was made of parts.

    def _about_chosen(self, chosen: Chosen) -> Iterator[str]:
        """Which figures were chosen by what, and what was made of them."""
        rows = {fact.row or fact.id for fact in self.verdict.facts}
        told = [*self.wording.query(chosen.query), *([self.say.rows.format(count=len(rows))] if rows else [])]
        yield self.say.read_as.format(" · ".join(told))
        yield from self._pieces(chosen.credits, {})
        yield self.say.covered.format(chosen.coverage, self.index.thresholds.accept)
        yield self._outcome()

    def _about_parts(self, composed: Composed) -> Iterator[str]:
        """What was put together, and what each part was read as."""
        say, verdict = self.say, self.verdict
        done = next(self.wording.query(verdict.query), "") if verdict.query else ""
        yield say.read_as.format(done or say.operations.get(composed.how, composed.how))
        for number, part in enumerate(self.evidence.parts):
            given = number < len(composed.parts) and isinstance(composed.parts[number], Given)
            yield self._part(part, given=given)
        if isinstance(verdict.answer, Found) and verdict.answer.working:
            yield f"{self.wording.words.computed}{verdict.answer.working}"
        if self.evidence.credits:
            yield from self._pieces(self.evidence.credits, {}, explained=False)
        yield self._outcome()

    def _part(self, part: Verdict, *, given: bool) -> str:
        """A part: its words, and what they were read as."""
        say, evidence = self.say, part.evidence
        if given or evidence is None:
            titles = [self.wording.fact(fact) for fact in part.facts]
            return say.part.format(say.given, "".join(titles) or say.nothing)
        own = evidence.question
        asking = [
            own.tokens[at]
            for at, origin in enumerate(own.origin)
            if origin >= 0 and own.clauses[at] in own.asking
        ]
        return say.part.format(say.quoted.format(self._typed(asking)), self._meaning(part))

    def _meaning(self, part: Verdict) -> str:
        """What a part came to: a figure, several, what was chosen, or nothing."""
        match part.answer:
            case Choices():
                return self.say.several.format(" / ".join(map(self.wording.fact, part.facts)))
            case Found() if part.query and part.evidence and isinstance(part.evidence.chosen, Chosen):
                return " · ".join(self.wording.query(part.query))
            case Found():
                return " / ".join(map(self.wording.fact, part.facts))
            case Unknown() as unknown:
                return self._not_meant(unknown, part)
            case Greeting():
                return self.say.nothing

    def _not_meant(self, unknown: Unknown, part: Verdict) -> str:
        """Why a part came to nothing."""
        evidence = part.evidence
        if unknown.reason != "nothing" or evidence is None or evidence.reading is None:
            return self.wording.reason(unknown)
        telling = _Telling(part, evidence, evidence.reading.asked, self.wording)
        named = evidence.chosen
        best = named.candidates[0] if isinstance(named, Named) and named.candidates else None
        reasons = telling._obstacles(best) if best else ()
        return self.say.between.join((self.wording.reason(unknown), *reasons))

    def _carried_out(self) -> Iterator[str]:
        """What was asked of the answer before, which left nothing to decide."""
        query = self.verdict.query
        yield self.say.read_as.format(" · ".join(self.wording.query(query)) if query else self.say.nothing)
        yield self._outcome()

    def _outcome(self) -> str:
        say, answer = self.say, self.verdict.answer
        if isinstance(answer, Unknown):
            return say.between.join((say.short["refused"], self.wording.reason(answer)))
        return say.outcome[type(answer)]

    # What each word of the question was taken for.

    def _pieces(
        self, credits_: Sequence[float], known: Mapping[str, frozenset[str]], *, explained: bool = True
    ) -> Iterator[str]:
        """One line for the pieces that are explained, and one for those that are not."""
        say, question = self.say, self.question
        told: list[str] = []
        lost: list[str] = []
        kinds = [self._origin(at, credits_, known) for at in range(len(question.tokens))]
        for kind, places in _runs(kinds, question):
            said = say.quoted.format(self._typed([question.tokens[at] for at in places]))
            said += say.mended if question.mended.intersection(places) else ""
            if kind == "":
                lost.append(said)
            elif kind != "silent":
                worth = sum(credits_[at] for at in places) / len(places)
                told.append(say.piece.format(said, say.origins[kind], worth))
        if told and explained:
            yield say.between.join(told)
        yield say.unexplained.format(" ".join(lost) or say.nothing)

    def _origin(self, at: int, credits_: Sequence[float], known: Mapping[str, frozenset[str]]) -> str:
        """What explains a token: a kind of origin, "silent" where it needs none, "" where nothing does."""
        question, asked, half = self.question, self.asked, self.index.weights.half
        if not known and credits_[at] >= half:
            return "rows"
        if not asked.weights[at]:
            return "silent"
        if credits_[at] < half:
            beside = question.clauses[at] not in question.asking
            return "silent" if beside else ""
        if any(at in places for places in asked.roles.values()):
            return "column"
        tokens = question.tokens
        around = (tokens[at - 1] + tokens[at] if at else "", "".join(tokens[at : at + 2]))
        found = around if is_hanzi(tokens[at]) else (tokens[at],)
        other = "unit" if at in asked.unit_places else "part"
        return next((kind for kind, texts in known.items() if texts.intersection(found)), other)

    def _typed(self, tokens: Sequence[str]) -> str:
        """Tokens as text, Latin words as their writer spelled them rather than by their stems."""
        words = dict.fromkeys(re.findall(r"[A-Za-z]+", self.question.text))
        stems = [(self.index.vocabulary.canonical(word), word) for word in words]
        told: list[str] = []
        at = 0
        while at < len(tokens):
            size, said = next(
                (
                    (len(stem), word)
                    for stem, word in stems
                    if stem and tuple(tokens[at : at + len(stem)]) == stem
                ),
                (1, tokens[at]),
            )
            told.append(said)
            at += size
        return join(tuple(told))


def _runs(kinds: Sequence[str], question: Question) -> Iterator[tuple[str, list[int]]]:
    """Neighbouring tokens of one clause that the same thing explains."""
    run: list[int] = []
    for at, kind in enumerate(kinds):
        if run and (kind != kinds[run[-1]] or question.clauses[at] != question.clauses[run[-1]]):
            yield kinds[run[-1]], run
            run = []
        run.append(at)
    if run:
        yield kinds[run[-1]], run

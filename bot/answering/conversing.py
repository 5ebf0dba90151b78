"""A message is answered with what was said before it, and becomes what its chat is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answering import decision, declining
from bot.answering.assembly import is_named_whole
from bot.answering.decision import carried_out, decide
from bot.answering.explanation import explain
from bot.answering.library import Library
from bot.answering.likely import is_open, reconsidered, weighed
from bot.answering.smalltalk import small_talk
from bot.answering.topics import overview, spelled_out
from bot.answering.verdicts import Verdict
from bot.asking import dialogue, followup, going_on, indexing
from bot.asking.amending import amended
from bot.asking.contracting import expanded
from bot.asking.dialogue import Context, Step
from bot.asking.index import Index
from bot.asking.interpretations import Composed, Given, Named, Reading
from bot.asking.likelihood import Ranking
from bot.asking.parser import parse
from bot.asking.question import Question
from bot.asking.respelling import respell
from bot.asking.tagging import tag
from bot.asking.trails import MOST
from bot.knowledge.model import Answer, Choices, Fact, Found, Unknown
from bot.knowledge.query import known
from bot.language import pinyin
from bot.language.speech import Language
from bot.language.text import HANZI, fold

_ELSEWHERE = ("period", "place")
"""Reasons that say that a figure is told, of another time or place."""
MAX_TOLD = 4
"""Figures told last that a follow-up may put together."""


@dataclass(frozen=True, slots=True)
class LastAsked:
    """The last question of a chat, for whoever asks why it was answered so.

    Attributes:
        text: What was typed.
        language: The language it was answered in.
        verdict: What was answered.
        earlier: The question it goes on from; empty for none.
        use: The library it was answered from.
        documents: The documents of that which were looked into.
    """

    text: str
    language: Language
    verdict: Verdict
    earlier: str
    use: Library
    documents: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Why it was answered so."""
        index = self.use.of(self.documents)
        return explain(self.verdict, index, self.language, self.text, self.earlier)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a question is answered by its own words, as it was understood, and as it was completed.

    ``context`` is what it may go on from; None where it takes back what it said itself.
    """

    verdict: Verdict
    question: Question
    completed: Question
    context: Context | None

    def weighed(self, index: Index) -> Ranking | None:
        """The figures that it probably means where it goes on from others; None where its words settle that."""
        context, answer = self.context, self.verdict.answer
        if context is None or not context.facts or dialogue.says_nothing(self.question):
            return None
        if dialogue.complete(self.question, context) is self.question:
            return None  # longer than any question, with what was said before
        if not (isinstance(answer, Choices) or is_open(self.verdict) or self._leads(index)):
            return None
        leads = not isinstance(answer, Unknown) and len(self.verdict.facts) == 1
        led = self.verdict.facts[0] if leads else None
        return going_on.rank(self.question, context, led, index)

    def _leads(self, index: Index) -> bool:
        """Whether one figure is given for what was said before as well, or is of something that nobody named."""
        evidence, facts = self.verdict.evidence, self.verdict.facts
        if not isinstance(self.verdict.answer, Found) or evidence is None or len(facts) != 1:
            return False
        if dialogue.only_asks(self.question) or dialogue.says_only_when(self.question):
            return False  # 是多少, 2023年呢: all that was asked before is asked again, or of that time
        named = isinstance(evidence.chosen, Named)
        leans = dialogue.leans(self.question) or not index.read(self.question).content
        whole = self.completed is self.question and not leans and index.is_said(facts[0], self.question)
        return named and not whole


def answered(question: Question, context: Context | None, index: Index) -> tuple[Verdict, Question]:
    """Answer a question by its own words, else by what it most probably means; the question as it was completed."""
    heard = by_words(question, context, index)
    if ranking := heard.weighed(index):
        whole = dialogue.complete(heard.question, heard.context) if heard.context else heard.completed
        verdict = weighed(heard.verdict, ranking, heard.question, index, index.knowledge.likelihood.onward)
        elsewhere = isinstance(heard.verdict.answer, Unknown) and heard.verdict.answer.reason in _ELSEWHERE
        if elsewhere and isinstance(verdict.answer, Unknown):
            return heard.verdict, heard.completed  # what is near is what was asked for, of another time
        return verdict, whole
    alone = context is None or (heard.context is not None and heard.completed is heard.question)
    return reconsidered(heard.verdict, index, alone=alone), heard.completed


def by_words(question: Question, context: Context | None, index: Index) -> Heard:
    """Answer a question by its own words; where none do, with a mistyped name put right, or a short one in full."""
    if context and (time := dialogue.shifted(question, context)):
        question = replace(tag(time, index.vocabulary, index.lexicon), language=question.language)
    if taken_back := amended(question):
        said, before = taken_back
        if before.tokens:
            context = Context(before, _settled(before, context, index)[0].facts)
        verdict, completed = _settled(said, context, index)
        return Heard(verdict, said, completed, None)
    verdict, completed = _settled(question, context, index)
    heard = Heard(verdict, question, completed, context)
    if not declining.is_open(verdict, index):
        return heard
    spelt = question.language == "zh" and not HANZI.search(fold(question.text))
    if spelt:
        near = index.sounding(pinyin.syllables(" ".join(re.findall("[a-z]+", fold(question.text)))))
    else:
        near = [match.target for match in index.search(question, index.read(question))]
    names = {name: target.id for target in near for name in _called(target)}
    ways: tuple[Callable[[], str], ...] = (
        lambda: respell(question.text, names, spelt=spelt),
        lambda: expanded(question.text, index.row_names, index.lexicon.named),
    )
    for text in (way() for way in ways):
        if not text:
            continue
        again = replace(tag(text, index.vocabulary, index.lexicon), language=question.language)
        if not spelt and index.read(question).sides.keys() - index.read(again).sides.keys():
            continue  # 轻度 is no slip for 重度
        other, completed_again = _settled(again, context, index)
        if decision.settles(other.answer, verdict) or is_named_whole(other, index):
            return Heard(other, again, completed_again, context)
    return heard


def _settled(question: Question, context: Context | None, index: Index) -> tuple[Verdict, Question]:
    """Answer a question by itself where it stands alone, else with what was said before."""
    if talk := small_talk(question, index):
        return talk, question
    if context and (pointed := followup.entry(question, context, index)):
        return carried_out(pointed, question, index), question
    if named := spelled_out(question, index):
        return named, question
    reading = parse(question, index)
    verdict = decide(reading, index)
    verdict = overview(reading, verdict, index) or verdict
    if context is None or dialogue.says_nothing(question):
        return verdict, question
    whole = (
        isinstance(verdict.answer, Found)
        and verdict.evidence
        and isinstance(verdict.evidence.chosen, Composed)
    )
    made = () if whole else tuple(followup.compositions(question, reading.asked, context, index))
    with_told = decide(reading.made_of(made), index) if made else verdict
    if made and isinstance(with_told.answer, Found | Choices):
        return with_told, question
    goes_on, asked = _gone_on(question, reading, verdict, context, index)
    return _moved_alike(goes_on, question, context, index), asked


def _moved_alike(verdict: Verdict, question: Question, context: Context, index: Index) -> Verdict:
    """How far a figure has moved, where that was asked of another: 那基金支出呢, behind 预算支出增长百分之几."""
    silent = not question.names("ask") and not question.tagged("unit", "move", "change", "role")
    told, found = context.told[-1:], verdict.facts if isinstance(verdict.answer, Found) else ()
    if not (silent and told and len(found) == 1) or found[0].row or not index.moves(told[0]):
        return verdict
    moved = [
        one
        for one in index.documents[found[0].document].facts
        if (one.subject, one.unit, one.period) == (found[0].measure, told[0].unit, found[0].period)
        and index.moves(one)
    ]
    return carried_out(known(moved[0].id), question, index) if len(moved) == 1 else verdict


def _gone_on(
    question: Question, reading: Reading, verdict: Verdict, context: Context, index: Index
) -> tuple[Verdict, Question]:
    """What is answered to a question that may go on from what was said before."""
    leans = dialogue.leans(question) or not reading.asked.content
    completed = dialogue.complete(question, context)
    if (isinstance(verdict.answer, Found) and not leans) or completed is question:
        return verdict, question
    if leans and reading.asked.content:
        headed = dialogue.headed(question, context, index.read(context.question).weights)
        behind = decide(parse(headed, index, context.facts), index) if headed else verdict
        if headed and is_named_whole(behind, index):
            return behind, headed
    ways = [completed]
    if question.years and not question.times and completed.times:  # 2023年的呢, of a figure of 2024年6月30日
        ways.append(replace(completed, times=()))
    for way in ways:
        with_context = decide(parse(way, index, context.facts), index)
        if not isinstance(with_context.answer, Unknown):
            return with_context, way
    if leans and not question.names("ask"):
        if query := followup.replaced(context.query, verdict.query):
            return carried_out(query, question, index), question
        if _is_other_kind(verdict.answer, context):
            return with_context, completed
    return verdict, question


def _is_other_kind(answer: Answer, context: Context) -> bool:
    """Whether words are given to who goes on from a figure, as a list of tasks or a name."""
    worded = isinstance(answer, Found) and all(one.kind in ("text", "name") for one in answer.entries)
    figure = bool(context.facts) and all(fact.kind == "figure" for fact in context.facts)
    return worded and figure


def _called(target: indexing.Target) -> tuple[str, ...]:
    """The names of a target, the one with the heading before it too."""
    return (*indexing.names(target), target.label if isinstance(target, Fact) else target.title)


def picked(text: str, context: Context, use: Library) -> Fact | None:
    """The fact a message picks from what is on offer or listed: "第二个"."""
    if option := dialogue.settle(text, context.options):
        return use.knowledge.facts.get(option.id)
    number = dialogue.ordinal(text)
    return context.listed[number - 1] if 0 < number <= len(context.listed) else None


def taken(fact: Fact, use: Library, language: Language) -> tuple[Question, Verdict]:
    """A fact that somebody has picked, as a question and its answer."""
    index = use.of([fact.document])
    question = replace(tag(fact.label, index.vocabulary, index.lexicon), language=language)
    return question, Verdict(decision.found(fact, index), 1.0, (fact,))


def documents(context: Context | None) -> frozenset[str]:
    """The documents that a chat is about."""
    return frozenset(fact.document for fact in context.facts) if context else frozenset()


def note(  # noqa: PLR0913, PLR0917  # what there is to a question and its answer
    question: Question,
    language: Language,
    verdict: Verdict,
    completed: Question,
    context: Context | None,
    use: Library,
    index: Index,
) -> LastAsked:
    """A question with its answer; it goes on from the one before where that is read with it, or is asked about."""
    evidence = verdict.evidence
    chosen = evidence.chosen if evidence else None
    parts = chosen.parts if isinstance(chosen, Composed) else ()
    pointed = evidence is not None and chosen is None
    leans = completed is not question or pointed or any(isinstance(part, Given) for part in parts)
    earlier = context.question.text if context and leans else ""
    return LastAsked(question.text, language, verdict, earlier, use, tuple(index.documents))


def gone_to(
    step: Step, asked: LastAsked, question: Question, completed: Question, context: Context | None
) -> Context | None:
    """What a chat is about when it has asked that, completed by what it was about; None where that is nothing."""
    since = context if asked.earlier else None
    return about(step, completed, asked.verdict, context if completed is not question else None, since)


def about(
    step: Step, question: Question, verdict: Verdict, before: Context | None, since: Context | None
) -> Context | None:
    """What an answer is about; it goes on from ``before``, and all that led to ``since`` has led to it."""
    answer, facts = verdict.answer, verdict.facts
    if not isinstance(answer, Found | Choices):
        return None
    listed = isinstance(answer, Found) and len(answer.entries) > 1 and answer.entries[0].kind == "name"
    told = (before.told if before else ()) + (facts if _tells(answer) else ())
    return Context(
        question,
        facts,
        options=answer.options if isinstance(answer, Choices) else (),
        turns=before.turns + 1 if before else 1,
        listed=facts if listed else (),
        told=told[-MAX_TOLD:],
        query=verdict.query,
        steps=(*(since.steps if since else ()), step)[: MOST + 1],  # one more is too many already
    )


def _tells(answer: Found | Choices) -> bool:
    """Whether an answer tells figures one by one."""
    return isinstance(answer, Found) and all(
        entry.kind == "figure" and entry.fact for entry in answer.entries
    )


def stepped(step: Step, context: Context | None, use: Library) -> tuple[Context | None, LastAsked | None]:
    """What a chat is about, and has asked, after one more step of a trail."""
    if step.mark:
        fact = use.marks.fact(step.mark)
        if fact is None:
            return None, None
        question, verdict = taken(fact, use, step.language)
        return about(step, question, verdict, context, context), None
    index = use.about(step.text, documents(context))
    question = tag(step.text, index.vocabulary, index.lexicon, step.language)
    verdict, completed = answered(question, context, index)
    asked = note(question, step.language, verdict, completed, context, use, index)
    return gone_to(step, asked, question, completed, context), asked

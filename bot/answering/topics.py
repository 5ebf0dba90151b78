"""A message that is no question but a word which many figures have: what there is about it, to choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.choosing import MAX_CHOICES, choice, told_apart
from bot.answering.decision import carried_out
from bot.answering.refusals import as_typed
from bot.answering.verdicts import Evidence, Verdict
from bot.asking import indexing
from bot.asking.index import Index
from bot.asking.indexing import Target, telling
from bot.asking.initials import abbreviated, initials
from bot.asking.interpretations import Candidate, Named, Reading
from bot.asking.naming import cells
from bot.asking.question import Question, join
from bot.knowledge.model import Choices, Found, Row, Unknown
from bot.knowledge.query import known
from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens

_BESIDE = frozenset({"filler", "overview", "approximate"})
"""What may stand around a topic: "关于热线", "热线怎么样"."""
_WITHIN = frozenset(
    {"filler", "soft", "thing", "row", "term", "deed", "contrast", "decisive", "stock", "unit"}
)
_OPEN = frozenset({"nothing", "unexplained"})
_OTHER = frozenset({"place", "period"})
_CHANGED = frozenset({"increment", "relative", "change"})
_AROUND = re.compile(r"^\W+|\W+$")
_FEWEST = 2
"""Characters that make a word, and figures that make a topic."""


def overview(reading: Reading, verdict: Verdict, index: Index) -> Verdict | None:
    """What there is about the word a message consists of; None where it asks for something or names one figure.

    Args:
        reading: The message.
        verdict: What is answered to it as a question.
        index: What there is.
    """
    question = reading.question
    topic = _topic(question)
    if not topic or not _is_loose(verdict):
        return None
    silent = isinstance(verdict.answer, Unknown)
    about = _about(topic, reading.named, index, loosely=not isinstance(verdict.answer, Found))
    if silent and len(about) == 1 and topic == index.vocabulary.canonical(about[0].fact.subject):
        return carried_out(known(about[0].fact.id), question, index)  # all that is told of it
    if len(about) < _FEWEST or (not silent and _asks_one(topic, about, index)):
        return None
    shown = sorted(about, key=lambda one: _place(topic, one, index))[:MAX_CHOICES]
    return Verdict(
        Choices(
            options=told_apart([choice(one.fact, one.row) for one in shown], index),
            topic=_said(topic, question),
        ),
        shown[0].score,
        tuple(one.fact for one in shown),
        None,
        Evidence(question, shown[0].match.credits, shown[0].match.coverage, reading, reading.named),
    )


def spelled_out(question: Question, index: Index) -> Verdict | None:
    """What a message names by the first letters of syllables; None where it says more, or names nothing so."""
    letters = initials(question, index.lexicon)
    targets = abbreviated(letters, index.targets) if letters else []
    asked = index.read(question)
    facts = [
        fact
        for target in targets
        for fact in (cells(target, question, asked, index) if isinstance(target, Row) else [target])
    ]
    if len(facts) == 1:
        return carried_out(known(facts[0].id), question, index)
    facts.sort(key=lambda fact: (fact.kind == "text", fact.document, fact.source.start))
    shown = tuple(facts[:MAX_CHOICES])
    options = told_apart([choice(fact, index.knowledge.rows.get(fact.row)) for fact in shown], index)
    typed = as_typed(letters, question.text) or letters
    return Verdict(Choices(options=options, topic=typed), 1.0, shown) if shown else None


def _said(topic: Tokens, question: Question) -> str:
    """A topic as it was typed, in another language perhaps than it is known by: population is 人口."""
    named = join(topic)
    typed = as_typed(named, question.text)
    if not typed and len(topic) == len(question.tokens) and not question.mended:
        typed = _AROUND.sub("", question.text)
    return typed or named


def _topic(question: Question) -> Tokens:
    """The one word a message consists of, polite words around it left out; nothing where it says more."""
    if question.years or question.times or question.seams or question.gaps:
        return ()
    around = {at for p in question.pieces if p.tags <= _BESIDE for at in range(p.start, p.end)}
    inner = [at for at in range(len(question.tokens)) if at not in around]
    if not inner or len({question.clauses[at] for at in inner}) > 1:
        return ()
    start, end = inner[0], inner[-1] + 1
    kinds = {
        tag.partition(":")[0] for p in question.pieces if p.start < end and start < p.end for tag in p.tags
    }
    topic = question.tokens[start:end]
    if not kinds <= _WITHIN or (len(topic) < _FEWEST and is_hanzi(topic[0])):
        return ()
    return topic


def _is_loose(verdict: Verdict) -> bool:
    """Whether a message, taken as a question, comes to figures by their names, or to nothing."""
    chosen = verdict.evidence.chosen if verdict.evidence else None
    if not isinstance(chosen, Named):
        return False
    answer = verdict.answer
    return isinstance(answer, Found | Choices) or (isinstance(answer, Unknown) and answer.reason in _OPEN)


def _about(topic: Tokens, named: Named, index: Index, *, loosely: bool) -> Sequence[Candidate]:
    """What has a word in a name, one figure a row; where that is little, and ``loosely``, what is headed by it."""
    able = (one for one in reversed(named.candidates) if not _is_other(one, index, loosely=loosely))
    candidates = {one.match.target.id: one for one in able}.values()
    found = [one for one in candidates if _has(topic, indexing.names(one.match.target), index)]
    if len(found) < _FEWEST and loosely:
        return [
            one
            for one in candidates
            if one in found or _has(topic, _headings(one.match.target, index), index)
        ]
    return found


def _is_other(one: Candidate, index: Index, *, loosely: bool) -> bool:
    """Whether a figure is of something else, or only tells of the document itself, as its date does."""
    itself = one.fact.subject == index.documents[one.fact.document].title
    return itself or any(objection.kind in _OTHER or not loosely for objection in one.objections)


def _headings(target: Target, index: Index) -> tuple[str, ...]:
    if isinstance(target, Row):
        return target.group, index.knowledge.tables[target.table].title
    return (target.source.section,)


def _has(topic: Tokens, texts: tuple[str, ...], index: Index) -> bool:
    return any(_at(topic, index.vocabulary.canonical(text)) >= 0 for text in texts)


def _at(topic: Tokens, words: Tokens) -> int:
    """Where a topic begins in a name; -1 where it is not in it."""
    size = len(topic)
    return next((at for at in range(len(words) - size + 1) if words[at : at + size] == topic), -1)


def _asks_one(topic: Tokens, about: Sequence[Candidate], index: Index) -> bool:
    """Whether a topic is all that the printed name of one figure says, or what is measured of several things."""
    vocabulary = index.vocabulary
    printed = [vocabulary.canonical(one.row.name if one.row else one.fact.measure) for one in about]
    called = any(topic in (words, telling(words, vocabulary)) for words in printed)
    return called or all(words[-len(topic) :] == topic for words in printed)


def _place(topic: Tokens, one: Candidate, index: Index) -> tuple[tuple[bool, ...], str, int]:
    """What is told first of a topic: figures whose names begin with it, then what has it elsewhere in the name.

    What tells of a change stands behind what does not; else the order is that of the document.
    """
    fact, target, canonical = one.fact, one.match.target, index.vocabulary.canonical
    at_home = fact.subject == index.homes.get(fact.document)
    label = fact.measure if at_home and not one.row else choice(fact, one.row).label
    shown = (label, fact.measure) if is_hanzi(topic[0]) else target.english[:1]
    places = [at for name in shown if (at := _at(topic, canonical(name))) >= 0]
    changed = bool(index.kinds(target) & _CHANGED or index.changes(fact.measure) & _CHANGED)
    return (fact.kind == "text", changed, 0 not in places, not places), fact.document, fact.source.start

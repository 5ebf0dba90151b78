"""A question as it is read, step by step: tokens, mentions, interpretations, the query that is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.answering.verdicts import Verdict
from bot.asking.index import Index
from bot.asking.interpretations import Candidate, Chosen, Composed, Given, Named, Part, Reading
from bot.asking.likelihood import Likely, Ranking
from bot.asking.parser import parse
from bot.asking.question import Question, join
from bot.knowledge.model import Choices, Found, Greeting, Unknown
from bot.knowledge.query import text

MAX_NAMED = 5
"""Figures a question may name or mean that are shown, the best first."""
MAX_SIGNS = 5
"""Signs for a figure that are shown, and as many against it: those that make most of a difference."""


def trace(question: Question, verdict: Verdict, index: Index) -> Iterator[str]:
    """The lines for one question, and what it was answered; for whoever works on the reading of questions."""
    evidence = verdict.evidence
    if evidence and evidence.question.text != question.text:
        yield f"spelling: {evidence.question.text}"
        question = evidence.question
    reading = parse(question, index)
    yield f"question: {question.text} ({question.language})"
    yield from _tokens(reading)
    yield from _mentions(question)
    yield from _named(reading.named)
    yield from _listed("chosen", map(_chosen, reading.chosen))
    yield from _listed("composed", map(_composed, reading.composed))
    yield from _listed("ranking", _ranking(evidence.ranking if evidence else None, index))
    yield from _answered(verdict)


def _listed(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    yield f"{title}:" if found else f"{title}: none"
    yield from (f"  {line}" for line in found)


def _tokens(reading: Reading) -> Iterator[str]:
    """The tokens with their weights, a line a clause; those that ask are marked."""
    question = reading.question
    yield from _listed("tokens", (_clause(clause, reading) for clause in sorted(set(question.clauses))))


def _clause(clause: int, reading: Reading) -> str:
    question, weights = reading.question, reading.asked.weights
    told = [
        f"{question.tokens[at]} {weights[at]:.2f}" for at, own in enumerate(question.clauses) if own == clause
    ]
    return f"{'?' if clause in question.asking else '-'} {'  '.join(told)}"


def _mentions(question: Question) -> Iterator[str]:
    """The pieces of the question with their tags, and the times it names."""
    told = [f"{question.words(piece)}  [{', '.join(sorted(piece.tags))}]" for piece in question.pieces]
    told += [f"{words}  [time]" for words in (*question.years, *(words for _, words in question.times))]
    yield from _listed("mentions", iter(told))


def _named(named: Named) -> Iterator[str]:
    yield from _listed("named", map(_candidate, named.candidates[:MAX_NAMED]))


def _candidate(one: Candidate) -> str:
    """A figure that may be meant, with what speaks for and against it."""
    against = [f"{objection.kind} {objection.words}" for objection in one.objections]
    against += [f"missing {one.missing}"] if one.missing else []
    spoken = f"  against: {'; '.join(against)}" if against else ""
    match, row = one.match, one.row
    title = f"{row.title} · {one.fact.measure}" if row else one.fact.label
    return (
        f"{one.score:.2f}  {title} = {one.fact.shown}  "
        f"coverage {match.coverage:.2f}, recall {match.recall:.2f}{spoken}"
    )


def _chosen(one: Chosen) -> str:
    return f"{one.coverage:.2f}  {one.shape}{', firm' if one.firm else ''}: {text(one.query)}"


def _composed(one: Composed) -> str:
    parts = "; ".join(map(_part, one.parts))
    return f"{one.how}{', strict' if one.strict else ''}: {parts}"


def _part(one: Part | Given) -> str:
    """The words that a part asks with."""
    if isinstance(one, Given):
        return f"{one.fact.label} (told before)"
    view = one.alone
    return join(
        tuple(token for token, own in zip(view.tokens, view.clauses, strict=True) if own in view.asking)
    )


def _ranking(ranking: Ranking | None, index: Index) -> Iterator[str]:
    """The figures that are meant most probably, and that none is; nothing where a reading was given."""
    if ranking is None:
        return
    for one in ranking.likely[:MAX_NAMED]:
        yield _likely(one, index)
    yield f"{ranking.nothing:.2f}  nothing  {_signs(ranking.none, index.knowledge.likelihood.worth, 1)}"


def _likely(one: Likely, index: Index) -> str:
    """A figure that is probably meant, with the signs that speak for and against it."""
    fact, worth = one.signed.fact, index.knowledge.likelihood.worth
    row = index.knowledge.rows.get(fact.row)
    title = f"{row.title} · {fact.measure}" if row else fact.label
    found = {**one.signed.signs, **one.signed.meaning}
    objections = [f"{objection.kind} {objection.words}".rstrip() for objection in one.signed.objections]
    # An objection is a sign, too, and says more with its words.
    against = [*objections, _signs({name: found[name] for name in found if name[:3] != "of_"}, worth, -1)]
    spoken = f"  against: {'; '.join(filter(None, against))}" if any(against) else ""
    return f"{one.probability:.2f}  {title} = {fact.shown}  {_signs(found, worth, 1)}{spoken}"


def _signs(found: Mapping[str, float], worth: Mapping[str, float], way: int) -> str:
    """The signs that speak one way (1 for, -1 against), those that make most of a difference first."""
    made = {name: way * value * worth.get(name, 0.0) for name, value in found.items()}
    names = sorted((name for name in made if made[name] > 0), key=lambda name: -made[name])
    return " ".join(f"{name} {found[name]:.2f}" for name in names[:MAX_SIGNS])


def _answered(verdict: Verdict) -> Iterator[str]:
    """What is answered, and how probable it is."""
    evidence = verdict.evidence
    for part in evidence.parts if evidence else ():
        yield f"part: {_outcome(part)}"
    yield f"answer: {_outcome(verdict)}, score {verdict.score:.2f}"
    yield f"query: {text(verdict.query) if verdict.query else 'none'}"


def _outcome(verdict: Verdict) -> str:
    match verdict.answer:
        case Found(entries=entries):
            told = ", ".join(f"{entry.printed or entry.value + entry.unit}" for entry in entries[:MAX_NAMED])
            return f"found {told}{', …' if len(entries) > MAX_NAMED else ''}"
        case Choices(options=options):
            return f"{len(options)} choices"
        case Unknown(reason=reason, named=named):
            return f"unknown, {reason} {named}".rstrip()
        case Greeting(topic=topic):
            return f"small talk, {topic}"

"""What a figure was a year before, or before it changed: what it is, and how far it has moved since, as is told.

A report that tells 8501人,比上年增加588人 has no figure of the year before; it is 8501 − 588, and is told so.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.index import Index
from bot.asking.interpretations import Candidate, Named
from bot.asking.question import Question
from bot.knowledge.model import Fact
from bot.knowledge.query import Combine, Query, known
from bot.language import periods


def before_change(named: Named, index: Index) -> tuple[Query, str] | None:
    """What tells the figure that is meant as it was the year before, or before it changed, and that year, if any.

    None where another year is asked for, or where it is not told by how much the figure has changed, but by what
    percent: that gives it only about.
    """
    question = named.question
    if question.tagged("move", "change", "base", "whether"):
        return None
    former = bool(question.tagged("former"))
    best = next(_meant(named, "former" if former else "period", index), None)
    year = _asked(question, best.fact) if best and not former else ""
    if best is None or not (former or year):
        return None
    moved = list(_moves(best.fact, index, yearly=not former))
    if len(moved) != 1:
        return None
    return Combine("before", (known(best.fact.id), known(moved[0].id))), year


def _meant(named: Named, kind: str, index: Index) -> Iterator[Candidate]:
    """The figures of the prose against which nothing speaks but one thing, as their time."""
    limits, former = index.thresholds, "".join(map(named.question.words, named.question.tagged("former")))
    for one in named.candidates:
        says = one.match.recall >= limits.named or not one.match.target.also
        fits = one.match.coverage >= limits.accept and says and one.missing in former
        only = bool(one.objections) and all(objection.kind == kind for objection in one.objections)
        if fits and only and not one.fact.row and one.fact.number is not None:
            yield one


def _asked(question: Question, fact: Fact) -> str:
    """The one year that a question names, or means by 上年, where that is the year before a figure's own."""
    own = periods.whole(fact.period).years
    if len(own) != 1:
        return ""
    if question.moments:
        time = question.moments[0].time
        year = time.years == (own[0] - 1,) and (not time.months or time.point)
        return f"{own[0] - 1}年" if year and len(question.moments) == 1 else ""
    said = [piece for piece in question.tagged("year") if not piece.has("reported")]
    return f"{own[0] - 1}年" if said and all(piece.has("year:-1") for piece in said) else ""


def _moves(fact: Fact, index: Index, *, yearly: bool) -> Iterator[Fact]:
    """The figures of the same sentence that tell by how much it is more or less than it was, or the year before."""
    vocabulary = index.vocabulary
    years = (*vocabulary.listed("since:year"), *vocabulary.listed("since:year_end"))
    bases = set(map(vocabulary.canonical, years))
    for one in (fact for run in index.runs([fact]) for fact in run.facts):
        name = vocabulary.canonical(one.measure)
        said = [name[a:b] for a, b, tags in vocabulary.spans(name) if "base" in tags]
        since = bool(said) and bases.issuperset(said) if yearly else not said
        named = bool(one.subject and fact.measure)
        about = named and (fact.measure.endswith(one.subject) or one.subject.endswith(fact.measure))
        own, unit = vocabulary.unit(fact.unit), vocabulary.unit(one.unit)
        alike = own == unit or (own.is_percent and unit.points)
        if one.source.sentence == fact.source.sentence and since and about and alike and index.moves(one):
            yield one

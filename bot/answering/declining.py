"""Why nothing is told: what stands in the way of a figure, and what is said where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from bot.answering.choosing import MAX_SUGGESTIONS, choice
from bot.answering.denotation import Denotation
from bot.answering.refusals import quoted, refused, unexplained
from bot.answering.verdicts import Evidence, Verdict
from bot.asking.index import Index
from bot.asking.indexing import NAME
from bot.asking.interpretations import Candidate, Named, Objection, Reading
from bot.asking.kinds import suits
from bot.asking.question import Question
from bot.knowledge.model import Choices, Fact, Unknown
from bot.knowledge.query import Query
from bot.language.text import fold

_MONEY = "money"
_RULED_OUT: tuple[Literal["place", "period", "measure"], ...] = ("place", "period", "measure")
_Reason = Literal[
    "period", "place", "measure", "column", "negation", "opposite", "operation", "unexplained", "nothing"
]
_UNMET: Mapping[str, Literal["column", "negation", "operation"]] = {
    "column": "column",
    "negation": "negation",
    "operation": "operation",
}
_OPEN = ("nothing", "unexplained", *_UNMET)
"""Reasons that another spelling may do away with."""
_CUT = ("measure", "unexplained")
"""Reasons that hang on a word nothing explains, of which only the beginning may have been looked at."""


def obstacles(best: Candidate, query: Named, index: Index) -> Iterator[str]:
    """What keeps a candidate from being given: too little explained, a word lost, or something else meant."""
    question = query.question
    if best.objections:
        yield "conflicts"
    if not suits(question, best.fact):
        yield "kind"
    if best.match.coverage < index.thresholds.accept:
        yield "coverage"
    if best.missing:
        yield "missing"
    # Its name is Chinese: only a question without English must say some of it, or what it is counted in.
    latin = any("a" <= token[0] <= "z" for token in question.tokens)
    if not (best.match.measured or latin or _counts_in(question, best, index)):
        yield "measure"
    if _overruled(query, best, index.thresholds.margin):
        yield "overruled"
    asked = index.read(question)
    roles = frozenset[int]().union(*asked.roles.values()) if best.fact.row else frozenset()
    if sum(weight for at, weight in enumerate(asked.weights) if at not in roles) < index.weights.half:
        yield "little"  # 没完成的有哪些 names a column, and no row


def _counts_in(question: Question, best: Candidate, index: Index) -> bool:
    """Whether all of a question fits much of a name and it counts in the very unit: "用几年建成"."""
    asked, own = index.read(question), index.vocabulary.canonical(best.fact.unit.removeprefix("个"))
    counted = [question.tokens[piece.end - 1 : piece.end] for piece in question.tagged("op:count")]
    fits = best.match.coverage >= index.weights.whole and best.match.recall >= index.weights.much
    money = asked.unit == _MONEY == index.vocabulary.unit_class(best.fact.unit)
    same = money or own in (*filter(None, [asked.unit_words]), *counted)
    return fits and same and all(piece.has("op:total") for piece in question.tagged("stock"))


def _overruled(query: Named, best: Candidate, margin: float) -> bool:
    """Whether something that fits the words clearly better is ruled out: then that was meant, and is not said."""
    clearly = best.match.score + margin
    return any(
        c.match.score > clearly
        and (c.objections or not suits(query.question, c.fact))
        and not _of_other_scope(c, best)
        and not all(one.kind == "part" for one in c.objections)
        and not _is_other_side(c, best)
        and not any(one.kind == "former" for one in c.objections)
        # It says more than was asked, not something else.
        and c.objections != (Objection("measure", c.fact.measure),)
        and not all(_tells(best, one, query.question) for one in c.objections)
        for c in query.candidates
    )


def _is_other_side(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate is of the other side, or of both, and says no more of the question: 进出口 for 出口."""
    sides = {one.kind for one in candidate.objections} == {"contrast"}
    return sides and candidate.match.coverage <= best.match.coverage


def _tells(best: Candidate, objection: Objection, question: Question) -> bool:
    """Whether the best one says in its name what another is ruled out for.

    That it does not say how a thing changed, or what all of them come to.
    """
    said = [p for p in question.tagged("change", "move", "op") if question.words(p) == objection.words]
    told = any(best.match.credits[piece.start] >= NAME for piece in said)
    return told and objection.kind in ("measure", "operation")


def _of_other_scope(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate is only ruled out by place or time: that of its document, or the time of the same row."""
    raised = candidate.objections
    scopes = {one.kind for one in raised}
    elsewhere = candidate.fact.document != best.fact.document and scopes <= {"place", "period"}
    rows = candidate.row, best.row
    then = rows[0] and rows[1] and rows[0].name == rows[1].name and scopes == {"period"}
    return bool(raised) and bool(elsewhere or (then and candidate.fact.measure == best.fact.measure))


def is_open(verdict: Verdict, index: Index) -> bool:
    """Whether another spelling may say more: nothing explains some words, or they leave several things open."""
    if isinstance(verdict.answer, Choices):
        return verdict.evidence is None or verdict.evidence.coverage < index.weights.whole
    return isinstance(verdict.answer, Unknown) and verdict.answer.reason in _OPEN


def not_worked_out(found: Denotation, query: Query, evidence: Evidence) -> Verdict:
    """What cannot be worked out of what is meant."""
    return Verdict(refused(found), 0.0, (), query, evidence)


Otherwise = Callable[[Verdict], Verdict]
"""What is put in the place of a part that its own words do not settle."""


class Declining:
    """What is said of a question that nothing is told to."""

    def __init__(self, reading: Reading, index: Index, otherwise: Otherwise | None = None) -> None:
        self.reading = reading
        self.index = index
        self.otherwise = otherwise
        self.question = reading.question

    def foreign(self, credits_: Sequence[float] = ()) -> tuple[Literal["place", "period"], str] | None:
        """The place or time that no document covers, named in a clause that asks or has something explained."""
        question, index = self.question, self.index
        weights = index.read(question).weights
        about = question.asking | {
            question.clauses[at] for at, credit in enumerate(credits_) if credit >= 1.0 and weights[at]
        }
        for piece in question.tagged("place"):
            if index.is_foreign(piece, question):
                return "place", question.words(piece)
        met = {
            str(year)
            for one in question.moments
            if credits_ and one.places and min(credits_[at] for at in one.places) >= 1.0
            for year in one.time.years
        }  # by what a column tells of the rows: 2000年以后投产的水厂
        for year in question.years:
            if year[:4] not in index.calendar.years | met:
                return "period", year if year in fold(question.text) else year[:4]
        for piece in () if question.years else question.tagged("period:other"):
            if question.clauses[piece.start] in about and not index.calendar.is_told(piece, question):
                return "period", question.words(piece)
        return None

    def unknown(self, named: Named) -> Verdict:
        """Not said: why, as far as it can be seen, and what is said nearby."""
        kind, words = self._reason(named)
        nearest = max(named.candidates, key=lambda c: c.match.score, default=None)
        whole = kind in _CUT and nearest is not None
        credits_ = nearest.match.credits if nearest and whole else ()
        typed = words if kind == "opposite" else quoted(words, self.question, self.index.weights, credits_)
        if not typed:
            kind = "nothing"
        nearby = self.index.weights.shortlist
        near = sorted(
            (c for c in named.candidates if c.match.coverage >= nearby), key=lambda c: -c.match.score
        )
        near = near[:MAX_SUGGESTIONS]
        suggestions = tuple(choice(c.fact, c.row) for c in near)
        best = named.candidates[0] if named.candidates else None
        evidence = Evidence(
            self.question,
            best.match.credits if best else (),
            best.match.coverage if best else 0.0,
            self.reading,
            named,
            tuple(obstacles(best, named, self.index)) if best else (),
        )
        return Verdict(
            Unknown(reason=kind, named=typed, suggestions=suggestions),
            near[0].score if near else 0.0,
            tuple(c.fact for c in near),
            None,
            evidence,
        )

    def _reason(self, named: Named) -> tuple[_Reason, str]:
        question, index = self.question, self.index
        if said := self.foreign() or self._other_way(named) or self._spoken_against(named):
            return said
        if named.candidates and named.candidates[0].missing:
            return "unexplained", named.candidates[0].missing
        if not named.candidates or named.candidates[0].match.coverage < index.weights.shortlist:
            return "nothing", ""
        return "unexplained", unexplained(question, named.candidates[0], index.weights)

    def _other_way(self, named: Named) -> tuple[_Reason, str] | None:
        """What is told of a thing that is asked for as going the other way: 减少0.35万人 for 增加多少."""
        for one in named.candidates:
            told = one.match.coverage >= self.index.thresholds.accept and not one.missing
            turned = told and self.goes_otherwise(one.fact)
            if turned and {objection.kind for objection in one.objections} == {"contrast"}:
                return "opposite", f"{one.fact.subject}{one.fact.measure}{one.fact.printed}"
        return None

    def goes_otherwise(self, fact: Fact) -> bool:
        """Whether a figure fell that is asked for as one that rose, or the other way."""
        ways = self.question.names("move") & {"up", "down"}
        return len(ways) == 1 and self.index.moves(fact) not in ("", *ways)

    def _spoken_against(self, named: Named) -> tuple[_Reason, str] | None:
        """What speaks against that which the words fit best."""
        nearest = max(named.candidates, key=lambda c: c.match.score, default=None)
        objections = nearest.objections if nearest else ()
        for one in objections if nearest and nearest.fact.row else ():
            if one.kind in ("place", "period") and not self._is_told_of(one.words):
                return ("place" if one.kind == "place" else "period"), one.words
        found = dict.fromkeys(one for c in named.candidates[:5] for one in c.objections)
        raised = [one for one in found if one.kind != "period" or not self._is_told_of(one.words)]
        single = len(self.index.knowledge.documents) == 1
        # Another document may cover the place and time.
        for kind in _RULED_OUT if single else _RULED_OUT[-1:]:
            if words := next((one.words for one in raised if one.kind == kind), ""):
                return kind, words
        for one in objections if nearest and not nearest.missing else ():
            if one.kind in _UNMET:
                return _UNMET[one.kind], one.words
        return None

    def _is_told_of(self, words: str) -> bool:
        """Whether words name a time that some figures are of: that there are none would not be true."""
        calendar = self.index.calendar
        within = {time for time, said in self.question.times if said == words}
        return words[:4] in calendar.years or any(time.meets(calendar.times) for time in within)

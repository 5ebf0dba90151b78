"""Which of the ways a question can be meant is answered: one rule for all of them.

A reading is given when enough of the question is accounted for, no word it turns on is left, and nothing speaks
against it. Where several figures fit as well they are offered; else it is said what stands in the way. What is made
of parts needs every part to be settled, and an ambiguity of a part is one of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product
from typing import Literal

from bot.answering import executor
from bot.answering.executor import Denotation, entry_of, execute
from bot.answering.refusals import quoted, refused, unexplained
from bot.answering.ties import tied
from bot.answering.verdicts import Evidence, Verdict
from bot.asking.composing import REST
from bot.asking.index import Index
from bot.asking.indexing import NAME
from bot.asking.interpretations import Candidate, Chosen, Composed, Given, Named, Objection, Part, Reading
from bot.asking.kinds import suits
from bot.asking.objections import unexplained_word
from bot.asking.parser import parse
from bot.asking.tagging import Piece, Question
from bot.knowledge.apart import apart
from bot.knowledge.model import Answer, Choice, Choices, Entry, Fact, Found, Row, Unknown
from bot.knowledge.query import Aggregate, Converted, Is, Project, Query, Rank, conditions, known
from bot.language import periods
from bot.language.amounts import Quantity
from bot.language.numerals import LARGE
from bot.language.quantities import read
from bot.language.text import fold, is_hanzi

MAX_CHOICES = 6
MAX_SUGGESTIONS = 3
MAX_WAYS = 216
"""Ways to take the parts of a question, where each means several things, that are looked through."""
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


def decide(reading: Reading, index: Index) -> Verdict:
    """What is answered to a question that can be meant in these ways."""
    return _Decision(reading, index).verdict()


def carried_out(query: Query, question: Question, index: Index) -> Verdict:
    """What a query that leaves nothing to decide comes to."""
    found = execute(query, index)
    evidence = Evidence(question, (1.0,) * len(question.tokens), 1.0)
    if found.refusal:
        return Verdict(refused(found), 0.0, (), query, evidence)
    return Verdict(found.found, 1.0, found.facts, query, evidence)


@dataclass(frozen=True, slots=True)
class _Settled:
    """A part that means one thing."""

    query: Query
    credits: dict[int, float]
    verdict: Verdict


class _Decision:
    def __init__(self, reading: Reading, index: Index) -> None:
        self.reading = reading
        self.index = index
        self.question = reading.question

    def verdict(self) -> Verdict:
        open_: Verdict | None = None
        single: Verdict | None = None
        for composed in self.reading.composed:
            if composed.figures and not composed.strict:
                firm = next(
                    (made for one in self.reading.chosen if one.firm and (made := self._chosen(one))), None
                )
                if firm and isinstance(firm.answer, Found):
                    return firm
                single = single or self._named(self.reading.named)
                told = composed.how in _AGAINST and isinstance(single.answer, Found)
                if told or self._says_all(single):
                    break
            if composed.how == "share":
                single = single or self._named(self.reading.named)
                if self._says_all(single):
                    return single  # 第一产业增加值占地区生产总值的比重, as it is printed
            made = self._composed(composed)
            if made and isinstance(made.answer, Found):
                return made
            open_ = open_ or made
        for chosen in self.reading.chosen:
            if made := self._chosen(chosen):
                return made
        return self._alone(single or self._named(self.reading.named), open_)

    def _alone(self, single: Verdict, open_: Verdict | None) -> Verdict:
        """One figure, where it goes by all that is said of several; else what is open."""
        summed = any(one.how in ("sum", "each") and one.strict for one in self.reading.composed)
        several = self.question.asks_several
        if isinstance(single.answer, Found) and not ((summed or several) and not self._says_all(single)):
            return single
        if open_:
            return open_
        return self._unknown(self.reading.named) if several and isinstance(single.answer, Found) else single

    def _says_all(self, single: Verdict) -> bool:
        """Whether one figure goes by all that is said: 、 and 和 are parts of names as well."""
        best = next((c for c in self.reading.named.candidates if (c.fact,) == single.facts), None)
        whole = self.index.weights.whole
        full = best is not None and best.match.coverage >= whole and best.match.recall >= whole
        return full and isinstance(single.answer, Found)

    # One figure.

    def _named(self, named: Named) -> Verdict:
        question, index = named.question, self.index
        limits = index.thresholds
        able = [c for c in named.candidates if not c.objections and suits(question, c.fact)]
        able = [c for c in able if c.match.coverage >= limits.accept - index.weights.slack]
        if not able or any(obstacles(able[0], named, index)):
            return self._unknown(named)
        ties = tied(able, question, index)
        best = ties[0]
        if self._is_before(best.fact):
            return self._unknown(named)
        words = {(c.fact.measure, c.fact.value) for c in ties}
        half_named = best.match.recall >= limits.named or not best.match.target.also
        leans = question.tagged("followup") or not question.whole  # 它由谁负责
        says = index.read(question).content or not leans
        if len(ties) == 1 and not half_named and says:
            return self._unknown(named)
        evidence = Evidence(question, best.match.credits, best.match.coverage, self.reading, named)
        if len(ties) == 1 or (best.fact.kind == "text" and len(words) == 1):
            query: Query = known(best.fact.id)
            if question.whole and (scale := self._other_scale(best.fact)):
                query = Converted(query, scale)
            found = execute(query, index).found
            if one := _one_of(best.fact, question):
                found = replace(found, entries=(entry_of(best.fact, one),))
            if best.fact.unit and question.tagged("op:counted") and "what" in question.names("ask"):
                found = replace(found, entries=(executor.named(best.fact.unit, best.fact),))  # 计量单位是什么
            found = replace(found, turned=self._goes_otherwise(best.fact))
            return Verdict(found, best.score, (best.fact,), query, evidence)
        if whole := self._whole_row(ties):
            cells = execute(whole, index)
            return Verdict(cells.found, best.score, cells.facts, whole, evidence)
        options = told_apart([choice(c.fact, c.row) for c in ties[:MAX_CHOICES]], index)
        return Verdict(
            Choices(options=options), best.score, tuple(c.fact for c in ties[:MAX_CHOICES]), None, evidence
        )

    def _other_scale(self, fact: Fact) -> str:
        """The unit that is asked in, where a figure is printed in another scale of it: 多少万元 of 55亿元."""
        vocabulary, said = self.index.vocabulary, "".join(self.index.read(self.question).unit_words)
        own = vocabulary.unit(fact.unit)
        asked = vocabulary.unit(said + own.base if said and set(said) <= LARGE.keys() else said)
        other = asked.converts(own) and asked.scale not in (1, own.scale) and not own.is_rate
        return asked.symbol if other and fact.number is not None else ""

    def _whole_row(self, ties: Sequence[Candidate]) -> Query | None:
        """All figures of the one row that a question asks about, and about nothing of it more than of the rest."""
        question, row = self.question, ties[0].row
        about = question.tagged("overview") and not question.tagged("ask", "op", "role")
        if not row or not about or any(one.row != row for one in ties):
            return None
        own = [fact for fact in row.cells.values() if fact.kind == "figure"]
        return known(*(fact.id for fact in own)) if len(own) >= len(ties) else None

    def _is_before(self, fact: Fact) -> bool:
        """Whether a fact is what another is held against, where it is asked how that moved: 跟2023年比是涨是跌."""
        question, index = self.question, self.index
        if len(question.moments) != 1 or not question.is_base(question.moments[0]):
            return False
        moved = question.names("move") and "change" not in index.changes(fact.measure)
        base, own = question.moments[0].time, periods.whole(fact.period)
        return bool(moved and set(base.years) & set(own.years))

    # Figures that stand together.

    def _chosen(self, chosen: Chosen) -> Verdict | None:
        """What was chosen, if enough of the question is accounted for and no single figure says it better."""
        index, named = self.index, self.reading.named
        if chosen.coverage < index.thresholds.accept or self._foreign(chosen.credits):
            return None
        # Things that are named one by one before it is asked of them are those that are meant.
        strict = chosen.firm or chosen.shape in ("mean", "sum") or _lists(chosen.question)
        better = self._named_better(chosen, named) or (chosen.told and self._prose_says(chosen, named))
        if better or (strict and self._lost(chosen)):
            return None
        found = execute(chosen.query, index)
        evidence = Evidence(chosen.question, chosen.credits, chosen.coverage, self.reading, chosen)
        if chosen.shape == "sum" and (told := self._told_in_all(found.facts)):
            query = known(told.fact.id)
            return Verdict(execute(query, index).found, told.score, (told.fact,), query, evidence)
        if found.refusal:
            silent = found.refusal == "nothing" or (found.refusal != "tied" and not chosen.firm)
            return None if silent else self._refused(found, chosen.query, evidence)
        alike = len({(fact.value, fact.unit) for fact in found.facts}) == 1
        if chosen.shape == "cell" and len(found.facts) > 1 and not alike:
            return self._offered(found.facts, chosen.coverage, evidence)
        return Verdict(found.found, chosen.coverage, found.facts, chosen.query, evidence)

    def _lost(self, chosen: Chosen) -> str:
        """A word that no condition and no name accounts for."""
        question = chosen.question
        if chosen.everywhere or _lists(question):
            question = replace(question, asking=frozenset(question.clauses))
        return unexplained_word(question, self.reading.asked, chosen.credits, self.index.weights)

    def _told_in_all(self, facts: Sequence[Fact]) -> Candidate | None:
        """The figure that the prose tells of all that a table has a column for: of more than its rows, perhaps.

        Who says how many there are means the rows: 五个法院.
        """
        said = (read(self.question.tokens, at) for at in range(len(self.question.tokens)))
        if any(one and one.quantity.number == len(facts) for one in said):
            return None
        measures = {fact.measure for fact in facts}
        return next(
            (
                one
                for one in self.reading.named.candidates
                if not (one.fact.row or one.objections)
                and {one.fact.measure} == measures
                and one.match.recall >= self.index.weights.whole
            ),
            None,
        )

    def _named_better(self, chosen: Chosen, named: Named) -> bool:
        """Whether a single figure accounts for more of the question."""
        if any(self._says_bounds(c) for c in named.candidates if not (c.objections or c.missing)):
            return True
        slack = self.index.weights.slack if chosen.firm and chosen.shape == "list" else 0.0
        better = chosen.coverage < named.best - slack and self.reading.asked.content
        return better and chosen.shape != "names"

    def _says_bounds(self, candidate: Candidate) -> bool:
        """Whether the numbers of a question are those of a name that it says: 低保标准不低于600元/月."""
        whole = self.index.weights.whole
        credits_ = zip(self.question.tokens, candidate.match.credits, strict=True)
        numbers = [credit >= whole for token, credit in credits_ if token[0].isdigit()]
        named = min(candidate.match.coverage, candidate.match.recall) >= whole
        return bool(numbers) and all(numbers) and named

    def _offered(self, facts: Sequence[Fact], score: float, evidence: Evidence | None) -> Verdict | None:
        """Figures to choose from; None where they are too many to be read."""
        if len(facts) > MAX_CHOICES:
            return None
        rows = self.index.knowledge.rows
        options = told_apart([choice(fact, rows.get(fact.row)) for fact in facts], self.index)
        return Verdict(Choices(options=options), score, tuple(facts), None, evidence)

    def _prose_says(self, chosen: Chosen, named: Named) -> bool:
        """Whether the prose says the count itself, or the one figure that is named."""
        whole = self.index.weights.whole
        if chosen.coverage == named.best and chosen.shape == "count" and not chosen.firm:
            return True
        able = [c for c in named.candidates if not (c.objections or c.missing) and c.match.coverage >= whole]
        scores = sorted((c.score for c in able), reverse=True)
        close = len(scores) > 1 and scores[0] - scores[1] < self.index.thresholds.margin
        if chosen.shape == "count":
            return bool(scores) and not (close and "total" in self.question.names("op"))
        alone = (chosen.shape == "list" and not self.question.names("ask")) or chosen.shape == "mean"
        return alone and any(c.match.recall >= whole for c in able)

    # What is made of parts.

    def _composed(self, composed: Composed) -> Verdict | None:
        """What comes of parts, each of which means one thing, or one that goes with the others."""
        options: list[list[_Settled]] = []
        verdicts: list[Verdict] = []
        for one in composed.parts:
            settled, verdict = self._options(one, options, composed)
            if settled:
                options.append(settled)
                verdicts.append(verdict)
            elif not composed.loose:
                return self._part_open((*verdicts, verdict), composed) if composed.strict else None
        if len(options) < (2 if len(composed.parts) > 1 else 1):
            return self._not_told(composed, verdicts) if composed.strict else None
        made = [self._made(chosen, composed, verdicts) for chosen in _alike(options, self.index)]
        good = [one for one in made if one and isinstance(one.answer, Found)]
        if len(good) == 1:  # what else the parts may mean goes together in no way
            return good[0]
        if not good:
            return next(iter(made), None) if composed.strict else None
        unclear = next(verdict for verdict in verdicts if isinstance(verdict.answer, Choices))
        facts = tuple({fact.id: fact for one in good for fact in one.facts}.values())
        if not composed.strict:
            return None
        # The figures of all the ways to put them together.
        return self._offered(facts, unclear.score, unclear.evidence) or replace(unclear, query=None)

    def _options(
        self, one: Part | Given, before: Sequence[Sequence[_Settled]], composed: Composed
    ) -> tuple[list[_Settled], Verdict]:
        """What a part may mean: one thing, one of several that are offered, or nothing."""
        if isinstance(one, Given):
            verdict = self._given(one.fact)
            return [_Settled(known(one.fact.id), {}, verdict)], verdict
        told = [fact for options in before if len(options) == 1 for fact in options[0].verdict.facts]
        focus = (*one.focus, *told)
        verdict = self._part(one.alone, focus, composed)
        same = {fact.id for fact in verdict.facts} <= {fact.id for fact in told}
        if told and composed.how in _AGAINST and (same or isinstance(verdict.answer, Unknown)):
            # It may be about something else than the part before, and is no figure held against itself.
            other = self._part(one.alone, one.focus, composed)
            verdict = other if same or isinstance(other.answer, Found) else verdict
        elliptic = (
            composed.how == "each"
            and verdict.evidence is not None
            and isinstance(verdict.evidence.chosen, Chosen)
        )
        if one.beside and (elliptic or not isinstance(verdict.answer, Found)):
            other = self._part(one.beside, focus, composed)
            verdict = verdict if isinstance(other.answer, Unknown) else other
        if isinstance(verdict.answer, Found) and verdict.query and verdict.evidence:
            # The one row that is what a part names means its figure, and is not counted.
            named = any(
                isinstance(one, Is) and one.dimension == "measure" for one in conditions(verdict.query)
            )
            one_row = named and len(verdict.facts) == 1 and composed.how in _NUMERIC
            query = known(verdict.facts[0].id) if one_row else verdict.query
            return [_Settled(query, _credits(verdict.evidence), verdict)], verdict
        if isinstance(verdict.answer, Choices) and verdict.evidence:
            credits_ = _credits(verdict.evidence)
            options = [_Settled(known(fact.id), credits_, self._given(fact)) for fact in verdict.facts]
            return options, verdict
        return [], verdict

    def _made(
        self, chosen: Sequence[_Settled], composed: Composed, parts: Sequence[Verdict]
    ) -> Verdict | None:
        """What is made of parts that each mean one thing."""
        if len({one.query for one in chosen}) < len(chosen):
            return self._not_told(composed, parts) if composed.strict else None
        query = composed.make(tuple(_counted(one.query, composed.how) for one in chosen))
        credits_ = dict.fromkeys(composed.frame, 1.0)
        for one in chosen:
            for at, credit in one.credits.items():
                credits_[at] = max(credit, credits_.get(at, 0.0))
        again, others = self._restated(chosen)
        credits_ |= dict.fromkeys(again, 1.0)
        given = tuple(credits_.get(at, 0.0) for at in range(len(self.question.tokens)))
        word = unexplained_word(self.question, self.reading.asked, given, self.index.weights)
        if composed.how == "per":  # of 5000户 it is not told
            word = word or next((self.question.tokens[at] for at in sorted(others) if not given[at]), "")
        if word:
            return self._not_told(composed, parts, given, word) if composed.strict else None
        found = execute(query, self.index)
        score = min(one.verdict.score for one in chosen)
        evidence = Evidence(self.question, given, score, self.reading, composed, parts=tuple(parts))
        if found.refusal:
            return self._refused(found, query, evidence) if composed.strict else None
        kinds = {self.index.vocabulary.unit_class(fact.unit) for fact in found.facts}
        one_thing = composed.figures and not composed.strict and len(kinds) > 1  # 发球线和球网的距离
        if one_thing or (composed.how == REST and not _is_whole_and_part(found.facts)):
            return None
        by_percent = self.reading.asked.unit == "percent" and "percent" not in kinds
        by_percent = by_percent and not self._are_named(self.question.tagged("unit"), chosen)
        other = composed.timed and len({_untimed(fact) for fact in found.facts}) > 1
        divided = composed.how == "per" and self._is_mean(chosen[0].verdict.facts)
        if (composed.how in _APART and by_percent) or other or divided or _is_of_one(chosen):
            return self._not_told(composed, parts) if composed.strict else None
        entries = found.found.entries
        if composed.how != "each":
            entries = tuple(self._called(entry, chosen) for entry in entries)
        return Verdict(replace(found.found, entries=entries), score, found.facts, query, evidence)

    def _is_mean(self, facts: Sequence[Fact]) -> bool:
        """Whether a figure is of one already, which is divided by nothing: 平均住户人数."""
        vocabulary = self.index.vocabulary
        spans = (vocabulary.spans(vocabulary.canonical(fact.measure)) for fact in facts)
        return any("op:average" in tags for of_one in spans for _, _, tags in of_one)

    def _restated(self, chosen: Sequence[_Settled]) -> tuple[set[int], set[int]]:
        """Where the figure of a part, or the number of its rows, is said itself (4340户), and where another is."""
        vocabulary, tokens = self.index.vocabulary, self.question.tokens
        facts = [fact for one in chosen for fact in one.verdict.facts]
        told = {Quantity(Decimal(count)) for one in chosen if (count := len(one.verdict.facts)) > 1}
        told |= {own for own in map(self.index.facts.quantity, facts) if own}
        again, others = set[int](), set[int]()
        for at in (at for at, token in enumerate(tokens) if token[0].isdigit()):
            if said := read(tokens, at, vocabulary):
                met = any(said.quantity.compare(own) == 0 for own in told)
                (again if met else others).update(range(said.start, said.end))
        return again, others

    def _are_named(self, pieces: Sequence[Piece], chosen: Sequence[_Settled]) -> bool:
        """Whether some words are all parts of names: 比率 in 流动比率 asks for no percentage."""
        named = {at for one in chosen for at, credit in one.credits.items() if credit >= NAME}
        return bool(pieces) and all(named.issuperset(range(one.start, one.end)) for one in pieces)

    def _called(self, entry: Entry, chosen: Sequence[_Settled]) -> Entry:
        """The name that is the answer, as the question says it: what the row holds, where it was named by that."""
        fact = self.index.knowledge.facts.get(entry.fact)
        row = self.index.knowledge.rows.get(fact.row) if fact and entry.kind == "name" else None
        if row is None or entry.value != row.title:
            return entry
        said = {at for one in chosen if fact in one.verdict.facts for at in one.credits}
        tokens = tuple(token if at in said else "" for at, token in enumerate(self.question.tokens))
        names = {self.question.tokens[a:b] for a, b in self.index.lexicon.wholes_in(tokens)}
        canonical = self.index.vocabulary.canonical
        if canonical(row.name) in names:
            return entry
        called = (cell.value for cell in row.cells.values() if cell.kind == "text")
        return replace(entry, value=next((one for one in called if canonical(one) in names), entry.value))

    def _part(self, view: Question, focus: Sequence[Fact], composed: Composed) -> Verdict:
        if not view.tokens:
            return Verdict(Unknown(reason="nothing"), 0.0)
        reading = parse(view, self.index, focus, whole=False)
        return decide(reading.made_of(()) if composed.figures else reading, self.index)

    def _given(self, fact: Fact) -> Verdict:
        """A figure that was told before."""
        query = known(fact.id)
        return Verdict(execute(query, self.index).found, 1.0, (fact,), query)

    def _part_open(self, parts: Sequence[Verdict], composed: Composed) -> Verdict:
        """What is said where the last of some parts means nothing: why, where that can be seen."""
        verdict, last = self._not_told(composed, parts), parts[-1].answer
        return replace(verdict, answer=last) if isinstance(last, Unknown) and last.named else verdict

    def _not_told(
        self, composed: Composed, parts: Sequence[Verdict], given: Sequence[float] = (), word: str = ""
    ) -> Verdict:
        """Nothing comes of parts: a ``word`` is left that nothing explains, or they are not told apart."""
        typed = quoted(word, self.question, self.index.weights, given)
        evidence = Evidence(self.question, tuple(given), 0.0, self.reading, composed, parts=tuple(parts))
        return Verdict(
            Unknown(reason="unexplained" if typed else "nothing", named=typed), 0.0, evidence=evidence
        )

    @staticmethod
    def _refused(found: Denotation, query: Query, evidence: Evidence) -> Verdict:
        """What cannot be worked out of what is meant."""
        return Verdict(refused(found), 0.0, (), query, evidence)

    # What is not said.

    def _foreign(self, credits_: Sequence[float] = ()) -> tuple[Literal["place", "period"], str] | None:
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

    def _unknown(self, named: Named) -> Verdict:
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
        if said := self._foreign() or self._other_way(named) or self._spoken_against(named):
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
            turned = told and self._goes_otherwise(one.fact)
            if turned and {objection.kind for objection in one.objections} == {"contrast"}:
                return "opposite", f"{one.fact.subject}{one.fact.measure}{one.fact.printed}"
        return None

    def _goes_otherwise(self, fact: Fact) -> bool:
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


def _alike(options: Sequence[Sequence[_Settled]], index: Index) -> list[tuple[_Settled, ...]]:
    """The ways to take one option of each part; those that go together best, where parts mean several things.

    Figures that are put together are of one measure, of one row or sentence, of one table or section.
    """
    ways = list(islice(product(*options), MAX_WAYS))
    if len(ways) < 2:
        return ways
    fits = [_likeness([one.verdict.facts for one in way], index) for way in ways]
    return [way for way, fit in zip(ways, fits, strict=True) if fit == max(fits)]


def _likeness(facts: Sequence[tuple[Fact, ...]], index: Index) -> tuple[bool, ...]:
    first = [held[0] for held in facts if held]
    rows = [index.knowledge.rows[fact.row] for fact in first if fact.row]
    return (
        len({fact.document for fact in first}) == 1,
        all(fact.period == index.documents[fact.document].period for fact in first),
        len({fact.measure for fact in first}) == 1,
        len({fact.row or fact.source.sentence for fact in first}) == 1,
        len({row.table for row in rows}) == 1 or len({fact.source.section for fact in first}) == 1,
        len({row.group for row in rows}) == 1,
        _side_by_side(first, index),
    )


def _side_by_side(facts: Sequence[Fact], index: Index) -> bool:
    """Whether figures of the prose are told one right behind the other: 收入3280万元;支出2915万元."""
    told = [fact.id for fact in index.documents[facts[0].document].facts if fact.kind == "figure"]
    places = [told.index(fact.id) for fact in facts if fact.id in told]
    return len(places) == len(facts) and places == list(range(places[0], places[0] + len(places)))


def _is_of_one(chosen: Sequence[_Settled]) -> bool:
    """Whether one of the parts tells of one of the rows that another only counts: 第一中学的学生 ÷ 11所."""
    counted = [one for one in chosen if isinstance(one.query, Aggregate) and one.query.how == "count"]
    rows = {fact.row for one in counted for fact in one.verdict.facts if fact.row}
    return any(fact.row in rows for one in chosen if one not in counted for fact in one.verdict.facts)


_AGAINST = frozenset({"difference", "more", "less", "ratio", "share", "higher", "lower"})
"""What holds one figure against another."""
_APART = frozenset({"difference", "more", "less"})
"""What tells how far figures are apart, which is not by how many percent."""
_NUMERIC = frozenset(
    {"difference", REST, "more", "less", "ratio", "share", "sum", "mean", "higher", "lower", "check"}
)


def _is_whole_and_part(facts: Sequence[Fact]) -> bool:
    """Whether one sentence tells both figures, the first no less than the second."""
    numbers = [fact.number for fact in facts if fact.number is not None]
    in_order = sorted(numbers, reverse=True) == numbers and len({fact.unit for fact in facts}) == 1
    return in_order and len({fact.source.sentence for fact in facts}) == 1


def _untimed(fact: Fact) -> frozenset[str]:
    """The characters by which a cell is called, whenever it is of: 在校学生 of 2024年在校学生."""
    cut = f"{fact.subject} {fact.measure}" if fact.row else ""
    for mention in reversed(list(periods.mentions(cut))):
        cut = cut[: mention.start] + cut[mention.end :]
    return frozenset(filter(is_hanzi, cut))


def _counted(query: Query, how: str) -> Query:
    """The number of rows where a number is wanted of what lists them."""
    rows = isinstance(query, Project) and query.on == "row" and not isinstance(query.of, Rank)
    return Aggregate(query, "count") if rows and how in _NUMERIC else query


def _credits(evidence: Evidence) -> dict[int, float]:
    """How well each token of the whole question is accounted for by a part of it."""
    origin = evidence.question.origin
    found: dict[int, float] = {}
    for at, credit in zip(origin, evidence.credits, strict=False):
        if at >= 0:
            found[at] = max(credit, found.get(at, 0.0))
    return found


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
    if sum(index.read(question).weights) < index.weights.half:
        yield "little"


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


def _lists(question: Question) -> bool:
    """Whether three things or more are named side by side: 甲、乙、丙这三种."""
    return len(question.seams) > 1


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
    """Whether a candidate is only ruled out by the place or time of its document, which is not the best one's."""
    raised = candidate.objections
    scopes = all(one.kind in ("place", "period") for one in raised)
    return bool(raised) and scopes and candidate.fact.document != best.fact.document


def _one_of(fact: Fact, question: Question) -> str:
    """The item of a list for the part of its name that is asked: "一线、一箱"中的"一箱"; empty for all of it."""
    parts, said = fold(fact.subject).split("、"), fold(question.text)
    if len(parts) < 2 or len(fact.items) != len(parts):
        return ""
    times = [said.count(one) for one in parts]
    return fact.items[times.index(max(times))] if times.count(max(times)) == 1 else ""


def is_open(verdict: Verdict, index: Index) -> bool:
    """Whether another spelling may say more: nothing explains some words, or they leave several things open."""
    if isinstance(verdict.answer, Choices):
        return verdict.evidence is None or verdict.evidence.coverage < index.weights.whole
    return isinstance(verdict.answer, Unknown) and verdict.answer.reason in _OPEN


def settles(answer: Answer, before: Verdict) -> bool:
    """Whether another reading settles what the first left open: a choice only by one of its options."""
    if isinstance(before.answer, Choices):
        options = {(option.value, option.unit) for option in before.answer.options}
        return isinstance(answer, Found) and (answer.entries[0].value, answer.entries[0].unit) in options
    return isinstance(answer, Found | Choices)


def found(fact: Fact, index: Index) -> Found:
    """A fact as an answer, with the other figures of its row beside it."""
    return execute(known(fact.id), index).found


def told_apart(options: Sequence[Choice], index: Index) -> tuple[Choice, ...]:
    """Choices whose labels say what tells them from others of the same name."""
    facts = [index.knowledge.facts[option.id] for option in options]
    told = apart(facts, [option.label for option in options], index.knowledge)
    return tuple(
        replace(option, label=" · ".join((option.label, *(text for _, text in words))))
        for option, words in zip(options, told, strict=True)
    )


def choice(fact: Fact, row: Row | None = None) -> Choice:
    """A fact as something to choose."""
    label = f"{row.title} · {fact.measure}" if row else (fact.short or fact.label)
    return Choice(id=fact.id, label=label, value=fact.value, unit=fact.unit)

"""Which of the ways a question can be meant is answered: one rule for all of them.

A reading is given when enough of the question is accounted for, no word it turns on is left, and nothing speaks
against it. Where several figures fit as well they are offered; else it is said what stands in the way. What is made
of parts needs every part to be settled, and an ambiguity of a part is one of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering import denotation
from bot.answering.assembly import AGAINST, Assembly, says_all
from bot.answering.choosing import MAX_CHOICES, choice, offered, told_apart
from bot.answering.declining import Otherwise, not_worked_out, obstacles
from bot.answering.denotation import entry_of
from bot.answering.earlier import before_change
from bot.answering.executor import execute
from bot.answering.ties import tied
from bot.answering.verdicts import Evidence, Verdict
from bot.asking.composing import REST
from bot.asking.index import Index
from bot.asking.interpretations import Candidate, Chosen, Composed, Named, Reading
from bot.asking.kinds import suits
from bot.asking.objections import unexplained_word
from bot.asking.question import Question
from bot.asking.segments import MANY
from bot.knowledge.model import Answer, Choices, Entry, Fact, Found, Unknown
from bot.knowledge.query import Converted, Query, known
from bot.language import periods
from bot.language.numerals import LARGE
from bot.language.quantities import read
from bot.language.text import fold

_SEVERAL = frozenset({"each", REST})
"""What says nothing of how parts go together: each of them may be something else."""
_LONE = AGAINST | {"beside"}
"""What is made of one figure and another that goes with it."""
_MEASURED = frozenset({"length", "area", "volume", "mass", "power"})
"""Kinds of units of which another scale is another word: 米 and 千米."""


def decide(reading: Reading, index: Index) -> Verdict:
    """What is answered to a question that can be meant in these ways."""
    return _Decision(reading, index).verdict()


def composed(reading: Reading, index: Index, otherwise: Otherwise) -> Verdict | None:
    """What is put together from parts of which some are said in other words; None where nothing comes of them.

    One figure held against its target, against what it was or against what is besides it may be all that is meant.
    """
    decision = _Decision(reading, index, otherwise)
    if decision.foreign():
        return None  # a part need not say where, or when
    ways = (one for one in reading.composed if one.how not in _SEVERAL and not one.loose)
    made = (decision.composed(one) for one in ways if len(one.parts) > 1 or one.how not in _LONE)
    return next((one for one in made if one and isinstance(one.answer, Found)), None)


def carried_out(query: Query, question: Question, index: Index) -> Verdict:
    """What a query that leaves nothing to decide comes to."""
    found = execute(query, index)
    evidence = Evidence(question, (1.0,) * len(question.tokens), 1.0)
    if found.refusal:
        return not_worked_out(found, query, evidence)
    return Verdict(found.found, 1.0, found.facts, query, evidence)


class _Decision(Assembly):
    def verdict(self) -> Verdict:
        return self._in_other_scale(self._settled())

    def _settled(self) -> Verdict:
        open_: Verdict | None = None
        single: Verdict | None = None
        for composed in self.reading.composed:
            if made := self._instead(composed):
                return made
            if composed.figures and not composed.strict:
                single = single or self._named(self.reading.named)
                told = composed.how in AGAINST and isinstance(single.answer, Found)
                if told or says_all(single, self.index):
                    break
            if composed.how == "share" or (composed.how in AGAINST and composed.strict):
                single = single or self._named(self.reading.named)
                if says_all(single, self.index):
                    return single  # 第一产业增加值占地区生产总值的比重, as it is printed
            made = self.composed(composed)
            if made and isinstance(made.answer, Found):
                return made
            open_ = open_ or made
        for chosen in self.reading.chosen:
            if made := self._chosen(chosen):
                return made
        alone = self._alone(single or self._named(self.reading.named), open_)
        return (self._earlier() if isinstance(alone.answer, Unknown) else None) or alone

    def _earlier(self) -> Verdict | None:
        """A figure as it was a year before, or before it changed, where it is told how far it has moved since."""
        named = self.reading.named
        found = before_change(named, self.index) if self.question.whole else None
        made = execute(found[0], self.index) if found else None
        if found is None or made is None or made.refusal:
            return None
        query, year = found
        entries = tuple(replace(entry, period=year) for entry in made.found.entries)
        composed = Composed(self.question, (), lambda _: query, "before", frozenset())
        evidence = Evidence(self.question, (1.0,) * len(self.question.tokens), 1.0, self.reading, composed)
        score = named.candidates[0].score
        return Verdict(replace(made.found, entries=entries), score, made.facts, query, evidence)

    def _instead(self, composed: Composed) -> Verdict | None:
        """What is chosen of a column, where that says more than figures that are put together.

        Of all the times in it something is first, or some are counted; not of the first and the last alone.
        """
        if composed.loose or (composed.timed and self.question.span):
            chosen = (one for one in self.reading.chosen if one.shape in ("rank", "count", "list"))
        elif composed.figures and not composed.strict:
            chosen = (one for one in self.reading.chosen if one.firm)
        else:
            return None
        made = next(filter(None, map(self._chosen, chosen)), None)
        return made if made and isinstance(made.answer, Found) else None

    def _alone(self, single: Verdict, open_: Verdict | None) -> Verdict:
        """One figure, where it goes by all that is said of several; else what is open."""
        summed = any(one.how in ("sum", "each") and one.strict for one in self.reading.composed)
        several = self.question.asks_several(self.index.seams(self.question))
        if isinstance(single.answer, Found) and not (
            (summed or several) and not says_all(single, self.index)
        ):
            return single
        if open_:
            return open_
        return self.unknown(self.reading.named) if several and isinstance(single.answer, Found) else single

    # One figure.

    def _named(self, named: Named) -> Verdict:
        question, index = named.question, self.index
        limits = index.thresholds
        able = [c for c in named.candidates if not c.objections and suits(question, c.fact)]
        able = [c for c in able if c.match.coverage >= limits.accept - index.weights.slack]
        if not able or any(obstacles(able[0], named, index)):
            return self.unknown(named)
        ties = tied(able, question, index)
        best = ties[0]
        if self._is_before(best.fact):
            return self.unknown(named)
        words = {(c.fact.measure, c.fact.value) for c in ties}
        half_named = best.match.recall >= limits.named or not best.match.target.also
        leans = question.tagged("followup") or not question.whole  # 它由谁负责
        says = index.read(question).content or not leans
        if len(ties) == 1 and not half_named and says:
            return self.unknown(named)
        evidence = Evidence(question, best.match.credits, best.match.coverage, self.reading, named)
        if len(ties) == 1 or (best.fact.kind == "text" and len(words) == 1):
            query: Query = known(best.fact.id)
            found = execute(query, index).found
            if one := _one_of(best.fact, question):
                found = replace(found, entries=(entry_of(best.fact, one),))
            if best.fact.unit and question.tagged("op:counted") and "what" in question.names("ask"):
                found = replace(
                    found, entries=(denotation.named(best.fact.unit, best.fact),)
                )  # 计量单位是什么
            found = replace(found, turned=self.goes_otherwise(best.fact))
            return Verdict(found, best.score, (best.fact,), query, evidence)
        if whole := self._whole_row(ties) or self._each_of(ties):
            cells = execute(whole, index)
            return Verdict(cells.found, best.score, cells.facts, whole, evidence)
        options = told_apart([choice(c.fact, c.row) for c in ties[:MAX_CHOICES]], index)
        return Verdict(
            Choices(options=options), best.score, tuple(c.fact for c in ties[:MAX_CHOICES]), None, evidence
        )

    def _in_other_scale(self, verdict: Verdict) -> Verdict:
        """One figure in the scale that is asked for: 多少万元 of 55亿元; 26.8千米换算成米."""
        entry = verdict.answer.entries[0] if isinstance(verdict.answer, Found) else None
        single = isinstance(verdict.answer, Found) and len(verdict.answer.entries) == 1
        if not (entry and single and verdict.query and self.question.whole):
            return verdict
        scale = self._other_scale(entry)
        found = execute(Converted(verdict.query, scale), self.index) if scale else None
        if found is None or found.refusal or len(found.facts) != len(verdict.facts):
            return verdict
        return replace(verdict, answer=found.found, query=Converted(verdict.query, scale))

    def _other_scale(self, entry: Entry) -> str:
        """The unit that is asked in, where a figure is printed in another scale of it; empty where it is not."""
        vocabulary, said = self.index.vocabulary, "".join(self.index.read(self.question).unit_words)
        own = vocabulary.unit(entry.unit)
        asked = vocabulary.unit(said + own.base if said and set(said) <= LARGE.keys() else said)
        if not asked.converts(own) or asked.scale == own.scale or own.is_rate or entry.kind == "name":
            return ""
        # Who asks how many people there are is told 8.06万人.
        apart = asked.kind in _MEASURED and own.symbol[:1] not in LARGE
        return asked.symbol if asked.scale != 1 or apart or self.question.tagged("op:convert") else ""

    def _whole_row(self, ties: Sequence[Candidate]) -> Query | None:
        """All figures of the one row that a question asks about, and about nothing of it more than of the rest."""
        question, row = self.question, ties[0].row
        about = question.tagged("overview") and not question.tagged("ask", "op", "role")
        if not row or not about or any(one.row != row for one in ties):
            return None
        own = [fact for fact in row.cells.values() if fact.kind == "figure"]
        return known(*(fact.id for fact in own)) if len(own) >= len(ties) else None

    def _each_of(self, ties: Sequence[Candidate]) -> Query | None:
        """All that a question does not tell apart, where it asks for each: 汽油价格分别是多少, 四种模组的产量."""
        question = self.question
        dated = frozenset[int]().union(*(one.places for one in question.moments))
        said = [read(question.tokens, at) for at in range(len(question.tokens)) if at not in dated]
        number = {int(one.quantity.number) for one in said if one and one.is_bare}
        named = (
            question.seams or question.tagged("op:and") or question.names("ask") & {"which", "who", "name"}
        )
        each = len(ties) in number if number else question.tagged("joint:each")
        alike = len({(one.fact.measure, one.fact.unit) for one in ties}) == 1
        figures = all(one.row and one.fact.kind == "figure" for one in ties)
        if named or not (each and alike and figures) or len(ties) > MANY:
            return None
        return known(*(one.fact.id for one in sorted(ties, key=lambda one: one.fact.source.start)))

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
        if chosen.coverage < index.thresholds.accept or self.foreign(chosen.credits):
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
            return None if silent else not_worked_out(found, chosen.query, evidence)
        alike = len({(fact.value, fact.unit) for fact in found.facts}) == 1
        if chosen.shape == "cell" and len(found.facts) > 1 and not alike:
            return offered(found.facts, chosen.coverage, evidence, index)
        answer = replace(found.found, entries=tuple(map(self._as_printed, found.found.entries)))
        return Verdict(answer, chosen.coverage, found.facts, chosen.query, evidence)

    def _as_printed(self, entry: Entry) -> Entry:
        """The time that a row is called by as it is printed, where the question says its year: 3月."""
        fact = self.index.knowledge.facts.get(entry.fact)
        row = self.index.knowledge.rows.get(fact.row) if fact and entry.kind == "name" else None
        said = self.question.years if row and len(self.question.years) == 1 else ()
        return (
            replace(entry, value=row.name)
            if row and entry.value in {f"{year}{row.name}" for year in said}
            else entry
        )

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
        if chosen.shape == "list" and self._names_heading(chosen, named):
            return True
        slack = self.index.weights.slack if chosen.firm and chosen.shape == "list" else 0.0
        better = chosen.coverage < named.best - slack and self.reading.asked.content
        return better and chosen.shape != "names"

    def _names_heading(self, chosen: Chosen, named: Named) -> bool:
        """Whether a question that asks for no rows names the row above those chosen: exports to ASEAN."""
        above = {row.group for fact in chosen.stand if (row := self.index.knowledge.rows.get(fact.row))}
        whole = self.index.weights.whole
        able = [c.row for c in named.candidates if not c.objections and c.match.coverage >= whole and c.row]
        asks = self.question.names("ask") - {"figure"}
        return asks == {"what"} and len(above) == 1 and any(row.name in above for row in able)

    def _says_bounds(self, candidate: Candidate) -> bool:
        """Whether the numbers of a question are those of a name that it says: 低保标准不低于600元/月."""
        whole = self.index.weights.whole
        credits_ = zip(self.question.tokens, candidate.match.credits, strict=True)
        numbers = [credit >= whole for token, credit in credits_ if token[0].isdigit()]
        named = min(candidate.match.coverage, candidate.match.recall) >= whole
        return bool(numbers) and all(numbers) and named

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


def _lists(question: Question) -> bool:
    """Whether three things or more are named side by side: 甲、乙、丙这三种."""
    return len(question.seams) > 1


def _one_of(fact: Fact, question: Question) -> str:
    """The item of a list for the part of its name that is asked: "一线、一箱"中的"一箱"; empty for all of it."""
    parts, said = fold(fact.subject).split("、"), fold(question.text)
    if len(parts) < 2 or len(fact.items) != len(parts):
        return ""
    times = [said.count(one) for one in parts]
    return fact.items[times.index(max(times))] if times.count(max(times)) == 1 else ""


def settles(answer: Answer, before: Verdict) -> bool:
    """Whether another reading settles what the first left open: a choice only by one of its options."""
    if isinstance(before.answer, Choices):
        options = {(option.value, option.unit) for option in before.answer.options}
        return isinstance(answer, Found) and (answer.entries[0].value, answer.entries[0].unit) in options
    return isinstance(answer, Found | Choices)


def found(fact: Fact, index: Index) -> Found:
    """A fact as an answer, with the other figures of its row beside it."""
    return execute(known(fact.id), index).found

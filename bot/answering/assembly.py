"""What is made of parts: each must mean one thing, or one that goes with what the others mean."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product

from bot.answering.choosing import offered
from bot.answering.declining import Declining, not_worked_out
from bot.answering.executor import execute
from bot.answering.refusals import quoted
from bot.answering.verdicts import Evidence, Verdict
from bot.asking.composing import REST
from bot.asking.index import Index
from bot.asking.indexing import NAME
from bot.asking.interpretations import Chosen, Composed, Given, Match, Named, Part
from bot.asking.objections import unexplained_word
from bot.asking.parser import parse
from bot.asking.question import Piece, Question
from bot.asking.requests import in_points
from bot.knowledge.model import Choices, Entry, Fact, Found, Unknown
from bot.knowledge.query import Aggregate, Is, Project, Query, Rank, conditions, known
from bot.language import periods
from bot.language.amounts import Quantity
from bot.language.quantities import read
from bot.language.text import is_hanzi
from bot.language.units import COUNTING

MAX_WAYS = 216
"""Ways to take the parts of a question, where each means several things, that are looked through."""
_MOST_POINTS = 200
"""More than this is told in no points."""
_BRACKET = re.compile(r"^(?:\d+日)?\s?[(（][^()（）]*[)）]")
AGAINST = frozenset({"difference", "more", "less", "ratio", "share", "higher", "lower"})
"""What holds one figure against another."""
_APART = frozenset({"difference", "more", "less"})
"""What tells how far figures are apart, which is not by how many percent."""
_NUMERIC = frozenset(
    {"difference", REST, "more", "less", "ratio", "share", "sum", "mean", "higher", "lower", "check"}
)


@dataclass(frozen=True, slots=True)
class _Settled:
    """A part that means one thing."""

    query: Query
    credits: dict[int, float]
    verdict: Verdict


class Assembly(Declining, ABC):
    """Answers that are put together from those of parts."""

    @abstractmethod
    def verdict(self) -> Verdict:
        """What is answered to a question, be it whole or a part."""

    def composed(self, composed: Composed) -> Verdict | None:
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
        options = self._of_one_measure(options, composed)
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
        return offered(facts, unclear.score, unclear.evidence, self.index) or replace(unclear, query=None)

    def _of_one_measure(self, options: list[list[_Settled]], composed: Composed) -> list[list[_Settled]]:
        """Figures of rows put together, of one measure: that of the last, 甲县和乙县的农村收入, or the first."""
        facts = [
            one[0].verdict.facts[0] for one in options if len(one) == 1 and len(one[0].verdict.facts) == 1
        ]
        measures = dict.fromkeys(fact.measure for fact in (*facts[-1:], *facts[:1]))
        if len(facts) < len(composed.parts) or len({fact.measure for fact in facts}) == 1:
            return options
        rows = {fact.row for fact in facts}
        tables = {self.index.knowledge.rows[row].table for row in rows if row}
        if "" in rows or len(rows) < len(facts) or len(tables) > 1:
            return options
        for measure in measures:
            same = [
                own if fact.measure == measure else self._of_measure(measure, own[0], part, composed)
                for own, fact, part in zip(options, facts, composed.parts, strict=True)
            ]
            if all(same):
                return same
        return options

    def _of_measure(
        self, measure: str, own: _Settled, part: Part | Given, composed: Composed
    ) -> list[_Settled]:
        """What a part means of another measure: with what else is said, or where it names the row alone."""
        row = self.index.knowledge.rows[own.verdict.facts[0].row]
        if isinstance(part, Given) or measure not in row.cells:
            return []
        if part.beside:
            found = self._part(part.beside, (), composed)
            told = [one for one in found.facts if (one.row, one.measure) == (row.id, measure)]
            if isinstance(found.answer, Found) and len(told) == len(found.facts) == 1 and found.evidence:
                return [_Settled(known(told[0].id), _credits(found.evidence), found)]
        name, weights = self.index.vocabulary.canonical(row.name), self.index.read(part.alone).weights
        if any(
            weight and token not in name for token, weight in zip(part.alone.tokens, weights, strict=True)
        ):
            return []
        verdict = self._given(row.cells[measure])
        return [replace(own, query=known(row.cells[measure].id), verdict=verdict)]

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
        if told and composed.how in AGAINST and (same or isinstance(verdict.answer, Unknown)):
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
        if one.ended and isinstance(verdict.answer, Unknown):
            other = self._part(one.ended, one.focus, composed)
            verdict = other if isinstance(other.answer, Found) else verdict
        if told and one.headed and not says_all(verdict, self.index):
            for view in one.headed:
                other = self._part(view, focus, composed)
                again = {fact.id for fact in other.facts} <= {fact.id for fact in told}
                if is_named_whole(other, self.index) and not again:
                    verdict = other
                    break
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
        if len({one.query for one in chosen}) < len(chosen) or self._counts_rows(chosen, composed):
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
            return not_worked_out(found, query, evidence) if composed.strict else None
        kinds = {self.index.vocabulary.unit_class(fact.unit) for fact in found.facts}
        one_thing = composed.figures and not composed.strict and len(kinds) > 1  # 发球线和球网的距离
        if one_thing or (composed.how == REST and not _is_whole_and_part(found.facts, self.index)):
            return None
        by_percent = self.reading.asked.unit == "percent" and "percent" not in kinds
        by_percent = by_percent and not (in_points(self.question) and all(map(_may_be_points, found.facts)))
        by_percent = by_percent and not self._are_named(self.question.tagged("unit"), chosen)
        other = composed.timed and len({_untimed(fact) for fact in found.facts}) > 1
        divided = composed.how == "per" and self._is_mean(chosen[0].verdict.facts)
        if (composed.how in _APART and by_percent) or other or divided or _is_of_one(chosen):
            return self._not_told(composed, parts) if composed.strict else None
        entries = found.found.entries
        if composed.how != "each":
            entries = tuple(self._called(entry, chosen) for entry in entries)
        return Verdict(replace(found.found, entries=entries), score, found.facts, query, evidence)

    def _counts_rows(self, chosen: Sequence[_Settled], composed: Composed) -> bool:
        """Whether numbers of rows would be held against each other where another unit is asked for: 贵多少元."""
        queries = [_counted(one.query, composed.how) for one in chosen if composed.how in _APART]
        counts = any(isinstance(one, Aggregate) and one.how == "count" for one in queries)
        ways = self.question.tagged(*(f"op:{how}" for how in _APART)) if counts else []
        behind = [self.question.tokens[one.end] for one in ways if one.end < len(self.question.tokens)]
        return any(self.index.vocabulary.unit_class(word) not in ("", *COUNTING) for word in behind)

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
        verdict = type(self)(reading.made_of(()) if composed.figures else reading, self.index).verdict()
        return self.otherwise(verdict) if self.otherwise else verdict

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


def is_named_whole(verdict: Verdict, index: Index) -> bool:
    """Whether all that is said names the one figure that is given."""
    found = _match(verdict)
    return found is not None and found.coverage >= index.weights.whole


def says_all(verdict: Verdict, index: Index) -> bool:
    """Whether one figure goes by all that is said, and all of its name is: 、 and 和 are parts of names as well."""
    found, whole = _match(verdict), index.weights.whole
    return found is not None and found.coverage >= whole and found.recall >= whole


def _match(verdict: Verdict) -> Match | None:
    """How the one figure that is given fits what is said, where it was named."""
    named = verdict.evidence.chosen if verdict.evidence else None
    if not isinstance(verdict.answer, Found) or not isinstance(named, Named):
        return None
    return next((one.match for one in named.candidates if (one.fact,) == verdict.facts), None)


def _alike(options: Sequence[Sequence[_Settled]], index: Index) -> list[tuple[_Settled, ...]]:
    """The ways to take one option of each part; those that go together best, where parts mean several things.

    Figures that are put together are of one measure, of one row or sentence, of one table or section.
    """
    ways = list(islice(product(*options), MAX_WAYS))
    if any(len(one) == 1 for one in options):  # the other part is no figure held against itself
        ways = [way for way in ways if len({one.query for one in way}) == len(way)] or ways
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


def _is_whole_and_part(facts: Sequence[Fact], index: Index) -> bool:
    """Whether one sentence, or one row, tells both figures, the first no less than the second.

    Two that are told of one thing side by side are both parts of it: 自然人申请 and 法人申请.
    """
    numbers = [fact.number for fact in facts if fact.number is not None]
    in_order = sorted(numbers, reverse=True) == numbers and len({fact.unit for fact in facts}) == 1
    first, *others = facts
    one_thing = not (first.row or index.is_at_home(first))
    beside = one_thing and any(
        fact.subject == first.subject and first.measure not in fact.measure for fact in others
    )
    return in_order and not beside and len({fact.row or fact.source.sentence for fact in facts}) == 1


def _may_be_points(fact: Fact) -> bool:
    """Whether a cell without a unit may be a percentage, or an index near 100."""
    return not fact.unit and fact.number is not None and abs(fact.number) <= _MOST_POINTS


def _untimed(fact: Fact) -> frozenset[str]:
    """The characters by which a cell is called, whenever it is of: 在校学生 of 2024年在校学生.

    What stands in brackets behind a time is said of the time: 2024年6月30日(未经审计).
    """
    cut = f"{fact.subject} {fact.measure}" if fact.row else ""
    for mention in reversed(list(periods.mentions(cut))):
        cut = cut[: mention.start] + _BRACKET.sub("", cut[mention.end :])
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

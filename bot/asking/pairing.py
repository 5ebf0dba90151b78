"""Two figures that a question puts together: added up, taken from each other or compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise

from bot.asking.index import Index, Match
from bot.asking.tagging import Question
from bot.asking.weighing import Asked
from bot.knowledge.model import Fact, Row


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be meant.

    ``conflicts`` name what speaks against it, as ``kind:words`` ("place:长沙市"); ``missing`` is a word of the
    question it leaves unexplained; ``score`` is 0 to about 1.
    """

    fact: Fact
    match: Match
    score: float
    conflicts: tuple[str, ...]
    missing: str

    @property
    def row(self) -> Row | None:
        """The row the fact is a cell of."""
        return self.match.target if isinstance(self.match.target, Row) else None


@dataclass(frozen=True, slots=True)
class Lookup:
    """One fact is asked for; the candidates are ranked, best first."""

    question: Question
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two figures put together by ``sum``, ``difference``, ``compare`` or ``compare_low``."""

    question: Question
    operation: str
    first: Candidate
    second: Candidate
    coverage: float
    lookup: Lookup


def pairing(lookup: Lookup, asked: Asked, best: float, index: Index) -> Pairing | None:
    """The reading as two figures put together, when two explain more than one."""
    question = lookup.question
    operations = question.names("op")
    operation = _put_together(question, operations)
    if not operation:
        return None
    figures = [c for c in lookup.candidates if c.fact.number is not None and not _disqualified(c)]
    figures = sorted(figures, key=lambda c: -c.score)[:14]
    weights = asked.weights
    places = [
        at
        for at, clause in enumerate(question.clauses)
        if weights[at] and (clause in question.asking or not asked.content)
    ]
    total = sum(weights[at] for at in places)
    found: list[_Pair] = []
    for one, two in combinations(figures, 2):
        if one.fact.unit != two.fact.unit or (one.fact.row and one.fact.row == two.fact.row):
            continue
        if not _places_met(one, two) or _of_other_columns(one, two) or one.fact.document != two.fact.document:
            continue
        shares = [(one.match.credits[at], two.match.credits[at], weights[at]) for at in places]
        own = sum(w for a, b, w in shares if a > b + 0.2), sum(w for a, b, w in shares if b > a + 0.2)
        if min(own) < 0.3:
            continue
        coverage = sum(w * max(a, b) for a, b, w in shares) / total if total else 0.0
        alike = 0.05 * (one.fact.measure == two.fact.measure) + 0.05 * (
            one.fact.source.sentence == two.fact.source.sentence
        )
        unit = 0.1 * (asked.unit_words == index.vocabulary.canonical(one.fact.unit))
        found.append((coverage + 0.2 * (one.score + two.score) + alike + unit, coverage, one, two))
    chosen = _of_one_column(found, question, index)
    if chosen is None:
        return None
    _, coverage, one, two = chosen
    single = next((c for c in lookup.candidates if not c.conflicts), None)
    task = single is not None and single.row is not None and not index.is_plain(single.fact)
    if operation == "difference" and task and coverage <= best + 0.05:
        return None
    # "一共" alone often counts one thing; it adds two up only where one leaves much unexplained.
    if coverage < best + (0.08 if "sum" not in operations and operation == "sum" else -0.02):
        return None
    first, second = sorted((one, two), key=lambda c: _place(question, c, one, two))
    return Pairing(question, operation, first, second, coverage, lookup)


def _put_together(question: Question, operations: frozenset[str]) -> str:
    """How two figures are to be put together; empty where that is not asked."""
    if {"up", "down"} <= question.names("move"):
        operations = operations - {"compare", "compare_low"}  # "是涨还是跌" asks for one figure
    if "total" in operations and "and" in operations:
        operations = operations | {"sum"}
    return next((op for op in ("difference", "compare_low", "compare", "sum") if op in operations), "")


_ALIKE = 0.05
"""How much less a pair may fit that may be meant as well."""
_Pair = tuple[float, float, Candidate, Candidate]
"""A score, the share of the question that both explain, and the two."""


def _of_one_column(found: list[_Pair], question: Question, index: Index) -> _Pair | None:
    """The best pair; None where a question leaves open which document, heading or column of two rows is meant.

    Of the month and the year to date the one is meant that the document is about.
    """
    if not found:
        return None
    best = max(found, key=lambda pair: pair[0])
    near = [pair for pair in found if pair[1] >= best[1] - _ALIKE]
    if any(pair[2].fact.document != best[2].fact.document for pair in near):
        return None
    namesakes = [pair for pair in near if _named(pair) == _named(best) and pair[0] >= best[0] - _ALIKE]
    if "" not in _named(best) and len({_rows(pair) for pair in namesakes}) > 1:
        said = set(pairwise(question.tokens))
        fit = {_rows(pair): _headed(pair, said, index) for pair in namesakes}
        if sorted(fit.values())[-2:-1] == [max(fit.values())]:
            return None
        best = max(namesakes, key=lambda pair: fit[_rows(pair)])
    alike = [pair for pair in found if _rows(pair) == _rows(best)]
    if "" in _rows(best) or len({pair[2].fact.measure for pair in alike}) == 1:
        return best
    own = [pair for pair in alike if pair[2].fact.period == index.documents[pair[2].fact.document].period]
    return own[0] if len({pair[2].fact.measure for pair in own}) == 1 else None


def _named(pair: _Pair) -> list[str]:
    return sorted(candidate.row.name if candidate.row else "" for candidate in pair[2:])


def _rows(pair: _Pair) -> frozenset[str]:
    return frozenset(candidate.fact.row for candidate in pair[2:])


def _headed(pair: _Pair, said: set[tuple[str, str]], index: Index) -> tuple[int, int]:
    """How much of what a pair stands under is said, and how little is not."""
    group = pair[2].row.group if pair[2].row else ""
    pairs = set(pairwise(index.vocabulary.canonical(group.partition(" · ")[0])))
    return len(pairs & said), -len(pairs - said)


def _of_other_columns(one: Candidate, two: Candidate) -> bool:
    """Whether two cells of one table stand in different columns, or under headings that divide different things."""
    if one.row is None or two.row is None or one.row.table != two.row.table:
        return False
    apart = one.row.group != two.row.group and bool(one.row.group) and bool(two.row.group)
    parts = (one.row.group.partition(" · ")[0], two.row.group.partition(" · ")[0])
    return one.fact.measure != two.fact.measure or (apart and parts[0] != parts[1])


def _disqualified(candidate: Candidate) -> bool:
    """Contrasts are no fault of one of two: "城市和农村" names both; nor are places, where rows are of places."""
    excused = ("contrast:", "place:") if candidate.row else ("contrast:",)
    return any(not conflict.startswith(excused) for conflict in candidate.conflicts)


def _places_met(one: Candidate, two: Candidate) -> bool:
    """Whether no place speaks against both of two figures."""
    places = [{c for c in candidate.conflicts if c.startswith("place:")} for candidate in (one, two)]
    return not places[0] & places[1]


def _place(question: Question, candidate: Candidate, one: Candidate, two: Candidate) -> int:
    """Where the words that only this candidate explains begin."""
    other = two if candidate is one else one
    own = (
        at
        for at, (mine, theirs) in enumerate(zip(candidate.match.credits, other.match.credits, strict=True))
        if mine > theirs + 0.2
    )
    return next(own, len(question.tokens))

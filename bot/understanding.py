"""From a question to exactly one query: a look-up, a choice of rows, a pair of figures, or small talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot import series
from bot.matching import Index, Match
from bot.model import Fact, Row
from bot.objecting import conflicts, missing
from bot.selecting import Selection, meant_cells, select
from bot.series import Series
from bot.tagging import Question
from bot.vocabulary import Vocabulary
from bot.weighing import Asked
from bot.wishing import Wish, wish

_TOLD = frozenset({"over", "exactly", "above", "below"})
"""Conditions on rows whose count the prose may tell as well."""


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
class RowQuery:
    """Something about several rows.

    ``operation`` is ``list``, ``count``, ``cell`` (what a role says in them), ``order`` (the first by a role,
    see the selection's rank), ``average`` or ``sum`` of a role, ``distinct`` or ``count_distinct`` (what differs
    in the lead column), ``most`` or ``fewest`` (what stands there in most rows), or ``untold`` where rows do
    not tell it.
    """

    question: Question
    selection: Selection
    operation: str
    role: str
    lookup: Lookup


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two figures put together by ``sum``, ``difference``, ``compare`` or ``compare_low``."""

    question: Question
    operation: str
    first: Candidate
    second: Candidate
    coverage: float
    lookup: Lookup


@dataclass(frozen=True, slots=True)
class SeriesQuery:
    """Something about figures that stand together: a column of a table, the things one sentence counts."""

    question: Question
    wish: Wish
    series: Series
    lookup: Lookup


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Nothing is asked; ``topic`` is a key of the vocabulary's small talk."""

    topic: str


@dataclass(frozen=True, slots=True)
class Empty:
    """There is nothing to read in the message."""


Query = Lookup | RowQuery | SeriesQuery | Pairing | SmallTalk | Empty


def understand(question: Question, index: Index, focus: Sequence[Fact] = ()) -> Query:
    """Read a question as one query; ``focus`` are the facts that were just spoken of."""
    if not question.tokens:
        return Empty()
    if topic := _small_talk(question, index.vocabulary):
        return SmallTalk(topic)
    asked = index.read(question)
    lookup = Lookup(question, tuple(_candidates(question, index, asked, focus)))
    best = max((c.match.coverage for c in lookup.candidates if not c.conflicts), default=0.0)
    pairing = _pairing(lookup, asked, best, index)
    rows = _row_query(lookup, index, asked, best)
    if pairing and rows:
        return pairing if pairing.coverage > rows.selection.coverage else rows
    return pairing or rows or _series_query(lookup, index, asked) or lookup


def _series_query(lookup: Lookup, index: Index, asked: Asked) -> SeriesQuery | None:
    """The reading as a question about figures that stand together, where they explain enough of it."""
    wanted = wish(lookup.question, index)
    near = (candidate.fact for candidate in lookup.candidates)
    found = series.find(lookup.question, asked, wanted, near, index) if wanted else None
    if wanted is None or found is None or found.coverage < index.thresholds.accept:
        return None
    return SeriesQuery(lookup.question, wanted, found, lookup)


def _small_talk(question: Question, vocabulary: Vocabulary) -> str:
    """The topic when the whole message is small talk and politeness."""
    if topic := vocabulary.smalltalk.get(question.tokens):
        return topic
    covered = 0
    topics = []
    for piece in question.pieces:
        said = [tag[10:] for tag in piece.tags if tag.startswith("smalltalk:")]
        if said or "filler" in piece.tags:
            covered += piece.end - piece.start
            topics += said
    whole = covered == len(question.tokens)
    return next((t for t in topics if t not in ("hello", "thanks")), topics[0]) if whole and topics else ""


def _candidates(question: Question, index: Index, asked: Asked, focus: Sequence[Fact]) -> list[Candidate]:
    asks = question.names("ask")
    found = [
        Candidate(
            fact=fact,
            match=match,
            score=match.score + _fit(asks, fact, asked, index.vocabulary) + _near(fact, focus),
            conflicts=tuple(conflicts(question, asked, fact, match, index)),
            missing=missing(question, asked, match, index),
        )
        for match in _matches(question, index, asked, focus)
        for fact in _facts(question, asked, match, index)
    ]
    return sorted(found, key=lambda c: (bool(c.conflicts), -c.score, c.fact.id))


def _matches(question: Question, index: Index, asked: Asked, focus: Sequence[Fact]) -> list[Match]:
    """What the words lead to, and what was just spoken of: "谁负责" leads nowhere by itself."""
    found = index.search(question, asked)
    seen = {match.target.id for match in found}
    spoken_of = dict.fromkeys(fact.row or fact.id for fact in focus)
    return found + [index.explain(name, question, asked) for name in spoken_of if name not in seen]


def _facts(question: Question, asked: Asked, match: Match, index: Index) -> list[Fact]:
    """The facts of a target that the question means: of a row, the cells of the column it names."""
    if isinstance(match.target, Fact):
        return [match.target]
    if match.target.table in index.plain:
        return index.columns.meant(match.target, question, asked)
    return meant_cells(match.target, question, index.vocabulary)


def _fit(asks: set[str], fact: Fact, asked: Asked, vocabulary: Vocabulary) -> float:
    """How well the kind and unit of a fact suit what is asked, about -0.3 to 0.05."""
    fit = 0.0
    if "figure" in asks and not asks & {"which", "who"}:
        fit -= 0.15 if fact.kind == "text" and not fact.row else 0.0
    elif asks & {"which", "what", "who", "where", "name"}:
        fit -= 0.15 if fact.kind == "figure" else 0.0
    elif fact.kind == "text" and not fact.row:
        fit -= 0.05
    if asked.unit and fact.kind == "figure":
        own = vocabulary.unit_class(fact.unit)
        if asked.unit_words and asked.unit_words == (vocabulary.canonical(fact.unit) or asked.unit_words):
            fit += 0.08
        elif own and own != asked.unit:
            fit -= 0.02 if asked.unit == "thing" else 0.1
    return fit


def _near(fact: Fact, focus: Sequence[Fact]) -> float:
    """How close a fact stands to what was just spoken of: the same row or thing, or the same sentence."""
    if any(fact.row == other.row if fact.row else fact.id == other.id for other in focus):
        return 0.15
    sentence = fact.source.sentence
    return 0.07 if sentence and any(sentence == other.source.sentence for other in focus) else 0.0


def _row_query(lookup: Lookup, index: Index, asked: Asked, best: float) -> RowQuery | None:
    """The reading as a question about several rows, when it explains more than any single fact."""
    question = lookup.question
    operations, asks = question.names("op"), question.names("ask")
    selection = select(question, index, asked)
    if selection is None:
        return None
    named = any(condition.relation == "is" for condition in selection.conditions)
    held = {condition.relation for condition in selection.conditions} <= {"above", "below", "equal"}
    if question.tagged("move") and not asked.roles and selection.conditions and held:
        return None  # by how much a thing rose is no progress of a task
    operation = _operation(question, selection, asked, named)
    if not operation:
        return None
    filtered = bool(selection.conditions) or "table" in operations
    if selection.coverage < best - (0.1 if named and operation == "list" else 0.0) or (
        selection.coverage == best and operation == "count" and not filtered
    ):
        return None
    able = (c for c in lookup.candidates if not (c.conflicts or c.missing) and c.match.coverage >= 0.9)
    scores = sorted((c.score for c in able), reverse=True)
    tied = len(scores) > 1 and scores[0] - scores[1] < index.thresholds.margin
    counted = bool(scores) and not (tied and "total" in operations)
    told = any(
        not c.conflicts and c.match.recall >= 0.9 and c.match.coverage >= 0.9 for c in lookup.candidates
    )
    prose = "table" not in operations and {c.relation for c in selection.conditions} <= _TOLD
    alone = (operation == "list" and not asks) or (operation == "average" and not filtered)
    if prose and ((operation == "count" and counted) or (alone and told)):
        return None  # the prose says the count itself
    order = ("lead", "progress", "done", "target") if operation == "cell" else ("progress", "done", "target")
    roles = [role for role in order if role in question.names("role")]
    beyond = operation == "order" and "over" in operations
    role = roles[0] if roles else "excess" if beyond else "done" if operation == "cell" else "progress"
    return RowQuery(question, selection, operation, role, lookup)


def _operation(question: Question, selection: Selection, asked: Asked, named: bool) -> str:
    """What is asked of the rows; empty where nothing is."""
    operations, asks = question.names("op"), question.names("ask")
    filtered = bool(selection.conditions) or "table" in operations
    numbered = any(condition.relation == "number" for condition in selection.conditions)
    if "lead" in asked.roles and not named:
        most = next((op for op in ("most", "fewest") if op in operations and "row" in asked.kinds), "")
        if selection.rank:
            return most or "untold"  # "哪个部门最差" compares departments by nothing that is told
        # "由哪些部门牵头" alone asks of what was just spoken of.
        if (filtered or "total" in operations or _asks_of(question, ("row", "stock"))) and (
            several := next((op for op in ("distinct", "count_distinct") if op in operations), "")
        ):
            return several
    departments = sum(condition.relation == "is" for condition in selection.conditions)
    compares = operations & {"difference", "compare", "compare_low"}
    between = compares or (question.tokens[-1] in "多少" and "figure" not in asks)  # who has more is not told
    if (departments > 1 and between) or (numbered and (asked.roles or "figure" in asks)):
        return "cell" if departments < 2 else "untold"
    added = "sum" in operations and filtered and asked.roles.keys() & {"target", "done"}
    if added or selection.rank or "average" in operations:
        return "sum" if added else "order" if selection.rank else "average"
    if filtered and ("count" in operations or ("figure" in asks and not asks & {"which", "what"})):
        return "count"
    return "list" if filtered and (asks & {"which", "what"} or not asks) else ""


def _asks_of(question: Question, kinds: Sequence[str]) -> bool:
    """Whether the asking clauses have a word of some kinds."""
    return any(
        question.clauses[piece.start] in question.asking and any(map(piece.has, kinds))
        for piece in question.pieces
    )


def _pairing(lookup: Lookup, asked: Asked, best: float, index: Index) -> Pairing | None:
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
        if _of_other_columns(one, two) or one.fact.document != two.fact.document:
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
    chosen = _of_one_column(found, index)
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


def _put_together(question: Question, operations: set[str]) -> str:
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


def _of_one_column(found: list[_Pair], index: Index) -> _Pair | None:
    """The best pair; None where a question leaves open which column of two rows is meant.

    Of the month and the year to date the one is meant that the document is about.
    """
    if not found:
        return None
    best = max(found, key=lambda pair: pair[0])
    if any(_rivals(best, other, index) for other in found):
        return None
    rows = {best[2].fact.row, best[3].fact.row}
    alike = [pair for pair in found if {pair[2].fact.row, pair[3].fact.row} == rows]
    if "" in rows or len({pair[2].fact.measure for pair in alike}) < len(rows):
        return best
    own = [pair for pair in alike if pair[2].fact.period == index.documents[pair[2].fact.document].period]
    return own[0] if len({pair[2].fact.measure for pair in own}) == 1 else None


def _rivals(best: _Pair, other: _Pair, index: Index) -> bool:
    """Whether another pair may be meant as well: of another document, or of rows of the same names elsewhere."""
    if other[1] < best[1] - _ALIKE or other is best:
        return False
    if best[2].fact.document != other[2].fact.document:
        return True
    rows = [[candidate.row for candidate in pair[2:] if candidate.row] for pair in (best, other)]
    names = [[row.name for row in found] for found in rows]
    if len(names[0]) < len(best[2:]) or sorted(names[0]) != sorted(names[1]) or rows[0] == rows[1]:
        return False
    return other[0] >= best[0] - _ALIKE


def _of_other_columns(one: Candidate, two: Candidate) -> bool:
    """Whether two cells of one table stand in different columns, or under headings that divide different things."""
    if one.row is None or two.row is None or one.row.table != two.row.table:
        return False
    apart = one.row.group != two.row.group and bool(one.row.group) and bool(two.row.group)
    parts = (one.row.group.partition(" · ")[0], two.row.group.partition(" · ")[0])
    return one.fact.measure != two.fact.measure or (apart and parts[0] != parts[1])


def _disqualified(candidate: Candidate) -> bool:
    """Contrasts are no fault of one of two: "城市和农村" names both."""
    return any(not conflict.startswith("contrast:") for conflict in candidate.conflicts)


def _place(question: Question, candidate: Candidate, one: Candidate, two: Candidate) -> int:
    """Where the words that only this candidate explains begin."""
    other = two if candidate is one else one
    own = (
        at
        for at, (mine, theirs) in enumerate(zip(candidate.match.credits, other.match.credits, strict=True))
        if mine > theirs + 0.2
    )
    return next(own, len(question.tokens))

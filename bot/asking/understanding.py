"""From a question to exactly one query: a look-up, a choice of rows, a pair of figures, or small talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking import series
from bot.asking.figures import Series
from bot.asking.index import Index, Match
from bot.asking.objecting import conflicts, missing
from bot.asking.pairing import Candidate, Lookup, Pairing, pairing
from bot.asking.selecting import Selection, meant_cells, select
from bot.asking.tagging import Question
from bot.asking.weighing import Asked
from bot.asking.wishing import Wish, wish
from bot.knowledge.model import Fact
from bot.language.vocabulary import Vocabulary

_TOLD = frozenset({"over", "exactly", "above", "below"})
"""Conditions on rows whose count the prose may tell as well."""


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
    paired = pairing(lookup, asked, best, index)
    rows = _row_query(lookup, index, asked, best)
    if paired and rows:
        return paired if paired.coverage > rows.selection.coverage else rows
    return paired or rows or _series_query(lookup, index, asked) or lookup


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


def _fit(asks: frozenset[str], fact: Fact, asked: Asked, vocabulary: Vocabulary) -> float:
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
    how_many = "figure" in asks and not asks & {"which", "what"} and not _ends_with_column(question)
    if filtered and ("count" in operations or how_many):
        return "count"
    return "list" if filtered and (asks & {"which", "what"} or not asks) else ""


def _ends_with_column(question: Question) -> bool:
    """Whether "how many" stands right behind a column: "任务完成多少" asks for figures, not for tasks."""
    ends = {
        piece.end for piece in question.tagged("role") if not piece.has("role:lead") and not piece.has("op")
    }
    return any(
        piece.start in ends and piece.end == len(question.tokens) for piece in question.tagged("ask:figure")
    )


def _asks_of(question: Question, kinds: Sequence[str]) -> bool:
    """Whether the asking clauses have a word of some kinds."""
    return any(
        question.clauses[piece.start] in question.asking and any(map(piece.has, kinds))
        for piece in question.pieces
    )

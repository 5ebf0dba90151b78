"""From a question to exactly one query: a look-up, a choice of rows, a pair of figures, or small talk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.matching import Index, Match, asked_unit
from bot.model import Fact, Row
from bot.selecting import Selection, cell, select
from bot.tagging import Question
from bot.vocabulary import Tokens, Vocabulary

# The role a question means when it names several: "计划完成多少" asks for the plan.
_ROLE_ORDER = ("lead", "progress", "target", "done")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be meant.

    ``conflicts`` name what speaks against it, as ``kind:words`` ("place:长沙市"); ``score`` is 0 to about 1.
    """

    fact: Fact
    match: Match
    score: float
    conflicts: tuple[str, ...]

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
    """Something about several rows: ``list``, ``count``, ``max``, ``min`` or ``average`` of a role."""

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
class SmallTalk:
    """Nothing is asked; ``topic`` is a key of the vocabulary's small talk."""

    topic: str


@dataclass(frozen=True, slots=True)
class Empty:
    """There is nothing to read in the message."""


Query = Lookup | RowQuery | Pairing | SmallTalk | Empty


def understand(question: Question, index: Index) -> Query:
    """Read a question as one query."""
    if not question.tokens:
        return Empty()
    if topic := _small_talk(question, index.vocabulary):
        return SmallTalk(topic)
    weights = index.weigh(question)
    lookup = Lookup(question, tuple(_candidates(question, index, weights)))
    best = max((c.match.coverage for c in lookup.candidates if not c.conflicts), default=0.0)
    if pairing := _pairing(lookup, weights, best):
        return pairing
    if rows := _row_query(lookup, index, weights, best):
        return rows
    return lookup


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


def _candidates(question: Question, index: Index, weights: Sequence[float]) -> list[Candidate]:
    found = [
        Candidate(
            fact=fact,
            match=match,
            score=match.score + _fit(question, fact, index.vocabulary),
            conflicts=tuple(_conflicts(question, fact, match, index)),
        )
        for match in index.search(question, weights)
        for fact in _facts(question, match, index.vocabulary)
    ]
    return sorted(found, key=lambda c: (bool(c.conflicts), -c.score, c.fact.id))


def _facts(question: Question, match: Match, vocabulary: Vocabulary) -> list[Fact]:
    """The facts of a target that the question means: of a row, the cells of the column it names."""
    if isinstance(match.target, Fact):
        return [match.target]
    row = match.target
    named = question.names("role")
    if not named and question.names("ask") & {"who"}:
        named = {"lead"}
    for role in _ROLE_ORDER:
        fact = cell(row, role, vocabulary)
        if fact and role in named:
            return [fact]
    said = set(question.tokens)
    columns = {
        name: sum(token in said for token in set(words)) / len(set(words))
        for name in row.cells
        if (words := vocabulary.canonical(name)) and not vocabulary.role_of(name)
    }
    best = max(columns.values(), default=0.0)
    if best > 0.5:
        return [row.cells[name] for name, share in columns.items() if share == best]
    if done := cell(row, "done", vocabulary):
        return [done]
    return [fact for fact in row.cells.values() if fact.kind == "figure"] or list(row.cells.values())[:1]


def _fit(question: Question, fact: Fact, vocabulary: Vocabulary) -> float:
    """How well the kind and unit of a fact suit what is asked, about -0.3 to 0.05."""
    asks = question.names("ask")
    fit = 0.0
    if "figure" in asks and not asks & {"which", "who"}:
        fit -= 0.15 if fact.kind == "text" and not fact.row else 0.0
    elif asks & {"which", "what", "who", "where"}:
        fit -= 0.15 if fact.kind == "figure" else 0.0
    elif fact.kind == "text" and not fact.row:
        fit -= 0.05
    kind, place = asked_unit(question, vocabulary)
    if kind and fact.kind == "figure":
        own = vocabulary.unit_class(fact.unit)
        if place and question.tokens[place.start : place.stop] == vocabulary.canonical(fact.unit):
            fit += 0.05
        elif own and own != kind:
            fit -= 0.02 if kind == "thing" else 0.1
    return fit


def _conflicts(question: Question, fact: Fact, match: Match, index: Index) -> Iterator[str]:
    """What in the question speaks against a fact however well the rest fits."""
    vocabulary = index.vocabulary
    said = f"{fact.period} {fact.measure} {fact.subject} {fact.source.quote}"
    yield from (f"period:{year}" for year in question.years if year[:4] not in said)
    yield from (f"period:{month}" for month in question.months if month not in said)
    for piece in question.pieces:
        credit = min(match.credits[piece.start : piece.end], default=0.0)
        if piece.has("period:other") and credit < 0.7:
            yield f"period:{question.words(piece)}"
        places = {tag[6:] for tag in piece.tags if tag.startswith("place:")}
        if places and credit < 0.7 and not places & index.own_places:
            yield f"place:{question.words(piece)}"
        asked = question.clauses[piece.start] in question.asking
        if asked and "decisive" in piece.tags and credit < 0.4 and not piece.has("op"):
            yield f"measure:{question.words(piece)}"
    yield from _contrasts(question, match, index)
    kind, _ = asked_unit(question, vocabulary)
    own = vocabulary.unit_class(fact.unit)
    if fact.kind == "figure" and kind and own and kind != own and "thing" not in (kind, own):
        yield f"unit:{kind}"


def _contrasts(question: Question, match: Match, index: Index) -> Iterator[str]:
    for line in index.vocabulary.contrasts:
        said = [words for words in line if any(_says(question, word) for word in words)]
        if not said or any(index.mentions(match.target, word) for words in said for word in words):
            continue
        others = (word for words in line if words not in said for word in words)
        if any(index.mentions(match.target, word) for word in others):
            yield f"contrast:{''.join(said[0][0])}"


def _says(question: Question, phrase: Tokens) -> bool:
    """Whether the asking part of a question has a phrase."""
    size = len(phrase)
    return any(
        question.tokens[at : at + size] == phrase and question.clauses[at] in question.asking
        for at in range(len(question.tokens) - size + 1)
    )


def _row_query(lookup: Lookup, index: Index, weights: Sequence[float], best: float) -> RowQuery | None:
    """The reading as a question about several rows, when it explains more than any single fact."""
    question = lookup.question
    operations, asks = question.names("op"), question.names("ask")
    selection = select(question, index, weights)
    if selection is None:
        return None
    superlative = next((op for op in ("max", "min", "average") if op in operations), "")
    filtered = bool(selection.conditions)
    if superlative:
        operation = superlative
    elif filtered and ("count" in operations or ("figure" in asks and not asks & {"which", "what"})):
        operation = "count"
    elif filtered and (asks & {"which", "what"} or not asks):
        operation = "list"
    else:
        return None
    if selection.coverage < best or (selection.coverage == best and operation == "count" and not filtered):
        return None
    if operation == "count" and best >= 0.9:
        return None
    named = [role for role in ("progress", "done", "target") if role in question.names("role")]
    role = named[0] if named else "progress"
    return RowQuery(question, selection, operation, role, lookup)


def _pairing(lookup: Lookup, weights: Sequence[float], best: float) -> Pairing | None:
    """The reading as two figures put together, when two explain more than one."""
    question = lookup.question
    operations = question.names("op")
    operation = next((op for op in ("difference", "compare_low", "compare", "sum") if op in operations), "")
    if not operation and "total" in operations and "and" in operations:
        operation = "sum"
    if not operation:
        return None
    figures = [c for c in lookup.candidates if c.fact.number is not None and not _disqualified(c)][:14]
    asked = [at for at, clause in enumerate(question.clauses) if clause in question.asking and weights[at]]
    total = sum(weights[at] for at in asked)
    found: list[tuple[float, float, Candidate, Candidate]] = []
    for one, two in combinations(figures, 2):
        if one.fact.unit != two.fact.unit or (one.fact.row and one.fact.row == two.fact.row):
            continue
        shares = [(one.match.credits[at], two.match.credits[at], weights[at]) for at in asked]
        own = sum(w for a, b, w in shares if a > b + 0.2), sum(w for a, b, w in shares if b > a + 0.2)
        if min(own) < 0.3:
            continue
        coverage = sum(w * max(a, b) for a, b, w in shares) / total if total else 0.0
        alike = 0.05 * (one.fact.measure == two.fact.measure) + 0.05 * (
            one.fact.source.sentence == two.fact.source.sentence
        )
        found.append((coverage + 0.1 * (one.score + two.score) + alike, coverage, one, two))
    if not found:
        return None
    _, coverage, one, two = max(found, key=lambda entry: entry[0])
    if coverage <= best + 0.05 and operation == "difference":
        return None
    if coverage < best:
        return None
    first, second = sorted((one, two), key=lambda c: _place(question, c, one, two))
    return Pairing(question, operation, first, second, coverage, lookup)


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

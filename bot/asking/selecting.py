"""Reading a question as a choice of rows: which tables it means, and which conditions their rows must meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.asking.features import pairs
from bot.asking.indexing import grams
from bot.asking.index import Index
from bot.asking.ordinals import Rank, position, rank
from bot.asking.tagging import Question
from bot.asking.weighing import Asked
from bot.knowledge.model import Fact, Row, Table
from bot.language.quantities import Said
from bot.language.quantities import read as quantity
from bot.language.vocabulary import Tokens, Vocabulary

# The role a question means when it names several: "计划完成多少" asks for the plan.
_ROLE_ORDER = ("lead", "progress", "target", "done")
MOST = 20
"""Conditions that rows are held against at most; nobody names more departments at once."""
_KINDS = frozenset({"increment", "relative"})


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet.

    ``relation`` is ``is`` (a text cell holds ``words``), ``number`` (the line is numbered ``words``; without them
    it is the last one), ``over``, ``not_over`` or ``exactly`` (done against target), ``above``, ``below`` or
    ``equal`` (the cell of ``role`` against ``bound``), or ``wordy`` (what was done is told in words, not as a
    number).
    """

    relation: str
    words: str = ""
    role: str = ""
    bound: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows a question means.

    ``rank`` are the places asked for where they are to be put in order; ``explained`` the positions of the
    question this reading accounts for, ``coverage`` their share of its weight, 0 to 1.
    """

    tables: tuple[Table, ...]
    conditions: tuple[Condition, ...]
    rows: tuple[Row, ...]
    explained: frozenset[int]
    coverage: float
    rank: Rank | None = None


def cell(row: Row, role: str, vocabulary: Vocabulary) -> Fact | None:
    """The cell of the column that plays a role."""
    return next((fact for name, fact in row.cells.items() if vocabulary.role_of(name) == role), None)


def meant_cells(row: Row, question: Question, vocabulary: Vocabulary) -> list[Fact]:
    """The cells of a row that a question means, by the role or the words of the column it names.

    Where it names none, what is asked for is what was done, else the first figure that is an amount, not a
    rise or a share. Several columns that are named equally well are all meant.
    """
    named = question.names("role") or ({"lead"} if "who" in question.names("ask") else set())
    role = next((role for role in _ROLE_ORDER if role in named), "")
    if fact := cell(row, role, vocabulary) if role else None:
        return [fact]
    if role and any(vocabulary.role_of(name) for name in row.cells):
        return []  # this row's cell is empty; "完成…的目标" is not answered with what was done
    kinds = {kind for piece in question.pieces for kind in piece.tags & _KINDS}
    columns = {name: vocabulary.canonical(name) for name in row.cells if not vocabulary.role_of(name)}
    fitting = [name for name in columns if _column_kinds(columns[name], vocabulary) & kinds]
    asked = pairs(question.tokens)
    said = {
        name: sum(gram in asked for gram, worth in grams(columns[name]) if worth == 1.0)
        for name in fitting or columns
    }
    if most := max(said.values(), default=0):
        return [row.cells[name] for name, count in said.items() if count == most]
    if done := cell(row, "done", vocabulary):
        return [done]
    figures = [name for name in fitting or row.cells if row.cells[name].kind == "figure"]
    amounts = [name for name in figures if fitting or not _column_kinds(columns.get(name, ()), vocabulary)]
    return [row.cells[name] for name in (amounts or figures or list(row.cells))[:1]]


def _column_kinds(column: Tokens, vocabulary: Vocabulary) -> frozenset[str]:
    """Whether a column tells a rise or a share ("同比增长") rather than an amount."""
    return frozenset().union(*(tags for _, _, tags in vocabulary.spans(column))) & _KINDS


def select(question: Question, index: Index, asked: Asked) -> Selection | None:
    """Read a question as a selection of rows; None when there are no tables it could mean."""
    found = list(_own(question, list(_conditions(question, index))))
    tables, by_title = _tables(question, index, {at for _, positions in found for at in positions})
    last = tables[-1].rows[-1].number if tables else ""
    conditions = tuple(
        dict.fromkeys(Condition("number", last) if c == Condition("number") else c for c, _ in found)
    )
    if len(conditions) > MOST:
        return None
    rows = tuple(
        row for table in tables for row in table.rows if _meets_all(row, conditions, index.vocabulary)
    )
    places = rank(question, index.vocabulary)
    explained = set(by_title).union(*(positions for _, positions in found))
    explained |= places.positions if places else set()
    for piece in question.pieces:
        if any(piece.has(kind) for kind in ("op", "role", "row", "table")):
            explained.update(range(piece.start, piece.end))
    explained.update(asked.unit_places)
    sizes = {str(len(rows)), *(str(len(table.rows)) for table in tables)}
    for at, token in enumerate(question.tokens):
        if token in sizes:
            explained.update((at, at + 1))
    explained.intersection_update(range(len(question.tokens)))  # "最后一条1" ends with a number
    asking = [at for at, clause in enumerate(question.clauses) if clause in question.asking]
    total = sum(asked.weights[at] for at in asking)
    covered = sum(asked.weights[at] for at in asking if at in explained)
    whole = question.names("op") & {"table", "distinct", "count_distinct"}
    if not tables or not (conditions or by_title or total or whole):
        return None
    coverage = covered / total if total else 1.0
    return Selection(tables, conditions, rows, frozenset(explained), coverage, places)


def _own(question: Question, found: list[tuple[Condition, set[int]]]) -> Iterator[tuple[Condition, set[int]]]:
    """The conditions without those said beside the question that its own replace: another department, say."""
    own = {
        (condition.relation, condition.role)
        for condition, positions in found
        if any(question.clauses[at] in question.asking for at in positions)
    }
    for condition, positions in found:
        asking = any(question.clauses[at] in question.asking for at in positions)
        if asking or (condition.relation, condition.role) not in own:
            yield condition, positions


def _tables(question: Question, index: Index, conditions: set[int]) -> tuple[tuple[Table, ...], set[int]]:
    """The tables whose titles fit the question best, and the positions the titles explain.

    Words that all titles share tell no table from another, but they are accounted for.
    """
    places = {piece.tags: piece for piece in question.tagged("place")}.values()
    tables = [
        table
        for table in index.knowledge.tables.values()
        if table.rows
        and table.id not in index.plain
        and not any(index.is_foreign(piece, question, table.document) for piece in places)
    ]
    titles = {table.id: index.titles[table.id] for table in tables}
    shared = frozenset.intersection(*titles.values()) if titles else frozenset()
    other = conditions | {
        at
        for piece in question.pieces
        if any(piece.has(kind) for kind in ("op", "role", "row", "overview"))
        for at in range(piece.start, piece.end)
    }
    found = [(gram, positions) for gram, positions in _pairs(question) if not other.issuperset(positions)]
    telling = set().union(*titles.values()) - shared
    asking = [pair for pair in found if all(question.clauses[at] in question.asking for at in pair[1])]
    # What is said beside a question tells tables apart only where the question itself does not.
    said = asking if any(gram in telling for gram, _ in asking) else found
    points = {
        table.id: sum(gram in titles[table.id] and gram not in shared for gram, _ in said) for table in tables
    }
    best = max(points.values(), default=0)
    chosen = tuple(table for table in tables if points[table.id] == best)
    known = shared.union(*(titles[table.id] for table in chosen))
    return chosen, {at for gram, positions in found if gram in known for at in positions}


def _pairs(question: Question) -> Iterator[tuple[str, tuple[int, ...]]]:
    tokens = question.tokens
    for at, token in enumerate(tokens):
        if token < "\u3400":
            yield token, (at,)
        elif at + 1 < len(tokens):
            yield token + tokens[at + 1], (at, at + 1)


def _conditions(question: Question, index: Index) -> Iterator[tuple[Condition, set[int]]]:
    vocabulary = index.vocabulary
    tokens = question.tokens
    at = 0
    while at < len(tokens):
        longest = min(index.value_heads.get(tokens[at], 0), len(tokens) - at)
        size = next((n for n in range(longest, 0, -1) if tokens[at : at + n] in index.values), 0)
        if size:
            words = index.values[tokens[at : at + size]]
            yield (
                Condition("is", words=words, role=index.value_columns.get(words, "")),
                set(range(at, at + size)),
            )
        at += size or 1
    for relation in ("over", "not_over", "exactly", "wordy"):
        for piece in question.tagged(f"op:{relation}"):
            yield Condition(relation), set(range(piece.start, piece.end))
    for piece in question.tagged("op:last"):
        yield Condition("number"), set(range(piece.start, piece.end))
    if line := position(question, vocabulary):
        yield Condition("number", words=line[0]), set(line[1])
    yield from _bounds(question, vocabulary)


def _bounds(question: Question, vocabulary: Vocabulary) -> Iterator[tuple[Condition, set[int]]]:
    """The numbers a column is held against: "超过90%", "不到100", "进度正好100%"."""
    found = False
    # "1加1等于几" is about no row.
    relations = ("above", "below", *(("equal",) if question.tagged("role") or question.tagged("row") else ()))
    for relation in relations:
        for piece in question.tagged(f"op:{relation}"):
            if bound := bound_near(question, piece.start, piece.end):
                percent = bound.quantity.unit.is_percent
                role = "progress" if percent else _named_role(question, vocabulary)
                said = {*range(piece.start, piece.end), *range(bound.start, bound.counted)}
                yield Condition(relation, role=role, bound=bound.quantity.number), said
                found = True
    if not found and "progress" in question.names("role"):
        for piece in question.tagged("role:progress"):
            bound = bound_near(question, piece.end, piece.end)
            if bound and bound.quantity.unit.is_percent and bound.start >= piece.end:
                said = set(range(bound.start, bound.counted))
                yield Condition("equal", role="progress", bound=bound.quantity.number), said


def bound_near(question: Question, start: int, end: int, vocabulary: Vocabulary | None = None) -> Said | None:
    """The number an "above" or "below" speaks of: behind it, or just before it."""
    near = [*range(end, min(end + 3, len(question.tokens))), *range(start - 1, max(start - 3, -1), -1)]
    return next((bound for at in near if (bound := quantity(question.tokens, at, vocabulary))), None)


def _named_role(question: Question, vocabulary: Vocabulary) -> str:
    named = question.names("role")
    return next((role for role in vocabulary.roles if role in named), "done")


def _meets_all(row: Row, conditions: tuple[Condition, ...], vocabulary: Vocabulary) -> bool:
    """Whether a row meets all conditions; of several departments or several groups, one is enough."""
    met: dict[tuple[str, str, Decimal], bool] = {}
    for condition in conditions:
        kind = (condition.relation, condition.role, condition.bound)
        met[kind] = met.get(kind, False) or _meets(row, condition, vocabulary)
    return all(met.values())


def _meets(row: Row, condition: Condition, vocabulary: Vocabulary) -> bool:
    if condition.relation == "is":
        texts = (text for fact in row.cells.values() for text in (fact.value, *fact.items))
        return condition.words in (*texts, row.group)
    if condition.relation == "number":
        return condition.words == row.number
    if condition.relation == "wordy":
        done = cell(row, "done", vocabulary)
        return done is not None and done.number is None
    if condition.relation in ("over", "not_over", "exactly"):
        signs = {"over": (1,), "not_over": (-1, 0), "exactly": (0,)}
        return beyond(row, vocabulary) in signs[condition.relation]
    number = _number(row, condition.role, vocabulary)
    if number is None:
        return False
    signs = {"above": (1,), "below": (-1,), "equal": (0,)}
    return _sign(number - condition.bound) in signs[condition.relation]


def beyond(row: Row, vocabulary: Vocabulary) -> int | None:
    """1 where more was done than the target, 0 where as much, -1 where less; by the progress where need be."""
    done, target, progress = (_number(row, role, vocabulary) for role in ("done", "target", "progress"))
    if done is not None and target is not None:
        return _sign(done - target)
    return None if progress is None else _sign(progress - 100)


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _number(row: Row, role: str, vocabulary: Vocabulary) -> Decimal | None:
    fact = cell(row, role, vocabulary)
    return fact.number if fact else None

"""What rows say in columns that play a role: the tasks that meet conditions, their targets, who leads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.accounting import Account, chosen
from bot.asking.conditions import Stated
from bot.asking.features import grams_at
from bot.asking.indexing import NAME
from bot.asking.interpretations import Chosen
from bot.asking.pools import Pool
from bot.asking.question import Question
from bot.asking.requests import Request
from bot.knowledge.query import (
    Aggregate,
    Beside,
    Common,
    Condition,
    Each,
    Filter,
    Held,
    Is,
    Project,
    Query,
    Rank,
    Select,
)
from bot.language.amounts import Quantity
from bot.language.quantities import read

_ROLES = ("progress", "done", "target", "lead")
_WORKED_OUT = frozenset({"sum", "total", "average", "max", "min", "count", "over", "exactly"})
_TWO = 2
_TASKS = frozenset({"项", "个", "件", ""})
_OVER = Held("gt", "target", "done")


def of_roles(pool: Pool, conditions: Sequence[Stated], wanted: Request) -> Chosen | None:
    """What rows say in the columns that play a role."""
    question, asked = wanted.question, wanted.asked
    where = tuple(dict.fromkeys(one.condition for one in conditions))
    tabled = "table" in question.names("op")
    query, shape = _query(pool, conditions, where, wanted)
    if query is None:
        return None
    places = {at for one in conditions for at in one.places} | set(pool.titled) | wanted.frame
    places |= {at for positions in asked.roles.values() for at in positions} | set(asked.unit_places)
    met = {fact.row for fact in wanted.index.facts.select((*pool.within, *where))}
    places |= _sizes(question, pool, len(met)) | _of_all(met, wanted)
    if isinstance(query, Common):
        places |= {at for p in question.tagged("neg:not", "op:only") for at in range(p.start, p.end)}
    if shape == "names" and (only := _only_number(question)):
        places |= only[1]
    account = Account(places, everywhere=not _says_which(pool, conditions, question))
    made = chosen(wanted, query, shape, account)
    told = not tabled and all(isinstance(one, Held) and not one.negated for one in where)
    return replace(made, firm=bool(where) or tabled, told=told) if made else None


def _says_which(pool: Pool, conditions: Sequence[Stated], question: Question) -> bool:
    """Whether the clauses that ask say which rows are meant; else all that is said must be accounted for."""
    spots = set(pool.titled).union(
        *(one.places for one in conditions if isinstance(one.condition, Is) and not one.condition.negated),
        *(range(piece.start, piece.end) for piece in question.tagged("row", "role:lead", "op:table")),
    )
    return any(question.clauses[at] in question.asking for at in spots)


def _query(
    pool: Pool, conditions: Sequence[Stated], where: tuple[Condition, ...], wanted: Request
) -> tuple[Query | None, str]:
    """What is made of the rows that meet all conditions, and its shape."""
    question = wanted.question
    leads = "lead" in wanted.asked.roles and "lead" in pool.roles
    if leads and (query := _by_lead(pool, conditions, wanted)):
        return query, "names"
    named = [role for role in _ROLES if role in question.names("role") and role in pool.roles]
    figures = [role for role in named if role != "lead" and not _only_bounded(role, conditions, question)]
    chosen_by = [one for one in where if isinstance(one, Is) and not one.negated]
    if leads and wanted.rank and not any(one.dimension == "lead" for one in where if isinstance(one, Is)):
        return None, ""  # "哪个部门最差" compares departments by nothing that is told
    column = bool(figures) and _ends_with_column(question)
    line = any(
        one.dimension == "number" or (one.dimension == "row" and len(one.among) == 1) for one in chosen_by
    )
    lined = line and (named or "figure" in question.names("ask"))
    if lined or (column and chosen_by and not question.names("op") & _WORKED_OUT):
        lead = "lead" in named and not (figures and any(one.dimension == "lead" for one in chosen_by))
        return _cells(pool, where, "lead" if lead else figures[0] if figures else "done"), "cell"
    filtered = bool(where) or "table" in question.names("op")
    shape = wanted.shape(filtered=filtered, column=column, summed=bool(figures))
    return _made(shape, where, pool, figures, wanted), shape


def _only_bounded(role: str, conditions: Sequence[Stated], question: Question) -> bool:
    """Whether a column is named for nothing but the number it is held against: "进度超过135%的一共几个"."""
    held = [one for one in conditions if isinstance(one.condition, Held) and one.condition.on == role]
    return 0 < len(question.tagged(f"role:{role}")) <= len({one.places for one in held})


def _made(
    shape: str, where: tuple[Condition, ...], pool: Pool, figures: Sequence[str], wanted: Request
) -> Query | None:
    """A rank, a sum, a mean, a count or a list of the rows that meet all conditions."""
    if shape == "rank" and wanted.rank:
        ranked = _measured(where, pool, figures, wanted)
        ranked = Rank(ranked, wanted.rank.order, wanted.rank.first, wanted.rank.last)
        if wanted.single:
            return ranked
        told = Project(ranked, "row")
        return Each((told, ranked)) if "figure" in wanted.question.names("ask") else told
    if shape == "sum":
        return Aggregate(_cells(pool, where, figures[0]), "sum") if figures else None
    if shape == "mean":
        return Aggregate(_cells(pool, where, figures[0] if figures else "progress"), "mean")
    if shape in ("count", "list"):
        wordy = any(isinstance(one, Is) and one.dimension == "kind" for one in where)
        role = "done" if wordy else _full(pool)
        rows = Project(_cells(pool, where, figures[0] if wordy and figures else role), "row")
        return Aggregate(rows, "count") if shape == "count" else rows
    return None


def _measured(where: tuple[Condition, ...], pool: Pool, figures: Sequence[str], wanted: Request) -> Query:
    """What an order is put by: the role that is named, or how much more was done than planned."""
    if figures or "over" not in wanted.question.names("op"):
        role = next((role for role in figures if role != "done" or len(figures) == 1), "progress")
        return _cells(pool, where, role)
    free = tuple(one for one in where if one != _OVER)
    done = _cells(pool, free, "done")
    units = {fact.unit for fact in wanted.index.facts.select(done.where) if fact.number is not None}
    # What is counted in different things is compared by how much of the target it is.
    return Beside(done, "difference", "target") if len(units) == 1 else _cells(pool, free, "progress")


def _cells(pool: Pool, where: tuple[Condition, ...], role: str) -> Select:
    return Select((*pool.within, *where, Is("role", frozenset({role}))))


def _full(pool: Pool) -> str:
    """The role that most rows have a cell of."""
    rows = pool.rows
    counts = {
        role: sum(pool.roles[role] in row.cells for row in rows) for role in _ROLES if role in pool.roles
    }
    return max(counts, key=lambda role: counts[role])


def _by_lead(pool: Pool, conditions: Sequence[Stated], wanted: Request) -> Query | None:
    """What differs in the lead column: which, how many, who has most, who has more than so many."""
    question = wanted.question
    named = [one for one in conditions if isinstance(one.condition, Is) and one.condition.dimension == "lead"]
    if any(not one.condition.negated for one in named):
        return None
    tasks = next((one for one in conditions if _counts_tasks(one, question)), None)
    where = tuple(one.condition for one in conditions if tasks is None or one.places != tasks.places)
    cells = _cells(pool, where, "lead")
    by = Aggregate(cells, "count", by="lead")
    held = _only_number(question)
    number = held[0] if held else None
    if tasks and isinstance(tasks.condition, Held) and isinstance(tasks.condition.against, Quantity):
        number = replace(tasks.condition, on="", against=Quantity(tasks.condition.against.number))
    if number:
        names = Project(Filter(by, number), "lead")
        counted = "count_distinct" in question.names("op") or (wanted.counting and not wanted.naming)
        return Aggregate(names, "count") if counted else names
    if apart := _of_tables(pool, cells, wanted):
        return apart
    return _who(cells, by, where, wanted)


def _who(cells: Select, by: Aggregate, where: tuple[Condition, ...], wanted: Request) -> Query | None:
    """Who leads most, who leads at all, or how many do."""
    question, operations = wanted.question, wanted.question.names("op")
    if question.tagged("row") and operations & {"most", "fewest"}:
        first = Rank(by, "max" if "most" in operations else "min")
        counted = "figure" in question.names("ask") or "count" in operations
        return Each((Project(first, "lead"), first)) if counted else Project(first, "lead")
    said = question.tagged("row", "stock")
    asks = (
        bool(where)
        or "total" in operations
        or any(question.clauses[p.start] in question.asking for p in said)
    )
    if wanted.rank or not asks:
        return None
    names = Project(cells, "lead")
    if "distinct" in operations or (where and question.names("ask") == {"who"}):
        return names
    return Aggregate(names, "count") if "count_distinct" in operations else None


def _of_tables(pool: Pool, cells: Select, wanted: Request) -> Query | None:
    """Who leads something in each of the tables that are named, or in the first of them alone."""
    question, index = wanted.question, wanted.index
    own = {table.document for table in pool.tables}
    known = [t.id for t in index.knowledge.tables.values() if t.id in index.tabled and t.document in own]
    named = list(pool.named)
    starts = [piece.start for piece in question.tagged("role:lead")]
    only = any(piece.start < start for piece in question.tagged("op:only") for start in starts)
    if only and len(named) == 1 and any(cells.where[0] == one for one in pool.within):
        named += [table for table in known if table not in named]  # 只在市级表里牵头的
    if lacking := _lacking(pool, question):
        named, only = [*(table for table in named if table != lacking), lacking], True
    together = question.tagged("op:sum", "op:most", "op:fewest")
    both = bool(question.tagged("joint:each", "op:both_tables")) and not together
    if question.tagged("op:whole_tables", "op:both_tables") and both:
        named = known
    if len(named) < 2 or not (only or both):
        return None
    where = [one for one in cells.where if not (isinstance(one, Is) and one.dimension == "table")]
    each = tuple(Project(Select((Is("table", frozenset({name})), *where)), "lead") for name in named)
    return Common(each, without=only)


def _lacking(pool: Pool, question: Question) -> str:
    """The table of two that something is not in: 市级表里有、省级表里没有的."""
    denied = [piece.start for piece in question.tagged("neg:not") if piece.has("whether")]
    before = [name for name, at in pool.named.items() if denied and at < denied[-1]]
    return before[-1] if before and len(pool.named) == _TWO else ""


def _counts_tasks(one: Stated, question: Question) -> bool:
    """Whether a bound counts tasks, not what they come to: 牵头任务超过一项的部门."""
    if not isinstance(one.condition, Held) or not isinstance(one.condition.against, Quantity):
        return False
    unit = one.condition.against.unit
    return unit.symbol in _TASKS and not unit.is_rate and bool(question.tagged("row") or unit.symbol == "项")


def _only_number(question: Question) -> tuple[Held, set[int]] | None:
    """So many tasks, no more and no less, and where that is said: 只牵头一项, 正好两项."""
    for piece in question.tagged("op:only", "op:eq"):
        for at in range(piece.end, min(piece.end + 5, len(question.tokens))):
            number = read(question.tokens, at)
            if number and number.is_bare:
                return Held("eq", number.quantity), set(range(at, number.counted + 1))
    return None


def _ends_with_column(question: Question) -> bool:
    """Whether "how many" stands right behind a column: "任务完成多少" asks for figures, not for tasks."""
    ends = {
        piece.end for piece in question.tagged("role") if not piece.has("role:lead") and not piece.has("op")
    }
    quiet = {at for piece in question.tagged("filler") for at in range(piece.start, piece.end)}
    return any(
        piece.start in ends and quiet.issuperset(range(piece.end, len(question.tokens)))
        for piece in question.tagged("ask:figure")
    )


def _sizes(question: Question, pool: Pool, met: int) -> set[int]:
    """Where the number of rows is said that there are: 市级那16项指标."""
    sizes = {str(met), *(str(len(table.rows)) for table in pool.tables), str(len(pool.rows))}
    found: set[int] = set()
    for at, token in enumerate(question.tokens):
        number = read(question.tokens, at) if token not in sizes else None
        if token in sizes:
            found |= {at, at + 1}
        elif number and str(number.quantity.number) in sizes and number.quantity.number > 1:
            found |= set(range(at, number.counted + 1))
    return {at for at in found if at < len(question.tokens)}


def _of_all(met: set[str], wanted: Request) -> set[int]:
    """Where words stand that the names of all rows have which are meant: 学校 in "多少所学校"."""
    index, said = wanted.index, list(grams_at(wanted.question))
    names = [index.knowledge.rows[row] for row in met]
    known = {gram for gram, _ in said if all(index.explained(row, gram) >= NAME for row in names)}
    return {at for gram, spots in said if gram in known for at in spots} if names else set()

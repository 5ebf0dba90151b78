"""Reading a question as a choice of figures that stand together: which tables, which rows, which column.

A column of a table, what tables of one shape say in a role, and what one sentence tells of several things are all
figures that stand together. What is made of them, a list, a count, the highest, is one query.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.asking import scope
from bot.asking.conditions import NEAR, Stated, grams_at, stated, values
from bot.asking.index import Index
from bot.asking.indexing import HEADING, NAME, grams
from bot.asking.interpretations import Chosen
from bot.asking.requests import Request, request
from bot.asking.tagging import Piece, Question, join
from bot.asking.weighing import Asked
from bot.knowledge.model import Fact, Row, Table
from bot.knowledge.query import (
    Aggregate,
    Beside,
    Common,
    Filter,
    Held,
    Is,
    Project,
    Query,
    Rank,
    Select,
)
from bot.language.quantities import Quantity, read
from bot.language.text import LEVELS, fold
from bot.language.vocabulary import Tokens

_UNCARRIED = ("op:difference", "op:more", "op:less", "op:ratio")
_FEW = 2
_COMMON = 3
"""So many names end alike by more than chance."""
_HANDY = 40
"""So many tables are looked through whatever the words of a question lead to."""
_MANY = 5000
"""So many rows are looked through."""
_WIDEST = "省"
"""Who asks which province means cities and regions of that rank as well."""
_LEVELS = LEVELS | {"月"}
"""What a thing is called by that says what it is: a 类 may have any name, a 县 has not."""
_ROLES = ("progress", "done", "target", "lead")


@dataclass(frozen=True, slots=True)
class _Pool:
    """Tables that may be looked through together: their columns play roles, or there is one table."""

    tables: tuple[Table, ...]
    roles: Mapping[str, str]
    titled: frozenset[int]
    named: tuple[str, ...] = ()

    @property
    def rows(self) -> list[Row]:
        return [row for table in self.tables for row in table.rows]


def readings(question: Question, asked: Asked, near: Iterable[Fact], index: Index) -> Iterator[Chosen]:
    """The ways in which a question may choose figures that stand together, the best first."""
    wanted = request(question, asked.unit, index)
    facts = list(near)
    found = [
        chosen
        for pool in _pools(question, facts, index)
        if (chosen := _of_pool(pool, question, asked, wanted, index))
    ]
    if not any(one.coverage >= index.thresholds.accept for one in found):
        found += _of_sentences(facts, question, asked, wanted, index)
    found.sort(key=lambda one: (-one.coverage, -one.telling))
    if found and not any(_rivals(found[0], other, index) for other in found[1:]):
        yield found[0]


def _rivals(best: Chosen, other: Chosen, index: Index) -> bool:
    """Whether another choice may be meant as well: one that fits the same, or nearly so in another document."""
    own, others = {fact.id for fact in best.stand}, {fact.id for fact in other.stand}
    if others <= own or not best.stand or not other.stand:
        return False
    if best.stand[0].document != other.stand[0].document:
        return best.coverage - other.coverage < index.weights.clearly
    return best.coverage == other.coverage and best.telling == other.telling


def _pools(question: Question, near: Sequence[Fact], index: Index) -> Iterator[_Pool]:
    """The tables a question may mean, together where their columns play roles."""
    known = index.knowledge.tables
    names = dict.fromkeys(index.knowledge.rows[fact.row].table for fact in near if fact.row)
    if len(known) <= _HANDY:
        names |= dict.fromkeys(sorted(known))
    else:
        names |= dict.fromkeys(sorted(index.tabled))
    seen = 0
    together: defaultdict[str, list[Table]] = defaultdict(list)
    for name in names:
        table = known[name]
        seen += len(table.rows)
        if not table.rows or seen > _MANY:
            continue
        if any(index.is_foreign(piece, question, table.document) for piece in question.tagged("place")):
            continue
        if name in index.tabled:
            together[""].append(table)
        else:
            yield _Pool((table,), {}, _title_places(question, table, index))
    for tables in together.values():
        order = list(known)
        spots = frozenset().union(*(one.places for one in values(question, index, [])))
        yield _titled(question, sorted(tables, key=lambda table: order.index(table.id)), spots, index)


def _title_places(question: Question, table: Table, index: Index) -> frozenset[int]:
    title = index.titles[table.id]
    return frozenset(at for gram, places in grams_at(question) if gram in title for at in places)


def _titled(question: Question, tables: Sequence[Table], spots: frozenset[int], index: Index) -> _Pool:
    """The tables whose titles fit a question best; words that all titles share tell none from another."""
    roles = {
        role: column
        for table in tables
        for column in table.columns
        if (role := index.vocabulary.role_of(column))
    }
    titles = {table.id: index.titles[table.id] for table in tables}
    shared = frozenset.intersection(*titles.values())
    framed = spots | {
        at
        for piece in question.pieces
        if any(piece.has(kind) for kind in ("op", "role", "row", "overview"))
        for at in range(piece.start, piece.end)
    }
    left_out = _left_out(question, index)
    found = [(gram, spots) for gram, spots in grams_at(question) if not framed.issuperset(spots)]
    telling = frozenset().union(*titles.values()) - shared
    said = [one for one in found if not left_out.issuperset(one[1])]
    asking = [one for one in said if all(question.clauses[at] in question.asking for at in one[1])]
    said = asking if any(gram in telling for gram, _ in asking) else said
    points = {
        name: sum(gram in title and gram not in shared for gram, _ in said) for name, title in titles.items()
    }
    best = max(points.values())
    chosen = tuple(table for table in tables if points[table.id] == best)
    own = {
        name: min((spots[0] for gram, spots in said if gram in title - shared - others), default=-1)
        for name, title in titles.items()
        for others in [frozenset().union(*(t for n, t in titles.items() if n != name))]
    }
    named = tuple(sorted((name for name, at in own.items() if at >= 0), key=lambda name: own[name]))
    if len(named) > 1 and left_out.isdisjoint(own.values()):
        chosen = tuple(table for table in tables if table.id in named)
    if question.tagged("op:whole_tables"):
        chosen = tuple(tables)
    known = shared.union(*(titles[table.id] for table in chosen))
    places = frozenset(at for gram, spots in found if gram in known for at in spots)
    return _Pool(chosen, roles, places, named)


def _left_out(question: Question, index: Index) -> frozenset[int]:
    """Where something is named that is left out."""
    turned = scope.scopes(question, index.lexicon.named)
    return frozenset().union(
        *(one.inside if one.whole else frozenset(sorted(one.inside)[:NEAR]) for one in turned)
    )


def _of_pool(pool: _Pool, question: Question, asked: Asked, wanted: Request, index: Index) -> Chosen | None:
    conditions = stated(question, pool.tables, index)
    return (
        _of_roles(pool, conditions, question, asked, wanted, index)
        if pool.roles
        else _of_columns(pool, conditions, question, asked, wanted, index)
    )


def _of_roles(
    pool: _Pool, conditions: Sequence[Stated], question: Question, asked: Asked, wanted: Request, index: Index
) -> Chosen | None:
    """What rows say in the columns that play a role."""
    where = tuple(dict.fromkeys(one.condition for one in conditions))
    tabled = "table" in question.names("op")
    named = [role for role in _ROLES if role in question.names("role") and role in pool.roles]
    figures = [role for role in named if role != "lead" and not _only_bounded(role, conditions, question)]
    unnamed = not any(isinstance(one, Is) and one.dimension == "lead" for one in where)
    query = (
        _by_lead(pool, conditions, question, wanted, index)
        if "lead" in asked.roles and "lead" in pool.roles
        else None
    )
    shape = "names" if query else ""
    column = bool(figures) and _ends_with_column(question)
    unnamed_ops = not question.names("op") & {
        "sum",
        "total",
        "average",
        "max",
        "min",
        "count",
        "over",
        "exactly",
    }
    if query is None:
        shape = wanted.shape(filtered=bool(where) or tabled, column=column, summed=bool(figures))
        lined = any(isinstance(one, Is) and one.dimension == "number" for one in where)
        celled = column and unnamed_ops and any(isinstance(one, Is) and not one.negated for one in where)
        if (lined and (named or "figure" in question.names("ask"))) or celled:
            shape = "cell"
        if "lead" in asked.roles and unnamed and wanted.rank:
            return None  # "哪个部门最差" compares departments by nothing that is told
        query = _made(shape, where, pool, figures, question, asked, wanted, index)
    if query is None:
        return None
    explained = {at for one in conditions for at in one.places} | set(pool.titled) | wanted.frame
    explained |= {at for positions in asked.roles.values() for at in positions} | set(asked.unit_places)
    met = {fact.row for fact in index.facts.select((*_within(pool), *where))}
    explained |= _sizes(question, pool, len(met))
    if shape == "names" and (only := _only_number(question)):
        explained |= only[1]
    explained |= _of_all(question, met, index)
    spots = set(pool.titled).union(
        *(one.places for one in conditions if isinstance(one.condition, Is) and not one.condition.negated),
        *(range(piece.start, piece.end) for piece in question.tagged("row", "role:lead", "op:table")),
    )
    # Which rows are meant must be said where it is asked, else all that is said must be accounted for.
    everywhere = not any(question.clauses[at] in question.asking for at in spots)
    return _chosen(
        question,
        query,
        asked,
        dict.fromkeys(explained, 1.0),
        {},
        everywhere=everywhere,
        shape=shape,
        firm=bool(where) or tabled,
        told=not tabled and all(isinstance(one, Held) and not one.negated for one in where),
        stand=(),
        index=index,
    )


def _only_bounded(role: str, conditions: Sequence[Stated], question: Question) -> bool:
    """Whether a column is named for nothing but the number it is held against: "进度超过135%的一共几个"."""
    held = [one for one in conditions if isinstance(one.condition, Held) and one.condition.on == role]
    return 0 < len(question.tagged(f"role:{role}")) <= len({one.places for one in held})


def _within(pool: _Pool) -> tuple[Is, ...]:
    return (Is("table", frozenset(table.id for table in pool.tables)),)


def _made(
    shape: str,
    where: tuple[Is | Held, ...],
    pool: _Pool,
    figures: Sequence[str],
    question: Question,
    asked: Asked,
    wanted: Request,
    index: Index,
) -> Query | None:
    """What is made of the cells of a role in the rows that meet all conditions."""
    beyond = "over" in question.names("op")
    if shape == "cell":
        named = [role for role in _ROLES if role in asked.roles and role in pool.roles]
        chosen = any(isinstance(one, Is) and one.dimension == "lead" for one in where)
        lead = "lead" in named and not (chosen and figures)
        return _cells(pool, where, "lead" if lead else figures[0] if figures else "done")
    if shape == "rank" and wanted.rank:
        role = next((role for role in figures if role != "done" or len(figures) == 1), "progress")
        ranked: Query = _cells(pool, where, role)
        if beyond and not figures:
            free = tuple(one for one in where if one != Held("gt", "target", "done"))
            done = _cells(pool, free, "done")
            units = {fact.unit for fact in index.facts.select(done.where) if fact.number is not None}
            # What is counted in different things is compared by how much of the target it is.
            ranked = (
                Beside(done, "difference", "target") if len(units) == 1 else _cells(pool, free, "progress")
            )
        ranked = Rank(ranked, wanted.rank.order, wanted.rank.first, wanted.rank.last)
        return ranked if not wanted.naming and "figure" in question.names("ask") else Project(ranked, "row")
    if shape in ("sum", "mean"):
        role = figures[0] if figures else "progress" if shape == "mean" else ""
        how = "sum" if shape == "sum" else "mean"
        return Aggregate(_cells(pool, where, role), how) if role else None  # type: ignore[arg-type]
    if shape in ("count", "list"):
        wordy = any(isinstance(one, Is) and one.dimension == "kind" for one in where)
        rows = Project(_cells(pool, where, figures[0] if wordy and figures else _full(pool, where)), "row")
        return Aggregate(rows, "count") if shape == "count" else rows
    return None


def _cells(pool: _Pool, where: tuple[Is | Held, ...], role: str) -> Select:
    return Select((*_within(pool), *where, Is("role", frozenset({role}))))


def _full(pool: _Pool, where: tuple[Is | Held, ...]) -> str:
    """The role that every row has a cell of; what is asked of figures of words is asked of what was done."""
    if any(isinstance(one, Is) and one.dimension == "kind" for one in where):
        return "done"
    counts = {
        role: sum(pool.roles[role] in row.cells for row in pool.rows) for role in _ROLES if role in pool.roles
    }
    return max(counts, key=lambda role: counts[role])


def _by_lead(
    pool: _Pool, conditions: Sequence[Stated], question: Question, wanted: Request, index: Index
) -> Query | None:
    """What differs in the lead column: which, how many, who has most, who has more than so many."""
    operations = question.names("op")
    named = [one for one in conditions if isinstance(one.condition, Is) and one.condition.dimension == "lead"]
    if any(not one.condition.negated for one in named):
        return None
    tasks = next((one for one in conditions if _counts_tasks(one, question)), None)
    where = tuple(one.condition for one in conditions if tasks is None or one.places != tasks.places)
    cells = _cells(pool, where, "lead")
    names = Project(cells, "lead")
    by = Aggregate(cells, "count", by="lead")
    if tasks and isinstance(tasks.condition, Held) and isinstance(tasks.condition.against, Quantity):
        bare = replace(tasks.condition, on="", against=Quantity(tasks.condition.against.number))
        return Project(Filter(by, bare), "lead")
    if apart := _of_tables(pool, cells, question):
        return apart
    if only := _only_number(question):
        return Project(Filter(by, only[0]), "lead")
    most = next((op for op in ("most", "fewest") if op in operations and question.tagged("row")), "")
    if most:
        return Project(Rank(by, "max" if most == "most" else "min"), "lead")
    if wanted.rank:
        return None
    said = question.tagged("row", "stock")
    asks = (
        bool(where)
        or "total" in operations
        or any(question.clauses[p.start] in question.asking for p in said)
    )
    if "distinct" in operations and asks:
        return names
    return Aggregate(names, "count") if "count_distinct" in operations and asks else None


def _of_tables(pool: _Pool, cells: Select, question: Question) -> Query | None:
    """Who leads something in each of the tables that are named, or in the first of them alone."""
    if len(pool.named) < _FEW:
        return None
    each = tuple(
        Project(Select((Is("table", frozenset({name})), *cells.where[1:])), "lead") for name in pool.named
    )
    if question.tagged("op:only"):
        return Common(each, without=True)
    return Common(each) if question.tagged("joint:each") else None


def _counts_tasks(one: Stated, question: Question) -> bool:
    """Whether a bound counts tasks, not what they come to: 牵头任务超过一项的部门."""
    if not isinstance(one.condition, Held) or not isinstance(one.condition.against, Quantity):
        return False
    unit = one.condition.against.unit
    return (
        unit.symbol in ("项", "个", "件", "")
        and not one.condition.against.unit.is_rate
        and bool(question.tagged("row") or unit.symbol == "项")
    )


def _only_number(question: Question) -> tuple[Held, set[int]] | None:
    """ "只牵头一项", "正好两项": so many tasks, no more and no less."""
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


def _sizes(question: Question, pool: _Pool, met: int) -> set[int]:
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


def _of_all(question: Question, rows: set[str], index: Index) -> set[int]:
    """Where words stand that the names of all rows have which are meant: 学校 in "多少所学校"."""
    names = [index.knowledge.rows[row] for row in rows]
    known = {
        gram for gram, _ in grams_at(question) if all(index.explained(row, gram) >= NAME for row in names)
    }
    return {at for gram, spots in grams_at(question) if gram in known for at in spots} if names else set()


def _chosen(
    question: Question,
    query: Query,
    asked: Asked,
    explained: Mapping[int, float],
    known: Mapping[str, float],
    *,
    shape: str,
    everywhere: bool = False,
    firm: bool = False,
    told: bool = False,
    stand: tuple[Fact, ...],
    index: Index,
) -> Chosen | None:
    """A choice with what of the question it accounts for; None where a word it turns on is not."""
    own = index.credits(question, known) if known else [0.0] * len(question.tokens)
    given = tuple(max(credit, explained.get(at, 0.0)) for at, credit in enumerate(own))
    for piece in question.tagged("decisive"):
        apart = [at for at in range(piece.start, piece.end) if at not in explained]
        asking = question.clauses[piece.start] in question.asking
        if known and apart and asking and min(given[at] for at in apart) < index.weights.told:
            return None
    if any(question.clauses[piece.start] in question.asking for piece in question.tagged(*_UNCARRIED)):
        return None  # what is worked out of two figures is no list
    turned = scope.scopes(question, index.lexicon.named)
    if any(
        not one.said <= explained.keys() and question.clauses[min(one.said)] in question.asking
        for one in turned
    ):
        return None  # what it leaves out is not carried out
    covered = total = 0.0
    for at, (weight, credit) in enumerate(zip(asked.weights, given, strict=True)):
        if everywhere or question.clauses[at] in question.asking:
            total += weight
            covered += weight * credit
    coverage = covered / total if total else 1.0
    return Chosen(question, query, given, coverage, sum(own), shape, firm, told, stand)


# What one table says in a column.


def _of_columns(
    pool: _Pool, conditions: Sequence[Stated], question: Question, asked: Asked, wanted: Request, index: Index
) -> Chosen | None:
    """What rows say in a column of one table, whole and parts told apart."""
    table = pool.tables[0]
    held = [one for one in conditions if isinstance(one.condition, Held) and one.condition.on != "done"]
    chosen = [
        one
        for one in conditions
        if isinstance(one.condition, Is) and one.condition.dimension not in ("group", "number", "row")
    ]
    shape = wanted.shape(filtered=bool(held or chosen or wanted.way), column=False)
    ends = any(piece.end == len(question.tokens) for piece in question.tagged("thing"))
    if shape == "list" and not question.names("ask") and not ends:
        return None
    if not shape or (shape in ("sum", "mean") and not held) or (shape == "count" and not wanted.counting):
        return None
    rows, counted = _numbered(table.rows, question)
    rows, group = _grouped(rows, question, index)
    rows, ending = _ending(rows, question)
    percent = any(
        one.condition.against.unit.is_rate
        for one in held
        if isinstance(one.condition, Held) and isinstance(one.condition.against, Quantity)
    )
    unit = "percent" if percent else asked.unit if shape != "count" else ""
    sample = replace(rows[0], cells=_sample(rows, question, index))
    columns = index.columns.meant(sample, question, replace(asked, unit=unit)) if sample.cells else []
    columns = _most_told(_of_own_time(columns, index), rows)
    if len(columns) != 1:
        return None
    column = columns[0].measure
    moving = "change" in index.columns.kinds(column)
    if (wanted.way or question.tagged("base")) and not moving:
        return None
    whole = {row.id for row in _totals(table, rows, index)}
    if shape == "rank" and not moving and not ending:
        rows = _alike([row for row in rows if row.id not in whole])
    kept = [
        row
        for row in rows
        if row.id not in whole
        and (fact := row.cells.get(column)) is not None
        and fact.number is not None
        and timed(fact, question, index)
    ]
    if len(kept) < _FEW or _unlike(
        [(index.called(row, row.cells[column]), row.cells[column]) for row in kept], question
    ):
        return None
    figures = tuple(row.cells[column] for row in kept)
    where: tuple[Is | Held, ...] = (
        Is("table", frozenset({table.id})),
        Is("measure", frozenset({column})),
        *(() if len(kept) == len(table.rows) else (Is("row", frozenset(row.id for row in kept)),)),
        *(one.condition for one in chosen),
    )
    query = _of_figures(
        shape, where, figures, [one for one in held], wanted, question, index, on="row", change=moving
    )
    if query is None:
        return None
    known: dict[str, float] = {}
    document = index.documents[table.document]
    for text in (table.title, document.title, *table.also, *table.english, *document.english):
        learn(known, index.vocabulary.canonical(text), HEADING)
    for text in (group, ending, column):
        learn(known, index.vocabulary.canonical(text), NAME)
    explained = _free(asked, wanted, conditions, moving=moving) | counted
    return _chosen(
        question, query, asked, dict.fromkeys(explained, 1.0), known, shape=shape, stand=figures, index=index
    )


def _free(asked: Asked, wanted: Request, conditions: Sequence[Stated], *, moving: bool) -> frozenset[int]:
    """Where nothing needs to explain a word: what is asked of the figures, their unit, how they changed."""
    changes = asked.moving.get("change", ()) if moving else ()
    held = frozenset().union(*(one.places for one in conditions if _is_held(one)))
    return wanted.frame.union(asked.unit_places, changes, held)


def _is_held(one: Stated) -> bool:
    return isinstance(one.condition, Held) or one.condition.dimension not in ("group", "row", "number")


def _of_figures(
    shape: str,
    where: tuple[Is | Held, ...],
    figures: Sequence[Fact],
    held: Sequence[Stated],
    wanted: Request,
    question: Question,
    index: Index,
    *,
    on: str,
    change: bool,
) -> Query | None:
    """What is made of figures of one measure that went up or down, exceed a number, stand first."""
    if len({fact.unit for fact in figures}) > 1:
        return None
    level = _level(figures)
    claims = tuple(
        claim
        for one in held
        if isinstance(one.condition, Held)
        for claim in [_outward(one.condition, wanted, figures)]
    )
    if None in claims or (level and wanted.way and claims):
        return None  # by how many percent an index rose is not printed
    falls = frozenset(fact.id for fact in figures if index.moves(fact) == "down")
    if wanted.way and not claims:
        up = [fact for fact in figures if _rose(fact, level, fell=fact.id in falls)]
        down = [fact for fact in figures if _fell(fact, level, fell=fact.id in falls)]
        went = up if wanted.way == "up" else down
        if shape != "rank" or (wanted.rank and wanted.rank.order == "max"):
            where = (*where, Is("fact", frozenset(fact.id for fact in went)))
    selected = Select((*where, *(claim for claim in claims if claim)))
    if shape == "rank" and wanted.rank:
        fell = wanted.way == "down"
        if fell and wanted.rank.order == "min":
            return None
        if not change:
            sums = {figures[at].id for at in _wholes(figures)}
            if sums:
                selected = Select((*selected.where, Is("fact", frozenset(sums), negated=True)))
        order = "max" if (wanted.rank.order == "max") != fell else "min"
        ranked = Rank(selected, order, wanted.rank.first, wanted.rank.last)
        single = wanted.rank.first == wanted.rank.last
        return (
            ranked
            if single and not wanted.naming and "figure" in question.names("ask")
            else Project(ranked, on)
        )
    if shape == "count":
        return Aggregate(Project(selected, on), "count")
    return (
        Project(selected, on) if shape == "list" else Aggregate(selected, "sum" if shape == "sum" else "mean")
    )


def _outward(claim: Held, wanted: Request, figures: Sequence[Fact]) -> Held | None:
    """A bound as figures are printed: "下降超过5%" is less than -5."""
    if isinstance(claim.against, str):
        return None
    if wanted.way == "down" and claim.against.number > 0 and any((fact.number or 0) < 0 for fact in figures):
        turned = {"gt": "lt", "ge": "le", "eq": "eq", "le": "ge", "lt": "gt"}[claim.relation]
        against = replace(claim.against, number=-claim.against.number, printed="")
        return replace(claim, relation=turned, against=against)  # type: ignore[arg-type]
    return claim


_INDEX = 100


def _level(figures: Sequence[Fact]) -> int:
    """What figures would be had nothing changed: 100 where all are near it, as an index of the month before is."""
    return _INDEX if all((fact.number or 0) > _INDEX // 2 for fact in figures) else 0


def _rose(fact: Fact, level: int, *, fell: bool) -> bool:
    return (fact.number or 0) > level and not fell


def _fell(fact: Fact, level: int, *, fell: bool) -> bool:
    return fell or (fact.number or 0) < level


def _wholes(figures: Sequence[Fact]) -> Iterator[int]:
    """The figures that are what the next ones come to: a heading among its parts."""
    from decimal import Decimal

    numbers = [fact.number or Decimal(0) for fact in figures]
    for at, number in enumerate(numbers):
        added = Decimal(0)
        step = Decimal(1).scaleb(max(-2, int(number.as_tuple().exponent)))
        for count, part in enumerate(numbers[at + 1 :], 1):
            added += part
            if count > 1 and abs(added - number) <= step * count:
                yield at
                break
            if added > number + step * count:
                break


def learn(known: dict[str, float], words: Tokens, credit: float) -> None:
    """Let some words explain a question as well as ``credit``."""
    for gram, _ in grams(words):
        known[gram] = max(credit, known.get(gram, 0.0))


def timed(fact: Fact, question: Question, index: Index) -> bool:
    """Whether a fact is of the times that a question names."""
    if any(index.calendar.unmet(question, fact)):
        return False
    if not question.tagged("year"):
        return True
    shifts = [piece for piece in question.pieces if piece.has("year")]
    return bool(question.years) or all(index.calendar.is_of(fact, piece) for piece in shifts)


def _of_own_time(chosen: list[Fact], index: Index) -> list[Fact]:
    """The columns of the time the document is about, where there are some: the month, not the year to date."""
    own = [fact for fact in chosen if fact.period == index.documents[fact.document].period]
    return own or chosen


def _most_told(chosen: list[Fact], rows: Sequence[Row]) -> list[Fact]:
    """The columns that most rows have a figure in."""
    told = [sum(fact.measure in row.cells for row in rows) for fact in chosen]
    return [fact for fact, count in zip(chosen, told, strict=True) if count == max(told)]


def _sample(rows: Sequence[Row], question: Question, index: Index) -> dict[str, Fact]:
    """A figure of each column, of the time a question names where there is one."""
    found: dict[str, Fact] = {}
    of_time: dict[str, Fact] = {}
    for row in rows:
        for name, fact in row.cells.items():
            if fact.kind == "figure":
                found.setdefault(name, fact)
                if name not in of_time and timed(fact, question, index):
                    of_time[name] = fact
    return found | of_time


def _grouped(rows: Sequence[Row], question: Question, index: Index) -> tuple[list[Row], str]:
    """The rows under a heading that a question names, and the heading; else all."""
    # "产品" is what any row may be called, no heading such as 林产品.
    things = {at for piece in question.tagged("thing") for at in range(piece.start, piece.end - 1)}
    tokens = question.tokens
    said = {token + "".join(tokens[at + 1 : at + 2]) for at, token in enumerate(tokens) if at not in things}
    said |= {token for token in tokens if token < "\u3400"}
    names = dict.fromkeys(part for row in rows for part in _path(row))
    pairs = {name: _pairs(index.vocabulary.canonical(_bare(name))) for name in names}
    seen = Counter(pair for found in pairs.values() for pair in found)
    share: dict[str, float] = {}
    for name, found in pairs.items():
        telling = {pair for pair in found if seen[pair] == 1} or found
        share[name] = len(telling & said) / len(telling) if telling else 0.0
        if name.partition("(")[0].partition("（")[0] in fold(question.text):
            share[name] = 1.0
    best = max(share.values(), default=0.0)
    chosen = [name for name, part in share.items() if part == best]
    if best < index.weights.half or len(chosen) > 1:
        return list(rows), ""
    return [row for row in rows if chosen[0] in _path(row)], chosen[0]


def _bare(name: str) -> str:
    """A heading without the words for a way of dividing: 按产业分 is 产业."""
    return name[1:-1] if name[:1] == "按" and name[-1:] == "分" else name


def _path(row: Row) -> tuple[str, ...]:
    """The headings a row stands under, the outermost first."""
    return tuple(part for part in row.group.split(" · ") if part)


def _pairs(words: Tokens) -> set[str]:
    return {gram for gram, worth in grams(words) if worth == 1.0}


def _numbered(rows: Sequence[Row], question: Question) -> tuple[list[Row], frozenset[int]]:
    """The rows under one heading whose count a question gives, and where: "八大类", "of the 16 categories"."""
    sets: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        sets[row.group].append(row)
    for piece in question.tagged("thing"):
        for at in range(max(0, piece.start - 3), piece.start):
            number = read(question.tokens, at)
            if number is None or not number.is_bare or number.counted > piece.start:
                continue
            fitting = [held for held in sets.values() if len(held) == number.quantity.number]
            if len(fitting) == 1 and len(fitting[0]) > _FEW:
                return fitting[0], frozenset(range(at, number.counted))
    return list(rows), frozenset()


def calls(question: Question, ending: str) -> bool:
    """Whether a question calls what it asks for by an ending: "哪个县", "商品类别", "最少的县"."""
    behind = {piece.end for piece in question.tagged("ask:which") + question.tagged("ask:figure")}
    called = [piece for piece in question.pieces if piece.end in behind]
    called += (p for p in question.tagged("thing") if p.start in behind or _stands_alone(p, question))
    return any(ending in question.tokens[piece.start : piece.end] for piece in called)


def _stands_alone(thing: Piece, question: Question) -> bool:
    """Whether a word for a kind of thing is no part of a longer word."""
    return thing.end - thing.start > 1 or question.tokens[thing.start - 1 : thing.start] == ("的",)


def _ending(rows: list[Row], question: Question) -> tuple[list[Row], str]:
    """The rows whose names end in what a question calls them: 县, 类, 业; else all."""
    endings = Counter(row.name[-1:] for row in rows)
    for ending, count in endings.most_common():
        if not (_COMMON <= count < len(rows) and ending >= "\u3400" and calls(question, ending)):
            continue
        ended = [row for row in rows if row.name.endswith(ending)]
        if ending == _WIDEST or any(
            question.words(piece)[-1:] == ending != question.words(piece)
            for piece in question.tagged("thing")
        ):
            # "哪个行业" means whatever stands beside the 制造业, be it called 活动.
            beside = Counter(row.group for row in ended).most_common(1)[0][0]
            ended = [row for row in rows if row.group == beside]
        return ended, ending
    return rows, ""


def _unlike(figures: Sequence[tuple[str, Fact]], question: Question) -> bool:
    """Whether a question asks for a county, or a month, and none of the figures is of one."""
    called = {
        question.words(piece)
        for piece in question.tagged("thing")
        if question.words(piece) in _LEVELS and calls(question, question.words(piece))
    }
    names = {name[-1:] for name, _ in figures} | {fact.period[-1:] for _, fact in figures}
    return bool(called) and question.language == "zh" and names.isdisjoint(called)


def _totals(table: Table, rows: Sequence[Row], index: Index) -> Iterator[Row]:
    """The rows that are the whole, not one of its parts: 总计, 全市, what everything else stands under."""
    parts = Counter(part for row in table.rows for part in _path(row)[:1])
    heading = _pairs(index.vocabulary.canonical(table.title))
    for number, row in enumerate(rows):
        above = not row.group and 2 * parts[row.name] >= len(table.rows)
        # The first row of a table without headings may be what its title says.
        first = not number and not parts and len(row.name) > _COMMON
        about = first and _pairs(index.vocabulary.canonical(row.name)) <= heading
        if about or above or row.name in index.columns.wholes:
            yield row


def _alike(rows: list[Row]) -> list[Row]:
    """Rows that can be held against each other: none that another stands under, of one way of dividing the whole.

    Town and country, and what is eaten and what is bought, are two ways of dividing the same: the one that most
    rows belong to is meant.
    """
    above = {part for row in rows for part in _path(row)}
    leaves = [row for row in rows if row.name not in above]
    named = {row.name for row in rows}
    ways = Counter(row.group for row in leaves)
    divided = any(_path(row) and (_path(row)[-1] in named or _path(row)[-1][:1] == "按") for row in leaves)
    if len(ways) < _FEW or not divided:
        return leaves
    way, count = ways.most_common(1)[0]
    return [row for row in leaves if row.group == way] if 2 * count >= len(leaves) else []


# What sentences put side by side.


def _of_sentences(
    facts: Sequence[Fact], question: Question, asked: Asked, wanted: Request, index: Index
) -> Iterator[Chosen]:
    """What sentences say of several things in one measure, or of one thing in several, or of what rose and fell."""
    conditions = stated(question, (), index)
    held = [one for one in conditions if isinstance(one.condition, Held) and not one.condition.on]
    shape = wanted.shape(filtered=bool(held or wanted.way), column=False)
    if not shape or shape in ("sum", "mean") or (shape == "count" and not wanted.counting):
        return
    yield from _of_one_value(held, shape, question, asked, wanted, index)
    sets: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    sentences = {fact.source.sentence for fact in facts if not fact.row and fact.source.sentence}
    for fact in index.neighbours(sentences):
        place = (fact.document, fact.source.section, fact.source.sentence, fact.unit)
        sets[*place, fact.measure, ""].append(fact)
        sets[*place, "", fact.subject].append(fact)
        if wanted.way and not held and index.moves(fact):
            sets[*place, "", ""].append(fact)
    for (_, section, _, _, measure, subject), found in sets.items():
        on = "measure" if subject and not measure else "subject"
        names = [getattr(fact, on) for fact in found]
        if len(set(names)) < max(_COMMON, len(names)) or not all(timed(f, question, index) for f in found):
            continue
        change = "change" in index.changes(measure or found[0].measure)
        ending = _ending_of(names, question)
        if not ending or ((wanted.way or question.tagged("base")) and not change):
            continue
        figures = tuple(fact for fact, name in zip(found, names, strict=True) if name.endswith(ending))
        if len(figures) < _FEW:
            continue
        known: dict[str, float] = {}
        learn(known, index.vocabulary.canonical(section), HEADING)
        for text in (measure, subject, ending):
            learn(known, index.vocabulary.canonical(text), NAME)
        where = (Is("fact", frozenset(fact.id for fact in figures)),)
        query = _of_figures(shape, where, figures, held, wanted, question, index, on=on, change=change)
        explained = dict.fromkeys(_free(asked, wanted, held, moving=change), 1.0)
        made = (
            _chosen(question, query, asked, explained, known, shape=shape, stand=figures, index=index)
            if query
            else None
        )
        if made:
            yield made


def _of_one_value(
    held: Sequence[Stated], shape: str, question: Question, asked: Asked, wanted: Request, index: Index
) -> Iterator[Chosen]:
    """What the prose of a document says to have risen or fallen by the very number that is asked for."""
    claims = [one.condition for one in held if isinstance(one.condition, Held)]
    free = _free(asked, wanted, held, moving=True)
    other = any(
        asked.weights[at] and at not in free and question.clauses[at] in question.asking
        for at in range(len(question.tokens))
    )
    if other or shape != "list" or [claim.relation for claim in claims] != ["eq"] or not wanted.way:
        return
    for document in index.knowledge.documents:
        told = [fact for fact in document.facts if fact.unit == "%" and index.facts.holds(fact, claims[0])]
        moved = [
            fact for fact in told if timed(fact, question, index) and "change" in index.changes(fact.measure)
        ]
        figures = tuple(fact for fact in moved if fact.subject and index.moves(fact) in ("", wanted.way))
        if figures and len({fact.subject for fact in figures}) == len(figures):
            query = Project(Select((Is("fact", frozenset(fact.id for fact in figures)),)), "subject")
            yield Chosen(
                question,
                query,
                (1.0,) * len(question.tokens),
                1.0,
                float(len(question.tokens)),
                shape,
                False,
                False,
                figures,
            )


def _ending_of(names: Sequence[str], question: Question) -> str:
    for piece in question.tagged("ask:which"):
        for size in range(8, _FEW - 1, -1):
            behind = join(question.tokens[piece.end : piece.end + size])
            if len(behind) == size and all(name.endswith(behind) for name in names):
                return behind  # "哪些价格" of what all are called prices of something
    endings = Counter(name[-1:] for name in names)
    for ending, count in endings.most_common():
        if count >= _FEW and ending >= "\u3400" and calls(question, ending):
            return ending
    return ""

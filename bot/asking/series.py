"""Figures of one measure that stand together in a column of a table: which rows are meant, and which column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from bot.asking import crosswise
from bot.asking.accounting import Account, chosen, learn
from bot.asking.conditions import Stated
from bot.asking.index import Index
from bot.asking.indexing import NAME, is_of_shares
from bot.asking.interpretations import Chosen
from bot.asking.making import Series, query_of
from bot.asking.naming import cells
from bot.asking.pools import Pool
from bot.asking.question import Question, join
from bot.asking.requests import Request, Shape, compares
from bot.asking.rows import (
    FEW,
    alike,
    are_measures,
    called,
    grouped,
    holding,
    most_told,
    numbered,
    of_name,
    of_one_rank,
    of_own_time,
    sample,
    timed,
    totals,
    unlike,
)
from bot.knowledge.model import Fact, Row, Table
from bot.knowledge.query import Aggregate, Condition, Held, Is, Query, Select
from bot.language import periods, segmenter
from bot.language.amounts import Quantity
from bot.language.grams import pairs
from bot.language.numerals import LARGE
from bot.language.periods import Period
from bot.language.quantities import read
from bot.language.text import fold
from bot.language.units import COUNTING
from bot.language.vocabulary import Tokens
from bot.language.vocabulary import tokens as as_tokens

_NAME = ("名", "称")
"""What a column of names may end in: 项目名称."""
_PLACED = frozenset({"group", "number", "row"})
"""Dimensions that say where a row stands, and choose no figures of a column."""
_MONTHS = {"季": 3, "quarter": 3, "月": 1, "month": 1, "年": 0, "year": 0}
"""How many months the rows are of that are asked for by the word for a time."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a question chooses in a table.

    Attributes:
        rows: Those that it may mean.
        names: What it says of their names and headings.
        places: Where it says which rows are meant, and how many.
        held: The bounds it states, ``by`` the words it says that rows hold.
        beside: The column that it holds against another one.
        within: Whether it asks for rows under a heading.
        shape: What is to be made of the figures.
    """

    table: Table
    rows: list[Row]
    names: tuple[str, str, str]
    places: frozenset[int]
    held: tuple[Stated, ...]
    by: tuple[Stated, ...]
    beside: str
    within: bool
    shape: Shape


def of_columns(pool: Pool, conditions: Sequence[Stated], wanted: Request) -> Chosen | None:
    """What rows say in a column of one table, whole and parts told apart."""
    question, index = wanted.question, wanted.index
    conditions = [one for one in conditions if _tells(pool.tables[0], one.condition, index)]
    choice = _choice(pool.tables[0], conditions, wanted)
    if choice is None:
        return None
    column, worded, shape = _column(choice, wanted)
    choice = replace(choice, shape=shape)
    if column is None or _is_unfit(column, choice, wanted):
        return None
    moving = "change" in index.columns.kinds(column) or _told_of_times(column, choice.table, index)
    if (wanted.way or question.tagged("base")) and not (moving or choice.beside):
        return None
    kept = _kept(choice, column, wanted, moving=moving, worded=worded)
    if kept is None:
        return None
    query, told_at = _query(choice, column, kept, wanted, moving=moving)
    known = headings(choice.table, choice.names, wanted)
    learn_column(known, column, wanted)
    places = free(conditions, wanted, moving=moving) | choice.places | _asking_rows(choice.table, wanted)
    places |= _so_many(len(kept), question) | told_at
    said = question.tagged("portion")
    if said and is_of_shares(column, choice.table.rows):  # 占比 of figures that come to 100
        places |= {at for piece in said for at in range(piece.start, piece.end)}
    compared = frozenset[int]().union(*(one.places for one in choice.held)) if choice.beside else ()
    account = Account(places, known, compared=compared)
    figures = tuple(row.cells[column] for row in kept)
    made = chosen(wanted, query, shape, account, figures) if query else None
    # 民办学校有多少学生 asks for no number of schools.
    return None if made and worded and made.coverage < index.weights.whole else made


def _choice(table: Table, conditions: Sequence[Stated], wanted: Request) -> _Choice | None:
    """What a question chooses in a table, if it asks for something that can be worked out of it."""
    question, index = wanted.question, wanted.index
    held = [one for one in conditions if isinstance(one.condition, Held) and one.condition.on != "done"]
    by = [
        one for one in conditions if isinstance(one.condition, Is) and one.condition.dimension not in _PLACED
    ]
    rows, counted = numbered(table.rows, question, index)
    rows, group = grouped(rows, question, index)
    rows, name = of_name(rows, question, index)
    if are_measures(rows, table, index) or _is_of_others(table, wanted):
        return None  # deposits and loans of each branch are no figures of one kind
    beside = crosswise.column((one.condition for one in held), table)
    if wanted.naming and not (held or by or group or name or counted or wanted.rank or wanted.way):
        rows, name = holding(rows, question, wanted.asked.weights, index)
    within = (wanted.counting or wanted.naming) and any(
        isinstance(one.condition, Is) and one.condition.dimension == "group" for one in conditions
    )
    within = within or (wanted.naming and bool(name) and not (held or by))
    dated = bool(question.moments) and _tells_times(table)
    shape = wanted.shape(filtered=bool(held or by or wanted.way or dated or within or counted), column=False)
    if shape == "rank" and (beside or (held and not wanted.ordered)):  # 最低分 is what a column is called
        shape = "count" if wanted.counting else "list"
    some, told_by = (
        bool(held or by or group or name or counted or (dated and _is_of_times(table))),
        bool(by or within or counted),
    )
    instead = shape == "list" and not (wanted.way or beside) and compares(question, index)
    if instead or not _applies(shape, some, told_by, table, wanted):
        return None
    rows, ending = (rows, "") if "when" in question.names("ask") else called(rows, question, table.each)
    rows, without = _not_left_out(rows, wanted)
    places = counted | without
    return _Choice(
        table, rows, (group, name, ending), frozenset(places), tuple(held), tuple(by), beside, within, shape
    )


def _column(choice: _Choice, wanted: Request) -> tuple[str | None, bool, Shape]:
    """The column that is meant, whether it only says which rows are, and what is made of its figures."""
    shape, rows = choice.shape, choice.rows
    column = choice.beside or meant_column(rows, choice.held, shape, wanted)
    if (
        shape == "count"
        and not choice.held
        and column
        and _says(column, wanted)
        and _counts(column, rows, wanted)
    ):
        return column, False, "sum"
    if not choice.held and shape in ("count", "list") and not (column and _says(column, wanted)):
        # No figure is asked of the rows that hold what is said.
        named = (_worded(one.condition, choice.table, wanted.index) for one in choice.by)
        held_in = next(filter(None, named), None)
        column = held_in or column or (_told_of_all(rows) if choice.within else None)
        return column, bool(held_in) or choice.within, shape
    # 在校学生一共多少 wants what they come to.
    if shape != "count" or wanted.counting:
        return column, False, shape
    return (None if wanted.question.tagged("joint:each") else column), False, "sum"


def _kept(choice: _Choice, column: str, wanted: Request, *, moving: bool, worded: bool) -> list[Row] | None:
    """The rows that have what is asked for in a column; none where it cannot be asked of them."""
    question, index, by, rows = wanted.question, wanted.index, choice.by, choice.rows
    whole = {row.id for row in totals(choice.table, rows, index)}
    rows = of_one_rank([row for row in rows if row.id not in whole], question)
    if "when" in question.names("ask"):
        rows = _of_times(choice.rows, question)
    elif choice.shape == "rank":
        rows = _of_things(rows)
    if choice.shape == "rank" and not moving and not choice.names[-1]:
        rows = alike(rows)
    kept = [row for row in rows if choice.beside in row.cells or _told(row, column, wanted, worded=worded)]
    kept = [row for row in kept if all(_meets(row.cells[column], one.condition, index) for one in by)]
    figures = tuple(row.cells[column] for row in kept)
    # Of two places that are named one may be told elsewhere.
    of_all = all(_is_whole(one.condition, kept, column, index) for one in by)
    names = [(index.called(row, row.cells[column]), row.cells[column]) for row in kept]
    # The one row of that time, or of that place, is the first of them.
    told_apart = bool(by or question.years or question.times) and len(rows) >= FEW
    least = 1 if told_apart and (worded or choice.shape in ("rank", "count")) else FEW
    fit = of_all and len(kept) >= least and not incomparable(figures, choice.held, index)
    return kept if fit and not unlike(names, question) else None


def _of_things(rows: list[Row]) -> list[Row]:
    """The rows of things, without those that are called by a time among them: what all libraries had 112年底."""
    things = [row for row in rows if not periods.whole(fold(row.name))]
    return things if len(things) >= FEW else rows


def _of_times(rows: list[Row], question: Question) -> list[Row]:
    """The rows that are called by a time, or by the number of one: 02 and 03, below 2003/01.

    Who asks for the month is told no year and no quarter in the same table, and the other way.
    """
    times = {row.id: _time(row) for row in rows}
    timed = [row for row in rows if times[row.id]]
    said = "".join(question.words(piece) for piece in question.tagged("ask:when"))
    months = next((count for word, count in _MONTHS.items() if word in said), None)
    return timed if months is None else [row for row in timed if _months(times[row.id]) == months]


def _months(time: Period) -> int:
    """How many months a time is, beyond whole years."""
    return (time.months[1] - time.months[0] + 1) % 12 if time.months else 0


def _time(row: Row) -> Period:
    """The time that a row is called by; none that it only tells of."""
    called = next(periods.mentions(fold(row.name)), None)
    own = next((periods.whole(cell.period) for cell in row.cells.values()), periods.NEVER)
    numbered = row.name.isdigit() and own.months == (int(row.name), int(row.name))
    return called.period if called else own if numbered else periods.NEVER


def _query(
    choice: _Choice, column: str, kept: Sequence[Row], wanted: Request, *, moving: bool
) -> tuple[Query | None, frozenset[int]]:
    """What is made of the figures of some rows, and where it is said in which column that is told."""
    table, by = choice.table, [one.condition for one in choice.by]
    where: list[Condition] = [Is("table", frozenset({table.id})), Is("measure", frozenset({column}))]
    where += [Is("row", frozenset(row.id for row in kept))] if len(kept) < len(table.rows) else []
    told_in, told_at = _told_in(table, kept, by, wanted)
    figures = tuple(row.cells[column] for row in kept)
    said = (word for word, _, _ in segmenter.words(wanted.question.tokens) if len(word) > 1)
    asked_for = any(word in fold(table.each) for word in said)
    series = Series(figures, (*where, *by), told_in or _told_by(kept, asked_for=asked_for), moving)
    return query_of(choice.shape, series, choice.held, wanted), told_at


def incomparable(figures: Sequence[Fact], held: Sequence[Stated], index: Index) -> bool:
    """Whether no figure can be held against a bound: 20度, where 度 is something else; 150亿, for a rate.

    三年以上 is a bound of what rows are called by that go from 三年 to 四年, not of their figures.
    """
    claims = [one.condition for one in held if isinstance(one.condition, Held) and not one.condition.on]
    if any(_bounds_names(figures, claim, index) for claim in claims):
        return True
    rates = all(index.vocabulary.unit(fact.unit).is_rate for fact in figures)
    large = any(not isinstance(one.against, str) and one.against.printed[-1:] in LARGE for one in claims)
    return (rates and large) or any(
        all(index.facts.holds(fact, claim) is None for fact in figures) for claim in claims
    )


def _bounds_names(figures: Sequence[Fact], claim: Held, index: Index) -> bool:
    """Whether rows are called by numbers of what a bound is told in, and their figures by none."""
    against, rows = claim.against, index.knowledge.rows
    if isinstance(against, str) or not against.unit.base or any(fact.unit for fact in figures):
        return False
    names = (index.vocabulary.canonical(rows[fact.row].name) for fact in figures if fact.row in rows)
    numbers = (
        any(
            said.quantity.unit.base == against.unit.base
            for at in range(len(name))
            if (said := read(name, at, index.vocabulary))
        )
        for name in names
        if not periods.whole("".join(name))
    )
    return sum(numbers) >= FEW


def _so_many(count: int, question: Question) -> frozenset[int]:
    """Where a question says how many the rows are that it means: 两所 of 石塘镇两所小学加一块."""
    found = ((at, read(question.tokens, at)) for at in range(len(question.tokens)))
    return frozenset(
        place
        for at, number in found
        if number and number.is_bare and number.quantity.number == count
        for place in range(at, number.counted + 1)
    )


def _told_in(
    table: Table, rows: Sequence[Row], by: Sequence[Condition], wanted: Request
) -> tuple[str, frozenset[int]]:
    """The column of words that is asked for, where rows are called otherwise, and where: 补助最高的项目名称.

    It is named whole, or by its end behind 哪个.
    """
    question, index = wanted.question, wanted.index
    behind = {piece.end for piece in question.tagged("ask:which", "ask:where")}
    asks = {piece.start for piece in question.tagged("ask")} | {len(question.tokens)}
    chosen_by = {one.dimension for one in by if isinstance(one, Is)}
    for name in table.columns:
        role = index.vocabulary.role_of(name) or name
        words = index.vocabulary.canonical(name)
        told = wanted.naming and role not in chosen_by and not index.columns.known[name].whether
        if not told or not all(_is_worded(row.cells.get(name)) for row in rows):
            continue
        kind = words[: -len(_NAME)] if words[-len(_NAME) :] == _NAME else words
        for start, end in _spots(words, kind, question):
            said = join(question.tokens[start:end])
            whole = end - start in (len(words), len(kind))
            asked = start in behind or (whole and not asks.isdisjoint(range(start + 1, end + 2)))
            if asked and said not in table.each:
                return role, frozenset(range(start, end))
    return "", frozenset()


def _spots(words: Tokens, kind: Tokens, question: Question) -> Iterator[tuple[int, int]]:
    """Where a question says some words, or the end of the kind of thing that they name."""
    tokens = question.tokens
    for ending in (words, *(kind[at:] for at in range(len(kind) - 1))):
        for at in range(len(tokens) - len(ending) + 1):
            if tokens[at : at + len(ending)] == ending and len(ending) > 1:
                yield at, at + len(ending)


def _is_worded(cell: Fact | None) -> bool:
    return cell is not None and cell.kind == "text"


def _told_by(rows: Sequence[Row], *, asked_for: bool) -> str:
    """What tells rows from each other.

    That is what they stand under where all have one name, as those of one month. Where some have the same name, and
    it is ``asked_for`` what goes by it, that is one: 几所学校, of a row for each way to be admitted to them.
    """
    headings_ = {row.group.partition(" · ")[0] for row in rows}
    names = {row.name for row in rows}
    apart = len(rows) > 1 and len(names) == 1 and len(headings_) == len(rows)
    if apart and all(headings_):
        return "group"
    timed_ = any(periods.whole(fold(name)) for name in names)  # 5月 of two years are two months
    return "subject" if asked_for and len(names) < len(rows) and not timed_ else "row"


def _told_of_all(rows: Sequence[Row]) -> str | None:
    """The first column that all rows have something in."""
    return next((name for name in rows[0].cells if all(name in row.cells for row in rows)), None)


def _not_left_out(rows: Sequence[Row], wanted: Request) -> tuple[list[Row], set[int]]:
    """The rows without those that a question leaves out by their names (除了城关镇), and where it does."""
    tokens, names = wanted.question.tokens, [wanted.index.vocabulary.canonical(row.name) for row in rows]
    out, places = set[str](), set[int]()
    for one in wanted.asked.turned:
        for row, name in zip(rows, names, strict=True):
            spots = (
                set(range(at, at + len(name))) for at in one.inside if tokens[at : at + len(name)] == name
            )
            if said := next((spot for spot in spots if spot <= one.inside), None):
                out.add(row.id)
                places |= said | one.said
    return [row for row in rows if row.id not in out], places


def _told_of_times(column: str, table: Table, index: Index) -> bool:
    """Whether a column that is called by a time alone tells a change: in percent, as its table is called."""
    if index.columns.known[column].untimed or "change" not in index.changes(table.title):
        return False
    units = {row.cells[column].unit for row in table.rows if column in row.cells}
    return units == {"%"}


def _tells_times(table: Table) -> bool:
    """Whether rows of a table are of different times, which a question may choose them by."""
    return len({cell.period for row in table.rows for cell in islice(row.cells.values(), 1)}) > 1


def _is_of_times(table: Table) -> bool:
    """Whether the rows of a table are called by times."""
    return all(periods.whole(fold(row.name)) for row in table.rows[:FEW])


def _is_of_others(table: Table, wanted: Request) -> bool:
    """Whether the things that a question asks for stand in other tables: 地块 where this one has estates."""
    own, called = f"{table.each} {table.title}", map(wanted.question.words, wanted.question.tagged("thing"))
    words = [word for word in called if len(word) > 1 and word not in own]
    return bool(words) and any(
        word in f"{other.each} {other.title}"
        for other in wanted.index.knowledge.tables.values()
        for word in words
    )


def _is_unfit(column: str, choice: _Choice, wanted: Request) -> bool:
    """Whether a column holds no figures that what is asked can be made of.

    It is none of a share where one is asked for, by its unit and by its name; its figures do not add up; one figure
    is asked of another column; or its name is what rows were thought to be chosen by: the values of PM2.5 are asked
    for, not the days it was worst.
    """
    rows, shape, held = choice.rows, choice.shape, choice.held
    if any(_is_called(column, one, wanted) for one in choice.by):
        return True
    if shape == "rank" and wanted.single and _says_another(column, rows, wanted):
        return True
    cells_ = [row.cells[column] for row in rows if column in row.cells]
    dated = bool(wanted.question.span) and _is_of_times(choice.table)
    # What all rows are on average is no mean of what each is on average.
    added = (
        not held
        if shape == "sum"
        else shape == "mean" and not (held or choice.by or any(choice.names[:2]) or dated)
    )
    if added and not all(adds_up(fact, wanted) for fact in cells_ if fact.number is not None):
        return True
    progress = wanted.question.tagged("role:progress")
    if shape == "count" or not (progress or wanted.asked.unit == "percent"):
        return False
    units = {fact.unit for fact in cells_}
    called = wanted.index.vocabulary.canonical(column)
    said = map(wanted.question.words, (*wanted.question.tagged("unit"), *progress))
    rated = any(wanted.index.vocabulary.unit(unit).is_rate for unit in units)
    rated = rated or is_of_shares(column, choice.table.rows)
    return not rated and not any(word in join(called) for word in said)


def _tells(table: Table, condition: Condition, index: Index) -> bool:
    """Whether a table has what a condition is about: not where only other tables have that column."""
    on = condition.dimension if isinstance(condition, Is) else ""
    elsewhere = on in index.columns.known and on not in table.columns
    return not elsewhere or any(index.vocabulary.role_of(column) == on for column in table.columns)


def _meets(fact: Fact, condition: Condition, index: Index) -> bool:
    """Whether the row of a cell holds what a condition says."""
    if not isinstance(condition, Is):
        return True
    return condition.among.isdisjoint(index.facts.of(fact, condition.dimension)) == condition.negated


def _is_whole(condition: Condition, rows: Sequence[Row], column: str, index: Index) -> bool:
    """Whether every value that a condition names stands in some row."""
    if not isinstance(condition, Is) or condition.negated:
        return True
    return condition.among.issubset(
        value for row in rows for value in index.facts.of(row.cells[column], condition.dimension)
    )


def of_all(pool: Pool, conditions: Sequence[Stated], wanted: Request) -> Chosen | None:
    """What all rows of one table come to in a column, where no row for the whole tells it: 计划合计多少."""
    question, index = wanted.question, wanted.index
    adds = question.tagged("op:sum", "op:total")
    if not adds or conditions or len(pool.tables) > 1 or wanted.rank or wanted.counting or wanted.naming:
        return None
    table = pool.tables[0]
    whole = {row.id for row in totals(table, table.rows, index)}
    rows = alike([row for row in table.rows if row.id not in whole])
    told = [fact for row in rows[:1] for fact in cells(row, question, wanted.asked, index)]
    column = told[0].measure if len(told) == 1 else ""
    figures = tuple(row.cells[column] for row in rows if column in row.cells)
    counted = (
        bool(column and _says(column, wanted))
        and len(figures) == len(rows) >= FEW
        and all(adds_up(fact, wanted) for fact in figures)
    )
    dated = any(next(periods.mentions(row.name), None) for row in rows)
    if not counted or dated or any(column in row.cells for row in table.rows if row.id in whole):
        return None
    query = Aggregate(cells_of(table, column, rows), "sum")
    roles = (at for places in wanted.asked.roles.values() for at in places)
    places = wanted.frame.union(wanted.asked.unit_places, roles)
    known = headings(table, (), wanted)
    learn_column(known, column, wanted)
    account = Account(places, known, everywhere=True)
    return chosen(wanted, query, "sum", account, figures)


def adds_up(fact: Fact, wanted: Request) -> bool:
    """Whether a figure may be added to those of other rows: no rate, no change, and nothing for each of them."""
    spans = wanted.index.vocabulary.spans(wanted.index.vocabulary.canonical(fact.measure))
    rated = wanted.index.vocabulary.unit(fact.unit).is_rate or "/" in fact.unit
    mean = any("op:average" in tags for _, _, tags in spans)
    return fact.number is not None and not (rated or mean or wanted.index.changes(fact.measure))


def _applies(shape: str, some: bool, by: bool, table: Table, wanted: Request) -> bool:
    """Whether something is asked of a column that can be worked out of it, or of the rows that hold some words."""
    tokens, each = wanted.question.tokens, wanted.index.vocabulary.canonical(table.each)
    ends = any(piece.end == len(tokens) for piece in wanted.question.tagged("thing"))
    ends = ends or (bool(each) and tokens[-len(each) :] == each)
    if shape == "list" and not wanted.question.names("ask") and not ends:
        return False
    return (
        bool(shape)
        and (shape not in ("sum", "mean") or some or (shape == "mean" and _calls(table, wanted)))
        and (shape != "count" or wanted.counting or by)
    )


def _calls(table: Table, wanted: Request) -> bool:
    """Whether a question says what a table calls its rows: 各乡镇平均."""
    each = wanted.index.vocabulary.canonical(table.each)
    return bool(each) and join(each) in join(wanted.question.tokens)


def meant_column(rows: Sequence[Row], held: Sequence[Stated], shape: str, wanted: Request) -> str | None:
    """The one column that is meant, by its time, its unit and its words."""
    bounds = [one.condition.against for one in held if isinstance(one.condition, Held)]
    kinds = {bound.unit.kind for bound in bounds if isinstance(bound, Quantity)} - {"", "thing"}
    unit = wanted.asked.unit if shape != "count" else ""
    unit = next(iter(kinds)) if len(kinds) == 1 else unit
    row = replace(rows[0], cells=sample(rows, wanted.question, wanted.index))
    meant = (
        wanted.index.columns.meant(row, wanted.question, replace(wanted.asked, unit=unit))
        if row.cells
        else []
    )
    found = of_own_time(meant, wanted.index)
    found = [fact for fact in found if _is_of_side(fact.measure, wanted)] or found
    if len(found) > 1 and not unit:
        found = _of_size(found, wanted) or found
    said = any(_says(fact.measure, wanted) for fact in found)
    if shape == "rank" and not said and len({fact.unit for fact in found}) > 1:
        return None  # nothing says which of them is the most of what
    found = most_told(found, rows)
    return found[0].measure if len(found) == 1 else None


def _is_of_side(column: str, wanted: Request) -> bool:
    """Whether the name of a column says a side that the question takes: 农村 of 农村 and 城镇."""
    name = join(wanted.index.vocabulary.canonical(column))
    return any(fold(words) in name for words in wanted.asked.sides.values())


def _of_size(cells: Sequence[Fact], wanted: Request) -> list[Fact]:
    """The cells told in a unit of the kind of size that a word of order compares: 哪条线最短, in kilometres."""
    sizes = {kind for piece in wanted.question.tagged("size") for kind in piece.named("size")}
    return [fact for fact in cells if wanted.index.vocabulary.unit_class(fact.unit) in sizes]


def _told(row: Row, column: str, wanted: Request, *, worded: bool = False) -> bool:
    """Whether a row holds a figure in a column, or words, of the times that are meant."""
    fact = row.cells.get(column)
    held = fact is not None and (worded or fact.number is not None)
    return fact is not None and held and timed(fact, wanted.question, wanted.index)


def _is_called(column: str, one: Stated, wanted: Request) -> bool:
    """Whether the words of a condition are those that a column of something else is called by."""
    said = {wanted.question.tokens[at] for at in one.places}
    own = isinstance(one.condition, Is) and one.condition.dimension == column
    return not own and said.issuperset(wanted.index.vocabulary.canonical(column.rpartition(" · ")[2]))


def _says(column: str, wanted: Request) -> bool:
    """Whether a question says some of what a column is called."""
    return bool(wanted.index.columns.known[column].besides & pairs(wanted.question.tokens))


def _counts(column: str, rows: Sequence[Row], wanted: Request) -> bool:
    """Whether figures of a column are counted in the very unit that is asked for: 总计几件, of a column in 件."""
    units = {row.cells[column].unit for row in rows if column in row.cells}
    unit = wanted.index.vocabulary.canonical("".join(units)) if len(units) == 1 else ()
    return bool(unit) and unit == wanted.asked.unit_words and wanted.asked.unit in COUNTING


def _says_another(column: str, rows: Sequence[Row], wanted: Request) -> bool:
    """Whether a question says some of what another column is called by, and is no part of the name of this one."""
    known, said = wanted.index.columns.known, pairs(wanted.question.tokens)
    columns = wanted.index.knowledge.tables[rows[0].table].columns
    others = frozenset().union(*(known[name].pairs for name in columns))
    return not said.isdisjoint(others - known[column].besides)


def _worded(condition: Condition, table: Table, index: Index) -> str:
    """The column that a condition holds words of; empty where it is about something else."""
    if not isinstance(condition, Is) or condition.negated:
        return ""
    role_of = index.vocabulary.role_of
    return next((name for name in table.columns if condition.dimension in (name, role_of(name))), "")


def headings(table: Table, names: Sequence[str], wanted: Request) -> dict[str, float]:
    """What the heading of a table, and the names that all its figures share, explain."""
    canonical, document = wanted.index.vocabulary.canonical, wanted.index.documents[table.document]
    known: dict[str, float] = {}
    for text in (table.title, document.title, *table.also, *table.english, *document.english):
        learn(known, canonical(text), wanted.index.weights.heading)
    for text in (*names, table.each):
        learn(known, canonical(text), NAME)
    return known


def cells_of(table: Table, column: str, rows: Sequence[Row] = ()) -> Select:
    """The cells of a column, in some rows or in all."""
    where = (Is("table", frozenset({table.id})), Is("measure", frozenset({column})))
    return Select((*where, Is("row", frozenset(row.id for row in rows))) if rows else where)


def learn_column(known: dict[str, float], column: str, wanted: Request) -> None:
    """Let what a column is called explain a question, and what that says besides, and words of its senses."""
    index = wanted.index
    words = index.vocabulary.canonical(column)
    learn(known, words, NAME)
    said = {word for word, _, _ in segmenter.words(wanted.question.tokens)}
    own = index.columns.known[column]
    alike = {word for word in said if word[0] in own.pairs}  # 女生 of the column 女
    for word in (said & own.senses) | alike:
        learn(known, index.vocabulary.canonical(word), index.weights.besides)
    for besides in (index.vocabulary.written(column), *index.vocabulary.besides(words)):
        learn(known, besides, index.weights.besides)


def free(conditions: Sequence[Stated], wanted: Request, *, moving: bool) -> frozenset[int]:
    """Where nothing needs to explain a word: what is asked of the figures, their unit, how they changed."""
    changes = wanted.asked.moving.get("change", ()) if moving else ()
    held = (
        one.places
        for one in conditions
        if isinstance(one.condition, Held) or one.condition.dimension not in _PLACED
    )
    return wanted.frame.union(wanted.asked.unit_places, changes, *held)


def _asking_rows(table: Table, wanted: Request) -> frozenset[int]:
    """Where a question calls the rows it asks for what they are called, be it in part: 哪条线 of 线路名称."""
    tokens = wanted.question.tokens
    asks = wanted.question.tagged("ask:which", "ask:where", "op:count", "ask:figure")
    behind = {piece.end for piece in asks if piece.end < len(tokens)}
    called = _kinds_of(table.each)
    nouns = (
        range(start, end)
        for word, start, end in segmenter.words(tokens)
        if start in behind and word in called
    )
    return frozenset(at for noun in nouns for at in noun) | _asking_who(table, wanted)


@lru_cache(maxsize=256)
def _kinds_of(each: str) -> frozenset[str]:
    """The words for what a table calls its rows, with their parts: 线路 and 线 for 线路名称."""
    words = {word for word, _, _ in segmenter.words(as_tokens(fold(each)))}
    parts = {word[at:] for word in words for at in range(len(word))} | {word[:1] for word in words}
    return frozenset(words | parts)


def _asking_who(table: Table, wanted: Request) -> frozenset[int]:
    """Where 哪个部门 asks for a row of a table, as no column of it says who leads."""
    vocabulary, tokens = wanted.index.vocabulary, wanted.question.tokens
    if any(vocabulary.role_of(column) == "lead" for column in table.columns):
        return frozenset()
    return frozenset(
        at
        for piece in wanted.question.tagged("role:lead")
        if any(
            "ask:which" in vocabulary.phrases.get(tokens[piece.start : end], ())
            for end in range(piece.start + 1, piece.end)
        )
        for at in range(piece.start, piece.end)
    )

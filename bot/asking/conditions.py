"""What rows must meet to be meant: words in their cells, bounds, what was planned, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.asking import crosswise, scope, whether
from bot.asking.asked import Scope
from bot.asking.bounds import RELATIONS, Bound, bounds
from bot.asking.features import grams_at
from bot.asking.index import Index
from bot.asking.ordinals import direction, position
from bot.asking.question import Question, is_hollow
from bot.asking.scope import NEAR
from bot.asking.views import part
from bot.knowledge.model import Row, Table
from bot.knowledge.query import Condition, Held, Is, Relation
from bot.language.numerals import NUMERALS
from bot.language.quantities import SPELLED, read
from bot.language.text import LEVELS, is_hanzi

_LONGEST_UNIT = 5
_ALL = 100
"""Percent of a target that is met."""
_SHORT = 3
_FEW = 2
_WHICH = frozenset({"which", "who", "what"})
MOST = 20
"""Conditions that rows are held against at most; nobody names more departments at once."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition and where a question states it."""

    condition: Condition
    places: frozenset[int]


def stated(question: Question, tables: Sequence[Table], index: Index) -> list[Stated]:
    """The conditions a question states of the rows of tables; several values of one column are one condition."""
    turned = index.read(question).turned
    told = list(values(question, index, turned))
    told += [Stated(*one) for one in whether.stated(question, tables, turned, index)]
    bounded_ = (one.places for one in bounds(question, index.vocabulary))
    # The 完成 of 已完成 holds nothing against the target.
    taken = frozenset().union(*(one.places for one in told), *bounded_)
    found = [*told, *(one for one in _against_target(question, turned, index) if not one.places & taken)]
    found += _in_words(question)
    beside = [Stated(*one) for one in crosswise.stated(question, tables, index)]
    moments = question.moments if beside else ()
    compared = frozenset().union(*(one.places for one in beside), *(one.places for one in moments))
    held = [
        one
        for one in _asked_for(question, list(_bounds(question, tables, index)))
        if one.places.isdisjoint(compared)  # 比2023年低 is no 2023 of anything
    ]
    held += beside
    used = frozenset().union(*(one.places for one in (*found, *held)))
    left_out = [one for one in turned if one.inside.isdisjoint(used)]
    found += _left_out(question, tables, left_out, used, index)
    inside = frozenset().union(*(one.inside for one in turned))
    found += _several_named(question, tables, used | inside, index)
    if line := position(question, index.vocabulary):
        found.append(Stated(Is("number", frozenset({line[0]})), line[1]))
    for piece in question.tagged("op:last"):
        last = frozenset(row.id for table in tables[-1:] for row in table.rows[-1:])
        found.append(Stated(Is("row", last), frozenset(range(piece.start, piece.end))))
    return _joined(_own(question, found)) + held


def _own(question: Question, found: Sequence[Stated]) -> Iterator[Stated]:
    """The conditions without those said beside the question that its own replace: another department, say."""

    def asks(one: Stated) -> bool:
        return any(question.clauses[at] in question.asking for at in one.places)

    own = {_dimension(one.condition) for one in found if asks(one)}
    for one in found:
        negated = one.condition.negated
        if asks(one) or negated or _dimension(one.condition) not in own:
            yield one


def _asked_for(question: Question, held: Sequence[Stated]) -> Iterator[Stated]:
    """The bounds a question asks with; those said beside it only where it has none of its own."""
    own = [one for one in held if any(question.clauses[at] in question.asking for at in one.places)]
    yield from own or held


def _dimension(condition: Condition) -> str:
    return condition.dimension if isinstance(condition, Is) else condition.on


def _joined(found: Iterator[Stated]) -> list[Stated]:
    """Values of one dimension as one condition: of several departments one is enough."""
    joined: dict[object, Stated] = {}
    for one in found:
        condition = one.condition
        key: object = (condition.dimension, condition.negated) if isinstance(condition, Is) else condition
        before = joined.get(key)
        if before and isinstance(condition, Is) and isinstance(before.condition, Is):
            among = before.condition.among | condition.among
            one = Stated(replace(before.condition, among=among), before.places | one.places)  # noqa: PLW2901
        joined[key] = one
    return list(joined.values())


def values(question: Question, index: Index, turned: Sequence[Scope]) -> Iterator[Stated]:
    """What cells hold in words, and what rows stand under: 市水利局, 已完成."""
    at, tokens = 0, question.tokens
    if index.value_heads.keys().isdisjoint(tokens):
        return
    names = [range(*span) for span in index.lexicon.wholes_in(tokens, _FEW)]
    names += [range(*span) for span in index.lexicon.heads_in(tokens)]  # no 星期一 in 星期一至五
    spoken = {
        place
        for one in question.pieces
        if is_hollow(one) or one.end - one.start > 1
        for place in range(one.start, one.end)
    }
    while at < len(tokens):
        longest = min(index.value_heads.get(tokens[at], 0), len(tokens) - at)
        if not longest:
            at += 1
            continue
        size = next((n for n in range(longest, 0, -1) if tokens[at : at + n] in index.values), 0)
        if size == 1 and ((at in spoken and is_hanzi(tokens[at])) or tokens[at] in index.vocabulary.affirms):
            size = 0  # 有 in 有多少 says of no row that it has something, nor "no" that something is not so
        if any(at in name and at + size - 1 in name and size < len(name) for name in names):
            size = 0  # who names 青石县 says of no line that it calls at 青石
        if size:
            words = index.values[tokens[at : at + size]]
            column = index.value_columns.get(words, "")
            dimension = (index.vocabulary.role_of(column) or column) if column else "group"
            places = frozenset(range(at, at + size))
            around = scope.turned(places, turned, question)
            level = next(
                (p for p in question.tagged("contrast") if p.end == at and p.end - p.start < _SHORT), None
            )
            if level and words[:1] in LEVELS and tokens[at] < "\u3400":  # "Municipal Education Bureau"
                places |= frozenset(range(level.start, level.end))
            around = around or _denied(question, at + size, turned)
            said = places | (around.said if around else frozenset())
            yield Stated(Is(dimension, frozenset({words}), negated=around is not None), said)
        at += size or 1


def _denied(question: Question, end: int, turned: Sequence[Scope]) -> Scope | None:
    """What denies that a department leads, right behind its name: 民政局没有牵头的."""
    for one in turned:
        lead = any(p.start - 1 in one.said for p in question.tagged("role:lead"))
        if not one.whole and lead and min(one.said) == end:
            return one
    return None


def _against_target(question: Question, turned: Sequence[Scope], index: Index) -> Iterator[Stated]:
    """What was done held against what was planned: 超额完成, 刚好完成, 没有达到目标."""
    ways: dict[str, Relation] = {"over": "gt", "exactly": "eq"}
    ways |= {"beyond": "gt"} if question.names("ask") & _WHICH else {}
    for name, way in ways.items():
        for piece in question.tagged(f"op:{name}"):
            relation: Relation = "lt" if piece.has("op:below") else way
            places = frozenset(range(piece.start, piece.end))
            around = scope.turned(places, turned, question)
            said = places | (around.said if around else frozenset())
            yield Stated(Held(relation, "target", "done", negated=around is not None), said)
    yield from _beside_target(question, turned, index)
    for piece in question.tagged("met"):
        places = frozenset(range(piece.start, piece.end))
        around = scope.turned(places, turned, question)
        if around and not around.whole:
            places |= around.said
            places |= {
                at
                for p in question.tagged("role:target")
                for at in range(p.start, p.end)
                if p.start >= piece.end
            }
            yield Stated(Held("ge", "target", "done", negated=True), places)


def _beside_target(question: Question, turned: Sequence[Scope], index: Index) -> Iterator[Stated]:
    """What was done held against the target by name: "完成数大于目标数", "正好等于目标", 比原定的大."""
    targets = {piece.start: piece.end for piece in question.tagged("role:target")}
    found: list[tuple[Relation, int, int]] = [
        (relation, piece.start, targets[piece.end])
        for relation in RELATIONS
        for piece in question.tagged(f"op:{relation}")
        if piece.end in targets
    ]
    found += _than_target(question, index)
    for relation, start, end in found:
        places = frozenset(range(start, end))
        around = scope.turned(places, turned, question)
        said = places | (around.said if around else frozenset())
        yield Stated(Held(relation, "target", "done", negated=around is not None), said)


def _than_target(question: Question, index: Index) -> Iterator[tuple[Relation, int, int]]:
    """That more or less was done than planned, with where that is said: 做完的数比原定的大的, 做得比计划还少的."""
    quiet = {at for piece in question.tagged("filler") for at in range(piece.start, piece.end)}
    targets = {piece.start: piece.end for piece in question.tagged("role:target")}
    chooses = bool(question.names("ask") & _WHICH)
    for piece in question.tagged("joint:than"):
        at = end = targets.get(piece.end, 0)
        while at and at < len(question.tokens):
            way = direction(question.tokens, at, index.vocabulary)
            if way and (chooses or question.tokens[at + 1 : at + 2] == ("的",)):  # not 比目标大多少
                yield ("gt" if way == "max" else "lt"), piece.start, at + 1
                break
            at = at + 1 if at in quiet and at - end < _FEW else 0


def _in_words(question: Question) -> Iterator[Stated]:
    """A column tells something in words, not as a number: the one that is named, else what was done."""
    for piece in question.tagged("op:wordy"):
        yield Stated(Is("kind", frozenset({"text"})), frozenset(range(piece.start, piece.end)))


def _bounds(question: Question, tables: Sequence[Table], index: Index) -> Iterator[Stated]:
    """The numbers that a column is held against, in the unit that is said."""
    roles = {role for table in tables for name in table.columns if (role := index.vocabulary.role_of(name))}
    units = {row.unit for table in tables for row in table.rows if row.unit}
    last = ""
    found = bounds(question, index.vocabulary)
    for bound in found:
        on = bounded(bound, question, roles, last)
        last = on
        held = bound.held(on)
        if _goes_beyond(bound, question):
            if on != "progress" or not bound.quantity.unit.is_rate:
                continue  # what a target is exceeded by stands in no column
            number = bound.quantity.number + _ALL
            held = replace(held, against=replace(bound.quantity, number=number, printed=""))
        yield Stated(held, bound.places)
        unit = bound.quantity.unit
        alike = {one for one in units if index.vocabulary.unit(one) == unit or one == unit.symbol}
        if alike and not unit.is_rate and roles:
            yield Stated(Is("counted", frozenset(alike)), bound.places)
    if not found:
        yield from _equalled(question, tables, index)
    yield from _counted_in(question, units)


def _equalled(question: Question, tables: Sequence[Table], index: Index) -> Iterator[Stated]:
    """A number right behind the name of a column, which what is asked for has: 挂号费50元的医生."""
    known = index.columns.known
    ends = {pair for table in tables for name in table.columns for pair in known[name].last}
    tokens = question.tokens
    for at in range(_FEW, len(tokens)):
        if not tokens[at][0].isdigit() or "".join(tokens[at - _FEW : at]) not in ends:
            continue
        said = read(tokens, at, index.vocabulary)
        if said and tokens[said.end : said.end + 1] == ("的",):
            yield Stated(Held("eq", said.quantity), frozenset(range(at, said.end)))


def _goes_beyond(bound: Bound, question: Question) -> bool:
    """Whether a bound says by how much a target is exceeded: 超额50%以上, 超额完成两成以上."""
    start = min(bound.places)
    done = {piece.end: piece.start for piece in question.tagged("role:done")}
    return any(piece.end in (start, done.get(start)) for piece in question.tagged("op:over", "op:beyond"))


def _counted_in(question: Question, units: set[str]) -> Iterator[Stated]:
    """What rows are counted in: 以人次计的任务, 以所为单位, 单位是千米的."""
    for piece in question.tagged("op:counted"):
        sizes = range(_LONGEST_UNIT, 0, -1)
        before = [range(piece.start - size, piece.start) for size in sizes if size <= piece.start]
        for run in (*before, *(range(piece.end, piece.end + size) for size in sizes)):
            unit = "".join(question.tokens[run.start : run.stop])
            if unit in units:
                places = frozenset({*run, *range(piece.start, piece.end)})
                yield Stated(Is("counted", frozenset({unit})), places)
                break


def bounded(bound: Bound, question: Question, roles: set[str], last: str) -> str:
    """The role that a bound speaks of: named before it, else what percentages are told of, else what was done."""
    if not roles:
        return ""
    named = [role for role in bound.roles if role in roles and role != "lead"]
    if bound.quantity.unit.is_rate and "progress" in roles:
        return "progress"  # 完成了150% is told in percent of the target
    if named:
        return named[0]
    if last:
        return last
    said = [role for role in ("target", "progress", "done") if role in question.names("role") & roles]
    return said[0] if said else "done" if "done" in roles else ""


def _left_out(
    question: Question, tables: Sequence[Table], turned: Sequence[Scope], used: frozenset[int], index: Index
) -> Iterator[Stated]:
    """Rows, or whole tables, that a question leaves out: 除了加装电梯, 不含省级的."""
    own = {table.document for table in tables}
    beside = (t for t in index.knowledge.tables.values() if t.id in index.tabled and t.document in own)
    titles = {table.id: index.titles[table.id] for table in (*tables, *beside)}
    shared = frozenset.intersection(*titles.values()) if titles else frozenset()
    for one in turned:
        rest = one.inside - used
        near = rest if one.whole else frozenset(sorted(rest)[:NEAR])
        columns = {at for piece in question.tagged("role") for at in range(piece.start, piece.end)}
        said = {gram: places for gram, places in grams_at(question) if set(places) <= near - columns}
        named = {id_ for id_, title in titles.items() if (title - shared) & said.keys()}
        if len(titles) > 1 and len(named) == 1:
            title = next(titles[id_] for id_ in named)
            places = frozenset(at for gram, spots in said.items() if gram in title for at in spots)
            yield Stated(Is("table", frozenset(named), negated=True), places | one.said)
            continue
        names = rest - _pointing(question, index)
        rows = _all_named(question, names, tables, index) if names and one.whole else []
        if rows:
            yield Stated(Is("row", frozenset(row.id for row in rows), negated=True), rest | one.said)


def _several_named(
    question: Question, tables: Sequence[Table], used: frozenset[int], index: Index
) -> Iterator[Stated]:
    """As many rows as are said to go by a name: 小型水库两项."""
    framed = used.union(
        *(range(p.start, p.end) for p in question.tagged("role", "op", "ask", "filler", "row", "table"))
    )
    for at in range(1, len(question.tokens)):
        counts = question.tokens[at] in NUMERALS and at not in used
        said = read(question.tokens, at) if counts else None
        counter = question.tokens[said.counted : said.counted + 1] if said else ()
        if not said or not said.is_bare or said.quantity.number < _FEW or counter not in (("项",), ("个",)):
            continue
        names = [spot for spot in range(at) if question.clauses[spot] == question.clauses[at]]
        names = [spot for spot in names if spot not in framed]
        rows = rows_named(part(question, names), tables, index) if names else []
        if len(rows) == said.quantity.number:
            places = frozenset({*names, *range(said.start, said.counted + 1)})
            yield Stated(Is("row", frozenset(row.id for row in rows)), places)


def _pointing(question: Question, index: Index) -> set[int]:
    """Where what was named is only pointed at: 那两项 in 小型水库那两项不算."""
    found: set[int] = set()
    for piece in question.tagged("filler", "followup"):
        found |= set(range(piece.start, piece.end))
        said = read(question.tokens, piece.end)
        if said and said.is_bare:
            counted = question.tokens[said.counted : said.counted + 1] in index.vocabulary.units
            found |= set(range(said.start, said.counted + counted))
    return found


def _all_named(question: Question, names: frozenset[int], tables: Sequence[Table], index: Index) -> list[Row]:
    """The rows that go by some words, or by each of several names in them: 低保和残疾人补贴."""
    joints = [piece for piece in question.tagged("op:and") if not index.is_in_name(piece, question)]
    joined = {at for piece in joints for at in range(piece.start, piece.end)}
    starts = {piece.end for piece in joints} | index.seams(question)
    counts = {at for at in names if question.tokens[at] in SPELLED}  # the two allowances
    kept = sorted(names - joined - counts)
    cuts = [
        number for number, at in enumerate(kept) if number and starts & {*range(kept[number - 1] + 1, at + 1)}
    ]
    stretches = [kept[first:last] for first, last in pairwise((0, *cuts, len(kept)))]
    each = [rows_named(part(question, one), tables, index) for one in stretches]
    if len(each) > 1 and all(each):
        return [row for rows in each for row in rows]
    return rows_named(part(question, names), tables, index)


def rows_named(question: Question, tables: Sequence[Table], index: Index) -> list[Row]:
    """The rows that a stretch of words names, all of them where it names several alike: 两项低保."""
    asked = index.read(question)
    own = {table.id for table in tables}
    matches = [
        match
        for match in index.search(question, asked)
        if isinstance(match.target, Row)
        and match.target.table in own
        and not index.opposes(match.target, asked)
    ]
    best = max((match.coverage for match in matches), default=0.0)
    if best < index.thresholds.accept:
        return []
    found = [match for match in matches if match.coverage >= best - index.thresholds.margin]
    return [match.target for match in found if isinstance(match.target, Row)]

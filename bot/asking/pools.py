"""Which tables a question may mean: each by itself, or together where their columns play roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.asking.features import grams_at
from bot.asking.index import Index
from bot.asking.question import Question
from bot.asking.scope import NEAR
from bot.knowledge.model import Fact, Row, Table
from bot.knowledge.query import Is

_HANDY = 40
"""So many tables are looked through whatever the words of a question lead to."""
_MANY = 5000
"""So many rows are looked through."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Tables that may be looked through together: their columns play roles, or there is one table.

    Attributes:
        roles: The columns by the roles they play.
        titled: Where in the question their titles are said.
        named: The tables that the question names apart from each other, in the order it does, and where.
    """

    tables: tuple[Table, ...]
    roles: Mapping[str, str]
    titled: frozenset[int]
    named: Mapping[str, int] = field(default_factory=dict)

    @property
    def within(self) -> tuple[Is, ...]:
        """The condition that a fact stands in one of the tables."""
        return (Is("table", frozenset(table.id for table in self.tables)),)

    @property
    def rows(self) -> list[Row]:
        """All rows of the tables."""
        return [row for table in self.tables for row in table.rows]


def pools(question: Question, near: Sequence[Fact], values: frozenset[int], index: Index) -> Iterator[Pool]:
    """The tables a question may mean, together where their columns play roles.

    ``near`` are facts that its words lead to, ``values`` where it says what cells hold.
    """
    known = index.knowledge.tables
    names = dict.fromkeys(index.knowledge.rows[fact.row].table for fact in near if fact.row)
    if len(known) <= _HANDY:
        names |= dict.fromkeys(sorted(known))
    else:
        names |= dict.fromkeys(sorted(index.tabled))
    seen = 0
    together: list[Table] = []
    for name in names:
        table = known[name]
        if not table.rows or (seen and seen + len(table.rows) > _MANY):
            continue
        seen += len(table.rows)
        if any(index.is_foreign(piece, question, table.document) for piece in question.tagged("place")):
            continue
        if name in index.tabled:
            together.append(table)
        else:
            yield Pool((table,), {}, _title_places(question, table, index))
    if together:
        order = list(known)
        yield _titled(question, sorted(together, key=lambda table: order.index(table.id)), values, index)


def _title_places(question: Question, table: Table, index: Index) -> frozenset[int]:
    title = index.titles[table.id]
    return frozenset(at for gram, places in grams_at(question) if gram in title for at in places)


def _titled(question: Question, tables: Sequence[Table], spots: frozenset[int], index: Index) -> Pool:
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
    named = {name: own[name] for name in sorted(own, key=lambda name: own[name]) if own[name] >= 0}
    if len(named) > 1 and left_out.isdisjoint(own.values()):
        chosen = tuple(table for table in tables if table.id in named)
    if question.tagged("op:whole_tables"):
        chosen = tuple(tables)
    known = shared.union(*(titles[table.id] for table in chosen))
    places = frozenset(at for gram, spots in found if gram in known for at in spots)
    return Pool(chosen, roles, places, named)


def _left_out(question: Question, index: Index) -> frozenset[int]:
    """Where something is named that is left out."""
    turned = index.read(question).turned
    return frozenset().union(
        *(one.inside if one.whole else frozenset(sorted(one.inside)[:NEAR]) for one in turned)
    )

"""What a question means: a small algebra over facts. Every kind of question is one value of `Query`.

A *fact* has dimensions: its document, table, row, subject, measure, role, period, unit, kind, and the words beside
it in its row, each under the role or the name of its column. Queries select facts by them, and make numbers and
names of what was selected. `text` writes a query so that a person can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from bot.language.amounts import Quantity

Relation = Literal["gt", "ge", "eq", "le", "lt"]
SIGNS: dict[Relation, str] = {"gt": ">", "ge": "≥", "eq": "=", "le": "≤", "lt": "<"}
Dimension = str
"""``fact document table group row number role measure unit kind``, or a column of words: ``lead``."""
Joint = Literal[
    "difference",
    "more",
    "less",
    "ratio",
    "share",
    "growth",
    "per",
    "sum",
    "mean",
    "higher",
    "lower",
    "before",
]


@dataclass(frozen=True, slots=True)
class Is:
    """A dimension of the fact holds one of some values; ``negated``: none of them."""

    dimension: Dimension
    among: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A number held against a quantity, the cell of another role or column in its row, or of its column in a row.

    The number is the fact's own, or that of the cell beside it whose role or column is ``on``.
    """

    relation: Relation
    against: Quantity | str
    on: str = ""
    negated: bool = False


Condition = Is | Held


@dataclass(frozen=True, slots=True)
class Select:
    """The facts that meet all conditions: a cell, a row, a column, a list are all this."""

    where: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """What some facts hold in a dimension, each once: the names of rows, the departments."""

    of: Query
    on: Dimension


@dataclass(frozen=True, slots=True)
class Rank:
    """Those at some places of an order, 1 being the first."""

    of: Query
    order: Literal["max", "min"]
    first: int = 1
    last: int = 1


@dataclass(frozen=True, slots=True)
class Among:
    """Those in the rows that another query comes to, as the cheapest of the five that sell most."""

    of: Query
    rows: Query


@dataclass(frozen=True, slots=True)
class Filter:
    """Those of some numbers that hold against a quantity, as the departments with more than one task."""

    of: Query
    claim: Held


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One number made of many facts; ``by`` makes one for each value of a dimension."""

    of: Query
    how: Literal["count", "sum", "mean"]
    by: Dimension = ""


APART = "apart"
"""What is projected on where some things are named one by one: the names that tell them apart."""
WHOLE = "whole"
"""What the rows of a table come to, as one of them tells it."""
BEFORE = "before"
"""What a figure was before it changed, as its sentence tells it: 31.6小时 in 由31.6小时压缩至28.4小时."""
LAST_YEAR = "last year"
"""What the figure of the same name was a year before; in a year that is named, it is that: 2022年."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Each fact against the cell of another role in its row, its column in the row for the `WHOLE`, or what it was.

    That is how much more was done than planned, what share, or how far a figure moved.
    """

    of: Query
    how: Literal["difference", "more", "less", "ratio", "share"]
    against: str


@dataclass(frozen=True, slots=True)
class Common:
    """Names that all parts have; ``without``: names of the first that no other part has."""

    parts: tuple[Query, ...]
    without: bool = False


@dataclass(frozen=True, slots=True)
class Combine:
    """One number, or one name, made of a few figures that are named one by one, in the order they are said.

    ``before`` takes from a figure the change that it is told to have made.

    ``unit`` is the one it is asked in: 万元 in "平均每户多少万元".
    """

    how: Joint
    parts: tuple[Query, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """A figure in the unit it is asked in, where it is printed in another scale of it: 55亿元 in 万元."""

    of: Query
    unit: str


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a figure is what the question says of it."""

    of: Query
    claim: Condition


@dataclass(frozen=True, slots=True)
class Each:
    """Several questions in one message: all are told, or none."""

    parts: tuple[Query, ...]


Query = (
    Select
    | Project
    | Rank
    | Among
    | Filter
    | Aggregate
    | Beside
    | Common
    | Combine
    | Converted
    | Check
    | Each
)


def known(*ids: str) -> Select:
    """The query for facts that are known by their ids."""
    return Select((Is("fact", frozenset(ids)),))


def conditions(query: Query | None) -> tuple[Condition, ...]:
    """What the facts meet that one thing is made of; nothing where it is made of several parts."""
    match query:
        case Select(where):
            return where
        case Project(of, _) | Rank(of, _, _, _) | Aggregate(of, _, _) | Filter(of, _) | Among(of, _):
            return conditions(of)
        case _:
            return ()


def text(query: Query) -> str:  # noqa: C901, PLR0911, PLR0912  # one case a kind of query
    """A query in a form to read, innermost first.

    >>> where = Is("lead", frozenset({"市水利局"}), negated=True), Is("role", frozenset({"progress"}))
    >>> text(Rank(Select(where), "max"))
    'select(lead ≠ 市水利局, role = progress) | max'
    """
    match query:
        case Select(where):
            return f"select({', '.join(map(condition_text, where))})"
        case Project(of, on):
            return f"{text(of)} | {on}"
        case Rank(of, order, first, last):
            places = "" if (first, last) == (1, 1) else f" {first}" if first == last else f" {first}-{last}"
            return f"{text(of)} | {order}{places}"
        case Among(of, rows):
            return f"{text(of)} | among ({text(rows)})"
        case Filter(of, claim):
            return f"{text(of)} | only {condition_text(claim)}"
        case Aggregate(of, how, by):
            return f"{text(of)} | {how}" + (f" by {by}" if by else "")
        case Beside(of, how, against):
            return f"{text(of)} | {how} from {against}"
        case Common(parts, without):
            return f"{'without' if without else 'common'}({'; '.join(map(text, parts))})"
        case Combine(how, parts, _):
            return f"{how}({'; '.join(map(text, parts))})"
        case Converted(of, unit):
            return f"{text(of)} | in {unit}"
        case Check(of, claim):
            return f"{text(of)} | is it {condition_text(claim)}?"
        case Each(parts):
            return f"each({'; '.join(map(text, parts))})"
        case _:
            assert_never(query)


def condition_text(condition: Condition) -> str:
    """A condition as it is read: ``lead ≠ 市水利局``, ``progress ≥ 100%``."""
    if isinstance(condition, Is):
        return (
            f"{condition.dimension} {'≠' if condition.negated else '='} {'/'.join(sorted(condition.among))}"
        )
    against = condition.against if isinstance(condition.against, str) else condition.against.text
    said = f"{condition.on or 'value'} {SIGNS[condition.relation]} {against}"
    return f"not {said}" if condition.negated else said

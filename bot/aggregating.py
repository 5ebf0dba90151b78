"""What is not printed but follows from what is: a choice of rows, their count, the highest, a sum, a difference.

Nothing here is decided by a threshold. A computation whose inputs are not certain yields None, and the question
is looked up like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.model import Entry, Fact, Found, Row
from bot.selecting import cell
from bot.understanding import Candidate, Pairing, RowQuery
from bot.vocabulary import Vocabulary

MAX_TIED = 6
"""Rows given as "the highest" at once; where more share the first place, none stands out."""


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer that was worked out, and the facts it speaks of, for the next question."""

    answer: Found
    facts: tuple[Fact, ...] = ()


def entry_of(fact: Fact, item: str = "") -> Entry:
    """A fact, or one item of it, as it is given."""
    return Entry(
        value=item or fact.value,
        label=fact.label,
        kind=fact.kind,
        unit=fact.unit,
        printed=item or fact.shown,
        period=fact.period,
        fact=fact.id,
        sources=(fact.source,),
    )


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros.

    >>> plain(Decimal("100.50")), plain(Decimal("1E+2"))
    ('100.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def beyond_target(row: Row, vocabulary: Vocabulary) -> Computed | None:
    """By how much what was done differs from the target."""
    done, target = cell(row, "done", vocabulary), cell(row, "target", vocabulary)
    if done is None or target is None or done.number is None or target.number is None:
        return None
    difference = done.number - target.number
    entry = _derived(f"{row.title} · {done.measure} − {target.measure}", abs(difference), [done, target])
    working = f"{done.value} − {target.value} = {plain(difference)}"
    context = tuple(entry_of(fact) for fact in (done, target))
    return Computed(Found(entries=(entry,), context=context, working=working), (done,))


def _derived(label: str, value: Decimal, inputs: Sequence[Fact]) -> Entry:
    return Entry(
        value=plain(value),
        label=label,
        kind="derived",
        unit=inputs[0].unit,
        period=inputs[0].period,
        sources=tuple(fact.source for fact in inputs),
    )


def pair(query: Pairing) -> Computed | None:
    """Two figures added up, taken from each other or compared."""
    one, two = query.first, query.second
    first, second = one.fact, two.fact
    if first.number is None or second.number is None:
        return None
    context, both = (entry_of(first), entry_of(second)), (first, second)
    if query.operation in ("compare", "compare_low"):
        return _compare(query, context)
    if query.operation == "sum":
        value, sign = first.number + second.number, "+"
    else:
        value, sign = abs(first.number - second.number), "−"
        first, second = sorted(both, key=lambda fact: -(fact.number or 0))
    entry = _derived(f"{first.label} {sign} {second.label}", value, both)
    working = f"{first.value} {sign} {second.value} = {plain(value)}"
    return Computed(Found(entries=(entry,), context=context, working=working), both)


def _compare(query: Pairing, context: tuple[Entry, ...]) -> Computed | None:
    """The name of the higher or lower of two figures; both figures where they are equal."""
    one, two = query.first, query.second
    first, second = one.fact, two.fact
    if first.number is None or second.number is None:
        return None
    if first.number == second.number:
        return Computed(Found(entries=context, working=f"{first.value} = {second.value}"), (first, second))
    chosen = one if (first.number > second.number) == (query.operation == "compare") else two
    entry = Entry(
        value=_telling_name(chosen, two if chosen is one else one),
        label=chosen.fact.label,
        kind="name",
        period=chosen.fact.period,
        fact=chosen.fact.id,
        sources=(chosen.fact.source,),
    )
    sign = ">" if first.number > second.number else "<"
    working = f"{first.value}{first.unit} {sign} {second.value}{second.unit}"
    return Computed(Found(entries=(entry,), context=context, working=working), (first, second))


def _telling_name(chosen: Candidate, other: Candidate) -> str:
    """The part of a candidate's label that tells it from the other."""
    if chosen.row:
        return chosen.row.name
    if chosen.fact.subject != other.fact.subject:
        return chosen.fact.subject
    return chosen.fact.measure


def rows(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """What is asked of the rows a question selects."""
    match query.operation:
        case "list":
            names = tuple(_row_entry(row, query.role, vocabulary) for row in query.selection.rows)
            return Computed(Found(entries=names))
        case "count":
            return _count(query, vocabulary)
        case _:
            return _over_cells(query, vocabulary)


def _count(query: RowQuery, vocabulary: Vocabulary) -> Computed:
    counted = tuple(_row_entry(row, query.role, vocabulary) for row in query.selection.rows)
    entry = Entry(
        value=str(len(counted)),
        label="、".join(condition.words for condition in query.selection.conditions if condition.words),
        kind="derived",
        unit="项",
        period=counted[0].period,
        sources=tuple(source for row in counted for source in row.sources),
    )
    return Computed(Found(entries=(entry,), context=counted))


def _over_cells(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """The highest, the lowest or the mean of one column over the rows."""
    cells = [(row, fact) for row in query.selection.rows if (fact := cell(row, query.role, vocabulary))]
    numbers = [(fact.number, row, fact) for row, fact in cells if fact.number is not None]
    if not numbers:
        return None
    if query.operation == "average":
        return _average([fact for _, _, fact in numbers])
    extreme = (max if query.operation == "max" else min)(number for number, _, _ in numbers)
    best = [(row, fact) for number, row, fact in numbers if number == extreme]
    if len(best) > MAX_TIED:
        return None
    entries = tuple(_row_entry(row, query.role, vocabulary) for row, _ in best)
    context = tuple(entry_of(fact) for row, _ in best for fact in row.cells.values())
    return Computed(Found(entries=entries, context=context), tuple(fact for _, fact in best))


def _average(facts: Sequence[Fact]) -> Computed:
    numbers = [fact.number for fact in facts if fact.number is not None]
    mean = sum(numbers, Decimal(0)) / len(numbers)
    entry = _derived(facts[0].measure, mean.quantize(Decimal("0.01")), facts)
    working = f"({' + '.join(fact.value for fact in facts)}) ÷ {len(facts)} = {entry.value}"
    return Computed(Found(entries=(entry,), working=working))


def _row_entry(row: Row, role: str, vocabulary: Vocabulary) -> Entry:
    """A row by its name; its place is that of its cells."""
    fact = cell(row, role, vocabulary) or next(iter(row.cells.values()))
    return Entry(
        value=row.name,
        label=row.title,
        kind="name",
        printed=fact.shown,
        period=fact.period,
        fact=fact.id,
        sources=(fact.source,),
    )

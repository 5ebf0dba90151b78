"""What is not printed but follows from what is: a choice of rows, their count, the highest, a sum, a difference.

Nothing here is decided by a threshold. A computation whose inputs are not certain yields None, and the question
is looked up like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from bot.asking.pairing import Candidate, Pairing
from bot.asking.selecting import cell
from bot.asking.understanding import RowQuery
from bot.knowledge.model import Entry, Fact, Found, Row
from bot.language.vocabulary import Vocabulary

_PLACES = Decimal("0.01")
"""Shares and ratios are told to two places."""
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


def named(name: str, fact: Fact, label: str = "") -> Entry:
    """The name of what a fact is of, as an answer; it stands where the fact does."""
    return replace(
        entry_of(fact), value=name, kind="name", unit="", label=label or fact.label, printed=fact.shown
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
    names = (_telling_name(one, two), _telling_name(two, one))
    return combine(query.operation, (one.fact, two.fact), names)


def combine(operation: str, facts: Sequence[Fact], names: Sequence[str]) -> Computed | None:
    """Figures put together: a sum, average, difference, ratio, share, or compare and compare_low.

    None where they are not counted in the same unit, or where what is asked of them makes no sense.
    """
    numbers = [fact.number for fact in facts if fact.number is not None]
    if len(numbers) != len(facts) or len({fact.unit for fact in facts}) != 1:
        return None
    if operation in ("compare", "compare_low"):
        return _compare(operation, facts, names)
    if operation == "average":
        return replace(mean(facts), facts=tuple(facts))
    if operation == "sum":
        return _worked(facts, sum(numbers, Decimal(0)), "+")
    if operation == "difference":
        ordered = sorted(facts, key=lambda fact: -(fact.number or 0))
        return _worked(ordered, max(numbers) - min(numbers), "−")
    return _divided(operation, facts, numbers)


def _divided(operation: str, facts: Sequence[Fact], numbers: Sequence[Decimal]) -> Computed | None:
    """How many times the second figure the first is, or what share of it; a part is no more than the whole."""
    part, whole = numbers
    if not whole or (operation == "share" and part > whole):
        return None
    if operation == "share":
        return _worked(facts, (part / whole * 100).quantize(_PLACES, ROUND_HALF_UP), "÷", "%")
    return _worked(facts, (part / whole).quantize(_PLACES, ROUND_HALF_UP), "÷", "倍")


def _worked(facts: Sequence[Fact], value: Decimal, sign: str, unit: str = "") -> Computed:
    entry = _derived(f" {sign} ".join(fact.label for fact in facts), value, facts)
    entry = replace(entry, unit=unit or entry.unit)
    result = f"{entry.value}%" if unit == "%" else entry.value
    working = f" {sign} ".join(fact.value for fact in facts) + f" = {result}"
    context = tuple(entry_of(fact) for fact in facts)
    return Computed(Found(entries=(entry,), context=context, working=working), tuple(facts))


def _compare(operation: str, facts: Sequence[Fact], names: Sequence[str]) -> Computed | None:
    """The name of the higher or lower of two figures; both figures where they are equal."""
    first, second = facts
    if first.number is None or second.number is None:
        return None
    context = tuple(entry_of(fact) for fact in facts)
    if first.number == second.number:
        return Computed(Found(entries=context, working=f"{first.value} = {second.value}"), tuple(facts))
    chosen = 0 if (first.number > second.number) == (operation == "compare") else 1
    entry = Entry(
        value=names[chosen],
        label=facts[chosen].label,
        kind="name",
        period=facts[chosen].period,
        fact=facts[chosen].id,
        sources=(facts[chosen].source,),
    )
    sign = ">" if first.number > second.number else "<"
    working = f"{first.value}{first.unit} {sign} {second.value}{second.unit}"
    return Computed(Found(entries=(entry,), context=context, working=working), tuple(facts))


def _telling_name(chosen: Candidate, other: Candidate) -> str:
    """The part of a candidate's label that tells it from the other."""
    if chosen.row:
        return chosen.row.name
    if chosen.fact.subject != other.fact.subject:
        return chosen.fact.subject
    return chosen.fact.measure


def rows(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """What is asked of the rows a question selects; None where they do not tell it."""
    ways = {
        "list": _list,
        "count": _count,
        "cell": _cell,
        "order": _ordered,
        "average": _average,
        "sum": _sum,
    }
    by_lead = dict.fromkeys(("distinct", "count_distinct", "most", "fewest"), _by_lead)
    work = {**ways, **by_lead}.get(query.operation)
    return work(query, vocabulary) if work else None


def _list(query: RowQuery, vocabulary: Vocabulary) -> Computed:
    names = tuple(_row_entry(row, query.role, vocabulary) for row in query.selection.rows)
    return Computed(Found(entries=names), _told(query, vocabulary))


def _told(query: RowQuery, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    cells = (cell(row, query.role, vocabulary) for row in query.selection.rows)
    return tuple(fact for fact in cells if fact)


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


def _cell(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """What the one row that is selected says in a column, or several rows alike in words."""
    row = query.selection.rows[0]
    fact = cell(row, query.role, vocabulary)
    said = {(told.kind, told.value) for told in _told(query, vocabulary)}
    if fact is None or len(said) > 1 or (fact.kind == "figure" and len(query.selection.rows) > 1):
        return None
    entries = tuple(entry_of(fact, item) for item in fact.items or [""])
    context = tuple(entry_of(other) for other in row.cells.values() if other.id != fact.id)
    return Computed(Found(entries=entries, context=context), (fact,))


def _by_lead(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """What differs in the lead column: listed, counted, or the one that stands in most or fewest rows."""
    facts = [fact for row in query.selection.rows if (fact := cell(row, "lead", vocabulary))]
    holders: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        for name in fact.items or (fact.value,):
            holders[name].append(fact)
    if not holders:
        return None
    counts = {name: _counted(name, held) for name, held in holders.items()}
    if query.operation in ("most", "fewest"):
        chosen = (max if query.operation == "most" else min)(len(held) for held in holders.values())
        names = [name for name, held in holders.items() if len(held) == chosen]
        if len(names) > 1:
            return None
        return Computed(Found(entries=(_named(names[0], holders[names[0]]),), context=(counts[names[0]],)))
    entries = tuple(_named(name, held) for name, held in holders.items())
    if query.operation == "distinct":
        return Computed(Found(entries=entries, context=tuple(counts.values())))
    total = Entry(
        value=str(len(holders)),
        label=facts[0].measure,
        kind="derived",
        unit="个",
        period=facts[0].period,
        sources=tuple(source for entry in entries for source in entry.sources),
    )
    return Computed(Found(entries=(total,), context=entries))


def _named(name: str, held: Sequence[Fact]) -> Entry:
    return Entry(
        value=name, label=held[0].measure, kind="text", period=held[0].period, sources=(held[0].source,)
    )


def _counted(name: str, held: Sequence[Fact]) -> Entry:
    sources = tuple(fact.source for fact in held)
    return Entry(
        value=str(len(held)), label=name, kind="derived", unit="项", period=held[0].period, sources=sources
    )


def _figures(query: RowQuery, vocabulary: Vocabulary) -> list[tuple[Decimal, Row, Fact]]:
    """The numbers of a role with their rows; what is done beyond the target for the role ``excess``.

    Where those are counted in different things, the progress tells what is beyond the target. Empty where figures
    of different units would have to be compared.
    """
    found: list[tuple[Decimal, Row, Fact]] = []
    for row in query.selection.rows:
        fact = cell(row, "done" if query.role == "excess" else query.role, vocabulary)
        target = cell(row, "target", vocabulary) if query.role == "excess" else None
        number = fact.number if fact else None
        if fact is None or number is None:
            continue
        if query.role == "excess":
            if target is None or target.number is None:
                continue
            number -= target.number
        found.append((number, row, fact))
    if len({fact.unit for _, _, fact in found}) <= 1:
        return found
    return _figures(replace(query, role="progress"), vocabulary) if query.role == "excess" else []


def _ordered(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """The rows at the places asked for, in order; None where rows with equal figures straddle the last place."""
    rank, numbers = query.selection.rank, _figures(query, vocabulary)
    if rank is None or not numbers:
        return None
    numbers.sort(key=lambda entry: entry[0], reverse=rank.order == "max")
    first, last = rank.first - 1, rank.last - 1
    if last >= len(numbers):
        return None
    low, high = numbers[first][0], numbers[last][0]
    chosen = [entry for entry in numbers if min(low, high) <= entry[0] <= max(low, high)]
    if len(chosen) != last - first + 1 and (last > 0 or len(chosen) > MAX_TIED):
        return None
    asks = query.question.names("ask")
    if len(chosen) == 1 and "figure" in asks and not asks & {"which", "what", "name"}:
        return None if query.role == "excess" else _cell(_only(query, chosen[0][1]), vocabulary)
    entries = tuple(_row_entry(row, _role_of(fact, query), vocabulary) for _, row, fact in chosen)
    context = tuple(entry_of(fact) for _, row, _ in chosen for fact in row.cells.values())
    return Computed(Found(entries=entries, context=context), tuple(fact for _, _, fact in chosen))


def _only(query: RowQuery, row: Row) -> RowQuery:
    return replace(query, selection=replace(query.selection, rows=(row,)))


def _role_of(fact: Fact, query: RowQuery) -> str:
    return "done" if query.role == "excess" and fact.unit != "%" else query.role.replace("excess", "progress")


def _average(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """The mean of a role; None where a row has no number there."""
    facts = [fact for _, _, fact in _figures(query, vocabulary)]
    if not facts or len(facts) < len(query.selection.rows):
        return None
    return mean(facts)


def _sum(query: RowQuery, vocabulary: Vocabulary) -> Computed | None:
    """The sum of a role; None where a row has no number there."""
    facts = [fact for _, _, fact in _figures(query, vocabulary)]
    if len(facts) < max(2, len(query.selection.rows)):
        return None
    return combine("sum", facts, ())


def mean(facts: Sequence[Fact]) -> Computed:
    """The mean of figures of one unit, to two places."""
    numbers = [fact.number for fact in facts if fact.number is not None]
    value = sum(numbers, Decimal(0)) / len(numbers)
    entry = _derived(facts[0].measure, value.quantize(_PLACES, ROUND_HALF_UP), facts)
    working = f"({' + '.join(fact.value for fact in facts)}) ÷ {len(facts)} = {entry.value}"
    return Computed(Found(entries=(entry,), working=working))


def _row_entry(row: Row, role: str, vocabulary: Vocabulary) -> Entry:
    """A row by its name; its place is that of its cells."""
    return named(row.name, cell(row, role, vocabulary) or next(iter(row.cells.values())), row.title)

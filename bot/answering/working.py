"""Numbers worked out of others, each with its working and the facts it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.denotation import Denotation, Item
from bot.knowledge.model import Entry, Fact
from bot.language.amounts import Quantity, Refusal, plain
from bot.language.units import NONE, Unit

OPERATORS = {
    "sum": " + ",
    "mean": " + ",
    "difference": " − ",
    "more": " − ",
    "less": " − ",
    "ratio": " ÷ ",
    "share": " ÷ ",
    "growth": " ÷ ",
    "per": " ÷ ",
}
"""What stands between the names, and the numbers, of what a number is worked out of."""


def by_size(items: Sequence[Item], *, highest: bool) -> list[Item]:
    """Items by their quantities, in the unit of the first; those that count something else are left out."""
    unit = next(item.quantity.unit for item in items if item.quantity)
    told = [
        (number, item)
        for item in items
        if item.quantity and (number := item.quantity.in_unit(unit)) is not None
    ]
    return [item for _, item in sorted(told, key=lambda one: one[0], reverse=highest)]


def worked(
    how: str, items: Sequence[Item], label: str, *, signed: bool = False, asked: Unit | None = None
) -> Denotation:
    """A number worked out of others, with its working and the sources of its parts.

    Args:
        how: A key of `OPERATORS`.
        items: What it is worked out of; each has a quantity.
        label: What it is called; where that is empty, by the names of the items.
        signed: Whether a difference is told with its sign; else as how far apart the items are.
        asked: The unit that something ``per`` another is asked in.
    """
    turned = False
    if how in ("difference", "more", "less") and not signed:
        first = items[0]
        sized = by_size(items, highest=True)
        items = sized if len(sized) == len(items) else items
        turned = (how == "more" and items[0] is not first) or (how == "less" and items[0] is first)
    quantities = [item.quantity for item in items if item.quantity]
    made = _result(how, quantities, asked)
    if isinstance(made, Refusal):
        return Denotation(refusal=made)
    sign = OPERATORS[how]
    facts = tuple(fact for item in items for fact in item.facts)
    alike = len({quantity.unit for quantity in quantities}) == 1
    terms = sign.join(plain(one.number) if alike else one.text for one in quantities)
    terms = f"({terms}) ÷ {len(items)}" if how == "mean" else terms
    told = Quantity(abs(made.number), made.unit) if how in ("difference", "more", "less") else made
    label = label or (facts[0].measure if how == "mean" else sign.join(item.entry.label for item in items))
    context = tuple(item.entry for item in items) if how != "mean" else ()
    terms = f"{terms} − 1" if how == "growth" else terms
    working = f"{terms} = {plain(made.number)}{'%' if how in ('share', 'growth') else ''}"
    return Denotation((derived(label, told, facts),), context, working, turned=turned)


def in_percent(how: str, items: Sequence[Item]) -> Denotation:
    """What the numbers of percentages, or of points of them, come to, as a percentage."""
    bare = [replace(item, quantity=replace(item.quantity, unit=NONE)) for item in items if item.quantity]
    made = worked(how, bare, "", signed=True)
    return replace(made, items=tuple(replace(one, entry=replace(one.entry, unit="%")) for one in made.items))


def _result(how: str, quantities: Sequence[Quantity], asked: Unit | None) -> Quantity | Refusal:
    """The sum, mean, difference, ratio, share of some quantities, or how much of one there is for another."""
    first, *others = quantities
    match how:
        case "sum":
            return first.sum(others)
        case "mean":
            return first.mean(others)
        case "per":
            return first.per(others[0], asked)
        case _:
            against = {"ratio": first.ratio, "share": first.share, "growth": first.growth}
            return against.get(how, first.difference)(others[0])


def derived(label: str, quantity: Quantity, facts: Sequence[Fact]) -> Item:
    """A number that is worked out, and not printed; of the time of its facts where that is one."""
    entry = Entry(
        value=plain(quantity.number),
        label=label,
        kind="derived",
        unit=quantity.unit.symbol,
        period=facts[0].period if len({fact.period for fact in facts}) == 1 else "",
        sources=tuple({fact.source: None for fact in facts}),
    )
    return Item(entry, tuple(facts), quantity)

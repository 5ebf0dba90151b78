"""What a query comes to: the things it is told by, each with the facts it rests on, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.knowledge.model import Entry, Fact, Found
from bot.language.amounts import Quantity, Refusal

Reason = Literal["", "few", "tied", "several", "nothing", "untold"]
"""Why a query comes to nothing: fewer than asked for, equal ones, several things meant, none, words."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a query comes to: as it is told, as a quantity where it is one, and the facts it rests on."""

    entry: Entry
    facts: tuple[Fact, ...]
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Denotation:
    """What a query comes to.

    Attributes:
        items: The things it comes to.
        context: What is shown beside them: the figures a number is worked out of, the row of a cell.
        working: How a number is worked out: "12 − 7 = 5".
        refusal: Why it comes to nothing; empty where it comes to something.
        truth: Whether a claim holds; None where there is none.
        turned: Whether the figure that is asked to be higher is the lower one.
        tied: Equal ones of which not all are meant, and it is not said which.
    """

    items: tuple[Item, ...] = ()
    context: tuple[Entry, ...] = ()
    working: str = ""
    refusal: Refusal | Reason = ""
    truth: bool | None = None
    turned: bool = False
    tied: tuple[Item, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts all of it rests on, each once."""
        return tuple({fact.id: fact for item in self.items for fact in item.facts}.values())

    @property
    def found(self) -> Found:
        """As an answer."""
        entries = tuple(item.entry for item in self.items)
        verdict: Literal["", "yes", "no"] = "" if self.truth is None else "yes" if self.truth else "no"
        return Found(
            entries=entries, context=self.context, working=self.working, verdict=verdict, turned=self.turned
        )


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

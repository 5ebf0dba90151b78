"""Carrying a query out over facts: one function, one case a kind of query. Nothing here is decided by a threshold.

What cannot be worked out is refused with a reason: percentages are not added up, figures of different units are not
taken from each other, and where equal figures straddle a place asked for, nothing stands out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, assert_never

from bot.answering.denotation import Denotation, Item, entry_of, named
from bot.answering.working import OPERATORS, by_size, derived, in_percent, worked
from bot.asking.index import Index
from bot.asking.indexing import is_of_shares
from bot.knowledge.facts import sign_of
from bot.knowledge.model import Entry, Fact, Row
from bot.knowledge.query import (
    APART,
    BEFORE,
    LAST_YEAR,
    WHOLE,
    Aggregate,
    Among,
    Beside,
    Check,
    Combine,
    Common,
    Condition,
    Converted,
    Each,
    Filter,
    Held,
    Is,
    Project,
    Query,
    Rank,
    Select,
    conditions,
)
from bot.language import periods, units
from bot.language.amounts import Quantity, Refusal, plain
from bot.language.units import NONE, Unit

MAX_TIED = 6
"""Figures given as "the highest" at once; where more share the first place, none stands out."""


def execute(query: Query, index: Index) -> Denotation:
    """What a query comes to."""
    return _Executor(index).run(query)


@dataclass(frozen=True, slots=True)
class _Executor:
    index: Index
    _done: dict[Query, Denotation] = field(default_factory=dict, compare=False)

    def run(self, query: Query) -> Denotation:
        if query not in self._done:
            self._done[query] = self._run(query)
        return self._done[query]

    def _run(self, query: Query) -> Denotation:  # noqa: C901, PLR0911, PLR0912  # one case a kind of query
        match query:
            case Select(where):
                facts = self.index.facts.select(where)
                items = tuple(item for fact in facts for item in self._items(fact))
                context = self._row_of(facts[0]) if len(facts) == 1 else ()
                return Denotation(items, context, refusal="" if items else "nothing")
            case Project(of, on):
                return self._apart(self.run(of), of) if on == APART else self._projected(self.run(of), on)
            case Rank(of, order, first, last):
                return _ranked(self.run(of), order, first, last)
            case Among(of, rows):
                return self._among(self.run(of), self.run(rows))
            case Filter(of, claim):
                return self._filtered(self.run(of), claim)
            case Aggregate(of, how, by):
                return self._aggregated(self.run(of), how, by)
            case Beside(of, how, against):
                return self._beside(self.run(of), how, against)
            case Common(parts, without):
                return _common([self.run(part) for part in parts], without=without)
            case Combine(how, parts, unit):
                return self._combined(how, parts, unit)
            case Converted(of, unit):
                return self._converted(self.run(of), unit)
            case Check(of, claim):
                return self._checked(self.run(of), claim)
            case Each(parts):
                found = [self.run(part) for part in parts]
                if refused := next((one for one in found if one.refusal), None):
                    return refused
                return Denotation(self._side_by_side(parts, found))
            case _:
                assert_never(query)

    def _side_by_side(self, parts: Sequence[Query], found: Sequence[Denotation]) -> tuple[Item, ...]:
        """What several parts come to, nothing twice; a number is called by what only its part is about."""
        own = [frozenset(one for one in conditions(part) if isinstance(one, Is)) for part in parts]
        common = frozenset.intersection(*own)
        items: dict[tuple[Entry, tuple[Fact, ...]], Item] = {}
        for mine, one in zip(own, found, strict=True):
            name = "、".join(filter(None, (self._called(each) for each in mine - common)))
            for item in one.items:
                called = item.entry.derived and not item.entry.label and name
                told = replace(item, entry=replace(item.entry, label=name)) if called else item
                items.setdefault((told.entry, told.facts), told)
        return tuple(items.values())

    def _called(self, one: Is) -> str:
        """What a condition is about, as a department or a table."""
        tables = self.index.knowledge.tables
        if one.negated or one.dimension not in ("lead", "table", "group"):
            return ""
        return "、".join(sorted(tables[each].title if each in tables else each for each in one.among))

    def _items(self, fact: Fact) -> Iterable[Item]:
        """A fact as what a query comes to: a list is all that it names."""
        quantity = self.index.facts.quantity(fact)
        return (Item(entry_of(fact, part), (fact,), quantity) for part in fact.items or [""])

    def _projected(self, of: Denotation, on: str) -> Denotation:
        if of.refusal:
            return of
        named: defaultdict[str, list[Item]] = defaultdict(list)
        for item in of.items:
            if not item.facts:  # made for one value of a dimension already
                continue
            if item.entry.kind == "derived" and on != "row":
                named[item.entry.label].append(item)
                continue
            values = self.index.facts.of(item.facts[0], on)
            for value in values[:1] if on == "group" else values:
                named[value].append(item)
        items = tuple(self._name(value, held, on) for value, held in named.items() if value)
        beside = [item.entry for item in of.items if item.entry.kind == "derived"]
        if on == "row":
            rows = [row for item in of.items for row in self._rows(item)]
            beside = [] if of.context else [entry_of(cell) for row in rows for cell in row.cells.values()]
        context = (*of.context, *beside) if len(items) <= MAX_TIED else ()
        return Denotation(items, context, of.working, "" if items else "nothing")

    def _apart(self, of: Denotation, query: Query) -> Denotation:
        """The names that tell some of several things, which were named one by one, from the others."""
        if of.refusal:
            return of
        among = self.run(query.of).items if isinstance(query, Filter | Rank) else of.items
        items = tuple(Item(self._told_by(item, among), item.facts, item.quantity) for item in of.items)
        return Denotation(items, tuple(item.entry for item in among), of.working)

    def _row_of(self, fact: Fact) -> tuple[Entry, ...]:
        """The other cells of the row a fact stands in."""
        row = self.index.knowledge.rows.get(fact.row)
        return tuple(entry_of(cell) for cell in row.cells.values() if cell.id != fact.id) if row else ()

    def _rows(self, item: Item) -> Iterable[Row]:
        rows = self.index.knowledge.rows
        return (rows[fact.row] for fact in item.facts if fact.row in rows)

    def _name(self, value: str, held: Sequence[Item], on: str) -> Item:
        """A name as an answer; it stands where the first of its facts does."""
        facts = tuple(fact for item in held for fact in item.facts)
        row = self.index.knowledge.rows.get(facts[0].row)
        if on in ("row", "group", "subject") and row:
            called = self.index.called(row, facts[0]) if on == "row" else value
            return Item(named(called, facts[0], row.title), facts)
        if row:
            cell = self.index.facts.cell(row, on) or facts[0]
            value = _bare_time(value) if on == "measure" else value
            entry = Entry(
                value=value, label=cell.measure, kind="text", period=cell.period, sources=(cell.source,)
            )
            return Item(entry, facts)
        return Item(named(value, facts[0]), facts)

    def _filtered(self, of: Denotation, claim: Held) -> Denotation:
        if of.refusal or isinstance(claim.against, str):
            return of
        signs = {"gt": (1,), "ge": (0, 1), "eq": (0,), "le": (-1, 0), "lt": (-1,)}[claim.relation]
        kept = [
            item for item in of.items if (sign_of(item.quantity, claim.against) in signs) != claim.negated
        ]
        return replace(of, items=tuple(kept), refusal="" if kept else "nothing")

    def _aggregated(self, of: Denotation, how: Literal["count", "sum", "mean"], by: str) -> Denotation:
        if of.refusal and not (how == "count" and of.refusal == "nothing" and not by):
            return of
        if by:
            groups: defaultdict[str, list[Item]] = defaultdict(list)
            for item in of.items:
                values = self.index.facts.of(item.facts[0], by)
                for value in (item.entry.value,) if item.entry.value in values else values:
                    groups[value].append(item)
            made = [self._made(items, how, value) for value, items in groups.items()]
            return Denotation(tuple(one.items[0] for one in made if one.items))
        return self._made(of.items, how, "")

    @staticmethod
    def _among(of: Denotation, rows: Denotation) -> Denotation:
        """The items whose rows are among those of others; of ten where there are only eight, all."""
        if of.refusal or rows.refusal not in ("", "tied", "few"):
            return of if of.refusal else rows
        among = {fact.row for fact in rows.facts}
        unsure = {fact.row for item in rows.tied for fact in item.facts}
        items = tuple(item for item in of.items if among.issuperset(fact.row for fact in item.facts))
        tied = tuple(item for item in items if not unsure.isdisjoint(fact.row for fact in item.facts))
        return Denotation(items, tied=tied, refusal="" if items else "nothing")

    def _made(self, items: Sequence[Item], how: Literal["count", "sum", "mean"], label: str) -> Denotation:
        """One number made of many: how many they are, what they come to, what they are on average."""
        facts = tuple(fact for item in items for fact in item.facts)
        if how == "count":
            counted = self.index.counted(facts)
            names = tuple(item.entry for item in items)
            one = Quantity(Decimal(len(items)), self.index.knowledge.vocabulary.unit(counted))
            return Denotation((derived(label, one, facts),), names)
        if any(item.quantity is None for item in items):
            return Denotation(refusal="untold")
        return worked(how, items, label)

    def _beside(
        self, of: Denotation, how: Literal["difference", "more", "less", "ratio", "share"], against: str
    ) -> Denotation:
        """Each fact against the cell beside it; where those are counted in different things, against the whole."""
        made: list[Denotation] = []
        for given in of.items:
            item = self._acted(given, against)
            other = self._against(item.facts[0], against)
            quantity = self.index.facts.quantity(other) if other else None
            if other is None or quantity is None or item.quantity is None:
                continue
            beside = Item(entry_of(other), (other,), quantity)
            fact = item.facts[0]
            row = self.index.knowledge.rows.get(fact.row)
            names = (fact.measure, other.measure) if row and against != WHOLE else (fact.label, other.label)
            label = OPERATORS[how].join(names)
            label = f"{row.title} · {label}" if row and against != WHOLE else label
            moved = against in (BEFORE, LAST_YEAR) or _is_year(against)
            signed = how == "difference" and not moved
            one = worked(how, (item, beside), "" if moved else label, signed=signed)
            is_share = how == "share" and against == WHOLE and not one.refusal
            made.append(self._printed(one, (item, beside)) if is_share else one)
        if not made or of.refusal:
            return of if of.refusal else Denotation(refusal="untold")
        if len(made) == 1:
            return made[0]
        return Denotation(tuple(item for one in made for item in one.items), refusal="" if made else "untold")

    def _against(self, fact: Fact, against: str) -> Fact | None:
        """The cell that another is held against: of its row, or of its column in the one row for the whole.

        The whole of what the prose tells is what its sentence says it is a part of.
        """
        if against not in (WHOLE, BEFORE, LAST_YEAR) and not _is_year(against):
            return self.index.facts.beside(fact, against)
        if not fact.row:
            beside = [one for run in self.index.runs([fact]) for one in run.facts if one.unit == fact.unit]
            if against != WHOLE:
                return self._former(fact, beside, against)
            return next((one for one in beside if one.measure == fact.subject), None)
        row = self.index.knowledge.rows[fact.row]
        if against != WHOLE:
            return self._in_earlier_year(fact, row, against)
        rows = self.index.knowledge.tables[row.table].rows
        wholes = [one for one in rows if self.index.is_whole(one) and not one.group and one is not row]
        under = [one for one in rows if one.name == row.name and self.index.says_whole(one.group)]
        wholes = under if row.group and not wholes else wholes
        own = [one for one in rows if self.index.is_whole(one) and one.group == row.group and one is not row]
        wholes = wholes or own  # 合计 of each year that rows stand under
        return wholes[0].cells.get(fact.measure) if len(wholes) == 1 else None

    def _in_earlier_year(self, fact: Fact, row: Row, against: str) -> Fact | None:
        """The cell of a row that is called as another is, of an earlier year."""
        untimed = {name: self.index.columns.known[name].untimed for name in row.cells}
        alike = (
            cell
            for name, cell in row.cells.items()
            if untimed[name] == untimed[fact.measure] and cell.unit == fact.unit
        )
        return next((cell for cell in alike if _is_of(cell, fact, against)), None)

    def _former(self, fact: Fact, beside: Sequence[Fact], against: str) -> Fact | None:
        """What a figure of the prose was before it changed, which is told ``beside`` it; or a year before."""
        told = [one for one in beside if one.former and one.label.startswith(fact.label)]
        if told and against == BEFORE:
            return told[0]
        named = (one for one in self.index.documents[fact.document].facts if one.label == fact.label)
        alike = (one for one in named if one.unit == fact.unit and not one.row)
        older = [one for one in (*alike, *told) if _is_of(one, fact, against)]
        return older[0] if len(older) == 1 else None

    def _acted(self, item: Item, against: str) -> Item:
        """What was done, where the cell that it is held against was named itself."""
        fact = item.facts[0]
        role = self.index.knowledge.vocabulary.role_of(fact.measure) if fact.row else ""
        done = self.index.facts.beside(fact, "done") if role in (against, "progress") else None
        return Item(entry_of(done), (done,), self.index.facts.quantity(done)) if done else item

    def _combined(self, how: str, parts: Sequence[Query], unit: str) -> Denotation:
        found = [self.run(part) for part in parts]
        for one in found:
            if one.refusal or (len(one.items) != 1 and how not in ("sum", "mean")):
                return one if one.refusal else Denotation(refusal="several")
        items = [item for one in found for item in one.items]
        if len({item.facts for item in items}) < len(items) and all(len(item.facts) == 1 for item in items):
            return Denotation(refusal="several")
        if any(item.quantity is None or not item.facts for item in items):
            return Denotation(refusal="untold")
        if how in ("higher", "lower"):
            return self._compared(how, items)
        if how == "before" or (how == "sum" and self._are_parts(items)):
            return in_percent("sum", items) if how == "sum" else self._unchanged(*items)
        asked = self.index.knowledge.vocabulary.unit(unit) if unit else None
        made = worked(how, items, "", asked=asked)
        return self._printed(made, items) if how == "share" and not made.refusal else made

    def _are_parts(self, items: Sequence[Item]) -> bool:
        """Whether percentages are parts of one whole, which may be added up: cells of one that comes to 100."""
        facts = [fact for item in items for fact in item.facts]
        rows = [self.index.knowledge.rows.get(fact.row) for fact in facts]
        tables = {row.table for row in rows if row}
        if not all(rows) or len(tables) != 1 or len({fact.measure for fact in facts}) != 1:
            return False
        own = self.index.facts.quantity(facts[0])
        table = self.index.knowledge.tables[tables.pop()]
        return bool(own and own.unit.is_percent) and is_of_shares(facts[0].measure, table.rows)

    def _unchanged(self, figure: Item, change: Item) -> Denotation:
        """A figure without the change that it is told to have made, which may be some points of a percentage."""
        how = "difference" if self.index.moves(change.facts[0]) == "up" else "sum"
        units_ = [item.quantity.unit for item in (figure, change) if item.quantity]
        points = units_[0].is_percent and units_[-1].points
        return in_percent(how, (figure, change)) if points else worked(how, (figure, change), "")

    def _printed(self, made: Denotation, items: Sequence[Item]) -> Denotation:
        """A share as the sentence of both figures, or the row of the part, prints it itself: "…,占61.9%"."""
        share = made.items[0].quantity
        sentences = {item.facts[0].source.sentence for item in items if not item.facts[0].row}
        if share is None or len(sentences) > 1:
            return made
        row = self.index.knowledge.rows.get(items[0].facts[0].row)
        runs = self.index.runs(item.facts[0] for item in items)
        beside = (one for run in runs for one in run.facts if one.source.sentence in sentences)
        for fact in (*beside, *(row.cells.values() if row else ())):
            told = self.index.facts.quantity(fact)
            if told and told.unit.is_percent and share.number.quantize(told.number) == told.number:
                return Denotation((Item(entry_of(fact), (fact,), told),))
        return made

    def _compared(self, how: str, items: Sequence[Item]) -> Denotation:
        """The name of the highest or lowest of some figures; all the figures where they are equal."""
        first, *others = items
        for other in others:
            if (
                first.quantity
                and other.quantity
                and isinstance(refusal := first.quantity.compare(other.quantity), Refusal)
            ):
                return Denotation(refusal=refusal)
        ordered = by_size(items, highest=how == "higher")
        best = [item for item in ordered if sign_of(item.quantity, ordered[0].quantity) == 0]
        context = tuple(item.entry for item in items)
        facts = tuple(fact for item in items for fact in item.facts)
        sign = " > " if how == "higher" else " < "
        if len(best) == len(items):
            return Denotation(tuple(items), working=" = ".join(item.entry.value for item in items))
        working = sign.join(units.told(item.entry.value, item.entry.unit) for item in ordered)
        names = tuple(Item(self._told_by(item, items), facts) for item in best)
        return Denotation(names, context, working)

    def _led(self, items: Sequence[Item]) -> list[str]:
        """Who leads all that each item was counted from; empty where that tells them not apart."""
        led = [{lead for fact in item.facts for lead in self.index.facts.of(fact, "lead")} for item in items]
        names = [next(iter(one)) for one in led if len(one) == 1]
        return names if len(set(names)) == len(items) else []

    def _told_by(self, item: Item, items: Sequence[Item]) -> Entry:
        """The part of an item's label that tells it from the others."""
        fact = item.facts[0]
        row = self.index.knowledge.rows.get(fact.row)
        if item.entry.kind == "derived" and (led := self._led(items)):
            return replace(item.entry, value=led[items.index(item)], kind="name", unit="")
        if len({(one.facts[0].subject, one.facts[0].measure) for one in items}) < len(items):
            apart = len({one.facts[0].period for one in items}) == len(items)
            name = row.group.rpartition(" · ")[2] if row and row.group and not apart else fact.period
        elif row and len({one.facts[0].row for one in items}) == len(items):
            name = row.name
        elif not row and _are_apart([one.facts[0].measure for one in items]):
            at_home = fact.subject in {one.facts[0].subject for one in items if one is not item}
            at_home = at_home or fact.subject == self.index.documents[fact.document].place
            name = fact.measure if at_home else fact.label  # 初中招生 beside 初中 · 毕业生
        elif len({one.facts[0].subject for one in items}) == len(items) and fact.subject:
            name = fact.subject
        elif (
            len({one.facts[0].measure for one in items}) == len(items)
            and len({one.facts[0].subject for one in items}) == 1
        ):
            name = _bare_time(fact.measure)
        else:
            name = fact.label
        entry = item.entry
        return replace(entry, value=name, kind="name", unit="", printed=entry.printed)

    def _converted(self, of: Denotation, unit: str) -> Denotation:
        """One figure in another scale of its unit, with the one it is printed in."""
        item = of.items[0] if len(of.items) == 1 else None
        asked = self.index.vocabulary.unit(unit)
        number = item.quantity.in_unit(asked) if item and item.quantity else None
        if item is None or number is None:
            return of
        made = derived(item.entry.label, Quantity(number, asked), item.facts)
        told = (
            f"{of.working}{item.entry.unit}" if of.working else units.told(item.entry.value, item.entry.unit)
        )
        return Denotation((made,), of.context or (item.entry,), f"{told} = {plain(number)}{unit}")

    def _checked(self, of: Denotation, claim: Condition) -> Denotation:
        if of.refusal or len({item.facts for item in of.items}) != 1:
            return of if of.refusal else Denotation(refusal="several")
        item = of.items[0]
        if isinstance(claim, Is):
            return replace(
                of, truth=claim.among.issuperset(self.index.facts.of(item.facts[0], claim.dimension))
            )
        if item.entry.kind == "derived" and isinstance(claim.against, Quantity):
            kept = self._filtered(of, claim)
            return replace(of, truth=bool(kept.items) and not of.turned)
        fact = item.facts[0]
        scale = item.quantity.unit.scale if item.quantity else Decimal(1)
        if (
            isinstance(claim.against, Quantity)
            and claim.against.unit == NONE
            and claim.against.number >= scale > 1
        ):
            # 25,000 of what is told in 万户 are 2.5 of them.
            plain_unit = replace(item.quantity.unit, scale=Decimal(1)) if item.quantity else NONE
            claim = replace(claim, against=replace(claim.against, unit=plain_unit))
        truth = self.index.facts.holds(fact, claim)
        if truth is None:
            other = claim.against if isinstance(claim.against, Quantity) else None
            return Denotation(refusal=Refusal("kinds", fact.shown, other.text if other else ""))
        return replace(of, truth=truth, context=self._row_of(fact))


def _ranked(of: Denotation, order: Literal["max", "min"], first: int, last: int) -> Denotation:
    """The items at some places of an order; several at one place where they are equal."""
    if of.refusal:
        return of
    numbered = [item for item in of.items if item.quantity is not None]
    told: dict[Unit, str] = {}
    for item in numbered:
        if item.quantity:
            told.setdefault(item.quantity.unit, item.quantity.text)
    unlike = ((told[one], told[other]) for one in told for other in told if not one.converts(other))
    if two := next(unlike, None if numbered else ("", "")):
        return Denotation(refusal=Refusal("units", *two))
    ordered = by_size(numbered, highest=order == "max")
    if last > len(ordered):
        return Denotation(tuple(ordered), refusal="few")
    ends = ordered[first - 1].quantity, ordered[last - 1].quantity
    chosen = [
        item
        for item in ordered
        if all(sign_of(item.quantity, end) in ok for end, ok in zip(ends, _within(order), strict=True))
    ]
    if len(chosen) != last - first + 1 and (last > 1 or len(chosen) > MAX_TIED):
        equal = [item for item in chosen if sign_of(item.quantity, ends[1]) == 0]
        return Denotation(tuple(chosen), tied=tuple(equal), refusal="tied")
    if any(item in of.tied for item in chosen):
        return Denotation(refusal="tied")  # what comes first depends on which of the equal ones are meant
    return replace(of, items=tuple(chosen), tied=())


def _within(order: str) -> tuple[tuple[int, int], tuple[int, int]]:
    return ((-1, 0), (0, 1)) if order == "max" else ((0, 1), (-1, 0))


def _common(found: Sequence[Denotation], *, without: bool) -> Denotation:
    """The names all parts have, or those of the first that no other part has."""
    if refused := next((one for one in found if one.refusal and one.refusal != "nothing"), None):
        return refused
    first, *others = ({item.entry.value: item for item in one.items} for one in found)
    kept = [item for name, item in first.items() if all((name in other) != without for other in others)]
    return Denotation(tuple(kept), refusal="" if kept else "nothing")


def _are_apart(names: Sequence[str]) -> bool:
    """Whether there are several names, none a part of another: 招生 and 毕业生, not 满意率 and 群众满意率."""
    return len(names) > 1 and not any(
        one in other for place, one in enumerate(names) for at, other in enumerate(names) if at != place
    )


def _is_of(former: Fact, fact: Fact, against: str) -> bool:
    """Whether a figure is of the same time as another, in the year before it or in the one that is named."""
    now = periods.whole(fact.period).years
    years = now[0] - int(against[:4]) if now and _is_year(against) else 1
    return years > 0 and periods.is_before(former.period, fact.period, years)


def _is_year(against: str) -> bool:
    """Whether a figure is held against that of a year that is named: 2022年."""
    return against[:1].isdigit()


def _bare_time(column: str) -> str:
    """What a column is called where that is a time, without what stands above it: 2月 of 平均零售价 · 2月."""
    last = column.rpartition(" · ")[2]
    return last if periods.whole(last) else column

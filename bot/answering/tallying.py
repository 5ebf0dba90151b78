"""What is worked out of figures that stand together: which meet a condition, how many, the first in order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.answering.aggregating import MAX_TIED, Computed, entry_of, named
from bot.asking.figures import Figure
from bot.asking.index import Index
from bot.asking.understanding import SeriesQuery
from bot.asking.wishing import holds
from bot.knowledge.measures import cell_kinds
from bot.knowledge.model import Entry, Fact, Found

INDEX = 100
_ROUNDING = Decimal("0.6")
"""Parts may miss their whole by what rounding leaves, in units of the last digit for each part."""


def tally(query: SeriesQuery, index: Index) -> Computed | None:
    """What is asked of the figures of a series; None where they do not tell it."""
    wish, figures = query.wish, list(query.series.figures)
    if len({figure.fact.unit for figure in figures}) > 1:
        return None
    if wish.operation == "order":
        return _ordered(query, figures, index)
    level = _level(figures)
    met = [holds(figure.fact, wish, index, level) for figure in figures]
    if None in met or (level and wish.way and wish.bounds):
        return None  # by how many percent an index rose is not printed
    chosen = [figure for figure, yes in zip(figures, met, strict=True) if yes]
    if wish.operation == "count":
        return _count(chosen, figures)
    return _listed(chosen) if chosen else None


def _level(figures: Sequence[Figure]) -> int:
    """What figures would be had nothing changed: 100 where all are near it, as an index of the month before is."""
    return INDEX if all(_number(figure) > INDEX // 2 for figure in figures) else 0


def _listed(chosen: Sequence[Figure]) -> Computed:
    entries = tuple(named(figure.name, figure.fact) for figure in chosen)
    context = tuple(entry_of(figure.fact) for figure in chosen)
    return Computed(Found(entries=entries, context=context), tuple(figure.fact for figure in chosen))


def _count(chosen: Sequence[Figure], figures: Sequence[Figure]) -> Computed:
    counted = chosen or figures
    entry = Entry(
        value=str(len(chosen)),
        label=figures[0].fact.measure,
        kind="derived",
        unit="个",
        period=figures[0].fact.period,
        sources=tuple(figure.fact.source for figure in counted),
    )
    names = "、".join(figure.name for figure in chosen)
    working = f"{names} = {len(chosen)}" if chosen else ""
    context = tuple(named(figure.name, figure.fact) for figure in chosen)
    return Computed(Found(entries=(entry,), context=context, working=working), ())


def _ordered(query: SeriesQuery, figures: list[Figure], index: Index) -> Computed | None:
    """The figures at the places asked for, no whole among its parts; None where equal ones straddle the last."""
    wish, rank = query.wish, query.wish.rank
    if rank is None:
        return None
    fell = wish.way == "down"
    if fell and rank.order == "min":
        return None
    if not _told_change(figures[0].fact, index):
        whole = {figure.name for figure in _wholes(figures)}
        figures = [figure for figure in figures if figure.name not in whole]
    descending = (rank.order == "max") != fell
    if wish.way and rank.order == "max":
        level = _level(figures)
        figures = [figure for figure in figures if (_number(figure) - level) * (-1 if fell else 1) > 0]
    ordered = sorted(figures, key=_number, reverse=descending)
    first, last = rank.first - 1, rank.last - 1
    if last >= len(ordered):
        return None
    low, high = sorted((_number(ordered[first]), _number(ordered[last])))
    chosen = [figure for figure in ordered if low <= _number(figure) <= high]
    if len(chosen) != last - first + 1 and (last > 0 or len(chosen) > MAX_TIED):
        return None
    asks = query.question.names("ask")
    if len(chosen) == 1 and "figure" in asks and not asks & {"which", "what", "name", "who", "when", "where"}:
        fact = chosen[0].fact
        return Computed(Found(entries=(entry_of(fact),)), (fact,))
    return _listed(chosen)


def _told_change(fact: Fact, index: Index) -> bool:
    return bool(cell_kinds(index.vocabulary.canonical(fact.measure), index.vocabulary))


def _wholes(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that are what the next ones come to: a heading among its parts."""
    numbers = [_number(figure) for figure in figures]
    found: list[Figure] = []
    for at, number in enumerate(numbers):
        added = Decimal(0)
        step = Decimal(1).scaleb(max(-2, int(number.as_tuple().exponent)))
        for count, part in enumerate(numbers[at + 1 :], 1):
            added += part
            if count > 1 and abs(added - number) <= step * _ROUNDING * count:
                found.append(figures[at])
            if added > number + step * count:
                break
    return found


def _number(figure: Figure) -> Decimal:
    return figure.fact.number or Decimal(0)

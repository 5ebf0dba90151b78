"""Rows that are chosen by a time that a column tells of them: 2000年以后投产的水厂."""

from __future__ import annotations

from bot.asking.accounting import Account, chosen
from bot.asking.interpretations import Chosen
from bot.asking.pools import Pool
from bot.asking.requests import Request
from bot.asking.rows import totals
from bot.asking.series import cells_of, headings, learn_column
from bot.knowledge.model import Fact, Table
from bot.knowledge.query import Aggregate, Project, Query
from bot.language import periods
from bot.language.grams import pairs


def of_dates(pool: Pool, wanted: Request) -> Chosen | None:
    """The rows, or their number, of the year a question names, or from then on, or of before.

    Some say 2000年以后 of that year as well, and others do not: where a row is of that very year, none are told.
    """
    question, index, table = wanted.question, wanted.index, pool.tables[0]
    years = {year for one in question.moments for year in one.time.years if not one.time.months}
    if len(years) != 1 or len(question.moments) != 1 or wanted.rank:
        return None
    if not (wanted.naming or wanted.counting or not question.names("ask")):
        return None
    later, earlier = question.tagged("joint:later"), question.tagged("joint:earlier")
    column = _column(table, wanted)
    if not column or (later and earlier):
        return None
    (year,) = years
    whole = {row.id for row in totals(table, table.rows, index)}
    told = [
        (row, own)
        for row in table.rows
        if row.id not in whole and column in row.cells and (own := _year(row.cells[column]))
    ]
    if (later or earlier) and any(own == year for _, own in told):
        return None
    kept = [row for row, own in told if (own > year if later else own < year if earlier else own == year)]
    if not kept:
        return None
    names: Query = Project(cells_of(table, column, kept), "row")
    query = Aggregate(names, "count") if wanted.counting else names
    spoken = {at for piece in (*later, *earlier) for at in range(piece.start, piece.end)}
    places = wanted.frame | question.moments[0].places | spoken
    known = headings(table, (), wanted)
    learn_column(known, column, wanted)
    figures = tuple(row.cells[column] for row in kept)
    return chosen(wanted, query, "count" if wanted.counting else "list", Account(places, known), figures)


def _column(table: Table, wanted: Request) -> str:
    """The one column that tells a year of each row, by some of its name; empty if it is not named."""
    said = pairs(wanted.question.tokens)
    known = wanted.index.columns.known
    named = [name for name in table.columns if known[name].besides & said and _tells_years(table, name)]
    return named[0] if len(named) == 1 else ""


def _tells_years(table: Table, column: str) -> bool:
    cells = [row.cells[column] for row in table.rows if column in row.cells]
    return bool(cells) and all(map(_year, cells))


def _year(cell: Fact) -> int:
    """The year a cell tells; 0 where it tells something else."""
    time = periods.whole(f"{cell.value}{cell.unit}") or periods.whole(cell.value) or periods.found(cell.value)
    return time.years[0] if time.years else 0

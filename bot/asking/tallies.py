"""How many rows a table has, asked by what it calls them: 有几个乡镇."""

from __future__ import annotations

from bot.asking.accounting import Account, chosen
from bot.asking.interpretations import Chosen
from bot.asking.pools import Pool
from bot.asking.requests import Request
from bot.asking.rows import FEW, totals
from bot.asking.series import cells_of, headings
from bot.knowledge.query import Aggregate, Project


def of_rows(pool: Pool, wanted: Request) -> Chosen | None:
    """The number of rows of the one table that calls them so, where nothing else is said of them."""
    question, index, table = wanted.question, wanted.index, pool.tables[0]
    each = index.vocabulary.canonical(table.each)
    if not wanted.counting or wanted.naming or wanted.rank or question.moments or not each:
        return None
    if not any(question.tokens[at : at + len(each)] == each for at in range(len(question.tokens))):
        return None
    if sum(index.vocabulary.canonical(one.each) == each for one in index.knowledge.tables.values()) > 1:
        return None
    whole = {row.id for row in totals(table, table.rows, index)}
    rows = [row for row in table.rows if row.id not in whole]
    column = next((name for name in table.columns if all(name in row.cells for row in rows)), "")
    if len(rows) < FEW or not column:
        return None
    query = Aggregate(Project(cells_of(table, column, rows), "row"), "count")
    account = Account(
        wanted.frame.union(wanted.asked.unit_places), headings(table, (), wanted), everywhere=True
    )
    made = chosen(wanted, query, "count", account, tuple(row.cells[column] for row in rows))
    return made if made and made.coverage >= index.weights.whole else None

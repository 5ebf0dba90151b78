"""Reading a question as a choice of figures that stand together: which tables, which rows, which column.

A column of a table, what tables say in a role, and what one sentence tells of several things are all figures that
stand together. What is made of them, a list, a count, the highest, is one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.asking.asked import Asked
from bot.asking.conditions import stated, values
from bot.asking.dated import of_dates
from bot.asking.index import Index
from bot.asking.interpretations import Chosen
from bot.asking.nested import nested, of_chosen, seam
from bot.asking.pools import Pool, pools
from bot.asking.question import Question
from bot.asking.requests import Request, request
from bot.asking.roles import of_roles
from bot.asking.series import of_all, of_columns
from bot.asking.tallies import of_rows
from bot.asking.told import of_sentences, of_times
from bot.knowledge.model import Fact
from bot.language import periods


def readings(question: Question, asked: Asked, near: Iterable[Fact], index: Index) -> Iterator[Chosen]:
    """The way in which a question may choose figures that stand together, if one is better than the others."""
    wanted = request(question, asked, index)
    facts = list(near)
    cells = frozenset().union(*(one.places for one in values(question, index, [])))
    found = [made for pool in pools(question, facts, cells, index) if (made := _of_pool(pool, wanted))]
    if not any(one.coverage >= index.thresholds.accept for one in found):
        found += of_times(facts, wanted)
        found += of_sentences(facts, wanted)  # a table tells all, a sentence what it picks
    found.sort(key=lambda one: (-one.coverage, -one.telling))
    tied = [one for one in found if one is found[0] or _rivals(found[0], one, index)]
    own = [one for one in tied if _is_of_own_time(one, index)] if len(tied) > 1 else tied
    if len(own) == 1:
        yield own[0]


def _of_pool(pool: Pool, wanted: Request) -> Chosen | None:
    if not pool.roles and seam(wanted.question, wanted.index.vocabulary):
        return nested(pool, wanted, _of_pool)
    if pool.roles:
        return _told(pool, wanted)
    return of_dates(pool, wanted) or of_chosen(pool, wanted, _told) or of_rows(pool, wanted)


def _told(pool: Pool, wanted: Request) -> Chosen | None:
    conditions = stated(wanted.question, pool.tables, wanted.index)
    return (of_roles if pool.roles else of_columns)(pool, conditions, wanted) or of_all(
        pool, conditions, wanted
    )


def _is_of_own_time(chosen: Chosen, index: Index) -> bool:
    """Whether figures are of the time that their document is about: this year's sheet, not the one of last year."""
    return bool(chosen.stand) and all(
        periods.whole(index.documents[fact.document].period).contains(periods.whole(fact.period))
        for fact in chosen.stand
    )


def _rivals(best: Chosen, other: Chosen, index: Index) -> bool:
    """Whether another choice may be meant as well: one that fits the same, or nearly so in another document."""
    own, others = {fact.id for fact in best.stand}, {fact.id for fact in other.stand}
    if others <= own or not best.stand or not other.stand:
        return False
    if best.stand[0].document != other.stand[0].document:
        return best.coverage - other.coverage < index.weights.slack
    return best.coverage == other.coverage and best.telling == other.telling

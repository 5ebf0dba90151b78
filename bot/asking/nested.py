"""Questions about those that come first in another order: 销量前五的小区里均价最低的, 销量最高的小区均价多少."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.asking.asked import Asked
from bot.asking.bounds import bounds
from bot.asking.interpretations import Chosen
from bot.asking.ordinals import places_of
from bot.asking.pools import Pool
from bot.asking.question import Piece, Question
from bot.asking.requests import Request, request
from bot.asking.series import adds_up, cells_of, learn_column, meant_column
from bot.asking.views import part
from bot.knowledge.model import Table
from bot.knowledge.query import Aggregate, Among, Project, Query, Rank
from bot.language.vocabulary import Vocabulary

Make = Callable[[Pool, Request], Chosen | None]
"""Reads a question as a choice of the figures of some tables."""


def nested(pool: Pool, wanted: Request, make: Make) -> Chosen | None:
    """A choice among the rows that an order of other figures puts first, where a question says so."""
    question, index = wanted.question, wanted.index
    cut = seam(question, index.vocabulary)
    if cut is None:
        return None
    among = part(question, range(cut.start))
    asked = part(question, range(cut.end, len(question.tokens)))
    views = [request(view, index.read(view), index) for view in (among, asked)]
    inner, outer = (make(pool, view) for view in views)
    if inner is None or outer is None or inner.shape not in ("rank", "list") or outer.shape != "rank":
        return None
    told = ((among, inner.credits), (asked, outer.credits))
    query = _within(outer.query, inner.query)
    telling = inner.telling + outer.telling
    return _of_both(replace(outer, query=query, telling=telling), wanted, told, range(cut.start, cut.end))


def of_chosen(pool: Pool, wanted: Request, make: Make) -> Chosen | None:
    """What another column tells of the rows that an order or a bound chooses.

    That is 教师最少的乡镇有多少学生, and 录取率高于90%的学校一共录取多少人. Where no column does, one
    column must account for all that is said: the teachers are not those who are more than 10,000.
    """
    question, index, table = wanted.question, wanted.index, pool.tables[0]
    whole = make(pool, wanted)
    cut = _behind_choice(question, table, index.vocabulary)
    if cut is None:
        return whole
    first = part(question, range(cut.start))
    asked = part(question, range(cut.stop, len(question.tokens)))
    half, views = index.weights.half, (index.read(first), index.read(asked))
    content = [list(_content(view, read)) for view, read in zip((first, asked), views, strict=True)]
    if not all(content):
        return whole  # 学生最多的乡镇有多少人
    inner = make(pool, request(first, views[0], index))
    asks = request(asked, views[1], index)
    name = meant_column(table.rows, (), "", asks)
    if inner and inner.shape in ("rank", "list") and name and (query := _told(inner, table, name, asks)):
        known: dict[str, float] = {}
        learn_column(known, name, asks)
        own = index.credits(asked, known)
        if all(own[at] >= half for at in content[1]):
            made = replace(inner, query=query, telling=inner.telling + sum(own))
            return _of_both(made, wanted, ((first, inner.credits), (asked, own)), cut)
    said = (*content[0], *(cut.stop + at for at in content[1]))
    return whole if whole and all(whole.credits[at] >= half for at in said) else None


def _content(question: Question, asked: Asked) -> Iterator[int]:
    """Where words stand that name something: no unit, and nothing that only says what is made of it."""
    made = {at for piece in question.tagged("op") for at in range(piece.start, piece.end)}
    for at, weight in enumerate(asked.weights):
        if weight and at not in made and at not in asked.unit_places:
            yield at


def _told(inner: Chosen, table: Table, column: str, asks: Request) -> Query | None:
    """What a column tells of the rows that were chosen: the cell of one, the sum or the mean of some."""
    cells = Among(cells_of(table, column), inner.query)
    how = asks.together
    if not how:
        ranked = inner.query.of if isinstance(inner.query, Project) else inner.query
        return cells if isinstance(ranked, Rank) and ranked.first == ranked.last else None
    facts = [row.cells[column] for row in table.rows if column in row.cells]
    return Aggregate(cells, how) if all(adds_up(fact, asks) for fact in facts) else None


def _behind_choice(question: Question, table: Table, vocabulary: Vocabulary) -> range | None:
    """What stands between a choice of rows and what is asked of them: 的 behind 教师最少的乡镇."""
    places = places_of(question, vocabulary)
    orders = {at for piece in question.tagged("op:max", "op:min") for at in range(piece.start, piece.end)}
    held = {at for bound in bounds(question, vocabulary) for at in bound.places}
    chosen = (orders | places.positions if places and orders else set()) | held
    if not chosen or not question.tagged("ask:figure", "op:sum", "op:total", "op:average"):
        return None
    at = _past_fillers(question, max(chosen) + 1)
    each = vocabulary.canonical(table.each)
    things = {piece.end for piece in question.tagged("thing") if piece.start == at}
    if each and question.tokens[at : at + len(each)] == each:
        things.add(at + len(each))
    if not things:
        return None
    end = max(things)
    same = question.clauses[end - 1 : end] == question.clauses[end : end + 1]
    return range(end, _past_fillers(question, end)) if same else None


def _past_fillers(question: Question, at: int) -> int:
    ends = {piece.start: piece.end for piece in question.tagged("filler") if not piece.has("ask")}
    while at in ends:
        at = ends[at]
    return at


def _of_both(
    made: Chosen, wanted: Request, told: Sequence[tuple[Question, Sequence[float]]], between: range
) -> Chosen:
    """A reading of two parts of a question, with what of it they account for."""
    question, weights = wanted.question, wanted.asked.weights
    credits_ = [0.0] * len(question.tokens)
    places = {whole: at for at, whole in enumerate(question.origin or range(len(question.tokens)))}
    for view, own in told:
        for whole, credit in zip(view.origin, own, strict=True):
            credits_[places[whole]] = max(credit, credits_[places[whole]])
    for at in between:
        credits_[at] = 1.0
    total = sum(weights)
    coverage = sum(map(float.__mul__, weights, credits_)) / total if total else 1.0
    return replace(made, question=question, credits=tuple(credits_), coverage=coverage, everywhere=True)


_MOST = 4
"""Places where two orders may meet that are looked at; nobody nests more."""


def seam(question: Question, vocabulary: Vocabulary) -> Piece | None:
    """What stands between two orders: 里 in 销量前五的小区里均价最低的; such a question asks for neither alone.

    Or between a bound and an order of other figures: 并且 in 均价低于20000元并且销量最高.
    """
    for piece in question.tagged("joint:within")[:_MOST]:
        before = part(question, range(piece.start))
        after = part(question, range(piece.end, len(question.tokens)))
        first = places_of(before, vocabulary)
        if first and first.last > 1 and places_of(after, vocabulary):
            return piece
    for piece in question.tagged("joint:moreover")[:_MOST]:
        before = part(question, range(piece.start))
        after = part(question, range(piece.end, len(question.tokens)))
        if bounds(before, vocabulary) and places_of(after, vocabulary) and not bounds(after, vocabulary):
            return piece
    return None


def _within(query: Query, rows: Query) -> Query:
    """A query of figures that only looks at some rows."""
    if isinstance(query, Project | Rank):
        return replace(query, of=_within(query.of, rows))
    return Among(query, rows)

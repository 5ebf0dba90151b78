"""Questions about those that come first in another order: 销量前五的小区里均价最低的, 销量最高的小区均价多少."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.asking.accounting import learn
from bot.asking.bounds import bounds
from bot.asking.indexing import NAME
from bot.asking.interpretations import Chosen
from bot.asking.ordinals import places_of
from bot.asking.pools import Pool
from bot.asking.requests import Request, request
from bot.asking.series import meant_column
from bot.asking.tagging import Piece, Question
from bot.asking.views import part
from bot.knowledge.model import Table
from bot.knowledge.query import Among, Is, Project, Query, Rank, Select
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


def of_first(pool: Pool, wanted: Request, make: Make) -> Chosen | None:
    """What another column tells of the row that an order puts first: 教师最少的乡镇有多少学生.

    Where no column does, the order by itself must account for all that is said behind it.
    """
    question, index, table = wanted.question, wanted.index, pool.tables[0]
    whole = make(pool, wanted)
    cut = _behind_first(question, table, index.vocabulary)
    if cut is None:
        return whole
    first = part(question, range(cut.start))
    asked = part(question, range(cut.stop, len(question.tokens)))
    half, views = index.weights.half, (index.read(first), index.read(asked))
    content = [[at for at, weight in enumerate(one.weights) if weight and at not in one.unit_places] for one in views]
    if not all(content):
        return whole  # 学生最多的乡镇有多少人
    inner = make(pool, request(first, views[0], index))
    name = meant_column(table.rows, (), "", request(asked, views[1], index))
    if inner and inner.shape == "rank" and name:
        known: dict[str, float] = {}
        vocabulary = index.vocabulary
        for words in (vocabulary.canonical(name), vocabulary.written(name)):
            learn(known, words, NAME)
        for words in vocabulary.besides(vocabulary.canonical(name)):
            learn(known, words, index.weights.besides)
        own = index.credits(asked, known)
        if all(own[at] >= half for at in content[1]):
            cell = Select((Is("table", frozenset({table.id})), Is("measure", frozenset({name}))))
            made = replace(inner, query=Among(cell, inner.query), telling=inner.telling + sum(own))
            return _of_both(made, wanted, ((first, inner.credits), (asked, own)), cut)
    left = whole and any(whole.credits[cut.stop + at] < half for at in content[1])
    return None if left else whole


def _behind_first(question: Question, table: Table, vocabulary: Vocabulary) -> range | None:
    """What stands between an order and what is asked of the row it puts first: 的 behind 教师最少的乡镇."""
    places = places_of(question, vocabulary)
    orders = question.tagged("op:max", "op:min")
    if places is None or places.first != places.last or not orders or not question.tagged("ask:figure"):
        return None
    at = _past_fillers(question, max(orders[-1].end, *(place + 1 for place in places.positions), 0))
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


def seam(question: Question, vocabulary: Vocabulary) -> Piece | None:
    """What stands between two orders: 里 in 销量前五的小区里均价最低的; such a question asks for neither alone.

    Or between a bound and an order of other figures: 并且 in 均价低于20000元并且销量最高.
    """
    for piece in question.tagged("joint:within"):
        before = part(question, range(piece.start))
        after = part(question, range(piece.end, len(question.tokens)))
        first = places_of(before, vocabulary)
        if first and first.last > 1 and places_of(after, vocabulary):
            return piece
    for piece in question.tagged("joint:moreover"):
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

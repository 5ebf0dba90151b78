"""Questions about those that come first in another order: 销量前五的小区里均价最低的."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.asking.bounds import bounds
from bot.asking.interpretations import Chosen
from bot.asking.ordinals import places_of
from bot.asking.pools import Pool
from bot.asking.requests import Request, request
from bot.asking.tagging import Piece, Question
from bot.asking.views import part
from bot.knowledge.query import Among, Project, Query, Rank
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
    credits_ = [0.0] * len(question.tokens)
    places = {whole: at for at, whole in enumerate(question.origin or range(len(question.tokens)))}
    for one, view in ((inner, among), (outer, asked)):
        for whole, credit in zip(view.origin, one.credits, strict=True):
            credits_[places[whole]] = max(credit, credits_[places[whole]])
    for at in range(cut.start, cut.end):
        credits_[at] = 1.0
    weights = wanted.asked.weights
    total = sum(weights)
    return replace(
        outer,
        question=question,
        query=_within(outer.query, inner.query),
        credits=tuple(credits_),
        coverage=sum(map(float.__mul__, weights, credits_)) / total if total else 1.0,
        telling=inner.telling + outer.telling,
        everywhere=True,
    )


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

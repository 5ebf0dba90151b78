"""Questions that go on from what was said: an entry of a list, a figure beside the last one, another slot.

What was told is kept as facts, what was asked as an annotated question; a follow-up is read against both. Nothing
of it is written out and read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot.asking.asked import Asked
from bot.asking.bounds import bounds
from bot.asking.claims import asks_whether, check
from bot.asking.composing import Reader, beside
from bot.asking.dialogue import Context, complete, leans
from bot.asking.index import Index
from bot.asking.interpretations import Composed, Given, Part
from bot.asking.ordinals import direction
from bot.asking.question import Question
from bot.asking.segments import WAYS, combine
from bot.asking.views import part
from bot.knowledge.model import Fact
from bot.knowledge.query import (
    Aggregate,
    Among,
    Filter,
    Held,
    Is,
    Joint,
    Project,
    Query,
    Rank,
    Select,
    conditions,
    known,
)
from bot.language.amounts import Quantity
from bot.language.quantities import read

_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTERS = frozenset("个项条件家位名种")


def entry(question: Question, context: Context, index: Index) -> Query | None:
    """The entry of a list that a message points at, in the column it names: "第十个的目标", "the last one".

    What a place in an order was asked for is asked for another place: "第二高的呢".
    """
    return _turned(question, context, index) or _pointed(question, context, index)


def _pointed(question: Question, context: Context, index: Index) -> Query | None:
    """The entry, or the place in an order, that a message gives the number of."""
    if (found := _place(question, index)) is None:
        return None
    place, places, counted = found
    rest = [at for at in range(len(question.tokens)) if at not in places]
    asked = index.read(part(question, rest))
    if asked.content:
        return None
    ranked = _rank_of(context.query)
    if ranked and (not counted or len(context.listed) < 2):
        return _with_rank(context.query, place) if context.query and place > 0 else None
    if not context.listed:
        return None
    if not -len(context.listed) <= place <= len(context.listed):
        return Select((Is("fact", frozenset()),))
    fact = context.listed[place - 1 if place > 0 else place]
    return _column(fact, question, index)


def _turned(question: Question, context: Context, index: Index) -> Query | None:
    """The other end of the order that was asked for: "那最低的呢"."""
    orders = question.names("op") & {"max", "min"}
    said = {at for p in question.tagged("op:max", "op:min") for at in range(p.start, p.end)}
    rest = [at for at in range(len(question.tokens)) if at not in said]
    ranked = _rank_of(context.query)
    if ranked is None or context.query is None or len(orders) != 1 or question.names("role"):
        return None
    if index.read(part(question, rest)).content or question.tagged("row", "ask:figure"):
        return None
    return _with_rank(context.query, ranked.first, "max" if orders == {"max"} else "min")


def _column(fact: Fact, question: Question, index: Index) -> Query:
    """The cell of the row of a fact that a question names, else what was done, else the fact itself."""
    row = index.knowledge.rows.get(fact.row)
    if row is None:
        return known(fact.id)
    roles = question.names("role") or ({"lead"} if "who" in question.names("ask") else set())
    role = next((role for role in ("lead", "progress", "target", "done") if role in roles), "")
    if index.facts.cell(row, role or "done") is None:
        return known(fact.id)
    return Select((Is("row", frozenset({row.id})), Is("role", frozenset({role or "done"}))))


def _place(question: Question, index: Index) -> tuple[int, set[int], bool] | None:
    """The place that is named, from the end where negative; where it is said, and whether it counts things."""
    tokens = question.tokens
    for at, token in enumerate(tokens):
        if token == "第" and (said := read(tokens, at + 1)) and said.is_bare:
            end = said.counted
            counter = end < len(tokens) and tokens[end] in _COUNTERS
            order = direction(tokens, end, index.vocabulary)
            back = tokens[max(0, at - 2) : at] == ("倒", "数")
            number = int(said.quantity.number)
            start = at - 2 if back else at
            stop = end + (1 if counter or order else 0)
            return (-number if back else number), set(range(start, stop)), counter
        if token in _ENGLISH and tokens[at + 1 : at + 2] in (("one",), ("item",), ("task",), ("of",)):
            return _ENGLISH.index(token) + 1, {at, at + 1}, True
    for piece in question.tagged("op:last"):
        return -1, set(range(piece.start, piece.end)), True
    return None


def _rank_of(query: Query | None) -> Rank | None:
    match query:
        case Rank():
            return query
        case Project(of, _):
            return _rank_of(of)
        case _:
            return None


def _with_rank(query: Query, place: int, order: Literal["max", "min"] | None = None) -> Query:
    """The same query for another place of its order, or of another order."""
    match query:
        case Rank(of, before, _, _):
            return Rank(of, order or before, place, place)
        case Project(of, on):
            return Project(_with_rank(of, place, order), on)
        case _:
            return query


def replaced(last: Query | None, by: Query | None) -> Query | None:
    """The last query with the bounds that another one has on the same columns: 那不低于136.8%的呢; else None."""
    bounds_ = {
        one.on: one for one in conditions(by) if isinstance(one, Held) and isinstance(one.against, Quantity)
    }
    before = {one.on for one in conditions(last) if isinstance(one, Held)}
    if last is None or not bounds_ or not before.issuperset(bounds_):
        return None
    return _with_bounds(last, bounds_)


def _with_bounds(query: Query, bounds_: Mapping[str, Held]) -> Query:
    match query:
        case Select(where):
            kept = (bounds_.get(one.on, one) if isinstance(one, Held) else one for one in where)
            return Select(tuple(dict.fromkeys(kept)))
        case Project(of, _) | Rank(of, _, _, _) | Aggregate(of, _, _) | Filter(of, _) | Among(of, _):
            return replace(query, of=_with_bounds(of, bounds_))
        case _:
            return query


def compositions(question: Question, asked: Asked, context: Context, index: Index) -> Iterator[Composed]:
    """What is asked of the figures told last, alone or together with another that is named."""
    told = context.told
    if not told or len(question.tokens) > Reader.LONGEST:
        return
    reader = Reader(question, asked, index)
    if asks_whether(question):
        yield from _checked(question, reader, told[-1], index)
        return
    way = _way(question, reader, index)
    if way is None:
        return
    how, frame = way
    named = reader.segments(frame, reader.joints())
    opens = any(piece.start == 0 for piece in question.tagged("joint:is", "joint:share"))  # 是…的几倍
    tied = bool(question.tagged("versus", "op:and")) or opens or leans(question) or not asked.content
    aimed = bool(question.tagged("role:target")) or "beyond" in question.names("op")
    aimed = aimed and index.facts.beside(told[-1], "target") is not None
    if (
        aimed
        and all(_is_target(one, question) for one in named)
        and how in ("difference", "more", "less", "share")
    ):
        done = index.facts.beside(told[-1], "done") or told[-1]
        yield reader.composed(
            (Given(done),),
            beside("share" if how == "share" else reader.way_from_target()),
            "beside",
            reader.everything,
        )
    elif not named and len(told) > 1:
        last, before = told[-1], told[-2]
        called = question.tagged("joint:former", "joint:latter")
        verbs = {piece.end for piece in question.tagged("joint:is", "joint:than")}
        beside_it = len(called) == 1 and called[0].start in verbs  # 是前者的几倍: the latter is
        if called and called[0].has("joint:former") != beside_it:
            last, before = before, last  # 前者比后者多多少
        two = (before, last) if how in ("sum", "mean", "higher", "lower") else (last, before)
        yield reader.composed(tuple(map(Given, two)), combine(how), how, reader.everything)
    elif len(named) == 1 and tied:
        view = complete(part(question, named[0]), context)
        other = Part(view, focus=context.facts)
        first = how == "share" and _precedes(named[0], question)
        asks_part_first = question.language == "en" and not question.tagged("op:and")
        parts = (other, Given(told[-1])) if first or asks_part_first else (Given(told[-1]), other)
        frame_ = reader.everything - frozenset(named[0])
        yield reader.composed(parts, combine(how), how, frame_)


def _precedes(named: Sequence[int], question: Question) -> bool:
    """Whether what is named stands before 占: it is the part of what was told, not the whole."""
    return any(max(named) < piece.start for piece in question.tagged("joint:share"))


def _is_target(places: Sequence[int], question: Question) -> bool:
    own = question.tagged("role:target", "filler")
    return {at for piece in own for at in range(piece.start, piece.end)}.issuperset(places)


def _way(question: Question, reader: Reader, index: Index) -> tuple[Joint, set[int]] | None:
    """How the figures are to be put together, and the words that say so."""
    operations = question.names("op")
    frame = reader.places(
        *("versus", "followup", "op:and", "joint:former", "joint:latter", "op:total", "op:beyond"),
        *(f"op:{name}" for name, _ in WAYS),
    )
    frame |= reader.asking() | reader.number_of_parts()
    if question.tagged("joint:share") and question.names("ask"):
        return "share", frame | reader.places("joint:share", "joint:within", "portion")
    for name, how in WAYS:
        if name in operations:
            return how, frame | reader.comparative()
    if question.tagged("versus") or "beyond" in operations:
        return "difference", frame
    if which := reader.which():
        return which[0], frame | which[1]
    return None


def _checked(question: Question, reader: Reader, told: Fact, index: Index) -> Iterator[Composed]:
    """Whether the figure told last is what is said of it."""
    marks = reader.places("whether", "followup")
    claims = bounds(question, index.vocabulary, claims=True)
    met = reader.places("op:over", "role:target", "met", "role:done", "neg:not")
    frame = marks | (set(claims[0].places) if claims else met)
    if reader.segments(frame):
        return
    if claims:
        held = claims[0].held()
    elif met and index.facts.beside(told, "target"):
        held = Held("gt" if question.tagged("op:over") else "ge", "target", "done")
    else:
        return
    yield reader.composed((Given(told),), check(held), "check", reader.everything)

"""What a question claims, to be told whether it is so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot.asking.bounds import Bound, bounds, unit_of
from bot.asking.interpretations import Composed, Part
from bot.asking.question import Piece, Question
from bot.asking.segments import Make, Segments, end_of
from bot.asking.views import part
from bot.knowledge.query import Check, Condition, Held, Is
from bot.language.amounts import Quantity
from bot.language.numerals import NUMERALS
from bot.language.quantities import read
from bot.language.vocabulary import Vocabulary

_MORE = Held("gt", Quantity(Decimal(0)))
_SOME = frozenset("了些得")
"""What may stand behind the word for more: 高了些吗."""
_RHETORICAL = frozenset({"吗", "么"})
"""What makes a claim of its denial: "不是95%吗" says that it is."""


def _denies(question: Question, at: int) -> bool:
    """Whether a claim that begins at a place is that something is not so, not only asked that way."""
    last = [question.words(piece) for piece in question.tagged("whether") if piece.end == end_of(question)]
    return not _RHETORICAL.intersection(last) and any(piece.end == at for piece in question.tagged("neg:not"))


def asks_whether(question: Question) -> bool:
    """Whether a question wants a yes or a no: "…了吗", "有没有…", "Did …"."""
    if {"most", "ratio", "more", "less", "difference", "count"} & question.names("op"):
        return False
    marks = [
        piece
        for piece in question.tagged("whether")
        if not piece.has("neg:not") or piece.end == end_of(question)
    ]
    asks = question.tagged("ask")
    if asks and (not marks or asks[0].start < marks[0].end or _is_same_clause(question, asks[0], marks[0])):
        return False
    if asks:
        chooses = any(
            _is_same_clause(question, asks[-1], one) for one in question.tagged("op:over", "op:exactly")
        )
        return bool(question.tagged("ask:figure")) and not chooses  # "突破50亿元了吗,具体多少"
    if question.language == "en" and marks and marks[0].start == 0:
        return True
    ends = {len(question.tokens), end_of(question)}
    return any(piece.end in ends or piece.end - piece.start > 1 for piece in marks)


def _is_same_clause(question: Question, one: Piece, other: Piece) -> bool:
    return question.clauses[one.start] == question.clauses[other.start]


def as_difference(question: Question, vocabulary: Vocabulary) -> Question | None:
    """A question that wants to know whether one thing is more than another, as one for how much more it is.

    "A 比 B 高吗" is asked as "A 比 B 高多少", and so are "A 有 B 高吗" and "A 有没有 B 高"; "A 没有 B 高吗" asks
    how much lower A is. None where it holds nothing against another thing.
    """
    marks = question.tagged("whether")
    worked = question.names("op") & {"more", "less", "difference", "ratio"}
    if question.tagged("ask") or worked or not (than := _held_against(question)):
        return None
    dated = frozenset[int]().union(*(one.places for one in question.moments))
    if any(one.places.isdisjoint(dated) for one in bounds(question, vocabulary, claims=True)):
        return None  # 比95%高吗; 比2023年高吗 names no number
    if (said := _says_more(question, than, vocabulary)) is None:
        return None
    spot, more = said
    more = more is not than.has("neg:not")
    asks = Piece(spot.start, spot.stop, frozenset({"op:more" if more else "op:less"}))
    kept = (piece for piece in question.pieces if piece.end <= spot.start or piece.start >= spot.stop)
    kept = (replace(piece, tags=frozenset({"filler"})) if piece in marks else piece for piece in kept)
    if not than.has("joint:than"):
        joint = replace(than, tags=frozenset({"joint:than", "op:and"}))
        kept = (joint if piece.start == than.start else piece for piece in kept)
    return replace(question, pieces=tuple(sorted([*kept, asks], key=lambda one: one.start)))


def _held_against(question: Question) -> Piece | None:
    """The word that holds one thing against another: 比, or 有 and 有没有 between the two."""
    if than := question.tagged("joint:than"):
        return than[-1]
    return next((piece for piece in question.tagged("joint:as_much") if piece.start), None)


def _says_more(question: Question, than: Piece, vocabulary: Vocabulary) -> tuple[range, bool] | None:
    """Where it is said that one thing is more than another, at the end of a comparison, and whether it is more."""
    if question.language == "en":
        ways = question.tagged("op:compare", "op:compare_low")
        said = next((piece for piece in ways if piece.end == than.start), None)
        return (range(said.start, said.end), said.has("op:compare")) if said else None
    first = than.end + than.has("joint:as_much")  # 有多高 holds nothing against another thing
    quiet = {at for piece in question.tagged("filler", "whether") for at in range(piece.start, piece.end)}
    for end in range(len(question.tokens), than.end, -1):
        for start in (end - 1, end - 2):
            tags = vocabulary.phrases.get(("最", *question.tokens[start:end]), frozenset())
            if start >= first and tags & {"op:max", "op:min"}:
                return range(start, end), "op:max" in tags
        if end - 1 not in quiet and question.tokens[end - 1] not in _SOME:
            break
    return None


def whether_more(made: Composed) -> Composed:
    """What tells how much more one thing is, as what tells whether it is."""
    return replace(made, make=lambda parts: Check(made.make(parts), _MORE))


def check(claim: Condition) -> Make:
    """Holds the one part against a claim."""
    return lambda parts: Check(parts[0], claim)


class Claims(Segments):
    """A question that wants a yes or a no."""

    def whether(self) -> Iterator[Composed]:
        """A figure, and whether it is what the question says of it."""
        question = self.question
        marks = self.places("whether")
        yield from self._by_whom(marks)
        claims = bounds(question, self.index.vocabulary, claims=True) or list(self._plain_claim())
        for claim in claims[:1]:
            unit = (
                ("多", "少", *claim.unit)
                if claim.unit
                else ("多", "少", "%")
                if claim.quantity.unit.is_rate
                else ()
            )
            unit = ("第", "几") if question.tokens[min(claim.places)] == "第" else unit
            about = self._about(claim)
            rest = self.all - marks - claim.places - self.asking() - about
            view = part(question, rest, self.chat, asks=unit, vocabulary=self.index.vocabulary)
            yield self.composed(
                (Part(view),),
                (lambda parts: parts[0]) if about else check(claim.held()),
                "check",
                marks | claim.places | about,
            )
            return
        over, met = question.tagged("op:over"), question.tagged("op:over", "role:target", "met")
        dated = frozenset[int]().union(*question.spots.values())
        says_number = any(t[0].isdigit() and at not in dated for at, t in enumerate(question.tokens))
        if met and not (says_number or question.tagged("op:and")):
            dropped = marks | self.places("op:over", "role:target", "met", "role:done", "neg:not")
            denied = any(_denies(question, piece.start) for piece in met)
            held = Held("gt" if over else "ge", "target", "done", negated=denied)
            yield self.composed(
                (Part(part(question, self.all - dropped, self.chat)),),
                check(held),
                "check",
                dropped,
            )

    def _by_whom(self, marks: set[int]) -> Iterator[Composed]:
        """Who leads a thing, and whether that is who the question says: 加装电梯是市水利局牵头吗."""
        question, index = self.question, self.index
        for piece in question.tagged("role:lead"):
            if told := index.value_before(piece.start, "lead", question):
                size = len(index.vocabulary.canonical(told))
                frame = marks | set(range(piece.start - size, piece.start))
                view = part(question, self.all - frame, self.chat)
                claim = Is("lead", frozenset({told}))
                yield self.composed((Part(view),), check(claim), "check", frame, strict=False)

    def _about(self, claim: Bound) -> set[int]:
        """The words beside a number that make it only about right: 大概86%, 90%左右."""
        near = {at + step for at in claim.places for step in (-1, 0, 1)}
        pieces = self.question.tagged("approximate") if claim.relation == "eq" else []
        spans = (set(range(piece.start, piece.end)) for piece in pieces)
        return set[int]().union(*(span for span in spans if span & near))

    def _plain_claim(self) -> Iterator[Bound]:
        """A number that is only said, where the question is whether that is so: "新增了50名,是真的吗"."""
        question = self.question
        marks = question.tagged("whether")
        surely = any(mark.end - mark.start > 1 for mark in marks)
        last = [mark for mark in marks if mark.end == end_of(question)]
        end = min((mark.start for mark in last), default=end_of(question))
        for at, token in enumerate(question.tokens if marks else ()):
            in_digits = token[0].isdigit()
            said = (
                read(question.tokens, at, self.index.vocabulary) if in_digits or token in NUMERALS else None
            )
            if said and question.tokens[at - 1 : at] == ("第",):
                places = frozenset(range(at - 1, said.end))
                yield Bound("eq", said.quantity, places, (), negated=_denies(question, at - 1))
                return
            counted = said and ((in_digits and said.end > said.counted) or said.quantity.unit.is_rate)
            if said and counted and (surely or said.end == end):
                denied = [piece for piece in question.tagged("neg:not") if piece.end == said.start]
                yield Bound(
                    "eq",
                    said.quantity,
                    frozenset(range(denied[0].start if denied else said.start, said.end)),
                    (),
                    negated=_denies(question, said.start),
                    unit=unit_of(question, said),
                )
                return

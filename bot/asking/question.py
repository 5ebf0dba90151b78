"""A question in tokens: the pieces that were recognised in it, its clauses, and the times that it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from bot.language import periods
from bot.language.periods import Period
from bot.language.speech import Language
from bot.language.text import HANZI
from bot.language.vocabulary import Tokens

TERM = frozenset({"term"})
"""What a piece is that only keeps the words of a name together."""
_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_HOLLOW = frozenset(
    {"filler", "ask", "op", "overview", "role", "unit", "stock", "followup", "smalltalk", "person"}
)
_WORD = 2
"""Characters that make a word; one more stands between two questions, since a unit stands behind the first."""


@lru_cache(maxsize=4096)
def carried(tags: frozenset[str]) -> frozenset[str]:
    """The kinds of the tags that name something: ``ask`` of ``ask:figure``."""
    return frozenset(tag.partition(":")[0] for tag in tags if ":" in tag)


@lru_cache(maxsize=4096)
def _kinds(tags: frozenset[str]) -> frozenset[str]:
    return frozenset(tag.partition(":")[0] for tag in tags)


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens ``start`` to ``end`` (not included) and what they are."""

    start: int
    end: int
    tags: frozenset[str]

    def has(self, tag: str) -> bool:
        """Whether it carries a tag, given whole (``role:target``) or by its kind (``role``)."""
        return tag in self.tags or tag in carried(self.tags)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its tags: ``ask`` for ``ask:figure``, and a tag that has none itself."""
        return _kinds(self.tags)

    def named(self, kind: str) -> list[str]:
        """What it names under a kind of tag: ``named("role")`` is ["target"]."""
        return [tag[len(kind) + 1 :] for tag in self.tags if tag.startswith(kind + ":")]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a question names, and the places of its words."""

    time: Period
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Question:
    """A question in canonical tokens with its pieces.

    Attributes:
        text: The message as it was typed.
        language: The language it is read in.
        tokens: Its tokens, with synonyms exchanged and slips put right.
        clauses: The number of the clause of each token.
        pieces: The phrases that were recognised, in order.
        asking: The clauses that carry a question word, or all of them where none does.
        mended: The positions whose character was put right.
        years: The years that it names.
        times: The times within a year that it names, with their words.
        alone: The characters that make no known word with those beside them.
        seams: The positions that a 、 stands before.
        gaps: The positions that a space stands before.
        headed: Where it says names of columns whole: their words mean nothing by themselves.
        origin: Where in the whole question each token of a part stands, -1 for one that is only meant.
        whole: Whether it is no part of another.
        spots: The places of the words for each year and time.
        moments: The times in the order they are said.
        spoken: The language its letters tell; none where they are pinyin, numbers or abbreviations.
    """

    text: str
    language: Language
    tokens: Tokens
    clauses: tuple[int, ...]
    pieces: tuple[Piece, ...]
    asking: frozenset[int]
    mended: frozenset[int]
    years: tuple[str, ...]
    times: tuple[tuple[Period, str], ...]
    alone: frozenset[str] = frozenset()
    seams: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    origin: tuple[int, ...] = ()
    whole: bool = True
    spots: Mapping[str, frozenset[int]] = field(default_factory=dict, compare=False)
    moments: tuple[Moment, ...] = field(default=(), compare=False)
    spoken: Language | None = None
    _carried: dict[str, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _tagged: dict[tuple[str, ...], tuple[Piece, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _names: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note which pieces carry each tag, for all the times that is asked."""
        for number, piece in enumerate(self.pieces):
            for tag in piece.tags | carried(piece.tags):
                self._carried.setdefault(tag, []).append(number)

    def tagged(self, *tags: str) -> tuple[Piece, ...]:
        """The pieces that carry a tag, or one of several."""
        found = self._tagged.get(tags)
        if found is None:
            numbers = [number for tag in tags for number in self._carried.get(tag, ())]
            if len(tags) > 1 and numbers:
                numbers = sorted(set(numbers))
            found = self._tagged[tags] = tuple([self.pieces[number] for number in numbers])
        return found

    def names(self, kind: str) -> frozenset[str]:
        """What is named under a kind of tag: ``names("op")`` is {"sum"}."""
        if kind not in self._names:
            tags = frozenset().union(*{piece.tags for piece in self.pieces})
            self._names[kind] = frozenset(tag.partition(":")[2] for tag in tags if tag.startswith(kind + ":"))
        return self._names[kind]

    def words(self, piece: Piece) -> str:
        """The words of a piece as they are compared."""
        return join(self.tokens[piece.start : piece.end])

    def is_base(self, moment: Moment) -> bool:
        """Whether a time is the one that another is held against: 比2023年, 与2023年相比, 跟2023年比."""
        than, against = self.tagged("joint:than"), self.tagged("joint:against")
        start, end = min(moment.places), max(moment.places) + 1
        with_ = any(one.end == start for one in self.tagged("op:and"))
        others = {at for one in self.moments if (at := min(one.places, default=0)) and not self._begins(at)}
        behind = [one for one in (against + than if with_ else against) if one.end not in others]  # A相比B
        before = [one for one in than + against if one.end == start and not self._begins(start)]
        return bool(before) or any(one.start == end for one in behind)

    def _begins(self, at: int) -> bool:
        """Whether a clause begins at a place: what stands before it is said of nothing in it."""
        return at == 0 or self.clauses[at - 1] != self.clauses[at]

    def asks_several(self, seams: Collection[int]) -> bool:
        """Whether one figure alone is none of what it asks for.

        It asks for one and another (添了多少人,座席又多了几个), for each of several, or for all of them together;
        ``seams`` are those of its seams that stand within no name.
        """
        if not self.whole:
            return False
        and_ = [one.start for one in self.tagged("op:and") if self.clauses[one.start] in self.asking]
        if (seams or and_) and self.tagged("joint:each", "op:total"):
            return True
        hollow = {at for one in self.pieces if is_hollow(one) for at in range(one.start, one.end)}
        asks = [one for one in self.tagged("ask:figure") if self.clauses[one.start] in self.asking]
        for one, other in pairwise(asks):
            own = (at for at, clause in enumerate(self.clauses) if clause == self.clauses[other.start])
            between = range(one.end, other.start)
            of_other = set(between if self.clauses[one.start] == self.clauses[other.start] else own)
            said = [self.tokens[at] for at in of_other - hollow]
            if sum(1 if HANZI.match(token) else _WORD + 1 for token in said) > _WORD:
                return True
        return False

    @property
    def span(self) -> Period:
        """All the time from one to another that it names: 从2023年6月到2024年5月, 2023年8月到12月."""
        if len(self.moments) == 1 and self.moments[0].time.is_span:
            return self.moments[0].time
        first, last = self.moments if len(self.moments) == len(("from", "to")) else (None, None)
        if first and last and first.time < last.time:
            between = range(max(first.places, default=0) + 1, min(last.places, default=0))
            until = any(
                piece.start == between.start and piece.end == between.stop
                for piece in self.tagged("joint:until")
            )
            return Period(first.time.start, last.time.end, "", "span") if until else periods.NEVER
        return periods.NEVER


def is_hollow(piece: Piece) -> bool:
    """Whether a piece is of the language of questions, and names nothing."""
    return piece.kinds <= _HOLLOW


def join(found: Tokens) -> str:
    """Tokens as readable text: Latin words apart, characters together.

    >>> join(("加", "装", "target", "rate", "3"))
    '加装 target rate 3'
    """
    return _GAP.sub("", " ".join(found))

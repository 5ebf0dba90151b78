"""What a question asks of figures that stand together: a list of them, their number, the highest, a sum, a mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.ordinals import Places, direction, places_of
from bot.asking.question import Piece, Question
from bot.language.numerals import LARGE
from bot.language.units import COUNTING
from bot.language.vocabulary import Vocabulary

Shape = Literal["", "list", "count", "rank", "sum", "mean"]
_PAIRED = frozenset({"difference", "compare", "compare_low"})
_NAMING = frozenset({"which", "what", "who", "where", "when", "name"})
_FRAME = ("op", "row", "thing", "move", "claim", "table")
_MANY = frozenset("些几")
_COUNTERS = frozenset("个类种项家只样件条块宗")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of figures that stand together.

    Attributes:
        rank: The places of an order that are asked for.
        way: ``up`` or ``down`` where only those are meant that went this way.
        frame: The positions of the words that only say what is asked.
        naming: Whether names are asked for, not a figure.
        counting: Whether it asks how many things there are, and not how much of something.
        measured: Whether it asks in a unit that counts no things, percent, money, length.
    """

    question: Question
    asked: Asked
    index: Index
    rank: Places | None
    way: str
    frame: frozenset[int]
    naming: bool
    counting: bool
    measured: bool

    @property
    def single(self) -> bool:
        """Whether the figure at one place of an order is asked for, not what it is of."""
        return not self.naming and "figure" in self.question.names("ask")

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a word is the beginning of a name."""
        pair = "".join(self.question.tokens[piece.end - 1 : piece.end + 1])
        return len(pair) > 1 and pair in self.index.lexicon.named

    @property
    def ordered(self) -> bool:
        """Whether an order is asked for, and not only named: 最低 of 最低分 is the beginning of a name."""
        return any(not self._goes_on(piece) for piece in self.question.tagged("op:max", "op:min"))

    @property
    def together(self) -> Literal["", "sum", "mean"]:
        """What is to be made of several figures that are told: what they come to, or what they are on average."""
        if self._averages:
            return "mean"
        return "sum" if self.question.names("op") & {"sum", "total"} else ""

    @property
    def _averages(self) -> bool:
        """Whether a mean is asked for; 平均 of 平均分 is the beginning of a name."""
        return any(not self._goes_on(piece) for piece in self.question.tagged("op:average"))

    def shape(self, *, filtered: bool, column: bool, summed: bool = False) -> Shape:
        """What is to be made of the figures; ``filtered`` where conditions choose some of them.

        With a ``column`` that is named, "how many" asks for figures rather than for their number; where they are
        ``summed``, "in all" asks for what they come to.
        """
        operations, asks = self.question.names("op"), self.question.names("ask")
        # 合计 of "哪年的合计最多" is of a name: no time is a sum.
        added = bool(operations & {"sum", "total"}) and not self.counting and "when" not in asks
        if self.rank and not operations & _PAIRED and not (added and "sum" in operations):
            return "rank"
        if self._averages:
            return "mean"
        if filtered and added and ("figure" in asks or "sum" in operations):
            return "sum" if summed or "sum" in operations else "count"
        if filtered and (self.counting or ("count" in operations and "name" not in asks)):
            return "count"
        if filtered and "figure" in asks and not self.naming and not column and not self.measured:
            return "count"
        return "list" if filtered and (self.naming or not asks) else ""


_POINTS = ("点", "point")
_APART = ("op:more", "op:less", "op:difference")


def in_points(question: Question) -> bool:
    """Whether it is asked by how many points two figures are apart, and not by how many percent: 低了多少个点."""
    said = map(question.words, question.tagged("ask:figure", "unit:percent", *_APART))
    return any(point in words for words in said for point in _POINTS)


_POINTED = (("这", "些"), ("那", "些"), ("这", "几"), ("那", "几"))
_LONGEST_KIND = 7
"""Tokens of 这些 with what it points at."""


def request(question: Question, asked: Asked, index: Index) -> Request:
    """What a question asks of figures that stand together."""
    asks = question.names("ask")
    ways = _ways(question, index.vocabulary)
    places = places_of(question, index.vocabulary)
    frame = {
        at for piece in question.pieces for at in range(piece.start, piece.end) if any(map(piece.has, _FRAME))
    }
    frame |= {at for _, at in _ways_from_base(question, index.vocabulary)}
    naming = bool(asks & _NAMING) and ("figure" not in asks or bool(asks & {"which", "who", "where", "name"}))
    return Request(
        question=question,
        asked=asked,
        index=index,
        rank=places,
        # 增长 names the measure as often as the way it went: 增速, "增长最慢".
        way=next(iter(ways)) if len(ways) == 1 else "",
        frame=frozenset(frame | _those(question) | (places.positions if places else set())),
        naming=naming,
        counting=_counts(question, index),
        measured=asked.unit not in ("", "thing"),
    )


def _those(question: Question) -> set[int]:
    """Where all that stands together is pointed at, whatever it is called: 这些酒企里."""
    found: set[int] = set()
    for piece in question.tagged("joint:within"):
        nearest = range(piece.start - 1, max(piece.start - _LONGEST_KIND, 0) - 1, -1)
        for at in nearest:
            if (
                question.tokens[at : at + 2] in _POINTED
                and question.clauses[at] == question.clauses[piece.start]
            ):
                found.update(range(at, piece.end))
    return found


def _ways(question: Question, vocabulary: Vocabulary) -> frozenset[str]:
    """The ways that figures went; what stands right before the word for it names the figure: 增速为负 is down."""
    said = question.tagged("move:up", "move:down")
    starts = {piece.start for piece in said}
    told = [piece for piece in said if not (piece.has("move:any") and piece.end in starts)]
    ways = frozenset(way for piece in told for way in piece.named("move")) & {"up", "down"}
    return ways or frozenset(way for way, _ in _ways_from_base(question, vocabulary))


def _ways_from_base(question: Question, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """The way that is said by an adjective behind what a change is held against, and where: 比去年同期还少的."""
    quiet = {at for piece in question.tagged("filler") for at in range(piece.start, piece.end)}
    for piece in question.tagged("base"):
        at = piece.end
        while (
            at < len(question.tokens) and at in quiet and direction(question.tokens, at, vocabulary) is None
        ):
            at += 1
        way = direction(question.tokens, at, vocabulary) if at < len(question.tokens) else None
        if way and question.tokens[at + 1 : at + 2] == ("的",):
            yield ("up" if way == "max" else "down"), at


def compares(question: Question, index: Index) -> bool:
    """Whether one of several is asked for that has more or less than the others: 哪个小区的容积率更低."""
    end = len(question.tokens)
    while end and any(piece.end == end and "filler" in piece.tags for piece in question.pieces):
        end -= 1
    one = [p for p in question.tagged("ask:which") if p.end < end and not _MANY & set(question.words(p))]
    named = (
        "".join(question.tokens[max(0, end - 2) : end]) in index.lexicon.measured
    )  # 长 in 校长 is no order
    return bool(one and not named and direction(question.tokens, end - 1, index.vocabulary))


def _counts(question: Question, index: Index) -> bool:
    """Whether a question counts things: 几类, 多少个月, "how many categories"; not 降了多少, nor 几项叫什么名字."""
    if "name" in question.names("ask"):
        return False
    if question.tagged("op:count", "op:count_distinct"):
        return True
    for piece in question.tagged("ask:figure"):
        if question.language == "en" and question.words(piece) == "how many":
            return index.read(question).unit in COUNTING | {""}  # not "how many kilometres"
        counter = question.tokens[piece.end : piece.end + 1]
        if counter and counter[0] in LARGE:  # 产品多少万个 asks for no number of kinds
            continue
        starts = (piece.end, piece.end + 1) if counter and counter[0] in _COUNTERS else (piece.end,)
        behind = [other for other in question.pieces if other.start in starts]  # 几家银行
        joined = {p.start for p in question.tagged("op:total") if p.end == piece.start}  # 月份一共有几个
        before = [other for other in question.pieces if other.end in joined | {piece.start}]
        called = any(other.has("thing") or other.has("row") for other in (*behind, *before))
        if called or _leaves_out(question, piece) or _calls_rows(question, piece, index):
            return True
        if len(starts) > 1 and _ends(question, _behind_noun(question, piece.end + 1, index)):
            return True
    return False


def _leaves_out(question: Question, piece: Piece) -> bool:
    """Whether what is counted is left unsaid at the end: 超过100元的有几个."""
    before, last = question.tokens[piece.start - 1 : piece.start], question.words(piece)[-1]
    return before == ("的",) and last in _COUNTERS and _ends(question, piece.end)


def _calls_rows(question: Question, piece: Piece, index: Index) -> bool:
    """Whether what a table calls one of its rows stands beside words such as 几个: 超过8万的科室有几个."""
    tokens = question.tokens
    before = [tokens[start : piece.start] for start in range(piece.start)]
    before = before if _ends(question, min(piece.end + 1, len(tokens))) else []  # not 学校有多少学生
    starts = (piece.end, piece.end + 1)  # 几所学校
    behind = (tokens[at:end] for at in starts for end in range(at + 1, len(tokens) + 1))
    return any(words in index.row_kinds for words in (*before, *behind))


def _behind_noun(question: Question, at: int, index: Index) -> int:
    """Where a question goes on behind what it counts.

    That is a word of two characters that titles have (土地 in 多少块土地), or what cells hold (4A in 几家4A).
    """
    longest = index.value_heads.get("".join(question.tokens[at : at + 1]), 0)
    for end in range(at + longest, at, -1):
        if question.tokens[at:end] in index.values:
            return end
    noun = "".join(question.tokens[at : at + 2])
    return at + 2 if any(noun in title for title in index.titles.values()) else at


def _ends(question: Question, at: int) -> bool:
    """Whether nothing but grammar follows, or the words for rows and things."""
    return all(
        any(
            piece.start <= other < piece.end
            and any(map(piece.has, ("filler", "row", "thing", "whether", "smalltalk")))
            for piece in question.pieces
        )
        for other in range(at, len(question.tokens))
        if question.clauses[other] == question.clauses[at - 1]
    )

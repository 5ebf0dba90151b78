"""Reading a question as made of parts: figures put together, held against a number, told one after the other.

Where the parts are is seen from the marks of the question: what stands between two figures (和, 比, "than"), what
asks for what they come to, and which columns and times are named side by side. Each part is a `views.part` of the
same annotated question; nothing is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from bot.asking.asked import Asked
from bot.asking.bounds import Bound, bounds, unit_of
from bot.asking.index import Index
from bot.asking.interpretations import Composed, Given, Part
from bot.asking.ordinals import Way, direction
from bot.asking.tagging import Piece, Question
from bot.asking.views import part
from bot.knowledge.query import Beside, Check, Combine, Each, Held, Joint, Query, Rank
from bot.language.numerals import NUMERALS
from bot.language.periods import Period
from bot.language.quantities import read
from bot.language.vocabulary import Tokens

LONGEST = 120
"""Tokens of the longest question that is read in parts; nobody puts figures together in more."""
MANY = 12
"""The most parts of a question."""
_LONGEST_NAME = 12
"""Tokens of the longest name of what two things are compared by: 哪个收到的群众来电诉求多."""
MAX_TIMES = 24
"""Times that are looked at one by one where a question names none."""
_WITHIN = {1: {"月", "month"}, 3: {"季", "quarter"}}
"""Months of a time within a year, and the words for it."""
REST = "rest"
"""What is left of a whole without a part that is told with it."""
WAYS: tuple[tuple[str, Joint], ...] = (
    ("ratio", "ratio"),
    ("more", "more"),
    ("less", "less"),
    ("difference", "difference"),
    ("compare_low", "lower"),
    ("compare", "higher"),
    ("sum", "sum"),
    ("average", "mean"),
)

_TURNS: dict[Way, Joint] = {"max": "higher", "min": "lower"}
_OF_TWO = frozenset({"more", "less", "difference", "higher", "lower"})
_ORDERED = frozenset({"max", "min", "descending", "ascending", "total"})
_WHO = frozenset("谁")
_JOINTS = ("op:and", "joint:exceed", "joint:against")


Make = Callable[[tuple[Query, ...]], Query]
"""Puts the queries of the parts together."""


def compositions(question: Question, asked: Asked, index: Index) -> Iterator[Composed]:
    """The ways in which a question may be made of parts, the likeliest first."""
    if len(question.tokens) > LONGEST:
        return
    reader = Reader(question, asked, index)
    yield from reader.over_time()
    if asks_whether(question):
        yield from reader.whether()
        return
    yield from reader.both()
    yield from reader.per_one()
    yield from reader.shares()
    yield from reader.remaining()
    yield from reader.combined()
    yield from reader.beside_target()
    yield from reader.several()


def asks_whether(question: Question) -> bool:
    """Whether a question wants a yes or a no: "…了吗", "有没有…", "Did …"."""
    if {"most", "ratio", "more", "less", "difference", "count"} & question.names("op"):
        return False
    marks = [
        piece
        for piece in question.tagged("whether")
        if not piece.has("neg:not") or piece.end == _end(question)
    ]
    asks = question.tagged("ask")
    if asks and (not marks or asks[0].start < marks[0].end or _is_same_clause(question, asks[0], marks[0])):
        return False
    if asks:
        return bool(question.tagged("ask:figure"))  # "突破50亿元了吗,具体多少"
    if question.language == "en":
        return bool(marks) and marks[0].start == 0
    ends = {len(question.tokens), _end(question)}
    return any(piece.end in ends or piece.end - piece.start > 1 for piece in marks)


def _is_same_clause(question: Question, one: Piece, other: Piece) -> bool:
    return question.clauses[one.start] == question.clauses[other.start]


def _months(time: Period) -> int:
    first, last = time.months or (0, -1)
    return last - first + 1


def _end(question: Question) -> int:
    """Where a question ends before what is only polite: "哪个多呀,谢谢"."""
    end = len(question.tokens)
    for piece in reversed(question.pieces):
        said = question.tokens[piece.start : piece.end]
        if piece.end == end and _is_polite(piece) and said != ("多",):  # 哪个多
            end = piece.start
    return end


def _is_polite(piece: Piece) -> bool:
    return ("filler" in piece.tags or piece.has("smalltalk")) and not piece.has("whether")


def combine(how: Joint, unit: str = "") -> Make:
    """Makes one number, or one name, of the parts."""
    return lambda parts: Combine(how, parts, unit)


def check(claim: Held) -> Make:
    """Holds the one part against a claim."""
    return lambda parts: Check(parts[0], claim)


def beside(how: Literal["difference", "more", "less", "ratio", "share"]) -> Make:
    """Holds the one part against the target in its row."""
    return lambda parts: Beside(parts[0], how, "target")


class Reader:
    """One question on its way into parts."""

    LONGEST = LONGEST

    def __init__(self, question: Question, asked: Asked, index: Index) -> None:
        self.question = question
        self.asked = asked
        self.index = index
        asking = frozenset(at for at, clause in enumerate(question.clauses) if clause in question.asking)
        if not self._says_a_name(asking):
            clauses = [
                [at for at, one in enumerate(question.clauses) if one == clause]
                for clause in sorted(set(question.clauses))
            ]
            asking = asking.union(*(clause for clause in clauses if self._says_a_name(clause)))
        self.all = asking
        self.everything = frozenset(range(len(question.tokens)))
        self.seams = index.seams(question)
        self.chat = self.everything - asking

    def _says_a_name(self, places: Collection[int]) -> bool:
        """Whether two characters, or a word, that names are made of stand at some places."""
        tokens, named = self.question.tokens, self.index.lexicon.named
        framed = self.places("op", "ask", "role", "joint", "whether") | self.asking()
        free = [at for at in places if at not in framed]
        return any(
            (tokens[at] in named and tokens[at] < "\u3400")
            or (at + 1 in places and tokens[at] + tokens[at + 1] in named)
            for at in free
        )

    # Which stretches of the question name something.

    def segments(
        self, frame: Collection[int], joints: Iterable[Piece] = (), *, seams: bool = True, gaps: bool = False
    ) -> list[list[int]]:
        """The stretches between joints, without the words of the frame; only those that name something."""
        joints = list(joints)
        found = self._stretches(frame, joints, self.all, seams=seams, gaps=gaps)
        if (
            len(found) < 2 and self.chat
        ):  # what stands before the question may be one of two: "甲呢,占乙的多少"
            more = self._stretches(frame, joints, self.everything, seams=seams, gaps=gaps)
            return more if len(more) == 2 else found
        return found

    def _stretches(
        self,
        frame: Collection[int],
        joints: Iterable[Piece],
        within: Collection[int],
        *,
        seams: bool,
        gaps: bool,
    ) -> list[list[int]]:
        joints = list(joints)
        cuts = {at for piece in joints for at in range(piece.start, piece.end)}
        starts = {piece.end for piece in joints} | (self.seams if seams else frozenset())
        if seams and not joints and not self.seams and gaps:
            starts |= self.question.gaps
        found: list[list[int]] = []
        run: list[int] = []
        for at in sorted(within):
            apart = at and self.question.clauses[at] != self.question.clauses[at - 1]
            if run and (at in starts or at in cuts or apart):
                found.append(run)
                run = []
            if at not in frame and at not in cuts:
                run.append(at)
        return [one for one in (*found, run) if self._names(one)]

    def _names(self, places: Sequence[int]) -> bool:
        """Whether some places name something: a thing, or a column."""
        half = self.index.weights.half
        inside = set(places)
        if any(self.asked.weights[at] >= half for at in places):
            return True
        tokens = self.question.tokens
        named = self.index.lexicon.named
        if any(at + 1 in inside and tokens[at] + tokens[at + 1] in named for at in places):
            return True
        if any(tokens[at] < "\u3400" and tokens[at] in named for at in places):
            return True
        return any(
            piece.has("role") and inside.issuperset(range(piece.start, piece.end))
            for piece in self.question.pieces
        )

    def places(self, *tags: str) -> set[int]:
        return {at for piece in self.question.tagged(*tags) for at in range(piece.start, piece.end)}

    def parts(
        self, segments: Sequence[Sequence[int]], asks: Tokens = (), extra: Collection[int] = ()
    ) -> tuple[Part, ...]:
        """A part for each stretch; by itself, and with what all others say."""
        vocabulary = self.index.vocabulary
        everything = [at for one in segments for at in one]
        roles = self.places("role") & set(everything)  # a column that is said once is meant for all
        return tuple(
            Part(
                part(self.question, {*one, *extra}, roles | self.chat, asks=asks, vocabulary=vocabulary),
                part(
                    self.question, {*one, *extra}, {*everything, *self.chat}, asks=asks, vocabulary=vocabulary
                ),
            )
            for one in segments
        )

    def joints(self) -> list[Piece]:
        """What stands between two figures that are named one after the other."""
        found = [
            piece
            for kind in _JOINTS
            for piece in self.question.tagged(kind)
            if not self.index.is_in_name(piece, self.question)
        ]
        return found or [
            piece
            for piece in self.question.tagged("op:more", "op:less", "op:beyond")
            if self._says_a_name(range(piece.start))
            and self._says_a_name(range(piece.end, len(self.question.tokens)))
        ]

    def unit(self) -> Tokens:
        """The words that ask for a figure with its unit, as 多少件."""
        for piece in self.question.tagged("ask:figure", "op:more", "op:less", "op:difference"):
            for size in range(min(5, len(self.question.tokens) - piece.end), 0, -1):
                unit = self.question.tokens[piece.end : piece.end + size]
                if unit in self.index.vocabulary.units:
                    return ("多", "少", *unit)
            if self.question.tokens[piece.start : piece.start + 2] == ("how", "many"):
                return ("how", "many")
        return ()

    def asking(self) -> set[int]:
        """Where the question asks, with the units it asks in."""
        places = self.places("ask")
        for piece in self.question.tagged("ask:figure", "op:more", "op:less", "op:difference", "op:count"):
            for size in range(min(5, len(self.question.tokens) - piece.end), 0, -1):
                if self.question.tokens[piece.end : piece.end + size] in self.index.vocabulary.units:
                    places |= set(range(piece.end, piece.end + size))
                    break
        return places

    # The kinds of questions that are made of others.

    def over_time(self) -> Iterator[Composed]:
        """One figure at several times: how far apart, in which year it was higher."""
        question = self.question
        times = {words: spots for words, spots in question.spots.items() if spots}
        ways = [(name, how) for name, how in WAYS if name in question.names("op")]
        which = self._asks_when()
        years = {words: spots for words, spots in times.items() if words in question.years}
        named = years if len(years) > 1 else {w: s for w, s in times.items() if w not in question.years}
        if len(named) < 2 and not which:
            return
        told = len(named) > 1 and bool(question.tagged("joint:each"))
        if len(named) > MANY or not (which or ways or told):
            return
        how = which or (ways[0][1] if ways else None)
        joints = self.places("op:and")
        frame = joints | self.places("joint:each", *(f"op:{name}" for name, _ in WAYS)) | self.asking()
        frame |= self.comparative()
        if which:
            frame |= self.places("thing") & self._behind(self.places("ask"))
        rest = self.all - frame - frozenset().union(*named.values())
        views = [part(question, rest | set(spots), self.chat) for spots in named.values()]
        if len(named) < 2:
            views = list(self._at_each_time(part(question, self.all - frame, self.chat)))
        if len(views) > 1:
            yield self.composed(
                tuple(Part(view) for view in views),
                combine(how) if how else Each,
                how or "each",
                self.all - rest,
                strict=len(named) > 1 and not which,
                loose=bool(which),
            )

    def _at_each_time(self, view: Question) -> Iterator[Question]:
        """A question at each of the times it asks for: the years, the quarters or the months there are."""
        asked = {
            token
            for piece in self.question.tagged("ask:when", "ask:which")
            for token in self.question.tokens[piece.start : piece.end + 2]
        }
        size = next((size for size, words in _WITHIN.items() if asked & words), 0)
        calendar = self.index.calendar
        if not size:
            known = sorted(calendar.years)[-MAX_TIMES:]
            yield from (replace(view, years=(f"{year}年",), spots={}) for year in known)
        within = [time for time in sorted(calendar.times) if not time.point and _months(time) == size]
        yield from (replace(view, times=((time, time.words),), spots={}) for time in within[:MAX_TIMES])

    def _asks_when(self) -> Joint | None:
        """Whether a time is asked for by what was highest or lowest then.: Which year was it higher in."""
        times = set("年月季度")
        asked = [
            piece
            for piece in self.question.tagged("ask:when", "ask:which")
            if times & set(self.question.tokens[piece.start : piece.end + 2])
            or {"year", "month"} & set(self.question.tokens[piece.start : piece.end + 1])
        ]
        if not asked:
            return None
        if self.question.names("op") & {"max", "compare"}:
            return "higher"
        if self.question.names("op") & {"min", "compare_low"}:
            return "lower"
        order = direction(self.question.tokens, _end(self.question) - 1, self.index.vocabulary)
        return _TURNS.get(order) if order else None

    def comparative(self) -> set[int]:
        """The adjective that ends a comparison: 高 in "哪年高"."""
        end = _end(self.question)
        found = self.places("op:max", "op:min")
        if end and direction(self.question.tokens, end - 1, self.index.vocabulary):
            found |= {end - 1}
        return found

    def _behind(self, places: set[int]) -> set[int]:
        return {at + step for at in places for step in (1, 2)}

    def whether(self) -> Iterator[Composed]:
        """A figure, and whether it is what the question says of it."""
        question = self.question
        marks = self.places("whether")
        claims = bounds(question, self.index.vocabulary, claims=True) or list(self._plain_claim())
        for claim in claims[:1]:
            unit = (
                ("多", "少", *claim.unit)
                if claim.unit
                else ("多", "少", "%")
                if claim.quantity.unit.is_rate
                else ()
            )
            rest = self.all - marks - claim.places - self.asking()
            view = part(question, rest, self.chat, asks=unit, vocabulary=self.index.vocabulary)
            yield self.composed(
                (Part(view),),
                check(claim.held()),
                "check",
                marks | claim.places,
            )
            return
        over, met = question.tagged("op:over"), question.tagged("op:over", "role:target", "met")
        if met and not question.tagged("op:and"):
            dropped = marks | self.places("op:over", "role:target", "met", "role:done", "neg:not")
            held = Held("gt" if over else "ge", "target", "done")
            yield self.composed(
                (Part(part(question, self.all - dropped, self.chat)),),
                check(held),
                "check",
                dropped,
            )

    def _plain_claim(self) -> Iterator[Bound]:
        """A number that is only said, where the question is whether that is so: "新增了50名,是真的吗"."""
        marks = self.question.tagged("whether")
        if not marks or marks[-1].end - marks[-1].start < 2:
            return
        for at in range(len(self.question.tokens)):
            said = (
                read(self.question.tokens, at, self.index.vocabulary)
                if self.question.tokens[at][0].isdigit()
                else None
            )
            if said and said.end > said.counted:
                yield Bound(
                    "eq",
                    said.quantity,
                    frozenset(range(said.start, said.end)),
                    (),
                    unit=unit_of(self.question, said),
                )
                return

    def both(self) -> Iterator[Composed]:
        """One word for two things: 城乡收入差多少."""
        question, vocabulary = self.question, self.index.vocabulary
        way = self._way(self.which())
        for piece in question.tagged("both"):
            frame = self.places(*(f"op:{name}" for name, _ in WAYS), "joint:each") | self.asking()
            frame |= set(range(piece.start, piece.end))
            names = piece.named("both")[0].split("和")
            parts = tuple(
                Part(
                    part(
                        question,
                        self.all - frame,
                        self.chat,
                        asks=vocabulary.canonical(name),
                        vocabulary=vocabulary,
                    )
                )
                for name in names
            )
            make, how = (combine(way[1]), way[1]) if way else (Each, "each")
            yield self.composed(parts, make, how, frame)

    def per_one(self) -> Iterator[Composed]:
        """How much of one thing there is for one of another: "平均每户多少万元", "on average … per task"."""
        question, vocabulary = self.question, self.index.vocabulary
        means = question.tagged("op:average")
        whole = next(
            (p for p in means if question.tokens[p.end : p.end + 1] == ("每",)), next(iter(means), None)
        )
        if whole is None or not question.tagged("ask:figure"):
            return
        each = next((p for p in question.tagged("joint:per")), None)
        unit, start = self._one_of(whole, each)
        thing = self._thing_at(start, whole) if start >= 0 else []
        if start < 0 or not (unit or thing):
            return
        over = self.unit()
        frame = self.asking() | self.places("op:average") | set(range(start - len(unit), start))
        frame |= {at for at in range(whole.end, start) if question.tokens[at] == "每"}
        frame |= set(range(each.start, each.end)) if each else set()
        rest = self.all - frame
        counted = ("多", "少", *unit) if unit or question.language != "en" else ("how", "many")
        make, symbol = combine("per", "".join(over[2:])), over or ("多", "少")
        if thing and self._names(sorted(rest - set(thing))):
            of = part(question, rest - set(thing), self.chat, asks=symbol, vocabulary=vocabulary)
            ones = part(question, thing, rest | self.chat, asks=counted, vocabulary=vocabulary)
            yield self.composed((Part(of), Part(ones)), make, "per", frame)
        if unit:
            views = (
                part(question, rest, self.chat, asks=a, vocabulary=vocabulary) for a in (symbol, counted)
            )
            yield self.composed(tuple(map(Part, views)), make, "per", frame)

    def _one_of(self, whole: Piece, each: Piece | None) -> tuple[Tokens, int]:
        """The unit of what there is one of (户 in 平均每户), and where it ends; -1 where nothing is."""
        tokens, units = self.question.tokens, self.index.vocabulary.units
        if self.question.words(whole) == "户均":
            return ("户",), whole.end
        start = each.end if each else whole.end if self.question.words(whole)[-1:] in "每个" else -1
        if not each and tokens[whole.end : whole.end + 1] == ("每",):  # 平均到每户
            start = whole.end + 1
        if start < 0:
            return (), -1
        unit = next((one for size in (2, 1) if (one := tokens[start : start + size]) in units), ())
        if not unit and tokens[start - 1 : start] == ("个",):
            return ("个",), start
        return unit, start + len(unit)

    def _thing_at(self, start: int, whole: Piece) -> list[int]:
        """What stands behind 每个, up to where it is asked or the clause ends."""
        question, found = self.question, []
        stop = self.asking() | set(range(whole.start, whole.end))
        for at in range(start, len(question.tokens)):
            if at in stop or question.clauses[at] != question.clauses[start]:
                break
            found.append(at)
        return found if self._names(found) else []

    def shares(self) -> Iterator[Composed]:
        """What share of one figure another is, or how many times it."""
        verb, asked_by = self._of_english()
        if verb and not self.question.tagged("op:and"):
            frame = asked_by | {at for p in verb for at in range(p.start, p.end)}
            found = self.segments(frame, verb, seams=False)
            if len(found) == 2:
                parts = self.parts(found[::-1])
                yield self.composed(parts, combine("share"), "share", self._between(found), strict=False)
        if "ratio" in self.question.names("op"):
            yield from self._of_whole("ratio", self.question.tagged("joint:is"))
        else:
            shares = self.question.tagged("joint:share") or self.question.tagged("portion")
            yield from self._of_whole("share", shares)

    def _of_whole(self, how: Joint, joints: Sequence[Piece]) -> Iterator[Composed]:
        """A figure held against the one that stands on the other side of 占 or 是."""
        question = self.question
        asks = self.asking() | self.places("portion", "op:ratio", "unit:percent")
        last_ask = max(self.places("ask", "op:ratio", "unit:percent", "portion"), default=-1)
        joint = [piece for piece in joints if piece.start <= max(last_ask, min(asks, default=0))][-1:]
        if not joint and (how == "share" or not asks):
            return
        frame = asks | {at for piece in joint for at in range(piece.start, piece.end)}
        frame |= self.places("joint:former", "joint:latter")
        found = self._referred(self.segments(frame | self.places("op:and"), self.joints()))
        found = found or self.segments(frame, joint, seams=False)
        whole_first = False
        if (how == "share" and len(found) == 1) or (joint and found and found[-1][0] < joint[0].start):
            split = self._within(frame, joint)
            whole_first = bool(split)
            found = split or self._inside(frame, joint) or found
        if len(found) == 2:
            parts = self.parts(found, ("多", "少", "项") if question.tagged("row") else ())
            if whole_first:  # what the part is of is said before it
                parts = (Part(parts[0].beside or parts[0].alone), parts[1])
            yield self.composed(parts, combine(how), how, frame | self._between(found))
        elif how == "ratio":
            yield self.composed((), Each, how, frame)

    def _within(self, frame: set[int], joint: Sequence[Piece]) -> list[list[int]]:
        """A part and the whole that is named before it: 保障性租赁住房里,人才公寓占多少."""
        end = joint[0].start if joint else len(self.all)
        within = [piece for piece in self.question.tagged("joint:within") if piece.end <= end]
        split = self.segments(frame | self.places("joint:within"), [*joint, *within[:1]], seams=False)
        return split[::-1] if len(split) == 2 else []

    def _inside(self, frame: set[int], joint: Sequence[Piece]) -> list[list[int]]:
        """A part and the whole that is named behind 在: 人才公寓在保障性租赁住房里占多少."""
        inside = self.question.tagged("joint:in")[:1]
        split = self.segments(frame | self.places("joint:within", "joint:in"), [*joint, *inside], seams=False)
        return split if inside and len(split) == 2 else []

    def _of_english(self) -> tuple[list[Piece], set[int]]:
        """The verb between the whole and its part, and the words that ask.: What share of B were A."""
        if self.question.language != "en":
            return [], set()
        for ask in self.question.tagged("unit:percent"):
            verbs = [
                piece
                for piece in self.question.tagged("whether")
                if piece.start > ask.end + 1 and self._says_a_name(range(ask.end, piece.start))
            ]
            if (
                ask.has("ask")
                and verbs
                and self._says_a_name(range(verbs[-1].end, len(self.question.tokens)))
            ):
                return verbs[-1:], set(range(ask.start, ask.end))
        return [], set()

    def _between(self, segments: Sequence[Sequence[int]]) -> set[int]:
        return set(self.all) - {at for one in segments for at in one}

    def combined(self) -> Iterator[Composed]:
        """Figures that are named one after the other, to be added up, compared or told apart."""
        question = self.question
        which = self.which()
        way = self._way(which)
        if way is None or way[1] == "ratio":
            return
        how = way[1]
        joints = self.joints()
        if how in _OF_TWO and not bounds(question, self.index.vocabulary):
            joints += question.tagged("op:gt", "op:lt")  # "甲高于乙多少" holds nothing against a number
        frame = self.places(*(f"op:{name}" for name, _ in WAYS), "op:total", "op:max", "op:min", "joint:each")
        frame |= self.asking() | (which[1] if which else set())
        frame |= self.number_of_parts()
        found = self.segments(frame, joints, gaps=True)
        referred = self._referred(found)
        found = referred or found
        if not (joints or self.seams or question.gaps) or len(found) < 2 or len(found) > MANY:
            return
        found, bare = self._without_bare(found)
        if topics := self._topics(
            frame, joints, question.tagged(*(f"op:{name}" for name, _ in WAYS), "op:total")
        ):
            found, bare = topics
        if len(found) > 2 and how in ("more", "less", "difference"):
            found = self._joined_by_last(found, joints)
        against = any(piece.start < found[0][0] for piece in question.tagged("joint:against"))
        if not referred and (against or self._begins_with_joint(joints, found)):
            found = found[::-1]
        asks = self.unit()
        if asks and self.index.vocabulary.units.get(asks[2:]) == "percent":
            asks = ()
        shared = [*(which[2] if which else ()), *bare]
        yield self.composed(
            self.parts(found, asks, extra=shared),
            self._best(how) or combine(how),
            how,
            self._between(found) | set(shared),
            strict=way[0] != "total" or bool(joints),
        )

    def _best(self, how: Joint) -> Make | None:
        """Tells the highest or lowest figure itself, where more is asked than which it is: 哪个最低,是多少."""
        order = next((order for order, joint in _TURNS.items() if joint == how), None)
        if order is None or not {"which", "figure"} <= self.question.names("ask"):
            return None
        return lambda parts: Rank(Each(parts), order)

    def remaining(self) -> Iterator[Composed]:
        """What is left of a figure without another: 扣掉人才公寓,租赁住房还剩多少套, 获奖里不属于市本级的几项."""
        question = self.question
        said = [p for p in question.tagged("neg:resume") if p.tags.isdisjoint(("filler", "followup"))]
        if not question.names("ask") & {"figure"} and not question.tagged("op:count"):
            return
        counted = self.places("op:count")
        for one in self.asked.turned:
            frame = self.places("neg:resume", "joint:within") | self.asking() | counted | one.said
            rest = [at for at in sorted(self.everything) if at not in frame | one.inside]
            without = [at for at in sorted(one.inside) if at not in frame]
            sides = self.places("contrast")  # 不是市级的,是省级的: two things, no whole and its part
            apart = sides.isdisjoint(rest) or sides.isdisjoint(without)
            # "我不问督办的,只问接听的" leaves nothing out of anything.
            inside = {question.clauses[at] for at in self.asking() | counted}
            asking = one.whole or question.clauses[min(one.said)] in inside
            meant = one.whole if said else apart and asking
            if meant and self._names(rest) and self._names(without):
                vocabulary, asks = self.index.vocabulary, self.unit()
                whole = Part(part(question, rest, asks=asks, vocabulary=vocabulary))
                alone = part(question, without, asks=asks, vocabulary=vocabulary)
                beside = part(question, without, rest, asks=asks, vocabulary=vocabulary)
                left = (whole, Part(alone, beside if not said else None))
                how = "difference" if said and one.whole else REST
                yield self.composed(left, combine("difference"), how, frame, strict=False, figures=not said)

    def _without_bare(self, found: Sequence[list[int]]) -> tuple[list[list[int]], list[int]]:
        """The stretches that name something, and a column that is said for all of them: …这三项,目标加起来."""
        bare = [one for one in found if self._is_bare(one)]
        if len(found) - len(bare) < 2:
            return list(found), []
        return [one for one in found if one not in bare], [at for one in bare for at in one]

    def _is_bare(self, places: Sequence[int]) -> bool:
        """Whether some places say only a column, and words of grammar."""
        named = self.places("role", "filler")
        return named.issuperset(places) and not self.places("role").isdisjoint(places)

    def _way(self, which: tuple[Joint, set[int], Sequence[int]] | None) -> tuple[str, Joint] | None:
        """How figures are put together, and by which operation that is said."""
        operations = self.question.names("op")
        if which:
            return "", which[0]
        way = next(((name, how) for name, how in WAYS if name in operations), None)
        if way and {"up", "down"} <= self.question.names("move") and way[1] in ("higher", "lower"):
            return None  # "是涨还是跌" asks for one figure
        if way is None and "beyond" in operations:
            return "beyond", "more"
        if way is None and {"total", "and"} <= operations:
            return "total", "sum"
        if way is None and operations & {"max", "min"} and self.seams:
            return ("max", "higher") if "max" in operations else ("min", "lower")
        return way

    def _referred(self, found: Sequence[list[int]]) -> list[list[int]]:
        """The two that were named before, in the order in which they are called again: 后者比前者多几项."""
        again = self.question.tagged("joint:former", "joint:latter")
        if not again:
            return []
        before = [[at for at in one if at < again[0].start] for one in found]
        two = [one for one in before if one][:2]
        return two[::-1] if again[0].has("joint:latter") else two

    def _begins_with_joint(self, joints: Sequence[Piece], found: Sequence[Sequence[int]]) -> bool:
        """Whether what comes first is what another is held against: 比市长的多多少件的是书记的."""
        return any(piece.start < found[0][0] and piece.has("op:and") for piece in joints) and len(found) == 2

    def _joined_by_last(self, found: list[list[int]], joints: Sequence[Piece]) -> list[list[int]]:
        """Two sides where there are more stretches: what stands before 比 and what behind."""
        if not joints:
            return found
        cut = joints[-1].start
        left = [at for one in found for at in one if at < cut]
        right = [at for one in found for at in one if at > cut]
        return [left, right] if left and right else found

    def number_of_parts(self) -> set[int]:
        """Where it is said how many things were named: 两项, 三个."""
        found: set[int] = set()
        for at, token in enumerate(self.question.tokens):
            before = self.question.tokens[at - 1 : at]
            within = bool(before) and (before[0] in NUMERALS or before[0].isdigit())
            counts = (token in NUMERALS or token.isdigit()) and not within
            said = read(self.question.tokens, at) if counts else None
            if said and said.is_bare and 1 < said.quantity.number <= MANY:
                unit = self.question.tokens[said.counted : said.counted + 1]
                if self.index.vocabulary.units.get(unit) == "thing" and before not in (("第",), ("前",)):
                    found |= set(range(at, said.counted + 1))
        return found

    def which(self) -> tuple[Joint, set[int], Sequence[int]] | None:
        """Higher or lower, the words that ask it at the end ("哪个进度高"), and what is compared."""
        question = self.question
        end = _end(question)
        order = direction(question.tokens, end - 1, self.index.vocabulary) if end else None
        for piece in question.tagged("ask:which", "ask:who"):
            if order and 0 <= end - 1 - piece.end <= _LONGEST_NAME:
                inner = [at for at in range(piece.end, end - 1) if self._is_content(at)]
                return _TURNS[order], set(range(piece.start, end)), inner
        return None

    def _is_content(self, at: int) -> bool:
        return bool(self.asked.weights[at]) or any(
            piece.start <= at < piece.end and piece.has("role") for piece in self.question.pieces
        )

    def way_from_target(self) -> Literal["more", "less"]:
        """Whether it is asked by how much more than the target was done, or by how much less."""
        return "less" if self.question.names("op") & {"less", "below"} else "more"

    def beside_target(self) -> Iterator[Composed]:
        """What one row did, held against what it was to do: 比目标多多少, 占目标的百分之几."""
        question = self.question
        operations = question.names("op")
        if operations & {"max", "min"} or question.names("ask") & {"which", "who"}:
            return
        targets = question.tagged("role:target")
        share = bool(question.tagged("joint:share")) and bool(targets)
        joined = question.tagged("op:and", "joint:exceed", "op:over")
        apart = operations & {"more", "less", "difference"} and targets and joined
        if "beyond" not in operations and not share and not apart:
            return
        frame = self.places(
            "op:beyond",
            "op:more",
            "op:less",
            "op:difference",
            "op:and",
            "joint:share",
            "role:target",
            "role:done",
            "joint:exceed",
            "op:over",
        )
        frame |= self.asking()
        view = part(question, self.all - frame, self.chat)
        if not view.tokens:
            return
        yield self.composed(
            (Part(view),),
            beside("share" if share else self.way_from_target()),
            "beside",
            frame,
        )

    def several(self) -> Iterator[Composed]:
        """Several figures in one message, each to be told."""
        question = self.question
        operations = question.names("op")
        made = operations & {name for name, _ in WAYS}
        twice = made == {"sum"} and len(question.tagged("op:sum")) > 1  # 目标总和多少,完成总和又是多少
        if made <= {"average"} or twice:  # which names have as well: 平均等待时长
            yield from self._in_turn()
        if made:
            return
        yield from self._columns()
        each = bool(question.tagged("joint:each"))
        ends = self.index.values_end(question)  # of departments, say
        joints = [
            piece
            for piece in question.tagged("op:and")
            if (piece.start in ends or self._says_a_name(range(piece.start)))
            and not self.index.is_in_name(piece, question)
        ]
        if not (each or joints or self.seams) or operations & _ORDERED:
            return
        count = question.tagged("op:count")[:1] if ends else []
        counted = next((question.tokens[p.start : p.end] for p in count), ())
        frame = (
            self.places("joint:each") | self.asking() | {at for p in count for at in range(p.start, p.end)}
        )
        found, shared = self._topics(frame, joints, question.tagged("joint:each")) or self._without_bare(
            self.segments(frame, joints)
        )
        if 1 < len(found) <= MANY:
            yield self.composed(
                self.parts(found, self.unit() or counted, extra=shared),
                Each,
                "each",
                self._between(found) | set(shared),
                strict=each,
                figures=not counted,
            )

    def _topics(
        self, frame: set[int], joints: Sequence[Piece], ways: Sequence[Piece]
    ) -> tuple[list[list[int]], list[int]] | None:
        """Things that are named first, and what is then asked of all: 甲和乙,标准各是多少, 甲和乙,标准差多少.

        ``ways`` are the words that say what is made of them.
        """
        clauses = self.question.clauses
        asked = [at for at in sorted(self.everything) if ways and clauses[at] == clauses[ways[-1].start]]
        cuts = {piece.start for piece in joints} | self.seams
        asks = self.places("ask", "unit", "role:lead", "op").intersection(asked)
        if not asks or not cuts.isdisjoint(asked):
            return None
        listing = {clauses[at] for at in cuts}  # "我们在算账:" lists nothing
        before = [at for at in range(asked[0]) if clauses[at] in listing]
        found = self._stretches(frame, joints, before, seams=True, gaps=False)
        said = [at for at in asked if at not in frame | self.number_of_parts()]
        return (found, said) if len(found) > 1 and self._names(said) else None

    def _in_turn(self) -> Iterator[Composed]:
        """Each asks, and what stands before it goes with it.: 多少户、多少亿元."""
        question = self.question
        who = [p for p in question.tagged("role:lead") if not _WHO.isdisjoint(question.words(p))]
        asks = question.tagged("ask", "op:count", "op:distinct")
        asks = [p for p in asks if p.has("op:distinct") or question.clauses[p.start] in question.asking] + who
        asks += [p for p in question.tagged("followup") if self._closes(p)]
        clauses = question.clauses
        among = {p.start for p in question.tagged("joint:within") if clauses[p.start - 1] == clauses[p.start]}
        asks = [p for p in asks if p.end not in among]  # 几行里 asks nothing
        ends = sorted({p.end for p in asks})
        if len(ends) < 2:
            return
        breaks = sorted(
            at
            for at in range(1, len(question.tokens))
            if at in self.seams or question.clauses[at] != question.clauses[at - 1]
        )
        breaks += [piece.start for piece in question.tagged("op:and") if piece.start not in breaks]
        stretches: list[list[int]] = []
        start, begun = 0, False
        for at in [*sorted(breaks), len(question.tokens)]:
            if any(start < end <= at or start <= p.start < at for end in ends for p in asks if p.end == end):
                stretches.append(list(range(start, at)))
                start = at
        if start < len(question.tokens) and stretches:
            stretches[-1] += range(start, len(question.tokens))
        drop = {
            at
            for piece in question.tagged("op:and")
            if any(piece.start == one[0] for one in stretches)
            for at in range(piece.start, piece.end)
        }
        stretches = [[at for at in one if at not in drop] for one in stretches]
        stretches = [own for one in stretches for own in self._each_of(one)]
        counted = self.asking() - self.places("ask")
        stretches = [one for one in stretches if self._names(one) or not counted.isdisjoint(one)]
        if not 1 < len(stretches) <= MANY or begun:
            return
        parts = []
        asking = self.places("ask", "op:count")
        asked = asking | counted | self._things_behind(ends)
        for number, one in enumerate(stretches):
            own = asked if not asking.isdisjoint(one) else set()  # "市残联呢?" asks what was asked before
            before = [at for other in stretches[:number] for at in other if at not in own]
            parts.append(Part(part(question, one), part(question, one, before)))
        yield self.composed(tuple(parts), Each, "each", frozenset(drop), strict=False)

    def _each_of(self, places: list[int]) -> list[list[int]]:
        """What is asked at some places, once for each thing that is named there: 按时办结率和满意率各是多少."""
        inside = [piece for piece in self.question.tagged("joint:each", "op:and") if piece.start in places]
        joints = [p for p in inside if p.has("op:and") and not self.index.is_in_name(p, self.question)]
        if len(joints) == len(inside) or len({self.question.clauses[at] for at in places}) > 1:
            return [places]
        frame = self.asking() | self.places("joint:each")
        found = self._stretches(frame, joints, places, seams=True, gaps=False)
        asks = [at for at in places if at in self.asking()]
        return [sorted({*one, *asks}) for one in found] if len(found) > 1 else [places]

    def _things_behind(self, ends: Sequence[int]) -> set[int]:
        """What is counted: 省 in 多少个省, which the next part does not count."""
        things = (piece for piece in self.question.tagged("thing") if piece.start in ends)
        return {at for piece in things for at in range(piece.start, piece.end)}

    def _closes(self, piece: Piece) -> bool:
        """Whether a word such as 呢 closes a clause that names something: "市残联呢?"."""
        clauses = self.question.clauses
        start = clauses.index(clauses[piece.start])
        last = piece.end == len(clauses) or clauses[piece.end] != clauses[piece.start]
        return last and start < piece.start and self._names(range(start, piece.start))

    def _columns(self) -> Iterator[Composed]:
        """Several columns of one row: "加装电梯的目标、完成和进度"."""
        question = self.question
        run: list[list[Piece]] = []
        values = self.index.values_end(question)
        for piece in (p for p in question.tagged("role") if p.start in self.all and not p.has("op")):
            if piece.has("role:lead") and piece.start in values:
                continue  # 市残联牵头的 chooses rows
            if run and run[-1][-1].named("role") == piece.named("role") and piece.start == run[-1][-1].end:
                run[-1].append(piece)  # 由谁牵头
                continue
            if run and not self._joined(run[-1][-1], piece):
                run = []
            run.append([piece])
        if len({name for pieces in run for name in pieces[0].named("role")}) < 2:
            return
        columns = [{at for p in pieces for at in range(p.start, p.end)} for pieces in run]
        frame = self.places("op:and", "joint:each", "ask")
        rest = self.all - frame.union(*columns)
        parts = tuple(Part(part(question, rest | places, self.chat)) for places in columns)
        yield self.composed(parts, Each, "columns", frame, strict=False)

    def _joined(self, one: Piece, other: Piece) -> bool:
        """Whether two columns are named side by side, with 和, a 、 or a clause between them and nothing else."""
        between = range(one.end, other.start)
        joints, quiet = self.places("op:and", "joint:each"), self.places("filler", "ask")
        apart = other.start in self.seams | self.question.gaps or not joints.isdisjoint(between)
        clauses = self.question.clauses
        apart = apart or clauses[one.end - 1] != clauses[other.start]
        return apart and (joints | quiet).issuperset(between) and self._is_free(one) and self._is_free(other)

    def _is_free(self, piece: Piece) -> bool:
        """Whether a column is named by itself, and is no part of a name: 完成 in 完成孕产妇筛查."""
        at, clauses = piece.end, self.question.clauses
        if at >= len(clauses) or clauses[at] != clauses[piece.start]:
            return True
        return not self.asked.weights[at] or any(other.start == at for other in self.question.pieces)

    def composed(  # noqa: PLR0913  # what a composition is made of
        self,
        parts: tuple[Part | Given, ...],
        make: Make,
        how: str,
        frame: Collection[int],
        *,
        strict: bool = True,
        loose: bool = False,
        figures: bool = False,
    ) -> Composed:
        return Composed(self.question, parts, make, how, frozenset(frame), strict, loose, figures)

"""Reading a question as made of parts: figures put together, held against a number, told one after the other.

Where the parts are is seen from the marks of the question: what stands between two figures (和, 比, "than"), what
asks for what they come to, and which columns and times are named side by side. Each part is a `views.part` of the
same annotated question; nothing is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Literal

from bot.asking.asked import Asked
from bot.asking.bounds import Bound, bounds, unit_of
from bot.asking.index import Index
from bot.asking.interpretations import Composed, Part
from bot.asking.ordinals import Places, Way, direction, places_of
from bot.asking.proportions import Proportions
from bot.asking.segments import MANY, WAYS, Make, combine
from bot.asking.tagging import Moment, Piece, Question, join
from bot.asking.turns import Turns
from bot.asking.views import part
from bot.knowledge.query import APART, Beside, Check, Condition, Each, Filter, Held, Is, Joint, Project, Rank
from bot.language.numerals import NUMERALS
from bot.language.periods import Period, whole
from bot.language.quantities import read
from bot.language.text import fold

LONGEST = 120
"""Tokens of the longest question that is read in parts; nobody puts figures together in more."""
_LONGEST_NAME = 12
"""Tokens of the longest name of what two things are compared by: 哪个收到的群众来电诉求多."""
_TWO = 2
MAX_TIMES = 24
"""Times that are looked at one by one where a question names none."""
_WITHIN = {1: {"月", "month"}, 3: {"季", "quarter"}}
"""Months of a time within a year, and the words for it."""
REST = "rest"
"""What is left of a whole without a part that is told with it."""
_TURNS: dict[Way, Joint] = {"max": "higher", "min": "lower"}
_OF_ALL = ("sum", "mean")
"""What is made of all the times from one to another."""
_DIRECTED = frozenset({"more", "less", "difference", "growth"})
"""What is asked of one time, held against another."""
_OF_TWO = frozenset({"more", "less", "difference", "higher", "lower"})


def compositions(question: Question, asked: Asked, index: Index) -> Iterator[Composed]:
    """The ways in which a question may be made of parts, the likeliest first."""
    if len(question.tokens) > LONGEST:
        return
    reader = Reader(question, asked, index)
    yield from reader.over_time()
    yield from reader.since_last_year()
    if asks_whether(question):
        yield from reader.several() if reader.number_of_parts(again=True) else reader.whether()
        return
    if made := tuple(reader.of_places()):
        yield from made
        return
    yield from reader.both()
    yield from reader.per_one()
    yield from reader.shares()
    yield from reader.remaining()
    yield from reader.combined()
    yield from reader.of_named()
    yield from reader.beside_target()
    yield from reader.several()


_RHETORICAL = frozenset({"吗", "么"})
"""What makes a claim of its denial: "不是95%吗" says that it is."""


def _denies(question: Question, at: int) -> bool:
    """Whether a claim that begins at a place is that something is not so, not only asked that way."""
    last = [question.words(piece) for piece in question.tagged("whether") if piece.end == _end(question)]
    return not _RHETORICAL.intersection(last) and any(piece.end == at for piece in question.tagged("neg:not"))


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
    if question.language == "en" and marks and marks[0].start == 0:
        return True
    ends = {len(question.tokens), _end(question)}
    return any(piece.end in ends or piece.end - piece.start > 1 for piece in marks)


def _is_same_clause(question: Question, one: Piece, other: Piece) -> bool:
    return question.clauses[one.start] == question.clauses[other.start]


def _before_numbers(tokens: Sequence[str]) -> set[str]:
    """The words before the first number: "哪几项2023年" asks for no year."""
    return set(takewhile(lambda token: not token[0].isdigit(), tokens))


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


def _at(view: Question, time: Period) -> Question:
    """A part of a question, asked of one time."""
    years = tuple(f"{year}年" for year in time.years)
    times = ((time.within, time.within.words),) if time.months else ()
    return replace(view, years=years, times=times, spots={})


def check(claim: Condition) -> Make:
    """Holds the one part against a claim."""
    return lambda parts: Check(parts[0], claim)


def _meeting(claim: Held) -> Make:
    """Tells which of the parts meet a claim."""
    return lambda parts: Project(Filter(Each(parts), claim), APART)


def _placed(order: Places) -> Make:
    """Tells which of the parts stand at some places of an order."""
    return lambda parts: Project(Rank(Each(parts), order.order, order.first, order.last), APART)


def beside(how: Literal["difference", "more", "less", "ratio", "share"]) -> Make:
    """Holds the one part against the target in its row."""
    return lambda parts: Beside(parts[0], how, "target")


def _between(first: Period, last: Period) -> Sequence[Period]:
    """All years, or all months, from one to another; none where there are too many, or it is not told."""
    if not (first.years and last.years) or bool(first.months) != bool(last.months) or last.days < first.days:
        return ()
    if not (first.months and last.months):
        return [whole(f"{year}年") for year in range(first.years[0], last.years[-1] + 1)][:MAX_TIMES]
    if _months(first) > 1 or _months(last) > 1:
        return ()
    months = range(12 * first.years[0] + first.months[0] - 1, 12 * last.years[0] + last.months[0])
    return [whole(f"{month // 12}年{month % 12 + 1}月") for month in months[:MAX_TIMES]]


class Reader(Turns, Proportions):
    """A question that is made of others: of figures put together, at several times, or held against something."""

    LONGEST = LONGEST

    def over_time(self) -> Iterator[Composed]:
        """One figure at several times: how far apart, in which year it was higher."""
        question = self.question
        which = self._asks_when()
        moments, until = self._moments()
        told = len(moments) > 1 and (bool(question.tagged("joint:each")) or self._are_listed(moments))
        went = self._way_it_went() if len(moments) == _TWO and not which else None
        how = which or (went and self._by_percent(went)) or self._made_of_times(moments)
        if len(moments) > MANY or not (which or (len(moments) > 1 and (how or told))):
            return
        said = frozenset[int]().union(*(one.places for one in moments))
        held = self._held(moments)
        if how in _DIRECTED and len(moments) == _TWO:
            ordered = self._held_against(moments, until=until)
            if went and not ordered:
                return
            moments = ordered or moments
        frame = self.places("op:and", "joint:each", *(f"op:{name}" for name, _ in WAYS)) | self.asking()
        frame |= self.comparative() | (held if until else set())
        frame |= self.places("op:total") if how == "sum" else set()
        chat = self.chat
        if which:
            frame |= self.places("thing") & self._behind(self.places("ask"))
        if went:
            frame |= self.places("move", "change") | held
            chat -= held | said
        rest = self.all - frame - said
        if len(moments) < _TWO:
            scope = {at for one in moments if one.time.months for at in one.places}
            views = list(self._at_each_time(part(question, self.all - frame - scope, self.chat), moments))
        elif (
            until
            and (which or told or how in _OF_ALL)
            and (between := _between(*(one.time for one in moments)))
        ):
            views = [_at(part(question, rest, chat), time) for time in between]
        else:
            views = [_at(part(question, rest | one.places, chat), one.time) for one in moments]
        if len(views) > 1:
            yield self.composed(
                tuple(Part(view) for view in views),
                combine(how) if how else Each,
                how or "each",
                self.all - rest,
                strict=len(moments) > 1 and not which,
                loose=bool(which) or len(views) > len(moments),
                timed=bool(went) or told,
            )

    def _made_of_times(self, moments: Sequence[Moment]) -> Joint | None:
        """What is made of the figures of several times; what they come to, where that is asked of all of them."""
        question = self.question
        mean = {"average"} if question.tagged("joint:each") else set()  # 平均价格各是多少 asks for no mean
        made = next((how for name, how in WAYS if name in question.names("op") - mean), None)
        total = len(moments) > 1 and question.tagged("op:total") and not question.tagged("joint:each")
        return made or ("sum" if total else None)

    def _moments(self) -> tuple[Sequence[Moment], bool]:
        """The times that a question names, and whether all between them are meant."""
        spans = [one for one in self.question.moments if len(one.time.years) > 1]
        if not spans:
            return self.question.moments or self._relative(), bool(self.question.span)
        places = frozenset[int]().union(*(one.places for one in spans))
        return [Moment(whole(f"{year}年"), places) for year in spans[0].time.years], len(spans) == 1

    def _relative(self) -> Sequence[Moment]:
        """The years that words such as 今年 and 去年 mean, where two of them are held against each other."""
        question, calendar = self.question, self.index.calendar
        said = {calendar.year_said(one, question): one for one in question.tagged("year")}
        if len(said) < _TWO or "" in said:
            return ()
        return [
            Moment(whole(f"{year}年"), frozenset(range(one.start, one.end))) for year, one in said.items()
        ]

    def _are_listed(self, moments: Sequence[Moment]) -> bool:
        """Whether times are told one after the other, and none is held against another: 2019年及2021年的收入."""
        joints = {(piece.start, piece.end) for piece in self.question.tagged("op:and")}
        ends = [(min(one.places), max(one.places) + 1) for one in moments if one.places]
        between = [(end, start) for (_, end), (start, _) in pairwise(ends)]
        listed = all(one in joints or (one[0] == one[1] and one[0] in self.seams) for one in between)
        return bool(between) and listed and not any(map(self.question.is_base, moments))

    def _held_against(self, moments: Sequence[Moment], *, until: bool) -> Sequence[Moment]:
        """Two times, the one it is asked of before the one it is held against; none where that is not told.

        That is 从2023年到2026年提高多少 and 2026年比2023年提高多少.
        """
        first, last = moments
        if until:
            return last, first
        if base := next((one for one in moments if self.question.is_base(one)), None):
            return (first, last) if base is last else (last, first)
        return ()

    def _way_it_went(self) -> Joint | None:
        """Whether it is asked by how much more a figure is, or by how much less, or how far it moved."""
        question = self.question
        ways = question.names("move") & {"up", "down"}
        moved = len(ways) == 1 or (not ways and question.tagged("change", "move"))
        asks = question.names("ask") | question.names("op") & {"difference"}
        if not moved or not asks & {"figure", "difference"} or asks & {"when", "which"}:
            return None
        return "more" if "up" in ways else "less" if ways else "difference"

    def _by_percent(self, way: Joint) -> Joint:
        """The way it is told by how much more a figure is: by how many percent, where that is asked."""
        return "growth" if way == "more" and self.asked.unit == "percent" else way

    def since_last_year(self) -> Iterator[Composed]:
        """One figure beside that of the year before, where no change is told: 2025年比上年增加多少."""
        question, way = self.question, self._way_it_went()
        years = question.years or tuple(f"{year}年" for year in self.index.calendar.current)
        if way is None or not question.tagged("base") or question.times or len(years) != 1:
            return
        phrases, said = self.index.vocabulary.phrases.items(), fold(question.text)
        if not any("year:-1" in tags and join(words) in said for words, tags in phrases):
            return  # than the month before
        rest = self.all - self.asking() - self.places("base", "move", "change")
        view = part(question, rest, self.chat)
        last = f"{int(years[0][:4]) - 1}年"
        views = (replace(view, years=years), replace(view, years=(last,), spots={}))
        way = self._by_percent(way)
        yield self.composed(
            tuple(map(Part, views)),
            combine(way),
            way,
            self.all - rest,
            strict=False,
            figures=True,
            timed=True,
        )

    def _held(self, moments: Sequence[Moment]) -> set[int]:
        """The words that hold times against each other, or lead from one to another."""
        spots = frozenset[int]().union(*(one.places for one in moments))
        joints = self.question.tagged("joint:than", "joint:against", "joint:until", "op:and")
        near = [one for one in joints if {one.start - 1, one.end} & spots]
        return {at for one in near for at in range(one.start, one.end)}

    def _at_each_time(self, view: Question, moments: Sequence[Moment]) -> Iterator[Question]:
        """A question at each of the times it asks for: the years, the quarters or the months there are.

        Of a time that it names, those that lie in it.
        """
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
        scope = [one.time.within for one in moments if one.time.months]
        within = [
            time
            for time in sorted(calendar.times)
            if not time.point and _months(time) == size and all(one.contains(time) for one in scope)
        ]
        yield from (replace(view, times=((time, time.words),), spots={}) for time in within[:MAX_TIMES])

    def _asks_when(self) -> Joint | None:
        """Whether a time is asked for by what was highest or lowest then.: Which year was it higher in."""
        times, tokens = set("年月季度"), self.question.tokens
        if not any(
            times & _before_numbers(tokens[piece.start : piece.end + 2])
            or {"year", "month"} & set(tokens[piece.start : piece.end + 1])
            for piece in self.question.tagged("ask:when", "ask:which")
        ):
            return None
        if self.question.names("op") & {"max", "compare"}:
            return "higher"
        if self.question.names("op") & {"min", "compare_low"}:
            return "lower"
        order = direction(self.question.tokens, _end(self.question) - 1, self.index.vocabulary)
        return _TURNS.get(order) if order else None

    def comparative(self, joints: Sequence[Piece] = ()) -> set[int]:
        """The adjective that ends a comparison, or one of its sides: 高 in "哪年高", 少 in "是甲少,还是乙少"."""
        ends = {_end(self.question), *(piece.start for piece in joints)}
        found = self.places("op:max", "op:min")
        return found | {end - 1 for end in ends if end and self._direction(end)}

    def _direction(self, end: int) -> Way | None:
        """Which way the adjective goes that ends at a place."""
        return direction(self.question.tokens, end - 1, self.index.vocabulary)

    def _behind(self, places: set[int]) -> set[int]:
        return {at + step for at in places for step in (1, 2)}

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
        last = [mark for mark in marks if mark.end == _end(question)]
        end = min((mark.start for mark in last), default=_end(question))
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

    def of_places(self) -> Iterator[Composed]:
        """What comes first in each of two places that tables of their own are about: 甲区和乙区均价最高的小区."""
        question = self.question
        if not places_of(question, self.index.vocabulary) or len(self.index.knowledge.tables) < _TWO:
            return
        covered = self.places("place")
        for start, end in self.index.lexicon.wholes_in(question.tokens):
            if question.tokens[start:end] in self.index.values:
                covered |= set(range(start, end))
        for joint in self.question.tagged("op:and"):
            before = list(takewhile(covered.__contains__, range(joint.start - 1, -1, -1)))
            behind = list(takewhile(covered.__contains__, range(joint.end, len(question.tokens))))
            if not (before and behind):
                continue
            frame = {*range(joint.start, joint.end)} | self.places("joint:each")
            rest = self.everything - frame
            yield self.composed(
                tuple(Part(part(question, rest - set(other))) for other in (behind, before)),
                Each,
                "each",
                frame,
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

    def combined(self) -> Iterator[Composed]:
        """Figures that are named one after the other, to be added up, compared or told apart."""
        question = self.question
        which = self.which()
        way = self._way(which)
        if way is None or way[1] == "ratio":
            return
        how = way[1]
        joints = self._joints_for(way)
        frame = self.places(*(f"op:{name}" for name, _ in WAYS), "op:total", "op:max", "op:min", "joint:each")
        frame |= self.asking() | self.places("versus") | (which[1] if which else set())
        frame |= self.number_of_parts() | set(self.asked.counted)
        frame -= self.places("op:beyond") if way[0] != "beyond" else set()
        if how in ("higher", "lower"):
            frame |= self.comparative(joints)
        found, when = self._timeless(self.segments(frame, joints, gaps=True))
        referred = self._referred(found)
        found = referred or found
        ways = question.tagged(*(f"op:{name}" for name, _ in WAYS), "op:total")
        compared = set(which[2] if which else ())
        if which:
            ways = question.tagged("ask:which", "ask:who")
        if topics := self._topics(frame - compared, joints, ways):
            found, bare = topics
        elif (joints or self.seams or question.gaps) and 1 < len(found) <= MANY:
            found, bare = self._without_bare(found)
        else:
            return
        if len(found) > 2 and how in ("more", "less", "difference"):
            found = self._joined_by_last(found, joints)
        against = any(piece.start < found[0][0] for piece in question.tagged("joint:against"))
        if not referred and (against or self._begins_with_joint(joints, found)):
            found = found[::-1]
        asks = self.counting()
        if self.asked.unit == "percent":
            asks = ()
        shared = [*(which[2] if which else ()), *bare, *when]
        yield self.composed(
            self.parts(found, asks, extra=shared),
            self._best(how) or combine(how),
            how,
            self._between(found) | set(shared),
            strict=way[0] != "total" or bool(joints),
        )

    def of_named(self) -> Iterator[Composed]:
        """Which of several things that are named meet a bound, or stand where in order: 甲、乙、丙,哪个第二多."""
        question, vocabulary = self.question, self.index.vocabulary
        order = places_of(question, vocabulary)
        claims = bounds(question, vocabulary)
        if not question.names("ask") & {"which", "who"} or bool(order) == bool(claims) or len(claims) > 1:
            return
        said = order.positions if order else claims[0].places
        joints = self.joints()
        frame = (
            self.asking()
            | self.number_of_parts()
            | set(said)
            | self.places("joint:within", "op:max", "op:min")
        )
        ways = question.tagged("ask:which", "ask:who")
        found, shared = self._topics(frame, joints, ways) or self._without_bare(self.segments(frame, joints))
        if not (joints or self.seams) or not 1 < len(found) <= MANY:
            return
        unit = ("多", "少", *claims[0].unit) if claims and claims[0].unit else ()
        yield self.composed(
            self.parts(found, unit, extra=shared),
            _placed(order) if order else _meeting(claims[0].held()),
            "each",
            self._between(found) | set(shared),
            strict=False,
        )

    def _joints_for(self, way: tuple[str, Joint]) -> list[Piece]:
        """What stands between the figures that are put together in some way."""
        joints = self.joints()
        if way[1] in _OF_TWO and not bounds(self.question, self.index.vocabulary):
            joints += self.question.tagged("op:gt", "op:lt")  # "甲高于乙多少" holds nothing against a number
        # What was 超额完成 is a name where it is added up.
        return [piece for piece in joints if way[0] == "beyond" or not piece.has("op:beyond")]

    def _timeless(self, found: list[list[int]]) -> tuple[list[list[int]], list[int]]:
        """The stretches without those that are times, and these: 对比2020年,甲还是乙 compares no year."""
        dated = frozenset[int]().union(*self.question.spots.values())
        timeless = [one for one in found if not dated.issuperset(one)]
        if len(timeless) < _TWO:
            return found, []
        return timeless, [at for one in found if dated.issuperset(one) for at in one]

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

    def _way(self, which: tuple[Joint, set[int], Sequence[int]] | None) -> tuple[str, Joint] | None:
        """How figures are put together, and by which operation that is said."""
        operations = self.question.names("op")
        if which:
            return "", which[0]
        way = next(((name, how) for name, how in WAYS if name in operations), None)
        if way and way[1] == "higher" and self._direction(_end(self.question)) == "min":
            way = way[0], "lower"  # 是甲少,还是乙少
        if way and {"up", "down"} <= self.question.names("move") and way[1] in ("higher", "lower"):
            return None  # "是涨还是跌" asks for one figure
        if way is None and {"total", "and"} <= operations:
            return "total", "sum"  # 省级和市级一共超额完成几项, too
        if way is None and "beyond" in operations:
            return "beyond", "more"
        if way is None and operations & {"max", "min"} and self.seams:
            return ("max", "higher") if "max" in operations else ("min", "lower")
        return way

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

    def which(self) -> tuple[Joint, set[int], Sequence[int]] | None:
        """Higher or lower, the words that ask it at the end ("哪个进度高"), and what is compared."""
        question = self.question
        end = _end(question)
        order = direction(question.tokens, end - 1, self.index.vocabulary) if end else None
        if (places := places_of(question, self.index.vocabulary)) and places.first > 1:
            return None  # 哪个第二多
        for piece in question.tagged("ask:which", "ask:who"):
            if order and 0 <= end - 1 - piece.end <= _LONGEST_NAME:
                kinds = {
                    at
                    for thing in question.tagged("thing")
                    if thing.start == piece.end
                    for at in range(thing.start, thing.end)
                }
                kinds |= self._manner(end - 1)
                inner = [at for at in range(piece.end, end - 1) if at not in kinds and self._is_content(at)]
                return _TURNS[order], set(range(piece.start, end)), inner
        return None

    def _manner(self, at: int) -> set[int]:
        """Where the verb stands that an adjective is only the manner of: 做 in 哪个做得多."""
        tokens, verb = self.question.tokens, at - len("做得")
        tagged = any(piece.start <= verb < piece.end for piece in self.question.pieces)
        known = verb < 0 or tagged or "".join(tokens[verb - 1 : verb + 1]) in self.index.lexicon.named
        return set() if known or tokens[verb + 1] != "得" else {verb, verb + 1}

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
        # 多修了多少千米, of a task: than was to be done.
        held = question.tagged("joint:than", "joint:against", "base", "move", "op:and", "op:gt", "op:lt")
        surplus = [one for one in question.tagged("op:more", "op:less") if one.end - one.start == 1]
        alone = surplus and not held and len(question.tagged("ask:figure")) < _TWO
        if "beyond" not in operations and not share and not apart and not alone:
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

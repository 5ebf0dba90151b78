"""One figure at several times: how far apart, what they come to, when it was highest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Literal

from bot.asking.interpretations import Composed, Part
from bot.asking.ordinals import direction
from bot.asking.question import Moment, Piece, Question, join
from bot.asking.requests import in_points
from bot.asking.segments import MANY, TURNS, WAYS, Make, Segments, combine, end_of
from bot.asking.views import part
from bot.knowledge.query import BEFORE, LAST_YEAR, Beside, Each, Joint
from bot.language import segmenter
from bot.language.periods import Period, whole
from bot.language.text import fold

MAX_TIMES = 24
"""Times that are looked at one by one where a question names none."""
_TWO = 2
_WITHIN = {1: {"月", "month"}, 3: {"季", "quarter"}}
"""Months of a time within a year, and the words for it."""
_OF_ALL = ("sum", "mean")
"""What is made of all the times from one to another."""
_APART: tuple[Literal["more", "less", "difference"], ...] = ("more", "less", "difference")
"""How far apart two figures are said to be."""
_DIRECTED = frozenset({"more", "less", "difference", "growth"})
"""What is asked of one time, held against another."""


def _before_numbers(tokens: Sequence[str]) -> set[str]:
    """The words before the first number: "哪几项2023年" asks for no year."""
    return set(takewhile(lambda token: not token[0].isdigit(), tokens))


def _months(time: Period) -> int:
    first, last = time.months or (0, -1)
    return last - first + 1


def _at(view: Question, time: Period) -> Question:
    """A part of a question, asked of one time."""
    years = tuple(f"{year}年" for year in time.years)
    times = ((time.within, time.within.words),) if time.months else ()
    return replace(view, years=years, times=times, spots={})


def _between(first: Period, last: Period) -> Sequence[Period]:
    """All years, or all months, from one to another; none where there are too many, or it is not told."""
    if not (first.years and last.years) or bool(first.months) != bool(last.months) or last.days < first.days:
        return ()
    if first.point and first.within == last.within:  # 109年底至113年底: the end of each year
        years = range(first.years[0], last.years[-1] + 1)[:MAX_TIMES]
        return [replace(first, start=(year, *first.start[1:]), end=(year, *first.end[1:])) for year in years]
    if not (first.months and last.months):
        return [whole(f"{year}年") for year in range(first.years[0], last.years[-1] + 1)][:MAX_TIMES]
    if _months(first) > 1 or _months(last) > 1:
        return ()
    months = range(12 * first.years[0] + first.months[0] - 1, 12 * last.years[0] + last.months[0])
    return [whole(f"{month // 12}年{month % 12 + 1}月") for month in months[:MAX_TIMES]]


class OverTime(Segments):
    """A question that asks for one figure of several times."""

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
        spanned = until and len(moments) == _TWO and (which or told or how in _OF_ALL)
        between = _between(*(one.time for one in moments)) if spanned else ()
        if len(moments) < _TWO:
            scope = {at for one in moments if one.time.months for at in one.places}
            views = list(self._at_each_time(part(question, self.all - frame - scope, self.chat), moments))
        elif between:
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
                loose=bool(which) and not between,  # each time of a span must be told
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

    def _way_it_went(self) -> Literal["more", "less", "difference"] | None:
        """Whether it is asked by how much more a figure is, or by how much less, or how far it moved."""
        question = self.question
        ways = question.names("move") & {"up", "down"}
        moved = len(ways) == 1 or (not ways and question.tagged("change", "move"))
        asks = question.names("ask") | question.names("op") & {"difference", "count"}
        if not moved or not asks & {"figure", "difference", "count"} or asks & {"when", "which"}:
            return None
        return "more" if "up" in ways else "less" if ways else "difference"

    def _by_percent(self, way: Joint) -> Joint:
        """The way it is told by how much more a figure is: by how many percent, where that is asked."""
        percent = self.asked.unit == "percent" and not in_points(self.question)
        return "growth" if way == "more" and percent else way

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
        how = self._by_percent(way)
        yield self.composed(
            tuple(map(Part, views)),
            combine(how),
            how,
            self.all - rest,
            strict=False,
            figures=True,
            timed=True,
        )

    def since_before(self) -> Iterator[Composed]:
        """One figure beside what it was before, where no change is told: 通关时间压缩了多少小时."""
        question = self.question
        based = question.tagged("base")
        alone = question.moments[:1] if len(question.moments) == 1 else ()
        # 比2022年多了多少; a month of it is none that the figure of a year is held against.
        bases = [one for one in alone if question.is_base(one)]
        years = [one for one in bases if len(one.time.years) == 1 and not (one.time.months or one.time.point)]
        held = based or question.tagged("former") or years  # 比原来少几个小时
        named = (how for how in _APART if held and question.tagged(f"op:{how}"))
        way = self._way_it_went() or next(named, None)
        if way is None or not all(map(self._is_of_last_year, based)):
            return
        frame = self.places("move", "change", "base", "former", "op:count", *(f"op:{how}" for how in _APART))
        frame |= self.places("joint:than", "joint:against") if held else set()
        frame |= frozenset[int]().union(*(one.places for one in years)) | self._held(years)
        rest = self.all - self.asking() - frame
        against = f"{years[0].time.years[0]}年" if years else LAST_YEAR if based else BEFORE
        make: Make = lambda parts: Beside(parts[0], way, against)  # noqa: E731  # it is handed on
        view = part(question, rest, self.chat)
        view = replace(view, years=(), times=(), moments=(), spots={}) if years else view
        yield self.composed((Part(view),), make, way, self.all - rest, strict=False, figures=True)

    def _is_of_last_year(self, base: Piece) -> bool:
        """Whether what a change is held against is the year before: 同比, 比去年."""
        return self.question.tokens[base.start : base.end] in (
            self.index.vocabulary.canonical(words) for words in self.index.vocabulary.listed("since:year")
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
        tokens, pieces = self.question.tokens, self.question.tagged("ask:when", "ask:which")
        if not pieces:
            return None
        asks, times = self.places("ask"), set("年月季度")
        # 年 of 年龄 is no year.
        alone = tuple(
            token if at in asks or len(segmenter.word_at(tokens, at)) == 1 else "·"
            for at, token in enumerate(tokens)
        )
        if not any(
            times & _before_numbers(alone[piece.start : piece.end + 2])
            or {"year", "month"} & set(tokens[piece.start : piece.end + 1])
            for piece in pieces
        ):
            return None
        if self.question.names("op") & {"max", "compare"}:
            return "higher"
        if self.question.names("op") & {"min", "compare_low"}:
            return "lower"
        end = end_of(self.question)
        moved = any(
            piece.end == end for piece in self.question.tagged("move", "change")
        )  # 少 of 减少 is no order
        order = None if moved else direction(self.question.tokens, end - 1, self.index.vocabulary)
        return TURNS.get(order) if order else None

    def _behind(self, places: set[int]) -> set[int]:
        return {at + step for at in places for step in (1, 2)}

"""Reading a question as made of parts: figures put together, held against a number, told one after the other.

Where the parts are is seen from the marks of the question: what stands between two figures (和, 比, "than"), what
asks for what they come to, and which columns and times are named side by side. Each part is a `views.part` of the
same annotated question; nothing is read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import Literal

from bot.asking.asked import Asked
from bot.asking.bounds import bounds
from bot.asking.claims import Claims, as_difference, asks_whether, whether_more
from bot.asking.index import Index
from bot.asking.interpretations import Composed, Part
from bot.asking.ordinals import Places, direction, places_of
from bot.asking.overtime import OverTime
from bot.asking.proportions import Proportions
from bot.asking.question import Piece, Question
from bot.asking.segments import MANY, TURNS, WAYS, Make, combine
from bot.asking.turns import Turns
from bot.asking.views import part
from bot.knowledge.query import APART, WHOLE, Beside, Each, Filter, Held, Joint, Project, Rank

LONGEST = 120
"""Tokens of the longest question that is read in parts; nobody puts figures together in more."""
_LONGEST_NAME = 12
"""Tokens of the longest name of what two things are compared by: 哪个收到的群众来电诉求多."""
_TWO = 2
REST = "rest"
"""What is left of a whole without a part that is told with it."""
_OF_TWO = frozenset({"more", "less", "difference", "higher", "lower"})


def compositions(question: Question, asked: Asked, index: Index) -> Iterator[Composed]:
    """The ways in which a question may be made of parts, the likeliest first."""
    if len(question.tokens) > LONGEST:
        return
    reader = Reader(question, asked, index)
    if asks_whether(question) and (held := as_difference(question, index.vocabulary)):
        yield from map(whether_more, compositions(held, index.read(held), index))
        return
    yield from reader.over_time()
    yield from reader.since_last_year()
    yield from reader.since_before()
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


def _meeting(claim: Held) -> Make:
    """Tells which of the parts meet a claim."""
    return lambda parts: Project(Filter(Each(parts), claim), APART)


def _placed(order: Places) -> Make:
    """Tells which of the parts stand at some places of an order."""
    return lambda parts: Project(Rank(Each(parts), order.order, order.first, order.last), APART)


def beside(how: Literal["difference", "more", "less", "ratio", "share"]) -> Make:
    """Holds the one part against the target in its row."""
    return lambda parts: Beside(parts[0], how, "target")


class Reader(OverTime, Claims, Turns, Proportions):
    """A question that is made of others: of figures put together, at several times, or held against something."""

    LONGEST = LONGEST

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
        if way is None or way[1] == "ratio" or self._chooses():
            return
        # Of 哪个高,高几分 the difference tells both: the higher one stands first.
        how = "difference" if self.tail and way[1] in ("higher", "lower") else way[1]
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
            self._between(found) | set(shared) | self.tail,
            strict=way[0] != "total" or bool(joints),
            figures=way[0] == "total" and not joints,
        )

    def _chooses(self) -> bool:
        """Whether a comparison only says which things are meant: 实录数比计划数少的学校有几所."""
        behind = {piece.start for piece in self.question.tagged("thing", "row")}
        ways = self.question.tagged("op:more", "op:less")
        return bool(self.question.tagged("joint:than")) and any(
            self.question.tokens[way.end : way.end + 1] == ("的",) and way.end + 1 in behind for way in ways
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
            # Nothing is held against a time alone: 海湾泳池比2022年多了多少.
            return (found if len(self.question.moments) > 1 else timeless), []
        return timeless, [at for one in found if dated.issuperset(one) for at in one]

    def _best(self, how: Joint) -> Make | None:
        """Tells the highest or lowest figure itself, where more is asked than which it is: 哪个最低,是多少."""
        order = next((order for order, joint in TURNS.items() if joint == how), None)
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
            # 不是市级的,是省级的: two things, no whole and its part.
            apart = self._sides(rest).isdisjoint(self._sides(without))
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
            if not one.whole and asking and not said:
                # What is told as a part of something: 研发投入里没有资本化的.
                turned_back = self.everything - frame
                view = part(question, turned_back, asks=self.unit(), vocabulary=self.index.vocabulary)
                make: Make = lambda parts: Beside(parts[0], "less", WHOLE)  # noqa: E731  # it is handed on
                yield self.composed((Part(view),), make, REST, frame, strict=False, figures=True)

    def _sides(self, places: Collection[int]) -> set[int]:
        """The lines of words that exclude each other of which some are said at some places."""
        return {line for (line, _), at in self.asked.sided.items() if not set(at).isdisjoint(places)}

    def _way(self, which: tuple[Joint, set[int], Sequence[int]] | None) -> tuple[str, Joint] | None:
        """How figures are put together, and by which operation that is said."""
        before = (
            piece for piece in self.question.pieces if self.tail.isdisjoint(range(piece.start, piece.end))
        )
        operations = frozenset(name for piece in before for name in piece.named("op"))
        if which:
            return "", which[0]
        way = next(((name, how) for name, how in WAYS if name in operations), None)
        if way and way[1] == "higher" and self._direction(self.end) == "min":
            way = way[0], "lower"  # 是甲少,还是乙少
        if way and {"up", "down"} <= self.question.names("move") and way[1] in ("higher", "lower"):
            return None  # "是涨还是跌" asks for one figure
        listed = any(
            piece.start > max(self.seams, default=piece.start) for piece in self.question.tagged("op:total")
        )
        if way is None and "total" in operations and ("and" in operations or listed):
            return "total", "sum"  # 省级和市级一共超额完成几项, too; 甲、乙一共
        if way is None and "beyond" in operations and not self._says_it_beside():
            return "beyond", "more"
        if way is None and operations & {"max", "min"} and self.seams:
            return ("max", "higher") if "max" in operations else ("min", "lower")
        return way

    def _says_it_beside(self) -> bool:
        """Whether it is only said beside that more was done than planned: 真的超计划了?实际弄了多少千米."""
        said = {self.question.clauses[piece.start] for piece in self.question.tagged("op:beyond")}
        return said.isdisjoint(self.question.asking)

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
        question, end = self.question, self.end
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
                return TURNS[order], set(range(piece.start, end)), inner
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
        if operations & {"max", "min"} or question.names("ask") & {"which", "who"} or self._chooses():
            return
        targets = question.tagged("role:target")
        share = bool(question.tagged("joint:share")) and bool(targets)
        joined = question.tagged("op:and", "joint:exceed", "op:over")
        apart = operations & {"more", "less", "difference"} and targets and joined
        # 多修了多少千米, of a task: than was to be done.
        held = question.tagged("joint:than", "joint:against", "base", "move", "op:and", "op:gt", "op:lt")
        surplus = [one for one in question.tagged("op:more", "op:less") if one.end - one.start == 1]
        alone = surplus and not held and len(question.tagged("ask:figure")) < _TWO
        beyond = "beyond" in operations and not self._says_it_beside()
        if not (beyond or share or apart or alone):
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

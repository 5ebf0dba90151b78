"""One figure held against another: what share of it, how many times it, how much for one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.asking.columns import wanted
from bot.asking.interpretations import Composed, Part
from bot.asking.question import Piece
from bot.asking.segments import Make, Segments, combine
from bot.asking.views import part
from bot.knowledge.query import WHOLE, Beside, Each, Joint
from bot.language.vocabulary import Tokens


class Proportions(Segments):
    """A question for a share, a ratio, or so much for each."""

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
        if thing and tuple(question.tokens[at] for at in thing) in self.index.row_kinds:
            return  # of the rows of a table a mean is asked for
        over = self.unit()
        frame = self.asking() | self.places("op:average") | set(range(start - len(unit), start))
        frame |= {at for at in range(whole.end, start) if question.tokens[at] in "每一"}
        frame |= set(range(each.start, each.end)) if each else set()
        rest, chat = (set(self.without_restated(sorted(places))) for places in (self.all - frame, self.chat))
        counted = ("多", "少", *unit) if unit or question.language != "en" else ("how", "many")
        make, symbol = combine("per", "".join(over[2:])), over or ("多", "少")
        if thing and self._names(sorted(rest - set(thing))):
            of = part(question, rest - set(thing), chat, asks=symbol, vocabulary=vocabulary)
            ones = part(question, thing, rest | chat, asks=counted, vocabulary=vocabulary)
            yield self.composed((Part(of), Part(ones)), make, "per", frame)
        if unit:
            views = (part(question, rest, chat, asks=a, vocabulary=vocabulary) for a in (symbol, counted))
            yield self.composed(tuple(map(Part, views)), make, "per", frame)

    def _one_of(self, whole: Piece, each: Piece | None) -> tuple[Tokens, int]:
        """The unit of what there is one of (户 in 平均每户), and where it ends; -1 where nothing is."""
        tokens, units = self.question.tokens, self.index.vocabulary.units
        if self.question.words(whole) == "户均":
            return ("户",), whole.end
        start = each.end if each else whole.end if self.question.words(whole)[-1:] in "每个" else -1
        if not each and tokens[whole.end : whole.end + 1] in (("每",), ("一",)):  # 平均到每户, 平均一户
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
        yield from self._of_all_rows()
        if "ratio" in self.question.names("op"):
            yield from self._of_whole("ratio", self.question.tagged("joint:is"))
        else:
            shares = self.question.tagged("joint:share") or self.question.tagged("portion")
            counts = {piece.start for piece in self.question.tagged("op:count")}
            if self.asked.unit not in ("", "percent") and not self.question.tagged("unit:percent"):
                return  # 占几套: how many of them
            shares = tuple(piece for piece in shares if piece.end not in counts)  # 占几项
            yield from self._of_whole("share", shares)

    def _of_all_rows(self) -> Iterator[Composed]:
        """What share a figure is of its whole, which is not named: 城关镇学生占全县的百分之几, 城镇人口占多少."""
        if "change" in wanted(self.question):
            return  # 比重下降多少 asks how far it went
        joints = self.question.tagged("joint:share", "portion")[:1]
        wholes = [p for p in self.question.tagged("whole") if joints and p.start >= joints[0].end]
        frame = self.asking() | self.places("portion", "joint:share", "unit:percent")
        frame |= {at for piece in wholes for at in range(piece.start, piece.end)}
        found = self.segments(frame, joints, seams=False) if joints else []
        alone = wholes or (found and found[0][-1] < joints[0].start)
        if len(found) == 1 and alone and self.asked.unit in ("", "percent"):
            view = part(self.question, found[0], self.chat)
            make: Make = lambda parts: Beside(parts[0], "share", WHOLE)  # noqa: E731  # it is handed on
            yield self.composed((Part(view),), make, "share", frame | self._between(found), strict=False)

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
            if whole_first:  # what the part is of is said before it, and says nothing of the part
                parts = (Part(parts[0].beside or parts[0].alone), Part(parts[1].alone))
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

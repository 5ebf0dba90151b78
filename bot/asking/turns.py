"""Several things asked in one message: columns of one row, names side by side, one question after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.asking.interpretations import Composed, Part
from bot.asking.nested import seam
from bot.asking.question import Piece
from bot.asking.segments import MANY, WAYS, Segments
from bot.asking.views import part
from bot.knowledge.query import Each

_ORDERED = frozenset({"max", "min", "descending", "ascending", "total"})
_WHO = frozenset("谁")


class Turns(Segments):
    """A question that asks for several things, each to be told."""

    def several(self) -> Iterator[Composed]:
        """Several figures in one message, each to be told."""
        question = self.question
        operations = question.names("op")
        made = operations & {name for name, _ in WAYS}
        twice = made == {"sum"} and len(question.tagged("op:sum")) > 1  # 目标总和多少,完成总和又是多少
        if seam(question, self.index.vocabulary):
            return
        if made <= {"average"} or twice:  # which names have as well: 平均等待时长
            yield from self._in_turn()
        if made or question.tagged("joint:than"):  # both of two are no answer to how they compare
            return
        yield from self._columns()
        each = bool(question.tagged("joint:each"))
        if question.names("ask") == {"which"} and not each:
            return  # 12路和18路哪个等得久 wants one of them
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
            self.places("joint:each")
            | self.asking()
            | self.number_of_parts(again=True)
            | set(self.asked.counted)
            | {at for p in count for at in range(p.start, p.end)}
        )
        stretches = self.segments(frame, joints)
        found, shared = (
            self._topics(frame, joints, question.tagged("joint:each") or self._again())
            or self._called_again(stretches)
            or self._without_bare(stretches)
        )
        if 1 < len(found) <= MANY:
            yield self.composed(
                self.parts(found, self.counting() or counted, extra=shared),
                Each,
                "each",
                self._between(found) | set(shared),
                strict=each,
                figures=not counted,
            )

    def _in_turn(self) -> Iterator[Composed]:
        """Each asks, and what stands before it goes with it.: 多少户、多少亿元."""
        question = self.question
        who = [p for p in question.tagged("role:lead") if not _WHO.isdisjoint(question.words(p))]
        said = question.tagged("ask", "op:count", "op:distinct")
        asks = [p for p in said if p.has("op:distinct") or question.clauses[p.start] in question.asking] + who
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
        start = 0
        for at in [*sorted(breaks), len(question.tokens)]:
            if any(start < end <= at or start <= p.start < at for end in ends for p in asks if p.end == end):
                stretches.append(list(range(start, at)))
                start = at
        if start < len(question.tokens) and stretches:
            stretches[-1] += range(start, len(question.tokens))
        talk = self.talk({clauses[p.start] for p in asks})
        stretches = [[at for at in one if at not in talk] for one in stretches]
        drop = {
            at
            for piece in question.tagged("op:and")
            if any(one and piece.start == one[0] for one in stretches)
            for at in range(piece.start, piece.end)
        }
        stretches = [[at for at in one if at not in drop] for one in stretches]
        stretches = [own for one in stretches for own in self._each_of(one)]
        counted = self.asking() - self.places("ask")
        stretches = [one for one in stretches if self._names(one) or not counted.isdisjoint(one)]
        if not 1 < len(stretches) <= MANY or any(map(self.only_limits, stretches)):
            return
        parts = []
        asking = self.places("ask", "op:count")
        asked = asking | counted | self._things_behind(ends)
        for number, one in enumerate(stretches):
            own = asked if not asking.isdisjoint(one) else set()  # "市残联呢?" asks what was asked before
            before = [at for other in stretches[:number] for at in other if at not in own]
            heads = self.heads(stretches[0]) if number else ()
            headed = tuple(part(question, {*head, *one}) for head in heads)
            parts.append(Part(part(question, one), part(question, one, before), headed))
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
        """Whether two columns are named side by side, with 和, a 、, a clause or what asks between them only."""
        between = range(one.end, other.start)
        joints, quiet = self.places("op:and", "joint:each", "ask"), self.places("filler") | self.asking()
        apart = other.start in self.seams | self.question.gaps or not joints.isdisjoint(between)
        clauses = self.question.clauses
        apart = apart or clauses[one.end - 1] != clauses[other.start] or self._asks_who(one)
        return apart and (joints | quiet).issuperset(between) and self._is_free(one) and self._is_free(other)

    def _asks_who(self, piece: Piece) -> bool:
        """Whether a column is named by asking for who it is: 由谁牵头."""
        return piece.has("role:lead") and not _WHO.isdisjoint(
            self.question.tokens[max(0, piece.start - 1) : piece.end]
        )

    def _is_free(self, piece: Piece) -> bool:
        """Whether a column is named by itself, and is no part of a name: 完成 in 完成孕产妇筛查."""
        at, clauses = piece.end, self.question.clauses
        if at >= len(clauses) or clauses[at] != clauses[piece.start]:
            return True
        return not self.asked.weights[at] or any(other.start == at for other in self.question.pieces)

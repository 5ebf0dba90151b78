"""Which stretches of a question name something, and the parts that are made of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Composed, Given, Part
from bot.asking.ordinals import Way, direction
from bot.asking.question import Piece, Question
from bot.asking.views import part
from bot.knowledge.query import Combine, Joint, Query
from bot.language import segmenter
from bot.language.numerals import NUMERALS
from bot.language.quantities import read
from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens

MANY = 12
"""The most parts of a question."""
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
"""The operations that put figures together, and what each makes of them."""
TURNS: dict[Way, Joint] = {"max": "higher", "min": "lower"}
"""What the end of an order is of several figures."""
_JOINTS = ("op:and", "joint:exceed", "joint:against")

Make = Callable[[tuple[Query, ...]], Query]
"""Puts the queries of the parts together."""


def combine(how: Joint, unit: str = "") -> Make:
    """Makes one number, or one name, of the parts."""
    return lambda parts: Combine(how, parts, unit)


def end_of(question: Question) -> int:
    """Where a question ends before what is only polite: "哪个多呀,谢谢"."""
    end = len(question.tokens)
    for piece in reversed(question.pieces):
        said = question.tokens[piece.start : piece.end]
        if piece.end == end and _is_polite(piece) and said != ("多",):  # 哪个多
            end = piece.start
    return end


def _is_polite(piece: Piece) -> bool:
    return ("filler" in piece.tags or piece.has("smalltalk")) and not piece.has("whether")


class Segments:
    """One question on its way into parts."""

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
        self.tail = self._by_how_much()
        self.end = min(self.tail, default=end_of(question))
        self.all -= self.tail
        self.seams = index.seams(question)
        self.chat = self.everything - asking

    def _by_how_much(self) -> frozenset[int]:
        """A last clause that asks by how much more it is, of what is asked for before: 哪个高,高几分."""
        question, last = self.question, max(self.question.clauses, default=0)
        clause = frozenset(at for at, one in enumerate(question.clauses) if one == last)
        sides = question.tagged("op:compare", "op:compare_low")  # 哪个高, and no 相比
        which = [one for one in sides if direction(question.tokens, one.end - 1, self.index.vocabulary)]
        which += question.tagged("ask:which", "ask:who")
        if not clause or not any(piece.end <= min(clause) for piece in which):
            return frozenset()
        ways = self.places("op:more", "op:less", "op:difference")
        sizes = {at for at in clause if direction(question.tokens, at, self.index.vocabulary)}
        said = (
            ways | sizes | self.asking() | self.places("filler", "unit", "op:and") | {*self.asked.unit_places}
        )
        far = ways & clause or (sizes and self.places("ask:figure") & clause)
        return clause if far and clause <= said else frozenset()

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

    def talk(self, asking: Collection[int]) -> set[int]:
        """The places of clauses that name nothing, and are none of those ``asking``: 你慢慢查."""
        clauses = self.question.clauses
        others = set(clauses) - self.question.asking - set(asking)
        own = (range(bisect_left(clauses, clause), bisect_right(clauses, clause)) for clause in others)
        return {at for places in own if not self._says_a_name(places) for at in places}

    def segments(
        self, frame: Collection[int], joints: Iterable[Piece] = (), *, seams: bool = True, gaps: bool = False
    ) -> list[list[int]]:
        """The stretches between joints, without the words of the frame; only those that name something."""
        joints = list(joints)
        found = self._stretches(frame, joints, self.all, seams=seams, gaps=gaps)
        if (
            len(found) < 2 and self.chat
        ):  # what stands before the question may be one of two: "甲呢,占乙的多少"
            dated = set[int]().union(
                *self.question.spots.values(), *(m.places for m in self.question.moments)
            )
            more = self._stretches(frame, joints, self.everything, seams=seams, gaps=gaps)
            more = [one for one in more if not dated.issuperset(one)]
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
        """Where the pieces stand that carry a tag, or one of several."""
        return {at for piece in self.question.tagged(*tags) for at in range(piece.start, piece.end)}

    def parts(
        self, segments: Sequence[Sequence[int]], asks: Tokens = (), extra: Collection[int] = ()
    ) -> tuple[Part, ...]:
        """A part for each stretch; by itself, with what all others say, and with what names begin or end with."""
        everything = [at for one in segments for at in one]
        roles = self.places("role") & set(everything)  # a column that is said once is meant for all
        beside = self.chat - set(everything)  # what is named of another is not meant
        segments = [self.without_restated(one) for one in segments]
        first, last = min(segments, key=min), max(segments, key=min)
        heads, ending = self.heads(first), self._words(last)[-1:]

        def view(asking: Iterable[int], others: Collection[int]) -> Question:
            return part(self.question, {*asking, *extra}, others, asks=asks, vocabulary=self.index.vocabulary)

        return tuple(
            Part(
                view(one, roles | beside),
                view(one, {*everything, *self.chat} - self._excluded(one, everything)),
                tuple(view((*head, *one), roles | beside) for head in (heads if one is not first else ())),
                view((*one, *ending[0]), roles | beside) if one is not last and ending else None,
            )
            for one in segments
        )

    def heads(self, first: Sequence[int]) -> Sequence[Sequence[int]]:
        """What another name may go on from: the first, or that without its last word, 财政预算 of 财政预算收入."""
        words = self._words(first)
        head = [at for word in words[:-1] for at in word]
        return ([at for word in words for at in word], head) if self._names(head) else ()

    def _words(self, places: Sequence[int]) -> Sequence[Sequence[int]]:
        """Where the Chinese words of a name stand."""
        named = [at for at in places if self.asked.weights[at] and is_hanzi(self.question.tokens[at])]
        words = segmenter.words(tuple(self.question.tokens[at] for at in named))
        return [named[start:end] for _, start, end in words]

    def without_restated(self, places: Sequence[int]) -> Sequence[int]:
        """What names something, without numbers that only say its figure again: 4340户 of 4340户纳税人的退税.

        A number within a name stays, as one before the rest of a name: 1至2年, 60岁以上.
        """
        tokens, vocabulary = self.question.tokens, self.index.vocabulary
        said = [read(tokens, at, vocabulary) for at in places if tokens[at][0].isdigit()]
        terms = self.places("term")
        counted = [one for one in said if one and one.end > one.counted and one.counted not in terms]
        again = {at for one in counted for at in range(one.start, one.end)}
        named = {at for start, end in self.index.lexicon.wholes_in(tokens) for at in range(start, end)}
        rest = [at for at in places if at not in again - named]
        return rest if self._names(rest) else places

    def _excluded(self, places: Sequence[int], everything: Collection[int]) -> set[int]:
        """Where others stand that what is said at some places excludes: 市级 for 省级 in 省级和市级的任务."""
        sides = {
            frozenset(range(piece.start, piece.end)): {line for line, _ in lines}
            for piece in self.question.tagged("contrast")
            if (lines := self.index.vocabulary.contrasts.get(self.question.tokens[piece.start : piece.end]))
        }
        own = set[int]().union(*(lines for at, lines in sides.items() if at <= set(places)))
        other = (at for at, lines in sides.items() if lines & own and at.isdisjoint(places))
        return set(everything).intersection(*[set[int]().union(*other)])

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

    def counting(self) -> Tokens:
        """The words that ask for a figure with its unit, and with what is counted: 多少套房子."""
        noun = self.asked.counted
        return self.unit() and (*self.unit(), *self.question.tokens[noun.start : noun.stop])

    def asking(self) -> set[int]:
        """Where the question asks, with the units it asks in."""
        places = self.places("ask")
        for piece in self.question.tagged("ask:figure", "op:more", "op:less", "op:difference", "op:count"):
            for size in range(min(5, len(self.question.tokens) - piece.end), 0, -1):
                if self.question.tokens[piece.end : piece.end + size] in self.index.vocabulary.units:
                    places |= set(range(piece.end, piece.end + size))
                    break
        return places

    def _between(self, segments: Sequence[Sequence[int]]) -> set[int]:
        return set(self.all) - {at for one in segments for at in one}

    def number_of_parts(self, *, again: bool = False) -> set[int]:
        """Where it is said how many things were named, 两项; or only where they are named ``again``: 这两项."""
        found: set[int] = set()
        for at, token in enumerate(self.question.tokens):
            before = self.question.tokens[at - 1 : at]
            within = bool(before) and (before[0] in NUMERALS or before[0].isdigit())
            counts = (token in NUMERALS or token.isdigit()) and not within
            said = read(self.question.tokens, at) if counts else None
            if said and said.is_bare and 1 < said.quantity.number <= MANY:
                unit = self.question.tokens[said.counted : said.counted + 1]
                pointed = before in (("这",), ("那",))
                counts = self.index.vocabulary.units.get(unit) in ("thing", "household")
                if (pointed or counts) and before not in (("第",), ("前",)):
                    end = said.counted + 1
                    if end < len(self.question.tokens):  # 这两个小区, 两家法院: by their kind
                        word = segmenter.word_at(self.question.tokens, end)
                        kind = self.question.tokens[word.start : word.stop]
                        end = word.stop if pointed or kind in self.index.row_kinds else end
                    if pointed or not again:
                        found |= set(range(at, end))
        return found

    def _referred(self, found: Sequence[list[int]]) -> list[list[int]]:
        """The two that were named before, in the order in which they are called again: 后者比前者多几项."""
        again = self.question.tagged("joint:former", "joint:latter")
        if not again:
            return []
        before = [[at for at in one if at < again[0].start] for one in found]
        two = [one for one in before if one][:2]
        return two[::-1] if again[0].has("joint:latter") else two

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
        compared = bool(said) and any(piece.has("ask:which") for piece in ways)
        return (found, said) if len(found) > 1 and (compared or self._names(said)) else None

    def _again(self) -> list[Piece]:
        """Where things that were named are called by their number: 这两个小区."""
        places = sorted(self.number_of_parts(again=True))
        return [Piece(places[0], places[-1] + 1, frozenset())] if places else []

    def _called_again(self, found: Sequence[list[int]]) -> tuple[list[list[int]], list[int]] | None:
        """Things that are named and then called by their number, and what is asked: 甲和乙这两个小区的均价."""
        again = self.number_of_parts(again=True)
        if not again or len(found) < 2:
            return None
        named = [[at for at in one if at < min(again)] for one in found]
        said = [at for one in found for at in one if at > max(again)]
        return (named, said) if all(map(self._names, named)) and self._names(said) else None

    def _without_bare(self, found: Sequence[list[int]]) -> tuple[list[list[int]], list[int]]:
        """The stretches that name something, and what is said for all of them.

        That is a column: …这三项,目标加起来; where they are looked for: …, 只看省级的; or all else where only sides
        are listed: 省级和市级,一共几项任务.
        """
        if limits := [one for one in found if self.only_limits(one)]:
            return [one for one in found if one not in limits], [at for one in limits for at in one]
        sides = [one for one in found if self.places("contrast").issuperset(one)]
        bare = [one for one in found if self._is_bare(one) or (len(sides) > 1 and one not in sides)]
        if len(found) - len(bare) < 2:
            return list(found), []
        return [one for one in found if one not in bare], [at for one in bare for at in one]

    def only_limits(self, places: Sequence[int]) -> bool:
        """Whether some places say only on which side, or in which table, and nothing else, is meant."""
        limited = self.places("op:only").intersection(places)
        said = self.places("contrast", "op:table", "op:only", "filler", "ask")
        return bool(limited) and said.issuperset(places)

    def _is_bare(self, places: Sequence[int]) -> bool:
        """Whether some places say only a column, and words of grammar."""
        named = self.places("role", "filler")
        return named.issuperset(places) and not self.places("role").isdisjoint(places)

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
        timed: bool = False,
    ) -> Composed:
        """What is made of parts of this question; see `bot.asking.interpretations.Composed`."""
        return Composed(self.question, parts, make, how, frozenset(frame), strict, loose, figures, timed)

    def comparative(self, joints: Sequence[Piece] = ()) -> set[int]:
        """The adjective that ends a comparison, or one of its sides: 高 in "哪年高", 少 in "是甲少,还是乙少"."""
        ends = {self.end, *(piece.start for piece in joints)}
        found = self.places("op:max", "op:min")
        return found | {end - 1 for end in ends if end and self._direction(end)}

    def _direction(self, end: int) -> Way | None:
        """Which way the adjective goes that ends at a place."""
        return direction(self.question.tokens, end - 1, self.index.vocabulary)

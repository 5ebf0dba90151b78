"""What a question asks for, and how much each of its words matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.asking.asked import Asked
from bot.asking.postings import Rarity
from bot.asking.question import TERM, Piece, Question
from bot.knowledge.weights import Weights
from bot.language import segmenter, wordbook
from bot.language.quantities import read
from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens, Vocabulary

_PIECE = ("块",)
_LOOSE = frozenset({"thing", "percent"})
"""Units that are named also by who only talks of numbers."""
_LONGEST_UNIT = 5
"""Tokens of the longest unit that is asked in."""
_SILENT = frozenset({"filler", "ask", "overview", "period", "year", "smalltalk", "stock", "neg"})
_SIDES = frozenset({"joint:later", "joint:earlier"})
FILTERS = frozenset({"op:over", "op:exactly", "op:gt", "op:ge", "op:le", "op:lt"})
"""Operations whose words are content where no rows are chosen by them."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What words are weighed against: how rare they are among all names, and which places are at home here.

    ``own_wholes`` are the words for all of these: 全省.
    """

    vocabulary: Vocabulary
    rarity: Rarity
    own_places: frozenset[str]
    own_wholes: frozenset[str]
    worth: Weights

    def weigh(self, question: Question) -> Asked:
        """What a question asks for.

        Words of grammar weigh nothing, ordinary verbs little, decisive words and words nobody knows most.
        """
        kind, place = _asked_unit(question, self.vocabulary)
        weights = self._weights(question, place)
        roles: defaultdict[str, list[int]] = defaultdict(list)
        for piece in question.pieces:
            for role in piece.named("role"):
                roles[role] += range(piece.start, piece.end)
        named = {position for positions in roles.values() for position in positions}
        hints = (at for piece in question.tagged(f"unit:{kind}") for at in range(piece.start, piece.end))
        return Asked(
            weights=tuple(weights),
            roles={role: tuple(positions) for role, positions in roles.items()},
            moving={kind: places for kind, places in _moving(question).items() if places},
            unit=kind,
            unit_places=(*place, *hints) if kind else (),
            counted=_noun(question, place.stop) if place else place,
            unit_words=question.tokens[place.start : place.stop] or _hinted_unit(question, self.vocabulary),
            sides=_sides(question, self.vocabulary),
            sided=_sided(question, self.vocabulary),
            kinds=frozenset(
                kind for piece in question.pieces for t in piece.tags for kind in (t, t.partition(":")[0])
            ),
            content=any(
                weight >= self.worth.half and question.clauses[at] in question.asking and at not in named
                for at, weight in enumerate(weights)
            ),
            unmarked=tuple(_unmarked(question)),
        )

    def _weights(self, question: Question, unit: range) -> list[float]:
        tokens = question.tokens
        weights = [self._rarity(tokens, position) for position in range(len(tokens))]
        for piece in question.pieces:
            factor = 1.0 if self._is_in_name(piece, tokens) else self._factor(piece.tags)
            if question.words(piece) in self.own_wholes:
                factor = min(factor, self.worth.soft)
            for position in range(piece.start, piece.end):
                weights[position] *= factor
            if piece.tags & (FILTERS | _SIDES):
                for position in _fillers(question, piece, self.vocabulary):
                    weights[position] = 0.0
        for position in self._light(question):
            weights[position] *= self.worth.soft * self.worth.soft  # yet what they mean may be told
        for position in unit:
            weights[position] = min(weights[position], self.worth.soft)
        for position in _counted(question, unit):
            weights[position] *= self.worth.decisive
        for position in (*_dated(question), *_numbered(question, self.vocabulary)):
            weights[position] = 0.0
        return weights

    def _is_in_name(self, piece: Piece, tokens: Tokens) -> bool:
        """Whether a character that turns round is a part of a name: 外 in 营业外收入."""
        before, here, behind = ("", *tokens, "")[piece.start : piece.start + 3]
        alone = piece.end - piece.start == 1 and all(tag.startswith("neg:") for tag in piece.tags)
        return alone and bool(self.rarity.of((before + here, here + behind)))

    def _factor(self, tags: frozenset[str]) -> float:  # noqa: PLR0911  # a table, read from above
        kinds = {tag.partition(":")[0] for tag in tags}
        if "decisive" in kinds:
            return self.worth.decisive
        if kinds & _SILENT:
            return 0.0
        if kinds == {"place"}:
            return 0.0 if {tag[6:] for tag in tags} & self.own_places else self.worth.decisive
        if "role" in kinds:
            return self.worth.role
        if kinds & {"op", "followup"} and not tags & FILTERS:
            return 0.0
        if kinds & {"soft", "increment"}:
            return self.worth.soft
        return self.worth.row if "row" in kinds else 1.0

    def _light(self, question: Question) -> Iterator[int]:
        """Where words stand that name nothing, here or anywhere, and that no list has: 管, 卖, 那年."""
        marked = {at for piece in question.pieces for at in range(piece.start, piece.end)}
        for word, start, end in segmenter.words(question.tokens):
            light = is_hanzi(word) and marked.isdisjoint(range(start, end)) and wordbook.is_light(word)
            if light and not self._known(question.tokens, range(start, end)):
                yield from range(start, end)

    def _known(self, tokens: Tokens, places: range) -> bool:
        """Whether some name has two characters of which one stands in these places."""
        around = tokens[max(0, places.start - 1) : places.stop + 1]
        return bool(self.rarity.of(tuple(one + two for one, two in pairwise(around))))

    def _rarity(self, tokens: Tokens, position: int) -> float:
        token = tokens[position]
        if not is_hanzi(token):
            rare = self.rarity.get(token, -1.0)
            return self.worth.latin * (rare if rare >= 0 else wordbook.moment(token))
        pairs = (
            tokens[position - 1] + token if position else "",
            token + "".join(tokens[position + 1 : position + 2]),
        )
        return max(self.rarity.of(pairs), default=self.worth.unknown)


def _unmarked(question: Question) -> Iterator[int]:
    """Where the characters of asking clauses stand that are nothing but names, if anything."""
    marked = {at for piece in question.pieces if piece.tags != TERM for at in range(piece.start, piece.end)}
    for at, token in enumerate(question.tokens):
        if at not in marked and is_hanzi(token) and question.clauses[at] in question.asking:
            yield at


def _moving(question: Question) -> dict[str, tuple[int, ...]]:
    """Where the words are that any column telling a change, or a share, explains."""
    kinds = {"change": "move", "moved": "move:any", "portion": "portion"}
    return {
        kind: tuple(at for piece in question.tagged(tag) for at in range(piece.start, piece.end))
        for kind, tag in kinds.items()
    }


def _sides(question: Question, vocabulary: Vocabulary) -> dict[tuple[int, int], str]:
    """The sides a question takes; what is said beside it counts where the question itself takes none."""
    asking: dict[tuple[int, int], str] = {}
    beside: dict[tuple[int, int], str] = {}
    for piece in question.pieces:
        for side in vocabulary.contrasts.get(question.tokens[piece.start : piece.end], ()):
            said = asking if question.clauses[piece.start] in question.asking else beside
            said[side] = question.words(piece)
    lines = {line for line, _ in asking}
    return {side: words for side, words in beside.items() if side[0] not in lines} | asking


def _sided(question: Question, vocabulary: Vocabulary) -> dict[tuple[int, int], tuple[int, ...]]:
    """Where the words of each side stand that a question takes: any word of a side says the same."""
    places: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for piece in question.pieces:
        for side in vocabulary.contrasts.get(question.tokens[piece.start : piece.end], ()):
            places[side] += range(piece.start, piece.end)
    return {side: tuple(at) for side, at in places.items()}


def _hinted_unit(question: Question, vocabulary: Vocabulary) -> Tokens:
    """The unit in words such as 件数."""
    words = (question.tokens[piece.start : piece.end] for piece in question.tagged("unit"))
    return next((word[:-1] for word in words if word[-1] == "数" and word[:-1] in vocabulary.units), ())


def _noun(question: Question, end: int) -> range:
    """Where the word stands that says what a unit counts which ends at a place: 房子 in 多少套房子."""
    tokens, clauses = question.tokens, question.clauses
    if (
        end >= len(tokens)
        or not is_hanzi(tokens[end])
        or end in question.seams
        or clauses[end] != clauses[end - 1]
    ):
        return range(0)
    word = segmenter.word_at(tokens, end)
    return word if word.start == end and len(word) > 1 else range(0)


def _counted(question: Question, unit: range) -> Iterator[int]:
    """The words behind a unit in its clause."""
    for position in range(unit.stop, min(unit.stop + 3, len(question.tokens)) if unit else 0):
        if question.clauses[position] == question.clauses[unit.start]:
            yield position


def _dated(question: Question) -> Iterator[int]:
    """Where times stand. A time is no evidence: a fact of another time is ruled out, whatever else fits."""
    for moment in question.moments:
        yield from moment.places
    for position, token in enumerate(question.tokens):
        called = question.tokens[position + 1 : position + 2] == ("年",)
        if f"{token}年" in question.years or (called and f"20{token}年" in question.years):
            yield position
            if called:
                yield position + 1


def _numbered(question: Question, vocabulary: Vocabulary) -> Iterator[int]:
    """Where it is said how many each is asked of: 四种 in 四种模组的产量分别是多少."""
    each = question.tagged("joint:each") and question.tagged("ask:figure")
    for at, token in enumerate(question.tokens if each else ()):
        said = read(question.tokens, at)
        end = said.counted if said and said.is_bare else at + 1
        kind = vocabulary.units.get(question.tokens[end : end + 1])
        if (said or token == "各") and end > at and kind in ("thing", "household"):
            yield from range(at, end + 1)


def _fillers(question: Question, piece: Piece, vocabulary: Vocabulary) -> Iterator[int]:
    """The words of grammar inside a phrase ("their" in "exceeded their targets")."""
    for position in range(piece.start, piece.end):
        if "filler" in vocabulary.phrases.get((question.tokens[position],), ()):
            yield position


def _asked_unit(question: Question, vocabulary: Vocabulary) -> tuple[str, range]:
    """The class of the unit a question counts in, and where the unit stands; empty when it names none."""
    for piece in question.tagged("op:convert"):  # 换算成万元
        for size in range(min(_LONGEST_UNIT, len(question.tokens) - piece.end), 0, -1):
            place = range(piece.end, piece.end + size)
            if kind := vocabulary.units.get(question.tokens[place.start : place.stop]):
                return kind, place
    for piece in question.tagged("ask:figure"):
        if question.clauses[piece.start] not in question.asking:
            continue
        for size in range(min(_LONGEST_UNIT, len(question.tokens) - piece.end), 0, -1):
            place = range(piece.end, piece.end + size)
            kind = vocabulary.units.get(question.tokens[place.start : place.stop])
            if kind and _is_unit(question, piece, place):
                return kind, place
    for piece in question.tagged("ask:figure", "op:count"):
        counts = piece.has("op:count") or question.tokens[piece.end - 1] == "个"
        if question.clauses[piece.start] in question.asking and counts:
            return "thing", range(0)  # 有几个, 多少条 asks for no percentage
    # "How many" stands for 多少 in a Chinese question, whatever is counted.
    own = question.language == "en"
    hinted = {
        name
        for piece in question.tagged("unit")
        if own or is_hanzi(question.tokens[piece.start])
        for name in piece.named("unit")
        if name == "percent" or "progress" not in question.names("role")  # "户数的进度" counts no households
        # 做表缺个数,满意率多少; 占几成,给个百分比
        if name not in _LOOSE or question.clauses[piece.start] in question.asking
    }
    return (next(iter(hinted)) if len(hinted) == 1 else ""), range(0)


def _is_unit(question: Question, ask: Piece, place: range) -> bool:
    """Whether the words behind "how many" are its unit: in one clause, and "how many 人民网来信" counts no 人."""
    if question.clauses[ask.start] != question.clauses[place.stop - 1]:
        return False
    tokens = question.tokens
    if tokens[place.start : place.stop] == _PIECE and _noun(question, place.stop):
        return False  # 多少块土地 asks for no money
    mixed = not is_hanzi(question.tokens[ask.start]) and is_hanzi(question.tokens[place.start])
    following = question.tokens[place.stop : place.stop + 1]
    return not (mixed and following and is_hanzi(following[0]))

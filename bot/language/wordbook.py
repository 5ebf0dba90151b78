"""What words of general language mean, how common they are and how characters are read.

The books are texts sorted by their words, made by `bot.language.compiling`; they are searched where they lie
(a memory map), so that opening them costs nothing and only what is looked up is read.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from bot.language.text import is_hanzi

FOLDER = Path(__file__).parent / "wordbooks"


class Wordbook:
    """A sorted text of words and what is said of each, a tab between."""

    def __init__(self, path: Path) -> None:
        """Open a book; raises `OSError` where it cannot be read."""
        with path.open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def get(self, word: str) -> str:
        """What is said of a word; empty where the book does not have it."""
        wanted, text = word.encode() + b"\t", self._text
        low, high = 0, len(text)
        while low < high:
            start = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = text.find(b"\n", start)
            if text[start:end].partition(b"\t")[0] + b"\t" < wanted:
                low = end + 1
            else:
                high = start
        if text[low : low + len(wanted)] != wanted:
            return ""
        return text[low + len(wanted) : text.find(b"\n", low)].decode()


@cache
def _book(name: str) -> Wordbook:
    return Wordbook(FOLDER / f"{name}.tsv")


@lru_cache(maxsize=4096)
def glosses(word: str) -> frozenset[str]:
    """The short English meanings of a Chinese word, as stems.

    >>> "elevator" in glosses("电梯"), glosses("没有这个词")
    (True, frozenset())
    """
    return frozenset(filter(None, _book("chinese").get(word).split("|")))


@lru_cache(maxsize=4096)
def translations(stem: str) -> dict[str, int]:
    """The Chinese words that an English stem helps to explain, each with the words of that gloss.

    >>> translations("elevator")["电梯"]
    1
    """
    return {one[:-1]: int(one[-1]) for one in _book("english").get(stem).split(" ") if one}


@lru_cache(maxsize=4096)
def synonyms(word: str) -> frozenset[str]:
    """The Chinese words that share a whole gloss with a word.

    >>> "开支" in synonyms("费用")
    True
    """
    found: set[str] = set()
    for gloss in glosses(word):
        stems = gloss.split()
        sharing = [
            {other for other, size in translations(stem).items() if size == len(stems)} for stem in stems
        ]
        found |= set.intersection(*sharing)
    return frozenset(found - {word})


@lru_cache(maxsize=4096)
def printed(saying: str) -> Mapping[tuple[str, ...], bool]:
    """The words of each term that documents print for what people say, and whether it says the same, or no more.

    >>> printed("老赖")
    {('失信', '被执行人'): True}
    """
    found = _book("sayings").get(saying)
    return {tuple(one[:-1].split("+")): one[-1] == "1" for one in found.split(" ") if one}


@lru_cache(maxsize=8192)
def frequency(word: str) -> tuple[float, str]:
    """How common a word is in general (0, unheard of, to 1) and its part of speech (n, v, a, …; empty if unknown).

    >>> frequency("的")[0] > frequency("人民")[0] > frequency("水利局")[0]
    True
    """
    said = _book("frequencies").get(word)
    return (int(said[:-1]) / 9, said[-1]) if said else (0.0, "")


def readings(char: str) -> str:
    """How a character is read, without tones and with a space between, the usual reading first; empty if unknown.

    >>> readings("长")
    'zhang chang'
    """
    return _book("readings").get(char)


_KINDS: Mapping[str, float] = {
    **dict.fromkeys("njx", 1.0),
    **dict.fromkeys("lbi", 0.9),
    **dict.fromkeys("vazs", 0.7),
    **dict.fromkeys("tf", 0.5),
    **dict.fromkeys("mq", 0.3),
}
"""How much it matters that a word is explained, by its part of speech; words of grammar matter least."""
_GRAMMAR, _ALONE = 0.15, 0.6
_GLOSSED = 100
"""An English word that helps to explain so many Chinese ones says little by itself."""
_PRONOUN, _VERBS = "r", "vz"


def is_light(word: str) -> bool:
    """Whether a word names nothing by itself: a pronoun, or a verb of one character.

    >>> [is_light(word) for word in ("那年", "管", "卖", "分管", "路", "翻修")]
    [True, True, True, False, False, False]
    """
    kind = frequency(word)[1]
    return kind == _PRONOUN or (len(word) == 1 and kind != "" and kind in _VERBS)


@lru_cache(maxsize=8192)
def moment(word: str) -> float:
    """How much it matters in general that a word is explained: names and rare words most, grammar least.

    >>> moment("水利局") > moment("时候") > moment("的")
    True
    >>> moment("museum") > moment("singl")
    True
    """
    if not is_hanzi(word[0]):
        # A word by which very many Chinese ones are explained is a common one: single, space, get.
        return _KINDS["m"] if len(translations(word)) >= _GLOSSED else 1.0
    common, kind = frequency(word)
    known = _KINDS.get(kind or "x", _GRAMMAR)
    return known * (1 - common) * (_ALONE if len(word) == 1 else 1.0)

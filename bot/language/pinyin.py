"""Readings: how characters sound, and Latin letters read as syllables.

Two sounds are *near* when speakers from different regions mix them up: zh/z, ch/c, sh/s, n/l, h/f and the
endings -ng/-n (after the confusion pairs of Chinese input methods, "模糊音").
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from bot.language import wordbook

# The syllables of Standard Chinese: initial, then its finals (after the table of 汉语拼音方案; ü is typed v).
_TABLE = """
b a ai an ang ao ei en eng i ian iao ie in ing o u
p a ai an ang ao ei en eng i ian iao ie in ing o ou u
m a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f a an ang ei en eng o ou u
d a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo
n a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo v ve
l a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve
g a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j i ia ian iang iao ie in ing iong iu u uan ue un
q i ia ian iang iao ie in ing iong iu u uan ue un
x i ia ian iang iao ie in ing iong iu u uan ue un
zh a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r an ang ao e en eng i ong ou u uan ui un uo
z a ai an ang ao e ei en eng i ong ou u uan ui un uo
c a ai an ang ao e en eng i ong ou u uan ui un uo
s a ai an ang ao e en eng i ong ou u uan ui un uo
y a an ang ao e i in ing o ong ou u uan ue un
w a ai an ang ei en eng o u
"""
_SYLLABLES = {"a", "ai", "an", "ang", "ao", "e", "ei", "en", "er", "ou"} | {
    initial + final for initial, *finals in map(str.split, _TABLE.strip().splitlines()) for final in finals
}
_LONGEST = max(map(len, _SYLLABLES))
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
_TONE = re.compile(r"(?<=[a-zü])[1-5](?=[a-z\s]|$)")


def plain(reading: str) -> str:
    """A reading without tone marks; ü is v, as on keyboards."""
    letters = unicodedata.normalize("NFD", reading.casefold()).replace("u\u0308", "v")
    return "".join(c for c in letters if "a" <= c <= "z")


@lru_cache(maxsize=8192)
def sound(char: str) -> str:
    """The usual reading of one character without its tone; the character itself where it has none.

    >>> sound("满"), sound("绿"), sound("%")
    ('man', 'lv', '%')
    """
    return readings(char)[0]


@lru_cache(maxsize=8192)
def readings(char: str) -> tuple[str, ...]:
    """All readings of one character, the usual one first.

    >>> sorted(readings("长"))
    ['chang', 'zhang']
    """
    return tuple(wordbook.readings(char).split()) or (char,)


def letters(name: str) -> str:
    """A name in Latin letters, each character as it is usually read.

    >>> letters("苏州"), letters("重庆")
    ('suzhou', 'zhongqing')
    """
    return "".join(map(sound, name))


def spell(name: str) -> str:
    """A name in Latin letters, each character as it is read in its words.

    >>> spell("苏州"), spell("重庆")
    ('suzhou', 'chongqing')
    """
    return "".join(_in_words()(name))


@lru_cache(maxsize=1)
def _in_words() -> Callable[[str], list[str]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin, load_phrases_dict
    from pypinyin.phrases_dict import phrases_dict

    load_phrases_dict(phrases_dict)
    return lazy_pinyin


@lru_cache(maxsize=4096)
def near(syllable: str) -> str:
    """One name for all syllables that sound nearly alike.

    >>> near("zhang") == near("zan"), near("lan") == near("nan"), near("ba") == near("pa")
    (True, True, False)
    """
    for one, other in _NEAR:
        if syllable.startswith(one) and len(syllable) > len(one):
            syllable = other + syllable[len(one) :]
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def split(letters: str) -> tuple[str, ...]:
    """A run of letters as syllables, the fewest that fit; empty when it is not pinyin.

    >>> split("shangbao")
    ('shang', 'bao')
    >>> split("yinan"), split("elevators")
    (('yi', 'nan'), ())
    """
    # For each end the fewest syllables up to there, and where the last of them begins; 0 where there are none.
    counts, starts = [0], [0]
    for end in range(1, len(letters) + 1):
        count = begin = 0
        for start in range(max(0, end - _LONGEST), end):
            if (start and not counts[start]) or letters[start:end] not in _SYLLABLES:
                continue
            # On a tie the later cut wins: "yinan" is yi-nan, not yin-an; a new syllable takes the consonant.
            if not count or counts[start] + 1 < count or letters[start] not in "aoe":
                count, begin = counts[start] + 1, start
        counts.append(count)
        starts.append(begin)
    found: list[str] = []
    end = len(letters) if counts[-1] else 0
    while end:
        found.append(letters[starts[end] : end])
        end = starts[end]
    return tuple(reversed(found))


def syllables(text: str) -> tuple[str, ...]:
    """A folded text of pinyin words as syllables, tones dropped; empty unless every word is pinyin.

    >>> syllables("man3yi4 lv4 duoshao")
    ('man', 'yi', 'lv', 'duo', 'shao')
    >>> syllables("how many")
    ()
    """
    return tuple(one for word in words(text) for one in word)


def words(text: str) -> tuple[tuple[str, ...], ...]:
    """A folded text of pinyin as its words are typed, each in syllables; empty unless every word is pinyin.

    >>> words("xiao shuiku duoshao")
    (('xiao',), ('shui', 'ku'), ('duo', 'shao'))
    """
    typed = _TONE.sub("", text).replace("'", " ").split()
    parts = tuple(split(plain(word)) if not word.isdigit() else (word,) for word in typed)
    return parts if all(parts) else ()

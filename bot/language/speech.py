"""The language a message is in, as far as its letters tell: GDP, a number, pinyin and an emoji are of none."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from bot.language import pinyin
from bot.language.text import HANZI
from bot.language.vocabulary import Vocabulary

Language = Literal["zh", "en"]
LONGEST_ABBREVIATION = 5
"""Letters of what may be an abbreviation, which is said alike in every language."""
SHORTEST_WORD = 4
"""Letters of what is a word whoever knows it; a shorter one has to be a word of the question language."""
_WORD = re.compile(r"[^\W\d_]+")
_TALK = ("ask:", "smalltalk:")


def spoken(text: str, vocabulary: Vocabulary) -> Language | None:
    """The language of a message: Chinese by its characters, English by its words; None where neither tells."""
    if HANZI.search(text):
        return "zh"
    words = _WORD.findall(unicodedata.normalize("NFKC", text))
    return "en" if any(_is_english(word, vocabulary) for word in words) else None


def of_locale(code: str) -> Language | None:
    """The language of somebody whose device is set to one, as "zh-hans" or "de"; None where that is not told.

    >>> of_locale("zh-hans"), of_locale("de"), of_locale("")
    ('zh', 'en', None)
    """
    if not code:
        return None
    return "zh" if code.lower().startswith("zh") else "en"


def _is_english(word: str, vocabulary: Vocabulary) -> bool:
    """Whether only who speaks English types a word."""
    plain = word.casefold()
    tags = vocabulary.phrases.get((plain,), frozenset())
    if _abbreviates(word):
        return any(tag.startswith(_TALK) for tag in tags)
    known = any(tag != "term" and not tag.startswith("place:") for tag in tags)
    if pinyin.syllables(plain):
        return known and len(word) >= SHORTEST_WORD
    return known or len(word) >= SHORTEST_WORD


def _abbreviates(word: str) -> bool:
    """Whether a word is written as abbreviations are: in capitals, or without a vowel."""
    capitals = word.isupper() and len(word) <= LONGEST_ABBREVIATION
    return capitals or not re.search("[aeiou]", pinyin.plain(word))

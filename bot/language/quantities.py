"""How people say quantities: 一千二百多, 3.5 million, 百分之八."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from bot.language.amounts import Quantity
from bot.language.numerals import DIGITS, LARGE, NUMERALS, SMALL, number
from bot.language.units import ENGLISH, EXACT, NONE, PERCENT, PERMILLE, Unit
from bot.language.vocabulary import Tokens, Vocabulary, tokens


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity that begins at ``start``; its number ends at ``counted``, all of it at ``end`` (not included).

    The places are those of the tokens or of the characters it was read from.
    """

    quantity: Quantity
    start: int
    counted: int
    end: int

    @property
    def is_bare(self) -> bool:
        """Whether it is a plain whole number, said exactly: what counts things and numbers lines."""
        one = self.quantity
        return one.unit == NONE and not one.about and one.number == int(one.number)


_WINDOW = 40
"""Characters of the longest number that is read."""
_MOST = 24
"""Tokens of the longest number that is read."""
_LONGEST_UNIT = 5
"""Tokens of the longest unit."""
_LONGEST_NAME = 16
"""Characters of the longest unit in a text."""
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SPELLED = {form: number for number, word in enumerate(_COUNT, 1) for form in (word, *tokens(word))}
"""In full, and as the tokens of a question."""
_FIRST = frozenset(f"负-−{NUMERALS}")
_SCALES = "".join((*SMALL, *LARGE))
_GROUPED = r"\d{1,3}(?:[,，']\d{3})+(?!\d)(?:[.．]\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.])"
_NUMBER = re.compile(
    rf"(?P<of>[百千万]分之)?(?P<number>(?:负|[-−](?=\d))?(?:(?:{_GROUPED}|\d+(?:[.．]\d+)?)(?:[{_SCALES}][{NUMERALS}\d]*)?"
    rf"|[{NUMERALS}]+(?:点[{NUMERALS}]+)?)|(?P<spelled>{'|'.join(sorted(SPELLED, reverse=True))})(?= ))"
)
_SEPARATORS = re.compile(r"[,，' \u00a0\u2009\u202f]")
_ENGLISH = re.compile(rf" ?(?:(?P<hundred>hundr(?:ed)?) ?)?(?P<scale>{'|'.join(ENGLISH)})?s?\b")
# 多 and 余 make a number rough, but not before a question word or a verb: 比2020多多少, 10多出2.
_ROUGH = re.compile(r"(?:[多余]|(?<=[十百千万亿])[几来])(?P<scale>[万亿]*)(?![多少出几了一额下于自历数])")
_TENTHS = re.compile(
    rf"成(?:(?P<half>[半一二三四五六七八九])(?=$|[\W以的左上吗吧多之]))?(?![立为本果效员交绩都功{NUMERALS}])"
)
_TENTHS_AT_MOST = 10
_PERCENT = re.compile(r" ?(?:[%％‰]|per ?cent\b)")
_NOT_BEHIND = ("分之", "分点", "分比", "分率", "分数")
_OF = {"百": (PERCENT, 1), "千": (PERMILLE, 1), "万": (PERCENT, 100)}


def read(found: Tokens | str, at: int = 0, vocabulary: Vocabulary | None = None) -> Said | None:
    """The quantity that begins at a place of a text or at one of some tokens; no units without a vocabulary.

    A number written out in English counts in tokens, which are those of a question; in a text it needs a scale.

    >>> [str(read(text).quantity.number) for text in ("1，234", "1 234件", "1万4千", "3 million", "九成", "十几个")]
    ['1234', '1234', '14000', '3000000', '90', '10']
    >>> said = read(tuple("超过") + ("80", "万", "件"), 2)
    >>> str(said.quantity.number), said.start, said.counted
    ('800000', 2, 4)
    >>> read("任务"), read("三分之一")
    (None, None)
    """
    if isinstance(found, str):
        return _of_text(found, at, vocabulary)
    if at >= len(found) or not (found[at][:1].isdigit() or found[at] in _FIRST or found[at] in SPELLED):
        return None
    text, ends = _joined(found[at : at + _MOST])
    # In a question "three" counts as 3 does, but for "which one".
    spelled = SPELLED.get(found[at], 1)
    one = _numbered(text) or ((Decimal(spelled), NONE, False, ends[0]) if spelled > 1 else None)
    if one is None:
        return None
    value, unit, about, stop = one
    counted = at + 1 + next(place for place, end in enumerate(ends) if end >= stop)
    end = counted
    if unit == NONE and vocabulary:
        unit, end = _unit_of_tokens(found, counted, vocabulary)
    return Said(Quantity(value, unit, text[:stop] + "".join(found[counted:end]), about), at, counted, end)


def _joined(found: Tokens) -> tuple[str, list[int]]:
    """Tokens as text, with where each ends: Latin words apart; two numbers beside each other are not one."""
    text = ""
    ends: list[int] = []
    for token in takewhile(bool, found):
        if text and token < "\u3400" and text[-1] < "\u3400":
            text += "\n" if token[0].isdigit() and text[-1].isdigit() else "" if token in "%‰" else " "
        text += token
        ends.append(len(text))
    return text, ends


def _unit_of_tokens(found: Tokens, at: int, vocabulary: Vocabulary) -> tuple[Unit, int]:
    """The unit that begins at a token, and where it ends."""
    for end in range(min(at + _LONGEST_UNIT, len(found)), at, -1):
        words = found[at:end]
        if words in vocabulary.units or (words[0] == "个" and words[1:] in vocabulary.units):
            return vocabulary.unit(vocabulary.printed.get(words) or _joined(words)[0]), end
    return NONE, at


def _of_text(text: str, at: int, vocabulary: Vocabulary | None) -> Said | None:
    first = text[at : at + 1]
    if (
        not (first.isdigit() or first in _FIRST or first.isalpha())
        or (one := _numbered(text[at : at + _WINDOW].casefold())) is None
    ):
        return None
    value, unit, about, size = one
    end = counted = at + size
    if unit == NONE and vocabulary:
        unit, end = _unit_of_text(text, counted, vocabulary)
    return Said(Quantity(value, unit, text[at:end], about), at, counted, end)


def _unit_of_text(text: str, at: int, vocabulary: Vocabulary) -> tuple[Unit, int]:
    """The unit that begins at a character, and where it ends."""
    for end in range(min(at + _LONGEST_NAME, len(text)), at, -1):
        last, after = text[end - 1], text[end : end + 1]
        if last.isspace() or (last.isascii() and last.isalpha() and after.isascii() and after.isalpha()):
            continue
        words = vocabulary.canonical(text[at:end])
        if words and (words in vocabulary.units or (words[0] == "个" and words[1:] in vocabulary.units)):
            return vocabulary.unit(text[at:end].strip()), end
    return NONE, at


@lru_cache(maxsize=4096)
def _numbered(text: str) -> tuple[Decimal, Unit, bool, int] | None:
    """The number a text begins with: its value, percent where it is a share, whether it is rough, where it ends."""
    match = _NUMBER.match(text)
    value, end = _value(match) if match else (None, 0)
    if match is None or value is None:
        return None
    if match["of"]:
        unit, parts = _OF[match["of"][0]]
        return EXACT.divide(value, Decimal(parts)), unit, False, end
    if (scaled := _ENGLISH.match(text, end)) and (scaled["hundred"] or scaled["scale"]):
        value *= (100 if scaled["hundred"] else 1) * ENGLISH.get(scaled["scale"] or "", 1)
        end = scaled.end()
    elif match["spelled"] and not _PERCENT.match(text, end):
        return None  # "which one is higher"
    rough = _ROUGH.match(text, end)
    if rough:
        value, end = value * _power(rough["scale"]), rough.end()
    if text.startswith("成", end) and abs(value) <= _TENTHS_AT_MOST:
        return _in_tenths(value, text, end, rough is not None)
    if percent := _PERCENT.match(text, end):
        unit = PERMILLE if percent[0].strip() == "‰" else PERCENT
        return value, unit, rough is not None, percent.end()
    return value, NONE, rough is not None, end


def _in_tenths(value: Decimal, text: str, end: int, about: bool) -> tuple[Decimal, Unit, bool, int] | None:
    """九成 and 三成五 in percent; whatever 三成五项 may be, it is no three."""
    if tenths := _TENTHS.match(text, end):
        half = tenths["half"] or "零"
        return value * 10 + (5 if half == "半" else DIGITS[half]), PERCENT, about, tenths.end()
    return None if text[end + 1 : end + 2] in DIGITS else (value, NONE, about, end)


def _value(match: re.Match[str]) -> tuple[Decimal | None, int]:
    """The longest part of what looks like a number that is one, and where it ends."""
    if match["spelled"]:
        return Decimal(SPELLED[match["spelled"]]), match.end()
    text, start = match.string, match.start("number")
    for end in range(match.end("number"), start, -1):
        if text.startswith(_NOT_BEHIND, end):
            continue  # 百分点, 三分之一
        value = number(_SEPARATORS.sub("", text[start:end]))
        if value is not None:
            return value, end
    return None, start


def _power(characters: str) -> Decimal:
    power = Decimal(1)
    for character in characters:
        power *= LARGE[character]
    return power

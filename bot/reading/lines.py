"""Lines and stretches of a source text that know where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.numerals import NUMBER
from bot.language.text import HANZI, in_one_script

BLANK = "\\s\ufeff\u200b"
_LINE = re.compile(r"[^\n\r]+")
_INK = re.compile(rf"[^{BLANK}](?:.*[^{BLANK}])?", re.DOTALL)
_GAP = re.compile(rf"(?<=([^{BLANK}]))[{BLANK}]+(?=([^{BLANK}]))")
_CLOSING = frozenset(".,;:!?)%\"'&")
_OPENING = frozenset("($\"'&")
_LONGEST = 60
_DASHES = frozenset("–—")
WIDE = str.maketrans(
    {
        chr(code): chr(code - 0xFEE0)
        for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B), 0xFF05, 0xFF0E)
    }
    | {"∶": ":", "～": "~"}
)
"""Digits, letters, percent sign and full stop of full width, to those of half width."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with ink on it: ``text`` is squeezed, ``start`` and ``end`` span the ink in the source."""

    text: str
    start: int
    end: int


def is_long(text: str) -> bool:
    """Whether a line is longer than a title or a cell is; words in Latin letters take twice as many.

    >>> is_long("县" * 61), is_long("Revenue budget by department and service, as approved by the council")
    (True, False)
    """
    return len(text) > (_LONGEST if HANZI.search(text) else 2 * _LONGEST)


def squeeze(text: str) -> str:
    r"""Take out the white space a page layout left, but not the space between Latin words or digits.

    >>> squeeze("普通门诊 医疗费用"), squeeze("直\n接结算"), squeeze(" City of  Paris ")
    ('普通门诊医疗费用', '直接结算', 'City of Paris')
    >>> squeeze("on trams.  It spent $ 3"), squeeze("增长5% , 比上年")
    ('on trams. It spent $3', '增长5%,比上年')
    >>> squeeze("Harbour Trust  – Grants"), squeeze("2019 – 2024"), squeeze("增长 —— 快")
    ('Harbour Trust – Grants', '2019–2024', '增长——快')
    >>> squeeze("Fire  &  Rescue"), squeeze("研发 & 设计"), squeeze("Café Éclair sold 3 m³ in 2023")
    ('Fire & Rescue', '研发&设计', 'Café Éclair sold 3 m³ in 2023')
    """
    return _GAP.sub(_kept, text.strip().strip("\ufeff\u200b"))


def _kept(gap: re.Match[str]) -> str:
    before, after = gap[1], gap[2]
    if {before, after} & _DASHES:
        word = after if before in _DASHES else before
        return " " if word.isalpha() and _is_latin(word) else ""
    if not (_is_latin(before) and _is_latin(after)):
        return ""
    words = before.isalnum() and after.isalnum()
    latin = after.isalpha() or gap.string[: gap.start() - 1][-1:].isalpha()
    return " " if words or (before in _CLOSING and latin) or (before.isalpha() and after in _OPENING) else ""


def _is_latin(char: str) -> bool:
    """Whether a character is of a script that parts its words by spaces: é and ³ as well, no 中 and no “."""
    return char.isascii() or (char.isalnum() and unicodedata.east_asian_width(char) not in "WF")


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The inked lines between two offsets."""
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        if ink := _INK.search(match[0]):
            begin = match.start() + ink.start()
            yield Line(text=squeeze(ink[0]), start=begin, end=match.start() + ink.end())


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the source made readable: no layout spaces, digits in one width; ``places`` maps back."""

    text: str
    places: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source of ``text[start:end]``, which must not be empty."""
        return self.places[start], self.places[end - 1] + 1


def stretch(text: str, start: int, end: int) -> Stretch:
    """Make ``text[start:end]`` readable.

    >>> stretch("满意 率８６．０８％", 0, 11).text
    '满意率86.08%'
    """
    raw = text[start:end]
    dropped = {
        place for gap in _GAP.finditer(raw) for place in range(gap.start() + len(_kept(gap)), gap.end())
    }
    wide = raw.translate(WIDE)
    if not dropped:  # like most lines: a range takes no room, however long they are
        return Stretch(wide, range(start, end))
    kept = [place for place in range(len(raw)) if place not in dropped]
    return Stretch("".join(wide[place] for place in kept), [start + place for place in kept])


def stands(text: str, start: int, printed: str) -> tuple[int, int]:
    """From where to where a print stands whose number begins at ``start``; layout may part its characters.

    >>> stands("通知超过３１０ 多次,", 4, "超过310多次"), stands("共44 萬 1000 人", 1, "44万1000人")
    ((2, 10), (1, 12))
    """
    for before in range(len(printed)):
        end = _follow(text, start, printed[before:], 1)
        begin = _follow(text, start - 1, printed[:before][::-1], -1) if end is not None else None
        if end is not None and begin is not None:
            return begin + 1, end
    number = NUMBER.match(text, start)
    return number.span() if number else (start, start + 1)


def _follow(text: str, place: int, characters: str, step: int) -> int | None:
    """The place behind characters that stand in a text one after another; None when they do not."""
    for character in characters:
        while 0 <= place < len(text) and text[place].isspace() and not character.isspace():
            place += step
        if not 0 <= place < len(text):
            return None
        printed = text[place]
        if character not in (printed, unicodedata.normalize("NFKC", printed), in_one_script(printed)):
            return None
        place += step
    return place

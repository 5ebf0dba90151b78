"""Days as documents print them: 2024年4月12日, 民国113年5月1日, 二〇二四年五月一日, June 18, 2024."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_TENS = r"[一二三四五六七八九十]{1,3}"
_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("○零", "〇〇")
_ERA = 1911
"""The year before the first of the Republic of China."""
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"|(?:中华)?民国(?P<era>\d{1,3})年(?P<era_month>\d{1,2})月(?P<era_day>\d{1,2})日"
    rf"|(?P<spelled>[一二][〇○零一二三四五六七八九]{{3}})年(?P<spelled_month>{_TENS})月(?P<spelled_day>{_TENS})日"
)
_ENGLISH = re.compile(
    rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?, ?(?P<year>(?:19|20)\d\d)"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)? (?P<month_then>{_MONTH}),? (?P<year_last>(?:19|20)\d\d)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as 2024-04-12, and where it stands."""

    iso: str
    start: int
    end: int


def find(text: str, *, english: bool = False) -> Day | None:
    """The first day in a text; those in English only where they are asked for.

    >>> [find(text).iso for text in ("青石县统计局2024年4月12日", "中华民国113年5月1日", "二〇二四年十月二十一日")]
    ['2024-04-12', '2024-05-01', '2024-10-21']
    >>> find("Adopted on June 18, 2024").iso if find("Adopted on June 18, 2024") else "", find("2024年4月")
    ('', None)
    >>> find("Adopted on June 18, 2024", english=True).iso, find("3 May 2024", english=True).iso
    ('2024-06-18', '2024-05-03')
    """
    if match := _DAY.search(text):
        if match["era"]:
            parts = (int(match["era"]) + _ERA, int(match["era_month"]), int(match["era_day"]))
        elif match["spelled"]:
            year = "".join(str(_DIGITS.index(digit)) for digit in match["spelled"].translate(_ZEROS))
            parts = (int(year), _number(match["spelled_month"]), _number(match["spelled_day"]))
        else:
            parts = (int(match["year"]), int(match["month"]), int(match["day"]))
        return _day(match, *parts)
    if english and (match := _ENGLISH.search(text)):
        month = _MONTHS.index((match["month"] or match["month_then"])[:3].lower()) + 1
        return _day(
            match, int(match["year"] or match["year_last"]), month, int(match["day"] or match["day_first"])
        )
    return None


def is_day(text: str) -> bool:
    """Whether a text says nothing but a day.

    >>> [is_day(text) for text in ("(2024年4月12日)", "June 18, 2024", "2024年4月12日发布")]
    [True, True, False]
    """
    bare = text.strip(" ()（）")
    day = find(bare, english=True)
    return bool(day) and day is not None and (day.start, day.end) == (0, len(bare))


def _day(match: re.Match[str], year: int, month: int, day: int) -> Day:
    return Day(f"{year}-{month:02}-{day:02}", match.start(), match.end())


def _number(spelled: str) -> int:
    """A number below a hundred in Chinese numerals: 二十一."""
    tens, ten, ones = spelled.rpartition("十")
    return (_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.find(ones) if ones else 0)

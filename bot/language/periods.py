"""Times within a year, as documents and questions name them: a month, the first five months, a quarter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.language.numerals import number
from bot.language.text import fold

_N = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = r"(?:\s*月?份?\s*(?:至|到|to|through|-|—|–|~|―|－)\s*|\s+)"
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAMED = {name[:3]: place for place, name in enumerate(_MONTHS, 1)}
_MONTH = (
    r"(?:" + "|".join(f"{name[:3]}(?:{name[3:]}?)?" if len(name) > 3 else name for name in _MONTHS) + r")"
)
_MONTH = _MONTH.replace("jun(?:e?)?", "june?")
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNT = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_PATTERNS = (
    ("range", rf"(?<![\d.])({_N}){_TO}({_N})\s*月份?"),
    ("first", rf"[前头]({_N})\s*个?月"),
    ("quarters", r"[前头]([二三两23])个?季度|(?<!\d)[1一](?:\s+|[至到\-—–~])([2-4二三四])季度"),
    ("quarter", r"第?([1-4一二三四])季度"),
    ("half", r"([上下])半年"),
    ("month", rf"(?<![\d.百千万亿第前头个])({_N})\s*月份?(?:([上中下])旬)?"),
    ("e_range", rf"\b({_MONTH})\b(?: \d{{4}})? (?:to |through |until |- ?)({_MONTH})\b"),
    ("e_first", rf"\bfirst ({'|'.join(_COUNT)}|\d{{1,2}}) month"),
    ("e_quarter", rf"\b({'|'.join(_ORDER)}) (quarter|half)|\bq([1-4])\b"),
    ("e_month", rf"\b(?:(?<!^)(?:in|of|for|by|since) )?({_MONTH})\b(?= 20\d\d|)"),
)
_TIME = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_VERBS = frozenset({"may", "mar", "march"})
_BEFORE = re.compile(r"(?:\b(?:in|of|for|by|since|from|last|this|for the month of|and|than|vs) |\d )$")
_NEAR = 24
"""So many characters before a month tell whether it is one: more than the longest words that do."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\D|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """Months of a year, the last included; ``part`` is the ten days of a month that are meant (上, 中, 下)."""

    first: int
    last: int
    part: str = ""


def spans(text: str) -> Iterator[tuple[Span, int, int]]:
    """The times within a year that a folded text names, and where.

    >>> [span for span, _, _ in spans("1-5月和2023年12月")]
    [Span(first=1, last=5, part=''), Span(first=12, last=12, part='')]
    >>> [(span.first, span.last) for span, _, _ in spans("前三季度 一到五月 上半年 前5个月 三个月 每月")]
    [(1, 9), (1, 5), (1, 6), (1, 5)]
    >>> [(span.first, span.last) for span, _, _ in spans("may i ask: in may, first half, from january to may")]
    [(5, 5), (1, 6), (1, 5)]
    """
    for match in _TIME.finditer(text):
        if span := _span(match, text):
            yield span, match.start(), match.end()


def _span(match: re.Match[str], text: str) -> Span | None:  # noqa: C901, PLR0911  # a table, read from above
    kind = match.lastgroup or ""
    found = [part for part in match.groups() if part is not None][1:]
    match kind:
        case "range":
            first, last = _small(found[0]), _small(found[1])
            return Span(first, last) if first < last else Span(last, last)
        case "first":
            return Span(1, _small(found[0]))
        case "quarters":
            return Span(1, 3 * _small(found[0]))
        case "quarter":
            last = 3 * _small(found[0])
            return Span(last - 2, last)
        case "half":
            return Span(1, 6) if found[0] == "上" else Span(7, 12)
        case "month":
            return Span(_small(found[0]), _small(found[0]), found[1] if len(found) > 1 else "")
        case "e_range":
            return Span(_NAMED[found[0][:3]], _NAMED[found[1][:3]])
        case "e_first":
            return Span(1, _COUNT.index(found[0]) + 1 if found[0] in _COUNT else int(found[0]))
        case "e_quarter":
            place = _ORDER.get(found[0]) or int(found[0])
            if found[-1] == "half":
                return Span(1, 6) if place == 1 else Span(7, 12)
            return Span(3 * place - 2, 3 * place)
        case _:
            before = text[max(0, match.start(kind) - _NEAR) : match.start(kind)]
            verb = found[0] in _VERBS and not _BEFORE.search(before + match[0][: -len(found[0])])
            month = _NAMED[found[0][:3]]
            return None if verb else Span(month, month)


def _small(text: str) -> int:
    return int(number(text) or 0)


@lru_cache(maxsize=65536)
def named(text: str) -> tuple[frozenset[str], frozenset[Span]]:
    """The years and the times within a year that a text names.

    >>> years, months = named("2024年1—5月")
    >>> sorted(years), sorted((span.first, span.last) for span in months)
    (['2024'], [(1, 5)])
    """
    folded = fold(text)
    return frozenset(_YEAR.findall(folded)), frozenset(span for span, _, _ in spans(folded))

"""Values of a spreadsheet as their number formats show them: 3 in the format 0.0 is read as 3.0."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from bot.reading.words import any_of

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<room>[_*].)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)'
    r"|(?P<general>General|G/通用格式)|(?P<digit>[#0?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?P<sign>[<>]=?|<>|=)(?P<number>-?\d+(?:\.\d+)?)")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip
_RISES, _FALLS = rf"(?:{any_of('rises')})", rf"(?:{any_of('falls')})"
_MONTH, _DAY, _DATE = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
CHINESE = {
    27: _MONTH,
    28: _DAY,
    29: _DAY,
    30: "m-d-yy",
    31: _DATE,
    36: _MONTH,
    50: _MONTH,
    51: _DAY,
    52: _MONTH,
}
CHINESE |= {53: _DAY, 54: _DAY, 57: _MONTH, 58: _DAY}
"""Formats of dates that Chinese programs name by a number alone."""
_DIGITS = 11  # as many as the format General shows
_MOST_DECIMALS = 30


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def number(value: float | Decimal, pattern: str = "General") -> str:
    """A number in its format, of the grammar of ECMA-376 (part 1, 18.8.31); as it is where that is not understood.

    A negative one has its sign, where the format would colour it, bracket it or say a word for it. One that was
    typed with decimals keeps them where a format of whole numbers would leave less than three digits of it.

    >>> number(3.0, "0.0"), number(0.125, "0.0%"), number(1234567, "#,##0"), number(0.1 + 0.2), number(-3, "0;(0)")
    ('3.0', '12.5%', '1,234,567', '0.3', '-3')
    >>> number(15, '0.0"亿元"'), number(0, '0.0;-0.0;"-"'), number(12.5, "0.00E+00"), number(2.675, "0.00")
    ('15.0亿元', '-', '12.5', '2.68')
    >>> number(182400, '0!.0,"万元"'), number(1824e5, '0.0,,"百万元"'), number(-1.6, '"增长"0.0;"下降"0.0')
    ('18.2万元', '182.4百万元', '-1.6')
    >>> [number(one, '[>=1000]0.0,"千";[<0]▼0;0"个"') for one in (1500, -20, 7)], number(-1.4, "#,##0")
    (['1.5千', '-20', '7个'], '-1.4')
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not exact.is_finite():
        return ""
    if pattern == "General":  # as most are
        text = _general(abs(exact))
        return f"-{text}" if exact < 0 and text.strip("0.") else text
    section = _section(pattern, exact)
    shown = None if section is None else _shown(section, exact)
    return _general(exact) if shown is None else shown


@lru_cache(maxsize=1024)
def _sections(pattern: str) -> list[list[_Token]]:
    """The parts of a format."""
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(pattern):
        kind = match.lastgroup or ""
        if kind == "end":
            sections.append([])
        else:
            sections[-1].append(_Token(kind, match[kind]))
    return sections


def _section(pattern: str, value: Decimal) -> list[_Token] | None:
    """The part of a format that a number is shown in: by the conditions it gives, else by the sign."""
    sections = _sections(pattern)
    tests = [_test(section) for section in sections[:2]]
    if any(tests):
        met = (one for one, test in zip(sections, tests, strict=False) if test and test(value))
        rest = sections[2 if all(tests) and len(tests) > 1 else 1 :]
        return next(met, rest[0] if rest else None)
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _test(section: Sequence[_Token]) -> Callable[[Decimal], bool] | None:
    for token in section:
        if token.kind == "bracket" and (match := _CONDITION.fullmatch(token.text)):
            holds, bound = _HOLDS[match["sign"]], Decimal(match["number"])
            return lambda value: holds(value, bound)
    return None


def _shown(section: Sequence[_Token], value: Decimal) -> str | None:
    """A number in one part of a format; None where that is not understood."""
    tokens = [token for token in section if token.kind not in {"room", "bracket"}]
    if any(token.kind == "other" and re.match(r"[A-Za-z@]", token.text) for token in tokens):
        return None  # an exponent, a time
    places = [place for place, token in enumerate(tokens) if token.kind in {"digit", "general"}]
    if not places:
        return _words(tokens) or None
    first, last = places[0], places[-1] + 1
    if first and tokens[first - 1].kind == "point":
        first -= 1
    while last < len(tokens) and tokens[last].kind in {"comma", "point"}:
        last += 1
    body = tokens[first:last]
    percent = sum(token.kind == "percent" for token in tokens)
    if any(token.kind == "percent" or token.text == "/" for token in body):
        return None  # a fraction
    if any(token.kind == "general" for token in body):
        text = _general(abs(value).scaleb(2 * percent)) if len(body) == 1 else None
    else:
        text = _digits(body, abs(value).scaleb(2 * percent))
    if text is None:
        return None
    before, after = _words(tokens[:first]), _words(tokens[last:])
    told = rf"(?:{_RISES}|{_FALLS})" if value < 0 else _RISES
    before, bare = re.sub(rf".*{told}$|[(（]+$", "", before), before
    after = re.sub(rf"^{told}|{told}$", "", after if before == bare else after.rstrip(")）"))
    sign = "-" if value < 0 and re.search("[1-9]", text) else ""
    return f"{sign}{before}{text}{after}".strip()


def _words(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens).strip()


def _digits(body: Sequence[_Token], value: Decimal) -> str | None:
    """The digits of a number in their places, with the words that stand between these."""
    point = next((place for place, token in enumerate(body) if token.kind == "point"), len(body))
    whole, fraction = _without_commas(body[:point]), _without_commas(body[point + 1 :])
    value = value.scaleb(-3 * (len(body) - (point < len(body)) - len(whole) - len(fraction)))
    decimals = [token.text for token in fraction if token.kind == "digit"][:_MOST_DECIMALS]
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    plain = {token.kind for token in body} <= {"digit", "comma", "point"}
    if plain and not decimals and _loses(value, rounded):
        return f"{value.normalize():f}"
    if any(token.kind == "comma" for token in whole):
        if not plain:
            return None
        digits = f"{rounded:,f}".partition(".")[0]
    else:
        digits = _placed(whole, f"{rounded:f}".partition(".")[0])
    behind = f"{rounded:f}".partition(".")[2]
    optional = len(decimals) - len("".join(decimals).rstrip("#?"))
    kept = len(behind.rstrip("0")) if optional else len(behind)
    behind = behind[: max(kept, len(behind) - optional)]
    if not plain:
        signs = iter(behind)
        behind = "".join(next(signs, "") if one.kind == "digit" else one.text for one in fraction)
    return f"{digits}.{behind}" if behind else digits


def _without_commas(tokens: Sequence[_Token]) -> list[_Token]:
    """The places for digits without the commas behind them, each of which stands for three digits not shown."""
    found = list(tokens)
    while found and found[-1].kind == "comma":
        found.pop()
    return found


def _placed(places: Sequence[_Token], digits: str) -> str:
    """Digits in their places from the right, with the words between these; there may be more digits in front."""
    left = list(digits)
    found: list[str] = []
    for place in reversed(places):
        if place.kind != "digit":
            found.append(place.text)
        elif left or place.text == "0":
            found.append(left.pop() if left else "0")
    return "".join([*left, *reversed(found)])


def _loses(value: Decimal, rounded: Decimal) -> bool:
    """Whether a number that was typed is hardly there any more."""
    typed = len(value.as_tuple().digits) <= _DIGITS
    return typed and value != rounded and len(f"{rounded:f}") < 3


def moment(value: datetime | date | time, pattern: str) -> str:
    """A date or time in its format.

    >>> moment(datetime(2024, 5, 1), 'yyyy"年"m"月"'), moment(datetime(2024, 5, 1), "mm-dd-yy")
    ('2024年5月', '2024-05-01')
    >>> moment(datetime(2024, 5, 1, 9, 30), "General")
    '2024-05-01 09:30'
    """
    plain = "".join(re.sub(r"\[[^\]]*\]|\\|_.|\*.", "", pattern.split(";", maxsplit=1)[0]).split('"')).lower()
    if not isinstance(value, time) and "年" in plain:
        fields = {"年": value.year, "月": value.month, "日": value.day}
        return "".join(f"{number}{sign}" for sign, number in fields.items() if sign in plain)
    if not isinstance(value, time) and re.fullmatch(r"y+[-/.]?m+|m+[-/.]?y+", plain):
        return f"{value.year}年{value.month}月"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, time) else f"{value:%Y-%m-%d}"


def _general(value: Decimal) -> str:
    """Without a format: whole numbers whole, others without the dust of binary fractions."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}" if value else "0"
    rounded = value.quantize(Decimal(1).scaleb(max(value.adjusted(), 0) - _DIGITS + 2), ROUND_HALF_UP)
    return f"{rounded.normalize():f}"

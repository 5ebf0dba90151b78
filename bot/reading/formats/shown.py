"""Values of a spreadsheet as their number formats show them: 3 in the format 0.0 is read as 3.0."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_PLACES = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
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


def number(value: float, pattern: str = "General") -> str:
    """A number in its format. A negative one has its sign, where the format would only colour it or bracket it.

    >>> number(3.0, "0.0"), number(0.125, "0.0%"), number(1234567, "#,##0"), number(0.1 + 0.2), number(-3, "0;(0)")
    ('3.0', '12.5%', '1,234,567', '0.3', '-3')
    >>> number(15, '0.0"亿元"'), number(0, '0.0;-0.0;"-"'), number(12.5, "0.00E+00"), number(2.675, "0.00")
    ('15.0亿元', '-', '12.5', '2.68')
    """
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return ""
    section = _section(pattern, exact)
    before, body, after = _parts(section)
    if not body:
        words = f"{before}{after}".strip()
        return _general(exact) if _is_general(section) or not words else words
    if re.search(r"[Ee][+-]|/|@", _LITERAL.sub("", section)):
        return _general(exact)
    whole, _, fraction = body.rstrip(",").partition(".")
    percent = section.count("%") - "".join(_quoted(section)).count("%")
    scaled = exact.scaleb(2 * percent - 3 * (len(body) - len(body.rstrip(","))))
    decimals = min(len(fraction), _MOST_DECIMALS)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}" if "," in whole else f"{abs(rounded):f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    if decimals and optional:
        kept, cut = text[: len(text) - optional], text[len(text) - optional :]
        text = (kept + cut.rstrip("0")).rstrip(".")
    before = re.sub(r"[-+(（]+$", "", before)
    after = re.sub(r"^[)）]+", "", after)
    return f"{'-' if rounded < 0 else ''}{before}{text}{after}".strip()


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


def _section(pattern: str, value: Decimal) -> str:
    sections: list[str] = re.findall(r'(?:"[^"]*"|\\.|[^;"])+|(?<=;)(?=;|$)', pattern) or [pattern]
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _is_general(section: str) -> bool:
    return "general" in section.lower() or "@" in section


def _quoted(section: str) -> list[str]:
    return [quoted or escaped for quoted, escaped in _LITERAL.findall(section)]


def _parts(section: str) -> tuple[str, str, str]:
    """What stands before the digits, the places for digits, and what stands after them."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[1] or match[2] or "")
        return chr(0xE000 + len(hidden) - 1) if len(hidden) < 1000 else ""

    bare = _LITERAL.sub(hide, section)
    places = _PLACES.search(bare)

    def show(text: str) -> str:
        return "".join(hidden[ord(char) - 0xE000] if "\ue000" <= char <= "\ue3ff" else char for char in text)

    if not places:
        return ("", "", "") if _is_general(bare) else (show(bare), "", "")
    return show(bare[: places.start()]), places[0], show(bare[places.end() :])


def _general(value: Decimal) -> str:
    """Without a format: whole numbers whole, others without the dust of binary fractions."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}" if value else "0"
    rounded = value.quantize(Decimal(1).scaleb(max(value.adjusted(), 0) - _DIGITS + 2), ROUND_HALF_UP)
    return f"{rounded.normalize():f}"

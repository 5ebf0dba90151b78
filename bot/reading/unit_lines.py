"""English lines above a table that give the unit of its figures: Amounts in £000, MWh, $ million."""

from __future__ import annotations

import re

from bot.reading.words import any_of, words

_MONEY, _SCALES = (
    [(pattern, unit) for pattern, _, unit in (one.partition("=") for one in words(name))]
    for name in ("english_money", "english_scales")
)
_SCALE = "|".join(pattern for pattern, _ in _SCALES)
_CURRENCY = "|".join((*(pattern for pattern, _ in _MONEY), r"(?:US|HK|NT|[AC])?\$|£|€"))
_SYMBOLS = "|".join(re.escape(one) for one in words("english_symbols") if len(one) > 1)
"""They are written as they are: MW is no mW."""
_UNIT = re.compile(
    rf"[(\[]?(?:(?i:{any_of('english_units_in')})\s)?"
    rf"(?:(?i:(?:(?P<first>{_SCALE})\s(?:of\s)?)?(?P<currency>{_CURRENCY})(?:\s?(?P<then>{_SCALE}))?)"
    rf"|(?P<symbol>{_SYMBOLS}))[)\]]?"
)
_UNLESS = re.compile(rf",?\s(?:{any_of('english_units_but')})[)\]]?$", re.IGNORECASE)
_NAMED = re.compile(rf"[^()]+\((?P<symbol>{_SYMBOLS})\)")


def tells_units(line: str) -> bool:
    """Whether a line says in what figures are given, be it in words: Number of objects unless stated.

    >>> tells_units("Number of objects unless stated"), tells_units("£m"), tells_units("Objects on display")
    (True, True, False)
    """
    return bool(unit_told(line) or _UNLESS.search(line))


def unit_told(line: str) -> str:
    """The unit that a line consists of, as those of sentences are written; empty where it says something else.

    >>> [unit_told(line) for line in ("£000 unless otherwise stated", "MWh", "Amounts in pounds sterling")]
    ['thousand £', 'MWh', '£']
    >>> [unit_told(line) for line in ("(US$ millions)", "in thousands of euros", "Terawatts (TW) unless stated")]
    ['million US$', 'thousand €', 'TW']
    >>> [unit_told(line) for line in ("Revenue in 2023", "m", "Electricity consumption (TWh)")]
    ['', '', '']
    """
    text = _UNLESS.sub("", line.strip())
    if text != line.strip() and (named := _NAMED.fullmatch(text)):
        return named["symbol"]
    match = _UNIT.fullmatch(text)
    if match is None:
        return ""
    if match["symbol"]:
        return match["symbol"]
    scale = _meant(match["first"] or match["then"] or "", _SCALES)
    return " ".join(filter(None, (scale, _meant(match["currency"], _MONEY) or match["currency"])))


def _meant(text: str, listed: list[tuple[str, str]]) -> str:
    return next((unit for pattern, unit in listed if re.fullmatch(pattern, text, re.IGNORECASE)), "")

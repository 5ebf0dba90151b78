"""Numbers as people write them, in digits and in Chinese numerals, as exact decimals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

DIGITS = dict(
    zip("零○〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖", (0, 0, *range(10), 2, *range(1, 10)), strict=True)
)
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
NUMERALS = "".join((*DIGITS, *SMALL, *LARGE))

NUMBER = re.compile(r"\d+(?:,\d{3})+(?!\d)(?:[.\uff0e]\d+)?|\d+(?:[.\uff0e]\d+)?")
"""A number printed in digits, without sign and unit."""

_PRINTED = re.compile(r"([-+]?)(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)([十百千万亿]*)")
_MIXED = re.compile(rf"([-+负]?)(\d+(?:\.\d+)?[{NUMERALS}][{NUMERALS}\d]*)")
_PARTS = re.compile(r"\d+(?:\.\d+)?|\D")
_WORDS = re.compile(rf"(负?)([{NUMERALS}]+)(?:点([{''.join(DIGITS)}]+))?([十百千万亿]*)")
_SHARE = re.compile(r"(负?)(百|千|万)分之(.+)")


def number(text: str) -> Decimal | None:
    """Read one whole number: printed digits, Chinese numerals, or a mixture; None when it is not one.

    >>> number("782510"), number("1,234.50"), number("８６．０８")
    (Decimal('782510'), Decimal('1234.50'), Decimal('86.08'))
    >>> number("2.38万"), number("3千万"), number("-1.6"), number("1万4千")
    (Decimal('23800.00'), Decimal('30000000'), Decimal('-1.6'), Decimal('14000'))
    >>> number("十五"), number("一百零二"), number("两千三"), number("一万五千亿")
    (Decimal('15'), Decimal('102'), Decimal('2300'), Decimal('1500000000000'))
    >>> number("二〇二二"), number("八十六点零八"), number("百分之九点○五")
    (Decimal('2022'), Decimal('86.08'), Decimal('9.05'))
    >>> number("十几"), number("1,23"), number(""), number("件")
    (None, None, None, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if share := _SHARE.fullmatch(plain):
        part = number(share[3])
        return None if part is None else (-part if share[1] else part)
    if printed := _PRINTED.fullmatch(plain):
        return _sum_of_digits(*printed.groups())
    if mixed := _MIXED.fullmatch(plain):
        mixture = _spoken(_PARTS.findall(mixed[2]))
        return None if mixture is None else (-mixture if mixed[1] in {"-", "负"} else mixture)
    if words := _WORDS.fullmatch(plain):
        sign, whole, fraction, scale = words.groups()
        value = _spoken(whole)
        if value is None or (scale and not fraction):
            return None
        digits = "".join(str(DIGITS[character]) for character in fraction or "")
        exact = Decimal(f"{value}.{digits}") if digits else value
        return (-1 if sign else 1) * exact * _scale(scale)
    return None


def plain(text: str) -> str:
    """The digits of a printed figure as a value: width and thousands separators taken out, nothing rounded.

    >>> plain("１,２３４.50"), plain("八"), plain("86.08"), plain("无")
    ('1234.50', '8', '86.08', '')
    """
    value = number(text)
    if value is None:
        return ""
    digits = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace("−", "-").removeprefix("+")
    return digits if re.fullmatch(r"-?\d+(\.\d+)?", digits) else format(value.normalize(), "f")


def _sum_of_digits(sign: str, digits: str, scale: str) -> Decimal | None:
    try:
        value = Decimal(sign + digits.replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None
    return value * _scale(scale) if scale else value


def _scale(characters: str) -> Decimal:
    scale = Decimal(1)
    for character in characters:
        scale *= SMALL.get(character) or LARGE[character]
    return scale


def _spoken(words: Sequence[str]) -> Decimal | None:
    """Add up numerals, Chinese ones or digits among them; None for words that only look like a number ("十百")."""
    if len(words) > 1 and all(word in DIGITS for word in words):
        return Decimal("".join(str(DIGITS[word]) for word in words))
    total = section = Decimal(0)
    digit: Decimal | None = None
    last_unit = 0
    for word in words:
        if word in DIGITS or word[0].isdigit():
            if digit:
                return None
            digit = Decimal(DIGITS.get(word, word))
            last_unit = last_unit if digit else 0
        elif word in SMALL:
            if digit is None and section and last_unit:
                return None
            section += (1 if digit is None else digit) * SMALL[word]
            digit, last_unit = None, SMALL[word]
        else:
            if not (total or section or digit):
                return None
            big = LARGE[word]
            here = section + (digit or 0)
            total = (total + here) * big if big > total > 0 else total + here * big
            section, digit, last_unit = Decimal(0), None, big
    if digit and last_unit >= 100 and digit < 10:  # 两千三 is 2300
        return total + section + digit * last_unit / 10
    return total + section + (digit or 0)

"""Raised digits: the mark of a footnote is no part of the number before it, a square metre stays square."""

from __future__ import annotations

import re

_MARK = re.compile(r"\s*[\[［(（〔]?\s*(?:注?\s*[\d,，、]+|[①-⑳*＊※]+)\s*[\]］)）〕]?\s*")
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(before: str, text: str) -> str:
    """What to write for raised words: nothing for the mark of a footnote.

    >>> raised("常住人口", "1"), raised("增长5.2%", "[2]"), raised("12万m", "2"), raised("10", "4")
    ('', '', '²', '⁴')
    """
    if not _MARK.fullmatch(text):
        return text
    powers = re.search(r"[A-Za-z㎞㎡]$|(?<!\d)10$", before)
    return text.strip().translate(_DIGITS) if powers and text.strip().isdecimal() else ""

"""Which cells of a table are figures: signs, separators, units, second figures in brackets, marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import numerals, periods
from bot.reading.grid import GridCell
from bot.reading.lines import WIDE
from bot.reading.tables.cells import EMPTY, is_unit

Row = Sequence[GridCell]
NONE = EMPTY | {"...", "......", "..", "–", "―", "‐", "一一", "－", "－－", "---", "×", "不详"}
"""What stands where there is no figure."""
_NUMBER = r"[-+±−－–]?(?:\d{1,3}(?:[,，]\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s()（）*＊†‡①-⑳]{{1,8}})?"
    rf"(?:[(（]\s*(?:(?P<second>{_NUMBER})\s*(?:%|‰)?|(?P<inner>[^\d\s()（）]{{1,8}}))[)）])?"
    r"(?P<marks>(?:[*＊†‡①-⑳]|[(（]?注\d?[)）]?)*)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def figure(text: str) -> re.Match[str] | None:
    """A cell that is a figure: its ``number``, ``unit`` (or ``inner``, in brackets) and ``second`` figure.

    >>> [bool(figure(text)) for text in ("-0.8", "1,234*", "6.3(6.1)", "45(件)", "2019年", "0-15岁", "甲")]
    [True, True, True, True, False, False, False]
    """
    match = _FIGURE.fullmatch(text.translate(WIDE))
    unit = match and (match["unit"] or match["inner"])
    return None if unit and (not is_unit(unit) or periods.whole(text)) else match


def value(printed: str) -> str:
    """The value of a figure: ``1 234.5`` and ``1，234.5`` are 1234.5."""
    return numerals.plain(printed.lstrip("±").replace(" ", "").replace("–", "-"))


def has_figures(row: Row) -> bool:
    """Whether a row holds a figure, or the dash for none, behind its first cell; nothing but years are none."""
    numbers = [cell.text for cell in row[1:] if cell.text and (cell.text in NONE or figure(cell.text))]
    if len(numbers) > 1 and all(_YEAR.fullmatch(number) for number in numbers):
        return False
    return bool(numbers)


def texts(row: Row) -> list[str]:
    """What a row says, each merged area once."""
    return list({(cell.start, cell.end): cell.text for cell in row if cell.text}.values())

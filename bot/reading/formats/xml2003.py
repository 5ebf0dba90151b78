"""Excel workbooks in the XML of 2003, which often call themselves .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from bot.knowledge.doubts import HIDDEN, STRUCK
from bot.reading.formats import sheets, shown
from bot.reading.formats.sheets import Sheet
from bot.reading.grid import Lost, RawCell, RawTable
from bot.reading.progress import Tell, quiet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HIDDEN_SHEET = "{urn:schemas-microsoft-com:office:excel}Visible"
_MOST = 1_048_576  # rows of a sheet
_NAMED = {"Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00"}


def blocks(data: bytes, tell: Tell = quiet) -> list[str | RawTable | Lost]:
    """The paragraphs and tables of the sheets that are not hidden, and what is hidden or struck out."""
    book = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    looks = {str(style.get(f"{_SS}ID")): style for style in book.iter(f"{_SS}Style")}
    all_sheets = list(book.iter(f"{_SS}Worksheet"))
    hidden = [one for one in all_sheets if "Hidden" in (one.findtext(f".//{_HIDDEN_SHEET}") or "")]
    found = sheets.blocks([_sheet(one, looks) for one in all_sheets if one not in hidden])
    return [*found, *(Lost(HIDDEN, _name(one)) for one in hidden)]


def _sheet(sheet: Any, looks: dict[str, Any]) -> Sheet:
    found: dict[tuple[int, int], RawCell] = {}
    areas: list[tuple[int, int, int, int]] = []
    lost: list[Lost] = []
    table = sheet.find(f"{_SS}Table")
    rows = [] if table is None else list(_numbered(table, "Row"))
    for row, line in rows:
        for column, cell in _numbered(line, "Cell"):
            look = looks.get(cell.get(f"{_SS}StyleID") or line.get(f"{_SS}StyleID") or "Default")
            text, ref = _text(cell, look), f"{_name(sheet)}!R{row}C{column}"
            if text and _is_struck(look):
                lost.append(Lost.of(STRUCK, text, ref))
                text = ""
            found[row, column] = sheets.cell(text, ref)
            wide, high = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if wide or high:
                areas.append((row, row + high, column, column + wide))
    columns = [] if table is None else list(_numbered(table, "Column"))
    hidden = {n for n, row in rows if _is_hidden(row)}, {n for n, one in columns if _is_hidden(one)}
    return sheets.filled(_name(sheet), found, areas, hidden, lost)


def _numbered(parent: Any, kind: str) -> Iterator[tuple[int, Any]]:
    """Rows, columns or cells with their numbers: each follows the one before, unless it says where it stands."""
    number = 0
    for one in parent.findall(f"{_SS}{kind}"):
        number = _number(one, "Index") or number + 1
        yield number, one
        number += _number(one, "Span" if kind != "Cell" else "MergeAcross")


def _number(element: Any, name: str) -> int:
    value = element.get(f"{_SS}{name}") or "0"
    return min(int(value), _MOST) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else 0


def _text(cell: Any, look: Any) -> str:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_SS}Type")
    form = look.find(f"{_SS}NumberFormat") if look is not None else None
    pattern = (form is not None and form.get(f"{_SS}Format")) or "General"
    if kind == "Number":
        return shown.number(float(text), _NAMED.get(pattern, pattern))
    if kind == "DateTime":
        return shown.moment(datetime.fromisoformat(text), pattern)
    return text


def _is_struck(look: Any) -> bool:
    font = look.find(f"{_SS}Font") if look is not None else None
    return font is not None and font.get(f"{_SS}StrikeThrough") == "1"


def _is_hidden(element: Any) -> bool:
    return bool(element.get(f"{_SS}Hidden") == "1")


def _name(sheet: Any) -> str:
    return str(sheet.get(f"{_SS}Name") or "")

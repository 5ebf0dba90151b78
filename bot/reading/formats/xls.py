"""Excel workbooks of before 2007 (.xls)."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import xlrd
from xlrd.formula import colname

from bot.knowledge.doubts import HIDDEN, STRUCK
from bot.reading.formats import sheets, shown
from bot.reading.formats.packed import LOCKED, UnreadableError
from bot.reading.formats.sheets import Sheet
from bot.reading.grid import Lost, RawCell, RawTable
from bot.reading.progress import Tell, quiet


def blocks(data: bytes, tell: Tell = quiet) -> list[str | RawTable | Lost]:
    """The paragraphs and tables of the sheets that are not hidden, and what is hidden or struck out."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise UnreadableError(LOCKED) from error
        raise
    found = sheets.blocks([_sheet(book, one) for one in book.sheets() if not one.visibility])
    return [*found, *(Lost(HIDDEN, one.name) for one in book.sheets() if one.visibility and one.nrows)]


def _sheet(book: Any, sheet: Any) -> Sheet:
    rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    found: dict[tuple[int, int], RawCell] = {}
    lost: list[Lost] = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            found[row, column], struck = _cell(book, sheet, row, column)
            if struck:
                lost.append(Lost.of(STRUCK, struck, found[row, column].ref))
    areas = [(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
    return sheets.filled(sheet.name, found, areas, (rows, columns), lost)


def _cell(book: Any, sheet: Any, row: int, column: int) -> tuple[RawCell, str]:
    """A cell, and what of it is struck out."""
    cell = sheet.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return RawCell(""), ""
    look = book.xf_list[cell.xf_index]
    text = _shown(book, cell, look.format_key)
    runs = sheet.rich_text_runlist_map.get((row, column), []) if cell.ctype == xlrd.XL_CELL_TEXT else []
    live, struck = "", ""
    for (begin, font), (end, _) in pairwise([(0, look.font_index), *runs, (len(text), 0)]):
        if book.font_list[font].struck_out:
            struck += text[begin:end]
        else:
            live += text[begin:end]
    ref = f"{sheet.name}!{colname(column)}{row + 1}"
    return sheets.cell(live, ref, look.alignment.indent_level), struck


def _shown(book: Any, cell: Any, form: int) -> str:
    known = book.format_map.get(form)
    pattern = (known and known.format_str) or shown.CHINESE.get(form, "General")
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown.number(cell.value, pattern)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, book.datemode, pattern)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(bool(cell.value)).upper()
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return str(cell.value)


def _moment(value: float, mode: int, pattern: str) -> str:
    try:
        moment = xlrd.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return shown.number(value)
    return shown.moment(moment.time() if value < 1 else moment, pattern)

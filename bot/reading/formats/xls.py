"""Excel workbooks of before 2007 (.xls)."""

from __future__ import annotations

import io
from typing import Any

import xlrd
from xlrd.formula import colname

from bot.reading.formats import sheets, shown
from bot.reading.formats.packed import UnreadableError
from bot.reading.formats.sheets import Sheet
from bot.reading.grid import RawCell, RawTable
from bot.reading.progress import Tell, quiet


def blocks(data: bytes, tell: Tell = quiet) -> list[str | RawTable]:
    """The paragraphs and tables of the sheets that are not hidden."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise UnreadableError("is locked with a password; save it without one and try again") from error
        raise
    return sheets.blocks([_sheet(book, one) for one in book.sheets() if not one.visibility])


def _sheet(book: Any, sheet: Any) -> Sheet:
    rows = [
        row for row in range(sheet.nrows) if not (row in sheet.rowinfo_map and sheet.rowinfo_map[row].hidden)
    ]
    hidden = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    found = {
        (row, column): _cell(book, sheet, row, column)
        for row in rows
        for column in range(sheet.row_len(row))
        if column not in hidden
    }
    areas = [(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
    return sheets.filled(sheet.name, found, areas)


def _cell(book: Any, sheet: Any, row: int, column: int) -> RawCell:
    cell = sheet.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return RawCell("")
    look = book.xf_list[cell.xf_index]
    known = book.format_map.get(look.format_key)
    pattern = (known and known.format_str) or shown.CHINESE.get(look.format_key, "General")
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        text = shown.number(cell.value, pattern)
    elif cell.ctype == xlrd.XL_CELL_DATE:
        text = _moment(cell.value, book.datemode, pattern)
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        text = str(bool(cell.value)).upper()
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(cell.value, "")
    else:
        text = str(cell.value)
    return sheets.cell(text, f"{sheet.name}!{colname(column)}{row + 1}", look.alignment.indent_level)


def _moment(value: float, mode: int, pattern: str) -> str:
    try:
        moment = xlrd.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return shown.number(value)
    return shown.moment(moment.time() if value < 1 else moment, pattern)

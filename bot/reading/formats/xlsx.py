"""Excel workbooks (.xlsx)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.worksheet import Worksheet

from bot.reading.formats import packed, sheets, shown
from bot.reading.formats.raised import raised
from bot.reading.formats.sheets import Sheet
from bot.reading.grid import RawCell, RawTable
from bot.reading.progress import Tell, counted, quiet


def blocks(data: bytes, tell: Tell = quiet) -> list[str | RawTable]:
    """The paragraphs and tables of the sheets that are not hidden."""
    with packed.opened(data) as archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                sheet = archive.read(part)
                packed.check_merged(sheet)
                packed.check_calculated(sheet)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drawings and styles, which nobody asks for
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    return sheets.blocks([_sheet(one) for one in counted(visible, "sheets", tell, step=1)])


def _sheet(sheet: Worksheet) -> Sheet:
    found = {(cell.row, cell.column): _cell(sheet, cell) for cell in _visible(sheet)}
    areas = [(one.min_row, one.max_row, one.min_col, one.max_col) for one in sheet.merged_cells.ranges]
    return sheets.filled(sheet.title, found, areas)


def _visible(sheet: Worksheet) -> Iterator[Any]:
    """The cells that are filled and not hidden."""
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden:
            columns.update(range(column.min or 0, (column.max or 0) + 1))
    # The rows of the library would make a cell of every empty place up to the last filled one.
    for cell in list(sheet._cells.values()):  # noqa: SLF001
        if cell.value is not None and cell.row not in rows and cell.column not in columns:
            yield cell


def _cell(sheet: Worksheet, cell: Any) -> RawCell:
    value, pattern = cell.value, cell.number_format or "General"
    # The library knows only the formats that mean the same in every language.
    chinese = shown.CHINESE.get(getattr(cell._style, "numFmtId", 0)) if pattern == "General" else None  # noqa: SLF001
    if chinese and isinstance(value, int | float) and not isinstance(value, bool):
        value, pattern = from_excel(value, cell.parent.parent.epoch), chinese
    text = _text(value, pattern)
    ref = f"{sheet.title}!{get_column_letter(cell.column)}{cell.row}"
    return sheets.cell(text, ref, int(cell.alignment.indent or 0))


def _text(value: object, pattern: str) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown.number(value, pattern)
    if isinstance(value, datetime | date | time):
        return shown.moment(value, pattern)
    if isinstance(value, CellRichText):
        words = ""
        for piece in value:
            is_raised = isinstance(piece, TextBlock) and piece.font.vertAlign == "superscript"
            words += raised(words, str(piece)) if is_raised else str(piece)
        return words
    return str(value)

"""Excel workbooks (.xlsx)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.worksheet import Worksheet

from bot import messages
from bot.knowledge.doubts import HIDDEN, STRUCK, UNCALCULATED
from bot.reading.formats import packed, sheets, shown
from bot.reading.formats.formulas import Arithmetic
from bot.reading.formats.packed import UnreadableError
from bot.reading.formats.raised import raised
from bot.reading.formats.sheets import Sheet
from bot.reading.grid import Lost, RawCell, RawTable
from bot.reading.progress import Tell, counted, quiet

_UNCALCULATED = "has formulas without results; open it, let it calculate, save it and try again"


def blocks(data: bytes, tell: Tell = quiet) -> list[str | RawTable | Lost]:
    """The paragraphs and tables of the sheets that are not hidden, and what is left out."""
    calculated: list[bool] = []
    with packed.opened(data) as archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                sheet = archive.read(part)
                packed.check_merged(sheet)
                calculated += packed.calculated(sheet)
    book = _loaded(data, data_only=True)
    failed = [] if all(calculated) else list(_calculate(book, _loaded(data, data_only=False)))
    if len(failed) == len(calculated) > 0:
        raise UnreadableError(_UNCALCULATED)
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    hidden = [one for one in book.worksheets if one.sheet_state != "visible" and one._cells]  # noqa: SLF001
    found = sheets.blocks([_sheet(one) for one in counted(visible, messages.tell("sheets"), tell, step=1)])
    return [*found, *(Lost(HIDDEN, one.title) for one in hidden), *failed]


def _loaded(data: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drawings and styles, which nobody asks for
        return load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False, rich_text=True)


def _calculate(book: Workbook, formulas: Workbook) -> Iterator[Lost]:
    """Fill in the results that a book lacks, and tell of those that cannot be worked out."""
    for sheet, written in zip(book.worksheets, formulas.worksheets, strict=True):
        values: dict[str, object] = {cell.coordinate: cell.value for cell in sheet._cells.values()}  # noqa: SLF001
        missing: dict[str, object] = {
            cell.coordinate: str(cell.value)
            for cell in written._cells.values()  # noqa: SLF001
            if cell.data_type == "f" and values.get(cell.coordinate) is None
        }
        arithmetic = Arithmetic(values | missing)
        for place, formula in missing.items():
            cell: Any = sheet[place]
            if cell.data_type == "n":
                cell.value = arithmetic.result(place)
                if cell.value is None:
                    yield Lost.of(UNCALCULATED, str(formula), f"{sheet.title}!{place}")


def _sheet(sheet: Worksheet) -> Sheet:
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden:
            columns.update(range(column.min or 0, (column.max or 0) + 1))
    # The rows of the library would make a cell of every empty place up to the last filled one.
    filled = [cell for cell in sheet._cells.values() if cell.value is not None]  # noqa: SLF001
    found = {(cell.row, cell.column): _cell(sheet, cell) for cell in filled}
    areas = [(one.min_row, one.max_row, one.min_col, one.max_col) for one in sheet.merged_cells.ranges]
    lost = [Lost.of(STRUCK, words, _ref(sheet, cell)) for cell in filled if (words := _struck(cell))]
    return sheets.filled(sheet.title, found, areas, (rows, columns), lost)


def _struck(cell: Any) -> str:
    """What of a cell is struck out."""
    if cell.has_style and cell.font.strike:
        return str(cell.value)
    pieces = cell.value if isinstance(cell.value, CellRichText) else ()
    return "".join(str(piece) for piece in pieces if _is_struck(piece))


def _is_struck(piece: str | TextBlock) -> bool:
    return isinstance(piece, TextBlock) and bool(piece.font.strike)


def _ref(sheet: Worksheet, cell: Any) -> str:
    return f"{sheet.title}!{get_column_letter(cell.column)}{cell.row}"


def _cell(sheet: Worksheet, cell: Any) -> RawCell:
    value, pattern = cell.value, cell.number_format or "General"
    # The library knows only the formats that mean the same in every language.
    chinese = shown.CHINESE.get(getattr(cell._style, "numFmtId", 0)) if pattern == "General" else None  # noqa: SLF001
    if chinese and isinstance(value, int | float) and not isinstance(value, bool):
        value, pattern = from_excel(value, cell.parent.parent.epoch), chinese
    text = "" if cell.has_style and cell.font.strike else _text(value, pattern)
    indent = int(cell.alignment.indent or 0) if cell.has_style else 0
    return sheets.cell(text, _ref(sheet, cell), indent)


def _text(value: object, pattern: str) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float | Decimal):
        return shown.number(value, pattern)
    if isinstance(value, datetime | date | time):
        return shown.moment(value, pattern)
    if isinstance(value, CellRichText):
        words = ""
        for piece in value:
            if _is_struck(piece):
                continue
            is_raised = isinstance(piece, TextBlock) and piece.font.vertAlign == "superscript"
            words += raised(words, str(piece)) if is_raised else str(piece)
        return words
    return str(value)

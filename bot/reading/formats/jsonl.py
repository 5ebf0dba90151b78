"""Many tables in one file (.jsonl, .jsonl.gz): on each line an object with a title, columns and rows."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bot import messages
from bot.errors import DocumentError
from bot.reading.formats import sheets
from bot.reading.formats.packed import LARGEST, TOO_LARGE
from bot.reading.formats.sheets import MOST_COLUMNS
from bot.reading.grid import Lost, RawTable

SUFFIXES = (".jsonl", ".jsonl.gz")
_PACKED = b"\x1f\x8b"
_EXAMPLE = '{"title": "…", "columns": ["…"], "rows": [["…", 1, null]]}'
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A table as a line has it: its cells as words, a number as it is written; empty where there is none."""

    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return len(self.columns) * (len(self.rows) + 1)


def is_one(path: Path) -> bool:
    """Whether a file holds many tables: its name says so."""
    return path.name.lower().endswith(SUFFIXES)


def stem(path: Path) -> str:
    """The name of a file without its endings, that of packing included.

    >>> stem(Path("sales/2024.jsonl.gz")), stem(Path("prices.JSONL")), stem(Path("a.b.csv"))
    ('2024', 'prices', 'a.b')
    """
    ending = next(
        (one for one in sorted(SUFFIXES, key=len, reverse=True) if path.name.lower().endswith(one)), ""
    )
    return path.name[: -len(ending)] if ending else path.stem


def blocks(line: Line) -> list[str | RawTable | Lost]:
    """The paragraphs and tables of a line; a cell is called by its line, column and row."""
    return sheets.blocks([sheets.of_rows([line.columns, *line.rows], f"{line.number}!")])


def lines(path: Path, data: bytes) -> list[Line]:
    """The tables of a file, one for each line that is not empty.

    Raises:
        DocumentError: the file cannot be unpacked, or a line is no such table; it tells which, and how to mend it.
    """
    found: list[Line] = []
    for number, text in enumerate(_unpacked(path, data).split(b"\n"), start=1):
        try:
            if text.strip(b"\xef\xbb\xbf \t\r"):
                found.append(_line(number, text))
        except _FaultyError as fault:
            raise DocumentError(path, fault.message, number) from None
    return found


class _FaultyError(Exception):
    """What is wrong with a line, and how to mend it."""

    def __init__(self, message: str, /, **values: object) -> None:
        """Take a message with its names in braces."""
        self.message = messages.tell(message, **values)
        super().__init__(self.message)


class _Number(str):
    """A number as it is written: 86.080 stays what it is."""

    __slots__ = ()


def _unpacked(path: Path, data: bytes) -> bytes:
    if not data.startswith(_PACKED):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        message = messages.tell("the file is broken ({error}); pack it again and try again", error=str(error))
        raise DocumentError(path, message) from error
    if len(text) > LARGEST:
        raise DocumentError(path, messages.tell(TOO_LARGE, megabytes=LARGEST // 1024 // 1024))
    return text


def _line(number: int, text: bytes) -> Line:
    record = _parsed(text)
    if not isinstance(record, dict):
        raise _FaultyError("is no object; write a table on it: {example}", example=_EXAMPLE)
    title, columns, rows = (record.get(name) for name in ("title", "columns", "rows"))
    if isinstance(title, _Number) or not isinstance(title, str) or not title.strip():
        raise _FaultyError('has no "title"; give the table a name in quotes')
    if not isinstance(columns, list) or not columns or not all(map(_is_text, columns)):
        raise _FaultyError('"columns" must be a list of names in quotes, one for each column')
    if len(columns) > MOST_COLUMNS:
        raise _FaultyError("has more than {most} columns; split it into tables", most=MOST_COLUMNS)
    if not isinstance(rows, list):
        raise _FaultyError('"rows" must be a list of rows, each a list of cells')
    cells = (_row(place, row, len(columns)) for place, row in enumerate(rows, start=1))
    return Line(number, " ".join(title.split()), tuple(map(_plain, columns)), tuple(cells))


def _parsed(text: bytes) -> Any:
    try:
        words = text.decode("utf-8-sig")
        record = json.loads(words, parse_float=_number, parse_int=_number, parse_constant=_no_number)
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeError:
        raise _FaultyError("is no UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise _FaultyError("is nested too deep; write a table on it: {example}", example=_EXAMPLE) from None
    except json.JSONDecodeError as error:
        raise _FaultyError(
            "is no JSON ({fault} at character {place}); write a table on it: {example}",
            fault=messages.tell(error.msg),
            place=error.pos + 1,
            example=_EXAMPLE,
        ) from None
    return record


def _number(written: str) -> _Number:
    """A number without an exponent."""
    if "e" in written.lower():
        try:
            value = Decimal(written)
        except InvalidOperation:  # of an exponent beyond all bounds
            value = Decimal("Infinity")
        if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
            raise _FaultyError("the number {number} is too long; write it in quotes", number=written[:40])
        written = f"{value:f}"
    return _Number(written)


def _no_number(written: str) -> str:
    raise _FaultyError("{number} is no number; write null where there is none", number=written)


def _row(place: int, row: object, width: int) -> tuple[str, ...]:
    if not isinstance(row, list):
        raise _FaultyError("row {row} is no list; write its cells in brackets: [1, null]", row=place)
    if len(row) != width:
        raise _FaultyError(
            "row {row} has {cells} cells for {columns} columns; give it one for each, null where there is none",
            row=place,
            cells=len(row),
            columns=width,
        )
    if not all(cell is None or isinstance(cell, str) for cell in row):
        raise _FaultyError(
            "row {row} has a cell that is no text, number or null; write it in quotes", row=place
        )
    return tuple("" if cell is None else _plain(cell) for cell in row)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, _Number)


def _plain(words: str) -> str:
    return str(words).replace("\0", "")

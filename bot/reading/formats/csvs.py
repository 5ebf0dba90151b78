"""Tables as text, a row a line (.csv, .tsv)."""

from __future__ import annotations

import csv
import io
from collections import Counter

from bot.knowledge import sources
from bot.reading.formats import sheets
from bot.reading.formats.packed import UnreadableError
from bot.reading.formats.sheets import MOST_COLUMNS
from bot.reading.grid import Lost, RawTable
from bot.reading.progress import Tell, quiet

_DELIMITERS = ",\t;|，"
_SAMPLE = 100


def blocks(data: bytes, tell: Tell = quiet) -> list[str | RawTable | Lost]:
    """The paragraphs and tables of a file of cells."""
    text = sources.decode(data)
    if text is None:
        raise UnreadableError("is no text in a known encoding; save it as CSV in UTF-8 and try again")
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(len(text) + 1)
    lines = text.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep="):
        del lines[0]
    rows = _rows(lines, _delimiter(lines[:_SAMPLE]))
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise UnreadableError("has lines of more than {most} cells; split it into tables", most=MOST_COLUMNS)
    return sheets.blocks([sheets.of_rows(rows)])


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    # A zero byte is none of a table's; the library of older Pythons stops at one.
    whole = io.StringIO("".join(lines).replace("\0", ""), newline="")
    return list(csv.reader(whole, delimiter=delimiter))


def _delimiter(lines: list[str]) -> str:
    """The character by which most lines have equally many cells, more than one."""

    def score(delimiter: str) -> int:
        widths = Counter(len(row) for row in _rows(lines, delimiter) if len(row) > 1)
        return max(widths.values(), default=0)

    return max(_DELIMITERS, key=score)

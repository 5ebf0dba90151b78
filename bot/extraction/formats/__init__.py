"""Files of many formats as paragraphs and tables; each format has a library that knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import DocumentError
from bot.extraction.formats.packed import UnreadableError
from bot.extraction.grid import RawTable

Block = str | RawTable
_OPENS_AS_XLS = frozenset({".xls", ".et"})


def _xlsx(data: bytes) -> Sequence[Block]:
    from bot.extraction.formats import xlsx

    return xlsx.blocks(data)


_READERS: dict[str, Callable[[bytes], Sequence[Block]]] = {
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
}
SUFFIXES = frozenset(_READERS)
"""Endings of the names of files that are read here; plain text needs no reader."""


def blocks(path: Path, data: bytes) -> Sequence[Block]:
    """The paragraphs and tables of a file, in order.

    Raises:
        DocumentError: the file is broken, locked, or holds more than can be read; the message says which.
    """
    try:
        kind = path.suffix.lower()
        return _READERS[kind](data)
    except UnreadableError as error:
        raise DocumentError(f"{path}: {error}") from error
    except Exception as error:
        # A library meets a broken file with whatever its depths raise: none of it is the program's fault.
        message = f"{path}: the file is broken ({type(error).__name__}); open it, save it again and try again"
        raise DocumentError(message) from error

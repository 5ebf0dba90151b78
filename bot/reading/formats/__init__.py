"""Files of many formats as paragraphs and tables; each format has a library that knows it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from pathlib import Path

from bot import messages
from bot.errors import DocumentError
from bot.reading.formats.packed import LOCKED, OLE, UnreadableError
from bot.reading.grid import Block
from bot.reading.progress import Tell, quiet

_MODULES = {
    ".csv": "csvs",
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".pdf": "pdf",
    ".tsv": "csvs",
    ".xhtml": "html",
    ".xls": "xls",
    ".xlsm": "xlsx",
    ".xlsx": "xlsx",
}
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 4096
_LOOKS = (
    (re.compile(rb"PK"), "xlsx"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|body)", re.IGNORECASE), "html"),
    (re.compile(rb"\s*(?:[\w-]+:[^\n]*\n)*?MIME-Version:", re.IGNORECASE), "mhtml"),
    (re.compile(rb"[^<]*<.*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL), "xml2003"),
    (re.compile(rb"[^\t\0]"), "csvs"),  # the oldest workbooks begin with a tab
)
"""How the files begin that call themselves .xls, and who reads them."""
_NO_MEMORY = 2
"""How libxml2 says it."""
SUFFIXES = frozenset(_MODULES)
"""Endings of the names of files that are read here; plain text needs no reader."""


def blocks(path: Path, data: bytes, tell: Tell = quiet) -> Sequence[Block]:
    """The paragraphs and tables of a file, in order, what it says of itself, and what of it is left out.

    Raises:
        DocumentError: the file is broken, locked, or holds more than can be read; the message says which.
    """
    try:
        # Each library is loaded only when a file of its format is read.
        reader = importlib.import_module(f"{__name__}.{_module(path.suffix.lower(), data)}")
        found: Sequence[Block] = reader.blocks(data, lambda what, *n: tell(f"{path.name}: {what}", *n))
    except UnreadableError as error:
        raise DocumentError(path, error.message) from error
    except MemoryError:
        raise
    except Exception as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from error
        # A library meets a broken file with whatever its depths raise: none of it is the program's fault.
        message = messages.tell(
            "the file is broken ({error}); open it, save it again and try again", error=type(error).__name__
        )
        raise DocumentError(path, message) from error
    return found


def _module(suffix: str, data: bytes) -> str:
    """Who reads a file: its name says, but what calls itself .xls is often another workbook or a web page."""
    if data.startswith(OLE):
        if _LOCKED in data:
            raise UnreadableError(LOCKED)
        if suffix == ".docx":
            raise UnreadableError("is an older Word document; save it as .docx and try again")
        if suffix in {".xlsx", ".xlsm"}:
            return "xls"
    if suffix == ".xls" and not data.startswith(OLE):
        head = data[:_HEAD]
        return next((module for look, module in _LOOKS if look.match(head)), _MODULES[suffix])
    return _MODULES[suffix]

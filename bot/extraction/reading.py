"""A source document's text, exactly as its file holds it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot import sources
from bot.errors import DocumentError

LARGEST = 32 * 1024 * 1024
TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown"})


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded document: ``text`` has the file's own newlines, so offsets into it are offsets into the file."""

    path: Path
    text: str
    sha256: str


def read(path: Path) -> SourceText:
    """Read a document.

    Raises:
        DocumentError: it cannot be read, is empty, too large, or is no text.
    """
    data = _load(path)
    if path.suffix.lower() not in TEXT_SUFFIXES:
        raise DocumentError(
            f"{path}: cannot read {path.suffix} files; save it as plain text (.txt) and try again"
        )
    text = sources.decode(data)
    if text is None:
        raise DocumentError(
            f"{path}: is no text in UTF-8 or GB 18030; save it as plain text in UTF-8 and try again"
        )
    if not text.strip():
        raise DocumentError(f"{path}: the file is empty")
    return SourceText(path=path, text=text, sha256=hashlib.sha256(data).hexdigest())


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(f"{path}: larger than {LARGEST // 1024 // 1024} MB; split it into parts")
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error

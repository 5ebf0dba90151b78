"""A source document's text, exactly as its file holds it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

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
    text = _decode(path, data)
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


def _decode(path: Path, data: bytes) -> str:
    """Decode UTF-8, UTF-16 with a byte order mark, or GB 18030. The mark of UTF-8 stays: offsets count it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = []
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _readable(text):
            return text
    raise DocumentError(
        f"{path}: is no text in UTF-8 or GB 18030; save it as plain text in UTF-8 and try again"
    )


def _readable(text: str) -> bool:
    """Whether it looks like written text: a byte soup decoded as GB 18030 is full of control characters."""
    odd = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return odd * 100 <= len(text)

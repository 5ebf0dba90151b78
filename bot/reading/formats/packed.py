"""What can be known of a packed file before it is opened: how large it becomes, and whether it is locked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from copy import copy

from bot import messages

LARGEST = 256 * 1024 * 1024
"""Bytes that a packed file may hold when it is unpacked."""


LOCKED = "is locked with a password; save it without one and try again"


class UnreadableError(Exception):
    """Why a file cannot be read, and how to mend it; the name of the file is added where it is known."""

    def __init__(self, message: str, /, **values: object) -> None:
        """Take a message with its names in braces."""
        self.message = messages.tell(message, **values)
        super().__init__(self.message)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive an office file is; refuses one that is broken, locked or unpacks to more than can be read."""
    if data.startswith(OLE):
        raise UnreadableError(LOCKED)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableError(LOCKED)
        if sum(part.file_size for part in parts) > LARGEST:
            raise UnreadableError(TOO_LARGE, megabytes=LARGEST // 1024 // 1024)
        if any(part.file_size != _size(archive, part) for part in parts):
            raise UnreadableError(_BROKEN)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise UnreadableError(_BROKEN) from None
    return archive


def _size(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """What a part unpacks to, whatever it says of itself: the libraries unpack a whole one at once."""
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableError(_BROKEN)  # office files are never packed in another way
    unsized = copy(part)
    unsized.file_size = LARGEST + 1
    with archive.open(unsized) as file:
        return sum(map(len, iter(lambda: file.read(_PIECE), b"")))


_PIECE = 1024 * 1024
_BROKEN = "the file is broken; open it, save it again and try again"
TOO_LARGE = "unpacks to more than {megabytes} MB; split it into parts"

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of the older office programs begin, and newer ones that are locked."""

_AREA = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_MERGED = 2_000_000
MERGED_TOO_MUCH = "merges more cells than can be read; undo the merging of whole rows or columns"


def check_merged(sheet: bytes) -> None:
    """Refuse a sheet whose merged areas span more cells than a table has: each would be made one by one."""
    total = 0
    for left, top, right, bottom in _AREA.findall(sheet):
        total += (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
        if total > _MOST_MERGED:
            raise UnreadableError(MERGED_TOO_MUCH)


_FORMULA = re.compile(
    rb"<c\s(?P<cell>[^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v>(?P<result>[^<]+)</v>|<v\s*/>|<v></v>|</c>)"
)


def calculated(sheet: bytes) -> list[bool]:
    """Whether each formula of a sheet was worked out; one whose result is a text may well have an empty one."""
    formulas = _FORMULA.finditer(sheet)
    return [match["result"] is not None for match in formulas if b't="str"' not in match["cell"]]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

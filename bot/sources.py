"""The file a document was read from: where it is, and the text that offsets count in."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def find(knowledge: Path, source: str) -> Path | None:
    """The source file named in a ``document.yaml``: beside the knowledge folder or beside the program."""
    places = (knowledge.resolve().parent / source, _PACKAGE.parent / source, _PACKAGE / source)
    return next((place for place in places if place.is_file()), None)


def decode(data: bytes) -> str | None:
    r"""The text of a file in UTF-8, GB 18030, or UTF-16 with a byte order mark; None when it is no text.

    The mark of UTF-8 stays in the text: offsets count it, as every reader of the file does.

    >>> decode("满意率".encode()), decode("满意率".encode("gb18030")), decode(b"\x00\x01")
    ('满意率', '满意率', None)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = [] if b"\0" in data else ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _readable(text):
            return text
    return None


def _readable(text: str) -> bool:
    """Whether it looks like written text: bytes that only happen to decode are full of control characters."""
    odd = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return odd * 100 <= len(text)

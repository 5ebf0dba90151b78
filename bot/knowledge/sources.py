"""The file a document was read from: where it is, and the text that offsets count in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def find(knowledge: Path, source: str) -> Path | None:
    """The source file named in a ``document.yaml``: beside the knowledge folder or beside the program."""
    places = (knowledge.resolve().parent / source, _PACKAGE.parent / source, _PACKAGE / source)
    return next((place for place in places if place.is_file()), None)


def decode(data: bytes) -> str | None:
    r"""The text of a file in UTF-8, GB 18030, Big5 or UTF-16; None when it is no text.

    The mark of UTF-8 stays in the text: offsets count it, as every reader of the file does. Bytes that are damaged
    become U+FFFD, as long as they are few.

    >>> decode("满意率".encode()), decode("满意率".encode("gb18030")), decode("滿意率".encode("big5"))
    ('满意率', '满意率', '滿意率')
    >>> decode(b"\x00\x01")
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = ["utf-16-le", "utf-16-be"]
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            encodings = ["utf-8", "gb18030", "big5hkscs"]
        else:
            return text if _readable(text) else None
    texts = [text for encoding in encodings if _readable(text := data.decode(encoding, "replace"))]
    # Bytes of one encoding that happen to be characters of another are seldom ones that people use.
    best = max(texts, key=_usual, default="")
    return best if best and _usual(best) >= _LEAST_USUAL else None


_LEAST_USUAL = 0.5
_SAMPLE = 20_000


def _readable(text: str) -> bool:
    """Whether it looks like written text: bytes that only happen to decode are full of control characters."""
    odd = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return odd * 100 <= len(text) and text.count("\ufffd") * 200 <= len(text)


def _usual(text: str) -> float:
    """The share of characters that are in common use, among those that are not ASCII."""
    sample = [character for character in text[:_SAMPLE] if character > "\x7f"]
    usual = _characters()
    return sum(character in usual for character in sample) / len(sample) if sample else 1.0


@cache
def _characters() -> frozenset[str]:
    """The characters of everyday use: the first levels of GB 2312 (simplified) and Big5 (traditional)."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    simplified = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    traditional = (bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails)
    found = {character.decode("gb2312", "ignore") for character in simplified}
    found |= {character.decode("big5", "ignore") for character in traditional}
    marks = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％‰℃±×～－＋＝／　\xa0\ufeff\u2002\u2003①②③④⑤⑥⑦⑧⑨⑩"
    wide = (chr(code) for code in range(0xFF10, 0xFF5B))
    return frozenset(found | set(marks) | set(wide)) - {""}

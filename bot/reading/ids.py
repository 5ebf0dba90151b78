"""The ids of documents: the names of their files in plain letters, kept from one reading to the next."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import yaml

from bot.errors import DocumentError
from bot.language.segmenter import cut
from bot.language.text import is_hanzi
from bot.messages import tell
from bot.reading.formats import jsonl

_LONGEST = 40
_MARK = 6
_OTHER = re.compile(r"[^a-z0-9]+")


def document_id(path: Path) -> str:
    """The id of a document: its file's name in small letters, digits and hyphens, Chinese as it is read.

    Where not all of the name is in it, a mark made of the whole name tells it from others.

    >>> document_id(Path("seeds/Daqing_2012.txt")), document_id(Path("公报2025.txt"))
    ('daqing-2012', 'gongbao-2025')
    >>> document_id(Path("重庆市2024年国民经济和社会发展统计公报（摘要）.pdf"))
    'chongqingshi-2024-nian-6f3055'
    """
    plain = unicodedata.normalize("NFKC", jsonl.stem(path))
    slug = _OTHER.sub("-", _letters(plain)).strip("-")
    told = all(char.isascii() or is_hanzi(char) or not char.isalnum() for char in plain)
    return slug if told and 0 < len(slug) <= _LONGEST else _marked(slug, jsonl.stem(path))


def assigned(paths: Sequence[Path], out: Path) -> dict[str, tuple[Path, str]]:
    """The files by the ids of their documents, each with the name by which it is found again.

    A file that was read into ``out`` before keeps its id, whatever one would be made of its name now.

    Raises:
        DocumentError: a file's name cannot be written down, or two files would be one document.
    """
    found: dict[str, tuple[Path, str]] = {}
    before = dict(_sources(out))
    for path in paths:
        source = _source(path, out)
        name = _kept(path, source, before)
        if name in found and jsonl.stem(found[name][0]) != jsonl.stem(path):
            name = _marked(name, jsonl.stem(path))
        if name in found:
            message = tell(
                "would be kept as {name}, like {other}; rename one of them", name=name, other=found[name][0]
            )
            raise DocumentError(path, message)
        found[name] = path, source
    return found


def _letters(text: str) -> str:
    """A text in Latin letters; Chinese is parted into words, which are written as they are read."""
    from pypinyin import lazy_pinyin

    words: list[str] = []
    for is_han, run in groupby(text, is_hanzi):
        said = "".join(run)
        if not is_han:
            words.append(said)
            continue
        sounds = iter(lazy_pinyin(said))
        words += ["".join(next(sounds) for _ in word) for word in cut(said)]
        words.append("")
    decomposed = unicodedata.normalize("NFKD", "-".join(words).lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _marked(slug: str, stem: str) -> str:
    mark = hashlib.sha256(stem.encode()).hexdigest()[:_MARK]
    most = _LONGEST - _MARK - 1
    short = slug[:most]
    if len(slug) > most and slug[most] != "-" and "-" in short:
        short = short.rpartition("-")[0]  # no half word
    return f"{short.strip('-')}-{mark}".strip("-")


def _source(path: Path, out: Path) -> str:
    """The name by which a file is found again: its place beside the knowledge, else its whole path."""
    file, beside = path.resolve(), out.resolve().parent
    source = file.relative_to(beside).as_posix() if file.is_relative_to(beside) else str(file)
    try:
        source.encode()
    except UnicodeEncodeError:
        raise DocumentError(path, tell("its name is no UTF-8; rename it and try again")) from None
    return source


def _sources(out: Path) -> Iterator[tuple[str, str]]:
    """The ids of the documents in a folder, each with the name of its file."""
    for file in sorted(out.glob("*/document.yaml")):
        with suppress(OSError, UnicodeDecodeError, yaml.YAMLError), file.open(encoding="utf-8") as lines:
            line = next((line for line in lines if line.startswith("source:")), "")
            yield file.parent.name, str((yaml.safe_load(line) or {}).get("source", ""))


def _kept(path: Path, source: str, before: dict[str, str]) -> str:
    """The id of a file: the one it had, also where it has been moved, else one that no other file has."""
    own = next((name for name, other in before.items() if other == source), None)
    new, former = document_id(path), _former_id(path)
    if own:
        return own
    for name in (former, new):
        if name in before and jsonl.stem(Path(before[name])) in ("", jsonl.stem(path)):
            return name
    return _marked(new, jsonl.stem(path)) if new in before else new


def _former_id(path: Path) -> str:
    """The id that was made of a name before Chinese was written as it is read."""
    slug = _OTHER.sub("-", jsonl.stem(path).lower()).strip("-")
    mark = hashlib.sha256(jsonl.stem(path).encode()).hexdigest()[:_MARK]
    return f"{slug[: _LONGEST - _MARK - 1].strip('-')}-{mark}".strip("-")

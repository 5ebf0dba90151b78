"""A source document's text: exactly as a text file holds it, or made from the parts of any other file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

from bot import messages
from bot.errors import DocumentError
from bot.knowledge import sources
from bot.language import text as script
from bot.reading import formats, limits
from bot.reading.formats import jsonl, markdown
from bot.reading.grid import Aside, Grid, GridCell, Lost, RawTable, written
from bot.reading.pages import unannotated, unnumbered
from bot.reading.progress import Tell, quiet
from bot.reading.quantities import Skip

LARGEST = 32 * 1024 * 1024
_CELLS_A_SECOND = 2000
"""So many of a file of many tables are read in a second at the least."""
TEXT_SUFFIXES = frozenset({"", ".txt", ".text"}) | markdown.SUFFIXES


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document as text.

    Attributes:
        path: Its file.
        text: A text file's own text, newlines and all, so that offsets into it are offsets into the file. Of any
            other file a text that was made of its paragraphs and tables.
        sha256: Of the file.
        grids: The tables the file marks as such, with places in the text.
        extracted: Whether the text was made, and has to be kept with what is read from it.
        asides: What the file says of itself beside its text.
        lost: What of the file is not in the text.
        skipped: Numbers of the text that are not to be read.
        name: What it is called, where that is not the name of its file.
    """

    path: Path
    text: str
    sha256: str
    grids: tuple[Grid, ...] = ()
    extracted: bool = False
    asides: tuple[Aside, ...] = ()
    lost: tuple[Lost, ...] = ()
    skipped: tuple[Skip, ...] = ()
    name: str = ""

    @property
    def called(self) -> str:
        """What those who keep it call it."""
        return self.name or self.path.stem


def read(path: Path, tell: Tell = quiet) -> SourceText:
    """Read a document.

    Raises:
        DocumentError: it cannot be read, is empty, too large, or is no text.
    """
    data = _load(path)
    suffix = path.suffix.lower()
    grids: tuple[Grid, ...] = ()
    asides: tuple[Aside, ...] = ()
    lost: tuple[Lost, ...] = ()
    if suffix in TEXT_SUFFIXES:
        text = _decoded(path, data)
    elif suffix in formats.SUFFIXES and data:
        blocks = formats.blocks(path, data, tell)
        text, grids = written([block for block in blocks if isinstance(block, str | RawTable)])
        asides = tuple(block for block in blocks if isinstance(block, Aside))
        lost = tuple(block for block in blocks if isinstance(block, Lost))
    elif data:
        known = " ".join(sorted(formats.SUFFIXES.union(jsonl.SUFFIXES)))
        raise DocumentError(
            path,
            messages.tell(
                "cannot read {suffix} files; save it as one of {known} or as plain text (.txt) and try again",
                suffix=suffix,
                known=known,
            ),
        )
    else:
        text = ""
    if not text.strip():
        raise DocumentError(path, messages.tell("the file is empty"))
    digest = hashlib.sha256(data).hexdigest()
    return SourceText(path, text, digest, grids, suffix not in TEXT_SUFFIXES, asides, lost)


@dataclass(frozen=True, slots=True)
class Collection(Sequence[tuple[int, SourceText]]):
    """The documents of a file of many tables, each with the number of its line; made when they are asked for."""

    path: Path
    sha256: str
    lines: Sequence[jsonl.Line]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> tuple[int, SourceText]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[int, SourceText]]: ...
    def __getitem__(self, place: int | slice) -> tuple[int, SourceText] | Sequence[tuple[int, SourceText]]:
        """One of them, or some."""
        if isinstance(place, slice):
            return replace(self, lines=self.lines[place])
        line = self.lines[place]
        blocks = jsonl.blocks(line)
        text, grids = written([block for block in blocks if isinstance(block, str | RawTable)])
        lost = tuple(block for block in blocks if isinstance(block, Lost))
        document = SourceText(self.path, text, self.sha256, grids, extracted=True, lost=lost, name=line.title)
        return line.number, document


def collection(path: Path) -> Collection:
    """The documents of a file of many tables; see `bot.reading.formats.jsonl`.

    Raises:
        DocumentError: the file cannot be read, is empty or too large, or a line of it is no table.
    """
    data = _load(path)
    lines = jsonl.lines(path, data)
    if not lines:
        raise DocumentError(path, messages.tell("the file is empty"))
    limits.allow(seconds=sum(line.cells for line in lines) // _CELLS_A_SECOND)
    return Collection(path, hashlib.sha256(data).hexdigest(), lines)


def readable(document: SourceText) -> SourceText:
    """A document without marks and in the script of those who ask for it; everything stands where it stood."""
    text, skipped = unnumbered(document.text)
    text, notes = unannotated(text)
    skipped += notes
    if document.path.suffix.lower() in markdown.SUFFIXES:
        skipped += markdown.struck(text)
        heading = markdown.title(text)
        document = replace(
            document, asides=(*document.asides, *([Aside("title", heading)] if heading else []))
        )
        document = replace(document, grids=tuple(markdown.tables(text)))
        text = markdown.unmarked(text)
    asides = tuple(replace(one, text=script.in_simplified_script(one.text)) for one in document.asides)
    document = replace(document, skipped=tuple(skipped), asides=asides)
    text = script.in_simplified_script(text)
    if text == document.text:
        return replace(document, asides=asides)

    def row(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        # A cell's words are a part of the text, unless it has none.
        return tuple(replace(one, text=text[one.start : one.end]) if one.text else one for one in cells)

    grids = tuple(replace(grid, rows=tuple(map(row, grid.rows))) for grid in document.grids)
    return replace(document, text=text, grids=grids, asides=asides)


def _decoded(path: Path, data: bytes) -> str:
    text = sources.decode(data)
    if text is None:
        raise DocumentError(
            path,
            messages.tell(
                "is no text in UTF-8, GB 18030, Big5 or UTF-16; save it as plain text in UTF-8 and try again"
            ),
        )
    return text


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            message = messages.tell(
                "larger than {megabytes} MB; split it into parts", megabytes=LARGEST // 1024 // 1024
            )
            raise DocumentError(path, message)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(path, messages.tell("cannot be read: {why}", why=messages.why(error))) from error

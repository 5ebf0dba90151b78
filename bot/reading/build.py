"""From source files to the knowledge folder: `build` writes what was read, for people to review."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bot import messages
from bot.errors import DocumentError, KnowledgeError, Problem
from bot.knowledge import documents, stored
from bot.knowledge.doubts import Words
from bot.knowledge.yamlfile import MAX_BYTES
from bot.language import periods
from bot.language.speech import Language
from bot.language.text import part_in_brackets
from bot.reading import entries, front, signature, whole
from bot.reading.extracted import Extract, ReadSentence, ReadTable, TableRow
from bot.reading.formats import jsonl
from bot.reading.front import Given
from bot.reading.ids import assigned
from bot.reading.limits import limited
from bot.reading.progress import Tell, Wanted, always, counted, quiet
from bot.reading.prose.facts import prose
from bot.reading.review.doubts import settled, unsure
from bot.reading.review.many import Gallery
from bot.reading.review.page import page
from bot.reading.review.wording import Wording, wording
from bot.reading.revising import Curated, curated, curated_many
from bot.reading.sentences import sentences
from bot.reading.source import SourceText, collection, read, readable
from bot.reading.storing import MOST_ROWS, RowsFile
from bot.reading.tables.doubts import doubting
from bot.reading.tables.finding import tables
from bot.reading.uncovered import uncovered
from bot.reading.writing import REVIEW, TEXT, Files, together, write

TOLD = 20
"""So many doubts about a document are told by what is doubtful; its page for review has all."""
_SHORTEST_TITLE = 4
_SENTENCE = re.compile(r".{10}[。；](?!$)|.{10}，.*。$")
_HEAD = 4000
"""Within how many characters a document says what it is."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one document gave: how much was read into its folder, in how many seconds.

    ``figures`` counts those of sentences and of tables; ``doubts`` are what a person should look at, ``unsure`` the
    first of them, each with what is doubtful, ``notices`` what has become of the corrections of a document that was
    read before.
    """

    id: str
    title: str
    folder: Path
    figures: int = 0
    texts: int = 0
    tables: int = 0
    rows: int = 0
    doubts: int = 0
    unsure: tuple[tuple[str, Words], ...] = ()
    seconds: float = 0
    notices: tuple[Problem, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether there is nothing that could be asked for."""
        return not self.figures + self.texts + self.rows

    def with_more(self, other: Summary) -> Summary:
        """The same with what another document gave."""
        names = ("figures", "texts", "tables", "rows", "doubts")
        told = (*self.unsure, *other.unsure)[:TOLD]
        counts = {name: getattr(self, name) + getattr(other, name) for name in names}
        return replace(self, unsure=told, **counts)


def build(  # noqa: PLR0913 - what is read, what is known of it, and who waits for it
    paths: Iterable[Path],
    out: Path,
    given: Given | None = None,
    tell: Tell = quiet,
    *,
    wanted: Wanted = always,
    language: Language | None = None,
) -> list[Summary]:
    """Read documents and write the knowledge of each into a folder below ``out``; hand-written files stay.

    Args:
        paths: The documents' files.
        out: The knowledge folder.
        given: What is known of the documents and need not be read from them.
        tell: Is told how far the reading has come.
        wanted: Is asked again and again whether somebody still waits for it.
        language: That of who reviews it; None for the person at this machine.

    Raises:
        DocumentError: a document cannot be read, takes too much to read or gave nothing; nothing at all is
            written then.
        GivenUpError: it is not wanted any more; nothing is written then either.
    """
    words = wording(language or messages.language())
    with TemporaryDirectory(prefix="wenshu-") as room:
        found = {}
        for name, (path, source) in assigned(list(paths), out).items():
            place = _Place(out / name, source, Path(room) / f"{name}.sqlite", words)
            work = partial(_read, path, given or Given(), place)
            found[name] = limited(path, work, tell, wanted=wanted)
        write(out, {name: files for name, (_, files) in found.items()})
    return [replace(summary, notices=_notices(summary.folder)) for summary, _ in found.values()]


def _read(path: Path, given: Given, place: _Place, tell: Tell) -> tuple[Summary, Files]:
    """What one file gives: how much, and what every file of its folder holds."""
    begun = perf_counter()
    gather = _collection if jsonl.is_one(path) else _document
    try:
        summary, files = gather(path, given, place, tell)
    except sqlite3.Error as error:
        message = messages.tell(
            "cannot be kept in {room}: {error}; make room there", room=place.rows.parent, error=str(error)
        )
        raise DocumentError(path, message) from error
    if summary.nothing:
        raise DocumentError(path, messages.tell("no figure, table or named thing was found in it"))
    for name, content in files.items():
        if name.endswith(".yaml") and isinstance(content, bytes) and len(content) > MAX_BYTES:
            message = messages.tell("gives more figures than can be loaded; split it into parts")
            raise DocumentError(path, message)
    return replace(summary, seconds=perf_counter() - begun), files


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file's knowledge goes: its folder, the name by which the file is found again, rows kept apart.

    These may be too many to be handed over. The page for review is in ``words``.
    """

    folder: Path
    source: str
    rows: Path
    words: Wording


def _document(path: Path, given: Given, place: _Place, tell: Tell) -> tuple[Summary, Files]:
    document = read(path, tell)
    known = curated(place.folder)
    one = extract(readable(document), known.beside(given), tell)
    return _summary(document, one, known, place.folder), _files(document, one, place, known)


def _collection(path: Path, given: Given, place: _Place, tell: Tell) -> tuple[Summary, Files]:
    """What the documents of a file of many tables give together, each read as if it had a file of its own."""
    name = place.folder.name
    known = curated_many(place.folder)
    about = replace(given, title="")
    rows = RowsFile(place.rows)
    members: list[dict[str, Any]] = []
    empty: list[str] = []
    total = Summary(name, given.title or jsonl.stem(path), place.folder)
    lines = collection(path)
    gallery = Gallery(len(lines), place.words)
    for number, document in counted(lines, f"{path.name}: {messages.tell('tables')}", tell):
        written = known.get(f"{name}.{number}", Curated())
        one = extract(readable(document), written.beside(about))
        gave = _summary(document, one, written, place.folder)
        if gave.nothing:
            empty.append(document.called)
            continue
        total = total.with_more(gave)
        gallery.take(f"{name}.{number}", document, settled(one, written.settled))
        entry = entries.member(document, one, f"{name}.{number}", written)
        tables = [rows.take(table, document.text) for table in entry["tables"]]
        members.append({**entry, "tables": tables})
    head = entries.whole(total.title, lines.sha256, name, place.source, empty)
    data: dict[str, dict[str, object]] = {
        "document.yaml": {**head, "rows": rows.close()},
        "facts.yaml": {"sentences": []},
        "tables.yaml": {"documents": members},
    }
    review = gallery.page(total.title)
    return total, {**together(data), stored.FILE: rows.path, REVIEW: review.encode()}


def _notices(folder: Path) -> tuple[Problem, ...]:
    """What an editor hears of the curation of a document that was read again."""
    if not (folder / "curation.yaml").exists():
        return ()
    try:
        return tuple(notice for document in documents.read(folder) for notice in document.notices)
    except KnowledgeError as error:
        return tuple(error.problems)


def extract(document: SourceText, given: Given = Given(), tell: Tell = quiet) -> Extract:  # noqa: B008
    """Read a document's text."""
    text = document.text
    title = given.title
    file = front.named(document.called)
    period = ""
    _, head = sentences(text[:_HEAD], [(grid.start, grid.end) for grid in document.grids])
    marked = [one.text for one in document.asides if one.kind == "title"]
    said = front.title([part for part in head if not part.section], marked)
    name = title or said or file.title
    only_tables = _is_spreadsheet(document)
    if only_tables:  # which seldom has words of its own to go by
        name = title or _title(file, said, len(document.grids))
        period = periods.found(name).words or file.period or periods.found(said).words
    period = given.period or period
    read_tables = tables(
        text, document.grids, name, period or front.period(name, text), barred=not document.extracted
    )
    found = [doubting(table) for table in read_tables]
    headings, parts = sentences(text, [table.span for table in found])
    head = [part for part in parts if not part.section]
    if not only_tables:
        named = "" if marked else _first_caption(text, found)
        name = title or named or front.title(head, marked) or file.title
    period = period or front.period(name, text)
    said_of = front.details(found)
    sites = [one.text for one in document.asides if one.kind == "site"]
    signed = signature.signed(head, parts)
    offices = [*sites, front.publisher(head, name, "", said_of, signed=signed)]
    place = given.place or front.place(name, _outside(text, found), offices)
    publisher = given.publisher or front.publisher(head, name, place, said_of, sites, signed)
    read_sentences = prose(
        text,
        counted(parts, f"{document.path.name}: {messages.tell('sentences')}", tell),
        place,
        period,
        front.about(head, name, signed, publisher),
    )
    parted = [_told(text, table, place, period) for table in found]
    read_sentences = [*read_sentences, *(one for _, told in parted for one in told)]
    read_sentences.sort(key=lambda one: one.sentence.start)
    found = [table for table, _ in parted]
    emptied = [skip for table in found if not table.rows for skip in table.skipped]
    read_all = Extract(
        title=name,
        publisher=publisher,
        date=front.date(head, said_of, signed) or file.date,
        period=period,
        place=place,
        headings=headings,
        sentences=read_sentences,
        tables=[table for table in found if table.rows],
        uncovered=[*uncovered(text, read_sentences, found), *document.skipped, *emptied],
        lost=document.lost,
    )
    return whole.doubting(read_all, given)


def _told(text: str, table: ReadTable, place: str, period: str) -> tuple[ReadTable, list[ReadSentence]]:
    """A table without the cells whose sentences tell figures, and these, each of the place and time of its row."""
    told: list[ReadSentence] = []
    rows: list[TableRow] = []
    for row in table.rows:
        told += _part_of_name(text, row, place, period or table.period)
        cells = dict(row.cells)
        for column, cell in row.cells.items():
            if cell.kind == "text" and not cell.inherited and _SENTENCE.search(cell.value):
                _, parts = sentences(text, [], (cell.start, cell.end))
                found = prose(text, parts, front.place(row.name, "") or place, cell.period or period)
                if sum(fact.kind == "figure" for part in found for fact in part.facts) > 1:
                    told += found
                    del cells[column]
        rows += [replace(row, cells=cells)] if cells or not row.cells else []
    columns = tuple(column for column in table.columns if any(column in row.cells for row in rows))
    return replace(table, columns=columns, rows=tuple(rows)), told


def _part_of_name(text: str, row: TableRow, place: str, period: str) -> Iterator[ReadSentence]:
    """What the name of a row tells in brackets of a part of it: 建设保障性租赁住房2506套(含市直48套)."""
    bracket = part_in_brackets(text, row.name_start, row.name_end)
    if bracket is None:
        return
    _, parts = sentences(text, [], (row.name_start, row.name_end))
    for one in prose(text, parts, place, period):
        of_part = tuple(fact for fact in one.facts if fact.source.start >= bracket.start())
        if of_part:
            yield replace(one, facts=of_part)


def _outside(text: str, found: Sequence[ReadTable]) -> str:
    """A text without the rows of its tables, each of which may be of a place of its own."""
    for table in found:
        begin = max(table.title[1], table.span[0])
        text = text[:begin] + " " * (table.span[1] - begin) + text[table.span[1] :]
    return text


def _first_caption(text: str, found: Sequence[ReadTable]) -> str:
    """What the first table is called, where a document begins with that: it is the title of all of it then."""
    begins = found and found[0].title[0] < found[0].title[1] and not text[: found[0].title[0]].strip()
    return found[0].name if begins else ""


def _is_spreadsheet(document: SourceText) -> bool:
    return any(cell.ref for grid in document.grids for row in grid.rows for cell in row)


def _title(file: front.FileName, said: str, tables: int) -> str:
    """The title of a file of tables: its name, if that is one, else what stands above the first of them."""
    words = len(re.findall(r"[\u4e00-\u9fff]", file.title))
    named = file.period or (tables > 1 and words >= _SHORTEST_TITLE)
    return file.title if named or not said or file.title.endswith(said) else said


def _summary(document: SourceText, one: Extract, known: Curated, folder: Path) -> Summary:
    facts = [fact for part in one.sentences for fact in part.facts]
    rows = [row for table in one.tables for row in table.rows]
    cells = [cell for row in rows for cell in row.cells.values()]
    doubts = unsure(document.text, settled(one, known.settled))
    return Summary(
        id=folder.name,
        title=one.title,
        folder=folder,
        figures=sum(fact.kind == "figure" for fact in facts) + sum(cell.kind == "figure" for cell in cells),
        texts=sum(fact.kind == "text" for fact in facts),
        tables=len(one.tables),
        rows=len(rows),
        doubts=len(doubts),
        unsure=tuple((doubt.doubtful, doubt.doubt) for doubt in doubts[:TOLD]),
    )


def _files(document: SourceText, one: Extract, place: _Place, known: Curated) -> Files:
    """The content of each generated file."""
    text = document.text.encode() if document.extracted else b""
    data: dict[str, dict[str, Any]] = entries.data(document, one, place.folder.name, place.source, known)
    apart: dict[str, Path] = {}
    if sum(len(table.rows) for table in one.tables) > MOST_ROWS:
        rows = RowsFile(place.rows)
        tables = data["tables.yaml"]["tables"]
        data["tables.yaml"]["tables"] = [rows.take(table, document.text) for table in tables]
        data["document.yaml"]["rows"] = rows.close()
        apart = {stored.FILE: rows.path}
    review = page(document, settled(one, known.settled), place.words)
    return {**together(data, text), **apart, **({TEXT: text} if text else {}), REVIEW: review.encode()}

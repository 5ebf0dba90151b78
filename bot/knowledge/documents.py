"""One document read from its folder: generated facts and tables, with the hand-written curation merged in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from bot.errors import KnowledgeError, Problem
from bot.knowledge import bilingual, folders, schema, sources
from bot.knowledge.model import Document, Fact, Row, Section, Source, Table
from bot.knowledge.schema import (
    CellEntry,
    Correction,
    CuratedColumn,
    CuratedDocument,
    CuratedEntry,
    CuratedMember,
    DocumentFiles,
    FactEntry,
    RowEntry,
    Sentence,
    TableEntry,
)
from bot.knowledge.stored import Passage, Record, StoredRows
from bot.knowledge.yamlfile import Excerpt, Place, YamlFile
from bot.language import periods
from bot.messages import tell


def read(folder: Path) -> list[Document]:
    """Read the documents of a folder; raises `KnowledgeError` with the faults of all its files."""
    return [build(files) for files in folders.read(folder).documents]


def build(files: DocumentFiles) -> Document:
    """The document its files describe; raises `KnowledgeError` where the files do not fit together."""
    # What is kept apart has its own quotations: the text may be long.
    text = source_text(files) if any(table.rows for table in files.tables.tables) else None
    return _Reader(files, None if text is None else Passage(0, text)).document()


def source_text(files: DocumentFiles) -> str | None:
    """The text the offsets count in; None when the file is gone or no longer the one that was read."""
    if files.document.text:
        return made_text(files)
    file = sources.find(files.folder.parent, files.document.source)
    if file is None:
        return None
    data = file.read_bytes()
    return sources.decode(data) if hashlib.sha256(data).hexdigest() == files.document.sha256 else None


def made_text(files: DocumentFiles) -> str | None:
    """The text that was made of a source that is no text itself; None when it is gone."""
    file = files.folder / files.document.text
    try:
        # Line ends are a matter of the checkout; the text was made without carriage returns.
        return file.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None


@dataclass
class _Reader:
    """Turns the files of one document into its facts and tables, with the curation merged in.

    Rows that are kept apart are made again and again: what is wrong with their curation is told the first time, and
    whoever makes them later is ``silent``.
    """

    files: DocumentFiles
    text: Passage | None
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    silent: bool = False

    def document(self) -> Document:
        entry, names = self.files.document, self._said
        self.problems += self.files.faults
        if not self.files.collection and entry.id != self.files.folder.name:
            message = tell(
                "the id {id} must be the name of the folder, {folder}",
                id=entry.id,
                folder=self.files.folder.name,
            )
            self.problems.append(self.files.document_yaml.problem(("id",), message))
        document = Document(
            id=entry.id,
            title=names.title or entry.title,
            publisher=names.publisher or entry.publisher,
            date=entry.date,
            period=self._period,
            place=names.place or entry.place,
            file=entry.source,
            sha256=entry.sha256,
            sections=tuple(self._sections()),
            facts=tuple(self._facts()),
            tables=tuple(self._tables()),
            english=names.english,
            collection=self.files.collection,
        )
        self._check_curated_exist()
        self._check_periods()
        if self.problems:
            raise KnowledgeError(self.problems)
        return replace(document, notices=tuple(self.notices))

    @property
    def _said(self) -> CuratedDocument:
        return self.files.curation.entries.document

    @property
    def _period(self) -> str:
        """The time of whatever tells none of its own."""
        return _time(self._said.period) or self.files.document.period

    def _subject(self, sentence: Sentence, entry: FactEntry) -> str:
        """The subject of a fact; where the sentence names none it is the place of the document."""
        read, said = self.files.document.place, self._said.place
        return said if said and read == entry.subject and read not in sentence.text else entry.subject

    def _sections(self) -> Iterator[Section]:
        curated = self.files.curation.entries.sections
        titles = [section.title for section in self.files.document.sections]
        for title in curated:
            if title not in titles:
                message = tell(
                    "there is no section {title}; the document has {sections}",
                    title=title,
                    sections="、".join(titles) or tell("none"),
                )
                self._fault(("entries", "sections", title), message)
        for section in self.files.document.sections:
            english = curated[section.title].english if section.title in curated else ()
            yield Section(title=section.title, start=section.start, end=section.end, english=english)

    def _facts(self) -> Iterator[Fact]:
        for index, sentence in enumerate(self.files.facts.sentences):
            for position, entry in enumerate(sentence.facts):
                self._check_new(
                    self.files.facts_yaml, entry.id, ("sentences", index, "facts", position, "id")
                )
                curated = self._curated(entry.id, _FACT_KEYS)
                if not curated.hidden:
                    yield self._curate(self._fact(sentence, entry), entry, entry.id, curated)

    def _fact(self, sentence: Sentence, entry: FactEntry) -> Fact:
        return Fact(
            id=self._full(entry.id),
            kind=entry.kind,
            subject=self._subject(sentence, entry),
            measure=entry.measure,
            value=entry.value,
            printed=entry.print,
            unit=entry.unit,
            period=entry.period or self._period,
            qualifiers=entry.qualifiers,
            items=entry.items,
            doubts=entry.doubts,
            source=Source(
                document=self.files.document.id,
                section=sentence.section,
                quote=entry.quote,
                start=entry.start,
                end=entry.end,
                sentence=sentence.text,
            ),
        )

    def _tables(self) -> Iterator[Table]:
        said = self._said
        also = said.also if isinstance(said, CuratedMember) else ()
        for index, entry in enumerate(self.files.tables.tables):
            self._check_new(self.files.tables_yaml, entry.id, ("tables", index, "id"))
            curated = self._curated(entry.id, _TABLE_KEYS)
            names = self._column_names(entry, curated)
            table = Table(
                id=self._full(entry.id),
                document=self.files.document.id,
                title=curated.title or entry.title,
                columns=tuple(names.values()),
                rows=(),
                each=curated.each or entry.each,
                period=_time(curated.period) or entry.period or self._period,
                also=(*curated.also, *also),
                english=curated.english,
            )
            columns = [
                _Column(index, column, name, curated.columns.get(column, _NO_COLUMN))
                for index, (column, name) in enumerate(names.items())
            ]
            make = self._stored_rows if entry.stored else self._listed_rows
            rows = make(index, table, columns)
            if not curated.hidden:
                yield replace(table, rows=rows)

    def _column_names(self, entry: TableEntry, curated: CuratedEntry) -> dict[str, str]:
        """What each column is called: as an editor says, else as it was read."""
        here: Place = ("entries", entry.id, "columns")
        for column in curated.columns:
            if column not in entry.columns:
                message = tell(
                    "{id} has no column {column}; it has {columns}: write one of these, or delete these lines",
                    id=entry.id,
                    column=column,
                    columns="、".join(entry.columns) or tell("none"),
                )
                self._fault((*here, column), message)
        names = {column: curated.columns.get(column, _NO_COLUMN).name or column for column in entry.columns}
        for column, name in names.items():
            if name != column and list(names.values()).count(name) > 1:
                message = tell(
                    "another column of {id} is called {name}; give it another name", id=entry.id, name=name
                )
                self._fault((*here, column, "name"), message)
        return names

    def _listed_rows(self, table_index: int, table: Table, columns: Sequence[_Column]) -> Sequence[Row]:
        return bilingual.parted(tuple(self._rows(table_index, table, columns)))

    def _rows(self, table_index: int, table: Table, columns: Sequence[_Column]) -> Iterator[Row]:
        for index, entry in enumerate(self.files.tables.tables[table_index].rows):
            self._check_new(self.files.tables_yaml, entry.id, ("tables", table_index, "rows", index, "id"))
            row = self._row(table, columns, entry, self.text)
            if not self._written(entry.id).hidden:
                yield row

    def _stored_rows(self, table_index: int, table: Table, columns: Sequence[_Column]) -> StoredRows:
        """The rows of a table that are kept apart; only those that something is written for are made here."""
        stored, number = self.files.stored, self.files.first + table_index
        count = self.files.tables.tables[table_index].stored
        if stored is None:
            message = tell("its {count} rows are nowhere; run ingest again", count=count)
            raise KnowledgeError([self.files.tables_yaml.problem(("tables", table_index, "stored"), message)])
        hidden: set[int] = set()
        for record in stored.found(number, {name.partition(".")[0] for name in self._all_written}):
            entry = schema.row_entry(record)
            self._check_new(self.files.tables_yaml, entry.id, ("tables", table_index))
            self._row(table, columns, entry, record.passage)
            if self._written(entry.id).hidden:
                hidden.add(record.position)
        positions = [place for place in range(count) if place not in hidden] if hidden else range(count)
        return StoredRows(
            stored, number, positions, partial(_made, replace(self, silent=True), table, columns)
        )

    def _row(self, table: Table, columns: Sequence[_Column], entry: RowEntry, text: Passage | None) -> Row:
        curated = self._curated(entry.id, _ROW_KEYS)
        right = self._correction(entry.id, curated, entry.name, entry.was)
        cells: dict[str, Fact] = {}
        row = Row(
            id=self._full(entry.id),
            table=table.id,
            name=_first(right.name if right else None, entry.name),
            cells=MappingProxyType(cells),
            number=entry.number,
            group=_first(curated.group, entry.group),
            unit=_first(right.unit if right else None, entry.unit),
            short=curated.short,
            also=curated.also,
            english=curated.english,
            correction=right.reason if right else "",
        )
        cells.update(self._cells(table, row, entry, columns, text))
        return row

    def _cells(
        self, table: Table, row: Row, entry: RowEntry, columns: Sequence[_Column], text: Passage | None
    ) -> Iterator[tuple[str, Fact]]:
        for column in columns:
            cell = entry.cells.get(column.read)
            if cell is None:
                continue
            cell_id = f"{entry.id}.{column.place}"
            if not self.silent:
                self.seen.add(cell_id)
            curated = self._curated(cell_id, _FACT_KEYS)
            is_figure = cell.is_figure
            fact = Fact(
                id=self._full(cell_id),
                kind="figure" if is_figure else "text",
                subject=row.name,
                measure=column.name,
                value=cell.value,
                printed=cell.print,
                unit=self._unit(row, entry, cell, column.said, text) if is_figure else cell.unit,
                period=_time(column.said.period) or cell.period or table.period,
                items=cell.items,
                doubts=cell.doubts,
                source=self._row_source(table.title, entry, cell, text),
                row=row.id,
            )
            if not curated.hidden:
                yield column.name, self._curate(fact, cell, cell_id, curated)

    @staticmethod
    def _unit(row: Row, entry: RowEntry, cell: CellEntry, column: CuratedColumn, text: Passage | None) -> str:
        """The unit of a figure: one that is printed in its row, else what an editor says of its column."""
        # A restored unit of the row is the unit of its plain figures; a percentage keeps its own.
        of_row = cell.unit == entry.unit
        read = row.unit if of_row else cell.unit
        if not column.unit or (of_row and row.unit != entry.unit):
            return read
        line = (text.between(entry.start, entry.end) if text else None) or cell.print
        is_printed = cell.unit and (cell.unit in line or any(sign in cell.print for sign in cell.unit))
        return read if is_printed else column.unit

    def _row_source(self, title: str, row: RowEntry, cell: CellEntry, text: Passage | None) -> Source:
        # A cell merged with one above stands outside its row: the quote then runs from there, unless it is far.
        start, end = min(row.start, cell.start), max(row.end, cell.end)
        quote = text.between(start, end) if text else None
        if text and quote is None:
            start, end = row.start, row.end
            quote = text.between(start, end)
        if quote is None:
            words = ((name, c.print) for name, c in row.cells.items())
            quote = " ".join([row.name, *(word for pair in words for word in pair)])
        return Source(
            document=self.files.document.id, section=title, quote=quote, start=start, end=end, cell=cell.cell
        )

    def _full(self, short_id: str) -> str:
        return f"{self.files.document.id}/{short_id}"

    @cached_property
    def _all_written(self) -> Mapping[str, CuratedEntry]:
        return self.files.curation.entries.by_id

    def _written(self, entry_id: str) -> CuratedEntry:
        return self._all_written.get(entry_id, _NOTHING)

    def _check_new(self, file: YamlFile | Excerpt, new_id: str, place: Place) -> None:
        if new_id in self.seen:
            message = tell("the id {id} stands here a second time; run ingest again", id=new_id)
            self.problems.append(file.problem(place, message))
        self.seen.add(new_id)

    def _curated(self, entry_id: str, allowed: frozenset[str]) -> CuratedEntry:
        curated = self._written(entry_id)
        if curated is _NOTHING or self.silent:
            return curated
        used = curated.model_fields_set | (
            curated.correct.model_fields_set if curated.correct else frozenset()
        )
        for key in sorted(used - allowed):
            place = (key,) if key in curated.model_fields_set else ("correct", key)
            message = tell(
                "{key} is not used for {id}; possible here: {keys}",
                key=key,
                id=entry_id,
                keys=", ".join(sorted(allowed)),
            )
            self._fault(("entries", entry_id, *place), message)
        return curated

    def _correction(self, entry_id: str, curated: CuratedEntry, printed: str, was: str) -> Correction | None:
        """How an entry is corrected, as long as what was corrected is what is printed."""
        right = curated.correct
        if right is None:
            return None
        corrected = (was or printed) if right.printed is None else right.printed
        if corrected == printed:
            return right
        message = tell(
            "{id} is not corrected: this was written for {corrected}, and {printed} is printed now; "
            "take it out, or make it right and say printed: {printed}",
            id=entry_id,
            corrected=corrected,
            printed=printed,
        )
        if not self.silent:
            self.notices.append(self.files.curation_yaml.problem(("entries", entry_id, "correct"), message))
        return None

    def _curate(self, fact: Fact, entry: FactEntry | CellEntry, entry_id: str, curated: CuratedEntry) -> Fact:
        """The fact with its hand-written names and corrections; the printed text and the quote stay."""
        if curated is _NOTHING:
            return fact
        fact = replace(fact, short=curated.short, also=curated.also, english=curated.english)
        right = self._correction(entry_id, curated, entry.print, entry.was)
        if right or curated.checked:
            fact = replace(fact, doubts=())
        if right is None:
            return fact
        if right.value is not None and fact.kind == "figure" and not schema.is_number(right.value):
            message = tell(
                "the value {value!r} is no plain number; write digits only, and the unit as unit:",
                value=right.value,
            )
            self._fault(("entries", entry_id, "correct", "value"), message)
        return replace(
            fact,
            subject=_first(right.subject, fact.subject),
            measure=_first(right.measure, fact.measure),
            value=_first(right.value, fact.value),
            items=_items(right, fact),
            unit=_first(right.unit, fact.unit),
            period=_first(right.period, fact.period),
            correction=right.reason,
        )

    def _check_curated_exist(self) -> None:
        for entry_id in self.files.curation.entries.by_id:
            if entry_id not in self.seen:
                message = tell(
                    "no entry has the id {id} any more; look up its new id or delete these lines", id=entry_id
                )
                self._fault(("entries", entry_id), message)

    def _check_periods(self) -> None:
        """A time that is said of a document, a table or a column is one, or nobody could ask for it."""
        said: list[tuple[Place, str]] = [(("document",), self._said.period)]
        for name, one in self.files.curation.entries.by_id.items():
            said.append(((name,), one.period))
            said += (((name, "columns", column), two.period) for column, two in one.columns.items())
        for place, period in said:
            if period and not _time(period):
                message = tell(
                    "{period} is no time; say it like 2024年, 2024年上半年 or 2024年1-8月", period=period
                )
                self._fault(("entries", *place, "period"), message)

    def _fault(self, place: Place, message: str) -> None:
        if self.silent:
            return
        self.problems.append(self.files.curation_yaml.problem(place, message))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its place in the table, its name as it was read and as it is said, and what else an editor says."""

    place: int
    read: str
    name: str
    said: CuratedColumn


def _made(reader: _Reader, table: Table, columns: Sequence[_Column], record: Record) -> Row:
    """A row of its record; what makes rows later holds no more than it needs."""
    return reader._row(table, columns, schema.row_entry(record), record.passage)  # noqa: SLF001


_NOTHING = CuratedEntry()
_NO_COLUMN = CuratedColumn()
_NAMES = frozenset({"also", "english", "hidden", "reason"})
_TABLE_KEYS = _NAMES | {"checked", "title", "period", "each", "columns"}
_ROW_KEYS = _NAMES | {"checked", "short", "group", "correct", "printed", "name", "unit"}
_FACT_KEYS = _NAMES | {
    "checked",
    "short",
    "correct",
    "printed",
    "subject",
    "measure",
    "value",
    "items",
    "unit",
    "period",
}


def _time(said: str) -> str:
    """A time in the spelling of the knowledge; empty where it is none."""
    return periods.whole(said).words if said else ""


def _first(curated: str | None, read: str) -> str:
    return read if curated is None else curated


def _items(right: Correction, fact: Fact) -> tuple[str, ...]:
    if right.items is not None:
        return right.items
    return () if right.value is not None else fact.items

"""The shape of the files of a document's knowledge, checked with all faults at once.

Generated files (document, facts, tables) are strict; in the hand-written curation every key is optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.errors import KnowledgeError, Problem
from bot.knowledge import stored
from bot.knowledge.doubts import Doubt
from bot.knowledge.mending import DOCUMENT, Settled
from bot.knowledge.shapes import fault, shaped
from bot.knowledge.stored import Record, Stored
from bot.knowledge.yamlfile import Excerpt, YamlFile
from bot.messages import tell

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
MemberId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}\.\d+$")]
"""One of many documents of a file: the id of the file, and the number of its line."""
Offset = Annotated[int, Field(ge=0)]
Words = tuple[str, ...]
Stamp = Annotated[str, Field(pattern=r"^([0-9a-f]{12})?$")]
"""What the files of one reading have in common; files made by hand have none."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Kind = Literal["figure", "text"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Span(_Model):
    """A stretch of the source file in code points, the end not included."""

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end < self.start:
            raise fault(tell("it ends before it starts; run ingest again"))
        return self


def is_number(value: str) -> bool:
    """Whether a value is digits with nothing else, as figures have it: no unit, no separators; or a range of two.

    >>> is_number("86.08"), is_number("-3"), is_number("87%"), is_number("1,250"), is_number("480—520")
    (True, True, False, False, True)
    """
    return _NUMBER.fullmatch(value) is not None


_NUMBER = re.compile(r"-?\d+(\.\d+)?(—-?\d+(\.\d+)?)?", re.ASCII)


def _check_figure(kind: Kind, value: str) -> None:
    if kind == "figure" and not is_number(value):
        raise fault(
            tell(
                "the value {value!r} is no plain number; write digits without separators, or kind: text",
                value=value,
            )
        )


class Skipped(_Model):
    """A number of the source that is no figure, and why."""

    text: str
    start: Offset
    why: Annotated[str, Field(min_length=1)]


class LostEntry(_Model):
    """Words of the file that are not in the source's text, where they stand in a spreadsheet, and why."""

    text: str = ""
    cell: str = ""
    why: Annotated[str, Field(min_length=1)]


class FactEntry(_Span):
    """A figure or text read from a sentence. An empty period means the document's.

    ``was`` is what was printed here when an editor corrected it, where that is something else.
    """

    id: Id
    kind: Kind
    subject: str
    measure: str
    value: str
    quote: str
    printed: str = ""
    unit: str = ""
    period: str = ""
    qualifiers: Words = ()
    items: Words = ()
    doubts: tuple[Doubt, ...] = ()
    was: str = ""

    @model_validator(mode="after")
    def _figure_is_number(self) -> Self:
        _check_figure(self.kind, self.value)
        return self

    @property
    def print(self) -> str:
        """What the source has there."""
        return self.printed or self.value


class Sentence(_Model):
    """A sentence of the source with everything read from it."""

    text: str
    start: Offset
    section: str = ""
    facts: tuple[FactEntry, ...] = ()
    skipped: tuple[Skipped, ...] = ()


class FactsFile(_Model):
    """facts.yaml."""

    reading: Stamp = ""
    sentences: tuple[Sentence, ...] = ()


class CellEntry(_Span):
    """A cell; without a kind a number is a figure. ``inherited``: it is merged with one above.

    ``cell`` is its place in a spreadsheet; an empty period means the table's; ``was`` as in `FactEntry`.
    """

    value: str
    printed: str = ""
    unit: str = ""
    kind: Kind | None = None
    period: str = ""
    cell: str = ""
    items: Words = ()
    inherited: bool = False
    doubts: tuple[Doubt, ...] = ()
    was: str = ""

    @model_validator(mode="after")
    def _figure_is_number(self) -> Self:
        _check_figure(self.kind or "text", self.value)
        return self

    @property
    def is_figure(self) -> bool:
        """Whether its value is a number."""
        return self.kind == "figure" or (self.kind is None and is_number(self.value))

    @property
    def print(self) -> str:
        """What the source has there."""
        return self.printed or self.value


class RowEntry(_Span):
    """A row of a table; start and end span it from its name to its last cell; ``was`` is of its name."""

    id: Id
    name: str
    number: str = ""
    group: str = ""
    unit: str = ""
    name_start: Offset
    name_end: Offset
    cells: dict[str, CellEntry] = {}
    doubts: tuple[Doubt, ...] = ()
    was: str = ""


class TableEntry(_Span):
    """A table; start and end span its title. ``stored`` is how many rows it has that are not kept here."""

    id: Annotated[Id, Field(pattern=r"^table\d+$")]
    title: str
    each: str = ""
    period: str = ""
    doubts: tuple[Doubt, ...] = ()
    columns: Words
    skipped: tuple[Skipped, ...] = ()
    rows: tuple[RowEntry, ...] = ()
    stored: Offset = 0

    @model_validator(mode="after")
    def _cells_have_columns(self) -> Self:
        for row in self.rows:
            if stray := set(row.cells) - set(self.columns):
                raise fault(
                    tell(
                        "row {row} has cells {names} that are not among the columns; run ingest again",
                        row=row.id,
                        names="、".join(sorted(stray)),
                    )
                )
        return self


class TablesFile(_Model):
    """tables.yaml."""

    reading: Stamp = ""
    tables: tuple[TableEntry, ...] = ()


class MemberEntry(_Model):
    """A document that is one of many in a file; offsets count in the text of its line."""

    id: MemberId
    title: str
    publisher: str = ""
    date: str = ""
    period: str = ""
    place: str = ""
    skipped: tuple[Skipped, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[TableEntry, ...] = ()


class CollectionFile(_Model):
    """tables.yaml of a file of many tables, which are documents of their own."""

    reading: Stamp = ""
    documents: tuple[MemberEntry, ...] = ()


class SectionEntry(_Span):
    """A headed part of the document."""

    title: str


class DocumentFile(_Model):
    """document.yaml. ``text`` names the file beside it that offsets count in, where that is not the source.

    ``rows`` is the SHA-256 of the file of rows, where there is one. The tables of a ``collection`` are documents of
    their own.
    """

    id: Id
    title: str
    source: Annotated[str, Field(min_length=1)]
    text: Literal["", "text.txt"] = ""
    sha256: Sha256
    rows: Sha256 | Literal[""] = ""
    collection: bool = False
    reading: Stamp = ""
    publisher: str = ""
    date: str = ""
    period: str = ""
    place: str = ""
    doubts: tuple[Doubt, ...] = ()
    sections: tuple[SectionEntry, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    lost: tuple[LostEntry, ...] = ()


class Correction(_Model):
    """What should be said instead of what was read or printed, and why; the printed text stays beside it.

    ``printed`` is what it corrects: where something else is printed, it is not applied.
    """

    reason: Annotated[str, Field(min_length=1)]
    printed: str | None = None
    name: str | None = None
    subject: str | None = None
    measure: str | None = None
    value: str | None = None
    items: Words | None = None
    unit: str | None = None
    period: str | None = None


class CuratedColumn(_Model):
    """What an editor says of a whole column: its name, the time and the unit of its figures.

    The unit is that of figures with which none is printed. ``checked``: the doubts of its figures were looked into.
    """

    name: str = ""
    unit: str = ""
    period: str = ""
    checked: bool = False

    @property
    def said(self) -> frozenset[str]:
        """The keys that say something."""
        return frozenset(key for key, value in self if value)


class CuratedEntry(_Model):
    """What an editor adds to one fact, cell, row or table. ``checked``: its doubts were looked into.

    ``title``, ``period``, ``each`` and ``columns`` are of tables.
    """

    short: str = ""
    also: Words = ()
    english: Words = ()
    group: str | None = None
    correct: Correction | None = None
    title: str = ""
    period: str = ""
    each: str = ""
    columns: dict[str, CuratedColumn] = {}
    hidden: bool = False
    checked: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _hidden_has_reason(self) -> Self:
        _check_reason(self.hidden, self.reason)
        return self


def _check_reason(hidden: bool, reason: str) -> None:
    if hidden and not reason:
        raise fault(tell("it is hidden without a reason; add reason: why"))


class CuratedDocument(_Model):
    """What an editor says of the document as a whole; what is empty is as it was read."""

    title: str = ""
    period: str = ""
    place: str = ""
    publisher: str = ""
    english: Words = ()
    checked: bool = False


class CuratedMember(CuratedDocument):
    """What an editor adds to one of many documents of a file; its table has its other names."""

    also: Words = ()
    hidden: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _hidden_has_reason(self) -> Self:
        _check_reason(self.hidden, self.reason)
        return self


class CuratedSection(_Model):
    """What an editor adds to a section."""

    english: Words = ()


class CuratedEntries(BaseModel):
    """The entries of a curation: by id, and the two names ``document`` and ``sections``."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, CuratedEntry] = Field(init=False)

    document: CuratedDocument = CuratedDocument()
    sections: dict[str, CuratedSection] = {}

    @property
    def by_id(self) -> dict[str, CuratedEntry]:
        """The entries of facts, cells, rows and tables."""
        return self.__pydantic_extra__


class MemberEntries(CuratedEntries):
    """The entries of one of many documents of a file."""

    document: CuratedMember = CuratedMember()


class CurationFile(_Model):
    """curation.yaml."""

    entries: CuratedEntries = CuratedEntries()

    @property
    def settled(self) -> Settled:
        """What an editor has looked into, corrected or hidden."""
        entries, document = self.entries.by_id, self.entries.document
        ids = {name for name, one in entries.items() if one.checked or one.correct or one.hidden or one.title}
        if document.checked or document.title or document.period:
            ids.add(DOCUMENT)
        columns = {
            (name, column): said.said for name, one in entries.items() for column, said in one.columns.items()
        }
        return Settled(frozenset(ids), columns)


class MemberCuration(CurationFile):
    """The part of a curation.yaml that is written for one of many documents of a file."""

    entries: MemberEntries = MemberEntries()


class CollectionCuration(_Model):
    """curation.yaml of many documents: entries by the id of a document, and what they are of within it."""

    entries: dict[str, Any] = {}


@dataclass(frozen=True)
class DocumentFiles:
    """The four files of one document, each beside where its lines can be found.

    One of many in a folder (its ``collection``) has its part of these files. ``stored`` has the rows that are not
    in the YAML, where ``first`` is the number of the first table; ``faults`` are those of its part of the curation.
    """

    folder: Path
    document: DocumentFile
    facts: FactsFile
    tables: TablesFile
    curation: CurationFile
    document_yaml: YamlFile | Excerpt
    facts_yaml: YamlFile | Excerpt
    tables_yaml: YamlFile | Excerpt
    curation_yaml: YamlFile | Excerpt
    stored: Stored | None = None
    first: int = 0
    collection: str = ""
    faults: tuple[Problem, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether an editor has hidden the document as a whole."""
        names = self.curation.entries.document
        return isinstance(names, CuratedMember) and names.hidden

    def rows(self, index: int) -> Iterator[RowEntry]:
        """The entries of the rows of a table, wherever they are kept."""
        table = self.tables.tables[index]
        yield from table.rows
        if self.stored and table.stored:
            for first in range(0, table.stored, _TOGETHER):
                for record in self.stored.records(self.first + index, first, first + _TOGETHER):
                    yield row_entry(record)

    def whole(self) -> DocumentFiles:
        """The same as if all rows were kept in the YAML; raises `KnowledgeError` where they are not right."""
        tables = tuple(self._whole(index, table) for index, table in enumerate(self.tables.tables))
        return replace(self, tables=self.tables.model_copy(update={"tables": tables}))

    def _whole(self, index: int, table: TableEntry) -> TableEntry:
        if not table.stored:
            return table
        here = Excerpt(self.tables_yaml, lambda place: ("tables", index, *place))
        rows = tuple(self.rows(index))
        if len(rows) != table.stored:
            message = tell(
                "{there} of {count} rows are in {file}; run ingest again",
                there=len(rows),
                count=table.stored,
                file=stored.FILE,
            )
            raise KnowledgeError([here.problem(("stored",), message)])
        return shaped(dict(table) | {"rows": rows, "stored": 0}, TableEntry, here)


def row_entry(record: Record) -> RowEntry:
    """The entry of a row that is not kept in the YAML."""
    return RowEntry.model_validate_json(record.entry)


_TOGETHER = 100

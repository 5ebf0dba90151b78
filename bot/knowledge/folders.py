"""The files of a folder: of one document, or of the many documents that one file of tables gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.errors import KnowledgeError, Problem
from bot.knowledge import shapes, stored, yamlfile
from bot.knowledge.schema import (
    CollectionCuration,
    CollectionFile,
    CurationFile,
    DocumentFile,
    DocumentFiles,
    FactsFile,
    MemberCuration,
    MemberEntry,
    TablesFile,
)
from bot.knowledge.shapes import Model, shaped
from bot.knowledge.stored import Stored
from bot.knowledge.yamlfile import Data, Excerpt, Place, YamlFile
from bot.messages import tell


@dataclass(frozen=True)
class Folder:
    """The documents of a folder, and what is wrong in it that keeps none of them from being used.

    ``about`` is what document.yaml says: of the one document, or of the file of many.
    """

    path: Path
    about: DocumentFile
    about_yaml: YamlFile
    documents: tuple[DocumentFiles, ...]
    problems: tuple[Problem, ...] = ()


def read(folder: Path, *, curated: bool = True) -> Folder:
    """Read the files of a folder; raises `KnowledgeError` with the faults of all of them.

    Unless ``curated``, they are read as if nobody had written anything for them.
    """
    if not (folder / "document.yaml").exists():
        message = tell("there is no document.yaml in here; make one with ingest, or take the folder away")
        raise KnowledgeError([Problem(folder, 0, message)])
    return _Reading(folder, curated=curated).folder()


class _Reading:
    """The reading of one folder, which goes on past the faults of a file to tell those of the others as well."""

    def __init__(self, folder: Path, *, curated: bool) -> None:
        self.path = folder
        self.curation = folder / "curation.yaml" if curated else None
        self.problems: list[Problem] = []
        self.document, self.document_yaml = self._part("document.yaml", DocumentFile)
        self.facts, self.facts_yaml = self._part("facts.yaml", FactsFile)
        self.stored = self._stored()

    def folder(self) -> Folder:
        if self.problems and (self.path / stored.FILE).exists():
            raise KnowledgeError(self.problems)  # it is not known which shape tables.yaml should have
        if self.document.collection:
            return self._collection()
        return Folder(self.path, self.document, self.document_yaml, (self._one(),))

    def _one(self) -> DocumentFiles:
        tables, tables_yaml = self._part("tables.yaml", TablesFile)
        curation, curation_yaml = CurationFile(), YamlFile(self.path / "curation.yaml", None, "")
        if self.curation and self.curation.exists():
            curation, curation_yaml = self._part("curation.yaml", CurationFile)
        self._check(tables.reading, tables_yaml)
        return DocumentFiles(
            self.path,
            self.document,
            self.facts,
            tables,
            curation,
            self.document_yaml,
            self.facts_yaml,
            tables_yaml,
            curation_yaml,
            self.stored,
        )

    def _collection(self) -> Folder:
        tables, tables_yaml = self._part("tables.yaml", CollectionFile)
        curation = _Curation.read(self.curation, self.problems)
        self._check(tables.reading, tables_yaml)
        if self.document.id != self.path.name:
            message = tell(
                "the id {id} must be the name of the folder, {folder}",
                id=self.document.id,
                folder=self.path.name,
            )
            raise KnowledgeError([self.document_yaml.problem(("id",), message)])
        return Folder(
            self.path,
            self.document,
            self.document_yaml,
            tuple(self._members(tables, tables_yaml, curation)),
            tuple(curation.unknown({one.id for one in tables.documents})),
        )

    def _members(
        self, file: CollectionFile, tables_yaml: YamlFile, curation: _Curation
    ) -> Iterator[DocumentFiles]:
        first = 0
        for index, entry in enumerate(file.documents):
            part = Excerpt(tables_yaml, partial(_within, ("documents", index)))
            curated, curation_yaml, faults = curation.of(entry)
            yield DocumentFiles(
                self.path,
                _document(entry, self.document),
                FactsFile.model_construct(sentences=entry.sentences),
                TablesFile.model_construct(tables=entry.tables),
                curated,
                part,
                part,
                part,
                curation_yaml,
                self.stored,
                first,
                self.document.id,
                faults,
            )
            first += len(entry.tables)

    def _part(self, name: str, model: type[Model]) -> tuple[Model, YamlFile]:
        path = self.path / name
        try:
            return shapes.read(path, model)
        except KnowledgeError as error:
            self.problems += error.problems
            return model.model_construct(), YamlFile(path, None, "")

    def _stored(self) -> Stored | None:
        rows = self.document.rows
        try:
            return Stored(self.path / stored.FILE, rows) if rows else None
        except KnowledgeError as error:
            self.problems += error.problems
            return None

    def _check(self, reading: str, tables_yaml: YamlFile) -> None:
        """Raise what was found; files that are right by themselves may still not belong together."""
        if not self.problems:
            for other, file in ((self.facts.reading, self.facts_yaml), (reading, tables_yaml)):
                if other != self.document.reading:
                    message = tell("this was not written together with document.yaml; run ingest again")
                    self.problems.append(file.problem(("reading",), message))
        if self.problems:
            raise KnowledgeError(self.problems)


def _within(entry: Place, place: Place) -> Place:
    return (*entry, *place)


def _document(entry: MemberEntry, whole: DocumentFile) -> DocumentFile:
    """What document.yaml would say of one of many documents."""
    return DocumentFile.model_construct(
        id=entry.id,
        title=entry.title,
        source=whole.source,
        sha256=whole.sha256,
        publisher=entry.publisher,
        date=entry.date,
        period=entry.period,
        place=entry.place,
        skipped=entry.skipped,
    )


@dataclass(frozen=True)
class _Curation:
    """What an editor has written for many documents: the entries of each, by their ids within it.

    An entry is named by the id of its document, and what it is within: ``prices.3``, ``prices.3/r12``.
    """

    file: YamlFile
    entries: Mapping[str, Mapping[str, Data]]

    @classmethod
    def read(cls, path: Path | None, problems: list[Problem]) -> _Curation:
        """The entries of a file, which are looked into with the document they are of."""
        if path is None or not path.exists():
            return cls(YamlFile(Path("curation.yaml"), None, ""), {})
        try:
            file = yamlfile.read(path)
            top = shaped(file.data, CollectionCuration, file)
        except KnowledgeError as error:
            problems += error.problems
            return cls(YamlFile(path, None, ""), {})
        entries: dict[str, dict[str, Data]] = {}
        for name, entry in top.entries.items():
            member, _, inner = name.partition("/")
            entries.setdefault(member, {})[inner or "document"] = entry
        return cls(file, entries)

    def of(self, entry: MemberEntry) -> tuple[CurationFile, Excerpt, tuple[Problem, ...]]:
        """What is written for one document, where its lines stand, and what is wrong with them."""
        part = Excerpt(self.file, partial(_entry, entry.id))
        if entry.id not in self.entries:
            return _NOTHING, part, ()
        try:
            found = shaped({"entries": self.entries[entry.id]}, MemberCuration, part)
        except KnowledgeError as error:
            return _NOTHING, part, tuple(error.problems)
        return found, part, ()

    def unknown(self, known: set[str]) -> Iterator[Problem]:
        """The entries of documents that are not there."""
        for member in self.entries.keys() - known:
            message = tell(
                "no document has the id {id} any more; look up its new id or delete these lines", id=member
            )
            for inner in self.entries[member]:
                yield self.file.problem(_entry(member, ("entries", inner)), message)


_NOTHING = MemberCuration()


def _entry(member: str, place: Place) -> Place:
    """Where a place of the entries of one document stands in the file for all of them."""
    top, inner, *rest = place
    return (top, member if inner == "document" else f"{member}/{inner}", *rest)

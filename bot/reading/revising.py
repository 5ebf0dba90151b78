"""A document that was read before: what an editor has written for it, and what was printed when they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import KnowledgeError
from bot.knowledge import folders, shapes
from bot.knowledge.mending import Settled
from bot.knowledge.schema import CuratedDocument, CurationFile, DocumentFiles
from bot.language import periods
from bot.reading.front import Given


@dataclass(frozen=True, slots=True)
class Curated:
    """What an editor has done.

    ``settled`` is what they looked into, corrected or hid, ``document`` what they say of the document as a whole.
    ``printed`` is what was printed, by id, when they corrected it, as far as a correction does not say so itself.
    """

    settled: Settled = field(default_factory=Settled)
    document: CuratedDocument = field(default_factory=CuratedDocument)
    printed: Mapping[str, str] = field(default_factory=dict)

    def beside(self, given: Given) -> Given:
        """What is given of the document; what is not is as the editor says, so that it is read as what it is."""
        said = self.document
        return Given(
            given.title or said.title,
            given.period or periods.whole(said.period).words,
            given.place or said.place,
            given.publisher or said.publisher,
        )


def curated(folder: Path) -> Curated:
    """What an editor has done in the folder of a document that is about to be read again."""
    path = folder / "curation.yaml"
    if not path.exists():
        return Curated()
    try:
        file, _ = shapes.read(path, CurationFile)
    except KnowledgeError:
        # A broken curation is the check's business: until it is mended, it may correct anything.
        return Curated(printed=_prints(folder))
    corrected = _corrected(file)
    before = _prints(folder) if corrected else {}
    return Curated(
        file.settled, file.entries.document, {name: before[name] for name in corrected & before.keys()}
    )


def curated_many(folder: Path) -> dict[str, Curated]:
    """The same for each document of a file of many that something was written for."""
    if not (folder / "curation.yaml").exists():
        return {}
    try:
        documents = folders.read(folder).documents
    except KnowledgeError:
        return {}
    return {
        files.document.id: Curated(
            files.curation.settled, files.curation.entries.document, _remembered(files)
        )
        for files in documents
        if files.curation.entries.by_id or files.faults
    }


def _remembered(files: DocumentFiles) -> dict[str, str]:
    """What was printed of one of many documents where it is corrected; all, where that is not known."""
    if files.faults:
        return _printed(files)
    corrected = _corrected(files.curation)
    before = _printed(files) if corrected else {}
    return {name: before[name] for name in corrected & before.keys()}


def _corrected(file: CurationFile) -> set[str]:
    """The ids of what is corrected without saying what was printed."""
    entries = file.entries.by_id.items()
    return {name for name, one in entries if one.correct and one.correct.printed is None}


def remembering(files: Mapping[str, Mapping[str, Any]], known: Curated) -> None:
    """Write beside what is printed now what was printed when an editor corrected it."""

    def remember(name: str, entry: dict[str, Any], printed: str) -> None:
        if known.printed.get(name, printed) != printed:
            entry["was"] = known.printed[name]

    for sentence in files["facts.yaml"]["sentences"]:
        for fact in sentence.get("facts", ()):
            remember(fact["id"], fact, fact.get("printed") or fact["value"])
    for table in files["tables.yaml"]["tables"]:
        for row in table["rows"]:
            remember(row["id"], row, row["name"])
            for index, column in enumerate(table["columns"]):
                if cell := row["cells"].get(column):
                    remember(f"{row['id']}.{index}", cell, cell.get("printed") or cell["value"])


def _prints(folder: Path) -> dict[str, str]:
    """What each entry of a document's files has printed; files that cannot be read have nothing."""
    try:
        documents = folders.read(folder, curated=False).documents
    except KnowledgeError:
        return {}
    return {name: printed for files in documents[:1] for name, printed in _printed(files).items()}


def _printed(files: DocumentFiles) -> dict[str, str]:
    found: dict[str, str] = {}
    for sentence in files.facts.sentences:
        found |= {fact.id: fact.was or fact.print for fact in sentence.facts}
    for number, table in enumerate(files.tables.tables):
        for row in files.rows(number):
            found[row.id] = row.was or row.name
            for index, column in enumerate(table.columns):
                if cell := row.cells.get(column):
                    found[f"{row.id}.{index}"] = cell.was or cell.print
    return found

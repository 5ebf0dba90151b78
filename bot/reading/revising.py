"""A document that was read before: what an editor has written for it, and what was printed when they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import KnowledgeError
from bot.knowledge import shapes
from bot.knowledge.mending import Settled
from bot.knowledge.schema import CuratedDocument, CurationFile, FactsFile, TablesFile
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
    entries = file.entries.by_id
    corrected = {name for name, one in entries.items() if one.correct and one.correct.printed is None}
    before = _prints(folder) if corrected else {}
    return Curated(
        file.settled, file.entries.document, {name: before[name] for name in corrected & before.keys()}
    )


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
    found: dict[str, str] = {}
    try:
        facts, _ = shapes.read(folder / "facts.yaml", FactsFile)
        tables, _ = shapes.read(folder / "tables.yaml", TablesFile)
    except KnowledgeError:
        return found
    for sentence in facts.sentences:
        found |= {fact.id: fact.was or fact.print for fact in sentence.facts}
    for table in tables.tables:
        for row in table.rows:
            found[row.id] = row.was or row.name
            for index, column in enumerate(table.columns):
                if cell := row.cells.get(column):
                    found[f"{row.id}.{index}"] = cell.was or cell.print
    return found

"""What was the reader of a document not sure of? Told, with how to mend it, until an editor has looked into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.errors import Problem
from bot.knowledge.doubts import DOUBTS, UNSURE, Words
from bot.knowledge.folders import Folder
from bot.knowledge.mending import DOCUMENT, Doubtful, Settled, entries, gathered
from bot.knowledge.model import Document
from bot.knowledge.schema import DocumentFiles, FactEntry, LostEntry, RowEntry, Skipped, TableEntry
from bot.knowledge.yamlfile import Excerpt, Place, YamlFile
from bot.messages import language, tell

Remark = tuple[Place, str]
_Found = tuple[Place, Doubtful]
_OTHERS = 4
_FEWEST = 3
"""How many others there are to a document that lacks something, and at all."""


def notes(files: DocumentFiles) -> list[Problem]:
    """The doubts about a document, its tables and figures, and the numbers left out that may have been figures."""
    settled = files.curation.settled
    found: list[tuple[YamlFile | Excerpt, Remark]] = []
    found += ((files.document_yaml, one) for one in _said(list(_document(files, settled))))
    found += ((files.document_yaml, one) for one in _left_out((), files.document.skipped))
    found += ((files.document_yaml, one) for one in _lost(files.document.lost))
    for i, sentence in enumerate(files.facts.sentences):
        found += ((files.facts_yaml, one) for one in _left_out(("sentences", i), sentence.skipped))
    found += ((files.facts_yaml, one) for one in _said(list(_facts(files, settled))))
    for index, table in enumerate(files.tables.tables):
        here: Place = ("tables", index)
        found += ((files.tables_yaml, one) for one in _left_out(here, table.skipped))
        found += ((files.tables_yaml, one) for one in _said(list(_table(here, table, settled))))
    return [file.problem(place, message) for file, (place, message) in found]


def beside(folder: Path, documents: Sequence[Document]) -> list[Problem]:
    """The documents that tell no place or no time, where nearly all others of the folder tell one."""
    found: list[Problem] = []
    for key in ("place", "period"):
        without = [one for one in documents if not getattr(one, key)]
        if without and len(documents) - len(without) >= max(_OTHERS * len(without), _FEWEST):
            message = tell(
                "no {key} was read, though other documents have one; say it in curation.yaml: document: {entry}",
                key=key,
                entry=f"{{{key}: …}}",
            )
            found += (Problem(folder / one.id / "document.yaml", 0, message) for one in without)
    return found


def _document(files: DocumentFiles, settled: Settled) -> Iterator[_Found]:
    document = files.document
    now = {"title": document.title, "period": document.period, "place": document.place}
    for doubt in settled.left(document.doubts, DOCUMENT):
        yield ("doubts",), Doubtful(DOCUMENT, doubt, document.title, now)


def empty(folder: Folder) -> list[Problem]:
    """The tables of a file of many that nothing was read from."""
    lost = folder.about.lost if folder.about.collection else ()
    return [folder.about_yaml.problem(place, message) for place, message in _lost(lost)]


def _facts(files: DocumentFiles, settled: Settled) -> Iterator[_Found]:
    for i, sentence in enumerate(files.facts.sentences):
        for j, fact in enumerate(sentence.facts):
            for doubt in settled.left(fact.doubts, fact.id):
                yield ("sentences", i, "facts", j), Doubtful(fact.id, doubt, fact.print, _now(fact))


def _now(fact: FactEntry) -> dict[str, str]:
    return {key: getattr(fact, key) for key in ("subject", "measure", "value", "unit", "period")}


def _table(here: Place, table: TableEntry, settled: Settled) -> Iterator[_Found]:
    for doubt in settled.left(table.doubts, table.id):
        yield here, Doubtful(table.id, doubt, table.title, {"title": table.title})
    for i, row in enumerate(table.rows):
        for doubt in settled.left(row.doubts, row.id):
            yield (*here, "rows", i), Doubtful(row.id, doubt, row.name, {"name": row.name})
    rows = {row.id: i for i, row in enumerate(table.rows)}
    for one in gathered(table.id, _cells(table, settled)):
        place: Place = (
            ("columns",) if one.cells else ("rows", rows[one.id.partition(".")[0]], "cells", one.column)
        )
        yield (*here, *place), one


def _cells(table: TableEntry, settled: Settled) -> Iterator[Doubtful]:
    for j, column in enumerate(table.columns):
        for row in table.rows:
            yield from _cell(table, row, column, f"{row.id}.{j}", settled)


def _cell(table: TableEntry, row: RowEntry, column: str, name: str, settled: Settled) -> Iterator[Doubtful]:
    cell = row.cells.get(column)
    left = settled.left_in(table.id, column, cell.doubts) if cell else ()
    for doubt in settled.left(left, row.id, name):
        assert cell
        now = {
            "subject": row.name,
            "measure": column,
            "value": cell.value,
            "unit": cell.unit,
            "period": cell.period,
        }
        yield Doubtful(name, doubt, f"{column} {cell.print}", now, column)


def _said(found: Sequence[_Found]) -> Iterator[Remark]:
    mended = entries(one for _, one in found)
    for place, one in found:
        what = (
            tell("column {column}, cells: {count}", column=one.said, count=len(one.cells))
            if one.cells
            else one.said
        )
        why = _words(DOUBTS[one.doubt])
        yield (
            place,
            tell(
                "{id} ({what}) is doubtful: {why}; put right in curation.yaml: {entry}",
                id=one.id,
                what=what,
                why=why,
                entry=mended[one.id],
            ),
        )


def _left_out(here: Place, skipped: Iterable[Skipped]) -> Iterator[Remark]:
    for index, skip in enumerate(skipped):
        if skip.why in UNSURE:
            yield (
                (*here, "skipped", index),
                tell("{text} was left out: {why}", text=skip.text, why=_words(UNSURE[skip.why])),
            )


def _lost(lost: Iterable[LostEntry]) -> Iterator[Remark]:
    for index, one in enumerate(lost):
        yield (
            ("lost", index),
            tell(
                "{text} was left out: {why}",
                text=" ".join(filter(None, (one.cell, one.text))),
                why=_words(UNSURE[one.why]) if one.why in UNSURE else one.why,
            ),
        )


def _words(said: Words) -> str:
    return said.zh if language() == "zh" else said.en

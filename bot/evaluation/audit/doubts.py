"""What was the reader of a document not sure of? Told until an editor has looked into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.errors import Problem
from bot.knowledge.doubts import DOUBTS, UNSURE, Doubt
from bot.knowledge.folders import Folder
from bot.knowledge.schema import DocumentFiles, LostEntry, Skipped, TableEntry
from bot.knowledge.yamlfile import Excerpt, Place, YamlFile

Remark = tuple[Place, str]
_DOUBTFUL = " is doubtful: "


def notes(files: DocumentFiles) -> list[Problem]:
    """The doubts about figures, cells and rows, and the numbers left out that may have been figures."""
    settled = files.curation.settled
    found: list[tuple[YamlFile | Excerpt, Remark]] = []
    found += ((files.document_yaml, one) for one in _left_out((), files.document.skipped))
    found += ((files.document_yaml, one) for one in _lost(files.document.lost))
    found += ((files.facts_yaml, one) for one in _facts(files, settled))
    for index, table in enumerate(files.tables.tables):
        found += ((files.tables_yaml, one) for one in _table(("tables", index), table, settled))
    return [file.problem(place, message) for file, (place, message) in found]


def together(problems: Iterable[Problem]) -> list[Problem]:
    """The same notes, those at one line that say the same as one: rows kept apart have no lines of their own."""
    alike: dict[tuple[Path, int, str], list[str]] = {}
    for problem in problems:
        what, _, why = problem.message.partition(_DOUBTFUL)
        alike.setdefault((problem.file, problem.line, why), []).append(what)
    found: list[Problem] = []
    for (file, line, why), things in alike.items():
        more = f" and {len(things) - 1} more" if why and len(things) > 1 else ""
        told = [f"{things[0]}{more}{_DOUBTFUL}{why}"] if why else things
        found += (Problem(file, line, message) for message in told)
    return found


def empty(folder: Folder) -> list[Problem]:
    """The tables of a file of many that nothing was read from."""
    lost = folder.about.lost if folder.about.collection else ()
    return [folder.about_yaml.problem(place, message) for place, message in _lost(lost)]


def _facts(files: DocumentFiles, settled: frozenset[str]) -> Iterator[Remark]:
    for i, sentence in enumerate(files.facts.sentences):
        yield from _left_out(("sentences", i), sentence.skipped)
        for j, fact in enumerate(sentence.facts):
            if fact.id not in settled:
                said = f"{fact.id} ({fact.printed or fact.value})"
                yield from _said(("sentences", i, "facts", j), said, fact.doubts)


def _table(here: Place, table: TableEntry, settled: frozenset[str]) -> Iterator[Remark]:
    yield from _left_out(here, table.skipped)
    for i, row in enumerate(table.rows):
        if row.id in settled:
            continue
        yield from _said((*here, "rows", i), f"{row.id} ({row.name})", row.doubts)
        for j, column in enumerate(table.columns):
            cell = row.cells.get(column)
            if cell and f"{row.id}.{j}" not in settled:
                said = f"{row.id}.{j} ({column} {cell.printed or cell.value})"
                yield from _said((*here, "rows", i, "cells", column), said, cell.doubts)


def _said(place: Place, what: str, doubts: Iterable[Doubt]) -> Iterator[Remark]:
    yield from ((place, f"{what}{_DOUBTFUL}{DOUBTS[doubt].en}") for doubt in doubts)


def _left_out(here: Place, skipped: Iterable[Skipped]) -> Iterator[Remark]:
    for index, skip in enumerate(skipped):
        if skip.why in UNSURE:
            yield (*here, "skipped", index), f"{skip.text} was left out: {skip.why}"


def _lost(lost: Iterable[LostEntry]) -> Iterator[Remark]:
    for index, one in enumerate(lost):
        yield ("lost", index), f"{' '.join(filter(None, (one.cell, one.text)))} was left out: {one.why}"

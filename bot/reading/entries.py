"""What was read from a document, as the entries of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.knowledge.doubts import EMPTY
from bot.knowledge.model import Fact
from bot.language.text import in_one_script
from bot.reading.extracted import Cell, Extract, ReadSentence, ReadTable, TableRow, row_id, table_id
from bot.reading.quantities import Skip
from bot.reading.revising import Curated, remembering
from bot.reading.source import SourceText
from bot.reading.writing import TEXT


def data(
    document: SourceText, one: Extract, name: str, source: str, known: Curated
) -> dict[str, dict[str, object]]:
    """What the files of data hold, by their names; ``source`` is the name by which the source is found again."""
    files: dict[str, dict[str, object]] = {
        "document.yaml": {
            "id": name,
            "title": one.title,
            "publisher": one.publisher,
            "date": one.date,
            "period": one.period,
            "place": one.place,
            "source": source,
            **({"text": TEXT} if document.extracted else {}),
            "sha256": document.sha256,
            "sections": [
                {"title": part.title, "start": part.start, "end": part.end} for part in one.headings
            ],
            **_full(
                doubts=list(one.doubts),
                skipped=_skipped(document, one.uncovered),
                lost=[_full(text=part.words, cell=part.ref, why=part.why) for part in one.lost],
            ),
        },
        "facts.yaml": {
            "sentences": [
                _sentence(document, part, one) for part in one.sentences if part.facts or part.skipped
            ]
        },
        "tables.yaml": {"tables": [_table(document, table, one) for table in one.tables]},
    }
    remembering(files, known)
    return files


def member(document: SourceText, one: Extract, name: str, known: Curated) -> dict[str, Any]:
    """What the files hold of one of many documents of a file."""
    files = data(document, one, name, "", known)
    told = files["document.yaml"]
    sentences, tables = files["facts.yaml"]["sentences"], files["tables.yaml"]["tables"]
    heads = {key: told.get(key) for key in ("publisher", "date", "period", "place", "skipped")}
    return {"id": name, "title": one.title, **_full(**heads, sentences=sentences), "tables": tables}


def whole(title: str, digest: str, name: str, source: str, empty: Sequence[str]) -> dict[str, object]:
    """What document.yaml holds of a file of many tables; ``empty`` are the names of those that hold nothing."""
    return {
        "id": name,
        "title": title,
        "source": source,
        "sha256": digest,
        "collection": True,
        **_full(lost=[{"text": one, "why": EMPTY} for one in empty]),
    }


def _sentence(document: SourceText, part: ReadSentence, one: Extract) -> dict[str, object]:
    where = part.sentence
    return _full(
        text=document.text[where.start : where.end],
        section=where.section,
        start=where.start,
        facts=[_fact(document, fact, one.period) for fact in part.facts],
        skipped=_skipped(document, part.skipped),
    )


def _fact(document: SourceText, fact: Fact, period: str) -> dict[str, object]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "subject": fact.subject,
        "measure": fact.measure,
        "value": fact.value,
        **_full(
            printed=fact.printed,
            unit=fact.unit,
            period=fact.period if fact.period != period else "",
            qualifiers=list(fact.qualifiers),
            items=list(fact.items),
            doubts=list(fact.doubts),
        ),
        "quote": document.text[fact.source.start : fact.source.end],
        "start": fact.source.start,
        "end": fact.source.end,
    }


def _table(document: SourceText, table: ReadTable, one: Extract) -> dict[str, object]:
    names = {row.name: _as_printed(document, row.name, row.name_start, row.name_end) for row in table.rows}
    return {
        "id": table_id(table),
        "title": table.name,
        "start": table.title[0],
        "end": table.title[1],
        **_full(
            each=table.each,
            period=table.period if table.period != one.period else "",
            doubts=list(table.doubts),
        ),
        "columns": list(table.columns),
        **_full(skipped=_skipped(document, table.skipped)),
        "rows": [_row(document, row, names) for row in table.rows],
    }


def _row(document: SourceText, row: TableRow, names: Mapping[str, str]) -> dict[str, object]:
    group = " · ".join(names.get(part, part) for part in row.group.split(" · "))
    return {
        "id": row_id(row),
        **_full(number=row.number, group=group),
        "name": names[row.name],
        **_full(unit=row.unit, doubts=list(row.doubts)),
        "start": row.start,
        "end": row.end,
        "name_start": row.name_start,
        "name_end": row.name_end,
        "cells": {column: _cell(document, cell) for column, cell in row.cells.items()},
    }


def _as_printed(document: SourceText, words: str, start: int, end: int) -> str:
    """Words in the script they are printed in: what was read may have been put into the other one."""
    printed = document.text[start:end]
    if in_one_script(printed) == printed:
        return words
    # Only the script is that of the print: brackets and the like stay as they were read, and spaces are left out.
    found, at = "", 0
    for read in words:
        while printed[at : at + 1].isspace() and not read.isspace():
            at += 1
        one = printed[at : at + 1]
        found += one if in_one_script(one) == read else read
        at += 1
    return found


def _cell(document: SourceText, cell: Cell) -> dict[str, object]:
    places = {"start": cell.start, "end": cell.end}
    if cell.kind == "text":
        return {
            "value": _as_printed(document, cell.value, cell.start, cell.end),
            "kind": "text",
            **_full(
                items=list(cell.items),
                inherited=cell.inherited,
                period=cell.period,
                cell=cell.ref,
                doubts=list(cell.doubts),
            ),
            **places,
        }
    return {
        "value": cell.value,
        "printed": cell.printed,
        **_full(
            unit=cell.unit,
            inherited=cell.inherited,
            period=cell.period,
            cell=cell.ref,
            doubts=list(cell.doubts),
        ),
        **places,
    }


def _skipped(document: SourceText, skips: Iterable[Skip]) -> list[dict[str, object]]:
    return [{"text": document.text[one.start : one.end], "start": one.start, "why": one.why} for one in skips]


def _full(**values: object) -> dict[str, object]:
    """Only the keys that say something."""
    return {
        key: value for key, value in values.items() if value or (value == 0 and not isinstance(value, bool))
    }

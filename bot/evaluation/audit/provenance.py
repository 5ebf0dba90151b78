"""Does every value and quote stand in the source where the knowledge says it does?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.errors import Problem
from bot.knowledge.schema import CellEntry, DocumentFiles, FactEntry, RowEntry, Skipped, TableEntry
from bot.knowledge.yamlfile import Place
from bot.language import numerals
from bot.language.numerals import NUMBER
from bot.language.text import in_one_script
from bot.messages import tell
from bot.reading.quantities import quantities

_SIGN = r"(?<![\dA-Za-z])[-+\u2212\uff0d]"
_SIGNED = re.compile(rf"(?:{_SIGN})?(?:{NUMBER.pattern})")
_NUMERAL = re.compile(f"(?:[百千万]分之)?[{numerals.NUMERALS}点]+")
_PARTED = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?(?!\d)", re.ASCII)
"""A number with its thousands parted by spaces."""
_LONGEST_NUMERAL = 40
_ID = re.compile(r"(?:.*/)?[a-z]+(\d+)(?:\.\d+)?")


def check(files: DocumentFiles, text: str) -> list[Problem]:
    """Every place where the source says something else than the facts and tables."""
    return [*_check_document(files, text), *_check_facts(files, text), *_check_tables(files, text)]


def offset(entry_id: str) -> int | None:
    """The offset in the source that an id is made of; None for an id of another kind.

    >>> offset("n3410"), offset("haizhou/n3410.2"), offset("third")
    (3410, 3410, None)
    """
    place = _ID.fullmatch(entry_id)
    return int(place[1]) if place else None


def number_start(fact: FactEntry) -> int:
    """Where the value of a fact starts: its id says so, else it is looked up in the quote."""
    start = offset(fact.id)
    return fact.start + max(fact.quote.find(fact.printed or fact.value), 0) if start is None else start


def number_at(text: str, start: int) -> re.Match[str] | None:
    """The number in digits that starts at an offset, with a sign that stands there or just before."""
    return (_SIGNED.match(text, start - 1) if start else None) or _SIGNED.match(text, start)


def squeeze(text: str) -> str:
    """A text without white space, in ordinary width and one script: what is read may differ in these.

    >>> squeeze("市生態  環境局５％")
    '市生态环境局5%'
    """
    return in_one_script("".join(unicodedata.normalize("NFKC", text).split()))


def _check_document(files: DocumentFiles, text: str) -> Iterator[Problem]:
    for index, section in enumerate(files.document.sections):
        if section.end > len(text):
            message = tell(
                "the section {title} ends after the end of the source; run ingest again", title=section.title
            )
            yield files.document_yaml.problem(("sections", index, "end"), message)
    for place, message in _check_skipped(files.document.skipped, text, ()):
        yield files.document_yaml.problem(place, message)


def _check_facts(files: DocumentFiles, text: str) -> Iterator[Problem]:
    for index, sentence in enumerate(files.facts.sentences):
        here: Place = ("sentences", index)
        if text[sentence.start : sentence.start + len(sentence.text)] != sentence.text:
            message = tell("the source has other words at {start}; run ingest again", start=sentence.start)
            yield files.facts_yaml.problem((*here, "text"), message)
        for position, fact in enumerate(sentence.facts):
            for key, message in _check_fact(fact, text):
                yield files.facts_yaml.problem((*here, "facts", position, key), message)
        for place, message in _check_skipped(sentence.skipped, text, here):
            yield files.facts_yaml.problem(place, message)


def _check_fact(fact: FactEntry, text: str) -> Iterator[tuple[str, str]]:
    if text[fact.start : fact.end] != fact.quote:
        yield (
            "quote",
            tell(
                "{id}: the source has other words at {start}-{end}; run ingest again",
                id=fact.id,
                start=fact.start,
                end=fact.end,
            ),
        )
    if fact.printed and squeeze(fact.printed) not in squeeze(fact.quote):
        yield (
            "printed",
            tell("{id}: {printed} is not in its quote; run ingest again", id=fact.id, printed=fact.printed),
        )
    start = number_start(fact)
    if fact.kind == "figure":
        if not (_says_number(text, start, fact.value) or _says_in_two(fact)):
            yield (
                "value",
                tell(
                    "{id}: the source does not say {value} at {start}; run ingest again",
                    id=fact.id,
                    value=fact.value,
                    start=start,
                ),
            )
    elif squeeze(fact.value) not in squeeze(fact.quote):
        missing = [item for item in fact.items or (fact.value,) if squeeze(item) not in squeeze(fact.quote)]
        if missing:
            yield (
                "value",
                tell(
                    "{id}: {missing} is not in its quote; run ingest again",
                    id=fact.id,
                    missing="、".join(missing),
                ),
            )


def _says_number(text: str, start: int, value: str) -> bool:
    """Whether the number printed at an offset, in digits or Chinese numerals, is the value, sign included."""
    if (parted := _PARTED.match(text, start)) and parted[0].replace(" ", "") == value:
        return True
    if printed := number_at(text, start):
        return numerals.plain(printed[0]) == value
    words = _NUMERAL.match(in_one_script(text[start : start + _LONGEST_NUMERAL]))
    return words is not None and any(
        numerals.plain(words[0][:end]) == value for end in range(len(words[0]), 0, -1)
    )


def _says_in_two(fact: FactEntry) -> bool:
    """Whether it is printed in several numbers that come to its value: 3亿5000万元, 480—520公斤."""
    several = len(NUMBER.findall(fact.printed)) > 1
    return several and [one.value for one in quantities(fact.printed)[0]] == [fact.value]


def _check_tables(files: DocumentFiles, text: str) -> Iterator[Problem]:
    for index, table in enumerate(files.tables.tables):
        for place, message in _check_table(table, text):
            yield files.tables_yaml.problem(("tables", index, *place), message)


def _check_table(table: TableEntry, text: str) -> Iterator[tuple[Place, str]]:
    if table.end > table.start and squeeze(table.title) not in squeeze(text[table.start : table.end]):
        yield (
            ("title",),
            tell(
                "{id}: the source has other words at {start}; run ingest again",
                id=table.id,
                start=table.start,
            ),
        )
    yield from _check_skipped(table.skipped, text, ())
    for index, row in enumerate(table.rows):
        here: Place = ("rows", index)
        if squeeze(row.name) not in squeeze(text[row.name_start : row.name_end]):
            yield (
                (*here, "name"),
                tell(
                    "{id}: the source has another name at {start}; run ingest again",
                    id=row.id,
                    start=row.name_start,
                ),
            )
        for column, cell in row.cells.items():
            if message := _check_cell(row, column, cell, text):
                yield (*here, "cells", column), message


def _check_cell(row: RowEntry, column: str, cell: CellEntry, text: str) -> str:
    stands = squeeze(text[cell.start : cell.end])
    if any(squeeze(part) not in stands for part in cell.items or (cell.printed or cell.value,)):
        return tell(
            "{row} {column}: the source says {stands} at {start}; run ingest again",
            row=row.id,
            column=column,
            stands=stands or tell("nothing"),
            start=cell.start,
        )
    printed = [numerals.plain(number) for number in _SIGNED.findall(stands)]
    if stands.startswith("("):  # what is lost stands in brackets
        printed += [f"-{number}" for number in printed]
    if cell.is_figure and cell.value not in printed:
        return tell(
            "{id} {column}: the source does not say {value} at {start}; run ingest again",
            id=row.id,
            column=column,
            value=cell.value,
            start=cell.start,
        )
    if not cell.inherited and not row.start <= cell.start <= cell.end <= row.end:
        return tell(
            "{id} {column}: the cell stands outside its row; run ingest again", id=row.id, column=column
        )
    return ""


def _check_skipped(skipped: tuple[Skipped, ...], text: str, here: Place) -> Iterator[tuple[Place, str]]:
    for index, entry in enumerate(skipped):
        if text[entry.start : entry.start + len(entry.text)] != entry.text:
            message = tell(
                "the source does not say {text} at {start}; run ingest again",
                text=entry.text,
                start=entry.start,
            )
            yield (*here, "skipped", index), message

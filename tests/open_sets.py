"""Sets of questions on documents that are not the project's own, each with the knowledge it is asked in.

A folder of them holds any of these; what is missing is passed over:

- ``documents/NAME.txt``, or ``.html``, ``.docx`` and so on, with ``NAME.questions.jsonl``: texts;
- ``documents/xlsx/NUMBER_TITLE.xlsx`` with ``NUMBER.questions.jsonl``: sheets;
- ``encyclopedia/NAME.documents.jsonl`` (``id``, ``title``, ``text``) with ``NAME.questions.jsonl`` (with
  ``document``): articles;
- ``retqa/tables.jsonl.gz`` (``title``, ``columns``, ``rows``) with ``train.jsonl`` (with ``evidence``, the title
  of a table): tables.

The questions are those of `bot.evaluation.judge`, with a ``kind``. Each document is read once, as ``ingest`` reads
it, and kept under the hash of what it is and of the code that reads it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.errors import DocumentError
from bot.knowledge import store
from bot.language import numerals
from bot.reading.build import build
from tests import conversation
from tests.conversation import KNOWLEDGE, ROOT
from tests.progress import shown

SEED = (
    "dev.jsonl",
    "own.jsonl",
    "operations.jsonl",
    "logic.jsonl",
    "reckoning.jsonl",
    "strangers.jsonl",
    "passersby.jsonl",
    "visitors.jsonl",
    "newcomers.jsonl",
    "latecomers.jsonl",
    "bystanders.jsonl",
    "callers.jsonl",
    "reasoners.jsonl",
    "petitioners.jsonl",
    "arguers.jsonl",
    "neighbours.jsonl",
    "reckoners.jsonl",
    "townsfolk.jsonl",
    "followers.jsonl",
    "tallykeepers.jsonl",
)
STRANGERS = ROOT / "tests" / "strangers"
"""Documents as others publish them, with what strangers ask; laid out as any folder of open sets."""
MOST_ROWS = 80
"""A longer table is left out: it takes long to read, and tells nothing that a shorter one does not."""
BUNDLE = 12
"""Questions on tables that are asked in one knowledge."""
ALIKE = 5
"""Titles of tables that share so many first characters are of one place."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Set:
    """Questions and the knowledge they are asked in.

    Attributes:
        name: What kind of documents it is of: "seed", "texts", "sheets", "articles", "tables".
        knowledge: A folder with the knowledge of one document or several.
        document: What is left out together where something is learnt from the sets and tried on one of them;
            two sets of one document share it.
        questions: The questions, as in ``tests/questions``.
    """

    name: str
    knowledge: Path
    document: str
    questions: tuple[Record, ...]


@dataclass(frozen=True)
class _Unread:
    """A set whose documents, files by their names, are still to be read."""

    name: str
    document: str
    files: Mapping[str, bytes]
    questions: tuple[Record, ...]


def seed() -> Set:
    """The committed questions on the project's own knowledge."""
    documents = "+".join(place.name for place in store.document_folders(KNOWLEDGE))
    asked = (question for name in SEED for question in conversation.questions(name))
    return Set("seed", KNOWLEDGE, documents, tuple(asked))


def collect(folder: Path | None, cache: Path) -> list[Set]:
    """The committed sets and those of a folder, in the same order every time.

    Args:
        folder: What is laid out as the module says; none for the committed sets alone.
        cache: Where what is read is kept; what is there already is not read again.
    """
    folders = [STRANGERS, folder] if folder else [STRANGERS]
    kinds = (_texts, _sheets, _articles, _tables)
    unread = [one for kind in kinds for place in folders for one in kind(place)]
    read = (_read(one, cache) for one in shown(unread, "reading open sets", every=1))
    return [seed(), *filter(None, read)]


def _read(one: _Unread, cache: Path) -> Set | None:
    """A set with its documents read; none where not one of them can be, which is told."""
    place = cache / one.name / f"{_hash(one.files)}"
    if not place.exists():
        part = place.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        (part / "sources").mkdir(parents=True)
        (part / "knowledge").mkdir()
        for name, content in one.files.items():
            source = part / "sources" / name
            source.write_bytes(content)
            try:
                build([source], part / "knowledge")
            except DocumentError as error:
                sys.stderr.write(f"\n{error}\n")
        part.rename(place)
    knowledge = place / "knowledge"
    if not any(knowledge.iterdir()):
        sys.stderr.write(f"\n{one.document}: nothing was read; {len(one.questions)} questions are left out\n")
        return None
    return Set(one.name, knowledge, one.document, tuple(map(_in_digits, one.questions)))


def _hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(_rules())
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


@cache
def _rules() -> bytes:
    """The hash of what says how documents are read; the word lists of questions do not."""
    digest = hashlib.sha256()
    read_by = [*(ROOT / "bot" / "reading").rglob("*"), *(ROOT / "bot" / "language").glob("*.py")]
    for path in sorted(read_by):
        if path.suffix in {".py", ".yaml"}:
            digest.update(path.read_bytes())
    return digest.digest()


def _in_digits(question: Record) -> Record:
    """A question whose values may be given in digits where the text has them in Chinese numerals.

    What stands behind a number is its unit then: 一千億 is 1000.
    """
    bare = [value.replace("兩", "两").rstrip("万亿萬億") for value in question["values"]]
    values = [numerals.plain(one) or value for one, value in zip(bare, question["values"], strict=True)]
    alt = [*question.get("alt", ())]
    return question if values == question["values"] else question | {"alt": [*alt, values]}


def _texts(folder: Path) -> Iterator[_Unread]:
    for asked in sorted((folder / "documents").glob("*.questions.jsonl")):
        name = asked.name.removesuffix(".questions.jsonl")
        for path in asked.parent.glob(f"{name}.*"):
            if path.name in (asked.name, f"{name}.figures.jsonl"):
                continue
            yield _Unread("texts", name, {path.name: path.read_bytes()}, _records(asked))


def _sheets(folder: Path) -> Iterator[_Unread]:
    for path in sorted((folder / "documents" / "xlsx").glob("*.xls*")):
        number, _, title = path.stem.partition("_")
        if questions := _records(path.with_name(f"{number}.questions.jsonl")):
            yield _Unread("sheets", title or number, {path.name: path.read_bytes()}, questions)


def _articles(folder: Path) -> Iterator[_Unread]:
    for path in sorted((folder / "encyclopedia").glob("*.documents.jsonl")):
        asked = defaultdict(list)
        for question in _records(path.with_name(path.name.replace(".documents.", ".questions."))):
            asked[question["document"]].append(question)
        for article in _records(path):
            if questions := asked[article["id"]]:
                text = f"{article['title']}\n\n{article['text']}\n".encode()
                yield _Unread(
                    "articles", article["id"], {f"{_file(article['id'])}.txt": text}, tuple(questions)
                )


def _tables(folder: Path) -> Iterator[_Unread]:
    """Bundles of questions for one cell, with the tables they are about and another one of the same place each.

    All questions on a table are in one bundle, and a table that is only there to be confused with is one that
    nobody asks about, so that no two bundles share a table.
    """
    place = folder / "retqa"
    tables = {
        table["title"]: table
        for table in _records(place / "tables.jsonl.gz")
        if len(table["rows"]) <= MOST_ROWS
    }
    asked = defaultdict(list)
    for question in _records(place / "train.jsonl"):
        single = question["kind"] == "simple" and len(question["values"]) == 1
        if single and question["evidence"] in tables:
            asked[question["evidence"]].append(question)
    chance = random.Random(3)  # noqa: S311 - the same every time is what is wanted
    beside = defaultdict(list)
    for title in tables.keys() - asked.keys():
        beside[title[:ALIKE]].append(title)
    neighbours = {key: chance.sample(sorted(titles), len(titles)) for key, titles in sorted(beside.items())}
    for number, titles in enumerate(_bundles(asked, chance), 1):
        others = [neighbours[key].pop() for title in titles if neighbours.get(key := title[:ALIKE])]
        yield _Unread(
            "tables",
            f"tables-{number:02}",
            {f"{_file(title)}.csv": _csv(tables[title]) for title in (*titles, *others)},
            tuple(question for title in titles for question in asked[title]),
        )


def _bundles(asked: Mapping[str, Sequence[Record]], chance: random.Random) -> Iterator[list[str]]:
    """Titles of tables in any order, in lists that come to so many questions."""
    titles: list[str] = []
    for title in chance.sample(sorted(asked), len(asked)):
        titles.append(title)
        if sum(len(asked[one]) for one in titles) >= BUNDLE:
            yield titles
            titles = []
    if titles:
        yield titles


def _csv(table: Record) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([table["columns"], *table["rows"]])
    return written.getvalue().encode()


def _file(name: str) -> str:
    """A name as one that a file can have."""
    return re.sub(r'[\x00-\x1f/\\:*?"<>|]', "-", name)


def _records(path: Path) -> tuple[Record, ...]:
    """The objects of a file with one a line, packed or not; none where there is no such file."""
    if not path.is_file():
        return ()
    content = path.read_bytes()
    lines: Iterable[str] = (
        (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig").split("\n")
    )
    return tuple(json.loads(line) for line in lines if line.strip())

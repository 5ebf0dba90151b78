"""What the documents say, loaded from a folder: all or nothing, with every fault named by file and line."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import documents, thresholds, vocabulary
from bot.errors import KnowledgeError, Problem
from bot.model import Document, Fact, Row, Table
from bot.thresholds import Thresholds
from bot.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that can be asked for, by full id; ``facts`` holds the cells of tables as well."""

    documents: tuple[Document, ...]
    facts: Mapping[str, Fact]
    rows: Mapping[str, Row]
    tables: Mapping[str, Table]
    vocabulary: Vocabulary
    loaded: datetime
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two loadings, each difference a line people can read."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    vocabulary: bool = False
    thresholds: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self == Changes()


def default_folder() -> Path:
    """The knowledge that comes with the program: the one in the wheel, else the one of the checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "_knowledge"
    return packed if packed.is_dir() else package.parent / "knowledge"


def load(folder: Path) -> Knowledge:
    """Load every document of a folder; raises `KnowledgeError` with all faults of all files."""
    problems: list[Problem] = []
    found: list[Document] = []
    for place in document_folders(folder):
        try:
            found.append(documents.read(place))
        except KnowledgeError as error:
            problems += error.problems
    words, chosen = None, Thresholds()
    try:
        words = vocabulary.load(vocabulary_file(folder))
    except KnowledgeError as error:
        problems += error.problems
    try:
        if calibration := calibration_file(folder):
            chosen = thresholds.load(calibration)
    except KnowledgeError as error:
        problems += error.problems
    if problems or words is None:
        raise KnowledgeError(problems)
    tables = {table.id: table for document in found for table in document.tables}
    rows = {row.id: row for table in tables.values() for row in table.rows}
    facts = {fact.id: fact for document in found for fact in document.facts}
    facts |= {cell.id: cell for row in rows.values() for cell in row.cells.values()}
    words = words.measuring(sorted({fact.unit for fact in facts.values() if fact.unit}))
    return Knowledge(tuple(found), facts, rows, tables, words, datetime.now(UTC), chosen)


def document_folders(folder: Path) -> list[Path]:
    """The folders of the documents in ``folder``; raises `KnowledgeError` when there is none."""
    if not folder.is_dir():
        message = "there is no such folder; name one with --knowledge or WENSHU_KNOWLEDGE"
        raise KnowledgeError([Problem(folder, 0, message)])
    places = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith((".", "_")))
    if not places:
        message = f"no document is in here; make one with: python -m bot ingest FILE --into {folder}"
        raise KnowledgeError([Problem(folder, 0, message)])
    return places


def vocabulary_file(folder: Path) -> Path:
    """The folder's own vocabulary, else the one that comes with the program."""
    own = folder / "vocabulary.yaml"
    return own if own.exists() else default_folder() / "vocabulary.yaml"


def calibration_file(folder: Path) -> Path | None:
    """The folder's own calibration, else the one that comes with the program; None where there is neither."""
    places = (folder / "calibration.yaml", default_folder() / "calibration.yaml")
    return next((path for path in places if path.exists()), None)


def fingerprint(folder: Path) -> str:
    """The SHA-256 of everything a calibration rests on: the files of every document, and the vocabulary."""
    words = vocabulary_file(folder)
    files = [words, words.with_name("statistics.yaml"), words.with_name("places.yaml")]
    files += (path for place in document_folders(folder) for path in sorted(place.glob("*.yaml")))
    digest = hashlib.sha256()
    for path in files:
        if path.exists():
            name = path.name if path in files[:3] else f"{path.parent.name}/{path.name}"
            # Line ends are a matter of the checkout, and no other knowledge.
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def compare(old: Knowledge, new: Knowledge) -> Changes:
    """What an editor would want to hear after a reload.

    Facts are matched by id first and by name where ids have moved with the text.
    """
    before, after = dict(old.facts), dict(new.facts)
    pairs = [
        (before.pop(key), after.pop(key))
        for key in old.facts
        if key in after and _alike(before[key], after[key])
    ]
    moved = defaultdict[tuple[object, ...], list[Fact]](list)
    for fact in after.values():
        moved[_name_key(fact)].append(fact)
    for key, fact in list(before.items()):
        if same_name := moved[_name_key(fact)]:
            pairs.append((before.pop(key), after.pop(same_name.pop(0).id)))
    return Changes(
        added=tuple(f"{_name(fact)}: {_said(fact)}" for fact in after.values()),
        removed=tuple(f"{_name(fact)}: {_said(fact)}" for fact in before.values()),
        changed=tuple(_changed(pairs)),
        renamed=tuple(_renamed(pairs, old, new)),
        vocabulary=old.vocabulary != new.vocabulary,
        thresholds=old.thresholds != new.thresholds,
    )


def _alike(old: Fact, new: Fact) -> bool:
    return _name_key(old) == _name_key(new) or (old.value, old.printed) == (new.value, new.printed)


def _name_key(fact: Fact) -> tuple[object, ...]:
    return fact.document, fact.subject, fact.measure, fact.qualifiers, fact.period


def _name(fact: Fact) -> str:
    return fact.short or " · ".join(filter(None, (fact.label, *fact.qualifiers)))


def _said(fact: Fact) -> str:
    return f"{fact.value}{fact.unit}"


def _changed(pairs: Iterable[tuple[Fact, Fact]]) -> Iterator[str]:
    for old, new in pairs:
        if _said(old) != _said(new):
            yield f"{_name(new)}: {_said(old)} → {_said(new)}"
        elif _name_key(old) != _name_key(new):
            yield f"{_name(old)} → {_name(new)}: {_said(new)}"


def _renamed(pairs: Iterable[tuple[Fact, Fact]], old: Knowledge, new: Knowledge) -> Iterator[str]:
    for was, now in pairs:
        if (was.short, was.also, was.english) != (now.short, now.also, now.english):
            yield _name(now)
    for key, row in new.rows.items():
        other = old.rows.get(key, row)
        if (row.short, row.also, row.english, row.group) != (
            other.short,
            other.also,
            other.english,
            other.group,
        ):
            yield row.title

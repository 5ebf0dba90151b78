"""A file that an admin brings: read aside, told what it would change, put among the knowledge when it is wanted.

Everything waits in a folder of its own below `.incoming` in the knowledge folder, which nobody else reads: what is
broken, refused or forgotten changes nothing.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DocumentError, KnowledgeError
from bot.knowledge import documents, shelf, store, versions
from bot.knowledge.changes import Changes, compare
from bot.knowledge.doubts import Words
from bot.knowledge.model import Document, Fact, Knowledge
from bot.language.speech import Language
from bot.messages import tell, why
from bot.reading.progress import Wanted, always

LARGEST = 20 * 1024 * 1024
"""Bytes; more than this Telegram gives to no bot."""
WAITING = 24 * 3600.0
"""Seconds that a file waits for somebody to want it."""
_PLACE = ".incoming"
_ABOUT = "incoming.json"
_TOKEN = re.compile(r"\d{1,19}")
_NAME = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_LONGEST = 120
"""Bytes of a file's name: file systems take 255, and something may be put behind it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure of the file and the same of a document in use, which has another value."""

    name: str
    value: str
    other: str
    document: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file gave, and what it would change.

    ``texts`` counts what is told in words; ``unsure`` are the first of the ``doubts``, each with what is doubtful.
    ``replaces`` is whether its document is in use already; only then there are ``changes``.
    """

    title: str
    figures: int
    texts: int
    tables: int
    rows: int
    doubts: int
    unsure: tuple[tuple[str, Words], ...]
    contradictions: tuple[Contradiction, ...]
    replaces: bool
    changes: Changes
    review: bytes


def read(  # noqa: PLR0913 - a file, where it goes and what it is held against
    folder: Path,
    token: str,
    name: str,
    data: bytes,
    known: Knowledge,
    *,
    wanted: Wanted = always,
    language: Language | None = None,
) -> Incoming:
    """Read a file that has come under a name, and compare it with the knowledge in use; nothing of that changes.

    It is read in a process of its own with the limits of all reading, as long as it is ``wanted``; its page for
    review is in the ``language``, that of the machine by itself. What takes the same token again starts anew.

    Raises:
        DocumentError: it cannot be read, or holds nothing that could be asked for; nothing is kept of it.
        GivenUpError: it is not wanted any more; nothing is kept of it either.
    """
    from bot.reading.build import build
    from bot.reading.ids import assigned

    folder = folder.resolve()
    sweep(folder)
    file_name = _plain(name)
    try:
        with _made(_room(folder, token)) as room:
            id_ = next(iter(assigned([folder / file_name], folder)))
            out = room / folder.name
            replaces = (folder / id_).is_dir()
            _prepare(out / id_, folder / id_, file_name, data)
            [summary] = build([out / id_ / file_name], out, wanted=wanted, language=language)
            new = documents.read(out / id_)
            about = {"id": id_, "name": file_name, "at": time.time()}
            (room / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
            review = (out / id_ / "review.html").read_bytes()
    except OSError as error:
        raise DocumentError(Path(file_name), tell("cannot be kept: {why}", why=why(error))) from error
    except (DocumentError, KnowledgeError) as error:
        fault = error.problems[0] if isinstance(error, KnowledgeError) else error
        raise DocumentError(Path(fault.file.name), fault.message, fault.line) from error
    before = [document for document in known.documents if document.folder == id_]
    old, now = store.some(before, known), store.some(new, known)
    others = [document for document in known.documents if document.folder != id_]
    return Incoming(
        summary.title,
        summary.figures,
        max(0, len(now.facts) - summary.figures),
        summary.tables,
        summary.rows,
        summary.doubts,
        summary.unsure,
        tuple(_contradictions(now, others, known)),
        replaces,
        compare(old, now) if replaces else Changes(),
        review,
    )


def accept(folder: Path, token: str) -> versions.Version | None:
    """Put a file that waits among the knowledge, and keep what it replaces; None where none waits any more.

    Raises:
        KnowledgeError: what was read has faults; nothing is changed then.
        DocumentError: it cannot be written.
    """
    folder = folder.resolve()
    sweep(folder)
    room = _room(folder, token)
    try:
        about = json.loads((room / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    name, staged = about["id"], room / folder.name / about["id"]
    replaces = (folder / name).is_dir()
    if replaces:
        # What an editor has written since the file was read is not lost.
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / name / "curation.yaml", staged / "curation.yaml.new")
            (staged / "curation.yaml.new").replace(staged / "curation.yaml")
    version = versions.put(folder, {name: staged}, "replace" if replaces else "add", about["name"])
    shutil.rmtree(room, ignore_errors=True)
    return version


def discard(folder: Path, token: str) -> bool:
    """Throw a file away that waits; whether there was one."""
    room = _room(folder.resolve(), token)
    there = room.exists()
    shutil.rmtree(room, ignore_errors=True)
    return there


def sweep(folder: Path) -> None:
    """Throw away what nobody has wanted for a day."""
    for room in (folder / _PLACE).glob("*"):
        with suppress(OSError):
            if room.stat().st_mtime + WAITING < time.time():
                shutil.rmtree(room, ignore_errors=True)


def _room(folder: Path, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise ValueError(token)
    return folder / _PLACE / token


@contextmanager
def _made(room: Path) -> Iterator[Path]:
    """A room in which nothing is yet; whatever goes wrong in it, nothing is left."""
    shutil.rmtree(room, ignore_errors=True)
    try:
        yield room
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise


def _plain(name: str) -> str:
    """A file's name as it can be written on any disk, with its ending."""
    path = Path(_NAME.sub("_", name).strip(". ") or "file")
    suffix = path.suffix if len(path.suffix.encode()) < _LONGEST // 4 else ""
    stem = path.name.removesuffix(suffix).encode()[: _LONGEST - len(suffix.encode())].decode(errors="ignore")
    return stem + suffix


def _prepare(place: Path, before: Path, name: str, data: bytes) -> None:
    """Lay out the folder of a document before it is read: what is there of it, and the file itself.

    That its source is this file is written down beforehand, so that it keeps its id.
    """
    source = f"{place.parent.name}/{place.name}/{name}"
    if before.is_dir():
        shutil.copytree(before, place)
        about = place / "document.yaml"
        told = about.read_text(encoding="utf-8") if about.exists() else ""
        was = re.search(r"^source: *['\"]?(.*?)['\"]?$", told, re.MULTILINE)
        if was and was[1].startswith(f"{place.parent.name}/{place.name}/"):
            (place / Path(was[1]).name).unlink(missing_ok=True)
        told = re.sub(r"^source:.*\n?", "", told, flags=re.MULTILINE)
        about.write_text(f"{told}source: {json.dumps(source, ensure_ascii=False)}\n", encoding="utf-8")
    else:
        place.mkdir(parents=True)
        line = f"source: {json.dumps(source, ensure_ascii=False)}\n"
        (place / "document.yaml").write_text(line, encoding="utf-8")
    (place / name).write_bytes(data)


def _contradictions(new: Knowledge, others: list[Document], known: Knowledge) -> Iterator[Contradiction]:
    """The same figures with other values; among very many documents nobody could look at them all."""
    if shelf.is_large(others):
        return
    places = {document.id: (document.place, document.period) for document in [*new.documents, *others]}
    titles = {document.id: document.title for document in others}

    def key(fact: Fact) -> tuple[object, ...]:
        place, period = places[fact.document]
        return place, fact.period or period, fact.subject, fact.measure, fact.qualifiers, fact.unit

    said = {
        key(fact): fact for fact in known.facts.values() if fact.document in titles and fact.kind == "figure"
    }
    for fact in new.facts.values():
        other = said.get(key(fact))
        if other and fact.kind == "figure" and other.value != fact.value:
            yield Contradiction(fact.full_name, fact.shown, other.shown, titles[other.document])

"""What the documents say, loaded from a folder. A document with faults is left out, and they are named."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot import __version__
from bot.errors import KnowledgeError, Problem
from bot.knowledge import calibration, documents, folders, shelf, words
from bot.knowledge.model import Document, Knowledge
from bot.knowledge.signs import Likelihood
from bot.knowledge.thresholds import Thresholds
from bot.knowledge.weights import Weights
from bot.language.vocabulary import Vocabulary
from bot.messages import tell, why

T = TypeVar("T")
log = logging.getLogger(__name__)

_PARTS = ("document.yaml", "facts.yaml", "tables.yaml", "curation.yaml")
"""A folder with any of these is one of a document."""
_WORDLISTS = 3
"""So many files have the words of the question language."""


def default_folder() -> Path:
    """The knowledge that comes with the program: the one in the wheel, else the one of the checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "_knowledge"
    return packed if packed.is_dir() else package.parent / "knowledge"


def load(folder: Path, before: Knowledge | None = None) -> Knowledge:
    """Load every document of a folder, each by itself.

    Args:
        folder: The folder with a folder for each document.
        before: What is in use now: a document of it that has faults today stays as it is there.

    Raises:
        KnowledgeError: no document can be read, or the vocabulary or the thresholds cannot; with all faults.
    """
    problems: list[Problem] = []
    places = document_folders(folder)
    read = {place.name: _read(place, problems) for place in places}
    any_read = any(one for these in read.values() for one in these.values())
    in_use = before.documents if before and any_read else ()
    found = [document for name, these in read.items() for document in _stayed(name, these, in_use)]
    spoken = chosen = None
    faults: list[Problem] = []
    try:
        spoken = words.load(vocabulary_file(folder))
    except KnowledgeError as error:
        faults += error.problems
    try:
        chosen = calibrated(folder)
    except KnowledgeError as error:
        faults += error.problems
    if spoken is None or chosen is None or not found:
        raise KnowledgeError(faults + problems)
    return gather(found, spoken, chosen, problems)


def _read(place: Path, problems: list[Problem]) -> Mapping[str, Document | None]:
    """The documents of a folder by their ids, None for one that has faults; empty where nothing can be read."""
    folder = attempt(place, partial(folders.read, place), problems)
    if folder is None:
        return {}
    problems += folder.problems
    shown = [files for files in folder.documents if not files.hidden]
    return {files.document.id: attempt(place, partial(documents.build, files), problems) for files in shown}


def _stayed(name: str, read: Mapping[str, Document | None], in_use: Sequence[Document]) -> Iterator[Document]:
    """The documents of a folder, those that have faults today as they were before."""
    before = {document.id: document for document in in_use if document.folder == name}
    chosen = (
        (before.get(id_) if one is None else one for id_, one in read.items()) if read else before.values()
    )
    yield from (one for one in chosen if one)


def attempt(place: Path, action: Callable[[], T], problems: list[Problem]) -> T | None:
    """Do what concerns one document; where it fails, say so in ``problems`` and go on with the others.

    No fault of one document, not even one of this program, may keep the others from being asked for.
    """
    try:
        return action()
    except KnowledgeError as error:
        problems += error.problems
    except OSError as error:
        where = Path(error.filename) if error.filename else place
        message = tell("cannot be read: {why}; check its permissions", why=why(error))
        problems.append(Problem(where, 0, message))
    except Exception as error:
        log.info("%s cannot be used", place, exc_info=True)
        reason = f"{type(error).__name__}: {error}".partition("\n")[0]
        message = tell("cannot be used ({reason}); run ingest again, or take the folder away", reason=reason)
        problems.append(Problem(place, 0, message))
    return None


def gather(
    found: Sequence[Document],
    spoken: Vocabulary,
    chosen: tuple[Thresholds, Weights, Likelihood],
    problems: Sequence[Problem] = (),
) -> Knowledge:
    """The knowledge of some documents."""
    noticed = {notice for document in found for notice in document.notices}
    problems = tuple(sorted(noticed.union(problems)))
    figures: Mapping[str, int] = {}
    if shelf.is_large(found):
        said = shelf.Shelf({document.id: document for document in found}).contents()
    else:
        found = tuple(map(shelf.opened, found))
        said = shelf.contents(found)
        figures = Counter(fact.document for fact in said.facts.values() if fact.kind == "figure")
        spoken = spoken.measuring(sorted({fact.unit for fact in said.facts.values() if fact.unit}))
        columns = {column for table in said.tables.values() for column in table.columns}
        if not any(spoken.role_of(column) == "lead" for column in columns):
            spoken = spoken.without("lead")
    now = datetime.now(UTC)
    return Knowledge(
        tuple(found), said.facts, said.rows, said.tables, spoken, now, *chosen, problems, figures
    )


def some(documents: Sequence[Document], known: Knowledge) -> Knowledge:
    """The knowledge of some of the documents, all of it at hand, judged as among all."""
    at_hand = tuple(map(shelf.opened, documents))
    said = shelf.contents(at_hand)
    return replace(
        known, documents=at_hand, facts=said.facts, rows=said.rows, tables=said.tables, problems=()
    )


def document_folders(folder: Path) -> list[Path]:
    """The folders of the documents in ``folder``; raises `KnowledgeError` when there is none."""
    places = [place for place in _folders(folder) if _is_document(place)]
    if not places:
        message = tell(
            "no document is in here; make one with: python -m bot ingest FILE --into {folder}", folder=folder
        )
        raise KnowledgeError([Problem(folder, 0, message)])
    return places


def other_folders(folder: Path) -> list[Path]:
    """The folders in ``folder`` that are no documents, which are passed over: 新建文件夹, @eaDir."""
    return [place for place in _folders(folder) if not _is_document(place)]


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        message = tell("there is no such folder; name one with --knowledge or WENSHU_KNOWLEDGE")
        raise KnowledgeError([Problem(folder, 0, message)])
    try:
        return sorted(p for p in folder.iterdir() if not p.name.startswith((".", "_")) and p.is_dir())
    except OSError as error:
        message = tell("cannot be read: {why}; check its permissions", why=why(error))
        raise KnowledgeError([Problem(folder, 0, message)]) from error


def _is_document(place: Path) -> bool:
    try:
        return any((place / part).exists() for part in _PARTS)
    except OSError:
        return True  # what is in there cannot be seen, and that is said when it is read


def vocabulary_file(folder: Path) -> Path:
    """The folder's own vocabulary, else the one that comes with the program."""
    own = folder / "vocabulary.yaml"
    return own if own.exists() else default_folder() / "vocabulary.yaml"


def calibration_file(folder: Path) -> Path:
    """The folder's own calibration, else the one that comes with the program."""
    own = folder / "calibration.yaml"
    return own if own.exists() else default_folder() / "calibration.yaml"


def calibrated(folder: Path) -> tuple[Thresholds, Weights, Likelihood]:
    """What decides in a folder; raises `KnowledgeError` with every fault of its calibration."""
    return calibration.load(calibration_file(folder), default_folder() / "calibration.yaml")


def digest(place: Path, folder: Path) -> str:
    """The SHA-256 of what the words of a document's folder rest on: its files, the vocabulary, the program."""
    return _sha256([*_spoken(folder), *sorted(place.glob("*.yaml"))], __version__)


def fingerprint(folder: Path) -> str:
    """The SHA-256 of everything a calibration rests on: the files of every document, and the vocabulary."""
    documents_ = (path for place in document_folders(folder) for path in sorted(place.glob("*.yaml")))
    return _sha256([*_spoken(folder), *documents_])


def contents(folder: Path) -> str:
    """The SHA-256 of everything that is loaded from a folder: the files of its documents, and what decides.

    Rows that are kept apart, and sources, are as the files of their documents say.
    """
    documents_ = (path for place in document_folders(folder) for path in sorted(place.glob("*.yaml")))
    return _sha256([*_spoken(folder), calibration_file(folder), *documents_], __version__)


def _spoken(folder: Path) -> list[Path]:
    words = vocabulary_file(folder)
    return [words, words.with_name("statistics.yaml"), words.with_name("places.yaml")]


def _sha256(files: Sequence[Path], begin: str = "") -> str:
    """The SHA-256 of files, the first three by their names, the others by those of their folders as well."""
    digest = hashlib.sha256(begin.encode())
    for number, path in enumerate(files):
        if path.exists():
            name = path.name if number < _WORDLISTS else f"{path.parent.name}/{path.name}"
            # Line ends are a matter of the checkout, and no other knowledge.
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()

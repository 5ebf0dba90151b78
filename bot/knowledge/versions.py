"""Versions of a knowledge folder: what it held before each change, on disk, and the way back.

A version is a folder below `.versions` named for its time in UTC. It holds the folders of the documents that the
change was about to replace, as they were, and nothing else. To restore one undoes its change and all later ones;
that is a change like any other, with a version of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import DocumentError
from bot.knowledge import documents, store
from bot.knowledge.exchange import exchange
from bot.messages import tell, why

if sys.platform != "win32":
    import fcntl

KEPT = 30
"""So many versions are kept of a folder; the oldest go first."""
_PLACE = ".versions"
_ABOUT = "version.json"
_ROOM = ".new-"
"""How the folder of a version begins until all of it is there."""
_ABANDONED = 24 * 3600.0
"""Seconds after which nobody works in such a folder any more."""
_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Version:
    """What a folder held before one change.

    Attributes:
        name: What it is called on disk and behind buttons.
        at: When the change was made.
        what: The kind of change: "add", "replace", "curate" or "restore".
        of: What was changed, as people call it: a file's name, or the name of the version that was restored.
        folders: The folders of documents that were changed, each with whether it was there before.
    """

    name: str
    at: datetime
    what: str
    of: str
    folders: Mapping[str, bool]


def listed(folder: Path) -> list[Version]:
    """The versions of a knowledge folder, newest first; what cannot be read is passed over."""
    found = []
    for about in (folder / _PLACE).glob(f"*/{_ABOUT}"):
        if not about.parent.name.startswith("."):
            with suppress(OSError, ValueError, KeyError, TypeError):
                found.append(_read(about))
    return sorted(found, key=lambda version: version.name, reverse=True)


def moment(name: str) -> datetime | None:
    """When the change of a version was made, by its name; None for what is no such name."""
    with suppress(ValueError):
        return datetime.strptime(name, _STAMP).replace(tzinfo=UTC)
    return None


def keep(folder: Path, names: Iterable[str], what: str, of: str) -> Version:
    """Keep the folders of some documents as they are before they are changed; raises `DocumentError`."""
    with _alone(folder):
        return _keep(folder, names, what, of)


def put(folder: Path, new: Mapping[str, Path | None], what: str, of: str) -> Version:
    """Keep what is there of some documents, then put what is new in its place, each folder in one step.

    Args:
        folder: The knowledge folder.
        new: The folders to be moved there, by the name that each gets; None for one that is to go.
        what: The kind of change.
        of: What is changed, as people call it.

    Raises:
        KnowledgeError: something new has faults, or no document would be left; nothing is changed then.
        DocumentError: something could not be written; what is not in its place by then stays as it was.
    """
    for staged in filter(None, new.values()):
        documents.read(staged)
    gone = {name for name, place in new.items() if place is None}
    if not any(new.values()) and not {place.name for place in store.document_folders(folder)} - gone:
        raise DocumentError(folder, tell("no document would be left"))
    with _alone(folder):
        version = _keep(folder, new, what, of)
        with aside(folder) as room:
            for name, place in new.items():
                here = folder / name
                if place is None:
                    if os.path.lexists(here):
                        here.rename(room / name)
                elif os.path.lexists(here):
                    exchange(here, place)
                else:
                    place.rename(here)
    return version


def restore(folder: Path, name: str) -> Version | None:
    """Undo the change of a version and all changes since; None where there is no such version.

    Raises:
        KnowledgeError: what was kept has faults; nothing is changed then.
        DocumentError: something could not be written.
    """
    since = [version for version in listed(folder) if version.name >= name]
    if not since or since[-1].name != name:
        return None
    kept = {place: version for version in since for place in version.folders}  # the oldest of each
    with aside(folder) as room:
        new: dict[str, Path | None] = {}
        for place, version in kept.items():
            new[place] = room / place if version.folders[place] else None
            if version.folders[place]:
                shutil.copytree(folder / _PLACE / version.name / place, room / place, symlinks=True)
        return put(folder, new, "restore", name)


def _read(about: Path) -> Version:
    told = json.loads(about.read_text(encoding="utf-8"))
    name = about.parent.name
    at = datetime.strptime(name, _STAMP).replace(tzinfo=UTC)
    return Version(name, at, str(told["what"]), str(told["of"]), dict(told["folders"]))


def _keep(folder: Path, names: Iterable[str], what: str, of: str) -> Version:
    at = datetime.now(UTC)
    last = next(iter(listed(folder)), None)
    if last and last.at >= at:  # the clock was set back, or is coarse
        at = datetime.fromtimestamp(last.at.timestamp() + 1, UTC)
    with aside(folder) as room:
        there = {name: os.path.lexists(folder / name) for name in names}
        for name in (name for name, is_there in there.items() if is_there):
            shutil.copytree(folder / name, room / name, symlinks=True)
        about = json.dumps({"what": what, "of": of, "folders": there}, ensure_ascii=False)
        (room / _ABOUT).write_text(about, encoding="utf-8")
        room.rename(folder / _PLACE / at.strftime(_STAMP))
    for old in listed(folder)[KEPT:]:
        shutil.rmtree(folder / _PLACE / old.name, ignore_errors=True)
    for left in (folder / _PLACE).glob(f"{_ROOM}*"):  # by a process that was killed
        with suppress(OSError):
            if left.stat().st_mtime + _ABANDONED < at.timestamp():
                shutil.rmtree(left, ignore_errors=True)
    return Version(at.strftime(_STAMP), at, what, of, there)


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder to prepare something in, on the disk of the knowledge; it is gone at the end."""
    room = None
    try:
        (folder / _PLACE).mkdir(exist_ok=True)
        room = Path(tempfile.mkdtemp(dir=folder / _PLACE, prefix=_ROOM))
        yield room
    except OSError as error:
        where = Path(error.filename or folder)
        raise DocumentError(where, tell("cannot be written: {why}", why=why(error))) from error
    finally:
        if room:
            shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes a knowledge folder, then do so undisturbed."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system has locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

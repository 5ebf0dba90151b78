"""What the documents of a folder were read from: the text that their offsets count in, as the source has it now."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import KnowledgeError, Problem
from bot.knowledge import documents, folders, sources
from bot.knowledge.folders import Folder
from bot.knowledge.schema import DocumentFiles
from bot.messages import tell
from bot.reading import source


@dataclass(frozen=True, slots=True)
class Origin:
    """The text a document was read from, the file that has it, and its only line there, where it has but one."""

    file: Path
    text: str
    line: int = 0

    def told(self, problem: Problem) -> Problem:
        """A problem at the line of the file that it is on."""
        return replace(problem, line=self.line) if self.line and problem.file == self.file else problem


@dataclass(frozen=True, slots=True)
class Origins:
    """A folder, and its documents, each with what it was read from."""

    folder: Folder
    documents: list[tuple[DocumentFiles, Origin]]


def of(place: Path) -> Origins:
    """Read a folder and its source; raises `KnowledgeError` where these are not what they were."""
    folder = folders.read(place)
    file, data = _source(folder)
    if folder.about.collection:
        return _many(folder, file)
    (files,) = folder.documents
    text = documents.made_text(files) if files.document.text else sources.decode(data)
    if text is None:
        raise _changed(folder)
    made = place / files.document.text if files.document.text else file
    return Origins(folder, [(files, Origin(_near(made), text))])


def _many(folder: Folder, file: Path) -> Origins:
    """No text is kept of a file of many tables: that of each line is made again, as it was when it was read."""
    texts = {f"{folder.about.id}.{number}": (number, one.text) for number, one in source.collection(file)}
    if missing := [files for files in folder.documents if files.document.id not in texts]:
        message = tell("no line of the source has this number; run ingest again")
        raise KnowledgeError([files.document_yaml.problem(("id",), message) for files in missing])
    found = ((files, *texts[files.document.id]) for files in folder.documents)
    near = _near(file)
    return Origins(folder, [(files, Origin(near, text, line)) for files, line, text in found])


def _source(folder: Folder) -> tuple[Path, bytes]:
    """The source file and what it holds, as long as it is what was read."""
    name = folder.about.source
    file = sources.find(folder.path.parent, name)
    if file is None:
        message = tell("{name} is not there; put the file back where it was", name=name)
        raise KnowledgeError([folder.about_yaml.problem(("source",), message)])
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != folder.about.sha256:
        raise _changed(folder)
    return file, data


def _changed(folder: Folder) -> KnowledgeError:
    name = folder.about.source
    again = f"python -m bot ingest {name} --into {folder.path.parent}"
    message = tell("{name} has changed since it was read; read it again: {again}", name=name, again=again)
    return KnowledgeError([folder.about_yaml.problem(("sha256",), message)])


def _near(file: Path) -> Path:
    near = Path(os.path.relpath(file))
    return file if ".." in near.parts else near

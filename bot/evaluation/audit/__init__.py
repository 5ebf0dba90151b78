"""Is the knowledge true to its sources? Errors are to be mended; notes are worth knowing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.answering import loading
from bot.errors import KnowledgeError, Problem
from bot.evaluation.audit import consistency, coverage, doubts, origins, provenance
from bot.evaluation.audit.coverage import Coverage
from bot.evaluation.audit.origins import Origin
from bot.knowledge import calibration, documents, words
from bot.knowledge import store as knowledge
from bot.knowledge.model import Document
from bot.knowledge.schema import DocumentFiles
from bot.language.vocabulary import Vocabulary
from bot.messages import tell
from bot.reading.formats import markdown


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``errors`` make a check fail, ``notes`` do not: a document may contradict itself."""

    errors: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    coverage: Coverage
    documents: int

    @property
    def clean(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.errors


def audit(folder: Path) -> Report:
    """Check every document of a knowledge folder against its source and against itself."""
    errors: list[Problem] = []
    notes: list[Problem] = []
    covered, count = Coverage(), 0
    words, folders = _words(folder, errors), _folders(folder, errors)
    read: list[Document] = []
    for place in folders:
        for found in _examined(place, words, errors, notes):
            count += 1
            if found:
                read += [found.document] if found.shown else []
                errors += found.errors
                notes += found.notes
                covered += found.coverage
    errors += [problem for problem in _unfit(folder, read, words) if problem not in errors]
    notes += doubts.beside(folder, read)
    notes += _passed_over(folder, folders)
    notes += _calibration(folder, errors)
    return Report(tuple(sorted(errors)), tuple(sorted(notes)), covered, count)


@dataclass(frozen=True, slots=True)
class _Examined:
    """One document beside its source: what it says, its errors, its notes, and how much of the source is read."""

    document: Document
    shown: bool
    errors: list[Problem]
    notes: list[Problem]
    coverage: Coverage


def _examined(
    place: Path, words: Vocabulary | None, errors: list[Problem], notes: list[Problem]
) -> Iterator[_Examined | None]:
    """The documents of a folder, None for one that cannot be read; what is wrong beside them is added."""
    these = knowledge.attempt(place, partial(origins.of, place), errors)
    if these is None:
        yield None
        return
    errors += these.folder.problems
    notes += doubts.empty(these.folder)
    for files, origin in these.documents:
        yield knowledge.attempt(place, partial(_examine, files, origin, words), errors)


def _examine(files: DocumentFiles, origin: Origin, words: Vocabulary | None) -> _Examined:
    document = documents.build(files)
    shown, files, file, text = not files.hidden, files.whole(), origin.file, origin.text
    is_marked = file.suffix.lower() in markdown.SUFFIXES
    found = coverage.measure(files, markdown.unmarked(text) if is_marked else text, file)
    errors = [*document.notices, *provenance.check(files, text), *found.missing]
    notes = doubts.notes(files)
    if words:
        notes += consistency.check(files, document, text, file, words)
    return _Examined(document, shown, list(map(origin.told, errors)), list(map(origin.told, notes)), found)


def _unfit(folder: Path, read: list[Document], words: Vocabulary | None) -> list[Problem]:
    """What keeps documents from being asked for though their files are right: the index is made to see."""
    if not read or not words:
        return []
    try:
        index = loading.index(knowledge.gather(read, words, knowledge.calibrated(folder)), folder)
    except KnowledgeError as error:
        return error.problems
    return list(index.knowledge.problems)


def _passed_over(folder: Path, folders: list[Path]) -> list[Problem]:
    message = tell("no document is in here, and it is passed over; take it away if it was to be one")
    return [Problem(place, 0, message) for place in knowledge.other_folders(folder)] if folders else []


def render(report: Report) -> str:
    """The report as lines: what to mend first, then the notes, and a summary last."""
    lines = [str(problem) for problem in report.errors]
    lines += [f"{note.file}:{note.line}: {tell('note')}: {note.message}" for note in report.notes]
    if report.coverage.kinds or report.coverage.missing:  # a folder that cannot be read has no numbers
        lines.append(str(report.coverage))
    count = tell("1 document") if report.documents == 1 else tell("{count} documents", count=report.documents)
    verdict = tell("nothing to mend") if report.clean else tell("{count} to mend", count=len(report.errors))
    lines.append(
        tell(
            "{documents}: {verdict}, {notes} notes", documents=count, verdict=verdict, notes=len(report.notes)
        )
    )
    return "\n".join(lines)


def _words(folder: Path, errors: list[Problem]) -> Vocabulary | None:
    try:
        return words.load(knowledge.vocabulary_file(folder))
    except KnowledgeError as error:
        errors += error.problems
        return None


def _calibration(folder: Path, errors: list[Problem]) -> list[Problem]:
    """Whether the knowledge is still what its thresholds were chosen for; errors are the faults of the file."""
    path = knowledge.calibration_file(folder)
    try:
        known, file = calibration.read(path)
        now = knowledge.fingerprint(folder)
    except KnowledgeError as error:
        errors += [problem for problem in error.problems if problem not in errors]
        return []
    except OSError:
        return []  # a file of a document that cannot be read is named with that document
    if path.parent != folder or known.knowledge == now:
        return []
    again = " ".join(("python -m bot calibrate", *known.questions, "--knowledge", str(folder)))
    message = tell(
        "the knowledge has changed since its thresholds were chosen; choose them again: {again}", again=again
    )
    return [file.problem(("knowledge",), message)]


def _folders(folder: Path, errors: list[Problem]) -> list[Path]:
    try:
        return knowledge.document_folders(folder)
    except KnowledgeError as error:
        errors += error.problems
        return []

"""Words that people use become a reviewed name of a figure: tried aside, then written, with a way back."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self

from bot.knowledge import aliases, calibration, documents, versions
from bot.knowledge.marks import Marks
from bot.knowledge.model import Choices, Document, Fact, Found, Knowledge, Turn
from bot.knowledge.versions import Version
from bot.language.speech import Language


class Asking(Protocol):
    """Whoever answers: `bot.assistant.Assistant`, as far as it is asked here."""

    folder: Path

    @property
    def knowledge(self) -> Knowledge: ...

    @property
    def marks(self) -> Marks: ...

    def called(self, text: str) -> str: ...

    def instead(self, changed: Sequence[Document]) -> tuple[Self, Self]: ...

    def ask(self, text: str, *, speak: Language | None = None) -> Turn: ...


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that is answered otherwise than before."""

    before: Turn
    after: Turn


@dataclass(frozen=True, slots=True)
class Named:
    """What has come of a new name.

    Attributes:
        name: The name, as it stands in the curation.
        of: What has it now: the figure, or the row of a table that the figure stands in.
        asked: The question that the name was taken from.
        others: The other questions whose answers are not what they were.
        tried: How many other questions were asked again.
        version: What the document was before.
    """

    name: str
    of: str
    asked: Changed
    others: tuple[Changed, ...]
    tried: int
    version: Version


Refused = Literal["gone", "wordless", "unmet"]
"""The figure is gone; the question names nothing; with the name it would still not be answered with the figure."""


def name(
    assistant: Asking, question: str, mark: str, others: Iterable[str] = (), language: Language = "zh"
) -> Named | Refused:
    """Give the figure of a mark, or else its row, the name that a question has for it.

    It is written only where the question is answered with the figure by then. That is tried with a copy, of which
    ``others`` are asked as well. What is in use changes with the next reload.

    Raises:
        DocumentError: it cannot be written; nothing is changed then.
        KnowledgeError: the document has faults with it; nothing is changed then.
    """
    fact, words = assistant.marks.fact(mark), assistant.called(question)
    if fact is None:
        return "gone"
    if not words:
        return "wordless"
    document = next(one for one in assistant.knowledge.documents if one.id == fact.document)
    folder = assistant.folder.resolve()
    again = [one for one in dict.fromkeys(others) if one != question]
    with versions.aside(folder) as room:
        for entry, of in _entries(fact, document, assistant.knowledge):
            # Below a folder of the same name: a source is looked for from there.
            staged = room / entry.replace("/", "-") / folder.name / document.folder
            shutil.copytree(folder / document.folder, staged)
            aliases.add_name(staged, entry, words)
            changed = [one for one in documents.read(staged) if one.id == document.id]
            before, after = assistant.instead(changed)
            asked = Changed(before.ask(question, speak=language), after.ask(question, speak=language))
            if _is(asked.after, after.marks.fact(mark)):
                differing = tuple(_differing(again, before, after, language))
                version = versions.keep(folder, [document.folder], "curate", words)
                (staged / aliases.FILE).replace(folder / document.folder / aliases.FILE)
                return Named(words, of, asked, differing, len(again), version)
    return "unmet"


def question_sets(folder: Path) -> tuple[str, ...]:
    """The questions that the folder's own thresholds were chosen on, as far as their files are there.

    Raises:
        KnowledgeError: the folder's calibration has faults.
    """
    file = folder / "calibration.yaml"
    if not file.exists():
        return ()
    made = calibration.read(file)[0]
    names = dict.fromkeys((*made.questions, *(made.likelihood.questions if made.likelihood else ())))
    found = (folder.resolve().parent / name for name in names)
    return tuple(question for file in found if file.is_file() for question in _questions(file))


def _questions(file: Path) -> Iterator[str]:
    """The questions of a file that stand by themselves; lines that are none are passed over."""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            said = json.loads(line)
            if not said.get("context") and not said.get("document"):
                yield str(said["q"])


def _entries(fact: Fact, document: Document, known: Knowledge) -> Iterator[tuple[str, str]]:
    """What a figure, and its row, are called in the curation, and by people.

    An entry of one of many documents of a file has the document's name as well.
    """
    own = "" if document.collection else f"{document.id}/"
    yield fact.id.removeprefix(own), fact.short or fact.label
    if row := known.rows.get(fact.row):
        yield row.id.removeprefix(own), row.title


def _is(turn: Turn, fact: Fact | None) -> bool:
    """Whether an answer is one figure and nothing else."""
    answer = turn.answer
    return (
        fact is not None
        and isinstance(answer, Found)
        and len(answer.entries) == 1
        and answer.entries[0].fact == fact.id
    )


def _differing(
    questions: Iterable[str], before: Asking, after: Asking, language: Language
) -> Iterator[Changed]:
    for question in questions:
        started = time.perf_counter()
        was, now = before.ask(question, speak=language), after.ask(question, speak=language)
        if _told(was) != _told(now):
            yield Changed(was, now)
        time.sleep(time.perf_counter() - started)  # half of the time is for those who ask meanwhile


def _told(turn: Turn) -> tuple[object, ...]:
    """What an answer tells, however it quotes it; what it suggests beside a refusal is no part of it."""
    match turn.answer:
        case Found():
            return turn.reply.headline, *turn.reply.lines
        case Choices():
            return tuple(one.label for one in turn.reply.choices)
        case _:
            return ()

"""Words that people use become a reviewed name of a figure: tried aside, then written, with a way back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self

from bot.errors import DocumentError
from bot.knowledge import aliases, documents, versions
from bot.knowledge.marks import Marks
from bot.knowledge.model import Document, Fact, Found, Knowledge, Turn
from bot.knowledge.versions import Version
from bot.language.speech import Language

_ROOM = ".trial-"


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
        fact: The figure that has it now.
        asked: The question that the name was taken from.
        others: The other questions whose answers are not what they were.
        tried: How many other questions were asked again.
        version: What the document was before.
    """

    name: str
    fact: Fact
    asked: Changed
    others: tuple[Changed, ...]
    tried: int
    version: Version


Refused = Literal["gone", "wordless", "unmet"]
"""The figure is gone; the question names nothing; with the name it would still not be answered with the figure."""


def name(
    assistant: Asking, question: str, mark: str, others: Iterable[str] = (), language: Language = "zh"
) -> Named | Refused:
    """Give the figure of a mark the name that a question has for it.

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
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=_ROOM) as room:
            # Below a folder of the same name: a source is looked for from there.
            staged = Path(room) / folder.name / document.folder
            shutil.copytree(folder / document.folder, staged)
            aliases.add_name(staged, _entry(fact, document), words)
            changed = [one for one in documents.read(staged) if one.id == document.id]
            before, after = assistant.instead(changed)
            asked = Changed(before.ask(question, speak=language), after.ask(question, speak=language))
            if not _is(asked.after, after.marks.fact(mark)):
                return "unmet"
            others = [one for one in dict.fromkeys(others) if one != question]
            differing = tuple(_differing(others, before, after, language))
            version = versions.keep(folder, [document.folder], "curate", words)
            (staged / aliases.FILE).replace(folder / document.folder / aliases.FILE)
    except OSError as error:
        raise DocumentError(f"{document.folder}: cannot be written: {error.strerror or error}") from error
    return Named(words, fact, asked, differing, len(others), version)


def _entry(fact: Fact, document: Document) -> str:
    """What a figure is called in the curation; one of many documents of a file is named there as well."""
    return fact.id if document.collection else fact.id.removeprefix(f"{document.id}/")


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
        was, now = before.ask(question, speak=language), after.ask(question, speak=language)
        if _told(was) != _told(now):
            yield Changed(was, now)


def _told(turn: Turn) -> tuple[object, ...]:
    """What an answer tells, however it quotes it."""
    reply = turn.reply
    return reply.headline, reply.lines, tuple(one.label for one in (*reply.choices, *reply.suggestions))

"""The index that questions use, made from a folder; a document it cannot be made of is left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot import knowledge, matching
from bot.errors import KnowledgeError, Problem
from bot.knowledge import Knowledge
from bot.matching import Index
from bot.model import Document


def load(folder: Path, before: Knowledge | None = None) -> Index:
    """Load the knowledge of a folder and index it; see `bot.knowledge.load`."""
    return index(knowledge.load(folder, before), folder)


def index(known: Knowledge, folder: Path) -> Index:
    """Index everything that can be asked for.

    Where that fails, each document is tried by itself, and those that fail are left out.

    Raises:
        KnowledgeError: no document can be indexed.
    """
    try:
        return matching.build(known)
    except Exception:  # noqa: BLE001 - whatever the contents of a document have led to
        problems = list(known.problems)

    def alone(document: Document) -> Callable[[], Index]:
        return lambda: matching.build(knowledge.gather([document], known.vocabulary, known.thresholds))

    fit = [one for one in known.documents if knowledge.attempt(folder / one.id, alone(one), problems)]
    if not fit:
        raise KnowledgeError(problems)
    if len(fit) == len(known.documents):
        message = "these documents cannot be used together; take the newest away, and report it"
        raise KnowledgeError([*problems, Problem(folder, 0, message)])
    return matching.build(knowledge.gather(fit, known.vocabulary, known.thresholds, problems))

"""The index that questions use, made from a folder; a document it cannot be made of is left out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.answering import library as libraries
from bot.answering.library import Library
from bot.asking import building
from bot.asking.index import Index
from bot.errors import KnowledgeError
from bot.knowledge import shelf
from bot.knowledge import store as knowledge
from bot.knowledge.model import Document, Knowledge
from bot.language import cache


def load(folder: Path, before: Knowledge | None = None) -> Library:
    """Load the knowledge of a folder for questions; see `bot.knowledge.store.load`."""
    with _growing():
        return library(knowledge.load(folder, before), folder, before)


@contextmanager
def _growing() -> Iterator[None]:
    """While much is made that stays, nothing is looked over for garbage: there is next to none."""
    watched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watched:
            gc.enable()


def library(known: Knowledge, folder: Path, before: Knowledge | None = None) -> Library:
    """The library of what is known: indexed as a whole, or catalogued where that is much."""
    if shelf.is_large(known.documents):
        return libraries.of_many(known, folder, cache.folder("catalogues"))
    return libraries.of_all(index(known, folder, before))


def index(known: Knowledge, folder: Path, before: Knowledge | None = None) -> Index:
    """Index everything that can be asked for.

    Where that fails, each document is tried by itself; one that fails is left out, or stays as it was ``before``.

    Raises:
        KnowledgeError: no document can be indexed, or not all that can be together.
    """
    try:
        return building.build(known)
    except Exception:  # noqa: BLE001 - whatever the contents of a document have led to
        problems, chosen = list(known.problems), (known.thresholds, known.weights, known.likelihood)

    def alone(document: Document) -> Callable[[], Index]:
        return lambda: building.build(knowledge.gather([document], known.vocabulary, chosen))

    in_use = {one.id: one for one in before.documents} if before else {}
    tried = (
        one if knowledge.attempt(folder / one.folder, alone(one), problems) else in_use.get(one.id)
        for one in known.documents
    )
    fit = [one for one in tried if one]
    found: list[Index] = []
    if fit:
        together = partial(building.build, knowledge.gather(fit, known.vocabulary, chosen, problems))
        found = [made] if (made := knowledge.attempt(folder, together, problems)) else []
    if not found:
        raise KnowledgeError(problems)
    return found[0]

"""The knowledge in use, and the index that a question needs: of everything, or of the documents it may be about."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from threading import Lock

from bot.asking import building, compiled
from bot.asking import catalogue as cataloguing
from bot.asking.catalogue import Catalogue
from bot.asking.index import Index
from bot.asking.indexing import Drawn, draw
from bot.asking.likelihood import prepare
from bot.knowledge import shelf, store
from bot.knowledge.marks import Marks
from bot.knowledge.model import Document, Knowledge
from bot.knowledge.signs import Likelihood
from bot.knowledge.thresholds import Thresholds
from bot.language.speech import Language
from bot.language.text import HANZI

_KEPT = 16
"""So many indexes of some documents are kept for the next question about the same."""
_AT_HAND = 20_000
"""So many rows and figures stay at hand with their cards, for the next question that opens their documents."""

_LOOKED_OVER = (100_000, 10, 100)
"""After so many new objects the newest are looked over for garbage, and so many times rarer the older ones."""


@dataclass
class Library:
    """Everything that can be asked for. Never changed once built, but for the indexes it keeps.

    Attributes:
        knowledge: What the documents say.
        whole: The index of everything, where that is little enough.
        catalogue: What each document is about, where they are many.
        marks: What the figures are called after a reload as well.
        language: The language of the documents.
    """

    knowledge: Knowledge
    whole: Index | None
    catalogue: Catalogue | None
    marks: Marks
    language: Language
    _indexes: OrderedDict[frozenset[str], Index] = field(default_factory=OrderedDict, init=False, repr=False)
    _drawn: OrderedDict[str, tuple[Document, Drawn]] = field(
        default_factory=OrderedDict, init=False, repr=False
    )
    _cards: int = field(default=0, init=False, repr=False)
    _places: Mapping[str, int] = field(init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        """Note the place of each document among all."""
        self._places = {document.id: at for at, document in enumerate(self.knowledge.documents)}

    def about(self, text: str, also: Iterable[str] = ()) -> Index:
        """The index for a question; it has the documents ``also`` as well, which were told of before."""
        if self.catalogue is None:
            return self.of(())
        near = self.catalogue.near(text, self.knowledge.vocabulary)
        return self.of({*also, *near} or self.catalogue.ids[:1])

    def of(self, documents: Iterable[str]) -> Index:
        """The index of some documents; of all where they are few."""
        if self.whole is not None:
            return self.whole
        names = frozenset(documents)
        with self._lock:
            if names in self._indexes:
                self._indexes.move_to_end(names)
                return self._indexes[names]
        places = sorted(self._places[name] for name in names if name in self._places)
        chosen = [self._at_hand(self.knowledge.documents[at]) for at in places]
        known = store.some([document for document, _ in chosen], self.knowledge)
        made = building.build(known, [drawn for _, drawn in chosen])
        with self._lock:
            self._indexes[names] = made
            if len(self._indexes) > _KEPT:
                self._indexes.popitem(last=False)
        return made

    def _at_hand(self, document: Document) -> tuple[Document, Drawn]:
        """A document with all its rows, and the cards of what it says."""
        with self._lock:
            if document.id in self._drawn:
                self._drawn.move_to_end(document.id)
                return self._drawn[document.id]
        opened = shelf.opened(document)
        made = opened, draw(opened, self.knowledge)
        with self._lock:
            if document.id not in self._drawn:  # another thread may have been as fast
                self._drawn[document.id] = made
                self._cards += len(made[1].cards)
            while self._cards > _AT_HAND and len(self._drawn) > 1:
                _, (_, drawn) = self._drawn.popitem(last=False)
                self._cards -= len(drawn.cards)
        return made

    def judged_by(self, limits: Thresholds | Likelihood) -> Library:
        """The same with other thresholds, or another likelihood."""
        known = self.knowledge
        if isinstance(limits, Thresholds):
            known = replace(known, thresholds=limits)
        else:
            known = replace(known, likelihood=limits)
        whole = self.whole and replace(self.whole, knowledge=known)
        return Library(known, whole, self.catalogue, Marks(known), self.language)

    def prepare(self) -> None:
        """Make ready what is else made for the first question that needs it."""
        if self.whole is not None:
            prepare(self.whole)
            _settled()


def of_all(index: Index) -> Library:
    """The library of what is indexed as a whole."""
    known = index.knowledge
    _settled()
    return Library(known, index, None, Marks(known), _language(known))


def of_many(known: Knowledge, folder: Path, cache: Path | None = None) -> Library:
    """The library of documents that are opened when a question may be about them.

    Args:
        known: What they say.
        folder: The folder they were read from.
        cache: Where the catalogue of each of its folders is kept, as long as nothing in it changes.
    """
    parts = []
    for name, group in groupby(known.documents, key=lambda document: document.folder):
        documents = list(group)
        digest = store.digest(folder / name, folder) if cache else ""
        parts.append(compiled.kept(cache, digest, partial(cataloguing.build, documents, known.vocabulary)))
    made = cataloguing.joined(parts)
    figures = dict(zip(made.ids, made.figures, strict=True))
    known = replace(known, vocabulary=known.vocabulary.measuring(made.units), figures=figures)
    _settled()
    return Library(known, None, made, Marks(known), _language(known))


def _settled() -> None:
    """Have what is kept looked over for garbage no more, and what comes seldom: it would hold up a message.

    Nothing here refers to itself in a circle, so that all of it is gone as soon as nobody has it.
    """
    gc.freeze()
    gc.set_threshold(*_LOOKED_OVER)


def _language(known: Knowledge) -> Language:
    titles = [document.title for document in known.documents]
    return "zh" if not titles or any(map(HANZI.search, titles)) else "en"

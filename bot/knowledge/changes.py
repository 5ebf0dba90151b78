"""What differs between two loadings of the knowledge, as an editor would want to hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge import shelf
from bot.knowledge.model import Fact, Knowledge


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two loadings, each difference a line people can read."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    vocabulary: bool = False
    thresholds: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self == Changes()


def compare(old: Knowledge, new: Knowledge) -> Changes:
    """What an editor would want to hear after a reload.

    Facts are matched by id first and by name where ids have moved with the text. Of very many documents only those
    are told that have come or gone.
    """
    if shelf.is_large(old.documents) or shelf.is_large(new.documents):
        return _by_document(old, new)
    before, after = dict(old.facts), dict(new.facts)
    pairs = [
        (before.pop(key), after.pop(key))
        for key in old.facts
        if key in after and _alike(before[key], after[key])
    ]
    moved = defaultdict[tuple[object, ...], list[Fact]](list)
    for fact in after.values():
        moved[_name_key(fact)].append(fact)
    for key, fact in list(before.items()):
        if same_name := moved[_name_key(fact)]:
            pairs.append((before.pop(key), after.pop(same_name.pop(0).id)))
    return Changes(
        added=tuple(f"{_name(fact)}: {_said(fact)}" for fact in after.values()),
        removed=tuple(f"{_name(fact)}: {_said(fact)}" for fact in before.values()),
        changed=tuple(_changed(pairs)),
        renamed=tuple(_renamed(pairs, old, new)),
        vocabulary=old.vocabulary != new.vocabulary,
        thresholds=_deciding(old) != _deciding(new),
    )


def _by_document(old: Knowledge, new: Knowledge) -> Changes:
    before = {document.id: document.title for document in old.documents}
    after = {document.id: document.title for document in new.documents}
    return Changes(
        added=tuple(title for name, title in after.items() if name not in before),
        removed=tuple(title for name, title in before.items() if name not in after),
        vocabulary=old.vocabulary != new.vocabulary,
        thresholds=_deciding(old) != _deciding(new),
    )


def _deciding(known: Knowledge) -> tuple[object, ...]:
    """What decides about answers, beside what the documents say."""
    return known.thresholds, known.weights, known.likelihood


def _alike(old: Fact, new: Fact) -> bool:
    return _name_key(old) == _name_key(new) or (old.value, old.printed) == (new.value, new.printed)


def _name_key(fact: Fact) -> tuple[object, ...]:
    return fact.document, fact.subject, fact.measure, fact.qualifiers, fact.period


def _name(fact: Fact) -> str:
    return fact.short or " · ".join(filter(None, (fact.label, *fact.qualifiers)))


def _said(fact: Fact) -> str:
    return f"{fact.value}{fact.unit}"


def _changed(pairs: Iterable[tuple[Fact, Fact]]) -> Iterator[str]:
    for old, new in pairs:
        if _said(old) != _said(new):
            yield f"{_name(new)}: {_said(old)} → {_said(new)}"
        elif _name_key(old) != _name_key(new):
            yield f"{_name(old)} → {_name(new)}: {_said(new)}"


def _renamed(pairs: Iterable[tuple[Fact, Fact]], old: Knowledge, new: Knowledge) -> Iterator[str]:
    for was, now in pairs:
        if (was.short, was.also, was.english) != (now.short, now.also, now.english):
            yield _name(now)
    for key, row in new.rows.items():
        other = old.rows.get(key, row)
        if (row.short, row.also, row.english, row.group) != (
            other.short,
            other.also,
            other.english,
            other.group,
        ):
            yield row.title

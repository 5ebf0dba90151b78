"""What differs between two loadings of the knowledge, as an editor would want to hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.knowledge import shelf
from bot.knowledge.model import Document, Fact, Knowledge, Table
from bot.knowledge.store import some
from bot.knowledge.stored import StoredRows


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two loadings, each difference a line people can read.

    ``documents`` are the same differences document by document, each with its title.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    vocabulary: bool = False
    thresholds: bool = False
    documents: tuple[tuple[str, Changes], ...] = field(default=(), compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self == Changes()


def compare(old: Knowledge, new: Knowledge) -> Changes:
    """What an editor would want to hear after a reload.

    Facts are matched by id first and by name where ids have moved with the text. Of very many documents those are
    told by title that have come or gone, and of the others only what is in those that are not as they were.
    """
    before = {document.id: document for document in old.documents}
    after = {document.id: document for document in new.documents}
    other = [name for name, document in after.items() if name in before and not _same(before[name], document)]
    come = [name for name in after if name not in before]
    gone = [name for name in before if name not in after]
    large = shelf.is_large(old.documents) or shelf.is_large(new.documents)
    told: list[tuple[str, Changes]] = []
    for name in [*other, *([] if large else [*come, *gone])]:
        title = (after.get(name) or before[name]).title
        was = some([before[name]] if name in before else [], old)
        now = some([after[name]] if name in after else [], new)
        if not (found := _compared(was, now)).empty:
            told.append((title, found))
    if large:
        told += [(after[name].title, Changes(added=(after[name].title,))) for name in come]
        told += [(before[name].title, Changes(removed=(before[name].title,))) for name in gone]
    return Changes(
        added=tuple(line for _, one in told for line in one.added),
        removed=tuple(line for _, one in told for line in one.removed),
        changed=tuple(line for _, one in told for line in one.changed),
        renamed=tuple(line for _, one in told for line in one.renamed),
        vocabulary=old.vocabulary != new.vocabulary,
        thresholds=_deciding(old) != _deciding(new),
        documents=tuple(told),
    )


def _same(one: Document, other: Document) -> bool:
    """Whether two loadings of a document are known to say the same; rows kept apart are not read for that."""
    return replace(one, tables=()) == replace(other, tables=()) and (
        [_known(table) for table in one.tables] == [_known(table) for table in other.tables]
    )


def _known(table: Table) -> tuple[Table, object]:
    rows = table.rows
    return replace(table, rows=()), rows.kept if isinstance(rows, StoredRows) else rows


def _compared(old: Knowledge, new: Knowledge) -> Changes:
    """What differs in what documents say."""
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
        added=tuple(f"{fact.full_name}: {_said(fact)}" for fact in after.values()),
        removed=tuple(f"{fact.full_name}: {_said(fact)}" for fact in before.values()),
        changed=tuple(_changed(pairs)),
        renamed=tuple(_renamed(pairs, old, new)),
    )


def _deciding(known: Knowledge) -> tuple[object, ...]:
    """What decides about answers, beside what the documents say."""
    return known.thresholds, known.weights, known.likelihood


def _alike(old: Fact, new: Fact) -> bool:
    return _name_key(old) == _name_key(new) or (old.value, old.printed) == (new.value, new.printed)


def _name_key(fact: Fact) -> tuple[object, ...]:
    return fact.document, fact.subject, fact.measure, fact.qualifiers, fact.period


def _said(fact: Fact) -> str:
    return f"{fact.value}{fact.unit}"


def _changed(pairs: Iterable[tuple[Fact, Fact]]) -> Iterator[str]:
    for old, new in pairs:
        if _said(old) != _said(new):
            yield f"{new.full_name}: {_said(old)} → {_said(new)}"
        elif _name_key(old) != _name_key(new):
            yield f"{old.full_name} → {new.full_name}: {_said(new)}"


def _renamed(pairs: Iterable[tuple[Fact, Fact]], old: Knowledge, new: Knowledge) -> Iterator[str]:
    for was, now in pairs:
        if (was.short, was.also, was.english) != (now.short, now.also, now.english):
            yield _names(was.full_name, now.full_name, (*was.also, *was.english), (*now.also, *now.english))
    for key, row in new.rows.items():
        other = old.rows.get(key, row)
        if (row.short, row.also, row.english, row.group) != (
            other.short,
            other.also,
            other.english,
            other.group,
        ):
            before, after = ((*one.also, *one.english, one.group) for one in (other, row))
            yield _names(other.title, row.title, before, after)


def _names(was: str, now: str, before: Sequence[str], after: Sequence[str]) -> str:
    """What something is called, with the names that it has been given and those that were taken from it.

    >>> _names("满意率", "好评率", ["满意度"], ["满意度", "评价"]), _names("满意率", "满意率", ["满意度"], [])
    ('满意率 → 好评率 (+评价)', '满意率 (−满意度)')
    """
    called = now if was == now else f"{was} → {now}"
    given = [f"+{one}" for one in dict.fromkeys(after) if one and one not in before]
    taken = [f"\N{MINUS SIGN}{one}" for one in dict.fromkeys(before) if one and one not in after]
    return f"{called} ({', '.join((*given, *taken))})" if given or taken else called

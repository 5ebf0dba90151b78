"""What is doubtful, as lines of a curation that settle it: ready to be pasted, and made right there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from bot.knowledge.doubts import DOUBTS, Doubt

DOCUMENT = "document"
"""The name under which a curation has what is said of the document as a whole."""
_CHANGED: Mapping[Doubt, tuple[str, ...]] = {
    "unit": ("unit",),
    "carried": ("unit",),
    "odd": ("unit",),
    "subject": ("subject",),
    "measure": ("measure",),
    "name": ("name", "subject", "measure"),
    "twice": ("subject", "measure"),
    "period": ("period",),
    "value": ("value",),
    "sum": ("value",),
    "column": ("name", "measure"),
    "row": ("name",),
    "repeated": ("name",),
    "title": ("title",),
}
"""What is to be made right where something is doubtful, as far as it can be."""
_OF_COLUMNS = frozenset[Doubt]({"unit", "carried", "period", "column", "name"})
_ALWAYS = frozenset[Doubt]({"column", "name"})
_FEWEST = 3
"""As many figures of a column that are doubtful for one reason are told together."""
_SETTLES: Mapping[str, frozenset[Doubt]] = {
    "unit": frozenset({"unit", "carried"}),
    "period": frozenset({"period"}),
    "name": frozenset({"column", "name"}),
    "checked": frozenset(DOUBTS),
}
"""Which doubts about its figures are settled by what an editor says of a column."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What an editor has looked into: entries by id, and what is said of columns, by table and name."""

    ids: frozenset[str] = frozenset()
    columns: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def left(self, doubts: Sequence[Doubt], *ids: str) -> tuple[Doubt, ...]:
        """The doubts that are left about what stands in these entries."""
        return () if self.ids.intersection(ids) else tuple(doubts)

    def left_in(self, table: str, column: str, doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
        """The doubts that are left about a cell of a column."""
        said = self.columns.get((table, column), frozenset())
        return tuple(doubt for doubt in doubts if not any(doubt in _SETTLES[key] for key in said))


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One thing that is doubtful for one reason.

    ``id`` is its entry in a curation and ``now`` what that can change, as it is. Of a ``column`` as a whole,
    ``id`` is that of the table, and ``cells`` are the ids of the cells.
    """

    id: str
    doubt: Doubt
    said: str
    now: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    cells: tuple[str, ...] = ()


def gathered(table: str, cells: Iterable[Doubtful]) -> Iterator[Doubtful]:
    """The doubtful cells of a table, each with its ``column``: what concerns a whole column is told once."""
    found: defaultdict[tuple[str, Doubt], list[Doubtful]] = defaultdict(list)
    for cell in cells:
        found[cell.column, cell.doubt].append(cell)
    for (column, doubt), same in found.items():
        if doubt in _OF_COLUMNS and (len(same) >= _FEWEST or doubt in _ALWAYS):
            now = {"name": column, "unit": "", "period": ""}
            yield Doubtful(table, doubt, column, now, column, tuple(one.id for one in same))
        else:
            yield from same


def entries(found: Iterable[Doubtful]) -> dict[str, str]:
    """A line of YAML for each id, that settles all its doubts as it stands: what is wrong in it is to be changed.

    >>> entries([Doubtful("n53", "unit", "1,250", {"unit": "", "subject": "热线"})])
    {'n53': "n53: {correct: {unit: '', reason: 没有读到单位}}"}
    >>> entries([Doubtful("table7", "unit", "总价", {"unit": ""}, "总价", ("r9.0", "r30.0"))])
    {'table7': "table7: {columns: {总价: {unit: '', checked: true}}}"}
    """
    by_id: defaultdict[str, list[Doubtful]] = defaultdict(list)
    for one in found:
        by_id[one.id].append(one)
    return {name: _line({name: _entry(name, same)}) for name, same in by_id.items()}


def _entry(name: str, found: Sequence[Doubtful]) -> dict[str, object]:
    columns: dict[str, dict[str, object]] = {}
    said: dict[str, object] = {}
    for one in found:
        (columns.setdefault(one.column, {}) if one.cells else said).update(_changed(one))
    for column in columns.values():
        column["checked"] = True
    if name == DOCUMENT or name.startswith("table"):
        return {**said, **({"checked": True} if said else {}), **({"columns": columns} if columns else {})}
    if not said:
        return {"checked": True}
    reason = "、".join(dict.fromkeys(DOUBTS[one.doubt].zh for one in found))
    return {"correct": {**said, "reason": reason}}


def _changed(one: Doubtful) -> dict[str, str]:
    return {key: one.now[key] for key in _CHANGED[one.doubt] if key in one.now}


def _line(content: Mapping[str, object]) -> str:
    """Some YAML on one line."""
    text: str = yaml.dump(
        dict(content),
        Dumper=_DUMPER,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=2**30,
    )
    return text.strip().removeprefix("{").removesuffix("}")


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

"""Columns that say of each row whether something is so: 周末营业 (是, 否), 三甲 (√), "Open late" (Yes, No)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.asking.asked import Scope
from bot.asking.index import Index
from bot.asking.question import Question
from bot.asking.scope import NEAR
from bot.knowledge.model import Table
from bot.knowledge.query import Is
from bot.language.vocabulary import Tokens

_FIRST = 20
"""Rows that tell which columns may say yes and no."""


def stated(
    question: Question, tables: Sequence[Table], turned: Sequence[Scope], index: Index
) -> Iterator[tuple[Is, frozenset[int]]]:
    """What a question says is so, or is not, of the rows it asks for, and where: 周末营业的网点, 周末不营业的."""
    denying = {at for one in turned for at in one.said}
    for table in tables:
        for column, told in _columns(table, index).items():
            name = index.vocabulary.canonical(column.rpartition(" · ")[2])
            if places := _said(_bare(name, index), question.tokens, denying):
                denied = _denied(places, turned) or _refused(places, question, index)
                among = frozenset(value for value, yes in told.items() if yes is not bool(denied))
                # 无 may be written as nothing: what is not so is what is not said to be.
                yield Is(column, among or frozenset(told), negated=not among), places | denied


def _columns(table: Table, index: Index) -> Mapping[str, Mapping[str, bool]]:
    """The columns of a table that say nothing but yes and no, with what they say it by."""
    if table.id not in index.affirming:
        index.affirming[table.id] = dict(_told(table, index))
    return index.affirming[table.id]


def _told(table: Table, index: Index) -> Iterator[tuple[str, dict[str, bool]]]:
    affirms = index.vocabulary.affirms
    # All rows are looked at only for a column that the first of them that has it speaks for.
    first = {
        column: cell.value for row in reversed(table.rows[:_FIRST]) for column, cell in row.cells.items()
    }
    for column in (column for column, value in first.items() if value.strip().casefold() in affirms):
        values = {row.cells[column].value for row in table.rows if column in row.cells}
        told = {value: affirms[said] for value in values if (said := value.strip().casefold()) in affirms}
        if told.keys() == values and any(told.values()):
            yield column, told


def _bare(name: Tokens, index: Index) -> Tokens:
    """The name of a column without what asks in it: 国有 of 是否国有."""
    spans = index.vocabulary.spans(name)
    ends = (end for start, end, tags in spans if "whether" in tags and not start)
    return name[next(ends, 0) :]


def _said(name: Tokens, tokens: Tokens, denying: Collection[int]) -> frozenset[int]:
    """Where a question says the whole of a name, be it with what denies it within; nowhere if it does not."""
    for start in range(len(tokens) if len(name) > 1 else 0):
        places: list[int] = []
        for token in name:
            at = places[-1] + 1 if places else start
            while places and at in denying:
                at += 1
            if tokens[at : at + 1] != (token,):
                break
            places.append(at)
        else:
            return frozenset(places)
    return frozenset()


def _denied(places: frozenset[int], turned: Sequence[Scope]) -> frozenset[int]:
    """The words that deny a name, within it or a few words before: 周末不营业, 没有周末营业, 不办周末营业."""
    for one in turned:
        within = min(places) < min(one.said) < max(places)
        if within or (places <= one.inside and 0 < min(places) - max(one.said) <= NEAR // 2):
            return one.said
    return frozenset()


def _refused(places: frozenset[int], question: Question, index: Index) -> frozenset[int]:
    """The word right before a name by which cells say that it is not so: "no public wifi"."""
    before = min(places) - 1
    said = question.tokens[before] if before >= 0 else ""
    return frozenset({before}) if index.vocabulary.affirms.get(said) is False else frozenset()

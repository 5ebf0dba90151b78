"""Figures that stand side by side: a column of a table, or what one sentence says of several things.

A question may ask which of them fell, how many exceed a number, which is highest, what they come to. Which figures
stand together is found here, by the words that they share; what is asked of them, too. Nothing is computed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.asking.figures import Figure, Series, calls, coverage, free, learn, timed
from bot.asking.indexing import HEADING, NAME, grams
from bot.asking.index import Index
from bot.asking.tagging import Question
from bot.asking.told import in_sentences, of_one_value
from bot.asking.weighing import Asked
from bot.asking.wishing import Wish
from bot.knowledge.model import Fact, Row, Table
from bot.language import periods
from bot.language.quantities import read as quantity
from bot.language.text import LEVELS, fold
from bot.language.vocabulary import Tokens

_COMMON = 3
"""So many names end alike by more than chance."""
_FEW = 2
_WAY = re.compile(r"^按(.+)分$")
_BRACKETS = re.compile(r"[(（].*[)）]$")
_CLEARLY = 0.15
"""How much more of a question the figures of one document must explain to be meant rather than another's."""
_HANDY = 40
"""So many tables are looked through whatever the words of a question lead to."""
_LEVELS = LEVELS | {"月"}
"""What a thing is called by that says what it is: a 类 may have any name, a 县 has not."""
_WIDEST = "省"
"""Who asks which province means cities and regions of that rank as well."""
_MANY = 5000
"""So many rows are looked through."""
_GROUP_SAID = 0.5


def find(question: Question, asked: Asked, wish: Wish, near: Iterable[Fact], index: Index) -> Series | None:
    """The figures a question speaks of, among those that stand with what its words lead to."""
    facts = list(near)
    tables = dict.fromkeys(index.knowledge.rows[fact.row].table for fact in facts if fact.row)
    if len(index.plain) <= _HANDY:
        tables |= dict.fromkeys(sorted(index.plain))
    found = [
        series
        for name in _handy(tables, index)
        for series in _columns(index.knowledge.tables[name], question, asked, wish, index)
    ]
    if not any(series.coverage >= index.thresholds.accept for series in found):
        found += in_sentences(
            facts, question, asked, wish, index
        )  # a table tells all, a sentence what it picks
    found += of_one_value(question, asked, wish, index)
    found.sort(key=lambda series: (-series.coverage, -series.telling))
    return found[0] if found and not any(_rivals(found[0], other) for other in found[1:]) else None


def _handy(tables: Iterable[str], index: Index) -> Iterator[str]:
    """The tables of measures among some, as far as they can be looked through at once."""
    rows = 0
    for name in tables:
        rows += len(index.knowledge.tables[name].rows)
        if name in index.plain and rows <= _MANY:
            yield name


def _rivals(best: Series, other: Series) -> bool:
    """Whether another series may be meant as well: one that fits the same, or nearly so in another document."""
    if {figure.fact.id for figure in other.figures} <= {figure.fact.id for figure in best.figures}:
        return False
    if best.figures[0].fact.document != other.figures[0].fact.document:
        return best.coverage - other.coverage < _CLEARLY
    return best.coverage == other.coverage and best.telling == other.telling


def _columns(table: Table, question: Question, asked: Asked, wish: Wish, index: Index) -> Iterator[Series]:
    """The column of a table that is meant, with the rows that are."""
    if any(index.is_foreign(piece, question, table.document) for piece in question.tagged("place")):
        return
    vocabulary = index.vocabulary
    document = index.documents[table.document]
    rows, counted = _numbered(table.rows, question)
    rows, group = _grouped(rows, question, index)
    rows, ending = _ending(rows, question)
    percent = any(bound.unit.is_percent for _, bound in wish.bounds)
    unit = "percent" if percent else asked.unit if wish.operation != "count" else ""
    sample = replace(rows[0], cells=_sample(rows, question, index))
    chosen = index.columns.meant(sample, question, replace(asked, unit=unit)) if sample.cells else []
    chosen = _most_told(_of_own_time(chosen, index), rows)
    moving = len(chosen) == 1 and "change" in index.columns.kinds(chosen[0].measure)
    if len(chosen) != 1 or ((wish.way or question.tagged("base")) and not moving):
        return
    column = chosen[0].measure
    known: dict[str, float] = {}
    for text in (table.title, document.title, *table.also, *table.english, *document.english):
        learn(known, vocabulary.canonical(text), HEADING)
    for text in (group, ending, column):
        learn(known, vocabulary.canonical(text), NAME)
    whole = {row.id for row in _totals(table, rows, index)}
    if wish.operation == "order" and not moving and not ending:
        rows = _alike([row for row in rows if row.id not in whole])
    facts = ((row, row.cells[column]) for row in rows if column in row.cells and row.id not in whole)
    figures = tuple(
        Figure(_name(row, fact), fact)
        for row, fact in facts
        if fact.number is not None and timed(fact, question, index)
    )
    if len(figures) >= _FEW and not _unlike(figures, question):
        explained = free(asked, wish, moving) | counted
        yield Series(figures, *coverage(question, asked, explained, known, index))


def _of_own_time(chosen: list[Fact], index: Index) -> list[Fact]:
    """The columns of the time the document is about, where there are some: the month, not the year to date."""
    own = [fact for fact in chosen if fact.period == index.documents[fact.document].period]
    return own or chosen


def _most_told(chosen: list[Fact], rows: Sequence[Row]) -> list[Fact]:
    """The columns that most rows have a figure in."""
    told = [sum(fact.measure in row.cells for row in rows) for fact in chosen]
    return [fact for fact, count in zip(chosen, told, strict=True) if count == max(told)]


def _sample(rows: Sequence[Row], question: Question, index: Index) -> dict[str, Fact]:
    """A figure of each column, of the time a question names where there is one."""
    found: dict[str, Fact] = {}
    of_time: dict[str, Fact] = {}
    for row in rows:
        for name, fact in row.cells.items():
            if fact.kind == "figure":
                found.setdefault(name, fact)
                if name not in of_time and timed(fact, question, index):
                    of_time[name] = fact
    return found | of_time


def _grouped(rows: Sequence[Row], question: Question, index: Index) -> tuple[list[Row], str]:
    """The rows under a heading that a question names, and the heading; else all."""
    # "产品" is what any row may be called, no heading such as 林产品.
    things = {at for piece in question.tagged("thing") for at in range(piece.start, piece.end - 1)}
    tokens = question.tokens
    said = {token + "".join(tokens[at + 1 : at + 2]) for at, token in enumerate(tokens) if at not in things}
    said |= {token for token in tokens if token < "\u3400"}
    names = dict.fromkeys(part for row in rows for part in _path(row))
    pairs = {name: _pairs(index.vocabulary.canonical(_WAY.sub(r"\1", name))) for name in names}
    seen = Counter(pair for found in pairs.values() for pair in found)
    share: dict[str, float] = {}
    for name, found in pairs.items():
        telling = {pair for pair in found if seen[pair] == 1} or found
        share[name] = len(telling & said) / len(telling) if telling else 0.0
        if _BRACKETS.sub("", name) in fold(question.text):
            share[name] = 1.0
    best = max(share.values(), default=0.0)
    chosen = [name for name, part in share.items() if part == best]
    if best < _GROUP_SAID or len(chosen) > 1:
        return list(rows), ""
    return [row for row in rows if chosen[0] in _path(row)], chosen[0]


def _path(row: Row) -> tuple[str, ...]:
    """The headings a row stands under, the outermost first."""
    return tuple(part for part in row.group.split(" · ") if part)


def _pairs(words: Tokens) -> set[str]:
    return {gram for gram, worth in grams(words) if worth == 1.0}


def _numbered(rows: Sequence[Row], question: Question) -> tuple[list[Row], frozenset[int]]:
    """The rows under one heading whose count a question gives, and where: "八大类", "of the 16 categories"."""
    sets: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        sets[row.group].append(row)
    for piece in question.tagged("thing"):
        for at in range(max(0, piece.start - 3), piece.start):
            said = quantity(question.tokens, at)
            if said is None or not said.is_bare or said.counted > piece.start:
                continue
            fitting = [held for held in sets.values() if len(held) == said.quantity.number]
            if len(fitting) == 1 and said.quantity.number > _FEW:
                return fitting[0], frozenset(range(at, said.counted))
    return list(rows), frozenset()


def _ending(rows: list[Row], question: Question) -> tuple[list[Row], str]:
    """The rows whose names end in what a question calls them: 县, 类, 业; else all."""
    endings = Counter(row.name[-1:] for row in rows)
    for ending, count in endings.most_common():
        if not (_COMMON <= count < len(rows) and ending >= "\u3400" and calls(question, ending)):
            continue
        ended = [row for row in rows if row.name.endswith(ending)]
        if ending == _WIDEST or any(
            question.words(piece)[-1:] == ending != question.words(piece)
            for piece in question.tagged("thing")
        ):
            # "哪个行业" means whatever stands beside the 制造业, be it called 活动.
            beside = Counter(row.group for row in ended).most_common(1)[0][0]
            ended = [row for row in rows if row.group == beside]
        return ended, ending
    return rows, ""


def _unlike(figures: Sequence[Figure], question: Question) -> bool:
    """Whether a question asks for a county, or a month, and none of the figures is of one."""
    called = {
        question.words(piece)
        for piece in question.tagged("thing")
        if question.words(piece) in _LEVELS and calls(question, question.words(piece))
    }
    names = {figure.name[-1:] for figure in figures} | {figure.fact.period[-1:] for figure in figures}
    return bool(called) and question.language == "zh" and names.isdisjoint(called)


def _totals(table: Table, rows: Sequence[Row], index: Index) -> Iterator[Row]:
    """The rows that are the whole, not one of its parts: 总计, 全市, what everything else stands under."""
    parts = Counter(part for row in table.rows for part in _path(row)[:1])
    heading = _pairs(index.vocabulary.canonical(table.title))
    for number, row in enumerate(rows):
        above = not row.group and 2 * parts[row.name] >= len(table.rows)
        # The first row of a table without headings may be what its title says.
        first = not number and not parts and len(row.name) > _COMMON
        about = first and _pairs(index.vocabulary.canonical(row.name)) <= heading
        if about or above or row.name in index.columns.wholes:
            yield row


def _alike(rows: list[Row]) -> list[Row]:
    """Rows that can be held against each other: none that another stands under, of one way of dividing the whole.

    Town and country, and what is eaten and what is bought, are two ways of dividing the same: the one that most
    rows belong to is meant.
    """
    above = {part for row in rows for part in _path(row)}
    leaves = [row for row in rows if row.name not in above]
    named = {row.name for row in rows}
    ways = Counter(row.group for row in leaves)
    divided = any(_path(row) and (_path(row)[-1] in named or _path(row)[-1][:1] == "按") for row in leaves)
    if len(ways) < _FEW or not divided:
        return leaves
    way, count = ways.most_common(1)[0]
    return [row for row in leaves if row.group == way] if 2 * count >= len(leaves) else []


def _name(row: Row, fact: Fact) -> str:
    """What a row is called beside the others: by its period where it is one of a year."""
    years, times = periods.named(row.name)
    if times and not years and len(row.name) <= 4:
        return fact.period or row.name
    return row.name

"""Which facts a question does not tell from the best one: given as a choice where there are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.asking.index import Index
from bot.asking.interpretations import Candidate
from bot.asking.question import Question
from bot.knowledge.model import Fact, Row
from bot.knowledge.weights import Weights
from bot.language.text import fold
from bot.language.vocabulary import Tokens

MIN_SAID = 3
"""A name of so few characters or words is said by chance."""
LONG_NAME = 5
"""A measure of the prose with no more characters is told of many things."""


def tied(able: Sequence[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The candidates that a question does not tell from the first, which is the best; that one alone if it does."""
    ties = _as_printed(_ties(able, question, index), question, index)
    ties = _current(_of_its_year(ties, question), question, index)
    ties = _longest_said(_narrowest(ties, question, index), question, index)
    ties = _of_values(_of_column(_added(ties, question, index), question, index), able, question, index)
    ties = ties[:1] if _agree(ties) else _whole(ties, able, question, index)
    return ties + [candidate for candidate in _elsewhere(able, question, index) if candidate not in ties]


def _ties(able: Sequence[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The candidates the question does not tell from the first, none said twice.

    A longer name is no reason against a fact, unless the question says the whole name of the first.
    """
    best, worth = able[0], index.weights
    ties: list[Candidate] = []
    for candidate in able:
        longer = best.match.recall - candidate.match.recall > worth.slack
        if (
            longer
            and best.match.recall >= worth.whole
            and not _in_its_words(candidate, best, question, index)
        ):
            continue
        same = any(_same(c.fact, candidate.fact) for c in ties)
        if behind(best, candidate, worth) < index.thresholds.margin and not same:
            ties.append(candidate)
    return ties


def _as_printed(ties: list[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The ties without those that only a synonym calls so: 总计, where 合计 is said and is printed of another."""
    text, canonical = fold(question.text), index.vocabulary.canonical
    printed = {c.fact.measure for c in ties if c.fact.measure and fold(c.fact.measure) in text}
    said = {canonical(measure) for measure in printed if question.whole and not index.changes(measure)}
    return [c for c in ties if c.fact.measure in printed or canonical(c.fact.measure) not in said]


def _of_its_year(ties: list[Candidate], question: Question) -> list[Candidate]:
    """The candidates of the very year that is named, where some are: not what it came to, told in one breath."""
    years = {year[:4] for year in question.years}
    own = [candidate for candidate in ties if candidate.fact.period[:4] in years]
    return own or ties


def _in_its_words(one: Candidate, other: Candidate, question: Question, index: Index) -> bool:
    """Whether the question says how a figure moved as it is printed, where the other only says as much.

    Prices rise by 上涨 and turnover by 增长, which is asked for as the other as well.
    """
    said = fold(question.text)
    printed, meant = (fold(candidate.fact.measure) in said for candidate in (one, other))
    moved = all(index.moves(candidate.fact) for candidate in (one, other))
    return moved and printed and not meant


def _same(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same, under one label or once in the prose and once in a table.

    Of these one may leave the unit out: 312 homes, and 312 in a column.
    """
    told_twice = (
        bool(one.row) != bool(other.row) and one.document == other.document and one.period == other.period
    )
    units = {one.unit, other.unit}
    alike = one.value == other.value and (len(units) == 1 or (told_twice and "" in units))
    return alike and (one.label == other.label or told_twice)


def _elsewhere(able: Sequence[Candidate], question: Question, index: Index) -> Iterator[Candidate]:
    """What other documents say of the same measure, where it fits as well, and would had no editor named the first.

    A shorter label, or a name given in one document, makes a figure easier to find, not the one that is meant.
    """
    best = able[0]
    seen = {best.fact.document}
    for candidate in able:
        if candidate.fact.document in seen or candidate.missing or not candidate.match.measured:
            continue
        if not _same_measure(candidate.fact, best.fact, index):
            continue
        seen.add(candidate.fact.document)
        if _as_good(candidate, best, question, index):
            yield candidate


def _as_good(candidate: Candidate, best: Candidate, question: Question, index: Index) -> bool:
    """Whether a candidate explains a question as well as the best one does by what is printed of it."""
    if candidate.match.coverage >= best.match.coverage:
        return True
    target = best.match.target
    if not (target.short or target.also or target.english):
        return False
    return (
        index.printed(candidate.match.target, question)
        >= index.printed(target, question) - index.weights.slack
    )


def _same_measure(one: Fact, other: Fact, index: Index) -> bool:
    """Whether two figures are counted alike and called something in common."""
    if one.kind != other.kind or index.vocabulary.unit_class(one.unit) != index.vocabulary.unit_class(
        other.unit
    ):
        return False
    named = [
        set(pairwise(index.vocabulary.canonical(f"{fact.subject} {fact.measure}"))) for fact in (one, other)
    ]
    return bool(named[0] & named[1])


def _current(ties: list[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The ties of the year their document is about, where a question names no year and some are of another.

    上半年 alone is that of the year a text is about; of the months of a table any may be meant.
    """
    of_table = question.times and any(candidate.row for candidate in ties)
    if question.years or of_table or question.tagged("year") or question.tagged("period:other"):
        return ties
    own = [
        candidate
        for candidate in ties
        if not (years := index.calendar.of(candidate.fact)[0])
        or str(index.calendar.year_of(candidate.fact.document)) in years - index.calendar.span(candidate.fact)
    ]
    return own or ties


def _narrowest(ties: list[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The ties without those whose names only add words, none of them said, to the names of another.

    Who says nothing of a median means 人均可支配收入, not 人均可支配收入中位数; of a GDP, not the GDP a head.
    """
    if len(ties) < 2 or question.language == "en":
        return ties
    names = [_path(candidate.fact, index) for candidate in ties]
    said = set(pairwise(question.tokens))
    kept = [
        candidate
        for candidate, own in zip(ties, names, strict=True)
        if not any(
            other < own
            and not _in_its_words(candidate, other_one, question, index)
            and len(other & said) == len(own & said) >= len(other) * index.weights.much
            and _beside(other_one, candidate)
            for other, other_one in zip(names, ties, strict=True)
        )
    ]
    return kept or ties


def _beside(one: Candidate, other: Candidate) -> bool:
    """Whether two figures stand in one table, or in the prose of one document."""
    tables = {candidate.row.table if candidate.row else "" for candidate in (one, other)}
    return one.fact.document == other.fact.document and len(tables) == 1


def _added(ties: list[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The ties that tell what was added, where the question asks for that."""
    added = [c for c in ties if "increment" in index.kinds(c.match.target)]
    return added if added and question.tagged("increment") else ties


def _of_column(ties: list[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The ties whose measure a question says whole, where it says that of some: 常住人口, and no 家庭户人口."""
    said = [c for c in ties if _says(c.fact.measure.rpartition(" · ")[2], question, index)]
    rows = {c.row.name if c.row else "" for c in ties}
    long = all(len(c.fact.measure) > LONG_NAME for c in said)  # 率 and 办结率 are said of many things
    return said if said and len(rows) == 1 and (rows != {""} or long) else ties


def _of_values(
    ties: list[Candidate], able: Sequence[Candidate], question: Question, index: Index
) -> list[Candidate]:
    """All rows that hold the words by which the first of them is meant, where none is named: 高新区的补助金额."""
    row = ties[0].row
    if row is None or _is_said(row, question, index):
        return ties
    said = {
        cell.value
        for cell in row.cells.values()
        if cell.kind == "text" and _says(cell.value, question, index)
    }
    alike = [
        c
        for c in able
        if c.row
        and (c.row.table, c.fact.measure) == (row.table, ties[0].fact.measure)
        and said <= {cell.value for cell in c.row.cells.values()}
    ]
    return alike if said and len(alike) > 1 else ties


def _says(words: str, question: Question, index: Index) -> bool:
    """Whether a question says some words, of two characters or more."""
    own, tokens = index.vocabulary.canonical(words), question.tokens
    return len(own) > 1 and any(tokens[at : at + len(own)] == own for at in range(len(tokens)))


def _agree(ties: Sequence[Candidate]) -> bool:
    """Whether all of one document say the same: a figure in the text that a table has as well."""
    said = {(c.fact.value, c.fact.unit, c.fact.period, c.fact.document) for c in ties}
    return len(said) == 1 and ties[0].fact.kind == "figure"


def _is_said(row: Row | None, question: Question, index: Index) -> bool:
    """Whether a question says any word of what a row is called."""
    name = index.vocabulary.canonical(row.name) if row else ()
    return not set(pairwise(name)).isdisjoint(pairwise(question.tokens))


def _whole(
    ties: list[Candidate], able: Sequence[Candidate], question: Question, index: Index
) -> list[Candidate]:
    """What is told of the whole where rows of one column tie, none of them called by all of its name.

    That is what the prose tells of the document's own place, or the row for the whole.
    """
    prose = [c for c in ties if not c.row]
    at_home = [c for c in prose if c.fact.subject and c.fact.subject == index.homes.get(c.fact.document)]
    if len(ties) > len(prose) == len(at_home) == 1 and not any(
        _is_said(c.row, question, index) for c in ties
    ):
        return at_home
    columns = {(c.row.table if c.row else c.fact.id, c.fact.measure) for c in ties}
    if len(ties) < 2 or len(columns) > 1 or any(c.match.recall >= index.weights.whole for c in ties):
        return ties
    if _names_another(ties[0], question, index):
        return ties
    wholes = [
        c for c in able if c.row and index.is_whole(c.row) and {(c.row.table, c.fact.measure)} == columns
    ]
    of_all = [
        c for c in wholes if c.row and not c.row.group
    ] or wholes  # not what the rows of one group come to
    return of_all if len(of_all) == 1 else ties


def _names_another(best: Candidate, question: Question, index: Index) -> bool:
    """Whether a question says a name that no row has, and so means no whole: 造车的营收."""
    lost = [at for at in index.read(question).unmarked if best.match.credits[at] < index.weights.half]
    return any(other == one + 1 for one, other in pairwise(lost))


def _path(fact: Fact, index: Index) -> set[tuple[str, str]]:
    """The pairs of words a fact is named by, with what its row stands under."""
    row = index.knowledge.rows.get(fact.row)
    if row is None:
        names = (
            [fact.measure] if fact.subject == index.homes.get(fact.document) else [fact.subject, fact.measure]
        )
    else:
        names = [*(part for part in row.group.split(" · ") if not part.startswith("按")), row.name]
    words = map(index.vocabulary.canonical, names)
    return {pair for name in words for pair in pairwise(_without_base(name, index))}


def _without_base(name: Tokens, index: Index) -> Tokens:
    """A name without what a change is held against: 比上年增长 is 增长."""
    base = {
        at for start, end, tags in index.vocabulary.spans(name) if "base" in tags for at in range(start, end)
    }
    return tuple(token for at, token in enumerate(name) if at not in base)


def _longest_said(ties: list[Candidate], question: Question, index: Index) -> list[Candidate]:
    """The first alone where the question says a name of it that is longer than any of the others' it says."""
    whole = len(ties) > 1 and ties[0].match.coverage > index.weights.whole
    said = [index.said(candidate.match.target, question) for candidate in ties] if whole else []
    if not said or said[0] <= max(MIN_SAID, *(other + 1 for other in said[1:])):
        return ties
    return [c for c in ties if c is ties[0] or _in_its_words(c, ties[0], question, index)]


def behind(best: Candidate, candidate: Candidate, worth: Weights) -> float:
    """How far a candidate is behind the best; that less of its name is said counts for half of it at most."""
    unsaid = best.match.recall - candidate.match.recall
    return best.score - candidate.score - worth.recall * max(0.0, min(unsaid, worth.half))

"""Figures of one measure that one row tells of several times, or one sentence of several things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.asking.accounting import Account, chosen, learn
from bot.asking.conditions import Stated, stated
from bot.asking.index import Index
from bot.asking.indexing import NAME, is_of_shares
from bot.asking.interpretations import Chosen
from bot.asking.making import Series, query_of
from bot.asking.question import Question, join
from bot.asking.requests import Request
from bot.asking.rows import COMMON, FEW, calls, timed, unlike
from bot.asking.series import free, headings, incomparable
from bot.knowledge.model import Fact
from bot.knowledge.query import Held, Is, Project, Select
from bot.language import periods
from bot.language.grams import pairs

_LONGEST = 8
"""Characters that the name of a kind of thing has at most."""


def of_times(facts: Sequence[Fact], wanted: Request) -> Iterator[Chosen]:
    """What a row tells of several times, a column for each: 哪一年的负债总额最高, "ROE不到18%的有哪几年"."""
    question, index = wanted.question, wanted.index
    if "when" not in question.names("ask"):
        return
    held = [
        one for one in stated(question, (), index) if isinstance(one.condition, Held) and not one.condition.on
    ]
    shape = wanted.shape(filtered=bool(held or wanted.way), column=False)
    if shape not in ("list", "rank"):
        return
    rows = index.knowledge.rows
    for row in {fact.row: rows[fact.row] for fact in facts if fact.row}.values():
        by_unit: defaultdict[str, list[Fact]] = defaultdict(list)
        for cell in row.cells.values():
            if cell.number is not None and timed(cell, question, index):
                by_unit[cell.unit].append(cell)
        for figures in map(_parts, by_unit.values()):
            if len(figures) < COMMON or len({fact.period for fact in figures}) < len(figures):
                continue
            table = index.knowledge.tables[row.table]
            known = headings(table, (row.name, row.group, row.short, *row.also, *row.english), wanted)
            moving = "change" in index.changes(row.name)
            negative = question.tagged("move:negative") and any((fact.number or 0) < 0 for fact in figures)
            if (question.tagged("base") or (wanted.way and not negative)) and not moving:
                continue
            where = (Is("fact", frozenset(fact.id for fact in figures)),)
            query = query_of(shape, Series(tuple(figures), where, "measure", moving), held, wanted)
            shares = all(is_of_shares(fact.measure, table.rows) for fact in figures)
            said = [piece for piece in question.tagged("portion") if shares]
            portion = {at for piece in said for at in range(piece.start, piece.end)}
            account = Account(free(held, wanted, moving=moving) | portion, known)
            if query and (made := chosen(wanted, query, shape, account, tuple(figures))):
                yield made


def _parts(figures: Sequence[Fact]) -> list[Fact]:
    """The figures without those of a time that others lie in: of the months, not of the whole year."""
    times = [periods.whole(fact.period) for fact in figures]
    return [
        fact
        for fact, own in zip(figures, times, strict=True)
        if not any(own != other and own.contains(other) for other in times)
    ]


def of_sentences(facts: Sequence[Fact], wanted: Request) -> Iterator[Chosen]:
    """What sentences say of several things in one measure, or of one thing in several, or of what rose and fell."""
    question, index = wanted.question, wanted.index
    if "when" in question.names("ask"):
        return  # things side by side are no times
    conditions = stated(question, (), index)
    held = [one for one in conditions if isinstance(one.condition, Held) and not one.condition.on]
    shape = wanted.shape(filtered=bool(held or wanted.way), column=False)
    if not shape or shape in ("sum", "mean") or (shape == "count" and not wanted.counting):
        return
    yield from _of_one_value(held, shape, wanted)
    made: list[Chosen] = []
    for (_, opening, section, _, measure, subject), found in _sets(facts, wanted).items():
        on = "measure" if subject and not measure else "subject"
        series, ending = _side_by_side(found, on, measure, subject, wanted)
        if series is None or incomparable(series.figures, held, index):
            continue
        known: dict[str, float] = {}
        for text in (section, opening):
            learn(known, index.vocabulary.canonical(text), wanted.index.weights.heading)
        for text in (measure, subject, ending):
            learn(known, index.vocabulary.canonical(text), NAME)
        known |= dict.fromkeys(_in_all([getattr(fact, on) for fact in series.figures], index), NAME)
        query = query_of(shape, series, held, wanted)
        counted = {at for piece in question.tagged("head") for at in range(piece.start, piece.end)}
        places = free(held, wanted, moving=series.moving) | counted
        account = Account(places, known, everywhere=not _names_things(places, wanted))
        if query and (one := chosen(wanted, query, shape, account, series.figures)):
            made.append(one)
    # What rose is no series of its own where what fell stands beside it.
    yield from (one for one in made if not any(set(_ids(one)) < set(_ids(other)) for other in made))


def _sets(facts: Sequence[Fact], wanted: Request) -> Mapping[tuple[str, ...], list[Fact]]:
    """Figures told in one run and one unit, by what they share: a measure, a subject, that they moved."""
    kinds = {kind for piece in wanted.question.tagged("unit") for kind in piece.named("unit")}
    sets: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for number, run in enumerate(wanted.index.runs(facts)):
        for fact in run.facts:
            if kinds and wanted.index.vocabulary.unit_class(fact.unit) not in kinds:
                continue  # 金额第二高 is asked of no shares
            place = (str(number), run.opening, fact.source.section, fact.unit)
            sets[*place, fact.measure, ""].append(fact)
            sets[*place, "", fact.subject].append(fact)
            if wanted.index.moves(fact):
                sets[*place, "", ""].append(fact)
    return sets


def _names_things(places: Collection[int], wanted: Request) -> bool:
    """Whether the clauses that ask say what of; else those before do: 涉企诉求那三个率,哪几个没到100."""
    question = wanted.question
    return any(
        weight and at not in places and question.clauses[at] in question.asking
        for at, weight in enumerate(wanted.asked.weights)
    )


def _ids(one: Chosen) -> Iterator[str]:
    return (fact.id for fact in one.stand)


def _side_by_side(
    found: Sequence[Fact], on: str, measure: str, subject: str, wanted: Request
) -> tuple[Series | None, str]:
    """The figures of one sentence that go by what a question calls them, and what that is."""
    if on == "subject":  # what the place itself has, or what heads it, is the whole of what its parts have
        parts = [fact for fact in found if not wanted.index.is_at_home(fact)]
        found = parts if len(parts) >= FEW else found
    names = [getattr(fact, on) for fact in found]
    if len(set(names)) < max(COMMON, len(names)):
        return None, ""
    if not all(timed(fact, wanted.question, wanted.index) for fact in found):
        return None, ""
    moving = "change" in wanted.index.changes(measure or found[0].measure)
    ending = _ending_of(names, wanted.question)
    if (wanted.way or wanted.question.tagged("base")) and not moving:
        return None, ""
    if not ending and unlike(list(zip(names, found, strict=True)), wanted.question):
        return None, ""
    if not ending and on == "measure" and not _is_said(subject, wanted):
        return None, ""  # what one thing is told of besides is of several kinds
    figures = tuple(fact for fact, name in zip(found, names, strict=True) if name.endswith(ending))
    where = (Is("fact", frozenset(fact.id for fact in figures)),)
    return (Series(figures, where, on, moving) if len(figures) >= FEW else None), ending


def _in_all(names: Sequence[str], index: Index) -> frozenset[str]:
    """The pairs of characters that all of some names have: 投资 of 工业投资, 制造业投资 and 民间投资."""
    return frozenset.intersection(*(pairs(index.vocabulary.canonical(name)) for name in names))


def _is_said(subject: str, wanted: Request) -> bool:
    """Whether a question names what figures are of, and no several things."""
    words = wanted.index.vocabulary.canonical(subject)
    text = join(wanted.question.tokens)
    return len(words) > COMMON and join(words) in text and not wanted.question.seams


def _of_one_value(held: Sequence[Stated], shape: str, wanted: Request) -> Iterator[Chosen]:
    """What the prose of a document says to have risen or fallen by the very number that is asked for."""
    question, index = wanted.question, wanted.index
    claims = [one.condition for one in held if isinstance(one.condition, Held)]
    open_ = free(held, wanted, moving=True)
    other = any(
        wanted.asked.weights[at] and at not in open_ and question.clauses[at] in question.asking
        for at in range(len(question.tokens))
    )
    if other or shape != "list" or [claim.relation for claim in claims] != ["eq"] or not wanted.way:
        return
    for document in index.knowledge.documents:
        told = [fact for fact in document.facts if fact.unit == "%" and index.facts.holds(fact, claims[0])]
        moved = [
            fact for fact in told if timed(fact, question, index) and "change" in index.changes(fact.measure)
        ]
        figures = tuple(fact for fact in moved if fact.subject and index.moves(fact) in ("", wanted.way))
        if figures and len({fact.subject for fact in figures}) == len(figures):
            query = Project(Select((Is("fact", frozenset(fact.id for fact in figures)),)), "subject")
            whole = (1.0,) * len(question.tokens)
            yield Chosen(question, query, whole, 1.0, sum(whole), shape, stand=figures)


def _ending_of(names: Sequence[str], question: Question) -> str:
    for piece in question.tagged("ask:which"):
        for size in range(_LONGEST, FEW - 1, -1):
            behind = join(question.tokens[piece.end : piece.end + size])
            if len(behind) == size and all(name.endswith(behind) for name in names):
                return behind  # "哪些价格" of what all are called prices of something
    endings = Counter(name[-1:] for name in names)
    for ending, count in endings.most_common():
        if count >= FEW and ending >= "\u3400" and calls(question, ending):
            return ending
    return ""

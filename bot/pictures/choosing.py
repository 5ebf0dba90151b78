"""Which figures are drawn for an answer: those of the asked one's table, those of a list, or one over time.

Figures are drawn together only where they count the same: in one unit, at one time, of one column. What is drawn is
printed, but for a progress that is the share of what is done in its target.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from bot.knowledge.model import Answer, Document, Fact, Found, Knowledge, Row, Table, title_in
from bot.language import periods
from bot.language.speech import Language
from bot.pictures.charts import Bar, Bars, Chart, Course, Point
from bot.pictures.wording import Wording, wording

MOST, LONGEST_TABLE = 20, 200
"""Bars of a picture, and rows of a table that is looked through for them."""
LOOKED_AT = 2000
"""Facts of a document that are looked through for the same figure at another time."""
FEW, TIMES = 2, 3
"""Bars, and times, from which on there is something to see."""
MISSING = 3
"""So many that are not drawn are told by name."""
SUM = re.compile(r"[合总小共]计|平均|^全[国省市县区镇乡]$|total|average", re.IGNORECASE)
"""Names of rows that tell of the others together."""
WHOLE = Decimal(100)
HALF = Decimal(50)
"""From here on a percentage is looked at as a part of all; growth mostly stays below."""
_DAYS = {"month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure to be drawn: an amount that is printed, or worked out of a figure and its ``target``."""

    fact: Fact
    value: Decimal
    unit: str
    asked: bool = False
    target: Fact | None = None


def drawable(answer: Answer, knowledge: Knowledge) -> bool:
    """Whether there is something to draw of an answer; nothing heavy is loaded to tell."""
    return chart(answer, knowledge) is not None


def chart(answer: Answer, knowledge: Knowledge, language: Language = "zh") -> Chart | None:
    """The picture of an answer in a language; None where there is none."""
    if not isinstance(answer, Found):
        return None
    facts = resting_on(answer, knowledge)
    if len(facts) == 1 and any(entry.fact for entry in answer.entries):
        return of_figure(facts[0], knowledge, language)
    return of_figures(facts, knowledge, language)


def resting_on(answer: Found, knowledge: Knowledge) -> list[Fact]:
    """The figures that an answer is or rests on, best first."""
    ids = [entry.fact for entry in answer.entries if entry.fact]
    ids = ids or [entry.fact for entry in answer.context if entry.fact]
    return [fact for one in dict.fromkeys(ids) if (fact := knowledge.facts.get(one))]


def of_figures(facts: Sequence[Fact], knowledge: Knowledge, language: Language = "zh") -> Chart | None:
    """The picture of several figures; None where they do not count the same."""
    return _of_several(facts, knowledge, wording(language))


def of_figure(fact: Fact, knowledge: Knowledge, language: Language = "zh") -> Chart | None:
    """The picture of one figure: over time where it is told of several times, else among those of its table."""
    words = wording(language)
    row = knowledge.rows.get(fact.row)
    over_time = _over_time(fact, _told_alike(fact, row, knowledge), knowledge, words)
    table = knowledge.tables.get(row.table) if row else None
    return over_time or (_among_its_table(fact, table, knowledge, words) if table else None)


def of_days(
    title: str, about: str, kinds: Sequence[str], days: Sequence[tuple[date, Sequence[int]]]
) -> Course:
    """How many there were on each of some days, of each kind."""
    points = tuple(
        Point(
            at=day.toordinal(),
            when=f"{day.month}-{day.day}",
            value=sum(counts),
            told=str(sum(counts)) if any(counts) else "",
            parts=tuple(counts),
        )
        for day, counts in days
    )
    return Course(title=title, about=about, source="", points=points, columns=True, kinds=tuple(kinds))


# One figure over time


def _told_alike(fact: Fact, row: Row | None, knowledge: Knowledge) -> Iterable[Fact]:
    """What may be the same at other times: the cells of the row, or what the document says elsewhere."""
    if row:
        return row.cells.values()
    document = knowledge.document_of(fact)
    return (
        one
        for one in islice(document.facts, LOOKED_AT)
        if one.subject == fact.subject and one.qualifiers == fact.qualifiers
    )


def _over_time(fact: Fact, others: Iterable[Fact], knowledge: Knowledge, words: Wording) -> Course | None:
    measure, unit = _timeless(fact.measure), fact.unit
    if fact.number is None:
        return None
    same = [
        one
        for one in others
        if one.number is not None and one.unit == unit and _timeless(one.measure) == measure
    ]
    points, lengths = {}, set()
    for one in same:
        when = one.period or knowledge.document_of(one).period
        period = periods.whole(when)
        if not period.years:
            return None
        points[when] = _point(one, period, words, asked=one.id == fact.id)
        lengths.add(_months(period))
    if len(points) < TIMES or len(points) < len(same) or len(lengths) > 1:
        return None  # told twice of one time, or of a month and a year: which belong together is not told
    placed = tuple(sorted(points.values(), key=lambda point: point.at))
    row = knowledge.rows.get(fact.row)
    name = title_in(words.language, row) if row else words.speech.label(fact, None, knowledge)
    about = words.speech.name(measure, knowledge) if row else ""
    return Course(
        title=name,
        about=" · ".join(filter(None, (about, words.speech.name(unit, knowledge)))),
        source=_source(knowledge.document_of(fact), words),
        points=placed[-MOST:],
    )


def _point(fact: Fact, period: periods.Period, words: Wording, *, asked: bool) -> Point:
    (year, month, day), _ = period.days
    at = year * _DAYS["year"] + month * _DAYS["month"] + day
    assert fact.number is not None
    when = words.speech.period(period.words)
    return Point(at=at, when=when, value=float(fact.number), told=fact.value, asked=asked)


def _months(period: periods.Period) -> tuple[int, str]:
    """How long a time is, in months, and whether its start or its end is meant."""
    (first, month, _), (last, end, _) = period.days
    return (last - first) * 12 + end - month, period.point


def _timeless(measure: str) -> str:
    """A measure without the time that it may be named after: that of a column 2021年 has no other name."""
    return "" if periods.whole(measure) else measure


# Figures among others


def _among_its_table(fact: Fact, table: Table, knowledge: Knowledge, words: Wording) -> Bars | None:
    if not FEW <= len(table.rows) <= LONGEST_TABLE:
        return None
    rows = [row for row in table.rows if row.id == fact.row or not SUM.search(row.name)]
    shown = _of_rows(rows, fact.measure, knowledge, asked=fact.row)
    if not any(one.asked for one in shown):
        return None  # its row is told in words: a picture of the others is none of it
    return _bars(shown, rows, title_in(words.language, table), knowledge, words)


def _of_several(facts: Sequence[Fact], knowledge: Knowledge, words: Wording) -> Chart | None:
    """Several figures beside each other; over time where they are one and the same."""
    if len(facts) < FEW:
        return None
    first = facts[0]
    if len({(one.subject, one.row, one.qualifiers) for one in facts}) == 1 and (
        over_time := _over_time(first, facts, knowledge, words)
    ):
        return over_time
    rows = list(dict.fromkeys(one.row for one in facts))
    tables = {knowledge.rows[row].table for row in rows if row in knowledge.rows}
    table = knowledge.tables.get(next(iter(tables), "")) if len(tables) == 1 else None
    if "" not in rows and len(rows) == len(facts) and len({one.measure for one in facts}) == 1:
        listed = [knowledge.rows[row] for row in rows if row in knowledge.rows]
        shown = _of_rows(listed[:LONGEST_TABLE], first.measure, knowledge)
        whole = table or knowledge.document_of(first)
        one_of = table or len({one.document for one in facts}) == 1
        title = title_in(words.language, whole) if one_of else _label(first.measure, words, knowledge)
        return _bars(shown, listed, title, knowledge, words)
    shown = [_printed(one) for one in islice(facts, LONGEST_TABLE) if one.number is not None]
    title = (
        title_in(words.language, knowledge.rows[rows[0]])
        if len(rows) == 1 and rows[0] in knowledge.rows
        else ""
    )
    return _bars(shown, facts, title, knowledge, words)


def _of_rows(rows: Sequence[Row], measure: str, knowledge: Knowledge, asked: str = "") -> list[Shown]:
    """What rows say in a column; how far they have come where that column belongs to a target."""
    if knowledge.vocabulary.role_of(measure) in ("target", "done", "progress", "lead"):
        shown = [one for row in rows if (one := progress(row, knowledge, asked=row.id == asked))]
        if shown or knowledge.vocabulary.role_of(measure) == "lead":
            return shown
    cells = [(row, cell) for row in rows if (cell := row.cells.get(measure)) and cell.number is not None]
    return [_printed(cell, asked=row.id == asked) for row, cell in cells]


def progress(row: Row, knowledge: Knowledge, *, asked: bool = False) -> Shown | None:
    """How far a row has come, in per cent: as printed, else worked out."""
    roles: dict[str, list[Fact]] = {}
    for column, fact in row.cells.items():
        roles.setdefault(knowledge.vocabulary.role_of(column), []).append(fact)
    if any(len(roles.get(role, ())) > 1 for role in ("target", "done", "progress")):
        return None
    target, done, progress = (next(iter(roles.get(one, ())), None) for one in ("target", "done", "progress"))
    if progress:
        printed = progress.number is not None and progress.unit == "%" and (target or done)
        return _printed(progress, asked=asked) if printed else None
    if not (target and done and target.unit == done.unit and target.number and done.number is not None):
        return None
    if target.number <= 0:
        return None
    return Shown(done, done.number / target.number * WHOLE, "", asked, target)


def _printed(fact: Fact, *, asked: bool = False) -> Shown:
    assert fact.number is not None
    return Shown(fact, fact.number, fact.unit, asked)


def _told(one: Shown, knowledge: Knowledge, words: Wording) -> str:
    fact = one.target or one.fact
    told = words.speech.quantity(fact.shown, fact.value, fact.unit, knowledge)
    return f"{one.fact.value}/{told}" if one.target else told


def _bars(
    shown: Sequence[Shown], every: Sequence[Row | Fact], title: str, knowledge: Knowledge, words: Wording
) -> Bars | None:
    """Bars of what counts the same as the asked one, or as most do, of ``every``; None where that are too few."""
    asked = next((one for one in shown if one.asked), None)
    kinds = Counter((one.unit, one.fact.period) for one in shown)
    if not kinds:
        return None
    kind = (asked.unit, asked.fact.period) if asked else kinds.most_common(1)[0][0]
    alike = sorted((one for one in shown if (one.unit, one.fact.period) == kind), key=lambda one: -one.value)
    if len(alike) < FEW or len({one.value for one in alike}) < FEW:
        return None
    drawn = alike[:MOST]
    if asked and asked not in drawn:
        drawn[-1] = asked
    first, rows = drawn[0].fact, {one.fact.row for one in drawn}
    by_row = len(rows) == len(drawn)
    role = knowledge.vocabulary.role_of(first.measure) if first.row else ""
    worked_out = drawn[0].target is not None
    is_progress = by_row and (worked_out or (kind[0] == "%" and role == "progress"))
    measure = words.progress if worked_out else _label(first.measure, words, knowledge)
    same = len({one.fact.measure for one in drawn}) == 1
    when = kind[1] or knowledge.document_of(first).period
    values = [float(one.value) for one in drawn]
    is_share = kind[0] == "%" and not is_progress and min(values) >= 0 and HALF <= max(values) <= WHOLE
    total, count = len(every), words.count if len(every) == len(drawn) else words.some
    there = {one.fact.row for one in drawn} | {one.fact.id for one in drawn}
    missing = [_called(one, knowledge, words) for one in every if one.id not in there]
    about = [
        measure if same and first.row and measure != title else "",
        words.speech.period(when) if when else "",
        count.format(count=total, shown=len(drawn)) if total > FEW else "",
    ]
    return Bars(
        title=title or (measure if same else knowledge.document_of(first).title),
        about=" · ".join(filter(None, about)),
        source=_sources([one.fact for one in drawn], knowledge, words),
        missing=words.missing.format(names=words.between.join(missing))
        if 0 < len(missing) <= MISSING
        else "",
        bars=tuple(
            Bar(
                name=_label(one.fact.measure, words, knowledge)
                if first.row and len(rows) == 1
                else _name(one.fact, knowledge, words, by_row=by_row and same),
                value=float(one.value),
                told=_told(one, knowledge, words),
                asked=one.asked,
            )
            for one in drawn
        ),
        whole=float(WHOLE) if is_progress else None,
        most=float(WHOLE) if is_share else None,
    )


def _called(one: Row | Fact, knowledge: Knowledge, words: Wording) -> str:
    return (
        title_in(words.language, one) if isinstance(one, Row) else _name(one, knowledge, words, by_row=False)
    )


def _name(fact: Fact, knowledge: Knowledge, words: Wording, *, by_row: bool) -> str:
    row = knowledge.rows.get(fact.row)
    if row and by_row:
        return title_in(words.language, row)
    if words.language == "zh" and fact.short and not row:
        return fact.short
    return words.speech.label(fact, row, knowledge)


def _label(measure: str, words: Wording, knowledge: Knowledge) -> str:
    return words.speech.name(measure, knowledge)


def _sources(facts: Sequence[Fact], knowledge: Knowledge, words: Wording) -> str:
    documents = {one.document: knowledge.document_of(one) for one in facts}
    return " / ".join(_source(one, words) for one in documents.values())


def _source(document: Document, words: Wording) -> str:
    title = words.speech.title.format(title_in(words.language, document))
    return words.source.format(title=title, date=document.date).rstrip(" ·")

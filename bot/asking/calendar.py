"""Which year and which months a fact is of, and whether they are the ones a question names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache

from bot.asking.question import Piece, Question
from bot.knowledge.model import Fact, Knowledge
from bot.language import periods
from bot.language.periods import Period

_FROM_ANOTHER = ("followup", "base", "move", "change", "relative", "versus", "joint:than", "joint:against")
"""What goes on from a year, or holds one against another: then the year before is that before the document's."""

_Times = tuple[frozenset[str], frozenset[Period]]
"""Years, and times within a year."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The times of all documents.

    Attributes:
        own: The period of each document.
        years: Every year that some figure is of.
        times: Every time within a year that some figure is of.
        this: The year that 今年 is in a document, where that is known: a report on 2025 plans for 2026.
        closing: Documents and their columns that are named by the month a quarter ends with, as are those beside
            them: 2024/06 beside 2024/03 is of the first half of the year to who reads reports of companies.
    """

    own: Mapping[str, str]
    years: frozenset[str]
    times: frozenset[Period]
    this: Mapping[str, int] = field(default_factory=dict)
    closing: frozenset[tuple[str, str]] = frozenset()
    _times: dict[str, _Times] = field(default_factory=dict, repr=False)

    def unmet(self, question: Question, fact: Fact) -> Sequence[str]:
        """The times a question names that a fact is not of, in the words of the question."""
        if not (question.years or question.times):
            return ()
        return _unmet(question.years, question.times, self.of(fact), self.span(fact))

    def of(self, fact: Fact) -> _Times:
        """The years and the months a fact is of.

        A period of its own says it all. One that is only its document's leaves room for what its words say.
        """
        if fact.id not in self._times:
            self._times[fact.id] = self._of(fact)
        return self._times[fact.id]

    def _of(self, fact: Fact) -> _Times:
        years, times = periods.named(fact.period)
        told = [fact.measure, fact.subject, *fact.qualifiers]
        if not (fact.row or (years and fact.period != self.own.get(fact.document))):
            told.append(fact.source.quote)
        named = periods.named(" ".join(told))
        whole = periods.named(self.own.get(fact.document, ""))[1]
        if whole and all(time.meets(whole) for time in times):
            times = whole  # ten days of a month are the document's, where the table only names the month
        times = times or named[1]
        if (fact.document, fact.measure) in self.closing:
            times |= {replace(time, start=(0, 1, 0)) for time in times}
        return years | named[0], times

    def span(self, fact: Fact) -> frozenset[str]:
        """The first and the last of several years that a fact is of together: it is of none of them alone."""
        years = _years(fact.period)
        return years if len(years) > 1 and years == self.of(fact)[0] else frozenset()

    def is_of(self, fact: Fact, piece: Piece, question: Question) -> bool:
        """Whether a fact is of the year that words such as 去年 mean: in its document, or to who asks today."""
        meant = self._meant(fact.document, piece, question, tabled=bool(fact.row))
        return not meant.isdisjoint(self.of(fact)[0])

    def is_other(self, fact: Fact, piece: Piece, question: Question) -> bool:
        """Whether a fact is of other years than the one that words such as 今年 mean in its document."""
        dated = self._this(fact.document) and self.of(fact)[0]
        return bool(dated) and not self.is_of(fact, piece, question)

    def is_told(self, piece: Piece, question: Question) -> bool:
        """Whether some document tells of the year that words such as 去年 mean."""
        return any(not self._meant(one, piece, question).isdisjoint(self.years) for one in self.own)

    def year_said(self, piece: Piece, question: Question) -> str:
        """The one year that words such as 今年 mean in all documents; empty where it is not one."""
        meant = set[str]().union(*(self._meant(one, piece, question, tabled=False) for one in self.own))
        return next(iter(meant)) if len(meant) == 1 else ""

    def _meant(self, document: str, piece: Piece, question: Question, *, tabled: bool = True) -> set[str]:
        """The years that words such as 去年 may mean to who asks a document, of its tables or of its prose."""
        year = self._this(document)
        if not year:
            return set()
        shifts = [int(shift) for shift in piece.named("year")]
        own = self.year_of(document)
        # 上年 is said of the document's own year, whenever it was written.
        said = own if shifts == [-1] and not piece.has("reported") else year
        ways = [{str(base + shift) for shift in shifts} for base in (said, datetime.now(UTC).year, own)]
        meant = next((one for one in ways if not one.isdisjoint(self.years)), ways[0])
        # A report on a year comes out in the next one: to who reads it, its year is the last. Where tables have a
        # column for the year before that, it may be the one that is meant.
        reported = document not in self.this and not (tabled and str(year - 1) in self.years)
        read = reported and piece.has("reported") and not question.tagged(*_FROM_ANOTHER)
        return meant | ({str(year)} if read else set())

    def _this(self, document: str) -> int:
        return self.this.get(document) or self.year_of(document)

    @property
    def current(self) -> frozenset[int]:
        """The years that documents are about."""
        return frozenset(filter(None, map(self.year_of, self.own)))

    def year_of(self, document: str) -> int:
        """The year a document is about; 0 where that is not known."""
        years = periods.named(self.own.get(document, ""))[0]
        return int(max(years)) if years else 0


def build(knowledge: Knowledge) -> Calendar:
    """The calendar of everything that is known."""
    own = {document.id: document.period for document in knowledge.documents}
    told = {*own.values(), *(fact.period for fact in knowledge.facts.values())}
    told |= {column for table in knowledge.tables.values() for column in table.columns}
    told |= {row.name for row in knowledge.rows.values() if row.name[:2] in ("19", "20")}
    named = [periods.named(text) for text in told]
    years = frozenset().union(*(one for one, _ in named))
    closing = frozenset(
        (table.document, column) for table in knowledge.tables.values() for column in _closing(table.columns)
    )
    times = frozenset(replace(periods.whole(column).within, start=(0, 1, 0)) for _, column in closing)
    times = times.union(*(of for _, of in named))
    return Calendar(own, years, times, _called_this(knowledge), closing)


def _closing(columns: Sequence[str]) -> Sequence[str]:
    """The columns that are named by the months that quarters end with; none where others are named by a month."""
    dated = {column: months for column in columns if (months := periods.whole(column).months)}
    quarters = all(first == last and last % 3 == 0 for first, last in dated.values())
    several = len(set(dated.values())) > 1
    return list(dated) if quarters and several and not any(map(periods.days, dated)) else []


def _called_this(knowledge: Knowledge) -> dict[str, int]:
    """The year that most figures are of whose sentences say 今年, for each document; else that of its publication.

    That year counts where it is the one after the document's own, and some figure is of it: what is planned.
    """
    vocabulary = knowledge.vocabulary
    phrases = vocabulary.phrases
    told = [document for document in knowledge.documents if document.facts]
    words = {"".join(phrase) for phrase, tags in phrases.items() if "year:0" in tags} if told else set()
    words.difference_update(vocabulary.listed("account_year"))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in told:
        for fact in document.facts:
            if any(word in fact.source.sentence for word in words):
                found[document.id].update(periods.named(fact.period or document.period)[0])
        year = document.date[:4]
        after = year.isdigit() and {str(int(year) - 1)} == periods.named(document.period)[0]
        if (
            after
            and document.id not in found
            and any(year in periods.named(fact.period)[0] for fact in document.facts)
        ):
            found[document.id][year] = 1
    return {
        document: int(max(years, key=lambda year: (years[year], year)))
        for document, years in found.items()
        if years
    }


@lru_cache(maxsize=65536)
def _years(period: str) -> frozenset[str]:
    """The years that a period consists of."""
    return frozenset(str(year) for year in periods.whole(period).years)


@lru_cache(maxsize=4096)
def _unmet(
    years: tuple[str, ...], times: tuple[tuple[Period, str], ...], own: _Times, span: frozenset[str]
) -> Sequence[str]:
    """Which years and times are none of its ``own``, as for most cells of a table; a ``span`` is whole."""
    told = own[0] if span <= {year[:4] for year in years} else own[0] - span
    unmet = [year for year in years if year[:4] not in told]
    return (*unmet, *(words for time, words in times if not time.meets(own[1])))

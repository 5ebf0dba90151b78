"""Which of very many documents a question may be about: a card index of their titles, columns, rows and times.

What is known in little is indexed as a whole; of thousands of tables only those are that a question may mean. A
document may be meant as far as its title, its columns and one of its rows have the rare words of the question, and
as far as it is of the time that is asked for. What one document does not have is looked for in others, so that
"甲区的…和乙区的…" leads to both.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from bot.knowledge.model import Document, Fact, Row
from bot.language import periods
from bot.language.grams import pairs
from bot.language.periods import Period
from bot.language.vocabulary import Vocabulary

_MOST_DOCUMENTS, _MOST_TARGETS = 12, 3000
"""So many documents are opened for one question, and so many rows and figures of them."""
_NEAR = 0.8
"""A document is opened that says this share of what the best one says."""
_REST = 0.75
"""And one that says this share of what the best one leaves unsaid."""
_WIDE = 5000
"""What more rows than this say leads to none of them."""
_ITS_TIME = 1.0
"""What being of the time asked for is worth, beside a word that a single document has."""
_ROUNDED = 1e-6
_DASHES = frozenset("-—~～")

Months = tuple[int, int]
"""The first and the last month of a time, counted from the year 0."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What each document is about, by the pairs of characters and the words it has.

    Attributes:
        ids: The documents.
        sizes: How many rows and figures of the prose each has.
        figures: How many figures each has, in rows and in the prose.
        times: The first and last month of what each tells; ``dated`` where its title says so.
        units: All units that figures have.
        heads: The documents whose title or columns have a pair.
        rows: The rows and figures that have a pair; of the document ``homes`` each.
    """

    ids: Sequence[str]
    sizes: Sequence[int]
    figures: Sequence[int]
    times: Sequence[Months | None]
    dated: Sequence[bool]
    units: Sequence[str]
    heads: Mapping[str, Sequence[int]]
    rows: Mapping[str, Sequence[int]]
    homes: Sequence[int]
    _spread: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def near(self, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The documents that a question may be about, the likeliest first."""
        rarity = {gram: self._rarity(gram) for gram in _pairs(_timeless(text), vocabulary)}
        rarity = {gram: rare for gram, rare in rarity.items() if rare}
        asked = list(_asked(text, vocabulary))
        first = self._best(rarity, asked, _NEAR)
        rest = {gram: rare for gram, rare in rarity.items() if first and not self._has(first[0], gram)}
        more = self._best(rest, asked, _REST) if rest else []
        return tuple(self.ids[number] for number in self._together(first, more))

    def _together(self, first: Sequence[int], more: Sequence[int]) -> list[int]:
        """As many of the documents as may be opened, with room for some of the second list."""
        kept = _MOST_DOCUMENTS - min(len(more), _MOST_DOCUMENTS // 3)
        order = dict.fromkeys([*first[:kept], *more, *first])
        found: list[int] = []
        targets = 0
        for number in order:
            if targets > _MOST_TARGETS or len(found) == _MOST_DOCUMENTS:
                break
            targets += self.sizes[number]
            found.append(number)
        return found

    def _best(self, rarity: Mapping[str, float], asked: Sequence[Months], share: float) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for gram, rare in rarity.items():
            for number in self.heads.get(gram, ()):
                scores[number] += rare
        for number, score in self._best_rows(rarity).items():
            scores[number] += score
        if asked and scores:
            # Only what may come near the best one by its time is looked at more closely.
            first = max(scores, key=scores.__getitem__)
            enough = share * (scores[first] + self._timely(first, asked)) - _ITS_TIME - _ROUNDED
            able = {number: score for number, score in scores.items() if score >= enough}
            scores = {number: score + self._timely(number, asked) for number, score in able.items()}
        least = share * max(scores.values(), default=0.0)
        near = (number for number, score in scores.items() if score >= least)
        # The latest of equals come first.
        return sorted(near, key=lambda n: (-scores[n], -(self.times[n] or (0, 0))[1], n))

    def _best_rows(self, rarity: Mapping[str, float]) -> dict[int, float]:
        """For each document how much its best row says that its title and columns do not."""
        rows: defaultdict[int, float] = defaultdict(float)
        homes = self.homes
        for gram, rare in rarity.items():
            told = self.rows.get(gram, ())
            if len(told) > _WIDE:
                continue
            if headed := frozenset(self.heads.get(gram, ())):
                told = [row for row in told if homes[row] not in headed]
            for row in told:
                rows[row] += rare
        best: dict[int, float] = {}
        for row, score in rows.items():
            home = homes[row]
            if score > best.get(home, 0.0):
                best[home] = score
        return best

    def _timely(self, number: int, asked: Sequence[Months]) -> float:
        own = self.times[number]
        if own is None:
            return 0.0
        if any(first <= own[1] and own[0] <= last for first, last in asked):
            return _ITS_TIME
        return -_ITS_TIME if self.dated[number] else 0.0

    def _has(self, number: int, gram: str) -> bool:
        heads, rows = self.heads.get(gram, ()), self.rows.get(gram, ())
        # Both are in the order of the documents.
        head = bisect_left(heads, number)
        row = bisect_left(rows, number, key=self.homes.__getitem__)
        return number in heads[head : head + 1] or any(self.homes[at] == number for at in rows[row : row + 1])

    def _rarity(self, gram: str) -> float:
        """How much a pair tells apart: 1 where a single document has it, 0 where all have or none has."""
        if gram not in self._spread:
            homes = {self.homes[row] for row in self.rows.get(gram, ())}
            self._spread[gram] = len(homes.union(self.heads.get(gram, ())))
        spread, size = self._spread[gram], len(self.ids)
        return math.log((1 + size) / min(spread + 1, 1 + size)) / math.log(1 + size) if spread else 0.0


def build(documents: Iterable[Document], vocabulary: Vocabulary) -> Catalogue:
    """The catalogue of documents; the rows of each are read once, one document after the other."""
    ids: list[str] = []
    sizes, figures, homes = array("I"), array("I"), array("I")
    times: list[Months | None] = []
    dated: list[bool] = []
    units: set[str] = set()
    heads: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    rows: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    words = cache(lambda text: _pairs(text, vocabulary))
    for number, document in enumerate(documents):
        for gram in frozenset().union(*map(words, _headings(document))):
            heads[gram].append(number)
        first, counted = len(homes), 0
        told: set[str] = {document.period}
        for texts, facts in _targets(document):
            for gram in frozenset().union(*map(words, texts)):
                rows[gram].append(len(homes))
            homes.append(number)
            told.update(fact.period for fact in facts)
            units.update(fact.unit for fact in facts)
            counted += sum(fact.kind == "figure" for fact in facts)
        titles = {document.title, *(table.title for table in document.tables)}
        named = [one.period for title in titles for one in periods.mentions(title) if one.period.years]
        ids.append(document.id)
        sizes.append(len(homes) - first)
        figures.append(counted)
        times.append(_span(named or [one for one in map(_whole, told) if one.years]))
        dated.append(bool(named))
    return Catalogue(ids, sizes, figures, times, dated, sorted(units - {""}), heads, rows, homes)


def joined(parts: Sequence[Catalogue]) -> Catalogue:
    """One catalogue of several, the documents in their order."""
    if len(parts) == 1:
        return parts[0]
    heads: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    rows: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    homes = array("I")
    documents = 0
    for part in parts:
        for gram, numbers in part.heads.items():
            heads[gram].extend(number + documents for number in numbers)
        for gram, numbers in part.rows.items():
            rows[gram].extend(number + len(homes) for number in numbers)
        homes.extend(number + documents for number in part.homes)
        documents += len(part.ids)
    return Catalogue(
        ids=list(chain.from_iterable(part.ids for part in parts)),
        sizes=list(chain.from_iterable(part.sizes for part in parts)),
        figures=list(chain.from_iterable(part.figures for part in parts)),
        times=list(chain.from_iterable(part.times for part in parts)),
        dated=list(chain.from_iterable(part.dated for part in parts)),
        units=sorted(set(chain.from_iterable(part.units for part in parts))),
        heads=heads,
        rows=rows,
        homes=homes,
    )


def _headings(document: Document) -> Iterator[str]:
    yield from (_timeless(document.title), document.place, *document.english)
    yield from (section.title for section in document.sections)
    for table in document.tables:
        yield from (_timeless(table.title), table.each, *table.columns, *table.also, *table.english)


def _targets(document: Document) -> Iterator[tuple[Sequence[str], Sequence[Fact]]]:
    """The words of each row and figure, and the facts it tells."""
    for fact in document.facts:
        told = (fact.subject, fact.measure, *fact.also, *fact.english, fact.short)
        yield told, [fact]
    for table in document.tables:
        for row in table.rows:
            yield _said(row), list(row.cells.values())


def _said(row: Row) -> list[str]:
    texts = [cell.value for cell in row.cells.values() if cell.kind == "text"]
    return [row.name, row.group, row.short, *row.also, *row.english, *texts]


_whole: Callable[[str], Period] = cache(periods.whole)


def _pairs(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    return pairs(vocabulary.canonical(text)) if text else frozenset()


def _timeless(text: str) -> str:
    """A text without the times it names."""
    for mention in reversed(list(periods.mentions(text))):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _asked(text: str, vocabulary: Vocabulary) -> Iterator[Months]:
    """The times a question names; from one until another is one time."""
    before: Period | None = None
    open_: Months | None = None
    end = 0
    for mention in periods.mentions(text):
        period = mention.period.placed(before) if before else mention.period
        if not period.years:
            continue
        own = _months(period)
        between = text[end : mention.start + 1].strip()
        until = between[:1] in _DASHES or "joint:until" in vocabulary.phrases.get((between[:1],), ())
        if open_ and until:
            open_ = open_[0], own[1]
        else:
            if open_:
                yield open_
            open_ = own
        before, end = period, mention.end
    if open_:
        yield open_


def _span(told: Iterable[Period]) -> Months | None:
    months = [_months(period) for period in told]
    return (min(first for first, _ in months), max(last for _, last in months)) if months else None


def _months(period: Period) -> Months:
    first, last = period.days
    return 12 * first[0] + first[1], 12 * last[0] + last[1]

"""Ranking what can be asked for against a question, with an index built once.

What counts is how much of the question a target explains, weighed by how much each piece tells apart, and how
much of the target's own name the question says. Candidates come from an inverted index of character pairs and
word stems; only they are scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from bot.asking import indexing
from bot.asking.asked import Asked
from bot.asking.calendar import Calendar
from bot.asking.columns import Columns
from bot.asking.features import Features, features
from bot.asking.indexing import (
    Card,
    Target,
    kinds,
    printed_words,
)
from bot.asking.interpretations import Match
from bot.asking.linker import Linker
from bot.asking.postings import Postings
from bot.asking.question import Piece, Question, join
from bot.asking.runs import Run
from bot.asking.scope import scopes
from bot.asking.weighing import Scale
from bot.knowledge.aggregates import Aggregates, aggregates
from bot.knowledge.facts import Facts
from bot.knowledge.model import Document, Fact, Knowledge, Row, Table
from bot.knowledge.thresholds import Thresholds
from bot.knowledge.weights import Weights
from bot.language import periods, wordbook
from bot.language.grams import grams
from bot.language.spelling import Lexicon
from bot.language.vocabulary import Tokens, Vocabulary

CANDIDATES = 40
"""So many matches a search comes to, at the most."""
SHORT = 4
"""Characters of the name of a row that is a month."""
LONG = 3000
"""What more targets than this say leads to none of them by itself."""
LONGEST = 2000
"""So many targets are looked at where nothing rarer is said."""
VOICES = 300
"""So many pairs and words of a question, the rarest ones, lead to targets."""
MANY_ROWS = 5000
"""Rows among which the short names of some are no longer told from chance."""
_ROUNDED = 1e-6
_PAIR = 2


@dataclass(slots=True)
class Index:
    """Everything that can be asked for, ready to be searched. What it says never changes once it is built.

    Attributes:
        knowledge: What the documents say.
        documents: The documents by their ids.
        lexicon: Which characters follow which in all that is known.
        values: What text cells hold, by the words people name it with.
        value_heads: The length of the longest of these that begins with a token.
        longest_value: The length of the longest of them all, in tokens.
        value_columns: The column in which a text of `values` stands first.
        homes: The place each document is about; empty for none.
        wholes: The word for all of what each document is about (全省); empty for none.
        titled: The places that the titles of each document name.
        subjects: The places that rows are about.
        calendar: The times of all documents.
        columns: What is known of each column, by its name.
        titles: The pairs of characters and the Latin words of the names of each table.
        tabled: The tables whose columns play roles.
        listed: The characters on both sides of a 、 in some name: 路资 of 旅游路、资源路.
        row_kinds: What tables call one of their rows, in tokens.
        facts: The posting lists over all facts.
        scale: What the words of questions are weighed against.
        linker: What leads from other words to figures.
        affirming: What was noted of the columns of yes and no of each table.
    """

    knowledge: Knowledge
    documents: Mapping[str, Document]
    lexicon: Lexicon
    values: Mapping[Tokens, str]
    value_heads: Mapping[str, int]
    longest_value: int
    value_columns: Mapping[str, str]
    homes: Mapping[str, str]
    wholes: Mapping[str, str]
    titled: Mapping[str, frozenset[str]]
    subjects: frozenset[str]
    calendar: Calendar
    columns: Columns
    titles: Mapping[str, frozenset[str]]
    tabled: frozenset[str]
    listed: frozenset[str]
    row_kinds: frozenset[Tokens]
    facts: Facts
    _cards: list[Card] = field(repr=False)
    _numbers: Mapping[str, int] = field(repr=False)
    _postings: Postings = field(repr=False)
    _runs: Mapping[str, Run] = field(repr=False)
    scale: Scale = field(repr=False)
    _all_titled: frozenset[str] = field(repr=False)
    linker: Linker = field(repr=False)
    _recent: tuple[Question, Asked] | None = field(default=None, repr=False)
    _negatives: dict[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict, repr=False)
    _kinds: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _by_day: dict[tuple[int, int], list[int]] | None = field(default=None, repr=False)
    _wholes: dict[str, bool] = field(default_factory=dict, repr=False)
    _middles: dict[str, bool] = field(default_factory=dict, repr=False)
    _years: dict[str, bool] = field(default_factory=dict, repr=False)
    _aggregates: dict[str, Aggregates] = field(default_factory=dict, repr=False)
    _without: dict[tuple[str, str], Sequence[Row]] = field(default_factory=dict, repr=False)
    affirming: dict[str, Mapping[str, Mapping[str, bool]]] = field(default_factory=dict, repr=False)
    _row_names: frozenset[str] | None = field(default=None, repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the question language."""
        return self.knowledge.vocabulary

    def is_tabled(self, fact: Fact) -> bool:
        """Whether the columns of the table a cell stands in play roles."""
        row = self.knowledge.rows.get(fact.row)
        return row is not None and row.table in self.tabled

    @property
    def thresholds(self) -> Thresholds:
        """Where an answer becomes a choice or a refusal."""
        return self.knowledge.thresholds

    @property
    def weights(self) -> Weights:
        """What each kind of evidence is worth."""
        return self.knowledge.weights

    def called(self, row: Row, fact: Fact) -> str:
        """What a row is called beside others: by its period where rows are parts of several years."""
        years, times = periods.named(row.name)
        if times and not years and len(row.name) <= SHORT and self._is_of_years(row.table):
            return fact.period or row.name
        return row.name

    def _is_of_years(self, table: str) -> bool:
        """Whether the rows of a table are of several years."""
        if table not in self._years:
            cells = (next(iter(row.cells.values()), None) for row in self.knowledge.tables[table].rows)
            years = {periods.whole(cell.period).years for cell in cells if cell}
            self._years[table] = len(years) > 1
        return self._years[table]

    def counted(self, facts: Sequence[Fact]) -> str:
        """What rows are counted in: 项 where they are tasks."""
        rows = self.knowledge.rows
        return "项" if any(rows[fact.row].table in self.tabled for fact in facts if fact.row) else "个"

    def changes(self, measure: str) -> frozenset[str]:
        """Whether a measure tells a ``change`` or a ``portion``."""
        return self.vocabulary.cell_kinds(self.vocabulary.canonical(measure))

    def moves(self, fact: Fact) -> str:
        """The way a figure of the prose went by its measure, ``up`` or ``down``; empty where none says."""
        if fact.row or fact.kind != "figure":
            return ""
        spans = self.vocabulary.spans(self.vocabulary.canonical(fact.measure))
        ways = {way for _, _, tags in spans for way in ("up", "down") if f"move:{way}" in tags}
        return next(iter(ways)) if len(ways) == 1 else ""

    def values_end(self, question: Question) -> frozenset[int]:
        """Where the words that cells hold end in a question."""
        tokens = question.tokens
        return frozenset(
            at + size
            for at in range(len(tokens))
            for size in range(1, self.value_heads.get(tokens[at], 0) + 1)
            if tokens[at : at + size] in self.values
        )

    def is_in_name(self, joint: Piece, question: Question) -> bool:
        """Whether a 和 stands inside a name: 恢复和改善灌溉面积."""
        tokens, named = question.tokens, self.lexicon.named
        if not 0 < joint.start < joint.end < len(tokens):
            return False
        ends = (tokens[joint.start - 1] + tokens[joint.start], tokens[joint.end - 1] + tokens[joint.end])
        return named.issuperset(ends)

    def seams(self, question: Question) -> frozenset[int]:
        """Where one thing begins behind another and a 、, or behind what it excludes, within no name: 省级市级."""
        sided = {
            (piece.start, piece.end): self.vocabulary.contrasts.get(
                question.tokens[piece.start : piece.end], ()
            )
            for piece in question.tagged("contrast")
        }
        apart = {
            start
            for (_, end), one in sided.items()
            for (start, _), other in sided.items()
            if start == end and {line for line, _ in one} & {line for line, _ in other}
        }
        pairs_ = ((at, "".join(question.tokens[at - 1 : at + 1])) for at in question.seams | apart)
        return frozenset(at for at, pair in pairs_ if pair not in self.listed)

    def value_before(self, end: int, role: str, question: Question) -> str:
        """What a column of a role holds and a question says right before a token: 市水利局 in 市水利局牵头的."""
        for start in range(max(0, end - self.longest_value), end):
            words = self.values.get(question.tokens[start:end], "")
            if words and self.vocabulary.role_of(self.value_columns.get(words, "")) == role:
                return words
        return ""

    def negatives(self, fact: Fact) -> Sequence[tuple[str, str, str]]:
        """Where the name of a fact says 不, 未, 非, each with the two characters behind it."""
        if fact.id not in self._negatives:
            words = self.vocabulary.canonical(f"{fact.subject} {fact.measure}")
            phrases = self.vocabulary.phrases
            self._negatives[fact.id] = [
                three
                for three in zip(words, words[1:], words[2:], strict=False)
                if "neg:not" in phrases.get(three[:1], ())
            ]
        return self._negatives[fact.id]

    @property
    def row_names(self) -> frozenset[str]:
        """What rows are called; none where there are so many that some short name fits by chance."""
        if self._row_names is None:
            rows = self.knowledge.rows
            few = len(rows) <= MANY_ROWS
            self._row_names = frozenset(row.name for row in rows.values()) if few else frozenset()
        return self._row_names

    def without(self, table: Table, column: str) -> Sequence[Row]:
        """The rows of a table that have nothing in a column."""
        if (table.id, column) not in self._without:
            self._without[table.id, column] = [row for row in table.rows if column not in row.cells]
        return self._without[table.id, column]

    def is_foreign(self, piece: Piece, question: Question, document: str = "") -> bool:
        """Whether a piece names a place that a document, or without one any document, is not about.

        The province around a city is at home only beside the city: "江苏省苏州市". What rows stand under, or cells
        hold, is at home.
        """
        if self.is_told(piece, question):
            return False
        places = set(piece.named("place"))
        home = self.homes.get(document, "")
        own = (frozenset({home}) if document else self.scale.own_places) | self._titled(document)
        if not places or places & own or (not document and (places & self.subjects or not own)):
            return False
        known = self.vocabulary.places
        around = {other for place in own if place in known for other in known[place].within}
        return not (places & around and question.names("place") & own)

    def is_told(self, piece: Piece, question: Question) -> bool:
        """Whether a piece is what cells hold in words, or what rows stand under."""
        return question.tokens[piece.start : piece.end] in self.values

    def _titled(self, document: str) -> frozenset[str]:
        """The places in the titles of a document, or without one of any."""
        return self.titled.get(document, frozenset()) if document else self._all_titled

    def read(self, question: Question) -> Asked:
        """What a question asks for, weighed by how rare its words are here."""
        recent = self._recent  # another thread may be asking something else
        if recent is None or recent[0] is not question:
            turned = tuple(scopes(question, self.lexicon.named))
            recent = self._recent = question, replace(self.scale.weigh(question), turned=turned)
        return recent[1]

    def search(self, question: Question, asked: Asked, limit: int = CANDIDATES) -> list[Match]:
        """The targets that explain most of a question, best first."""
        told = features(question, self.weights)
        votes = self._votes(told, asked, question)
        enough = self.weights.shortlist * max(votes.values(), default=0.0)
        best = sorted((-vote, card) for card, vote in votes.items() if vote >= enough)[:limit]
        numbers = dict.fromkeys([*(card for _, card in best), *self._of_days(question)[:limit]])
        matches = [self._match(self._cards[card], told, asked, question) for card in numbers]
        return sorted(matches, key=lambda match: (-match.score, match.target.id))

    def _of_days(self, question: Question) -> Sequence[int]:
        """The rows of the days that a question names: nothing else tells them from those of other days."""
        named = periods.days(question.text)
        if named and self._by_day is None:
            found: dict[tuple[int, int], list[int]] = {}
            for row in self.knowledge.rows.values():
                for _, month, day in periods.days(row.name):
                    found.setdefault((month, day), []).append(self._numbers[row.id])
            self._by_day = found  # whole at once: another thread may be asking
        by_day = self._by_day or {}
        return [card for _, month, day in named for card in by_day.get((month, day), ())]

    def _votes(self, told: Features, asked: Asked, question: Question) -> dict[int, float]:
        """How much of a question each target may explain, the rare words first.

        What very many targets say, as the columns of a long table, only tells apart what rarer words lead to.
        """
        worth: defaultdict[str, float] = defaultdict(float)
        for position, found in enumerate(told.found):
            weight = min(1.0, asked.weights[position])
            for gram, _ in found if weight > 0 else ():
                if "_" not in gram:
                    worth[gram] += weight * self.scale.rarity.get(gram, 0.0)
        votes: defaultdict[int, float] = defaultdict(float)
        sentence = self.weights.sentence
        telling = {gram: posts for gram in worth if (posts := self._postings.at_least(gram, sentence))}
        voices = sorted(telling, key=lambda gram: len(telling[gram]))[:VOICES]
        for place, gram in enumerate(voices):
            postings, value = telling[gram], worth[gram]
            if len(postings) > LONG and votes:
                votes = _likely(votes, sum(worth[other] for other in voices[place:]))
                for card in votes:
                    credit = self._cards[card].explained(gram)
                    votes[card] += credit * value if credit >= sentence else 0.0
                continue
            if len(postings) > LONGEST and question.years:
                postings = [post for post in postings if self._is_of(post[0], question.years)]
            for card, credit in postings[:LONGEST]:
                votes[card] += credit * value
        return votes

    def _is_of(self, card: int, years: Sequence[str]) -> bool:
        target = self._cards[card].target
        document = (
            self.knowledge.tables[target.table].document if isinstance(target, Row) else target.document
        )
        period = self.calendar.own.get(document, "")
        return any(year[:4] in period for year in years)

    def sounding(self, syllables: Sequence[str], limit: int = CANDIDATES) -> list[Target]:
        """The targets whose words have most pairs of syllables, rare ones counting most; the best first."""
        votes: defaultdict[int, float] = defaultdict(float)
        for sounds in pairwise(syllables):
            for pair in self.lexicon.by_sound.get(sounds, ()):
                for card, credit in self._postings.at_least(pair, self.weights.sentence):
                    votes[card] += credit * self.scale.rarity.get(pair, 0.0)
        best = sorted((-vote, card) for card, vote in votes.items())[:limit]
        return [self._cards[card].target for _, card in best]

    @property
    def targets(self) -> Iterator[Target]:
        """Everything that can be asked for."""
        return (card.target for card in self._cards)

    def opposes(self, target: Target, asked: Asked) -> str:
        """The word of the question that a target excludes ("农村" for one about cities); empty if none."""
        card = self._cards[self._numbers[target.id]]
        # 出口 of 进出口总额 is no 进出口; another part is told from its whole by its own words.
        told = {line for line, _ in card.nearest & asked.sides.keys()}
        near = {line for line, _ in card.nearest} - told if not card.part else ()
        for side, words in asked.sides.items():
            whole = side[0] in near
            if (side not in card.sides or whole) and any(line == side[0] for line, _ in card.sides):
                return words
        return ""

    def takes(self, target: Target, words: Tokens) -> bool:
        """Whether a target takes the side that some words say: a column 男, of 男性."""
        return not self._cards[self._numbers[target.id]].sides.isdisjoint(self.vocabulary.sides(words))

    def is_other_part(self, target: Target, question: Question) -> bool:
        """Whether a target is a part of something, and a question says nothing that tells it from the whole."""
        part = self._cards[self._numbers[target.id]].part
        return bool(part) and part.isdisjoint(features(question, self.weights).said)

    def is_at_home(self, fact: Fact) -> bool:
        """Whether a figure of the prose is of the document's own place, or of what heads it."""
        return indexing.is_at_home(fact, self.documents[fact.document].place)

    def is_said(self, fact: Fact, question: Question) -> bool:
        """Whether a question says something of what a figure is of, where that is not the document's own place."""
        row = self.knowledge.rows.get(fact.row)
        name = row.name if row else fact.subject
        at_home = row is None and self.is_at_home(fact)
        return at_home or not set(self.vocabulary.canonical(name)).isdisjoint(question.tokens)

    def is_whole(self, row: Row) -> bool:
        """Whether a row is called by a word for all there is, as 总计, or ends in one that adds up: 公司总计.

        What all others come to is the whole, whatever it is called.
        """
        return self.says_whole(row.name) or self.aggregates(row.table).wholes == {row.id}

    def says_whole(self, name: str) -> bool:
        """Whether a name is a word for all there is, or ends in one that adds up."""
        if name not in self._wholes:
            words, phrases = self.vocabulary.canonical(name), self.vocabulary.phrases
            endings = (phrases.get(words[at:], frozenset()) for at in range(1, len(words)))
            self._wholes[name] = "whole" in phrases.get(words, ()) or any(
                {"whole", "op:total"} <= tags for tags in endings
            )
        return self._wholes[name]

    def is_middle(self, row: Row) -> bool:
        """Whether a row tells what the others are on average, as its name ends: 行业平均."""
        if row.name not in self._middles:
            name, phrases = self.vocabulary.canonical(row.name), self.vocabulary.phrases
            self._middles[row.name] = any("middle" in phrases.get(name[at:], ()) for at in range(len(name)))
        return self._middles[row.name]

    def aggregates(self, table: str) -> Aggregates:
        """The rows of a table that add up others."""
        if table not in self._aggregates:
            self._aggregates[table] = aggregates(self.knowledge.tables[table].rows)
        return self._aggregates[table]

    def kinds(self, target: Target) -> frozenset[str]:
        """What kind of figure a target is: see `bot.asking.indexing.kinds`."""
        if target.id not in self._kinds:
            self._kinds[target.id] = kinds(target, self.vocabulary)
        return self._kinds[target.id]

    def explained(self, target: Target, gram: str) -> float:
        """How well a target explains a pair of characters or a word."""
        return self._cards[self._numbers[target.id]].explained(gram)

    def names(self, target: Target) -> tuple[Tokens, ...]:
        """What a target is called."""
        return self._cards[self._numbers[target.id]].names

    def said(self, target: Target, question: Question) -> int:
        """How long the longest name of a target is that a question says from end to end; 0 when it says none."""
        names = self._cards[self._numbers[target.id]].names
        return max((len(name) for name in names if _said_share(question.tokens, name) == 1), default=0)

    def explain(self, name: str, question: Question, asked: Asked) -> Match:
        """One target, by its id, beside a question, whether its words lead there or not."""
        return self._match(
            self._cards[self._numbers[name]], features(question, self.weights), asked, question
        )

    def credits(self, question: Question, known: Mapping[str, float]) -> list[float]:
        """For each token of a question how well some words explain it, given what each of their grams is worth."""
        return features(question, self.weights).credits(known)

    def printed(self, target: Target, question: Question) -> float:
        """How much of a question the printed words of a target explain, names given to it left out: 0 to 1."""
        known: dict[str, float] = {}
        for text, credit in printed_words(target, self.knowledge):
            for gram in grams(self.vocabulary.canonical(text)):
                known[gram] = max(credit, known.get(gram, 0.0))
        weights = self.read(question).weights
        explained = sum(w * c for w, c in zip(weights, self.credits(question, known), strict=True))
        return explained / sum(weights) if sum(weights) else 0.0

    def runs(self, facts: Iterable[Fact]) -> Collection[Run]:
        """The runs of the prose in which some figures are told."""
        return {id(run): run for fact in facts if (run := self._runs.get(fact.id))}.values()

    def _match(self, card: Card, told: Features, asked: Asked, question: Question) -> Match:
        worth = self.weights
        given = _given(card, told, asked, question)
        explained = total = beside = 0.0
        for weight, credit, clause in zip(asked.weights, given, question.clauses, strict=True):
            # What is said beside the question helps when it fits and does no harm when it does not.
            if clause in question.asking:
                explained += weight * credit
                total += weight
            else:
                beside += weight * credit
        if not asked.content:
            # "是哪位?" asks about what the other clauses say.
            explained, total = explained + beside, total + beside
        said = [name for name in card.names if not told.said.isdisjoint(name)]
        recall = max((_said_share(question.tokens, name) for name in said), default=0.0)
        # Who says the heading of the section says where to look, not yet what for.
        measure = card.measure - card.section if card.section <= told.said else card.measure
        measured = not measure or not measure.isdisjoint(told.said)
        moves = asked.moving.get("moved", ()) or [
            at for at in asked.moving.get("change", ()) if given[at] >= worth.besides
        ]
        moved = "moved" in card.cells and bool(moves)
        coverage, support = explained / total if total else 0.0, min(1.0, beside / worth.aside)
        return Match(
            target=card.target,
            credits=tuple(given),
            coverage=coverage,
            recall=recall,
            support=support,
            measured=recall >= worth.whole or measured or moved,
            score=worth.coverage * coverage + worth.recall * recall + worth.support * support,
        )


def _likely(votes: Mapping[int, float], more: float) -> defaultdict[int, float]:
    """The targets that may be among the best in the end, when each gets so many votes more at most."""
    least = min(nlargest(CANDIDATES, votes.values())) - more - _ROUNDED
    return defaultdict(float, ((card, vote) for card, vote in votes.items() if vote >= least))


def _given(card: Card, told: Features, asked: Asked, question: Question) -> list[float]:
    """For each token of a question how well a card explains it, 0 to 1."""
    given = told.credits(card.own, card.shared)
    sure = [position for role in card.roles & asked.roles.keys() for position in asked.roles[role]]
    sure += (position for kind in card.cells & asked.moving.keys() for position in asked.moving[kind])
    sure += (position for side in card.sides & asked.sided.keys() for position in asked.sided[side])
    if question.alone:
        # A name of one character is said by that character, where it is no part of another word.
        single = (name[0] for name in card.names if len(name) == 1 and name[0] in question.alone)
        sure += (question.tokens.index(token) for token in single)
    if not card.units.isdisjoint(("", asked.unit)):
        sure += asked.unit_places  # a unit that is not printed contradicts nothing
    if asked.counted and asked.unit in card.units and _is_counted(card, question.tokens, asked.counted):
        sure += asked.counted
    for position in sure:
        given[position] = 1.0
    return given


def _is_counted(card: Card, tokens: Tokens, noun: range) -> bool:
    """Whether a card says what is counted by the short word for it: 房 of 商品房, for 房子."""
    short = wordbook.synonyms(join(tokens[noun.start : noun.stop]))
    return any(card.explained(word) for word in short if len(word) == 1)


def _said_share(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    """The share of a name that is said in order; a name of two only side by side: 全市地区 says no 市区."""
    share = LCSseq.similarity(said, name) / len(name) if name else 0.0
    if len(name) != _PAIR or (name[0], name[1]) in pairwise(said):
        return share
    return min(share, 1 / _PAIR)

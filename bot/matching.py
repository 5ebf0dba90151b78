"""Ranking what can be asked for against a question, with an index built once.

A *target* is a fact of the prose or a row of a table. Its label, and less so the sentence around it,
*explain* pieces of a question. What counts is how much of the question a target explains, weighed by how much
each piece tells apart, and how much of the target's own name the question says. Candidates come from an
inverted index of character pairs and word stems; only they are scored.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import LCSseq

from bot.knowledge import Knowledge
from bot.model import Document, Fact, Row, Table
from bot.repair import Lexicon
from bot.tagging import Piece, Question
from bot.vocabulary import Tokens, Vocabulary, heads

Target = Fact | Row

# How well a target's own name, what it is headed by, and the words around it explain a piece of a question.
NAME, HEADING, QUOTE, SENTENCE, NEIGHBOUR = 1.0, 0.7, 0.65, 0.4, 0.1
# How well a pair of characters explains, a pair with one between them, and a single character.
PAIR, GAPPED, SINGLE = 1.0, 0.7, 0.4
# What a score is made of: the question explained, the name said, the words beside the question.
COVERAGE, RECALL, SUPPORT = 0.8, 0.2, 0.15
MENDED = 0.85
"""What evidence is worth whose spelling had to be put right."""
UNKNOWN = 1.2
"""The weight of a character in a word that nothing is called by; the rarest known one weighs 1."""
COUNTED = 1.5
"""How much more it matters what is counted: \"多少例阳性\" asks for 阳性."""
LITTLE = 0.6
"""What a question must weigh to be about anything."""
CONTENT = 0.5
"""The weight from which a word names a thing."""
CANDIDATES = 40
SHORTLIST = 0.3
"""Only targets with this share of the best one's votes are scored."""
_FILTERS = frozenset({"op:over", "op:exactly", "op:above", "op:below"})
_PLAIN = frozenset({"filler", "soft", "row"})
_LEVELS = frozenset("省市州县区镇")


@dataclass(frozen=True, slots=True)
class Match:
    """A target beside a question.

    Attributes:
        target: The fact or row.
        credits: For each token of the question how well the target explains it, 0 to 1.
        coverage: The explained share of the question's weight, 0 to 1.
        recall: The share of the target's best name that the question says, 0 to 1.
        support: How much of what was said beside the question fits, 0 to 1.
    """

    target: Target
    credits: tuple[float, ...]
    coverage: float
    recall: float
    support: float

    @property
    def score(self) -> float:
        """One figure to rank by: explaining the question comes first, being named wholly second."""
        return COVERAGE * self.coverage + RECALL * self.recall + SUPPORT * self.support


@dataclass(frozen=True, slots=True)
class _Card:
    """What the index keeps of one target: what explains a question by its words, and by its shape."""

    target: Target
    grams: Mapping[str, float]
    names: tuple[Tokens, ...]
    roles: frozenset[str]
    unit: str
    sides: frozenset[tuple[int, int]]
    increment: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, read once for all candidates.

    Attributes:
        weights: For each token how much it matters that something explains it.
        roles: The columns it names, each with the positions of its words.
        unit: The class of the unit it counts in ("person"), and the positions of the unit and of words that
            imply it.
        unit_words: The unit itself, where it is said.
        sides: The sides it takes of words that exclude each other.
        kinds: The kinds of words it has ("increment").
        content: Whether its asking clauses name a thing, beyond question words and columns.
    """

    weights: tuple[float, ...]
    roles: Mapping[str, tuple[int, ...]]
    unit: str
    unit_places: tuple[int, ...]
    unit_words: Tokens
    sides: Mapping[tuple[int, int], str]
    kinds: frozenset[str]
    content: bool


def grams(tokens: Tokens) -> Iterator[tuple[str, float]]:
    """The features of a text: pairs of characters, pairs with one between, single tokens; with their worth.

    >>> dict(grams(("热", "线", "12345")))
    {'热': 0.4, '热线': 1.0, '线': 0.4, '12345': 1.0}
    """
    last = len(tokens) - 1
    for position, token in enumerate(tokens):
        if not _is_hanzi(token):
            yield token, PAIR
            continue
        yield token, SINGLE
        if position < last and _is_hanzi(tokens[position + 1]):
            yield token + tokens[position + 1], PAIR
            if position + 1 < last and _is_hanzi(tokens[position + 2]):
                yield f"{token}_{tokens[position + 2]}", GAPPED


def _is_hanzi(token: str) -> bool:
    return token >= "\u3400"


@dataclass(slots=True)
class Index:
    """Everything that can be asked for, ready to be searched. Never changed once built."""

    knowledge: Knowledge
    lexicon: Lexicon
    own_places: frozenset[str]
    values: Mapping[Tokens, str]
    value_heads: Mapping[str, int]
    _cards: list[_Card] = field(repr=False)
    _numbers: Mapping[str, int] = field(repr=False)
    _postings: Mapping[str, Sequence[tuple[int, float]]] = field(repr=False)
    _weights: Mapping[str, float] = field(repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the question language."""
        return self.knowledge.vocabulary

    def read(self, question: Question) -> Asked:
        """What a question asks for.

        Words of grammar weigh nothing, ordinary verbs little, decisive words and words nobody knows most.
        """
        weights = [self._rarity(question.tokens, position) for position in range(len(question.tokens))]
        roles: defaultdict[str, list[int]] = defaultdict(list)
        for piece in question.pieces:
            factor = self._factor(piece.tags)
            for position in range(piece.start, piece.end):
                weights[position] *= factor
            if piece.tags & _FILTERS:
                for position in self._fillers(question, piece):
                    weights[position] = 0.0
            for role in piece.named("role"):
                roles[role] += range(piece.start, piece.end)
        sides = dict(self._sides(question, asking=False))
        if own := dict(self._sides(question, asking=True)):
            # What is said beside the question counts where the question itself takes no side.
            lines = {line for line, _ in own}
            sides = {side: words for side, words in sides.items() if side[0] not in lines} | own
        kind, place = _asked_unit(question, self.vocabulary)
        for position in place:
            weights[position] = min(weights[position], 0.3)
        for position in range(place.stop, min(place.stop + 3, len(weights)) if place else 0):
            if question.clauses[position] == question.clauses[place.start]:
                weights[position] *= COUNTED
        for position, token in enumerate(question.tokens):
            # A year is no evidence: a fact of another year is ruled out, whatever else fits.
            if f"{token}年" in question.years:
                weights[position] = 0.0
                if question.tokens[position + 1 : position + 2] == ("年",):
                    weights[position + 1] = 0.0
        named = {position for positions in roles.values() for position in positions}
        hints = (at for piece in question.tagged(f"unit:{kind}") for at in range(piece.start, piece.end))
        return Asked(
            weights=tuple(weights),
            roles={role: tuple(positions) for role, positions in roles.items()},
            unit=kind,
            unit_places=(*place, *hints) if kind else (),
            unit_words=question.tokens[place.start : place.stop],
            sides=sides,
            kinds=frozenset(tag.partition(":")[0] for piece in question.pieces for tag in piece.tags),
            content=any(
                weight >= CONTENT and question.clauses[at] in question.asking and at not in named
                for at, weight in enumerate(weights)
            ),
        )

    def _sides(self, question: Question, *, asking: bool) -> Iterator[tuple[tuple[int, int], str]]:
        for piece in question.pieces:
            side = self.vocabulary.contrasts.get(question.tokens[piece.start : piece.end])
            if side and (question.clauses[piece.start] in question.asking) == asking:
                yield side, question.words(piece)

    def _fillers(self, question: Question, piece: Piece) -> Iterator[int]:
        """The words of grammar inside a phrase ("their" in "exceeded their targets")."""
        for position in range(piece.start, piece.end):
            if "filler" in self.vocabulary.phrases.get((question.tokens[position],), ()):
                yield position

    def _factor(self, tags: frozenset[str]) -> float:
        if "decisive" in tags:
            return 1.5
        kinds = {tag.partition(":")[0] for tag in tags}
        if kinds & {"filler", "ask", "overview", "period", "smalltalk"}:
            return 0.0
        if kinds == {"place"}:
            return 0.0 if {tag[6:] for tag in tags} & self.own_places else 1.5
        if "role" in kinds:
            return 0.4
        if tags & _FILTERS:
            return 1.0
        if kinds & {"op", "followup"}:
            return 0.0
        return 0.3 if "soft" in kinds else 1.0

    def _rarity(self, tokens: Tokens, position: int) -> float:
        token = tokens[position]
        if not _is_hanzi(token):
            return 2.0 * self._weights.get(token, 1.0)
        around = []
        if position:
            around.append(tokens[position - 1] + token)
        if position + 1 < len(tokens):
            around.append(token + tokens[position + 1])
        known = [self._weights[pair] for pair in around if pair in self._weights]
        return max(known) if known else UNKNOWN

    def search(self, question: Question, asked: Asked, limit: int = CANDIDATES) -> list[Match]:
        """The targets that explain most of a question, best first."""
        features = list(self._features(question))
        votes: defaultdict[int, float] = defaultdict(float)
        for position, found in enumerate(features):
            weight = min(1.0, asked.weights[position])
            for gram, _ in found if weight > 0 else ():
                worth = weight * self._weights.get(gram, 0.0)
                for card, credit in self._postings.get(gram, ()):
                    votes[card] += credit * worth
        enough = SHORTLIST * max(votes.values(), default=0.0)
        best = sorted((-vote, card) for card, vote in votes.items() if vote >= enough)[:limit]
        said = _content(question, asked)
        matches = [self._match(self._cards[card], features, asked, said, question) for _, card in best]
        return sorted(matches, key=lambda match: (-match.score, match.target.id))

    def opposes(self, target: Target, asked: Asked) -> str:
        """The word of the question that a target excludes ("农村" for one about cities); empty if none."""
        own = self._cards[self._numbers[target.id]].sides
        for side, words in asked.sides.items():
            if side not in own and any(line == side[0] for line, _ in own):
                return words
        return ""

    def only_added(self, target: Target) -> bool:
        """Whether a fact of the prose counts what was added, not what there is."""
        return self._cards[self._numbers[target.id]].increment

    def explain(self, target: Target, question: Question, asked: Asked) -> Match:
        """One target beside a question, found or not."""
        card = self._cards[self._numbers[target.id]]
        return self._match(card, list(self._features(question)), asked, _content(question, asked), question)

    @staticmethod
    def _features(question: Question) -> Iterator[tuple[tuple[str, float], ...]]:
        """For each token the grams that can explain it, with their worth."""
        tokens = question.tokens
        count = len(tokens)
        hanzi = [_is_hanzi(token) for token in tokens]
        for at, token in enumerate(tokens):
            if not hanzi[at]:
                yield ((token, PAIR),)
                continue
            found = [(token, SINGLE)]
            if at and hanzi[at - 1]:
                found.append((tokens[at - 1] + token, PAIR))
                if at > 1 and hanzi[at - 2]:
                    found.append((f"{tokens[at - 2]}_{token}", GAPPED))
            if at + 1 < count and hanzi[at + 1]:
                found.append((token + tokens[at + 1], PAIR))
                if at + 2 < count and hanzi[at + 2]:
                    found.append((f"{token}_{tokens[at + 2]}", GAPPED))
            yield tuple(found)

    @staticmethod
    def _match(
        card: _Card,
        features: Sequence[Sequence[tuple[str, float]]],
        asked: Asked,
        said: Tokens,
        question: Question,
    ) -> Match:
        known = card.grams.get
        given = [max([known(gram, 0.0) * worth for gram, worth in found]) for found in features]
        for position in question.mended:
            given[position] *= MENDED
        for role in card.roles & asked.roles.keys():
            for position in asked.roles[role]:
                given[position] = 1.0
        if card.unit in ("", asked.unit):
            # A unit that is not printed contradicts nothing.
            for position in asked.unit_places:
                given[position] = 1.0
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
        return Match(
            target=card.target,
            credits=tuple(given),
            coverage=explained / total if total else 0.0,
            recall=max((_said_share(said, name) for name in card.names), default=0.0),
            support=min(1.0, beside / 5),
        )


def _content(question: Question, asked: Asked) -> Tokens:
    """The tokens of a question that weigh anything."""
    return tuple(token for token, weight in zip(question.tokens, asked.weights, strict=True) if weight > 0)


def _said_share(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    return LCSseq.similarity(said, name) / len(name) if name else 0.0


def _asked_unit(question: Question, vocabulary: Vocabulary) -> tuple[str, range]:
    """The class of the unit a question counts in, and where the unit stands; empty when it names none."""
    for piece in question.tagged("ask:figure"):
        if question.clauses[piece.start] not in question.asking:
            continue
        for size in range(min(5, len(question.tokens) - piece.end), 0, -1):
            place = range(piece.end, piece.end + size)
            if kind := vocabulary.units.get(question.tokens[place.start : place.stop]):
                return kind, place
    hinted = question.names("unit")
    return (next(iter(hinted)) if len(hinted) == 1 else ""), range(0)


def build(knowledge: Knowledge) -> Index:
    """Index everything that can be asked for."""
    lexicon = Lexicon()
    cards: list[_Card] = []
    for document in knowledge.documents:
        cards += _fact_cards(document, knowledge.vocabulary, lexicon)
        for table in document.tables:
            cards += _row_cards(document, table, knowledge.vocabulary, lexicon)
    for phrase, tags in knowledge.vocabulary.phrases.items():
        if not all(tag.startswith("place") for tag in tags) or (len(phrase) <= 3 and phrase[0] >= "\u3400"):
            lexicon.add(phrase)
    own_places = frozenset(
        place
        for document in knowledge.documents
        if document.place
        for place in (document.place, *knowledge.vocabulary.within.get(document.place, ()))
    )
    _drop_shared_names(cards)
    seen = Counter(gram for card in cards for gram, credit in card.grams.items() if credit >= HEADING)
    rarest = math.log(1 + len(cards))
    weights = {gram: 0.3 + 0.7 * math.log((1 + len(cards)) / count) / rarest for gram, count in seen.items()}
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, card in enumerate(cards):
        for gram, credit in card.grams.items():
            if credit >= SENTENCE and "_" not in gram:
                postings[gram].append((number, credit))
    values = dict(_values(knowledge))
    numbers = {card.target.id: number for number, card in enumerate(cards)}
    return Index(knowledge, lexicon, own_places, values, heads(values), cards, numbers, postings, weights)


def _values(knowledge: Knowledge) -> Iterator[tuple[Tokens, str]]:
    """What text cells hold, by the words people name it with: printed, without 市 or 省 before it, English."""
    vocabulary = knowledge.vocabulary
    for row in knowledge.rows.values():
        texts = {
            text for fact in row.cells.values() if fact.kind == "text" for text in fact.items or [fact.value]
        }
        for text in sorted(texts | ({row.group} if row.group else set())):
            words = vocabulary.canonical(text)
            yield words, text
            if len(words) > 2 and words[0] in _LEVELS:
                yield words[1:], text
            for name in vocabulary.names.get(text, ()):
                yield vocabulary.canonical(name), text


def _drop_shared_names(cards: list[_Card]) -> None:
    """Forget every other name that fits a second target as well: it is no name, however short.

    The printed label, which comes first, stays: a longer label may well contain it.
    """
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for number, card in enumerate(cards):
        for gram, credit in card.grams.items():
            if credit == NAME:
                holders[gram].add(number)
    for number, card in enumerate(cards):
        own = [name for name in card.names[1:] if _fits(name, holders) <= {number}]
        cards[number] = replace(card, names=(*card.names[:1], *own))


def _fits(name: Tokens, holders: Mapping[str, set[int]]) -> set[int]:
    """The targets whose names have every pair of a name."""
    pairs = [holders.get(gram, set()) for gram, worth in grams(name) if worth == PAIR]
    return set.intersection(*pairs) if pairs else set()


def _fact_cards(document: Document, vocabulary: Vocabulary, lexicon: Lexicon) -> Iterator[_Card]:
    by_sentence: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in document.facts:
        by_sentence[fact.source.sentence].append(fact)
    headings = {section.title: section.english for section in document.sections}
    for sentence, facts in by_sentence.items():
        words = vocabulary.canonical(sentence)
        lexicon.add(words)
        own = [_names(fact, vocabulary) for fact in facts]
        measures = [dict(grams(vocabulary.canonical(fact.measure))) for fact in facts]
        for number, fact in enumerate(facts):
            heading = vocabulary.canonical(f"{fact.source.section}, {document.title}")
            known: dict[str, float] = {}
            for name in own[number]:
                lexicon.add(name)
                _learn(known, name, NAME)
            _learn(known, vocabulary.canonical(" ".join(fact.qualifiers)), NAME)
            _learn(known, heading, HEADING)
            lexicon.add(heading)
            for text in (*headings.get(fact.source.section, ()), *document.english):
                english = vocabulary.canonical(text)
                _learn(known, english, HEADING)
                lexicon.add(english)
            others = {gram for other, found in enumerate(measures) if other != number for gram in found}
            _learn(known, vocabulary.canonical(fact.source.quote), QUOTE, others)
            _learn(known, words, SENTENCE, others)
            yield _card(fact, known, own[number], vocabulary)


def _row_cards(document: Document, table: Table, vocabulary: Vocabulary, lexicon: Lexicon) -> Iterator[_Card]:
    headings = [
        vocabulary.canonical(text)
        for text in (table.title, document.title, *table.also, *table.english, *document.english)
    ]
    columns = [vocabulary.canonical(column) for column in table.columns]
    for words in (*headings, *columns):
        lexicon.add(words)
    for row in table.rows:
        known: dict[str, float] = {}
        names = _names(row, vocabulary)
        for name in names:
            lexicon.add(name)
            _learn(known, name, NAME)
        for words in columns:
            _learn(known, words, NAME)
        for words in (*headings, vocabulary.canonical(row.group)):
            _learn(known, words, HEADING)
        lexicon.add(vocabulary.canonical(row.group))
        for cell in row.cells.values():
            if cell.kind == "text":
                words = vocabulary.canonical(cell.value)
                lexicon.add(words)
                _learn(known, words, HEADING)
                for text in vocabulary.names.get(cell.value, ()):
                    english = vocabulary.canonical(text)
                    lexicon.add(english)
                    _learn(known, english, HEADING)
        yield _card(row, known, names, vocabulary)


def _card(target: Target, known: dict[str, float], names: list[Tokens], vocabulary: Vocabulary) -> _Card:
    def mentions(phrase: Tokens) -> bool:
        pairs = [known.get(gram, 0.0) >= HEADING for gram, worth in grams(phrase) if worth == PAIR]
        return bool(pairs) and all(pairs)

    columns = target.cells if isinstance(target, Row) else ()
    return _Card(
        target=target,
        grams=known,
        names=tuple(_telling(name, vocabulary) for name in names),
        roles=frozenset(filter(None, map(vocabulary.role_of, columns))),
        unit=vocabulary.unit_class(target.unit),
        sides=frozenset(side for phrase, side in vocabulary.contrasts.items() if mentions(phrase)),
        increment=isinstance(target, Fact)
        and target.kind == "figure"
        and any("increment" in tags for _, _, tags in vocabulary.spans(vocabulary.canonical(target.measure))),
    )


def _telling(name: Tokens, vocabulary: Vocabulary) -> Tokens:
    """A name without the ordinary words in it; they are no part of what tells it from others."""
    plain = {
        position
        for start, end, tags in vocabulary.spans(name)
        if tags & _PLAIN
        for position in range(start, end)
    }
    return tuple(token for at, token in enumerate(name) if at not in plain) or name


def _names(target: Target, vocabulary: Vocabulary) -> list[Tokens]:
    """The names of a target in canonical tokens: its label, the short one, the others, the English ones."""
    if isinstance(target, Row):
        label = target.name
    else:
        # A subject that only repeats the heading of its section is no part of the name.
        own = target.subject if target.subject != target.source.section else ""
        label = f"{own} {target.measure}"
    texts: Iterable[str] = (label, target.short, *target.also, *target.english)
    return [name for text in texts if (name := vocabulary.canonical(text))]


def _learn(
    known: dict[str, float], words: Tokens, credit: float, others: frozenset[str] | set[str] = frozenset()
) -> None:
    """Let a target explain the grams of some words; words that name its neighbours explain little."""
    for gram, _ in grams(words):
        worth = NEIGHBOUR if gram in others else credit
        if worth > known.get(gram, 0.0):
            known[gram] = worth

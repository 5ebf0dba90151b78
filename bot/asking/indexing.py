"""What explains a question: each target's words, with how well they explain, and its shape.

A *target* is what can be asked for: a fact of the prose or a row of a table. Its card lists the *grams* (pairs
of characters, stems of words) of its names, of what it is headed by and of the sentence around it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise

from bot.asking.postings import Part, Postings
from bot.knowledge.facts import told
from bot.knowledge.model import Document, Fact, Knowledge, Row, Table
from bot.knowledge.weights import Weights
from bot.language import periods
from bot.language.grams import grams, pairs
from bot.language.segmenter import word_at
from bot.language.spelling import Lexicon
from bot.language.text import LEVELS, fold, is_hanzi
from bot.language.vocabulary import Tokens, Vocabulary

Target = Fact | Row
Side = tuple[int, int]
"""A line of words that exclude each other, and which of them (`Vocabulary.contrasts`)."""

NAME = 1.0
"""How well the words of a target's own name explain a question; what others are worth is measured by it."""
_WHOLE, _PARTS, _ROUNDED = Decimal(100), 3, Decimal("0.05")
"""What shares come to, how many there are at least, and how far rounding takes each from what it is."""
_MOSTLY = 0.8
"""The share of the rows of a table that a column names which names them."""
_LONGEST_NAME = 20
"""Tokens of the longest name of a thing; what is longer describes it."""
_BRACKET = re.compile(r"[（(]\d+[^\W\d]*[)）]$")
"""How many things stand under a heading, behind its name: who names 交通类（4个） gives no number."""
_PLAIN = frozenset({"filler", "soft"})
_MOVES = frozenset({"move", "base"})
_KINDS = frozenset({"increment", "relative", "change", "op:over", "deed"})


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one target.

    Attributes:
        target: The fact or row.
        own: What its words explain, each with how well, 0 to 1, and better than all rows with the same columns do.
        shared: What all these rows explain, one object for all of them; nothing for a fact of the prose.
        names: Its names, the printed label first.
        short: The same without the ordinary words in them.
        called: The names that a column of its table gives it, without these words too.
        summed: What it is the total of, where it is called so.
        roles: The columns it has, for a row.
        units: The classes of its units ("person"), empty for one that is not known.
        cells: What kinds of cells it has: those that tell a ``change`` or a ``portion``.
        sides: The sides it takes of words that exclude each other.
        nearest: Those that its measure takes.
        measure: The pairs of characters of its measure, for a figure of the prose.
        section: The pairs of what its section is headed by, for a fact of the prose.
        part: The pairs that tell a part ("其中…") from its whole; none where it is no part.
    """

    target: Target
    own: Mapping[str, float]
    shared: Mapping[str, float]
    names: tuple[Tokens, ...]
    roles: frozenset[str]
    units: frozenset[str]
    cells: frozenset[str]
    sides: frozenset[tuple[int, int]]
    nearest: frozenset[tuple[int, int]]
    measure: frozenset[str]
    section: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()
    short: tuple[Tokens, ...] = ()
    called: tuple[Tokens, ...] = ()
    summed: Tokens = ()

    def explained(self, gram: str) -> float:
        """How well it explains a pair of characters or a word, 0 to 1."""
        return self.own.get(gram) or self.shared.get(gram, 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The cards of one document, with the words met in it; the same beside whatever other documents.

    Attributes:
        cards: A card for each target.
        lexicon: The words met.
        part: Which targets explain what.
        values: What text cells hold, by the words people name it with.
        listed: The characters on both sides of a 、 in some name.
    """

    cards: Sequence[Card]
    lexicon: Lexicon
    part: Part
    values: Sequence[tuple[Tokens, str]]
    listed: frozenset[str]


def draw(document: Document, knowledge: Knowledge) -> Drawn:
    """A card for everything of a document that can be asked for."""
    met: list[Tokens] = []
    found = list(_fact_cards(document, knowledge.vocabulary, met, knowledge.weights))
    for table in document.tables:
        found += _row_cards(document, table, knowledge, met)
    lexicon = Lexicon()
    for words, times in Counter(met).items():
        lexicon.add(words, times)
    told: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for number, card in enumerate(found):
        posted = {credit: (number, credit) for credit in set(card.own.values())}  # one object for all of them
        for gram, credit in card.own.items():
            told[gram].append(posted[credit])
        if card.shared:
            alike[id(card.shared)].append(number)
    shared = [(found[numbers[0]].shared, numbers) for numbers in alike.values()]
    names = {gram for gram, posts in told.items() if any(credit == NAME for _, credit in posts)}
    names.update(gram for explained, _ in shared for gram, credit in explained.items() if credit == NAME)
    lexicon.named = {gram for gram in names if len(gram) > 1}
    values = list(_values(document, knowledge.vocabulary))
    _learn_names(document, values, lexicon, knowledge.vocabulary)
    # Tuples of numbers are nothing that memory has to be looked over for again and again.
    part = Part(len(found), {gram: tuple(posts) for gram, posts in told.items()}, shared)
    return Drawn(found, lexicon, part, values, frozenset(_listed(document)))


def _learn_names(
    document: Document, values: Iterable[tuple[Tokens, str]], lexicon: Lexicon, vocabulary: Vocabulary
) -> None:
    """Learn the names of things, and the words of what is told of them."""
    if "measures" not in vocabulary.made:
        vocabulary.made["measures"] = {*vocabulary.swaps.values(), *vocabulary.explained}
    rows = {vocabulary.canonical(row.name) for table in document.tables for row in table.rows}
    for name in rows.union(words for words, _ in values) - vocabulary.made["measures"]:
        lexicon.add_whole(name)  # 营业收入 is no name of a thing
    told = {column for table in document.tables for column in table.columns}
    for measure in told.union(fact.measure for fact in document.facts):
        lexicon.measured |= pairs(vocabulary.canonical(measure))
    for part in {part for column in told for part in column.split(" · ")}:
        if not periods.whole(fold(part)):
            lexicon.add_head(vocabulary.canonical(part))


def _listed(document: Document) -> Iterator[str]:
    """The characters on both sides of a 、 in some name, as 路资 in 旅游路、资源路."""
    rows = [row for table in document.tables for row in table.rows]
    facts = chain(document.facts, (fact for row in rows for fact in row.cells.values()))
    names = {row.name for row in rows}.union(*((fact.subject, fact.measure) for fact in facts))
    for name in names:
        yield from (one[-1:] + two[:1] for one, two in pairwise(fold(name).split("、")))


def _values(document: Document, vocabulary: Vocabulary) -> Iterator[tuple[Tokens, str]]:
    """What text cells hold, by the words people name it with: printed, without 市 or 省 before it, English."""
    for row in (row for table in document.tables for row in table.rows):
        texts = {text for fact in row.cells.values() if fact.kind == "text" for text in told(fact)}
        for text in sorted(texts | ({row.group} if row.group else set())):
            words = vocabulary.canonical(_BRACKET.sub("", text) or text)
            if not words:
                continue  # a sign such as √ has no word to be asked by
            yield words, text
            if len(words) > 2 and words[0] in LEVELS:
                yield words[1:], text
            if words[-1] in vocabulary.listed("offices:ends"):
                # An office goes by its field as well: 水利局 is 水利部门.
                bare = words[len(words) > 2 and words[0] in LEVELS : -1]
                fields = vocabulary.listed("offices:fields")
                yield from (((*bare, *field), text) for field in fields if len(bare) > 1)
            for name in vocabulary.names.get(text, ()):
                yield vocabulary.canonical(name), text


def named(found: Sequence[Card], postings: Postings, vocabulary: Vocabulary) -> list[Card]:
    """The cards with the names that tell them apart, by the words that do.

    Another name that fits a second target as well is no name, however short; 出口 fits no 进出口, which excludes
    it. The printed label, which comes first, stays: a longer label may well contain it.
    """
    result = []
    labels = {card.names[0] for card in found if card.names}
    for number, card in enumerate(found):
        both = enumerate(zip(card.names, card.short, strict=True))
        names = [
            short
            for at, (name, short) in both
            if not at or _fits(name, postings) <= {number, *_excluded(name, found, postings, vocabulary)}
        ]
        names += card.called
        if card.summed and card.summed not in labels:
            names.append(card.summed)
        own = tuple(names)
        result.append(card if own == card.names else replace(card, names=own))
    return result


def _excluded(
    name: Tokens, found: Sequence[Card], postings: Postings, vocabulary: Vocabulary
) -> Iterator[int]:
    """The targets whose names have every pair of a name, and take other sides than it."""
    sides = dict(vocabulary.sides(name))
    for number in _fits(name, postings) if sides else ():
        lines = {line for line, _ in found[number].sides} & sides.keys()
        if any((line, sides[line]) not in found[number].sides for line in lines):
            yield number


def _summed(label: Sequence[Tokens], vocabulary: Vocabulary) -> Tokens:
    """What the total of a table is the total of: 资产 of 资产总计; nothing where it is called a total only."""
    for name in label:
        ends = [start for start, end, tags in vocabulary.spans(name) if "whole" in tags and end == len(name)]
        return name[: ends[0]] if ends else ()
    return ()


def _fits(name: Tokens, postings: Postings) -> frozenset[int]:
    """The targets whose names have every pair of a name."""
    having = [postings.holders(pair, NAME) for pair in pairs(name)]
    return frozenset.intersection(*having) if having else frozenset()


def _fact_cards(
    document: Document, vocabulary: Vocabulary, met: list[Tokens], worth: Weights
) -> Iterator[Card]:
    by_sentence: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in document.facts:
        by_sentence[fact.source.sentence].append(fact)
    english = {section.title: section.english for section in document.sections}
    canonical = cache(vocabulary.canonical)  # of headings, which stand over many figures
    for sentence, facts in by_sentence.items():
        words = vocabulary.canonical(sentence)
        met.append(words)
        at_home = [replace(fact, subject="") if is_at_home(fact, document.place) else fact for fact in facts]
        own = [[*_names(fact, vocabulary), *_alone(fact, facts, vocabulary)] for fact in at_home]
        measures = [set(grams(vocabulary.canonical(fact.measure))) for fact in facts]
        for number, fact in enumerate(facts):
            texts = (
                fact.source.section,
                document.title,
                *english.get(fact.source.section, ()),
                *document.english,
            )
            headings = [canonical(text) for text in texts]
            known: dict[str, float] = {}
            for text in (fact.subject, fact.measure):
                _learn_written(known, text, vocabulary, met, worth.besides)
            for name in own[number]:
                met.append(name)
                _learn(known, name, NAME)
                _learn_besides(known, name, vocabulary, met, worth.besides)
            _learn(known, vocabulary.canonical(" ".join(fact.qualifiers)), NAME)
            for heading in headings:
                _learn(known, heading, worth.heading)
                met.append(heading)
            _learn_besides(known, headings[0], vocabulary, met, worth.heading)
            others = {gram for other, found in enumerate(measures) if other != number for gram in found}
            _learn(known, _per(fact.unit, vocabulary), NAME)
            counted = vocabulary.canonical(vocabulary.unit(fact.unit).base)
            _learn(known, counted if len(counted) > 1 else (), worth.besides)
            _learn(known, vocabulary.canonical(fact.source.quote), worth.quote, others, worth.neighbour)
            _learn(known, words, worth.sentence, others, worth.neighbour)
            card = _card(fact, known, own[number], [_sides(headings, vocabulary)], vocabulary)
            section = pairs(headings[0])
            changed = vocabulary.cell_kinds(vocabulary.canonical(fact.measure)) & {"change"}
            moved = frozenset({"moved"} if changed else ())
            yield replace(card, section=section, part=_part(number, facts, own, vocabulary), cells=moved)


def is_at_home(fact: Fact, place: str) -> bool:
    """Whether a figure is of the document's own place, or of what heads it, which is no part of its name."""
    return bool(fact.measure) and (fact.subject == place or fact.subject in fact.source.section)


def _alone(fact: Fact, facts: Sequence[Fact], vocabulary: Vocabulary) -> Iterator[Tokens]:
    """What a part goes by without its whole: 出口 of 进出口总额, that is told beside it in the same unit."""
    wholes = (one for one in facts if one.measure == fact.subject and one.unit == fact.unit)
    words = vocabulary.canonical(fact.measure)
    if next(wholes, None) and words and not vocabulary.cell_kinds(words):
        yield words


def _part(
    number: int, facts: list[Fact], names: list[list[Tokens]], vocabulary: Vocabulary
) -> frozenset[str]:
    """The pairs in the names of a part that its whole, told before the words for a part, has not.

    None tell it where the whole has its name in it: 进出口6.9亿元,其中出口5.6亿元; 门急诊总量, 其中急诊.
    """
    sentence = facts[number].source.sentence
    places = [sentence.find(fact.source.quote) for fact in facts]
    cuts = [at for word in vocabulary.parts if 0 <= (at := sentence.find(word)) <= places[number]]
    if not cuts:
        return frozenset()
    # A sentence that begins with 其中 goes on from one that tells the whole, of which its figures are.
    subject = facts[number].subject
    before = "" if any(fact.measure == subject for fact in facts) else subject
    whole = [vocabulary.canonical(sentence[: min(cuts)] or before)]
    whole += [name for at, own in zip(places, names, strict=True) if at < min(cuts) for name in own]
    called = vocabulary.canonical(facts[number].measure)
    wider = [fact.measure for at, fact in zip(places, facts, strict=True) if at < min(cuts)]
    wider += [before] if before else []
    if any(name != called and "".join(called) in "".join(name) for name in map(vocabulary.canonical, wider)):
        return frozenset()
    own = [*names[number], *(text for name in names[number] for text in vocabulary.besides(name))]
    return frozenset().union(*map(pairs, own)).difference(*map(pairs, whole))


def _row_cards(document: Document, table: Table, knowledge: Knowledge, met: list[Tokens]) -> Iterator[Card]:
    vocabulary, worth = knowledge.vocabulary, knowledge.weights
    headings = [
        vocabulary.canonical(text)
        for text in (table.title, table.each, document.title, *table.also, *table.english, *document.english)
    ]
    columns = [vocabulary.canonical(column) for column in table.columns]
    by_column = {
        column: vocabulary.cell_kinds(words) for column, words in zip(table.columns, columns, strict=True)
    }
    for column in table.columns:
        by_column[column] |= {"portion"} if is_of_shares(column, table.rows) else set()
    naming = tuple(_naming(table, vocabulary))
    counted = tuple(map(vocabulary.canonical, _counted_in(table)))
    ambiguous = _names_shared(table.rows)
    met += (*headings, *columns)
    titled = _sides(headings, vocabulary)
    known_by: dict[tuple[str, ...], tuple[dict[str, float], Sequence[Side]]] = {}
    for row in table.rows:
        names = _names(row, vocabulary)
        if row.name in ambiguous and row.group:
            names = [vocabulary.canonical(f"{row.group} {row.name}"), *names[1:]]
        once_more = [
            vocabulary.canonical(row.cells[column].value) for column in naming if column in row.cells
        ]
        group = vocabulary.canonical(row.group)
        met += (*names, group)
        if (common := tuple(row.cells)) not in known_by:
            told = [
                words for column, words in zip(table.columns, columns, strict=True) if column in row.cells
            ]
            by_all = _told_by_all([*told, *counted], headings, knowledge, met)
            for column in common:
                _learn_written(by_all, column, vocabulary, met, worth.besides)
            known_by[common] = by_all, _sides(told, vocabulary)
        shared, beside = known_by[common]
        known: dict[str, float] = {}
        _learn_written(known, row.name, vocabulary, met, worth.besides)
        for words in (*names, *once_more, *_rates(row, vocabulary)):
            _learn(known, words, NAME)
            _learn_besides(known, words, vocabulary, met, worth.besides)
        _learn(known, group, worth.heading)
        _learn_besides(known, group, vocabulary, met, worth.heading)
        for words in _texts(row, vocabulary):
            met.append(words)
            _learn(known, words, worth.heading)
        kinds = frozenset().union(*(by_column[name] for name in row.cells if name in by_column))
        # What its columns tell apart, as 同比 and 环比, no word of the title keeps from a row.
        around = [[*vocabulary.sides(group), *beside], titled]
        card = _card(row, known, names, around, vocabulary)
        own = {gram: credit for gram, credit in known.items() if credit > shared.get(gram, 0.0)}
        called = tuple(telling(name, vocabulary) for name in once_more)
        yield replace(card, own=own, shared=shared, cells=kinds, called=called)


def _counted_in(table: Table) -> Iterator[str]:
    """The units of whole columns that are a word: 台次 of 手术(台次)."""
    for column in table.columns:
        told = {row.cells[column].unit for row in table.rows if column in row.cells}
        yield from told if len(told) == 1 and len(min(told)) > 1 else ()


def _told_by_all(
    columns: Sequence[Tokens], headings: Sequence[Tokens], knowledge: Knowledge, met: list[Tokens]
) -> dict[str, float]:
    """What all rows explain that have the same columns."""
    vocabulary, worth = knowledge.vocabulary, knowledge.weights
    known: dict[str, float] = {}
    for words in columns:
        _learn(known, words, NAME)
        _learn_besides(known, words, vocabulary, met, worth.besides)
    for words in headings:
        _learn(known, words, worth.heading)
        _learn_besides(known, words, vocabulary, met, worth.heading)
    return known


def _names_shared(rows: Sequence[Row]) -> frozenset[str]:
    """The names that several rows go by, told apart only by what they are grouped under."""
    seen: set[str] = set()
    twice: set[str] = set()
    for row in rows:
        (twice if row.name in seen else seen).add(row.name)
    return frozenset(twice)


def _naming(table: Table, vocabulary: Vocabulary) -> Iterator[str]:
    """The columns that name the rows once more, as the estate on a plot: hardly two rows have the same."""
    for column in table.columns:
        told = [row.cells[column].value for row in table.rows if column in row.cells]
        if len(set(told)) < max(_PARTS, _MOSTLY**2 * len(told)):
            continue
        words = _names_among(told, vocabulary)
        if words and len(set(words)) >= _MOSTLY * len(words):
            yield column


def _names_among(told: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Those of some words that may be names of things; none where that are not most of them."""
    found: list[str] = []
    least = max(_PARTS, _MOSTLY * len(told))
    for at, one in enumerate(told):
        if len(found) + len(told) - at < least:
            return []
        found += [one] if is_name(one, vocabulary) else []
    return found if len(found) >= least else []


def is_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words may be the name of a thing: no number, time, place or word of a question."""
    words = vocabulary.canonical(text)
    if not 1 < len(words) <= _LONGEST_NAME or all(word[0].isdigit() for word in words):
        return False
    known = sum(end - start for start, end, _ in vocabulary.spans(words))
    return known < len(words) and not any(True for _ in periods.mentions(text))


def is_of_shares(column: str, rows: Sequence[Row]) -> bool:
    """Whether the figures of a column make up a whole: they come to 100, or to twice that with the whole in it."""
    cells = [row.cells[column] for row in rows if column in row.cells]
    numbers = [cell.number for cell in cells if cell.number is not None and cell.unit in ("", "%")]
    rest = sum(numbers, Decimal()) - (_WHOLE if _WHOLE in numbers else 0)
    return len(numbers) == len(cells) >= _PARTS and abs(rest - _WHOLE) <= _ROUNDED * len(numbers)


def _texts(row: Row, vocabulary: Vocabulary) -> Iterator[Tokens]:
    """What the text cells of a row say, and what that is called."""
    for cell in row.cells.values():
        if cell.kind == "text":
            yield from map(vocabulary.canonical, (cell.value, *vocabulary.names.get(cell.value, ())))


def _rates(row: Row, vocabulary: Vocabulary) -> Iterator[Tokens]:
    """The words for what the figures of a row are per: its unit says so, or is no unit of theirs."""
    yield _per(row.unit, vocabulary)
    if row.unit and all(row.unit != cell.unit for cell in row.cells.values()):
        yield vocabulary.canonical(f"每{row.unit}一{row.unit}")  # so much money for a ton


def _per(unit: str, vocabulary: Vocabulary) -> Tokens:
    """The words for what a unit is per: 元/人/月 is 每人每月."""
    return vocabulary.canonical("".join(f"每{part}" for part in unit.split("/")[1:]))


def _card(
    target: Target,
    known: dict[str, float],
    names: list[Tokens],
    around: Sequence[Sequence[Side]],
    vocabulary: Vocabulary,
) -> Card:
    """A card; ``around`` are the sides that the words take it stands under, the nearest first."""
    named = target.cells if isinstance(target, Row) else ()
    short = tuple(telling(name, vocabulary) for name in names)
    return Card(
        target=target,
        own=known,
        shared={},
        names=tuple(names),
        short=short,
        summed=_summed(short[:1], vocabulary) if isinstance(target, Row) else (),
        roles=frozenset(filter(None, map(vocabulary.role_of, named))),
        units=_units(target, vocabulary),
        cells=frozenset(),
        sides=_taken([_sides(names, vocabulary), *around]),
        nearest=frozenset(
            vocabulary.sides(vocabulary.canonical(target.measure)) if isinstance(target, Fact) else ()
        ),
        measure=_measure(target, vocabulary),
    )


def _sides(texts: Iterable[Tokens], vocabulary: Vocabulary) -> list[Side]:
    """The sides that some words take of those that exclude each other."""
    return [side for text in texts for side in vocabulary.sides(text)]


def _taken(nearest: Iterable[Sequence[Side]]) -> frozenset[Side]:
    """The sides that are taken; on each line those of the nearest words that take any.

    A title tells of income and spending; what stands under 收入 is income.
    """
    taken: set[Side] = set()
    for sides in nearest:
        lines = {line for line, _ in taken}
        taken |= {side for side in sides if side[0] not in lines}
    return frozenset(taken)


def _units(target: Target, vocabulary: Vocabulary) -> frozenset[str]:
    """The classes of units of a fact, of the tasks of a row, or of its cells."""
    if isinstance(target, Fact) or any(map(vocabulary.role_of, target.cells)):
        return frozenset({vocabulary.unit_class(target.unit)})
    return frozenset(vocabulary.unit_class(cell.unit) for cell in target.cells.values())


def _measure(target: Target, vocabulary: Vocabulary) -> frozenset[str]:
    if isinstance(target, Row) or target.kind == "text":
        return frozenset()
    words = telling(vocabulary.canonical(target.measure), vocabulary)
    last = words[-1:] if len(words) < 3 else ()  # what is counted, where that is all it says
    return pairs(words).union(last)


def kinds(target: Target, vocabulary: Vocabulary) -> frozenset[str]:
    """What kind of figure a measure is: an ``increment`` is no stock, a ``relative`` one no amount.

    What is ``op:over`` its target is not all there is, and what a ``deed`` was done to not all there are.
    """
    if isinstance(target, Fact) and target.kind == "text":
        return frozenset()
    words = vocabulary.canonical(target.name if isinstance(target, Row) else target.measure)
    spans = list(vocabulary.spans(words))
    told = [tags & _KINDS for a, b, tags in spans if tags & _KINDS and not _is_in_name(words, a, b)]
    moves = [(a, b) for a, b, tags in spans if _MOVES & {tag.partition(":")[0] for tag in tags}]
    only = bool(words) and isinstance(target, Fact) and sum(b - a for a, b in moves) == len(words)
    moved = only and not any(_is_in_name(words, a, b) for a, b in moves)
    moved = moved or vocabulary.is_movement(words)
    return frozenset().union(*told, {"moved"} if moved else ())


def _is_in_name(words: Tokens, start: int, end: int) -> bool:
    """Whether characters are part of a longer word or of a place: 新 in 新城实验学校, in 新北市, 新建 in 新建区."""
    if start == 0 and LEVELS & set(words[end : end + 1]):
        return True
    if end - start > 1 or not is_hanzi(words[start]):
        return False
    return len(word_at(words, start)) > 1 or (start == 0 and words[-1] in LEVELS)


def telling(name: Tokens, vocabulary: Vocabulary) -> Tokens:
    """A name without the ordinary words in it; they are no part of what tells it from others.

    A single character stays: 中 and 新 are parts of words here.
    """
    plain = {
        position
        for start, end, tags in vocabulary.spans(name)
        if tags & _PLAIN and (end - start > 1 or not is_hanzi(name[start]))
        for position in range(start, end)
    }
    telling = tuple(token for at, token in enumerate(name) if at not in plain)
    # A name that is ordinary words for the most part is told apart by all of them together.
    return telling if 2 * len(telling) >= len(name) else name


def printed_words(target: Target, knowledge: Knowledge) -> Iterator[tuple[str, float]]:
    """What is printed of a target and around it, with how well that explains a question."""
    worth = knowledge.weights
    if isinstance(target, Row):
        table = knowledge.tables[target.table]
        yield from ((text, NAME) for text in (target.name, *target.cells))
        yield from ((text, worth.heading) for text in (target.group, table.title))
        return
    yield f"{target.subject} {target.measure} {' '.join(target.qualifiers)}", NAME
    yield target.source.section, worth.heading
    yield target.source.quote, worth.quote
    yield target.source.sentence, worth.sentence


def names(target: Target) -> tuple[str, ...]:
    """The names of a target as they are written: its label, the short one, the others, the English ones."""
    if isinstance(target, Row):
        label = target.name
    else:
        # A subject that only repeats the heading of its section, or begins the measure, is no part of the name.
        repeated = target.subject == target.source.section or target.measure.startswith(target.subject)
        own = "" if repeated else target.subject
        label = f"{own} {target.measure}"
    return (label, target.short, *target.also, *target.english)


def _names(target: Target, vocabulary: Vocabulary) -> list[Tokens]:
    """The names of a target in canonical tokens."""
    return [name for text in names(target) if (name := vocabulary.canonical(text))]


def _learn(
    known: dict[str, float],
    words: Tokens,
    credit: float,
    others: Collection[str] = (),
    neighbour: float = 0.0,
) -> None:
    """Let a target explain the grams of some words; words that name its neighbours explain little."""
    if credit >= NAME and not others:
        known.update(dict.fromkeys(grams(words), credit))
        return
    for gram in grams(words):
        worth = neighbour if gram in others else credit
        if worth > known.get(gram, 0.0):
            known[gram] = worth


def _learn_written(
    known: dict[str, float], text: str, vocabulary: Vocabulary, met: list[Tokens], credit: float
) -> None:
    """Let a target explain its name as it is written, where that is exchanged for a synonym."""
    if words := vocabulary.written(text):
        met.append(words)
        _learn(known, words, credit)


def _learn_besides(
    known: dict[str, float], name: Tokens, vocabulary: Vocabulary, met: list[Tokens], credit: float
) -> None:
    """Let a target explain what its name says besides its own words, but no single characters of them."""
    for words in vocabulary.besides(name):
        met.append(words)
        for gram in words if len(words) == 1 else pairs(words):
            known[gram] = max(credit, known.get(gram, 0.0))

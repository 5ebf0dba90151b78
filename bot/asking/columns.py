"""Which of its cells a row is asked for, where a table gives measures of any kind: 产量, 同比增长, 5月 · 绝对量.

The time, the unit and the words of a question choose among them. Who asks how much a thing rose wants the cell that
tells it, who asks how much of it there is wants the plain amount; what a question leaves open stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.asking.asked import Asked
from bot.asking.question import Question
from bot.knowledge.model import Fact, Row, Table
from bot.language import periods, segmenter, wordbook
from bot.language.grams import pairs
from bot.language.text import LEVELS, fold, is_hanzi
from bot.language.vocabulary import Tokens, Vocabulary

Unmet = Callable[[Question, Fact], Sequence[str]]
"""Tells the times of a question that a fact is not of."""
_LONG = 5
"""Tokens of the name of a thing at least that ends in what it is."""
_NAMING = frozenset({"who", "what", "which", "where", "name"})


_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)+")
"""What may be the name of somebody."""


_TIMES = frozenset("年月日时周季")
"""Columns that are called so say when; the character is said with any time."""
_TOTALS = frozenset({"op:total", "op:sum", "whole"})
_TWO = 2


@dataclass(frozen=True, slots=True)
class Column:
    """What the name of a column says.

    Attributes:
        pairs: Its pairs of characters and its Latin words.
        untimed: Those of it without times: of 地区生产总值 in 2023年地区生产总值.
        besides: Those together with the ones of what it says besides.
        beyond: Only the ones of what it says besides.
        kinds: Whether it tells a ``change`` or a ``portion`` of something.
        bases: What a change is held against: 同比, 环比.
        whether: What it tells whether it is so: 国有 of 是否国有.
        last: The pairs of what stands right above it, where several headings do; else those of its name.
        printed: Its name as it is printed, folded, the headings one behind the other.
        senses: Words of the same sense as those of its name.
    """

    pairs: frozenset[str]
    untimed: frozenset[str]
    besides: frozenset[str]
    beyond: frozenset[str]
    kinds: frozenset[str]
    bases: frozenset[Tokens]
    whether: frozenset[str]
    last: frozenset[str]
    printed: str
    senses: frozenset[str]


def wanted(question: Question) -> frozenset[str]:
    """The kinds of cells a question asks for: a ``change``, a ``portion`` of something, or an amount (neither)."""
    said = {tag.partition(":")[0] for piece in question.pieces for tag in piece.tags}
    told = {"change"} if said & {"move", "base"} else set()
    return frozenset(told | ({"portion"} & said))


@dataclass(frozen=True, slots=True)
class Columns:
    """Every column by its name, and what it takes to choose among them."""

    known: Mapping[str, Column]
    unmet: Unmet
    vocabulary: Vocabulary

    def kinds(self, name: str) -> frozenset[str]:
        """Whether a column tells a ``change`` or a ``portion``."""
        return self.known[name].kinds

    def meant(self, row: Row, question: Question, asked: Asked) -> list[Fact]:
        """The cells of a row that a question means; several where it does not tell them apart."""
        said = pairs(question.tokens).union(question.tokens)  # 男 of 男生 is a column by itself
        if told := self._in_words(row, question, asked, said):
            return list(told)
        cells = {name: fact for name, fact in row.cells.items() if fact.kind == "figure"} or dict(row.cells)
        cells = self._of_sides(cells, asked)
        timed = {name: fact for name, fact in cells.items() if not self.unmet(question, fact)}
        kinds = wanted(question)
        suiting = {name: fact for name, fact in (timed or cells).items() if kinds <= self.known[name].kinds}
        if printed := _printed(suiting, row, question, self.known):
            return [printed]
        cells = _by_unit(timed or cells, asked, self.vocabulary)
        cells = _by_kind(cells, kinds, self.known)
        name = self.vocabulary.canonical(row.name)
        if self._is_called_a_thing(name):  # 资产经营有限公司 asks for no 资产
            said -= pairs(name)
        # "In total" says the row, and what else is said the column.
        if "whole" in self.vocabulary.phrases.get(name, ()):
            cells = _by_words(cells, said - pairs(name), self.known)
        fitting = _by_words(cells, said, self.known)
        if len(fitting) == len(cells) > 1:
            fitting = self._by_sense(cells, row, question, asked)
        if len(fitting) > 1:  # what the row is called tells none of its columns from another
            fitting = _by_words(fitting, said - pairs(name), self.known)
        total = self._total(fitting) if question.whole and len(fitting) == len(cells) > _TWO else None
        if total and self._says_nothing_else(total, name, question, asked):
            return [total]  # who names none of the parts asks for what they come to
        return _narrowest(list(fitting.values()), said, self.known)

    def _of_sides(self, cells: dict[str, Fact], asked: Asked) -> dict[str, Fact]:
        """The cells whose columns take the side that the question takes, of those that differ: 女, and not 男."""
        taken = {name: self.vocabulary.sides(self.vocabulary.canonical(name)) for name in cells}
        apart = {side for sides in taken.values() for side in sides}
        for side in asked.sides:
            if sum(line == side[0] for line, _ in apart) > 1:
                cells = {name: fact for name, fact in cells.items() if side in taken[name]} or cells
        return cells

    def _total(self, cells: Mapping[str, Fact]) -> Fact | None:
        """The one cell that is called the total of those beside it, all in its unit: 在校生合计."""
        totals = [
            fact
            for name, fact in cells.items()
            for words in [self.vocabulary.canonical(name)]
            if any(
                end == len(words) and not tags.isdisjoint(_TOTALS)
                for _, end, tags in self.vocabulary.spans(words)
            )
        ]
        alike = len({fact.unit for fact in cells.values()}) == 1
        return totals[0] if alike and len(totals) == 1 else None

    def _says_nothing_else(self, cell: Fact, name: Tokens, question: Question, asked: Asked) -> bool:
        """Whether a question says nothing but a row, a column and their unit: 多少个班 counts no pupils."""
        own, tokens = (
            pairs(name) | self.known[cell.measure].besides | self.known[cell.measure].pairs,
            question.tokens,
        )
        told = {
            place
            for at, both in enumerate(pairwise(tokens))
            if "".join(both) in own
            for place in (at, at + 1)
        }
        told |= {at for at, token in enumerate(tokens) if token in own or token in name}
        unit = not asked.unit or asked.unit == self.vocabulary.unit_class(cell.unit)
        return unit and told.union(asked.unit_places).issuperset(
            at
            for at, weight in enumerate(asked.weights)
            if weight > 0 and question.clauses[at] in question.asking
        )

    def _in_words(self, row: Row, question: Question, asked: Asked, said: frozenset[str]) -> Sequence[Fact]:
        """The cells in words that a question means: where it asks for a name or a time, or says their columns."""
        asks = question.names("ask")
        if asks & _NAMING and "figure" not in asks:
            texts = [fact for fact in row.cells.values() if fact.kind == "text"]
            if named := [fact for fact in texts if self.known[fact.measure].pairs & said]:
                return named
            if asks == {"who"} and len(texts) == 1 and _PERSON.fullmatch(texts[0].value):
                return texts
        if "figure" in asks and (ranked := _in_ranks(row, question)):
            return [ranked]
        if "when" in asks and (dated := _dated(row, said, self.known)):
            return dated
        worded = self._worded(row, said) or self._whether(row, question, said)
        if not (worded or asked.unit):
            worded = self._only_worded(row, said)
        return [worded] if worded else []

    def _by_sense(
        self, cells: dict[str, Fact], row: Row, question: Question, asked: Asked
    ) -> dict[str, Fact]:
        """The cell whose column alone is called by a word of the same sense as one of the question's; else all."""
        called = "".join(self.vocabulary.canonical(row.name))
        said = {
            word
            for word, start, end in segmenter.words(question.tokens)
            if question.clauses[start] in question.asking
            and max(asked.weights[start:end], default=0.0)
            and word not in called
        }
        alike = [name for name in cells if said & self.known[name].senses]
        return {alike[0]: cells[alike[0]]} if len(alike) == 1 else cells

    def _is_called_a_thing(self, name: Tokens) -> bool:
        """Whether a name ends in what it is, as that of a firm does: its words are not what is asked of it."""
        ends = [
            tags for start, end, tags in self.vocabulary.spans(name) if end == len(name) and end - start > 1
        ]
        return len(name) > _LONG and any("thing" in tags for tags in ends)

    def _worded(self, row: Row, said: frozenset[str]) -> Fact | None:
        """The cell that says in words what is asked for, as 涉密 in the column 产量, if all its name is said."""
        own = {name: self.known[name].last for name in row.cells}
        named = [name for name, pairs_ in own.items() if pairs_ and pairs_ <= said]
        longest = max(named, key=lambda name: len(own[name]), default="")
        fact = row.cells.get(longest)
        alone = fact is not None and not any(own[name] == own[longest] for name in named if name != longest)
        return fact if fact and fact.kind == "text" and alone else None

    def _only_worded(self, row: Row, said: frozenset[str]) -> Fact | None:
        """The cell in words whose column alone is said, be it in part: 电话 of 联系电话."""
        beyond = said - pairs(self.vocabulary.canonical(row.name))
        told = [fact for name, fact in row.cells.items() if self.known[name].pairs & beyond]
        return told[0] if len(told) == 1 and told[0].kind == "text" else None

    def _whether(self, row: Row, question: Question, said: frozenset[str]) -> Fact | None:
        """The cell that says whether something is so, where just that is asked: 是国有企业吗 of 是否国有."""
        if not question.tagged("whether"):
            return None
        told = [f for name, f in row.cells.items() if (own := self.known[name].whether) and own <= said]
        return told[0] if len(told) == 1 and told[0].kind == "text" else None

    def said(self, row: Row, question: Question) -> list[Fact]:
        """The cells of columns that play no role whose words a question says most of; none where it says none."""
        asked = pairs(question.tokens)
        role_of = self.vocabulary.role_of
        points = {
            name: len(self.known[name].pairs & asked)
            for name in row.cells
            if name in self.known and not role_of(name)
        }
        most = max(points.values(), default=0)
        return [row.cells[name] for name, count in points.items() if count == most] if most else []


def _printed(
    cells: Mapping[str, Fact], row: Row, question: Question, known: Mapping[str, Column]
) -> Fact | None:
    """The cell of the column whose whole name is said as it is printed: 涨跌 where 涨跌幅 stands beside it."""
    if not question.whole:
        return None  # a part of a question has words that are said of another one
    text = _folded(question.text).replace(_folded(row.name), " ")
    said = [name for name in cells if len(name) > 1 and known[name].printed in text]
    longest = max(said, key=len, default="")
    alone = all(known[name].printed in known[longest].printed for name in said)
    return cells[longest] if longest and alone and not periods.whole(longest) else None


_folded = lru_cache(maxsize=1024)(fold)


def read(tables: Iterable[Table], unmet: Unmet, vocabulary: Vocabulary) -> Columns:
    """The columns of some tables; what a name says is read once, whatever tables have it."""
    known: dict[str, Column] = vocabulary.made.setdefault("columns", {})
    names = dict.fromkeys(name for table in tables for name in table.columns)
    for name in names.keys() - known.keys():
        known[name] = _column(name, vocabulary)
    return Columns({name: known[name] for name in names}, unmet, vocabulary)


def _column(name: str, vocabulary: Vocabulary) -> Column:
    words = vocabulary.canonical(name)
    parts = list(map(vocabulary.canonical, name.split(" · ")))
    alone = {part[0] for part in parts if len(part) == 1 and part[0] not in _TIMES | LEVELS}  # 女
    own = _pairs(parts) | alone  # no pair goes over two headings
    besides = own.union(_pairs([*_besides(name, vocabulary), vocabulary.written(name)]))
    return Column(
        pairs=own,
        untimed=_pairs([vocabulary.canonical(_untimed(name))]) | alone,
        besides=besides,
        beyond=besides - own,
        kinds=vocabulary.cell_kinds(words),
        bases=frozenset(words[start:end] for start, end, tags in vocabulary.spans(words) if "base" in tags),
        whether=_whether(words, vocabulary),
        last=own & pairs(vocabulary.canonical(name.rpartition(" · ")[2])) or own,
        printed=fold(name.replace(" · ", "")),
        senses=frozenset(senses(vocabulary.canonical(name))),
    )


def senses(name: Tokens) -> Iterator[str]:
    """Words of the same sense as those of a name, in a thesaurus or by their translation."""
    for word, _, _ in segmenter.words(name):
        if is_hanzi(word[0]):
            yield from (one for one in wordbook.synonyms(word) if len(word) > 1 and len(one) > 1)
        else:
            yield from (one for one in wordbook.translations(word) if len(one) > 1)


def _untimed(name: str) -> str:
    """The name of a column without the times in it."""
    for mention in reversed(list(periods.mentions(name))):
        name = name[: mention.start] + name[mention.end :]
    return name


def _dated(row: Row, said: frozenset[str], known: Mapping[str, Column]) -> list[Fact]:
    """The cell of a row that tells when, by a word of the question: 成交日期, for 哪一年成交的."""
    texts = [fact for fact in row.cells.values() if fact.kind == "text"]
    told = {
        fact.measure: len(known[fact.measure].pairs & said) for fact in texts if periods.found(fact.value)
    }
    best = [fact for fact in texts if told.get(fact.measure) and told[fact.measure] == max(told.values())]
    return best if len(best) == 1 else []


def _whether(name: Tokens, vocabulary: Vocabulary) -> frozenset[str]:
    """What the name of a column asks about, behind 是否 or 有无."""
    ends = (end for start, end, tags in vocabulary.spans(name) if "whether" in tags and not start)
    return pairs(name[next(ends, len(name)) :])


def _in_ranks(row: Row, question: Question) -> Fact | None:
    """The one cell in words that ends in what a question counts in: 水算几类 of Ⅲ类, where no figure is told so."""
    tokens = question.tokens
    for piece in question.tagged("ask:figure"):
        said = {tokens[piece.end - 1], *tokens[piece.end : piece.end + 1]}
        found = [fact for fact in row.cells.values() if fact.kind == "text" and fact.value[-1:] in said]
        if (
            len(found) == 1
            and len(found[0].value) > 1
            and not said & {one.unit for one in row.cells.values()}
        ):
            return found[0]
    return None


def _pairs(texts: Iterable[Tokens]) -> frozenset[str]:
    return frozenset().union(*map(pairs, texts))


def _besides(name: str, vocabulary: Vocabulary) -> Iterator[Tokens]:
    """What the name of a column says besides; not of a change, which says what any other change is told by."""
    for part in map(vocabulary.canonical, name.split(" · ")):
        if "change" not in vocabulary.cell_kinds(part):
            yield from vocabulary.besides(part)


def _narrowest(cells: list[Fact], said: frozenset[str], known: Mapping[str, Column]) -> list[Fact]:
    """The cells without those of one time whose columns only add words, none of them said, to another column."""
    return [
        fact
        for fact in cells
        if not any(
            other.period == fact.period
            and known[other.measure].untimed < known[fact.measure].untimed
            and not (known[fact.measure].untimed - known[other.measure].untimed) & said
            for other in cells
        )
    ]


def _by_unit(cells: dict[str, Fact], asked: Asked, vocabulary: Vocabulary) -> dict[str, Fact]:
    """The cells in the unit that is asked for, where some are.

    A unit that is only hinted at (percent by 率) leaves those without one: 容积率.
    """
    if not asked.unit:
        return cells
    own = {name: vocabulary.unit_class(fact.unit) for name, fact in cells.items()}
    fitting = {asked.unit, ""} if f"unit:{asked.unit}" in asked.kinds else {asked.unit}
    return {name: fact for name, fact in cells.items() if own[name] in fitting} or cells


def _by_kind(cells: dict[str, Fact], kinds: frozenset[str], columns: Mapping[str, Column]) -> dict[str, Fact]:
    """The cells that tell a change or a share, where that is asked for; else those that tell an amount."""
    for kind in sorted(kinds):
        if fitting := {name: fact for name, fact in cells.items() if kind in columns[name].kinds}:
            # By how much a thing rose is told in percent, where no unit is asked for.
            return {name: fact for name, fact in fitting.items() if fact.unit == "%"} or fitting
    return {name: fact for name, fact in cells.items() if not columns[name].kinds} or cells


def _by_words(cells: dict[str, Fact], said: frozenset[str], columns: Mapping[str, Column]) -> dict[str, Fact]:
    """The cells whose columns have most of what is said of them; all where nothing tells them apart."""
    shared = (
        frozenset.intersection(*(columns[name].besides for name in cells)) if len(cells) > 1 else frozenset()
    )
    points = {name: len((columns[name].besides - shared) & said) for name in cells}
    most = max(points.values(), default=0)
    return {name: fact for name, fact in cells.items() if points[name] == most}

"""Making the index of what some documents say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.asking import calendar, columns
from bot.asking.index import Index
from bot.asking.indexing import Drawn, draw, named
from bot.asking.linker import Linker
from bot.asking.postings import Postings, Rarity
from bot.asking.question import TERM
from bot.asking.runs import runs
from bot.asking.weighing import Scale
from bot.knowledge import homes
from bot.knowledge.facts import Facts, told
from bot.knowledge.model import Knowledge, Table
from bot.language.grams import pairs
from bot.language.spelling import Lexicon
from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens, Vocabulary, heads

_NAMING = TERM | {"contrast"}
"""What a phrase is that is only known where the documents have it."""
_ROLES = 2
"""One column that is called by the name of a role may be a measure like the others."""
_CALLED = re.compile("(?:名称|名)$")
"""How the head over names ends: 学校名称."""


def build(knowledge: Knowledge, drawn: Sequence[Drawn] = ()) -> Index:
    """Index what can be asked for; ``drawn`` are its documents, where they are part of more that is known."""
    vocabulary = knowledge.vocabulary
    made = drawn or [draw(document, knowledge) for document in knowledge.documents]
    lexicon = _lexicon([one.lexicon for one in made], vocabulary)
    postings = Postings([one.part for one in made])
    found = named([card for one in made for card in one.cards], postings, knowledge.vocabulary)
    values = dict(chain.from_iterable(one.values for one in made))
    times = calendar.build(knowledge)
    at_home = homes.homes(knowledge, vocabulary)
    titled = homes.titled(knowledge, vocabulary)
    nation = vocabulary.listed("nation")
    wholes = {one.id: homes.whole(at_home[one.id], one.title, nation) for one in knowledge.documents}
    return Index(
        knowledge=knowledge,
        lexicon=lexicon,
        values=values,
        value_heads=heads(values),
        longest_value=max(map(len, values), default=0),
        value_columns=_columns_of(frozenset(values.values()), knowledge),
        homes=at_home,
        wholes=wholes,
        titled=titled,
        _all_titled=frozenset().union(*titled.values()),
        subjects=homes.subjects(knowledge, vocabulary),
        calendar=times,
        columns=columns.read(knowledge.tables.values(), times.unmet, vocabulary),
        titles={t.id: _title(t, vocabulary) for t in knowledge.tables.values()},
        tabled=frozenset(t.id for t in knowledge.tables.values() if _plays_roles(t, vocabulary)),
        listed=frozenset().union(*(one.listed for one in made)),
        row_kinds=frozenset(_row_kinds(knowledge.tables.values(), vocabulary)),
        facts=Facts(knowledge),
        scale=Scale(
            vocabulary,
            Rarity(postings, len(found), knowledge.weights.common, knowledge.weights.heading),
            frozenset(filter(None, at_home.values())),
            frozenset(filter(None, wholes.values())),
            knowledge.weights,
        ),
        linker=Linker(knowledge, part=bool(drawn)),
        _cards=found,
        documents={document.id: document for document in knowledge.documents},
        _runs=runs(knowledge),
        _numbers={card.target.id: number for number, card in enumerate(found)},
        _postings=postings,
    )


def _row_kinds(tables: Iterable[Table], vocabulary: Vocabulary) -> Iterator[Tokens]:
    """What tables call one of their rows: 科室, and 学校 where the head over the names is 学校名称."""
    for name in dict.fromkeys(part for table in tables for part in table.each.split(" · ")):
        words = vocabulary.canonical(_CALLED.sub("", name))
        if len(words) > 1:
            yield words


def _plays_roles(table: Table, vocabulary: Vocabulary) -> bool:
    """Whether the columns of a table play roles, as the target and the progress of tasks do."""
    return len(set(filter(None, map(vocabulary.role_of, table.columns)))) >= _ROLES


def _title(table: Table, vocabulary: Vocabulary) -> frozenset[str]:
    """The pairs of characters and the Latin words of a table's names."""
    names = (table.title, *table.also, *table.english)
    return frozenset().union(*(pairs(vocabulary.canonical(name)) for name in names))


def _columns_of(texts: frozenset[str], knowledge: Knowledge) -> dict[str, str]:
    """The column in which some texts stand first; none for the heading of a group of rows."""
    found: dict[str, str] = {}
    for row in knowledge.rows.values():
        for column, fact in row.cells.items():
            for text in told(fact):
                if text in texts:
                    found.setdefault(text, column)
    return found


def _lexicon(told: Sequence[Lexicon], vocabulary: Vocabulary) -> Lexicon:
    """The words of the question language and those of the documents.

    What statistics are called elsewhere is left out: 股份制企业 would only mislead where slips are put right.
    """
    if "spoken" not in vocabulary.made:
        vocabulary.made["spoken"] = _spoken(vocabulary)
    spoken: _Spoken = vocabulary.made["spoken"]
    lexicon = Lexicon()
    lexicon.take(spoken.always)
    here: set[str] = set()
    for one in told:
        lexicon.take(one)
        here.update(one.pairs, one.singles, one.latin)
    for gram in spoken.where_known.keys() & here:
        for phrase, words in spoken.where_known[gram]:
            if words <= here:
                lexicon.add(phrase)
    return lexicon


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The words of the question language: those known ``always``, and by one pair those known only where it is.

    The latter are of statistics: each with all the pairs that the documents must have.
    """

    always: Lexicon
    where_known: Mapping[str, Sequence[tuple[Tokens, frozenset[str]]]]


def _spoken(vocabulary: Vocabulary) -> _Spoken:
    always = Lexicon()
    found: defaultdict[str, list[tuple[Tokens, frozenset[str]]]] = defaultdict(list)

    def where_known(phrase: Tokens, said: Tokens) -> None:
        told = pairs(said)
        found[min(told, default="")].append((phrase, told))

    for phrase, tags in vocabulary.phrases.items():
        # Places are looked for as they are written; long or foreign names of them would only mislead spelling.
        if all(tag.startswith("place") for tag in tags):
            if len(phrase) <= 3 and is_hanzi(phrase[0]):
                always.add_place(phrase)
        elif not TERM <= tags <= _NAMING:
            always.add(phrase)
        else:
            where_known(phrase, phrase)
    for phrase, words in vocabulary.swaps.items():
        where_known(phrase, words)
    for unit in vocabulary.units:
        # So that "duoshao yuan" and "ji jia" are spelt as they are meant.
        always.add((*"多少", *unit))
        always.add(("几", *unit))
    return _Spoken(always, found)

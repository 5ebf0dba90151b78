"""Figures that sentences put side by side: what one says of several things, what several say in one number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.asking.figures import Figure, Series, calls, coverage, free, learn, timed
from bot.asking.indexing import HEADING, NAME
from bot.asking.index import Index
from bot.asking.tagging import Question, join
from bot.asking.weighing import Asked
from bot.asking.wishing import Wish, holds, moves
from bot.knowledge.measures import cell_kinds
from bot.knowledge.model import Fact

_COMMON = 3
"""So many names end alike by more than chance."""
_FEW = 2
_LONGEST = 8
"""Characters that the name of a kind of thing has at most."""


def in_sentences(
    facts: Sequence[Fact], question: Question, asked: Asked, wish: Wish, index: Index
) -> Iterator[Series]:
    """What sentences say of several things in one measure, or of one thing in several, or of what rose and fell."""
    sets: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    sentences = {fact.source.sentence for fact in facts if not fact.row and fact.source.sentence}
    for fact in index.neighbours(sentences):
        place = (fact.document, fact.source.section, fact.source.sentence, fact.unit)
        sets[*place, fact.measure, ""].append(fact)
        sets[*place, "", fact.subject].append(fact)
        if wish.way and not wish.bounds and moves(fact, index):
            sets[*place, "", ""].append(fact)
    for (_, section, _, _, measure, subject), held in sets.items():
        names = [fact.measure if subject and not measure else fact.subject for fact in held]
        if len(set(names)) < max(_COMMON, len(names)) or not all(timed(f, question, index) for f in held):
            continue
        figures = [Figure(name, fact) for name, fact in zip(names, held, strict=True)]
        kinds = cell_kinds(index.vocabulary.canonical(measure or held[0].measure), index.vocabulary)
        ending = _ending_of(figures, question)
        if not ending or ((wish.way or question.tagged("base")) and "change" not in kinds):
            continue
        known: dict[str, float] = {}
        learn(known, index.vocabulary.canonical(section), HEADING)
        for text in (measure, subject, ending):
            learn(known, index.vocabulary.canonical(text), NAME)
        named = tuple(figure for figure in figures if figure.name.endswith(ending))
        if len(named) >= _FEW:
            explained = free(asked, wish, "change" in kinds)
            yield Series(named, *coverage(question, asked, explained, known, index))


def of_one_value(question: Question, asked: Asked, wish: Wish, index: Index) -> Iterator[Series]:
    """What the prose of a document says to have risen or fallen by the very number that is asked for."""
    other = any(
        asked.weights[at] and at not in free(asked, wish, True) and question.clauses[at] in question.asking
        for at in range(len(question.tokens))
    )
    if other or wish.operation != "list" or [sign for sign, _ in wish.bounds] != [0]:
        return
    value = str(wish.bounds[0][1].number)
    for document in index.knowledge.documents:
        told = [fact for fact in document.facts if fact.unit == "%" and fact.value == value]
        moved = [fact for fact in told if timed(fact, question, index) and _changed(fact, index)]
        figures = tuple(
            Figure(fact.subject, fact) for fact in moved if fact.subject and holds(fact, wish, index)
        )
        if figures and len({figure.name for figure in figures}) == len(figures):
            yield Series(figures, 1.0, float(len(question.tokens)))


def _changed(fact: Fact, index: Index) -> bool:
    return "change" in cell_kinds(index.vocabulary.canonical(fact.measure), index.vocabulary)


def _ending_of(figures: Sequence[Figure], question: Question) -> str:
    for piece in question.tagged("ask:which"):
        for size in range(_LONGEST, _FEW - 1, -1):
            behind = join(question.tokens[piece.end : piece.end + size])
            if len(behind) == size and all(figure.name.endswith(behind) for figure in figures):
                return behind  # "哪些价格" of what all are called prices of something
    endings = Counter(figure.name[-1:] for figure in figures)
    for ending, count in endings.most_common():
        if count >= _FEW and ending >= "\u3400" and calls(question, ending):
            return ending
    return ""

"""Names that are one character apart from what a question says: 汽车西站 is no 汽车东站."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Match, Objection
from bot.asking.question import Question, join
from bot.language import segmenter, wordbook
from bot.language.spelling import alike
from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens

_TWO, _FOUR = 2, 4
"""Characters that a name has in common with what is said, to one side of another one; those of a name that is said
whole but for one."""


def other_names(question: Question, asked: Asked, match: Match, index: Index) -> Iterator[Objection]:
    """A name one character apart, which is neither a slip of the hand nor of the ear: 汽车西站 is no 汽车东站."""
    where = _standing(question.tokens)
    said = where.keys()
    near: list[Tokens] = []
    for full in index.names(match.target):
        # A name that has nothing in common with what is said, or all of it, has no character in another's place.
        if len(full) > 1 and said.isdisjoint(full):
            continue
        name = _without_head(full, index)
        if not said >= set(name):
            near.append(name)
        elif stands_in(name, question.tokens):
            return
    if not (near and asked.unmarked):
        return
    open_ = {at: match.credits[at] < index.weights.half <= asked.weights[at] for at in asked.unmarked}
    if swapped := [at for name in near for at in _swapped(name, question.tokens, where, open_)]:
        at = min(swapped)
        yield Objection("name", join(question.tokens[max(0, at - 1) : at + 2]))


def _without_head(name: Tokens, index: Index) -> Tokens:
    """A name without a last character that only says what kind of figure it is, as 量 in 企业净增量."""
    return name[:-1] if "head" in index.vocabulary.phrases.get(name[-1:], ()) else name


def stands_in(name: Tokens, found: Tokens) -> bool:
    """Whether some words are said whole, side by side."""
    return any(found[at : at + len(name)] == name for at in range(len(found) - len(name) + 1))


@lru_cache(maxsize=2)
def _standing(found: Tokens) -> Mapping[str, Sequence[int]]:
    """Where each token of a question stands; noted once, however many names are held against it."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(found):
        where[token].append(at)
    return dict(where)


def _swapped(
    name: Tokens, found: Tokens, where: Mapping[str, Sequence[int]], open_: Mapping[int, bool]
) -> Iterator[int]:
    """Where a character stands in the place of another one of a name, as 西 in 汽车西站 for 汽车东站.

    ``where`` each token stands is known; ``open_`` are the places that are looked at; what nothing else explains
    there, and so is lost, needs less of the name around it.
    """
    for place, own in enumerate(name):
        if own in where or not is_hanzi(own):
            continue
        left_of = where.get(name[place - 1], ()) if place else ()
        right_of = where.get(name[place + 1], ()) if place + 1 < len(name) else ()
        if not (left_of or right_of):
            continue
        beside = {*(at + 1 for at in left_of), *(at - 1 for at in right_of)}
        for at in beside & open_.keys():
            before, behind = name[:place][::-1], name[place + 1 :]
            left, right = _in_common(found[:at][::-1], before), _in_common(found[at + 1 :], behind)
            first, last = not place and right >= _TWO, not behind and left >= _TWO
            whole = left + right + 1 == len(name) >= _FOUR
            if (
                (whole and left and right)
                or (open_[at] and left and right)
                or ((whole or open_[at]) and (first or last) and _is_apart(at, found, first=first, last=last))
            ) and not (alike(found[at], own) or _means_the_same(at, own, found)):
                yield at


def _is_apart(at: int, found: Tokens, *, first: bool, last: bool) -> bool:
    """Whether a character at an end of a name is no part of the word beside the name."""
    word = segmenter.word_at(found, at)
    return len(word) == 1 or (first and word.stop > at + 1) or (last and word.start < at)


def _means_the_same(at: int, own: str, found: Tokens) -> bool:
    """Whether a word is as good with another character in one place: 筛检 is 筛查."""
    runs = ((at, at + 1), (max(0, at - 1), at + 1), (at, min(at + 2, len(found))))
    return any(
        join((*found[a:at], own, *found[at + 1 : b])) in wordbook.synonyms(join(found[a:b])) for a, b in runs
    )


def _in_common(one: Tokens, other: Tokens) -> int:
    """How many tokens two runs begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )

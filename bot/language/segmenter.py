"""Texts as words: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens


@lru_cache(maxsize=4096)
def cut(run: str) -> tuple[str, ...]:
    """A run of Chinese characters as words.

    >>> cut("电梯改造工程")
    ('电梯', '改造', '工程')
    """
    import rjieba

    return tuple(rjieba.cut(run, hmm=False))


def _cut_fine(run: str) -> list[str]:
    import rjieba

    return list(rjieba.cut_for_search(run, hmm=False))


@lru_cache(maxsize=64)
def words(found: Tokens) -> tuple[tuple[str, int, int], ...]:
    """The words that tokens make up, each with where it begins and ends; cut once, however many ask for them.

    >>> words(("加", "装", "电", "梯", "target"))
    (('加装', 0, 2), ('电梯', 2, 4), ('target', 4, 5))
    """
    return tuple(_words(found))


def _words(found: Tokens) -> Iterator[tuple[str, int, int]]:
    at = 0
    for hanzi, run in groupby(found, is_hanzi):
        tokens = list(run)
        for word in cut("".join(tokens)) if hanzi else tokens:
            size = len(word) if hanzi else 1
            yield word, at, at + size
            at += size


def word_at(found: Tokens, at: int) -> range:
    """The places of the word that a token belongs to.

    >>> word_at(("加", "装", "电", "梯", "target"), 3)
    range(2, 4)
    """
    return next(range(start, end) for _, start, end in words(found) if start <= at < end)


@lru_cache(maxsize=16384)
def inner_words(found: Tokens) -> frozenset[str]:
    """The words of tokens, with those inside of longer ones.

    >>> sorted(inner_words(("完", "成", "率")))
    ['完成', '完成率']
    """
    result: set[str] = set()
    for hanzi, run in groupby(found, is_hanzi):
        tokens = list(run)
        result.update(_cut_fine("".join(tokens)) if hanzi else tokens)
    return frozenset(result)

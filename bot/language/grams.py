"""What texts are compared by: pairs of characters, with one between them or not, and single tokens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from bot.language.text import is_hanzi


@lru_cache(maxsize=1024)
def grams(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The features of a text: its tokens, pairs of characters, and pairs with one between.

    A number makes a pair with the character behind it.

    >>> grams(("公", "园", "路", "12"))
    ('公', '公园', '公_路', '园', '园路', '路', '12')
    >>> grams(("夜", "1", "路"))
    ('夜', '1', '1路', '路')
    """
    return tuple(_grams(tokens))


def _grams(tokens: tuple[str, ...]) -> Iterator[str]:
    last = len(tokens) - 1
    chinese = [is_hanzi(token) for token in tokens] + [False, False]
    for position, token in enumerate(tokens):
        yield token
        if position < last and chinese[position + 1] and token.isdigit():
            yield token + tokens[position + 1]
        if position < last and chinese[position] and chinese[position + 1]:
            yield token + tokens[position + 1]
            if chinese[position + 2]:
                yield f"{token}_{tokens[position + 2]}"


@lru_cache(maxsize=1024)
def pairs(tokens: tuple[str, ...]) -> frozenset[str]:
    """The pairs of characters of a text and its Latin words, which tell it from others.

    >>> sorted(pairs(("公", "园", "park")))
    ['park', '公园']
    """
    both = {one + two for one, two in pairwise(tokens) if is_hanzi(one) and is_hanzi(two)}
    return frozenset(both.union(token for token in tokens if not is_hanzi(token)))

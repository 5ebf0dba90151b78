"""Texts as words, and what a word is worth in general."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from bot.language.text import is_hanzi
from bot.language.vocabulary import Tokens, Vocabulary
from bot.language.wordbook import frequency


@lru_cache(maxsize=4096)
def cut(text: str) -> tuple[str, ...]:
    import rjieba
    return tuple(rjieba.cut(text, hmm=False))


@lru_cache(maxsize=4096)
def cut_all(text: str) -> tuple[str, ...]:
    import rjieba
    return tuple(rjieba.cut_for_search(text, hmm=False))


def spans(found: Tokens) -> Iterator[tuple[int, int]]:
    """The words among tokens, as (start, end)."""
    at = 0
    for hanzi, run in groupby(found, is_hanzi):
        tokens = list(run)
        if hanzi:
            for word in cut("".join(tokens)):
                yield at, at + len(word)
                at += len(word)
        else:
            for _ in tokens:
                yield at, at + 1
                at += 1


def named(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    found = vocabulary.canonical(text)
    for a, b in spans(found):
        yield "".join(found[a:b])


def parts(text: str, vocabulary: Vocabulary) -> set[str]:
    """The words of a text, and those inside of longer ones."""
    found = vocabulary.canonical(text)
    result: set[str] = set()
    for hanzi, run in groupby(found, is_hanzi):
        tokens = list(run)
        if not hanzi:
            result.update(tokens)
            continue
        run_text = "".join(tokens)
        result.update(cut_all(run_text))
    return result


_KINDS = {"n": 1.0, "v": 0.7, "a": 0.7, "j": 1.0, "l": 0.9, "i": 0.9, "z": 0.7, "b": 0.9, "s": 0.8, "t": 0.6, "f": 0.5, "": 1.0, "x": 1.0, "e": 0.1, "q": 0.3, "m": 0.3}


def weight(word: str) -> float:
    """How much it matters that a word is explained: by its part of speech and how rare it is in general."""
    common, kind = frequency(word)
    if not is_hanzi(word[0]):
        return 1.0
    if len(word) == 1 and not kind:
        kind = "x"
    return _KINDS.get(kind, 0.15) * (1.15 - common) * (0.6 if len(word) == 1 else 1.0)

"""Where the words of a text begin and end, by a dictionary of the language."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def boundaries(text: str) -> tuple[int, ...]:
    """Where a word of a text ends and the next begins.

    >>> boundaries("新能源汽车零售额")
    (3, 5)
    """
    import rjieba

    found: list[int] = []
    place = 0
    for word in rjieba.cut(text, hmm=False):
        if len(word) == 4 and set(rjieba.cut_for_search(word)) >= {word[:2], word[2:]}:
            found.append(place + 2)
        place += len(word)
        found.append(place)
    return tuple(found[:-1])


def splits_word(text: str, place: int) -> bool:
    """Whether a place is inside a word.

    >>> splits_word("政务公开工作", 3), splits_word("政务公开工作", 4)
    (True, False)
    """
    return place not in (0, len(text)) and place not in boundaries(text)

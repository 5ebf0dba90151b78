"""Questions that ask alike are put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

ALIKE = 85.0
"""Of 100: from here on two questions ask for the same."""
LONGEST = 512
"""Characters of a question that is set aside or waited for."""
MOST = 500
"""Groups that a question is compared with, the most frequent first."""

_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask alike: the wording used most, all wordings, and how often they were asked.

    ``told`` are the marks of the figures that were told and thought badly of, one of them empty where
    it was not one figure.
    """

    text: str
    texts: tuple[str, ...]
    count: int
    told: frozenset[str] = frozenset()


def grouped(asked: Iterable[tuple[str, int]], canonical: Callable[[str], str] = str) -> tuple[Group, ...]:
    """Groups of questions, the most frequent first; signs without a letter or a digit are nobody's question.

    Args:
        asked: Each wording and how often it was asked.
        canonical: A text with its synonyms exchanged for the words that stand for them.
    """
    groups: list[tuple[str, list[str], int]] = []
    for text, count in sorted(asked, key=lambda one: (-one[1], one[0])):
        if not _WORD.search(text):
            continue
        said = canonical(text) or text
        for place, (first, texts, so_far) in enumerate(groups[:MOST]):
            if max(fuzz.ratio(said, first), fuzz.token_sort_ratio(said, first)) >= ALIKE:
                groups[place] = (first, [*texts, text], so_far + count)
                break
        else:
            groups.append((said, [text], count))
    found = [Group(texts[0], tuple(texts), count) for _, texts, count in groups]
    return tuple(sorted(found, key=lambda group: -group.count))

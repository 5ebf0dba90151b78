"""What the columns of a table measure, amounts, changes or shares, and which of its rows share a name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.model import Row
from bot.language.vocabulary import Tokens, Vocabulary


def names_shared(rows: Sequence[Row]) -> frozenset[str]:
    """The names that several rows go by, told apart only by what they are grouped under."""
    seen: set[str] = set()
    twice: set[str] = set()
    for row in rows:
        (twice if row.name in seen else seen).add(row.name)
    return frozenset(twice)


def cell_kinds(words: Tokens, vocabulary: Vocabulary) -> frozenset[str]:
    """Whether words tell how a thing changed, or what share of another it is."""
    tags = {tag.partition(":")[0] for _, _, found in vocabulary.spans(words) for tag in found}
    told = {"change"} if tags & {"move", "base"} else set()
    return frozenset(told | ({"portion"} & tags))

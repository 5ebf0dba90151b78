"""Whose figures they are: the place a document is about, and the places its rows are about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.model import Knowledge, Row
from bot.language.text import LEVELS
from bot.language.vocabulary import Vocabulary

LONGEST_PLACE = 12
"""The longest name of a place."""
SEVERAL = 3
"""Places told beside each other: none of them is what the document is about."""


def _places_of(row: Row, vocabulary: Vocabulary) -> Sequence[str]:
    tags = vocabulary.phrases.get(vocabulary.canonical(row.name), ())
    return [tag[6:] for tag in tags if tag.startswith("place:")] if tags else ()


def subjects(knowledge: Knowledge, vocabulary: Vocabulary) -> frozenset[str]:
    """The places that rows are about."""
    rows = (row for row in knowledge.rows.values() if len(row.name) <= LONGEST_PLACE)
    return frozenset().union(*(_places_of(row, vocabulary) for row in rows))


def titled(knowledge: Knowledge, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """The places that the titles of each document and of its tables name."""
    return {
        document.id: frozenset(
            tag[6:]
            for title in dict.fromkeys((document.title, *(table.title for table in document.tables)))
            for _, _, tags in vocabulary.spans(vocabulary.canonical(title))
            for tag in tags
            if tag.startswith("place:")
        )
        for document in knowledge.documents
    }


def homes(knowledge: Knowledge, vocabulary: Vocabulary) -> dict[str, str]:
    """The place each document is about; none for one that only tells several places beside each other.

    One that an office of a place publishes is about that place, whatever its tables compare it with.
    """
    found: dict[str, str] = {}
    for document in knowledge.documents:
        rows = [row for table in document.tables for row in table.rows if len(row.name) <= LONGEST_PLACE]
        beside: set[str] = (
            set().union(*(_places_of(row, vocabulary) for row in rows)) if document.place else set()
        )
        several = document.place in beside and len(beside) >= SEVERAL
        own = document.publisher != document.place and document.publisher.startswith(document.place)
        found[document.id] = "" if several and not own else document.place
    return found


def whole(home: str, title: str, nation: Sequence[str]) -> str:
    """The word for all of what a document is about: who asks it of 全省 asks for the province's own figures.

    ``nation`` are the words of a title that say it is about the whole country, first the word for all of that.

    >>> nation = ("全国", "我国")
    >>> whole("陕西省", "陕西省政府工作报告", nation), whole("", "1—5月份我国固定资产投资", nation)
    ('全省', '全国')
    >>> whole("", "年报", nation)
    ''
    """
    if home and home[-1] in LEVELS:
        return f"全{home[-1]}"
    return nation[0] if any(word in title for word in nation) else ""

"""Which year words such as 去年 mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.asking.calendar import Calendar
from bot.asking.question import Piece
from bot.asking.tagging import tag
from bot.language.spelling import Lexicon
from tests.ten_rows import knowledge

LAST_YEAR = Piece(0, 2, frozenset({"period:other", "year:-1"}))
QUESTION = tag("去年的来电", knowledge().vocabulary, Lexicon())


@pytest.mark.parametrize(
    ("document", "told", "meant"),
    [
        (1, 1, True),  # read today, the year that the document is about was last year
        (1, 2, True),  # and in the document last year is the one before
        (1, 3, False),
        (4, 4, False),
        (4, 5, True),
    ],
)
def test_last_year_is_that_of_the_document_or_of_today(document: int, told: int, *, meant: bool) -> None:
    now = datetime.now(UTC).year
    call = knowledge().facts["来电"]
    source = replace(call.source, quote="受理来电2400件")
    fact = replace(call, period=f"{now - told}年", source=source)
    years = frozenset({f"{now - told}"})
    calendar = Calendar({source.document: f"{now - document}年"}, years, frozenset())
    assert calendar.is_of(fact, LAST_YEAR, QUESTION) is meant

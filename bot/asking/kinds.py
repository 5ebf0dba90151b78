"""Whether a fact is the kind of thing that is asked for: a number, a time, somebody, or words."""

from __future__ import annotations

import re

from bot.asking.question import Question, join
from bot.knowledge.model import Fact
from bot.language import periods
from bot.language.quantities import read
from bot.language.text import is_hanzi

_TIMES = ("月", "日", "号", "时间")
"""Words for a time; a month is no answer to how many there are."""
_DATED = ("年", "月", "日", "号")
"""What a figure that is a time is told in."""
_NAMING = frozenset({"which", "who", "where", "name"})
"""What asks for words."""
_SEVERAL = range(2, 10)
_OF_DAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}[:：]\d\d")
"""A day of the week, or a time of the day."""


def suits(question: Question, fact: Fact) -> bool:
    """Whether a fact is the kind of thing asked for: who or which is no figure, a time no name."""
    asks = question.names("ask")
    if "when" in asks and "figure" not in asks and not _is_time(fact):
        return False
    if "who" in asks and fact.kind == "text" and _is_time(fact):
        return False
    if fact.row:
        return fact.kind == "text" or not asks & _NAMING or "figure" in asks
    if fact.kind == "text":
        several = len(fact.items) >= _several_asked(question)
        return several and ("figure" not in asks or bool(asks & {"what", *_NAMING}))
    if "figure" in asks:
        return _counts(question, fact) or "when" in asks
    # "What is the rate?" asks for a figure in English; "内容是什么" does not.
    return "when" in asks or (not asks & _NAMING and not _asks_what(question))


def _counts(question: Question, fact: Fact) -> bool:
    """Whether a figure tells how many: a month or a year does only where that is asked for in Chinese."""
    said = join(question.tokens)
    if question.language == "en":
        return True
    if _is_year(fact):
        return "年" in said
    return fact.unit not in _TIMES or any(word in said for word in _TIMES)


def _is_time(fact: Fact) -> bool:
    timed = fact.unit in _DATED or next(periods.mentions(fact.value + fact.unit), None) is not None
    return timed or (fact.kind == "text" and bool(_OF_DAY.search(fact.value)))


def _is_year(fact: Fact) -> bool:
    return fact.unit == "年" and len(fact.value) == len("2022") and fact.value.isdigit()


def _several_asked(question: Question) -> int:
    """How many things it asks for, as two in "哪两项"; 0 where it does not say."""
    for piece in question.tagged("ask:which"):
        for at in range(piece.start, min(piece.end + 1, len(question.tokens) - 1)):
            said = read(question.tokens, at)
            if question.tokens[at - 1 : at] in (("哪",), ("which",)) and said:
                number = said.quantity.number
                return int(number) if number in _SEVERAL else 0
    return 0


def _asks_what(question: Question) -> bool:
    """Whether it asks 什么, but not 什么变化: "what is" asks for figures as well."""
    return not question.tagged("move:any") and any(
        "ask:what" in piece.tags and is_hanzi(question.tokens[piece.start]) for piece in question.pieces
    )

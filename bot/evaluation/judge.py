"""Judging answers against question files, a JSON object a line.

A question has ``q``, ``expect`` (answer, choices, unknown, smalltalk) and ``values``: what must be given, numbers
as printed without unit and thousands separators. ``allowed`` may be given beside them, and each list of
``alt`` instead of them. ``context`` holds what was asked before in the same chat.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from bot.errors import QuestionsError
from bot.knowledge.model import Turn
from bot.language import numerals
from bot.messages import tell
from bot.replies.structured import as_json

Verdict = Literal["right", "near", "missed", "wrong"]

_PUNCTUATION = re.compile(r"[\s,，。.、;；:：!！?？\"'“”‘’《》〈〉()（）\[\]【】·•…—\-~～/]+")
_UNITS = (
    "%‰年月日时天周季号个件项次人户台套条座所家处名期篇份万亿元千米公里平方亩顷吨立升页岁倍多余约分百"
    "点级位宗起头只羽辆张笔场/"
)
_NUMBER = re.compile(rf"([+-]?\d+(?:\.\d+)?)[{_UNITS}]{{0,9}}")
"""A number; a unit printed behind it is passed over."""


class _Question(BaseModel):
    q: str
    expect: Literal["answer", "choices", "unknown", "smalltalk"]
    values: list[str]
    allowed: list[str] = []
    alt: list[list[str]] = []
    context: list[str] = []
    kind: str = ""
    document: str = ""


def read(path: Path) -> list[dict[str, Any]]:
    """The questions of a file; raises `bot.errors.QuestionsError` with file and line of the first fault."""
    questions: list[dict[str, Any]] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(
            tell("{path}: cannot be read as UTF-8 text: {error}", path=path, error=error)
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(_Question.model_validate_json(line).model_dump())
        except ValidationError as error:
            fault = error.errors()[0]
            key = ".".join(map(str, fault["loc"])) or tell("the line")
            message = tell(
                "{key} is no question ({fault}); write an object with q, expect and values",
                key=key,
                fault=fault["msg"],
            )
            raise QuestionsError(f"{path}:{number}: {message}") from error
    return questions


def judge(question: Mapping[str, Any], turn: Turn) -> Verdict:
    """What an answer is worth."""
    data = as_json(turn)
    given = [entry["value"] for entry in data["answers"]]
    offered = [choice["value"] for choice in data["choices"]]
    return verdict(question, data["status"], given, offered)


def verdict(question: Mapping[str, Any], status: str, given: list[str], offered: list[str]) -> Verdict:
    """What it is worth to give or to offer some values.

    To offer the right one is near, to decline is to miss, and to give another one is wrong.

    >>> asked = {"expect": "answer", "values": ["12"]}
    >>> [verdict(asked, *reply) for reply in (("answer", ["12"], []), ("choices", [], ["12", "7"]))]
    ['right', 'near']
    >>> [verdict(asked, *reply) for reply in (("unknown", [], []), ("answer", ["7"], []))]
    ['missed', 'wrong']
    """
    if question["expect"] in ("unknown", "smalltalk"):
        return "right" if status in ("unknown", "smalltalk") else "near" if status == "choices" else "wrong"
    wanted = [question["values"], *question.get("alt", ())]
    if status == "choices":
        good = any(_among(values, offered) for values in wanted)
        return "right" if good and question["expect"] == "choices" else "near" if good else "missed"
    if status != "answer":
        return "missed"
    if question["expect"] == "choices":
        return "right" if _among(question["values"], given) else "wrong"
    beside = question.get("allowed", [])
    good = any(_among(values, given) and _among(given, [*values, *beside]) for values in wanted)
    return "right" if good else "wrong"


def helped(question: Mapping[str, Any], turn: Turn) -> bool:
    """Whether the values that are asked for stand in a reply: in its answer, its choices or its suggestions."""
    data = as_json(turn)
    shown = [one["value"] for part in ("answers", "choices", "suggestions") for one in data[part]]
    return helps(question, judge(question, turn), shown)


def helps(question: Mapping[str, Any], worth: Verdict, shown: list[str]) -> bool:
    """Whether a reply of that worth that shows some values helps; nothing does that is wrong.

    A question that has no values has none that could be shown.

    >>> asked = {"values": ["12"], "alt": [["7", "5"]]}
    >>> helps(asked, "missed", ["3", "12"]), helps(asked, "missed", ["7"]), helps(asked, "wrong", ["12"])
    (True, False, False)
    """
    if worth == "wrong":
        return False
    wanted = filter(None, [question["values"], *question.get("alt", ())])
    return any(worth == "right" or _among(values, shown) for values in wanted)


def _among(values: Iterable[str], others: list[str]) -> bool:
    return all(any(same(value, other) or same(other, value) for other in others) for value in values)


def same(one: str, other: str) -> bool:
    """Whether two values are the same number, or two texts one of which is most of the other."""
    numbers = _number(one), _number(other)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] == numbers[1]
    short, long = _bare(one), _bare(other)
    if numbers != (None, None) or not short:
        return short == long
    return short == long or (short in long and len(long) <= (6 if len(short) >= 4 else 3) * len(short))


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if plain and all(char in numerals.NUMERALS for char in plain):  # 四 and 4 are one number
        return numerals.number(plain)
    match = _NUMBER.fullmatch(plain)
    return Decimal(match[1]) if match else None


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).casefold()

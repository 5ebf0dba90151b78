"""What is doubtful in a figure of the prose, seen from its name and those beside it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.knowledge.doubts import Doubt
from bot.reading.names import torn
from bot.reading.prose import grammar
from bot.reading.prose.naming import Label
from bot.reading.words import any_of

_UNITLESS = re.compile(any_of("unitless", "ratios"))
_RATIO = re.compile(r"比$|之比|结构|比重|（第\d+项）|排名|位[列居]")
_ABOUT_NOTHING = re.compile(
    r"(?:的|等|和|与|(?<!惠)及|(?<!控制|保持|稳定)在|由|从|对|为|将|把|被|以)*$|^(?:的|等|其(?![他它])|该|这|此|有(?![效机色限线关]))|[“《(（][^”》)）]*$"
)
_BARE = re.compile(rf"(?:{any_of('bare_names')})?")
_CLAUSE = re.compile(r"\d(?:\.\d+)?[%％‰]|了(?![解])|^(?:通过|在|为|对|从|由|以|经).*、")
"""What a name has in it where it is a clause: another figure, a verb that is done, how something came about."""
_LONGEST_NAME = 36
_LETTERS = 3
"""So many letters say as much as a character."""


def doubts(label: Label, others: Iterable[Label]) -> tuple[Doubt, ...]:
    """What is doubtful in the name of a figure of the prose, beside the ``others`` of its sentence.

    A unit where figures of its kind have one; a subject where only a verb is told, where it is none by itself, or
    where another figure is called the same; a measure that is a fragment or half a sentence; a name that is torn.
    """
    found: list[Doubt] = []
    names = (label.subject, label.measure)
    unitless = any(_UNITLESS.search(name) or _RATIO.search(name) for name in names)
    if not (label.quantity.unit or label.quantity.rank or unitless):
        found.append("unit")
    unnamed = not label.subject and grammar.STARTS.fullmatch(label.measure)
    if (
        unnamed
        or (label.subject and _BARE.fullmatch(label.subject))
        or "分别" in label.measure
        or any(_called_alike(label, other) for other in others)
    ):
        found.append("subject")
    fragment = _ABOUT_NOTHING.search(label.measure)
    if (
        not label.measure
        or (fragment and fragment[0])
        or _CLAUSE.search(label.measure)
        or len(label.measure) > _LONGEST_NAME * (_LETTERS if label.measure.isascii() else 1)
    ):
        found.append("measure")
    elif any(torn(name) for name in names):
        found.append("name")
    return tuple(found)


def _called_alike(one: Label, other: Label) -> bool:
    same = (one.subject, one.measure, one.quantity.unit) == (
        other.subject,
        other.measure,
        other.quantity.unit,
    )
    return same and one.quantity.value != other.quantity.value

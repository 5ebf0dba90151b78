"""A figure's name in its last shape, and what is carried from clause to clause to find it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.extraction import grammar
from bot.extraction.clauses import Clause
from bot.extraction.quantities import Quantity

EDGES = " ,，:：。；;、"
TAIL = re.compile(r"(?:[的为达是了共有：:、和与及等均]|达到|(?<!控制|保持|稳定)在)+$")
_RANK = re.compile(r"(?:并列|位居|位列|名列|居|列|排名|排在|排)(?P<scope>[^,，、]*)$")
_TOTALS = ("累计", "总计", "合计", "共计")


@dataclass(frozen=True, slots=True)
class Label:
    """A figure with its name; ``clause`` spans the words of the sentence that say it."""

    quantity: Quantity
    subject: str
    measure: str
    clause: tuple[int, int]


@dataclass(slots=True)
class Context:
    """What is carried from clause to clause.

    ``topic`` is the section's, ``local`` what a clause without figures named, ``thing`` what was last counted,
    ``whole`` what the parts now given are parts of, ``bare`` see `bare_measures`.
    """

    topic: str
    place: str = ""
    bare: Mapping[str, str] = field(default_factory=dict)
    local: str = ""
    whole: str = ""
    thing: str = ""
    listed: tuple[str, ...] = ()
    past: list[Label] = field(default_factory=list)

    @property
    def last(self) -> Label | None:
        """The last figure named."""
        return self.past[-1] if self.past else None


def name(clause: Clause, quantity: Quantity, subject: str, measure: str, context: Context) -> Label:
    """Put the last touches to a name: no loose ends, ranks as ranks, no place that goes without saying."""
    subject = re.sub(r"^(?:为|对|给|向|使)", "", _trim(subject))
    measure = grammar.plain(_trim(measure))
    if quantity.rank and (match := _RANK.search(measure)):
        measure = f"{measure[: match.start()]}{match['scope']}排名"
    elif quantity.rank and re.search(r"(?:全[国省市球]|世界)$", measure):
        measure += "排名"
    measure = TAIL.sub("", measure) or measure
    if total := next(
        (word for word in quantity.qualifiers if word in _TOTALS and not measure.endswith(word)), ""
    ):
        measure = re.sub(r"^(?:新增|净增|新认定|新立项)", "", measure) + total
    if context.place:
        measure = re.sub(rf"(?<=.){context.place}$", "", measure)
        subject = context.topic if subject == context.place else subject
    if not measure:
        measure, subject = subject, context.topic
    return Label(quantity, "" if subject == measure else subject, measure, _said(clause, quantity))


def _trim(text: str) -> str:
    """Take off loose marks and brackets that have lost their other half."""
    text = text.strip(EDGES)
    for left, right in ("()", "（）"):
        if text.count(left) > text.count(right):
            text = text.removeprefix(left).removesuffix(left)
        if text.count(right) > text.count(left):
            text = text.removeprefix(right).removesuffix(right)
    return text.strip(EDGES)


def _said(clause: Clause, quantity: Quantity) -> tuple[int, int]:
    """The words that say a figure: its clause, less the others of a list in which each has its own name."""
    index = clause.found.index(quantity)
    start, end = clause.start, clause.end
    if index and re.match(r"[、和与及][^\d、和与及]{2,}", clause.piece(index)):
        start = clause.found[index - 1].end + 1
    if index + 1 < len(clause.found) and re.match(r"[、和与及][^\d、和与及]{2,}", clause.piece(index + 1)):
        end = quantity.end
    return start, end

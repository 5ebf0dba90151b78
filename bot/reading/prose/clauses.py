"""Clauses of a sentence, and the words around each of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.figures import Quantity
from bot.reading.prose import grammar

_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[，;；。！？!?]|[:：](?!\d)|(?<!\d)[:：]")
_CONNECTIVE = re.compile(r"(?:其中|同时|此外|另外|目前|截至目前|尤其是|特别是|总的来看)[,，:：]")
_JOINT = re.compile(r"(?:[、和与及]|以及|或$)")
_JOINT_END = re.compile(r"(?:[、和与及]|以及|^或)$")
_CHANGED_TO = re.compile(rf"{grammar.TURNED}|{grammar.CHANGE}")
_NAMED_BY_NUMBER = re.compile(r"(?:为|[=＝])100(?!\d)|[A-Za-z][\w.+-]*\d[\w.+-]*", re.ASCII)
"""Digits in brackets that give no figure: (以女性为100), (PM2.5)."""
_FROM = re.compile(r"[由从自][^由从自,，]{0,16}\d[\d.,]*[^\d,，]{0,6}$")
_FROM_TO = re.compile(rf"[,，](?:{grammar.TURNED})(?=\d)")
"""A comma between what was and what became of it: 比例由78.6%,降至76.5%."""
_EDGES = ",，。;；:：()（）! "


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its figures; ``start`` and ``end`` are offsets in ``text``, the whole sentence."""

    text: str
    start: int
    end: int
    found: tuple[Quantity, ...]

    def piece(self, index: int) -> str:
        """The words before figure ``index``, or after the last."""
        begin = self.found[index - 1].end if index else self.start
        end = self.found[index].start if index < len(self.found) else self.end
        return self.text[begin:end]

    @property
    def opening(self) -> str:
        """The clause from its first word on."""
        return self.text[self.start : self.end].lstrip(_EDGES)

    @property
    def words(self) -> str:
        """The clause without marks and opening adverbs."""
        return grammar.strip_opening(self.text[self.start : self.end].strip(_EDGES))


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure and the words that name it.

    ``before`` goes ahead of it; where it counts what follows (``counts``), ``thing`` is that, and ``rest`` what is
    said of it. ``follows`` is the slot it is joined to.
    """

    quantity: Quantity
    before: str
    thing: str = ""
    rest: str = ""
    counts: bool = False
    follows: int = -1
    joint: str = ""


def clauses(text: str, found: Sequence[Quantity]) -> Iterator[Clause]:
    """Cut a sentence at commas outside quotes; what stands in brackets with figures is a clause of its own."""
    begin = 0
    for stop in [*_cuts(text), len(text)]:
        inside = tuple(one for one in found if begin <= one.start < stop)
        if text[begin:stop].strip(_EDGES):
            yield Clause(text, begin, stop, inside)
        begin = stop


def _cuts(text: str) -> Iterator[int]:
    closing = {"“": "”", "《": "》"}
    awaited = ""
    clause = 0
    for index, character in enumerate(text):
        if awaited:
            awaited = "" if character == awaited else awaited
        elif character in closing and closing[character] in text[index:]:
            awaited = closing[character]
        elif character in "(（" and (bracket := re.match(r"[(（][^()（）]*[)）]", text[index:])):
            of_day = text.startswith(("日", "月"), index + len(bracket[0])) and len(bracket[0]) < len("(100)")
            if re.search(r"\d", _NAMED_BY_NUMBER.sub("", bracket[0])) and not of_day:
                yield (clause := index)
            else:
                awaited = bracket[0][-1]
        elif _FROM_TO.match(text, index) and _FROM.search(text, clause, index):
            continue
        elif _CLAUSE_END.match(text, index) and not _CONNECTIVE.fullmatch(
            text[clause : index + 1].lstrip(_EDGES)
        ):
            yield (clause := index + 1)


def slots(clause: Clause) -> list[Slot]:
    """Part the words of a clause among its figures."""
    found: list[Slot] = []
    for index, one in enumerate(clause.found):
        piece = clause.piece(index)
        before, follows, joint = _before(piece, found)
        after = _stripped(clause.piece(index + 1))
        counts = _counts(before, after, follows >= 0 and (found[follows].counts or not before))
        counts = counts or (bool(after) and grammar.enumerates(before, one.value))
        thing, rest = ("", "")
        if counts:
            thing, rest = _thing(_JOINT_END.sub("", after))
        found.append(Slot(one, before, thing, rest, counts, follows, joint))
    return [_with_rest(slot, found[index + 1 :]) for index, slot in enumerate(found)]


def _stripped(words: str) -> str:
    """Words without the marks around them; a closing bracket stays with the one that opens it."""
    bare = words.strip(_EDGES)
    for left, right in ("()", "（）"):
        if bare.count(left) > bare.count(right) and f"{bare}{right}" in words:
            return bare + right
    return bare


def _before(piece: str, earlier: Sequence[Slot]) -> tuple[str, int, str]:
    """The words before a figure, the slot it follows on from, and the word that joins them."""
    if not earlier:
        return grammar.strip_opening(piece.lstrip("()（）")), -1, ""
    last = len(earlier) - 1
    if earlier[-1].counts:
        joint = _JOINT_END.search(piece)
        if joint or not earlier[-1].rest:
            return earlier[-1].before, last, joint[0] if joint else ""
        return earlier[-1].rest if grammar.is_open(earlier[-1].rest) else piece, -1, ""
    joint = _JOINT.match(piece)
    words = grammar.strip_opening(piece[joint.end() :] if joint else piece)
    return (
        (words, -1, joint[0] if joint else "")
        if words
        else (earlier[-1].before, last, joint[0] if joint else "")
    )


def _counts(before: str, after: str, chained: bool) -> bool:
    """Whether a number counts the thing that follows it ("5 houses"), and is not the value of what goes before."""
    if not after or _JOINT.match(after) or after[0] in ",，(（)）" or _CHANGED_TO.fullmatch(after):
        return False
    return chained or not before or grammar.is_open(before)


def _thing(after: str) -> tuple[str, str]:
    if after.startswith("的"):
        return after, ""
    thing, rest = grammar.thing_and_rest(after)
    owner, _, measures = thing.partition("的")
    if measures and all(grammar.RATE.search(item) for item in grammar.items(measures)):
        return owner, ""
    return thing, rest


def _with_rest(slot: Slot, later: Sequence[Slot]) -> Slot:
    """What is said at the end of "5 houses and 7 flats were sold" is said of both."""
    if not slot.counts or slot.rest:
        return slot
    rest = next((one.rest for one in later if one.counts and one.rest), "")
    return Slot(slot.quantity, slot.before, slot.thing, rest, True, slot.follows, slot.joint)

"""What each figure of a sentence is called: its subject and its measure, as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.extraction import grammar
from bot.extraction.quantities import Quantity

_CLAUSE_END = re.compile(r"[,，;；。！？!?]|[:：](?!\d)|(?<!\d)[:：]")
_TITLE = re.compile(r"(?:印发|出台|制定|发布|编制|公布)(《[^》]+》)")
_WITHIN = re.compile(r"^在(.{4,40}?)(?:中|上|方面|期间)$")
_OBJECT = re.compile(r"^(?:组织|开展|举办|召开|举行)(.{2,20})$")
_RESPECTIVELY = re.compile(r"(?:各自|分别)")
_BOTH = re.compile(r"(?:(?<![平人户])均|都|皆)(?=达|为|是|在|超|居|$)")
_TAIL = re.compile(r"(?:的|为|达到?|是|至|到|在|于|了|共|有|计|：|:|、|和|与|及|等)+$")
_PART_NAME = re.compile(r"[^\d、，,]{2,16}$")


@dataclass(frozen=True, slots=True)
class Label:
    """A figure with its name; ``clause`` spans the words of the sentence that say it."""

    quantity: Quantity
    subject: str
    measure: str
    clause: tuple[int, int]


@dataclass(slots=True)
class Context:
    """What is carried along: ``topic`` of the section, and what the last figures were about."""

    topic: str
    local: str = ""
    thing: str = ""
    last: Label | None = None
    whole: Label | None = None
    listed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with its figures; ``start`` and ``end`` are offsets in the sentence."""

    text: str
    start: int
    end: int
    found: tuple[Quantity, ...]

    def piece(self, index: int) -> str:
        """The words before figure ``index``, or after the last."""
        begin = self.found[index - 1].end if index else self.start
        end = self.found[index].start if index < len(self.found) else self.end
        return self.text[begin:end]


def label(text: str, found: Sequence[Quantity], context: Context) -> list[Label]:
    """Name every figure of a sentence; ``context`` is what went before, and is brought up to date."""
    named: list[Label] = []
    for clause in clauses(text, found):
        if not clause.found:
            _hear(clause, context)
            continue
        for one in _name(clause, context):
            named.append(one)
            _remember(one, context)
        context.listed = [one.measure for one in named if one.clause == (clause.start, clause.end)]
    return named


def clauses(text: str, found: Sequence[Quantity]) -> Iterator[_Clause]:
    """Cut a sentence at commas outside quotes; what stands in brackets with figures is a clause of its own."""
    begin = 0
    for stop in [*_cuts(text), len(text)]:
        inside = tuple(one for one in found if begin <= one.start < stop)
        if text[begin:stop].strip(",，:：；; "):
            yield _Clause(text, begin, stop, inside)
        begin = stop


def _cuts(text: str) -> Iterator[int]:
    closing = {"“": "”", "《": "》"}
    awaited = ""
    for index, character in enumerate(text):
        if awaited:
            awaited = "" if character == awaited else awaited
        elif character in closing and closing[character] in text[index:]:
            awaited = closing[character]
        elif character in "(（" and re.match(r"[^)）]*\d[^)）]*[)）]", text[index:]):
            yield index
        elif _CLAUSE_END.match(text, index):
            yield index + 1


def _hear(clause: _Clause, context: Context) -> None:
    """Learn what the next clauses are about from one without figures."""
    words = grammar.strip_opening(clause.text[clause.start : clause.end].strip(",，:：。；;"))
    if match := _TITLE.search(words) or _WITHIN.match(words) or _OBJECT.match(words):
        context.local = match[1]


def _remember(one: Label, context: Context) -> None:
    if not grammar.COMPARES.match(one.measure):
        context.thing = grammar.strip_verbs(one.measure) if one.subject in (context.topic, context.local) else context.thing
        context.last = one


def _name(clause: _Clause, context: Context) -> list[Label]:
    text = clause.text[clause.start : clause.end]
    opening = text.lstrip("(（,， ")
    if text[0] in "(（" and context.last:
        return _parts(clause, context.last)
    among = opening.startswith("其中")
    shared = _distributed(clause, context)
    if shared:
        return shared
    return [_single(clause, index, context, among=among) for index in range(len(clause.found))]


def _label(clause: _Clause, quantity: Quantity, subject: str, measure: str) -> Label:
    measure = _TAIL.sub("", measure.strip(" ,，()（）:：。；;")) or subject
    return Label(quantity, subject if subject != measure else "", measure, (clause.start, clause.end))


def _parts(clause: _Clause, whole: Label) -> list[Label]:
    """Name the parts a bracket gives of the figure before it."""
    named: list[Label] = []
    verb = whole.measure if len(whole.measure) <= 4 and grammar.DOING.match(whole.measure) else ""
    for index, one in enumerate(clause.found):
        words = grammar.strip_opening(clause.piece(index).strip("(（)）、,，;； "))
        subject = whole.subject if verb else (whole.measure or whole.subject)
        named.append(_label(clause, one, subject, words + verb if words else whole.measure))
    return named


def _distributed(clause: _Clause, context: Context) -> list[Label]:
    """Name figures given in a row for names given in a row ("A, B and C are 1, 2 and 3 respectively")."""
    before = clause.piece(0)
    row = [clause.found[0]]
    for index in range(1, len(clause.found)):
        if not re.fullmatch(r"[、和与及,，]|以及", clause.piece(index)):
            break
        row.append(clause.found[index])
    respectively = _RESPECTIVELY.search(before)
    both = None if respectively else _BOTH.search(before)
    cut = respectively or both
    words = grammar.strip_opening(before[: cut.start()] if cut else before)
    verb = before[cut.end() :] if cut else ""
    owner, names = _owner(words)
    things = grammar.items(names)
    if both and len(things) > 1:
        row = [clause.found[0]] * len(things)
    elif len(things) == 1 and respectively and len(context.listed) == len(row):
        things = [f"{thing}{things[0]}" for thing in context.listed]
    elif len(row) < 2 or len(things) != len(row) or not (respectively or len(clause.found) == len(row)):
        return []
    if len(row) < len(clause.found) and not both:
        return []
    return _share(clause, row, owner or (context.local or context.thing or context.topic), things, verb)


def _owner(words: str) -> tuple[str, str]:
    """Part "whose A, B and C" into whose and the names."""
    first = grammar.items(words)[0] if grammar.items(words) else words
    owner, _, rest = first.rpartition("的")
    if owner and "“" not in rest:
        return owner, rest + words[len(first) :]
    return "", words


def _share(clause: _Clause, row: Sequence[Quantity], owner: str, things: list[str], verb: str) -> list[Label]:
    tail = _common_tail(things)
    if tail:
        things = [*things[:-1], things[-1].removesuffix(tail)]
    verb = _TAIL.sub("", verb)
    named: list[Label] = []
    for one, thing in zip(row, things, strict=True):
        measured = grammar.RATE.search(thing)
        if tail:
            named.append(_label(clause, one, thing, tail + verb))
        elif measured or not verb:
            named.append(_label(clause, one, owner, thing + verb))
        else:
            named.append(_label(clause, one, thing, verb))
    return named


def _common_tail(things: Sequence[str]) -> str:
    """What the last of the names has that all of them share ("A项目、B项目审批时间": "审批时间")."""
    last = things[-1]
    ending = things[0][-2:]
    place = last.rfind(ending)
    if len(things) > 1 and place >= 0 and 2 <= len(last) - place - 2:
        return last[place + 2 :]
    return ""


def _single(clause: _Clause, index: int, context: Context, *, among: bool) -> Label:
    """Name one figure by the words before it, or by those after it where it counts what follows."""
    one = clause.found[index]
    before = clause.piece(index)
    words = grammar.strip_opening(before.strip("()（）。"))
    if index and re.match(r"[、和与及]", before):
        words = grammar.strip_opening(before[1:])
    elif index and not grammar.OPEN_END.search(before) and _counts_on(clause, index - 1):
        words = before if index + 1 == len(clause.found) and not clause.piece(index + 1).strip("。;；,， ") else ""
    after = clause.piece(index + 1).strip(",，。；;()（）")
    subject, measure = _counted(words, after, clause, index) if _counts_on(clause, index) else grammar.split_subject(words)
    if not measure and not subject:
        measure = context.last.measure if context.last else context.topic
    return _placed(clause, one, subject, measure, context, among=among)


def _counts_on(clause: _Clause, index: int) -> bool:
    """Whether the thing counted follows the number ("5 houses") and does not go before it."""
    after = clause.piece(index + 1).strip(",，。；;:： ")
    if not after or after[0] in "、()（）" or re.fullmatch(r"[和与及]", after):
        return False
    before = clause.piece(index)
    words = grammar.strip_opening(before)
    if index and re.fullmatch(r"[、和与及]?", before.strip()):
        return _counts_on(clause, index - 1)
    if index and re.match(r"[、和与及]", before):
        words = grammar.strip_opening(before[1:])
    return not words or bool(grammar.OPEN_END.search(words)) or grammar.strip_verbs(words) == words[-2:] or not grammar.strip_verbs(words) or bool(re.search(rf"(?:{grammar.STARTS.pattern})$", words)) or index > 0


def _counted(words: str, after: str, clause: _Clause, index: int) -> tuple[str, str]:
    """Compose the name of a figure that stands before the thing it counts."""
    after = re.sub(r"[、和与及]$", "", after)
    last = index + 1 == len(clause.found)
    if after.startswith("的"):
        thing = after[1:]
        return "", thing + words if clause.found[index].unit in ("%", "‰", "倍") else words + thing
    thing, rest = grammar.thing_and_rest(after)
    if not last and not rest:
        final = clause.piece(len(clause.found)).strip(",，。；;()（）")
        rest = grammar.thing_and_rest(final)[1]
    if match := grammar.PREPOSITION.match(words):
        held = words[match.end() :]
        return (held + thing, rest) if rest else ("", held + thing)
    words = re.sub(r"^.*[、,，](?=[^、]*等$)|等$", "", words) if words.endswith("等") else words
    subject, verb = grammar.split_subject(words.removesuffix("的") if words.endswith("的") else words)
    if not words or words in ("有", "共有"):
        return "", thing + rest
    return subject, verb + ("的" if words.endswith("的") else "") + thing


def _placed(clause: _Clause, one: Quantity, subject: str, measure: str, context: Context, *, among: bool) -> Label:
    """Give a measure without a subject the one it is about."""
    if subject:
        return _label(clause, one, subject, measure)
    measure = _TAIL.sub("", measure) or measure
    if grammar.COMPARES.match(measure) and context.last:
        last = context.last
        subject = last.measure if last.subject in (context.topic, context.local, "") else f"{last.subject}{last.measure}"
        return _label(clause, one, subject, measure)
    if among and context.last:
        last = context.last
        overlaps = any(last.measure.find(measure[i : i + 3]) >= 0 for i in range(max(1, len(measure) - 2)))
        return _label(clause, one, (last.subject if overlaps else grammar.strip_verbs(last.measure)) or context.topic, measure)
    if grammar.RATE.search(measure) and context.thing and not grammar.STARTS.match(measure) and context.thing[:2] not in measure:
        return _label(clause, one, context.thing, measure)
    return _label(clause, one, context.local or context.topic, measure)

"""What each figure of a sentence is called: its subject and its measure, as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix

from bot.extraction import grammar
from bot.extraction.clauses import CHANGED_TO, Clause, Slot, clauses, slots
from bot.extraction.quantities import Quantity

_TITLE = re.compile(r"(?:印发|出台|公布)(《[^》]+》)")
_WITHIN = re.compile(r"^在(.{4,40}?)(?:中|上|方面|期间)$")
_EVENT = re.compile(r"^(?:组织|开展|举办|召开|举行)([^、]{2,14})$")
_SETTING_OUT = re.compile(r"(?:从|明确|通过|提出|规定|确定|涉及|包括|有|共)")
_RESPECTIVELY = re.compile(r"(?:各自|分别)")
_BOTH = re.compile(r"(?:(?<![平人户])均|都|皆)(?=达|为|是|在|超|位?居|位?列|$)")
_JOINT = re.compile(r"[、和与及,，]|以及")
_RANK = re.compile(r"(?:并列|位居|位列|名列|居|列|排名|排在|排)(?P<scope>[^,，、]*)$")
_TAIL = re.compile(r"(?:[的为达是了共有：:、和与及等均]|达到|(?<!控制|保持|稳定)在)+$")
_ADMINISTRATIVE = frozenset("省市县区镇乡村州")
_EDGES = " ,，:：。；;、"
_ANEW = re.compile(r"全[市省县区国年]|年末|截至|(?:19|20)\d\d年")
_BARE = re.compile(r"(?<=[,，、])([\u4e00-\u9fff]{2,3})(?=\d)")
_HEAD = re.compile(r"(?:^|[,，;；。\n])(?:其中[,，:：]?)?([\u4e00-\u9fff]{4,})(?=\d)")
_TOTALS = ("累计", "总计", "合计", "共计")
_PREDICATE = re.compile(r"控制|保持|稳定|提高|增长|下降|缩短|压缩")


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


def bare_measures(text: str) -> dict[str, str]:
    """Short measures a text repeats after ever other heads, with the ending the heads share.

    >>> bare_measures("小学招生4万人,在校生32万人;初中招生5万人,在校生18万人。")
    {'在校生': '招生'}
    """
    heads: dict[str, set[str]] = {}
    for match in _BARE.finditer(text):
        head = next((one[1] for one in reversed(list(_HEAD.finditer(text, max(0, match.start() - 60), match.start() + 1)))), "")
        heads.setdefault(match[1], set()).add(head)
    return {
        bare: commonprefix([head[::-1] for head in before])[::-1]
        for bare, before in heads.items()
        if len(before) > 1 and not grammar.STARTS.match(bare) and not grammar.COMPARES.match(bare)
    }


def label(text: str, found: Sequence[Quantity], context: Context) -> list[Label]:
    """Name every figure of a sentence; ``context`` is what went before, and is brought up to date."""
    named: list[Label] = []
    context.local = ""
    for clause in clauses(text, found):
        if clause.found:
            ours = _name(clause, context)
            named += ours
            _remember(ours, clause, context)
        else:
            _hear(clause.words, context)
    return named


def _hear(words: str, context: Context) -> None:
    """Learn what the next clauses are about from one without figures."""
    if match := _TITLE.search(words) or _WITHIN.match(words) or _EVENT.match(words):
        context.local = match[1]
    elif grammar.STARTS.match(words) and not _SETTING_OUT.match(words):
        context.local = ""


def _remember(ours: Sequence[Label], clause: Clause, context: Context) -> None:
    if clause.text[clause.start] in "(（":
        return
    context.listed = tuple(grammar.strip_verbs(one.measure) for one in ours)
    for one in ours:
        if one.quantity.rank or grammar.COMPARES.match(one.measure) or grammar.RATE.search(one.measure):
            continue
        context.thing = one.subject if grammar.STARTS.fullmatch(one.measure) else grammar.strip_verbs(one.measure)


def _name(clause: Clause, context: Context) -> list[Label]:
    if clause.text[clause.start] in "(（" and context.last:
        return _parts(clause, context.last)
    opening = clause.words
    if _ANEW.match(clause.text[clause.start :].lstrip(_EDGES)):
        context.whole = ""
    if grammar.STARTS.match(opening) and not _SETTING_OUT.match(opening):
        context.local = ""
    begin, end, shared = _row(clause, context)
    singles = slots(clause)
    named: list[Label] = []
    for index, slot in enumerate(singles):
        ours = shared if index == begin else [] if begin <= index < end else [_single(clause, singles, slot, context, named)]
        named += ours
        context.past += [one for one in ours if not grammar.COMPARES.match(one.measure)]
    return named


def _label(clause: Clause, quantity: Quantity, subject: str, measure: str, context: Context) -> Label:
    """Put the last touches to a name: no loose ends, ranks as ranks, no place that goes without saying."""
    subject = re.sub(r"^(?:为|对|给|向|使)", "", _trim(subject))
    measure = grammar.plain(_trim(measure))
    if quantity.rank and (match := _RANK.search(measure)):
        measure = f"{measure[: match.start()]}{match['scope']}排名"
    elif quantity.rank and re.search(r"(?:全[国省市球]|世界)$", measure):
        measure += "排名"
    measure = _TAIL.sub("", measure) or measure
    if total := next((word for word in quantity.qualifiers if word in _TOTALS and not measure.endswith(word)), ""):
        measure = re.sub(r"^(?:新增|净增|新认定|新立项)", "", measure) + total
    if context.place:
        measure = re.sub(rf"(?<=.){context.place}$", "", measure)
        subject = context.topic if subject == context.place else subject
    if not measure:
        measure, subject = subject, context.topic
    return Label(quantity, "" if subject == measure else subject, measure, _said(clause, quantity))


def _said(clause: Clause, quantity: Quantity) -> tuple[int, int]:
    """The words that say a figure: its clause, less the others of a list in which each has its own name."""
    index = clause.found.index(quantity)
    start, end = clause.start, clause.end
    if index and re.match(r"[、和与及][^\d、和与及]{2,}", clause.piece(index)):
        start = clause.found[index - 1].end + 1
    if index + 1 < len(clause.found) and re.match(r"[、和与及][^\d、和与及]{2,}", clause.piece(index + 1)):
        end = quantity.end
    return start, end


def _trim(text: str) -> str:
    """Take off loose marks and brackets that have lost their other half."""
    text = text.strip(_EDGES)
    for left, right in ("()", "（）"):
        if text.count(left) > text.count(right):
            text = text.removeprefix(left).removesuffix(left)
        if text.count(right) > text.count(left):
            text = text.removeprefix(right).removesuffix(right)
    return text.strip(_EDGES)


def _parts(clause: Clause, whole: Label) -> list[Label]:
    """Name the parts that a bracket gives of the figure before it."""
    context = Context(whole.subject)
    verb = whole.measure if grammar.STARTS.fullmatch(whole.measure) else ""
    named: list[Label] = []
    for slot in slots(clause):
        words = (slot.thing if slot.counts else slot.before).strip(_EDGES)
        subject = whole.subject if verb else whole.measure
        named.append(_label(clause, slot.quantity, subject, words + verb if words else whole.measure, context))
    return named


def _row(clause: Clause, context: Context) -> tuple[int, int, list[Label]]:
    """Name figures given in a row for names given in a row ("A, B and C are 1, 2 and 3"); where the row begins and ends."""
    for begin in range(len(clause.found)):
        words = clause.piece(begin)
        cut = _RESPECTIVELY.search(words) or _BOTH.search(words)
        end = begin + 1
        while end < len(clause.found) and _JOINT.fullmatch(clause.piece(end).strip()):
            end += 1
        row = list(clause.found[begin:end])
        if not cut and (len(row) < 2 or begin or any(one.unit != row[0].unit for one in row)):
            continue
        verb = words[cut.end() :] if cut else ""
        owner, names = _owner(grammar.strip_opening(words[: cut.start()] if cut else words))
        if not cut and (changed := grammar.CHANGED.match(names)):
            names, verb = changed["what"], changed["how"]
        things = grammar.items(names)
        if cut and not _RESPECTIVELY.match(cut[0]) and len(row) == 1:
            row *= len(things)
        elif cut and len(things) == 1 and len(row) > 1 and len(context.listed) == len(row):
            things, owner = [f"{thing}{names}" for thing in context.listed], context.topic
        if len(things) == len(row) > 1:
            return begin, end, _shared(clause, row, owner, things, verb, context)
    return -1, -1, []


def _owner(words: str) -> tuple[str, str]:
    """Part "whose A, B and C" into whose and the names."""
    parts = grammar.items(words)
    owner, _, rest = parts[0].rpartition("的") if parts else ("", "", "")
    return (owner, rest + words[len(parts[0]) :]) if owner and "“" not in rest else ("", words)


def _shared(
    clause: Clause, row: Sequence[Quantity], owner: str, things: list[str], verb: str, context: Context
) -> list[Label]:
    tail = _common_tail(things, context.past)
    if tail:
        things = [*things[:-1], things[-1].removesuffix(tail)]
    last = context.last
    named: list[Label] = []
    for one, thing in zip(row, things, strict=True):
        if tail:
            named.append(_label(clause, one, thing, tail + verb, context))
        elif grammar.COMPARES.match(verb.strip(_EDGES)):
            named.append(_label(clause, one, owner + thing, verb, context))
        elif one.rank or grammar.RATE.search(thing):
            about = last.subject if one.rank and last else context.local or context.thing or context.topic
            named.append(_label(clause, one, owner or about, thing + verb, context))
        else:
            named.append(_label(clause, one, owner or context.topic, thing + verb, context))
    return named


def _common_tail(things: Sequence[str], past: Sequence[Label]) -> str:
    """What the last of the names has that all of them share: "审批时间" of "甲项目、乙类项目审批时间"."""
    last, others = things[-1], things[:-1]
    place = last.rfind(things[0][-2:]) if len(things[0]) > 2 else -1
    if place >= 0 and len(last) - place - 2 >= 2:
        return last[place + 2 :]
    if any(grammar.RATE.search(thing) or grammar.MEASURE.search(thing) for thing in others):
        return ""
    for known in past:
        if last.endswith(known.measure) and 1 < len(known.measure) < len(last) - 1:
            return known.measure
    tail = grammar.MEASURE.search(last) or grammar.RATE.search(last)
    if not tail or any(len(thing) > 3 for thing in others):
        return ""
    if all(len(thing) == 2 for thing in others) and len(last) > 3:
        return last[2:]
    return tail[0] if 1 < len(tail[0]) < len(last) - 1 else ""


def _single(clause: Clause, row: Sequence[Slot], slot: Slot, context: Context, named: Sequence[Label]) -> Label:
    """Name one figure by the words before it, or by the thing it counts."""
    one = slot.quantity
    if slot.follows >= 0 and not slot.counts:  # the same thing in another unit ("5家、8路")
        before = named[-1] if named else None
        if before and not slot.before.endswith(("至", "到")):
            return _label(clause, one, before.subject, before.measure, context)
    first = row[slot.follows] if slot.follows >= 0 else None
    if first and slot.joint == "、" and first.thing and one.unit != first.quantity.unit:
        return _label(clause, one, first.thing, _month(one, slot) or slot.thing, context)
    if month := _month(one, slot):
        return _label(clause, one, row[0].thing or context.topic, month, context)
    if named and (shape := _in_series(slot, named, row)):
        return _label(clause, one, *shape, context)
    subject, measure = _counted(slot) if slot.counts else _valued(slot)
    before = next((other for other in row if other.thing and other.thing + other.rest == slot.before), None)
    if before and not slot.counts:
        subject, measure = context.local or before.thing, before.rest
    return _placed(clause, slot, subject, measure, context)


def _in_series(slot: Slot, named: Sequence[Label], row: Sequence[Slot]) -> tuple[str, str] | None:
    """Subject and measure of a figure that goes on from the one before: "从1项增至2项", "1:2:3"."""
    last = named[-1]
    if CHANGED_TO.fullmatch(slot.before):
        what = re.sub(r"(?:由|从)(?:上年|去年|年初)?(?:（第.项）)?$", "", last.measure)
        return last.subject, what + slot.before
    return None


def _month(one: Quantity, slot: Slot) -> str:
    """What happened in a month ("在11月即全部完成")."""
    return re.sub(r"^[即就便已]+", "", slot.thing + slot.rest) if one.unit == "月" and slot.thing + slot.rest else ""


def _valued(slot: Slot) -> tuple[str, str]:
    """Subject and measure from the words before a figure; of "verb A, B and other C" the verb and C are kept."""
    words = slot.before
    if re.search(r"、.*等.", words):
        words = grammar.verbs(words) + words.rpartition("等")[2]
    elif slot.quantity.unit in _ADMINISTRATIVE:
        words += slot.quantity.unit
    thing, rest = grammar.thing_and_rest(words)
    if len(rest) > 3 and slot.follows < 0 and len(thing) > 2 and not grammar.STARTS.match(words) and grammar.STARTS.match(rest):
        return thing, rest
    return grammar.split_subject(words)


def _counted(slot: Slot) -> tuple[str, str]:
    """Compose the name of a figure that stands before the thing it counts."""
    words, thing, rest = slot.before, slot.thing, slot.rest
    if thing.startswith("的"):
        return "", thing[1:] + words if slot.quantity.unit in ("%", "‰", "倍") else words + thing[1:]
    if words.endswith("、"):  # an item of an enumeration that goes on
        first = grammar.items(thing)[0] if thing else ""
        said = thing[len(first) :]
        return "", first + (said[said.find("的") :] if "的" in said else "") + rest
    if match := re.search(r"(?:为|对|给|向)(?P<held>[^为对给向]*)$", words):
        held = match["held"]
        return (held + thing, rest) if rest and held + thing else ("", held + thing + rest)
    if words.endswith("等"):
        return "", grammar.verbs(words) + thing
    if words.endswith(("”", "》")):
        return re.sub(r"[“《].*$", "", words), thing + rest
    if grammar.enumerates(words, slot.quantity.value):
        return "", thing
    if not words:
        return "", thing + rest
    subject, measure = grammar.split_subject(words + thing)
    if words.endswith("的") and not subject and not grammar.STARTS.match(words):
        return words[:-1], thing
    return subject, measure + (rest if not thing or rest.startswith("为") else "")


def _placed(clause: Clause, slot: Slot, subject: str, measure: str, context: Context) -> Label:
    """Give a measure without a subject the one it is about."""
    one, last = slot.quantity, context.last
    among = clause.text[clause.start : clause.end].lstrip(_EDGES).startswith("其中")
    if among and last and one is clause.found[0]:
        return _among(clause, one, subject, measure, context)
    if subject:
        return _label(clause, one, subject, measure, context)
    bare = _TAIL.sub("", measure)
    if last and (not bare or grammar.COMPARES.match(bare)):
        known = last.subject in (context.topic, context.local, context.whole, "") or len(last.measure) > 4
        whole = last.measure if known else last.subject + last.measure
        return _label(clause, one, whole, measure, context) if bare else _label(clause, one, last.subject, last.measure, context)
    if bare in context.bare and last:
        head = next((past for past in reversed(context.past) if past.measure not in context.bare), last)
        return _label(clause, one, head.measure.removesuffix(context.bare[bare]) or head.measure, measure, context)
    if context.whole and not grammar.STARTS.match(bare) and not grammar.RATE.search(bare):
        return _label(clause, one, context.whole, measure, context)
    context.whole = ""
    thing = context.thing
    apart = thing and not any(thing[i : i + 2] in bare for i in range(len(thing) - 1))
    if apart and len(bare) <= 6 and grammar.RATE.search(bare) and not grammar.STARTS.match(bare):
        return _label(clause, one, thing, measure, context)
    return _label(clause, one, context.local or context.topic, measure, context)


def _among(clause: Clause, one: Quantity, subject: str, measure: str, context: Context) -> Label:
    """Name a part of what was just given: under the figure it shares words with, else under the last one."""
    full = _TAIL.sub("", subject + measure)
    for past in reversed(context.past):
        ending = next((past.measure[i:] for i in range(len(past.measure) - 3) if full.endswith(past.measure[i:])), "")
        if _PREDICATE.search(ending) and one.unit == past.quantity.unit and past.subject and len(full) > len(ending) and ending != past.measure:
            return _label(clause, one, full.removesuffix(ending), past.measure, context)
        if any(full[i : i + 4] in past.measure for i in range(len(full) - 3)):
            return _label(clause, one, past.subject or context.topic, full, context)
    last = context.past[-1]
    if subject:
        return _label(clause, one, subject, measure, context)
    context.whole = last.subject if grammar.STARTS.fullmatch(last.measure) else last.measure
    return _label(clause, one, context.whole, measure, context)

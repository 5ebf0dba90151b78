"""What each figure of a sentence is called: its subject and its measure, as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.extraction import grammar
from bot.extraction.clauses import CHANGED_TO, Clause, Slot, clauses, slots
from bot.extraction.naming import EDGES, TAIL, Context, Label, name
from bot.extraction.quantities import Quantity
from bot.extraction.rows import row

_TITLE = re.compile(r"(?:印发|出台|公布)(《[^》]+》)")
_WITHIN = re.compile(r"^在(.{4,40}?)(?:中|上|方面|期间)$")
_EVENT = re.compile(r"^(?:组织|开展|举办|召开|举行)([^、]{2,14})$")
_SETTING_OUT = re.compile(r"(?:从|明确|通过|提出|规定|确定|涉及|包括|有|共)")
_ADMINISTRATIVE = frozenset("省市县区镇乡村州")
_ANEW = re.compile(r"全[市省县区国年]|年末|截至|(?:19|20)\d\d年")
_BARE = re.compile(r"(?<=[,，、])([\u4e00-\u9fff]{2,3})(?=\d)")
_HEAD = re.compile(r"(?:^|[,，;；。】\n])(?:其中[,，:：]?)?([\u4e00-\u9fff]{4,})(?=\d)")
_PREDICATE = re.compile(r"控制|保持|稳定|提高|增长|下降|缩短|压缩")


def bare_measures(text: str) -> dict[str, str]:
    """Short measures a text repeats after ever other heads, with the ending the heads share.

    >>> bare_measures("小学招生4万人,在校生32万人;初中招生5万人,在校生18万人。")
    {'在校生': '招生'}
    """
    heads: dict[str, set[str]] = {}
    for match in _BARE.finditer(text):
        before = [one[1] for one in _HEAD.finditer(text, max(0, match.start() - 60), match.start() + 1)]
        heads.setdefault(match[1], set()).add(before[-1] if before else "")
    return {
        bare: _common_ending(list(others))
        for bare, others in heads.items()
        if len(others) > 1 and not grammar.STARTS.match(bare) and not grammar.COMPARES.match(bare)
    }


def _common_ending(words: Sequence[str]) -> str:
    """What words end in alike, two characters at most: longer they begin to share what tells them apart."""
    size = 0
    while size < min(2, *map(len, words)) and len({word[-size - 1 :] for word in words}) == 1:
        size += 1
    return words[0][len(words[0]) - size :]


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
        context.thing = (
            one.subject if grammar.STARTS.fullmatch(one.measure) else grammar.strip_verbs(one.measure)
        )


def _name(clause: Clause, context: Context) -> list[Label]:
    if clause.text[clause.start] in "(（" and context.last:
        return _parts(clause, context.last)
    if _ANEW.match(clause.opening):
        context.whole = ""
    if grammar.STARTS.match(clause.words) and not _SETTING_OUT.match(clause.words):
        context.local = ""
    begin, end, shared = row(clause, context)
    singles = slots(clause)
    named: list[Label] = []
    for index, slot in enumerate(singles):
        if begin <= index < end:
            ours = shared if index == begin else []
        else:
            ours = [_single(clause, singles, slot, context, named)]
        named += ours
        context.past += [one for one in ours if not grammar.COMPARES.match(one.measure)]
    return _terms(clause, named)


def _terms(clause: Clause, named: list[Label]) -> list[Label]:
    """Tell the terms of a ratio ("1:2:3") apart by their order."""
    joined = [clause.piece(index).strip() in (":", "：") for index in range(len(clause.found))]
    if len(named) != len(joined) or not any(joined):
        return named
    told: list[Label] = []
    term = 0
    for index, one in enumerate(named):
        term = term + 1 if joined[index] else 1
        of_ratio = joined[index] or (index + 1 < len(joined) and joined[index + 1])
        base = told[-1].measure.split("（第")[0] if joined[index] else one.measure
        told.append(replace(one, measure=f"{base}（第{term}项）") if of_ratio else one)
    return told


def _parts(clause: Clause, whole: Label) -> list[Label]:
    """Name the parts that a bracket gives of the figure before it."""
    context = Context(whole.subject)
    verb = whole.measure if grammar.STARTS.fullmatch(whole.measure) else ""
    named: list[Label] = []
    for slot in slots(clause):
        words = (slot.thing if slot.counts else slot.before).strip(EDGES)
        subject = whole.subject if verb else whole.measure
        named.append(name(clause, slot.quantity, subject, words + verb if words else whole.measure, context))
    return named


def _single(
    clause: Clause, row: Sequence[Slot], slot: Slot, context: Context, named: Sequence[Label]
) -> Label:
    """Name one figure by the words before it, or by the thing it counts."""
    one = slot.quantity
    if slot.follows >= 0 and not slot.counts:  # the same thing in another unit ("5家、8路")
        same = named[-1] if named else None
        if same and not slot.before.endswith(("至", "到")):
            return name(clause, one, same.subject, same.measure, context)
    head = row[slot.follows] if slot.follows >= 0 else None
    if head and slot.joint == "、" and head.thing and one.unit != head.quantity.unit:
        return name(clause, one, head.thing, _month(one, slot) or slot.thing, context)
    if month := _month(one, slot):
        return name(clause, one, row[0].thing or context.topic, month, context)
    if named and (shape := _in_series(slot, named, row)):
        return name(clause, one, *shape, context)
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
    return (
        re.sub(r"^[即就便已]+", "", slot.thing + slot.rest)
        if one.unit == "月" and slot.thing + slot.rest
        else ""
    )


def _valued(slot: Slot) -> tuple[str, str]:
    """Subject and measure from the words before a figure; of "verb A, B and other C" the verb and C are kept."""
    words = slot.before
    if re.search(r"、.*等.", words):
        words = grammar.verbs(words) + words.rpartition("等")[2]
    elif slot.quantity.unit in _ADMINISTRATIVE:
        words += slot.quantity.unit
    thing, rest = grammar.thing_and_rest(words)
    if (
        len(rest) > 3
        and slot.follows < 0
        and len(thing) > 2
        and not grammar.STARTS.match(words)
        and grammar.STARTS.match(rest)
    ):
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
    return _composed(slot)


def _composed(slot: Slot) -> tuple[str, str]:
    """Who does what to the thing counted; without a verb the thing itself, and what is said of it."""
    words, thing, rest = slot.before, slot.thing, slot.rest
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
    among = clause.opening.startswith("其中")
    if among and last and one is clause.found[0]:
        return _among(clause, one, subject, measure, context)
    if not subject:
        subject, measure = _about(measure, context)
    return name(clause, one, subject, measure, context)


def _about(measure: str, context: Context) -> tuple[str, str]:
    """What a measure without a subject is of: the last figure, its whole, the thing last counted, or the topic."""
    bare = TAIL.sub("", measure)
    last = context.last
    if last and not bare:
        return last.subject, last.measure
    if last and grammar.COMPARES.match(bare):
        known = last.subject in (context.topic, context.local, context.whole, "") or len(last.measure) > 4
        return last.measure if known else last.subject + last.measure, measure
    if last and bare in context.bare:
        head = next((past for past in reversed(context.past) if past.measure not in context.bare), last)
        return head.measure.removesuffix(context.bare[bare]) or head.measure, measure
    if context.whole and not grammar.STARTS.match(bare) and not grammar.RATE.search(bare):
        return context.whole, measure
    context.whole = ""
    of_thing = len(bare) <= 6 and grammar.RATE.search(bare) and not grammar.STARTS.match(bare)
    if of_thing and not any(context.thing[i : i + 2] in bare for i in range(len(context.thing) - 1)):
        return context.thing or context.local or context.topic, measure
    return context.local or context.topic, measure


def _among(clause: Clause, one: Quantity, subject: str, measure: str, context: Context) -> Label:
    """Name a part of what was just given: under the figure it shares words with, else under the last one."""
    full = TAIL.sub("", subject + measure)
    for past in reversed(context.past):
        ending = next(
            (past.measure[i:] for i in range(len(past.measure) - 3) if full.endswith(past.measure[i:])), ""
        )
        if (
            _PREDICATE.search(ending)
            and one.unit == past.quantity.unit
            and past.subject
            and len(full) > len(ending)
            and ending != past.measure
        ):
            return name(clause, one, full.removesuffix(ending), past.measure, context)
        if any(full[i : i + 4] in past.measure for i in range(len(full) - 3)):
            return name(clause, one, past.subject or context.topic, full, context)
    last = context.past[-1]
    if subject:
        return name(clause, one, subject, measure, context)
    context.whole = last.subject if grammar.STARTS.fullmatch(last.measure) else last.measure
    return name(clause, one, context.whole, measure, context)

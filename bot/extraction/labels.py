"""What each figure of a sentence is called: its subject and its measure, as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.extraction import common, grammar
from bot.extraction.clauses import Clause, Slot, clauses, slots
from bot.extraction.naming import EDGES, OF_THING, TAIL, Context, Label, kind, name
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
_GIVEN = re.compile(r"(?:统筹|累计|共|新增)*(?:拨付|安排|投入|下达|筹措|筹集|落实|支出)(?:资金)?")
_PURPOSE = re.compile(r"(?:重点|持续|大力|全力)*(?P<for>(?:支持|用于|推动|保障|促进|推进)[^,，、]{2,24})")
_LEVEL = re.compile(r"(?:国家|省|市|县|区)级")
_OTHER_DAY = re.compile(r"(?:是|为|达到?)?(?P<when>(?:上年|去年|前年|上年同期|(?:19|20)\d\d年)(?:同期)?)的?$")
_RATE = re.compile(r"(?:率|度|比例|比重|占比)$")
_AVERAGE = re.compile(r"[日月人户年]均|平均")
_NO_DEED = re.compile(r"(?:增长|失业|化|自给|出生|死亡|贡献)率$")
_DEED = re.compile(
    rf"{grammar.STARTS.pattern}|废止|现行有效|上年结转|结转.{{0,9}}|转下年.{{0,6}}|(?:不予|予以|无法|部分).{{2,4}}|作?其他处理.{{0,16}}|撤销"
)
_FROM = re.compile(r"(?P<what>.{2,}?)(?:由|从)(?P<when>[^由从,，]{0,10}?)的?$")
_TO = re.compile(rf"(?P<how>(?:{grammar.CHANGE}|调整|提升|优化)(?:为|至|到))(?P<when>[^,，]{{0,10}}?)的?$")
_KIND = re.compile(r"(?:业|企业|类|产业|经济|项目|用品)$")  # of which something known is told
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
    context.run = []
    if context.closed:
        context.whole, context.closed = "", False
    parted = list(clauses(text, found))
    for clause, after in zip_longest(parted, parted[1:]):
        if clause.found:
            ours = _name(clause, context)
            named += [_spent(one, after) for one in ours]
            if clause.text[clause.start] not in "(（":
                context.listed = tuple(grammar.strip_verbs(one.measure) for one in ours)
        else:
            _hear(clause.words, context)
    return named


def _spent(one: Label, after: Clause | None) -> Label:
    """Money given, with what the next clause says it is for ("拨付1.6亿元,支持稳增长")."""
    if after and not after.found and _GIVEN.fullmatch(one.measure) and kind(one.quantity.unit) == "元":
        words, _, listed = after.words.rpartition("等")
        purpose = _PURPOSE.match(grammar.verbs(words) + listed if "、" in words else after.words)
        if purpose and len(purpose["for"]) > 3:
            return replace(one, subject=purpose["for"])
    return one


def _hear(words: str, context: Context) -> None:
    """Learn what the next clauses are about from one without figures."""
    if match := _TITLE.search(words) or _WITHIN.match(words) or _EVENT.match(words):
        context.local = match[1]
    elif grammar.STARTS.match(words) and not _SETTING_OUT.match(words):
        context.local = ""


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
        for one in ours:
            context.note(one)
    return _terms(clause, named)


def _terms(clause: Clause, named: list[Label]) -> list[Label]:
    """Tell the terms of a ratio ("1:2:3") apart, by what its name says they are or by their order."""
    joined = [clause.piece(index).strip() in (":", "：") for index in range(len(clause.found))]
    if len(named) != len(joined) or not any(joined):
        return named
    told: list[Label] = []
    for index, one in enumerate(named):
        if joined[index]:
            continue
        end = next((i for i in range(index + 1, len(joined)) if not joined[i]), len(joined))
        if end - index < 2:
            told.append(one)
            continue
        terms = common.ratio(one.measure, end - index)
        for term, other in enumerate(named[index:end]):
            if terms:
                whole = re.sub("比$", "", one.measure) if len(terms) > 2 else one.measure
                told.append(replace(other, subject=whole, measure=terms[term]))
            else:
                told.append(replace(other, subject=one.subject, measure=f"{one.measure}（第{term + 1}项）"))
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
    if named and slot.joint == "、" and not slot.counts and (like := _like_last(slot, named[-1])):
        return name(clause, one, *like, context)
    if turn := _turned(clause, one):
        return _placed(clause, slot, *turn, context)
    subject, measure = _counted(slot) if slot.counts else _valued(slot)
    before = next((other for other in row if other.thing and other.thing + other.rest == slot.before), None)
    if before and not slot.counts:
        subject, measure = context.local or before.thing, before.rest
    return _placed(clause, slot, subject, measure, context)


def _like_last(slot: Slot, last: Label) -> tuple[str, str] | None:
    """Subject and measure of an item that leaves out what it has like the one before it."""
    if _LEVEL.fullmatch(slot.before) and _LEVEL.search(last.measure):
        return last.subject, _LEVEL.sub(slot.before, last.measure, count=1)
    if re.match(r"每[^,，]*(?:人|口|户)$", last.subject) and not grammar.STARTS.match(slot.before):
        return last.subject, slot.before
    return None


def _turned(clause: Clause, one: Quantity) -> tuple[str, str] | None:
    """Subject and measure of a figure that says what was, or what is now: "从1项增至2项", "由上年1:2调整为1:3"."""
    index = clause.found.index(one)
    pieces = [clause.piece(i) for i in range(len(clause.found))]
    start = next((i for i in range(index, -1, -1) if _FROM.search(pieces[i])), None)
    if start is None:
        return None
    turn = next((i for i in range(start + 1, len(pieces)) if pieces[i].strip() not in (":", "：")), None)
    to = _TO.match(pieces[turn]) if turn is not None else None
    before = _FROM.search(grammar.strip_opening(pieces[start]))
    if not to or turn is None or not before or (index > turn and pieces[index].strip() not in (":", "：")):
        return None
    subject, measure = grammar.split_subject(before["what"])
    if index < turn and not before["when"]:
        return subject, measure + re.sub("[为至到]$", "", to["how"]) + "前"
    return subject, measure


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
        subject, measure = _about(measure, context, one.unit)
    elif context.noun and grammar.COMPARES.match(measure) and _KIND.search(subject):
        subject += context.noun
    return name(clause, one, subject, measure, context)


def _about(measure: str, context: Context, unit: str) -> tuple[str, str]:
    """What a measure without a subject is of: the last figure, its whole, the thing last counted, or the topic."""
    bare = TAIL.sub("", measure)
    last = context.last
    if last and not bare:
        return last.subject, last.measure
    if context.about and grammar.COMPARES.match(bare):
        return context.about, measure
    if context.about and unit == "倍" and (other := _OTHER_DAY.fullmatch(bare)):
        return context.about, f"是{other['when']}的倍数"
    if last and bare in context.bare:
        return _head_of(context.bare[bare], last, context), measure
    return _part_of(bare, unit, context) or _of_counted(bare, unit, context), measure


def _head_of(ending: str, last: Label, context: Context) -> str:
    """What a short measure that is told of one head after the other is of (在校生 after 初中招生)."""
    head = next((past for past in reversed(context.past) if past.measure not in context.bare), last)
    named = head.measure.removesuffix(ending)
    return (head.subject if grammar.STARTS.fullmatch(named) else named) or head.measure


def _part_of(bare: str, unit: str, context: Context) -> str:
    """The whole a figure is a part of; a figure in another unit is of the only part given so far, or of neither."""
    if context.whole and not grammar.STARTS.match(bare) and not grammar.RATE.search(bare):
        if kind(unit) == context.whole_unit:
            return context.whole
        if sum(past.subject == context.whole for past in context.past) == 1:
            return context.about
    context.whole = ""
    return ""


def _of_counted(bare: str, unit: str, context: Context) -> str:
    """What was counted just before, for a rate of it or a deed done to it; the topic for all else."""
    thing = context.thing
    if _of_thing(bare, unit) and not any(thing[i : i + 2] in bare for i in range(len(thing) - 1)):
        return context.local or thing or context.topic
    if _DEED.fullmatch(bare) and context.counted[1] == kind(unit):
        return context.local or context.counted[0]
    return context.local or context.topic


def _of_thing(bare: str, unit: str) -> bool:
    """Whether a measure is of what was counted just before: a rate or a total that names nothing itself."""
    if OF_THING.fullmatch(bare):
        return True
    if not (_RATE.search(bare) or grammar.RATE.fullmatch(bare)):
        return False
    return len(bare) <= 6 and unit != "‰" and not (grammar.STARTS.match(bare) or _NO_DEED.search(bare))


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
    if subject:
        return name(clause, one, subject, measure, context)
    last = next(
        (
            past
            for past in reversed(context.past)
            if kind(past.quantity.unit) == kind(one.unit) and not _AVERAGE.match(past.measure)
        ),
        context.past[-1],
    )
    context.whole = last.subject if grammar.STARTS.fullmatch(last.measure) else last.measure
    context.whole_unit, context.closed = kind(one.unit), bool(context.run)
    return name(clause, one, context.whole, measure, context)

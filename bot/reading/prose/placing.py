"""What a figure is of, where its own words do not say: what was told before it."""

from __future__ import annotations

import re

from bot.reading.figures import Quantity
from bot.reading.prose import grammar
from bot.reading.prose.clauses import Clause, Slot
from bot.reading.prose.naming import EACH, OF_THING, TAIL, Context, Label, kind, name

_OTHER_DAY = re.compile(r"(?:是|为|达到?)?(?P<when>(?:上年|去年|前年|上年同期|(?:19|20)\d\d年)(?:同期)?)的?$")
_RATE = re.compile(r"(?:率|度|比例|比重|占比|[均单售岸]价)$")
_AVERAGE = re.compile(r"[日月人户年]均|平均")
_NO_DEED = re.compile(r"(?:增长|失业|化|自给|出生|死亡|贡献)率$")
_DEED = re.compile(
    rf"{grammar.STARTS.pattern}|废止|现行有效|上年结转|结转.{{0,9}}|转下年.{{0,6}}|(?:不予|予以|无法|部分).{{2,4}}|作?其他处理.{{0,16}}|撤销"
)
_KIND = re.compile(r"(?:业|企业|类|产业|经济|项目|用品)$")  # of which something known is told
_PREDICATE = re.compile(r"控制|保持|稳定|提高|增长|下降|缩短|压缩")
_AMONG = re.compile(r"其中|主要(?:反映|包括|有)")
_GROWTH = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅|占比|比重|增长率)")
_PLACED = re.compile(r"(?:在[^,，]{1,14}中)?(?:继续)?(?:稳居|并列|位居|位列|名列|居|列|排名|排在|排)")
_LEVEL_HELD = re.compile(r"(?:总体|基本|继续)?(?:稳定|保持|维持)(?:在)?|[至到]")


def placed(clause: Clause, slot: Slot, subject: str, measure: str, context: Context) -> Label:
    """Give a measure without a subject the one it is about."""
    one, last = slot.quantity, context.last
    if subject and grammar.COMPARES.match(measure):
        subject = _in_full(subject, context)
    if last and _AMONG.match(clause.opening) and one is clause.found[0]:
        return _among(clause, one, subject, measure, context)
    if not subject:
        if context.listing and not (
            slot.counts or grammar.COMPARES.match(measure) or grammar.MEASURED.search(measure)
        ):
            measure += context.listing
        subject, measure = _about(measure, context, one)
    return name(clause, one, subject, measure, context)


def _in_full(subject: str, context: Context) -> str:
    """What is said to change, with what goes without saying: of what it is the growth, what is measured of it."""
    if context.about and _GROWTH.fullmatch(subject):
        return context.about + subject
    alike = _KIND.search(subject) or (context.parting and not context.past)
    return subject + context.noun if alike and not grammar.MEASURED.search(subject) else subject


def _about(measure: str, context: Context, one: Quantity) -> tuple[str, str]:
    """What a measure without a subject is of: the last figure, its whole, the thing last counted, or the topic."""
    bare, unit = EACH.sub("", TAIL.sub("", measure)), one.unit
    last = context.last
    if context.about and (_LEVEL_HELD.fullmatch(bare) or (context.compared and not bare)):
        return context.topic, context.about
    if last and not bare:
        return last.subject, last.measure
    if context.about and (grammar.COMPARES.match(bare) or (one.rank and _PLACED.match(bare))):
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
        if past.measure == full:
            continue  # the same part of another whole
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
        core = grammar.MEASURE.sub("", full)
        if any(core[i : i + 4] in past.measure for i in range(len(core) - 3)):
            return name(clause, one, past.subject or context.topic, full, context)
    if subject:
        return name(clause, one, subject, measure, context)
    last = _whole(full, one, context)
    context.whole = last.subject if grammar.STARTS.fullmatch(last.measure) else last.measure
    listed = re.match(r"其中[:：]", clause.opening)
    context.whole_unit, context.closed = kind(one.unit), bool(context.run) and not listed
    return name(clause, one, context.whole, measure, context)


def _whole(part: str, one: Quantity, context: Context) -> Label:
    """The figure that one is a part of: in the same unit, with most of its words; the later one of two alike."""
    fits = [
        past for past in context.past if kind(past.quantity.unit) == kind(one.unit) and past.measure != part
    ]
    fits = [past for past in fits if not _AVERAGE.match(past.measure)] or context.past[-1:]
    return max(reversed(fits), key=lambda past: _shared(part, past.measure))


def _shared(one: str, other: str) -> int:
    """How long a word of two characters or more two names share; a single character says nothing."""
    return max(
        (
            size
            for size in range(2, len(one) + 1)
            for i in range(len(one) - size + 1)
            if one[i : i + size] in other
        ),
        default=0,
    )

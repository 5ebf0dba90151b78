"""What each figure of a sentence is called: its subject and its measure, as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.language import periods
from bot.reading.figures import Quantity
from bot.reading.prose import enumerated, grammar, times
from bot.reading.prose.clauses import Clause, Slot, clauses, slots
from bot.reading.prose.naming import ANY_BUDGET, EDGES, REACHED, TAIL, Context, Label, kind, name
from bot.reading.prose.placing import placed
from bot.reading.prose.rows import TO, row

_TITLE = re.compile(r"(?:印发|出台|公布)(《[^》]+》)")
_WITHIN = re.compile(r"^在(.{4,40}?)(?:中|上|方面|期间)$")
_EVENT = re.compile(r"^(?:组织|开展|举办|召开|举行)([^、]{2,14})$")
_SETTING_OUT = re.compile(r"(?:从|明确|通过|提出|规定|确定|涉及|包括|有|共)")
_ADMINISTRATIVE = frozenset("省市县区镇乡村州")
_ANEW = re.compile(r"全[市省县区国年]|年末|截至|(?:19|20)\d\d年")
_BARE = re.compile(r"(?<=[,，、])([\u4e00-\u9fff]{2,4})(?<!完成)(?<!实现)(?<!达到)(?=\d)")
_HEAD = re.compile(
    r"(?:^|[,，;；。】\n])(?:其中[,，:：]?)?([\u4e00-\u9fff]{4,}|(?<=[;；。】\n])[\u4e00-\u9fff]{2,3})(?=\d)"
)
_SHORT = 3
_GIVEN = re.compile(r"(?:统筹|累计|共|新增)*(?:拨付|安排|投入|下达|筹措|筹集|落实|支出)(?:资金)?")
_PURPOSE = re.compile(r"(?:重点|持续|大力|全力)*(?P<for>(?:支持|用于|推动|保障|促进|推进)[^,，、]{2,24})")
PARTING = re.compile(r"其中|[分按从][^,，]{1,10}[看分]|[^,，]{2,10}类[^,，]{0,6}(?:中|[升涨降])")
_REACHES = re.compile(
    r"(?P<what>.{3,}?)(?:首次|再次|成功|历史性)*(?:突破|迈上|跨越|站上|跃上|创历史新高|再创新高)[^,，]*$"
)
_LISTED = re.compile(r"(?P<what>[^,，]*、[^,，]*?)(?:居|位居|位列|排名?)[^,，]*$")
_TOP = re.compile(r"[\u4e00-\u9fff]{0,2}(?:得分|评分|分值|量|额|率|产值)(?=(?:排名|排|位?居|列)?前)")
_AIM = re.compile(r"(?:完成|占|达到?)(?P<aim>[\u4e00-\u9fff]{0,8}(?:目标|任务|计划|预算)(?:任务|数|值)?)")
_OPENS, _OF_AIM = re.compile(r"[(（]"), re.compile(r"[)）]的")
_HOLDS = re.compile(r"^(?:其中)?(?:含|包[括含])(?=..)")
_OVER = re.compile(r"(?:超[过出]|[高低多少]于|[高低]出)")
_LEVEL = re.compile(r"(?:国家|省|市|县|区)级")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年")
_FROM_WHEN = re.compile(r"[、,，和与](?P<when>[^、,，]{2,8}?)的?$")
_FROM = re.compile(r"(?P<what>.{2,}?)[由从自](?P<when>[^由从自,，]{0,16}?)的?$")


def bare_measures(text: str) -> dict[str, str]:
    """Short measures a text repeats after ever other heads, with the ending the heads share.

    >>> bare_measures("小学招生4万人,在校生32万人;初中招生5万人,在校生18万人。")
    {'在校生': '招生'}
    >>> bare_measures("全县共有小学26所,在校生2140人;初中11所,在校生1025人。")
    {'在校生': ''}
    >>> bare_measures("有普通中学24所,在校学生2万人;小学61所,在校学生3万人。")
    {'在校学生': ''}
    """
    heads: dict[str, set[str]] = {}
    for match in _BARE.finditer(text):
        before = [one[1] for one in _HEAD.finditer(text, max(0, match.start() - 60), match.start() + 1)]
        heads.setdefault(match[1], set()).add(before[-1] if before else "")
    return {
        bare: _common_ending(list(others))
        for bare, others in heads.items()
        if len(others) > 1
        and not grammar.STARTS.match(bare)
        and not grammar.COMPARES.match(bare)
        and not ANY_BUDGET.fullmatch(bare)  # nothing is spent of an income
        and not (len(bare) > _SHORT and grammar.MEASURED.search(bare))  # 利润总额 says what it is of
    }


def _common_ending(words: Sequence[str]) -> str:
    """What words end in alike, two characters at most: longer they begin to share what tells them apart."""
    size = 0
    while size < min(2, *map(len, words)) and len({word[-size - 1 :] for word in words}) == 1:
        size += 1
    return words[0][len(words[0]) - size :] if size > 1 else ""  # 小学 and 中学 are no 小 and 中


def label(text: str, found: Sequence[Quantity], context: Context) -> list[Label]:
    """Name every figure of a sentence; ``context`` is what went before, and is brought up to date."""
    named: list[Label] = []
    context.local = context.heard = ""
    context.run = []
    context.parting = bool(PARTING.match(text))
    if context.closed:
        context.whole, context.closed = "", False
    parted = list(clauses(text, found))
    given = noun = ""
    aim: re.Match[str] | None = None
    for clause, after in zip_longest(parted, parted[1:]):
        if clause.found:
            ours = (
                _of_aim(clause, aim, context)
                or _of_noun(clause, noun, context)
                or _labelled(clause, given, context)
                or _name(clause, context)
            )
            ours = list(_dated(ours, named))
            named += [_spent(one, after) for one in ours]
            context.heard = ""
            if clause.text[clause.start] not in "(（":
                context.listed = _listed(ours)
        else:
            _hear(clause, context)
            aim = _AIM.fullmatch(clause.words)
        noun = "" if clause.found or clause.text[clause.end - 1] in EDGES else clause.words
        given = _given(clause, after)
    return named


def _listed(ours: Sequence[Label]) -> tuple[str, ...]:
    """What figures are of, one after the other: what each is called, or who, where all are called alike."""
    alike = len({one.measure for one in ours}) < len(ours) == len({one.subject for one in ours})
    return tuple(one.subject if alike else grammar.strip_verbs(one.measure) for one in ours)


def _dated(ours: Sequence[Label], before: Sequence[Label]) -> Iterator[Label]:
    """Names without those that are nothing but a year: such a figure is called as the one before it is."""
    last = before[-1] if before else None
    for one in ours:
        bare = last and _BARE_YEAR.fullmatch(one.measure)
        last = replace(one, subject=last.subject, measure=last.measure) if last and bare else one
        yield last


def _of_aim(clause: Clause, aim: re.Match[str] | None, context: Context) -> list[Label]:
    """What a bracket behind an aim gives of it, and how much of it is done: 完成年度目标(4000人)的103.3%."""
    last = context.last
    if not aim or not last or not _OPENS.fullmatch(clause.piece(0)):
        return []
    whole, *parts = clause.found
    if kind(whole.unit) != kind(last.quantity.unit) or len(parts) > 1:
        return []
    if parts and not (_OF_AIM.fullmatch(clause.piece(1)) and parts[0].unit == "%"):
        return []
    named = [name(clause, whole, last.subject, last.measure + aim["aim"], context)]
    return named + [name(clause, one, last.measure, f"{aim['aim']}完成比例", context) for one in parts]


def _of_noun(clause: Clause, words: str, context: Context) -> list[Label]:
    """What a bracket gives of the thing it stands behind, and what is said of that: 超过警戒水位(52米)2米."""
    whole, *others = clause.found
    over = _OVER.match(words)
    noun = grammar.strip_verbs(words[over.end() :] if over else words)
    said = clause.piece(1).lstrip(")）")
    told = not others or (len(others) == 1 and (over or grammar.COMPARES.match(said)))
    if not (noun and told and _OPENS.fullmatch(clause.piece(0))):
        return []
    subject, measure = (context.about or context.topic, words) if over else (noun, said)
    return [
        name(clause, whole, context.local or context.topic, noun, context),
        *(name(clause, one, subject, measure, context) for one in others),
    ]


def _given(clause: Clause, after: Clause | None) -> str:
    """The words before a colon that a figure stands right behind ("接待来访：12人次")."""
    colon = not clause.found and clause.text[clause.end - 1] in ":："
    return clause.words if colon and after and after.found and not after.piece(0).strip(EDGES) else ""


def _labelled(clause: Clause, given: str, context: Context) -> list[Label]:
    """The one figure of a clause by the words before the colon that it stands behind."""
    (slot, *others) = slots(clause)
    if not given or others or slot.counts:
        return []
    one = placed(clause, slot, "", given, context)
    context.note(one)
    return [one]


def _spent(one: Label, after: Clause | None) -> Label:
    """Money given, with what the next clause says it is for ("拨付1.6亿元,支持稳增长")."""
    if after and not after.found and _GIVEN.fullmatch(one.measure) and kind(one.quantity.unit) == "元":
        words, _, listed = after.words.rpartition("等")
        purpose = _PURPOSE.match(grammar.verbs(words) + listed if "、" in words else after.words)
        if purpose and len(purpose["for"]) > 3:
            return replace(one, subject=purpose["for"])
    return one


def _hear(clause: Clause, context: Context) -> None:
    """Learn what the next clauses are about from one without figures."""
    words = context.heard = clause.words
    context.parting = context.parting or bool(PARTING.match(clause.opening))
    if clause.text[clause.end - 1] in ":：" and (noun := grammar.MEASURE.search(words) or _TOP.search(words)):
        context.listing = noun[0]
    if match := _REACHES.match(words):
        context.about, context.compared = match["what"], True
    elif (match := _LISTED.match(words)) and len(things := grammar.items(match["what"])) > 1:
        tail = enumerated.tail(things)
        context.run = [thing.removesuffix(tail) + tail for thing in things]
    if match := _TITLE.search(words) or _WITHIN.match(words) or _EVENT.match(words):
        context.local = match[1]
    elif grammar.STARTS.match(words) and not _SETTING_OUT.match(words):
        context.local = ""


def _name(clause: Clause, context: Context) -> list[Label]:
    if clause.text[clause.start] in "(（" and context.last:
        return _parts(clause, context.last)
    context.parting = context.parting or bool(PARTING.match(clause.opening))
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
        told += _ratio(named[index:end])
    return told


def _ratio(terms: Sequence[Label]) -> list[Label]:
    first = terms[0]
    bare = REACHED.fullmatch(first.measure) and first.subject
    base = first.subject if bare else first.measure
    if said := enumerated.ratio(base, len(terms)):
        whole = re.sub("比$", "", base) if len(said) > 2 else base
        return [replace(one, subject=whole, measure=term) for one, term in zip(terms, said, strict=True)]
    subject = "" if bare else first.subject
    return [
        replace(one, subject=subject, measure=f"{base}（第{term}项）") for term, one in enumerate(terms, 1)
    ]


def _parts(clause: Clause, whole: Label) -> list[Label]:
    """Name the parts that a bracket gives of the figure before it."""
    context = Context(whole.subject)
    verb = whole.measure if grammar.STARTS.fullmatch(whole.measure) else ""
    named: list[Label] = []
    for slot in slots(clause):
        words = (slot.thing if slot.counts else slot.before).strip(EDGES)
        words = "" if times.is_then(words) else TAIL.sub("", _HOLDS.sub("", words))
        subject = whole.subject if verb or not words else whole.measure
        share = "占比" if slot.quantity.unit == "%" != whole.quantity.unit else ""
        named.append(
            name(clause, slot.quantity, subject, words + verb if words else whole.measure + share, context)
        )
    return named


def _single(
    clause: Clause, row: Sequence[Slot], slot: Slot, context: Context, named: Sequence[Label]
) -> Label:
    """Name one figure by the words before it, or by the thing it counts."""
    one = slot.quantity
    last = context.last
    if last and times.is_then(slot.before) and kind(one.unit) == kind(last.quantity.unit):
        return name(clause, one, last.subject, last.measure, context)
    if slot.follows >= 0 and not slot.counts:  # the same thing in another unit ("5家、8路")
        same = named[-1] if named else None
        if same and not slot.before.endswith(("至", "到")):
            return name(clause, one, same.subject, same.measure, context)
    head = row[slot.follows] if slot.follows >= 0 else None
    if head and slot.joint == "、" and head.thing and one.unit != head.quantity.unit:
        return name(clause, one, head.thing, _month(one, slot) or slot.thing, context)
    if month := _month(one, slot):
        return name(clause, one, row[0].thing or context.topic, month, context)
    if (
        named
        and slot.joint == "、"
        and not slot.counts
        and (like := _like_last(slot, named[-1], context.whole))
    ):
        return name(clause, one, *like, context)
    return _by_its_words(clause, row, slot, context)


def _by_its_words(clause: Clause, row: Sequence[Slot], slot: Slot, context: Context) -> Label:
    one = slot.quantity
    if slot.before == "连续" and context.about and one is not clause.found[-1]:
        said = clause.text[one.end : clause.end].strip(EDGES)
        return name(clause, one, context.about, f"连续{said}", context)
    if context.about and re.match(r"相比|比较", clause.piece(clause.found.index(one) + 1)):
        return name(clause, one, context.topic, context.about, context)
    if turn := _turned(clause, one, context.heard):
        return placed(clause, slot, *turn, context)
    subject, measure = _counted(slot) if slot.counts else _valued(slot)
    before = next((other for other in row if other.thing and other.thing + other.rest == slot.before), None)
    if before and not slot.counts:
        subject, measure = context.local or before.thing, before.rest
    return placed(clause, slot, subject, measure, context)


def _like_last(slot: Slot, last: Label, whole: str) -> tuple[str, str] | None:
    """Subject and measure of an item that leaves out what it has like the one before it, of what it is a part."""
    if whole and last.subject == whole and kind(slot.quantity.unit) == kind(last.quantity.unit):
        return whole, slot.before
    if _LEVEL.fullmatch(slot.before) and _LEVEL.search(last.measure):
        return last.subject, _LEVEL.sub(slot.before, last.measure, count=1)
    like = last.measure.find(slot.before[:2])
    if like > 0 and all(grammar.MEASURED.search(words) for words in (slot.before, last.measure)):
        return last.subject, last.measure[:like] + slot.before  # 茶叶销售量3吨、销售额5元
    verbs = grammar.verbs(last.measure)
    whole_name = grammar.verbs(slot.before) or grammar.MEASURED.search(TAIL.sub("", slot.before))
    if verbs and verbs != last.measure and not whole_name:
        return last.subject, verbs + slot.before
    if re.match(r"每[^,，]*(?:人|口|户)$", last.subject) and not grammar.STARTS.match(slot.before):
        return last.subject, slot.before
    return None


def _turned(clause: Clause, one: Quantity, heard: str) -> tuple[str, str] | None:
    """Subject and measure of a figure that says what was, or what is now: "从1项增至2项", "由上年1:2调整为1:3".

    A clause that begins so is of what was ``heard`` in the one before it.
    """
    index = clause.found.index(one)
    pieces = [clause.piece(i).lstrip(",，") for i in range(len(clause.found))]
    if heard and re.match("[由从自]", pieces[0]):
        pieces[0] = heard + pieces[0]
    start = next((i for i in range(index, -1, -1) if _FROM.search(pieces[i])), None)
    if start is None:
        return None
    turn = next((i for i in range(start + 1, len(pieces)) if not _goes_on(pieces[i])), None)
    to = TO.match(pieces[turn]) if turn is not None else None
    before = _FROM.search(grammar.strip_opening(pieces[start]))
    if not to or turn is None or not before or (index > turn and not _goes_on(pieces[index])):
        return None
    subject, measure = grammar.split_subject(TAIL.sub("", before["what"]))
    if index < turn and not before["when"]:
        return subject, measure + re.sub("[为至到]$", "", to["how"]) + "前"
    return subject, measure


def _goes_on(piece: str) -> bool:
    """Whether the words between two figures tell nothing but that one more is coming: 、2023年的."""
    said = _FROM_WHEN.match(piece)
    return piece.strip() in (":", "：") or bool(said and periods.whole(said["when"]))


def _month(one: Quantity, slot: Slot) -> str:
    """What happened in a month ("在11月即全部完成")."""
    return (
        re.sub(r"^[即就便已]+", "", slot.thing + slot.rest)
        if one.unit == "月" and slot.thing + slot.rest
        else ""
    )


def _valued(slot: Slot) -> tuple[str, str]:
    """Subject and measure from the words before a figure; of "verb A, B and other C" the verb and C are kept."""
    words = re.sub(
        r"(?:首次|再次|成功)?(?:突破|迈上|跨越|站上)[^,，、]*(?:大关|台阶)、?(?:达到?)?$", "", slot.before
    )
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
        return grammar.bare_subject(thing), rest
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

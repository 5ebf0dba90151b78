"""A figure's name in its last shape, and what is carried from clause to clause to find it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.reading.figures import Quantity
from bot.reading.prose import grammar
from bot.reading.prose.clauses import Clause
from bot.reading.words import any_of

EDGES = " ,，:：。；;、"
TAIL = re.compile(
    r"(?:[的为达是了共有：:、和与等]|(?<![惠涉普波])及|(?<![平人户生])均|(?<![规原准法细总通守四否])则|达到|(?<!控制|保持|稳定)在)+$"
)
_RANK = re.compile(r"(?:并列|位居|位列|名列|居|列|排名|排在|排)(?P<scope>[^,，、]*)$")
_LEVEL = re.compile(rf"(?<=..)(?:{grammar.TURNED}|达[为到至])(?=$|每)")
_HELD = re.compile(
    r"(?<=..)(?:(?:总体|基本|继续)?(?:稳定|保持|维持)在|(?:首次|再次|成功)?(?:迈上|跨越|站上|跃上))$"
)
REACHED = re.compile(grammar.TURNED)
EACH = re.compile(rf"(?<=..)(?:[为达至到]|达到)?((?:每百?(?:{any_of('per')}|[名平])){{1,2}})$")
"""For each of what a figure is: 标准为每人每月."""
_SHARE = re.compile(r"占(?!比|地)(?P<whole>.*?)的?$")
_PLAN = re.compile(r"(?:完成|为)(?P<plan>(?:年度|年初|全年|调整)?(?:预算|计划|目标|任务).*?)的?$")
_LASTING = re.compile(r"连续[\d一二三四五六七八九十]+[年月](?:稳定在|保持在|超过|突破)?$")
ANY_BUDGET = re.compile(r"总?(?:收入|支出|结余|产值|产量)")  # says too little without whose it is
OF_THING = re.compile(
    r"(?:总|合同)(?:投资|金?额|里程|面积|人数|量|数)|完成(?:总?投资|产值)|实现(?:总?产值|利润|税收|(?:销售|营业|经营)收入|交易额|销售额)"
)
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
    ``whole`` what the parts now given are parts of, ``bare`` see `bare_measures`; ``run`` are the names of the
    figures of this sentence that later ones may be compared with, ``about`` the last of what was compared. A whole
    is ``closed`` where the sentence that named it ends; ``noun`` is what was last measured, ``listing`` what a list
    is of ("产量:"), and in a ``parting`` sentence its parts follow; ``counted`` is what deeds were last done to,
    with its unit, ``heard`` the clause without figures just before.
    """

    topic: str
    place: str = ""
    bare: Mapping[str, str] = field(default_factory=dict)
    local: str = ""
    whole: str = ""
    whole_unit: str = ""
    closed: bool = False
    thing: str = ""
    counted: tuple[str, str] = ("", "")
    heard: str = ""
    listed: tuple[str, ...] = ()
    run: list[str] = field(default_factory=list)
    about: str = ""
    compared: bool = False
    noun: str = ""
    listing: str = ""
    parting: bool = False
    past: list[Label] = field(default_factory=list)

    @property
    def last(self) -> Label | None:
        """The last figure named."""
        return self.past[-1] if self.past else None

    def after(self, topic: str, place: str, bare: Mapping[str, str], parting: bool) -> Context:
        """The context of a new sentence: deeds go on being done to what was counted, parts are of what was told."""
        kept = Context(topic, place, bare)
        if topic == self.topic:
            kept.counted = self.counted
            kept.noun = self.noun if parting else ""
        return kept

    def note(self, one: Label) -> None:
        """Keep what a figure just named means for those after it."""
        if one.measure.startswith("连续"):
            return
        self.compared = bool(grammar.COMPARES.match(one.measure))
        if self.compared:
            self.about = one.subject or self.about
        else:
            self.past.append(one)
            self.about = self._whole_name(one)
            self.run.append(self.about)
            self._keep_thing(one)
        if noun := grammar.MEASURE.search(re.sub(r"[(（][^()（）]*[)）]$", "", self.about)):
            self.noun = noun[0]

    def _keep_thing(self, one: Label) -> None:
        """Keep what was counted, of which a rate or a total may be told next."""
        thing = one.subject if grammar.STARTS.fullmatch(one.measure) else grammar.strip_verbs(one.measure)
        if one.quantity.rank or grammar.RATE.search(one.measure) or OF_THING.fullmatch(one.measure):
            return
        self.thing = thing
        if thing and thing != one.measure:
            self.counted = (thing, kind(one.quantity.unit))

    def _whole_name(self, one: Label) -> str:
        """What a figure is called on its own; "who · deed" goes by the deed, which has the thing in it."""
        if one.subject == self.topic != self.place and ANY_BUDGET.fullmatch(one.measure):
            return one.subject + one.measure
        if one.subject in (self.topic, self.local, self.whole, self.place, ""):
            return one.measure
        deed = len(one.measure) > 4 and (grammar.STARTS.match(one.measure) or one.subject in one.measure)
        return one.measure if deed or len(one.subject + one.measure) > 30 else one.subject + one.measure


def kind(unit: str) -> str:
    """A unit without the ten thousands before it: figures of one kind can be parts of one another.

    >>> kind("万人"), kind("亿元"), kind("%")
    ('人', '元', '%')
    """
    return re.sub(r"^[十百千万亿]+(?=.)", "", unit)


def name(clause: Clause, quantity: Quantity, subject: str, measure: str, context: Context) -> Label:
    """Put the last touches to a name: no loose ends, ranks as ranks, no place that goes without saying."""
    subject = _trim(subject)
    if subject != context.topic:
        subject = re.sub(r"^(?:为|对|给|向|使)", "", subject)
    measure = _natural(grammar.plain(_trim(measure)), quantity.unit)
    if subject and context.topic == context.place and REACHED.fullmatch(measure):
        measure, subject = subject, context.topic
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
        measure = measure.removesuffix(context.place) or measure
        subject = context.topic if subject == context.place else subject
        measure = _without_place(measure, context.place)
    if not measure:
        measure, subject = subject, context.topic
    if subject == measure:
        subject = context.place if context.place != measure else ""
    return Label(quantity, subject, measure, _said(clause, quantity))


def _without_place(measure: str, place: str) -> str:
    """A measure without the place that all of the document is about."""
    ours = (place, place[-2:] if place.endswith("新区") else place)
    bare = next((measure[len(one) :] for one in ours if measure.startswith(one)), measure)
    return (
        measure if bare == measure or len(bare) < 3 else grammar.plain(grammar.strip_opening(bare)) or measure
    )


_DATED = re.compile(r"(?<=[^\d比较于到至从由和与及、,，][^\d比较于到至从由和与及、,，])(?:19|20)\d\d年$")


def _natural(measure: str, unit: str) -> str:
    """A measure as a person would say it: what was measured, not that it came to that.

    >>> _natural("低保标准提高到每人每月", "元"), _natural("占总收入", "%"), _natural("为预算", "%")
    ('低保标准（每人每月）', '占总收入的比重', '完成预算的比例')
    """
    measure = _HELD.sub("", re.sub(r"^加上(?=..)", "", _LEVEL.sub("", measure)))
    measure = EACH.sub(r"（\1）", TAIL.sub("", measure) or measure)
    measure = re.sub(r"(?<=..)(?<![高初集其空途水])中$", "", measure)
    measure = _LASTING.sub("", re.sub(r"(?:各自|分别|依次)$", "", measure))
    measure = _DATED.sub("", measure)
    if unit in ("%", "‰", "成"):
        if (share := _SHARE.match(measure)) and not re.search(r"比[重例率](?:[(（].*|.{1,3}前)?$", measure):
            return f"占{share['whole']}的比重" if share["whole"] else "占比"
        measure = re.sub(r"(?<=..)占$", "占比", measure)
        if plan := _PLAN.match(measure):
            return f"完成{plan['plan']}的比例"
        if measure.startswith(("恢复到", "恢复至", "相当于")) and not re.search(r"比[重例率]$", measure):
            return f"{measure.removesuffix('的')}的比例"
    return measure


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

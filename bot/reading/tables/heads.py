"""What the header of a table says of its columns: name, unit, period; and what a row's label says of the row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.language import periods
from bot.language.units import scaled
from bot.reading.tables.cells import head, in_order, is_unit
from bot.reading.unit_lines import unit_told
from bot.reading.words import any_of
from bot.reading.words import words as listed

SEPARATOR = " · "
_MARKS = re.compile(r"(?:[*＊#＃†‡①-⑳]|[\[［〔]\d{1,2}[\]］〕]|[(（]注\d{0,2}[)）]|(?<![备附])注\d{1,2})+$")
_BRACKETED = re.compile(
    r"[（(]\s*(?:括号|括弧)(?:内|里|中)(?:的?(?:数字|数据|数值|数))?(?:为|是|表示|系)?(?P<name>[^（()）]+)[)）]"
)
_DAY = re.compile(r"(?<=月)\d{1,2}日(?:[（(][^（()）]*[)）])?$")
_LONGEST = 60
"""Characters that a label with a unit has at most."""
_DAY_AHEAD = re.compile(r"^\d{1,2}日(?![至到—-]|$)")
_SAID_AHEAD = re.compile(r"(?:上年同期|上期|本期|期末|期初|年末)(?=[\u4e00-\u9fff]{2})")
"""A time that the name of a column begins with, and that it is called by: 期末余额."""
_TIMED = re.compile(
    r"(?P<name>.*(?:[A-Za-z)）]\s|[\u4e00-\u9fff](?<![至到比较从自于在为前后])(?=\d{4}年)))(?P<year>(?:19|20)\d\d)年?"
)
_BASE = re.compile(r"[（(][^（()）]*=\s*100[)）]|^[^（()）=]*=\s*100$")
_ENGLISH = r"(?:\s*[A-Za-z][A-Za-z ,.'()-]*)?"
"""What a bilingual header has behind its Chinese words."""
_TRANSLATED = re.compile(rf"(?P<own>[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z（(]*[（(][^（()）]+[)）]){_ENGLISH}")
_SUM_PART = re.compile(rf"(?:合计|总计|小计|总数|计){_ENGLISH}|[Tt]otal")
_COUNTED = re.compile(rf"(?:[数量额积值]|收入|支出|人口|[Nn]umber){_ENGLISH}$")
_IDLE = re.compile(r"(?:情况|指标|项目|如下)$")
_BRIEF = 2
"""Characters of a name that says little without what stands above it: 数量, 金额."""
_TIME_BEHIND = re.compile(r"(?P<name>.*\S)\s*[,，]\s*(?P<time>[^,，]+)")
"""A time behind what is told of it: YoY, Jan-Sep."""
_PART_MARK = re.compile(r"^(?:其中|of which\b|#|＃)\s*[:：]?", re.IGNORECASE)
_LAST_BRACKET = re.compile(r"[（(](?P<inside>[^（()）]+)[)）]$")
_OWN_UNIT = re.compile(r"\([A-Za-z]+\)$")
"""A unit that nobody knows is one all the same."""
_UNIT_TAIL = re.compile(r"^(?P<name>.+?)[/／:：,，、](?P<unit>[^/／:：,，、]+)$")
_SIGNS = r"[\s()（）+＋±、,，/／－-]*"
_RATE_TAIL = re.compile(rf"^(?P<name>.+?){_SIGNS}(?<!\d)(?P<unit>[%％‰]){_SIGNS}$")
_RATE = re.compile(
    r"(?:增长|增速|增幅|涨幅|降幅|跌幅|增减|下降|上涨|同比|环比|比上年|比重|占比|构成|比例|百分比|率)(?:率|幅度?|速度|情况)?$"
)
_LEVEL = re.compile(r"额$|量$|数$|增加值$|增加额|增减额|增减量|汇率|利率")
_NO_NAME = re.compile(r"[以之]?[前后来为与和及、,，至到—-]|起|份?比$")
_GIVEN = re.compile(rf"(?=(?:{any_of('table_units')})[:：](?P<unit>[^)）:：]+))", re.IGNORECASE)
_BARE = re.compile(rf"(?:(?<![同环占对])比|{any_of('unitless')})$")
_COUNTS = [
    (re.compile(rf"(?:{things})(?:处理|办理|受理)?(?:数量|总量|总数|数|量|情况)$"), unit)
    for unit, _, things in (group.partition("=") for group in listed("counted"))
]
_OF_KIND = re.compile(r"(?P<kind>[\u4e00-\u9fff]{2,4})单位[:：]\s*(?:人民币)?(?P<unit>[^\s,，;；、)）]+)")
"""The unit of all columns of a kind: 数量单位：吨；金额单位：万元."""
_IN_MONEY = re.compile(r"\s*币[种别]\s*[:：]\s*人民币")
_BETWEEN = " ,，;；、"
_NAMED = re.compile(rf"[{_BETWEEN}]*[\u4e00-\u9fff]{{2,8}}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z ]{0,30}")
_SPLIT = re.compile(r"[、,，;；和或/／\s]+")


@dataclass(frozen=True, slots=True)
class Head:
    """What a header says of a column.

    ``printed`` is its whole path, ``second`` names a figure in brackets; an ``index`` has a base (上年=100) and
    no unit. A ``counting`` name gives its unit by itself, as 人数 does, and says nothing of its scale.
    """

    name: str
    unit: str = ""
    period: str = ""
    printed: str = ""
    second: str = ""
    index: bool = False
    counting: bool = False

    def unit_in(self, given: Iterable[str]) -> str:
        """Its unit; that of a counting name in the scale given: 就业人数 in a table of 万人.

        >>> labelled("就业人数").unit_in(["万人"]), labelled("就业人数(人)").unit_in(["万人"])
        ('万人', '人')
        """
        if not self.counting:
            return self.unit
        scales = (unit for unit in given if (base := scaled(unit)[1]) and self.unit.startswith(base))
        return next(scales, self.unit)


def unmarked(text: str) -> str:
    """A label without the marks of its footnotes.

    >>> unmarked("总人口①"), unmarked("产量*"), unmarked("利润[1]"), unmarked("产量(吨)"), unmarked("备注")
    ('总人口', '产量', '利润', '产量(吨)', '备注')
    """
    return _MARKS.sub("", text) or text


def is_rate(name: str) -> bool:
    """Whether what is so called is a growth or a share, which is in percent and never in the unit of amounts.

    >>> [is_rate(name) for name in ("比上年增长", "构成", "涨跌幅", "增加值", "增减额", "产量")]
    [True, True, True, False, False, False]
    """
    return bool(_RATE.search(name)) and not _LEVEL.search(name)


@lru_cache(maxsize=4096)
def labelled(text: str) -> Head:
    """Read one part of a header or a row's label.

    >>> one = labelled("1—6月同比涨跌幅（%）")
    >>> one.name, one.unit, one.period, one.printed
    ('同比涨跌幅', '%', '1-6月', '1—6月同比涨跌幅（%）')
    >>> labelled("比上年增长(%)(括号内为实际增速)").second, labelled("亿元").unit, labelled("2023年").period
    ('实际增速', '亿元', '2023年')
    >>> [(one.name, one.period) for one in map(labelled, ("2024年6月30日(经审计)", "2024年6月30日余额"))]
    [('', '2024年6月'), ('余额', '2024年6月')]
    >>> [(one.name, one.period) for one in map(labelled, ("YoY, Jan-Sep (%)", "Turnover, 2023"))]
    [('YoY', '1-9月'), ('Turnover', '2023年')]
    """
    words = unmarked(text)
    second = _BRACKETED.search(words)
    name = second["name"] if second else ""
    if is_unit(words.strip("()（）")):
        return Head("", in_order(words.strip("()（）")), "", text)
    words, unit, period = _opened(_BRACKETED.sub("", words))
    counting = not unit and bool(head(words)[1])
    unit = unit or head(words)[1]
    if time := periods.whole(words) or periods.whole(_DAY.sub("", words)):
        return Head("", unit, time.words, text, name, counting=counting)
    if month := _month(words):
        return Head("", unit, month, text, name)
    if (behind := _TIME_BEHIND.fullmatch(words)) and (time := periods.whole(behind["time"])):
        return Head(behind["name"], unit, time.words, text, name, counting=counting)
    time, rest = periods.leading(words)
    if time and periods.found(rest):  # 2024年预算为2023年执行数的%
        period = period or time.words
    elif time and len(rest) > 1 and not _NO_NAME.match(rest):
        words, period = _DAY_AHEAD.sub("", rest).lstrip("的"), period or time.words
    return Head(words, unit, period, text, name, counting=counting)


def _month(words: str) -> str:
    """The month that a header in English consists of.

    >>> [_month(words) for words in ("Jan", "March", "Sept.", "Total", "Q1")]
    ['1月', '3月', '9月', '', '']
    """
    word = words.rstrip(".")
    dated = periods.whole(f"{word} 2000").words if word.isascii() and word.isalpha() else ""
    return dated.removeprefix("2000年") if dated.endswith("月") else ""


def _opened(words: str) -> tuple[str, str, str]:
    """A label without the unit and the time at its end, and these.

    >>> [_opened(text)[:2] for text in ("增减（+、-）%", "增幅(+-％)", "硫酸（98%）", "总额（万元、%）")]
    [('增减', '%'), ('增幅', '%'), ('硫酸（98%）', ''), ('总额（万元、%）', '')]
    >>> _opened("速度指标(%) Indices and Growth Rates")[:2]
    ('速度指标', '%')
    """
    unit = period = ""
    if (both := _TRANSLATED.fullmatch(words)) and head(both["own"])[1]:
        words = both["own"]
    while True:
        words = _BASE.sub("", words).strip()
        inside = _LAST_BRACKET.search(words)
        name, own = head(words)
        if inside and own:
            words, unit = name, unit or own
        elif inside and inside.start() and (time := periods.whole(inside["inside"])):
            words, period = words[: inside.start()], period or time.words
        else:
            break
    name, own = head(words)
    if own and not unit and name != words:  # 2021 £m
        return name, own, period
    rate = None if unit or len(words) > _LONGEST else _RATE_TAIL.match(words)
    if rate and not is_unit(re.split(r"[（(]", rate["name"])[-1]):
        return rate["name"] if _is_closed(rate["name"]) else words, rate["unit"].replace("％", "%"), period
    tail = None if unit else _UNIT_TAIL.match(words)
    if tail and is_unit(tail["unit"].strip("()（）")) and _is_closed(tail["name"]):
        words, unit = tail["name"].rstrip("(（"), tail["unit"].strip("()（）")
    return words, unit, period


def _is_closed(words: str) -> bool:
    return len(re.findall(r"[（(]", words)) == len(re.findall(r"[）)]", words))


def plain_name(label: str) -> str:
    """A row's name: its label without the unit, as it is printed.

    >>> plain_name("大牲畜（万头）"), plain_name("农贸市场(菜市场)"), plain_name("2023年产量")
    ('大牲畜', '农贸市场(菜市场)', '2023年产量')
    """
    name = labelled(label).name
    return name if name and label.startswith(name) else label


def column(parts: Sequence[str], base: str) -> Head:
    """Read the parts of a column's header from the outermost to the innermost.

    >>> one = column(["5月", "绝对量（亿元）"], "2024年5月")
    >>> one.name, one.unit, one.period, one.printed
    ('绝对量', '亿元', '2024年5月', '5月 · 绝对量')
    >>> [(one.name, one.period) for one in (column(["Phone 2023"], ""), column(["产量2022年"], "2024年"))]
    [('Phone', '2023年'), ('产量', '2022年')]
    >>> [(one.name, one.period) for one in (column(["期末余额"], "2024年"), column(["上期发生额"], "2024年上半年"))]
    [('期末余额', '2024年末'), ('上期发生额', '2023年上半年')]
    """
    names: list[str] = []
    shown: list[str] = []
    unit = period = second = ""
    based = counting = False
    for index, part in enumerate(parts):
        if not part or part in parts[:index]:
            continue
        based = based or bool(_BASE.search(part))
        one = labelled(_PART_MARK.sub("", part))
        counting = one.counting if one.unit else counting
        unit, second = one.unit or unit, one.second or second
        if not one.period and (match := _TIMED.fullmatch(one.name)):
            one = replace(one, name=match["name"].strip(), period=f"{match['year']}年", printed=one.name)
        time = one.period
        if not time and one.name:
            time = periods.resolve(one.name, periods.whole(base)).words
            one = replace(one, name="", period=time, printed=one.name, unit="") if time else one
            ahead = _SAID_AHEAD.match(one.name)
            time = time or (periods.resolve(ahead[0], periods.whole(base)).words if ahead else "")
        if time:
            period = periods.completed(time, period or base)
        if names and _IDLE.search(names[-1]) and one.name and one.name not in names:
            idle = len(one.name) > _BRIEF or _SUM_PART.fullmatch(one.name)
            names[-1:] = [] if idle else [_IDLE.sub("", names[-1]) or names[-1]]
        if one.name and one.name not in names and not _is_sum(one.name, names):
            names.append(one.name)
        bare = one.printed if one.period else one.name
        if one.period and one.unit:
            bare = re.sub(r"[（(][^（()）]*[)）]$", "", bare)
        if bare and bare not in shown:
            shown.append(bare)
    return Head(SEPARATOR.join(names), unit, period, SEPARATOR.join(shown), second, based, counting)


def _is_sum(name: str, names: Sequence[str]) -> bool:
    """Whether a part of a header only says that what is counted is all there is: 教职工数 · 合计."""
    return bool(names and _SUM_PART.fullmatch(name) and _COUNTED.search(names[-1]))


def distinct(heads: Sequence[Head]) -> list[str]:
    """A name for each column that no other has: without its period where that is enough.

    >>> distinct([Head("绝对量", printed="5月 · 绝对量"), Head("绝对量", printed="1—5月 · 绝对量"), Head("增速")])
    ['5月 · 绝对量', '1—5月 · 绝对量', '增速']
    """
    names: list[str] = []
    for one in heads:
        alone = one.name and sum(other.name == one.name for other in heads) == 1
        name = one.name if alone else one.printed or one.name or one.unit or "数值"
        number = 2
        unique = name
        while unique in names:
            unique, number = f"{name}({number})", number + 1
        names.append(unique)
    return names


def shared_units(captions: Sequence[str]) -> tuple[str, ...]:
    """The units that lines above a table give for all of it.

    >>> shared_units(["主要指标", "单位：亿元、%"]), shared_units(["编制单位：统计局"])
    (('亿元', '%'), ())
    >>> shared_units(["编制单位：财政局金额单位：万元"]), shared_units(["单位：元币种：人民币"])
    (('万元',), ('元',))
    >>> shared_units(["Dataset: Births", "Unit of measure:Live births"]), shared_units(["Budget", "£000"])
    (('Live births',), ('thousand £',))
    >>> shared_units(["Revenue by region (unaudited, $million, year to 30 September)"])
    ('million $',)
    """
    captions = [_IN_MONEY.sub("", text) for text in captions]
    for text in reversed(captions):
        for match in reversed(list(_GIVEN.finditer(text))):
            if _LATIN.fullmatch(match["unit"]):
                return (match["unit"].strip(),)
            units = tuple(unit for unit in _SPLIT.split(match["unit"]) if unit)
            if units and all(is_unit(unit) for unit in units):
                return units
    if told := next(filter(None, map(unit_told, reversed(captions))), ""):
        return (told,)
    for text in reversed(captions):
        bracket = re.search(r"[（(](?P<inside>[^（()）]+)[)）]$", text)
        _, unit = head(text)
        if unit and bracket:
            return (unit,)
        parts = re.split(r"[,，;；]\s*", bracket["inside"]) if bracket else []
        if len(told_of := list(filter(None, map(unit_told, parts)))) == 1:
            return (told_of[0],)
    return ()


def named_units(captions: Sequence[str]) -> dict[str, str]:
    """The units that lines above a table give for columns by their names; what stands between may be lost.

    >>> named_units(["班次时刻表", "里程：公里票价：元"]), named_units(["单位：万元", "制表：教务处刘芳"])
    ({'里程': '公里', '票价': '元'}, {})
    >>> named_units(["数量单位：见表；金额单位：人民币万元"]), named_units(["金额单位：万元"])
    ({'金额': '万元'}, {})
    """
    kinds = [match for text in captions for match in _OF_KIND.finditer(text)]
    found = {one["kind"]: one["unit"] for one in kinds if len(kinds) > 1 and is_unit(one["unit"])}
    for text in captions:
        name, *rest = re.split(r"[:：]", text.strip("()（）"))
        told: dict[str, str] = {}
        for part in rest:
            ends = (end for end in range(len(part), 0, -1) if is_unit(part[:end]))
            end = next((end for end in ends if part is rest[-1] or _NAMED.fullmatch(part, end)), 0)
            if not (end and _NAMED.fullmatch(name)) or _GIVEN.match(f"{name}:{part}"):
                break
            told[name.strip(_BETWEEN)], name = part[:end], part[end:]
        else:
            found |= told if not name else {}
    return found


def counted(names: Iterable[str]) -> str:
    """The unit in which the things that one of some names says are counted.

    >>> counted(["本年处理决定数量"]), counted(["自然人", "收到和处理信息公开申请情况"]), counted(["人口情况"])
    ('件', '件', '')
    """
    return next((unit for name in names for pattern, unit in _COUNTS if pattern.search(name)), "")


def unit_for(names: Sequence[str], shared: Sequence[str]) -> str:
    """The unit of a figure whose header and row give none: percent for a rate, else what holds for the table.

    >>> [unit_for([name], ["元"]) for name in ("支出", "增速", "出生率", "城乡比", "排名", "Staff (FTE)")]
    ['元', '%', '', '', '', '']
    """
    if any(_BARE.search(name) for name in names) or _OWN_UNIT.search(names[0]):
        return ""
    rates = [name for name in names if name and is_rate(name)]
    if rates:  # a birth rate is in ‰, an interest rate in either: what ends in 率 is left without
        unsure = any(re.search(r"(?<!增长)(?<!增)率$", name) for name in rates)
        return "" if unsure and ("%" not in shared or "‰" in shared) else "%"
    amounts = [unit for unit in shared if unit not in ("%", "‰")] or list(shared)
    return amounts[0] if len(amounts) == 1 else ""

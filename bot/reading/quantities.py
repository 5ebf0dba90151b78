"""The numbers in a stretch of text: which are figures, with their units, and which are not, and why.

The measure words are a closed class of the written language, not words of any subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.doubts import UNREAD
from bot.language import numerals, periods
from bot.language.amounts import plain
from bot.language.units import EXACT
from bot.reading import figures
from bot.reading.figures import Quantity
from bot.reading.words import any_of, words

_LATIN_UNITS = "GB|TB|PB|MB|Mbps|Gbps|kWh|MWh|GWh|TWh|MW|GW|kW|KW|km|KM|kg|mg|mm|cm|℃|°C|m²|㎡|m³|%|‰|μg"
_PER = rf"(?:(?:/|每)(?:{any_of('per')})(?:·(?:{any_of('per')}))?)*"
_SCALE = "(?:万亿|千亿|百亿|亿|千万|百万|十万|万|千(?!米|瓦|克|卡)|百(?!分))"
_LONG = any_of("long_units")
_SHORT = "|".join(
    f"{unit}(?![{follow}])" if follow else unit
    for unit, _, follow in (word.partition("!") for word in words("short_units"))
)
UNIT = rf"(?:{_LATIN_UNITS}|{_LONG}|{_SHORT}){_PER}"
_MORE = "多|余|几|来"
_AFTER = "|".join(figures.LIMITS)
_BEFORE = (
    "不低于|不少于|不超过|不高于|不多于|不足|超过|将近|接近|大约|至少|最多|突破|逾"
    "|(?<![签节条合预制公特])约|(?<![最附远将接])近|(?<!高)超"
)
_DIGITS = r"\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+(?= ?[^\s\d.,]|[,.](?!\d)))(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_MINUS = r"(?<=[\u4e00-\u9fff(（ |:：、,，])(?<![月日年至到])[-−－](?=\d)"  # a dash between numbers is none
_NATIVE = "[二两三四五六七八九十百][一二两三四五六七八九十百千零〇万]*"

_FIGURE = re.compile(
    rf"(?P<number>(?:{_MINUS})?(?<![\d.])(?:{_DIGITS}))"
    rf"(?P<more>{_MORE})?(?P<unit>{_SCALE}?(?P<more2>{_MORE})?(?:{UNIT})?)(?P<or>[(（](?:{UNIT})[)）])?(?P<after>{_AFTER})?",
    re.ASCII,
)
_NEARLY = "[一二两三四五六七八九]{2}(?![一二两三四五六七八九零〇○])"
"""Two digits side by side that name no number, but about how many: 三五人, 两三万人; 唯一一次."""
_NATIVE_FIGURE = re.compile(
    rf"(?<![第前一二两三四五六七八九十百千零〇○数几届])(?!{_NEARLY})(?P<number>{_NATIVE}|一(?=成))(?P<more>{_MORE})?"
    rf"(?P<unit>个(?:月|百分点|工作日|季度)?|项(?!目)|件|家(?!庭)|条(?!件|例)|类|种(?!植)|倍|座(?!谈)|名(?!单)|位(?![于数一])|部(?!门|分)|"
    rf"成(?=左右|多|[以之][上下内]|[,，。;；、的])|"
    rf"次(?!产业|创业|会议|全会|供水)|年(?=快|保持|获|位|实现|增长|在|[,，。;；]))(?P<after>{_AFTER})?(?![一二两三四五六七八九十])"
)
_DIGIT = "一二两三四五六七八九十"
_ORDERED = "[月日届级期本点分号成度市县区省年步回节章页路周人名户台]"
"""What a number in characters comes before that counts nothing, or goes by other rules: 十二月, 十一人制."""
_LASTED = "(?<=[为达约近历经共长了过需要仅只满逾超至每隔])"
"""What a number of years stands behind, and no year of a reign: 使用年限为一百年, 每十二年."""
_SPELLED_FIGURE = re.compile(
    rf"(?<![第前几数届点之.{_DIGIT}百千零〇○])(?!{_NEARLY})"
    rf"(?=[{_DIGIT}](?:[{_DIGIT}百千零〇]|[{_MORE}]?[万亿])|(?!一)[{_DIGIT}](?:{any_of('counted_singly')}))"
    rf"(?P<number>[{_DIGIT}][{_DIGIT}百千零〇]*)(?P<more>{_MORE})?"
    rf"(?P<unit>[万亿](?=[{_DIGIT}零〇])|[万亿]*(?P<more2>{_MORE})?"
    rf"(?:{any_of('spelled_units')}|(?!{_ORDERED}){UNIT}))(?P<half>半(?![年月日天夜途径数]))?(?P<after>{_AFTER})?"
)
_YEARS = re.compile(
    rf"{_LASTED}(?!{_NEARLY}|(?<=每)一)(?P<number>[{_DIGIT}][{_DIGIT}百千零〇]*)(?P<more>{_MORE})?"
    rf"(?P<unit>年)(?![代级度份月前])(?P<half>半)?(?P<after>{_AFTER})?"
)
_ZERO = "零〇○"
_SHARE = re.compile(
    rf"(?P<number>百分之(?:[{_DIGIT}{_ZERO}百]+(?:点[{_DIGIT}{_ZERO}]+)?))(?P<unit>)(?P<after>{_AFTER})?"
)
_POINT = re.compile(
    rf"(?<![第{_DIGIT}百千万亿{_ZERO}之])(?P<number>[{_DIGIT}百千{_ZERO}]+点[一二三四五六七八九{_ZERO}]+)"
    rf"(?P<unit>[万亿]*(?!{_ORDERED}|[时刻])(?:{UNIT}|{any_of('spelled_units')})|[万亿]+)(?P<after>{_AFTER})?"
)
"""A decimal in characters: 三点五万吨, ○点二三个百分点; 八点五分 is a time."""
_RANK = re.compile(
    r"第(?P<number>[一二三四五六七八九十百]+|\d+)"
    r"(?:(?P<unit>[位名])|(?=[,，。;；)）]|、(?![第一二三四五六七八九十\d])|$))",
    re.ASCII,
)
_QUALIFIED = re.compile(rf"(?:{_BEFORE})$")
_TOTAL = re.compile(r"(?:累计|总计|合计|共计|平均)(?:为|达到?)?$")
_MONTH = re.compile(r"(?:在|于)(?P<number>1[0-2]|[1-9])(?P<unit>月)(?![份底末初止中上下以\d-])", re.ASCII)

_SENTENCE = re.compile("[,，。;；:：]")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?=[\u4e00-\u9fff])", re.ASCII)
"""What a heading may begin with: 5.1管理层讨论与分析."""
_CLASS = re.compile(r"[\u4e00-\u9fff]{0,14}\d")
_ATTRIBUTE = re.compile(r"[\u4e00-\u9fff]{1,8}的[\u4e00-\u9fff]{1,8}(?<![及和与])\d")
_SAID = re.compile(r"(?:[为是达到至在超过约近低高于过]|增长|下降|提高|降低|上涨|增|降)$")

ADDRESS = re.compile(
    r"https?://[^\s，。]+|(?<![\w.])[\w.]++@[\w.]+\w|(?<!\d)\d{3,4}-\d{7,8}(?!\d)"
    r"|[(（]0\d{1,3}[)）] ?\d{3,4}-?\d{4}(?!\d)"
)
"""An address of the web, of mail, or of a telephone."""
_NO_TIME = "(?<![为达约近历时经共长了过需要仅只满逾超每隔续期有治用延计])"
"""What a year of three digits does not stand behind, but a number of years does: 历时276年; 至485年 is a year."""
_NO_RATIO = "(?<!比)(?<!比为)(?<!比例为)(?<!结构为)(?<!调整为)(?<!优化为)(?<!年的)"
"""What a time of day does not stand behind, but a ratio does: 产业结构比为37:20:43."""
_NOT_FIGURES = (
    ("an address", ADDRESS),
    ("a document number", re.compile(r"[〔\[(（](?:19|20)\d\d[〕\])）]\d*号?|(?<!\d)\d++号(?=文|令)")),
    (
        "a date",
        re.compile(
            r"(?:19|20)\d\d(?=[卷版])|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?: *\d{1,2}:\d\d(?::\d\d)?)?"
            r"|(?:19|20)\d\d *[-—~～至到]+ *(?:19|20)\d\d年?"
            r"|(?:民国 *\d{1,3} *年度?|(?<![\d.])1[01]\d *年(?=[度底末初]|的\d| *\d{1,2} *月)"
            rf"|{periods.ERA_YEAR} *年)"
            r"[度底末初]?(?: *\d{1,2} *月)?"
            rf"|(?:(?:19|20)\d\d *|{periods.PAST_YEAR})"
            r"年(?: *\d{1,2} *[-—至~]? *(?:\d{1,2})? *月)?(?: *\d{1,2} *日)?(?: *\d{1,2}:\d\d)?"
            r"|[公西]元前? ?\d{1,4} ?年"
            rf"|(?<![\d.,]){_NO_TIME}[2-9]\d\d年(?![多余前来之间]|的?历史|[以之][上下内])"
            r"|[今昨前上本][(（]\d{1,2}[)）](?=[日月])|\d{1,2}月\d{1,2}日|\d{1,2}[-—~～至]\d{1,2}月份?|\d{1,2}月(?:份|底|末|初|止|中旬|上旬|下旬|以来)"
            rf"|(?<![\d.:]){_NO_RATIO}\d{{1,2}}:[0-5]\d(?::[0-5]\d)?(?![\d.:])"
        ),
    ),
    (
        "part of a name",
        re.compile(
            r"\d{1,2} *[-—~～至] *\d{1,3}周?岁(?=[\u4e00-\u9fff])|每\d+(?:\.\d+)?[百千万]?[人户股]|最大\d+小时"
            r"|(?<![\d.])\d{1,3}(?:周|(?<!月\d)(?<!月\d\d)日|天|小时|分钟)(?=[\u4e00-\u9fff]{0,6}率)|(?:点击|浏览|阅读)(?:次数|数)?[:：]\d+次?(?![\d万])|以[^,，()（）\d]{1,12}为100(?!\d)|(?:[上去]年(?:同期|同月)?|\d{2,4}年)[=＝]100(?!\d)"
            r"|\d+个(?:市州?|县市?区?|地市|省份|城市|区县|设区市)(?=[^,，]{0,4}[中里][^,，]{0,3}[排列居位])"
        ),
    ),
    ("a number in a list", re.compile(r"^\d{1,2}(?:[.、．](?!\d)|[)）])|^[(（]\d{1,2}[)）]|[①-⑳]")),
    (
        "a table or picture number",
        re.compile(r"(?:附?[图表]|附件|专栏) ?\d+(?:-\d+)?|^\d{1,3}[-－–—]\d{1,3}$"),
    ),
    ("a title", re.compile(r"《[^》]*\d[^》]*》")),
    (
        "part of a name",
        re.compile(r"第\d+(?![位名\d])|前\d+(?=[位名强])|(?<!\d)\d++[·•]\d+|=\d+|(?<!\d)\d++(?=号)"),
    ),
    (
        "part of a name",
        re.compile(
            rf"[A-Za-z]+[-.]?\d+(?:\.\d+)*[A-Za-z]*|(?<!\d)\d++(?!{_LATIN_UNITS})[A-Za-z]+[A-Za-z\d]*"
        ),
    ),
)
_QUOTED = re.compile(r"[“‘「『\"][^“”‘’」』\"]{1,40}[”’」』\"]")


@dataclass(frozen=True, slots=True)
class Skip:
    """Digits that are no figure, and the reason."""

    start: int
    end: int
    why: str


def quantities(text: str) -> tuple[list[Quantity], list[Skip]]:
    """Find every number in a readable stretch of text.

    >>> found, skipped = quantities("2022年12345平台发布通知310多次,满意率达86.08%,居全省第二位。")
    >>> [(q.value, q.unit, q.qualifiers) for q in found]
    [('310', '次', ('多',)), ('86.08', '%', ()), ('2', '位', ())]
    >>> [(text, why) for s in skipped for text, why in [(s.start, s.why)]]
    [(0, 'a date'), (5, 'part of a name')]
    """
    skips = list(_names_and_dates(text))
    found = [*_months(text, skips), *_ranks(text, skips), *_native(text)]
    taken = [(skip.start, skip.end) for skip in skips] + [(one.start, one.end) for one in found]
    for match in _FIGURE.finditer(text):
        start, end = match.span("number")
        if any(start < stop and end > begin for begin, stop in taken):
            continue
        if match["unit"] in ("月", "日"):
            skips.append(Skip(start, match.end("unit"), "a date"))
        elif _is_figure(text, match):
            found.append(_quantity(text, match))
        else:
            skips.append(Skip(start, end, "part of a name"))
    found.sort(key=lambda one: one.start)
    skips += _left_over(text, [*taken, *((one.start, one.end) for one in found)], skips)
    return figures.joined(text, found), sorted(skips, key=lambda skip: skip.start)


def _left_over(text: str, taken: list[tuple[int, int]], skips: list[Skip]) -> list[Skip]:
    """Digits that nothing above has spoken for, so that none is lost silently."""
    spans = sorted([*taken, *((skip.start, skip.end) for skip in skips)])
    return [
        Skip(run.start(), run.end(), UNREAD)
        for run in re.finditer(r"[0-9]+", text)
        if not any(start <= run.start() and run.end() <= end for start, end in spans)
    ]


def _names_and_dates(text: str) -> Iterator[Skip]:
    taken = [match.span("number") for match in _MONTH.finditer(text)]
    for why, pattern in _NOT_FIGURES:
        for match in pattern.finditer(text):
            if any(match.start() < stop and match.end() > begin for begin, stop in taken):
                continue
            taken.append(match.span())
            yield Skip(match.start(), match.end(), why)
    for quoted in _QUOTED.finditer(text):
        for match in _FIGURE.finditer(text, *quoted.span()):
            start, end = match.span("number")
            if not match["unit"] and not any(start < stop and end > begin for begin, stop in taken):
                yield Skip(start, end, "part of a name")


def _months(text: str, skips: list[Skip]) -> Iterator[Quantity]:
    for match in _MONTH.finditer(text):
        yield Quantity(
            match.start("number"), match.end(), match.span("number"), match["number"], match["unit"]
        )


def _ranks(text: str, skips: list[Skip]) -> Iterator[Quantity]:
    for match in _RANK.finditer(text):
        if not _in_quotes(text, match.start()):
            value = numerals.plain(match["number"])
            if value:
                yield Quantity(*match.span(), match.span("number"), value, match["unit"] or "", rank=True)


def _native(text: str) -> Iterator[Quantity]:
    found = list[re.Match[str]]()
    for pattern in (_SHARE, _POINT, _NATIVE_FIGURE, _SPELLED_FIGURE, _YEARS):
        begun = {match.start("number") for match in found}
        found += (match for match in pattern.finditer(text) if match.start("number") not in begun)
    for match in found:
        value = numerals.plain(match["number"])
        listed = "、" in text[max(0, match.start() - 30) : match.start()]
        if listed and re.match(r"[\u4e00-\u9fff]{1,8}(?:分别|各自)", text[match.end() :]):
            continue  # 教育、社保、卫生三项支出分别为 counts what it names
        if match["unit"] == "年" and any(
            one.start < match.end() <= one.end for one in periods.mentions(text)
        ):
            continue  # 过去五年
        if value and not _in_quotes(text, match.start()):
            yield _quantity(text, match, value)


def _in_quotes(text: str, place: int) -> bool:
    before = text[:place]
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")


def _is_of_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a number tells what kind of thing is counted: 5岁以下儿童, 5亿元以上项目12个, 有400米跑道的场地."""
    if match["unit"] in ("岁", "周岁") and match["after"]:
        return re.match(r"[\u4e00-\u9fff]", text[match.end() :]) is not None
    if match["after"]:
        return bool(_CLASS.match(text, match.end())) and not _SAID.search(text, 0, match.start())
    return bool(_ATTRIBUTE.match(text, match.end())) and text[: match.start()].endswith("有")


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Digits with a unit are a figure; without one only where the text goes on like after a number."""
    # Numbers beside each other in a line that is no sentence may be those of columns.
    if _is_of_a_name(text, match) or (" " in match["number"] and not _SENTENCE.search(text)):
        return False
    if match["unit"] or match["more"] or match["after"]:
        return True
    if _NUMBERED.match(text) and match.start() < len("10.10") and not _SENTENCE.search(text):
        return False
    following = text[match.end() : match.end() + 1]
    if {".", ",", " "}.intersection(match["number"]) or (
        figures.SHARED.match(text, match.end()) and text[match.end() + 1 : match.end() + 2].isdigit()
    ):
        return True
    if re.search(r"[为达至到由从是:：约超、和与~—-]$|分别$", text[: match.start()]) is None:
        return bool(re.match(r"[:：]\d", text[match.end() :]))
    return not following or bool(
        re.match(r"[,，。;；、)）:：和与至到~～—\s-]|提高|上升|下降|增加|降|升", text[match.end() :])
    )


def _quantity(text: str, match: re.Match[str], value: str = "") -> Quantity:
    groups = match.groupdict()
    qualifiers = [groups.get("more"), groups.get("more2"), groups.get("after")]
    start = match.start()
    if before := _QUALIFIED.search(text, max(0, start - 4), start):
        qualifiers.insert(0, before[0])
        start = before.start()
    elif total := _TOTAL.search(text, max(0, start - 4), start):
        qualifiers.insert(0, total[0][:2])
    unit = match["unit"] if match.re is not _SHARE else "%"
    if more := groups.get("more2"):
        unit = unit.replace(more, "", 1)
    if groups.get("half"):  # 十二小时半
        value = plain(EXACT.add(Decimal(value), Decimal("0.5")))
    return Quantity(
        start=start,
        end=match.end(),
        number=match.span("number"),
        value=value or re.sub("[−－]", "-", re.sub("[, ]", "", match["number"])),
        unit=unit,
        qualifiers=tuple(word for word in qualifiers if word),
    )

"""Times that tables and titles name: "2024年1—5月份", "上半年", "2019", "上年同期"."""

from __future__ import annotations

import re

_DASH = r"\s*(?:[-—–−~～]|——|至|到)\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_INNER = (
    rf"(?P<from>1[0-2]|0?[1-9])(?:月份?)?{_DASH}(?P<to>1[0-2]|0?[1-9])月份?"
    r"|(?P<month>1[0-2]|0?[1-9])月份?(?P<part>末|底|[上中下]旬)?"
    r"|(?P<half>[上下]半年)"
    r"|(?P<first>前)?(?P<the>第)?(?P<quarter>[一二三四1-4])季度(?P<close>末)?"
    r"|前(?P<count>[1-9]|1[01]|[一二三四五六七八九十]{1,2})个?月"
)
_PHRASE = re.compile(
    rf"(?:截[至止])?[到至]?(?:(?:{_YEAR}(?:年度?)?[-./]?)?(?:{_INNER})"
    r"|(?P<only>(?:19|20)\d\d)年(?:度|全年)?(?:年?(?P<end>末|底|初))?"
    rf"|(?P<begin>(?:19|20)\d\d)年?{_DASH}(?P<last>(?:19|20)\d\d)年?)"
)
_CODE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:[-./](?P<month>1[0-2]|0?[1-9]))?(?:[-./]\d{1,2})?(?: 00:00:00)?"
)
_TOTAL = re.compile(r"止?(?:累计|合计)$")
_SELF = re.compile(r"(?:本年度?|当年|今年|本期|报告期|本季度?|全年|年度)数?")
_MONTH_NOW = re.compile(r"(?:本月|当月)数?")
_SUM_NOW = re.compile(r"(?:(?:自|从)?年初(?:至本?月|至今)?|本年|当年|本月止|1[-—至]本月)?(?:止)?累计数?")
_BEFORE = re.compile(r"(?:上年度?|去年)(?P<same>同期|同月)?数?")
_END = re.compile(r"(?P<end>年末|期末|月末|年初|期初)数?")
_NUMERALS = "一二三四五六七八九十"


def leading(text: str) -> tuple[str, str]:
    """The time a text begins with, in one spelling, and the rest of the text.

    >>> leading("1—6月同比涨跌幅"), leading("2023年产量"), leading("产量")
    (('1-6月', '同比涨跌幅'), ('2023年', '产量'), ('', '产量'))
    """
    match = _PHRASE.match(text)
    if not match:
        return "", text
    return _spelled(match), text[match.end() :]


def whole(text: str) -> str:
    """The time a text consists of, in one spelling; empty where it is something else.

    >>> whole("2024年1—5月份"), whole("2019"), whole("2024.05"), whole("1—5月累计"), whole("5月末"), whole("件")
    ('2024年1-5月', '2019年', '2024年5月', '1-5月', '5月末', '')
    """
    if match := _CODE.fullmatch(text):
        month = f"{int(match['month'])}月" if match["month"] else ""
        return f"{match['year']}年{month}"
    shorter = _TOTAL.sub("", text)
    for one in (text, shorter):
        if (match := _PHRASE.fullmatch(one)) and (one == text or match["from"]):
            return _spelled(match)
    return ""


def found(text: str) -> str:
    """The first time with a year that a text names.

    >>> found("140_2024年5月份社会消费品零售总额增长3.7%"), found("表1 2025年年末人口数"), found("全国人口")
    ('2024年5月', '2025年末', '')
    """
    for match in _PHRASE.finditer(text):
        if match["year"] or match["only"] or match["begin"]:
            return _spelled(match)
    return ""


def _spelled(match: re.Match[str]) -> str:
    if match["begin"]:
        return f"{match['begin']}-{match['last']}年"
    if match["only"]:
        return f"{match['only']}年" + {"底": "末", None: ""}.get(match["end"], match["end"])
    return (f"{match['year']}年" if match["year"] else "") + _inner(match)


def _inner(match: re.Match[str]) -> str:
    """The part of a year."""
    if match["from"]:
        return f"{int(match['from'])}-{int(match['to'])}月"
    if match["month"]:
        return f"{int(match['month'])}月{(match['part'] or '').replace('底', '末')}"
    if match["half"]:
        return match["half"]
    if match["quarter"]:
        number = match["quarter"] if match["quarter"] in _NUMERALS else _NUMERALS[int(match["quarter"]) - 1]
        return f"{match['first'] or ''}{number}季度{match['close'] or ''}"
    count = match["count"]
    months = int(count) if count.isdigit() else _NUMERALS.find(count[-1]) + 1 + 10 * (len(count) > 1)
    return f"1-{months}月"


def relative(text: str, base: str) -> str:
    """The time that words like "本月" or "上年同期" mean in a document about ``base``; empty where they mean none.

    >>> [relative(text, "2024年1-5月") for text in ("本月", "累计", "上年同期", "上年", "年末", "金额")]
    ['2024年5月', '2024年1-5月', '2023年1-5月', '2023年', '2024年末', '']
    """
    year, inner = base[:4], base[5:]
    if not year.isdigit():
        return ""
    month = re.search(r"(\d+)月", inner)
    if match := _BEFORE.fullmatch(text):
        return f"{int(year) - 1}年{inner if match['same'] else ''}"
    if match := _END.fullmatch(text):
        return f"{year}年{match['end'][1]}" if match["end"][0] != "月" else f"{year}年{inner}末"
    if month and _MONTH_NOW.fullmatch(text):
        return f"{year}年{month[1]}月"
    if month and month[1] != "1" and _SUM_NOW.fullmatch(text):
        return f"{year}年1-{month[1]}月"
    return base if _SELF.fullmatch(text) or _SUM_NOW.fullmatch(text) else ""


def placed(period: str, base: str) -> str:
    """A time completed with the year of another where it has none of its own.

    >>> placed("1-5月", "2024年5月"), placed("2019年", "2024年5月"), placed("5月", ""), placed("", "2024年")
    ('2024年1-5月', '2019年', '5月', '2024年')
    """
    if not period:
        return base
    if period[:4].isdigit() or not base[:4].isdigit():
        return period
    return f"{base[:4]}年{period}"

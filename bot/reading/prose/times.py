"""The time each sentence and each figure of the prose is of, where it is not the document's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.language import periods

Scope = Literal["clause", "sentence", "on"]

_BEFORE_TIME = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、(?=\d)|[,，:：、。;；\s]|——|其中|同时|另外|此外|预计|初步核算|初步统计|据统计|据初步统计|全市|全省|全县|全区|全国"
    r"|(?:根?据|按照?)[^,，\d]{2,16}[,，])+"
)
_GOES_ON = re.compile(r"[\d.]|[-—~～至到]\s*\d")
_BESIDE = re.compile(
    r"(?<!恢复)(?:由|从|自|[降增升减回落提高加少至到为])(?=(?P<when>.{2,12}?)(?:第[一二三四五六七八九十]次[\u4e00-\u9fff]{2,6}普查)?的?(?:每[\u4e00-\u9fff]{1,3})?(?:\d[\d.]*[^\d、和与及,，;；]{0,6}[、和与及])*[\d.:：]*$)"
)
_ONE_MORE = re.compile(r"[、和与](?P<when>[^、和与,，]{2,8}?)的$")
_YEAR = periods.YEARS
_YEARS = re.compile(
    rf"(?P<first>{_YEAR})年?(?:[-–—~～]+|至|到)(?P<last>{_YEAR})年"
    r"|(?<!\d)(?P<from>\d{1,2})月?(?:[-–—~～]+|至|到)(?P<to>\d{1,2})月"
    rf"|(?:{_YEAR}年?[、,，和与及]\s*)+{_YEAR}年|(?:\d{{1,2}}月份?[、,，和与及]\s*)+\d{{1,2}}月"
)
_IN_TURN = re.compile(r"[^。;；\d]{0,30}(?:分别|依次)")
_NEXT = re.compile(r"[、,，和与及]|以及")
_CENSUS = r"(?:第[一二三四五六七八九十]次[\u4e00-\u9fff]{2,6}普查时?)?"
_THEN = re.compile(
    r"[,，(（]?[而但]?(?:[比较与同]|相较于?|相比|[高低多少大小快慢优]于)?"
    rf"(?P<when>(?:上年度?|去年)(?:同期|同月|末)?|(?:19|20)\d\d年[度末]?|1[01]\d年[度末]?){_CENSUS}"
    r"(?:同期)?(?:[则仅只]?[为是有达]|达到|的)?"
)
SAME_TIME = re.compile(
    r"[\W_]*(?P<then>(?:上年|去年)同期)(?!相比|比较|持平|相当|[增下上减提回降高低多少])(?=[\u4e00-\u9fff]{2})"
)
"""What a clause begins with that tells of the same time a year before."""
_ROC = re.compile(r"1[01]\d年度?")
_COMPARED = re.compile(
    r"(?:[比较为是占于与自由从]|恢复|相当|增长|提高|下降|减少|增加|回落|上升)(?:[去上]年(?:同期|同月)?|同期)?[(（]?$"
)


def of_sentence(text: str, base: str) -> tuple[str, Scope]:
    """The time a sentence begins with, and how far it reaches: its clause, the sentence, or those after it too.

    >>> of_sentence("12月止,全市收入5亿元", "2025年12月"), of_sentence("截至6月底,办结3件", "2025年上半年")
    (('2025年1-12月', 'on'), ('2025年6月末', 'sentence'))
    >>> of_sentence("3月15日召开", "2025年"), of_sentence("年末床位5张", "2023年")
    (('', 'clause'), ('2023年末', 'clause'))
    >>> of_sentence("五年来,累计投入3亿元", "2025年"), of_sentence("到“十五五”末,达到94%", "2025年")
    (('2021-2025年', 'sentence'), ('2030年末', 'sentence'))
    >>> of_sentence("全年目标为5亿元", "2024年上半年"), of_sentence("全年收入5亿元", "2024年")
    (('2024年', 'sentence'), ('', 'clause'))
    """
    words = text[match.end() :] if (match := _BEFORE_TIME.match(text)) else text
    if words.startswith("全年") and base[:4].isdigit() and len(base) > len("2025年"):
        return base[:5], "sentence"
    said, rest = periods.leading(words, vague=True)
    if not said or _GOES_ON.match(rest) or said.words in ("年初", "月末", "月初"):
        return "", "clause"
    full = said.placed(periods.whole(base))
    if said.words == "年末" == full.words:
        return "", "clause"  # nobody knows of which year
    if said.words != full.words and len(full.years) > 1:
        return full.words, "sentence"  # 五年来
    if not (full.point or full.start[2] or (full.months and full.start == full.end)):
        return (base if base.startswith(full.words) else full.words), "on"
    apart = rest.startswith((",", "，", "当月", "当季")) or not full.point
    return full.words, "sentence" if apart else "clause"


def of_figure(words: str, clause: str, time: str) -> str:
    """The time of a figure in a sentence of a ``time``; ``words`` go before it, the last of them in its ``clause``.

    >>> of_figure("三次产业结构由上年", "三次产业结构由上年", "2025年"), of_figure("年末床位", "年末床位", "2025年")
    ('2024年', '2025年末')
    >>> of_figure("恢复到2019年的", "恢复到2019年的", "2022年"), of_figure("8月户均", "8月户均", "2025年1-8月")
    ('2022年', '2025年8月')
    >>> of_figure("收入5元,上年为", ",上年为", "2025年"), of_figure("收入5元(去年同期", "(去年同期", "2025年1-8月")
    ('2024年', '2024年1-8月')
    >>> [of_figure(words, words, "2025年上半年") for words in ("去年同期签约额", "去年同期增长")]
    ['2024年上半年', '2025年上半年']
    """
    now = periods.whole(time)
    for match in _BESIDE.finditer(words):
        if when := _time(match["when"], now):
            return when.placed(now).words
    if (more := _ONE_MORE.search(words)) and (when := periods.whole(more["when"])):
        return when.placed(now).words
    if then := _THEN.fullmatch(clause):
        return _time(then["when"], now).words
    if same := SAME_TIME.match(clause):
        return _time(same["then"], now).words or time
    said, _ = of_sentence(clause, time)
    if said:
        return said
    dated = (one for one in periods.mentions(clause) if one.how == "told" and one.period.years)
    first = next((one for one in dated if not _GOES_ON.match(clause, one.end)), None)
    return first.period.words if first and not _COMPARED.search(clause[: first.start]) else time


def _time(words: str, now: periods.Period) -> periods.Period:
    """The time that words are, beside what is told of ``now``; 112年 is a year of the Republic of China."""
    when = periods.resolve(words, now) or periods.whole(words)
    return when or (periods.whole(f"民国{words}") if _ROC.fullmatch(words) else when)


def is_then(words: str) -> bool:
    """Whether words before a figure say only that it was the one of another year.

    >>> [is_then(words) for words in ("上年为", "去年同期", "较2019年的", "上年增长")]
    [True, True, True, False]
    """
    return _THEN.fullmatch(words) is not None


def listed(text: str, figures: Sequence[tuple[int, int]]) -> dict[int, str]:
    """The years or months of figures that are told one after the other, by the number of each: as many as figures.

    ``figures`` are where they begin and end.

    >>> listed("2021年、2022年粮食产量分别为12吨、13吨。", [(18, 21), (22, 25)])
    {0: '2021年', 1: '2022年'}
    >>> listed("2020-2022年,人数依次为1人、2人、3人", [(16, 18), (19, 21), (22, 24)])
    {0: '2020年', 1: '2021年', 2: '2022年'}
    >>> listed("2021年、2022年粮食产量分别为12吨、13吨、14吨。", [(18, 21), (22, 25), (26, 29)])
    {}
    >>> listed("4月、5月进出口分别为12亿元和13亿元。", [(11, 15), (16, 20)])
    {0: '4月', 1: '5月'}
    >>> listed("1至2月进口分别为3元、4元。", [(9, 11), (12, 14)])
    {0: '1月', 1: '2月'}
    """
    found: dict[int, str] = {}
    for match in _YEARS.finditer(text):
        told, turn = _times_of(match), _IN_TURN.match(text, match.end())
        run = _run(text, turn.end(), figures) if turn else ()
        if len(run) == len(told):
            found |= dict(zip(run, told, strict=True))
    return found


def _run(text: str, start: int, figures: Sequence[tuple[int, int]]) -> range:
    """The numbers of the figures behind a place that follow each other with nothing but 、 or 和 between them."""
    first = next((number for number, (begin, _) in enumerate(figures) if begin >= start), len(figures))
    last = first
    while last + 1 < len(figures) and _NEXT.fullmatch(text[figures[last][1] : figures[last + 1][0]].strip()):
        last += 1
    return range(first, min(last + 1, len(figures)))


def are_listed(text: str, count: int) -> bool:
    """Whether a text names as many years, or months, one after the other.

    >>> are_listed("4月、5月进出口", 2), are_listed("2021-2023年", 3), are_listed("4月进出口", 2)
    (True, True, False)
    """
    return any(len(_times_of(match)) == count for match in _YEARS.finditer(text))


def _times_of(match: re.Match[str]) -> list[str]:
    if match["first"]:
        return [f"{year}年" for year in range(int(match["first"]), int(match["last"]) + 1)]
    if match["from"]:
        return [f"{month}月" for month in range(int(match["from"]), int(match["to"]) + 1)]
    if match[0].endswith("月"):
        return re.findall(r"\d{1,2}月", match[0])
    return [f"{year}年" for year in re.findall(_YEAR, match[0])]

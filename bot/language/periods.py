"""Times as documents and questions name them: "2024年1—5月份", "上半年", "first quarter of 2022", "年末".

One grammar reads them all. A year that is not said is 0, a year before the document's own is -1, and a month or day
that is not said is 0 as well; words such as 上年同期 are resolved against the time a document is about.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from bot.language.numerals import DIGITS, number
from bot.language.text import fold

Day = tuple[int, int, int]
Point = Literal["", "start", "end"]
How = Literal["told", "loose", "short", "plan", "relative"]

PAST_YEAR = r"(?<![\d.,今近约达有了长逾超续治时经共需满隔])1[0-8]\d\d(?=年(?![多余前来之]|的?历史))"
"""A year before 1900, which is said to be one, and no duration: 1882年, not 距今1500年."""
YEARS = rf"(?:(?:19|20)\d\d|{PAST_YEAR})"
_N = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DASH = r"(?:[-—–−~～―－]{1,2}|至|到)"
_ALONE = r"(?:(?<![\d.第])|(?<=\d{4}[-./])|(?<=\d{4})(?=[一二三四五六七八九十]))"
_HAN_YEAR = r"[一二][〇零○九][〇零○一二三四五六七八九]{2}(?=年)"
ERA_YEAR = (
    r"(?<![^\s,，。;；:：、(（较比与于从自由至到及和在为以])1(?:0[1-9]|1\d)"
    r"(?=\s*年(?![来间级]|一遇|历史|的历史|之久|寿命|[以之]?[前后]|以[上下内]|[\s,，。;；、)）]|$))"
)
"""A year of the Republic of China, said without it, and no duration: 较112年增加, not 历时110年."""
_YEAR = rf"(?<!\d){YEARS}|{_HAN_YEAR}|(?:中华)?民国\s?\d{{2,3}}(?=年)|(?<![\d.第近前A-Za-z])(?:\d\d|1[01]\d)(?=年)"
_INNER = "|".join(
    (
        rf"{_ALONE}(?P<from>{_N})(?P<mark>\s*月?份?\s*(?:{_DASH}|to|through)\s*|\s+)(?P<to>{_N})\s*月份?",
        rf"{_ALONE}(?P<upto>{_N})月(?:份|末|底)?止",
        rf"[前头](?![一1]\s*个)(?P<count>{_N}|两)\s*个?月份?",
        r"[前头](?P<quarters>[二三四两2-4])个?季度",
        rf"(?<!\d)[一1](?:\s+|\s*{_DASH}\s*)(?P<q_last>[二三四2-4])季度",
        r"(?<![前上下])第?(?P<quarter>[一二三四1-4])季度(?P<q_end>末)?",
        r"(?P<half>[上下])半年",
        rf"(?<![百千万亿前头])(?<!(?<![那这哪])个){_ALONE}(?P<month>{_N})\s*月份?(?:(?P<ten>[上中下])旬|(?P<m_end>末|底|初(?!中)))?",
    )
)
_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?"),
    *("sep(?:t(?:ember)?)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_MONTH = "|".join(_MONTHS)
_NAMED = {name[:3]: place for place, name in enumerate(_MONTHS, 1)}
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# Chinese characters are letters to \b: 比亚迪Q1.
_WORD, _ENDS = r"(?<![a-z])(?:(?<!\d)|(?<=\d{4})|(?<=(?<!\d)2\d)(?=[qh]\d))", r"(?![a-z\d])"
_NTH = r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?: of)?"
"""A day of a month, which nothing is told by that the month does not tell."""
_ENGLISH = "|".join(
    (
        (
            rf"{_WORD}(?:(?<!^)(?:in|of|for|from) )?(?P<e_from>{_MONTH})\b(?: \d{{4}})?"
            rf"(?: (?:to|through|until) | ?[-–—] ?)(?P<e_to>{_MONTH}){_ENDS}"
        ),
        rf"{_WORD}first (?P<e_count>{'|'.join(_COUNT)}|\d{{1,2}}) months?{_ENDS}",
        (
            rf"{_WORD}(?:(?P<e_year>year|(?:12|twelve) months)|quarter|three months) (?:ending|ended|to)(?: on)? "
            rf"(?:{_NTH} )?(?P<e_until>{_MONTH})(?: {_NTH}(?=,? {YEARS}(?!\d)))?{_ENDS}"
        ),
        rf"{_WORD}(?P<e_order>{'|'.join(_ORDER)}) (?P<e_part>quarter|half){_ENDS}",
        rf"{_WORD}q(?P<e_quarter>[1-4]){_ENDS}",
        rf"{_WORD}h(?P<e_half>[12]){_ENDS}",
        (
            rf"{_WORD}(?:(?<!^)(?:in|of|for|by|since|on) )?(?:(?P<e_ten>early|mid|late)[ -]|{_NTH} )?"
            rf"(?P<e_month>{_MONTH})(?: {_NTH}(?=,? {YEARS}(?!\d)|[,.;:?)]|$))?{_ENDS}"
        ),
    )
)
_TOLD = (
    rf"(?:截[至止])?[到至]?(?:(?P<begin>(?<!\d){YEARS})年?\s*{_DASH}\s*(?P<last>{YEARS})(?!\d|年?\d{{1,2}}月)年?"
    rf"|(?:(?P<year>{_YEAR})(?:年度?)?[-./\s]?)?(?P<inner>{_INNER})"
    rf"|(?P<only>{_YEAR})年(?:度|全年)?(?:年?(?P<y_end>末|底|初(?!中)))?"
    rf"|(?<![a-z])(?P<fiscal>fy ?{YEARS})(?!\d| ?q))"
)
_TOLD_IN_ENGLISH = (
    rf"(?:(?<![a-z\d])(?:fy ?)?(?P<e_before>{YEARS}|2\d(?=[qh][1-4]))[ -]?)?(?P<english>{_ENGLISH})"
    rf"(?:,? (?:of )?(?:fy ?)?(?P<e_after>{YEARS})(?!\d))?"
)
_PLAN = r"[到至]?[“\"]?(?P<plan>十[一二三四五六七八九]?)五[”\"]?(?:期间|时期|(?P<plan_end>期?末))"
_MANY = r"[两二三四五六七八九十]|\d\d?"
_RECENT = rf"(?:近|过去的?)(?P<recent>{_MANY})年(?:来|间)?|(?<!\d)(?P<past>{_MANY})年来"
_VAGUE = r"(?:截[至止]|[到至])?(?:本年|当年)?(?<![上去前明后])(?P<vague>年末|年底|年初|月末|月底)(?!前)"
_BUDGET = r"[-–/—至](?:\d\d(?:财政年度|年度|学年)|(?:1[3-9]|[2-9]\d)(?![\d年月]))"
# 2000户 is no year, and 2022-03号 no month of one.
_BARE = (
    rf"(?P<bare>(?<!\d){YEARS})(?:{_BUDGET}|(?:[-/](?P<b_month>1[0-2]|0?[1-9])|\.(?P<b_point>1[0-2]|0[1-9]))"
    r"(?:[-/.]\d{1,2})?)?(?![\d万亿千百元人户件个台套号%‰])"
)
# What a time begins with: most places of a text are passed over by a glance at one character.
_BEGINS = r"(?=[\d截到至前头第上下一两二三四五六七八九十民近过年月本当中半“\"a-z])"
_ANY = f"{_BEGINS}(?:{_TOLD}|{_TOLD_IN_ENGLISH}|{_PLAN}|{_RECENT}|{_VAGUE}|{_BARE})"
_TIME = re.compile(_ANY, re.IGNORECASE)
_ERA = re.compile(ERA_YEAR)
# Who asks for 中报 means the time it is of; what a document calls so is a document.
_REPORT = r"(?P<report>半年报|[一三]季报|(?<=[年\d])(?:半年度|中报(?![名销送])))"
_ASKED = re.compile(_ANY.replace(_INNER, f"{_REPORT}|{_INNER}"), re.IGNORECASE)
_HINT = re.compile(
    r"[\d年月季]|五[”\"]?[期时末]|jan|feb|ma[ry]|apr|ju[nl]|aug|sep|oct|nov|dec|quarter|half|month|[qh]\d"
)
"""What every time has in it."""
# 2023A is what a year came to, 2025E and 25E what somebody expects of it.
_CODE = re.compile(
    rf"(?P<short>2\d)[AE]"
    rf"|(?P<year>{YEARS})[AE]?(?:(?<=\d)[-./](?P<month>1[0-2]|0?[1-9]))?(?:[-./]\d{{1,2}})?(?: 00:00:00)?"
)
_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?:年|(?P<by>[-./])))?(?P<month>1[0-2]|0?[1-9])(?(by)(?P=by)|月)"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?(by)(?!\d)|[日号])"
)
_UNTIL = ("至", "到", "—", "-", "~", "～")
"""What leads from one time to another."""
_TOTAL = re.compile(r"止?(?:累计|合计)$")
_VERBS = frozenset({"may", "mar", "march"})
_BEFORE_MONTH = re.compile(r"(?:\b(?:in|of|for|by|since|from|last|this|for the month of|and|than|vs) |\d )$")
_NEAR = 24
"""So many characters before a month tell whether it is one: more than the longest words that do."""
_HAN_DIGITS = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_NUMERALS = "一二三四五六七八九十"
_HAN = frozenset(DIGITS)
_TENS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_ENGLISH_TENS = {"early": "上", "mid": "中", "late": "下"}
_FIRST_PLAN = 1951
_ROC = 1911


@dataclass(frozen=True, slots=True)
class Period:
    """A time.

    Attributes:
        start: Year, month and day it begins with, 0 for what is not said. A year of -1 is the one before the
            document's, a month of -1 is the document's.
        end: Those it ends with, of the same grain.
        point: Whether only its start or its end is meant: 年初, 5月末.
        words: How documents spell it.
    """

    start: Day = (0, 0, 0)
    end: Day = (0, 0, 0)
    point: Point = ""
    words: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        """Whether it is a time at all."""
        return self.words != ""

    def __lt__(self, other: Period) -> bool:
        """Earlier ones first, by their first day and then by their last."""
        return self.days < other.days

    @property
    def days(self) -> tuple[Day, Day]:
        """Its first and last day; the last of any month is a 31st."""
        first = (self.start[0], max(self.start[1], 0) or 1, self.start[2] or 1)
        last = (self.end[0], max(self.end[1], 0) or 12, self.end[2] or 31)
        return (last if self.point == "end" else first), (first if self.point == "start" else last)

    @property
    def years(self) -> tuple[int, ...]:
        """The years it says: one, the first and the last, or none."""
        return tuple(dict.fromkeys(day[0] for day in (self.start, self.end) if day[0] > 0))

    @property
    def months(self) -> tuple[int, int] | None:
        """The first and the last month it says."""
        return (self.start[1], self.end[1]) if self.start[1] > 0 else None

    @property
    def within(self) -> Period:
        """The same time of any year; none where it says no more than years."""
        if self.start[1] < 1:
            return NEVER
        return replace(self, start=(0, *self.start[1:]), end=(0, *self.end[1:]))

    def placed(self, base: Period) -> Period:
        """This time, completed with the year of another where it says none.

        >>> [one.period.placed(whole("2024年5月")).words for one in mentions("1-5月, 2019年, 年末, 月底, 近三年")]
        ['2024年1-5月', '2019年', '2024年末', '2024年5月末', '2022-2024年']
        """
        if not self:
            return base
        if self.start[0] > 0 or not base.years:
            return self
        shift = self.start[0]
        year = base.years[-1 if shift else 0]
        start, end = (year + shift, *self.start[1:]), (year + self.end[0], *self.end[1:])
        words = (
            f"{start[0]}-{end[0]}年"
            if shift
            else f"{year}{'' if self.words[0] == '年' else '年'}{self.words}"
        )
        if self.start[1] < 0 and base.months:
            start, end = (year, *base.end[1:]), base.end
            words = f"{year}年{base.end[1]}{self.words}"
        return Period(start, end, self.point, words)

    def shifted(self, unit: str, count: int) -> Period:
        """The month, or the same time of the year, so many before or behind; none where it is no single one.

        >>> [whole("2024年12月").shifted(*by).words for by in (("month", 1), ("year", -1))]
        ['2025年1月', '2023年12月']
        """
        if len(self.years) != 1:
            return NEVER
        year = self.years[0]
        if unit == "year":
            return whole(self.words.replace(str(year), str(year + count)))
        first, last = self.months or (0, -1)
        at = 12 * year + first - 1 + count
        return whole(f"{at // 12}年{at % 12 + 1}月") if first == last else NEVER

    @property
    def is_span(self) -> bool:
        """Whether it goes from one year, or one month, to another."""
        return self.start[:2] != self.end[:2] and not self.point

    def contains(self, other: Period) -> bool:
        """Whether another lies in it; where one says no year, both are of the same."""
        one, two = self.placed(other), other.placed(self)
        return bool(self and other) and one.days[0] <= two.days[0] and two.days[1] <= one.days[1]

    def meets(self, own: Iterable[Period]) -> bool:
        """Whether one of the times within a year that a figure is of is this one; a month is, for any ten days."""
        return any(self.months == one.months and self.start[2] in (0, one.start[2]) for one in own)


NEVER = Period()
"""No time at all."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A time that ``text[start:end]`` names; its part of a year stands at ``within``.

    ``how`` is ``told`` where everybody says it so, ``loose`` where only the context tells it is one (a bare year),
    ``short`` for "24年" and "113年", which may be durations, ``plan`` for a five-year plan and ``relative``
    for what depends on the document: 年末, 近三年. What is ``compared`` with it (较2024Q1变化) is of another time.
    """

    period: Period
    start: int
    end: int
    within: tuple[int, int]
    how: How
    compared: bool = False


def mentions(text: str, *, asked: bool = False) -> Iterator[Mention]:
    """The times that a text names, folded or not, and where; in what is ``asked``, reports are of their times.

    >>> [one.period.words for one in mentions("2024年1—5月和2023年12月, 二〇二二年末, May 2024, Q1 2023, 一至九月")]
    ['2024年1-5月', '2023年12月', '2022年末', '2024年5月', '2023年一季度', '1-9月']
    >>> [(one.period.words, one.how) for one in mentions("“十四五”期间 24年 近三年 2024-05")]
    [('2021-2025年', 'plan'), ('2024年', 'short'), ('近三年', 'relative'), ('2024年5月', 'loose')]
    >>> [one.period.words for one in mentions("2024年中报, 2023年三季报, H1 2024, 前两个月", asked=True)]
    ['2024年上半年', '2023年前三季度', '2024年上半年', '1-2月']
    >>> [(one.period.words, one.how) for one in mentions("民国113年，113年，112年底，111年5月，第113年")]
    [('2024年', 'told'), ('2024年', 'short'), ('2023年末', 'told'), ('2022年5月', 'told')]
    >>> [(one.period.words, one.how) for one in mentions("113年本市收运5吨，较112年增加；历时110年完工，110年来")]
    [('2024年', 'told'), ('2023年', 'told'), ('2021年', 'short'), ('2021年', 'short')]
    >>> [one.period.words for one in mentions("June 30, 2024 and 1st of May 2023, in May 12 firms")]
    ['2024年6月', '2023年5月', '5月']
    >>> [one.period.words for one in mentions("year ending September 2023, the three months to May 2012")]
    ['2023年', '2012年3-5月']
    >>> [one.period.months for one in mentions("may i ask: in may, first half, from january to may")]
    [(5, 5), (1, 6), (1, 5)]
    """
    if not _HINT.search(text.lower()):
        return
    for match in (_ASKED if asked else _TIME).finditer(text):
        if period := _period(match):
            inner = match.span("inner") if match["inner"] else match.span("english")
            within = inner if inner[0] >= 0 else (match.end(), match.end())
            compared = text.endswith("较", 0, match.start())
            yield Mention(period, *match.span(), within, _how(match), compared)


def _how(match: re.Match[str]) -> How:
    if match["plan"]:
        return "plan"
    if match["recent"] or match["past"] or match["vague"]:
        return "relative"
    year = match["year"] or match["only"] or ""
    short = len(year) == len("113") and match[0] == f"{year}年"
    if len(year) == len("24") or (short and not _ERA.match(match.string, match.start())):
        return "short"
    bare = match["bare"] and not match[0].endswith(("年度", "学年"))  # 2023-24年度 says that it is one
    return "loose" if bare or (match["mark"] or "-").isspace() else "told"


def leading(text: str, *, vague: bool = False) -> tuple[Period, str]:
    """The time a text begins with, and the rest of the text; 年末 and 五年来 are times where it may be ``vague``.

    >>> [(time.words, rest) for time, rest in map(leading, ("1—6月同比涨跌幅", "2023年产量", "产量", "年末人口"))]
    [('1-6月', '同比涨跌幅'), ('2023年', '产量'), ('', '产量'), ('', '年末人口')]
    """
    match = _TIME.match(text)
    how = match and _how(match)
    known = match and ((how in ("told", "plan") and not match["english"]) or (vague and how == "relative"))
    if match and known and (period := _period(match)):
        return period, text[match.end() :]
    return NEVER, text


@lru_cache(maxsize=65536)
def days(text: str) -> Sequence[tuple[int, int, int]]:
    """The days that a text names: year, 0 where it is not said, month and day.

    >>> days("2024年11月29日"), days("11月5号的AQI"), days("2024-11-29"), days("2024年11月"), days("3.5")
    ([(2024, 11, 29)], [(0, 11, 5)], [(2024, 11, 29)], [], [])
    """
    return [(int(one["year"] or 0), int(one["month"]), int(one["day"])) for one in _DAY.finditer(text)]


@lru_cache(maxsize=65536)
def whole(text: str) -> Period:
    """The time a text consists of; `NEVER` where it is something else.

    >>> [whole(text).words for text in ("2024年1—5月份", "2019", "2024.05", "1—5月累计", "5月末", "May 2024", "件")]
    ['2024年1-5月', '2019年', '2024年5月', '1-5月', '5月末', '2024年5月', '']
    >>> [whole(text).words for text in ("24H1", "2024Q3", "25E", "January-September", "May")]
    ['2024年上半年', '2024年三季度', '2025年', '1-9月', '']
    """
    if match := _CODE.fullmatch(text):
        month = _month(int(match["month"])) if match["month"] else NEVER
        return month.placed(_years(_year(match["year"] or match["short"])))
    shorter = _TOTAL.sub("", text)
    for one in (text, shorter):
        match = _TIME.fullmatch(one)
        known = match and _how(match) == "told" and (one == text or match["from"])
        if not (match and known and (period := _period(match))):
            continue
        if period.years or match["e_from"] or not match["english"]:  # May alone is a name as well
            return period
    return NEVER


def found(text: str) -> Period:
    """The first time with a year that a text names, or that up to which it goes from there.

    >>> [found(text).words for text in ("140_2024年5月份零售总额增长3.7%", "表1 2025年年末人口数", "较2024Q1变化")]
    ['2024年5月', '2025年末', '']
    >>> found("中華民國109年底至113年底").words
    '2024年末'
    """
    first: Mention | None = None
    for one in mentions(text):
        leads = first is not None and (text[first.end : one.start] or text[one.start]) in _UNTIL
        if first and not (leads and one.period.point == first.period.point):
            break
        if one.period.years and (first or (one.how == "told" and not one.compared)):
            first = one
    return first.period if first else NEVER


def completed(words: str, base: str) -> str:
    """How documents spell a time, completed with the year of another where it says none.

    >>> completed("1-5月", "2024年5月"), completed("2019年", "2024年5月"), completed("", "2024年")
    ('2024年1-5月', '2019年', '2024年')
    """
    return whole(words).placed(whole(base)).words


@lru_cache(maxsize=65536)
def named(text: str) -> tuple[frozenset[str], frozenset[Period]]:
    """The years and the times within a year that a text names.

    >>> years, months = named("2024年1—5月")
    >>> sorted(years), sorted(period.months for period in months)
    (['2024'], [(1, 5)])
    """
    told = [one for one in mentions(fold(text)) if one.how in ("told", "loose")]
    return (
        frozenset(str(year) for one in told if not one.compared for year in one.period.years),
        frozenset(one.period.within for one in told if one.period.months and not one.compared),
    )


def is_before(former: str, latter: str, years: int = 1) -> bool:
    """Whether a time is the same as another, some years before it.

    >>> is_before("2023年5月", "2024年5月"), is_before("2023年", "2024年6月"), is_before("2021年", "2024年", 3)
    (True, False, True)
    """
    first, last = whole(former), whole(latter)
    single = len(first.years) == len(last.years) == 1
    return single and first.years[0] + years == last.years[0] and first.within == last.within


def in_digits(text: str) -> str:
    """A text with its years in Chinese digits written in Arabic ones.

    >>> in_digits("二〇二一年和二零二二年度")
    '2021年和2022年度'
    """
    return _HAN_DIGITS.sub(lambda match: "".join(str(DIGITS.get(char, 0)) for char in match[0]), text)


_SPELT = re.compile(rf"[a-z]|(?<!第)[{_NUMERALS}]+个?月")
"""A time in English, or a month in Chinese numerals: documents in Chinese write 12月."""
_LATIN = re.compile(r"[a-z]+\d?")
_BEFORE_TIMES = frozenset({"in", "of", "for", "by", "since", "to", "through", "until"})


def as_written(text: str, known: Container[str] = ()) -> str:
    """A folded text with its times as Chinese documents write them, but for those with words that are ``known``.

    >>> as_written("growth in december 2023, jan-feb 2024, 四月份, 上半年"), as_written("q1 sales", {"q1"})
    ('growth 2023年12月, 2024年1-2月, 4月, 上半年', 'q1 sales')
    """
    for mention in sorted(mentions(text), key=lambda one: -one.start):
        said = text[mention.start : mention.end]
        spelt = mention.period.months and not mention.compared and _SPELT.search(said)
        if spelt and not any(word in known for word in _LATIN.findall(said) if word not in _BEFORE_TIMES):
            text = text[: mention.start] + mention.period.words + text[mention.end :]
    return text


_SELF = re.compile(r"(?:本年度?|当年|今年|本期|报告期|本季度?|全年|年度)数?")
_MONTH_NOW = re.compile(r"(?:本月|当月)数?")
_SUM_NOW = re.compile(r"(?:(?:自|从)?年初(?:至本?月|至今)?|本年|当年|本月止|1[-—至]本月)?(?:止)?累计数?")
_BEFORE = re.compile(r"(?:(?:上一?年度?|去年)(?:(?P<same>同期|同月)|(?P<end>末))?|(?P<last>上期))数?")
# Of reports, which are held against those of the year before, 上期 is the same part of that.
_REPORTED = frozenset({"", "上半年", "一季度", "前三季度"})
_END = re.compile(r"(?P<end>年末|期末|月末|年初|期初)数?")


def resolve(words: str, base: Period) -> Period:
    """The time that words like "本月" or "上年同期" mean in a document about another; `NEVER` where they mean none.

    >>> base = whole("2024年1-5月")
    >>> [resolve(text, base).words for text in ("本月", "累计", "上年同期", "上年", "上年末", "年末", "金额")]
    ['2024年5月', '2024年1-5月', '2023年1-5月', '2023年', '2023年末', '2024年末', '']
    """
    if not base.years:
        return NEVER
    year, inner = base.years[0], base.within.words and base.words.partition("年")[2]
    month = base.end[1] if "月" in inner else 0
    if match := _BEFORE.fullmatch(words):
        same = match["same"] or match["last"]
        return (
            whole(f"{year - 1}年{inner if same else match['end'] or ''}")
            if inner in _REPORTED or not match["last"]
            else NEVER
        )
    if match := _END.fullmatch(words):
        return whole(f"{year}年{inner}末" if match["end"][0] == "月" else f"{year}年{match['end'][1]}")
    if month and _MONTH_NOW.fullmatch(words):
        return whole(f"{year}年{month}月")
    if month > 1 and _SUM_NOW.fullmatch(words):
        return whole(f"{year}年1-{month}月")
    return base if _SELF.fullmatch(words) or _SUM_NOW.fullmatch(words) else NEVER


def _period(match: re.Match[str]) -> Period:
    """The time that a match of the grammar names; `NEVER` for a verb that looks like a month."""
    if match["inner"] or match["english"]:
        inner = _english(match) if match["english"] else _inner(match)
        year = match["year"] or match["e_before"] or match["e_after"]
        if match["e_year"]:  # one that ends in June is called by the year it ends in
            return _years(_year(year)) if year else NEVER
        return inner.placed(_years(_year(year))) if inner and year else inner
    if match["only"] or match["fiscal"]:
        year, end = (
            _years(_year(match["only"] or match["fiscal"])),
            (match["y_end"] or "").replace("底", "末"),
        )
        return replace(year, point=_point(end), words=year.words + end)
    if match["bare"]:
        month = match["b_month"] or match["b_point"]
        return (_month(int(month)) if month else NEVER).placed(_years(int(match["bare"])))
    return _of_several_years(match)


def _of_several_years(match: re.Match[str]) -> Period:
    """Years that are told by the first and the last, a plan or a number; else a day that only a document dates."""
    if match["begin"]:
        return _years(int(match["begin"]), int(match["last"]))
    if match["plan"]:
        first = _FIRST_PLAN + 5 * _small(match["plan"])
        if match["plan_end"]:
            last = _years(first + 4)
            return replace(last, point="end", words=f"{last.words}末")
        return _years(first, first + 4)
    if recent := match["recent"] or match["past"]:
        return Period((1 - _small(recent), 0, 0), (0, 0, 0), "", f"近{recent}年")
    day = (0, -1 if match["vague"][0] == "月" else 0, 0)
    return Period(day, day, _point(match["vague"]), match["vague"].replace("底", "末"))


def _years(first: int, last: int = 0) -> Period:
    return Period((first, 0, 0), (last or first, 0, 0), "", f"{first}-{last}年" if last else f"{first}年")


def _year(text: str) -> int:
    """A year as it is written: in digits, short, in Chinese digits, of the Republic of China, of a budget."""
    digits = "".join(
        str(DIGITS.get(char, 0)) if char in _HAN else char for char in text if char in _HAN or char.isdigit()
    )
    if "民国" in text or len(digits) == len("113"):
        return _ROC + int(digits)
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _point(word: str) -> Point:
    return "" if not word else "start" if word[-1] == "初" else "end"


def _months(first: int, last: int, words: str, point: Point = "") -> Period:
    return Period((0, first, 0), (0, last, 0), point, words)


def _month(month: int) -> Period:
    return _months(month, month, f"{month}月")


def _quarters(first: int, last: int, words: str, point: Point = "") -> Period:
    return _months(3 * first - 2, 3 * last, words, point)


def _inner(match: re.Match[str]) -> Period:
    """The part of a year."""
    if match["from"]:
        first, last = _small(match["from"]), _small(match["to"])
        return _months(min(first, last), last, f"{first}-{last}月")
    if months := match["count"] or match["upto"]:
        last = _small(months)
        return _months(1, last, f"1-{last}月" if last > 1 else "1月")
    if quarters := match["quarters"] or match["q_last"]:
        last = _small(quarters)
        return _quarters(1, last, f"前{_NUMERALS[last - 1]}季度")
    if match["quarter"]:
        place, end = _small(match["quarter"]), match["q_end"] or ""
        return _quarters(place, place, f"{_NUMERALS[place - 1]}季度{end}", _point(end))
    report = match.groupdict().get("report") or ""
    if match["half"] or report:
        return _REPORTS.get(report[:1]) or _half(first=match["half"] != "下")
    return _in_month(_small(match["month"]), match["ten"], (match["m_end"] or "").replace("底", "末"))


def _in_month(month: int, ten: str | None, end: str) -> Period:
    """A month, ten days of it, or its end."""
    whole_month = _month(month)
    if not ten:
        return replace(whole_month, point=_point(end), words=whole_month.words + end)
    first, last = _TENS[ten]
    return Period((0, month, first), (0, month, last), "", f"{whole_month.words}{ten}旬")


def _half(*, first: bool) -> Period:
    return _months(1, 6, "上半年") if first else _months(7, 12, "下半年")


_REPORTS = {"一": _quarters(1, 1, "一季度"), "三": _quarters(1, 3, "前三季度")}
"""What reports on parts of a year are of, by what they begin with; others are of its first half."""


def _english(match: re.Match[str]) -> Period:
    """The part of a year, in English; `NEVER` for a verb."""
    if to := match["e_to"] or match["e_until"]:
        last = _NAMED[to[:3].lower()]
        first = _NAMED[match["e_from"][:3].lower()] if match["e_from"] else max(1, last - 2)
        return _months(first, last, f"{first}-{last}月")
    if count := (match["e_count"] or "").lower():
        last = _COUNT.index(count) + 1 if count in _COUNT else int(count)
        return _months(1, last, f"1-{last}月")
    if match["e_quarter"] or match["e_half"] or match["e_order"]:
        place = int(match["e_quarter"] or match["e_half"] or 0) or _ORDER[match["e_order"].lower()]
        if match["e_half"] or (match["e_part"] or "").lower() == "half":
            return _half(first=place == 1)
        return _quarters(place, place, f"{_NUMERALS[place - 1]}季度")
    word, start = match["e_month"].lower(), match.start("e_month")
    dated = match["e_before"] or match["e_after"] or match["e_ten"]
    if (
        word in _VERBS
        and not dated
        and not _BEFORE_MONTH.search(match.string[max(0, start - _NEAR) : start].lower())
    ):
        return NEVER
    return _in_month(_NAMED[word[:3]], _ENGLISH_TENS.get((match["e_ten"] or "").lower()), "")


def _small(text: str) -> int:
    return int(number(text) or 0)

"""What the head of a page and the text as a whole tell of a document: title, publisher, date, period, place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from bot.language import periods
from bot.language.segmenter import cut
from bot.reading import days, signature
from bot.reading.extracted import ReadTable
from bot.reading.lines import is_long
from bot.reading.prose.statements import Statement
from bot.reading.sentences import Sentence
from bot.reading.signature import NOBODY, Signature, of_line
from bot.reading.tables.cells import is_unit
from bot.reading.tables.listed import CONTENT, DETAILS
from bot.reading.unit_lines import tells_units
from bot.reading.words import any_of


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who brings a document knows of it; what is empty is read from the document."""

    title: str = ""
    period: str = ""
    place: str = ""
    publisher: str = ""


_DOCUMENT = re.compile(
    r"(?:报告|公报|年报|意见|通知|通报|公告|情况|办法|方案|规划|计划|工作|总结|要点)(?:[（(].{1,8}[)）])?$"
    r"|(?<=\w )(?i:report|review|bulletin|statement|accounts|statistics|survey|yearbook)"
    r"(?:,? \d{4}(?:[-–/]\d{2,4})?)?(?: (?:for|to) [\w ,/–-]{4,40})?$"
)
_BUDGET_YEAR = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)(?:[-–/]|至)(?P<last>\d{2})(?!\d)|(?P<spelled>二[〇零○][〇零○一二三四五六七八九]{2})(?=至)"
)
"""A year that is not that of the calendar: 2023/24, 二零二三至二四年度."""


_NO_TITLE = re.compile(
    r"^(?i:signed|prepared|approved|issued) by |https?:|^.{2,6}[:：]|^[—(（#]|[。；;,，.]$|。|[|│┃║]|^\W+$"
)
_HEADS_DATE = re.compile(r"日期|时间|发布|公布|来源|印发|签发")
_OFFICE = (
    r"(?:办公厅|办公室|委员会|统计局|财政局|调查总?队|总局|局|部|署|银行|中心|集团|公司|大学|学院|医院"
    r"|人民政府|政府办?|厅|院|会)"
)
_PLACE = (
    r"(?!全[国省市县区]|本|各|该|我|市|省|县|区|为|在|由|对|关于|现将)[\u4e00-\u9fff]{2,5}?"
    r"(?:自治区|自治州|自治县|新区|开发区|林区|特区|地区|省|市|县|州(?!市|县)|盟|旗|区(?![域间级]))"
)
_OFFICE_OF = rf"(?P<office>(?P<place>{_PLACE})[\u4e00-\u9fff]{{0,12}}?{_OFFICE}+)"
_OF_PLACE = re.compile(rf"(?:^|[:：|_\s©—-]){_OFFICE_OF}(?:网站?|门户)*(?:$|[^\u4e00-\u9fff])")
_SPELLED = 200
"""Within how many characters a cover gives its year in words."""
_FOOT = 200
"""Within how many characters of its end a text is signed."""
_SIGNED = re.compile(rf"\n\s*{_OFFICE_OF}\s*(?:\n\s*(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?\s*)?\Z")
_SESSION = re.compile(rf"在(?P<place>{_PLACE})第[一二三四五六七八九十\d]{{1,4}}届(?:人民代表大会|人大)")
"""Before whom a report is given: 在海南省第七届人民代表大会第五次会议上."""
_BEFORE_WHOM = re.compile(r"在.{4,40}(?:会议|大会)上$")
_HEAD_OF_TEXT = 400
"""Within how many characters it is said."""
_SPEAKER = re.compile(
    r"[^\d，。,;；:：]{0,16}?(?:[省市县区州盟旗]长|主席|主任|局长|厅长|院长|检察长)(?P<name>[\u4e00-\u9fff]{2,4})"
)
"""Who gives a report, in a line below that which says before whom: 东江市市长 周明."""
_SITE_NAME = re.compile(rf"(?:{_OFFICE}|{any_of('site')})$")
_JOINED = re.compile(r"(?:和|及|与|暨|、|的)$|^关于")


def title(front: Sequence[Sentence], page: Sequence[str] = ()) -> str:
    """What a page calls itself, else the longest of its first lines that is neither an address nor a note about it.

    Args:
        front: The first lines.
        page: The headings and titles the file marks as such, the best first.
    """
    lines = [
        part.text
        for part in front[:6]
        if not (is_long(part.text) or _NO_TITLE.search(part.text))
        and not (days.is_day(part.text) or tells_units(part.text))
    ]
    marked = [name for name in map(_without_site, page) if name]
    lines = list(_put_together(lines))
    named = [line for line in (*marked, *lines) if _DOCUMENT.search(line)]
    if best := next(iter((*named, *marked)), ""):
        return next((line for line in named if best in line and line != best), best)
    own = [line for line in lines[:3] if not of_line(line)]  # not who signs it
    return max(own or lines[:3], key=len, default="")


def _without_site(words: str) -> str:
    """The title of a page without the names of the site and its parts; empty where there is nothing else.

    >>> [_without_site(words) for words in ("2025年公报_青江市人民政府", "青江市统计局网站", "1-8月运行情况")]
    ['2025年公报', '', '1-8月运行情况']
    """
    parts = [part.strip() for part in re.split(r"[_|｜]|(?<!\d)[—-]+|[—-]+(?!\d)", words)]
    return next((part for part in parts if part and not _SITE_NAME.search(part)), "")


def _put_together(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with a title that stands on several of them in one piece.

    >>> list(_put_together(["青江市", "2025年经济和社会发展", "统计公报", "青江市统计局"]))
    ['青江市2025年经济和社会发展统计公报', '青江市统计局']
    """
    before = ""
    for line in lines:
        if before and not _goes_on(before, line):
            yield before
            before = ""
        before += line
    if before:
        yield before


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with a title: it has neither place nor time, or what is before it is no more."""
    if re.match(r"[和及与暨的、]", line):
        return True
    if _DOCUMENT.search(before) or re.search(rf"{_OFFICE}$", before) or days.is_day(before):
        return False
    told = bool(re.match(_PLACE, line) or periods.found(line))
    if re.fullmatch(_PLACE, before):
        return not re.search(rf"{_OFFICE}$", line)
    if _JOINED.search(before):
        return bool(_DOCUMENT.search(line) or told)
    return (
        bool(_DOCUMENT.search(line)) and not told and bool(re.match(_PLACE, before) or periods.found(before))
    )


@dataclass(frozen=True, slots=True)
class FileName:
    """What the name of a file tells of the document in it."""

    title: str
    date: str = ""
    period: str = ""


_FILE_NUMBER = re.compile(r"^(?:[(（\[]?\d{1,6}[)）\]]?)[\s_.、-]+(?=\S*[^\W\d_])")
_FILE_DATE = re.compile(
    r"[\s_(（-]*(?P<year>(?:19|20)\d\d)[-./_]?(?P<month>0[1-9]|1[0-2])[-./_]?(?P<day>0[1-9]|[12]\d|3[01])[)）]?$"
)
_FILE_COPY = re.compile(r"\s*(?:[(（]\d{1,2}[)）]|[-_ ]*(?:副本|copy|final|最终版|定稿))$", re.IGNORECASE)


def named(stem: str) -> FileName:
    """Read the name of a file: a number before the title and a date behind it are no part of the title.

    >>> named("140_2024年5月份社会消费品零售总额增长3.7%_2024-06-17")
    FileName(title='2024年5月份社会消费品零售总额增长3.7%', date='2024-06-17', period='2024年5月')
    >>> named("table3"), named("2024年1—8月份利润 (1)").period
    (FileName(title='table3', date='', period=''), '2024年1-8月')
    """
    title = _FILE_NUMBER.sub("", _FILE_COPY.sub("", stem))
    day = ""
    if match := _FILE_DATE.search(title):
        if match.start():
            title = title[: match.start()]
        day = f"{match['year']}-{match['month']}-{match['day']}"
    title = title.strip(" _-")
    return FileName(title or stem, day, periods.found(title).words)


_HEAD_LINES = 12


_ADDRESS = re.compile(r"https?:|www\.|^#")
_NOT_PUBLISHED = re.compile(
    r"期限|时点|截[至止]|零时|废止|失效|有效|生效|实施|成立|设立|注册|出生|上市|开业|投产|开工|竣工|日起|\d日?[至到—]"
)
_NAMED_OFFICE = re.compile(
    r"(?:来源|(?:发布|公开|发文|制作)(?:机构|机关|单位|主体)|单位)[:：]\s*"
    r"([^\s:：|]{2,30}?)(?=$|[\s|]|(?:19|20)\d\d|日期|发布|时间|字号|选择|浏览|作者|点击|打印)"
)
_GIVEN = re.compile(r"((?:19|20)\d\d年)\d{1,2}月\d{1,2}日[,，]?在.{2,40}?(?:会议|大会)上")
_REVIEWED = re.compile(
    r"^\s*[^\n。，,]{0,6}((?:19|20)\d\d)年[^\n。，,]{0,12}(?:回顾|总结|情况|工作)\s*$", re.MULTILINE
)


def _told(front: Sequence[Sentence]) -> list[Sentence]:
    """The first lines that are no address of the page."""
    return [part for part in front[:_HEAD_LINES] if not _ADDRESS.search(part.text)]


def details(tables: Sequence[ReadTable]) -> list[str]:
    """What a form above the text says of the document, label and words in a line: 发布日期:2024-03-20."""
    rows = (row for table in tables[:1] for row in table.rows if row.name in DETAILS)
    return [f"{row.name}:{row.cells[CONTENT].value}" for row in rows if CONTENT in row.cells]


def _day(text: str) -> days.Day | None:
    """A day in a line that gives the day of publication, not the time that the document is about."""
    return None if _NOT_PUBLISHED.search(text) else days.find(text)


def date(front: Sequence[Sentence], given: Sequence[str] = (), signed: Signature = NOBODY) -> str:
    """The day of publication, as 2024-03-20: by `details`, by the first lines, or by who signs at the foot."""
    if day := next(filter(None, map(_day, given)), None):
        return day.iso
    part = _dated(front, signed)
    return (day.iso if part and (day := _day(part.text)) else "") or signed.date


def about(
    front: Sequence[Sentence], title: str, signed: Signature = NOBODY, publisher: str = ""
) -> list[tuple[Sentence, Statement]]:
    """What people ask of a document itself, with the lines that tell: the day, who publishes it, who gives it."""
    found: list[tuple[Sentence, Statement]] = []

    def state(part: Sentence, what: str, start: int, end: int) -> None:
        found.append((part, Statement(title, what, start, end, (0, len(part.text)))))

    part = _dated(front, signed)
    if part and (day := days.find(part.text, english=part is signed.part)):
        state(part, "发布日期", day.start, day.end)
    lines = [one for one in _told(front) if title not in one.text]
    # What is given in full may be printed without its place: 市财政局 of 东江市财政局.
    printed = ((one, name) for one in lines for name in _shorter(publisher) if name in one.text)
    if office := next(printed, None):
        at = office[0].text.index(office[1])
        state(office[0], "发布单位", at, at + len(office[1]))
    behind = (one for last, one in pairwise(lines) if _BEFORE_WHOM.search(last.text))
    speakers = ((one, match) for one in behind if (match := _SPEAKER.fullmatch(one.text)))
    if speaker := next(speakers, None):
        state(speaker[0], "报告人", *speaker[1].span("name"))
    return found


def _shorter(office: str) -> Iterator[str]:
    """An office, and how it is called where its place is known; a place alone publishes nothing."""
    if re.search(rf"{_OFFICE}$", office):
        yield office
    if (match := re.match(_PLACE, office)) and re.search(rf"{_OFFICE}$", office[match.end() :]):
        yield office[match.end() - 1 :]


def _dated(front: Sequence[Sentence], signed: Signature) -> Sentence | None:
    """The line with the day of publication: one at the head that says so, the signature, or any at the head."""
    told = [part for part in _told(front) if _day(part.text)]
    said = (part for part in told if of_line(part.text) or _HEADS_DATE.search(part.text))
    return next(said, None) or signed.part or next(iter(told), None)


def publisher(  # noqa: PLR0913, PLR0917  # each says it in its own way
    front: Sequence[Sentence],
    title: str,
    place: str,
    given: Sequence[str] = (),
    sites: Sequence[str] = (),
    signed: Signature = NOBODY,
) -> str:
    """Who published it: its source, an office of the first lines, who signs it, that of the title or the site."""
    lines = _told(front)
    for text in (*given, *(part.text for part in lines)):
        match = _NAMED_OFFICE.search(text)
        if match and not match[1].startswith("本") and not is_unit(match[1].rstrip(")）")):
            return _of_place(match[1], place)
    if office := signature.at_head(lines[:8], title).office:
        return _of_place(office, place)
    for text in [part.text for part in lines[1:8]]:
        if re.search(r"[:：,，。]|报告|公报|关于", text):
            continue
        if match := re.match(
            rf"(.{{1,18}}?{_OFFICE}+)(?=$|[^\u4e00-\u9fff]|国家|[\u4e00-\u9fff]{{1,2}}长)", text
        ):
            return _of_place(match[1], place)
    return _of_place(signed.office, place) if signed.office else _by_title(title, place, sites)


def _by_title(title: str, place: str, sites: Sequence[str]) -> str:
    """The office that a title begins with, or else who keeps the site, or the place itself."""
    named = periods.leading(title)[1] or title
    match = re.match(
        r"([^各]{2,18}?(?:办公室|委员会|统计局|财政局|局|人民政府|政府办|厅|院|有限公司))", named
    )
    if match:
        return _of_place(match[1], place)
    if "政府工作报告" in title:
        return f"{place}人民政府" if place else ""
    return next((match["office"] for site in sites if (match := _OF_PLACE.search(site))), place)


def _of_place(office: str, place: str) -> str:
    """An office with its place in full ("市财政局" of 东江市)."""
    last = place[-1:]
    if last and office.startswith(last) and last in "省市县区州":
        return place + office[1:]
    return office


_HALF_YEAR = re.compile(r"(?<=年)半年度?")
_REPORTED = re.compile(
    r"(?:报告期间?|统计期间?|所属(?:时期|期间))(?:为|[:：])\s*(?P<period>(?:19|20)\d\d年[^，。,;；\n]{0,10})"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[。；]|\.(?:\s|$)")


def period(title: str, text: str) -> str:
    """The time the document is about: what its title says, else the year it names most often.

    A work report is about the year that it looks back on, not the one it plans and is called after. Of years named
    equally often it is the first that a text tells of, and the last that stands over the columns of a table.

    >>> period("全国2025年1—8月邮政运行情况", ""), period("关于2024年预算执行情况和2025年预算草案的报告", "")
    ('2025年1-8月', '2024年')
    >>> period("东江市2026年政府工作报告", "一、2025年工作回顾"), period("海洋公报", "2021年,2022年,2022年")
    ('2025年', '2022年')
    >>> period("Riverton Library Annual Report 2023", ""), period("2024年半年度情况说明", "")
    ('2023年', '2024年上半年')
    >>> period("预算", "2025年执行情况良好。2026年草案如下。"), period("b", "城市,2022年,2023年")
    ('2025年', '2023年')
    >>> period("松陵区人民法院工作报告", "——2025年1月9日在松陵区第八届人民代表大会第四次会议上 2024年，审结80件。")
    '2024年'
    >>> period("松陵大桥", "1998年开工。2001年建成。2009年、2015年大修。")
    ''
    >>> period("Annual Report 2023/24", "On 18 July 2024"), period("二零二三至二四年度年报", "2024年3月31日")
    ('2023年', '2023年')
    >>> period("旅客人次创新高", "创2019年有记录以来新高，同为2019年后新高。")
    ''
    >>> period("基本信息", "成立日期:2008年5月16日 2008年 报告期:2023年度")
    '2023年'
    """
    if (of := _BUDGET_YEAR.search(title)) and (
        of["spelled"] or (int(of["first"]) + 1 - int(of["last"])) % 100 == 0
    ):
        return f"{of['first'] or periods.in_digits(of['spelled'] + '年')[:4]}年"
    said = periods.found(_HALF_YEAR.sub("上半年", title)).words
    report = re.search(r"(?:政府|法院|检察院|委员会)工作报告", title)
    if said and not report:
        return said
    if report and (match := _REVIEWED.search(text)):
        return f"{match[1]}年"
    told = said or (match[1] if report and (match := _GIVEN.search(text[:_SPELLED])) else "")
    if report and told and f"{int(told[:4]) - 1}年" in text:
        return f"{int(told[:4]) - 1}年"
    return _reported(text) or _most_named(title, text, said)


def _reported(text: str) -> str:
    """The time that a text says it reports on."""
    match = _REPORTED.search(text)
    return found.words if match and (found := periods.found(match["period"])).years else ""


def _most_named(title: str, text: str, said: str) -> str:
    """The year that a text names most often, else one that the title has without saying so."""
    told = re.sub(r"(?m)^\s*[(（]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[)）]?\s*$", "", text)
    years = Counter(
        re.findall(r"(?<![\d比与较由同和从])((?:19|20)\d\d)年(?!有?[记纪]?录?以?来|[后起前])", told)
    )
    most = [year for year in years if years[year] == max(years.values())]
    if years and not _SENTENCE_END.search(told):
        return f"{max(most)}年"
    # A text that tells of many years, as that of a life does, is about none of them.
    if years and years[most[0]] * 2 >= years.total():
        return f"{most[0]}年"
    bare = (one.period for one in periods.mentions(title) if one.period.years and not _HAN.search(title))
    if (named := said or next(bare, periods.NEVER).words) or years:
        return named
    spelled = periods.found(told[:_SPELLED]).words  # 二〇二五年 on a cover
    return spelled if spelled[:4].isdigit() and f"{spelled[:4]}年" not in told else ""


def place(title: str, text: str, offices: Sequence[str] = ()) -> str:
    """The place the document is about: the one in its title, of who publishes it, or most clauses begin with.

    >>> place("关于青桐县2024年预算执行情况的报告", ""), place("2025年1—8月全国邮政运行", "")
    ('青桐县', '全国')
    >>> place("松陵区年鉴", ""), place("年鉴", "", ["版权所有:松陵区人民政府"]), place("年鉴", "请联系县长信箱。")
    ('松陵区', '松陵区', '')
    >>> place("第七次全国人口普查公报", "", ["松陵区统计局"]), place("第七次全国人口普查公报", "")
    ('松陵区', '全国')
    >>> place("年鉴", "新建公园5个，占全市的8%。"), place("年鉴", "青桐县建成公园5个。青桐县治理河道。")
    ('', '青桐县')
    >>> place("政府工作报告", "——2026年1月27日在青海省第七届人民代表大会第五次会议上")
    '青海省'
    >>> place("南海州立大学", "随着青桐县建成公园5个，"), place("中国移动", "")
    ('', '')
    """
    said, rest = periods.leading(re.sub(r"^关于", "", title))
    match = re.match(rf"(?:的|份)?({_PLACE}|全国|我国|中国)", rest if said else re.sub(r"^关于", "", title))
    if match and _is_whole(match):
        return "全国" if match[1] in {"全国", "我国", "中国"} else match[1]
    if re.search(r"全国(?![\u4e00-\u9fff]{2,4}普查)|我国", title):
        return "全国"
    if match := _SESSION.search(text[:_HEAD_OF_TEXT]):
        return match["place"]
    told = [*map(_OF_PLACE.search, offices), _SIGNED.search(text[-_FOOT:])]
    if match := next(filter(None, told), None):
        return match["place"]
    places = Counter(match[1] for match in _PLACE_AHEAD.finditer(text) if _is_whole(match))
    (most, times), (_, next_) = [*places.most_common(2), ("", 0), ("", 0)][:2]
    return most if times > max(next_, 1) else "全国" if "全国" in title else ""


_PLACE_AHEAD = re.compile(
    rf"(?:^|[,，。;；年《“\n])((?!全|本|各|该|我|市|省|县|区|为|在|由|对|{any_of('doing', 'calling')})"
    r"(?:(?!全[省市县])[\u4e00-\u9fff]){2,4}?(?:自治区|自治州|地区|省|市|县))(?![级委场])"
)


def _is_whole(match: re.Match[str]) -> bool:
    """Whether a word ends where a name of a place would, as none does in 县长."""
    rest = match.string[match.end() : match.end() + 3]
    return match[1] in accumulate(cut(match[1] + rest))

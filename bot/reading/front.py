"""What the head of a page and the text as a whole tell of a document: title, publisher, date, period, place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import periods
from bot.reading.prose.statements import Statement
from bot.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who brings a document knows of it; what is empty is read from the document."""

    title: str = ""
    period: str = ""
    place: str = ""


_DOCUMENT = re.compile(
    r"(?:报告|公报|年报|意见|通知|通报|公告|情况|办法|方案|规划|计划|工作|总结|要点)(?:[（(].{1,8}[)）])?$"
)


def title(front: Sequence[Sentence]) -> str:
    """The longest of the first lines that is neither an address nor a note about the page."""
    lines = [
        part.text
        for part in front[:6]
        if len(part.text) <= 60 and not re.search(r"https?:|^.{2,6}[:：]|^[—(（#]|[。；;,，]$|。", part.text)
    ]
    named = [line for line in lines if _DOCUMENT.search(line)]
    return named[0] if named else max(lines[:3], key=len, default="")


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


_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_HEAD_LINES = 12


_ADDRESS = re.compile(r"https?:|www\.|^#")
_OFFICE = (
    r"(?:办公厅|办公室|委员会|统计局|财政局|调查总?队|总局|局|部|署|银行|中心|集团|公司|大学|学院|医院"
    r"|人民政府|政府办?|厅|院|会)"
)
_NAMED_OFFICE = re.compile(
    r"(?:来源|发布机构|信息来源|公开主体|发布单位|发文机关|单位)[:：]\s*"
    r"([^\s:：|]{2,30}?)(?=$|[\s|]|(?:19|20)\d\d|日期|发布|时间|字号|选择|浏览|作者|点击|打印)"
)
_PLACE = (
    r"(?!全[国省市县区]|本|各|该|我|市|省|县|区|为|在|由|对|关于|现将)[\u4e00-\u9fff]{2,5}?"
    r"(?:自治区|自治州|自治县|新区|开发区|林区|特区|省|市|县|州(?!市|县)|盟|旗|区(?![域间级]))"
)
_REVIEWED = re.compile(
    r"^\s*[^\n。，,]{0,6}((?:19|20)\d\d)年[^\n。，,]{0,12}(?:回顾|总结|情况|工作)\s*$", re.MULTILINE
)


def _told(front: Sequence[Sentence]) -> list[Sentence]:
    """The first lines that are no address of the page."""
    return [part for part in front[:_HEAD_LINES] if not _ADDRESS.search(part.text)]


def _day(text: str) -> re.Match[str] | None:
    """A day in a line that gives the day of publication, not the time that the document is about."""
    return None if re.search(r"期限|时点|截[至止]|零时|\d日?[至到—]", text) else _DATE.search(text)


def date(front: Sequence[Sentence]) -> str:
    """The day of publication the first lines give, as 2024-03-20."""
    for part in _told(front):
        if match := _day(part.text):
            return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return ""


def dated(front: Sequence[Sentence], title: str) -> tuple[Sentence, Statement] | None:
    """The day of publication as something people ask for, with the line that gives it."""
    for part in _told(front):
        if match := _day(part.text):
            return part, Statement(title, "发布日期", match.start(), match.end(), (0, len(part.text)))
    return None


def publisher(front: Sequence[Sentence], title: str, place: str) -> str:
    """Who published it: what the page names as its source, or an office among the first lines or in the title."""
    lines = _told(front)
    for part in lines:
        match = _NAMED_OFFICE.search(part.text)
        if match and not match[1].startswith("本"):
            return match[1]
    for text in [part.text for part in lines[1:8]]:
        if re.search(r"[:：,，。]|报告|公报|关于", text):
            continue
        if match := re.match(
            rf"(.{{1,18}}?{_OFFICE}+)(?=$|[^\u4e00-\u9fff]|国家|[\u4e00-\u9fff]{{1,2}}长)", text
        ):
            return _of_place(match[1], place)
    if match := re.match(r"(.{2,18}?(?:办公室|委员会|统计局|财政局|局|人民政府|政府办|厅|院))", title):
        return _of_place(match[1], place)
    return f"{place}人民政府" if place and "政府工作报告" in title else place


def _of_place(office: str, place: str) -> str:
    """An office with its place in full ("市财政局" of 东江市)."""
    last = place[-1:]
    if last and office.startswith(last) and last in "省市县区州":
        return place + office[1:]
    return office


def period(title: str, text: str) -> str:
    """The time the document is about: what its title says, else the year it names most often.

    A work report is about the year that it looks back on, not the one it plans and is called after.

    >>> period("全国2025年1—8月邮政运行情况", ""), period("关于2024年预算执行情况和2025年预算草案的报告", "")
    ('2025年1-8月', '2024年')
    >>> period("东江市2026年政府工作报告", "一、2025年工作回顾"), period("海洋公报", "2021年,2022年,2022年")
    ('2025年', '2022年')
    """
    said = periods.found(title).words
    report = re.search(r"(?:政府|法院|检察院|委员会)工作报告", title)
    if said and not report:
        return said
    if report and (match := _REVIEWED.search(text)):
        return f"{match[1]}年"
    if report and said and f"{int(said[:4]) - 1}年" in text:
        return f"{int(said[:4]) - 1}年"
    told = re.sub(r"(?m)^\s*[(（]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[)）]?\s*$", "", text)
    years = Counter(re.findall(r"(?<![\d比与较由同和从])((?:19|20)\d\d)年", told))
    return f"{max(years, key=lambda year: years[year])}年" if years else said


def place(title: str, text: str) -> str:
    """The place the document is about: the one in its title, else the one its clauses most often begin with.

    >>> place("关于青桐县2024年预算执行情况的报告", ""), place("2025年1—8月全国邮政运行", "")
    ('青桐县', '全国')
    >>> place("松陵区年鉴", ""), place("年鉴", "新建公园5个，占全市的8%。")
    ('松陵区', '')
    """
    said, rest = periods.leading(re.sub(r"^关于", "", title))
    if match := re.match(
        rf"(?:的|份)?(?:({_PLACE})|(全国|我国|中国))", rest if said else re.sub(r"^关于", "", title)
    ):
        return match[1] or "全国"
    if re.search(r"全国|我国", title):
        return "全国"
    parts = r"(?:(?!全[省市县])[\u4e00-\u9fff]){2,4}?"
    name = rf"(?!全|本|各|该|我|市|省|县|区|为|在|由|对){parts}(?:自治区|自治州|省|市|县)"
    places = Counter(re.findall(rf"(?:^|[,，。;；年《“\n])({name})(?![级委场])", text))
    return places.most_common(1)[0][0] if places else ""

"""What the head of a page and the text as a whole tell of a document: title, publisher, date, period, place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction import periods
from bot.extraction.sentences import Sentence
from bot.extraction.statements import Statement

_DOCUMENT = re.compile(
    r"(?:报告|公报|年报|意见|通知|通报|公告|情况|办法|方案|规划|计划|工作|总结|要点)(?:[（(].{1,8}[)）])?$"
)


def title(front: Sequence[Sentence]) -> str:
    """The longest of the first lines that is neither an address nor a note about the page."""
    lines = [
        part.text
        for part in front[:6]
        if len(part.text) <= 60 and not re.search(r"https?:|[:：]|^[—(（#]|。", part.text)
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
    return FileName(title or stem, day, periods.found(title))


_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_HEAD_LINES = 12


def date(front: Sequence[Sentence]) -> str:
    """The day of publication the first lines give, as 2024-03-20."""
    for part in front[:_HEAD_LINES]:
        if match := _DATE.search(part.text):
            return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return ""


def dated(front: Sequence[Sentence], title: str) -> tuple[Sentence, Statement] | None:
    """The day of publication as something people ask for, with the line that gives it."""
    for part in front[:_HEAD_LINES]:
        if match := _DATE.search(part.text):
            return part, Statement(title, "发布日期", match.start(), match.end(), (0, len(part.text)))
    return None


def publisher(front: Sequence[Sentence], title: str, place: str) -> str:
    """Who published it: what the page names as its source, or an office among the first lines or in the title."""
    for part in front[:12]:
        match = re.search(
            r"(?:来源|发布机构|信息来源|公开主体)[:：]\s*([^\s:：]{2,30}?)(?=$|\s|日期|发布|时间|字号|选择|浏览|作者)",
            part.text,
        )
        if match and not match[1].startswith("本"):
            return match[1]
    office = re.compile(r"^(.{2,18}?(?:办公室|委员会|统计局|财政局|局|人民政府|政府办|厅|院))")
    for text in [part.text for part in front[1:6]] + [title]:
        if (match := office.match(text)) and not re.search(r"[:：]", text):
            name = match[1]
            return place + name.removeprefix("市") if place.endswith("市") and name.startswith("市") else name
    return place


def period(text: str) -> str:
    """The year the document is about: the one it names most often."""
    years = Counter(re.findall(r"(?<!\d)((?:19|20)\d\d)年", text))
    return f"{max(years, key=lambda year: years[year])}年" if years else ""


def place(title: str, text: str) -> str:
    """The place the document is about: the one in its title, else the one its clauses most often begin with."""
    name = r"(?!全|本|各|该|我|市|省|县|区|为|在|由|对)[\u4e00-\u9fff]{2,4}?(?:自治区|自治州|省|市|县)"
    if match := re.match(rf"(?:关于)?(?:(?:19|20)\d\d年)?({name})", title):
        return match[1]
    places = Counter(re.findall(rf"(?:^|[,，。;；年《“\n])({name})(?![级委场])", text))
    return places.most_common(1)[0][0] if places else ""

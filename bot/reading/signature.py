"""Who signs a document, and when: a line of an office, of a day or of both, at its head or at its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading import days
from bot.reading.sentences import Sentence

_LABEL = re.compile(
    r"(?:(?:发布|公布|编制|制作|发文|填报|落款)?(?:单位|机构|机关|部门|人)|署名|落款|签发)[:：]\s*"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff][\u4e00-\u9fff·()（）]{1,28}"
    r"(?:办公厅|办公室|委员会|居委会|村委会|管委会|理事会|董事会|监事会|局|公所|总?队|署|部|科|处|银行|中心|集团|公司"
    r"|大学|学院|学校|中学|小学|幼儿园|医院|卫生院|政府|政府办|办事处|厅|院|所|站|社|馆|协会|学会|商会|联合会|基金会|总工会|总会)"
)
_VERB = re.compile(r"[:：,，。;；]|(?:报告|公报|通知|公告|情况|统计|如下)$")
_MOST_LINES = 3
_HEAD = 8
_ENGLISH_OFFICE = re.compile(
    r"\b(?P<how>[Ii]ssued|[Pp]ublished|[Rr]eleased|[Pp]repared|[Cc]ompiled) by (?:the )?"
    r"(?P<office>[A-Z][\w&'.-]*(?: (?:(?:of|and|the|for|&) )*[A-Z][\w&'-]*)*)"
)
_ENGLISH_DAY = re.compile(
    r"\b(?:signed|issued|published|released|adopted|approved|updated|dated?|posted|prepared)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Signature:
    """An office and a day as 2024-04-12, each empty where it is not given; ``part`` is the line with the day."""

    office: str = ""
    date: str = ""
    part: Sentence | None = None


NOBODY = Signature()


def of_line(text: str) -> tuple[str, str] | None:
    """The office and the day that a line consists of; None where it says anything else.

    >>> of_line("青石县统计局2024年4月12日"), of_line("落款：白梅区财政局"), of_line("二〇二四年四月三日")
    (('青石县统计局', '2024-04-12'), ('白梅区财政局', ''), ('', '2024-04-03'))
    >>> of_line("全年由县统计局发布"), of_line("2023年全县共有医院")
    (None, None)
    """
    label = _LABEL.match(text)
    bare = text[label.end() :] if label else text
    day = days.find(bare)
    if day and day.end < len(bare.rstrip(" )）")):
        return None
    office = (bare[: day.start] if day else bare).strip(" ()（）,，")
    if not office:
        return ("", day.iso) if day else None
    if not _OFFICE.fullmatch(office) or _VERB.search(office):
        return None
    return office, day.iso if day else ""


def at_head(lines: Sequence[Sentence], title: str) -> Signature:
    """The first line of an office among the first of a document that is no part of its title."""
    for part in lines:
        said = of_line(part.text)
        if said and said[0] and said[0] not in title:
            return Signature(*said, part if said[1] else None)
    return Signature()


def at_foot(parts: Sequence[Sentence]) -> Signature:
    """What the last lines of a document give, from the last of them up to one that says anything else."""
    office = date = ""
    dated: Sentence | None = None
    for part in reversed(parts[-_MOST_LINES:]):
        said = of_line(part.text)
        if said is None or (said[0] and office) or (said[1] and date):
            break
        office, date = said[0] or office, said[1] or date
        dated = part if said[1] else dated
    return Signature(office, date, dated)


def in_english(parts: Sequence[Sentence]) -> Signature:
    """Who is said in English to have issued a document, or else prepared it, and when."""
    offices = {
        match["how"].lower(): match["office"]
        for part in parts
        for match in _ENGLISH_OFFICE.finditer(part.text)
    }
    office = next(
        (
            offices[how]
            for how in ("issued", "published", "released", "prepared", "compiled")
            if how in offices
        ),
        "",
    )
    for part in parts:
        told = _ENGLISH_DAY.search(part.text) or days.is_day(part.text.strip(" .,"))
        if told and (day := days.find(part.text, english=True)):
            return Signature(office, day.iso, part)
    return Signature(office)


def signed(head: Sequence[Sentence], parts: Sequence[Sentence]) -> Signature:
    """Who signs a document and when, by its last lines, or by what its first and last ones say in English."""
    foot = at_foot(parts)
    if foot.office or foot.date:
        return foot
    return in_english([*head[:_HEAD], *parts[-_MOST_LINES:]])

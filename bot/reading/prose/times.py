"""The time each sentence and each figure of the prose is of, where it is not the document's."""

from __future__ import annotations

import re
from typing import Literal

from bot.reading import periods
from bot.reading.prose import grammar

Scope = Literal["clause", "sentence", "on"]

_BEFORE_TIME = re.compile(
    r"(?:[,，:：、。;；\s]|——|其中|同时|另外|此外|预计|初步核算|初步统计|据统计|据初步统计|全市|全省|全县|全区|全国"
    r"|(?:根?据|按照?)[^,，\d]{2,16}[,，])+"
)
_UP_TO = re.compile(r"(?P<month>1[0-2]|[1-9])月(?:份|末|底)?止")
_YEAR_END = re.compile(r"(?:截至|截止|至|到)?(?:本年|当年)?(?:年末|年底)(?!前)")
_GOES_ON = re.compile(r"[\d.]|[-—~～至到]\s*\d")
_BESIDE = re.compile(
    r"(?<!恢复)(?:由|从|[降增升减回落提高加少至到为])(?P<when>上年同期|去年同期|上年末|去年末|上年|去年|年初"
    r"|(?:1[0-2]|[1-9])月(?:份|末)?|(?:19|20)\d\d年(?:1[0-2]|[1-9]月)?)的?[\d.:：]*$"
)
_LAST_YEAR = re.compile(r"(?:上年|去年)(?P<same>同期)?(?P<end>末)?")
_COMPARED = re.compile(r"(?:[比较为是占于与自由从]|恢复|相当|增长|提高|下降|减少|增加|回落|上升)$")


def of_sentence(text: str, base: str) -> tuple[str, Scope]:
    """The time a sentence begins with, and how far it reaches: its clause, the sentence, or those after it too.

    >>> of_sentence("12月止,全市收入5亿元", "2025年12月"), of_sentence("截至6月底,办结3件", "2025年上半年")
    (('2025年1-12月', 'on'), ('2025年6月末', 'sentence'))
    >>> of_sentence("3月15日召开", "2025年"), of_sentence("年末床位5张", "2023年")
    (('', 'clause'), ('2023年末', 'clause'))
    """
    words = text[match.end() :] if (match := _BEFORE_TIME.match(text)) else text
    if match := _UP_TO.match(words):
        return periods.placed(f"1-{match['month']}月", base), "on"
    if match := _YEAR_END.match(words):
        full, rest = f"{base[:4]}年末" if base else "", words[match.end() :]
    else:
        said, rest = periods.leading(words)
        if not said or _GOES_ON.match(rest):
            return "", "clause"
        full = periods.placed(said, base)
        if not re.search(r"[末初旬]$|(?<![-\d])\d{1,2}月$", full):
            return (base if base.startswith(full) else full), "on"
    apart = rest.startswith((",", "，", "当月", "当季")) or not full.endswith(("末", "初"))
    return full, "sentence" if apart else "clause"


def of_figure(words: str, clause: str, time: str) -> str:
    """The time of a figure in a sentence of a ``time``; ``words`` go before it, the last of them in its ``clause``.

    >>> of_figure("三次产业结构由上年", "三次产业结构由上年", "2025年"), of_figure("年末床位", "年末床位", "2025年")
    ('2024年', '2025年末')
    >>> of_figure("恢复到2019年的", "恢复到2019年的", "2022年"), of_figure("8月户均", "8月户均", "2025年1-8月")
    ('2022年', '2025年8月')
    """
    if match := _BESIDE.search(words):
        return _beside(match["when"], time)
    said, _ = of_sentence(clause, time)
    if said:
        return said
    match = grammar.YEAR.search(clause)
    if match and not _COMPARED.search(clause[: match.start()]):
        end = {"底": "末"}.get(match[3] or "", match[3] or "")
        return f"{match[1]}年{match[2] + '月' if match[2] else ''}{end}"
    return time


def _beside(when: str, time: str) -> str:
    """The time a word like 上年 before a figure means."""
    year, inner = time[:4], time[5:]
    if not year.isdigit():
        return time
    if match := _LAST_YEAR.fullmatch(when):
        return f"{int(year) - 1}年{inner if match['same'] else ''}{match['end'] or ''}"
    return f"{year}年初" if when == "年初" else periods.placed(periods.whole(when), time)

"""Every figure of the prose as a fact, with the sentence it stands in and the numbers that are no figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.knowledge.model import Fact, Source
from bot.language import periods
from bot.reading.extracted import ReadSentence
from bot.reading.prose import english, grammar, times
from bot.reading.prose.doubts import doubts
from bot.reading.prose.labels import PARTING, bare_measures, label
from bot.reading.prose.naming import Context, Label, kind
from bot.reading.prose.statements import Statement, statements
from bot.reading.quantities import Skip, quantities
from bot.reading.sentences import Sentence

_OF_TIME = re.compile(r"(?<=[年月日度底末])之(?=\d)")
"""的 between a time and a figure, as it is written in traditional script: 112年之63人."""
_GENERAL = re.compile(
    r"(?:概况|概述|综述|综合|总述|总体|基本|主要|重点|回顾|安排|草案|目标|任务|问题|举措|措施|成效|打算|建议)$"
    r"|^(?:收入|支出|预算|数据|统计|指标|人员|机构)$|^(?:主要|重点|总体|基本|下一步|今后|当前|今年|过去)|[,，、]|.{15}"
    r"|稳步|持续|不断|显著|明显|有序|深入|加快|有力|相对|更加|逐步|稳中|新(?:进步|提升|跃升|气象|突破|成效|台阶)"
)
_ANNOUNCES = re.compile(r"现将[^。；]*(?:如下|于后)[:：。]?$")
"""What only says that figures follow: 现将2020年11月1日零时我市三个县的人口数据公布如下."""
_THEN = re.compile(r"[,，]?[与和同]((?:19|20)\d\d年)")
_HEADING_FORM = re.compile(
    r"^(?:(?:19|20)\d\d年)?(?:全[国省市县区])?|(?:预计)?(?:执行|完成|运行|工作)?(?:情况|方面|部分)$"
)


def prose(
    source: str,
    sentences: Iterable[Sentence],
    place: str = "",
    period: str = "",
    about: Sequence[tuple[Sentence, Statement]] = (),
) -> list[ReadSentence]:
    """Read the figures of a document's sentences, in order.

    ``place`` and ``period`` are the document's; ``about`` is what its head says of the document itself.
    """
    found: list[ReadSentence] = []
    context = Context(place, place)
    bare = bare_measures(source)
    section = None
    before = ""
    dated_section = time = now = period
    heads = ""  # the time of a list of English sentences
    for sentence in sentences:
        if sentence.section != section:
            time = dated_section = _years(sentence.section, period) or dated_section
        section = sentence.section
        topic = _topic(sentence.lead) or _topic(section) or sentence.run_in or place
        if context.topic != topic or not (sentence.goes_on or sentence.text.startswith("其中")):
            context = context.after(topic, place, bare, PARTING.match(sentence.text) is not None)
        text = _OF_TIME.sub("的", sentence.text)
        said_time, scope = times.of_sentence(text, time)
        time = said_time if scope == "on" and not sentence.goes_on else time
        if scope != "clause":
            now = said_time
        elif not sentence.text.startswith("其中"):
            now = time
        if foreign := english.is_english(sentence.text):
            named, skips = english.read(sentence.text)
            if not english.listed(sentence.text, source, sentence.start):
                heads = english.opening(sentence.text) if sentence.text.endswith(":") else ""
            elif heads:
                now = heads
            if sentence.goes_on and found and found[-1].facts:  # behind a semicolon
                now = found[-1].facts[-1].period
        else:
            named, skips = _named(text, context)
        said = [] if foreign else statements(sentence.text, topic, before)
        said += [statement for part, statement in about if part is sentence]
        facts = (*_facts(source, sentence, text, named, now), *_texts(source, sentence, said, now))
        found.append(ReadSentence(sentence, facts, tuple(_in_source(sentence, skips))))
        before = sentence.text
    return found


def _named(text: str, context: Context) -> tuple[list[Label], list[Skip]]:
    """The figures of a Chinese sentence with their names, and the numbers that are none."""
    figures, skips = quantities(text)
    if _ANNOUNCES.search(text):
        return [], skips + [Skip(one.start, one.end, "part of a name") for one in figures]
    return label(text, figures, context), skips


def _topic(section: str) -> str:
    """What the figures of a section are about, where its title names one thing.

    >>> _topic("全市一般公共预算预计执行情况"), _topic("依申请公开情况"), _topic("总体情况"), _topic("文化和体育")
    ('一般公共预算', '依申请公开', '', '')
    """
    named = _HEADING_FORM.sub("", section)
    return "" if _GENERAL.search(named) or grammar.AND.search(named) else named


def _years(text: str, base: str) -> str:
    """The year or the years that a heading of a document about ``base`` begins with.

    >>> _years("2025年工作回顾", "2025年"), _years("过去五年的工作", "2025年"), _years("“十五五”时期目标", "2025年")
    ('2025年', '2021-2025年', '2026-2030年')
    """
    match = re.match(r"(?:截至|到|——)?((?:19|20)\d\d年)(?![-—~至到])", text)
    if match:
        return match[1]
    said = periods.leading(text, vague=True)[0].placed(periods.whole(base))
    return said.words if len(said.years) > 1 else ""


def _in_source(sentence: Sentence, skips: Sequence[Skip]) -> Iterator[Skip]:
    for skip in skips:
        start, end = sentence.stretch.source(skip.start, skip.end)
        yield Skip(start, end, skip.why)


def _facts(source: str, sentence: Sentence, text: str, named: Sequence[Label], time: str) -> Iterator[Fact]:
    seen: dict[int, int] = {}
    ends: dict[str, str] = {}
    if english.is_english(sentence.text):
        of_each = [english.when(sentence.text, one, time) for one in named]
    else:
        in_turn = _in_turn(text, named, time)
        of_each = [in_turn.get(number) or _period(text, one, ends, time) for number, one in enumerate(named)]
    for one, period in zip(named, of_each, strict=True):
        number, _ = sentence.stretch.source(*one.quantity.number)
        seen[number] = seen.get(number, 0) + 1
        start, end = _quote(sentence, one)
        beside = [
            other
            for other, then in zip(named, of_each, strict=True)
            if other.clause == one.clause and then == period
        ]
        yield Fact(
            id=f"n{number}" if seen[number] == 1 else f"n{number}.{seen[number]}",
            kind="figure",
            subject=one.subject,
            measure=one.measure,
            value=one.quantity.value,
            printed=sentence.text[one.quantity.start : one.quantity.end],
            unit=one.quantity.unit,
            period=period,
            qualifiers=one.quantity.qualifiers,
            doubts=doubts(one, beside),
            source=Source(
                document="", section=sentence.section, quote=source[start:end], start=start, end=end
            ),
        )


def _in_turn(text: str, named: Sequence[Label], time: str) -> dict[int, str]:
    """The times of figures of one thing that are told in turn; of two things none has a time of its own."""
    found = times.listed(text, [(one.quantity.start, one.quantity.end) for one in named])
    names = {(named[number].subject, named[number].measure) for number in found}
    now = periods.whole(time)
    return (
        {at: periods.whole(told).placed(now).words for at, told in found.items()} if len(names) == 1 else {}
    )


def _period(text: str, one: Label, ends: dict[str, str], time: str) -> str:
    """The time of a figure; what stands beside a figure of the end of a year and has its unit is of then too."""
    clause = text[one.clause[0] : one.quantity.start]
    if (then := _THEN.match(clause)) and re.match("相比|比较", text[one.quantity.end :]):
        return then[1]
    period = times.of_figure(text[: one.quantity.start], clause, time)
    unit = kind(one.quantity.unit)
    if period.endswith("末"):
        ends[unit] = period
    elif period == time and not re.match(r"[,，、]?(?:全年|当年|本年)", clause):
        return ends.get(unit, period)
    return period


def _texts(source: str, sentence: Sentence, said: Sequence[Statement], time: str) -> Iterator[Fact]:
    for one in said:
        value, _ = sentence.stretch.source(one.start, one.end)
        start, end = sentence.stretch.source(*_trimmed(sentence.text, *one.said))
        yield Fact(
            id=f"t{value}",
            kind="text",
            subject=one.subject,
            measure=one.measure,
            value=sentence.text[one.start : one.end],
            items=one.items,
            period=time,
            source=Source(
                document="", section=sentence.section, quote=source[start:end], start=start, end=end
            ),
        )


def _quote(sentence: Sentence, one: Label) -> tuple[int, int]:
    return sentence.stretch.source(*_trimmed(sentence.text, *one.clause))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the marks at its ends; a closing bracket stays with the one that opens it."""
    while end - start > 1 and text[start] in ",，、;；:：。 (（)）":
        start += 1
    while end - start > 1 and (
        text[end - 1] in ",，、;；:：。 (（" or (text[end - 1] in ")）" and not _closed(text[start:end]))
    ):
        end -= 1
    return start, end


def _closed(text: str) -> bool:
    return text.count("(") + text.count("（") >= text.count(")") + text.count("）")

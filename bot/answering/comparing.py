"""The same figure at several times: which year it was higher, by how much it differs.

Each time is asked for by itself, in whichever document tells it, and only then are the figures put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering import aggregating
from bot.answering.answering import Verdict
from bot.answering.parts import LONGEST, MANY, ask, figure, not_told
from bot.asking.matching import Index
from bot.asking.tagging import Question, tag
from bot.knowledge.model import Fact, Found, Row
from bot.language.periods import mentions
from bot.language.text import fold

MAX_YEARS = 12
"""Years that are asked one by one where a question names none."""
_WAYS = ("difference", "compare_low", "compare", "ratio", "average", "sum")
_JOINTS = re.compile(
    r"^[\s,，、]*(?:和|与|跟|以及|比|较|到|还是|同|and|or|with|versus|vs|than|to)?[\s,，、]*"
)
_WHEN = re.compile(
    r"的?是?在?哪一?个?(?:年份|年度|年|月份|月)的?(?P<what>.*?)(?:更|最|比较)?(?P<how>[高低多少大小快慢])(?:一?些|一点)?$"
    r"|的?是哪一?个?(?:年份|年|月份|月)$"
    r"|(?:in )?(?:which|what) (?:year|month) (?:was|had|saw|is)?(?P<en>.*?)"
    r"(?P<order>(?:high|low|larg|small)(?:er|est)|more|most)"
)
_SUPERLATIVE = re.compile(r"最[高低多少大小快慢]$")
_ASKED = re.compile(
    r"(?:[多高低少大小]|增加|减少|提高|下降)了?(?:出)?(?:多少|几).*$|相?差(?:距)?(?:了|是)?多少.*$"
)
_LOW = frozenset({"低", "少", "小", "慢", "lower", "lowest", "smaller", "smallest"})


def over_time(question: Question, index: Index) -> Verdict | None:
    """Answer what compares one figure at several times; None where nothing of the kind is asked."""
    text = fold(question.text).rstrip("?？。!！ 呢啊呀吗")
    when = _WHEN.search(text)
    named = _named(question, text)
    operations = question.names("op") & set(_WAYS)
    if when is None and not (len(named) > 1 and operations):
        return None
    if len(question.tokens) > LONGEST or len(named) > MANY:
        return not_told()
    if when:
        rest = text[: when.start()] + (when["what"] or when["en"] or "") + text[when.end() :]
        low = (when["how"] or when["order"]) in _LOW or question.names("op") & {"max", "min"} == {"min"}
        if when["how"] is None and when["order"] is None:
            rest = _SUPERLATIVE.sub("", rest)
        named = named or [(time, "") for time in _known(when[0], question, index)]
    else:
        rest, low = _ASKED.sub("", text), False
    facts = [(time, fact) for time, said in named if (fact := _at(rest, time, said, named, index))]
    if len({fact.id for _, fact in facts}) < len(facts) or len(facts) < 2:
        return None
    if when:
        return _first(facts, low=low)
    if len(facts) < len(named):
        return not_told()
    way = next(way for way in _WAYS if way in operations)
    computed = aggregating.combine(way, [fact for _, fact in facts], [time for time, _ in facts])
    return Verdict(computed.answer, 1.0, computed.facts) if computed else not_told()


def _known(asked: str, question: Question, index: Index) -> list[str]:
    """The times that are known of what a question asks: years, or the months that have columns of their own."""
    if "月" not in asked and "month" not in asked:
        return [f"{year}年" for year in sorted(index.calendar.years)[-MAX_YEARS:]]
    for match in index.search(question, index.read(question), 1):
        names = match.target.cells if isinstance(match.target, Row) else ()
        return [
            name
            for name in names
            if any(one.period.months and one.end - one.start == len(name) for one in mentions(fold(name)))
        ]
    return []


def _named(question: Question, text: str) -> list[tuple[str, str]]:
    """The times a question names side by side, each with the words that name it: years, else months."""
    years = [(year, said[0]) for year in question.years if (said := _year_words(year, text))]
    if len(years) > 1:
        return years
    times = [(words, words) for _, words in question.times]
    return times if len(times) > 1 else []


def _year_words(year: str, text: str) -> re.Match[str] | None:
    digits = year[:4]
    return re.search(rf"(?<!\d){digits}\s*年?度?|(?<!\d){digits[2:]}年", text)


def _at(rest: str, time: str, said: str, named: Sequence[tuple[str, str]], index: Index) -> Fact | None:
    """The figure at one of the times: what is asked, with the others left out."""
    text = rest
    for other, words in named:
        if other != time and words:
            before, found, behind = text.partition(words)
            if found:
                # What stands between two times joins them: "2021年和2022年", "比2021年".
                text = re.sub(r"(?:和|与|跟|比|较|and|than|、)\s*$", "", before) + _JOINTS.sub("", behind)
    if not said:
        text = f"{time}{text}"
    verdict = ask(tag(f"{text}是多少", index.vocabulary, index.lexicon), index)
    return figure(verdict)


def _first(facts: Sequence[tuple[str, Fact]], *, low: bool) -> Verdict | None:
    """The time at which a figure was highest, or lowest; all where it was equal."""
    if len({fact.unit for _, fact in facts}) != 1:
        return not_told()
    numbers = [fact.number for _, fact in facts if fact.number is not None]
    best = min(numbers) if low else max(numbers)
    chosen = [(time, fact) for time, fact in facts if fact.number == best]
    entries = tuple(aggregating.named(time, fact) for time, fact in chosen)
    context = tuple(aggregating.entry_of(fact) for _, fact in facts)
    sign = " < " if low else " > "
    ordered = sorted((fact for _, fact in facts), key=lambda fact: fact.number or 0, reverse=not low)
    working = sign.join(f"{fact.value}{fact.unit}" for fact in ordered)
    return Verdict(Found(entries=entries, context=context, working=working), 1.0, tuple(f for _, f in chosen))

"""Names given together ("东部、中部和西部地区产值"): what all of them share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.reading.prose import grammar
from bot.reading.prose.cutting import boundaries
from bot.reading.words import any_of, words

_SCOPE = re.compile(any_of("scopes"))
_JOINT = re.compile(r"[、和与及]")
_OWN = re.compile(rf"(?:总|人均|户均|平均|年均)?(?:{any_of('measures')}|花费|消费|人数|人次|数量)$")


@cache
def _parts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = (entry.split("=") for entry in words("parts"))
    return tuple((name, tuple(parts.split("|"))) for name, parts in pairs)


def parts(name: str, count: int) -> list[str]:
    """The things a name puts into one word, when there are as many as asked for.

    >>> parts("人民币存贷款余额", 2), parts("三次产业结构", 3), parts("城乡居民", 3)
    (['人民币存款余额', '人民币贷款余额'], ['第一产业结构', '第二产业结构', '第三产业结构'], [])
    >>> parts("对美国、日本进出口", 2)
    []
    """
    for key, of_it in _parts():
        # Of as many things as there are figures, each has one.
        things = _JOINT.split(name.partition(key)[0])
        if key in name and len(of_it) == count != len(things):
            return [name.replace(key, part, 1) for part in of_it]
    return []


def ratio(name: str, count: int) -> list[str]:
    """What the terms of a ratio stand for, where its name says it.

    >>> ratio("三次产业结构", 3), ratio("男女性别比", 2), ratio("长宽比", 2)
    (['第一产业比重', '第二产业比重', '第三产业比重'], ['男', '女'], [])
    """
    for key, of_it in _parts():
        if key in name and len(of_it) == count:
            return [f"{part}比重" if count > 2 else part for part in of_it]
    return []


def tail(names: Sequence[str]) -> str:
    """What the last of some names has that all of them share; nothing where each is complete.

    >>> tail(["通讯器材", "家用电器", "新能源汽车零售额"]), tail(["锂电", "光伏产业产值"])
    ('零售额', '产业产值')
    >>> tail(["江北区", "安溪县", "云屏县受理量"]), tail(["办结率", "满意率"]), tail(["工业", "工业技改投资"])
    ('受理量', '', '投资')
    >>> tail(["小学", "初中生均公用经费标准"])
    '生均公用经费标准'
    """
    *others, last = names
    if (
        not others
        or any(grammar.MEASURED.search(other) for other in others)
        or not grammar.MEASURED.search(last)
    ):
        return ""
    ends = (cut - last.startswith("均", cut) for cut in boundaries(last))  # 生均 is one word
    cuts = [cut for cut in ends if len(last) - cut >= 2 and last[:cut] not in others]
    if not cuts:
        return ""
    best = min(cuts, key=lambda cut: (_unlike(last[:cut], others), -cut))
    return last[best:] if _unlike(last[:best], others) <= 4 and grammar.MEASURED.search(last[best:]) else ""


def _unlike(head: str, others: Sequence[str]) -> int:
    return min(abs(len(head) - len(other)) - 3 * (head[-1] == other[-1]) for other in others)


def shared_head(names: Sequence[str], tail: str) -> list[str]:
    """Names with the beginning of the first given to all, where the others only say what is measured.

    >>> shared_head(["国内游客人次", "总花费"], ""), shared_head(["限额以上通讯器材", "家用电器"], "零售额")
    (['国内游客人次', '国内游客总花费'], ['限额以上通讯器材', '限额以上家用电器'])
    """
    first, *others = names
    if tail and (scope := _SCOPE.match(first)) and not any(_SCOPE.match(other) for other in others):
        return [first, *(scope[0] + other for other in others)]
    own = _OWN.search(first)
    if own and own.start() >= 2 and all(_OWN.fullmatch(other) for other in others):
        return [first, *(first[: own.start()] + other for other in others)]
    verbs = grammar.verbs(first)
    if verbs and verbs != first and not any(grammar.verbs(one) or grammar.RATE.search(one) for one in others):
        return [first, *(verbs + other for other in others)]
    return list(names)


def spelt_out(text: str) -> str:
    """Names cut short in a list, in full.

    >>> spelt_out("第一、二、三产业投资"), spelt_out("东、中、西部")
    ('第一产业、第二产业、第三产业投资', '东部、中部、西部')
    """
    for key, of_it in _parts():
        if "、" in key and key in text:
            return text.replace(key, "、".join(of_it), 1)
    return text

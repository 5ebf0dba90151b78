"""Folding: one plain form for text that people write in many ways.

Everything that is compared has been folded first, question and label alike, once and in sight.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import opencc

HANZI = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
MAX_QUESTION = 300
"""Characters of a message that are read; nobody asks for a figure in more."""
MAX_MESSAGE = 4096
"""Characters of a message that is read at all; no chat takes longer ones."""

LEVELS = frozenset("省市州县区镇")
"""Characters that say whose a thing is."""

_LONGEST_ITEM = 12
"""Characters of one of several things that are given together."""
_ENDS = re.compile(r"[。；;,，!！?？()（）]")
_SPACES = re.compile(r"\s+")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_THOUSANDS = re.compile(r"(?<=\d)[,'](?=\d{3}(?!\d))")
_PART = re.compile(r"[(（](?:其中|含)[^()（）]*\d[^()（）]*[)）]")


def is_hanzi(token: str) -> bool:
    """Whether a token is a Chinese character."""
    return token >= "\u3400"


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters as simplified ones.

    Regional words stay: OpenCC's phrase tables would turn 新增 into 添加 and 指標 into 指针. Words that differ
    between regions (网路 and 网络) are synonyms of the vocabulary.

    >>> simplify("市級滿意率"), simplify("新增指標")
    ('市级满意率', '新增指标')
    """
    if text.isascii():
        return text
    return _converted(text) if len(text) <= _REMEMBERED else str(_converter().convert(text))


_REMEMBERED = 64
"""Longer texts are seldom met twice, and thousands of them would take megabytes."""


@lru_cache(maxsize=4096)
def _converted(text: str) -> str:
    return str(_converter().convert(text))


_LEAST_TRADITIONAL = 0.15
"""The share of Chinese characters of a text in traditional script that simplified script writes otherwise."""


def in_simplified_script(text: str) -> str:
    """A long text with each traditional character as its simplified one, if the text is in traditional script.

    Every character keeps its place. A text in simplified script stays as it is: there 乾 and 著 are no slips.

    >>> in_simplified_script("全年增長5.2%，達12萬元"), in_simplified_script("乾县新增企业12家，著名企业3家")
    ('全年增长5.2%，达12万元', '乾县新增企业12家，著名企业3家')
    """
    traditional = [char for char in set(HANZI.findall(text)) if _simple(char) != char]
    if sum(map(text.count, traditional)) < _LEAST_TRADITIONAL * sum(1 for _ in HANZI.finditer(text)):
        return text
    return text.translate({ord(char): _simple(char) for char in traditional})


def in_one_script(text: str) -> str:
    """A text with each traditional character as its simplified one, to compare what may be in either script."""
    return "".join(map(_simple, text))


@lru_cache(maxsize=4096)
def _simple(char: str) -> str:
    plain = simplify(char)
    return plain if len(plain) == 1 else char


def fold(text: str) -> str:
    r"""Compatibility forms, script, case, invisible characters and spaces evened out.

    >>> fold("１２３４５　公園—滿意率 ")
    '12345 公园—满意率'
    >>> fold("1,281 件")
    '1281 件'
    >>> fold("App\u202e平台")
    'app平台'
    """
    wide = unicodedata.normalize("NFKC", text)
    visible = wide if wide.isprintable() else _visible(wide)  # as nearly every text is
    plain = simplify(visible).casefold()
    folded = plain if plain == wide else unicodedata.normalize("NFKC", plain)
    return folded if folded.isalnum() else _THOUSANDS.sub("", _SPACES.sub(" ", folded).strip())


def _visible(text: str) -> str:
    return "".join(
        " " if char in "\t\n\r\v\f\x85" else char
        for char in text
        if char in "\t\n\r\v\f\x85" or unicodedata.category(char) not in _DROPPED_CATEGORIES
    )


@lru_cache(maxsize=8192)
def listed(text: str) -> tuple[str, ...]:
    """The things that words give one after the other; none where they give one thing, or a sentence.

    >>> listed("周一、周四"), listed("望江"), listed("支持(甲、乙)项目"), listed("须年满16岁、由教练带领。")
    (('周一', '周四'), (), (), ())
    """
    parts = tuple(part.strip() for part in text.split("、"))
    short = all(0 < len(part) <= _LONGEST_ITEM and not _ENDS.search(part) for part in parts)
    return parts if len(parts) > 1 and short else ()


def squeeze(text: str) -> str:
    """A folded text without spaces and punctuation: what is left to compare.

    >>> squeeze("“一网、一箱”(3.15 平台)")
    '一网一箱3.15平台'
    >>> squeeze("增长3.5%")
    '增长3.5%'
    """
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.%‰]|_", "", fold(text))


def part_in_brackets(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """What is said in brackets of how much of a thing is a part of it.

    >>> part_in_brackets("建设保障性住房2506套(含市直48套)")[0]
    '(含市直48套)'
    >>> part_in_brackets("每10股派发现金红利2.00元(含税)") is None
    True
    """
    return _PART.search(text, start, len(text) if end is None else end)

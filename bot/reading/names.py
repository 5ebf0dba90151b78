"""Names as such, whatever bears them: those that are torn, and those that name nothing."""

from __future__ import annotations

import re
import unicodedata

from bot.language.segmenter import cut
from bot.reading.words import any_of, words

_HAN = re.compile(r"[\u3400-\u9fff]+")
_BEFORE = frozenset(words("before_names"))
_AFTER = frozenset(words("after_names"))
_OPEN = re.compile(r"^[,，.。、;；:：)）」』》〉】%/+*]|[,，、;；:：(（「『《〈【/+-]$")
_PAIRS = (("(", ")"), ("《", "》"), ("“", "”"), ("「", "」"))
_GENERIC = re.compile(
    rf"(?:(?:{any_of('generic_titles')})|(?<!\d)(?:\d{{1,3}}|\d{{5,}})(?!\d)|[\W_])+", re.IGNORECASE
)
_ONE_WORD = re.compile(r"[A-Za-z\d_.-]+")


def torn(name: str) -> bool:
    """Whether a name begins or ends in the middle of something: with grammar, punctuation or half a bracket.

    >>> [torn(name) for name in ("的覆盖率", "完成投资达到", "收入(万元", "total of", "、水利")]
    [True, True, True, True, True]
    >>> [torn(name) for name in ("在校学生", "违法行为", "中学和小学", "总和", "在校生", "水利")]
    [False, False, False, False, False, False]
    """
    bare = unicodedata.normalize("NFKC", name).strip()
    if not bare:
        return False
    if _OPEN.search(bare) or any(bare.count(one) != bare.count(other) for one, other in _PAIRS):
        return True
    found = _words(bare)
    return found[0] in _BEFORE or found[-1] in _AFTER


def _words(name: str) -> list[str]:
    runs = (run for part in name.lower().split() for run in re.split(f"({_HAN.pattern})", part) if run)
    return [word for run in runs for word in (cut(run) if _HAN.fullmatch(run) else (run,))]


def generic(title: str) -> bool:
    """Whether a title tells a document from no other of its kind, or is one Latin word, as files are called.

    >>> [generic(title) for title in ("政府工作报告", "附件1", "Sheet1", "IMG_20240312", "数据(2)", "")]
    [True, True, True, True, True, True]
    >>> [generic(title) for title in ("江湾市政府工作报告", "2024年年报", "Annual Report of 2024")]
    [False, False, False]
    """
    bare = unicodedata.normalize("NFKC", title).strip()
    return not bare or bool(_GENERIC.fullmatch(bare) or _ONE_WORD.fullmatch(bare))

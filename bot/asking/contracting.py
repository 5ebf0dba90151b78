"""Names said by some of their characters, as offices and banks are: 发改委, 住建局, 工行."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, pairwise, product

from bot.language import segmenter
from bot.language.numerals import NUMERALS
from bot.language.text import LEVELS, fold, is_hanzi

_LONGEST = 5
"""Characters of a name that is said by some of them."""
_LEFT_OUT = 2
"""So many characters less than the name, or more: fewer is a slip."""


def expanded(text: str, names: Iterable[str], known: Collection[str]) -> str:
    """A question with the one name in full that some of its characters stand for; empty where none does.

    Args:
        text: The question as typed.
        names: What may be meant.
        known: Pairs of characters that names are made of: what has one of them is said as it is.

    >>> expanded("招行的利润", {"招商银行", "农业银行"}, {"招商", "商银", "银行", "农业", "业银"})
    ' 招商银行 的利润'
    """
    folded = fold(text)
    runs = set(_runs(folded, known))
    firsts = {run[0] for run in runs}
    found: dict[str, set[str]] = {}
    for name in names:
        bare = "".join(filter(is_hanzi, name))
        bare = bare[1:] if bare[:1] in LEVELS else bare
        for run in runs if bare[:1] in firsts else ():
            if contracts(run, bare):
                found.setdefault(run, set()).add(name)
    longest = [run for run in found if len(run) == max(map(len, found))]
    if len(longest) != 1 or len(found[longest[0]]) != 1:
        return ""
    (name,) = found[longest[0]]
    return folded.replace(longest[0], f" {name} ", 1)


def _runs(text: str, known: Collection[str]) -> Iterator[str]:
    """The stretches that no name has any two characters of, and that begin with no number: 二年 is no 二至三年."""
    for hanzi, group in groupby(text, is_hanzi):
        run = "".join(group)
        for start, size in product(range(len(run) if hanzi else 0), range(2, _LONGEST + 1)):
            one = run[start : start + size]
            counts = one[:1] in NUMERALS
            if (
                len(one) == size
                and not counts
                and not any(first + second in known for first, second in pairwise(one))
            ):
                yield one


def contracts(short: str, name: str) -> bool:
    """Whether a name is said by some of its characters: its first, and one that begins or ends its last word.

    >>> contracts("发改委", "发展和改革委员会"), contracts("招行", "招商银行")
    (True, True)
    >>> contracts("中行", "中国银行业协会"), contracts("招商", "招商银行"), contracts("建行", "福建银行")
    (False, False, False)
    """
    if len(name) < len(short) + _LEFT_OUT or short[0] != name[0]:
        return False
    places = iter(name)
    if not all(char in places for char in short):
        return False
    if len(short) == 2:
        return short[1] == name[-1]
    last = list(segmenter.words(tuple(name)))[-1][0]
    return short[-1] in (last[0], last[-1])

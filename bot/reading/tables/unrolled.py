"""Headers of several rows that a page copied a cell a line: each name put back over its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from bot.reading.lines import Line
from bot.reading.words import words

Path = list[Line]
_SUMS = ("总计", "合计", "小计", "总数")
_CHANGE = re.compile("同比|环比|增长|增减|增速|增幅|[比较]上|占比|比重|[±%％]")


def rolled_up(heads: Sequence[Line], width: int) -> list[Path] | None:
    """The names over each of ``width`` columns, the outermost first; None where it does not show.

    >>> lines = [Line(text, 0, 0) for text in "复议 诉讼 维持 纠正 直接 复议后 维持 纠正 维持 纠正".split()]
    >>> [" ".join(line.text for line in path) for path in rolled_up(lines, 6)]
    ['复议 维持', '复议 纠正', '诉讼 直接 维持', '诉讼 直接 纠正', '诉讼 复议后 维持', '诉讼 复议后 纠正']
    >>> lines = [Line(text, 0, 0) for text in "甲 乙 合计 丙 丁".split()]
    >>> rolled_up(lines, 4) is None, broken(lines)
    (True, True)
    """
    return _repeated(heads, width) or _known(heads, width)


def broken(heads: Sequence[Line]) -> bool:
    """Whether a total stands amid the names, as it does where the next row of a header begins behind it.

    Or a name comes again, that does not go by the one before it: 5月 同比 1—5月 同比.
    """
    texts = [line.text for line in heads]
    again = (text for text, count in Counter(texts).items() if count > 1)
    return any(text in _SUMS for text in texts[1:-1]) or not all(_goes_by(text, texts) for text in again)


def _goes_by(text: str, texts: Sequence[str]) -> bool:
    """Whether a name says how what stands before it has moved, each time something else."""
    before = [one for one, other in pairwise(["", *texts]) if other == text]
    return bool(_CHANGE.search(text)) and len({"", text, *before}) == len(before) + 2


def _repeated(heads: Sequence[Line], width: int) -> list[Path] | None:
    """Names over columns whose own names come again and again in the same order."""
    counts = Counter(line.text for line in heads)
    times = max(counts.values(), default=0)
    own = [text for text, count in counts.items() if count == times]
    if times < 2 or len(own) * times != width:
        return None
    if [line.text for line in heads if line.text in own] != own * times:
        return None
    runs = [(is_own, list(run)) for is_own, run in groupby(heads, key=lambda line: line.text in own)]
    if runs[0][0]:
        return None
    # In reading order the names below each name of a row follow in the order of these names.
    waiting: list[Path] = [[line] for line in runs[0][1]]
    found: dict[int, list[Path]] = {}
    order: list[Path] = list(waiting)
    for is_own, run in runs[1:]:
        if not is_own and waiting:
            outer = waiting.pop(0)
            inner = [[*outer, line] for line in run]
            at = order.index(outer)
            order[at : at + 1] = inner
            waiting += inner
            continue
        for place in range(0, len(run), len(own)):
            if not waiting or len(run) % len(own):
                return None
            outer = waiting.pop(0)
            found[id(outer)] = [[*outer, line] for line in run[place : place + len(own)]]
    if waiting or len(found) != len(order):
        return None
    return [path for outer in order for path in found[id(outer)]]


def _known(heads: Sequence[Line], width: int) -> list[Path] | None:
    """Names of a form that is the same everywhere, so that what stands below what is known."""
    texts = [line.text for line in heads]
    for form in words("forms"):
        outer, _, inner = form.partition("=")
        below = inner.split("|")
        if outer not in texts or texts[-len(below) :] != below:
            continue
        place = texts.index(outer)
        row, own = heads[: -len(below)], heads[-len(below) :]
        paths = [[line] for line in row]
        paths[place : place + 1] = [[row[place], line] for line in own]
        return paths if len(paths) == width else None
    return None

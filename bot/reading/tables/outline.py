"""The order rows of a table stand in: which are parts of which, by their numbering, marks and indentation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.language.text import fold
from bot.reading.tables import heads
from bot.reading.tables.heads import SEPARATOR, plain_name, unmarked

_NUMBERINGS = (
    ("一、", re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]\s*")),
    ("(一)", re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.．]?\s*")),
    ("1.", re.compile(r"\d{1,2}(?:[、．]\s*|\.(?!\d)\s*)")),
    ("(1)", re.compile(r"[(（]\d{1,2}[)）]\s*[、.．]?\s*")),
    ("1)", re.compile(r"\d{1,2}[)）]\s*")),
    ("①", re.compile(r"[①-⑳]\s*")),
)
_PART = re.compile(r"(?:其中|of which\b|#|＃)\s*[:：,，]?\s*", re.IGNORECASE)
_BY = re.compile(
    r"(?P<what>.*?)(?P<by>按[^按,，。]{1,16}(?:分|划分|分组|分类))(?:组|类|的)?[:：]?$"
    r"|(?P<parted>分[^分,，。]{1,8}(?:[:：]|看)?$)"
)
_SUM = re.compile(r"总计|合计|总和|全部|共计|小计|总数")
_SUM_OF = re.compile(rf"的?(?:{_SUM.pattern}|总额)")
_TOTAL = re.compile(r"(?:总计|合计|总和|共计)(?:\s*[(（][^()（）]*[)）])?$")


_ROWS = ("plain", "part")
_BEHIND_MARK = (2, 3, 4, 5)
"""How much further in the next part stands than the words before the first: 其中：, of which:."""
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A row's label: its mark, its name without it, how far it is set in, and what else tells its place.

    ``unit`` is the one its label gives, ``amount`` its figure in a column of amounts.
    """

    kind: str
    name: str
    indent: int = 0
    figures: bool = True
    amount: Decimal | None = None
    unit: str = ""


def entry(label: str, indent: int = 0, *, figures: bool = True, amount: Decimal | None = None) -> Entry:
    """Read the marks of a row's label.

    >>> entry("一、食品烟酒").name, entry("其中：猪肉").kind, entry("# 税收收入").name
    ('食品烟酒', 'part', '税收收入')
    >>> entry("按常住地分:", figures=False), entry("(二)收入中位数按常住地分:").name  # doctest: +ELLIPSIS
    (Entry(kind='by', name='按常住地分', ...), '收入中位数')
    """
    words, kind = label.strip(), ""
    while match := _PART.match(words):
        # ## is a part of a part: as if it were set in behind the words that follow #.
        indent += _BEHIND_MARK[-1] + 1 if kind == "part" and words[0] in "#＃" else 0
        words, kind = words[match.end() :], "part"
    for name, pattern in _NUMBERINGS:
        if match := pattern.match(words):
            rest = words[match.end() :]
            if rest:
                words, kind = rest, kind or name
            break
    while match := _PART.match(words):
        words, kind = words[match.end() :], "part"
    words = unmarked(words).rstrip(":：")
    by = _BY.match(words)
    if by and by["parted"] and figures:
        by = None
    if by and figures and by["what"]:
        words = by["what"]
    elif by and not figures and not kind:
        kind = "by"
    elif not figures and (not kind or (kind == "part" and words)):
        kind = "heading"
    words = words or label.strip()
    return Entry(kind or "plain", words, indent, figures, amount, heads.labelled(words).unit)


def groups(entries: Sequence[Entry]) -> list[str]:
    """The name of what each row is part of: a path from the outermost, empty where it is part of nothing.

    >>> rows = ["价格", "其中：城市", "按类别分", "一、食品", "粮食", "其中：大米", "二、衣着"]
    >>> groups([entry(row, figures=row != "按类别分") for row in rows])
    ['', '价格', '价格', '价格 · 按类别分', '价格 · 食品', '价格 · 食品 · 粮食', '价格 · 按类别分']
    """
    found: list[str] = []
    above: list[Entry] = []
    whole: Entry | None = None
    entries = _totals_beside(entries)
    while len(found) < len(entries):
        start = len(found)
        one = entries[start]
        if one.kind not in _ROWS:
            beside = start > 0 and entries[start - 1].kind in _ROWS
            above = _room(above, one, whole, beside=beside)
            found.append(_path(above))
            above, whole = [*above, one], None
            continue
        if above and _leaves(one, above[-1], entries[start:], inside=False):
            above = _left(above, one)
        rows = _run(entries[start:], above)
        wholes = _wholes(rows, above, first=start == 0)
        found += [_path([*above, *_chain(rows, wholes, place)]) for place in range(len(rows))]
        free = [place for place in range(len(rows)) if place not in wholes]
        whole = rows[free[0]] if len(free) == 1 else None
        following = entries[len(found)] if len(found) < len(entries) else None
        if following and following.kind in _ROWS:
            above = _left(above, following)
    return found


def _totals_beside(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The rows with what adds others up no further in than they are, however it is printed."""
    found: list[Entry] = []
    for one in entries:
        before = found[-1] if found else one
        further = (
            one.kind in _ROWS and _TOTAL.search(one.name) and before.figures and one.indent > before.indent
        )
        found.append(replace(one, indent=before.indent) if further else one)
    return found


def _run(entries: Sequence[Entry], above: Sequence[Entry]) -> Sequence[Entry]:
    """The rows up to the next heading, or to one that is set in no more than the heading above them all."""
    heading = above[-1] if above else None
    inside = heading is not None and entries[0].indent > heading.indent
    for place, row in enumerate(entries):
        if row.kind not in _ROWS or (place and heading and _leaves(row, heading, entries, inside=inside)):
            return entries[:place]
        if heading and _closes(row, heading):
            return entries[: place + 1]
    return entries


def _closes(row: Entry, heading: Entry) -> bool:
    """Whether a row comes to all that a heading holds, so that nothing behind it does: 流动资产合计 of 流动资产.

    >>> [_closes(entry(name), entry("流动资产：", figures=False)) for name in ("流动资产总额", "流动资产净额")]
    [True, False]
    """
    rest = fold(row.name).removeprefix(fold(plain_name(heading.name)))
    return not heading.figures and rest != fold(row.name) and bool(_SUM_OF.fullmatch(rest))


def _leaves(row: Entry, heading: Entry, rows: Sequence[Entry], *, inside: bool) -> bool:
    """Whether a row stands beside a heading: set in no more, or the total of it and those like it."""
    if inside and row.indent <= heading.indent:
        return True
    if not heading.figures or not _TOTAL.search(row.name):
        return False
    return not any(other.kind == heading.kind for other in rows)


def _left(above: Sequence[Entry], row: Entry) -> list[Entry]:
    """The headings that still hold when a row leaves the last of them."""
    if _TOTAL.search(row.name):
        return []
    return [heading for heading in above if heading.indent < row.indent]


def _room(above: Sequence[Entry], one: Entry, whole: Entry | None, *, beside: bool) -> list[Entry]:
    """The headings that a heading stands below; what parts something hangs under the one row before it.

    ``beside`` says that rows stand right above it: a heading without marks is then not below what they are.
    """
    known = next((place for place, other in enumerate(above) if other.kind == one.kind), None)
    if known is not None:
        return list(above[:known])
    if one.kind == "heading" and beside:
        return [other for other in above if other.kind not in ("by", "whole")]
    return [*above, replace(whole, kind="whole")] if whole and one.kind == "by" else list(above)


def _chain(rows: Sequence[Entry], wholes: Mapping[int, int], place: int) -> list[Entry]:
    """What a row is part of, the outermost first."""
    chain: list[Entry] = []
    while place in wholes:
        place = wholes[place]
        chain.insert(0, rows[place])
    return chain


def _path(above: Sequence[Entry]) -> str:
    last = len(above) - 1
    names = [plain_name(one.name) for place, one in enumerate(above) if one.kind != "by" or place == last]
    return SEPARATOR.join(dict.fromkeys(name for name in names if not _SUM.fullmatch(name)))


def _wholes(rows: Sequence[Entry], above: Sequence[Entry], *, first: bool) -> dict[int, int]:
    """What each of some rows without a heading between them is part of, if anything."""
    if len({row.indent for row in rows}) > 1:
        return _set_in(rows)
    wholes = _again(rows) | _marked(rows, first=first)
    return wholes | _divided(rows, wholes, next((one.amount for one in reversed(above) if one.amount), None))


def _set_in(rows: Sequence[Entry]) -> dict[int, int]:
    """The wholes of rows whose parts are set in more; behind "其中：" as far as the words that follow it.

    >>> _set_in([Entry("plain", "甲"), Entry("part", "乙", 1), Entry("plain", "丙", 4), Entry("plain", "丁", 0)])
    {1: 0, 2: 0}
    >>> _set_in([Entry("plain", "甲"), Entry("part", "乙", 1), Entry("plain", "丙", 4), Entry("plain", "丁", 4)])
    {1: 0, 2: 0, 3: 0}
    """
    wholes: dict[int, int] = {}
    open_rows: list[tuple[int, int]] = []
    for place, row in enumerate(rows):
        depth = row.indent
        if row.kind == "part":
            depth += _BEHIND_MARK[0]
        elif open_rows and rows[open_rows[-1][0]].kind == "part":
            beyond = row.indent - rows[open_rows[-1][0]].indent
            depth = open_rows[-1][1] if beyond in _BEHIND_MARK else depth
        elif open_rows and rows[open_rows[-1][0]].indent == row.indent:
            depth = open_rows[-1][1]
        while open_rows and open_rows[-1][1] >= depth:
            open_rows.pop()
        if open_rows:
            wholes[place] = open_rows[-1][0]
        open_rows.append((place, depth))
    return wholes


def _marked(rows: Sequence[Entry], *, first: bool) -> dict[int, int]:
    """The wholes of rows that only "其中：" tells apart.

    Behind "whole, 其中：a, b" it does not show whether b is the next part or the next whole: `_following`
    looks at what tells. And of "其中：c" behind it, whether it is part of b: not where b is known to be a part,
    or is smaller than c, or where all are rates and the whole is the first row of the table.
    """
    names = Counter(row.name for row in rows)
    again = [names[row.name] > 1 for row in rows]
    wholes: dict[int, int] = {}
    whole = -1
    run: list[int] = []
    for place, row in enumerate(rows):
        if row.kind != "part":
            continue
        if place and rows[place - 1].kind == "part":
            wholes[place] = wholes.get(place - 1, -1)
        else:
            between = list(range(run[-1] + 1, place)) if run else []
            closing = _following(rows, again, run, between, whole)
            wholes |= dict.fromkeys(closing, whole)
            before = place - 1
            beside = bool(between) and (
                closing == between
                or _larger(row, rows[before])
                or (first and whole == 0 and not _amounts(rows))
            )
            if beside:
                wholes |= dict.fromkeys(between, whole)
            if not beside or _related(rows[before].name, row.name):
                wholes[place] = before
                whole = whole if beside else before
            else:
                wholes[place] = whole
        if run and run[-1] == place - 1:
            run.append(place)
        else:
            run = [place]
    if run:
        wholes |= dict.fromkeys(_following(rows, again, run, range(run[-1] + 1, len(rows)), whole), whole)
    return {place: of for place, of in wholes.items() if of >= 0}


def _again(rows: Sequence[Entry]) -> dict[int, int]:
    """The wholes of rows that come again below another whole, as their names are the same or it is a total.

    >>> _again([Entry("plain", name) for name in "客运量 公路 铁路 货运量 公路 铁路".split()])
    {1: 0, 2: 0, 4: 3, 5: 3}
    """
    names = Counter(row.name for row in rows)
    runs: list[list[int]] = []
    for place, row in enumerate(rows):
        if names[row.name] > 1:
            if not (runs and runs[-1][-1] == place - 1):
                runs.append([])
            runs[-1].append(place)
    told = [[rows[place].name for place in run] for run in runs]
    same = all(one == told[0] for one in told)
    wholes: dict[int, int] = {}
    for run, parts in zip(runs, told, strict=True):
        whole = run[0] - 1
        if whole < 0 or len(set(parts)) < len(parts) or not (same or _SUM.search(rows[whole].name)):
            return {}
        if any(_larger(rows[place], rows[whole]) or rows[place].kind != "plain" for place in run):
            return {}
        count = _made_up(rows[run[0] :], rows[whole].amount)
        wholes |= dict.fromkeys(range(run[0], run[0] + max(count, len(run))), whole)
    return wholes if len(runs) > 1 else {}


def _following(
    rows: Sequence[Entry], again: Sequence[bool], run: Sequence[int], after: Sequence[int], whole: int
) -> list[int]:
    """Those of the rows behind "其中：a" that are parts of the same whole.

    With a they make up the whole; or the whole has a unit and they have none; or they come ``again`` and again.
    """
    if whole < 0 or not after:
        return []
    if len(run) == 1 and (count := _made_up((rows[place] for place in (*run, *after)), rows[whole].amount)):
        return list(after[: count - 1])
    ends = (place for place in after if not again[place] and (rows[place].unit or not rows[whole].unit))
    return list(range(after[0], next(ends, after[-1] + 1)))


def _divided(rows: Sequence[Entry], wholes: Mapping[int, int], amount: Decimal | None) -> dict[int, int]:
    """Rows that follow when all parts of the heading are named are parts of the last of these."""
    free = [place for place in range(len(rows)) if place not in wholes]
    count = _made_up((rows[place] for place in free), amount)
    return dict.fromkeys(free[count:], free[count] - 1) if 0 < count < len(free) else {}


def _made_up(parts: Iterable[Entry], whole: Decimal | None) -> int:
    """How many of the first rows make up another, but for rounding; 0 if none do. Small counts do so by chance."""
    if whole is None or len(whole.as_tuple().digits) < _FEWEST_DIGITS:
        return 0
    unit = Decimal(1).scaleb(int(whole.as_tuple().exponent))
    total = Decimal(0)
    for count, part in enumerate(parts, 1):
        if part.amount is None:
            return 0
        total += part.amount
        if count > 1 and abs(total - whole) <= unit * count / 2:
            return count
    return 0


def _amounts(rows: Sequence[Entry]) -> bool:
    return any(row.amount is not None for row in rows)


def _larger(part: Entry, whole: Entry) -> bool:
    return part.amount is not None and whole.amount is not None and part.amount > whole.amount


def _related(whole: str, part: str) -> bool:
    """Whether a name says what it is part of.

    >>> _related("餐饮收入", "限额以上餐饮收入"), _related("60岁以上", "65岁以上"), _related("农村", "食品")
    (True, True, False)
    """
    bare = [re.sub(r"\d+", "", name) for name in (whole, part)]
    return (len(whole) > 1 and whole in part) or (bare[0] == bare[1] != whole)

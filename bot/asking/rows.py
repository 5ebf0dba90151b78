"""Which rows of a table a question means, and which of its columns: under a heading, of a kind, without the totals.

Rows that are the whole of others stand for none of the parts, and what divides the whole in two ways is not mixed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.asking.index import Index
from bot.asking.ordinals import places_of
from bot.asking.question import TERM, Piece, Question
from bot.asking.views import side_by_side
from bot.knowledge.model import Fact, Row, Table
from bot.language import periods, segmenter
from bot.language.grams import pairs
from bot.language.quantities import read
from bot.language.text import LEVELS, fold, is_hanzi

_LONGEST = 4
"""So many characters of a word are looked for in names."""
_MANY = 400
"""Of more rows none are found by a part of their names."""
FEW = 2
"""Less than this is nothing to put in order, or to compare."""
COMMON = 3
"""So many names end alike by more than chance."""
_KINDS = frozenset("类种")
"""Who asks which of these there are asks for headings."""
_WIDEST = "省"
"""Who asks which province means cities and regions of that rank as well."""
_OF_SEVERAL = frozenset({"average", "max", "min", "most", "fewest"})
"""What is worked out of the times within one that a question names: 上半年平均."""
_BY_CHANCE = Decimal("0.001")
"""A figure that is a sum of others by chance so often, as figures go, is none of their whole."""
_ROUNDED = Decimal("0.005")
"""Whole numbers are rounded by no more of themselves: 55 is not what 26, 12 and 16 come to."""
_TIMES = frozenset("年月日天季")
_LEVELS = LEVELS | {"月"}
"""What a thing is called by that says what it is: a 类 may have any name, a 县 has not."""


def numbered(rows: Sequence[Row], question: Question, index: Index) -> tuple[list[Row], frozenset[int]]:
    """The rows whose count a question gives, and where: "八大类", "of the 16 categories", "两个生产部".

    They stand under one heading, or are the only ones that are called so.
    """
    if called_so := _counted(rows, question, index):
        return called_so
    sets: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        sets[row.group].append(row)
    dated = frozenset[int]().union(*(one.places for one in question.moments))
    for piece in question.tagged("thing"):
        for at in range(max(0, piece.start - 3), piece.start):
            number = read(question.tokens, at)
            if at in dated or number is None or not number.is_bare or number.counted > piece.start:
                continue
            fitting = [held for held in sets.values() if len(held) == number.quantity.number]
            if question.words(piece) in _TIMES and not all(periods.whole(fold(row.name)) for row in rows):
                continue  # 账龄3年 says of no rows that they are three
            if len(fitting) == 1 and len(fitting[0]) > FEW:
                return fitting[0], frozenset(range(at, number.counted))
    return list(rows), frozenset()


def _counted(
    rows: Sequence[Row], question: Question, index: Index
) -> tuple[list[Row], frozenset[int]] | None:
    """The rows with all characters of a word in their names that stands behind their number, and where it does."""
    tokens = question.tokens
    found = (read(tokens, at) for at in range(len(tokens) - FEW))
    numbers = [one for one in found if one and one.is_bare and FEW <= one.quantity.number < len(rows)]
    if order := places_of(question, index.vocabulary):  # 最高的三所学校 are no three that are called so
        numbers = [one for one in numbers if one.start not in order.positions]
    if not numbers or len(rows) > _MANY:
        return None
    names = [index.vocabulary.canonical(row.name) for row in rows]
    for number in numbers:
        start = number.counted + 1  # behind the word that counts them
        for end in range(min(len(tokens), start + _LONGEST), start + 1, -1):
            word = tokens[start:end]
            fitting = [row for row, name in zip(rows, names, strict=True) if _says_in_order(name, word)]
            if len(fitting) == number.quantity.number and all(map(is_hanzi, word)):
                return fitting, frozenset(range(number.start, end))
    return None


def _says_in_order(name: Sequence[str], word: Sequence[str]) -> bool:
    """Whether a name has all characters of a word, one behind the other: 生产部 in 生产一部."""
    rest = iter(name)
    return all(char in rest for char in word)


def grouped(rows: Sequence[Row], question: Question, index: Index) -> tuple[list[Row], str]:
    """The rows under a heading that a question names, and the heading; else all."""
    # "产品" is what any row may be called, no heading such as 林产品.
    things = {at for piece in question.tagged("thing") for at in range(piece.start, piece.end - 1)}
    order = places_of(question, index.vocabulary)
    things |= order.positions if order else set()  # 第二高 names no 第二批
    tokens = question.tokens
    said = {token + "".join(tokens[at + 1 : at + 2]) for at, token in enumerate(tokens) if at not in things}
    said |= {token for token in tokens if token < "\u3400"}
    names = dict.fromkeys(part for row in rows for part in _path(row))
    if question.span or "when" in question.names("ask"):  # from 109年底 to 113年底 is no heading 113年底
        names = {name: None for name in names if _may_be_said(name, question)}
    # Nor is what all rows are called: "which service" names no Corporate Services.
    tables = {row.table for row in rows}
    said -= {
        pair
        for table in tables
        for pair in pairs(index.vocabulary.canonical(index.knowledge.tables[table].each))
    }
    told = {name: pairs(index.vocabulary.canonical(_bare(name))) for name in names}
    seen = Counter(pair for found in told.values() for pair in found)
    share: dict[str, float] = {}
    for name, found in told.items():
        telling = {pair for pair in found if seen[pair] == 1} or found
        share[name] = len(telling & said) / len(telling) if telling else 0.0
        bare = name.partition("(")[0].partition("（")[0]
        if bare in fold(question.text) and not (bare.isdigit() and bare not in tokens):
            share[name] = 1.0
    best = max(share.values(), default=0.0)
    chosen = [name for name, part in share.items() if part == best]
    # 非流动资产 says 流动资产 as well.
    chosen = [name for name in chosen if not any(name != other and name in other for other in chosen)]
    if best < index.weights.half or len(chosen) > 1:
        return list(rows), ""
    return [row for row in rows if chosen[0] in _path(row)], chosen[0]


def of_name(rows: Sequence[Row], question: Question, index: Index) -> tuple[list[Row], str]:
    """The rows of a name that several go by under headings of their own, where a question says it; else all.

    豆角 of each market, where the markets are the headings.
    """
    under: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        under[row.name].add(row.group)
    names = [name for name, groups in under.items() if len(groups) >= FEW]
    if question.span:  # from 2023年5月 to 2024年5月 is no 5月 of each year
        names = [name for name in names if _may_be_said(name, question)]
    shared = {name: index.vocabulary.canonical(name) for name in names}
    tokens = question.tokens
    said = [
        name
        for name, words in shared.items()
        if any(tokens[at : at + len(words)] == words for at in range(len(tokens)))
    ]
    longest = max(said, key=len, default="")
    return [row for row in rows if row.name == longest] if longest else list(rows), longest


def holding(
    rows: Sequence[Row], question: Question, weights: Sequence[float], index: Index
) -> tuple[list[Row], str]:
    """The rows whose names hold the words that a question says of things, and these: 汽油 of 汽油有哪些品种."""
    framed = {at for piece in question.pieces for at in range(piece.start, piece.end) if piece.tags != TERM}
    named = [
        at
        for at, weight in enumerate(weights)
        if weight and at not in framed and question.clauses[at] in question.asking
    ]
    runs = ["".join(question.tokens[at] for at in run) for run in side_by_side(named, question)]
    if not runs or len(rows) > _MANY or min(map(len, runs)) < FEW:
        return list(rows), ""
    names = ["".join(index.vocabulary.canonical(row.name)) for row in rows]
    kept = [row for row, name in zip(rows, names, strict=True) if all(run in name for run in runs)]
    return (kept, " ".join(runs)) if FEW <= len(kept) < len(rows) else (list(rows), "")


def _may_be_said(name: str, question: Question) -> bool:
    """Whether a name is no time, or all the time that a question names: 2024年1-6月."""
    time = periods.whole(fold(name))
    return not time or time == question.span


def are_measures(rows: Sequence[Row], table: Table, index: Index) -> bool:
    """Whether rows are called by measures that stand under each of several headings: 指标 of each 机构."""
    inner = index.vocabulary.canonical(table.each.split(" · ")[-1])
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups[row.name].add(row.group)
    repeated = sum(len(under) >= FEW for under in groups.values())
    return "row" in index.vocabulary.phrases.get(inner, ()) and len(groups) > 1 and 2 * repeated > len(groups)


def _bare(name: str) -> str:
    """A heading without the words for a way of dividing: 按产业分 is 产业."""
    return name[1:-1] if name[:1] == "按" and name[-1:] == "分" else name


def _path(row: Row) -> tuple[str, ...]:
    """The headings a row stands under, the outermost first."""
    return tuple(part for part in row.group.split(" · ") if part)


def called(rows: list[Row], question: Question, each: str = "") -> tuple[list[Row], str]:
    """The rows whose names end in what a question calls them: 县, 类, 业; all where ``each`` is called so."""
    if question.tagged("outermost"):
        return rows, ""  # 大类 are the outermost rows, whatever they are called
    endings = Counter(row.name[-1:] for row in rows)
    for ending, count in endings.most_common():
        least = FEW if ending in LEVELS else COMMON
        if not (least <= count < len(rows) and ending >= "\u3400" and calls(question, ending)):
            continue
        if any(_is_each(piece, ending, each, question) for piece in question.tagged("thing")):
            continue
        levels = {*_levels(question), ending} if ending in LEVELS else {ending}
        ended = [row for row in rows if row.name[-1:] in levels]
        if len(ended) == len(rows):
            return rows, ""
        if ending == _WIDEST or any(
            question.words(piece)[-1:] == ending != question.words(piece)
            for piece in question.tagged("thing")
        ):
            # "哪个行业" means whatever stands beside the 制造业, be it called 活动.
            beside = Counter(row.group for row in ended).most_common(1)[0][0]
            ended = [row for row in rows if row.group == beside]
        return ended, ending
    return rows, ""


def _levels(question: Question) -> Iterator[str]:
    """The levels that a question names together: 县 and 市 in "哪三个县市"."""
    for piece in question.tagged("thing"):
        word = question.words(piece)
        yield from word if len(word) > 1 and set(word) <= LEVELS else ()


def _is_each(thing: Piece, ending: str, each: str, question: Question) -> bool:
    """Whether a word for a kind of thing is what every row is called: 地块, whether its name says so or not."""
    word = question.words(thing)
    return len(word) > 1 and ending in word and word in each


def calls(question: Question, ending: str) -> bool:
    """Whether a question calls what it asks for by an ending: "哪个县", "商品类别", "最少的县"."""
    behind = {piece.end for piece in question.tagged("ask:which") + question.tagged("ask:figure")}
    called = [piece for piece in question.pieces if piece.end in behind]
    things = [
        p for p in question.tagged("thing") if segmenter.word_at(question.tokens, p.start).stop <= p.end
    ]
    called += (p for p in things if p.start in behind or _stands_alone(p, question))  # not 年 of 哪个年限
    return any(ending in question.tokens[piece.start : piece.end] for piece in called)


def _stands_alone(thing: Piece, question: Question) -> bool:
    """Whether a word for a kind of thing is no part of a longer word."""
    return thing.end - thing.start > 1 or question.tokens[thing.start - 1 : thing.start] == ("的",)


def unlike(figures: Sequence[tuple[str, Fact]], question: Question) -> bool:
    """Whether a question asks for a county, or a month, and none of the figures is of one."""
    called = {
        question.words(piece)
        for piece in question.tagged("thing")
        if question.words(piece) in _LEVELS and calls(question, question.words(piece))
    }
    names = {fold(name[-1:]) for name, _ in figures} | {fact.period[-1:] for _, fact in figures}
    places = [
        word for p in question.tagged("thing") if len(word := question.words(p)) > 1 and set(word) <= LEVELS
    ]
    if places and not any(set(word) & names for word in places):
        return True  # 哪个县区 is none of the kinds of decisions
    return bool(called) and question.language == "zh" and names.isdisjoint(called)


def totals(table: Table, rows: Sequence[Row], index: Index) -> Iterator[Row]:
    """The rows that add up others, none of the parts: 总计, 市区小计, what everything else stands under."""
    parts = Counter(part for row in table.rows for part in _path(row)[:1])
    heading = pairs(index.vocabulary.canonical(table.title))
    added = index.aggregates(table.id)
    for number, row in enumerate(rows):
        above = not row.group and 2 * parts[row.name] >= len(table.rows)
        # The first row of a table without headings may be what its title says.
        first = not number and not parts and len(row.name) > COMMON
        about = first and _is_about(row, table, heading, index)
        of_all = len(parts) > 1 and any(map(index.says_whole, _path(row)[:1]))
        if about or above or of_all or row in added or index.is_whole(row) or index.is_middle(row):
            yield row


def _is_about(first: Row, table: Table, heading: frozenset[str], index: Index) -> bool:
    """Whether a title says the first row of its table, and none of the others beside it: 复议、诉讼情况."""
    said = (
        row for row in table.rows if pairs(index.vocabulary.canonical(row.name.split("（")[0])) <= heading
    )
    return next(said, None) is first and next(said, None) is None


def of_one_rank(rows: list[Row], question: Question) -> list[Row]:
    """The rows without the headings that all others stand under; these alone where it asks which kind: 哪类企业."""
    outermost = [row for row in rows if not row.group]
    if question.tagged("outermost") and FEW <= len(outermost) < len(rows):
        return outermost
    above = {part for row in rows for part in _path(row)[-1:]}
    headings = [row for row in rows if row.name in above and not row.group]
    members = [row for row in rows if row not in headings]
    if len(headings) < FEW or not all(row.group in above for row in members):
        return rows
    asks = (question.words(piece) for piece in question.tagged("ask:which"))
    return headings if any(said[-1:] in _KINDS for said in asks) else members


def alike(rows: list[Row]) -> list[Row]:
    """Rows that can be held against each other: none that another stands under, of one way of dividing the whole.

    Town and country, and what is eaten and what is bought, are two ways of dividing the same: the one that most
    rows belong to is meant.
    """
    above = {part for row in rows for part in _path(row)}
    leaves = [row for row in rows if row.name not in above]
    named = {row.name for row in rows}
    ways = Counter(row.group for row in leaves)
    divided = any(_path(row) and (_path(row)[-1] in named or _path(row)[-1][:1] == "按") for row in leaves)
    if len(ways) < FEW or not divided:
        return leaves
    if all(_path(row) and _path(row)[-1] in named for row in leaves):
        return leaves  # each heading is a part of the whole: state firms, private firms
    way, count = ways.most_common(1)[0]
    return [row for row in leaves if row.group == way] if 2 * count >= len(leaves) else []


def wholes(figures: Sequence[Fact]) -> Iterator[int]:
    """The figures that are what the next ones come to: a heading among its parts.

    Short figures come to others by chance, the sooner the more of them are tried: what may be chance is no whole.
    """
    numbers = [fact.number or Decimal(0) for fact in figures]
    for at, number in enumerate(numbers):
        added = Decimal(0)
        step = Decimal(1).scaleb(max(-2, int(number.as_tuple().exponent)))
        for count, part in enumerate(numbers[at + 1 :], 1):
            added += part
            apart = abs(added - number)
            near = min(step * count, _ROUNDED * abs(number)) if step == 1 else step * count
            chance = (count - 1) * (2 * apart + step)  # of so many sums one is as near
            if count > 1 and apart <= near and chance <= _BY_CHANCE * abs(number):
                yield at
                break
            if added > number + step * count:
                break


def sample(rows: Sequence[Row], question: Question, index: Index) -> dict[str, Fact]:
    """A figure of each column, of the time a question names where there is one."""
    found: dict[str, Fact] = {}
    of_time: dict[str, Fact] = {}
    for row in rows:
        for name, fact in row.cells.items():
            if fact.kind == "figure":
                found.setdefault(name, fact)
                if name not in of_time and timed(fact, question, index):
                    of_time[name] = fact
    return found | of_time


def of_own_time(chosen: list[Fact], index: Index) -> list[Fact]:
    """The columns of the time the document is about, where there are some: the month, not the year to date."""
    own = [fact for fact in chosen if fact.period == index.documents[fact.document].period]
    return own or chosen


def most_told(chosen: list[Fact], rows: Sequence[Row]) -> list[Fact]:
    """The columns that most rows have a figure in."""
    told = [sum(fact.measure in row.cells for row in rows) for fact in chosen]
    return [fact for fact, count in zip(chosen, told, strict=True) if count == max(told)]


def timed(fact: Fact, question: Question, index: Index) -> bool:
    """Whether a fact is of the times that a question names, or of one in them where it asks for times."""
    if question.moments:
        named = question.moments[0].time if len(question.moments) == 1 else periods.NEVER
        several = question.tagged("ask:when") or (question.names("op") & _OF_SEVERAL)
        asked = named if named.months and several else periods.NEVER
        if span := question.span or asked:
            return span.contains(periods.whole(fact.period))
    if index.calendar.unmet(question, fact):
        return False
    if not question.tagged("year"):
        return True
    shifts = [piece for piece in question.pieces if piece.has("year")]
    return bool(question.years) or all(index.calendar.is_of(fact, piece, question) for piece in shifts)

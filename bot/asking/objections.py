"""What speaks against a fact, however well the rest of a question fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.asking import columns
from bot.asking.asked import Asked
from bot.asking.counted import other_units
from bot.asking.features import grams_at
from bot.asking.index import Index
from bot.asking.indexing import NAME, Target
from bot.asking.interpretations import Match, Objection
from bot.asking.near_names import other_names, stands_in
from bot.asking.others import of_others
from bot.asking.question import TERM, Piece, Question, join
from bot.asking.scope import NEAR
from bot.knowledge.model import Fact
from bot.knowledge.weights import Weights
from bot.language import periods, wordbook
from bot.language.grams import pairs
from bot.language.text import fold, is_hanzi
from bot.language.vocabulary import Tokens

_NAMES = TERM | {"contrast", "decisive"}
_SAID = 3
"""Characters of what a column tells that are more than a word of the language."""
_TWO = 2


def objections(
    question: Question,
    asked: Asked,
    fact: Fact,
    match: Match,
    index: Index,
) -> Iterator[Objection]:
    """What in the question speaks against a fact however well the rest fits."""
    yield from _of_pieces(question, asked, fact, match, index)
    if words := index.opposes(match.target, asked):
        yield Objection("contrast", words)
    if words := _other_lead(question, asked, fact, index):
        yield Objection("contrast", words)
    if index.is_other_part(match.target, question) and not _is_said_of_two(fact, question, index):
        yield Objection("part", fact.subject)
    if not tells_change(fact, index) and (words := _still(question, fact, match, index)):
        yield Objection("measure", words)
    yield from _other_kind(question, asked, fact, index.kinds(match.target))
    yield from other_units(question, asked, fact, index)
    yield from _not_carried(question, asked, fact, match, index)
    yield from _turned(question, asked, fact, match, index)
    yield from other_names(question, asked, match, index)
    yield from _said_already(question, fact, match)
    yield from _chosen_by(question, fact, index)
    yield from _other_column(question, asked, fact, match, index)
    yield from _besides_of_another(question, fact, match, index)
    yield from _of_before(question, asked, fact, index)
    yield from _other_day(question, fact, index)
    yield from _not_given(question, fact, index)
    yield from of_others(question, asked, fact, match, index)


def _other_lead(question: Question, asked: Asked, fact: Fact, index: Index) -> str:
    """Who is said to lead what a row tells, where others do: 市妇联牵头的养老床位."""
    spots = [piece.start for piece in question.tagged("role:lead")] if fact.row else []
    turned = frozenset().union(*(one.inside for one in asked.turned)) if spots else ()
    told = (index.value_before(at, "lead", question) for at in spots if at - 1 not in turned)
    named = frozenset(filter(None, told))
    own = index.facts.of(fact, "lead") if named else ()
    return min(named) if own and named.isdisjoint(own) else ""


_WORKED = (
    *(f"op:{name}" for name in ("difference", "more", "less", "beyond", "ratio", "compare", "compare_low")),
    *(f"op:{name}" for name in ("sum", "average", "max", "min", "overrun", "underrun", "between")),
    "joint:share",
)
"""What is to be worked out, or put in order."""
_OF_TWO = ("op:difference", "op:more", "op:less")
"""What is made of two figures: where only one is named, it is told of that one."""


def _not_carried(
    question: Question, asked: Asked, fact: Fact, match: Match, index: Index
) -> Iterator[Objection]:
    """What is to be worked out, which one figure is not: 相差, 几倍, 最高; unless its own words say it."""
    worked = question.tagged(*_WORKED)
    if not worked or {"up", "down"} <= question.names("move"):
        return  # "是涨还是跌" asks for one figure
    joined = bool(question.tagged("op:and", "joint:exceed", "joint:against")) or bool(question.seams)
    joined = joined or (bool(question.tagged("op:difference")) and _says_number(question, asked, match))
    numbers = {at for at, token in enumerate(question.tokens) if token[0].isdigit()}
    for piece in worked:
        counted = asked.unit not in ("", "percent") and not question.tagged("unit:percent")
        if piece.has("joint:share") and counted:
            continue  # 市直的占几套: how many of them
        if piece.has("op:between") and not any(_is_same(question, at, piece) for at in numbers):
            continue  # A与B之间相差多少
        # In English a comma stands between things that are listed.
        listed = piece.has("op:sum") and question.language == "en"
        asking = question.clauses[piece.start] in question.asking or not asked.content or listed
        # What exports add up to is one figure; what A and B add up to is none.
        alone = not joined and (
            "filler" in piece.tags
            or _tells_one(fact, piece, match, index)
            or _is_total(fact, question, piece, match, index)
        )
        credit = min(match.credits[piece.start : piece.end], default=0.0)
        if (
            asking
            and not alone
            and credit < index.weights.told
            and not _carries(fact, question, piece, asked, index)
        ):
            yield Objection("operation", question.words(piece))


def _says_number(question: Question, asked: Asked, match: Match) -> bool:
    """Whether a number is said that a target has not: 距离100%还差几个百分点."""
    said = zip(question.tokens, asked.weights, match.credits, strict=True)
    return any(token[0].isdigit() and weight and credit < NAME for token, weight, credit in said)


def _tells_one(fact: Fact, piece: Piece, match: Match, index: Index) -> bool:
    """Whether one figure tells how far apart two are; by how much more, only one that was added or that changed.

    What was planned, and what was done, is no difference: "by how many did they beat the plan", 离总投资还差多少.
    """
    added = index.kinds(match.target) & {"increment", "change"}
    name = index.vocabulary.canonical(fact.measure)
    planned = any("role:target" in tags for _, _, tags in index.vocabulary.spans(name))
    planned = planned or "plan" in index.vocabulary.phrases.get(name[-_TWO:], ())
    one_of_two = planned or (fact.row and index.vocabulary.role_of(fact.measure) == "done")
    return (piece.has("op:difference") and not one_of_two) or (any(map(piece.has, _OF_TWO)) and bool(added))


def _is_total(fact: Fact, question: Question, piece: Piece, match: Match, index: Index) -> bool:
    """Whether "in all" asks for what one row comes to: the one named, as in 清溪区床位合计多少, or the whole."""
    row = index.knowledge.rows.get(fact.row)
    if row is None or not piece.has("op:total"):
        return False
    return index.is_whole(row) or index.said(match.target, question) > 0


def _carries(fact: Fact, question: Question, piece: Piece, asked: Asked, index: Index) -> bool:
    """Whether a figure is told as what is to be worked out: a share in percent, so many times as much, 超过 it."""
    own = index.vocabulary.unit_class(fact.unit)
    shared = piece.has("joint:share") and asked.unit == own == "percent"
    if piece.has("op:ratio") and fact.unit.endswith("倍"):
        return True
    if fact.row:
        return shared and "portion" in index.columns.kinds(fact.measure)
    verb = question.words(piece).removesuffix("多少").removesuffix("了")
    if piece.has("op:beyond") and verb in fold(fact.source.quote):
        return True
    return shared


def _turned(question: Question, asked: Asked, fact: Fact, match: Match, index: Index) -> Iterator[Objection]:
    """What a question turns round must be turned round in the fact, and the other way: 不满意率 is no 满意率."""
    half, columns = index.weights.half, set().union(*asked.roles.values())  # 不要完成数 turns no task round
    for one in asked.turned:
        at = min(one.said)
        if not one.whole and question.clauses[at] not in question.asking:
            continue
        last = max((at for at in one.said if at + 1 in one.inside), default=-1) if not one.whole else -1
        pair = question.tokens[last] + question.tokens[last + 1] if last >= 0 else ""
        inner = [at for at in sorted(one.inside) if asked.weights[at] and at not in columns][:NEAR]
        about = one.whole or any(
            match.credits[at] >= half for at in inner
        )  # else it is a slip, or small talk
        if about and (not pair or index.explained(match.target, pair) < NAME):
            yield Objection("negation", join(question.tokens[at : max(one.inside, default=at) + 1]))
    for negative, first, second in index.negatives(fact):
        said = set(pairwise(question.tokens))
        if (first, second) in said and (negative, first) not in said:
            yield Objection("negation", negative + first + second)


def _said_already(question: Question, fact: Fact, match: Match) -> Iterator[Objection]:
    """A figure that the question tells itself, where it is no part of a name: "7000个设备里,…有几个"."""
    if fact.kind != "figure" or not question.tagged("ask:figure") or fact.value not in question.tokens:
        return
    at = question.tokens.index(fact.value)
    within = [p for p in question.tagged("joint:within") if match.credits[p.start] < NAME]  # not that of 集中
    among = any(at < piece.start and _is_same(question, at, piece) for piece in within)
    if (match.credits[at] < NAME or among) and len(fact.value) > 1:
        yield Objection("measure", fact.value)


def _chosen_by(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """What a column tells of a row in words the question has: 哪些厂用MBBR asks for rows, and not for that.

    Nor does 民乐超市被抽了几次 ask for 民乐超市.
    """
    if fact.kind != "text" or not fact.row or index.vocabulary.role_of(fact.measure):
        return
    value = index.vocabulary.canonical(fact.value)
    if "which" not in question.names("ask"):
        if question.tagged("whether", "met") and not question.names("ask"):
            return  # 是市水利局吗
        row = index.vocabulary.canonical(index.knowledge.rows[fact.row].name)
        if value and stands_in(value, question.tokens) and not stands_in(value, row):
            yield Objection("contrast", join(value))
        return
    called = index.vocabulary.canonical(f"{index.knowledge.rows[fact.row].name} {fact.measure}")
    for size in range(min(_SAID, len(value)), 0, -1):
        runs = {value[at : at + size] for at in range(len(value) - size + 1)}
        said = next(
            (run for run in runs if stands_in(run, question.tokens) and not stands_in(run, called)), None
        )
        if said and (size in {_SAID, len(value)} or not is_hanzi(said[0])):
            yield Objection("contrast", join(said))
            return


def _is_same(question: Question, at: int, piece: Piece) -> bool:
    """Whether a piece stands in the clause of a token."""
    return question.clauses[at] == question.clauses[piece.start]


def _other_column(
    question: Question, asked: Asked, fact: Fact, match: Match, index: Index
) -> Iterator[Objection]:
    """The target, the progress, the lead of what has none: prose tells what was done."""
    if fact.row:
        return
    for piece in question.tagged("role"):
        asking = question.clauses[piece.start] in question.asking
        before = question.tokens[piece.start - 1] if piece.start else ""
        part_of = before + question.tokens[piece.start] in index.lexicon.named  # 定了 in 确定了 is no target
        said = "a" <= before[:1] <= "z" and asked.weights[piece.start - 1] > 0
        compound = said and match.credits[piece.start - 1] >= index.weights.half  # "inspection targets"
        if not asking or part_of or compound or any(map(piece.has, ("role:done", "op", "unit"))):
            continue
        filler = {
            at for p in question.tagged("filler") for at in range(p.start, p.end) if p.end - p.start == 1
        }
        own = [match.credits[at] for at in range(piece.start, piece.end) if at not in filler]
        if min(own, default=1.0) < index.weights.sentence:
            yield Objection("column", question.words(piece))


def _not_given(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """The cell a question names, where nothing is given in it: what stands in another is no answer.

    Nor is any cell where it is asked how many rows there are: 多少地块 of a table of them.
    """
    row = index.knowledge.rows.get(fact.row)
    if row is None:
        return
    table = index.knowledge.tables[row.table]
    behind = {piece.end for piece in question.tagged("ask:figure")}
    for piece in question.tagged("thing"):
        word = question.words(piece)
        if piece.start in behind and len(word) > 1 and word in table.each:
            yield Objection("operation", word)
    if empty := [column for column in table.columns if column not in row.cells]:

        def words(name: str) -> set[tuple[str, str]]:
            return set(pairwise(index.vocabulary.canonical(name)))

        said, called = set(pairwise(question.tokens)), words(row.name)
        own = words(fact.measure) - called
        for column in empty:
            named = words(column)
            whole = bool(named) and named <= said and not (own - named) & said
            if whole or ((named - own - called) & said and not (own - named) & said):
                yield Objection("column", column)
    others = [one for one in index.without(table, fact.measure) if one.name not in row.group]
    if others and not index.said(row, question) and any(index.said(one, question) > 1 for one in others):
        yield Objection("column", fact.measure)


def _besides_of_another(question: Question, fact: Fact, match: Match, index: Index) -> Iterator[Objection]:
    """What only another column of the row says besides its name: 2023A is no 预计, though 2024E is."""
    if isinstance(match.target, Fact) or not question.whole:
        return  # a part of a question has words that are said of another one
    columns = index.columns.known
    others = frozenset().union(*(columns[name].beyond for name in match.target.cells))
    own = columns[fact.measure].pairs
    if not others or (own and own <= pairs(question.tokens)):
        return  # 六年级还有多少学生: all that its own column is called is said
    others -= columns[fact.measure].besides.union(*map(pairs, index.names(match.target)))
    asks = {at for piece in question.tagged("ask") for at in range(piece.start, piece.end)}
    title = index.titles[match.target.table]
    for gram, places in grams_at(question):
        asking = all(question.clauses[at] in question.asking for at in places) and asks.isdisjoint(places)
        if asking and gram in others and not _is_within(title, places, question):
            yield Objection("column", gram)
            return


def _is_within(title: frozenset[str], places: Sequence[int], question: Question) -> bool:
    """Whether some tokens stand in the midst of a title that is said, as 价格 of 成交价格表."""
    around = question.tokens[max(0, min(places) - 1) : max(places) + 2]
    joined = [one + two for one, two in pairwise(around)]
    return len(joined) > len(places) and title.issuperset(joined)


def _of_pieces(
    question: Question, asked: Asked, fact: Fact, match: Match, index: Index
) -> Iterator[Objection]:
    """Times, places, decisive words and deeds of a question that a fact has nothing of."""
    yield from (Objection("period", words) for words in index.calendar.unmet(question, fact))
    places: set[frozenset[str]] = set()
    worth = index.weights
    for piece in question.tagged("place", "year", "period:other", "decisive", "deed"):
        credit = min(match.credits[piece.start : piece.end], default=0.0)
        asking = question.clauses[piece.start] in question.asking
        about = asking or _about(question.clauses[piece.start], question, asked, match, worth.half)
        dated = credit < worth.heading and not question.years and _of_other_year(piece, fact, question, index)
        if dated and about:
            yield Objection("period", question.words(piece))
        named = (
            credit < worth.heading and piece.tags not in places
        )  # a place named again is as foreign as before
        # A document that is about no place may still be asked about from anywhere: 要去贵州,过桥费多少.
        near = about or index.homes.get(fact.document)
        elsewhere = "place" in {tag.partition(":")[0] for tag in piece.tags} and index.is_told(
            piece, question
        )
        if named and near and (elsewhere or index.is_foreign(piece, question, fact.document)):
            yield Objection("place", question.words(piece))
        places |= {piece.tags} if named else set()
        decisive = (
            "decisive" in piece.tags
            and not piece.has("op")
            and question.words(piece) != index.wholes[fact.document]
            and not _is_called(piece, question, match, index)
        )
        # That something rose is told by a name, not by the words around another figure.
        if asking and decisive and credit < (worth.half if "relative" in piece.tags else worth.told):
            yield Objection("measure", question.words(piece))
        # What is built anew may be told without a word for it; what was there before is told with its deed.
        if asking and "deed" in piece.tags and not piece.has("increment") and credit < worth.told:
            yield Objection("contrast", question.words(piece))


def _is_called(piece: Piece, question: Question, match: Match, index: Index) -> bool:
    """Whether the name of a target has another word for some words: 支出 for 花了."""
    words = question.words(piece).removesuffix("了")
    return any(
        len(other) == _TWO and index.explained(match.target, other) >= NAME
        for other in wordbook.synonyms(words)
    )


def _of_other_year(piece: Piece, fact: Fact, question: Question, index: Index) -> bool:
    """Whether words such as 去年 or 今年 name a year that a fact is not of."""
    if "period:other" in piece.tags:
        return not index.calendar.is_of(fact, piece, question)
    return "year:0" in piece.tags and index.calendar.is_other(fact, piece, question)


def tells_change(fact: Fact, index: Index) -> bool:
    """Whether a fact is a cell of a column that tells how things changed."""
    return bool(fact.row) and not index.is_tabled(fact) and "change" in index.columns.kinds(fact.measure)


def _still(question: Question, fact: Fact, match: Match, index: Index) -> str:
    """The word by which a question asks how a thing changed, where a fact does not tell it; else empty."""
    if fact.row and not index.is_tabled(fact):
        return _moved(question, match, index.weights.heading) or (
            _change(question) if _is_told_beside(fact, index) else ""
        )
    changes = index.kinds(match.target) & {"change", "increment", "relative"}
    return "" if changes else _change(question)


def _is_told_beside(fact: Fact, index: Index) -> bool:
    """Whether another column of a row tells how it changed; not where 2024/06 does, in a table of 利润增速."""
    row = index.knowledge.rows[fact.row]
    table = index.knowledge.tables[row.table]
    titled = "change" in index.changes(f"{table.title} {table.each}")
    of_title = titled and not index.columns.known[fact.measure].untimed
    return not of_title and any("change" in index.columns.kinds(name) for name in row.cells)


def _moved(question: Question, match: Match, heading: float) -> str:
    """The word by which a question asks how a thing changed, where no name of the thing has it; else empty."""
    for piece in question.tagged("move") + question.tagged("base"):
        asking = question.clauses[piece.start] in question.asking
        if asking and min(match.credits[piece.start : piece.end], default=0.0) < heading:
            return question.words(piece)
    return ""


def _change(question: Question) -> str:
    """The word by which it asks how much a thing has changed, as "提高" in "提高了多少"; empty if none."""
    asks = question.tagged("ask:figure")
    figures = {piece.start for piece in asks}
    for piece in question.tagged("change", "move"):
        at = piece.end + (question.tokens[piece.end : piece.end + 1] == ("了",))
        last = (
            piece.end == len(question.tokens) or question.clauses[piece.end] != question.clauses[piece.start]
        )
        english = last and question.language == "en" and "how much" in map(question.words, asks)
        if at in figures or piece.start in figures or english:
            return question.words(piece)
    return ""


def _is_said_of_two(fact: Fact, question: Question, index: Index) -> bool:
    """Whether the very word is said that tells a part from a whole of the same sense: 收入总计, 其中收入合计."""
    canonical, own = index.vocabulary.canonical, fact.measure
    synonym = own != fact.subject and canonical(own) == canonical(fact.subject)
    return synonym and question.whole and fold(own) in fold(question.text)


def _about(clause: int, question: Question, asked: Asked, match: Match, half: float) -> bool:
    """Whether a clause that does not ask is still about a target: it says some of its name."""
    return any(
        number == clause and weight >= half and credit >= NAME
        for number, weight, credit in zip(question.clauses, asked.weights, match.credits, strict=True)
    )


def _of_before(question: Question, asked: Asked, fact: Fact, index: Index) -> Iterator[Objection]:
    """What was before a change is told to who asks for it, and nothing else is.

    Of a row nothing is: 原来说搞多少公里 asks for what was planned, if that is told, and not for what was done.
    """
    former = question.tagged("former")
    if fact.row and former and not asked.roles and index.vocabulary.role_of(fact.measure) == "done":
        yield Objection("former", question.words(former[0]))
    if fact.row or fact.kind != "figure":
        return
    if fact.former and not former and "前" not in question.tokens:
        yield Objection("measure", fact.measure)
    if former and not fact.former:
        yield Objection("former", question.words(former[0]))


_days = lru_cache(maxsize=1024)(periods.days)


def _other_day(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """Another row than that of the day which a question names, in a table that has a row a day."""
    row = index.knowledge.rows.get(fact.row)
    if row is None or not (named := _days(question.text)):
        return
    own = _days(row.name)
    by_day = bool(own or _days(index.knowledge.tables[row.table].rows[0].name))
    met = any(one[1:] == day[1:] and one[0] in (0, day[0]) for one in named for day in own)
    if by_day and not met:
        yield Objection("period", "{1}月{2}日".format(*named[0]))


def _other_kind(question: Question, asked: Asked, fact: Fact, kinds: frozenset[str]) -> Iterator[Objection]:
    """What was added is no answer to how many there are; a rise is asked for as a rise, a rank as a rank."""
    lacking = kinds - asked.kinds
    added = "increment" in lacking and "stock" in asked.kinds
    if fact.row:
        # A task of adding something is asked for by any of its columns.
        excused = asked.roles or "overview" in asked.kinds or "difference" in question.names("op")
        # "How many" asks in English for what was done as well.
        partly = "deed" in lacking and "stock" in asked.kinds and question.language == "zh"
        if (added or partly) and not excused:
            yield Objection("measure", fact.subject)
        return
    ranks = "rank" in question.names("ask")
    change = "change" in columns.wanted(question) or bool(question.tagged("change"))
    change = change or (asked.unit == "percent" and _became(question))
    moved = "moved" in kinds and fold(fact.measure) not in question.tokens
    shared = "portion" in kinds and asked.unit == "percent"
    other = "relative" in lacking and not (ranks or shared or (moved and change))
    other = other or (moved and not change)
    beyond = "op:over" in lacking and bool(question.names("ask"))
    if added or other or beyond or (ranks and fact.kind == "figure" and "relative" not in kinds):
        yield Objection("measure", fact.measure)


def _became(question: Question) -> bool:
    """Whether it asks by how much something became what a verb says: 贵了百分之几, 多花了几个点."""
    return any(
        question.tokens[piece.start - 1 : piece.start] == ("了",)
        for piece in question.tagged("ask:figure", "unit:percent")
    )


def missing(question: Question, asked: Asked, match: Match, index: Index) -> str:
    """A word of the question that a target has nothing of; empty if there is none."""
    return (
        unexplained_word(question, asked, match.credits, index.weights)
        or _unmet(question, asked, match, index)
        or broken(question, match, index)
    )


def unexplained_word(question: Question, asked: Asked, credits_: Sequence[float], worth: Weights) -> str:
    """The first word of the asking clauses that a target leaves wholly unexplained; empty if there is none.

    However well the rest fits, "等待时长" or "试点" is what the question turns on; so is what stands before the
    head of a measure, as 满意 before 率.
    """
    closed = {piece.start for piece in question.tagged("head")}
    half, lost, start, size = worth.half, 0.0, 0, 0
    for at, (token, weight, credit) in enumerate(zip(question.tokens, asked.weights, credits_, strict=True)):
        if weight and credit < half and question.clauses[at] in question.asking:
            # A Latin word weighs as much as several characters, and stands alone more often by chance.
            lost += weight if is_hanzi(token) else weight / worth.latin
            size += 1
            if lost >= worth.missing and size > 1:
                return join(question.tokens[start : at + 1])
        elif size and at in question.mended and not weight:
            # Beside a word nobody knows, a slip put right into a word of grammar was none: 离职 is not 离之.
            lost, size = lost + worth.unknown, size + 1
            if lost >= worth.missing:
                return join(question.tokens[start : at + 1])
        elif weight or credit >= half:
            lost, start, size = 0.0, at + 1, 0
        if size and at + 1 in closed:
            return join(question.tokens[start : at + 2])
    return ""


def _is_lost(at: int, question: Question, asked: Asked, match: Match, index: Index) -> bool:
    """Whether a Latin word right behind "how many" is in some name, but not a target's: "talent apartments"."""
    word = question.tokens[at]
    if is_hanzi(word) or asked.weights[at] < 1 or match.credits[at] >= index.weights.half:
        return False
    counted = any(piece.end == at for piece in question.tagged("ask:figure"))
    return counted and word in index.lexicon.named and at not in asked.unit_places


def _unmet(question: Question, asked: Asked, match: Match, index: Index) -> str:
    """The first word of two characters that is known here, but not of this target; empty if there is none.

    Where "试点" stands in the documents, a target that has nothing of it is not what is meant.
    """
    half = index.weights.half
    credits_, weights = match.credits, asked.weights
    inside = {
        at for piece in question.pieces if piece.tags != TERM for at in range(piece.start, piece.end - 1)
    }
    for at, (one, two) in enumerate(pairwise(question.tokens)):
        if at in inside or (credits_[at] >= half <= credits_[at + 1]):
            continue
        if _is_lost(at, question, asked, match, index):
            return one
        if (
            is_hanzi(one)
            and is_hanzi(two)
            and not _is_counted_in((one, two), match.target, index)
            and min(weights[at], weights[at + 1]) >= half
            and question.clauses[at] == question.clauses[at + 1]
            and question.clauses[at] in question.asking
            and one + two in index.lexicon.pairs
        ):
            return one + two
    return ""


def _is_counted_in(words: Tokens, target: Target, index: Index) -> bool:
    """Whether some words are a unit, and figures of a target are counted in what it counts: 总诊疗人次."""
    counted = index.vocabulary.units.get(words, "")
    own = [target] if isinstance(target, Fact) else target.cells.values()
    return bool(counted) and any(index.vocabulary.unit_class(fact.unit) == counted for fact in own)


def broken(question: Question, match: Match, index: Index) -> str:
    """The first name of the question that a target has only in pieces that are no names; empty if there is none.

    工业 in a table of 增加值 is 工业增加值; 主动撤回公开申请 is no 主动公开.
    """
    for piece in question.tagged("term"):
        if question.clauses[piece.start] not in question.asking or not piece.tags <= _NAMES:
            continue
        words = question.tokens[piece.start : piece.end]
        short = len(words) <= _TWO  # 男性 of a column 男, and no 贷款余额 of what is lent
        if _is_counted_in(words, match.target, index) or (short and index.takes(match.target, words)):
            continue
        cuts = [
            at
            for at, (one, two) in enumerate(pairwise(words), 1)
            if is_hanzi(one)
            and is_hanzi(two)
            and index.explained(match.target, one + two) < index.weights.told
        ]
        pieces = [words[start:end] for start, end in pairwise([0, *cuts, len(words)])]
        if cuts and any(len(name) == 1 or name not in index.vocabulary.phrases for name in pieces):
            return question.words(piece)
    return ""

"""What is said of another thing than a fact is of: another part or side, another number or code, a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.indexing import NAME
from bot.asking.interpretations import Match, Objection
from bot.asking.ordinals import direction, places_of
from bot.asking.question import Question, join
from bot.knowledge.model import Fact
from bot.language import segmenter
from bot.language.grams import pairs
from bot.language.quantities import read
from bot.language.text import fold, part_in_brackets
from bot.language.vocabulary import Tokens

_UNTIL = frozenset({"至", "到", "to"})
"""What stands between the ends of a range, where anything does."""
_FAR, _ENDLESS = 5, 10**9
"""Tokens behind a number in which it is said that it is a limit, and where a range ends that has one alone."""
_TURN = re.compile(r"第(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?P<of>[批期轮届季卷次版])")
_ORDERED = frozenset({("个",), ("项",), ("条",), ("点",), ("名",), ("位",), ("行",), ("次",)})
"""What is counted where a place in some order is meant, not one of several things by its name."""


def of_others(
    question: Question, asked: Asked, fact: Fact, match: Match, index: Index
) -> Iterator[Objection]:
    """What in a question is said of another thing than a fact is of."""
    yield from _other_turn(question, fact, index)
    yield from _other_number(question, asked, match, index)
    yield from _other_code(question, fact, index)
    yield from _other_range(question, fact, index)
    yield from _other_part(question, asked, match, index)
    yield from _of_part_in_brackets(question, fact, index)
    yield from _of_other_whole(question, asked, match, index)
    yield from _other_side(asked, fact, index)
    yield from _of_one_counted(question, fact, index)
    yield from _planned(question, fact, match, index)
    yield from _compared(question, asked, match, index)


def _other_part(question: Question, asked: Asked, match: Match, index: Index) -> Iterator[Objection]:
    """What is asked of a part of something, where a fact is told of the whole: 监管任务中食品类有多少."""
    half, asks = index.weights.half, {piece.start for piece in question.tagged("ask", "op")}
    for piece in question.tagged("joint:within"):
        clause = question.clauses[piece.start]
        here = [at for at, one in enumerate(question.clauses) if one == clause and asked.weights[at] >= half]
        before = [at for at in here if at < piece.start]
        end = min((at for at in asks if at >= piece.end), default=len(question.tokens))
        behind = [at for at in here if piece.end <= at < end]
        told = any(match.credits[at] >= half for at in before)
        named = len(behind) > 1 or (behind and len(segmenter.word_at(question.tokens, behind[0])) > 1)
        if clause in question.asking and told and named and not any(match.credits[at] for at in behind):
            yield Objection("name", join(question.tokens[behind[0] : behind[-1] + 1]))


def _of_other_whole(question: Question, asked: Asked, match: Match, index: Index) -> Iterator[Objection]:
    """A share of another whole than the one that is named: 60岁以上的里面,65岁以上的占百分之几, of all people."""
    half = index.weights.half
    for piece in question.tagged("joint:within") if question.tagged("joint:share") else ():
        clause = question.clauses[piece.start]
        before = [at for at in range(piece.start) if question.clauses[at] == clause]
        numbers = [at for at in before if question.tokens[at][0].isdigit() and asked.weights[at] >= half]
        if lost := [at for at in numbers if match.credits[at] < NAME]:  # what a row stands under is no whole
            yield Objection("name", question.tokens[lost[0]])


def _of_part_in_brackets(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """What the name of a row tells of a part of it, which its cells are not: 市直 of …2506套(含市直48套)."""
    row = index.knowledge.rows.get(fact.row)
    bracket = part_in_brackets(row.name) if row else None
    if row is None or bracket is None:
        return
    part = index.vocabulary.canonical(bracket[0])
    whole = pairs(index.vocabulary.canonical(row.name[: bracket.start()]))
    said = (pairs(part) - whole) & pairs(question.tokens)
    numbers = {token for token in part if token[0].isdigit()}
    if said and numbers.isdisjoint(question.tokens):
        yield Objection("name", min(said))


def _compared(question: Question, asked: Asked, match: Match, index: Index) -> Iterator[Objection]:
    """What is held against another figure by an English word, which one figure is not: 16 days shorter than …."""
    than = [piece for piece in question.tagged("joint:than") if question.language == "en"]
    for at, token in enumerate(question.tokens if than else ()):
        same = any(
            piece.start > at and question.clauses[piece.start] == question.clauses[at] for piece in than
        )
        lost = asked.weights[at] > 1 and match.credits[at] < index.weights.told
        if same and lost and token.endswith("er") and question.clauses[at] in question.asking:
            yield Objection("operation", token)


def _planned(question: Question, fact: Fact, match: Match, index: Index) -> Iterator[Objection]:
    """What was only planned, where it is asked what really was: 实际撤离 is no 原计划撤离, 实际支出 no 调整预算."""
    roles = question.names("role")
    if fact.row or "done" not in roles or roles & {"target", "progress"}:
        return
    told = {
        tag for _, _, tags in index.vocabulary.spans(index.vocabulary.canonical(fact.label)) for tag in tags
    }
    done = question.tagged("role:done")[0]
    unsaid = max(match.credits[done.start : done.end], default=0.0) < index.weights.told
    measure = index.vocabulary.canonical(fact.measure)
    budgeted = any("plan" in tags and end == len(measure) for _, end, tags in index.vocabulary.spans(measure))
    budgeted = budgeted and join(measure) not in join(question.tokens)  # 一般公共预算 is a name of its own
    if unsaid and (budgeted or "role:target" in told) and "role:done" not in told:
        yield Objection("measure", question.words(done))


def _other_code(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """Letters with another number than those of a fact: PM10 is no PM2.5."""
    said = dict(_codes(question.tokens))
    told = set(_codes(index.vocabulary.canonical(fact.label))) if said else set()
    for letters, number in said.items():
        others = {own for own_letters, own in told if own_letters == letters}
        if others and number not in others and letters + number in fold(question.text).replace(" ", ""):
            yield Objection("name", letters + number)


def _other_range(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """From one number to another, where a name goes from others: 三至四年 is no two to three years."""
    said = _ranges(question.tokens)
    row = index.knowledge.rows.get(fact.row) if said else None
    told = _ranges(index.vocabulary.canonical(row.name if row else fact.label)) if said else frozenset()
    if told and said.isdisjoint(told):
        yield Objection("name", "-".join(map(str, min(said))))


def _ranges(tokens: Tokens) -> frozenset[tuple[int, int]]:
    """The numbers between which something lies: 2 and 3 of 二至三年, 2-3年 and two to three years; 60 and more."""
    found = []
    for at in range(len(tokens) - 1):
        first = read(tokens, at)
        if first and first.is_bare and (limit := _limit(tokens[first.counted : first.counted + _FAR])):
            number = int(first.quantity.number)
            found.append((number, _ENDLESS) if limit == "上" else (-_ENDLESS, number))
        until = at + 1 + (tokens[at + 1] in _UNTIL)
        last = read(tokens, until) if first and first.is_bare and first.counted == at + 1 else None
        if first and last and last.is_bare and first.quantity.number < last.quantity.number:
            found.append((int(first.quantity.number), int(last.quantity.number)))
    return frozenset(found)


def _limit(behind: Tokens) -> str:
    """The word for more, or for less, behind a number and what it counts: 上 of 周岁及以上."""
    return next((last for one, last in pairwise(behind) if one in "以往" and last in "上下内"), "")


def _codes(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    return (
        both for both in pairwise(tokens) if both[0].isascii() and both[0].isalpha() and both[1][0].isdigit()
    )


def _other_side(asked: Asked, fact: Fact, index: Index) -> Iterator[Objection]:
    """The cell of a column that takes no side, where another of its row takes the one that is said: 女性人口."""
    row = index.knowledge.rows.get(fact.row) if asked.sides else None
    if row is None:
        return
    columns = {side for name in row.cells for side in _sides_of(name, index)}
    own = {side for name in (fact.measure, row.name, row.group) for side in _sides_of(name, index)}
    for side, words in asked.sides.items():
        if side in columns - own and sum(line == side[0] for line, _ in columns) > 1:
            yield Objection("contrast", words)


def _sides_of(name: str, index: Index) -> Sequence[tuple[int, int]]:
    return index.vocabulary.sides(index.vocabulary.canonical(name))


def _of_one_counted(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """What one row says, where it is asked how many rows there are of a kind: 只有一个分队的乡镇有几个."""
    asks = {piece.start: piece for piece in question.tagged("ask:figure", "op:count")} if fact.row else {}
    if not asks or not question.tagged("thing"):
        return
    name = index.vocabulary.canonical(f"{fact.subject} {fact.measure}")
    for thing in question.tagged("thing"):
        ask, own = asks.get(thing.end), question.tokens[thing.start : thing.end]
        chosen = question.tokens[thing.start - 1 : thing.start] == ("的",)
        if ask and chosen and len(own) > 1 and join(own) not in join(name):
            yield Objection("operation", question.words(ask))


def _other_turn(question: Question, fact: Fact, index: Index) -> Iterator[Objection]:
    """Another of several that are numbered than the one which a title says: 第一批, where all are 第二批."""
    for match in _TURN.finditer(question.text):
        row = index.knowledge.rows.get(fact.row)
        title = index.documents[fact.document].title + (
            index.knowledge.tables[row.table].title if row else ""
        )
        own = {one["of"]: one[0] for one in _TURN.finditer(title)}
        told = (fact.source.quote, fact.source.section, row.group if row else "", title)
        if match["of"] in own and not any(match[0] in words for words in told):
            yield Objection("name", match[0])


def _other_number(question: Question, asked: Asked, match: Match, index: Index) -> Iterator[Objection]:
    """Which of several things that are numbered is asked about, where a fact has no such number: 湖尾第二馆."""
    if "第" not in question.tokens:
        return
    order = places_of(question, index.vocabulary)
    placed = order.positions if order else frozenset[int]()
    dated = frozenset[int]().union(*(one.places for one in question.moments))
    for at, token in enumerate(question.tokens[:-1]):
        said = read(question.tokens, at + 1) if token == "第" and at not in placed | dated else None
        if said is None or question.clauses[at] not in question.asking or not asked.weights[at + 1]:
            continue
        behind = question.tokens[said.counted : said.counted + 1]
        ordered = behind in _ORDERED or direction(question.tokens, said.counted, index.vocabulary)  # 第一百高
        if not ordered and max(match.credits[at : said.counted]) < index.weights.told:
            yield Objection("name", question.tokens[at] + question.tokens[at + 1])

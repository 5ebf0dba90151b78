"""Figures given in a row for names given in a row: "A, B and C were 1, 2 and 3 respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.figures import Quantity
from bot.reading.prose import enumerated, grammar, times
from bot.reading.prose.clauses import Clause
from bot.reading.prose.naming import EDGES, Context, Label, name

_RESPECTIVELY = re.compile(r"(?:各自|分别|依次)")
_NAMED_AFTER = re.compile(r"(?:为|是|有)(?!每)[\u4e00-\u9fff“]{2,}")
_BOTH = re.compile(r"(?:(?<![平人户生])均|都|皆)(?=达|为|是|在|超|位?居|位?列|$)")
_COUNTED_UP = re.compile(r"(?<=[\u4e00-\u9fff])[二两三四五六七八九十]+个[\u4e00-\u9fff]{1,4}$")
"""How many things have been named, and what they are: 香洲、金湾和斗门三个行政区分别…."""
_JOINT = re.compile(rf"(?:[、和与及,，]|以及)(?P<verb>{grammar.CHANGE})?")

TURN = re.compile(r"[由从自][^由从自,，]{0,10}?的?$")
"""What stands before what was, in "from 1 to 2"."""
TO = re.compile(rf"(?P<how>{grammar.TURNED})(?P<when>[^,，]{{0,10}}?)的?$")
"""What stands before what became of it."""


def row(clause: Clause, context: Context) -> tuple[int, int, list[Label]]:
    """Name figures given in a row for names given in a row; where the row begins and ends comes first."""
    for begin in range(len(clause.found)):
        words = clause.piece(begin)
        cut = _RESPECTIVELY.search(words) or _BOTH.search(words)
        if cut and _NAMED_AFTER.match(words, cut.end()):
            continue
        end = begin + 1
        own: list[str] = [""]
        while end < len(clause.found) and (joint := _JOINT.fullmatch(clause.piece(end).strip())):
            own.append(joint["verb"] or "")
            end += 1
        row = list(clause.found[begin:end])
        if not cut and (len(row) < 2 or begin or any(one.unit != row[0].unit for one in row)):
            continue
        names = _named(words, cut, len(row), context)
        if cut and not _RESPECTIVELY.match(cut[0]) and len(row) == 1:
            row *= len(names.things)
            own *= len(names.things)
        if len(names.things) == len(row) > 1:
            then = _turned(clause, end, len(row)) if TURN.match(names.verb) else ()
            names = replace(names, verb="") if then else names
            named = _shared(clause, list(zip(row, own, strict=True)), names, context)
            named += _shared(clause, [(one, "") for one in then], names, context) if then else []
            return begin, end + len(then), named
    return -1, -1, []


def _turned(clause: Clause, begin: int, count: int) -> Sequence[Quantity]:
    """What each of a row came to: the 3 and 4 of "rose from 1 and 2 to 3 and 4"."""
    pieces = [clause.piece(index).strip() for index in range(begin, min(begin + count, len(clause.found)))]
    turns = len(pieces) == count and TO.match(pieces[0]) and all(map(_JOINT.fullmatch, pieces[1:]))
    return clause.found[begin : begin + count] if turns else ()


def _named(words: str, cut: re.Match[str] | None, count: int, context: Context) -> _Names:
    """What the words before a row name: things one by one, things in one word, or those named just before."""
    said = grammar.strip_opening(words[: cut.start()] if cut else words)
    verb = words[cut.end() :].strip(EDGES) if cut else ""
    if grammar.COMPARES.match(said):
        said, verb = "", said + verb
    # 进出口 that is told of two months is told of none of its parts.
    divided = not times.are_listed(words, count)
    if "、" in said or count > 1:
        said = _COUNTED_UP.sub("", said)
    owner, names = ("", said) if divided and enumerated.parts(said, count) else _owner(said)
    if (not cut or not verb) and (changed := grammar.CHANGED.match(names)):
        names, verb = changed["what"], changed["how"].replace("分别", "")
    names = enumerated.spelt_out(
        re.sub(r"(?<=、.{2})[二两三四五六七八九十]+[项类个大种](?=[\u4e00-\u9fff]{2})", "", names)
    )
    parts = enumerated.parts(names, count) if divided else []
    things = parts or grammar.items(names)
    if not things and len(context.run) >= count:
        if len(set(context.run[-count:])) == 1 < count == len(context.listed):  # terms of one ratio
            return _Names("", list(context.listed), verb, complete=True)
        return _Names("", list(context.run[-count:]), verb, complete=True)
    if cut and len(things) == 1 and count > 1 and len(context.listed) == count:
        return _Names(context.topic, [f"{thing}{names}" for thing in context.listed], verb)
    return _Names(owner, things, verb, complete=bool(parts))


def _owner(words: str) -> tuple[str, str]:
    """Part "whose A, B and C" into whose and the names."""
    parts = grammar.items(words)
    owner, _, rest = parts[0].rpartition("的") if parts else ("", "", "")
    return (owner, rest + words[len(parts[0]) :]) if owner and "“" not in rest else ("", words)


@dataclass(frozen=True, slots=True)
class _Names:
    """Whose names, the names, and what is said of them."""

    owner: str
    things: list[str]
    verb: str
    complete: bool = False


def _shared(
    clause: Clause, row: Sequence[tuple[Quantity, str]], names: _Names, context: Context
) -> list[Label]:
    owner, things, verb = names.owner, names.things, names.verb
    tail = "" if names.complete else _common_tail(things, context.past)
    if tail:
        things = [*things[:-1], things[-1].removesuffix(tail)]
    if not names.complete:
        things = enumerated.shared_head(things, tail)
    last = context.last
    named: list[Label] = []
    for (one, other), thing in zip(row, things, strict=True):
        how = grammar.CHANGE_AT_END.sub(other, verb) if other else verb
        if grammar.COMPARES.match(how):
            named.append(name(clause, one, owner + thing + tail, how, context))
        elif tail:
            named.append(name(clause, one, thing, tail + how, context))
        elif names.complete:
            named.append(name(clause, one, context.topic, thing + how, context))
        elif one.rank or grammar.RATE.search(thing):
            about = last.subject if one.rank and last else context.local or context.thing or context.topic
            named.append(name(clause, one, owner or about, thing + how, context))
        else:
            named.append(name(clause, one, owner or context.topic, thing + how, context))
    return named


def _common_tail(things: Sequence[str], past: Sequence[Label]) -> str:
    """What the last of the names has that all of them share: "审批时间" of "甲项目、乙类项目审批时间"."""
    last, others = things[-1], things[:-1]
    place = last.rfind(things[0][-2:]) if len(things[0]) > 2 else -1
    if place >= 0 and len(last) - place - 2 >= 2:
        return last[place + 2 :]
    if any(grammar.RATE.search(thing) or grammar.MEASURE.search(thing) for thing in others):
        return ""
    for known in past:
        if last.endswith(known.measure) and 1 < len(known.measure) < len(last) - 1:
            return known.measure
    return enumerated.tail(things)

"""Figures given in a row for names given in a row: "A, B and C were 1, 2 and 3 respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction import grammar
from bot.extraction.clauses import Clause
from bot.extraction.naming import EDGES, Context, Label, name
from bot.extraction.quantities import Quantity

_RESPECTIVELY = re.compile(r"(?:各自|分别)")
_BOTH = re.compile(r"(?:(?<![平人户])均|都|皆)(?=达|为|是|在|超|位?居|位?列|$)")
_JOINT = re.compile(r"[、和与及,，]|以及")


def row(clause: Clause, context: Context) -> tuple[int, int, list[Label]]:
    """Name figures given in a row for names given in a row; where the row begins and ends comes first."""
    for begin in range(len(clause.found)):
        words = clause.piece(begin)
        cut = _RESPECTIVELY.search(words) or _BOTH.search(words)
        end = begin + 1
        while end < len(clause.found) and _JOINT.fullmatch(clause.piece(end).strip()):
            end += 1
        row = list(clause.found[begin:end])
        if not cut and (len(row) < 2 or begin or any(one.unit != row[0].unit for one in row)):
            continue
        verb = words[cut.end() :] if cut else ""
        owner, names = _owner(grammar.strip_opening(words[: cut.start()] if cut else words))
        if not cut and (changed := grammar.CHANGED.match(names)):
            names, verb = changed["what"], changed["how"]
        things = grammar.items(names)
        if cut and not _RESPECTIVELY.match(cut[0]) and len(row) == 1:
            row *= len(things)
        elif cut and len(things) == 1 and len(row) > 1 and len(context.listed) == len(row):
            things, owner = [f"{thing}{names}" for thing in context.listed], context.topic
        if len(things) == len(row) > 1:
            return begin, end, _shared(clause, row, _Names(owner, things, verb), context)
    return -1, -1, []


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


def _shared(clause: Clause, row: Sequence[Quantity], names: _Names, context: Context) -> list[Label]:
    owner, things, verb = names.owner, names.things, names.verb
    tail = _common_tail(things, context.past)
    if tail:
        things = [*things[:-1], things[-1].removesuffix(tail)]
    last = context.last
    named: list[Label] = []
    for one, thing in zip(row, things, strict=True):
        if tail:
            named.append(name(clause, one, thing, tail + verb, context))
        elif grammar.COMPARES.match(verb.strip(EDGES)):
            named.append(name(clause, one, owner + thing, verb, context))
        elif one.rank or grammar.RATE.search(thing):
            about = last.subject if one.rank and last else context.local or context.thing or context.topic
            named.append(name(clause, one, owner or about, thing + verb, context))
        else:
            named.append(name(clause, one, owner or context.topic, thing + verb, context))
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
    tail = grammar.MEASURE.search(last) or grammar.RATE.search(last)
    if not tail or any(len(thing) > 3 for thing in others):
        return ""
    if all(len(thing) == 2 for thing in others) and len(last) > 3:
        return last[2:]
    return tail[0] if 1 < len(tail[0]) < len(last) - 1 else ""

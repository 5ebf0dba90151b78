"""Does the document agree with itself? What it says twice is compared; a slip is told, never mended."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from bot.errors import Problem
from bot.evaluation.audit.provenance import offset
from bot.knowledge.model import Document, Fact, Row, Table
from bot.knowledge.schema import DocumentFiles
from bot.language.numerals import NUMBER
from bot.language.vocabulary import Vocabulary
from bot.messages import tell

Remark = tuple[int, str]

# Grammar rather than vocabulary: what stands in brackets is part of what was counted just before.
_BRACKET = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")
_OF_WHICH = re.compile(r"其中|包括|包含|含")
_CLAUSE_END = re.compile(r"[,\uff0c、;\uff1b。!\uff01?\uff1f\n]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST_MENTION = 5


def check(
    files: DocumentFiles, document: Document, text: str, file: Path, words: Vocabulary
) -> list[Problem]:
    """Everything the document says twice: whether the two agree, with the line of the source."""
    remarks: list[Remark] = []
    for table in document.tables:
        remarks += _progress(table, text, words)
    titles = _Titles(document.tables)
    facts = {fact.id: fact for fact in document.facts if fact.number is not None}
    for sentence in files.facts.sentences:
        ids = (f"{document.id}/{entry.id}" for entry in sentence.facts)
        figures = sorted((facts[id_] for id_ in ids if id_ in facts), key=_position)
        span = (sentence.start, sentence.start + len(sentence.text))
        remarks += _parts(figures, text, span, words)
        remarks += _counts(figures, text, list(titles.mentions(text, *span)), words)
    return [Problem(file, text.count("\n", 0, place) + 1, message) for place, message in remarks]


def _position(fact: Fact) -> int:
    """Where the number of a fact stands, as its id says; else where its quote starts."""
    start = offset(fact.id)
    return fact.source.start if start is None else start


# Progress against done and target ---------------------------------------------------------------------


def _progress(table: Table, text: str, words: Vocabulary) -> Iterator[Remark]:
    compared = agreeing = 0
    for row in table.rows:
        target, done, progress = (_cell(row, role, words) for role in ("target", "done", "progress"))
        message = _progress_fault(target, done, progress)
        compared += message is not None
        agreeing += message == ""
        if message and progress:
            yield _offset(progress, text), f"{row.title}: {message}"
    if compared:
        yield (
            offset(table.id) or 0,
            tell(
                "{agreeing} of {compared} progress cells agree with target and done in {title}",
                agreeing=agreeing,
                compared=compared,
                title=table.title,
            ),
        )


def _progress_fault(target: Fact | None, done: Fact | None, progress: Fact | None) -> str | None:
    """What is wrong with a progress; empty when it agrees, None when there is nothing to compare."""
    if target is None or done is None or progress is None or target.number is None or done.number is None:
        return None
    if progress.number is None:
        return _difference_fault(done.number - target.number, progress.value)
    if progress.unit != "%" or not target.number:
        return None
    exact = done.number / target.number * 100
    printed = progress.number
    rounded = exact.quantize(Decimal(1).scaleb(int(printed.as_tuple().exponent)), ROUND_HALF_UP)
    if rounded == printed:
        return ""
    return tell(
        "{progress} is printed, but {done} / {target} is {rounded}",
        progress=f"{progress.value}%",
        done=done.value,
        target=target.value,
        rounded=f"{rounded}%",
    )


def _difference_fault(difference: Decimal, words: str) -> str | None:
    """A progress in words ("22 more than planned") names the difference, if it names one number."""
    numbers = NUMBER.findall(words)
    if len(numbers) != 1:
        return None
    if Decimal(numbers[0].replace(",", "")) == abs(difference):
        return ""
    return tell(
        "it says {words}, but the difference is {difference}", words=words, difference=abs(difference)
    )


def _cell(row: Row, role: str, words: Vocabulary) -> Fact | None:
    return next((cell for column, cell in row.cells.items() if words.role_of(column) == role), None)


def _offset(cell: Fact, text: str) -> int:
    """Where a cell is printed: the last place in its row that says it."""
    return max(text.rfind(cell.printed, cell.source.start, cell.source.end), cell.source.start)


# Parts against totals ---------------------------------------------------------------------------------


def _parts(figures: list[Fact], text: str, span: tuple[int, int], words: Vocabulary) -> Iterator[Remark]:
    """Compare what stands in brackets, or after "of which", with the figure before it in the same unit."""
    counts = [fact for fact in figures if words.unit_class(fact.unit) != "percent"]
    outside = list(counts)
    for bracket in _BRACKET.finditer(text, *span):
        inside = [fact for fact in counts if bracket.start() < _position(fact) < bracket.end()]
        outside = [fact for fact in outside if fact not in inside]
        whole = _whole(outside, inside, bracket.start())
        if whole and not _CLAUSE_END.search(text, _end(whole), bracket.start()):
            partial = len(inside) == 1 and not _OF_WHICH.search(bracket[0])
            yield from () if partial else _compare_parts(whole, inside)
    for mark in _OF_WHICH.finditer(text, *span):
        after = [fact for fact in outside if _position(fact) > mark.end()][:1]
        whole = _whole(outside, after, mark.start())
        if whole and _number(after[0]) > _number(whole):
            yield (
                _position(after[0]),
                tell("{part} is given as a part of {whole}", part=_said(after[0]), whole=_said(whole)),
            )


def _whole(figures: list[Fact], parts: list[Fact], before: int) -> Fact | None:
    """The last figure before a place that has the unit of the parts."""
    units = {fact.unit for fact in parts}
    candidates = [fact for fact in figures if _position(fact) < before and {fact.unit} == units]
    return candidates[-1] if candidates else None


def _compare_parts(whole: Fact, parts: list[Fact]) -> Iterator[Remark]:
    total = sum(map(_number, parts), Decimal(0))
    addition = " + ".join(fact.value for fact in parts)
    if len(parts) > 1:
        agrees = tell("{parts} agrees with the total {whole}", parts=addition, whole=_said(whole))
        differs = tell(
            "{parts} is {sum}, but the total is given as {whole}",
            parts=addition,
            sum=total,
            whole=_said(whole),
        )
        yield _position(whole), agrees if total == _number(whole) else differs
    elif total > _number(whole):
        yield (
            _position(whole),
            tell("{part} is given as a part of {whole}", part=_said(parts[0]), whole=_said(whole)),
        )


def _end(fact: Fact) -> int:
    """Where the number of a fact ends, thousands separators counted."""
    return _position(fact) + max(len(fact.value), len(fact.printed) - len(fact.unit))


def _number(fact: Fact) -> Decimal:
    assert fact.number is not None
    return fact.number


def _said(fact: Fact) -> str:
    return f"{fact.value}{fact.unit} ({fact.label})"


# Counts in the prose against the tables ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    table: Table


class _Titles:
    """Finds where prose speaks of a table: by words that stand in the title of that table and no other."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = defaultdict[str, list[tuple[str, Table]]](list)
        for table in tables:
            for run in _HAN_RUN.findall(table.title):
                for index in range(len(run) - _SHORTEST_MENTION + 1):
                    self._tables[run[index : index + _SHORTEST_MENTION]].append((run, table))

    def mentions(self, text: str, start: int, end: int) -> Iterator[_Mention]:
        """The mentions in a stretch of text, the longest at each place; two tables alike are none."""
        while start < end:
            gram = text[start : start + _SHORTEST_MENTION]
            lengths = {table.id: (0, table) for _, table in self._tables.get(gram, ())}
            for run, table in self._tables.get(gram, ()):
                length = _SHORTEST_MENTION
                while start + length < end and text[start : start + length + 1] in run:
                    length += 1
                lengths[table.id] = max(lengths[table.id], (length, table), key=lambda pair: pair[0])
            ranked = sorted(lengths.values(), key=lambda pair: -pair[0])
            if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
                yield _Mention(start, start + ranked[0][0], ranked[0][1])
            start += ranked[0][0] if ranked else 1


def _counts(figures: list[Fact], text: str, mentions: list[_Mention], words: Vocabulary) -> Iterator[Remark]:
    """Compare the counts of a sentence that speaks of a table with what the table has."""
    for fact in figures:
        table = _spoken_of(fact, mentions)
        if table and _number(fact) % 1 == 0 and words.unit_class(fact.unit) == "thing":
            yield _position(fact), _count_message(fact, table, _exceeding(fact, text, words), words)


def _spoken_of(fact: Fact, mentions: list[_Mention]) -> Table | None:
    """The table a count is about: the one named right behind the number, else the last one named before."""
    place = _position(fact)
    behind = place + len(fact.value) + len(fact.unit)
    near = [mention for mention in mentions if mention.start <= behind]
    return near[-1].table if near else None


def _exceeding(fact: Fact, text: str, words: Vocabulary) -> bool:
    """Whether the clause of a count says that these exceeded their target."""
    place = _position(fact)
    stop = _CLAUSE_END.search(text, place)
    clause = words.canonical(text[place : stop.start() if stop else len(text)])
    return any("op:over" in tags for _, _, tags in words.spans(clause))


def _count_message(fact: Fact, table: Table, exceeding: bool, words: Vocabulary) -> str:
    if exceeding:
        counts = {tell("rows over target"): sum(_over(row, words) for row in table.rows)}
    else:
        numbers = {row.number for row in table.rows if row.number}
        counts = {tell("rows"): len(table.rows)} | ({tell("numbered items"): len(numbers)} if numbers else {})
    number = int(_number(fact))
    for name, count in counts.items():
        if count == number:
            return tell(
                "{figure} agrees with the {count} {name} of {title}",
                figure=_said(fact),
                count=count,
                name=name,
                title=table.title,
            )
    has = tell(" and ").join(f"{count} {name}" for name, count in counts.items())
    return tell("{figure} is printed, but {title} has {has}", figure=_said(fact), title=table.title, has=has)


def _over(row: Row, words: Vocabulary) -> bool:
    target, done = (_cell(row, role, words) for role in ("target", "done"))
    if target is None or done is None or target.number is None or done.number is None:
        return False
    return done.number > target.number

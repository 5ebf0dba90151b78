"""What `ingest` reads of official documents, beside full lists of their figures, and how questions on them fare.

Run it with ``make bench-documents DIR=…``. Beside a document NAME.txt (.html, .docx, .xlsx …) may lie
NAME.figures.jsonl, every figure it prints (``value``, ``unit``, ``metric``, ``subject``), and NAME.questions.jsonl,
questions as in ``tests/questions``; of a spreadsheet "12_title.xlsx" the number will do for the NAME. Each is
ingested into a knowledge folder of its own, with nothing done by hand, and asked alone.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bot.assistant import Assistant
from bot.errors import WenshuError
from bot.evaluation import judge
from bot.knowledge.model import Fact, Knowledge
from bot.reading.build import build
from bot.replies.structured import as_json
from tests.conversation import ask

NOT_DOCUMENTS = {".jsonl", ".json", ".py", ".yaml", ".yml"}
ALIKE = 70
VERDICTS = ("right", "near", "missed", "wrong")
_MARKS = re.compile(r"[\s·,，、:：()（）\"“”《》-]+")
_IDLE = re.compile(r"(?:实现|完成|达到|全市|全省|全年|本年|其中|累计|共计|增速|增幅|比上年|较上年|同比)")


@dataclass
class Read:
    """What came of one document."""

    name: str
    listed: int = 0
    found: int = 0
    named: int = 0
    dated: int = 0
    read: int = 0
    invented: int = 0
    error: str = ""
    verdicts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def documents(folder: Path) -> list[Path]:
    """The documents of a folder and the folders in it."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() not in NOT_DOCUMENTS
        and not path.name.startswith((".", "README"))
    )


def _beside(path: Path, kind: str) -> list[dict[str, Any]]:
    """The records of NAME.kind.jsonl of a document; none where there is no such file."""
    for name in (path.stem, path.stem.partition("_")[0]):
        file = path.with_name(f"{name}.{kind}.jsonl")
        if file.is_file():
            lines = file.read_text(encoding="utf-8-sig").split("\n")
            return [json.loads(line) for line in lines if line.strip()]
    return []


def bench(path: Path) -> Read:
    """Ingest one document, compare it with its list and ask its questions."""
    result = Read(path.name)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "knowledge"
        try:
            build([path], folder)
            assistant = Assistant(folder)
        except WenshuError as error:
            result.error = str(error)
            return result
        _compare(result, _beside(path, "figures"), assistant.knowledge)
        for question in _beside(path, "questions"):
            turn = ask(assistant, question)
            worth = judge.judge(question, turn)
            result.verdicts[worth] += 1
            if worth != "right":
                given = as_json(turn)
                shown = [f"{one['label']} {one['value']}" for one in given["answers"] + given["choices"]][:3]
                result.notes.append(
                    f"{worth:7}{question['q']} = {question['values']}: {given['status']} {shown}"
                )
    return result


def _in_source(fact: Fact) -> bool:
    """Whether the source prints a figure where it is said to stand."""
    quote = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", fact.source.quote))
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", fact.printed or fact.value)) in quote


def _names(fact: Fact, known: Knowledge) -> list[str]:
    """What a reader sees a figure called: a cell by the group of its row and the title of its table too."""
    names = [fact.measure, fact.subject + fact.measure]
    row = known.rows.get(fact.row)
    if row:
        about = row.group + fact.subject
        names += [about, about + fact.measure, about + known.tables[row.table].title, fact.subject]
    return names


def _compare(result: Read, listed: Sequence[dict[str, Any]], known: Knowledge) -> None:
    """Pair the figures listed with those read that have the value and the unit, the most alike in name first."""
    read = [fact for fact in known.facts.values() if fact.kind == "figure"]
    names = [_names(fact, known) for fact in read]
    result.read, result.listed = len(read), len(listed)
    result.invented = sum(not _in_source(fact) for fact in read)
    result.notes += [f"nowhere {fact.label} {fact.printed}" for fact in read if not _in_source(fact)]
    by_value: dict[object, list[int]] = {}
    for index, fact in enumerate(read):
        by_value.setdefault((_number(fact.value), _unit(fact.unit)), []).append(index)
    pairs = sorted(
        (
            (_alike(one, names[index]), number, index)
            for number, one in enumerate(listed)
            for index in by_value.get((_number(one["value"]), _unit(one["unit"])), ())
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for score, number, index in pairs:
        if number in taken or index in used:
            continue
        taken[number] = index
        used.add(index)
        result.found += 1
        result.named += score >= ALIKE
        result.dated += read[index].period == listed[number].get("period", "")
        if score < ALIKE:
            result.notes.append(
                f"name   {listed[number]['metric']} ({listed[number]['subject']}) {listed[number]['value']}: "
                f"{read[index].label} {score:.0f}"
            )
    for number, one in enumerate(listed):
        if number not in taken:
            near = [
                f"{fact.label} {fact.printed}"
                for fact in read
                if _number(fact.value) == _number(one["value"])
            ]
            result.notes.append(f"none   {one['metric']} {one['value']}{one['unit']}: {near[:3]}")
    if listed:
        result.notes += [
            f"beside {fact.label} {fact.value}{fact.unit}" for i, fact in enumerate(read) if i not in used
        ]


def _alike(listed: dict[str, Any], ours: Sequence[str]) -> float:
    """How alike two names of a figure are, 0 to 100: words may stand in another order, and context be left out."""
    theirs = [listed["metric"], listed["subject"] + listed["metric"], listed["metric"] + listed["subject"]]
    return max(_like(_bare(one), _bare(other)) for one, other in itertools.product(ours, theirs))


def _like(one: str, other: str) -> float:
    in_order: Callable[..., float] = fuzz.partial_ratio if min(len(one), len(other)) >= 4 else fuzz.ratio
    anyhow = fuzz.token_sort_ratio(" ".join(one), " ".join(other))
    return max(in_order(one, other) * 0.9, fuzz.ratio(one, other), anyhow)


def _bare(name: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name))
    return _IDLE.sub("", plain) or plain


def _number(value: str) -> object:
    """A value without its sign: whether a fall is told as "fell by 2" or as -2 is a matter of the name."""
    try:
        return abs(Decimal(value))
    except InvalidOperation:
        return value


def _unit(unit: str) -> str:
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", unit))


def _share(part: int, whole: int) -> str:
    return f"{part:5}/{whole:<5}{100 * part / whole:5.1f}%" if whole else f"{'-':>17}"


def _lines(results: Sequence[Read]) -> Iterator[str]:
    yield f"{'':42}{'value and unit':>17}{'name':>17}{'time':>17}{'read':>6}{'not in':>7}   " + "".join(
        f"{verdict:>7}" for verdict in VERDICTS
    )
    total = Read("all of them")
    for one in [*results, total]:
        if one is not total:
            for name in ("listed", "found", "named", "dated", "read", "invented"):
                setattr(total, name, getattr(total, name) + getattr(one, name))
            total.verdicts += one.verdicts
        if one.error:
            yield f"{one.name[:40]:42}{one.error}"
            continue
        yield (
            f"{one.name[:40]:42}{_share(one.found, one.listed)}{_share(one.named, one.found)}"
            f"{_share(one.dated, one.found)}"
            f"{one.read:6}{one.invented:7}   " + "".join(f"{one.verdicts[verdict]:7}" for verdict in VERDICTS)
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each document, and with ``--verbose`` what was not read, or not named, or not answered."""
    parser = argparse.ArgumentParser(
        description="What ingest reads of documents, beside lists of their figures."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="say what is missing or wrong")
    parser.add_argument("--only", default="", help="documents whose name has this in it")
    options = parser.parse_args(arguments)
    results = []
    for path in documents(options.folder):
        if options.only not in path.name:
            continue
        results.append(bench(path))
        if options.verbose:
            sys.stdout.write("\n".join([f"## {path.name}", *results[-1].notes, ""]))
    sys.stdout.write("\n".join(_lines(results)) + "\n")


if __name__ == "__main__":
    main()

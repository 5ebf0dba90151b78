"""How long a question takes, and how much memory, by how many tables there are; drawn as a picture.

Run it with ``make bench-size TABLES=FILE`` for a file of tables as ``ingest`` takes it. Parts of it are read, each
a knowledge of its own, and asked for their own cells: the row, the column and the title in the words of the tables.
Beside it in the same run: Okapi BM25 over the titles, and plain RapidFuzz over the names of the rows, which find a
table or a row and no figure.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from math import log10
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rapidfuzz import fuzz, process

from bot.assistant import Assistant
from bot.knowledge.model import Found
from bot.reading.build import build
from tests.peers import Okapi
from tests.progress import shown

PARTS = (0.01, 0.1, 1.0)
QUESTIONS = 200
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "scale.svg"
_COLOURS = {
    "Wenshu p50": "#1b6",
    "Wenshu p99": "#0a4",
    "BM25 over titles": "#c60",
    "RapidFuzz over rows": "#36c",
}


@dataclass(frozen=True)
class Size:
    """What some tables came to: seconds, milliseconds, MiB, and the percentage of figures that were right."""

    tables: int
    rows: int
    ingest: float
    load: float
    again: float
    p50: float
    p99: float
    memory: float
    right: float
    wrong: float
    titles: float
    names: float


def main() -> None:
    """Measure each part in a process of its own, print what it comes to and draw it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("tables", type=Path)
    parser.add_argument("--part", type=float, help="measure this part alone, and print it as JSON")
    chosen = parser.parse_args()
    if chosen.part:
        sys.stdout.write(json.dumps(asdict(measured(chosen.tables, chosen.part))) + "\n")
        return
    found = []
    for part in shown(PARTS, "sizes"):
        command = [sys.executable, "-m", "tests.bench_size", str(chosen.tables), "--part", str(part)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(Size(**json.loads(done.stdout.splitlines()[-1])))
    PICTURE.write_text(picture(found), encoding="utf-8")
    sys.stdout.write(f"{table(found)}\ndrawn in {PICTURE}\n")


def measured(path: Path, part: float) -> Size:
    """Read a part of the tables and ask for their figures."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    lines = [f"{line}\n" for line in text.split("\n") if line.strip()]
    chance = random.Random(1)  # noqa: S311  # the same sample each time
    lines = chance.sample(lines, max(1, int(part * len(lines))))
    with TemporaryDirectory() as room:
        source, folder = Path(room) / "tables.jsonl", Path(room) / "knowledge"
        source.write_text("".join(lines), encoding="utf-8")
        _, ingest = _timed(lambda: build([source], folder))
        _, load = _timed(lambda: Assistant(folder))
        assistant, again = _timed(lambda: Assistant(folder))
        asked = list(_questions(assistant, chance))
        turns = [assistant.ask(question) for question, _ in asked]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            2**20 if sys.platform == "darwin" else 1024
        )
        told = Counter(_verdict(turn.answer, value) for turn, (_, value) in zip(turns, asked, strict=True))
        times = sorted(turn.milliseconds for turn in turns)
        titles, names = _beside([question for question, _ in asked], assistant)
        rows = sum(len(one.rows) for document in assistant.knowledge.documents for one in document.tables)
    share = 100 / len(asked)
    return Size(
        *(len(lines), rows, ingest, load, again, times[len(times) // 2], times[int(0.99 * len(times))]),
        *(memory, share * told["right"], share * told["wrong"], titles, names),
    )


def _verdict(answer: object, value: str) -> str:
    if not isinstance(answer, Found):
        return "missed"
    return "right" if value in {entry.value for entry in answer.entries} else "wrong"


def _questions(assistant: Assistant, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Cells of tables taken by chance, asked for by title, row and column."""
    for document in chance.choices(assistant.knowledge.documents, k=QUESTIONS):
        one = chance.choice(document.tables)
        row = one.rows[chance.randrange(len(one.rows))]
        figures = [cell for cell in row.cells.values() if cell.kind == "figure"]
        if figures:
            cell = chance.choice(figures)
            yield f"{one.title}里{row.name}的{cell.measure}是多少", cell.value


def _beside(asked: Sequence[str], assistant: Assistant) -> tuple[float, float]:
    """The milliseconds that half of the questions stay within, over titles and over names of rows."""
    tables = [one for document in assistant.knowledge.documents for one in document.tables]
    okapi = Okapi([one.title for one in tables])
    names = [row.name for one in tables for row in one.rows]
    by_title = [_timed(partial(okapi.find, question, 1))[1] for question in asked]
    by_name = [
        _timed(partial(process.extractOne, question, names, scorer=fuzz.WRatio))[1] for question in asked[:20]
    ]
    return 1000 * median(by_title), 1000 * median(by_name)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def table(found: Sequence[Size]) -> str:
    """What each size came to, a line each."""
    names = (
        "tables",
        "rows",
        "ingest s",
        "load s",
        "again s",
        "p50 ms",
        "p99 ms",
        "MiB",
        "right %",
        "wrong %",
    )
    head = "".join(f"{name:>9}" for name in (*names, "BM25 ms", "fuzz ms"))
    lines = [
        f"{one.tables:9}{one.rows:9}{one.ingest:9.1f}{one.load:9.1f}{one.again:9.2f}{one.p50:9.1f}{one.p99:9.1f}"
        f"{one.memory:9.0f}{one.right:9.1f}{one.wrong:9.1f}{one.titles:9.2f}{one.names:9.1f}"
        for one in found
    ]
    return "\n".join([head, *lines])


def picture(found: Sequence[Size]) -> str:
    """The times by size, both by powers of ten, as SVG that is readable in light and dark."""
    series = {
        "Wenshu p50": [one.p50 for one in found],
        "Wenshu p99": [one.p99 for one in found],
        "BM25 over titles": [one.titles for one in found],
        "RapidFuzz over rows": [one.names for one in found],
    }
    size = 'viewBox="0 0 760 320" font-family="sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        '<rect width="760" height="320" fill="#fff"/>',
    ]
    for power in range(-1, 5):
        at = _y(10.0**power)
        parts.append(f'<path d="M80 {at:.0f}H530" stroke="#ddd"/>')
        parts.append(_text(72, at + 4, f"{10.0**power:g} ms", "#555", "end"))
    places = [90 + 430 * place / max(1, len(found) - 1) for place in range(len(found))]
    for x, one in zip(places, found, strict=True):
        parts.append(_text(x, 285, f"{one.tables:,} tables", "#333", "middle"))
        parts.append(_text(x, 303, f"{one.rows:,} rows · {one.memory:.0f} MiB", "#777", "middle"))
    for name, values in series.items():
        colour, points = _COLOURS[name], list(zip(places, map(_y, values), strict=True))
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += (f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5" fill="{colour}"/>' for x, y in points)
        parts.append(_text(540, points[-1][1] + 4, f"{name} {values[-1]:.3g} ms", colour, "start"))
    return "\n".join([*parts, "</svg>", ""])


def _y(milliseconds: float) -> float:
    return 260 - 55 * (log10(max(milliseconds, 0.01)) + 1)


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


if __name__ == "__main__":
    main()

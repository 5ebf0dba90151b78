"""Tables as a copied page gives them: a cell a line, labelled values, or cells between bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.extraction.cells import ReadTable
from bot.extraction.gridded import barred, gridded
from bot.extraction.lines import Line, lines
from bot.extraction.paired import labels, paired

_SENTENCE = re.compile(r"[。；;！!]|[,，:：]$")
_LONGEST_CELL = 60


def tables(text: str) -> list[ReadTable]:
    """Find the tables of a document, in order."""
    found: list[ReadTable] = []
    before: Sequence[Line] = ()
    for run in _runs(lines(text)):
        if "|" in run[0].text:
            found += barred(run, text, before[-2:])
        elif labels(run):
            found += paired(run)
        else:
            found += gridded(run)
        before = run
    return found


def _runs(all_lines: Iterator[Line]) -> Iterator[Sequence[Line]]:
    """Runs of lines that could each be a cell, and runs of lines with bars in them."""
    run: list[Line] = []
    for line in all_lines:
        prose = "|" not in line.text and (len(line.text) > _LONGEST_CELL or _SENTENCE.search(line.text))
        if run and (prose or ("|" in line.text) != ("|" in run[0].text)):
            yield run
            run = []
        if not prose:
            run.append(line)
    if run:
        yield run

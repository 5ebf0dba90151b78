"""Tables with a column for each figure, copied a cell a line in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.doubts import NO_COLUMN
from bot.extraction.cells import (
    EMPTY,
    UNIT_LINE,
    ReadTable,
    TableRow,
    cell,
    head,
    is_numeric,
    title_skips,
)
from bot.extraction.lines import Line
from bot.extraction.quantities import Skip

_SUBJECT_HEAD = re.compile(
    r"(?:指标|项目|名称|内容|地区|类别|品种|产品|行业|单位|科目|年份|分类)(?:名称|任务)?$"
)
_PART = re.compile(r"^(?:#|＃|其中[:：]?)")


@dataclass(slots=True)
class _Block:
    """Some words and the figures that follow them."""

    words: list[Line]
    figures: list[Line]


def gridded(run: Sequence[Line]) -> list[ReadTable]:
    """Read the tables of a run of cell lines: words, then a figure for each column."""
    blocks = _blocks(run)
    found: list[ReadTable] = []
    table: list[tuple[Line, str, list[Line]]] = []
    heads: list[Line] = []
    caption: list[Line] = []
    group = ""
    for block in blocks:
        width = len(block.figures)
        cut = _header(block.words, width, first=not table)
        if cut is not None:
            if table:
                found += _plain_table(caption, heads, table, len(found))
            caption, heads, table = block.words[: cut[0]], block.words[cut[0] : cut[1]], []
            above = block.words[cut[1] : -1]
            group = "".join(line.text for line in above)
        elif len(block.words) > 1:
            group = block.words[-2].text
        table.append((block.words[-1], group, block.figures))
    if table:
        found += _plain_table(caption, heads, table, len(found))
    return found


def _blocks(run: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in run:
        if is_numeric(line.text):
            if blocks:
                blocks[-1].figures.append(line)
        elif blocks and not blocks[-1].figures:
            blocks[-1].words.append(line)
        else:
            blocks.append(_Block([line], []))
    return [block for block in blocks if block.figures]


def _header(words: Sequence[Line], width: int, *, first: bool) -> tuple[int, int] | None:
    """Where among the words before a row the header begins and ends; None when there is none.

    A header has a head for the subjects and one for each figure; its first head usually says what the subjects are.
    """
    count = len(words)
    if count < width + 2:
        return (count - 1 - width, count - 1) if first and count == width + 1 else None
    for index in range(count - width - 2, -1, -1):
        if _SUBJECT_HEAD.search(words[index].text):
            return index, index + width + 1
    return (count - width - 2, count - 1) if first else None


def _plain_table(
    caption: Sequence[Line],
    heads: Sequence[Line],
    drafts: Sequence[tuple[Line, str, list[Line]]],
    before: int,
) -> list[ReadTable]:
    """Build the table, unless it is one stray number after a line of words."""
    width = len(drafts[0][2])
    if not heads or (len(drafts) < 2 and not before and len(heads) <= width):
        return []
    names = [head(line.text) for line in heads[-width:]]
    shared = _shared_unit(caption)
    rows: list[TableRow] = []
    skipped: list[Skip] = []
    unit_above = group_above = ""
    for line, group, figures in drafts:
        name, unit = head(_PART.sub("", line.text))
        if group != group_above and not unit:
            unit_above = ""
        unit_above, group_above = unit or unit_above, group
        cells = {
            column: cell(figure, own or unit_above or shared)
            for (column, own), figure in zip(names, figures, strict=False)
            if figure.text not in EMPTY
        }
        skipped += [Skip(extra.start, extra.end, NO_COLUMN) for extra in figures[width:]]
        rows.append(
            TableRow(name, line.start, line.end, cells, group=group, unit=unit_above or names[0][1] or shared)
        )
    return [_finish(caption, heads, [name for name, _ in names], rows, skipped)]


def _finish(
    caption: Sequence[Line],
    heads: Sequence[Line],
    columns: Sequence[str],
    rows: Sequence[TableRow],
    skipped: list[Skip],
) -> ReadTable:
    titles = [line for line in caption if not UNIT_LINE.fullmatch(line.text) and not is_numeric(line.text)]
    title = titles[-1] if titles else heads[0]
    skips = [skip for line in {title, *heads} for skip in title_skips(line)]
    return ReadTable(
        name=title.text,
        title=(title.start, title.end),
        span=(title.start, max(row.end for row in rows)),
        columns=tuple(dict.fromkeys(columns)),
        rows=tuple(rows),
        skipped=tuple(sorted(skips + skipped, key=lambda skip: skip.start)),
    )


def _shared_unit(caption: Sequence[Line]) -> str:
    """The unit a line above the table gives for all of it."""
    for line in reversed(caption):
        if match := UNIT_LINE.search(line.text):
            return match["unit"]
    return ""

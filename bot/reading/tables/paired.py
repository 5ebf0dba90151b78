"""Tables whose rows end in labelled values, a cell a line: ``name … target 100 done 120 progress 120%``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from bot.language import numerals
from bot.language.units import scaled
from bot.reading.extracted import Cell, ReadTable, TableRow
from bot.reading.lines import Line
from bot.reading.quantities import Skip, quantities
from bot.reading.tables.cells import COUNTER_HEADS, NUMERIC, UNIT_HEADS, is_numeric, is_unit

_CONTINUED = re.compile(r"续表|[（(]续[)）]|.*[（(]续表?\d*[)）]$")
_ORGANISATION = re.compile(
    r"(?:局|委|办|部|厅|会|联|院|所|处|站|中心|集团|公司|银行|学校|大学|政府|队|室|社|园|区|城|县|市|镇|乡)$"
)
_WHOLE = re.compile(r"\d{1,4}")


@dataclass(slots=True)
class _Lead:
    """What stands before the labelled values of one row."""

    lines: list[Line]
    pairs: list[tuple[str, Line]] = field(default_factory=list)


def labels(run: Sequence[Line]) -> tuple[str, ...]:
    """The words that stand before values again and again ("目标", "完成"), in order; () if there are none."""
    texts = [line.text for line in run]
    total = Counter(texts)
    before_figures = Counter(a for a, b in pairwise(texts) if is_numeric(b) and not is_numeric(a))
    often = {
        text
        for text in before_figures
        if before_figures[text] >= 2 and before_figures[text] * 2 >= total[text]
    }
    in_turn = Counter(
        text
        for index, text in enumerate(texts)
        if text in often
        and not often.isdisjoint(
            [*texts[max(0, index - 2) : max(0, index - 1)], *texts[index + 2 : index + 3]]
        )
    )
    found = tuple(text for text in before_figures if text in often and in_turn[text] * 2 >= total[text])
    return found if len(found) > 1 else ()


def paired(run: Sequence[Line]) -> list[ReadTable]:
    """Read the tables of a run of cell lines that has `labels`."""
    known = labels(run)
    found: list[ReadTable] = []
    heads: list[Line] = []
    leads: list[_Lead] = []
    caption: list[Line] = []
    skipped: list[Skip] = []
    for lead in _leads(run, known):
        before, header, lead.lines = _cut_header(lead.lines, heads)
        if header:
            if not any(_CONTINUED.match(line.text) for line in before):
                if leads:
                    found += _tables(caption, heads, leads, known, skipped)
                leads, skipped, caption = [], [], before
            heads = header
            skipped += [
                Skip(line.start, line.end, "table number") for line in before if _has_number_only(line)
            ]
        leads.append(lead)
    if leads:
        found += _tables(caption, heads, leads, known, skipped)
    return found


def _has_number_only(line: Line) -> bool:
    return bool(_WHOLE.fullmatch(line.text)) or bool(
        _CONTINUED.match(line.text) and re.search(r"\d", line.text)
    )


def _leads(run: Sequence[Line], known: tuple[str, ...]) -> Iterator[_Lead]:
    """Cut a run into rows: the lines before the values, then the values with their labels."""
    lead = _Lead([])
    index = 0
    while index < len(run):
        label = _label(run[index].text, known, inside=bool(lead.pairs))
        if label and index + 1 < len(run):
            if any(label == before for before, _ in lead.pairs):
                yield lead
                lead = _Lead([])
            lead.pairs.append((label, run[index + 1]))
            index += 2
            continue
        if lead.pairs:
            yield lead
            lead = _Lead([])
        lead.lines.append(run[index])
        index += 1
    if lead.pairs:
        yield lead


def _label(text: str, known: tuple[str, ...], *, inside: bool) -> str:
    """The label a line is; among the values of a row a longer form counts too ("形象进度" for "进度")."""
    if text in known:
        return text
    longer = [label for label in known if inside and text.endswith(label) and len(text) <= len(label) + 4]
    return longer[0] if longer else ""


def _cut_header(parts: list[Line], heads: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Part a row's lead into what stands before a header, the header, and the row itself."""
    starts = [index for index, line in enumerate(parts) if line.text in COUNTER_HEADS]
    if not starts:
        return ([], [], parts) if heads else (parts[:1], parts[:1], parts[1:] or parts)
    start = starts[-1]
    known = {line.text for line in heads}
    end = start + 1
    while end < len(parts) and not is_numeric(parts[end].text) and (not known or parts[end].text in known):
        end += 1
    return parts[:start], parts[start:end], parts[end:]


def _tables(
    caption: Sequence[Line],
    heads: Sequence[Line],
    leads: Sequence[_Lead],
    known: tuple[str, ...],
    skipped: list[Skip],
) -> list[ReadTable]:
    """The table of some rows; none where no row has a name and a value."""
    titles = [line for line in caption if not _has_number_only(line)] or list(heads) or leads[0].lines
    title = titles[-1] if titles else leads[0].pairs[0][1]
    plain_heads = [line.text for line in heads if line.text not in COUNTER_HEADS | UNIT_HEADS]
    text_column = plain_heads[1] if len(plain_heads) > 1 else "备注"
    rows, numbers = _rows(leads, text_column)
    if not rows:
        return []
    used = {name for row in rows for name in row.cells}
    columns = tuple(name for name in (text_column, *known) if name in used)
    numbered = [Skip(line.start, line.end, "row number") for line in numbers]
    table = ReadTable(
        name=title.text,
        title=(title.start, title.end),
        span=(title.start, rows[-1].end),
        columns=columns,
        rows=tuple(rows),
        skipped=tuple(sorted(skipped + numbered, key=lambda skip: skip.start)),
    )
    return [table]


@dataclass(slots=True)
class _Draft:
    """A row whose group is not settled yet: ``above`` are the lines between its number and its name."""

    number: str
    above: list[Line]
    name: Line
    unit: str
    owners: list[Line]
    pairs: list[tuple[str, Line]]


def _rows(leads: Sequence[_Lead], text_column: str) -> tuple[list[TableRow], list[Line]]:
    drafts: list[_Draft] = []
    numbers: list[Line] = []
    for lead in leads:
        parts = list(lead.lines)
        if parts and _WHOLE.fullmatch(parts[0].text):
            numbers.append(parts.pop(0))
        if parts:
            drafts.append(_draft(parts, lead.pairs, numbers[-1].text if numbers else ""))
    sizes = Counter(draft.number for draft in drafts)
    rows: list[TableRow] = []
    group = number = ""
    for draft in drafts:
        if draft.above and sizes[draft.number] > 1:
            group = "".join(line.text for line in draft.above)
        elif draft.number != number:
            group = ""
        number = draft.number
        name = [draft.name] if sizes[draft.number] > 1 else [*draft.above, draft.name]
        rows.append(_row(draft, name, group, text_column, rows[-1] if rows else None))
    return rows, numbers


def _draft(parts: list[Line], pairs: list[tuple[str, Line]], number: str) -> _Draft:
    """Tell the name, the unit and the owners of a row apart: the name is the last long line before the others."""
    units = [index for index in range(1, len(parts)) if is_unit(parts[index].text)]
    if units:
        end = units[0]
        return _Draft(number, parts[: end - 1], parts[end - 1], parts[end].text, parts[end + 1 :], pairs)
    end = len(parts)
    while _is_owner(parts[end - 1].text) and not all(_is_owner(part.text) for part in parts[: end - 1]):
        end -= 1
    return _Draft(number, parts[: end - 1], parts[end - 1], "", parts[end:], pairs)


def _is_owner(text: str) -> bool:
    if re.search(r"\d", text):
        return False
    return len(text) <= (14 if _ORGANISATION.search(text) else 4)


def _row(
    draft: _Draft, name: Sequence[Line], group: str, text_column: str, above: TableRow | None
) -> TableRow:
    start, end = _span_of(name)
    full_name = "".join(line.text for line in name)
    first = next((line.text for _, line in draft.pairs if is_numeric(line.text)), "")
    unit = unit_of(full_name, first, draft.unit)
    cells: dict[str, Cell] = {}
    if draft.owners:
        cells[text_column] = _owners(draft.owners)
    elif above and text_column in above.cells:
        cells[text_column] = replace(above.cells[text_column], inherited=True)
    for label, line in draft.pairs:
        cells[label] = _cell(line, unit)
    return TableRow(full_name, start, end, cells, draft.number, group, unit)


def _owners(parts: Sequence[Line]) -> Cell:
    """Who answers for a row; a piece of up to three characters that is no organisation is half a name."""
    names: list[str] = []
    half = ""
    for part in parts:
        half += part.text
        if len(half) > 3 or _ORGANISATION.search(half):
            names.append(half)
            half = ""
    if half:
        names.append(half)
    start, end = _span_of(parts)
    return Cell(
        "、".join(names),
        "、".join(names),
        start,
        end,
        kind="text",
        items=tuple(names) if len(names) > 1 else (),
    )


def _cell(line: Line, unit: str = "", scale: str = "") -> Cell:
    """Read the cell that stands on a line."""
    match = NUMERIC.fullmatch(line.text)
    if not match:
        return Cell(line.text, line.text, line.start, line.end, kind="text")
    value = numerals.plain(match["number"].lstrip("±"))
    return Cell(value, line.text, line.start, line.end, unit=match["unit"] or unit)


def unit_of(name: str, target: str, printed: str = "") -> str:
    """The unit of a row: the cell's, or the one the row's name gives to the number the cell has.

    >>> unit_of("改造背街小巷18条", "18"), unit_of("恢复灌溉面积10万亩", "10"), unit_of("筛查2.38万人次", "23800")
    ('条', '万亩', '人次')
    >>> unit_of("低保标准不低于600元/月", "600", "/月"), unit_of("免费筛查", "22560"), unit_of("9个县至少1家", "9")
    ('元/月', '', '个')
    """
    if printed and not printed.startswith("/"):
        return printed
    value = numerals.number(target)
    for one in quantities(name)[0]:
        scale, base = scaled(one.unit)
        if Decimal(one.value) == value:
            return one.unit
        if base and Decimal(one.value) * scale == value:
            return base
    return printed


def _span_of(parts: Sequence[Line]) -> tuple[int, int]:
    """From the first of some lines to the last."""
    return parts[0].start, parts[-1].end

"""One small document written in every format that is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Made:
    """A table: its rows, and the merged areas as first row, last row, first column, last column (from 0)."""

    rows: Sequence[Sequence[str]]
    merged: Sequence[tuple[int, int, int, int]] = ()


PROSE = (
    "江湾市2024年国民经济和社会发展统计公报",
    "江湾市统计局",
    "2025年3月20日",
    "一、综合",
    "2024年，全市实现地区生产总值1234.5亿元，比上年增长5.2%。其中，第一产业增加值98.7亿元，增长3.1%；第二产业增加值456.7亿元，增长6.0%。",
    "二、人口",
    "年末全市常住人口86.08万人，比上年末减少0.4万人。",
)
CAPTION = "表1 2024年主要工业产品产量"
TABLE = Made(
    (
        ("产品", "本年", "", "上年", ""),
        ("", "产量（万吨）", "增长（%）", "产量（万吨）", "增长（%）"),
        ("水泥", "120.0", "3.5", "116.0", "-1.2"),
        ("钢材", "45.6", "-2.0", "46.5", "4.0"),
        ("化肥", "7.8", "0.5", "7.7", "1.1"),
    ),
    ((0, 1, 0, 0), (0, 0, 1, 2), (0, 0, 3, 4)),
)
BLOCKS: tuple[str | Made, ...] = (*PROSE, CAPTION, TABLE)


def txt(file: Path, blocks: Sequence[str | Made] = BLOCKS) -> None:
    """Text as a person types it: the cells between bars, a merged area in its first cell."""
    lines = []
    for block in blocks:
        lines += [block] if isinstance(block, str) else [" | ".join(row) for row in block.rows]
    file.write_text("\n".join(lines), encoding="utf-8")


def html(file: Path, blocks: Sequence[str | Made] = BLOCKS, encoding: str = "utf-8") -> None:
    """A page of a site with menus around the article."""
    parts = [block if isinstance(block, str) else _rows(block) for block in blocks]
    body = "\n".join(f"<p>{part}</p>" if not part.startswith("<") else part for part in parts[1:])
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{parts[0]}-江湾市统计局网站</title>'
        "<script>var visits = 98765;</script></head><body>"
        "<header><a href='/'>政务公开 12345</a></header>"
        "<div class='main-nav'><ul><li><a>首页</a></li><li><a>统计数据2023</a></li><li><a>联系</a></li></ul></div>"
        f"<div class='content'><h1>{parts[0]}</h1>{body}</div>"
        "<footer>地址：江湾路88号 ICP备20240001号 访问量3456次</footer></body></html>"
    )
    file.write_bytes(page.encode(encoding))


def _rows(table: Made) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, bottom, left, right in table.merged}
    covered = _covered(table)
    rows = []
    for r, row in enumerate(table.rows):
        cells = []
        for c, text in enumerate(row):
            if (r, c) not in covered:
                high, wide = spans.get((r, c), (1, 1))
                cells.append(f"<td rowspan={high} colspan={wide}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _covered(table: Made) -> set[tuple[int, int]]:
    """The places that belong to a merged area and are not its first."""
    return {
        (row, column)
        for top, bottom, left, right in table.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def docx(file: Path, blocks: Sequence[str | Made] = BLOCKS) -> None:
    """A Word document with a header and a footer."""
    import docx as word

    document = word.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 第77期"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), len(block.rows[0]))
        for r, row in enumerate(block.rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for top, bottom, left, right in block.merged:
            words = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = words
    document.save(str(file))


def xlsx(file: Path, blocks: Sequence[str | Made] = BLOCKS) -> None:
    """A sheet with paragraphs in the first column; figures are numbers in the format they are printed in."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    row = 0
    for block in blocks:
        if isinstance(block, str):
            row += 1
            sheet.cell(row, 1, block)
            continue
        for r, cells in enumerate(block.rows, start=row + 1):
            for c, text in enumerate(cells, start=1):
                value, pattern = _number(text)
                if value != "":
                    sheet.cell(r, c, value).number_format = pattern
        for top, bottom, left, right in block.merged:
            sheet.merge_cells(None, row + top + 1, left + 1, row + bottom + 1, right + 1)
        row += len(block.rows)
    book.save(file)


def xls(file: Path, blocks: Sequence[str | Made] = BLOCKS) -> None:
    """The same as `xlsx`, for the older program."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    row = 0
    for block in blocks:
        table = Made(((block,),)) if isinstance(block, str) else block
        covered = _covered(table)
        spans = {(top, left): (bottom, right) for top, bottom, left, right in table.merged}
        for r, cells in enumerate(table.rows):
            for c, text in enumerate(cells):
                value, pattern = _number(text)
                style = xlwt.easyxf(num_format_str=pattern)
                if (r, c) in spans:
                    bottom, right = spans[r, c]
                    sheet.write_merge(row + r, row + bottom, c, right, value, style)
                elif (r, c) not in covered and value != "":
                    sheet.write(row + r, c, value, style)
        row += len(table.rows)
    book.save(str(file))


def _number(text: str) -> tuple[str | float, str]:
    try:
        return float(text), "0." + "0" * len(text.partition(".")[2])
    except ValueError:
        return text, "General"


def csvs(file: Path, blocks: Sequence[str | Made] = BLOCKS, encoding: str = "gb18030") -> None:
    """A table as a program of an office writes it."""
    out = io.StringIO()
    writer = csv.writer(out)
    for block in blocks:
        writer.writerows([[block]] if isinstance(block, str) else block.rows)
    file.write_bytes(out.getvalue().encode(encoding))


RULES = {
    "closed": [("GRID", 0, -1)],
    "open": [("INNERGRID", 0, -1), ("LINEABOVE", 0, 0), ("LINEBELOW", -1, -1)],
    "three": [("LINEABOVE", 0, 0), ("LINEBELOW", 0, 0), ("LINEBELOW", -1, -1)],
    "none": [],
}


def pdf(file: Path, blocks: Sequence[str | Made] = BLOCKS, password: str = "", lines: str = "closed") -> None:
    """Pages with a running head and page numbers, and paragraphs whose lines break anywhere.

    Tables have all their lines (closed), none at the sides (open), only those above and below (three), or none.
    """
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "p", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK", firstLineIndent=24
    )
    story: list[Any] = []
    for block in blocks:
        if isinstance(block, str):
            story.append(Paragraph(block, style))
            continue
        look: list[tuple[Any, ...]] = [
            ("FONT", (0, 0), (-1, -1), "STSong-Light", 9),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ]
        look += [("SPAN", (left, top), (right, bottom)) for top, bottom, left, right in block.merged]
        story.append(Table([list(row) for row in block.rows], style=look, repeatRows=2))

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, A5[1] - 30, "江湾市统计公报汇编")
        canvas.drawCentredString(A5[0] / 2, 25, f"- {document.page} -")

    lock = StandardEncryption(password, ownerPassword="owner") if password else None
    SimpleDocTemplate(str(file), pagesize=A5, encrypt=lock).build(
        story, onFirstPage=edges, onLaterPages=edges
    )


FORMATS: dict[str, Callable[[Path], None]] = {
    "txt": txt,
    "html": html,
    "docx": docx,
    "xlsx": xlsx,
    "xls": xls,
    "csv": csvs,
    "pdf": pdf,
}

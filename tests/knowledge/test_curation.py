"""What an editor says of a document, a table or a whole column is what is answered, and outlives a new reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.evaluation.audit import audit
from bot.knowledge import documents
from bot.knowledge.model import Document
from bot.reading.build import build

SALES = "小区,成交总价,户数（户）\n东苑,120,41\n南苑,35亿元,70\n西苑,310,99\n北苑,12%,7\n"
REPORT = "工作报告\n全年受理诉求1,250件。\n江岸市受理12件。\n"

Read = Callable[[str], Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads the table of sales with a curation, as ``ingest`` does after an editor has written it."""

    def again(curation: str, name: str = "sales.csv", text: str = SALES) -> Document:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        (summary,) = build([file], tmp_path / "k")
        (summary.folder / "curation.yaml").write_text(f"entries:\n{curation}", encoding="utf-8")
        (summary,) = build([file], tmp_path / "k")
        assert not summary.notices
        (document,) = documents.read(summary.folder)
        return document

    return again


def _column(document: Document, name: str) -> list[str]:
    (table,) = document.tables
    return [f"{row.cells[name].value}{row.cells[name].unit}" for row in table.rows]


def test_a_column_gives_its_unit_to_figures_that_have_none(read: Read) -> None:
    document = read("  table0: {columns: {成交总价: {unit: 万元}}}\n")
    assert _column(document, "成交总价") == ["120万元", "35亿元", "310万元", "12%"]
    assert _column(document, "户数") == ["41户", "70户", "99户", "7户"]


def test_a_column_is_given_another_name_and_time(read: Read) -> None:
    document = read("  table0: {columns: {成交总价: {name: 总价, period: 2024}}}\n")
    (table,) = document.tables
    assert table.columns == ("总价", "户数")
    cells = [row.cells["总价"] for row in table.rows]
    assert {(cell.measure, cell.period) for cell in cells} == {("总价", "2024年")}
    assert [cell.id.partition("/")[2] for cell in cells] == [
        f"{row.id.partition('/')[2]}.0" for row in table.rows
    ]


def test_a_cell_or_a_row_that_is_corrected_stays_so_beside_its_column(read: Read) -> None:
    row = read("  {}\n").tables[0].rows[0].id.partition("/")[2]
    document = read(
        f"  table0: {{columns: {{成交总价: {{unit: 万元}}}}}}\n"
        f"  {row}.0: {{correct: {{unit: 千元, reason: 看过原件}}}}\n"
    )
    assert _column(document, "成交总价")[0] == "120千元"


def test_a_table_is_given_title_time_and_what_its_rows_are(read: Read) -> None:
    (table,) = read("  table0: {title: 各小区成交, period: 2023年, each: 楼盘}\n").tables
    assert (table.title, table.period, table.each) == ("各小区成交", "2023年", "楼盘")
    assert {cell.period for row in table.rows for cell in row.cells.values()} == {"2023年"}
    assert {cell.source.section for row in table.rows for cell in row.cells.values()} == {"各小区成交"}


def test_a_document_is_given_title_time_place_and_publisher(
    tmp_path: Path, read: Callable[..., Document]
) -> None:
    said = "  document: {title: 江湾市2024年工作报告, period: 2024年, place: 江湾市, publisher: 江湾市人民政府}\n"
    document = read(said, "report.txt", REPORT)
    assert (document.title, document.period) == ("江湾市2024年工作报告", "2024年")
    assert (document.place, document.publisher) == ("江湾市", "江湾市人民政府")
    assert {(fact.subject, fact.period) for fact in document.facts if fact.value == "1250"} == {
        ("江湾市", "2024年")
    }
    assert not [note for note in audit(tmp_path / "k").notes if "document (" in note.message]


@pytest.mark.parametrize(
    ("curation", "line", "said"),
    [
        (
            "  table0:\n    columns:\n      总价: {unit: 万元}\n",
            4,
            "table0 has no column 总价; it has 成交总价、户数",
        ),
        (
            "  table0:\n    columns:\n      成交总价: {name: 户数}\n",
            4,
            "another column of table0 is called 户数",
        ),
        ("  table0:\n    columns:\n      成交总价: {period: 去年}\n", 4, "去年 is no time; say it like"),
        ("  table0: {columns: {成交总价: {units: 万元}}}\n", 2, "units"),
        ("  document: {period: 那时}\n", 2, "那时 is no time; say it like"),
        ("  r18:\n    columns: {}\n", 3, "columns is not used for r18"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    tmp_path: Path, read: Read, curation: str, line: int, said: str
) -> None:
    folder = tmp_path / "k" / "sales"
    read("  {}\n")
    (folder / "curation.yaml").write_text(f"entries:\n{curation}", encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        documents.read(folder)
    problems = [problem for problem in raised.value.problems if said in problem.message]
    assert [(problem.file, problem.line) for problem in problems] == [(folder / "curation.yaml", line)]

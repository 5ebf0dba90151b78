from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.knowledge.doubts import HIDDEN, STRUCK, UNCALCULATED, reason
from bot.reading.build import extract
from bot.reading.review.doubts import unsure
from bot.reading.source import LARGEST, read, readable
from tests.reading import written
from tests.reading.written import Made

pytestmark = pytest.mark.slow

Row = tuple[str, ...]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def facts(file: Path) -> set[Row]:
    """What a person is told of each figure in the sentences of a document."""
    return {
        (fact.kind, fact.subject, fact.measure, fact.value, fact.unit, fact.period)
        for part in extract(read(file)).sentences
        for fact in part.facts
    }


def cells(file: Path) -> set[Row]:
    """What a person is told of each figure in the tables of a document."""
    return {
        (table.name, row.group, row.name, column, cell.value, cell.unit)
        for table in extract(read(file)).tables
        for row in table.rows
        for column, cell in row.cells.items()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plain") / "report.txt"
    written.txt(file)
    return file


@pytest.mark.parametrize("kind", [kind for kind in written.FORMATS if kind != "txt"])
def test_a_document_says_the_same_in_every_format(tmp_path: Path, plain: Path, kind: str) -> None:
    file = tmp_path / f"report.{kind}"
    written.FORMATS[kind](file)
    assert facts(file) == facts(plain)
    assert cells(file) == cells(plain)
    assert len(facts(file)) > 5


def refusal(file: Path) -> str:
    """The one line that says why a file is not read; empty when it is."""
    try:
        extract(read(file))
    except DocumentError as error:
        line = str(error)
        assert line.startswith(f"{file}: ")
        assert "\n" not in line
        return line
    return ""


def bomb(file: Path) -> None:
    """A small workbook that unpacks to more than a quarter of a gigabyte."""
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(257):
            part.write(bytes(1024 * 1024))


def all_merged(file: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = 5
    sheet.merged_cells.add("A1:XFD1048576")
    book.save(file)


def uncalculated(file: Path) -> None:
    from openpyxl import Workbook

    made = Workbook()
    sheet: Any = made.active
    for row in (["项目", "数"], ["甲", 1], ["合计", "=COUNTIF(B2:B2,1)"]):
        sheet.append(row)
    made.save(file)


def scanned(file: Path) -> None:
    from reportlab.pdfgen import canvas

    page = canvas.Canvas(str(file))
    page.rect(100, 100, 300, 300, fill=1)
    page.save()


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("bomb.xlsx", bomb, "unpacks to more than 256 MB"),
        ("bomb.docx", bomb, "unpacks to more than 256 MB"),
        ("merged.xlsx", all_merged, "merges more cells"),
        ("formulas.xlsx", uncalculated, "formulas without results"),
        ("locked.pdf", lambda file: written.pdf(file, password="geheim"), "password"),
        (
            "locked.xlsx",
            lambda file: file.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")),
            "password",
        ),
        ("old.docx", lambda file: file.write_bytes(OLE + bytes(512)), "older Word"),
        ("scan.pdf", scanned, "scan"),
        ("broken.pdf", lambda file: file.write_bytes(b"%PDF-1.7\n" + bytes(100)), "broken"),
        ("broken.docx", lambda file: file.write_bytes(b"PK\3\4" + bytes(100)), "broken"),
        ("other.docx", written.xlsx, "no Word document"),
        ("nothing.xlsx", lambda file: file.write_bytes(b""), "empty"),
        (
            "blank.html",
            lambda file: file.write_bytes(b"<html><body> <script>1</script></body></html>"),
            "empty",
        ),
        ("noise.csv", lambda file: file.write_bytes(bytes(range(256)) * 9), "encoding"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, name: str, make: Callable[[Path], object], says: str
) -> None:
    file = tmp_path / name
    make(file)
    assert says in refusal(file)


@pytest.mark.parametrize("kind", written.FORMATS)
def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"huge.{kind}"
    with file.open("wb") as handle:
        handle.truncate(max(LARGEST + 1, 200 * 1024 * 1024))
    assert "larger than" in refusal(file)


@pytest.mark.parametrize("pretends", ["xlsx", "html", "csv"])
def test_what_only_calls_itself_xls_is_read_as_what_it_is(tmp_path: Path, plain: Path, pretends: str) -> None:
    file = tmp_path / "report.xls"
    written.FORMATS[pretends](file)
    assert facts(file) == facts(plain)


XML_2003 = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>
<Style ss:ID="old"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="户数"><Table><Column ss:Index="4" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">2024年户数</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">乡镇</Data></Cell><Cell><Data ss:Type="String">户数（户）</Data></Cell>
<Cell><Data ss:Type="String">占比</Data></Cell><Cell><Data ss:Type="String">草稿</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">南乡</Data></Cell><Cell><Data ss:Type="Number">412</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.6</Data></Cell><Cell><Data ss:Type="Number">9</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">北乡</Data></Cell><Cell ss:StyleID="old"><Data ss:Type="Number">7</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.4</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_a_workbook_in_the_xml_of_2003_may_call_itself_xls(tmp_path: Path) -> None:
    file = tmp_path / "a.xls"
    file.write_text(XML_2003, encoding="utf-8")
    lines = ["2024年户数", "乡镇 | 户数（户） | 占比", "南乡 | 412 | 60.0%", "北乡 |  | 40.0%"]
    assert read(file).text.splitlines() == lines
    assert [(one.why, one.words) for one in read(file).lost] == [(STRUCK, "7"), (HIDDEN, "草稿 9")]


def test_a_page_with_its_pictures_may_call_itself_xls(tmp_path: Path) -> None:
    from email.message import EmailMessage

    whole = EmailMessage()
    whole["Subject"] = "2024"
    rows = "<tr><td>乡镇</td><td>户数</td></tr><tr><td>南乡</td><td>412</td></tr>"
    page = f"<p>2024年户数</p><table>{rows}</table>"
    whole.set_content(page, subtype="html", cte="quoted-printable")
    whole.add_related(b"\x89PNG 31 32", "image", "png")
    (tmp_path / "a.xls").write_bytes(whole.as_bytes())
    assert read(tmp_path / "a.xls").text.splitlines() == ["2024年户数", "乡镇 | 户数", "南乡 | 412"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "big5", "utf-16"])
def test_a_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    written.csvs(file, [Made((("名目", "件"), ("水泥", "12.50"), ("其他", "3")))], encoding)
    assert read(file).text.splitlines() == ["名目 | 件", "水泥 | 12.50", "其他 | 3"]


PARTS = {"word/document.xml", "xl/worksheets/sheet1.xml"}


def cut(data: bytes, at: int, parts: list[int]) -> bytes:
    """A file that ends too early, its pieces in another order."""
    kept = data[: at % (len(data) + 1)]
    edges = sorted({0, *(part % (len(kept) + 1) for part in parts), len(kept)})
    pieces = [kept[left:right] for left, right in pairwise(edges)]
    return b"".join(pieces[::2] + pieces[1::2])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same document in every format, and the inner parts of those that are packed."""
    folder = tmp_path_factory.mktemp("whole")
    found = {}
    for kind, write in written.FORMATS.items():
        write(folder / f"a.{kind}")
        found[kind] = (folder / f"a.{kind}").read_bytes()
    return found


@pytest.mark.parametrize("kind", written.FORMATS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=st.integers(0, 100_000), parts=st.lists(st.integers(0, 100_000), max_size=6))
def test_a_damaged_file_is_read_or_refused_in_words(
    tmp_path: Path, whole: dict[str, bytes], kind: str, at: int, parts: list[int]
) -> None:
    file = tmp_path / f"damaged.{kind}"
    file.write_bytes(cut(whole[kind], at, parts))
    refusal(file)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=st.integers(0, 100_000), parts=st.lists(st.integers(0, 100_000), max_size=6))
def test_a_packed_file_with_a_damaged_part_is_read_or_refused_in_words(
    tmp_path: Path, whole: dict[str, bytes], kind: str, at: int, parts: list[int]
) -> None:
    file = tmp_path / f"damaged.{kind}"
    with zipfile.ZipFile(io.BytesIO(whole[kind])) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, cut(data, at, parts) if name in PARTS else data)
    refusal(file)


def book(file: Path, *sheets: tuple[str, dict[str, Any]], hide: str = "") -> list[str]:
    """A workbook of sheets, each with its cells (a value, or a value and its format); the lines read from it."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    for title, values in sheets:
        sheet = made.create_sheet(title)
        sheet.sheet_state = "hidden" if title == hide else "visible"
        for place, value in values.items():
            cell: Any = sheet[place]
            cell.value, cell.number_format = value if isinstance(value, tuple) else (value, "General")
    made.save(file)
    return [line.strip() for line in read(file).text.splitlines()]


def test_cells_are_read_as_their_formats_show_them(tmp_path: Path) -> None:
    shown = {
        "3.0": (3, "0.0"),
        "1,234": (1234.4, "#,##0"),
        "12.5%": (0.125, "0.0%"),
        "-7.30": (-7.3, "0.00_);[Red](0.00)"),
        "0.3": 0.1 + 0.2,
        "2024年5月": (datetime(2024, 5, 1, tzinfo=None), 'yyyy"年"m"月"'),  # noqa: DTZ001
        "2024-05-01": (datetime(2024, 5, 1, tzinfo=None), "yyyy/m/d"),  # noqa: DTZ001
        "-": (0, '0.0;-0.0;"-"'),
        "15.2万人": (15.2, '0.0"万人"'),
        "18.2万元": (182400, '0!.0,"万元"'),
        "182.4百万元": (182400000, '0.0,,"百万元"'),
        "1.5千": (1500, '[>=1000000]0.0,,"百万";[>=1000]0.0,"千";0"个"'),
        "7个": (7, '[>=1000000]0.0,,"百万";[>=1000]0.0,"千";0"个"'),
        "-3.2%": (-3.2, '[Red]▲0.0"%";[Green]▼0.0"%"'),
        "5.1%": (5.1, '[Red]▲0.0"%";[Green]▼0.0"%"'),
        "-1.6%": (-0.016, '"同比增长"0.0%;"同比下降"0.0%;"持平"'),
        "持平": (0, '"同比增长"0.0%;"同比下降"0.0%;"持平"'),
        "-1.4": (-1.4, "#,##0"),
        "12.34亿元": (12.34, 'General"亿元"'),
        "0.125": (0.125, "# ?/?"),
    }
    cells: dict[str, Any] = {f"A{row}": f"第{row}项" for row in range(2, len(shown) + 2)}
    cells |= {f"B{row}": value for row, value in enumerate(shown.values(), start=2)}
    lines = book(tmp_path / "a.xlsx", ("甲", {"A1": "指标", "B1": "数", **cells}))
    assert [line.split(" | ")[1] for line in lines[1:]] == list(shown)


def struck_html(file: Path) -> None:
    file.write_text(
        "<style>.old { color: red; text-decoration: line-through }</style><h1>2024年办件情况</h1>"
        "<p>全市受理<del>31</del>52件，办结<s>28</s>50件，退件<span class='old'>9</span>2件，"
        "满意率<span style='text-decoration: line-through'>88%</span>96%。</p>"
        "<table><tr><th>窗口</th><th>件数（件）</th></tr><tr><td>东厅</td><td><strike>7</strike>8</td></tr></table>",
        encoding="utf-8",
    )


def struck_docx(file: Path) -> None:
    import docx as word

    document = word.Document()
    document.add_paragraph("2024年办件情况")
    paragraph = document.add_paragraph("全市受理")
    for old, new in (("31", "52件，办结"), ("28", "50件，退件"), ("9", "2件，满意率"), ("88%", "96%。")):
        paragraph.add_run(old).font.strike = True
        paragraph.add_run(new).font.strike = False
    table = document.add_table(2, 2)
    for place, text in enumerate(("窗口", "件数（件）", "东厅", "")):
        table.cell(place // 2, place % 2).text = text
    old = table.cell(1, 1).paragraphs[0].add_run("7")
    old.font.double_strike = True
    table.cell(1, 1).paragraphs[0].add_run("8")
    document.save(str(file))


def struck_md(file: Path) -> None:
    file.write_text(
        "# 2024年办件情况\n\n全市受理~~31~~52件，办结<del>28</del>50件，退件<s>9</s>2件，满意率~~88%~~96%。\n\n"
        "| 窗口 | 件数（件） |\n|---|---|\n| 东厅 | ~~7~~8 |\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize("make", [struck_html, struck_docx, struck_md])
def test_what_is_struck_out_is_not_read_but_told(tmp_path: Path, make: Callable[[Path], None]) -> None:
    file = tmp_path / f"a.{make.__name__.partition('_')[2]}"
    make(file)
    one = extract(readable(read(file)))
    figures = [fact.value for part in one.sentences for fact in part.facts]
    figures += [cell.value for table in one.tables for row in table.rows for cell in row.cells.values()]
    assert figures == ["52", "50", "2", "96", "8"]
    told = [doubt.doubtful for doubt in unsure(read(file).text, one) if doubt.doubt == reason(STRUCK)]
    assert len(told) == 5


def struck_xlsx(file: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    made = Workbook()
    sheet: Any = made.active
    for row in (["窗口", "件数"], ["东厅", 8], ["西厅", 9], ["南厅", ""]):
        sheet.append(row)
    sheet["B3"].font = Font(strike=True)
    sheet["B4"] = CellRichText(TextBlock(InlineFont(strike=True), "31"), "52")
    made.save(file)


def struck_xls(file: Path) -> None:
    import xlwt

    made = xlwt.Workbook()
    sheet = made.add_sheet("Sheet")
    rows: list[list[Any]] = [["窗口", "件数"], ["东厅", 8], ["西厅"], ["南厅"]]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    old = xlwt.easyxf("font: struck_out on")
    sheet.write(2, 1, 9, old)
    sheet.write_rich_text(3, 1, [("31", old.font), "52"])
    made.save(str(file))


@pytest.mark.parametrize("make", [struck_xlsx, struck_xls])
def test_a_struck_out_cell_is_empty_and_told(tmp_path: Path, make: Callable[[Path], None]) -> None:
    file = tmp_path / f"a.{make.__name__.partition('_')[2]}"
    make(file)
    assert [line.strip(" |") for line in read(file).text.splitlines()] == [
        "窗口 | 件数",
        "东厅 | 8",
        "西厅",
        "南厅 | 52",
    ]
    told = [(one.words, one.ref) for one in read(file).lost]
    assert [(words.removesuffix(".0"), ref) for words, ref in told] == [("9", "Sheet!B3"), ("31", "Sheet!B4")]


def test_hidden_rows_and_columns_part_no_table_and_are_told(tmp_path: Path) -> None:
    from openpyxl import Workbook

    made = Workbook()
    sheet: Any = made.active
    for row in (["街道", "草稿", "床位（张）", "备案"], ["东街", 1, 84, "是"], ["旧街", 2, 0, "否"],
                ["北片", None, None, "筹建"], ["南街", 4, 43, "是"]):  # fmt: skip
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    made.create_sheet("旧表")["A1"] = 5
    made["旧表"].sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    file = read(tmp_path / "a.xlsx")
    assert file.text.splitlines() == [
        "街道 | 床位（张） | 备案",
        "东街 | 84 | 是",
        "北片 |  | 筹建",
        "南街 | 43 | 是",
    ]
    assert {(row, unit) for _, _, row, column, _, unit in cells(tmp_path / "a.xlsx") if column == "床位"} == {
        ("东街", "张"),
        ("南街", "张"),
    }
    assert [(one.why, one.ref, one.words) for one in file.lost] == [
        (HIDDEN, "Sheet!A3:Sheet!D3", "旧街 2 0 否"),
        (HIDDEN, "Sheet!B1:Sheet!B5", "草稿 1 2 4"),
        (HIDDEN, "", "旧表"),
    ]


def test_a_formula_without_a_result_is_worked_out_or_told(tmp_path: Path) -> None:
    from openpyxl import Workbook

    made = Workbook()
    sheet: Any = made.active
    rows: list[list[Any]] = [
        ["乡镇", "计划", "完成", "率", "名次"],
        ["甲", 100, 80],
        ["乙", 300, 330],
        ["合计"],
    ]
    for row in rows:
        sheet.append(row)
    sheet["B4"], sheet["C4"] = "=SUM(B2:B3)", "=C2+C3"
    for number in (2, 3, 4):
        sheet[f"D{number}"], sheet[f"D{number}"].number_format = f"=$C{number}/$B{number}", "0.0%"
        sheet[f"E{number}"] = f"=RANK(C{number},C$2:C$3)"
    made.save(tmp_path / "a.xlsx")
    file = read(tmp_path / "a.xlsx")
    assert [line.strip(" |") for line in file.text.splitlines()[1:]] == [
        "甲 | 100 | 80 | 80.0%",
        "乙 | 300 | 330 | 110.0%",
        "合计 | 400 | 410 | 102.5%",
    ]
    assert [(one.why, one.ref) for one in file.lost] == [(UNCALCULATED, f"Sheet!E{row}") for row in (2, 3, 4)]


def test_a_date_in_a_format_of_chinese_programs_is_a_date(tmp_path: Path) -> None:
    from openpyxl import Workbook

    made = Workbook()
    sheet: Any = made.active
    sheet.append(["月份", "件数"])
    sheet.append([45413, 12])
    sheet["A2"].number_format = "0"
    sheet["A2"]._style.numFmtId = 57
    made.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").text.splitlines()[1] == "2024年5月 | 12"


def test_captions_and_notes_are_no_rows_and_tables_stand_apart(tmp_path: Path) -> None:
    lines = book(
        tmp_path / "a.xlsx",
        (
            "表一",
            {
                "A1": "2024年产量", "B2": "单位：吨",
                "A3": "产品", "B3": "产量", "A4": "  水泥", "B4": 5, "A5": "钢", "B5": 6,
                "D3": "地区", "E3": "人口", "D4": "东区", "E4": 7, "D5": "西区", "E5": 8,
                "A6": "注：为初步数。",
                "A9": "2024年事故", "A10": "类别", "B10": "起数", "A11": "火灾", "B11": 2, "A13": "水灾", "B13": 1,
            },
        ),
        ("草稿", {"A1": "不公开", "B1": 99}),
        ("表二", {"A1": "项目", "B1": "值", "A2": "甲", "B2": 1}),
        hide="草稿",
    )  # fmt: skip
    assert lines == [
        "表一", "2024年产量", "单位：吨",
        "产品 | 产量", "水泥 | 5", "钢 | 6", "地区 | 人口", "东区 | 7", "西区 | 8",
        "注：为初步数。",
        "2024年事故", "类别 | 起数", "火灾 | 2", "水灾 | 1",
        "表二", "项目 | 值", "甲 | 1",
    ]  # fmt: skip
    table = read(tmp_path / "a.xlsx").grids[0]
    assert [(cell.ref, cell.indent) for cell in table.rows[1]] == [("表一!A4", 1), ("表一!B4", 0)]


@pytest.mark.parametrize(
    ("above", "name", "unit"),
    [
        ("Extracted 2/3/2025,\nDataset:,Births\nUpdated:,1/3\n\nUnit of measure,Persons\n", "Births", "Persons"),
        ("指标名称：,常住人口\n计量单位：,万人\n更新时间：,2025年3月\n", "常住人口", "万人"),
    ],
)  # fmt: skip
def test_pairs_above_a_table_say_what_it_is_and_in_what_unit(
    tmp_path: Path, above: str, name: str, unit: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{above}\nDate,Total,North\n2022,81.5,30.9\n2023,82.0,31.3\n", encoding="utf-8")
    assert {(row[0], row[2], row[3], row[4], row[5]) for row in cells(file)} == {
        (name, "2022", "Total", "81.5", unit),
        (name, "2022", "North", "30.9", unit),
        (name, "2023", "Total", "82.0", unit),
        (name, "2023", "North", "31.3", unit),
    }


def test_an_empty_row_below_a_header_and_a_table_right_below_another(tmp_path: Path) -> None:
    cells = {
        "A1": "表1 产量", "A2": "品种", "B2": "吨", "A4": "米", "B4": 5, "A5": "麦", "B5": 6,
        "A6": "表2 价格", "A7": "品种", "B7": "元", "A8": "米", "B8": 2.5,
    }  # fmt: skip
    lines = book(tmp_path / "a.xlsx", ("甲", cells))
    assert lines == ["表1产量", "品种 | 吨", "米 | 5", "麦 | 6", "表2价格", "品种 | 元", "米 | 2.5"]
    assert len(read(tmp_path / "a.xlsx").grids) == 2


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    lines = book(
        tmp_path / "a.xlsx", ("甲", {"A1": "项目", "B1": "值", "A2": "水", "B2": 1, "XFD1048576": "末"})
    )
    assert lines == ["项目 | 值", "水 | 1", "末"]


PAGE = """<html><head><title>站点</title><style>p{{}}</style></head><body>
<div id="topMenu"><a href="/">首页</a> <a>2023年公开</a></div><div class="bread-crumb">当前位置：首页</div>
<form><div class="main"><h1>江湾市公报</h1><p>受理<b>12</b>件，
办结<br>率98%。</p><h2>人口</h2>{table}</div></form>
<div class="related"><ul><li><a>相关2022</a>
<li><a>相关2021</a></ul></div><p>版权所有 ICP备12345号</p></body></html>"""


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            """<table><caption>表1</caption><tr><th rowspan=2>项 目<th colspan=2>2024年<tr><td>件<td>率
            <tr><td>&nbsp;&nbsp;甲<td>3<td>1%</table>""",
            ["表1", "项目 | 2024年 |", "| 件 | 率", "甲 | 3 | 1%"],
        ),
        ("<table><tr><td><p>一段话。</p><table><tr><td>甲<td>1</table></table>", ["一段话。", "甲 | 1"]),
        ("<table><tr><td colspan=999999999>甲<td rowspan=0>1<tr><td>乙</table>", None),
    ],
)
def test_a_page_is_read_without_the_site_around_it(
    tmp_path: Path, table: str, lines: list[str] | None
) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE.format(table=table), encoding="utf-8")
    found = [line.strip() for line in read(file).text.splitlines()]
    assert found[:4] == ["江湾市公报", "受理12件， 办结", "率98%。", "# 人口"]
    assert lines is None or found[4:] == lines


def test_a_page_without_marks_of_its_encoding_is_read(tmp_path: Path) -> None:
    for encoding in ("gb2312", "big5", "utf-8"):
        file = tmp_path / "a.htm"
        file.write_bytes("<p>人口12人。</p>".encode(encoding))
        assert read(file).text == "人口12人。\n"


def test_a_word_document_gives_what_it_shows(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("江湾市公报", 0)
    document.add_heading("人口", 1)
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text, outer.cell(1, 0).text = "项目", "数", "甲"
    inner = outer.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "乙", "5"
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "框里的话。"
    document.save(str(tmp_path / "a.docx"))
    lines = [line.strip() for line in read(tmp_path / "a.docx").text.splitlines()]
    assert lines == ["江湾市公报", "# 人口", "项目 | 数", "甲 |", "乙 | 5", "框里的话。"]


GREW = "全市实现地区生产总值1234.5亿元，比上年增长5.2%。"
YEARBOOK: tuple[str | Made, ...] = (
    "江湾市2024年公报",
    "一、综合",
    *(
        f"第{number}段。" + "全市实现地区生产总值1234.5亿元，比上年增长5.2%。" * (number % 4 + 1)
        for number in range(16)
    ),
    "表1 各镇人口",
    Made((("地区", "户数（户）", "人数（人）"), *((f"第{n}镇", str(1000 + n), f"{n}.5") for n in range(70)))),
    "二、其他",
    "土地面积1234.5平方公里。",
)


def test_pages_are_put_together_again(tmp_path: Path) -> None:
    written.pdf(tmp_path / "a.pdf", YEARBOOK)
    written.txt(tmp_path / "a.txt", YEARBOOK)
    assert read(tmp_path / "a.pdf").text == read(tmp_path / "a.txt").text + "\n"


@pytest.mark.parametrize("lines", written.RULES)
def test_a_table_on_a_page_needs_no_lines(tmp_path: Path, lines: str) -> None:
    rows = (
        ("指标", "单位", "数值"),
        ("粮食", "万吨", "12.0"),
        ("按季节分", "", ""),
        ("夏粮", "万吨", "5"),
        ("秋粮", "万吨", "7"),
    )
    written.pdf(tmp_path / "a.pdf", ("江湾市公报", Made(rows), "全年完成投资12亿元。"), lines=lines)
    (table,) = read(tmp_path / "a.pdf").grids
    assert [tuple(cell.text for cell in row) for row in table.rows] == list(rows)


def raised_html(file: Path) -> None:
    file.write_text(
        "<p>常住人口<sup>1</sup>86.08万人，增长5.2%<sup>[2]</sup>，林地12万m<sup>2</sup>。</p>", "utf-8"
    )


def raised_docx(file: Path) -> None:
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph()
    for words in ("常住人口", "^1", "86.08万人，增长5.2%", "^[2]", "，林地12万m", "^2", "。"):
        paragraph.add_run(words.lstrip("^")).font.superscript = words.startswith("^")
    document.save(str(file))


def raised_xlsx(file: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    high = InlineFont(vertAlign="superscript")
    words = ("常住人口", "^1", "86.08万人，增长5.2%", "^[2]", "，林地12万m", "^2", "。")
    made = Workbook()
    sheet: Any = made.active
    sheet["A1"] = CellRichText(*(TextBlock(high, word[1:]) if word[0] == "^" else word for word in words))
    made.save(file)


def raised_pdf(file: Path) -> None:
    written.pdf(
        file, ["常住人口<super>1</super>86.08万人，增长5.2%<super>2</super>，林地12万m<super>2</super>。"]
    )


LEFT = "2024年，全区新建公园12处，改造路灯860盏。森林覆盖率达到41.7%，提高0.5个百分点。全年空气质量优良天数318天。"
RIGHT = "全区共有图书馆9个，藏书63.2万册。博物馆参观人数1"
RIGHT += "4.8万人次，增长6.1%。新建体育场地27处，改造2310平方米。"


def drawn(file: Path, *pieces: tuple[str, float, float, float]) -> Any:
    """A page with pieces of text: each as wide as told, from a place of its left upper corner."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(file))
    page.setFont("STSong-Light", 10)
    for text, left, top, width in pieces:
        for number, start in enumerate(range(0, len(text), int(width / 10))):
            page.drawString(left, top - 16 * number, text[start : start + int(width / 10)])
    return page


@pytest.mark.parametrize("drop", [0, 7])
def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path, drop: int) -> None:
    file = tmp_path / "a.pdf"
    title, end = (
        "云台区2024年民生工作情况",
        "全区财政收入21.5亿元，其中税收收入16.2亿元，增长4.4%，非税收入下降2.2%。",
    )
    pieces = (
        (title, 230, 790, 300),
        (LEFT, 60, 760, 220),
        (RIGHT, 310, 760 - drop, 220),
        (end, 60, 640, 450),
    )
    drawn(file, *pieces).save()
    assert read(file).text.splitlines() == [title, LEFT, RIGHT, end]


@pytest.mark.parametrize(("turned", "grey"), [(40, 0), (0, 0.8)])
def test_what_is_printed_across_a_page_is_no_part_of_its_text(
    tmp_path: Path, turned: int, grey: float
) -> None:
    file = tmp_path / "a.pdf"
    page = drawn(file, ("云台区2024年民生工作情况", 230, 790, 300), (LEFT, 60, 760, 450))
    page.translate(90, 700)
    page.rotate(turned)
    page.setFillGray(grey)
    page.setFont("STSong-Light", 48)
    page.drawString(0, 20, "内部 2099 资料")
    page.save()
    assert read(file).text.splitlines() == ["云台区2024年民生工作情况", LEFT]


@pytest.mark.parametrize(
    ("kind", "make"),
    [("html", raised_html), ("docx", raised_docx), ("xlsx", raised_xlsx), ("pdf", raised_pdf)],
)
def test_the_mark_of_a_footnote_is_no_digit(tmp_path: Path, kind: str, make: Callable[[Path], None]) -> None:
    file = tmp_path / f"a.{kind}"
    make(file)
    assert read(file).text.splitlines()[-1].replace(" ", "") == "常住人口86.08万人，增长5.2%，林地12万m²。"


def test_numbers_on_two_lines_of_a_cell_stay_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<table><tr><td>项目<td>数<tr><td>甲<br>组<td>12<br>34</table>", encoding="utf-8")
    assert read(file).text.splitlines()[1] == "甲组 | 12 34"


def test_a_row_whose_cells_have_several_lines_is_no_header(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    rows = (
        "<tr><th>车站</th><th>客流（万人）</th><th>班次（班）</th></tr>"
        "<tr><td>南站</td><td>6.5<br>6.1</td><td><ul><li>31</li><li>29</li></ul></td></tr>"
        "<tr><td>东站</td><td>12.7万人<p>含公交</p></td><td><p>18</p><p>17</p></td></tr>"
        "<tr><td>西站</td><td>9.8<br>(9.1)</td><td>22</td></tr>"
    )
    file.write_text(f"<h1>2024年客运情况</h1><table>{rows}</table>", encoding="utf-8")
    (table,) = extract(read(file)).tables
    read_cells = {(row.name, name): cell for row in table.rows for name, cell in row.cells.items()}
    assert {place: cell.printed for place, cell in read_cells.items()} == {
        ("南站", "客流"): "6.5 6.1", ("南站", "班次"): "31 29",
        ("东站", "客流"): "12.7万人 含公交", ("东站", "班次"): "18 17",
        ("西站", "客流"): "9.8", ("西站", "班次"): "22",
    }  # fmt: skip
    assert all("value" in cell.doubts for cell in read_cells.values() if cell.kind == "text")


def test_a_list_of_names_and_figures_needs_no_header(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = (("常住人口（万人）", "86.08", "面积", "1234.5平方公里"), ("户数", "3000", "GDP(亿元)", "1,234.5"))
    written.csvs(file, ["江湾市基本情况", Made(rows)])
    assert {(name, value, unit) for _, _, name, _, value, unit in cells(file)} == {
        ("常住人口", "86.08", "万人"),
        ("面积", "1234.5", "平方公里"),
        ("户数", "3000", "户"),
        ("GDP", "1234.5", "亿元"),
    }


def test_an_empty_outer_label_stands_for_the_one_above(tmp_path: Path) -> None:
    rows = (
        ("年度", "月份", "件数"),
        ("2023年", "11月", "10"),
        ("", "12月", "20"),
        ("2024年", "1月", "5"),
        ("总计", "", "35"),
    )
    merged, lost = tmp_path / "a.xlsx", tmp_path / "a.csv"
    written.xlsx(merged, [Made(rows, ((1, 2, 0, 0),))])
    written.csvs(lost, [Made(rows)])
    assert cells(lost) == cells(merged)
    assert {(group, name) for _, group, name, *_ in cells(lost)} == {
        ("2023年", "11月"), ("2023年", "12月"), ("2024年", "1月"), ("", "总计"),
    }  # fmt: skip

"""Many tables at once: a file with a table on each line, and tables of very many rows."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot.assistant import Assistant
from bot.errors import DocumentError
from bot.knowledge import documents, folders, store
from bot.knowledge.model import Document, Row
from bot.knowledge.stored import Record, StoredRows
from bot.reading.build import build
from tests.conftest import Run

pytestmark = pytest.mark.slow

COLUMNS = ["项目名称", "区域", "成交均价(元/平方米)", "成交套数"]


def table(title: str, *rows: Sequence[object], columns: Sequence[str] = COLUMNS) -> dict[str, Any]:
    return {"title": title, "columns": columns, "rows": rows}


MAY = table(
    "江湾市2024年5月商品房成交价格表",
    ["云山府", "东湖区", "12500.50", "31套"],
    ["星河湾", "南山区", 9800, None],
)
JUNE = table(
    "江湾市2024年6月商品房成交价格表",
    ["云山府", "东湖区", 12700.80, "28套"],
    ["星河湾", "南山区", 9900.10, 7],
)
OTHER = table(
    "柳岸市2024年5月商品房成交价格表", ["枫林苑", "城东区", 15000, 12], ["望江楼", "城西区", 18000, 5]
)


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "prices.jsonl"
    path.write_text(lines(MAY) + "\n" + lines(JUNE, OTHER), encoding="utf-8")
    return path


@pytest.fixture
def folder(source: Path, tmp_path: Path) -> Path:
    build([source], tmp_path / "k")
    return tmp_path / "k"


def curated(folder: Path, text: str) -> None:
    (folder / "prices" / "curation.yaml").write_text(f"entries:\n{text}", encoding="utf-8")


def loaded(folder: Path) -> dict[str, Document]:
    return {document.id: document for document in store.load(folder).documents}


def asked(run: Run, question: str, folder: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run("ask", "--json", question, "--knowledge", folder).stdout)
    return answer


# A table on each line ---------------------------------------------------------------------------------


def test_a_table_of_a_file_of_many_is_read_and_asked_for(source: Path, wenshu: Run, tmp_path: Path) -> None:
    done = wenshu("ingest", source, "--into", "k")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 tables with 6 rows" in done.stdout
    done = wenshu("ask", "2024年6月云山府的成交均价是多少", "--knowledge", "k")
    assert done.returncode == 0
    assert done.stdout.startswith("12700.8元/平方米\n云山府 · 成交均价(2024年6月)")
    assert "「云山府 | 东湖区 | 12700.8 | 28套」" in done.stdout
    answer = asked(wenshu, "柳岸市望江楼的成交均价", tmp_path / "k")["answers"][0]
    assert (answer["value"], answer["source"]["document"]) == ("18000", "prices.4")
    assert answer["source"]["cell"] == "4!C3"  # line, column, row


def test_a_packed_file_is_read_as_it_is_unpacked(source: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed" / "prices.jsonl.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(source.read_bytes()))
    plain, same = build([source], tmp_path / "k")[0], build([packed], tmp_path / "packed" / "k")[0]
    assert same.id == "prices"
    assert (same.folder / "tables.yaml").read_text("utf-8").partition("documents:")[2] == (
        plain.folder / "tables.yaml"
    ).read_text("utf-8").partition("documents:")[2]


def test_a_table_is_read_as_if_it_were_a_file_of_its_own(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{MAY['title']}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [COLUMNS, ["云山府", "东湖区", "12500.50", "31套"], ["星河湾", "南山区", 9800, ""]]
        )
    (summary,) = build([path], tmp_path / "alone")
    (alone,) = documents.read(summary.folder)
    one = loaded(folder)["prices.1"]

    def said(document: Document) -> list[object]:
        heads = [document.title, document.place, document.period, document.publisher]
        (table,) = document.tables
        cells = [cell for row in table.rows for cell in row.cells.values()]
        told = [
            (c.subject, c.measure, c.kind, c.value, c.printed, c.unit, c.period, c.source.quote)
            for c in cells
        ]
        return [*heads, table.title, table.each, table.columns, *told]

    assert said(one) == said(alone)


def test_each_table_has_a_place_a_time_and_an_id_of_its_own(folder: Path) -> None:
    known = loaded(folder)
    assert {name: (one.place, one.period) for name, one in known.items()} == {
        "prices.1": ("江湾市", "2024年5月"),
        "prices.3": ("江湾市", "2024年6月"),
        "prices.4": ("柳岸市", "2024年5月"),
    }
    assert {one.folder for one in known.values()} == {"prices"}
    facts = [cell.id for one in known.values() for row in one.tables[0].rows for cell in row.cells.values()]
    assert len(facts) == len(set(facts))
    assert all(name.partition("/")[0] in known for name in facts)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("title", "is no JSON (Expecting value at character 1); write a table on it: {"),
        ('{"title": "表", ', "is no JSON"),
        ("[1, 2]", "is no object; write a table on it"),
        ('{"columns": ["甲"], "rows": []}', 'has no "title"; give the table a name in quotes'),
        ('{"title": 5, "columns": ["甲"], "rows": []}', 'has no "title"'),
        ('{"title": "表", "rows": []}', '"columns" must be a list of names in quotes'),
        ('{"title": "表", "columns": ["甲", 5], "rows": []}', '"columns" must be a list of names in quotes'),
        ('{"title": "表", "columns": ["甲"]}', '"rows" must be a list of rows'),
        ('{"title": "表", "columns": ["甲"], "rows": [5]}', "row 1 is no list; write its cells in brackets"),
        (
            '{"title": "表", "columns": ["甲"], "rows": [[1], [1, 2]]}',
            "row 2 has 2 cells for 1 columns; give it one for each, null where there is none",
        ),
        (
            '{"title": "表", "columns": ["甲"], "rows": [[true]]}',
            "row 1 has a cell that is no text, number or null",
        ),
        (
            '{"title": "表", "columns": ["甲"], "rows": [[{}]]}',
            "row 1 has a cell that is no text, number or null",
        ),
        ('{"title": "表", "columns": ["甲"], "rows": [[NaN]]}', "NaN is no number; write null"),
        (
            '{"title": "表", "columns": ["甲"], "rows": [[1e999]]}',
            "the number 1e999 is too long; write it in quotes",
        ),
        (
            '{"title": "表", "columns": ["甲"], "rows": [[1e99999999999999999999]]}',
            "the number 1e99999999999999999999 is too long; write it in quotes",
        ),
        ('{"title": "\\ud800", "columns": ["甲"], "rows": []}', "is no UTF-8; save the file as UTF-8"),
        ("[" * 100_000, "is nested too deep"),
        (b'{"title": "\xff\xfe"}', "is no UTF-8; save the file as UTF-8"),
    ],
)
def test_a_line_that_is_no_table_is_told_and_nothing_is_written(
    line: str | bytes, says: str, source: Path, tmp_path: Path
) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    source.write_bytes(source.read_bytes() + bad + b"\n" + lines(OTHER).encode())
    with pytest.raises(DocumentError) as error:
        build([source], tmp_path / "k")
    assert str(error.value).startswith(f"{source}:5: {says}")
    assert "\n" not in str(error.value)
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b"", "the file is empty"),
        ("a.jsonl", b"\n \n", "the file is empty"),
        ("a.jsonl.gz", gzip.compress(lines(MAY).encode())[:60], "the file is broken"),
        ("a.jsonl", lines(table("表")).encode(), "no figure, table or named thing was found in it"),
        ("a.json.gz", b"{}", "cannot read .gz files"),
    ],
)
def test_a_file_without_tables_is_told(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=says):
        build([tmp_path / name], tmp_path / "k")


def test_a_number_stays_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"title": "价格表", "columns": ["项目", "价格(元)"], "rows": [["甲", 86.080], ["乙", -1.5E2]]}\n',
        "utf-8",
    )
    (summary,) = build([path], tmp_path / "k")
    (document,) = documents.read(summary.folder)
    assert [row.cells["价格"].value for row in document.tables[0].rows] == ["86.080", "-150"]


def test_what_is_given_of_a_file_of_many_is_given_of_each(source: Path, wenshu: Run, tmp_path: Path) -> None:
    assert wenshu("ingest", source, "--into", "k", "--place", "柳岸市", "--title", "房价").returncode == 0
    assert {one.place for one in loaded(tmp_path / "k").values()} == {"柳岸市"}
    assert "title: 房价\n" in (tmp_path / "k" / "prices" / "document.yaml").read_text("utf-8")


def test_how_far_the_reading_has_come_is_told(tmp_path: Path) -> None:
    path = tmp_path / "prices.jsonl"
    path.write_text(lines(*(MAY for _ in range(150))), encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    build([path], tmp_path / "k", tell=lambda *said: told.append(said))
    assert told == [("prices.jsonl: tables", 100, 150), ("prices.jsonl: tables", 150, 150)]


def test_a_table_that_gives_nothing_is_told_by_the_check(source: Path, wenshu: Run) -> None:
    source.write_text(lines(MAY, table("江湾市2023年空表")), encoding="utf-8")
    wenshu("ingest", source, "--into", "k")
    done = wenshu("check", "--knowledge", "k")
    assert done.returncode == 0
    assert "note: 江湾市2023年空表 was left out: a table without a row that could be read" in done.stdout


# What an editor writes --------------------------------------------------------------------------------


def test_an_editor_s_words_for_a_table_a_row_and_a_cell_are_used(folder: Path) -> None:
    curated(
        folder,
        "  prices.1:\n    title: 五月房价\n    place: 新江湾市\n    period: 2024年4月\n"
        "    also: [房价表]\n    english: [prices]\n"
        "  prices.4:\n    hidden: true\n    reason: withdrawn\n"
        "  prices.3/r31:\n    short: 云山\n"
        "  prices.3/r31.1:\n    correct:\n      value: '12701'\n      reason: a slip\n"
        "  prices.3/r57:\n    hidden: true\n    reason: withdrawn\n",
    )
    known = loaded(folder)
    assert list(known) == ["prices.1", "prices.3"]
    may, june = known.values()
    assert (may.title, may.place, may.period, may.english) == (
        "五月房价",
        "新江湾市",
        "2024年4月",
        ("prices",),
    )
    assert (may.tables[0].also, may.tables[0].rows[0].cells["区域"].period) == (("房价表",), "2024年4月")
    (row,) = june.tables[0].rows
    assert (row.title, row.cells["成交均价"].shown, row.cells["成交均价"].correction) == (
        "云山",
        "12701元/平方米",
        "a slip",
    )


@pytest.mark.parametrize(
    ("entry", "line", "says", "left"),
    [
        ("  prices.9:\n    place: 江湾市\n", 2, "no document has the id prices.9 any more", 3),
        ("  prices.3:\n    colour: red\n", 3, "colour is not known here", 2),
        ("  prices.3/r31:\n    colour: red\n", 3, "colour is not known here", 2),
        ("  prices.3/r9:\n    short: 云山\n", 2, "no entry has the id r9 any more", 2),
        ("  prices.3/r31:\n    hidden: true\n", 2, "it is hidden without a reason", 2),
        ("  prices.3/r31.1:\n    group: 甲\n", 3, "group is not used for r31.1", 2),
        (
            "  prices.3/r31.1:\n    correct: {value: 一, reason: a slip}\n",
            3,
            "the value '一' is no plain number",
            2,
        ),
    ],
)
def test_a_faulty_line_of_an_editor_leaves_out_its_own_table(
    entry: str, line: int, says: str, left: int, folder: Path
) -> None:
    curated(folder, entry)
    known = store.load(folder)
    assert len(known.documents) == left
    (problem,) = known.problems
    assert (problem.file.name, problem.line) == ("curation.yaml", line)
    assert says in problem.message


def test_a_table_that_is_faulty_after_a_reload_stays_as_it_was(folder: Path) -> None:
    before = store.load(folder)
    curated(folder, "  prices.3:\n    colour: red\n  prices.4:\n    hidden: true\n    reason: withdrawn\n")
    assert [one.id for one in store.load(folder, before).documents] == ["prices.1", "prices.3"]


def test_a_correction_of_an_earlier_print_is_told_and_not_used(source: Path, folder: Path) -> None:
    curated(folder, "  prices.1/r31.1:\n    correct: {value: '12501', reason: a slip}\n")
    assert loaded(folder)["prices.1"].tables[0].rows[0].cells["成交均价"].value == "12501"
    source.write_text(source.read_text("utf-8").replace("12500.50", "12600.50"), "utf-8")
    (summary,) = build([source], folder)
    (notice,) = summary.notices
    assert (notice.file.name, notice.line) == ("curation.yaml", 3)
    assert "this was written for 12500.50, and 12600.50 is printed now" in notice.message
    assert loaded(folder)["prices.1"].tables[0].rows[0].cells["成交均价"].value == "12600.50"


# Rows that are kept apart -----------------------------------------------------------------------------


def name(number: int) -> str:
    """The name of a company, of two characters among fifty and what all have in common."""
    signs = (
        "青江海河山云石松柏竹梅兰菊荷莲桂枫杨柳桃李杏梨枣麦稻粟禾田野村镇城乡街道桥路渡港湾岛洲滩岸堤塘湖泉溪"
    )
    return f"{signs[number // 50]}{signs[number % 50]}公司"


def workbook(path: Path, rows: int, again: int = 0) -> Path:
    """A workbook of companies; ``again`` is how many more columns it has."""
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["企业名称", "产值(万元)", "利润(万元)", *(f"第{n}类税(万元)" for n in range(again))])
    for number in range(rows):
        sheet.append([name(number), number + 0.5, number * 3, *[number] * again])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of 2,500 rows, read."""
    folder = tmp_path_factory.mktemp("large")
    build([workbook(folder / "江湾市2024年企业产值表.xlsx", 2500)], folder / "k")
    return folder / "k"


def test_a_large_workbook_answers_exactly(large: Path, wenshu: Run) -> None:
    (place,) = large.iterdir()
    assert name(1) not in (place / "tables.yaml").read_text("utf-8")
    answer = asked(wenshu, f"{name(2417)}的产值是多少", large)["answers"][0]
    assert (answer["value"], answer["unit"]) == ("2417.5", "万元")
    assert (answer["source"]["cell"], answer["source"]["quote"]) == (
        "Sheet!B2419",
        f"{name(2417)} | 2417.5 | 7251",
    )


def test_a_quote_is_what_stands_in_the_text(large: Path) -> None:
    (document,) = store.load(large).documents
    text = (large / document.id / "text.txt").read_text("utf-8")
    for row in document.tables[0].rows[::500]:
        for cell in row.cells.values():
            assert cell.source.quote == text[cell.source.start : cell.source.end]


def kept_apart(folder: Path) -> Sequence[Row]:
    """The rows of the one document, as they stand in their file."""
    (place,) = folder.iterdir()
    (files,) = folders.read(place).documents
    return documents.build(files).tables[0].rows


def test_what_is_known_as_a_whole_is_made_once(large: Path) -> None:
    known = store.load(large)
    (document,) = known.documents
    assert all(known.rows[row.id] is row for row in document.tables[0].rows)


def test_how_many_rows_there_are_is_known_before_any_is_read(large: Path) -> None:
    rows = kept_apart(large)
    assert isinstance(rows, StoredRows)
    made: list[int] = []

    def make(record: Record) -> Row:
        made.append(record.position)
        return rows[0]

    counting = StoredRows(rows._stored, rows._number, range(2500), make)
    assert (len(counting), made) == (2500, [])
    assert counting[1200]
    assert 0 < len(made) < 100


def test_rows_are_a_sequence_like_any_other(large: Path) -> None:
    rows = kept_apart(large)
    names = [name(number) for number in range(2500)]
    assert [row.name for row in rows] == names
    assert [row.name for row in rows[-3:]] == names[-3:]
    assert [row.name for row in rows[10:500:60]] == names[10:500:60]
    assert (rows[-1].name, rows[63].name, rows[64].name) == (names[-1], names[63], names[64])
    assert rows[7] == list(rows)[7]
    with pytest.raises(IndexError):
        rows[2500]


def test_several_threads_may_read_the_same_rows(large: Path) -> None:
    rows = kept_apart(large)
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append([row.cells["利润"].value for row in rows]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[str(number * 3) for number in range(2500)]] * 4


def test_reading_never_writes(large: Path) -> None:
    (place,) = large.iterdir()
    before = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert list(store.load(large).documents[0].tables[0].rows)
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == before


def test_what_was_opened_stays_what_it_was_when_it_is_read_again(source: Path, folder: Path) -> None:
    before = loaded(folder)["prices.1"]
    source.write_text(source.read_text("utf-8").replace("12500.50", "1"), "utf-8")
    build([source], folder)
    assert before.tables[0].rows[0].cells["成交均价"].value == "12500.50"
    assert loaded(folder)["prices.1"].tables[0].rows[0].cells["成交均价"].value == "1"


@pytest.mark.parametrize("fault", ["cut", "changed", "gone", "other"])
def test_rows_that_are_damaged_are_told_in_one_line_and_the_rest_is_answered(
    fault: str, folder: Path, wenshu: Run, tmp_path: Path
) -> None:
    other = tmp_path / "town.txt"
    other.write_text("江湾市2024年工作报告\n全年热线受理来电140件。\n", encoding="utf-8")
    build([other], folder)
    path = folder / "prices" / "rows.sqlite"
    content = bytearray(path.read_bytes())
    if fault == "gone":
        path.unlink()
    elif fault == "other":
        path.write_bytes(b"no database")
    elif fault == "cut":
        path.write_bytes(content[:5000])
    else:
        content[-20] ^= 1
        path.write_bytes(content)
    done = wenshu("ask", "热线受理来电多少件", "--knowledge", "k")
    assert done.returncode == 0
    assert done.stdout.startswith("140件")
    assert done.stderr.startswith("k/prices/rows.sqlite:0: ")
    assert done.stderr.endswith("run ingest again\n")
    assert done.stderr.count("\n") == 1


def test_the_check_compares_every_cell_with_its_source(large: Path, folder: Path, wenshu: Run) -> None:
    for place, numbers in ((folder, 11), (large, 5000)):
        done = wenshu("check", "--knowledge", place)
        assert done.returncode == 0, done.stdout
        assert f"covered {numbers} of {numbers} numbers" in done.stdout


def test_a_doubt_that_many_rows_share_is_told_once(source: Path, wenshu: Run) -> None:
    columns = ["项目名称", "区域", "成交均价", "成交套数"]
    source.write_text(
        lines(table("江湾市2024年价格表", *MAY["rows"], *OTHER["rows"], columns=columns)), "utf-8"
    )
    wenshu("ingest", source, "--into", "k")
    (note,) = [line for line in wenshu("check", "--knowledge", "k").stdout.splitlines() if "note: " in line]
    assert note.startswith("k/prices/tables.yaml:")
    assert "(column 成交均价, cells: 4) is doubtful: it has no unit" in note


def test_the_check_tells_the_line_of_a_table_that_its_source_does_not_have(
    source: Path, folder: Path, wenshu: Run
) -> None:
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    source.write_text(source.read_text("utf-8").replace("9900.1", "9901.1"), "utf-8")
    done = wenshu("check", "--knowledge", folder)
    assert done.returncode == 1
    assert "prices.jsonl has changed since it was read; read it again: " in done.stdout
    now = hashlib.sha256(source.read_bytes()).hexdigest()
    about = folder / "prices" / "document.yaml"
    about.write_text(about.read_text("utf-8").replace(before, now), "utf-8")
    done = wenshu("check", "--knowledge", folder)
    lines = (folder / "prices" / "tables.yaml").read_text("utf-8").splitlines()
    first, *_ = done.stdout.splitlines()
    assert done.returncode == 1
    assert "r57 成交均价: the source says 9901.1 at" in first
    place = int(first.partition("tables.yaml:")[2].partition(":")[0])
    assert lines[place - 1] == "  - id: table0"
    assert lines[place - 7] == "- id: prices.3"


def test_the_page_of_a_file_of_many_shows_some_of_them_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "prices.jsonl"
    rows = [[name(number), "东湖区", number + 0.5, number] for number in range(300)]
    path.write_text(lines(*(table(f"江湾市2024年{m % 12 + 1}月价格表", *rows) for m in range(60))), "utf-8")
    (summary,) = build([path], tmp_path / "k", language="zh")
    page = (summary.folder / "review.html").read_text("utf-8")
    assert len(page.encode()) < 2_000_000
    assert "<li>表 60</li><li>行 18000</li>" in page
    assert "这一页只列出其中 31 张" in page or "这一页只列出其中 30 张" in page
    assert "共 300 行" in page
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
    assert "编号 prices.3/r" in page


def test_the_page_of_a_large_table_shows_some_rows_and_says_so(large: Path) -> None:
    (place,) = large.iterdir()
    page = (place / "review.html").read_text("utf-8")
    assert len(page.encode()) < 2_000_000
    assert name(0) in page
    assert name(2499) not in page
    assert "more rows are not shown" in page


def test_the_rows_of_a_large_table_that_are_shown_are_the_first(tmp_path: Path) -> None:
    path = workbook(tmp_path / "江湾市2024年企业产值表.xlsx", 2500, again=5)
    (summary,) = build([path], tmp_path / "k")
    page = (summary.folder / "review.html").read_text("utf-8")
    assert len(page.encode()) < 2_000_000
    assert "more rows are not shown" in page
    assert name(0) in page
    assert name(2499) not in page


def test_a_reload_keeps_what_can_no_longer_be_read(folder: Path) -> None:
    assistant = Assistant(folder)
    (folder / "prices" / "rows.sqlite").write_bytes(b"no database")
    with pytest.raises(Exception, match=r"rows\.sqlite"):
        assistant.reload()
    assert "12500.5" in assistant.ask("2024年5月云山府的成交均价是多少", "chat").reply.headline

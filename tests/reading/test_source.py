from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.evaluation.audit import audit
from bot.knowledge.model import Fact
from bot.reading.build import build, extract
from bot.reading.extracted import Extract
from bot.reading.source import LARGEST, read, readable

TEXT = "一、概况\r\n全年受理诉求12件。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_text_is_the_file_s_own_newlines_included(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert read(file).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_characters_are_told_from_simplified_ones(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("一、概況\r\n全年受理訴求12件，滿意率98.5%。\n".encode(encoding))
    assert "受理訴求12件，滿意率98.5%" in read(file).text


def test_a_text_cut_within_a_character_is_read_up_to_there(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes((TEXT * 50).encode()[:-3])
    assert read(file).text.startswith(TEXT * 49)


def test_a_byte_order_mark_counts_as_a_character(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("utf-8-sig"))
    assert read(file).text == "\ufeff" + TEXT


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n\t", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "no text"),
        ("odd.txt", b"\xff\xff\xff\xfe\x81", "no text"),
        ("slides.pptx", b"PK", ".pptx"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DocumentError) as error:
        read(file)
    assert says in str(error.value)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    for path in (tmp_path / "gone.txt", tmp_path, huge):
        with pytest.raises(DocumentError):
            read(path)


MARKED = """# 江湾市2024年统计公报

> 来源：江湾市统计局　2025-03-01

## 一、综合

2024年，全市地区生产总值**1234.5亿元**，比上年增长**5.2%**。

- [社会消费品零售总额](http://a.example/2019/7)300亿元，`增长`4.1%。

### 人口

| 指标 | 年末数（万人） |
|:-----|-----:|
| **全市** | 86.08 |
"""


def test_the_marks_of_markdown_are_part_of_no_name(tmp_path: Path) -> None:
    marked, plain = tmp_path / "a.md", tmp_path / "b.txt"
    marked.write_text(MARKED, encoding="utf-8")
    plain.write_text(
        re.sub(r"\[|\]\(.*?\)|^> |^- |^#+ |\*\*|`|\|:.*", "", MARKED, flags=re.MULTILINE), encoding="utf-8"
    )
    one, other = (extract(readable(read(file))) for file in (marked, plain))
    assert (
        (one.title, one.publisher)
        == (other.title, other.publisher)
        == ("江湾市2024年统计公报", "江湾市统计局")
    )
    assert [heading.title for heading in one.headings][:1] == ["综合"]
    assert [_told(fact) for fact in _facts(one)] == [_told(fact) for fact in _facts(other)]
    assert [(row.name, list(row.cells)) for table in one.tables for row in table.rows] == [
        ("全市", ["年末数"])
    ]
    assert [table.name for table in one.tables] == ["人口"]
    build([marked], tmp_path / "k")
    assert audit(tmp_path / "k").clean


def _facts(extract: Extract) -> list[Fact]:
    return [fact for part in extract.sentences for fact in part.facts]


def _told(fact: Fact) -> tuple[str, ...]:
    return fact.subject, fact.measure, fact.value, fact.unit, fact.period


ROC = """# 圖書館概況

113 年底全縣圖書館 14 所。

<table>
<tr><th>年度</th><th>借閱（萬人次）</th><th colspan="2">館藏（萬冊）</th></tr>
<tr><td>111</td><td>38.2</td><td>90.1</td><td> 8.0 </td></tr>
<tr><td>112</td><td><b>31.7</b></td><td>93.5</td><td>8.4</td></tr>
</table>

| 館 | 座位（個） |
|---|---|
| 東館 | 210 |
"""


def test_a_web_table_inside_markdown_is_read_and_years_of_the_republic_are_years(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(ROC, encoding="utf-8")
    one = extract(readable(read(file)))
    figures = {
        (row.name, column, cell.value, cell.unit, cell.period)
        for table in one.tables
        for row in table.rows
        for column, cell in row.cells.items()
    }
    assert figures == {
        ("111", "借阅", "38.2", "万人次", "2022年"),
        ("111", "馆藏", "90.1", "万册", "2022年"),
        ("111", "馆藏(2)", "8.0", "万册", "2022年"),
        ("112", "借阅", "31.7", "万人次", "2023年"),
        ("112", "馆藏", "93.5", "万册", "2023年"),
        ("112", "馆藏(2)", "8.4", "万册", "2023年"),
        ("东馆", "座位", "210", "个", ""),
    }
    assert [(fact.value, fact.period) for part in one.sentences for fact in part.facts] == [
        ("14", "2024年末")
    ]
    assert one.uncovered == []


def test_the_mark_of_a_note_is_in_no_name_and_hides_no_sign(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    page = (
        "松陵县2025年公报[1]\n全年生产总值(GDP)[2]5.2亿元，单位能耗[3]-3.3%。\n注:\n[2]生产总值按现价计算。\n"
    )
    file.write_text(page, encoding="utf-8")
    one = extract(readable(read(file)))
    facts = [(fact.measure, fact.value) for part in one.sentences for fact in part.facts]
    assert (one.title, facts) == ("松陵县2025年公报", [("生产总值(GDP)", "5.2"), ("单位能耗", "-3.3")])
    assert [skip.why for skip in one.uncovered] == ["the mark of a note"] * 3
    build([file], tmp_path / "knowledge")
    assert audit(tmp_path / "knowledge").clean


def test_numbers_as_they_are_written_in_traditional_script_stand_the_check(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    page = "松陵縣2025年物價\n外食費年增百分之三點五六，肉類漲百分之九點○七，較上月回升○點二三個百分點。\n"
    file.write_text(f"{page}失業人數共 44 萬 1000 人，訪客468 000人次。\n", encoding="utf-8")
    found = [fact.value for part in extract(readable(read(file))).sentences for fact in part.facts]
    assert found == ["3.56", "9.07", "0.23", "44.1", "468000"]
    build([file], tmp_path / "knowledge")
    assert audit(tmp_path / "knowledge").clean


def test_what_is_lost_stands_in_brackets_and_stands_the_check(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    rows = [
        "| Item | 2024 £m |",
        "|---|---|",
        "| Sales | 1,157.2 |",
        "| Result | (9.3) |",
        "| Costs | (£1,020) |",
    ]
    file.write_text("# Harbour accounts 2024\n\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (table,) = extract(readable(read(file))).tables
    assert [cell.value for row in table.rows for cell in row.cells.values()] == ["1157.2", "-9.3", "-1020"]
    build([file], tmp_path / "knowledge")
    assert audit(tmp_path / "knowledge").clean


def test_a_page_number_stands_in_no_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "松陵县2025年总结\n全县新增学位\n- 3 -\n1260个，改建\n第 4 页\n学校14所。\n", encoding="utf-8"
    )
    one = extract(readable(read(file)))
    facts = [(fact.measure, fact.value) for part in one.sentences for fact in part.facts]
    assert facts == [("新增学位", "1260"), ("改建学校", "14")]
    assert [skip.why for skip in one.uncovered] == ["a page number"] * 2
    build([file], tmp_path / "knowledge")
    assert audit(tmp_path / "knowledge").clean

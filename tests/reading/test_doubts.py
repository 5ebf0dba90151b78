"""What the reader of a document is unsure of, as the page and ``check`` tell it, and the lines that settle it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import cli
from bot.knowledge import documents
from bot.reading.build import build, extract
from bot.reading.review.doubts import Unsure, unsure
from bot.reading.source import read

HEAD = "江湾市2024年统计公报\n江湾市统计局\n"


def _unsure(folder: Path, text: str, name: str = "jiangwan.txt") -> list[Unsure]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    document = read(path)
    return unsure(document.text, extract(document))


def _told(folder: Path, text: str, name: str = "jiangwan.txt") -> list[tuple[str, str]]:
    return [(one.doubt.zh, one.doubtful) for one in _unsure(folder, text, name)]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("全市演出折子戏三百二十一回。", "三百二十一"),
        ("全年接诊病人四万余人。", ""),
        ("全年销售汽车１２０辆。", ""),
        ("The city opened forty-two libraries and three museums this year.", "forty-two"),
        ("坚持二十大精神,迎接二十届三中全会,百姓千家万户受益。", ""),
        ("“十四五”规划收官,二〇二四年完成第一百二十三次会议。", ""),
    ],
)
def test_a_number_in_words_that_nothing_covers_is_doubtful(
    tmp_path: Path, sentence: str, number: str
) -> None:
    told = [one.doubtful for one in _unsure(tmp_path, f"{HEAD}{sentence}\n") if "没有收进" in one.doubt.zh]
    assert bool(told) == bool(number)
    assert all(number in one for one in told[:1])


TABLE = """江湾市2024年各区财政收支,,
地区,收入(万元),支出(万元)
东区,{one},90
南区,210,80
西区,{three},95
北区,140,70
合计,{total},335
"""


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ({}, []),
        ({"total": "620"}, [("与各部分之和不符", "合计 620")]),
        ({"three": "31%"}, [("单位与同列的其他数字不同", "西区 31%")]),
    ],
)
def test_a_table_that_does_not_add_up_or_has_an_odd_unit_is_doubtful(
    tmp_path: Path, printed: dict[str, str], told: list[tuple[str, str]]
) -> None:
    text = TABLE.format(**{"one": "120", "three": "310", "total": "780"} | printed)
    assert _told(tmp_path, text, "江湾市2024年各区财政收支.csv") == told


def test_a_table_whose_total_is_of_something_else_is_not_doubted(tmp_path: Path) -> None:
    text = "江湾市2024年人口,,\n地区,人口(人),户数(户)\n东区,120,41\n南区,210,70\n西区,310,99\n合计,999,5\n"
    assert _told(tmp_path, text, "江湾市2024年人口.csv") == []


def test_names_that_are_torn_are_doubtful(tmp_path: Path) -> None:
    text = "江湾市2024年投资,,\n项目,投资达到(万元),面积(亩)\n的公路,120,41\n水利,210,70\n"
    told = _told(tmp_path, text, "江湾市2024年投资.csv")
    assert "所在的列没有名称" not in dict(told)
    assert told == [("名称不完整", "的公路"), ("名称不完整", "投资达到")]


def test_columns_without_a_time_beside_others_with_one_are_doubtful(tmp_path: Path) -> None:
    text = "公司,价格(元),2023年利润(元),2024年利润(元)\n甲,5,41,42\n乙,6,70,71\n丙,7,80,81\n"
    assert _told(tmp_path, text, "两家公司.csv") == [("时间不明确", "价格")]


@pytest.mark.parametrize("name", ["report.csv", "附件1.csv", "20240312.csv", "数据.csv"])
def test_a_title_that_says_nothing_is_doubtful(tmp_path: Path, name: str) -> None:
    assert "标题看不出是哪一份" in dict(_told(tmp_path, "地区,2024年收入(元)\n东区,5\n南区,6\n", name))


def test_figures_of_one_name_are_doubtful(tmp_path: Path) -> None:
    text = f"{HEAD}全市卫生技术人员3.86万人。\n疾控中心12个,卫生技术人员734人。\n"
    assert [one for one in _told(tmp_path, text) if one[0] == "另有名称和时间相同的数字"] == [
        ("另有名称和时间相同的数字", "江湾市 · 卫生技术人员 3.86万人"),
        ("另有名称和时间相同的数字", "江湾市 · 卫生技术人员 734人"),
    ]


def test_parts_of_what_is_told_of_the_end_of_the_year_are_doubted_where_they_are_not(tmp_path: Path) -> None:
    text = f"{HEAD}年末全市常住人口70.15万人。其中城镇常住人口37.53万人。全年出生人口0.52万人。\n"
    assert _told(tmp_path, text) == [("时间不明确", "江湾市 · 城镇常住人口 37.53万人")]


def test_what_is_told_in_a_whole_column_is_told_once_with_what_mends_it(tmp_path: Path) -> None:
    (one,) = _unsure(tmp_path, "小区,成交总价\n东苑,120\n南苑,210\n西苑,310\n", "江湾市2024年成交.csv")
    assert (one.doubt.zh, one.doubtful, one.cells) == ("没有读到单位", "成交总价", 3)
    assert re.fullmatch(r"table\d+: \{columns: \{成交总价: \{unit: '', checked: true\}\}\}", one.entry)


def test_an_address_is_no_figure(tmp_path: Path) -> None:
    text = "# source: https://www.example.com/doc/202601/t20260116_2043037.htm\n" + HEAD + "全年收入5亿元。\n"
    assert _told(tmp_path, text) == []


DOUBTFUL = f"""{HEAD}保有量50万辆。全市卫生技术人员3.86万人。
疾控中心12个,卫生技术人员734人。

表1 收支
项目 | 金额 | 增长(%)
的公路 | 120 | 3
水利 | 210 | 4
水利 | 310 | 5
"""


def test_the_lines_beside_the_doubts_settle_them_all_when_pasted(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(DOUBTFUL, encoding="utf-8")
    (summary,) = build([path], tmp_path / "k")
    page = (summary.folder / "review.html").read_text(encoding="utf-8")
    lines = dict.fromkeys(
        line for found in re.findall(r"<pre>(  .*?)</pre>", page, re.DOTALL) for line in found.split("\n")
    )
    assert len(lines) >= 5
    assert summary.doubts >= 5
    pasted = "entries:\n" + html.unescape("\n".join(lines)) + "\n"
    assert yaml.safe_load(pasted)
    (summary.folder / "curation.yaml").write_text(pasted, encoding="utf-8")
    (again,) = build([path], tmp_path / "k")
    assert (again.doubts, again.notices) == (0, ())
    (document,) = documents.read(summary.folder)
    assert document.facts


def test_a_document_without_a_place_among_others_that_have_one_is_named(tmp_path: Path) -> None:
    for name in ("江湾市", "海州县", "云泽省", "松陵区", ""):
        (tmp_path / f"{name or '某地'}2024年公报.txt").write_text(
            f"{name}2024年统计公报\n受理诉求5件。\n", encoding="utf-8"
        )
    build(sorted(tmp_path.glob("*.txt")), tmp_path / "k")
    result = CliRunner().invoke(cli, ["check", "--knowledge", str(tmp_path / "k")])
    (note,) = (line for line in result.output.split("\n") if "no place was read" in line)
    assert "moudi-2024-nian-gongbao/document.yaml" in note
    assert note.endswith("say it in curation.yaml: document: {place: …}")


def test_check_names_each_doubt_with_its_line_and_how_to_mend_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(DOUBTFUL, encoding="utf-8")
    build([path], tmp_path / "k")
    result = CliRunner().invoke(cli, ["check", "--knowledge", str(tmp_path / "k")])
    doubts = [line for line in result.output.split("\n") if "is doubtful" in line]
    assert result.exit_code == 0
    assert all(re.match(r"\S+/(document|facts|tables)\.yaml:\d+: note: ", line) for line in doubts)
    assert all("put right in curation.yaml: " in line for line in doubts)
    assert any("column 金额, cells: 3) is doubtful: it has no unit" in line for line in doubts)

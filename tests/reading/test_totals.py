"""Rows that add up others, headings that are numbered, and lines above a table that give its unit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from bot.assistant import Assistant
from bot.knowledge import store
from bot.knowledge.model import Table
from bot.reading.build import build
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

CLASSES: list[list[str | float]] = [
    ["初中部各班学生人数（2024年秋季）"],
    ["单位：人", "", "", "", "截止日期：2024年9月10日"],
    ["年级", "班级", "班主任", "学生数", "住宿生"],
    ["七年级", "七（1）班", "周敏", 46, 12],
    ["", "七（2）班", "何建国", 47, 10],
    ["", "七（3）班", "苏婷", 44, 17],
    ["七年级小计", "3个班", "", 137, 39],
    ["八年级", "八（1）班", "方雅琴", 46, 15],
    ["", "八（2）班", "贺磊", 43, 11],
    ["八年级小计", "2个班", "", 89, 26],
    ["总计", "5个班", "", 226, 65],
]
PROJECTS: list[list[str | float]] = [
    ["重点工程进展（截至2024年12月31日）"],
    ["序号", "项目名称", "建设地点", "总投资（亿元）", "累计完成（亿元）"],
    ["一", "交通类（3个）", "", 25.6, 16.2],
    [1, "环城北路改扩建", "城北区", 12.6, 8.4],
    [2, "沙河大桥", "沙河县", 7.8, 7.8],
    [3, "客运东站搬迁", "城东区", 5.2, 0],
    ["二", "产业类（2个）", "", 51.7, 35.3],
    [4, "新能源电池基地", "高新区", 45, 28.6],
    [5, "冷链物流园", "城东区", 6.7, 6.7],
    ["", "合计（5个）", "", 77.3, 51.5],
]
DISTRICTS: list[list[str | float]] = [
    ["2024年澄州市分县区主要指标"],
    ["县（市、区）", "地区生产总值（亿元）", "常住人口（万人）", "人均可支配收入（元）"],
    ["城东区", 648.9, 62.38, 52140],
    ["城西区", 447.2, 48.05, 49875],
    ["湖滨区", 389.6, 35.72, 50620],
    ["市区小计", 1485.7, 146.15, 50950],
    ["新丰市", 499.8, 70.13, 43280],
    ["永泰县", 226.4, 41.67, 38150],
    ["外围片", 726.2, 111.8, 41020],
    ["澄州", 2211.9, 257.95, 46720],
]
WORKS: list[list[str | float]] = [
    ["重点项目清单"],
    ["项目", "总投资（万元）", "累计完成（万元）"],
    ["总计(4项)", 143700, 45300],
    ["交通设施(2项)", 86600, 25100],
    ["城东立交", 38600, 11200],
    ["客运西站", 48000, 13900],
    ["产业发展(2项)", 57100, 20200],
    ["冷链中心", 28700, 9800],
    ["智能家电园", 28400, 10400],
]
BUDGET: list[list[str | float]] = [
    ["Ashford Vale Borough Council – Revenue budget by department and service"],
    ["£000 unless otherwise stated"],
    ["Service", "Budget 2023/24", "Budget 2024/25", "Staff (FTE)"],
    ["Adult social care", 41250, 44310, 312],
    ["Housing advice", 1220, 1240, 19],
    ["Subtotal Adults", 42470, 45550, 331],
    ["Libraries", 2480, 2390, 63],
    ["Youth clubs", 890, 640, 17],
    ["Waste collection", 9870, 10280, 146],
    ["Subtotal Places", 13240, 13310, 226],
    ["Net expenditure", 55710, 58860, 557],
]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}
    rows = {
        "classes": CLASSES,
        "projects": PROJECTS,
        "districts": DISTRICTS,
        "works": WORKS,
        "budget": BUDGET,
    }

    def make(name: str) -> Path:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            book = openpyxl.Workbook()
            for row in rows[name]:
                assert book.active is not None
                book.active.append([cell if cell != "" else None for cell in row])
            book.save(folder / f"{name}.xlsx")
            made[name] = folder / "knowledge"
            build([folder / f"{name}.xlsx"], made[name])
        return made[name]

    return make


def _table(folder: Path) -> Table:
    (table,) = store.load(folder).tables.values()
    return table


@pytest.mark.parametrize(
    ("name", "question", "told"),
    [
        ("classes", "哪个班学生数最多", ["七（2）班"]),
        ("classes", "住宿生最多的三个班", ["七（3）班", "八（1）班", "七（1）班"]),
        ("classes", "七年级小计学生数是多少", ["137"]),
        ("projects", "哪个项目总投资最高", ["新能源电池基地"]),
        ("projects", "交通类里哪个项目总投资最高", ["环城北路改扩建"]),
        ("districts", "常住人口最多的是哪里", ["新丰市"]),
        ("districts", "地区生产总值最高的三个地方", ["城东区", "新丰市", "城西区"]),
        ("districts", "常住人口最少的是哪里", ["湖滨区"]),
        ("works", "总投资最高的项目是哪个", ["客运西站"]),
        ("works", "总投资超过3亿元的项目有几个", ["2"]),
        ("budget", "Which service has the highest budget in 2024/25?", ["Adult social care"]),
        ("budget", "top 3 services by staff", ["Adult social care", "Waste collection", "Libraries"]),
        ("budget", "How many services have more than 50 staff?", ["3"]),
        ("budget", "budget of libraries in 2024/25", ["2390"]),
    ],
)
def test_what_rows_add_up_to_is_none_of_them(
    sheet: Callable[[str], Path], name: str, question: str, told: list[str]
) -> None:
    assert values(converse(Assistant(sheet(name)), question)) == told


def test_a_total_is_called_by_its_words_and_not_by_how_many_things_it_adds_up(
    sheet: Callable[[str], Path],
) -> None:
    names = [row.name for row in _table(sheet("classes")).rows]
    assert [name for name in names if "计" in name] == ["七年级小计", "八年级小计", "总计"]
    assert "3个班" not in names


def test_what_chinese_numerals_number_are_headings_of_what_digits_number(
    sheet: Callable[[str], Path],
) -> None:
    assert {row.name: row.group for row in _table(sheet("projects")).rows} == {
        "交通类（3个）": "",
        "环城北路改扩建": "交通类（3个）",
        "沙河大桥": "交通类（3个）",
        "客运东站搬迁": "交通类（3个）",
        "产业类（2个）": "",
        "新能源电池基地": "产业类（2个）",
        "冷链物流园": "产业类（2个）",
        "合计（5个）": "",
    }


@pytest.mark.parametrize(
    ("name", "column", "unit", "title"),
    [
        ("classes", "学生数", "人", "初中部各班学生人数（2024年秋季）"),
        (
            "budget",
            "Budget 2024/25",
            "thousand £",
            "Ashford Vale Borough Council – Revenue budget by department and service",
        ),
        (
            "budget",
            "Staff (FTE)",
            "",
            "Ashford Vale Borough Council – Revenue budget by department and service",
        ),
    ],
)
def test_a_line_that_gives_the_unit_is_no_title(
    sheet: Callable[[str], Path], name: str, column: str, unit: str, title: str
) -> None:
    table = _table(sheet(name))
    column = next((one for one in table.columns if one.startswith(column)), column)
    assert {row.cells[column].unit for row in table.rows if column in row.cells} == {unit}
    assert table.title == title

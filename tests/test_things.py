"""Things that tables name, asked for by their whole names: two of them, or the first among the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Found, Unknown
from bot.reading import build as extraction
from tests.conversation import converse, values

TABLES = {
    "海州市东湖区2023年05月商品房成交价格表": """项目名称,区域,成交均价,成交套数
东方世家花园,海州市东湖区,21300.5,44
云上湖滨,海州市东湖区,18750.0,12
江苏会馆里,海州市东湖区,30210.75,31
和合苑,海州市东湖区,16900.25,58
中海未来城,海州市东湖区,24480.0,27
""",
    "海州市西山区土地成交信息表": """地块名称,项目名称,成交日期,成交总价,容积率,城市区域
西山P2021-04,翠屏府,2021年09月17日,219725,2.0,海州市西山区
西山P2021-09,山语里,2021年11月02日,98600,1.4,海州市西山区
西山P2022-01,锦绣和鸣,2022年03月30日,145300,2.6,海州市西山区
""",
    "全国企业2021年财务表": """企业名称,营业总收入,负债合计
江苏华港城建投资有限公司,54.65,151.2
安溪新区开发有限公司,20.36,88.4
临沅市水务集团有限公司,31.07,140.9
""",
    "全国企业2022年财务表": """企业名称,营业总收入,负债合计
江苏华港城建投资有限公司,52.09,160.7
安溪新区开发有限公司,21.76,91.3
临沅市水务集团有限公司,33.4,139.8
""",
    "全国企业2023年财务表": """企业名称,营业总收入,负债合计
江苏华港城建投资有限公司,57.3,158.1
安溪新区开发有限公司,22.05,90.6
临沅市水务集团有限公司,35.2,137.5
""",
}

HUAGANG, ANXI = "江苏华港城建投资有限公司", "安溪新区开发有限公司"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("things")
    files: list[Path] = []
    for title, rows in TABLES.items():
        file = folder / f"{title}.csv"
        file.write_text(rows, encoding="utf-8")
        files.append(file)
    extraction.build(files, folder / "knowledge")
    return Assistant(folder / "knowledge")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # A place, 有 or 和 in a name says nothing of its own.
        ("江苏华港城建投资有限公司2022年的负债合计是多少", ["160.7"]),
        ("海州市东湖区江苏会馆里的成交均价是多少", ["30210.75"]),
        # What a thing is needs no explanation behind its name.
        ("海州市东湖区东方世家花园小区的成交均价是多少", ["21300.5"]),
        ("请问海州市西山区翠屏府小区的容积率是多少？", ["2.0"]),
        # Several things, each or held against each other.
        ("海州市东湖区的东方世家花园和云上湖滨这两个小区的成交套数各是多少", ["44", "12"]),
        ("2022年，江苏华港城建投资有限公司与临沅市水务集团有限公司，哪家公司的负债更多？", [HUAGANG]),
        ("2022年，是安溪新区开发有限公司的营业总收入少，还是临沅市水务集团有限公司的营业总收入少", [ANXI]),
        ("海州市西山区的翠屏府和锦绣和鸣，哪一个的容积率更低呢", ["翠屏府"]),
        # One thing at each of several times.
        ("请列出安溪新区开发有限公司从2021年至2023年每年的营业总收入", ["20.36", "21.76", "22.05"]),
        # In the words of people.
        ("海州市东湖区哪两个小区的房价最便宜", ["和合苑", "云上湖滨"]),
        # The first among the first of another order.
        ("海州市东湖区销量排名前三的小区里，哪个小区的均价最高", ["江苏会馆里"]),
        ("海州市西山区容积率最高的地块", ["西山P2022-01"]),
    ],
)
def test_things_are_told_by_their_names(question: str, expected: list[str], tables: Assistant) -> None:
    assert values(converse(tables, question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "海州市东湖区东方世家公园的成交均价是多少",
        "安溪老区开发有限公司2022年的负债合计是多少",
        "2024年安溪新区开发有限公司的营业总收入是多少",
    ],
)
def test_no_other_thing_answers_for_it(question: str, tables: Assistant) -> None:
    assert not isinstance(converse(tables, question).answer, Found)


def test_which_of_two_has_more_is_no_list(tables: Assistant) -> None:
    turn = converse(tables, "在海州市西山区，比较一下锦绣和鸣和翠屏府，哪个小区的容积率更低？")
    assert isinstance(turn.answer, Unknown) or values(turn) == ["翠屏府"]

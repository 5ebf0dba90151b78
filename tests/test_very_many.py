"""Hundreds of tables: only those are opened that a question may mean, and it is answered as if it were few."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Turn, Unknown
from bot.reading.build import build

pytestmark = pytest.mark.slow

DISTRICTS = (
    "东湖区",
    "南岭区",
    "西坪区",
    "北塘区",
    "云溪区",
    "石桥区",
    "青浦县",
    "柳岸县",
    "梅川县",
    "竹园县",
)
MONTHS = [(year, month) for year in (2021, 2022) for month in range(1, 13)]
FIRST, SECOND = "云星金枫玉兰锦翠松鹤", "山河庭苑府湾林里园台"
COLUMNS = ["项目名称", "区域", "成交均价(元/平方米)", "成交套数", "开发商"]
PLOTS = ["地块名称", "项目名称", "成交日期", "容积率", "建筑密度(%)"]


def names(district: int) -> list[str]:
    return [
        f"{DISTRICTS[district][0]}{FIRST[at % 10]}{SECOND[(at * 3 + district) % 10]}{'一二三'[at // 10]}期"
        for at in range(24)
    ]


def price(district: int, at: int, year: int, month: int) -> str:
    return f"{8000 + 700 * district + 37 * at + 11 * (year - 2021) + month}.5"


def sold(district: int, at: int, month: int) -> int:
    return 10 + (at * 7 + district * 3 + month) % 25 * 4 + at


def tables() -> Iterator[dict[str, object]]:
    for district, place in enumerate(DISTRICTS):
        for year, month in MONTHS:
            rows = [
                [
                    name,
                    f"江湾市{place}",
                    price(district, at, year, month),
                    sold(district, at, month),
                    "江湾地产公司",
                ]
                for at, name in enumerate(names(district))
            ]
            yield {
                "title": f"江湾市{place}{year}年{month:02}月商品房成交价格表",
                "columns": COLUMNS,
                "rows": rows,
            }
        plots = [
            [
                f"{place[0]}地{2021 + at % 2}-{at:02}号",
                name,
                f"{2021 + at % 2}年{at % 12 + 1:02}月15日",
                f"{1 + at / 10:.1f}",
                20 + at,
            ]
            for at, name in enumerate(names(district))
        ]
        yield {"title": f"江湾市{place}土地成交信息表", "columns": PLOTS, "rows": plots}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many")
    source = place / "deals.jsonl"
    source.write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in tables()), encoding="utf-8"
    )
    build([source], place / "knowledge")
    return place / "knowledge"


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Assistant:
    return Assistant(folder)


def values(turn: Turn) -> list[str]:
    assert isinstance(turn.answer, Found), turn.reply
    return [entry.value for entry in turn.answer.entries]


def test_a_figure_of_one_table_among_hundreds(assistant: Assistant) -> None:
    name = names(3)[5]
    turn = assistant.ask(f"2022年3月江湾市北塘区{name}的成交均价是多少")
    assert values(turn) == [price(3, 5, 2022, 3)]
    assert "北塘区2022年03月" in turn.reply.quotes[0][1]


def test_each_of_two_tables(assistant: Assistant) -> None:
    one, other = names(0)[2], names(7)[9]
    turn = assistant.ask(f"2021年5月江湾市东湖区的{one}和江湾市柳岸县的{other}的成交均价分别是多少")
    assert sorted(values(turn)) == sorted([price(0, 2, 2021, 5), price(7, 9, 2021, 5)])


def test_one_thing_from_one_month_to_another(assistant: Assistant) -> None:
    name = names(4)[1]
    turn = assistant.ask(f"2021年11月至2022年2月江湾市云溪区{name}的成交均价分别是多少")
    assert values(turn) == [price(4, 1, *when) for when in ((2021, 11), (2021, 12), (2022, 1), (2022, 2))]


def test_what_comes_first_in_each_of_two_places(assistant: Assistant) -> None:
    turn = assistant.ask("2022年6月,江湾市西坪区和江湾市石桥区各自成交均价最高的小区是哪个")
    assert values(turn) == [names(2)[23], names(5)[23]]


def test_what_is_called_once_more_by_a_column(assistant: Assistant) -> None:
    turn = assistant.ask(f"江湾市南岭区{names(1)[6]}的容积率是多少")
    assert values(turn) == ["1.6"]


def test_the_first_of_the_plots_of_one_place(assistant: Assistant) -> None:
    turn = assistant.ask("江湾市南岭区的地块里容积率最高的是哪个")
    assert values(turn) == ["南地2022-23号"]


def test_going_on_from_what_was_told(assistant: Assistant) -> None:
    name = names(6)[4]
    assistant.ask(f"2021年4月江湾市青浦县{name}的成交均价", "chat")
    assert values(assistant.ask("那成交套数呢", "chat")) == [str(sold(6, 4, 4))]


def test_a_choice_is_still_known_by_its_mark_after_a_reload(folder: Path) -> None:
    assistant = Assistant(folder)
    turn = assistant.ask(f"江湾市梅川县{names(8)[3]}的成交均价是多少")
    assert isinstance(turn.answer, Choices)
    (mark, *_), (value, *_) = zip(*((one.id, one.value) for one in turn.reply.choices), strict=True)
    assistant.reload()
    picked = assistant.pick(mark)
    assert picked
    assert values(picked) == [value]


@pytest.mark.parametrize(
    "question",
    ["2022年3月江湾市东湖区平均气温", "2022年3月滨海市的成交均价", "2019年江湾市东湖区成交均价最高的小区"],
)
def test_what_no_table_says_is_not_answered(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question).answer, Unknown)


def test_how_many_figures_there_are_is_known(assistant: Assistant) -> None:
    assert sum(assistant.knowledge.figures.values()) == len(DISTRICTS) * 24 * (len(MONTHS) * 2 + 2)


@pytest.mark.parametrize("harm", [b"", b"{}\n", b"no json"])
def test_what_is_kept_of_the_tables_is_made_anew_where_it_is_damaged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: bytes
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    question = f"2022年3月江湾市北塘区{names(3)[5]}的成交均价是多少"
    Assistant(folder)
    (kept,) = tmp_path.rglob("*.catalogue")
    whole = kept.read_bytes()
    assert values(Assistant(folder).ask(question)) == [price(3, 5, 2022, 3)]
    for content in (harm, whole[:-3]):
        kept.write_bytes(content)
        assert values(Assistant(folder).ask(question)) == [price(3, 5, 2022, 3)]
        assert kept.read_bytes() == whole


def test_an_edit_is_in_force_after_a_reload(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assistant = Assistant(folder)
    curation = folder / "deals" / "curation.yaml"
    curation.write_text("entries:\n  deals.1:\n    also: [东湖开年价]\n", encoding="utf-8")
    try:
        assistant.reload()
        turn = assistant.ask(f"东湖开年价里{names(0)[2]}的成交均价")
        assert values(turn) == [price(0, 2, 2021, 1)]
    finally:
        curation.unlink()

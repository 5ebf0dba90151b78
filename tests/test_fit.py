"""Learning on all sets: what is left out together, and what is written."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.knowledge import calibration
from bot.language import embeddings
from bot.reading.build import build
from tests import comparison, conversation, fit, open_sets
from tests.channels import documents
from tests.open_sets import Set

pytestmark = pytest.mark.slow

TOWNS = {"haizhou": ("海州市", "45.6"), "linjiang": ("临江市", "7.5"), "dongping": ("东坪市", "9.1")}
UNREAD = "{0}2023年统计公报\n\n全市公共图书馆12个,藏书30万册。全市粮食产量{1}万吨,棉花产量2.1万吨。\n"


def _asked(value: str) -> list[dict[str, Any]]:
    return [
        {"q": "粮食产量是多少", "expect": "answer", "values": [value], "kind": "fact"},
        {"q": "收了多少谷物", "expect": "answer", "values": [value], "kind": "fact"},
        {"q": "小麦播种面积是多少", "expect": "unknown", "values": [], "kind": "unanswerable"},
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of open sets of two towns; a third one stands for the committed questions."""
    monkeypatch.setattr(embeddings, "available", lambda: False)
    monkeypatch.setattr(comparison, "encoder_is_there", lambda: False)
    monkeypatch.setattr("tests.peers.encoder_is_there", lambda: False)
    place = tmp_path / "open" / "documents"
    place.mkdir(parents=True)
    for name, (town, value) in TOWNS.items():
        (place / f"{name}.txt").write_text(UNREAD.format(town, value), encoding="utf-8")
        lines = (json.dumps(question) + "\n" for question in _asked(value))
        (place / f"{name}.questions.jsonl").write_text("".join(lines), encoding="utf-8")
    build([place / "dongping.txt"], tmp_path / "dongping")
    for path in place.glob("dongping.*"):
        path.unlink()
    own = tuple(_asked("9.1"))
    monkeypatch.setattr(open_sets, "seed", lambda: Set("seed", tmp_path / "dongping", "dongping", own))
    monkeypatch.setattr(open_sets, "SEED", ("dev.jsonl", "own.jsonl"))
    monkeypatch.setattr(open_sets, "STRANGERS", tmp_path / "none")
    monkeypatch.setattr(
        conversation, "questions", lambda name: list(own) if name == "dev.jsonl" else [own[0]]
    )
    return tmp_path / "open"


def test_the_committed_questions_are_a_set_a_file_and_one_fold(folder: Path, tmp_path: Path) -> None:
    found = fit.sets(folder, tmp_path / "cache")
    assert [(one.name, one.document, len(one.questions)) for one in found] == [
        ("dev", "dongping", 3),
        ("own", "dongping", 1),
        ("texts", "haizhou", 3),
        ("texts", "linjiang", 3),
    ]
    assert [(part.name, part.fold) for part in fit.parts(found)] == [
        ("dev", "dongping"),
        ("own", "dongping"),
        ("texts", "haizhou"),
        ("texts", "linjiang"),
    ]


def test_without_a_folder_there_are_the_committed_questions(folder: Path, tmp_path: Path) -> None:
    assert [one.name for one in fit.sets(None, tmp_path / "cache")] == ["dev", "own"]


def test_what_is_learned_is_told_and_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fit, "CACHE", tmp_path / "cache")
    documents.write(tmp_path / "small")
    with suppress(SystemExit):  # so little is not precise
        fit.main(["--open", str(folder)], tmp_path / "small")
    head, *lines, last = capsys.readouterr().out.splitlines()
    assert head.startswith("set, left out")
    assert [line.split()[:2] for line in lines] == [["dev", "3"], ["own", "1"], ["texts", "6"]]
    assert last.startswith("given from")
    entry = calibration.read(tmp_path / "small" / "calibration.yaml")[0].likelihood
    assert entry
    assert entry.questions == ("dev", "own", "texts")


def test_each_document_can_be_answered_by_what_was_learned_on_the_others(
    folder: Path, tmp_path: Path
) -> None:
    found = fit.sets(folder, tmp_path / "cache")
    without = fit.learned(found).without
    assistant = comparison.left_out(folder, tmp_path / "cache")
    for one in found:
        made = assistant(one)
        assert isinstance(made, Assistant)
        assert made.knowledge.likelihood == without[one.document]
        assert made.ask("粮食产量是多少").reply.headline.endswith("万吨")


def test_the_table_of_the_left_out_needs_a_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        comparison.main(["--left-out"])
    assert "--open" in capsys.readouterr().err
    monkeypatch.setattr(comparison, "CACHE", tmp_path / "cache")
    comparison.main(["--left-out", "--open", str(folder)])
    assert "texts" in capsys.readouterr().out

"""A name is tried aside before it is written: in one document, among very many, in a file of many tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot import curating
from bot.assistant import Assistant
from bot.curating import Named
from bot.knowledge import shelf, versions
from bot.reading import build
from tests.channels import documents
from tests.conversation import KNOWLEDGE


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    """One that knows two documents."""
    documents.write(tmp_path / "knowledge")
    documents.write(tmp_path / "knowledge", "museum-2022", "临港市2022年展览情况", documents.MUSEUM)
    return Assistant(tmp_path / "knowledge")


def mark(assistant: Assistant, measure: str) -> str:
    return next(
        assistant.marks.of(one) for one in assistant.knowledge.facts.values() if one.measure == measure
    )


def told(assistant: Assistant, question: str) -> str:
    return assistant.ask(question).reply.headline


def test_what_is_in_use_changes_only_when_it_is_loaded_again(assistant: Assistant) -> None:
    others = ["群众满意率是多少", "热线点赞率", "热线点赞率是多少"]
    found = curating.name(assistant, "热线点赞率是多少", mark(assistant, "群众满意率"), others)
    assert isinstance(found, Named)
    assert (found.name, found.of) == ("热线点赞率", "服务热线 · 群众满意率")
    assert found.asked.after.reply.headline == "86.08%"
    assert [one.after.question for one in found.others] == ["热线点赞率"]
    assert found.tried == 2
    assert told(assistant, "热线点赞率是多少") != "86.08%"
    assistant.reload()
    assert told(assistant, "热线点赞率是多少") == "86.08%"
    assert not [one for one in (assistant.folder / ".versions").iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize(
    ("question", "measure", "refused"),
    [
        ("是多少", "群众满意率", "wordless"),
        ("满意率是多少", "群众满意率", "unmet"),  # another one is called so as well
        ("群众满意率是多少", "接待观众", "unmet"),
        ("点赞率", "", "gone"),
    ],
)
def test_what_would_not_lead_there_is_not_written(
    question: str, measure: str, refused: str, assistant: Assistant
) -> None:
    meant = mark(assistant, measure) if measure else "0" * 22
    assert curating.name(assistant, question, meant) == refused
    assert not list(assistant.folder.rglob("curation.yaml"))
    assert not versions.listed(assistant.folder)


def test_among_very_many_documents_its_own_is_tried(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LARGE", 5)
    large = Assistant(assistant.folder)
    meant = mark(assistant, "接待观众")
    assert isinstance(curating.name(large, "来馆人数是多少", meant), Named)
    large.reload()
    assert told(large, "来馆人数是多少") == "4321人"


def test_a_table_of_a_file_of_many_has_its_name_under_its_own_id(tmp_path: Path) -> None:
    tables = [
        {
            "title": f"{place}2023年用电",
            "columns": ["地区", "用电量(万千瓦时)"],
            "rows": [["东区", n], ["西区", n + 5]],
        }
        for n, place in enumerate(("春申市", "临江市"), 41)
    ]
    file = tmp_path / "power.jsonl"
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in tables), encoding="utf-8")
    build.build([file], tmp_path / "knowledge")
    assistant = Assistant(tmp_path / "knowledge")
    cell = next(one for one in assistant.knowledge.facts.values() if one.value == "42" and one.row)
    found = curating.name(assistant, "临江浦东电量是多少", assistant.marks.of(cell))
    assert isinstance(found, Named)
    [curation] = (tmp_path / "knowledge").rglob("curation.yaml")
    assert f"{cell.document}/" in curation.read_text(encoding="utf-8")
    assistant.reload()
    assert "42" in told(assistant, "临江浦东电量是多少")


def test_the_sets_of_a_folder_are_those_its_thresholds_were_chosen_on(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    assert not curating.question_sets(folder)
    shutil.copy(KNOWLEDGE / "calibration.yaml", folder)
    assert not curating.question_sets(folder)
    sets = tmp_path / "tests" / "questions"
    sets.mkdir(parents=True)
    lines = [{"q": "满意率"}, {"q": "那目标呢", "context": ["满意率"]}, ["q"], {"id": 1}]
    (sets / "own.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\nno JSON\n", encoding="utf-8")
    assert curating.question_sets(folder) == ("满意率",)
    assert len(curating.question_sets(KNOWLEDGE)) > 1000

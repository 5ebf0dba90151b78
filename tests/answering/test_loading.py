"""One cell, one document, one folder: whatever is wrong with it, everything else answers, and it is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering import loading
from bot.asking import building
from bot.asking.index import Index
from bot.assistant import Assistant
from bot.errors import DocumentError, KnowledgeError
from bot.evaluation import audit
from bot.knowledge.model import Knowledge, Unknown
from bot.reading.build import build
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import converse, values

pytestmark = pytest.mark.slow

SIGNS = ["**", "“”", *"√○◎*×…★※?△●。:-—/%#✓()、・⑴㊣￥\u3000"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, of which one or the other will come to harm."""
    documents.write(tmp_path / "knowledge")
    documents.write(tmp_path / "knowledge", "museum-2022", "博物馆年报", documents.MUSEUM)
    return tmp_path / "knowledge"


def test_a_cell_that_is_only_a_sign_stops_nothing(tmp_path: Path) -> None:
    rows = [f"北山县,{number}.5,{sign}" for number, sign in enumerate(SIGNS)]
    file = tmp_path / "vacancy.csv"
    file.write_text("\n".join(["地区,2023年,说明", "南湾县,2.9,数据可靠", *rows]), encoding="utf-8")
    build([file], tmp_path / "knowledge")
    assert values(converse(Assistant(tmp_path / "knowledge"), "南湾县2023年是多少")) == ["2.9"]


@pytest.mark.parametrize("sign", SIGNS)
def test_names_that_are_only_signs_stop_nothing(sign: str, tmp_path: Path) -> None:
    text = f'地区,"{sign}",说明\n南湾县,2.9,好\n"{sign}",3.5,"{sign}"\n'
    (tmp_path / "signs.csv").write_text(text, encoding="utf-8")
    try:
        build([tmp_path / "signs.csv"], tmp_path / "knowledge")
    except DocumentError:
        return  # a document may be refused, but not by a traceback
    assistant = Assistant(tmp_path / "knowledge")
    for question in ("南湾县是多少", sign, f"{sign}是多少", "合计多少"):
        assert converse(assistant, question).reply.headline


def _broken_yaml(document: Path) -> None:
    (document / "facts.yaml").write_text("sentences:\n\t- text", encoding="utf-8")


def _lost_file(document: Path) -> None:
    (document / "tables.yaml").unlink()


def _binary(document: Path) -> None:
    (document / "facts.yaml").write_bytes(b"\xff\xfe\x00\x01" * 100)


def _folder_for_a_file(document: Path) -> None:
    (document / "facts.yaml").unlink()
    (document / "facts.yaml").mkdir()


HARM = [
    (_broken_yaml, "facts.yaml:2: "),
    (_lost_file, "tables.yaml:0: cannot be read"),
    (_binary, "facts.yaml:1: this is not UTF-8"),
    (_folder_for_a_file, "facts.yaml:0: cannot be read"),
]


@pytest.mark.parametrize(("harm", "words"), HARM)
def test_a_document_with_faults_is_left_out_and_named(
    harm: Callable[[Path], None], words: str, folder: Path
) -> None:
    harm(folder / "harbour-2022")
    assistant = Assistant(folder)
    assert values(converse(assistant, "展览接待观众多少人")) == ["4321"]
    assert isinstance(converse(assistant, "群众满意率是多少").answer, Unknown)
    [problem] = assistant.knowledge.problems
    assert f"{folder}/harbour-2022/{words}" in str(problem)
    assert str(problem) in map(str, audit.audit(folder).errors)


@pytest.mark.parametrize(("harm", "words"), HARM)
def test_a_document_in_use_that_comes_to_harm_stays_as_it_was(
    harm: Callable[[Path], None], words: str, folder: Path
) -> None:
    assistant = Assistant(folder)
    harm(folder / "harbour-2022")
    documents.write(
        folder, "island-2022", "海岛年报", {"渔业": {"渔船87艘。": [("渔业", "渔船", "87", "艘")]}}
    )
    changes = assistant.reload()
    assert changes.added
    assert not changes.removed
    assert values(converse(assistant, "群众满意率是多少")) == ["86.08"]
    assert values(converse(assistant, "渔船多少艘")) == ["87"]
    [problem] = assistant.knowledge.problems
    assert words in str(problem)


def test_a_document_that_no_index_can_be_made_of_is_left_out_and_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build_all_but_the_harbour(knowledge: Knowledge) -> Index:
        if any(document.id == "harbour-2022" for document in knowledge.documents):
            raise IndexError("an odd cell\nof the harbour")
        return real(knowledge)

    real = building.build
    monkeypatch.setattr(building, "build", build_all_but_the_harbour)
    index = loading.load(folder)
    assert [document.id for document in index.knowledge.documents] == ["museum-2022"]
    [problem] = index.knowledge.problems
    assert "harbour-2022:0: cannot be used (IndexError: an odd cell)" in str(problem)
    assert problem in audit.audit(folder).errors


def test_a_document_in_use_that_no_index_can_be_made_of_any_more_stays_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build_no_other(knowledge: Knowledge) -> Index:
        if any(one.id == "harbour-2022" and one is not before for one in knowledge.documents):
            raise IndexError("an odd cell")
        return real(knowledge)

    assistant = Assistant(folder)
    before = assistant.knowledge.documents[0]
    real = building.build
    monkeypatch.setattr(building, "build", build_no_other)
    assistant.reload()
    assert values(converse(assistant, "群众满意率是多少")) == ["86.08"]
    assert values(converse(assistant, "展览接待观众多少人")) == ["4321"]
    assert any("an odd cell" in problem.message for problem in assistant.knowledge.problems)


def test_where_no_document_is_left_it_says_so(folder: Path) -> None:
    for name in ("harbour-2022", "museum-2022"):
        _broken_yaml(folder / name)
    with pytest.raises(KnowledgeError) as raised:
        loading.load(folder)
    assert len(raised.value.problems) == 2


def test_the_terminal_names_what_is_left_out_beside_its_answers(folder: Path, wenshu: Run) -> None:
    _lost_file(folder / "harbour-2022")
    done = wenshu("ask", "--knowledge", folder, "展览接待观众多少人")
    assert done.stdout.startswith("4321人")
    assert "harbour-2022/tables.yaml:0: cannot be read" in done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_a_folder_that_cannot_be_looked_into_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bool:
        if path.parent.name == "harbour-2022":
            raise PermissionError(13, "Permission denied", str(path))
        return there(path)

    there = Path.exists
    monkeypatch.setattr(Path, "exists", refused)  # the tests may run as root, whom nothing is refused
    index = loading.load(folder)
    assert [document.id for document in index.knowledge.documents] == ["museum-2022"]
    [problem] = index.knowledge.problems
    assert "cannot be read: Permission denied" in str(problem)

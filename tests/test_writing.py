"""Either all files of all documents are written, or every folder is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.extraction import writing
from bot.extraction.writing import write


def _content(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder that was written once and has been curated since."""
    folder = tmp_path / "town"
    write({folder: {"facts.yaml": {"sentences": []}, "text.txt": "第一版\n", "review.html": "<p>一"}})
    (folder / "curation.yaml").write_text("entries: {}\n", encoding="utf-8")
    return folder


def test_texts_stay_as_they_are_and_data_becomes_yaml(town: Path) -> None:
    content = _content(town)
    assert content["text.txt"] == "第一版\n"
    assert content["facts.yaml"] == writing.HEADER + "sentences: []\n"


def test_what_is_written_again_replaces_the_generated_files_only(town: Path) -> None:
    write({town: {"facts.yaml": {"sentences": ["二"]}}})
    assert _content(town) == {
        "facts.yaml": writing.HEADER + "sentences:\n- 二\n",
        "curation.yaml": "entries: {}\n",
    }


def test_with_one_folder_that_cannot_be_written_none_is(town: Path) -> None:
    before = _content(town)
    spoilt = town.with_name("spoilt")
    (spoilt / "facts.yaml").mkdir(parents=True)  # a folder where a file belongs
    new = town.with_name("new")
    files = {"facts.yaml": {"sentences": ["二"]}, "review.html": "<p>二"}
    with pytest.raises(DocumentError, match="cannot be written"):
        write({town: files, new: files, spoilt: files})
    assert _content(town) == before
    assert not new.exists()
    assert list(spoilt.iterdir()) == [spoilt / "facts.yaml"]


def test_a_failure_half_way_puts_back_what_was_changed(town: Path, tmp_path: Path) -> None:
    before = _content(town)
    room = tmp_path / "room"
    room.mkdir()
    changes = writing._prepare(town, room, {"facts.yaml": {}, "tables.yaml": {}, "document.yaml": {}})
    (room / "document.yaml").unlink()
    with pytest.raises(FileNotFoundError):
        writing._change(changes)
    assert _content(town) == before

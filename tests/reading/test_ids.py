"""Under which id a document is kept, and that it stays so when it is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.knowledge import documents
from bot.reading.build import build

TEXT = "江湾市2025年统计公报\n全年受理诉求5件。\n"


def _read(file: Path, out: Path, text: str = TEXT) -> str:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (summary,) = build([file], out)
    return summary.id


def test_a_chinese_name_is_written_as_it_is_read(tmp_path: Path) -> None:
    assert _read(tmp_path / "公报2025.txt", tmp_path / "k") == "gongbao-2025"
    assert _read(tmp_path / "江湾市统计局.txt", tmp_path / "k") == "jiangwan-shi-tongjiju"


def test_two_names_that_sound_alike_are_two_documents(tmp_path: Path) -> None:
    one, other = tmp_path / "通报.txt", tmp_path / "同胞.txt"
    first, second = _read(one, tmp_path / "k"), _read(other, tmp_path / "k")
    assert first == "tongbao"
    assert second.startswith("tongbao-")
    assert [_read(other, tmp_path / "k"), _read(one, tmp_path / "k")] == [second, first]
    assert {summary.id for summary in build([other, one], tmp_path / "new")} > {"tongbao"}


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    files = [tmp_path / "公报.txt", tmp_path / "公报.md"]
    for file in files:
        file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(DocumentError, match="rename one of them"):
        build(files, tmp_path / "k")


@pytest.mark.parametrize("moved", [False, True])
def test_a_document_that_was_read_under_another_id_keeps_it_and_its_curation(
    tmp_path: Path, moved: bool
) -> None:
    out = tmp_path / "k"
    new = out / _read(tmp_path / "公报2025.txt", out)
    folder = new.rename(out / "2025-dd5fa3")
    written = (folder / "document.yaml").read_text(encoding="utf-8")
    (folder / "document.yaml").write_text(
        written.replace("id: gongbao-2025", f"id: {folder.name}"), encoding="utf-8"
    )
    (folder / "curation.yaml").write_text("entries:\n  document: {title: 公报}\n", encoding="utf-8")
    file = tmp_path / "elsewhere" / "公报2025.txt" if moved else tmp_path / "公报2025.txt"
    assert _read(file, out, TEXT.replace("5件", "7件")) == folder.name
    assert [path.name for path in out.iterdir()] == [folder.name]
    (document,) = documents.read(folder)
    assert (document.title, [fact.value for fact in document.facts]) == ("公报", ["7"])

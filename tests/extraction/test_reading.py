from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.extraction.reading import LARGEST, read

TEXT = "一、概况\r\n全年受理诉求12件。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_text_is_the_file_s_own_newlines_included(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert read(file).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_characters_are_told_from_simplified_ones(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("一、概況\r\n全年受理訴求12件，滿意率98.5%。\n".encode(encoding))
    assert "受理訴求12件，滿意率98.5%" in read(file).text


def test_a_text_cut_within_a_character_is_read_up_to_there(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes((TEXT * 50).encode()[:-3])
    assert read(file).text.startswith(TEXT * 49)


def test_a_byte_order_mark_counts_as_a_character(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("utf-8-sig"))
    assert read(file).text == "\ufeff" + TEXT


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n\t", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "no text"),
        ("odd.txt", b"\xff\xff\xff\xfe\x81", "no text"),
        ("slides.pptx", b"PK", ".pptx"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DocumentError) as error:
        read(file)
    assert says in str(error.value)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    for path in (tmp_path / "gone.txt", tmp_path, huge):
        with pytest.raises(DocumentError):
            read(path)

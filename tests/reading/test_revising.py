"""A document that is read again after an editor has corrected it: a correction is of what was printed then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import Problem
from bot.evaluation.audit import audit
from bot.knowledge import documents
from bot.knowledge.model import Document
from bot.reading.build import build

TEXT = "江湾市2024年统计公报\n全年生产总值达到{}亿元，增长5.2%。\n"
TABLE = "项目,数量（件）\n{},{}\n信访,30\n"
TOTAL = "n21"
"""The id of the total: where it is printed in the text."""
ROW = "r11"
CELL = "r11.0"

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a print of the document, and gives what is answered from then on."""

    def again(*printed: str, name: str = "town.txt", text: str = TEXT) -> Document:
        file = tmp_path / name
        file.write_text(text.format(*printed), encoding="utf-8")
        (summary,) = build([file], tmp_path / "k")
        (document,) = documents.read(summary.folder)
        assert summary.notices == document.notices
        return document

    return again


def _correct(folder: Path, entry: str, correction: str) -> None:
    text = f"entries:\n  {entry}:\n    correct: {{{correction}, reason: 印错}}\n"
    (folder / "curation.yaml").write_text(text, encoding="utf-8")


def _value(document: Document) -> str:
    (fact,) = (fact for fact in document.facts if fact.id == f"town/{TOTAL}")
    return fact.shown


def test_a_correction_outlives_the_reading_of_the_same_print(tmp_path: Path, read: Read) -> None:
    read("1234.5")
    _correct(tmp_path / "k" / "town", TOTAL, "value: '1243.5'")
    for _ in range(2):
        document = read("1234.5")
        assert (_value(document), document.notices) == ("1243.5亿元", ())
    assert audit(tmp_path / "k").clean


def test_a_correction_of_an_earlier_print_is_not_applied_until_it_says_so(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "k" / "town"
    read("1234.5")
    _correct(folder, TOTAL, "value: '1243.5'")
    for printed, before in (("1250.7", "1234.5"), ("1250.7", "1234.5"), ("1260.7", "1234.5")):
        document = read(printed)
        assert _value(document) == f"{printed}亿元"
        (notice,) = document.notices
        assert (notice.file, notice.line) == (folder / "curation.yaml", 3)
        assert f"written for {before}亿元, and {printed}亿元 is printed now" in notice.message
    assert audit(tmp_path / "k").errors == document.notices
    _correct(folder, TOTAL, "printed: 1260.7亿元, value: '1270.6'")
    document = read("1260.7")
    assert (_value(document), document.notices) == ("1270.6亿元", ())
    assert "was:" not in (folder / "facts.yaml").read_text(encoding="utf-8")
    document = read("1280.7")
    assert (_value(document), len(document.notices)) == ("1280.7亿元", 1)


def test_a_correction_holds_again_where_its_print_is_back(tmp_path: Path, read: Read) -> None:
    read("1234.5")
    _correct(tmp_path / "k" / "town", TOTAL, "value: '1243.5'")
    assert _value(read("1250.7")) == "1250.7亿元"
    assert _value(read("1234.5")) == "1243.5亿元"


def test_a_correction_written_while_the_print_stands_needs_no_print(tmp_path: Path, read: Read) -> None:
    read("1234.5")
    read("1250.7")
    _correct(tmp_path / "k" / "town", TOTAL, "value: '1243.5'")
    assert _value(read("1250.7")) == "1243.5亿元"


def test_a_curation_that_was_broken_meanwhile_corrects_no_later_print(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "k" / "town"
    read("1234.5")
    (folder / "curation.yaml").write_text("entries: [\n", encoding="utf-8")
    (tmp_path / "town.txt").write_text(TEXT.format("1250.7"), encoding="utf-8")
    (summary,) = build([tmp_path / "town.txt"], tmp_path / "k")
    assert [type(one) for one in summary.notices] == [Problem]
    _correct(folder, TOTAL, "value: '1243.5'")
    assert _value(read("1250.7")) == "1250.7亿元"


@pytest.mark.parametrize(
    ("correction", "printed", "told"),
    [
        ((CELL, "value: '41'"), (("来电", "140"), ("来电", "150")), ("来电", "150")),
        ((CELL, "subject: 来访"), (("来电", "140"), ("来电", "150")), ("来电", "150")),
        ((ROW, "name: 来访"), (("来电", "140"), ("来信", "140")), ("来信", "140")),
        ((ROW, "name: 来访"), (("来电", "140"), ("来电", "150")), ("来访", "150")),
    ],
)
def test_cells_and_rows_are_corrected_as_long_as_they_are_what_was_corrected(
    tmp_path: Path, read: Read, correction: tuple[str, str], printed: list[tuple[str, str]], told: object
) -> None:
    before, after = printed
    read(*before, name="town.csv", text=TABLE)
    _correct(tmp_path / "k" / "town", *correction)
    assert not read(*before, name="town.csv", text=TABLE).notices
    document = read(*after, name="town.csv", text=TABLE)
    row = document.tables[0].rows[0]
    (cell,) = row.cells.values()
    assert (cell.subject, cell.shown) == told
    assert len(document.notices) == (row.name != "来访")

from __future__ import annotations

from pathlib import Path

import pytest

from bot.extraction.build import extract
from bot.extraction.reading import read
from tests.extraction import written

Row = tuple[str, ...]


def facts(file: Path) -> set[Row]:
    """What a person is told of each figure in the sentences of a document."""
    return {
        (fact.kind, fact.subject, fact.measure, fact.value, fact.unit, fact.period)
        for part in extract(read(file)).sentences
        for fact in part.facts
    }


def cells(file: Path) -> set[Row]:
    """What a person is told of each figure in the tables of a document."""
    return {
        (table.name, row.group, row.name, column, cell.value, cell.unit)
        for table in extract(read(file)).tables
        for row in table.rows
        for column, cell in row.cells.items()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plain") / "report.txt"
    written.txt(file)
    return file


@pytest.mark.parametrize("kind", [kind for kind in written.FORMATS if kind != "txt"])
def test_a_document_says_the_same_in_every_format(tmp_path: Path, plain: Path, kind: str) -> None:
    file = tmp_path / f"report.{kind}"
    written.FORMATS[kind](file)
    assert facts(file) == facts(plain)
    assert cells(file) == cells(plain)
    assert len(facts(file)) > 5

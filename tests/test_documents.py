"""Documents of several kinds, read with nothing done by hand, beside lists of all the figures they print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench_documents import bench, documents, main

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "documents"


@pytest.mark.parametrize("path", documents(FOLDER), ids=lambda path: path.stem)
def test_every_figure_is_read_and_called_what_a_clerk_would_call_it(path: Path) -> None:
    read = bench(path)
    assert not read.error
    assert read.listed == read.found == read.read, read.notes
    assert not read.invented, read.notes
    assert min(read.named, read.dated) >= 0.97 * read.listed, read.notes
    assert not read.verdicts["wrong"], read.notes
    assert read.verdicts["right"] >= read.verdicts.total() - 1, read.notes


def test_what_is_measured_is_printed_for_each_document_and_in_all(capsys: pytest.CaptureFixture[str]) -> None:
    main([str(FOLDER), "--only", "sports"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["sports-release.txt", "all"]
    assert lines[1].split()[1:3] == ["34/34", "100.0%"]

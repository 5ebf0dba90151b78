"""A name is written into a curation, and all else in it stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DocumentError, KnowledgeError
from bot.knowledge.aliases import add_name
from tests.conversation import KNOWLEDGE

_ENDS = "entries:\r\n  n1: {short: '01'}\r\n  n2:\r\n    also:\r\n    - a # k\r\n"


@pytest.mark.parametrize(
    ("before", "entry", "after"),
    [
        (None, "n1", "entries:\n  n1:\n    also: [甲]\n"),
        ("", "n1", "entries:\n  n1:\n    also: [甲]\n"),
        ("# only this", "n1", "# only this\nentries:\n  n1:\n    also: [甲]\n"),
        ("entries:\n", "n1", "entries:\n  n1:\n    also: [甲]\n"),
        ("entries: {}\n", "n1", "entries:\n  n1:\n    also: [甲]\n"),
        (
            "# a\nentries:\n  n1: {short: '01'}\n\n  # b\n  n2: {}\n",
            "n1",
            "# a\nentries:\n  n1: {short: '01', also: [甲]}\n\n  # b\n  n2: {}\n",
        ),
        ("entries:\n  n1:\n    also: [乙]  # c\n", "n1", "entries:\n  n1:\n    also: [乙, 甲] # c\n"),
        (
            "entries:\n  n1:\n    also:\n      - \"乙\"\n    short: '1'\n",
            "n1",
            "entries:\n  n1:\n    also:\n      - \"乙\"\n      - 甲\n    short: '1'\n",
        ),
        (_ENDS, "n2", f"{_ENDS}    - 甲\r\n"),
        ("entries:\n  n1:\n    also: [甲]   \n", "n1", "entries:\n  n1:\n    also: [甲]   \n"),
    ],
)
def test_a_name_is_added_once(before: str | None, entry: str, after: str, tmp_path: Path) -> None:
    file = tmp_path / "curation.yaml"
    if before is not None:
        file.write_bytes(before.encode())
    for _ in range(2):
        add_name(tmp_path, entry, "甲")
        assert file.read_bytes().decode() == after


@pytest.mark.parametrize(
    "name", ["群众 投诉率: a", "1", "'", "- 甲", "null", "# 甲", '甲\t"乙"', "[", "是否", "yes"]
)
def test_any_words_come_out_as_they_went_in_and_nothing_else_moves(name: str, tmp_path: Path) -> None:
    [kept] = KNOWLEDGE.glob("yueyang*/curation.yaml")
    before = kept.read_text(encoding="utf-8")
    file = tmp_path / "curation.yaml"
    file.write_text(before, encoding="utf-8")
    add_name(tmp_path, "t25", name)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert sum(one != other for one, other in zip(lines, before.splitlines(), strict=True)) == 1


@pytest.mark.parametrize(
    "broken", ["entries: [\n", "entries: [a]\n", "entries: {n1: [a]}\n", "- a\n", "a: &x b\nc: *x\n"]
)
def test_what_is_no_curation_is_not_written(broken: str, tmp_path: Path) -> None:
    file = tmp_path / "curation.yaml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises((DocumentError, KnowledgeError)):
        add_name(tmp_path, "n1", "甲")
    assert file.read_text(encoding="utf-8") == broken

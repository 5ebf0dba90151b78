"""The likelihood of a calibration: which signs are used, what a bad one does, and how they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assistant import Assistant
from bot.errors import KnowledgeError
from bot.evaluation import calibrating
from bot.knowledge import calibration, signs
from bot.knowledge import store as knowledge
from bot.knowledge.changes import Changes
from tests.channels import documents
from tests.conversation import KNOWLEDGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one small document."""
    documents.write(tmp_path / "small")
    return tmp_path / "small"


def _shipped() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((KNOWLEDGE / "calibration.yaml").read_text(encoding="utf-8"))
    return data


def _write(folder: Path, **changes: object) -> Path:
    """Give a folder a calibration of its own: the shipped one, with a likelihood that is changed."""
    data = _shipped()
    path = folder / "calibration.yaml"
    data["likelihood"] |= changes
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def test_every_sign_has_a_way_and_a_meaning() -> None:
    assert {way for way, _ in signs.ALL.values()} <= {"for", "against", "either"}
    assert all(meaning for _, meaning in signs.ALL.values())
    parts = (signs.OF_FIGURES, signs.OF_NONE, signs.OF_MEANING, signs.GOING_ON, signs.OF_NONE_GOING_ON)
    assert len(signs.ALL) == sum(map(len, parts))


def test_what_a_calibration_does_not_give_is_worth_nothing(folder: Path) -> None:
    _write(folder, sure=0.9, onward=None, offer=0.4, signs={"lead": 2.5, "none": -1})
    found = knowledge.load(folder).likelihood
    assert (found.sure, found.onward, found.offer) == (0.9, 0.9, 0.4)
    assert {name: worth for name, worth in found.worth.items() if worth} == {"lead": 2.5, "none": -1}
    assert found.worth.keys() == signs.ALL.keys()


def test_without_a_likelihood_the_shipped_one_is_used(folder: Path) -> None:
    data = _shipped()
    del data["likelihood"]
    (folder / "calibration.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    assert knowledge.load(folder).likelihood == knowledge.load(KNOWLEDGE).likelihood


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"signs": {"lead": -1}}, "lead"),  # it speaks for a figure
        ({"signs": {"of_place": 1}}, "of_place"),  # it speaks against it
        ({"signs": {"mood": 1}}, "mood is not known here"),
        ({"sure": 1.5}, "sure"),
        ({"offer": "often"}, "offer"),
    ],
)
def test_a_fault_is_named_with_its_file(folder: Path, changes: dict[str, object], said: str) -> None:
    _write(folder, **changes)
    with pytest.raises(KnowledgeError) as raised:
        knowledge.load(folder)
    assert "calibration.yaml:" in str(raised.value)
    assert said in str(raised.value)


def test_a_shipped_calibration_without_one_is_told_how_to_mend_it(tmp_path: Path) -> None:
    data = _shipped()
    del data["likelihood"]
    path = tmp_path / "calibration.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="likelihood is missing; make it with: python -m bot fit"):
        calibration.load(path, path)


def test_a_changed_likelihood_is_loaded_again(folder: Path) -> None:
    assistant = Assistant(folder)
    _write(folder, sure=0.95)
    assert assistant.reload() == Changes(thresholds=True)
    assert assistant.knowledge.likelihood.sure == 0.95


def test_what_is_written_is_read_as_it_was() -> None:
    read, _ = calibration.read(KNOWLEDGE / "calibration.yaml")
    first, _, text = (KNOWLEDGE / "calibration.yaml").read_text(encoding="utf-8").partition("\n")
    assert first.startswith("# Made by: ")
    assert read.text() == text


def test_signs_that_are_worth_nothing_are_not_written() -> None:
    assert calibration.signs_entry({"lead": 1.5, "aligned": 0.0}).given == {"lead": 1.5}


def test_choosing_the_thresholds_again_leaves_what_was_learned(folder: Path) -> None:
    path = _write(folder, sure=0.91)
    asked = [{"q": "群众满意率是多少", "expect": "answer", "values": ["86.08"]}]
    choice = calibrating.calibrate(Assistant(folder), asked, lambda *_: None)
    calibrating.write(choice, folder, [Path("asked.jsonl")])
    assert knowledge.load(folder).likelihood.sure == 0.91
    assert "lead: " in path.read_text(encoding="utf-8")

"""The weights of a calibration: which are used, what a bad one does, and how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.assistant import Assistant
from bot.errors import KnowledgeError
from bot.evaluation import calibrating
from bot.knowledge import calibration
from bot.knowledge import store as knowledge
from bot.knowledge.changes import Changes
from bot.knowledge.model import Found
from bot.knowledge.weights import MEANINGS
from tests.channels import documents
from tests.conversation import KNOWLEDGE

ASKED = "热线的来电"
"""Part of this is only said by a heading."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one small document."""
    documents.write(tmp_path / "small")
    return tmp_path / "small"


def _weigh(folder: Path, **weights: object) -> Path:
    """Give a folder a calibration of its own: the shipped one with some weights, and no others."""
    data = yaml.safe_load((KNOWLEDGE / "calibration.yaml").read_text(encoding="utf-8"))
    path = folder / "calibration.yaml"
    text = yaml.safe_dump(data | {"weights": weights}, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_calibration_gives_every_weight() -> None:
    assert calibration.read(KNOWLEDGE / "calibration.yaml")[0].weights.given.keys() == MEANINGS.keys()


def test_without_weights_the_shipped_ones_are_used(folder: Path) -> None:
    path = _weigh(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("weights: {}\n", ""), encoding="utf-8")
    assert knowledge.load(folder).weights == knowledge.load(KNOWLEDGE).weights


def test_changed_weights_are_used(folder: Path) -> None:
    assistant = Assistant(folder)
    assert isinstance(assistant.ask(ASKED).answer, Found)
    _weigh(folder, heading=0)
    assert assistant.reload() == Changes(thresholds=True)
    assert assistant.knowledge.weights.heading == 0
    assert assistant.knowledge.weights.coverage == knowledge.load(KNOWLEDGE).weights.coverage
    assert not isinstance(assistant.ask(ASKED).answer, Found)


@pytest.mark.parametrize(
    ("weights", "line", "said"),
    [
        ({"half": 0.5, "told": 1.5}, 26, "told"),
        ({"latin": 0}, 25, "latin"),
        ({"laten": 0.5}, 25, "laten is not known here; did you mean latin?"),
        ({"half": None}, 25, "half is empty"),
        ({"half": "much"}, 25, "half"),
    ],
    ids=["too much", "none", "unknown", "empty", "no number"],
)
def test_a_bad_weight_is_named_and_the_knowledge_stays_in_use(
    folder: Path, weights: dict[str, object], line: int, said: str
) -> None:
    assistant = Assistant(folder)
    before = assistant.knowledge
    path = _weigh(folder, **weights)
    with pytest.raises(KnowledgeError) as raised:
        assistant.reload()
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == (path, line)
    assert problem.message.startswith(said)
    assert "\n" not in problem.message
    assert assistant.knowledge is before
    assert isinstance(assistant.ask(ASKED).answer, Found)


def test_calibrating_keeps_the_weights_and_says_what_they_mean(folder: Path) -> None:
    path = _weigh(folder, told=0.35, heading=0.8)
    questions = [{"q": ASKED, "expect": "answer", "values": ["1234"]}]
    choice = calibrating.calibrate(Assistant(folder), questions, lambda _done, _of: None)
    calibrating.write(choice, folder, [Path("q.jsonl")])
    assert calibration.read(path)[0].weights.given == {"heading": 0.8, "told": 0.35}
    assert f"  told: 0.35  # {MEANINGS['told']}\n" in path.read_text(encoding="utf-8")

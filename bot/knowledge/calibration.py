"""``calibration.yaml``: the thresholds, what they were chosen for and on, and what evidence is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, create_model

from bot.errors import KnowledgeError
from bot.knowledge import shapes
from bot.knowledge.thresholds import Thresholds
from bot.knowledge.weights import BOUNDS, MEANINGS, Weights
from bot.knowledge.yamlfile import YamlFile

_Share = Annotated[float, Field(ge=0, le=1)]
_Count = Annotated[int, Field(ge=0)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThresholdsEntry(_File):
    """`Thresholds` as they are written."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    accept: _Share
    margin: _Share
    named: _Share


class WeightsEntry(_File):
    """`Weights` as they are written, all or some of them; a file has a field for each."""

    @property
    def given(self) -> dict[str, float]:
        """The weights that are written."""
        return self.model_dump(exclude_unset=True)


class Score(_File):
    """What came of some questions; ``precision`` is the share of right ones among those answered."""

    questions: _Count
    right: _Count
    near: _Count
    missed: _Count
    wrong: _Count
    precision: _Share

    def __str__(self) -> str:
        """Read as a line."""
        counts = f"{self.right} right, {self.near} near, {self.missed} missed, {self.wrong} wrong"
        return f"{self.questions} questions: {counts}; precision {self.precision:.2%}"


class Calibration(_File):
    """calibration.yaml: the thresholds, what they were chosen on, and the weights.

    ``held_out`` is what comes of each half of the questions with thresholds chosen on the other half;
    ``knowledge`` is the SHA-256 that `bot.knowledge.store.fingerprint` gave.
    """

    thresholds: ThresholdsEntry
    questions: tuple[str, ...]
    chosen_on: Score
    held_out: Score
    knowledge: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    weights: WeightsEntry = WeightsEntry()

    def text(self) -> str:
        """The calibration as it is written, each weight with what it means."""
        written = self.weights.given
        lines = (f"  {name}: {value:.10g}  # {MEANINGS[name]}\n" for name, value in written.items())
        chosen = self.model_dump(mode="json", exclude={"weights"})
        return yaml.safe_dump(chosen, allow_unicode=True, sort_keys=False) + "".join(
            ("weights:\n", *lines) if written else ()
        )


_WEIGHTS: dict[str, Any] = {
    name: (Annotated[float, Field(ge=least, le=most)], None) for name, (least, most) in BOUNDS.items()
}
_ENTRY = create_model("WeightsEntry", __base__=WeightsEntry, **_WEIGHTS)
_FILE = create_model("CalibrationFile", __base__=Calibration, weights=(_ENTRY, _ENTRY()))


def read(path: Path) -> tuple[Calibration, YamlFile]:
    """Read a calibration; raises `bot.errors.KnowledgeError` with every fault and its line."""
    return shapes.read(path, _FILE)


def load(path: Path, shipped: Path) -> tuple[Thresholds, Weights]:
    """What a calibration says; a weight that it does not give is the one ``shipped`` with the program.

    Raises `bot.errors.KnowledgeError` with every fault and its line.
    """
    own, file = read(path)
    base, home = (own, file) if path == shipped else read(shipped)
    weights = base.weights.given | own.weights.given
    if lacking := [name for name in MEANINGS if name not in weights]:
        raise KnowledgeError([home.problem(("weights",), f"{name} is missing; add it") for name in lacking])
    return Thresholds(**own.thresholds.model_dump()), Weights(**weights)

"""``calibration.yaml``: the thresholds, and what they were chosen for and on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge import shapes
from bot.knowledge.thresholds import Thresholds
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
    """calibration.yaml: the thresholds, the question files and figures they were chosen on, and the knowledge.

    ``held_out`` is what comes of each half of the questions with thresholds chosen on the other half;
    ``knowledge`` is the SHA-256 that `bot.knowledge.store.fingerprint` gave.
    """

    thresholds: ThresholdsEntry
    questions: tuple[str, ...]
    chosen_on: Score
    held_out: Score
    knowledge: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def read(path: Path) -> tuple[Calibration, YamlFile]:
    """Read a calibration; raises `bot.errors.KnowledgeError` with every fault and its line."""
    return shapes.read(path, Calibration)


def load(path: Path) -> Thresholds:
    """The thresholds of a calibration; raises `bot.errors.KnowledgeError` with every fault and its line."""
    return Thresholds(**read(path)[0].thresholds.model_dump())

"""The figures that an answer turns on, as `calibration.yaml` holds them, and what they were chosen for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge import schema
from bot.knowledge.yamlfile import YamlFile

_Share = Annotated[float, Field(ge=0, le=1)]
_Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer becomes a choice or a refusal; the figures here are for knowledge that has none of its own.

    Attributes:
        accept: The share of a question's weight that an answer must explain, 0 to 1.
        margin: Candidates whose scores differ by less are equally good.
        named: The share of a name that must be said where an editor gave several: "小学" is not yet one kind
            of school.
    """

    accept: float = 0.66
    margin: float = 0.05
    named: float = 0.45

    @property
    def nearby(self) -> float:
        return 0.3

    def __str__(self) -> str:
        """Read as a line."""
        return f"accept {self.accept}, margin {self.margin}, named {self.named}"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThresholdsEntry(_File):
    """`Thresholds` as they are written."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    accept: _Share
    margin: _Share
    named: _Share


class Figures(_File):
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
    chosen_on: Figures
    held_out: Figures
    knowledge: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def read(path: Path) -> tuple[Calibration, YamlFile]:
    """Read a calibration; raises `bot.errors.KnowledgeError` with every fault and its line."""
    return schema.read(path, Calibration)


def load(path: Path) -> Thresholds:
    """The thresholds of a calibration; raises `bot.errors.KnowledgeError` with every fault and its line."""
    return Thresholds(**read(path)[0].thresholds.model_dump())

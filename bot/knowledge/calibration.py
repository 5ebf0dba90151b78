"""``calibration.yaml``: the thresholds, what they were chosen for and on, and what evidence is worth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, create_model

from bot.errors import KnowledgeError
from bot.knowledge import shapes, signs
from bot.knowledge.signs import Likelihood
from bot.knowledge.thresholds import Thresholds
from bot.knowledge.weights import BOUNDS, MEANINGS, Weights
from bot.knowledge.yamlfile import YamlFile
from bot.messages import tell

_Share = Annotated[float, Field(ge=0, le=1)]
_Count = Annotated[int, Field(ge=0)]
_Percent = Annotated[float, Field(ge=0, le=100)]


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


class SignsEntry(_File):
    """What signs are worth; a file has a field for each."""

    @property
    def given(self) -> dict[str, float]:
        """The signs that are written."""
        return self.model_dump(exclude_unset=True)


class Judged(_File):
    """What came of the questions of one set, each with what was learned without its document, in percent."""

    name: str
    questions: _Count
    right: _Percent
    near: _Percent
    missed: _Percent
    wrong: _Percent
    helped: _Percent


class LikelihoodEntry(_File):
    """What ``fit`` learned: what signs are worth, and from which probability a figure is given or offered.

    ``onward`` is for what goes on from another question; as ``sure`` where it is not given. ``questions`` are the
    sets it was learned on, ``left_out`` what came of each without its document.
    """

    sure: _Share
    onward: _Share | None = None
    offer: _Share
    questions: tuple[str, ...]
    left_out: tuple[Judged, ...] = ()
    signs: SignsEntry


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
    likelihood: LikelihoodEntry | None = None

    def text(self) -> str:
        """The calibration as it is written, each weight with what it means."""
        text = _dump(self.model_dump(mode="json", exclude={"weights", "likelihood"}))
        if written := self.weights.given:
            text += "weights:\n" + _explained(written, MEANINGS, 2)
        if learned := self.likelihood:
            text += _dump({"likelihood": learned.model_dump(mode="json", exclude={"signs"})})
            text += "  signs:\n" + _explained(learned.signs.given, signs.MEANINGS, 4)
        return text


def _dump(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _explained(written: Mapping[str, float], meanings: Mapping[str, str], indent: int) -> str:
    """Figures, a line each, with what they mean."""
    pad = " " * indent
    return "".join(f"{pad}{name}: {value:.10g}  # {meanings[name]}\n" for name, value in written.items())


_BOUNDS: Mapping[str, Any] = {
    "for": Annotated[float, Field(ge=0)],
    "against": Annotated[float, Field(le=0)],
    "either": float,
}
_WEIGHTS: dict[str, Any] = {
    name: (Annotated[float, Field(ge=least, le=most)], None) for name, (least, most) in BOUNDS.items()
}
_ENTRY = create_model("WeightsEntry", __base__=WeightsEntry, **_WEIGHTS)
_SIGNS: dict[str, Any] = {name: (_BOUNDS[way], None) for name, (way, _) in signs.ALL.items()}
_SIGNS_ENTRY = create_model("SignsEntry", __base__=SignsEntry, **_SIGNS)
_LIKELIHOOD = create_model("LikelihoodEntry", __base__=LikelihoodEntry, signs=(_SIGNS_ENTRY, ...))
_FILE = create_model(
    "CalibrationFile",
    __base__=Calibration,
    weights=(_ENTRY, _ENTRY()),
    likelihood=(_LIKELIHOOD, None),
)


def signs_entry(worth: Mapping[str, float]) -> SignsEntry:
    """What signs are worth, as it is written: those that are worth anything."""
    return _SIGNS_ENTRY.model_validate({name: value for name, value in worth.items() if value})


def read(path: Path) -> tuple[Calibration, YamlFile]:
    """Read a calibration; raises `bot.errors.KnowledgeError` with every fault and its line."""
    return shapes.read(path, _FILE)


def load(path: Path, shipped: Path) -> tuple[Thresholds, Weights, Likelihood]:
    """What a calibration says; what it does not give is as it is ``shipped`` with the program.

    Raises `bot.errors.KnowledgeError` with every fault and its line.
    """
    own, file = read(path)
    base, home = (own, file) if path == shipped else read(shipped)
    weights = base.weights.given | own.weights.given
    if lacking := [name for name in MEANINGS if name not in weights]:
        missing = (tell("{key} is missing; add it", key=name) for name in lacking)
        raise KnowledgeError([home.problem(("weights",), message) for message in missing])
    learned = own.likelihood or base.likelihood
    if learned is None:
        message = tell("likelihood is missing; make it with: python -m bot fit QUESTIONS")
        raise KnowledgeError([home.problem((), message)])
    worth = dict.fromkeys(signs.ALL, 0.0) | learned.signs.given
    onward = learned.sure if learned.onward is None else learned.onward
    likelihood = Likelihood(worth, learned.sure, learned.offer, onward)
    return Thresholds(**own.thresholds.model_dump()), Weights(**weights), likelihood

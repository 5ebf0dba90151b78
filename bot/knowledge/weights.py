"""What kinds of evidence are worth: every figure by which a reading of a question is judged."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def _share(meaning: str) -> Any:
    """A part of a whole, 0 to 1."""
    return field(metadata={"meaning": meaning, "bounds": (0, 1)})


def _times(meaning: str) -> Any:
    """What something weighs; the rarest word that is known weighs 1."""
    return field(metadata={"meaning": meaning, "bounds": (0.1, 10)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What kinds of evidence are worth; ``calibration.yaml`` says how much, and each field here what it means."""

    # What a score is made of.
    coverage: float = _share("the share of the question that is explained")
    recall: float = _share("the share of its name that the question says")
    support: float = _share("that what is said beside the question fits")
    aside: float = _times("what is said beside the question can fit so well at most, by weight")

    # How well the words of a target explain a question; its own name explains it wholly.
    besides: float = _share("what a name says besides its own words")
    heading: float = _share("what a target is headed by; a word explained less well is none of its names")
    quote: float = _share("the words around a figure")
    sentence: float = _share("the whole sentence")
    neighbour: float = _share("a word that names another figure of the sentence")
    gapped: float = _share("a pair of characters with another between them, beside a pair")
    single: float = _share("a single character, beside a pair")

    # How much a word of a question weighs.
    common: float = _share("a word that all targets have")
    unknown: float = _times("a character that no target has")
    latin: float = _times("a word in Latin letters, beside a character")
    decisive: float = _times("a word that decides, or what is counted")
    row: float = _share("a word for rows")
    role: float = _share("the name of a column that plays a role")
    soft: float = _share("an ordinary verb, and a unit at most")

    # Where a line is drawn.
    told: float = _share("a word that a question turns on is explained from here: by more than its sentence")
    half: float = _share(
        "a word is explained from here; it names a thing, and a question is about one, from this weight"
    )
    much: float = _share("the share of a name that is much of it")
    whole: float = _share("the share of a name or a question that is all of it")
    missing: float = _times("what is not explained weighs so much where something else is meant")
    shortlist: float = _share(
        "what has this share of the most votes is looked at, and suggested where it explains so much"
    )
    slack: float = _share("one of several readings may explain so much less and still be meant as well")

    # What else tells equally good targets apart.
    focus: float = _share("that it is of the row or the sentence that was just spoken of")
    same_unit: float = _share("that it is told in the very unit")
    other_unit: float = _share("against it: that it is told in another unit")
    other_kind: float = _share(
        "against it: that it is told in words where a figure is asked for, or as a figure"
    )
    worded: float = _share("against it: that it is told in words where neither is asked for")


MEANINGS: dict[str, str] = {one.name: one.metadata["meaning"] for one in fields(Weights)}
"""What each weight is, in words."""
BOUNDS: dict[str, tuple[float, float]] = {one.name: one.metadata["bounds"] for one in fields(Weights)}
"""The lowest and the highest value each weight may have."""

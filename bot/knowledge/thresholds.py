"""The figures that an answer turns on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer becomes a choice or a refusal.

    Attributes:
        accept: The share of a question's weight that an answer must explain, 0 to 1.
        margin: Candidates whose scores differ by less are equally good.
        named: The share of a name that must be said where an editor gave several: "小学" is not yet one kind
            of school.
    """

    accept: float
    margin: float
    named: float

    def __str__(self) -> str:
        """Read as a line."""
        return f"accept {self.accept}, margin {self.margin}, named {self.named}"

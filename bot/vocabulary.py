"""The words of the question language: a stub that the loader can already import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Filled by `load`."""


def load(path: Path) -> Vocabulary:
    """Read the vocabulary file; raises `bot.errors.KnowledgeError` with every fault."""
    return Vocabulary()

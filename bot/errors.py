"""The few things that can go wrong outside the code, each with the words its reader needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file, and how to mend it; ``line`` counts from 1, 0 means the whole file."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        """Read as an editor expects it: ``file:line: message``."""
        return f"{self.file}:{self.line}: {self.message}"


class WenshuError(Exception):
    """A fault that is reported to the person who can mend it, in one line and without a traceback."""


class SettingsError(WenshuError):
    """A setting is missing or malformed; the message names the variable and never its secret value."""


class DocumentError(WenshuError):
    """A source document cannot be read, or holds nothing that could be asked for."""


class QuestionsError(WenshuError):
    """A file of questions cannot be read; the message names file and line."""


class KnowledgeError(WenshuError):
    """The knowledge base has faults; ``problems`` lists all of them, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take all faults found in one reading."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

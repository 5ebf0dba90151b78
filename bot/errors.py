"""The few things that can go wrong outside the code, each with the words its reader needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.messages import translated


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file, and how to mend it; ``line`` counts from 1, 0 means the whole file."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        """Read as an editor expects it: ``file:line: message``."""
        return f"{self.file}:{self.line}: {self.message}"

    def said(self, language: str) -> str:
        """The same in a language, which need not be that of the person at this machine."""
        return f"{self.file}:{self.line}: {translated(self.message, language)}"


class WenshuError(Exception):
    """A fault that is reported to the person who can mend it, in one line and without a traceback."""


class SettingsError(WenshuError):
    """A setting is missing or malformed; the message names the variable and never its secret value."""


class DocumentError(WenshuError):
    """A source document cannot be read, or holds nothing that could be asked for.

    ``line`` counts from 1; 0 means the whole file.
    """

    def __init__(self, file: Path, message: str, line: int = 0) -> None:
        """Take what is wrong with a file, and how to mend it."""
        super().__init__(file, message, line)
        self.file, self.message, self.line = file, message, line

    def __str__(self) -> str:
        """Read as ``file: message`` or ``file:line: message``."""
        return self._placed(self.message)

    def said(self, language: str) -> str:
        """The same in a language, which need not be that of the person at this machine."""
        return self._placed(translated(self.message, language))

    def _placed(self, message: str) -> str:
        return f"{self.file}:{self.line}: {message}" if self.line else f"{self.file}: {message}"


class QuestionsError(WenshuError):
    """A file of questions cannot be read; the message names file and line."""


class KnowledgeError(WenshuError):
    """The knowledge base has faults; ``problems`` lists all of them, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take all faults found in one reading."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def said(self, language: str) -> str:
        """The first of them in a language, which need not be that of the person at this machine."""
        return self.problems[0].said(language)

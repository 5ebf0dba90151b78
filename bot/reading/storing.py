"""The rows of large tables as a file of SQLite, which `bot.knowledge.stored` reads."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.knowledge.stored import SCHEMA

MOST_ROWS = 2000
"""A document with more rows keeps them apart from its YAML."""
_LONGEST = 4000
"""Up to how many characters a row is quoted together with a merged cell that stands above it."""


class RowsFile:
    """A file that rows are put into, one table after another."""

    def __init__(self, path: Path) -> None:
        """Begin with no rows."""
        self.path = path
        self._database = sqlite3.connect(path)
        # Nobody has a use for half of it: where the reading ends early, it is thrown away.
        self._database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
        self._tables = 0

    def take(self, table: Mapping[str, Any], text: str) -> dict[str, object]:
        """Keep the rows of a table; what is left is its entry with how many they are.

        Args:
            table: The entry of the table.
            text: What its offsets count in.
        """
        records = []
        for position, row in enumerate(table["rows"]):
            start, end = _span(row)
            entry = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            records.append((self._tables, position, row["id"], entry, start, text[start:end]))
        self._database.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", records)
        self._tables += 1
        head = {name: value for name, value in table.items() if name != "rows"}
        return {**head, "stored": len(records)}

    def close(self) -> str:
        """The SHA-256 of the file, which nothing is put into any more."""
        self._database.commit()
        self._database.close()
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _span(row: Mapping[str, Any]) -> tuple[int, int]:
    """Where a row stands, with the merged cells above it as long as they are near."""
    cells = row["cells"].values()
    start = min([row["start"], *(cell["start"] for cell in cells)])
    end = max([row["end"], *(cell["end"] for cell in cells)])
    return (start, end) if end - start <= _LONGEST else (row["start"], row["end"])

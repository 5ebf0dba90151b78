"""The function words and measure words of written Chinese, from `words.yaml` beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _lists() -> dict[str, list[str]]:
    content = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return {name: text.split() for name, text in content.items()}


def words(*names: str) -> list[str]:
    """The words of some lists, the longest first, so that an alternation of them finds the longest."""
    return sorted({word for name in names for word in _lists()[name]}, key=lambda word: (-len(word), word))


def any_of(*names: str) -> str:
    """A pattern for any word of some lists."""
    return "|".join(words(*names))

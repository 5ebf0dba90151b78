"""Headings that only their style tells from other lines."""

from __future__ import annotations

from bot.reading.sentences import is_heading

_LONGEST = 60


def marked(line: str) -> str:
    """A heading's line, with a mark of its own where its words do not show what it is.

    >>> marked("一、综合"), marked("综合")
    ('一、综合', '# 综合')
    """
    return line if is_heading(line) or len(line) > _LONGEST else f"# {line}"

"""Where things are kept that can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path | None:
    """A folder of this machine's user for what can be made again; None without a home."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():
        try:
            base = Path.home() / ".cache"
        except RuntimeError:
            return None
    return base / "wenshu" / name

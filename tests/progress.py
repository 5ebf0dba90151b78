"""How far a long measurement has come, on one line of standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def shown(items: Sequence[T], what: str, every: int = 50) -> Iterator[T]:
    """The items one by one, with their number told now and then and at the last of them."""
    for number, item in enumerate(items, 1):
        if number % every == 0 or number == len(items):
            sys.stderr.write(f"\r{what} {number}/{len(items)}")
            sys.stderr.flush()
        yield item
    if items:
        sys.stderr.write("\n")

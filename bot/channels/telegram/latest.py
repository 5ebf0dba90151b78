"""A memory of the latest things only."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Latest(OrderedDict[K, V]):
    """Forgets what was set longest ago when it holds more than so many.

    >>> latest = Latest[str, int](2)
    >>> latest["a"], latest["b"], latest["a"], latest["c"] = range(4)
    >>> dict(latest)
    {'a': 2, 'c': 3}
    """

    def __init__(self, most: int) -> None:
        """Start with nothing."""
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        """Remember something, as the latest."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self._most:
            self.popitem(last=False)

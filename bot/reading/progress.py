"""How far a long reading has come, told to whoever waits for it, and whether anybody still does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Tell = Callable[[str, int, int], None]
"""Called with what is read ("report.pdf: pages"), how many of them are done, and how many there are."""
Wanted = Callable[[], bool]
"""Whether somebody still waits for what is read."""
T = TypeVar("T")
_STEP = 100


def quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def always() -> bool:
    """Somebody waits until the end."""
    return True


def counted(items: Sequence[T], what: str, tell: Tell, step: int = _STEP) -> Iterator[T]:
    """The items, telling now and then how many of them are done.

    >>> list(counted("abc", "letters", print, step=2))
    letters 2 3
    letters 3 3
    ['a', 'b', 'c']
    """
    for number, item in enumerate(items, start=1):
        yield item
        if number % step == 0 or number == len(items):
            tell(what, number, len(items))

"""Catalogues kept in a folder of what can be made again, each under a digest of all that it was made of.

A file holds one line of JSON and the numbers behind it: nothing in it is carried out when it is read. One that is
damaged, or of another version, is made anew.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from bot.asking.catalogue import Catalogue

log = logging.getLogger(__name__)

_FORMAT = 2
_NUMBERS = ("sizes", "figures", "homes", "heads", "rows")
_KEPT = 30 * 24 * 3600
"""For so many seconds a file is kept that nobody reads."""


def kept(folder: Path | None, digest: str, make: Callable[[], Catalogue]) -> Catalogue:
    """The catalogue of a ``digest`` from its file, else made and kept there; without a folder it is only made."""
    if folder is None:
        return make()
    file = folder / f"{digest}.catalogue"
    try:
        found = _loads(file.read_bytes())
        with suppress(OSError):
            os.utime(file)
    except FileNotFoundError:
        found = None
    except (OSError, ValueError, KeyError, TypeError):
        log.info("%s cannot be used", file, exc_info=True)
        found = None
    if found is None:
        found = make()
        _keep(file, found)
    return found


def _keep(file: Path, catalogue: Catalogue) -> None:
    """Write a file in one step, and forget those that nobody reads; where there is no room it is made again."""
    new = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(_dumps(catalogue))
        new.replace(file)
        for old in file.parent.glob("*.catalogue"):
            if time.time() - old.stat().st_mtime > _KEPT:
                old.unlink(missing_ok=True)
    except OSError:
        log.info("%s cannot be kept", file, exc_info=True)
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _dumps(one: Catalogue) -> bytes:
    numbers = {
        "sizes": array("I", one.sizes),
        "figures": array("I", one.figures),
        "homes": array("I", one.homes),
        "heads": array("I", chain.from_iterable(one.heads.values())),
        "rows": array("I", chain.from_iterable(one.rows.values())),
    }
    head: dict[str, Any] = {
        "format": [_FORMAT, sys.byteorder, numbers["rows"].itemsize],
        "ids": list(one.ids),
        "times": list(one.times),
        "dated": list(one.dated),
        "units": list(one.units),
        "heads": {gram: len(found) for gram, found in one.heads.items()},
        "rows": {gram: len(found) for gram, found in one.rows.items()},
        "numbers": [len(numbers[name]) for name in _NUMBERS],
    }
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return line + b"\n" + b"".join(numbers[name].tobytes() for name in _NUMBERS)


def _loads(data: bytes) -> Catalogue | None:
    """The catalogue of a file; None for one of another version, `ValueError` for one that is damaged."""
    line, _, rest = data.partition(b"\n")
    head = json.loads(line.decode("utf-8", "surrogatepass"))
    size = array("I").itemsize
    if head["format"] != [_FORMAT, sys.byteorder, size]:
        return None
    if len(rest) != size * sum(head["numbers"]):
        raise ValueError("it is cut off")
    numbers: dict[str, Sequence[int]] = {}
    at = 0
    for name, count in zip(_NUMBERS, head["numbers"], strict=True):
        numbers[name] = memoryview(rest)[at : at + size * count].cast("I")
        at += size * count
    return Catalogue(
        ids=head["ids"],
        sizes=numbers["sizes"],
        figures=numbers["figures"],
        times=[None if one is None else (one[0], one[1]) for one in head["times"]],
        dated=head["dated"],
        units=head["units"],
        heads=_apart(head["heads"], numbers["heads"]),
        rows=_apart(head["rows"], numbers["rows"]),
        homes=numbers["homes"],
    )


def _apart(counts: Mapping[str, int], numbers: Sequence[int]) -> dict[str, Sequence[int]]:
    found: dict[str, Sequence[int]] = {}
    at = 0
    for gram, count in counts.items():
        found[gram] = numbers[at : at + count]
        at += count
    return found

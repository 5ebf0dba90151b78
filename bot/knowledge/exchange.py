"""Two folders change places, so that whoever reads one of them finds the old or the new, and never a part."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

BEFORE = ".before"
"""How a folder's name ends while it changes places where the system cannot do it in one step."""


def exchange(one: Path, other: Path) -> None:
    """Have two folders change places: in one step, where the system knows how; raises `OSError`."""
    if _swapped(one, other):
        return
    before = other.with_name(other.name + BEFORE)
    one.rename(before)
    try:
        other.rename(one)
    except OSError:
        before.rename(one)
        raise
    before.rename(other)


def _swapped(one: Path, other: Path) -> bool:
    """Whether the system has exchanged two folders in one step."""
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):  # Linux
        failed = system.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    elif hasattr(system, "renamex_np"):  # macOS
        failed = system.renamex_np(*names, _EXCHANGE)
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        raise OSError(code, os.strerror(code), str(one))
    return not failed


_HERE = -100  # AT_FDCWD: paths count from the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE, RENAME_SWAP

"""A document takes so much time and memory and no more, and its reader ends with whoever waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.reading import limits
from bot.reading.limits import GivenUpError, limited
from bot.reading.progress import Tell, quiet
from tests.conversation import ROOT

pytestmark = pytest.mark.slow

FILE = Path("a.pdf")


def _counting(tell: Tell) -> int:
    for number in (1, 2):
        tell("pages", number, 2)
    return os.getpid()


def _busy(tell: Tell, seconds: float = 1e9, allowed: int = 0) -> str:
    limits.allow(seconds=allowed)
    while time.process_time() < seconds:
        pass
    return "done"


def _greedy(tell: Tell) -> int:
    return len(bytes(limits.MEGABYTES * 1024 * 1024))


def _deep(tell: Tell) -> None:
    _deep(tell)


def _calculating(tell: Tell) -> int:
    __import__("numpy")
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def _refusing(tell: Tell) -> None:
    raise DocumentError(FILE, "is a picture")


def _ended(tell: Tell) -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def _endless(tell: Tell) -> None:
    tell("begun", 0, 1)
    _busy(tell)


def _talking(tell: Tell) -> None:
    while True:
        tell("pages", 1, 2)


def _terminated(tell: Tell) -> str:
    os.kill(os.getpid(), signal.SIGTERM)
    return "done"


def test_the_work_is_done_elsewhere_and_heard_of_here() -> None:
    told: list[tuple[str, int, int]] = []
    assert limited(FILE, _counting, lambda *said: told.append(said)) != os.getpid()
    assert told == [("pages", 1, 2), ("pages", 2, 2)]


@pytest.mark.parametrize("work", [_endless, _talking])
def test_work_that_is_not_wanted_any_more_is_given_up(work: Callable[[Tell], None]) -> None:
    told: list[str] = []
    with pytest.raises(GivenUpError):
        limited(FILE, work, lambda what, *_: told.append(what), wanted=lambda: not told)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_a_signal_to_all_processes_of_a_service_does_not_end_the_work() -> None:
    assert limited(FILE, _terminated, quiet) == "done"


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of a process")
@pytest.mark.parametrize(
    ("work", "says"),
    [
        (_busy, "takes more than 1 seconds (a PDF: one more for each page) to read; split it"),
        (_greedy, "takes more than 700 MB of memory to read; split it"),
        (_deep, "the reader fails on it (RecursionError); take it out"),
        (_refusing, "is a picture"),
        (_ended, "the reader was ended (-6); take it out"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(work: Callable[[Tell], object], says: str) -> None:
    with pytest.raises(DocumentError) as error:
        limited(FILE, work, quiet, seconds=1)
    assert str(error.value).startswith(f"{FILE}: {says}")
    assert "\n" not in str(error.value)


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of a process")
def test_a_document_of_many_pages_may_take_longer() -> None:
    assert limited(FILE, partial(_busy, seconds=2.5, allowed=60), quiet, seconds=1) == "done"


@pytest.mark.skipif(
    sys.platform != "linux" or not find_spec("numpy"), reason="shows no threads, or has no numpy"
)
def test_a_machine_of_many_processors_leaves_as_much_memory_for_a_document() -> None:
    assert limited(FILE, _calculating, quiet) == 1


def waiting() -> None:
    """Wait for work without an end, and say when it has begun."""
    limited(FILE, _endless, _said)


def _said(what: str, done: int, total: int) -> None:
    os.write(1, f"{what}\n".encode())


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of a process")
def test_the_reader_ends_with_the_program_that_was_killed() -> None:
    code = "from tests.reading.test_limits import waiting; waiting()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == b"begun\n"
        program.kill()
        # Whoever still runs holds the other end: the reader would for as long as it is let.
        assert program.communicate(timeout=limits.SECONDS / 2)[0] == b""

"""Work on one document in a process of its own, which takes only so much time and memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from bot import messages
from bot.errors import DocumentError
from bot.reading.progress import Tell, Wanted, always

if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
    _TOO_LONG = None
else:
    import fcntl
    import resource

    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(["bot.reading.build", "rjieba"])  # what takes longest to load
    _TOO_LONG = -signal.SIGXCPU

MEGABYTES = 700
SECONDS = 50
"""Of the processor's time; a busy machine takes longer."""
_LOOK = 0.2
"""Seconds between two looks whether the work is still wanted."""

Result = TypeVar("Result")


class GivenUpError(Exception):
    """Nobody waits for the work any more."""


def limited(
    path: Path,
    work: Callable[[Tell], Result],
    tell: Tell,
    seconds: int = SECONDS,
    wanted: Wanted = always,
) -> Result:
    """What some work on a document gives, done in a process of its own.

    Where the system knows no limits of a process (Windows), it has none.

    Args:
        path: The document's file, to be named where something is wrong.
        work: Is called with whom to tell how far it has come; it and its result can be pickled.
        tell: Is told in this process.
        seconds: How much of the processor's time it may take.
        wanted: Is asked in this process, again and again; the work is ended as soon as it is not.

    Raises:
        DocumentError: the work raises it, takes more than a document may, or fails with anything else.
        GivenUpError: it is not wanted any more.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_work, args=(theirs, path, work, seconds))
    try:
        try:
            process.start()
        except OSError as error:  # no room for another process, or for the place where the two meet
            message = messages.tell("cannot be read: {why}", why=messages.why(error))
            raise DocumentError(path, message) from error
        theirs.close()
        while isinstance(said := _heard(ours, wanted), tuple):
            tell(*said)
        if said is None:
            process.join()
            if process.exitcode == _TOO_LONG:
                message = messages.tell(
                    "takes more than {seconds} seconds (a PDF: one more for each page) to read; "
                    "split it into parts",
                    seconds=seconds,
                )
            else:
                message = messages.tell(
                    "the reader was ended ({status}); take it out and report it", status=process.exitcode
                )
            raise DocumentError(path, message)
    finally:
        ours.close()
        theirs.close()
        if process.pid:
            process.kill()
            process.join()
        process.close()
    if isinstance(said, DocumentError):
        raise said
    result: Result = said.result
    return result


def _heard(pipe: Connection, wanted: Wanted) -> Any:
    try:
        while wanted():
            if pipe.poll(_LOOK):
                return pipe.recv()
    except (EOFError, OSError):  # the other end is gone, maybe in the middle of a message
        return None
    raise GivenUpError


def allow(seconds: int) -> None:
    """Let this process take some seconds more than it was allowed, as a document of many pages does."""
    if sys.platform != "win32":
        now, most = resource.getrlimit(resource.RLIMIT_CPU)
        if now != resource.RLIM_INFINITY:
            _limit(resource.RLIMIT_CPU, now + seconds, most)


class _Done:
    """The result, told from how far the work has come."""

    def __init__(self, result: object) -> None:
        self.result = result


def _work(pipe: Connection, path: Path, work: Callable[[Tell], object], seconds: int) -> None:
    """Do the work and say what came of it: the result, or why there is none."""
    for number in (signal.SIGINT, signal.SIGTERM):  # which may be meant for all processes of a service
        signal.signal(number, signal.SIG_IGN)  # who waits for this one ends it
    # openpyxl loads numpy where it is installed, and numpy reserves memory for a thread on each processor.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if sys.platform != "win32":
        _end_with_parent()
        for kind, most in (
            (resource.RLIMIT_AS, MEGABYTES * 1024 * 1024),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_CORE, 0),
        ):
            _limit(kind, most, resource.getrlimit(kind)[1])
    try:
        pipe.send(_Done(work(lambda *progress: pipe.send(progress))))
    except DocumentError as error:
        pipe.send(error)
    except MemoryError:
        message = messages.tell(
            "takes more than {megabytes} MB of memory to read; split it into parts", megabytes=MEGABYTES
        )
        pipe.send(DocumentError(path, message))
    except BrokenPipeError:
        pass  # nobody waits any more
    except Exception as error:  # noqa: BLE001
        # One odd document among many is no reason to end in a traceback.
        message = messages.tell(
            "the reader fails on it ({error}); take it out and report it", error=type(error).__name__
        )
        pipe.send(DocumentError(path, message))


if sys.platform != "win32":

    def _limit(kind: int, most: int, hard: int) -> None:
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with suppress(ValueError, OSError):  # macOS has limits that cannot be set
            resource.setrlimit(kind, (most, hard))

    def _end_with_parent() -> None:
        """Have the system end this process when the one that waits for it is killed."""
        parent = multiprocessing.parent_process()
        assert parent
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)

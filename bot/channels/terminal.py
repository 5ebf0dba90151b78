"""The terminal chat: a line in, a reply out; choices are numbered."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TextIO

from bot.channels.answering import Answering
from bot.knowledge.model import Reply
from bot.replies import plain

CHAT = "terminal"
WELCOME = "问数 Wenshu · 输入问题,/why 看依据,Ctrl-D 结束 · ask a question, /why tells why, Ctrl-D ends"
WHY = "/why"
NOTHING_ASKED = "还没有问过问题 · nothing has been asked yet"
PROMPT = "› "


def run(assistant: Answering, stdin: TextIO, stdout: TextIO) -> int:
    """Chat until the input ends or Ctrl-C is pressed; returns the exit status, which is 0.

    With a person at both ends there is a prompt and some style; a pipe gets the replies and nothing else.
    """
    for stream in (stdin, stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    person = stdin.isatty() and stdout.isatty()
    lines, show = _person(stdout) if person else (stdin, lambda reply: _write(reply, stdout))
    with suppress(KeyboardInterrupt):
        for line in lines:
            if said := line.strip():
                show(_why(assistant) if said == WHY else assistant.ask(said, chat=CHAT).reply)
    return 0


def _why(assistant: Answering) -> Reply:
    headline, *lines = assistant.why(CHAT) or (NOTHING_ASKED,)
    return Reply(headline=headline, lines=tuple(lines))


def _write(reply: Reply, stdout: TextIO) -> None:
    stdout.write(f"{plain(reply)}\n\n")
    stdout.flush()


def _person(stdout: TextIO) -> tuple[Iterator[str], Callable[[Reply], None]]:
    """Lines typed at a prompt with a history, and replies whose figure stands out."""
    from rich.console import Console
    from rich.text import Text

    with suppress(ImportError):
        import readline  # noqa: F401 - arrows and history come with it where there is one

    console = Console(file=stdout, highlight=False)

    def typed() -> Iterator[str]:
        console.print(WELCOME, style="dim")
        while True:
            try:
                yield input(PROMPT)
            except (EOFError, KeyboardInterrupt):
                console.print()
                return

    def show(reply: Reply) -> None:
        headline, _, rest = plain(reply).partition("\n")
        console.print(Text(headline, style="bold"))
        if rest:
            console.print(Text(rest))
        console.print()

    return typed(), show

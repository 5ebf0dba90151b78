"""The terminal chat: a line in, a reply out; choices are numbered, and a line may be a command."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TextIO

from bot.channels.answering import Answering
from bot.channels.terminal import commands
from bot.knowledge.model import Reply
from bot.replies import plain

CHAT = "terminal"


def run(assistant: Answering, stdin: TextIO, stdout: TextIO) -> int:
    """Chat until the input ends; returns the exit status, which is 0.

    With a person at both ends there is a prompt with a history, names to complete and some colour; a pipe gets the
    replies and nothing else, and Ctrl-C ends it.
    """
    for stream in (stdin, stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if stdin.isatty() and stdout.isatty():
        from bot.channels.terminal import person

        person.talk(assistant, answer, stdin, stdout)
        return 0
    with suppress(KeyboardInterrupt):
        for line in stdin:
            if said := line.strip():
                stdout.write(f"{plain(answer(assistant, said))}\n\n")
                stdout.flush()
    return 0


def answer(assistant: Answering, said: str) -> Reply:
    """The reply to a line that says something."""
    return commands.carried_out(assistant, CHAT, said) or assistant.ask(said, chat=CHAT).reply

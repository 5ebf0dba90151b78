"""A person at the terminal: a prompt with a history and names to complete, replies whose figure stands out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, ThreadedCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output
from rich.console import Console
from rich.text import Text

from bot.channels.answering import Answering
from bot.channels.terminal.commands import COMMANDS, named
from bot.knowledge.model import Reply
from bot.messages import tell
from bot.replies import plain

PROMPT = "› "
NAMES = 10
"""Names offered at once."""

Answer = Callable[[Answering, str], Reply]


def talk(assistant: Answering, answer: Answer, stdin: TextIO, stdout: TextIO) -> None:
    """Answer line by line until Ctrl-D; Ctrl-C gives up the line, or the answer that is being made."""
    console = Console(file=stdout, highlight=False)
    console.print(tell("问数 Wenshu · ask a question, /help tells more, Ctrl-D ends"), style="dim")
    session = PromptSession[str](
        ANSI(PROMPT),
        input=create_input(stdin),
        output=create_output(stdout),
        completer=ThreadedCompleter(Names(assistant)),
        complete_while_typing=False,
        key_bindings=_keys(),
    )
    while True:
        try:
            if said := session.prompt().strip():
                _show(answer(assistant, said), console)
        except KeyboardInterrupt:
            console.print()
        except EOFError:
            return


class Names(Completer):
    """Completes a line to a command, or to the figures it may mean."""

    def __init__(self, assistant: Answering) -> None:
        """Offer what ``assistant`` knows by then."""
        self._assistant = assistant

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002 - as there
        """The names that the text before the cursor may become, best first, each with its value."""
        typed = document.text_before_cursor.lstrip()
        if typed.startswith("/"):
            yield from (Completion(name, -len(typed)) for name in COMMANDS if name.startswith(typed))
        elif typed:
            known = self._assistant.marks
            for one in self._assistant.search(typed, NAMES):
                if fact := known.fact(one.id):
                    label, value = named(fact, known.knowledge, typed)
                    yield Completion(label, -len(typed), display_meta=value)


def _keys() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add(Keys.ControlC)
    @bindings.add(Keys.SIGINT)
    def _clear(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    return bindings


def _show(reply: Reply, console: Console) -> None:
    """The figure first and bright, the names of sources dim; colours only where NO_COLOR does not forbid them."""
    headline, *rest = plain(reply).split("\n")
    console.print(Text(headline, style="bold cyan"))
    for line in rest:
        console.print(Text(line, style="dim" if line.startswith(("——", "—")) else ""))
    console.print()

"""The commands of the terminal chat: lines that begin with a slash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from bot.channels.answering import Answering
from bot.knowledge.model import Document, Fact, Knowledge, Reply, Row, title_in
from bot.language.text import HANZI
from bot.messages import language, tell
from bot.replies import en, zh
from bot.replies.parts import Words, cells_line

MOST = 40
"""Entries of one list; a terminal is no place for more."""


def carried_out(assistant: Answering, chat: str, said: str) -> Reply | None:
    """The reply to a command; None to a line that is none."""
    if not said.startswith("/"):
        return None
    name, _, rest = said.partition(" ")
    command = COMMANDS.get(name)
    if command is None:
        return Reply(headline=tell("There is no command {name}; /help lists them.", name=name))
    return command(assistant, chat, rest.strip())


def _why(assistant: Answering, chat: str, rest: str) -> Reply:
    headline, *lines = assistant.why(chat) or (tell("Nothing has been asked yet."),)
    return Reply(headline=headline, lines=tuple(lines))


def _help(assistant: Answering, chat: str, rest: str) -> Reply:
    return Reply(
        headline=tell("Type a question; two or three characters of a name will do."),
        lines=(
            tell("/list — what there is; /list 2 — the figures of part 2"),
            tell("/source — the documents in use"),
            tell("/why — what the last answer rests on"),
            tell("/help — this help"),
            tell("Tab completes a name, the arrow keys bring back earlier lines."),
            tell("Ctrl-C clears the line, Ctrl-D ends."),
        ),
    )


def _source(assistant: Answering, chat: str, rest: str) -> Reply:
    knowledge = assistant.knowledge
    return Reply(
        headline=tell("Documents in use: {count}", count=len(knowledge.documents)),
        lines=_shown(map(_document, knowledge.documents), len(knowledge.documents)),
    )


def _document(document: Document) -> str:
    told = (document.publisher, document.date, document.period)
    return " · ".join(filter(None, (title_in(language(), document), *told)))


def _list(assistant: Answering, chat: str, rest: str) -> Reply:
    parts = list(islice(_parts(assistant.knowledge), MOST + 1))
    if not rest:
        listed = (f"{number}. {title} ({count})" for number, (title, count, _) in enumerate(parts[:MOST], 1))
        more = (tell("… and more; ask for them by name"),) if len(parts) > MOST else ()
        return Reply(headline=tell("/list and a number lists the figures of a part:"), lines=(*listed, *more))
    if not rest.isdecimal() or not 0 < int(rest) <= len(parts):
        return Reply(headline=tell("There is no part {number}; /list lists them.", number=rest))
    title, count, lines = parts[int(rest) - 1]
    return Reply(headline=title, lines=_shown(lines, count))


_Part = tuple[str, int, Iterable[str]]


def _parts(knowledge: Knowledge) -> Iterable[_Part]:
    """The sections and tables that hold anything: title, number of entries, and a line for each of them."""
    several = len(knowledge.documents) > 1
    for document in knowledge.documents:
        before = f"{title_in(language(), document)} · " if several else ""
        for section in document.sections:
            inside = [one for one in document.facts if section.start <= one.source.start < section.end]
            if inside:
                yield (
                    before + title_in(language(), section),
                    len(inside),
                    (_figure(one, knowledge) for one in inside),
                )
        for table in document.tables:
            if len(table.rows):
                yield (
                    before + title_in(language(), table),
                    len(table.rows),
                    (_row(one, knowledge) for one in table.rows),
                )


def _shown(lines: Iterable[str], count: int) -> tuple[str, ...]:
    """The first lines of a list, and how many there are in all where these are not all."""
    shown = tuple(islice(lines, MOST))
    return (*shown, tell("… {count} in all", count=count)) if count > MOST else shown


def _row(row: Row, knowledge: Knowledge) -> str:
    return f"{title_in(language(), row)}: {cells_line(row.cells, _words(), knowledge)}"


def _figure(fact: Fact, knowledge: Knowledge) -> str:
    return ": ".join(named(fact, knowledge))


def named(fact: Fact, knowledge: Knowledge, typed: str = "") -> tuple[str, str]:
    """What a figure is called, and its value, as said to who is at the terminal or has typed Chinese."""
    words = zh.WORDS if HANZI.search(typed) else _words()
    label = words.label(fact, knowledge.rows.get(fact.row), knowledge)
    return label, words.quantity(fact.printed or fact.value, fact.value, fact.unit, knowledge)


def _words() -> Words:
    return en.WORDS if language() == "en" else zh.WORDS


COMMANDS: dict[str, Callable[[Answering, str, str], Reply]] = {
    "/list": _list,
    "/source": _source,
    "/why": _why,
    "/help": _help,
}

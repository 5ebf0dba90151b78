"""Replies laid out for Telegram: escaped HTML, messages of at most 4,096 characters, buttons."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.knowledge.model import Reply
from bot.replies.parts import offered

BUTTON_WIDTH = 64  # characters; Telegram sets no limit, but no screen shows more
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a message in one style; ``tag`` is an HTML element Telegram knows, or "" for none.

    A "blockquote" folds where it is long. ``marked`` are the places in the text between which it is bold.
    """

    text: str
    tag: Literal["", "b", "i", "blockquote"] = ""
    marked: tuple[int, int] = (0, 0)

    @property
    def html(self) -> str:
        """The text escaped, in its element."""
        start, end = self.marked
        before, bold, after = (
            html.escape(part, quote=False)
            for part in (self.text[:start], self.text[start:end], self.text[end:])
        )
        escaped = f"{before}<b>{bold}</b>{after}" if bold else f"{before}{after}"
        opened = "blockquote expandable" if self.tag == "blockquote" else self.tag
        return f"<{opened}>{escaped}</{self.tag}>" if self.tag else escaped


@dataclass(frozen=True, slots=True)
class Message:
    """One message that fits: as HTML, and as plain text for when Telegram does not take the HTML."""

    blocks: tuple[Block, ...]

    @property
    def html(self) -> str:
        """What is sent."""
        return "\n".join(block.html for block in self.blocks)

    @property
    def plain(self) -> str:
        """The same words without a style."""
        return "\n".join(block.text for block in self.blocks)


def blocks(reply: Reply) -> list[Block]:
    """A reply in reading order: the figure, what it is, the words it stands in and their source."""
    laid_out = [Block(reply.headline, "b"), *map(Block, reply.lines)]
    for quote, origin in reply.quotes:
        laid_out += [Block(quote, "blockquote"), Block(f"—— {origin}", "i")]
    return laid_out


def split(parts: Iterable[Block], limit: int = MessageLimit.MAX_TEXT_LENGTH) -> list[Message]:
    r"""Pack blocks into as few messages as fit ``limit``, cutting at line ends wherever a line fits.

    >>> [message.plain for message in split([Block("one"), Block("two"), Block("three")], limit=8)]
    ['one\ntwo', 'three']
    """
    messages: list[Message] = []
    current: list[Block] = []
    room = limit
    for block in parts:
        for piece in _pieces(replace(block, text=_sendable(block.text)), limit):
            size = _units(piece.text)
            if current and size > room:
                messages.append(Message(tuple(current)))
                current, room = [], limit
            current.append(piece)
            room -= size + 1
    return [*messages, Message(tuple(current))] if current else messages


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    """A block as it is where it fits, else its lines packed into pieces that do, with nothing marked."""
    if 0 < _units(block.text) <= limit:
        yield block
        return
    piece = ""
    for line in _short_lines(block.text, limit):
        joined = f"{piece}\n{line}" if piece else line
        if _units(joined) > limit:
            yield Block(piece, block.tag)
            joined = line
        piece = joined
    if piece:
        yield Block(piece, block.tag)


def _short_lines(text: str, limit: int) -> Iterator[str]:
    """The lines of a text; only one that is too long for a message of its own is cut inside."""
    for line in text.split("\n"):
        rest = line
        while _units(rest) > limit:
            # Half of a surrogate pair at the cut is ignored here and stays in the rest.
            head = rest.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
            yield head
            rest = rest[len(head) :]
        yield rest


def _units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _sendable(text: str) -> str:
    """A text without what UTF-8 cannot carry (half of a surrogate pair)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def keyboard(rows: Iterable[Iterable[tuple[str, str] | InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Buttons from rows of (text, callback data), or of buttons that are made; None when there are none.

    Data too long for Telegram makes no button: a message without it is better than none at all.
    """
    laid_out = [
        [
            one if isinstance(one, InlineKeyboardButton) else _tapped(*one)
            for one in row
            if isinstance(one, InlineKeyboardButton)
            or len(one[1].encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
        ]
        for row in rows
    ]
    laid_out = [row for row in laid_out if row]
    return InlineKeyboardMarkup(laid_out) if laid_out else None


def copying(text: str, *copied: str) -> list[InlineKeyboardButton]:
    """The button that copies the first of what Telegram copies; none where each is more, or less, than that."""
    fitting = [one for one in copied if 0 < _units(one) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT]
    return [InlineKeyboardButton(text, copy_text=CopyTextButton(one)) for one in fitting[:1]]


def options(reply: Reply, language: str) -> list[list[tuple[str, str]]]:
    """A button for each choice, with its value, and for each suggestion, without; a tap asks for it."""
    buttons = [(_valued(choice.label, offered(choice)), choice) for choice in reply.choices]
    buttons += [(choice.label, choice) for choice in reply.suggestions]
    return [[(text, f"p:{language}:{choice.id}")] for text, choice in buttons]


def _valued(label: str, value: str) -> str:
    """A name and its value in the width of a button: where they have no room, it is the name that is cut.

    >>> _valued("满意率" * 30, "100%")[-9:]
    '意率…: 100%'
    """
    tail = f": {value}"
    return shortened(label, max(BUTTON_WIDTH - len(tail), BUTTON_WIDTH // 2)) + tail


def shortened(text: str, width: int = BUTTON_WIDTH) -> str:
    """As much of a text as has room in so many characters."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _tapped(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(shortened(text), callback_data=data)

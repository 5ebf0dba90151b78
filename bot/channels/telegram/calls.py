"""What is to be sent: a message, or a change of one, as a value that can wait on disk until Telegram has it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InlineQueryResultsButton, Message

from bot.channels.telegram.layout import Block, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A message to be sent, or what an earlier one turns into.

    Attributes:
        chat: Where it goes.
        html: What it says, as HTML.
        plain: The same words without a style, for when Telegram does not take the HTML.
        keyboard: The buttons under it.
        reply_to: The message it replies to; 0 for none.
        thread: The topic it belongs into; 0 for none.
        edits: The message it takes the place of; 0 for a new one.
        name: What the answer is called, for those who reply to it.
    """

    chat: int
    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int = 0
    thread: int = 0
    edits: int = 0
    name: str = ""

    def as_json(self) -> str:
        """The call as it is kept."""
        fields = {name: getattr(self, name) for name in ("chat", "html", "plain", *_NUMBERS, "name")}
        keyboard = self.keyboard.to_dict() if self.keyboard else None
        return json.dumps(fields | {"keyboard": keyboard})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The call that was kept."""
        fields: dict[str, Any] = json.loads(text)
        keyboard = fields.pop("keyboard")
        return cls(**fields, keyboard=InlineKeyboardMarkup.de_json(keyboard) if keyboard else None)


_NUMBERS = ("reply_to", "thread", "edits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The answer to an inline query: what is listed, or the button that says there is nothing."""

    query: str
    results: tuple[InlineQueryResultArticle, ...]
    button: InlineQueryResultsButton | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """The end of the wait of somebody who tapped a button, with a short note where there is one."""

    query: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the bot does about an update; ``later`` is what takes long, and makes the rest of it."""

    calls: tuple[Call, ...] = ()
    listing: Listing | None = None
    tapped: Tapped | None = None
    later: Callable[[], Response] | None = None


def messages(
    to: Message, blocks: Iterable[Block], keyboard: InlineKeyboardMarkup | None = None, name: str = ""
) -> tuple[Call, ...]:
    """What answers a message, in groups as a reply to it; the keyboard goes under the last part."""
    parts = split(blocks)
    return tuple(
        Call(
            chat=to.chat.id,
            html=part.html,
            plain=part.plain,
            keyboard=keyboard if part is parts[-1] else None,
            name=name,
            **_place(to),
        )
        for part in parts
    )


def edits(
    old: Message, blocks: Iterable[Block], keyboard: InlineKeyboardMarkup | None = None, name: str = ""
) -> tuple[Call, ...]:
    """What puts something else into a message; what does not fit follows it."""
    first, *rest = split(blocks)
    call = Call(
        chat=old.chat.id,
        html=first.html,
        plain=first.plain,
        keyboard=None if rest else keyboard,
        edits=old.message_id,
        name=name,
        **_place(old),
    )
    return call, *(
        more
        for part in rest
        for more in messages(old, part.blocks, keyboard if part is rest[-1] else None, name)
    )


def _place(message: Message) -> Mapping[str, int]:
    """Where an answer to a message belongs: below it in a group, and into its topic."""
    in_group = message.chat.type != message.chat.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    return {"reply_to": message.message_id if in_group else 0, "thread": thread or 0}

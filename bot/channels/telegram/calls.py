"""What is to be sent: a message, or a change of one, as a value that can wait on disk until Telegram has it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypedDict

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InlineQueryResultsButton, Message
from telegram.constants import MessageLimit

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
        question: The message it answers, which may be edited; 0 where it is none of a person's.
        whose: Whom it answers, who may turn it into something else by its buttons; 0 for nobody.
        passing: Whether it only stands in the place of a card for a while, to which a button leads back.
        optional: Whether it is worth nothing where the message that it changes is gone.
        photo: A picture as base64, below which the words stand; empty for a message of words.
        filename: The name of a file that it brings, with what it says below; empty for none.
        content: The text of that file.
    """

    chat: int
    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int = 0
    thread: int = 0
    edits: int = 0
    name: str = ""
    question: int = 0
    whose: int = 0
    passing: bool = False
    optional: bool = False
    photo: str = ""
    filename: str = ""
    content: str = ""

    def as_json(self) -> str:
        """The call as it is kept."""
        told = {name: getattr(self, name) for name in _PLAIN}
        keyboard = self.keyboard.to_dict() if self.keyboard else None
        return json.dumps(told | {"keyboard": keyboard})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The call that was kept."""
        told: dict[str, Any] = json.loads(text)
        keyboard = told.pop("keyboard")
        return cls(**told, keyboard=InlineKeyboardMarkup.de_json(keyboard) if keyboard else None)


_PLAIN = tuple(one.name for one in fields(Call) if one.name != "keyboard")


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
class Fetch:
    """A file that somebody has sent.

    Attributes:
        file: By which Telegram knows it.
        progress: What is said at once.
        paused: What is said in its place when the bot stops before the file is read; the next start takes it up.
        then: Makes the response of what the file holds, None where it could not be had, and of the number of the
            message about the progress, 0 where there is none. It raises when that is not wanted any more, which
            it may ask all the while.
    """

    file: str
    progress: Call
    paused: str
    then: Callable[[bytes | None, int, Callable[[], bool]], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the bot does about an update; ``later`` is what takes long, and makes the rest of it.

    So does ``fetch``, for which a file is brought from Telegram first.
    """

    calls: tuple[Call, ...] = ()
    listing: Listing | None = None
    tapped: Tapped | None = None
    later: Callable[[], Response] | None = None
    fetch: Fetch | None = None


def reported(
    to: Message, said: Iterable[Block], filename: str, keyboard: InlineKeyboardMarkup | None = None
) -> tuple[Call, ...]:
    """A report below a message: one message, with all of it in a file where that is too long."""
    said = tuple(said)
    first, *rest = messages(to, said, keyboard)
    if not rest:
        return (first,)
    content = "\n".join(block.text for block in said)
    return replace(first, keyboard=keyboard), attached(to, filename, content)


def attached(to: Message, filename: str, content: str, caption: str = "") -> Call:
    """A file with a text, below a message."""
    return Call(
        chat=to.chat.id,
        html="",
        plain=caption,
        question=to.message_id,
        filename=filename,
        content=content,
        **_place(to),
    )


class _Place(TypedDict):
    """Where a call goes within a chat."""

    reply_to: int
    thread: int


def messages(
    to: Message,
    blocks: Iterable[Block],
    keyboard: InlineKeyboardMarkup | None = None,
    name: str = "",
    whose: int = 0,
) -> tuple[Call, ...]:
    """What answers a message, in groups as a reply to it; the keyboard goes under the last part."""
    place = _place(to)
    made = unasked(to.chat.id, blocks, keyboard, name, place["thread"])
    return tuple(
        replace(call, question=to.message_id, whose=whose, reply_to=place["reply_to"]) for call in made
    )


def unasked(
    chat: int,
    blocks: Iterable[Block],
    keyboard: InlineKeyboardMarkup | None = None,
    name: str = "",
    thread: int = 0,
) -> tuple[Call, ...]:
    """What is said in a chat where nobody has asked for it just now; the keyboard goes under the last part."""
    parts = split(blocks)
    return tuple(
        Call(
            chat=chat,
            html=part.html,
            plain=part.plain,
            keyboard=keyboard if part is parts[-1] else None,
            name=name,
            thread=thread,
        )
        for part in parts
    )


def illustrated(made: tuple[Call, ...], png: bytes | None) -> tuple[Call, ...]:
    """The same with a picture above the first part, where there is one and the words fit below it."""
    first, *rest = made
    if png is None or len(first.plain.encode("utf-16-le")) // 2 > MessageLimit.CAPTION_LENGTH:
        return made
    return replace(first, photo=base64.b64encode(png).decode()), *rest


def picture(below: Message, png: bytes, caption: str) -> tuple[Call, ...]:
    """A picture as a reply to a message; as much of the caption as fits."""
    photo = base64.b64encode(png).decode()
    said = "".join(part.plain for part in split([Block(caption)], MessageLimit.CAPTION_LENGTH)[:1])
    return (
        Call(
            chat=below.chat.id,
            html="",
            plain=said,
            photo=photo,
            reply_to=below.message_id,
            thread=thread(below),
        ),
    )


def edits(
    old: Message,
    blocks: Iterable[Block],
    keyboard: InlineKeyboardMarkup | None = None,
    name: str = "",
    whose: int = 0,
) -> tuple[Call, ...]:
    """What puts something else into a message; what does not fit follows it."""
    return onto(messages(old, blocks, keyboard, name, whose), (old.message_id,))


def passing(made: Iterable[Call]) -> tuple[Call, ...]:
    """The same, from which a button leads back to the card."""
    return tuple(replace(call, passing=True) for call in made)


def onto(made: Iterable[Call], numbers: Iterable[int], leftover: str = "") -> tuple[Call, ...]:
    """The same put into messages that are there; those left over say ``leftover``, where it is given."""
    made, numbers = tuple(made), tuple(numbers)
    edited = tuple(replace(call, edits=number) for call, number in zip(made, numbers, strict=False))
    emptied = tuple(
        replace(made[0], html="", plain=leftover, keyboard=None, edits=number, optional=True)
        for number in numbers[len(made) :]
        if leftover
    )
    return edited + made[len(numbers) :] + emptied


def thread(message: Message) -> int:
    """The topic that a message belongs to; 0 for none."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def _place(message: Message) -> _Place:
    """Where an answer to a message belongs: below it in a group, and into its topic."""
    in_group = message.chat.type != message.chat.PRIVATE
    return {"reply_to": message.message_id if in_group else 0, "thread": thread(message)}

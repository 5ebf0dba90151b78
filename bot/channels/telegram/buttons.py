"""Buttons for admins: what is written on them for the way back, and who may tap them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, Update

from bot.channels.telegram.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Pressed:
    """A tap: on which message, the sign of what is to be done, with what, and in which words."""

    old: Message
    sign: str
    what: str
    spoken: Wording


class Buttons:
    """The buttons of one module, which begin with a letter of its own; a sign tells what each does."""

    def __init__(self, letter: str, what: str) -> None:
        """Make and read buttons; ``what`` is the pattern of that with which something is done."""
        self._letter = letter
        self._pattern = re.compile(rf"{letter}:(?P<language>zh|en):(?P<sign>[+<-])(?P<what>{what})")

    def data(self, spoken: Wording, sign: str, what: str) -> str:
        """What a button carries."""
        return f"{self._letter}:{spoken.language}:{sign}{what}"

    def concern(self, update: Update) -> bool:
        """Whether a tap is on one of these."""
        query = update.callback_query
        return bool(query and self._pattern.fullmatch(query.data or ""))

    def pressed(self, update: Update, *, is_admin: bool) -> Pressed | None:
        """What an admin has tapped; None for anybody else, and where there is no message to answer below."""
        query = update.callback_query
        found = self._pattern.fullmatch(query.data or "") if query else None
        if not (query and found and is_admin and isinstance(query.message, Message)):
            return None
        return Pressed(query.message, found["sign"], found["what"], wording(found["language"]))

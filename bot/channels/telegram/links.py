"""Links that open the bot at a figure or with a question: what stands behind `/start`, and the way to share it."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import quote

from telegram.helpers import create_deep_linked_url

LONGEST = 64
"""Characters of a payload that Telegram passes on."""
_ENCODING = "gb18030"
"""Two bytes for a Chinese character and one for a Latin letter: a question of 23 characters fits into a link."""
_MARK = re.compile(r"[0-9a-f]{1,63}")


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to: the figure of a mark, or a question; neither where it is no link of ours."""

    mark: str = ""
    question: str = ""


def to_figure(mark: str) -> str:
    """The payload that leads to a figure.

    >>> to_figure("a12f"), read(to_figure("a12f")).mark
    ('fa12f', 'a12f')
    """
    return f"f{mark}"


def to_question(text: str) -> str:
    """The payload that asks a question; empty for one that is too long for a link.

    >>> read(to_question("满意率是多少")).question, to_question("满意率" * 20)
    ('满意率是多少', '')
    """
    try:
        encoded = base64.urlsafe_b64encode(text.encode(_ENCODING)).decode().rstrip("=")
    except UnicodeEncodeError:
        return ""
    payload = f"q{encoded}"
    return payload if text.strip() and len(payload) <= LONGEST else ""


def read(payload: str) -> Linked:
    """What a payload leads to.

    >>> read("inline"), read("q!"), read("")
    (Linked(mark='', question=''), Linked(mark='', question=''), Linked(mark='', question=''))
    """
    kind, rest = payload[:1], payload[1:]
    if kind == "f" and _MARK.fullmatch(rest):
        return Linked(mark=rest)
    if kind == "q":
        try:
            encoded = rest.encode("ascii") + b"=" * (-len(rest) % 4)
            return Linked(question=base64.b64decode(encoded, b"-_", validate=True).decode(_ENCODING))
        except (UnicodeError, binascii.Error):
            return Linked()
    return Linked()


def address(username: str, payload: str) -> str:
    """The link itself; without a payload it leads to the bot.

    >>> address("some_bot", "fa12f"), address("some_bot", "")
    ('https://t.me/some_bot?start=fa12f', 'https://t.me/some_bot')
    """
    return create_deep_linked_url(username, payload)


def sharing(username: str, payload: str, text: str) -> str:
    """Opens the list of chats to send the link to, with a line of text."""
    return f"https://t.me/share/url?url={quote(address(username, payload), safe='')}&text={quote(text)}"

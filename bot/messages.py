"""What the program says to the person at this machine, in the language of its locale; English where it has none.

The messages stand in English where they are said, and in Chinese in ``locale/zh/LC_MESSAGES/messages.po``, which is
read when the first message is said in Chinese. click looks its own messages up in the same place.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Literal

DOMAIN = "messages"
FOLDER = Path(__file__).with_name("locale")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

gettext.bindtextdomain(DOMAIN, str(FOLDER))


def speak() -> None:
    """Settle the language for this process and those that it starts: ``WENSHU_LANGUAGE``, else the locale."""
    os.environ["LANGUAGE"] = language()


def language() -> Literal["zh", "en"]:
    """The language of the person at this machine."""
    said = os.environ.get("WENSHU_LANGUAGE") or next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return "zh" if said.lower().startswith("zh") else "en"


class Told(str):
    """A message in the language of the person at this machine, which can be said in another language as well."""

    __slots__ = ("english", "values")

    english: str
    values: dict[str, object]

    def __str__(self) -> str:
        """Stay what it is, where an error or another message tells it."""
        return self


def tell(message: str, /, **values: object) -> str:
    """A message in that language, with its names in braces filled in.

    >>> tell("{count} to mend", count=2)
    '2 to mend'
    """
    return _told(gettext.dgettext(DOMAIN, message), message, values)


def translated(text: str, language: str) -> str:
    """A message in any language; what is no message stays as it is.

    >>> translated(tell("{count} to mend", count=2), "zh")
    '2 处要改'
    """
    if not isinstance(text, Told):
        return text
    spoken = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
    values = {
        name: translated(value, language) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return _told(spoken.gettext(text.english), text.english, values)


def why(error: OSError) -> str:
    """What the system says of a fault: "Permission denied"."""
    return tell(error.strerror or str(error))


def _told(text: str, english: str, values: dict[str, object]) -> Told:
    told = Told(text.format(**values) if values else text)
    told.english, told.values = english, values
    return told

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


def tell(message: str, /, **values: object) -> str:
    """A message in that language, with its names in braces filled in.

    >>> tell("{count} to mend", count=2)
    '2 to mend'
    """
    return gettext.dgettext(DOMAIN, message).format(**values)

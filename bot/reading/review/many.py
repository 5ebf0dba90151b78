"""The page of a file of many tables: how many there are, what is doubtful in them, and some of them as they are."""

from __future__ import annotations

import re
from collections import Counter

from bot.knowledge.doubts import Words
from bot.reading.extracted import Extract
from bot.reading.review.doubts import unsure
from bot.reading.review.marks import plain
from bot.reading.review.page import body, framed, heads, listed
from bot.reading.review.wording import Wording
from bot.reading.source import SourceText

_TABLES = 24
"""So many are shown, spread over the file; besides them one for each kind of doubt."""
_ROOM = 60_000
"""About so many bytes are shown of each."""
_LARGEST = 1_800_000


class Gallery:
    """Takes the documents of a file one after another, and keeps what is to be shown of them."""

    def __init__(self, total: int, words: Wording) -> None:
        """Begin with nothing; ``total`` is about how many there will be."""
        self._words = words
        self._step = max(1, total // _TABLES)
        self._taken = self._rows = 0
        self._size = 0
        self._doubts: Counter[Words] = Counter()
        self._shown: list[tuple[str, str, str]] = []

    def take(self, name: str, document: SourceText, one: Extract) -> None:
        """Take one document; ``name`` is its id."""
        kinds = Counter(doubt.doubt for doubt in unsure(document.text, one))
        is_new = bool(kinds.keys() - self._doubts.keys())
        if (is_new or self._taken % self._step == 0) and self._size < _LARGEST:
            shown = _section(name, document, one, self._words)
            self._size += len(shown.encode())
            if self._size < _LARGEST:
                self._shown.append((name, one.title, shown))
        self._doubts += kinds
        self._taken += 1
        self._rows += sum(len(table.rows) for table in one.tables)

    def page(self, title: str) -> str:
        """The page, complete in itself."""
        words, doubts = self._words, self._words.doubts.format(count=self._doubts.total())
        lines = "".join(f'<li><a href="#{name}">{plain(one)}</a></li>' for name, one, _ in self._shown)
        kinds = "".join(
            f"<li>{plain(words.said(kind))} {count}</li>" for kind, count in self._doubts.most_common()
        )
        counts = (words.tables.format(tables=self._taken), words.rows.format(rows=self._rows))
        head = (
            f"<header><h1>{plain(title)}</h1>"
            f'<ul class="z">{"".join(f"<li>{told}</li>" for told in counts)}</ul>'
            f"<p>{words.how_to_many.format(shown=len(self._shown))}</p></header>"
        )
        told = f'<section class="q" id="doubts"><h2>{doubts}</h2><ul>{kinds}</ul></section>'
        main = "".join(shown for _, _, shown in self._shown)
        shown = f"{head}\n{listed(lines, words)}\n<div>{told}<main>{main}</main></div>"
        return framed(title, self._doubts.total(), shown, words)


def _section(name: str, document: SourceText, one: Extract, words: Wording) -> str:
    """A document as it stands on its own page, with its id before those of what it has."""
    inside = f"<dl>{heads(one, words)}</dl>{body(document, one, _ROOM, words)}"
    printed = re.escape(words.named.format(name=""))
    linked = re.sub(rf'\bid="|\bhref="#|&#10;{printed}', lambda found: f"{found[0]}{name}/", inside)
    rows = words.all_rows.format(rows=sum(len(table.rows) for table in one.tables))
    named = words.named.format(name=name)
    return f'<section id="{name}"><h2>{plain(one.title)}</h2><p>{named}</p>{linked}<p>{rows}</p></section>'

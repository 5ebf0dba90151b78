"""The page of a file of many tables: how many there are, what is doubtful in them, and some of them as they are."""

from __future__ import annotations

import re
from collections import Counter

from bot.reading.extracted import Extract
from bot.reading.review.doubts import unsure
from bot.reading.review.marks import plain
from bot.reading.review.page import body, framed, heads
from bot.reading.source import SourceText

_TABLES = 24
"""So many are shown, spread over the file; besides them one for each kind of doubt."""
_ROOM = 60_000
"""About so many bytes are shown of each."""
_LARGEST = 1_800_000
_LINKED = re.compile(r'(\bid="|\bhref="#|&#10;编号 )')


class Gallery:
    """Takes the documents of a file one after another, and keeps what is to be shown of them."""

    def __init__(self, total: int) -> None:
        """Begin with nothing; ``total`` is about how many there will be."""
        self._step = max(1, total // _TABLES)
        self._taken = self._rows = 0
        self._size = 0
        self._doubts: Counter[str] = Counter()
        self._shown: list[tuple[str, str, str]] = []

    def take(self, name: str, document: SourceText, one: Extract) -> None:
        """Take one document; ``name`` is its id."""
        kinds = Counter(doubt.doubt for doubt in unsure(document.text, one))
        is_new = bool(kinds.keys() - self._doubts.keys())
        if (is_new or self._taken % self._step == 0) and self._size < _LARGEST:
            shown = _section(name, document, one)
            self._size += len(shown.encode())
            if self._size < _LARGEST:
                self._shown.append((name, one.title, shown))
        self._doubts += kinds
        self._taken += 1
        self._rows += sum(len(table.rows) for table in one.tables)

    def page(self, title: str) -> str:
        """The page, complete in itself."""
        lines = "".join(f'<li><a href="#{name}">{plain(one)}</a></li>' for name, one, _ in self._shown)
        contents = f'<nav id="contents"><h2>目录</h2><ol>{lines}</ol></nav>'
        kinds = "".join(f"<li>{plain(kind)} {count}</li>" for kind, count in self._doubts.most_common())
        head = (
            f"<header><h1>{plain(title)}</h1>"
            f'<ul class="z"><li>表 {self._taken}</li><li>行 {self._rows}</li></ul>'
            f"<p>每张表是一份资料。这一页只列出其中 {len(self._shown)} 张,表大的只列出一部分行;"
            "全部内容在 rows.sqlite 里,每张表的标题、时间、地区在 tables.yaml 里。"
            "读错的,照它的编号写进 curation.yaml。</p></header>"
        )
        told = (
            f'<section class="q" id="doubts"><h2>疑问 {self._doubts.total()}</h2><ul>{kinds}</ul></section>'
        )
        main = "".join(shown for _, _, shown in self._shown)
        return framed(title, self._doubts.total(), head, contents, f"{told}<main>{main}</main>")


def _section(name: str, document: SourceText, one: Extract) -> str:
    """A document as it stands on its own page, with its id before those of what it has."""
    inside = f"<dl>{heads(one)}</dl>{body(document, one, _ROOM)}"
    linked = _LINKED.sub(lambda found: f"{found[0]}{name}/", inside)
    rows = sum(len(table.rows) for table in one.tables)
    more = f"<p>共 {rows} 行</p>"
    return f'<section id="{name}"><h2>{plain(one.title)}</h2><p>编号 {name}</p>{linked}{more}</section>'

"""Web pages: the article, without the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from bot import sources
from bot.extraction.formats import headings, sheets
from bot.extraction.formats.packed import UnreadableError
from bot.extraction.formats.raised import raised
from bot.extraction.grid import RawCell, RawTable
from bot.extraction.progress import Tell, quiet

Block = str | RawTable


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LOST = _set(
    "script style noscript template nav footer aside button select input textarea iframe object svg math"
    " video audio canvas head dialog"
)
_INLINE = _set(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark o:p q s samp small span strike strong"
    " sub sup time tt u var wbr"
)
_SITE = _set(
    "nav navbar navigation menu footer foot breadcrumb breadcrumbs crumb crumbs sidebar aside share sharing"
    " copyright related recommend pagination pager pages comment comments login search toolbar banner qrcode"
    " friendlink links tools fontsize skip accessibility"
)
_SITE_LINE = re.compile(
    r"(?:当前位置|您(?:现在)?的位置|您(?:当前)?所在(?:的)?位置|字体|字号|【?(?:打印|关闭|返回顶部)|分享到|扫一扫|上一篇|下一篇)"
    r"|.*(?:ICP备|公网安备|版权所有|网站标识码|技术支持[:：])"
)
_LONGEST_SITE_LINE = 120
_WIDEST = 1000
_LONGEST_CELL = 400
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "unicode": "utf-16"}


def blocks(data: bytes, tell: Tell = quiet) -> list[Block]:
    """The paragraphs and tables of the article of a page."""
    text = _XML.sub("", _decoded(data).replace("\0", ""))
    if not text.strip():
        return []
    tree = lxml.html.document_fromstring(text)
    body = tree.find("body")
    root = tree if body is None else body
    _drop_site(root)
    main = _article(root)
    found = list(_Walk().blocks(main))
    if main is not root:
        title = next((_plain(head) for head in root.iter("h1")), "")
        if title and title not in found:
            found.insert(0, title)
    return [one for one in found if not (isinstance(one, str) and _is_site_line(one))]


def _decoded(data: bytes) -> str:
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode().lower()
        try:
            return data.decode(_SAME.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass  # pages say what they are not
    text = sources.decode(data)
    if text is None:
        raise UnreadableError("is no page in a known encoding; save it as UTF-8 and try again")
    return text.removeprefix("\ufeff")


def _is_site_line(line: str) -> bool:
    return len(line) <= _LONGEST_SITE_LINE and bool(_SITE_LINE.match(line))


def _drop_site(root: Any) -> None:
    """Take out what is never part of an article: scripts, menus, footers, lists of links."""
    whole = len(_plain(root)) or 1
    for element in list(root.iter()):
        if element.getparent() is None or element is root:
            continue
        lost = not isinstance(element.tag, str) or element.tag in _LOST or _is_hidden(element)
        if lost or ((_is_named_site(element) or _is_menu(element)) and len(_plain(element)) * 2 < whole):
            element.drop_tree()


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _is_named_site(element: Any) -> bool:
    if element.get("role") in {"navigation", "banner", "contentinfo", "search", "complementary"}:
        return True
    if element.tag == "header" and not any(one.tag in {"article", "main"} for one in element.iterancestors()):
        return element.find(".//h1") is None
    if element.tag in {"table", "tr", "td", "th", "tbody", "p"} or element.tag in _INLINE:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return not _SITE.isdisjoint(part.lower() for part in re.split(r"[\s_-]+|(?<=[a-z])(?=[A-Z])", names))


def _is_menu(element: Any) -> bool:
    """Whether it is a list of links: three of them or more, with hardly a word between."""
    if element.tag not in {"ul", "ol", "div", "dl", "section", "p", "table"}:
        return False
    links = [len(_plain(link)) for link in element.iter("a")]
    return len(links) >= 3 and sum(links) * 10 >= 7 * len(_plain(element))


def _article(root: Any) -> Any:
    """The element that holds the article, where the page says which, else all of it."""
    whole = len(_plain(root))
    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = root.findall(path)
        if len(found) == 1 and len(_plain(found[0])) * 2 >= whole:
            return found[0]
    return root


def _plain(element: Any) -> str:
    return re.sub(r"\s+", "", str(element.text_content()))


class _Walk:
    """Gathers the paragraphs and tables below an element, in order."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.first = True

    def blocks(self, element: Any) -> Iterator[Block]:
        """The blocks of an element and what is below it."""
        yield from self._inside(element)
        yield from self._paragraph()

    def _inside(self, element: Any) -> Iterator[Block]:
        self.words.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child)
            self.words.append(child.tail or "")

    def _child(self, child: Any) -> Iterator[Block]:
        if child.tag == "sup":
            self.words.append(raised("".join(self.words), str(child.text_content())))
            return
        if child.tag in _INLINE:
            yield from self._inside(child)
            return
        yield from self._paragraph()
        if child.tag == "table":
            yield from self._table(child)
        elif child.tag == "pre":
            yield from (line.rstrip() for line in str(child.text_content()).splitlines() if line.strip())
        elif child.tag not in {"br", "hr"}:
            yield from self._inside(child)
            yield from self._paragraph(heading=bool(re.fullmatch("h[1-6]", child.tag)))

    def _paragraph(self, *, heading: bool = False) -> Iterator[str]:
        line = re.sub(r"[ \t\r\n\f\v]+", " ", "".join(self.words)).strip()
        self.words.clear()
        if line:
            yield headings.marked(line) if heading and not self.first else line
            self.first = False

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
        if _is_layout(table, cells):
            yield from self.blocks(table)
            return
        for caption in table.findall("caption"):
            yield from self.blocks(caption)
        yield from sheets.blocks([sheets.filled("", *_placed(cells))])


def _is_layout(table: Any, cells: list[list[Any]]) -> bool:
    """Whether a table only lays out a page: it holds tables, one column, or long passages."""
    if table.find(".//table") is not None or max(map(len, cells), default=0) < 2:
        return True
    return any(len(_plain(cell)) > _LONGEST_CELL for row in cells for cell in row)


def _placed(
    cells: list[list[Any]],
) -> tuple[dict[tuple[int, int], RawCell], list[tuple[int, int, int, int]]]:
    """The cells by row and column, and the areas that cells span."""
    found: dict[tuple[int, int], RawCell] = {}
    areas: list[tuple[int, int, int, int]] = []
    taken: dict[int, int] = {}  # the last row that a cell from above still fills, by column
    for row, line in enumerate(cells):
        column = 0
        for cell in line:
            while taken.get(column, -1) >= row:
                column += 1
            wide, high = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", len(cells) - row)
            found[row, column] = _cell(cell)
            if wide * high > 1:
                areas.append((row, row + high - 1, column, column + wide - 1))
            for beside in range(column, column + wide):
                taken[beside] = row + high - 1
            column += wide
    return found, areas


def _span(cell: Any, name: str, most: int) -> int:
    number = (cell.get(name) or "1").strip()
    if not re.fullmatch(r"\d{1,9}", number, re.ASCII):
        return 1
    # A rowspan of 0 reaches to the end of the table.
    return min(int(number), most) or (most if name == "rowspan" else 1)


def _words(element: Any) -> str:
    """All words below an element, those of different lines apart."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "sup":
            parts.append(raised("".join(parts), str(child.text_content())))
        elif isinstance(child.tag, str):
            parts += [_words(child)] if child.tag in _INLINE else ["\n", _words(child), "\n"]
        parts.append(child.tail or "")
    return "".join(parts)


def _cell(cell: Any) -> RawCell:
    ink = _words(cell).lstrip(" \t\r\n")
    style = " ".join(filter(None, [cell.get("style"), *(p.get("style") for p in cell.iter("p"))]))
    inset = re.search(r"(?:padding-left|text-indent)\s*:\s*(\d{1,3}(?:\.\d+)?)(px|pt|em)", style)
    indent = round(float(inset[1]) / {"px": 16, "pt": 12, "em": 1}[inset[2]]) if inset else 0
    return sheets.cell(ink, indent=indent)

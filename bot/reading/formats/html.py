"""Web pages: the article, without the site around it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml import etree

from bot.knowledge import sources
from bot.knowledge.doubts import STRUCK
from bot.reading.formats import headings, sheets
from bot.reading.formats.packed import UnreadableError
from bot.reading.formats.raised import raised
from bot.reading.grid import Aside, Block, Lost, RawCell
from bot.reading.lines import squeeze
from bot.reading.progress import Tell, quiet


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
_KEPT_BY = re.compile(r"(?:版权所有|主办|主管|承办)(?:单位|方)?[:：©\s]+[\u4e00-\u9fff]{4,20}")
_LONGEST_SITE_LINE = 120
_WIDEST = 1000
_LONGEST_CELL = 400
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
_CELLS = frozenset({"td", "th"})
_STRUCK = frozenset({"del", "s", "strike"})
_STRUCK_CLASS = re.compile(r"\.([\w-]{1,80})(?=\s*(?:,[^{}]{0,200})?\{[^{}]{0,2000}line-through)")
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_MOST_ATTRIBUTES = 10_000
_EVENTS = ("start", "end", "comment", "pi")
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "unicode": "utf-16"}


def blocks(data: bytes, tell: Tell = quiet) -> list[Block]:
    """The paragraphs and tables of the article of a page, its titles, and whose site it is of."""
    text = _XML.sub("", _decoded(data).replace("\0", ""))
    if not text.strip():
        return []
    # The parser compares each attribute of an element with all others.
    if any(len(tag[0].split()) > _MOST_ATTRIBUTES for tag in _TAG.finditer(text)):
        raise UnreadableError("has an element of too many attributes; save it as plain text and try again")
    # Elements that are never closed lie in each other; what lies too deep would be lost without a word.
    parser = lxml.html.HTMLParser(huge_tree=True)
    tree = lxml.html.document_fromstring(text, parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableError("nests elements too deep to be read; save it as plain text and try again")
    asides = list(_asides(tree))
    body = tree.find("body")
    root = tree if body is None else body
    struck = _without_struck(tree, root)
    _drop_site(root)
    main = _article(root)
    found = list(_Walk(main).blocks(main))
    if main is not root:
        title = next((_plain(head) for head in root.iter("h1")), "")
        if title and title not in found:
            found.insert(0, title)
    shown = (one for one in found if not (isinstance(one, str) and _is_site_line(one)))
    return [*asides, *shown, *struck]


def _asides(tree: Any) -> Iterator[Aside]:
    """The headings and the title of a page, and the lines that name who keeps its site."""
    named = [(tag, squeeze(one.text_content())) for tag in ("h1", "title") for one in tree.iter(tag)]
    yield from (Aside("title", words) for _, words in named if words)
    yield from (Aside("site", match[0]) for match in _KEPT_BY.finditer(tree.text_content()))
    yield from (Aside("site", words) for tag, words in named if tag == "title")


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


@dataclass(slots=True)
class _Size:
    """How many characters an element holds that are no white space, how many links, and what these hold."""

    words: int = 0
    links: int = 0
    linked: int = 0


def _sizes(root: Any) -> dict[Any, _Size]:
    """The size of every element, each put together from those below it."""
    found: dict[Any, _Size] = {}
    for element in reversed(list(root.iter())):
        size = found[element] = _Size()
        if not isinstance(element.tag, str):
            continue
        size.words = _ink(element.text)
        for child in element:
            below = found[child]
            size.words += below.words + _ink(child.tail)
            size.links += below.links
            size.linked += below.linked
        if element.tag == "a":
            size.links += 1
            size.linked += size.words
    return found


def _ink(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _drop_site(root: Any) -> None:
    """Take out what is never part of an article: scripts, menus, footers, lists of links."""
    sizes = _sizes(root)
    whole = sizes[root].words or 1
    for element, size in reversed(sizes.items()):
        if element.getparent() is None or element is root:
            continue
        lost = not isinstance(element.tag, str) or element.tag in _LOST or _is_hidden(element)
        if lost or (size.words * 2 < whole and (_is_named_site(element) or _is_menu(element, size))):
            element.drop_tree()


def _without_struck(tree: Any, root: Any) -> list[Lost]:
    """Take out what is struck out, and tell of it."""
    styles = "\n".join(str(style.text_content()) for style in tree.iter("style"))
    classes = set(_STRUCK_CLASS.findall(styles))
    struck = [
        one
        for one in root.iterdescendants()
        if one.tag in _STRUCK
        or "line-through" in (one.get("style") or "").lower()
        or not classes.isdisjoint((one.get("class") or "").split())
    ]
    found = [Lost.of(STRUCK, str(one.text_content())) for one in struck]
    for one in struck:
        if one.tag in _CELLS:
            one[:], one.text = [], None  # its place in the table stays
        elif one.getparent() is not None:
            one.drop_tree()
    return [one for one in found if one.words]


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


def _is_menu(element: Any, size: _Size) -> bool:
    """Whether it is a list of links: three of them or more, with hardly a word between."""
    if element.tag not in {"ul", "ol", "div", "dl", "section", "p", "table"}:
        return False
    return size.links >= 3 and size.linked * 10 >= 7 * size.words


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

    def __init__(self, root: Any) -> None:
        self.words: list[str] = []
        # A heading of the highest rank that stands alone is the title of all, and heads no section.
        alone = sum(1 for _ in root.iter("h1")) == 1
        self.headings = _set("h2 h3 h4 h5 h6" if alone else "h1 h2 h3 h4 h5 h6")
        self.first = True

    def blocks(self, root: Any) -> Iterator[Block]:
        """The blocks of an element and what is below it."""
        walk = etree.iterwalk(root, events=_EVENTS)
        for event, element in walk:
            if event == "start":
                if element is root or (yield from self._begin(element)):
                    self._add(element.text)
                else:
                    walk.skip_subtree()
            elif element is not root:
                if event == "end" and element.tag not in _INLINE:
                    yield from self._paragraph(heading=element.tag in self.headings)
                self._add(element.tail)
        yield from self._paragraph()

    def _add(self, words: str | None) -> None:
        if words:
            self.words.append(words)

    def _begin(self, element: Any) -> Generator[Block, None, bool]:
        """What stands before or in place of an element's words; whether these are still to be read."""
        if element.tag == "sup":
            self._add(_raised(self.words, element))
            return False
        if element.tag in _INLINE:
            return True
        yield from self._paragraph()
        if element.tag == "table":
            cells = _table(element)
            if cells:
                for caption in element.findall("caption"):
                    yield from self.blocks(caption)
                yield from sheets.blocks([sheets.filled("", *_placed(cells))])
            return not cells
        if element.tag == "pre":
            yield from (line.rstrip() for line in str(element.text_content()).splitlines() if line.strip())
        return element.tag not in {"pre", "br", "hr"}

    def _paragraph(self, *, heading: bool = False) -> Iterator[str]:
        line = re.sub(r"[ \t\r\n\f\v]+", " ", "".join(self.words)).strip()
        self.words.clear()
        if line:
            yield headings.marked(line) if heading and not self.first else line
            self.first = False


def rows(table: str) -> list[list[RawCell]]:
    """The rows of a table that stands alone, all of one length; none of one that only lays out a page."""
    sheet = sheets.filled("", *_placed(_table(lxml.html.fromstring(table))))
    high, wide = (max((place[axis] + 1 for place in sheet.cells), default=0) for axis in (0, 1))
    return [[sheet.cells.get((row, column), RawCell("")) for column in range(wide)] for row in range(high)]


def _table(table: Any) -> list[list[Any]]:
    """The cells of a table by rows; none of one that only lays out a page: with tables, a column, long passages."""
    if table.find(".//table") is not None:
        return []
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return []
    return [] if any(len(_plain(cell)) > _LONGEST_CELL for row in rows for cell in row) else rows


def _raised(before: list[str], element: Any) -> str:
    # No more than the last characters before it tell what it is.
    return raised("".join(before[-3:]), str(element.text_content()))


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


def _words(root: Any) -> str:
    """All words below an element, those of different lines apart."""
    parts: list[str] = []
    walk = etree.iterwalk(root, events=_EVENTS)
    for event, element in walk:
        words = element.text if event == "start" else element.tail
        if element is root:
            words = words if event == "start" else None
        elif element.tag == "sup":
            if event == "start":
                words = _raised(parts, element)
                walk.skip_subtree()
        elif isinstance(element.tag, str) and element.tag not in _INLINE:
            words = f"\n{words or ''}"
        if words:
            parts.append(words)
    return "".join(parts)


def _cell(cell: Any) -> RawCell:
    ink = _words(cell).lstrip(" \t\r\n")
    style = " ".join(filter(None, [cell.get("style"), *(p.get("style") for p in cell.iter("p"))]))
    inset = re.search(r"(?:padding-left|text-indent)\s*:\s*(\d{1,3}(?:\.\d+)?)(px|pt|em)", style)
    indent = round(float(inset[1]) / {"px": 16, "pt": 12, "em": 1}[inset[2]]) if inset else 0
    return sheets.cell(ink, indent=indent)

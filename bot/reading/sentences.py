"""The prose of a document: its headed sections, and sentences put together again where the page cut them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading import days
from bot.reading.lines import Line, Stretch, lines, stretch

_ORDER = "一二三四五六七八九十百"
_HEADINGS = (
    re.compile(r"【(?P<title>[^【】]{1,40})】"),
    re.compile(r"(?P<title>[^【】。，,；;“”]{1,30})】"),  # the opening bracket got lost
    re.compile(r"#{1,6} *(?P<title>(?!.*https?:)[^#].{0,60})$"),
    re.compile(rf"第[{_ORDER}\d]+(?:章|节|部分|编|篇)[、 ]*(?P<title>[^。；;]{{1,40}})$"),
    re.compile(rf"[{_ORDER}]+、(?P<title>[^。；;]{{1,40}})$"),
    re.compile(rf"[（(][{_ORDER}]+[）)](?P<title>[^。；;]{{1,40}})(?:$|。)"),
    re.compile(r"\d{1,2}[.、．](?!\d)(?P<title>[^。；;，,\d]{2,30})$"),
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_CUT = re.compile(r"[,，。、;；]")
_FULL_STOP = re.compile(r"[。！!？?;；：:”」』）)》】]$|[a-z\d%)]\.$")
_STOP = re.compile(r"[。！？!?；;]+[”’」』）)]*|(?<=[a-z\d%)])[.](?= [A-Z(\"“])")
_LEAD = re.compile(
    rf"\s*(?:[-*•·●■]\s*|[（(]?(?:[{_ORDER}]+|\d{{1,2}})[)）、.．]\s*)?(?P<lead>[\u4e00-\u9fff]{{2,14}})[:：]\s*"
    r"(?=[\u4e00-\u9fff]{2,}[^。:：]*?\d)"
)
"""What a paragraph is about, before a colon behind which figures are named."""
_SAYS = re.compile(
    r"(?:显示|表明|指出|表示|强调|认为|介绍|获悉|了解|如下|包括|分别|其中|下列|以下|[说称即是为有])$|^(?:[注附]|其中|备注|说明|来源|单位|地址|地点|时间)"
)
"""What tells that somebody says what follows, or that it is listed."""
_SHORTEST_FULL_LINE = 25
_LONGEST_SENTENCE = 800


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title; the section runs from ``start`` to ``end``, its last prose."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a part of one up to a semicolon.

    ``run_in`` is the short sentence that heads its paragraph, ``lead`` what it says to be about, before a colon.
    """

    stretch: Stretch
    section: str
    run_in: str = ""
    goes_on: bool = False
    lead: str = ""

    @property
    def text(self) -> str:
        """The readable text."""
        return self.stretch.text

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.stretch.places[0]

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.stretch.places[-1] + 1


def sentences(
    source: str, taken: Sequence[tuple[int, int]], within: tuple[int, int] | None = None
) -> tuple[list[Heading], list[Sentence]]:
    """Read the prose outside the spans that are ``taken`` (by tables), of all of a text or ``within`` a part."""
    headings: list[Heading] = []
    found: list[Sentence] = []
    for start, end in _paragraphs(source, taken, *(within or (0, len(source)))):
        whole = stretch(source, start, end)
        heading = _heading(whole.text)
        if heading:
            headings.append(Heading(heading[0], start, end))
        elif headings:
            headings[-1] = replace(headings[-1], end=end)
        section = headings[-1].title if headings else ""
        found += _split(whole, section, heading[1] if heading else 0)
    return headings, found


def _paragraphs(
    source: str, taken: Sequence[tuple[int, int]], begin: int, stop: int
) -> Iterator[tuple[int, int]]:
    """Where paragraphs begin and end: a long line that stops in mid-sentence goes on in the next."""
    spans = sorted(taken)
    begins = [start for start, _ in spans]
    open_line: tuple[int, int] | None = None
    for line in lines(source, begin, stop):
        index = bisect_right(begins, line.start) - 1
        if index >= 0 and line.start < spans[index][1]:
            if open_line:
                yield open_line
            open_line = None
            continue
        if open_line and (
            _heading(line.text) or days.is_day(line.text) or _is_apart(source, *open_line, line)
        ):
            yield open_line
            open_line = None
        start = open_line[0] if open_line else line.start
        if _goes_on(line):
            open_line = (start, line.end)
        else:
            yield start, line.end
            open_line = None
    if open_line:
        yield open_line


def _is_apart(source: str, start: int, end: int, line: Line) -> bool:
    """Whether an empty line, or Chinese, parts lines in Latin letters; Chinese pages have empty lines anywhere."""
    parted = source.count("\n", end, line.start) > 1
    latin = not _HAN.search(source, start, end)
    return latin and (bool(_HAN.match(line.text)) or (parted and not _HAN.search(line.text)))


def _goes_on(line: Line) -> bool:
    return (
        len(line.text) >= _SHORTEST_FULL_LINE
        and not _FULL_STOP.search(line.text)
        and bool(_CUT.search(line.text))
    )


def _heading(text: str) -> tuple[str, int] | None:
    """A paragraph's heading and where it ends; None when it has none.

    >>> _heading("【概况】2022年,共受理5件。"), _heading("一、综合"), _heading("便民服务】2022年")
    (('概况', 4), ('综合', 4), ('便民服务', 5))
    >>> _heading("一、二、三产业比重分别为1%、2%和97%。")
    """
    for pattern in _HEADINGS:
        match = pattern.match(text)
        if match and not _lead(text):
            return match["title"].strip(), match.end()
    return None


def is_heading(text: str) -> bool:
    """Whether a line shows by its words that it heads a section."""
    return _heading(text) is not None


def _split(whole: Stretch, section: str, after_heading: int) -> Iterator[Sentence]:
    """Cut a paragraph into its heading and its sentences, which end at full stops and semicolons."""
    run_in, lead = "", _lead(whole.text[after_heading:])
    goes_on = False
    begin = 0
    for end in _stops(whole.text, after_heading):
        piece = whole.text[begin:end].rstrip()
        if piece.strip():
            if _is_run_in(piece) and begin >= after_heading:
                run_in = piece.rstrip("。")
            part = Stretch(piece, whole.places[begin : begin + len(piece)])
            yield Sentence(part, section, run_in, goes_on, lead if begin >= after_heading else "")
            goes_on = piece[-1] in ";；"
        begin = end


def _lead(text: str) -> str:
    """What a paragraph is about, where it says so before a colon and then tells figures by names of their own.

    >>> _lead("（二）政府性基金预算：收入预算58亿元，实际完成41亿元。"), _lead("就业：城镇新增就业4万人。")
    ('政府性基金预算', '就业')
    >>> _lead("会议指出：全年增长5%。"), _lead("联系电话：0730-1234567"), _lead("报告人：院长 钟启明")
    ('', '', '')
    """
    match = _LEAD.match(text)
    return match["lead"] if match and not _SAYS.search(match["lead"]) else ""


def _is_run_in(words: str) -> bool:
    return 3 <= len(words) <= 7 and words.endswith("。") and not re.search(r"[,，、\d]", words)


def _stops(text: str, begin: int) -> Iterator[int]:
    """Where sentences end, the heading before ``begin`` counting as one; brackets are kept whole."""
    if begin:
        yield begin
    last = begin
    for match in _STOP.finditer(text, begin):
        inside = text.count("（", last, match.start()) + text.count("(", last, match.start())
        inside -= text.count("）", last, match.start()) + text.count(")", last, match.start())
        if match[0][0] in ";；" and inside > 0 and match.end() - last < _LONGEST_SENTENCE:
            continue
        yield from range(last + _LONGEST_SENTENCE, match.end(), _LONGEST_SENTENCE)
        yield match.end()
        last = match.end()
    yield from range(last + _LONGEST_SENTENCE, len(text), _LONGEST_SENTENCE)
    if last < len(text):
        yield len(text)

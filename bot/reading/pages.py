r"""Page numbers and marks of notes in a text, put out of the way with every character staying where it is."""

from __future__ import annotations

import re

from bot.language.numerals import NUMBER
from bot.reading.quantities import Skip
from bot.reading.sentences import is_heading

PAGE_NUMBER = "a page number"
NOTE = "the mark of a note"
_NOTE = re.compile(
    r"(?<=[\u4e00-\u9fff)）”》%％\]］〕])(?:\[\d{1,2}\](?!\()|［\d{1,2}］|〔\d{1,2}〕)(?!号)", re.ASCII
)
_DASHES = "-‐‑—–－―─━"
_LINE = re.compile(
    rf"(?:(?<=\n)|\A)[ \t\f\u3000]*"
    rf"(?:[{_DASHES}·]+ *\d{{1,4}} *[{_DASHES}·]+|第 *\d{{1,4}} *页(?:[,，/ ]*共 *\d{{1,4}} *页)?)"
    r"[ \t\f\u3000]*(?=[\r\n]|\Z)"
)
_GAP = "\r\n\f \t\u3000"
_STOP = re.compile(r"[。！!？?;；:：」』】|]$")
_CUT = re.compile(r"[，,、]")
_GOES_ON = re.compile(r"[，。、；：）%％,.]|\d(?!\d{3}年|\d?[.、．)）])")


def unnumbered(text: str) -> tuple[str, list[Skip]]:
    r"""The text without its page numbers, and where these stand; the sentence that one stands in is one again.

    >>> unnumbered("新增学位\n- 3 -\n1260个，改建\n— 4 —\n学校4所。\n- 5 -\n二、就业")[0]
    '新增学位       1260个，改建       学校4所。\n     \n二、就业'
    """
    parts: list[str] = []
    skips: list[Skip] = []
    place = 0
    for match in _LINE.finditer(text):
        skips += (Skip(*one.span(), PAGE_NUMBER) for one in NUMBER.finditer(text, *match.span()))
        start, end = match.span()
        while start > place and text[start - 1] in _GAP:
            start -= 1
        while end < len(text) and text[end] in _GAP:
            end += 1
        if not _is_cut(text[text.rfind("\n", 0, start) + 1 : start], text[end : text.find("\n", end)]):
            start, end = match.span()
        parts += (text[place:start], " " * (end - start))
        place = end
    return "".join((*parts, text[place:])), skips


def unannotated(text: str) -> tuple[str, list[Skip]]:
    r"""The text without the marks of its notes, and where their numbers stand; the notes themselves stay.

    >>> unannotated("全年生产总值(GDP)[2]5亿元，能耗[3]-3.3%。\n[2]生产总值按现价计算。")[0]
    '全年生产总值(GDP)   5亿元，能耗   -3.3%。\n[2]生产总值按现价计算。'
    """
    skips = [
        Skip(*number.span(), NOTE)
        for mark in _NOTE.finditer(text)
        for number in NUMBER.finditer(text, *mark.span())
    ]
    return _NOTE.sub(lambda mark: " " * len(mark[0]), text), skips


def _is_cut(last: str, following: str) -> bool:
    """Whether a page ends within a sentence."""
    if not last or _STOP.search(last) or is_heading(last) or is_heading(following):
        return False
    return bool(_CUT.search(last) or _GOES_ON.match(following))

"""What was read from a sentence, as the list that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.doubts import UNSURE, reason
from bot.knowledge.model import Fact
from bot.reading.extracted import ReadSentence
from bot.reading.review.marks import Marked, doubts, plain


def notes(marked: Marked, sentences: Sequence[ReadSentence], when: str) -> str:
    """The list for some sentences; ``when`` is the document's own time, which needs no telling."""
    items = "".join(item for one in sentences for item in _items(marked, one, when))
    return f"<ul>{items}</ul>" if items else ""


def _items(marked: Marked, one: ReadSentence, when: str) -> Iterator[str]:
    for fact in one.facts:
        unsure = "".join(f" <em>{plain(words)}</em>" for words in doubts(fact.doubts, marked.words))
        time = f" <small>{plain(fact.period)}</small>" if fact.period not in ("", when) else ""
        yield f"{_line(fact)}{time}{unsure}</li>"
    for skip in one.skipped:
        if skip.why in UNSURE:
            number, why = marked.text[skip.start : skip.end], marked.words.said(reason(skip.why))
            yield f'<li><a href="#u{skip.start}">{plain(number)}</a> <em>{plain(why)}</em></li>'


def _line(fact: Fact) -> str:
    if fact.kind == "text":
        words = plain("、".join(fact.items) or fact.value)
        return f'<li class="w" id="{fact.id}">{plain(fact.label)} <q>{words}</q>'
    anchor = fact.id
    value = f"<b>{plain(fact.value)}<i>{plain(fact.unit)}</i></b>"  # in one, so that no line ends within
    return f'<li><a href="#{anchor}">{plain(fact.label)}</a> {value}'

"""The page as a whole: what the document is, what to look into, and the document with its numbers marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

from bot.reading.extracted import Extract, ReadSentence
from bot.reading.review.doubts import Unsure, unsure
from bot.reading.review.marks import Marked, plain
from bot.reading.review.notes import notes
from bot.reading.review.parts import Headed, Paragraph, Part, Tabled, parts
from bot.reading.review.sampling import sampled
from bot.reading.review.tables import tabled
from bot.reading.review.wording import Wording
from bot.reading.source import SourceText

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_ID = re.compile(r' id="([^"]+)"')
_FEW = 12
_MOST = 100
"""How many doubts of one kind are listed."""


def page(document: SourceText, one: Extract, words: Wording) -> str:
    """The page, complete in itself: it loads nothing and runs nothing."""
    doubts = unsure(document.text, one)
    all_parts = parts(document.text, one, document.grids)
    marked = sampled(Marked.of(document.text, one, words), all_parts, doubts)
    main = "".join(_main(marked, all_parts, one.period))
    linked = frozenset(_ID.findall(main))
    told = [one if one.id in linked else replace(one, id="") for one in doubts]
    shown = f"{_doubts(told, words)}<main>{main}</main>"
    head, contents = _head(document, one, marked), _contents(marked, all_parts)
    return framed(one.title, len(doubts), f"{head}\n{contents}\n<div>{shown}</div>", words)


def framed(title: str, doubts: int, shown: str, words: Wording) -> str:
    """What stands on a page, with all that a page needs around it."""
    ways = (
        f'<a href="#contents">{words.contents}</a> <a href="#doubts">{words.doubts.format(count=doubts)}</a>'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{words.title.format(title=plain(title))}</title>\n<style>{_style()}</style>\n</head>\n"
        f'<body>\n<p class="a">{ways}</p>\n{shown}\n</body>\n</html>\n'
    )


def listed(entries: str, words: Wording) -> str:
    """The contents of a page."""
    return f'<nav id="contents"><h2>{words.contents}</h2><ol>{entries}</ol></nav>'


def body(document: SourceText, one: Extract, room: int, words: Wording) -> str:
    """The parts of a document, as many as there is ``room`` for, without what is told of it as a whole."""
    all_parts = parts(document.text, one, document.grids)
    marked = Marked.of(document.text, one, words)
    marked = sampled(marked, all_parts, unsure(document.text, one), room)
    return "".join(_main(marked, all_parts, one.period))


def heads(one: Extract, words: Wording, file: str = "") -> str:
    """What a document is: who publishes it, when, of which place and time, and from which file."""
    told = [(words.publisher, one.publisher), (words.date, one.date)]
    told += [(words.place, one.place), (words.period, one.period)]
    told += [(words.file, file)] if file else []
    return "".join(
        f"<div><dt>{name}</dt><dd>{plain(said) if said else f'<em>{words.not_read}</em>'}</dd></div>"
        for name, said in told
    )


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _head(document: SourceText, one: Extract, marked: Marked) -> str:
    words = marked.words
    facts = heads(one, words, document.path.name)
    kinds = [mark.kind for mark in marked.marks]
    texts = sum(fact.kind == "text" for part in one.sentences for fact in part.facts)
    rows = sum(len(table.rows) for table in one.tables)
    legend = "".join(
        f'<li><span class="{letters}">{name}</span> {count}</li>'
        for letters, name, count in (
            ("f", words.figures, kinds.count("figure")),
            ("f d", words.doubtful, kinds.count("doubt")),
            ("m", words.left_out, kinds.count("missing")),
            ("k", words.skipped, kinds.count("skipped")),
        )
    )
    counted = (words.texts.format(texts=texts), words.tables.format(tables=len(one.tables)))
    counts = "".join(f"<li>{told}</li>" for told in (*counted, words.rows.format(rows=rows)))
    return (
        f"<header><h1>{plain(one.title)}</h1><dl>{facts}</dl>"
        f'<ul class="z">{legend}{counts}</ul><p>{words.how_to}</p></header>'
    )


def _doubts(doubts: Sequence[Unsure], words: Wording) -> str:
    if not doubts:
        return f'<section class="q" id="doubts"><h2>{words.no_doubts}</h2></section>'
    order = list(dict.fromkeys(one.doubt for one in doubts))
    pieces = []
    for doubt in order:
        these = [one for one in doubts if one.doubt == doubt]
        listed = groupby(these[:_MOST], key=lambda one: one.within)
        lines = "".join(_within(list(group), words) for _, group in listed)
        lines += _more(len(these) - _MOST, words.more_doubts, "li")
        is_open = " open" if len(these) <= _FEW or len(order) == 1 else ""
        told = f"{plain(words.said(doubt))} {len(these)}"
        pieces.append(f"<details{is_open}><summary>{told}</summary><ul>{lines}</ul></details>")
    heading = words.doubts.format(count=len(doubts))
    return f'<section class="q" id="doubts"><h2>{heading}</h2>{"".join(pieces)}</section>'


def _within(doubts: Sequence[Unsure], words: Wording) -> str:
    links = " ".join(_link(one, words) for one in doubts)
    within = f"<b>{plain(doubts[0].within)}</b> " if doubts[0].within else ""
    return f"<li>{within}{links}{_entries(doubts, words)}</li>"


def _entries(doubts: Sequence[Unsure], words: Wording) -> str:
    """What a curation can say of the doubts, to be copied in one go."""
    lines = "\n".join(dict.fromkeys(f"  {one.entry}" for one in doubts if one.entry))
    return f"<details><summary>{words.copy}</summary><pre>{plain(lines)}</pre></details>" if lines else ""


def _link(one: Unsure, words: Wording) -> str:
    cells = words.cells.format(count=one.cells) if one.cells else ""
    said = plain(one.doubtful + cells) or "—"
    return f'<a href="#{one.id}">{said}</a>' if one.id else said


def _more(count: int, said: str, tag: str = "p") -> str:
    return f'<{tag} class="u">{said.format(count=count)}</{tag}>' if count > 0 else ""


def _main(marked: Marked, all_parts: Sequence[Part], when: str) -> Iterator[str]:
    """The parts, with a line where some of the sentences between them are not shown."""
    left_out = 0
    for part in all_parts:
        shown: Part = part
        if isinstance(part, Paragraph):
            kept = tuple(one for one in part.sentences if one.sentence.start not in marked.hidden)
            left_out += len(part.sentences) - len(kept)
            shown = Paragraph(kept)
            if not kept:
                continue
        yield _more(left_out, marked.words.more_sentences)
        left_out = 0
        yield _part(marked, shown, when)
    yield _more(left_out, marked.words.more_sentences)


def _part(marked: Marked, part: Part, when: str) -> str:
    if isinstance(part, Tabled):
        return tabled(marked, part, when)
    if isinstance(part, Headed):
        one = part.sentence
        return f'<h2 id="p{one.sentence.start}">{_words(marked, one)}</h2>{notes(marked, [one], when)}'
    return f'<div class="p">{"".join(_rows(marked, part, when))}</div>'


def _rows(marked: Marked, paragraph: Paragraph, when: str) -> Iterator[str]:
    """A row for each sentence that something was read from, with the sentences before it that say nothing."""
    waiting: list[ReadSentence] = []
    for one in paragraph.sentences:
        waiting.append(one)
        if beside := notes(marked, [one], when):
            yield f'<div class="s"><p>{"".join(_words(marked, each) for each in waiting)}</p>{beside}</div>'
            waiting = []
    if waiting:
        yield f'<div class="s"><p>{"".join(_words(marked, each) for each in waiting)}</p></div>'


def _words(marked: Marked, one: ReadSentence) -> str:
    return marked.html(one.sentence.start, one.sentence.end)


def _contents(marked: Marked, all_parts: Sequence[Part]) -> str:
    """The way to each section and table, with how many figures and doubts it has."""
    entries: list[tuple[int, str, str]] = []
    for part in all_parts:
        if isinstance(part, Headed):
            entries.append((part.sentence.sentence.start, part.title, ""))
        elif isinstance(part, Tabled):
            title = part.tables[0].name if part.tables else part.grid.sheet if part.grid else ""
            entries.append((part.start, title or marked.words.table, ' class="b"'))
    ends = [start for start, _, _ in entries[1:]] + [len(marked.text) + 1]
    lines = []
    for (start, title, letters), end in zip(entries, ends, strict=False):
        kinds = [mark.kind for mark in marked.between(start, end)]
        unsure_here = kinds.count("doubt") + kinds.count("missing")
        count = f" <small>{kinds.count('figure') + unsure_here or ''}</small>"
        flag = f" <em>{unsure_here}</em>" if unsure_here else ""
        lines.append(f'<li{letters}><a href="#p{start}">{plain(title)}</a>{count}{flag}</li>')
    return listed("".join(lines), marked.words)

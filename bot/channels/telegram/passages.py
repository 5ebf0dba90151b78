"""The paragraph a figure stands in, with its sentence marked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.channels.telegram import labels
from bot.channels.telegram.layout import Block
from bot.channels.telegram.wording import Wording
from bot.errors import KnowledgeError
from bot.knowledge import documents, folders
from bot.knowledge.model import Document, Fact, Knowledge
from bot.replies import one_line

KEPT_TEXTS = 8
"""Texts of documents that are kept for the next tap."""
MOST = 1500
"""Characters of a paragraph that are shown around its sentence."""


def passage(fact: Fact, knowledge: Knowledge, folder: Path, words: Wording) -> list[Block]:
    """What stands around a figure, and where that is."""
    document = knowledge.document_of(fact)
    source = fact.source
    text, (start, end) = _around(fact, document, folder)
    return [
        Block(words.passage.format(label=labels.label(fact, knowledge, words)), "b"),
        Block(text, "blockquote", (start, end)),
        Block(f"—— {labels.origin(source, document, words)}", "i"),
    ]


def _around(fact: Fact, document: Document, folder: Path) -> tuple[str, tuple[int, int]]:
    """A text on lines to read, and from where to where the figure's own words stand in it.

    A row of a table is shown as it is: what stands around it in a file are other rows.
    """
    source = fact.source
    sentence = source.sentence or source.quote
    if not fact.row and not source.cell and not document.collection:
        text = _text(folder / document.folder, document.sha256)
        if text and text[source.start : source.end] == source.quote:
            return _paragraph(text, sentence, source.start, source.end)
    shown, said = one_line(sentence), fact.printed or fact.value
    at = shown.find(said)
    return shown, (at, at + len(said)) if at >= 0 else (0, 0)


def _paragraph(text: str, sentence: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    r"""The lines that a sentence stands in, no more than `MOST` characters of them.

    >>> _paragraph("一。\n二三,四五。六。\n七。", "二三,四五。", 6, 8)
    ('二三,四五。六。', (0, 6))
    """
    at = text.find(sentence, max(0, end - len(sentence)), start + len(sentence))
    if at >= 0:
        start, end = at, at + len(sentence)
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    room = max(0, MOST - (end - start)) // 2
    first, last = max(first, start - room), min(last, end + room)
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    marked = text[start:end]
    return f"{before}{marked}{after}", (len(before), len(before) + len(marked))


@lru_cache(maxsize=KEPT_TEXTS)
def _text(folder: Path, sha256: str) -> str:
    """The text of the document in a folder; empty where it cannot be had."""
    try:
        [files] = folders.read(folder).documents
    except (KnowledgeError, ValueError, OSError):
        return ""
    return documents.source_text(files) or ""

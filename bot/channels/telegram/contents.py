"""What the documents hold, page by page: documents, then their sections and tables, then the figures of one.

A page is named by its node ("" for the top, else the mark of a document, section or table) and its number, a figure
by its mark, so a button keeps its meaning across restarts and reloads.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.channels.telegram import labels
from bot.channels.telegram.layout import Block, keyboard, shortened
from bot.channels.telegram.wording import Wording
from bot.knowledge.marks import Marks
from bot.knowledge.model import Document, Fact, Knowledge, Row, Section, title_in

ENTRIES_A_PAGE = 8
VALUE_WIDTH = 80  # characters of a text value; the whole of it is one tap away

_Buttons = list[list[tuple[str, str]]]
_Numbered = list[tuple[int, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to be sent."""

    blocks: tuple[Block, ...]
    keyboard: InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True)
class _Listing:
    """The entries of a node, each a text and the node or the mark of the figure it leads to."""

    title: str
    entries: list[tuple[str, str]]
    figures: bool = False
    up: str | None = None


def page(marks: Marks, node: str, number: int, words: Wording) -> Page | None:
    """The page of that node and number, the last one where there are fewer; None when the node is gone."""
    knowledge = marks.knowledge
    if not node and len(knowledge.documents) == 1:
        node = marks.of_document(knowledge.documents[0])
    listing = _listing(marks, node, words)
    if listing is None:
        return None
    pages = max(1, -(-len(listing.entries) // ENTRIES_A_PAGE))
    number = min(number, pages - 1)
    first = number * ENTRIES_A_PAGE
    shown = list(enumerate(listing.entries, 1))[first : first + ENTRIES_A_PAGE]
    blocks, rows = _figures(shown, words) if listing.figures else _menu(shown, words)
    footer = [words.page.format(page=number + 1, pages=pages)] if pages > 1 else []
    footer += [words.tap_number] if listing.figures else []
    if footer:
        blocks = [*blocks, Block(" · ".join(footer), "i")]
    turns = [
        (words.previous, page_data(words, node, number - 1)) if number > 0 else None,
        (words.next, page_data(words, node, number + 1)) if number < pages - 1 else None,
    ]
    back = [] if listing.up is None else [(words.up, page_data(words, listing.up, 0))]
    buttons = keyboard([*rows, [turn for turn in turns if turn], back])
    return Page((Block(listing.title, "b"), *blocks), buttons)


def page_data(words: Wording, node: str, number: int) -> str:
    """The callback data that asks for a page."""
    return f"l:{words.language}:{number}:{node}"


def facts_of(document: Document, section: Section) -> list[Fact]:
    """The facts that stand in the prose of a section."""
    return [fact for fact in document.facts if section.start <= fact.source.start < section.end]


def _listing(marks: Marks, node: str, words: Wording) -> _Listing | None:
    knowledge = marks.knowledge
    if not node:
        named = [(title_in(words.language, each), marks.of_document(each)) for each in knowledge.documents]
        return _Listing(words.documents, named)
    found = marks.part(node)
    if found is None:
        return None
    document, part = found
    if part is None:
        top = "" if len(knowledge.documents) > 1 else None
        return _Listing(title_in(words.language, document), _parts(marks, document, words), up=top)
    if isinstance(part, Section):
        facts = facts_of(document, part)
        entries = [(_fact(fact, knowledge, words), marks.of(fact)) for fact in facts]
    else:
        rows = [row for row in part.rows if row.cells]
        entries = [(_row(row, knowledge, words), marks.of(_main_cell(row, knowledge))) for row in rows]
    return _Listing(title_in(words.language, part), entries, figures=True, up=marks.of_document(document))


def _parts(marks: Marks, document: Document, words: Wording) -> list[tuple[str, str]]:
    """The sections and tables of a document that hold anything, each with its number of entries."""
    counted = [
        (mark, part, len(facts_of(document, part)) if isinstance(part, Section) else len(part.rows))
        for mark, part in marks.parts(document)
    ]
    return [
        (words.section.format(title=title_in(words.language, part), count=count), mark)
        for mark, part, count in counted
        if count
    ]


def _menu(shown: _Numbered, words: Wording) -> tuple[list[Block], _Buttons]:
    return [], [[(text, page_data(words, node, 0))] for _, (text, node) in shown]


def _figures(shown: _Numbered, words: Wording) -> tuple[list[Block], _Buttons]:
    buttons = [(str(number), f"a:{words.language}:{mark}") for number, (_, mark) in shown]
    half = ENTRIES_A_PAGE // 2
    return [Block(f"{number}. {text}") for number, (text, _) in shown], [buttons[:half], buttons[half:]]


def _fact(fact: Fact, knowledge: Knowledge, words: Wording) -> str:
    value = shortened(labels.amount(fact, knowledge, words), VALUE_WIDTH)
    return f"{labels.label(fact, knowledge, words)}: {value}"


def _row(row: Row, knowledge: Knowledge, words: Wording) -> str:
    """A row in two lines: its name, and its cells under their headings."""
    cells = (
        f"{labels.column(column, knowledge, words)} {labels.amount(fact, knowledge, words)}"
        for column, fact in row.cells.items()
    )
    return f"{title_in(words.language, row)}\n{' · '.join(cells)}"


def _main_cell(row: Row, knowledge: Knowledge) -> Fact:
    """The cell that stands for its row, as in an answer about the row; the others are shown beside it."""
    role_of = knowledge.vocabulary.role_of
    done = (fact for column, fact in row.cells.items() if role_of(column) == "done")
    return next(done, next(iter(row.cells.values())))

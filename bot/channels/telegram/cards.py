"""Answers as cards: the figure first, how far it has come, the words it stands in, and where to go from there.

A button names figures by their marks, so a card from before a reload or a restart still means what it meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from bot.channels.telegram import labels, links
from bot.channels.telegram.layout import Block, blocks, copying, keyboard, options, shortened
from bot.channels.telegram.wording import Wording
from bot.knowledge.marks import Marks
from bot.knowledge.model import Fact, Found, Knowledge, Reply, Turn
from bot.pictures.choosing import SUM, WHOLE, progress, resting_on
from bot.replies.parts import CELL

MOST_RELATED, MOST_PASSAGES = 3, 3
LONGEST_TABLE, LOOKED_AT = 200, 2000
"""Rows of a table of which the highest is offered, and facts of a document that are looked through."""
BAR = 10
"""Signs of a progress bar."""
SHARED = 100
"""Characters that go with a link: the address of a button must not get long, and a Chinese one takes 9 there."""
ROW_WIDTH = 18
"""Characters that a row of buttons has room for."""
LINE_WIDTH, MOST_CELLS = 20, 6
"""Characters that a line of a message has room for, and cells of a row that are put below one another."""


@dataclass(frozen=True, slots=True)
class Card:
    """An answer, ready to be sent."""

    blocks: tuple[Block, ...]
    keyboard: InlineKeyboardMarkup | None


def card(  # noqa: PLR0913 - all that stands on it
    turn: Turn,
    marks: Marks,
    words: Wording,
    *,
    bot: str,
    name: str,
    home: str = "",
    up: str = "",
    drawn: bool = False,
    wait: str = "",
) -> Card:
    """The card of an answer.

    Args:
        turn: The answer.
        marks: Of the knowledge it was made of.
        words: The language of its buttons.
        bot: The username of the bot, for links.
        name: What the answer is called, for what people think of it.
        home: The mark of the figure from whose card this one was reached; empty where it is the first.
        up: What leads back to the figures among which it was chosen, as a button has it; empty where it was not.
        drawn: Whether there is a picture of it.
        wait: The question as a button has it with which to wait for an answer; empty where none is offered.
    """
    answer, knowledge = turn.answer, turn.knowledge
    if not isinstance(answer, Found):
        waiting = [[(words.tell_me, f"w:{words.language}:{wait}")]] if wait else []
        return Card(tuple(blocks(turn.reply)), keyboard([*options(turn.reply, turn.language), *waiting]))
    facts = resting_on(answer, knowledge)
    asked = facts[0] if len(answer.entries) == 1 and answer.entries[0].fact and facts else None
    laid_out = [*map(_stacked, blocks(turn.reply))]
    at = 1 + len(turn.reply.lines)
    laid_out[at:at] = [*_where(facts, turn, words, knowledge), *_bar(asked, turn.reply, knowledge)]
    mark = marks.of(asked) if asked else ""
    rows: list[list[tuple[str, str] | InlineKeyboardButton]] = [
        [
            *_passages(facts, marks, words, home),
            *_picture(facts, marks, words, home, drawn=drawn),
            *copying(words.copy, *_copied(answer, knowledge, words)),
        ],
        [
            *((sign, f"v:{words.language}:{vote}:{name}") for sign, vote in (("👍", "+"), ("👎", "-"))),
            *_share(turn, mark, bot, words),
        ],
        *_beside_each_other(_related(asked, marks, words, home or mark)),
        [*(_back(home, words) or ([(words.up, up)] if up else []))],
    ]
    return Card(tuple(laid_out), keyboard(rows))


def back(mark: str, home: str, words: Wording, question: str = "") -> InlineKeyboardMarkup | None:
    """The one button below the words of a figure: to its card, or to the one from which that was reached.

    Where that is of several figures, it is known by its ``question``.
    """
    again = [(words.up, again_data(question, words))] if fits(question) else []
    return keyboard([_back(home, words) or again or [(words.up, f"b:{words.language}:{mark}")]])


def again_data(question: str, words: Wording) -> str:
    """The callback data that leads back to the answer to a question, which stands there where it has room."""
    return f"q:{words.language}:{question if fits(question) else ''}"


def fits(question: str) -> bool:
    """Whether there is a question and a button has room for it."""
    room = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA - len("q:zh:")
    return question.isprintable() and 0 < len(question.encode(errors="replace")) <= room


def _back(home: str, words: Wording) -> list[tuple[str, str]]:
    return [(words.up, f"h:{words.language}:{home}")] if home else []


def _beside_each_other(buttons: list[tuple[str, str]]) -> list[list[tuple[str, str] | InlineKeyboardButton]]:
    """Buttons in one row where a phone shows their names in full, else each in a row of its own."""
    if sum(len(text) for text, _ in buttons) <= ROW_WIDTH:
        return [[*buttons]]
    return [[button] for button in buttons]


def _stacked(block: Block) -> Block:
    r"""A row with its cells one below another, where a phone would break the line within one of them.

    >>> _stacked(Block("牵头部门 市住建局 | 目标 442台 | ▸完成 699台")).text.split("\n")
    ['牵头部门 市住建局', '目标 442台', '▸完成 699台']
    """
    cells = block.text.split(CELL)
    if block.tag or len(block.text) <= LINE_WIDTH or not 1 < len(cells) <= MOST_CELLS:
        return block
    return replace(block, text="\n".join(cells))


def _where(facts: list[Fact], turn: Turn, words: Wording, knowledge: Knowledge) -> Iterator[Block]:
    """The place and the time, where there are several documents and the answer does not say them yet."""
    if len(knowledge.documents) > 1 and facts and len({fact.document for fact in facts}) == 1:
        said = " ".join((turn.reply.headline, *turn.reply.lines))
        told = [part for part in labels.where(facts[0], knowledge, words) if part and part not in said]
        if told:
            yield Block(" · ".join(told))


def _bar(asked: Fact | None, reply: Reply, knowledge: Knowledge) -> Iterator[Block]:
    """How far a row with a target has come, as a bar; the percentage where one is printed and not told yet."""
    row = knowledge.rows.get(asked.row) if asked else None
    if row and (come := progress(row, knowledge)):
        bar, said = _drawn(come.value), " ".join((reply.headline, *reply.lines))
        yield Block(bar if come.target or come.fact.shown in said else f"{bar} {come.fact.shown}")


def _drawn(percent: Decimal) -> str:
    """A bar; only what is whole fills it.

    >>> _drawn(Decimal("99.9")), _drawn(Decimal("131")), _drawn(Decimal(0))
    ('▰▰▰▰▰▰▰▰▰▱', '▰▰▰▰▰▰▰▰▰▰', '▱▱▱▱▱▱▱▱▱▱')
    """
    full = min(BAR, max(0, int(percent * BAR / WHOLE)))
    return "▰" * full + "▱" * (BAR - full)


def _passages(facts: list[Fact], marks: Marks, words: Wording, home: str) -> list[tuple[str, str]]:
    """Buttons that show the words of the document around each sentence of the answer."""
    sentences = {(fact.document, fact.source.sentence or fact.source.quote): fact for fact in reversed(facts)}
    shown = [mark for fact in list(sentences.values())[::-1][:MOST_PASSAGES] if (mark := marks.of(fact))]
    return [
        (
            words.original if len(shown) == 1 else f"{words.original} {number}",
            f"s:{words.language}:{mark}:{home}",
        )
        for number, mark in enumerate(shown, 1)
    ]


def _picture(
    facts: list[Fact], marks: Marks, words: Wording, home: str, *, drawn: bool
) -> list[tuple[str, str]]:
    mark = marks.of(facts[0]) if drawn and facts else ""
    return [(words.chart, f"c:{words.language}:{mark}:{home}")] if mark else []


def _copied(answer: Found, knowledge: Knowledge, words: Wording) -> Iterator[str]:
    """What an answer comes to, to be put into a text: figures with their units, or names, the fullest first.

    A name may hold what stands between figures, so names are put below one another, with their figures.
    """
    between = "\n" if any(entry.kind in ("name", "text") for entry in answer.entries) else "、"
    if len(answer.entries) > 1:
        yield between.join(labels.valued(entry, knowledge, words) for entry in answer.entries)
    yield between.join(labels.told(entry, knowledge, words) for entry in answer.entries)


def _share(turn: Turn, mark: str, bot: str, words: Wording) -> list[InlineKeyboardButton]:
    """A way to send on what leads here: the figure, or a question that is one by itself."""
    if mark:
        payload, text = links.to_figure(mark), " ".join((*turn.reply.lines[:1], turn.reply.headline))
    elif turn.earlier or len(turn.question) > SHARED:
        return []
    else:  # one too long for a link stands beside the way to the bot
        payload, text = links.to_question(turn.question), turn.question
    url = links.sharing(bot, payload, shortened(text, SHARED))
    return [InlineKeyboardButton(words.share, url=url)]


def _related(asked: Fact | None, marks: Marks, words: Wording, home: str) -> list[tuple[str, str]]:
    """Figures one may want next: of the same row and the highest of its table, or of the same sentence."""
    if asked is None:
        return []
    knowledge, found = marks.knowledge, []
    for name, fact in _beside(asked, knowledge, words):
        mark = marks.of(fact)
        if fact.id != asked.id and mark and mark != home:
            found.append((name, f"r:{words.language}:{mark}:{home}"))
    return found[:MOST_RELATED]


def _beside(asked: Fact, knowledge: Knowledge, words: Wording) -> Iterator[tuple[str, Fact]]:
    row = knowledge.rows.get(asked.row)
    if row is None:
        yield from _neighbours(asked, knowledge, words)
        return
    highest = _highest(asked, knowledge)
    if highest and highest.id == asked.id:
        highest = None
    played = {knowledge.vocabulary.role_of(column): column for column in reversed(list(row.cells))}
    first = [played[role] for role in ("target", "done", "lead", "progress") if role in played]
    columns = [one for one in dict.fromkeys((*first, *row.cells)) if row.cells[one].id != asked.id]
    own = MOST_RELATED - 1 if highest else MOST_RELATED
    for column in columns[:own]:
        yield labels.column(column, knowledge, words), row.cells[column]
    if highest:
        yield words.highest, highest


def _highest(asked: Fact, knowledge: Knowledge) -> Fact | None:
    """The one highest figure of its column, sums left out; None where that is not plain to see."""
    table = knowledge.tables.get(knowledge.rows[asked.row].table)
    if table is None or asked.number is None or not 1 < len(table.rows) <= LONGEST_TABLE:
        return None
    cells = [
        cell
        for row in table.rows
        if not SUM.search(row.name) and (cell := row.cells.get(asked.measure)) and cell.number is not None
    ]
    if len({(cell.unit, cell.period) for cell in cells}) != 1:
        return None
    top = max(cell.number for cell in cells if cell.number is not None)
    best = [cell for cell in cells if cell.number == top]
    return best[0] if len(best) == 1 else None


def _neighbours(asked: Fact, knowledge: Knowledge, words: Wording) -> Iterable[tuple[str, Fact]]:
    """What the same sentence says besides, then what else is said of the same thing."""
    document = knowledge.document_of(asked)
    facts = [one for one in islice(document.facts, LOOKED_AT) if one.kind == "figure"]
    sentence = [one for one in facts if one.source.sentence and one.source.sentence == asked.source.sentence]
    same = [
        one for one in facts if one.subject == asked.subject and one.source.section == asked.source.section
    ]
    beside = {one.id: one for one in (*sentence, *same) if one.id != asked.id}
    return [(labels.label(one, knowledge, words), one) for one in islice(beside.values(), MOST_RELATED + 1)]

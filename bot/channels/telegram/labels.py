"""Names and amounts on lists and buttons, in the words the replies use, and the marks they are known by."""

from __future__ import annotations

from bot.channels.telegram.wording import Wording
from bot.knowledge.marks import Marks
from bot.knowledge.model import (
    Document,
    Entry,
    Fact,
    Found,
    Knowledge,
    Source,
    Turn,
    title_in,
)
from bot.replies import en, parts, zh
from bot.replies.parts import Words


def label(fact: Fact, knowledge: Knowledge, words: Wording) -> str:
    """What a fact is about, told apart from its neighbours by its qualifiers."""
    if words.language == "zh" and fact.short and not fact.row:
        return fact.short
    name = _speech(words).label(fact, knowledge.rows.get(fact.row), knowledge)
    return " · ".join((name, *fact.qualifiers)) if name == fact.label else name


def amount(fact: Fact, knowledge: Knowledge, words: Wording) -> str:
    """The value of a fact with its unit."""
    return parts.amount(fact, _speech(words), knowledge)


def told(entry: Entry, knowledge: Knowledge, words: Wording) -> str:
    """What an entry of an answer says: a figure as printed and with its unit, or a name."""
    row = knowledge.rows.get(knowledge.facts[entry.fact].row) if entry.fact in knowledge.facts else None
    if row and entry.kind == "name" and entry.value in (row.name, row.title):
        return title_in(words.language, row)
    if entry.kind in ("name", "text"):
        return _speech(words).name(entry.value, knowledge)
    return _speech(words).quantity(entry.printed or entry.value, entry.value, entry.unit, knowledge)


def valued(entry: Entry, knowledge: Knowledge, words: Wording) -> str:
    """What an entry of an answer says, a name with the figure it was chosen by."""
    name = told(entry, knowledge, words)
    if entry.kind != "name" or not entry.printed:
        return name
    return f"{name} {parts.amount_of(entry, _speech(words), knowledge)}"


def where(fact: Fact, knowledge: Knowledge, words: Wording) -> tuple[str, str]:
    """The place and the time of a fact; empty where they are not known."""
    document = knowledge.document_of(fact)
    place, period = document.place, fact.period or document.period
    speech = _speech(words)
    return speech.place(place) if place else "", speech.period(period) if period else ""


def origin(source: Source, document: Document, words: Wording) -> str:
    """Where something stands, as a card cites it."""
    return parts.origin(source, document, _speech(words))


def period(text: str, words: Wording) -> str:
    """A time as it is told."""
    return _speech(words).period(text)


def marks(turn: Turn, known: Marks) -> Marks:
    """The marks of what an answer was made of; another knowledge may be ``known`` by now."""
    return known if known.knowledge is turn.knowledge else Marks(turn.knowledge)


def mark(turn: Turn, known: Marks) -> str:
    """The mark of the one figure that an answer gives; empty where it is none or several."""
    if not isinstance(turn.answer, Found) or len(turn.answer.entries) > 1:
        return ""
    fact = turn.knowledge.facts.get(turn.answer.entries[0].fact)
    return marks(turn, known).of(fact) if fact else ""


def column(name: str, knowledge: Knowledge, words: Wording) -> str:
    """The heading of a column."""
    return _speech(words).name(name, knowledge)


def _speech(words: Wording) -> Words:
    return en.WORDS if words.language == "en" else zh.WORDS

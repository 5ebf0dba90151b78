"""Replies in English. Quotations stay in the language of the document."""

from __future__ import annotations

from bot.knowledge.model import Document, Fact, Knowledge, Row, Section, Table
from bot.language import pinyin
from bot.language.places import Place
from bot.replies.parts import Words, with_unit


def _label(fact: Fact, row: Row | None, knowledge: Knowledge) -> str:
    if row:
        return f"{next(iter(row.english), row.title)} · {_name(fact.measure, knowledge)}"
    return next(iter(fact.english), fact.label)


def _name(text: str, knowledge: Knowledge) -> str:
    return next(iter(knowledge.vocabulary.names.get(text, ())), text)


def _period(period: str) -> str:
    """A year without 年; anything finer as printed."""
    return period.removesuffix("年") if period.removesuffix("年").isdigit() else period


def _place(place: str) -> str:
    """A place as maps write it: 苏州市 is Suzhou."""
    return pinyin.spell(Place(place).short or place).title()


def _cited(document: Document, section: str) -> tuple[str, str]:
    """A document and a part of it under their English names, as on all lists of them."""
    parts: tuple[Section | Table, ...] = (*document.sections, *document.tables)
    named = (one.english[0] for one in parts if one.title == section and one.english)
    return next(iter(document.english), document.title), next(named, section)


def _quantity(printed: str, value: str, unit: str, knowledge: Knowledge) -> str:
    """A figure with its unit in English; one without an English unit stays as printed."""
    english = knowledge.vocabulary.names.get(unit, ())
    if unit == "%" or not english:
        return with_unit(printed, unit)
    return f"{value} {english[0]} ({printed})" if printed != value else f"{value} {english[0]}"


WORDS = Words(
    unknown={
        "period": "The documents have no figures for {named}, only for {periods}.",
        "place": "The documents have no figures for {named}; they are about {places}.",
        "measure": "The documents do not say that (“{named}”), and I do not guess.",
        "unexplained": "I found nothing about “{named}” in the documents.",
        "column": "The documents have no “{named}” for it.",
        "negation": "The documents have no figure for “{named}”, and I do not give its opposite.",
        "opposite": "It went the other way: the documents say “{named}”.",
        "operation": "I found no figures to work out “{named}” from.",
        "rates": "Percentages cannot be added up, nor be shares of each other ({named}).",
        "kinds": "These are counted in different units ({named}) and cannot be put together.",
        "zero": "Nothing can be divided by zero ({named}).",
        "part": "The first is more than the second ({named}), so it is no part of it.",
        "tied": "Several are equal, so none comes before the others.",
        "alike": "Several are {named}, so none comes before the others.",
        "few": "There are not that many of them.",
        "several": "A part of it has more than one figure. Please be more specific.",
        "untold": "The documents say that in words, not as a figure, so it cannot be worked out.",
        "nothing": "The documents do not say that. Ask me for a figure in them, such as “satisfaction rate”.",
        "near": "I found no figure that is quite that.",
        "empty": "Please send a question, such as “What is the completion rate?”",
        "long": "That message is too long. Please ask in a sentence or two, such as “What is the completion rate?”",
    },
    smalltalk={
        "hello": "Hello! I am Wenshu. Ask me for a figure in the documents, such as “satisfaction rate”.",
        "thanks": "You are welcome. Ask again any time.",
        "who": "I am Wenshu, a bot that looks figures up: only what the documents print, with the sentence.",
        "help": (
            "Just ask: “What is the satisfaction rate?”, “Which tasks exceeded their targets?”, "
            "then “and the target?”"
        ),
        "more": "That is all the documents say about it.",
        "bye": "Goodbye!",
        "rude": "Sorry I was no help. Try other words? I only answer with figures the documents print.",
    },
    choose="Several figures fit. Which one do you mean?",
    likened="Read as: {}",
    about="What the documents say about “{topic}”:",
    nearby="What the documents do say nearby (not the answer):",
    turned={"": "In fact {name} is the lower one, by {amount}"},
    items="{count} items {about}",
    computed="Working: ",
    verdicts={"yes": "Yes: {}", "no": "No: {}", "other": "No, it is {}"},
    corrected="(Corrected: {reason})",
    separator=" · ",
    brackets=" ({})",
    title="{}",
    label=_label,
    name=_name,
    period=_period,
    place=_place,
    cited=_cited,
    quantity=_quantity,
)

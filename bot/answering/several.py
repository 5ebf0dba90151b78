"""Several figures asked for in one message: "书记和市长批示件各有多少", "多少户、多少亿元".

Each is asked as a question of its own, the later ones as they would be in a chat. All of them are told, or none:
one alone would look like the answer to all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.aggregating import entry_of
from bot.answering.answering import Verdict
from bot.answering.parts import LONGEST, ask, figure, not_told, span
from bot.asking.dialogue import Context, complete
from bot.asking.index import Index
from bot.asking.tagging import Question, tag
from bot.knowledge.model import Fact, Found
from bot.language.text import fold

_FEW = range(2, 7)
_BREAK = re.compile(r"(?<!\d),|,(?!\d)|[，、；;。?？!！\n]+")
_WORKED_OUT = frozenset({"difference", "compare", "compare_low", "average", "ratio", "sum"})


def answer(question: Question, index: Index) -> Verdict | None:
    """Answer a question for several figures; None where it asks for one, or for something worked out of them."""
    if not _asks(question) or question.names("op") & _WORKED_OUT:
        return None
    parts = _shared_out(question) or _in_turn(question, index)
    if len(parts) not in _FEW:
        return None
    if len(question.tokens) > LONGEST:
        return not_told()
    facts: list[Fact] = []
    context: Context | None = None
    for part in parts:
        asked = tag(part, index.vocabulary, index.lexicon)
        completed = asked
        fact = figure(ask(asked, index)) if index.read(asked).content or not context else None
        if fact is None and context:
            completed = complete(asked, context)
            fact = figure(ask(completed, index, facts[-1:]))
        if fact is None or fact in facts:
            return not_told() if facts and index.read(asked).content else None
        facts.append(fact)
        context = Context(completed, (fact,))
    return Verdict(Found(entries=tuple(map(entry_of, facts))), 1.0, tuple(facts))


def _asks(question: Question) -> int:
    return len(question.tagged("ask:figure") + question.tagged("op:count"))


def _shared_out(question: Question) -> list[str]:
    """The parts of "A和B各有多少", each with what is asked of all."""
    marks = question.tagged("joint:each")
    text = fold(question.text)
    place = span(text, question.tokens[marks[-1].start : marks[-1].end]) if marks else None
    if place is None:
        return []
    head, tail = text[: place[0]], text[place[1] :]
    words = {re.escape(question.words(piece)) for piece in question.tagged("op:and")} | {"、"}
    return [part + tail for part in re.split("|".join(words), head) if part.strip(" ,，")]


def _in_turn(question: Question, index: Index) -> Sequence[str]:
    """The parts of "多少户、多少亿元": each asks, and what stands before it goes with it."""
    if _asks(question) not in _FEW:
        return ()
    parts: list[str] = []
    before = ""
    for said in _BREAK.split(fold(question.text)):
        before = f"{before},{said}" if before else said
        if _asks(tag(said, index.vocabulary, index.lexicon)):
            parts.append(before)
            before = ""
    return parts

"""From an annotated question to the ways it can be meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.claims import asks_whether
from bot.asking.composing import compositions
from bot.asking.index import Index
from bot.asking.interpretations import Chosen, Named, Reading
from bot.asking.naming import named
from bot.asking.ordinals import places_of, position
from bot.asking.question import Question
from bot.asking.sets import readings
from bot.knowledge.model import Fact

_CHOOSING = ("op", "row", "thing", "move", "neg", "claim", "met", "role:lead")
"""What a question that chooses figures has at least one word of, unless it says what cells hold."""


def parse(question: Question, index: Index, focus: Sequence[Fact] = (), *, whole: bool = True) -> Reading:
    """Read a question; ``focus`` are the facts just spoken of. A part of a question is not made of parts again."""
    asked = index.read(question)

    def chosen(one: Named) -> tuple[Chosen, ...]:
        placed = position(question, index.vocabulary) or places_of(question, index.vocabulary)
        dated = question.moments and question.tagged("ask:which", "joint:later", "joint:earlier")
        held = question.tagged("ask:which") and any(token[0].isdigit() for token in question.tokens)
        chooses = question.tagged(*_CHOOSING) or placed or dated or held or index.values_end(question)
        if not chooses or asks_whether(question):
            return ()
        return tuple(readings(question, asked, (candidate.fact for candidate in one.candidates), index))

    return Reading(
        question,
        asked,
        name=lambda: named(question, asked, index, focus),
        choose=chosen,
        compose=lambda: tuple(compositions(question, asked, index)) if whole else (),
    )

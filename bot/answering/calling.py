"""What a question calls the thing it asks for: its words, without those that only ask."""

from __future__ import annotations

from bot.answering.refusals import as_typed
from bot.asking.tagging import Question, join


def called(question: Question) -> str:
    """The words of a question without those that only ask, as they were typed; empty where nothing is named."""
    asks = _places(question, "ask")
    around = asks | _places(question, "filler", "overview", "approximate")
    named = [
        at
        for at in range(len(question.tokens))
        if at not in around and question.clauses[at] in question.asking
    ]
    if not named:
        return ""
    kept = [at for at in range(named[0], named[-1] + 1) if at not in asks]
    words = join(tuple(question.tokens[at] for at in kept))
    return as_typed(words, question.text) or words


def _places(question: Question, *tags: str) -> set[int]:
    return {at for piece in question.tagged(*tags) for at in range(piece.start, piece.end)}

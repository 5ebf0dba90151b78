"""Messages that ask for no figure: greetings, thanks, nothing at all."""

from __future__ import annotations

from bot.answering.verdicts import Verdict
from bot.asking.index import Index
from bot.asking.question import Question
from bot.knowledge.model import Greeting, Unknown


def small_talk(question: Question, index: Index) -> Verdict | None:
    """What is answered to a message that asks nothing; None where it asks something."""
    if not question.tokens:
        return Verdict(Unknown(reason="empty"), 0.0)
    topic = index.vocabulary.smalltalk.get(question.tokens) or _topic(question)
    return Verdict(Greeting(topic=topic), 1.0) if topic else None


def _topic(question: Question) -> str:
    """The topic where the whole message is small talk and politeness."""
    covered = 0
    topics = []
    for piece in question.pieces:
        said = [tag[10:] for tag in piece.tags if tag.startswith("smalltalk:")]
        if said or "filler" in piece.tags:
            covered += piece.end - piece.start
            topics += said
    whole = covered == len(question.tokens)
    return next((t for t in topics if t not in ("hello", "thanks")), topics[0]) if whole and topics else ""

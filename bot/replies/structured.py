"""A turn as the JSON object that programs read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.knowledge.model import Choice, Choices, Entry, Found, Greeting, Source, Turn, Unknown
from bot.replies.parts import plain


def as_json(turn: Turn) -> dict[str, Any]:
    """A turn as plain data, in the fixed form of ``ask --json``."""
    answer = turn.answer
    status = "answer"
    entries: Iterable[Entry] = ()
    context: Iterable[Entry] = ()
    choices: Iterable[Choice] = ()
    suggestions: Iterable[Choice] = ()
    match answer:
        case Found():
            entries, context = answer.entries, answer.context
        case Choices():
            status, choices = "choices", turn.reply.choices
        case Unknown():
            status, suggestions = "unknown", turn.reply.suggestions
        case Greeting():
            status = "smalltalk"
    return {
        "question": turn.question,
        "status": status,
        "text": plain(turn.reply),
        "answers": [_entry(entry) for entry in entries],
        "context": [_entry(entry) for entry in context],
        "choices": [_choice(choice) for choice in choices],
        "suggestions": [_choice(choice) for choice in suggestions],
        "score": round(turn.score, 3),
        "ms": round(turn.milliseconds, 3),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    data: dict[str, Any] = {
        "value": entry.value,
        "unit": entry.unit,
        "label": entry.label,
        "period": entry.period,
        "kind": entry.kind,
        "derived": entry.derived,
        "source": _source(entry.sources[0]) if entry.sources else None,
    }
    if entry.derived:
        data["from"] = [_source(source) for source in entry.sources]
    return data


def _source(source: Source) -> dict[str, Any]:
    data: dict[str, Any] = {"document": source.document, "section": source.section, "quote": source.quote}
    if source.cell:
        return data | {"cell": source.cell}
    return data | {"start": source.start, "end": source.end}


def _choice(choice: Choice) -> dict[str, Any]:
    return {"label": choice.label, "value": choice.value, "unit": choice.unit}

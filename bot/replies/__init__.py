"""Answers put into words, a language a module; here what the languages share."""

from __future__ import annotations

from bot.model import Reply


def plain(reply: Reply) -> str:
    """A reply as plain text: headline, details, quotes with their sources, numbered choices."""
    parts = [reply.headline, *reply.lines]
    for quote, origin in reply.quotes:
        parts += [f"「{quote}」", f"—— {origin}"]
    parts += [f"{number}. {c.label}: {c.value}{c.unit}" for number, c in enumerate(reply.choices, 1)]
    return "\n".join(filter(None, parts))

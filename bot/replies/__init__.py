"""Answers put into words: `parts` lays them out, a module for each language has the words."""

from __future__ import annotations

from typing import Literal

from bot.knowledge.model import Answer, Knowledge, Reply
from bot.replies import en, zh
from bot.replies.parts import lay_out, one_line, plain

__all__ = ["one_line", "plain", "render"]


def render(answer: Answer, language: Literal["zh", "en"], knowledge: Knowledge) -> Reply:
    """Say an answer in a language."""
    return lay_out(answer, en.WORDS if language == "en" else zh.WORDS, knowledge)

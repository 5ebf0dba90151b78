"""The words in pictures, a language a value."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.speech import Language
from bot.replies import en, zh
from bot.replies.parts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Every text of a picture in one language; names in braces are filled in.

    ``speech`` are the words that name and tell figures in replies.
    """

    language: Language
    speech: Words
    progress: str
    count: str
    some: str
    missing: str
    between: str
    source: str


ZH = Wording(
    language="zh",
    speech=zh.WORDS,
    progress="进度",
    count="{count} 项",
    some="{count} 项,画出 {shown} 项",
    missing="没有画出:{names}",
    between=";",
    source="来源:{title} · {date}",
)
EN = Wording(
    language="en",
    speech=en.WORDS,
    progress="progress",
    count="{count} rows",
    some="{shown} of {count} rows",
    missing="Not drawn: {names}",
    between="; ",
    source="Source: {title} · {date}",
)


def wording(language: Language) -> Wording:
    """The words of a language."""
    return EN if language == "en" else ZH

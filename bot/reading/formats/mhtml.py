"""Web pages in one file with their pictures (MHTML), which often call themselves .xls."""

from __future__ import annotations

import email

from bot.reading.formats import html
from bot.reading.grid import Block
from bot.reading.progress import Tell, quiet


def blocks(data: bytes, tell: Tell = quiet) -> list[Block]:
    """The paragraphs and tables of its pages: a workbook has one for each sheet."""
    parts = email.message_from_bytes(data.lstrip()).walk()
    pages = (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html")
    return [block for page in pages if isinstance(page, bytes) for block in html.blocks(page, tell)]

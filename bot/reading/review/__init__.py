"""The page on which a person looks over what was read: the document itself, with every number accounted for."""

from bot.reading.review.page import page

__all__ = ["page"]

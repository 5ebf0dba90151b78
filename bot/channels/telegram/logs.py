"""Logging that never shows the bot's token.

The token is part of every URL the bot calls and of some exceptions of the library, so it is taken out of each
record, its traceback included, whoever wrote it.
"""

from __future__ import annotations

import logging

REDACTED = "<token>"


def redact(text: str, token: str) -> str:
    """Take the token, or its secret half alone, out of a text.

    >>> redact("GET https://api.telegram.org/bot12:AbC/getMe", "12:AbC")
    'GET https://api.telegram.org/bot<token>/getMe'
    >>> redact("the secret AbC and no token", "12:AbC")
    'the secret <token> and no token'
    """
    for secret in (token, token.partition(":")[2]):
        if secret:
            text = text.replace(secret, REDACTED)
    return text


class Redaction(logging.Filter):
    """Rewrites each record of a handler without the token."""

    def __init__(self, token: str) -> None:
        """Keep ``token`` out of what passes."""
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, redacted."""
        record.msg, record.args = redact(record.getMessage(), self._token), None
        if record.exc_info:
            # A formatter uses the text it finds here instead of formatting the exception itself.
            traceback = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = redact(traceback, self._token)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._token)
        return True


def configure(token: str, level: str) -> None:
    """Log to stderr at ``level`` ("INFO"), without the token and without a line for each HTTP request."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(Redaction(token))
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # They log a traceback (for a response that is no JSON, for a chat that has to wait), then raise: the error is
    # reported where it is met.
    for logger in ("telegram.request.BaseRequest", "telegram.ext.AIORateLimiter"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)

"""The token stays out of whatever is logged."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.channels.telegram import logs

SECRET = "AAE-not-for-anybody"
TOKEN = f"123456:{SECRET}"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a logger writes through the filter."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.addFilter(logs.Redaction(TOKEN))
    logger = logging.getLogger("redaction")
    logger.addHandler(handler)
    yield text
    logger.removeHandler(handler)


def test_in_a_message_and_in_its_arguments(written: io.StringIO) -> None:
    logging.getLogger("redaction").warning("GET /bot%s/getMe, %s", TOKEN, {"token": TOKEN})
    assert SECRET not in written.getvalue()
    assert "GET /bot<token>/getMe" in written.getvalue()


def test_in_a_traceback_and_a_stack(written: io.StringIO) -> None:
    try:
        int(f"/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("redaction").exception("polling failed", stack_info=True)
    assert SECRET not in written.getvalue()
    assert "base 10: '/bot<token>/getMe'" in written.getvalue()


def test_a_record_without_the_token_stays_as_it_is(written: io.StringIO) -> None:
    logging.getLogger("redaction").warning("%d of %s", 3, "four")
    assert written.getvalue() == "3 of four\n"

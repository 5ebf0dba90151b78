"""A bot on a server of the tests' own, talking over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from tests.channels import documents
from tests.channels.bot_api import BotApi
from tests.channels.running import running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one small document."""
    documents.write(tmp_path / "knowledge")
    return tmp_path / "knowledge"


@pytest.fixture
def assistant(folder: Path) -> Assistant:
    """The real assistant on that folder."""
    return Assistant(folder)


@pytest.fixture
def api() -> Iterator[BotApi]:
    """The Bot API server, with nobody polling yet."""
    with BotApi() as server:
        yield server


@pytest.fixture
def telegram(api: BotApi, assistant: Assistant) -> Iterator[BotApi]:
    """The server with the bot running on it."""
    with running(api, assistant):
        yield api

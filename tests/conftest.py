"""What every test stands on: the knowledge of the checkout, an empty environment, a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from bot.asking.building import build
from bot.asking.index import Index
from bot.assistant import Assistant
from bot.knowledge.model import Knowledge
from bot.reading import build as extraction
from tests.conversation import KNOWLEDGE, ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Asked = Callable[[str, str], Assistant]
"""Reads a text kept under a name, and answers questions about it."""

# A run is the same every time; `pytest --hypothesis-profile=explore` looks for new cases.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the person who runs the tests, and nothing written into the checkout."""
    for name in list(os.environ):
        if name.upper().startswith(("WENSHU_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def shipped() -> Assistant:
    """The assistant on the knowledge of the checkout; `converse` gives each test a chat of its own."""
    return Assistant(KNOWLEDGE)


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """An assistant on nothing but one text."""

    def read(name: str, text: str) -> Assistant:
        folder = tmp_path_factory.mktemp("reading")
        source = folder / f"{name}.txt"
        source.write_text(text, encoding="utf-8")
        extraction.build([source], folder / "knowledge")
        return Assistant(folder / "knowledge")

    return read


@pytest.fixture(scope="module")
def of_text(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Assistant]:
    """Makes an assistant of a text in some format (".md"), each text once."""
    made: dict[str, Assistant] = {}

    def assistant(text: str, suffix: str) -> Assistant:
        if text not in made:
            folder = tmp_path_factory.mktemp("text")
            source = folder / f"document{suffix}"
            source.write_text(text, encoding="utf-8")
            extraction.build([source], folder / "knowledge")
            made[text] = Assistant(folder / "knowledge")
        return made[text]

    return assistant


@pytest.fixture(scope="session")
def knowledge(shipped: Assistant) -> Knowledge:
    """The knowledge of the checkout."""
    return shipped.knowledge


@pytest.fixture(scope="session")
def index(knowledge: Knowledge) -> Index:
    """The knowledge of the checkout, indexed."""
    return build(knowledge)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A PostgreSQL server; what comes makes an empty database each time and gives its address."""
    from tests.records.servers import postgresql

    with postgresql(tmp_path_factory.mktemp("postgresql")) as fresh:
        yield fresh


@pytest.fixture
def wenshu(tmp_path: Path) -> Run:
    """Run the program as a person does, in an empty folder; returns what came out of it."""

    def run(
        *arguments: str | Path, stdin: str | bytes = "", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            input=data,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run

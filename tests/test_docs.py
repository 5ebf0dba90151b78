"""The README tells what there is, and what it tells works."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import click
import pytest

from bot.cli import cli
from bot.knowledge import schema, shapes
from bot.settings import Settings
from tests.conftest import Run
from tests.conversation import KNOWLEDGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(name: str, wenshu: Run) -> None:
    assert re.search(rf"^\| `{name}\b", README, re.MULTILINE)
    done = wenshu(name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: wenshu {name}")
    command = cli.commands[name]
    assert command.help
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert all(option.help for option in options)
    assert all(option.opts[-1] in done.stdout for option in options)


def test_the_program_lists_every_command(wenshu: Run) -> None:
    listed = wenshu("--help").stdout
    assert all(re.search(rf"^  {name} +\S", listed, re.MULTILINE) for name in COMMANDS)


def test_every_option_is_in_the_readme() -> None:
    options = {
        option
        for command in cli.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {option for option in options if option not in README} == set()


def test_the_settings_of_the_readme_are_settings() -> None:
    named = set(re.findall(r"\b(?:WENSHU|TELEGRAM)_[A-Z_]+\b", README))
    assert named
    assert named <= {name.upper() for name in Settings.model_fields}


def test_every_make_target_of_the_readme_is_there_and_the_other_way_round() -> None:
    targets = set(re.findall(r"^([\w-]+):.*##", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"\bmake ([\w-]+)", re.sub(r"[^\x00-\x7f]", " ", README)))
    assert named & {"run", "test", "check", "bench"} == {"run", "test", "check", "bench"}
    assert {
        name
        for name in re.findall(r"`make ([\w-]+)`|^    make ([\w-]+)", README, re.MULTILINE)
        for name in name
        if name
    } <= targets
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == targets


def test_the_files_the_readme_shows_are_there() -> None:
    shown = re.findall(r"^ +([\w-]+\.yaml) ", README, re.MULTILINE)
    there = {path.name for path in KNOWLEDGE.rglob("*.yaml")}
    assert set(shown) == there


def test_the_curation_the_readme_shows_is_one(tmp_path: Path) -> None:
    block = re.search(r"^ {7}entries:\n(?: {8,}.*\n)+", README, re.MULTILINE)
    assert block
    file = tmp_path / "curation.yaml"
    file.write_text(dedent(block[0]), encoding="utf-8")
    curation, _ = shapes.read(file, schema.CurationFile)
    assert curation.entries.by_id["r6202.1"].checked

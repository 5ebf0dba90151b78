"""The README and the pages tell what there is, and what they tell works."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import click
import pytest

from bot.answering.decision import decide
from bot.asking.parser import parse
from bot.asking.tagging import tag
from bot.assistant import Assistant
from bot.cli import cli
from bot.knowledge import query, schema, shapes, wordlists
from bot.replies import plain
from bot.settings import Settings
from tests.conftest import Run
from tests.conversation import KNOWLEDGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = sorted(cli.commands)
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *sorted(ROOT.glob("README*.md")),
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
ARCHITECTURE, VOCABULARY = PAGES["docs/architecture.md"], PAGES["docs/vocabulary.md"]
FOLLOWED = ("市卫健委牵头的任务里，进度不低于100.5%的有几项", "热线满意率比涉企诉求满意率低多少")


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


def headings(page: str) -> list[str]:
    """The level of each heading of a page, in order; what is in a code block is none."""
    return re.findall(
        r"^(#+) ", re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )


def commands(page: str) -> list[str]:
    """The commands in the code blocks of a page, in order, without what is said of them."""
    fenced = "\n".join(re.findall(r"^```.*?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    indented = "\n".join(re.findall(r"^ {4,}.*$", page, re.MULTILINE))
    lines = (line.partition(" #")[0].strip() for line in f"{fenced}\n{indented}".split("\n"))
    return [line for line in lines if re.match(r"(make|git|pip|python|wenshu|\.venv/)\b|[A-Z_]{5,}=", line)]


def pictures(page: str) -> list[str]:
    """The files of the pictures of a page, in order."""
    found = re.finditer(r'(?:src|srcset)="([^"]+)"|!\[[^\]]*\]\(([^)]+)\)', page)
    return [one[1] or one[2] for one in found]


def measured(page: str) -> list[list[str]]:
    """The figures in each row of the tables of a page, whatever the order of the words."""
    return [sorted(re.findall(r"[\d.,]*\d", row)) for row in re.findall(r"^\|.*\|$", page, re.MULTILINE)]


@pytest.mark.parametrize("what", [headings, commands, measured, pictures])
def test_the_chinese_readme_is_the_twin_of_the_english_one(what: Callable[[str], list[object]]) -> None:
    assert what(README)
    assert what(CHINESE) == what(README)


def test_each_readme_leads_to_the_other_at_its_top() -> None:
    assert "(README.zh.md)" in README[:200]
    assert "(README.md)" in CHINESE[:200]


@pytest.mark.parametrize("page", PAGES)
def test_the_pictures_of_a_page_are_there_and_small(page: str) -> None:
    for file in pictures(PAGES[page]):
        assert ((ROOT / page).parent / file).stat().st_size < 200_000


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", PAGES[page]):
        file, _, heading = link.partition("#")
        target = (ROOT / page).parent / file if file else ROOT / page
        assert target.exists(), link
        if heading:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_the_modules_the_pages_name_are_there(page: str) -> None:
    there = [f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("[bt]*/**/*.py")]
    named = {name for name in re.findall(r"`([\w/]+\.py)`", PAGES[page]) if "NAME" not in name}
    assert {name for name in named if not any(path.endswith(f"/{name}") for path in there)} == set()


def test_every_module_of_the_lower_rooms_is_named_in_the_architecture() -> None:
    for room in ("language", "knowledge", "asking", "answering"):
        row = re.search(rf"^\| `{room}` .*$", ARCHITECTURE, re.MULTILINE)
        assert row
        modules = {path.stem for path in (ROOT / "bot" / room).glob("*.py")} - {"__init__"}
        assert {name for name in modules if f"`{name}`" not in row[0]} == set()


def test_every_list_of_words_is_explained() -> None:
    lists = set(wordlists.VocabularyFile.model_fields)
    assert {name for name in lists if not re.search(rf"`{name}\b", VOCABULARY)} == set()


def test_every_kind_of_query_is_explained() -> None:
    for node in query.Query.__args__:
        assert re.search(rf"^\| `{node.__name__}` ", ARCHITECTURE, re.MULTILINE)


@pytest.mark.parametrize("asked", FOLLOWED)
def test_the_questions_that_are_followed_become_the_queries_that_are_shown(
    asked: str, shipped: Assistant
) -> None:
    index = shipped._in_use.of(())
    made = decide(parse(tag(asked, index.vocabulary, index.lexicon), index), index).query
    assert made
    assert asked in ARCHITECTURE
    assert query.text(made) in ARCHITECTURE
    assert plain(shipped.ask(asked).reply).split("\n")[0] in ARCHITECTURE

"""What the program says to the person at the machine is said in Chinese where the locale is Chinese."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from bot import messages
from bot.cli import cli
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import ROOT

CHINESE = messages.FOLDER / "zh" / "LC_MESSAGES"
FIELD = re.compile(r"\{[^{}]*\}")


def told(tree: ast.AST) -> Iterator[str]:
    """The messages that a module says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell":
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def helps(command: click.Command) -> Iterator[str]:
    """The help of a command, of its options, and of the commands below it."""
    for thing in (command, *command.params):
        if said := getattr(thing, "help", None):
            yield said
    for below in getattr(command, "commands", {}).values():
        yield from helps(below)


def said() -> set[str]:
    """All that the program says."""
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    trees = (ast.parse(text) for text in files if "from bot.messages import" in text)
    return {*(one for tree in trees for one in told(tree)), *helps(cli)}


def strings(catalogue: Catalog) -> dict[str, list[str]]:
    """What stands for each message, in every number."""
    return {"".join(one.id): [*(one.string or ())] for one in catalogue if one.id}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The catalogue as it is written."""
    with (CHINESE / "messages.po").open("rb") as file:
        return read_po(file, locale="zh")


def test_every_message_has_its_chinese_one(catalogue: Catalog) -> None:
    assert len(said()) > 90
    assert {one for one in said() if not (found := catalogue.get(one)) or not found.string} == set()


def test_a_message_and_its_chinese_one_have_the_same_placeholders(catalogue: Catalog) -> None:
    for message in catalogue:
        if isinstance(message.id, str) and message.id:
            assert isinstance(message.string, str)
            assert Counter(FIELD.findall(message.id)) == Counter(FIELD.findall(message.string))
        elif message.id:  # one and many
            known = set(FIELD.findall("".join(message.id)))
            assert all(set(FIELD.findall(one)) <= known for one in message.string or ())


def test_the_catalogue_that_is_used_is_made_of_the_one_that_is_written(catalogue: Catalog) -> None:
    with (CHINESE / "messages.mo").open("rb") as file:
        used = read_mo(file)
    assert strings(used) == strings(catalogue), "run: make messages"


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "WENSHU_LANGUAGE": "en"}, "en"),
        ({"WENSHU_LANGUAGE": "zh"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_locale_or_of_the_setting(
    env: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert messages.language() == language


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("--help",), "用法: wenshu"),
        (("check", "-h"), "检查知识"),
        (("--version",), "wenshu"),
        (("ask",), "错误: 请写一个问题"),
        (("ask", "--jsn"), "没有 '--jsn' 这个选项"),
        (("nothing",), "没有 'nothing' 这个命令"),
        (("ingest", "x.txt"), "缺少选项"),
    ],
)
def test_help_and_wrong_use_are_told_in_chinese(arguments: tuple[str, ...], shown: str, wenshu: Run) -> None:
    Path("x.txt").write_text("x", encoding="utf-8")
    done = wenshu(*arguments, env={"LANG": "zh_CN.UTF-8"})
    text = done.stdout + done.stderr
    assert shown in text
    assert not re.search(r"Usage|Options:|Commands:|Error|Missing|Show ", text)


@pytest.mark.slow
def test_check_and_ingest_speak_chinese_and_keep_file_and_line(wenshu: Run, tmp_path: Path) -> None:
    Path("公报.txt").write_text(
        "江湾市2024年统计公报\n\n全市有学校120所,其中小学80所、中学50所。\n", encoding="utf-8"
    )
    chinese = {"WENSHU_LANGUAGE": "zh"}
    read = wenshu("ingest", "公报.txt", "--into", "knowledge", env=chinese)
    assert re.search(r": \d+ 个数字,\d+ 段文字,\d+ 张表共 \d+ 行,\d+ 处疑问,用时 [\d.]+ 秒\n", read.stdout)
    folder = next(Path("knowledge").glob("*/facts.yaml"))
    folder.write_text(folder.read_text(encoding="utf-8").replace("120", "121"), encoding="utf-8")
    found = wenshu("check", "--knowledge", "knowledge", env=chinese)
    assert found.returncode == 1
    *lines, covered, summary = found.stdout.splitlines()
    assert lines
    assert all(re.match(r"\S+:\d+: .*[\u4e00-\u9fff]", line) for line in lines)
    assert re.match(r"来源里 \d+ 个数字,\d+ 个有着落", covered)
    assert re.fullmatch(r"1 份资料:\d+ 处要改,\d+ 条提示", summary)


@pytest.mark.slow
def test_json_is_the_same_in_every_locale(wenshu: Run, tmp_path: Path) -> None:
    documents.write(tmp_path / "knowledge")
    asked = ("ask", "--json", "群众满意率是多少", "--knowledge", "knowledge")
    english, chinese = (wenshu(*asked, env={"LANG": lang}).stdout for lang in ("C.UTF-8", "zh_CN.UTF-8"))
    without_time = re.compile(r'"m?s?[a-z_]*(?:ms|milliseconds|latency)[a-z_]*": [\d.]+')
    assert without_time.sub("", english) == without_time.sub("", chinese)


def test_the_catalogue_is_not_read_where_nothing_is_said_in_chinese() -> None:
    assert gettext.find(messages.DOMAIN, str(messages.FOLDER), ["en"]) is None
    assert gettext.find(messages.DOMAIN, str(messages.FOLDER), ["zh"])

"""What the program says to the person at the machine is said in Chinese where the locale is Chinese."""

from __future__ import annotations

import ast
import errno
import gettext
import json
import os
import pickle
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
from bot.errors import DocumentError, KnowledgeError
from bot.knowledge import yamlfile
from tests.channels import documents
from tests.conftest import Run
from tests.conversation import ROOT

CHINESE = messages.FOLDER / "zh" / "LC_MESSAGES"
FIELD = re.compile(r"\{[^{}]*\}")


TELLING = {"tell", "UnreadableError", "_FaultyError"}
"""What takes a message in English, to be said in the language of whoever reads it."""
FAULTS = {"DocumentError": 1, "SettingsError": 0, "QuestionsError": 0, "Problem": 2, "problem": 1}
FAULTS |= {"fault": 0, "_must": 0, "_fault": 1, "_refused": 2, "_complain": 0, "UsageError": 0}
"""What takes a message that is said already, and which of the arguments it is."""
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "bot").rglob("*.py"))
}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """All calls in a module, each with what is called, without the module or value it belongs to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", "") or getattr(node.func, "attr", ""), node


def named(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The texts in what a module gives a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            texts = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            yield from (
                (node.targets[0].id, str(one.value)) for one in texts if isinstance(one, ast.Constant)
            )


CONSTANTS = [pair for tree in MODULES.values() for pair in named(tree) if pair[0].isupper()]


def told(tree: ast.AST) -> Iterator[str]:
    """The messages that a module says, those that have a name as well."""
    for what, call in calls(tree):
        for one in call.args if what in TELLING else ():
            thing = one.value if isinstance(one, ast.Subscript) else one
            if isinstance(thing, ast.Constant):
                yield str(thing.value)
            elif isinstance(thing, ast.Name):
                yield from (text for name, text in CONSTANTS if name == thing.id)


def untold(tree: ast.AST) -> Iterator[str]:
    """The sentences of a module that are reported as faults and are no messages."""
    reported = [
        call.args[FAULTS[what]] for what, call in calls(tree) if len(call.args) > FAULTS.get(what, 99)
    ]
    names = {one.id for one in reported if isinstance(one, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            reported += [node.value] if node.targets[0].id in names else []
    while reported:
        one = reported.pop()
        if isinstance(one, ast.Constant) and SENTENCE.search(str(one.value)):
            yield str(one.value)
        elif isinstance(one, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.FormattedValue):
            reported += [inner for inner in ast.iter_child_nodes(one) if isinstance(inner, ast.expr)]


def helps(command: click.Command) -> Iterator[str]:
    """The help of a command, of its options, and of the commands below it."""
    for thing in (command, *command.params):
        if said := getattr(thing, "help", None):
            yield said
    for below in getattr(command, "commands", {}).values():
        yield from helps(below)


def said() -> set[str]:
    """All that the program says."""
    return {*(one for tree in MODULES.values() for one in told(tree)), *helps(cli)}


def strings(catalogue: Catalog) -> dict[str, list[str]]:
    """What stands for each message, in every number."""
    return {"".join(one.id): [*(one.string or ())] for one in catalogue if one.id}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The catalogue as it is written."""
    with (CHINESE / "messages.po").open("rb") as file:
        return read_po(file, locale="zh")


def test_every_message_has_its_chinese_one(catalogue: Catalog) -> None:
    assert len(said()) > 200
    assert {one for one in said() if not (found := catalogue.get(one)) or not found.string} == set()


@pytest.mark.parametrize("module", MODULES)
def test_every_fault_that_is_reported_is_a_message(module: str) -> None:
    assert list(untold(MODULES[module])) == []


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
    "broken",
    [
        "a: [1, 2",
        "a: {b: 1",
        "a: 'b",
        "a: b: c",
        "a\nb: c",
        "- a\nb: c",
        "a:\n\t- b",
        "a: *",
        'a: "\\q"',
        "a: @b",
        "a: b\n c: d",
        "a: !x!y z",
    ],
)
def test_what_the_yaml_parser_says_is_told_in_chinese(broken: str, tmp_path: Path) -> None:
    file = tmp_path / "curation.yaml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        yamlfile.read(file)
    reason = messages.translated(caught.value.problems[0].message, "zh").removeprefix("不是 YAML")
    assert not SENTENCE.search(reason), reason


@pytest.mark.parametrize("broken", ["", "[1", '{"a" 1}', "{a: 1}", '"a', '"\n"', "1 1", '"\\q"', '"\\u00"'])
def test_what_the_json_parser_says_is_told_in_chinese(broken: str) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(broken)
    said = messages.translated(messages.tell(caught.value.msg.removesuffix(": ")), "zh")
    assert re.search("[\u4e00-\u9fff]", said), said


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.ENOTDIR]
)
def test_what_the_system_says_is_told_in_chinese(number: int) -> None:
    told = messages.why(OSError(number, os.strerror(number)))
    assert told == os.strerror(number)
    assert re.search("[\u4e00-\u9fff]", messages.translated(told, "zh"))


def test_a_message_can_be_told_in_another_language_also_from_another_process() -> None:
    inner = messages.tell("is no UTF-8; save the file as UTF-8")
    error = pickle.loads(pickle.dumps(DocumentError(Path("a.jsonl"), inner, 3)))  # noqa: S301 - our own
    assert str(error) == "a.jsonl:3: is no UTF-8; save the file as UTF-8"
    assert error.said("zh") == "a.jsonl:3: 不是 UTF-8;请把文件存成 UTF-8"
    outer = messages.tell("{key}: {fault}", key="text", fault=inner)
    assert messages.translated(outer, "zh") == "text: 不是 UTF-8;请把文件存成 UTF-8"
    assert str(ValueError(inner)) == inner


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
@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("ingest", "empty.txt", "--into", "k"), "empty.txt: 文件是空的"),
        (("ingest", "scan.doc", "--into", "k"), "scan.doc: 读不了 .doc 文件;请存成 .csv .docx"),
        (("ingest", "broken.docx", "--into", "k"), "broken.docx: 文件坏了;请打开,重新保存后再试"),
        (("ingest", "bad.jsonl", "--into", "k"), 'bad.jsonl:1: 没有 "title"'),
        (("ask", "人口", "--knowledge", "none"), "none:0: 没有这个文件夹"),
        (("check", "--knowledge", "small"), "facts.yaml:2: 这里没有 sentense 这一项;您是不是要写 sentence"),
    ],
)
def test_faults_are_told_in_chinese(arguments: tuple[str, ...], shown: str, wenshu: Run) -> None:
    for name, content in (
        ("empty.txt", b""),
        ("scan.doc", b"\0"),
        ("broken.docx", b"PK"),
        ("bad.jsonl", b"{}"),
    ):
        Path(name).write_bytes(content)
    facts = documents.write(Path("small")) / "facts.yaml"
    facts.write_text("sentences:\n- sentense: x\n", encoding="utf-8")
    done = wenshu(*arguments, env={"LANG": "zh_CN.UTF-8"})
    assert done.returncode
    assert shown in done.stdout + done.stderr


@pytest.mark.slow
def test_settings_that_are_wrong_are_told_in_chinese(wenshu: Run) -> None:
    wrong = {"WENSHU_KEEP_DAYS": "many", "WENSHU_ADMIN": "1", "LANG": "zh_CN.UTF-8"}
    told = wenshu("run", env=wrong).stderr
    assert told == (
        "wenshu: 没有 WENSHU_ADMIN 这个设置;您是不是要写 WENSHU_ADMINS?; "
        "WENSHU_KEEP_DAYS 必须是天数,最多 3650,0 表示什么都不留\n"
    )


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

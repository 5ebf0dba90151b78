"""The Telegram bot as a process: how it starts, why it may not, how it is told to reload and to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.assistant import Assistant
from tests.channels import documents
from tests.channels.bot_api import TOKEN, BotApi, buttons, visible
from tests.channels.running import ADMIN, running

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@contextmanager
def process(url: str, folder: Path, script: str = "", **settings: str) -> Iterator[subprocess.Popen[str]]:
    """``python -m bot run``, or a script, in a folder of its own, with these settings and no others."""
    program = ["-c", script] if script else ["-m", "bot", "run"]
    ours = ("WENSHU_", "TELEGRAM_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": url, "WENSHU_KNOWLEDGE": str(folder)}
    running_bot = subprocess.Popen(
        [sys.executable, *program],
        env=inherited | {"PYTHONPATH": str(ROOT)} | environment | settings,
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield running_bot
    finally:
        running_bot.kill()
        running_bot.communicate()


def ended(bot: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status and all that was written, once the process has ended by itself."""
    out, err = bot.communicate(timeout=60)
    assert TOKEN.partition(":")[2] not in out + err
    assert "Traceback" not in out + err
    return bot.returncode, out + err


def complaint(output: str) -> str:
    """The one line that says why the bot does not run."""
    [line] = [line for line in output.splitlines() if line.startswith("wenshu: ")]
    return line


def test_a_bot_answers_and_stops_cleanly_when_told(api: BotApi, folder: Path) -> None:
    with process(api.url, folder, WENSHU_LOG_LEVEL="DEBUG") as bot:
        api.wait(lambda: api.count("getUpdates"))
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
        bot.send_signal(signal.SIGTERM)
        status, output = ended(bot)
    assert status == 0
    assert "wenshu_test_bot" in output


def test_an_interrupt_stops_it_as_well(api: BotApi, folder: Path) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        bot.send_signal(signal.SIGINT)
        assert ended(bot)[0] == 0


def test_a_file_that_is_being_read_when_it_stops_is_taken_up_again(api: BotApi, folder: Path) -> None:
    long = "".join(f"第{number}村全年粮食产量{number}吨。\n" for number in range(1000, 60_000))
    with process(api.url, folder, WENSHU_ADMINS=str(ADMIN)) as bot:
        file = api.send_file("粮食.txt", f"临港市2023年粮食生产情况\n{long}".encode(), ADMIN)
        [progress] = api.replies(file)
        while not list(folder.glob(".incoming/*/*/*/粮食.txt")):
            api.ask("群众满意率是多少")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert "再次启动后接着读取" in visible(progress)
    assert not list(folder.glob(".incoming/*"))
    api.files[file["document"]["file_id"]] = "临港市2023年粮食生产情况\n全年粮食产量4321吨。\n".encode()
    with process(api.url, folder, WENSHU_ADMINS=str(ADMIN)):
        report, _ = api.replies(progress, 2)
        assert "加入" in [one["text"].split()[-1] for one in buttons(api.edited(report))]
    assert sum("正在停下" in text for text in api.said(ADMIN)) == 1


def test_a_hangup_signal_reloads(api: BotApi, folder: Path) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
        bot.send_signal(signal.SIGHUP)
        assert bot.stderr
        report = next(line for line in bot.stderr if "reload: " in line)
        assert "展览 · 接待观众: 4321人" in report
        assert visible(api.ask("展览接待观众多少人")).startswith("4321人")
        (folder / "museum-2022" / "facts.yaml").write_text("sentences: 1", encoding="utf-8")
        bot.send_signal(signal.SIGHUP)
        assert "knowledge/museum-2022/facts.yaml:1" in next(line for line in bot.stderr if "reload: " in line)
        assert visible(api.ask("展览接待观众多少人")).startswith("4321人")


def test_without_a_token_it_says_where_to_get_one(folder: Path) -> None:
    with process("http://127.0.0.1:9", folder, TELEGRAM_BOT_TOKEN="") as bot:
        status, output = ended(bot)
    assert status == 2
    assert "TELEGRAM_BOT_TOKEN" in output
    assert "@BotFather" in output


def test_a_token_that_telegram_refuses_is_named_but_not_shown(api: BotApi, folder: Path) -> None:
    other = "987654321:AAnother-token-nobody-gave-out"
    with process(api.url, folder, TELEGRAM_BOT_TOKEN=other) as bot:
        status, output = ended(bot)
    assert status == 1
    assert "TELEGRAM_BOT_TOKEN" in complaint(output)
    assert other.partition(":")[2] not in output


def test_without_a_network_it_says_what_it_cannot_reach_until_it_does(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with process(f"http://127.0.0.1:{port}", folder) as bot:
        assert bot.stderr
        assert f"cannot reach Telegram at http://127.0.0.1:{port}," in next(iter(bot.stderr))
        with BotApi(port=port) as api:
            assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
            bot.send_signal(signal.SIGTERM)
            assert ended(bot)[0] == 0


def test_it_can_be_stopped_while_it_waits_for_the_network(folder: Path) -> None:
    with process("http://127.0.0.1:9", folder) as bot:
        assert bot.stderr
        assert "cannot reach Telegram" in next(iter(bot.stderr))
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0


@pytest.mark.parametrize(("code", "words"), [(404, "Not Found"), (500, "Internal Server Error")])
def test_one_failure_at_the_start_is_outlived(api: BotApi, folder: Path, code: int, words: str) -> None:
    api.fail("deleteWebhook", code, words)
    with process(api.url, folder) as bot:
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0


def test_a_second_bot_with_the_same_token_is_named_and_outlived(api: BotApi, folder: Path) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        with running(api, Assistant(folder)):
            assert bot.stderr
            assert any("another instance is polling with this token" in line for line in bot.stderr)
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0


@pytest.mark.parametrize(
    ("code", "words"), [(404, "Not Found"), (409, "Conflict: terminated by other getUpdates request")]
)
def test_one_bad_poll_is_outlived(api: BotApi, folder: Path, code: int, words: str) -> None:
    with running(api, Assistant(folder)):
        api.fail("getUpdates", code, words)
        api.ask("河道清淤完成多少")
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")


def test_a_token_withdrawn_while_it_runs_ends_it(api: BotApi, folder: Path) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        api.fail("getUpdates", 401, "Unauthorized")
        api.ask("/help")
        assert ended(bot)[0] == 1


def test_it_runs_even_when_the_command_menu_is_refused(api: BotApi, folder: Path) -> None:
    api.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    with running(api, Assistant(folder)):
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")

"""Updates that Telegram brings by itself: the test is the proxy that hands them on."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bot.channels.telegram.updates import ALLOWED
from bot.channels.telegram.webhook import LARGEST
from tests.channels.bot_api import TOKEN, BotApi, Json, visible
from tests.channels.test_telegram_process import complaint, ended, process

pytestmark = pytest.mark.slow

PATH = "/wenshu"
SECRET = "the-secret-of-the-tests"
QUESTION = "群众满意率是多少"


@contextmanager
def listening(api: BotApi, folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The bot as a process that has told Telegram where it listens, and the port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    hook = {
        "TELEGRAM_WEBHOOK_URL": f"https://bot.example.org{PATH}",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
    with process(api.url, folder, **(hook | settings)) as bot:
        api.wait(lambda: api.webhook)
        yield bot, port


def bring(port: int, body: bytes | Json, path: str = PATH, method: str = "POST", secret: str = SECRET) -> int:
    """Hand a request on, as the proxy does; returns the status."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, content, {"X-Telegram-Bot-Api-Secret-Token": secret})
        return connection.getresponse().status


def asked(api: BotApi, text: str = QUESTION, user: int = 7) -> tuple[Json, Json]:
    """A message, and the update that brings it."""
    message = api.say(text, user)
    return message, api.pushed_last()


def test_a_question_that_is_brought_is_answered(api: BotApi, folder: Path) -> None:
    with listening(api, folder) as (bot, port):
        message, update = asked(api)
        assert bring(port, update) == 200
        assert visible(api.replies(message)[0]).startswith("86.08%")
        assert api.webhook
        assert api.webhook["secret_token"] == SECRET
        assert sorted(api.webhook["allowed_updates"]) == sorted(ALLOWED)
        assert TOKEN.partition(":")[2] not in api.webhook["url"]
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert not api.count("getUpdates")


def test_one_connection_brings_many(api: BotApi, folder: Path) -> None:
    questions = [QUESTION, "河道清淤完成多少", QUESTION]
    with listening(api, folder) as (_, port):
        first, _ = asked(api)
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            for question in questions:
                _, update = asked(api, question)
                headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
                connection.request("POST", PATH, json.dumps(update), headers)
                response = connection.getresponse()
                assert (response.status, response.read()) == (200, b"")
        said = [visible(reply) for reply in api.replies(first, len(questions))]
    assert [text.startswith("86.08%") for text in said] == [True, False, True]


def test_a_connection_that_stays_open_ends_with_the_bot(api: BotApi, folder: Path) -> None:
    with (
        listening(api, folder) as (bot, port),
        closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection,
    ):
        connection.request("GET", PATH)
        assert connection.getresponse().read() == b""
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
        assert connection.sock
        assert connection.sock.recv(1) == b""


def test_an_update_that_is_brought_twice_is_answered_once(api: BotApi, folder: Path) -> None:
    with listening(api, folder) as (_, port):
        message, update = asked(api)
        assert [bring(port, update) for _ in range(3)] == [200] * 3
        _, update = asked(api, "河道清淤完成多少")
        bring(port, update)
        api.replies(message, 2)
        assert len(api.said(message["chat"]["id"])) == 2


@pytest.mark.parametrize(
    ("body", "how", "status"),
    [
        (b"{}", {"secret": "another"}, 403),
        (b"{}", {"secret": ""}, 403),
        (b"{}", {"path": "/"}, 404),
        (b"{}", {"path": f"{PATH}/more"}, 404),
        (b"", {"method": "GET"}, 405),
        (b"no json", {}, 400),
        (b"[]", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b'{"update_id": "one"}', {}, 400),
        (b'{"update_id": 5, "message": {"chat": 7}}', {}, 200),  # it would come again for ever
        (b" " * (LARGEST + 1), {}, 413),
    ],
)
def test_what_is_no_update_is_refused_and_the_next_one_answered(
    api: BotApi, folder: Path, body: bytes, how: dict[str, str], status: int
) -> None:
    with listening(api, folder) as (bot, port):
        assert bring(port, body, **how) == status
        message, update = asked(api)
        assert bring(port, update) == 200
        assert visible(api.replies(message)[0]).startswith("86.08%")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0


def test_what_is_no_http_is_hung_up_on(api: BotApi, folder: Path) -> None:
    with listening(api, folder) as (_, port):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as stranger:
            stranger.sendall(b"\x16\x03\x01 hello\r\n\r\n")
            assert stranger.recv(100) == b""
        message, update = asked(api)
        assert bring(port, update) == 200
        api.replies(message)


def test_what_was_taken_is_answered_before_it_stops(api: BotApi, folder: Path) -> None:
    with listening(api, folder) as (bot, port):
        some = [asked(api, user=user) for user in range(20, 40)]
        bringing = [threading.Thread(target=bring, args=(port, update)) for _, update in some]
        for thread in bringing:
            thread.start()
        for thread in bringing:
            thread.join()
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert [len(api.said(user)) for user in range(20, 40)] == [1] * 20


def test_a_restart_takes_up_what_a_kill_left(api: BotApi, folder: Path) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60, count=5)
    with listening(api, folder) as (bot, port):
        message, update = asked(api)
        assert bring(port, update) == 200
        api.wait(lambda: api.count("sendMessage"))
        bot.kill()
    api.mend()
    with listening(api, folder):
        assert visible(api.replies(message)[0]).startswith("86.08%")


def test_telegram_is_told_again_until_it_hears(api: BotApi, folder: Path) -> None:
    api.fail("setWebhook", 502, "Bad Gateway")
    with listening(api, folder) as (_, port):
        message, update = asked(api)
        assert bring(port, update) == 200
        api.replies(message)
    assert api.count("setWebhook") == 2


def test_a_secret_is_made_where_none_is_set(api: BotApi, folder: Path) -> None:
    with listening(api, folder, TELEGRAM_WEBHOOK_SECRET="") as (_, port):
        assert api.webhook
        message, update = asked(api)
        assert bring(port, update, secret="") == 403
        assert bring(port, update, secret=api.webhook["secret_token"]) == 200
        api.replies(message)


def test_an_address_in_use_is_named(api: BotApi, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        hook = {"TELEGRAM_WEBHOOK_URL": f"https://example.org{PATH}", "TELEGRAM_WEBHOOK_LISTEN": where}
        with process(api.url, folder, **hook) as bot:
            status, output = ended(bot)
    assert status == 2
    assert f"TELEGRAM_WEBHOOK_LISTEN {where}" in complaint(output)


def test_polling_takes_over_from_a_webhook(api: BotApi, folder: Path) -> None:
    api.webhook = {"url": "https://bot.example.org/old"}
    with process(api.url, folder):
        assert visible(api.ask(QUESTION)).startswith("86.08%")
    assert api.webhook is None

"""Several workers of one bot, behind a proxy that hands each update to any of them, share a PostgreSQL database."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.channels import documents
from tests.channels.bot_api import PATIENCE, BotApi, Json, buttons, visible
from tests.channels.running import ADMIN
from tests.channels.test_telegram_intake import text
from tests.channels.test_telegram_process import ended, process
from tests.channels.test_telegram_webhook import PATH, SECRET, bring

pytestmark = pytest.mark.slow

QUESTION = "群众满意率是多少"
GROUP = -1001


class Pair:
    """Two workers of one bot, and the users' side of both."""

    def __init__(self, api: BotApi, bots: list[subprocess.Popen[str]], ports: list[int]) -> None:
        self.api, self.bots, self.ports = api, bots, ports

    def say(self, worker: int, text: str, user: int = 7, **who: Any) -> Json:
        """Say something, which is brought to a worker."""
        message = self.api.say(text, user, **who)
        assert bring(self.ports[worker], self.api.pushed_last()) == 200
        return message

    def ask(self, worker: int, text: str, user: int = 7, **who: Any) -> str:
        """Say something to a worker; what it replies."""
        return visible(self.api.replies(self.say(worker, text, user, **who))[0])

    def tap(self, worker: int, message: Json, button: str, user: int = 7) -> None:
        """Tap a button, which is brought to a worker, and wait for the end of the wait."""
        query = self.api.tap(message, button, user)
        assert bring(self.ports[worker], self.api.pushed_last()) == 200
        self.api.answer(query)

    def logged(self, worker: int, words: str) -> str:
        """Wait until a worker has logged something; the line."""
        stderr = self.bots[worker].stderr
        assert stderr
        giving_up = threading.Timer(PATIENCE, self.bots[worker].kill)
        giving_up.start()
        found = next((line for line in stderr if words in line), "")
        giving_up.cancel()
        assert found
        return found

    def reloaded(self) -> None:
        """Wait until each worker has loaded the knowledge once more than the last time."""
        for worker in (0, 1):
            self.logged(worker, "reload: ")


@contextmanager
def working(
    api: BotApi, folders: tuple[Path, Path], url: str, **settings: str
) -> Iterator[tuple[list[subprocess.Popen[str]], list[int]]]:
    """Two workers as processes, that listen at these ports."""
    with ExitStack() as open_:
        bots, ports = [], []
        for folder in folders:
            with closing(socket.create_server(("127.0.0.1", 0))) as free:
                ports.append(free.getsockname()[1])
            hook = {
                "TELEGRAM_WEBHOOK_URL": f"https://bot.example.org{PATH}",
                "TELEGRAM_WEBHOOK_SECRET": SECRET,
                "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{ports[-1]}",
                "WENSHU_DATABASE_URL": url,
                "WENSHU_ADMINS": str(ADMIN),
            }
            bots.append(open_.enter_context(process(api.url, folder, **(hook | settings))))
            api.wait(lambda: api.count("setWebhook") >= len(bots))
        yield bots, ports


@pytest.fixture
def url(server: Callable[[], str]) -> str:
    return server()


@pytest.fixture
def pair(api: BotApi, folder: Path, url: str) -> Iterator[Pair]:
    with working(api, (folder, folder), url) as (bots, ports):
        yield Pair(api, bots, ports)


def test_a_follow_up_is_understood_by_another_worker(pair: Pair) -> None:
    assert pair.ask(0, QUESTION).startswith("86.08%")
    told = [
        pair.ask(number % 2, text) for number, text in enumerate(["河道清淤完成多少", "那目标呢", "进度呢"])
    ]
    here = [pair.ask(0, text, user=8) for text in ("河道清淤完成多少", "那目标呢", "进度呢")]
    assert told == here


def test_a_reply_to_the_message_of_another_worker_goes_on_from_it(pair: Pair) -> None:
    card = pair.api.replies(pair.say(0, "/ask 河道清淤完成多少", chat=GROUP))[0]
    pair.ask(0, f"/ask {QUESTION}", chat=GROUP)
    told = [pair.ask(number, "那目标呢", user=8, chat=GROUP, reply_to_message=card) for number in (1, 0)]
    assert told[0] == told[1] == pair.ask(0, "河道清淤目标是多少", user=10)
    refusal = pair.api.replies(pair.say(0, "/ask 今天天气怎么样", user=9, chat=GROUP))[0]
    pair.ask(1, "/ask 道路改造完成多少", user=9, chat=GROUP)
    on = pair.ask(1, "那目标呢", user=9, chat=GROUP, reply_to_message=refusal)
    assert on == pair.ask(0, "道路改造目标是多少", user=10)


def test_what_is_edited_at_another_worker_has_its_answer_edited(pair: Pair) -> None:
    api = pair.api
    pair.ask(0, "河道清淤完成多少")
    question = pair.say(0, "那目标呢")
    answer = api.replies(question)[0]
    told = [visible(answer)]
    for number, words in enumerate(["道路改造完成多少", "那目标呢"]):
        api.edit(question, words)
        assert bring(pair.ports[1 - number], api.pushed_last()) == 200
        told.append(visible(api.edited(answer, number + 1)))
    assert told[1] == pair.ask(0, "道路改造完成多少", user=8)
    assert told[2] == told[0]
    assert len(api.said(7)) == 2


def test_where_the_answer_was_deleted_an_edit_at_another_worker_is_answered_anew(pair: Pair) -> None:
    api = pair.api
    question = pair.say(0, QUESTION)
    api.messages.pop(api.replies(question)[0]["message_id"])
    api.edit(question, "河道清淤完成多少")
    assert bring(pair.ports[1], api.pushed_last()) == 200
    assert visible(api.replies(question)[0]) == pair.ask(0, "河道清淤完成多少", user=8)


def test_the_picture_of_a_list_is_made_by_another_worker(pair: Pair) -> None:
    card = pair.api.replies(pair.say(0, "东站客流量和西站客流量分别是多少"))[0]
    for worker in (0, 1):
        pair.tap(worker, card, "图表")
    pictures = [sent["photo"] for sent in pair.api.replies(card, 2)]
    assert pictures[0] == pictures[1]


def test_an_update_that_comes_to_both_is_answered_once(pair: Pair) -> None:
    users = range(20, 40)
    for user in users:
        pair.api.say(QUESTION, user)
        update = pair.api.pushed_last()
        bringing = [threading.Thread(target=bring, args=(port, update)) for port in pair.ports * 2]
        for thread in bringing:
            thread.start()
        for thread in bringing:
            thread.join()
    for bot in pair.bots:
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert [len(pair.api.said(user)) for user in users] == [1] * len(users)


def test_what_is_asked_one_after_the_other_is_answered_so(pair: Pair) -> None:
    api = pair.api
    api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, chat=7)
    first = pair.say(0, "河道清淤完成多少")
    pair.say(1, "那目标呢")
    told = [visible(reply) for reply in api.replies(first, 2)]
    assert told == [pair.ask(0, "河道清淤完成多少", user=8), pair.ask(0, "那目标呢", user=8)]


def test_a_group_is_answered_in_the_order_of_its_messages(pair: Pair) -> None:
    api = pair.api
    api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, chat=GROUP)
    asked = [
        pair.say(worker, f"/ask {QUESTION}", user, chat=GROUP)
        for worker, user in ((0, 1), (1, 2), (1, 3), (0, 1), (0, 2), (1, 3), (1, 2), (0, 3))
    ]
    told = api.replies(asked[-1], len(asked))
    assert [one["reply_parameters"]["message_id"] for one in told] == [one["message_id"] for one in asked]


def test_what_is_in_doubt_is_not_taken_for_the_message_of_another_worker(pair: Pair) -> None:
    api = pair.api
    card = api.replies(pair.say(0, "/ask 河道清淤完成多少", user=7, chat=GROUP))[0]
    before = visible(card)
    api.hang_up("sendMessage", done=True, chat=GROUP)
    pair.tap(1, card, "目标", user=8)
    api.replies(card)
    assert pair.ask(0, f"/ask {QUESTION}", chat=GROUP).startswith("86.08%")
    assert visible(card) == before
    assert len(api.said(GROUP)) == 3


def test_what_one_worker_loads_is_loaded_by_all(pair: Pair, folder: Path) -> None:
    assert not pair.ask(1, "展览接待观众多少人").startswith("4321人")
    documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
    assert "展览" in pair.ask(0, "/reload", user=ADMIN)
    pair.reloaded()
    assert pair.ask(1, "展览接待观众多少人").startswith("4321人")
    (folder / "museum-2022" / "facts.yaml").write_text("sentences: 1", encoding="utf-8")
    pair.ask(1, "/reload", user=ADMIN)
    pair.reloaded()
    assert [pair.ask(worker, "展览接待观众多少人")[:5] for worker in (0, 1)] == ["4321人"] * 2


def test_a_file_is_added_and_taken_back_by_any_worker_for_all(pair: Pair) -> None:
    api, question = pair.api, "春申市热线受理来电多少件"
    message = api.send_file("春申市2023.txt", text(), ADMIN)
    assert bring(pair.ports[0], api.pushed_last()) == 200
    report = api.edited(api.replies(message, 2)[0])
    pair.tap(1, report, "加入", user=ADMIN)
    pair.reloaded()
    assert [pair.ask(worker, question)[:5] for worker in (0, 1)] == ["4321件"] * 2
    assert "春申市" in pair.ask(0, "/versions", user=ADMIN)
    assert "退回" in pair.ask(0, "/rollback", user=ADMIN)
    pair.reloaded()
    assert not any(pair.ask(worker, question).startswith("4321件") for worker in (0, 1))


def test_a_name_is_given_and_taken_back_by_any_worker_for_all(pair: Pair) -> None:
    question = "群众投诉率是多少"
    pair.ask(0, question)
    listing = pair.api.replies(pair.say(1, "/unanswered", ADMIN))[0]
    pair.tap(0, listing, "1 ✅", ADMIN)
    report = pair.api.replies(listing)[0]
    pair.reloaded()
    assert [pair.ask(worker, question)[:6] for worker in (0, 1)] == ["86.08%"] * 2
    pair.tap(1, report, "撤销", ADMIN)
    pair.reloaded()
    assert not any(pair.ask(worker, question).startswith("86.08%") for worker in (0, 1))


def test_a_worker_with_another_folder_keeps_its_own(
    api: BotApi, folder: Path, url: str, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "knowledge"
    documents.write(other)
    with working(api, (folder, other), url) as (bots, ports):
        pair = Pair(api, bots, ports)
        (other / "harbour-2022" / "facts.yaml").write_text("sentences: 1", encoding="utf-8")
        documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
        pair.ask(0, "/reload", user=ADMIN)
        pair.logged(1, "cannot be used here; what was in use stays")
        assert pair.ask(1, QUESTION).startswith("86.08%")
        assert pair.ask(0, "展览接待观众多少人").startswith("4321人")


def test_a_language_and_its_end_reach_all(pair: Pair) -> None:
    menu = pair.api.replies(pair.say(0, "/language"))[0]
    pair.tap(0, menu, "English")
    assert "Settings" in pair.ask(1, "/settings")
    pair.ask(1, "河道清淤完成多少")
    pair.ask(1, "/forget")
    assert "设置" in pair.ask(0, "/settings")
    assert pair.ask(0, "那目标呢") == pair.ask(0, "那目标呢", user=9)


def test_what_one_worker_forgets_is_forgotten_by_all(pair: Pair) -> None:
    nothing = pair.ask(0, "/why")
    pair.ask(0, "河道清淤完成多少")
    assert pair.ask(0, "/why") != nothing
    pair.ask(1, "/forget")
    until = time.monotonic() + PATIENCE
    while pair.ask(0, "/why") != nothing:
        assert time.monotonic() < until


def test_a_worker_that_comes_back_answers_what_it_had_taken(api: BotApi, folder: Path, url: str) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60, count=5, chat=7)
    with working(api, (folder, folder), url) as (bots, ports):
        pair = Pair(api, bots, ports)
        message = pair.say(0, QUESTION)
        update = api.pushed_last()
        api.wait(lambda: api.count("sendMessage"))
        bots[0].kill()
        bots[0].wait()
        assert bring(ports[1], update) == 200
        api.mend()
        hook = {
            "TELEGRAM_WEBHOOK_URL": f"https://bot.example.org{PATH}",
            "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{ports[0]}",
            "WENSHU_DATABASE_URL": url,
        }
        with process(api.url, folder, **hook):
            assert visible(api.replies(message)[0]).startswith("86.08%")
        assert pair.ask(1, QUESTION, user=8).startswith("86.08%")
        assert len(api.said(7)) == 1


def test_without_the_database_questions_are_answered_all_the_same(
    api: BotApi, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.records.servers import postgresql

    with ExitStack() as running_server:
        fresh = running_server.enter_context(postgresql(tmp_path_factory.mktemp("ending")))
        with working(api, (folder, folder), fresh()) as (bots, ports):
            pair = Pair(api, bots, ports)
            pair.ask(0, QUESTION)
            running_server.close()
            assert pair.ask(0, "河道清淤完成多少", user=8)
            assert pair.ask(1, QUESTION, user=9).startswith("86.08%")
            bots[0].send_signal(signal.SIGTERM)
            assert ended(bots[0])[0] == 0


def test_who_waits_for_an_answer_is_told_by_one_worker_whichever_has_loaded_it(
    pair: Pair, folder: Path
) -> None:
    api, question = pair.api, "展览接待观众多少人"
    start = api.replies(pair.say(0, "/start"))[0]
    card = api.replies(pair.say(0, question))[0]
    pair.tap(0, card, "🔔")
    documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
    assert "展览" in pair.ask(1, "/reload", user=ADMIN)
    told = api.replies(card)[0]
    assert "现在有答案了" in visible(told)
    pair.reloaded()
    for worker, button in zip((0, 1), buttons(start), strict=False):
        # What is in doubt is not taken for what another worker has said unasked.
        api.hang_up("sendMessage", done=False, chat=7)
        pair.tap(worker, start, button["text"])
        assert len(api.replies(told, worker + 1)) == worker + 1
    assert "现在有答案了" in visible(api.messages[told["message_id"]])
    for worker in (0, 1):
        assert pair.ask(worker, question).startswith("4321人")
    assert sum("现在有答案了" in text for text in pair.api.said(7)) == 1

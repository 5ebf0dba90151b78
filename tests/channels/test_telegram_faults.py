"""What goes wrong on the way: nothing is lost, nothing comes twice, and one chat's trouble is its own."""

from __future__ import annotations

import gc
import shutil
import signal
import sqlite3
import threading
import weakref
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.assistant import Assistant
from bot.channels.telegram import chats, delivery, updates
from bot.channels.telegram.backlog import Backlog
from bot.channels.telegram.calls import Call
from bot.knowledge.model import Turn
from tests.channels import documents
from tests.channels.bot_api import BotApi, Json, buttons, visible
from tests.channels.running import ADMIN, BOT, running
from tests.channels.test_telegram_process import ended, process

pytestmark = pytest.mark.slow

GROUP, SUPERGROUP = -55, -1001
ASKED = {"群众满意率是多少": "86.08%", "河道清淤完成多少": "44公里", "道路改造完成多少": "131公里"}


@pytest.fixture(autouse=True)
def _no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(delivery, "LONGEST_PAUSE", 0.05)


@pytest.fixture
def museum(folder: Path) -> Path:
    """A second document beside the first."""
    return documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)


def heads(api: BotApi, chat: int) -> list[str]:
    """The first lines of all that was said in a chat."""
    return [text.partition("\n")[0] for text in api.said(chat)]


# On the way


def test_an_outage_costs_no_answer(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 502, "Bad Gateway", count=40)
    for user in (7, 8, 9):
        for question in ASKED:
            telegram.say(question, user=user)
    telegram.wait(lambda: all(len(telegram.said(user)) == len(ASKED) for user in (7, 8, 9)))
    assert [heads(telegram, user) for user in (7, 8, 9)] == [list(ASKED.values())] * 3


@pytest.mark.parametrize("done", [True, False], ids=["behind the message", "before the message"])
@pytest.mark.parametrize("times", [1, 3])
def test_a_connection_that_breaks_costs_no_answer_and_doubles_none(
    telegram: BotApi, done: bool, times: int
) -> None:
    telegram.hang_up("sendMessage", done=done, count=times)
    for question in ASKED:
        telegram.say(question)
    telegram.wait(lambda: len(telegram.said(7)) >= len(ASKED))
    telegram.ask("/help", user=8)
    assert heads(telegram, 7) == list(ASKED.values())


@pytest.mark.parametrize("done", [True, False], ids=["behind the message", "before the message"])
@pytest.mark.parametrize("page", ["<html><h1>502 Bad Gateway</h1></html>", '"bad gateway"', "[]", " "])
@pytest.mark.parametrize("status", [200, 502])
def test_a_gateway_that_answers_for_telegram_costs_no_answer_and_doubles_none(
    telegram: BotApi, status: int, page: str, done: bool
) -> None:
    telegram.intercept("sendMessage", page, status=status, done=done, count=2)
    for question in ASKED:
        telegram.say(question)
    telegram.wait(lambda: len(telegram.said(7)) >= len(ASKED))
    telegram.ask("/help", user=8)
    assert heads(telegram, 7) == list(ASKED.values())


@pytest.mark.parametrize("page", ["<html>", '"bad gateway"', "[]", '{"ok": true, "result": true}'])
@pytest.mark.parametrize("status", [200, 502])
def test_a_gateway_that_answers_a_poll_is_outlived(telegram: BotApi, status: int, page: str) -> None:
    telegram.intercept("getUpdates", page, status=status, done=False)
    telegram.ask("/help", user=8)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


def test_a_message_in_another_form_is_looked_for_in_that_form(telegram: BotApi) -> None:
    refusal = "Bad Request: can't parse entities: unsupported start tag"
    telegram.fail("sendMessage", 400, refusal)
    telegram.hang_up("sendMessage", done=True)
    telegram.say("群众满意率是多少")
    telegram.wait(lambda: telegram.said(7))
    telegram.ask("/help", user=8)
    assert heads(telegram, 7) == ["86.08%"]


def test_what_cannot_be_edited_in_is_sent_and_looked_for_like_any_message(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    telegram.fail("editMessageText", 400, "Bad Request: message to edit not found", count=3)
    telegram.hang_up("sendMessage", done=True)
    telegram.tap(offer, "西站")
    telegram.wait(lambda: len(telegram.said(7)) == 2)
    telegram.mend()
    telegram.ask("/help", user=7)
    assert heads(telegram, 7)[1:2] == ["3400人次"]
    assert len(telegram.said(7)) == 3


def test_a_message_is_looked_for_where_others_have_written_meanwhile(telegram: BotApi) -> None:
    telegram.hang_up("sendMessage", done=True, chat=7)
    telegram.fail("editMessageText", 500, "Internal Server Error", count=3)
    telegram.say("群众满意率是多少", user=7)
    for user in range(20, 25):
        telegram.ask("河道清淤完成多少", user=user)
    telegram.ask("/help", user=7)
    assert heads(telegram, 7)[:1] == ["86.08%"]
    assert len(telegram.said(7)) == 2


@pytest.mark.parametrize("done", [True, False], ids=["behind the message", "before the message"])
def test_a_message_is_looked_for_however_much_is_written_meanwhile(
    telegram: BotApi, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    monkeypatch.setattr(delivery, "REACH", 5)
    telegram.hang_up("sendMessage", done=done, count=1 if done else 3, chat=7)
    telegram.fail("editMessageText", 500, "Internal Server Error", count=20, chat=7)
    telegram.say("群众满意率是多少", user=7)
    for user in range(20, 30):
        telegram.ask("河道清淤完成多少", user=user)
        telegram.say("道路改造完成多少", user=7)
    telegram.wait(lambda: len(telegram.said(7)) >= 11)
    telegram.ask("群众满意率是多少", user=7)
    assert heads(telegram, 7) == ["86.08%", *["131公里"] * 10, "86.08%"]


def test_a_message_is_looked_for_behind_others_that_are_not_seen(telegram: BotApi) -> None:
    telegram.ask("群众满意率是多少")
    telegram.fail("sendMessage", 500, "Internal Server Error", count=5)
    telegram.hang_up("sendMessage", done=True)
    telegram.say("河道清淤完成多少")
    telegram.write_unseen(10)
    telegram.wait(lambda: any("not modified" in why for _, why in telegram.refused))  # it is found
    telegram.ask("道路改造完成多少")
    assert heads(telegram, 7) == ["86.08%", "44公里", "131公里"]


def test_a_question_is_edited_whose_answer_is_still_looked_for(telegram: BotApi) -> None:
    telegram.hang_up("sendMessage", done=True, chat=7)
    question = telegram.say("群众满意率是多少", user=7)
    telegram.wait(lambda: telegram.said(7))
    telegram.edit(question, "河道清淤完成多少")
    telegram.wait(lambda: heads(telegram, 7) == ["44公里"])


@pytest.mark.parametrize("done", [True, False], ids=["behind the updates", "before the updates"])
def test_polls_that_break_lose_nothing_and_double_nothing(
    telegram: BotApi, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    monkeypatch.setattr(updates, "FIRST_PAUSE", 0.01)
    telegram.hang_up("getUpdates", done=done, count=3)
    for question in ASKED:
        telegram.say(question)
    telegram.wait(lambda: len(telegram.said(7)) >= len(ASKED))
    telegram.ask("/help", user=8)
    assert heads(telegram, 7) == list(ASKED.values())


def test_an_update_that_comes_twice_is_answered_once(telegram: BotApi) -> None:
    telegram.ask("群众满意率是多少")
    update = telegram.pushed_last()
    telegram.wait(lambda: telegram.confirmed(update["update_id"]))
    telegram.ask("/help", user=8)
    telegram.wait(lambda: telegram.is_polled)
    telegram.repeat(2)
    telegram.ask("/help", user=8)
    assert heads(telegram, 7) == ["86.08%"]
    assert len(telegram.said(8)) == 2


def test_a_question_that_is_deleted_meanwhile_is_answered_all_the_same(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 500, "Internal Server Error", count=10_000)
    question = telegram.say("/ask 群众满意率是多少", chat=SUPERGROUP)
    telegram.wait(lambda: telegram.refused)
    telegram.delete(question)
    telegram.mend()
    telegram.wait(lambda: heads(telegram, SUPERGROUP) == ["86.08%"])


def test_what_was_to_change_a_message_that_is_deleted_is_sent(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    query = telegram.tap(offer, "西站")
    telegram.answer(query)
    telegram.edited(offer)
    telegram.delete(offer)
    telegram.tap(offer, "原文")
    [shown] = telegram.replies(offer)
    assert "西站客流量" in visible(shown)


def test_a_part_of_an_answer_that_is_deleted_does_not_come_back_to_say_that_it_is_empty(
    telegram: BotApi,
) -> None:
    question = telegram.say("码头由来是什么")
    first, second, *_ = telegram.replies(question, count=4)
    telegram.delete(second)
    telegram.edit(question, "群众满意率是多少")
    assert visible(telegram.edited(first)).startswith("86.08%")
    telegram.ask("/help")
    assert telegram.count("sendMessage") == 5


@pytest.mark.parametrize(
    ("method", "button"), [("editMessageText", "原文"), ("sendPhoto", "图表"), ("editMessageText", "目标")]
)
def test_a_tap_of_somebody_who_blocks_the_bot_does_not_stop_it(
    telegram: BotApi, method: str, button: str
) -> None:
    card = telegram.ask("河道清淤完成多少", user=8)
    telegram.fail(method, 403, "Forbidden: bot was blocked by the user", chat=8)
    telegram.tap(card, button, user=8)
    telegram.wait(lambda: telegram.refused)
    assert visible(telegram.ask("群众满意率是多少", user=7)).startswith("86.08%")
    assert visible(telegram.ask("群众满意率是多少", user=8)).startswith("86.08%")
    assert len(telegram.said(8)) == 2


def test_one_chat_that_has_to_wait_holds_no_other(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 600", retry_after=600, chat=7)
    telegram.say("群众满意率是多少", user=7)
    telegram.wait(lambda: telegram.refused)
    for user in range(8, 12):
        assert visible(telegram.ask("河道清淤完成多少", user=user)).startswith("44公里")
    assert not telegram.said(7)


def test_one_group_with_many_questions_holds_no_other_chat(telegram: BotApi) -> None:
    for number in range(40):  # twice what Telegram lets a bot say to a group in a minute
        telegram.say("/ask 道路改造完成多少", chat=SUPERGROUP, user=100 + number % 10)
    assert visible(telegram.ask("群众满意率是多少", user=8)).startswith("86.08%")


def test_a_group_that_becomes_a_supergroup_gets_its_answer_there(telegram: BotApi) -> None:
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.fail("sendMessage", 400, upgraded, migrate_to_chat_id=SUPERGROUP, chat=GROUP)
    telegram.say("/ask 群众满意率是多少", chat=GROUP)
    telegram.wait(lambda: heads(telegram, SUPERGROUP) == ["86.08%"])
    assert not telegram.said(GROUP)


def test_the_new_number_of_a_group_may_come_as_a_message(telegram: BotApi) -> None:
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.fail("sendMessage", 400, upgraded, count=3, chat=GROUP)
    telegram.say("/ask 群众满意率是多少", chat=GROUP)
    telegram.say(None, chat=GROUP, migrate_to_chat_id=SUPERGROUP)
    telegram.wait(lambda: telegram.said(SUPERGROUP) or telegram.said(GROUP))
    assert heads(telegram, SUPERGROUP) == ["86.08%"]


def test_in_a_supergroup_replies_go_on_from_what_was_asked_in_the_group(telegram: BotApi) -> None:
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.fail("sendMessage", 400, upgraded, migrate_to_chat_id=SUPERGROUP, chat=GROUP)
    telegram.say("/ask 河道清淤完成多少", chat=GROUP)
    telegram.wait(lambda: telegram.said(SUPERGROUP))
    [river] = [one for one in telegram.messages.values() if one["chat"]["id"] == SUPERGROUP]
    telegram.say("/ask 群众满意率是多少", chat=GROUP)  # which is answered when all of the first is noted
    telegram.wait(lambda: len(telegram.said(SUPERGROUP)) > 1)
    followed = telegram.ask("那目标呢", chat=SUPERGROUP, user=9, reply_to_message=river)
    assert visible(followed).startswith("40公里")


def test_a_button_of_the_group_changes_no_message_of_the_supergroup(telegram: BotApi) -> None:
    offer = telegram.ask("/ask 客流量", chat=GROUP)
    old = dict(offer)
    # In the supergroup another message has the number of that one.
    offer |= {"chat": {"id": SUPERGROUP, "type": "supergroup", "title": "群"}, "text": "another answer"}
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.fail("editMessageText", 400, upgraded, migrate_to_chat_id=SUPERGROUP, chat=GROUP)
    telegram.tap(old, "西站")
    telegram.wait(lambda: len(telegram.said(SUPERGROUP)) == 2)
    assert heads(telegram, SUPERGROUP) == ["another answer", "3400人次"]


def test_an_answer_too_old_to_be_of_use_is_given_up(
    telegram: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "KEPT", 0.0)
    telegram.fail("sendMessage", 500, "Internal Server Error", count=9)
    telegram.say("群众满意率是多少")
    telegram.wait(lambda: telegram.refused)
    telegram.mend()
    assert visible(telegram.ask("河道清淤完成多少")).startswith("44公里")
    assert heads(telegram, 7) == ["44公里"]


# Stops and starts


def asked_while_nothing_gets_out(api: BotApi) -> None:
    """Questions of three people that are taken while no answer reaches them."""
    api.fail("sendMessage", 500, "Internal Server Error", count=10_000)
    numbers = [
        api.push(
            message={
                "message_id": 1000 + 10 * user + number,
                "date": 1_700_000_000,
                "chat": {"id": user, "type": "private"},
                "from": {"id": user, "is_bot": False, "first_name": "用户"},
                "text": question,
            }
        )
        for user in (7, 8, 9)
        for number, question in enumerate(ASKED)
    ]
    api.wait(lambda: all(map(api.confirmed, numbers)))
    api.wait(lambda: api.count("sendMessage") >= 3)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_taken_is_answered_after_a_restart_and_once(
    api: BotApi, folder: Path, how: signal.Signals
) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        asked_while_nothing_gets_out(api)
        bot.send_signal(how)
        bot.wait(30)
    api.mend()
    with process(api.url, folder) as bot:
        api.wait(lambda: all(len(api.said(user)) >= len(ASKED) for user in (7, 8, 9)))
        api.ask("/help", user=10)
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert [sorted(heads(api, user)) for user in (7, 8, 9)] == [sorted(ASKED.values())] * 3


def test_a_message_that_was_out_when_the_process_was_killed_does_not_come_twice(
    api: BotApi, folder: Path
) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        api.hang_up("sendMessage", done=True)
        api.fail("editMessageText", 500, "Internal Server Error", count=10_000)
        api.say("群众满意率是多少")
        api.wait(lambda: api.count("editMessageText"))  # it is being looked for
        bot.kill()
        bot.wait(30)
    api.mend()
    with process(api.url, folder) as bot:
        assert visible(api.ask("河道清淤完成多少")).startswith("44公里")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert heads(api, 7) == ["86.08%", "44公里"]


def test_what_was_out_is_sent_before_what_was_not_answered(
    api: BotApi, assistant: Assistant, tmp_path: Path
) -> None:
    numbers, last = [], 0
    for user, question in ((1, "/ask 河道清淤完成多少"), (2, "/ask 群众满意率是多少")):
        last = api.say(question, chat=SUPERGROUP, user=user)["message_id"]
        numbers.append(api.pushed_last()["update_id"])
    backlog = Backlog(tmp_path / "backlog", BOT)
    backlog.take({number: Update.de_json(api.pushed(number), None).to_json() for number in numbers})
    [kept] = backlog.answer(
        numbers[1], [Call(chat=SUPERGROUP, html="<b>86.08%</b>", plain="86.08%", reply_to=last)]
    )
    backlog.update(numbers[1], replace(kept, sent=1, after=last))  # it was out, and did not arrive
    backlog.close()
    with running(api, assistant, tmp_path / "backlog"):
        api.wait(lambda: len(api.said(SUPERGROUP)) == 2)
    assert sorted(heads(api, SUPERGROUP)) == ["44公里", "86.08%"]


def test_a_message_is_looked_for_after_a_restart_where_others_have_written_meanwhile(
    api: BotApi, folder: Path, tmp_path: Path
) -> None:
    with running(api, Assistant(folder), tmp_path / "backlog"):
        api.hang_up("sendMessage", done=True, chat=7)
        api.fail("editMessageText", 500, "Internal Server Error", count=10_000)
        for user in range(20, 26):
            api.ask("河道清淤完成多少", user=user)
        api.say("群众满意率是多少", user=7)
        api.wait(lambda: api.said(7) and api.count("editMessageText"))
    api.mend()
    with running(api, Assistant(folder), tmp_path / "backlog"):
        api.ask("/help", user=7)
    assert heads(api, 7)[0] == "86.08%"
    assert len(api.said(7)) == 2


def test_what_answers_a_tap_before_any_message_is_looked_for_after_a_restart(
    api: BotApi, folder: Path, tmp_path: Path
) -> None:
    api.write_unseen(1000)
    with running(api, Assistant(folder)):
        greeting = api.ask("/start")
    with running(api, Assistant(folder), tmp_path / "backlog"):
        api.hang_up("sendMessage", done=True)
        api.fail("editMessageText", 500, "Internal Server Error", count=10_000)
        api.send_data(greeting, buttons(greeting)[0]["callback_data"])
        api.wait(lambda: api.count("editMessageText"))
    api.mend()
    with running(api, Assistant(folder), tmp_path / "backlog"):
        api.ask("/help")
    assert len(api.said(7)) == len(["the greeting", "the figure", "the help"])


@pytest.mark.parametrize("broken", ["taken", "call"])
def test_what_cannot_be_read_any_more_is_given_up(
    api: BotApi, assistant: Assistant, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "backlog"
    backlog = Backlog(file, BOT)
    backlog.take({1: '{"update_id": 1, "message": {"message_id": 5}}'})
    if broken == "call":
        backlog.answer(1, [Call(chat=7, html="a", plain="a")])
    backlog.close()
    with closing(sqlite3.connect(file)) as there:
        there.execute("UPDATE call SET data = replace(data, 'plain', 'simple')")
        there.commit()
    with running(api, assistant, file):
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
    assert heads(api, 7) == ["86.08%"]


def test_an_update_that_comes_again_after_a_restart_is_not_answered_again(api: BotApi, folder: Path) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        api.say("群众满意率是多少")
        api.say("河道清淤完成多少")
        api.wait(lambda: len(api.said(7)) == 2)
        bot.kill()
        bot.wait(30)
    api.repeat(2)  # as after a poll whose confirmation never arrived
    with process(api.url, folder) as bot:
        assert visible(api.ask("道路改造完成多少")).startswith("131公里")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert heads(api, 7) == ["86.08%", "44公里", "131公里"]


def test_two_processes_do_not_share_what_is_to_be_answered(api: BotApi, folder: Path) -> None:
    with process(api.url, folder) as bot:
        api.wait(lambda: api.count("getUpdates"))
        with process(api.url, folder) as second:
            status, output = ended(second)
        assert status == 2
        assert "WENSHU_DATABASE_URL: wenshu.sqlite3 is in use by another instance of this bot" in output
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0


POISON = """
import os, sys
from bot.channels.telegram.conversations import Conversations
respond = Conversations.respond
def poisoned(self, update, recalled=None):
    if update.message and update.message.text == "poison":
        os._exit(9)
    return respond(self, update, recalled)
Conversations.respond = poisoned
sys.argv = ["wenshu", "run"]
from bot.cli import main
main()
"""


def test_a_message_that_ends_the_process_every_time_is_let_go_and_takes_no_other_with_it(
    api: BotApi, folder: Path
) -> None:
    api.say("poison", user=1)
    for user in (7, 8, 9):
        api.say("群众满意率是多少", user=user)
    for _ in range(chats.TRIES):
        with process(api.url, folder, script=POISON) as bot:
            assert bot.wait(60) == 9
    with process(api.url, folder, script=POISON) as bot:
        api.wait(lambda: all(api.said(user) for user in (1, 7, 8, 9)))
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    assert [heads(api, user) for user in (7, 8, 9)] == [["86.08%"]] * 3
    assert ["抱歉" in head for head in heads(api, 1)] == [True]


def test_a_pinned_message_that_the_bot_may_not_see_is_passed_over(telegram: BotApi) -> None:
    unseen = {"message_id": 3, "date": 0, "chat": {"id": SUPERGROUP, "type": "supergroup", "title": "群"}}
    telegram.say(None, chat=SUPERGROUP, pinned_message=unseen)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


def test_a_button_of_a_message_too_old_to_be_seen_is_answered_below(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    data = next(button["callback_data"] for button in buttons(offer) if "西站" in button["text"])
    telegram.send_data({"message_id": 3, "date": 0, "chat": offer["chat"]}, data)
    telegram.wait(lambda: len(telegram.said(7)) == 2)
    assert heads(telegram, 7)[1] == "3400人次"


# Whoever asks too much, and whatever takes too long


def test_a_persons_many_messages_wait_behind_everybodys_first(
    telegram: BotApi, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, order = threading.Event(), list[str]()

    def slowly(text: str, chat: str = "", **more: Any) -> Turn:
        order.append(text)
        go_on.wait(20)
        return real(text, chat, **more)

    real = assistant.ask
    monkeypatch.setattr(assistant, "ask", slowly)
    telegram.say("河道清淤完成多少", user=7)
    telegram.wait(lambda: order)
    for chat in range(60, 80):
        telegram.say("/ask 河道清淤完成多少", user=7, chat=-chat)
    telegram.say("群众满意率是多少", user=8)
    last = telegram.push(something_new={})
    telegram.wait(lambda: telegram.confirmed(last))
    go_on.set()
    telegram.wait(lambda: telegram.said(8))
    assert order.index("群众满意率是多少") <= 2


def test_polling_goes_on_while_a_question_is_thought_about(
    telegram: BotApi, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(text: str, chat: str = "", **more: Any) -> Turn:
        go_on.wait(20)
        return real(text, chat, **more)

    real = assistant.ask
    monkeypatch.setattr(assistant, "ask", slowly)
    telegram.say("群众满意率是多少")
    numbers = [telegram.push(something_new={}) for _ in range(3)]
    telegram.wait(lambda: all(map(telegram.confirmed, numbers)))
    assert not telegram.said(7)
    go_on.set()
    telegram.wait(lambda: telegram.said(7))


def test_who_sends_more_than_anybody_reads_is_told_once(
    telegram: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chats, "MOST_OF_ONE", 5)
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, chat=7)
    first = telegram.say("群众满意率是多少")
    telegram.wait(lambda: telegram.refused)
    for _ in range(20):
        telegram.say("河道清淤完成多少")
    last = telegram.push(something_new={})
    telegram.wait(lambda: telegram.confirmed(last))
    telegram.replies(first, count=6)
    telegram.ask("/help", user=8)
    assert heads(telegram, 7)[0] == "86.08%"
    assert heads(telegram, 7).count("44公里") == 4
    assert sum("太快" in head for head in heads(telegram, 7)) == 1
    assert visible(telegram.ask("道路改造完成多少")).startswith("131公里")


def test_more_than_can_be_answered_is_left_with_telegram(
    api: BotApi, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chats, "MOST", 6)
    api.fail("sendMessage", 500, "Internal Server Error", count=10_000)
    with running(api, assistant):
        for user in range(100, 106):
            api.say("群众满意率是多少", user=user)
        api.wait(lambda: api.count("sendMessage") > 20)
        polls = api.count("getUpdates")
        late = [api.push(something_new={}) for _ in range(3)]
        api.wait(lambda: api.count("sendMessage") > 40)
        assert api.count("getUpdates") == polls
        api.mend()
        api.wait(lambda: all(map(api.confirmed, late)))
        api.wait(lambda: all(heads(api, user) == ["86.08%"] for user in range(100, 106)))


@pytest.mark.parametrize("text", ["\ud800满意率", "群众满意率\udfff是多少", "\ud83d", "👍\ud83d" * 50])
def test_half_a_character_does_no_harm(telegram: BotApi, text: str) -> None:
    telegram.ask(text)
    telegram.type_inline(text)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")
    assert not telegram.refused


def test_a_question_that_cannot_be_answered_is_apologised_for(
    telegram: BotApi, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Turn:
        raise IndexError("of a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(assistant, "ask", broken)
        assert "抱歉" in visible(telegram.ask("群众满意率是多少"))
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


# Reloading


def test_a_reload_survives_whatever_happens(
    telegram: BotApi, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("in\nthe middle")

    with monkeypatch.context() as patch:
        patch.setattr(assistant, "reload", broken)
        report = visible(telegram.ask("/reload", user=ADMIN))
    assert "ZeroDivisionError: in" in report
    assert "\n" not in report
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


def test_a_document_with_faults_is_named_in_reload_and_status_and_all_others_answer(
    telegram: BotApi, folder: Path, museum: Path
) -> None:
    (museum / "tables.yaml").unlink()
    for command in ("/reload", "/status"):
        report = visible(telegram.ask(command, user=ADMIN))
        assert "knowledge/museum-2022/tables.yaml:0: 读不了" in report
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


def revise(folder: Path, sections: Any) -> None:
    """Put another edition in the place of the first document."""
    shutil.rmtree(folder / "harbour-2022")
    documents.write(folder, sections=sections)


MOVED: dict[str, Any] = {
    "前言": {"全年办件77件,回访率66%。": [("大厅", "办件", "77", "件"), ("大厅", "回访率", "66", "%")]}
}
MOVED |= dict(reversed(list(documents.SECTIONS.items())))
GONE = {heading: said for heading, said in documents.SECTIONS.items() if heading != "车站"}


def test_buttons_lists_and_follow_ups_mean_the_same_after_a_reload(telegram: BotApi, folder: Path) -> None:
    offer = telegram.ask("客流量", user=7)
    telegram.ask("客流量", user=8)
    listing = telegram.ask("/list", user=9)
    telegram.tap(listing, "企业服务", user=9)
    telegram.edited(listing)
    telegram.ask("河道清淤完成多少", user=10)
    revise(folder, MOVED)
    telegram.ask("/reload", user=ADMIN)
    telegram.tap(offer, "西站", user=7)
    assert visible(telegram.edited(offer)).startswith("3400人次\n西站 · 客流量")
    assert visible(telegram.ask("2", user=8)).startswith("3400人次\n西站 · 客流量")
    telegram.tap(listing, "2", user=9)
    assert visible(telegram.replies(listing)[0]).startswith("93.2%\n企业服务 · 企业满意率")
    assert visible(telegram.ask("那目标呢", user=10)).startswith("40公里")


def test_what_is_gone_after_a_reload_is_said_to_be_gone(telegram: BotApi, folder: Path) -> None:
    offer = telegram.ask("客流量", user=7)
    telegram.ask("客流量", user=8)
    telegram.ask("西站客流量", user=9)
    revise(folder, GONE)
    telegram.ask("/reload", user=ADMIN)
    assert "不在了" in telegram.answer(telegram.tap(offer, "西站", user=7))["text"]
    for user, text in ((8, "2"), (8, "西站"), (9, "那东站呢")):
        reply = visible(telegram.ask(text, user=user))
        assert "人次" not in reply
        assert "抱歉" not in reply
    assert not telegram.refused


def test_a_button_from_before_a_restart_means_the_same_figure(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        offer = api.ask("客流量")
    revise(folder, MOVED)
    with running(api, Assistant(folder)):
        api.tap(offer, "东站")
        assert visible(api.edited(offer)).startswith("1200人次\n东站 · 客流量")
    assert all(len(button.get("callback_data", "").encode()) <= 64 for button in buttons(offer))


def test_a_page_from_before_a_reload_is_of_the_same_section(telegram: BotApi, folder: Path) -> None:
    listing = telegram.ask("/list")
    revise(folder, MOVED)
    telegram.ask("/reload", user=ADMIN)
    telegram.tap(listing, "车站")
    assert "东站 · 客流量: 1200人次" in visible(telegram.edited(listing))


def test_a_page_of_a_section_that_is_gone_says_so(telegram: BotApi, folder: Path) -> None:
    listing = telegram.ask("/list")
    revise(folder, GONE)
    telegram.ask("/reload", user=ADMIN)
    assert "请重新提问" in telegram.answer(telegram.tap(listing, "车站"))["text"]
    assert "edits" not in listing


def test_a_shared_link_means_the_same_figure_after_a_restart(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        [share] = [one["url"] for one in buttons(api.ask("西站客流量")) if "url" in one]
        payload = share.partition("start%3D")[2].partition("&")[0]
    revise(folder, MOVED)
    with running(api, Assistant(folder)):
        assert visible(api.ask(f"/start {payload}", user=8)).startswith("3400人次\n西站 · 客流量")
    revise(folder, GONE)
    with running(api, Assistant(folder)):
        assert "不在了" in visible(api.ask(f"/start {payload}", user=8))


# Whose conversation it is


def test_a_reply_goes_on_from_the_message_it_replies_to_whoever_asked(telegram: BotApi) -> None:
    river = telegram.ask("/ask 河道清淤完成多少", chat=SUPERGROUP, user=7)
    telegram.ask("/ask 道路改造完成多少", chat=SUPERGROUP, user=7)
    for user in (7, 8):
        followed = telegram.ask("那目标呢", chat=SUPERGROUP, user=user, reply_to_message=river)
        assert visible(followed).startswith("40公里")
    again = telegram.ask("那完成呢", chat=SUPERGROUP, user=9, reply_to_message=followed)
    assert visible(again).startswith("44公里")


def test_a_reply_to_an_answer_from_before_a_restart_goes_on_from_nothing(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        river = api.ask("河道清淤完成多少")
    with running(api, Assistant(folder)):
        api.ask("道路改造完成多少")
        assert not visible(api.ask("那目标呢", reply_to_message=river)).startswith("120公里")


@pytest.mark.parametrize("said", ["量子纠缠多少", "/help", "满" * 4096])
def test_a_reply_to_what_is_about_no_figure_goes_on_from_what_was_said_before(
    telegram: BotApi, said: str
) -> None:
    telegram.ask("河道清淤完成多少")
    reply = telegram.ask(said)
    assert visible(telegram.ask("那目标呢", reply_to_message=reply)).startswith("40公里")


def test_topics_have_each_their_own_follow_ups_and_answers(telegram: BotApi) -> None:
    def post(topic: int, text: str) -> Json:
        return telegram.ask(text, chat=SUPERGROUP, message_thread_id=topic, is_topic_message=True)

    assert post(11, "/ask 河道清淤完成多少")["message_thread_id"] == 11
    assert post(22, "/ask 道路改造完成多少")["message_thread_id"] == 22
    assert visible(post(11, "/ask 那目标呢")).startswith("40公里")
    assert visible(post(22, "/ask 那目标呢")).startswith("120公里")


@pytest.mark.parametrize(
    "nobody",
    [
        {"user": 1087968824, "sender_chat": {"id": SUPERGROUP, "type": "supergroup", "title": "群"}},
        {"user": 136817688, "sender_chat": {"id": -1002, "type": "channel", "title": "频道"}},
    ],
)
def test_those_who_do_not_say_who_they_are_share_nothing(telegram: BotApi, nobody: Json) -> None:
    river = telegram.ask("/ask 河道清淤完成多少", chat=SUPERGROUP, **nobody)
    assert not visible(telegram.ask("/ask 那目标呢", chat=SUPERGROUP, **nobody)).startswith("40公里")
    assert "这里还没有问过问题" in visible(telegram.ask("/why", chat=SUPERGROUP, **nobody))
    followed = telegram.ask("那目标呢", chat=SUPERGROUP, reply_to_message=river, **nobody)
    assert visible(followed).startswith("40公里")


def test_a_question_that_is_edited_by_those_who_do_not_say_who_they_are_goes_on_from_nobodys(
    telegram: BotApi,
) -> None:
    nobody: Json = {"sender_chat": {"id": SUPERGROUP, "type": "supergroup", "title": "群"}}
    telegram.ask("/ask 河道清淤完成多少", chat=SUPERGROUP, **nobody)
    question = telegram.say("/ask 群众满意率是多少", chat=SUPERGROUP - 1, **nobody)
    [answer] = telegram.replies(question)
    telegram.edit(question, "/ask 那目标呢")
    assert "40公里" not in visible(telegram.edited(answer))


# Knowledge that is loaded while an answer is on its way


class Reloading(Assistant):
    """Loads other knowledge between an answer and the card that is made of it."""

    before = staticmethod(lambda: None)

    def ask(self, *args: Any, **more: Any) -> Turn:
        turn = super().ask(*args, **more)
        self.before()
        self.reload()
        return turn


def test_a_card_leads_to_the_figures_of_its_answer_whatever_is_loaded_meanwhile(
    api: BotApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Reloading(folder)

    def turned() -> None:  # now each row has the id of the other
        monkeypatch.setattr(documents, "ROWS", documents.ROWS[::-1])
        shutil.rmtree(folder / "harbour-2022")
        documents.write(folder)

    with running(api, assistant):
        monkeypatch.setattr(Reloading, "before", staticmethod(turned))
        card = api.ask("河道清淤完成多少")
        monkeypatch.setattr(Reloading, "before", staticmethod(lambda: None))
        assert visible(card).startswith("44公里")
        api.tap(card, "目标")
        assert visible(api.edited(card)).startswith("40公里")


def test_a_card_that_arrives_after_a_reload_is_not_gone_back_to(
    telegram: BotApi, assistant: Assistant, folder: Path
) -> None:
    satisfaction = next(f.id for f in assistant.knowledge.facts.values() if f.measure == "群众满意率")
    telegram.fail("sendMessage", 500, "Internal Server Error", count=10_000)
    question = telegram.say("群众满意率是多少")
    telegram.wait(lambda: telegram.refused)
    documents.correct(folder / "harbour-2022", satisfaction.partition("/")[2], "87.5")
    assistant.reload()
    telegram.mend()
    [card] = telegram.replies(question)
    telegram.tap(card, "原文")
    telegram.edited(card)
    telegram.tap(card, "返回")
    assert visible(telegram.edited(card, 2)).startswith("87.5%")


def test_what_was_answered_keeps_no_knowledge_that_is_not_used_any_more(
    telegram: BotApi, assistant: Assistant
) -> None:
    before = weakref.ref(assistant.marks)
    telegram.ask("哪些项目超额完成")
    telegram.ask("/reload", user=ADMIN)
    telegram.ask("群众满意率是多少")
    gc.collect()
    assert before() is None


# Many documents


def test_what_is_said_of_the_documents_stays_short_however_many_there_are(api: BotApi, folder: Path) -> None:
    for number in range(40):
        documents.write(folder, f"report-{number}", f"第{number}号报告" + "很长的题目" * 20, documents.MUSEUM)
    with running(api, Assistant(folder)):
        for command in ("/start", "/source"):
            said = api.ask(command)
            assert len(visible(said)) < 3000
            assert "共 41 份" in visible(said)
        assert len(api.said(7)) == 2

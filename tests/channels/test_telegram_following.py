"""Who got no answer is told when there is one, and admins hear of each week: over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.channels.telegram.asked import Recorded
from bot.knowledge.aliases import add_name
from bot.records.records import Records
from tests.channels import documents
from tests.channels.bot_api import BotApi, Json, buttons, visible
from tests.channels.running import ADMIN, running

QUESTION = "展览接待观众多少人"
WAIT = "有答案时告诉我"
GROUP = -1001
MONDAY = datetime(2024, 7, 1, 9).astimezone()


class Clock:
    """A time that is set by hand."""

    now = MONDAY - timedelta(hours=2)

    def __call__(self) -> float:
        """The time."""
        return self.now.timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def notes(tmp_path: Path, clock: Clock) -> Iterator[Recorded]:
    """Records of what is asked, in a file of the test's."""
    notes = Recorded(Records(f"sqlite:///{tmp_path / 'records.sqlite3'}", clock=clock))
    yield notes
    notes.records.close()


@pytest.fixture
def bot(api: BotApi, assistant: Assistant, notes: Recorded) -> Iterator[BotApi]:
    """The server with a bot that keeps records."""
    with running(api, assistant, notes=notes):
        yield api


def offered(message: Json) -> bool:
    return any(WAIT in one["text"] or "Tell me" in one["text"] for one in buttons(message))


def waiting(bot: BotApi, question: str = QUESTION, user: int = 7, language: str = "zh-hans") -> Json:
    """Ask, and want to be told of an answer."""
    card = bot.ask(question, user=user, language=language)
    query = bot.tap(card, "🔔", user, language)
    assert bot.answer(query)["text"] in {
        "好的,等资料里有了答案,我告诉您一次。",
        "All right, once the documents have an answer, I tell you, one time.",
    }
    return card


def add_museum(assistant: Assistant) -> None:
    documents.write(assistant.folder, "museum-2022", "临港市2022年展览情况", documents.MUSEUM)


def reload(bot: BotApi, assistant: Assistant) -> None:
    bot.ask("/reload", user=ADMIN)


def send_in(bot: BotApi, assistant: Assistant) -> None:
    text = "临港市2022年展览情况\n展览\n展览接待观众4321人。\n"
    report = bot.edited(bot.replies(bot.send_file("展览.txt", text.encode(), ADMIN), 2)[0])
    bot.tap(report, "加入", ADMIN)


def roll_back(bot: BotApi, assistant: Assistant) -> None:
    """What was added, and taken back, comes again."""
    bot.ask("/rollback", user=ADMIN)


@pytest.mark.parametrize("change", [reload, send_in, roll_back])
def test_who_waits_is_told_once_when_a_change_brings_an_answer(
    bot: BotApi, assistant: Assistant, change: Callable[[BotApi, Assistant], None]
) -> None:
    if change is roll_back:
        send_in(bot, assistant)
        bot.wait(lambda: len(assistant.knowledge.documents) == 2)
        bot.ask("/rollback", user=ADMIN)
    card = waiting(bot)
    bot.ask("/reload", user=ADMIN)
    if change is reload:
        add_museum(assistant)
    change(bot, assistant)
    [told] = bot.replies(card)
    assert visible(told).startswith(f"您问过“{QUESTION}”,现在有答案了:\n4321人")
    assert "原文" in [one["text"] for one in buttons(told)]
    assert "4321" in visible(bot.ask("是多少?", reply_to_message=told))
    bot.ask("/reload", user=ADMIN)
    waiting(bot, "海事博物馆有几座", user=8)
    assert sum("现在有答案了" in text for text in bot.said(7)) == 1


def test_a_name_that_an_admin_gives_brings_an_answer_too(bot: BotApi, assistant: Assistant) -> None:
    card = waiting(bot, "What is the complaint rate", language="en")
    listing = bot.ask("/unanswered", user=ADMIN)
    bot.tap(listing, "1 ✅", ADMIN)
    told = bot.replies(card)[0]
    assert visible(told).startswith("You asked “What is the complaint rate”. There is an answer now:")
    assert "97%" in visible(told)


def test_everybody_is_told_in_their_language_though_one_has_blocked_the_bot(
    bot: BotApi, assistant: Assistant
) -> None:
    blocked, told = waiting(bot, user=8), waiting(bot, user=9)
    add_museum(assistant)
    bot.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat=8)
    bot.ask("/reload", user=ADMIN)
    assert "4321" in visible(bot.replies(told)[0])
    assert "4321" in visible(bot.ask(QUESTION, user=8))
    assert sum("现在有答案了" in text for text in bot.said(8)) == 0
    assert blocked["chat"]["id"] == 8


def test_it_is_offered_only_where_an_answer_may_come(bot: BotApi) -> None:
    assert offered(bot.ask(QUESTION))
    assert offered(bot.ask("What is the divorce rate", language="en"))
    assert not offered(bot.ask("群众满意率是多少"))
    assert not offered(bot.ask("满意率是多少"))
    assert not offered(bot.ask("你好"))
    assert not offered(bot.ask("问" * 3000))
    assert not offered(bot.ask(f"/ask {QUESTION}", chat=GROUP))


def test_in_groups_it_is_offered_where_that_is_set(
    api: BotApi, assistant: Assistant, notes: Recorded
) -> None:
    with running(api, assistant, notes=notes, follow_in_groups=True):
        card = api.ask(f"/ask {QUESTION}", chat=GROUP)
        api.answer(api.tap(card, WAIT))
        add_museum(assistant)
        api.ask("/reload", user=ADMIN)
        assert "4321" in visible(api.replies(card)[0])


def test_in_a_forum_it_is_told_in_the_topic_in_which_it_was_asked(
    api: BotApi, assistant: Assistant, notes: Recorded
) -> None:
    def ask(topic: int, question: str) -> Json:
        return api.ask(f"/ask {question}", chat=GROUP, message_thread_id=topic, is_topic_message=True)

    with running(api, assistant, notes=notes, follow_in_groups=True):
        card = ask(11, QUESTION)
        api.answer(api.tap(card, WAIT))
        last = ask(22, "群众满意率是多少")
        add_museum(assistant)
        api.ask("/reload", user=ADMIN)
        [told] = api.replies(last)
        assert "4321" in visible(told)
        assert told["message_thread_id"] == 11


def test_nothing_is_offered_where_nothing_is_kept(telegram: BotApi) -> None:
    assert not offered(telegram.ask(QUESTION))


def test_who_is_forgotten_is_not_told_and_an_old_button_says_so(bot: BotApi, assistant: Assistant) -> None:
    card = waiting(bot, user=7)
    others = waiting(bot, "展览接待观众有多少人", user=8)
    assert "有答案时告诉我" in visible(bot.ask("/privacy", user=7))
    bot.ask("/forget", user=7)
    assert "不在了" in bot.answer(bot.tap(card, WAIT))["text"]
    add_museum(assistant)
    bot.ask("/reload", user=ADMIN)
    bot.replies(others)
    assert not any("现在有答案了" in text for text in bot.said(7))


def test_who_waited_while_the_bot_was_down_is_told_at_the_start(
    api: BotApi, assistant: Assistant, notes: Recorded
) -> None:
    with running(api, assistant, notes=notes):
        card = waiting(api)
    add_museum(assistant)
    assistant.reload()
    with running(api, assistant, notes=notes):
        assert "4321" in visible(api.replies(card)[0])


def test_what_could_not_be_told_is_told_after_a_restart(
    api: BotApi, assistant: Assistant, notes: Recorded, tmp_path: Path
) -> None:
    backlog = tmp_path / "backlog.sqlite3"
    with running(api, assistant, backlog, notes):
        card = waiting(api)
        add_museum(assistant)
        api.fail("sendMessage", 429, "Too Many Requests: retry after 600", count=9, chat=7, retry_after=600)
        tries = api.count("sendMessage")
        api.ask("/reload", user=ADMIN)
        api.wait(lambda: api.count("sendMessage") > tries + 1)
    api.mend()
    with running(api, assistant, backlog, notes):
        assert "4321" in visible(api.replies(card)[0])
        api.ask("你好")
    assert sum("现在有答案了" in text for text in api.said(7)) == 1


# The week


def digests(api: BotApi, title: str = "本周的问数") -> list[Json]:
    return [one for one in list(api.messages.values()) if one["chat"]["id"] == ADMIN and title in one["text"]]


def test_admins_hear_of_a_week_once_in_their_language(
    api: BotApi, assistant: Assistant, notes: Recorded, clock: Clock
) -> None:
    with running(api, assistant, notes=notes):
        api.ask("/stats", user=ADMIN, language="en")
        for question in ("群众满意率是多少", QUESTION, QUESTION):
            api.ask(question)
    clock.now = MONDAY + timedelta(minutes=1)
    with running(api, assistant, notes=notes):
        [told] = api.wait(lambda: digests(api, "Wenshu this week"))
    said = visible(told)
    assert "3 questions: 1 answered, 0 offered choices, 2 declined" in said
    assert f"1. 2 ×: {QUESTION}" in said
    assert "WENSHU_DIGEST" in said
    assert told["photo"].startswith(b"\x89PNG")
    with running(api, assistant, notes=notes):
        api.ask("河道清淤完成多少")
    clock.now = MONDAY + timedelta(days=9)
    with running(api, assistant, notes=notes):
        api.wait(lambda: len(digests(api, "Wenshu this week")) == 2)
    clock.now = MONDAY + timedelta(days=40)  # after weeks in which nobody asked anything
    with running(api, assistant, notes=notes):
        api.ask("群众满意率是多少")
    clock.now = MONDAY + timedelta(days=42)
    with running(api, assistant, notes=notes):
        api.wait(lambda: len(digests(api, "Wenshu this week")) == 3)


def test_no_week_is_told_where_that_is_switched_off(
    api: BotApi, assistant: Assistant, notes: Recorded, clock: Clock
) -> None:
    notes.records.meet(ADMIN, "zh")
    notes.records.asked("1", QUESTION, assistant.ask(QUESTION).answer)
    notes.records.flush()
    clock.now = MONDAY + timedelta(minutes=1)
    with running(api, assistant, notes=notes, digest=False):
        card = waiting(api)
        add_museum(assistant)
        api.ask("/reload", user=ADMIN)
        api.replies(card)
    assert not digests(api)
    with running(api, assistant, notes=notes):
        api.wait(lambda: digests(api))


def test_numbers_come_with_a_picture_of_the_days(bot: BotApi) -> None:
    assert "photo" not in bot.ask("/stats", user=ADMIN)
    bot.ask("群众满意率是多少")
    message = bot.ask("/stats", user=ADMIN)
    assert message["photo"].startswith(b"\x89PNG")
    assert "问了 1 次:答出 1" in visible(message)


def test_a_name_given_by_hand_brings_an_answer_as_well(bot: BotApi, assistant: Assistant) -> None:
    card = waiting(bot, "群众投诉率是多少")
    fact = next(one for one in assistant.knowledge.facts.values() if one.measure == "群众满意率")
    add_name(assistant.folder / "harbour-2022", fact.id.rpartition("/")[2], "群众投诉率")
    bot.ask("/reload", user=ADMIN)
    assert "86.08%" in visible(bot.replies(card)[0])

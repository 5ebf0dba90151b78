"""What a person finds besides the answers: menus, languages, privacy, edited questions, groups, inline mode."""

from __future__ import annotations

import itertools
import sys
import threading
from typing import Any

import pytest

from bot.channels.telegram.notes import Counted
from bot.channels.telegram.wording import EN, ZH
from tests.channels.bot_api import BOT, BotApi, Json, buttons, visible
from tests.channels.running import ADMIN

pytestmark = pytest.mark.slow

GROUP = -1001
STICKER = {
    "file_id": "1",
    "file_unique_id": "1",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
VOICE = {"file_id": "1", "file_unique_id": "1", "duration": 1}
PHOTO = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]


# Menus and texts


def menu(telegram: BotApi, scope: str, language: str) -> list[str]:
    """The commands that are offered in a scope."""

    def offered() -> Json | None:
        for method, params in telegram.calls:
            kind = params.get("scope", {"type": "default"})["type"]
            if method == "setMyCommands" and (kind, params.get("language_code", "")) == (scope, language):
                return params
        return None

    return [command["command"] for command in telegram.wait(offered)["commands"]]


@pytest.mark.parametrize("language", ["", "zh"])
def test_menus_are_offered_by_scope_and_language(telegram: BotApi, language: str) -> None:
    assert {"ask", "why", "settings", "privacy", "forget"} <= set(menu(telegram, "default", language))
    assert menu(telegram, "all_group_chats", language) == ["ask", "list", "source", "help"]
    admin = ["versions", "rollback", "reload", "status", "stats", "unanswered"]
    assert menu(telegram, "chat", language)[-len(admin) :] == admin
    assert "reload" not in menu(telegram, "all_private_chats", language)


def test_the_bot_is_described_in_both_languages(telegram: BotApi) -> None:
    telegram.wait(lambda: telegram.count("setMyName"))
    assert telegram.texts["name", "zh"] == "问数"
    assert ("name", "") not in telegram.texts  # that is the owner's
    for kind in ("description", "short_description"):
        assert telegram.texts[kind, "zh"] != telegram.texts[kind, ""]
    assert not telegram.refused


# Language, settings, privacy


def test_a_chosen_language_is_that_of_answers_and_texts(telegram: BotApi) -> None:
    offer = telegram.ask("/language")
    telegram.tap(offer, "English")
    assert "English" in visible(telegram.edited(offer))
    assert "(2022)" in visible(telegram.ask("河道清淤完成多少"))
    assert "Just send a question" in visible(telegram.ask("/help"))
    settings = telegram.ask("/settings")
    assert "Language of answers: English" in visible(settings)
    telegram.tap(settings, "That of the question")
    telegram.edited(settings)
    assert "(2022年)" in visible(telegram.ask("河道清淤完成多少"))
    assert "(2022年)" in visible(telegram.ask("河道清淤完成多少", user=8))


def test_what_is_remembered_is_told_and_forgotten(telegram: BotApi) -> None:
    assert "/forget" in visible(telegram.ask("/privacy"))
    telegram.tap(telegram.ask("/language"), "English")
    earlier = telegram.ask("河道清淤完成多少")
    assert "forgotten" in visible(telegram.ask("/forget"))
    assert "直接发送问题" in visible(telegram.ask("/help"))
    assert not visible(telegram.ask("那目标呢")).startswith("40公里")
    assert not visible(telegram.ask("那目标呢", reply_to_message=earlier)).startswith("40公里")


# Edited questions


def test_an_edited_question_is_answered_in_the_place_of_the_first_answer(telegram: BotApi) -> None:
    question = telegram.say("群众满意率是多少")
    [answer] = telegram.replies(question)
    telegram.edit(question, "河道清淤完成多少")
    assert visible(telegram.edited(answer)).startswith("44公里")
    assert visible(telegram.ask("那目标呢")).startswith("40公里")
    assert telegram.count("sendMessage") == 2


def test_an_edited_follow_up_goes_on_from_where_it_did(telegram: BotApi) -> None:
    telegram.ask("河道清淤完成多少")
    question = telegram.say("道路改造呢")
    [answer] = telegram.replies(question)
    telegram.edit(question, "那目标呢")
    assert visible(telegram.edited(answer)).startswith("40公里")


def test_a_long_answer_gives_way_to_a_short_one_and_back(telegram: BotApi) -> None:
    question = telegram.say("码头由来是什么")
    first, second, *_ = telegram.replies(question, count=4)
    question = telegram.edit(question, "群众满意率是多少")
    assert visible(telegram.edited(first)).startswith("86.08%")
    assert visible(telegram.edited(second)) == ZH.edited_away
    telegram.edit(question, "码头由来是什么")
    telegram.edited(first, 2)
    telegram.edited(second, 2)
    assert telegram.count("sendMessage") == 4


def test_what_is_edited_without_other_words_is_not_answered_again(telegram: BotApi) -> None:
    question = telegram.say("群众满意率是多少")
    telegram.replies(question)
    telegram.edit(question, "群众满意率是多少")
    place = {"latitude": 1.0, "longitude": 1.0}
    telegram.push(
        edited_message={key: question[key] for key in question if key != "text"} | {"location": place}
    )
    assert visible(telegram.ask("道路改造完成多少")).startswith("131公里")
    assert (telegram.count("sendMessage"), telegram.count("editMessageText")) == (2, 0)


def test_an_edited_command_is_done_once(telegram: BotApi) -> None:
    command = telegram.say("/help")
    telegram.replies(command)
    telegram.push(edited_message=command | {"text": "/list", "edit_date": 1_700_000_001})
    telegram.ask("群众满意率是多少")
    assert telegram.count("sendMessage") == 2


def test_an_edited_question_to_the_bot_in_a_group_is_answered_in_place(telegram: BotApi) -> None:
    question = telegram.say("@wenshu_test_bot 群众满意率是多少", chat=GROUP)
    [answer] = telegram.replies(question)
    telegram.edit(question, "@wenshu_test_bot 河道清淤完成多少")
    assert visible(telegram.edited(answer)).startswith("44公里")


# What is no text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"sticker": STICKER}, ZH.sticker),
        ({"voice": VOICE}, ZH.voice),
        ({"photo": PHOTO}, ZH.picture),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, ZH.location),
        ({"contact": {"phone_number": "1", "first_name": "甲"}}, ZH.only_text),
    ],
)
def test_what_is_no_text_is_answered_kindly(telegram: BotApi, sent: dict[str, Any], words: str) -> None:
    assert visible(telegram.ask(None, **sent)) == words  # type: ignore[arg-type]


def test_a_question_may_be_the_caption_of_a_picture(telegram: BotApi) -> None:
    assert visible(telegram.ask(None, photo=PHOTO, caption="群众满意率是多少")).startswith("86.08%")  # type: ignore[arg-type]


# Groups


def test_a_group_is_told_once_how_to_ask(telegram: BotApi) -> None:
    telegram.invite(GROUP)
    telegram.wait(lambda: telegram.said(GROUP))
    telegram.ask("/ask 群众满意率是多少", chat=GROUP)
    welcome, answer = telegram.said(GROUP)
    assert "/ask@wenshu_test_bot" in welcome
    assert "收不到" in welcome
    assert answer.startswith("86.08%")


def test_a_group_that_gave_it_rights_is_not_told_of_privacy_mode(telegram: BotApi) -> None:
    telegram.invite(GROUP, status="administrator")
    telegram.wait(lambda: telegram.said(GROUP))
    assert "收不到" not in telegram.said(GROUP)[0]


def test_status_tells_that_mentions_do_not_arrive(telegram: BotApi) -> None:
    assert "/setprivacy" in visible(telegram.ask("/status", user=ADMIN))


# Inline mode


def listed(telegram: BotApi, text: str) -> list[Json]:
    """The figures listed for what is typed."""
    results: list[Json] = telegram.answer(telegram.type_inline(text))["results"]
    return results


def test_two_characters_list_figures_with_a_card_behind_each(telegram: BotApi) -> None:
    results = listed(telegram, "面积")
    assert len(results) == 10
    assert {"11亩", "20亩"} <= {result["title"] for result in results}
    [keys] = results[0]["reply_markup"]["inline_keyboard"]
    assert [key["text"] for key in keys] == ["复制", "更多"]
    assert keys[1]["url"].startswith("https://t.me/wenshu_test_bot?start=f")
    assert len(listed(telegram, "园")) <= 20


def test_nothing_typed_lists_what_is_asked_for_most(telegram: BotApi) -> None:
    assert len(listed(telegram, "")) == 20
    telegram.ask("河道清淤完成多少")
    assert listed(telegram, "")[0]["title"] == "44公里"
    other = next(one for one in listed(telegram, "") if one["title"] != "44公里")
    for _ in range(2):
        person = {"id": 7, "is_bot": False, "first_name": "甲"}
        telegram.push(chosen_inline_result={"result_id": other["id"], "from": person, "query": ""})
    telegram.ask("群众满意率是多少")
    assert listed(telegram, " ")[0]["id"] == other["id"]


def test_a_long_text_is_listed_by_its_beginning(telegram: BotApi) -> None:
    [story] = [one for one in listed(telegram, "码头由来") if one["title"].startswith("旧城码头")]
    assert len(story["title"]) <= 64


def test_a_list_is_in_the_language_that_was_chosen(telegram: BotApi) -> None:
    telegram.tap(telegram.ask("/language"), "English")
    telegram.ask("/help")
    [article, *_] = listed(telegram, "河道清淤完成")
    [more] = [one["text"] for one in buttons(article) if "url" in one]
    assert more == EN.more


def test_an_inline_answer_is_kept_for_a_moment_only(telegram: BotApi) -> None:
    assert telegram.answer(telegram.type_inline("满意"))["cache_time"] <= 10


def test_the_bots_own_inline_cards_are_no_questions(telegram: BotApi) -> None:
    telegram.say("86.08%", via_bot=BOT)
    card = telegram.ask("群众满意率是多少")
    assert buttons(card)
    assert telegram.count("sendMessage") == 1


def test_what_is_sent_inline_is_counted_while_others_look_at_the_counts() -> None:
    counted, interval, done = Counted(), sys.getswitchinterval(), threading.Event()

    def send() -> None:
        for number in itertools.takewhile(lambda _: not done.is_set(), itertools.count()):
            counted.chosen(str(number))

    sending = threading.Thread(target=send)
    sys.setswitchinterval(1e-6)
    try:
        sending.start()
        assert all(len(counted.most_asked(20)) <= 20 for _ in range(500))
    finally:
        done.set()
        sending.join()
        sys.setswitchinterval(interval)

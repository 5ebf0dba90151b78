"""Conversations in Telegram as people have them, over real HTTP, with the real assistant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from tests.channels import documents
from tests.channels.bot_api import BOT, BotApi, buttons, visible
from tests.channels.running import ADMIN, running

pytestmark = pytest.mark.slow

GROUP = -1001


# Questions


def test_a_question_is_answered_with_the_figure_first_and_its_sentence(telegram: BotApi) -> None:
    reply = telegram.ask("群众满意率是多少")
    assert reply["text"].startswith("<b>86.08%</b>\n服务热线 · 群众满意率")
    assert (
        "<blockquote expandable>热线受理来电1234件,按时办结率99.5%,群众满意率86.08%。</blockquote>"
        in reply["text"]
    )
    assert "临港市2022年工作报告" in visible(reply)


def test_a_tapped_choice_turns_the_message_into_the_answer(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    assert "西站 · 客流量: 3400人次" in [button["text"] for button in buttons(offer)]
    query = telegram.tap(offer, "西站")
    assert "text" not in telegram.answer(query)
    answer = telegram.edited(offer)
    assert visible(answer).startswith("3400人次\n西站 · 客流量")
    assert not [button for button in buttons(answer) if "3400" in button["text"]]
    assert telegram.count("sendMessage") == 1


def test_a_few_characters_are_answered_or_offered_as_choices(telegram: BotApi) -> None:
    texts = [button["text"] for button in buttons(telegram.ask("办结率"))]
    assert {"企业诉求 · 办结率: 97%", "服务热线 · 按时办结率: 99.5%"} <= set(texts)


def test_a_follow_up_goes_on_from_the_chats_own_last_question(telegram: BotApi) -> None:
    telegram.ask("河道清淤完成多少", user=7)
    telegram.ask("道路改造完成多少", user=8)
    assert visible(telegram.ask("那目标呢", user=7)).startswith("40公里")
    assert visible(telegram.ask("那目标呢", user=8)).startswith("120公里")


def test_a_follow_up_goes_on_from_a_tapped_choice(telegram: BotApi) -> None:
    listing = telegram.ask("/list")
    telegram.tap(listing, "重点项目")
    telegram.tap(telegram.edited(listing), "2")
    [answer] = telegram.replies(listing)
    assert "道路改造" in visible(answer)
    assert visible(telegram.ask("那完成呢")).startswith("131公里")
    assert telegram.count("editMessageText") == 1


def test_what_the_documents_do_not_say_comes_with_what_they_do(telegram: BotApi) -> None:
    refusal = telegram.ask("长沙的满意率")
    assert "长沙" in visible(refusal)
    assert "服务热线 · 群众满意率" in [button["text"] for button in buttons(refusal)]
    telegram.tap(refusal, "群众满意率")
    assert visible(telegram.edited(refusal)).startswith("86.08%")


def test_an_english_question_is_answered_in_english(telegram: BotApi) -> None:
    assert "documents" in visible(telegram.ask("what is the weather today", language="zh-hans"))


@pytest.mark.parametrize(
    ("language", "before", "words"),
    [
        ("zh-hant", (), "资料"),
        ("de", (), "documents"),
        ("zh-hans", ("what is the weather today",), "documents"),
        ("en", ("今天天气怎么样",), "资料"),
    ],
)
def test_a_number_is_answered_in_the_language_of_the_chat_then_of_the_user(
    telegram: BotApi, language: str, before: tuple[str, ...], words: str
) -> None:
    for text in before:
        telegram.ask(text, language=language)
    assert words in visible(telegram.ask("2022", language=language))


def test_after_a_tap_the_chat_goes_on_in_its_language(telegram: BotApi) -> None:
    listing = telegram.ask("/list", language="en")
    telegram.tap(listing, "重点项目")
    telegram.tap(telegram.edited(listing), "2")
    telegram.replies(listing)
    assert "done (2022)" in visible(telegram.ask("2022", language="zh-hans"))


@pytest.mark.parametrize(
    "question", ["<script>alert(1)</script> & 图书", "</b>&lt;", "a<b && c>d", "\u202e满意率"]
)
def test_markup_in_a_question_is_only_text(telegram: BotApi, question: str) -> None:
    telegram.ask(question)
    assert not telegram.refused


def test_markup_in_a_document_is_only_text(telegram: BotApi) -> None:
    reply = telegram.ask("借阅图书期刊多少册")
    assert "图书馆 & <分馆> · 借阅<图书> & 期刊" in visible(reply)
    assert not telegram.refused


def test_a_long_answer_comes_in_several_messages(telegram: BotApi) -> None:
    question = telegram.say("码头由来是什么")
    parts = telegram.replies(question, count=2)
    assert documents.STORY in "".join(visible(part) for part in parts)
    assert not telegram.refused


def test_a_question_of_full_length_is_answered(telegram: BotApi) -> None:
    telegram.ask("满意率" * 1365)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


# Commands


def test_start_says_who_speaks_and_what_to_ask_for(telegram: BotApi) -> None:
    welcome = telegram.ask("/start")
    assert "问数" in visible(welcome)
    assert "临港市2022年工作报告" in visible(welcome)
    assert len(buttons(welcome)) == 3
    telegram.tap(welcome, "服务热线 · 受理来电")
    assert visible(telegram.replies(welcome)[0]).startswith("1234件")


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "直接发送问题"), ("de", "Just send a question")])
def test_help_is_in_the_users_language(telegram: BotApi, language: str, words: str) -> None:
    text = visible(telegram.ask("/help", language=language))
    assert words in text
    assert "@wenshu_test_bot" in text
    assert "/reload" not in text
    assert "/reload" in visible(telegram.ask("/help", user=ADMIN))


def test_ask_answers_what_stands_behind_it(telegram: BotApi) -> None:
    assert visible(telegram.ask("/ask 群众满意率\n是多少")).startswith("86.08%")
    assert "/ask 服务热线 · 受理来电" in visible(telegram.ask("/ask"))


def test_why_tells_what_the_last_answer_of_the_chat_rests_on(telegram: BotApi) -> None:
    assert visible(telegram.ask("/why")) == "这里还没有问过问题。"
    telegram.ask("群众满意率是多少", user=7)
    telegram.ask("长沙的客流量", user=8)
    answered, refused = (visible(telegram.ask("/why", user=user)) for user in (7, 8))
    assert "理解为: 服务热线 · 群众满意率" in answered
    assert answered.endswith("所以: 回答")
    assert "问的地方是“长沙”" in refused
    assert visible(telegram.ask("/why", user=9, language="en")) == "Nothing has been asked here yet."


def test_why_leaves_the_conversation_where_it_was(telegram: BotApi) -> None:
    telegram.ask("河道清淤完成多少")
    telegram.ask("/why")
    assert visible(telegram.ask("那目标呢")).startswith("40公里")


def test_source_names_documents_date_figures_and_loading(telegram: BotApi) -> None:
    text = visible(telegram.ask("/source"))
    for part in ("临港市2022年工作报告", "2023-03-20", "22 个数字", "读取时间"):
        assert part in text


def test_list_pages_through_a_section_in_place(telegram: BotApi) -> None:
    listing = telegram.ask("/list")
    assert [b["text"] for b in buttons(listing)][-2:] == ["公园(10 项)", "重点项目完成情况(2 项)"]
    telegram.answer(telegram.tap(listing, "公园"))
    assert "1. 东园 · 面积: 11亩" in visible(telegram.edited(listing, 1))
    telegram.tap(listing, "下一页")
    text = visible(telegram.edited(listing, 2))
    assert "9. 兰园 · 面积: 19亩" in text
    assert "1. 东园" not in text
    telegram.tap(listing, "上一页")
    assert "1. 东园" in visible(telegram.edited(listing, 3))
    telegram.tap(listing, "返回")
    assert "公园(10 项)" in [b["text"] for b in buttons(telegram.edited(listing, 4))]
    assert not telegram.refused


def test_list_shows_a_table_with_its_columns(telegram: BotApi) -> None:
    listing = telegram.ask("/list")
    telegram.tap(listing, "重点项目")
    assert "2. 道路改造\n目标 120公里 · 完成 131公里" in visible(telegram.edited(listing))


def test_lists_are_in_the_users_language(api: BotApi, shipped: Assistant) -> None:
    with running(api, shipped):
        listing = api.ask("/list", language="en")
        api.tap(listing, "Provincial-level key")
        row = "lead department Municipal Education and Sports Bureau · target 13501 units · done 15332 units"
        assert f"{row} · progress 113.6%" in visible(api.edited(listing))
        assert "figures for 2022\n" in visible(api.ask("/source", language="en"))
        found = api.answer(api.type_inline("satisfaction", language="en"))["results"]
        assert {"86.08%", "86.9%"} <= {one["title"] for one in found}
        card = api.ask("What was the hotline's satisfaction rate?", language="en")
        cited = visible(card).splitlines()[-1]
        api.tap(card, "Source text")
        assert visible(api.edited(card)).splitlines()[-1] == cited


def test_list_starts_with_the_documents_where_there_are_several(api: BotApi, folder: Path) -> None:
    documents.write(folder, "island-2022", "海岛县2022年报告")
    with running(api, Assistant(folder)):
        listing = api.ask("/list")
        api.tap(listing, "海岛县")
        api.tap(api.edited(listing, 1), "公园")
        assert "1. 东园" in visible(api.edited(listing, 2))
        api.tap(listing, "返回")
        api.tap(api.edited(listing, 3), "返回")
        assert [b["text"] for b in buttons(api.edited(listing, 4))] == [
            "临港市2022年工作报告",
            "海岛县2022年报告",
        ]


def test_status_tells_an_admin_what_botfather_has_switched_on(telegram: BotApi) -> None:
    text = visible(telegram.ask("/status", user=ADMIN, language="en"))
    assert "22 figures" in text
    assert "Inline mode (@wenshu_test_bot …): on" in text
    assert "Reads all group messages: off" in text


def test_status_names_the_faults_that_kept_the_last_reload_from_changing_anything(
    telegram: BotApi, folder: Path
) -> None:
    file = folder / "harbour-2022" / "curation.yaml"
    file.write_text("entries:\n  n1: {short: [\n", encoding="utf-8")
    telegram.ask("/reload", user=ADMIN)
    assert "knowledge/harbour-2022/curation.yaml:" in visible(telegram.ask("/status", user=ADMIN))
    file.unlink()
    telegram.ask("/reload", user=ADMIN)
    assert "curation.yaml" not in visible(telegram.ask("/status", user=ADMIN))


# Reloading


def test_reload_answers_from_a_new_document_and_a_correction_and_names_both(
    telegram: BotApi, folder: Path, assistant: Assistant
) -> None:
    harbour = folder / "harbour-2022"
    satisfaction = next(f.id for f in assistant.knowledge.facts.values() if f.measure == "群众满意率")
    documents.correct(harbour, satisfaction.partition("/")[2], "87.5")
    documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
    report = visible(telegram.ask("/reload", user=ADMIN))
    assert "群众满意率: 86.08% → 87.5%" in report
    assert "展览 · 接待观众: 4321人" in report
    assert visible(telegram.ask("群众满意率是多少")).startswith("87.5")
    assert visible(telegram.ask("展览接待观众多少人")).startswith("4321人")
    assert "没有变化" in visible(telegram.ask("/reload", user=ADMIN))


def test_a_broken_file_is_reported_by_line_and_changes_nothing(telegram: BotApi, folder: Path) -> None:
    file = folder / "harbour-2022" / "facts.yaml"
    text = file.read_text(encoding="utf-8")
    fact = text.rindex("- id:", 0, text.index("value: '86.08'"))
    line = text[:fact].count("\n") + 1
    file.write_text(text.replace("value: '86.08'", "value: about 86"), encoding="utf-8")
    report = visible(telegram.ask("/reload", user=ADMIN))
    assert f"knowledge/harbour-2022/facts.yaml:{line}: " in report
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")
    file.write_text("sentences:\n\t- text", encoding="utf-8")
    assert "knowledge/harbour-2022/facts.yaml:2" in visible(telegram.ask("/reload", user=ADMIN))
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


@pytest.mark.parametrize("command", ["/reload", "/status"])
def test_an_admins_command_does_not_exist_for_anybody_else(
    telegram: BotApi, folder: Path, assistant: Assistant, command: str
) -> None:
    before = assistant.knowledge
    documents.write(folder, "museum-2022", "博物馆年报")
    assert telegram.ask(command)["text"] == telegram.ask("/nonsense")["text"]
    assert assistant.knowledge is before


# Groups


def test_a_group_is_answered_as_a_reply_when_it_asks_the_bot(telegram: BotApi) -> None:
    asked = telegram.say("/ask@wenshu_test_bot 河道清淤完成多少", chat=GROUP)
    [answer] = telegram.replies(asked)
    assert visible(answer).startswith("44公里")
    assert answer["reply_parameters"] == {
        "message_id": asked["message_id"],
        "allow_sending_without_reply": True,
    }
    followed = telegram.ask("那目标呢", chat=GROUP, reply_to_message=answer)
    assert visible(followed).startswith("40公里")
    mentioned = telegram.ask("请问@Wenshu_Test_Bot群众满意率是多少", chat=GROUP)
    assert visible(mentioned).startswith("86.08%")


def test_a_mention_under_somebodys_message_asks_about_that_message(telegram: BotApi) -> None:
    earlier = telegram.say("群众满意率是多少", chat=GROUP, user=8)
    reply = telegram.ask("@wenshu_test_bot", chat=GROUP, reply_to_message=earlier)
    assert visible(reply).startswith("86.08%")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("群众满意率是多少", {}),
        ("@wenshu_test_bot2 群众满意率是多少", {}),
        ("/ask@another_bot 群众满意率是多少", {}),
        ("/weather", {}),
        ("/reload", {}),
        (None, {"new_chat_title": "新群名"}),
        (None, {"photo": []}),
    ],
)
def test_other_talk_in_a_group_is_left_alone(
    telegram: BotApi, text: str | None, more: dict[str, Any]
) -> None:
    first = telegram.say(text, chat=GROUP, **more)
    second = telegram.say("/ask 河道清淤完成多少", chat=GROUP)
    [reply] = telegram.replies(first)
    assert reply["reply_parameters"]["message_id"] == second["message_id"]


def test_people_in_a_group_have_each_their_own_follow_ups(telegram: BotApi) -> None:
    telegram.ask("/ask 河道清淤完成多少", chat=GROUP, user=7)
    telegram.ask("/ask 道路改造完成多少", chat=GROUP, user=8)
    assert visible(telegram.ask("/ask 那目标呢", chat=GROUP, user=7)).startswith("40公里")


def test_an_unknown_command_meant_for_the_bot_is_said_to_be_one(telegram: BotApi) -> None:
    assert "/help" in visible(telegram.ask("/weather@wenshu_test_bot", chat=GROUP))


# Looking up inline


def test_typing_after_the_bots_name_lists_figures_that_can_be_sent(telegram: BotApi) -> None:
    answer = telegram.answer(telegram.type_inline("满意率"))
    lines = [(line["title"], line["description"]) for line in answer["results"]]
    assert ("86.08%", "服务热线 · 群众满意率") in lines
    assert answer["cache_time"] <= 10
    sent = next(line for line in answer["results"] if line["title"] == "86.08%")["input_message_content"]
    assert sent["message_text"].startswith("<b>86.08%</b>")
    assert not telegram.refused


def test_at_most_ten_figures_are_listed(telegram: BotApi) -> None:
    assert 1 < len(telegram.answer(telegram.type_inline("面积"))["results"]) <= 10


@pytest.mark.parametrize("typed", ["sa", "satisf", "SATISF", "hotl", "elder", "satisf rat"])
def test_the_first_letters_of_english_names_list_figures(api: BotApi, shipped: Assistant, typed: str) -> None:
    with running(api, shipped):
        found = api.answer(api.type_inline(typed, language="en"))["results"]
    told = [line["description"].casefold() for line in found]
    assert any(word.startswith(typed.casefold().split()[0]) for text in told for word in text.split())


@pytest.mark.parametrize("typed", ["s", "qw", "satisf qwertz"])
def test_a_single_letter_and_what_begins_no_word_list_none(
    api: BotApi, shipped: Assistant, typed: str
) -> None:
    with running(api, shipped):
        assert api.answer(api.type_inline(typed, language="en"))["results"] == []


def test_an_inline_query_that_nothing_fits_says_so(telegram: BotApi) -> None:
    answer = telegram.answer(telegram.type_inline("qwertz", language="en"))
    assert answer["results"] == []
    assert answer["button"]["text"] == "No figure of the documents fits"
    assert "button" not in telegram.answer(telegram.type_inline(""))


# What goes wrong


def test_too_many_requests_are_waited_out_and_the_order_is_kept(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    first = telegram.say("群众满意率是多少")
    telegram.say("河道清淤完成多少")
    answers = telegram.replies(first, count=2)
    assert [visible(answer).split("\n")[0] for answer in answers] == ["86.08%", "44公里"]


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"text": "no number, no chat"}},
        {"message": None},
        {"message": "words"},
        {"message": {"message_id": "x", "date": "yesterday", "chat": {"id": 7, "type": "private"}}},
        {"callback_query": {"id": "1"}},
        {"something_new": {}},
        {},
    ],
)
def test_a_malformed_update_is_passed_over(telegram: BotApi, update: dict[str, Any]) -> None:
    number = telegram.push(**update)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")
    telegram.wait(lambda: telegram.confirmed(number))


def test_an_answer_whose_html_is_refused_is_sent_as_plain_text(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 400, "Bad Request: can't parse entities: unsupported start tag")
    reply = telegram.ask("群众满意率是多少")
    assert "parse_mode" not in reply
    assert reply["text"].startswith("86.08%\n服务热线")


def test_a_refused_answer_is_apologised_for(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 400, "Bad Request: message is too strange")
    assert "抱歉" in visible(telegram.ask("群众满意率是多少"))


def test_a_user_who_blocked_the_bot_does_not_stop_it(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    telegram.say("群众满意率是多少", user=8)
    telegram.wait(lambda: bool(telegram.refused))
    assert visible(telegram.ask("群众满意率是多少", user=7)).startswith("86.08%")


@pytest.mark.parametrize(("code", "description"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
def test_an_answer_that_does_not_get_through_is_sent_again(
    telegram: BotApi, code: int, description: str
) -> None:
    telegram.fail("sendMessage", code, description)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")


def test_an_answer_that_never_gets_through_does_not_stop_the_bot(telegram: BotApi) -> None:
    telegram.fail("sendMessage", 502, "Bad Gateway", count=3)
    telegram.say("群众满意率是多少", user=8)
    telegram.wait(lambda: len(telegram.refused) == 3)
    assert visible(telegram.ask("群众满意率是多少", user=7)).startswith("86.08%")


def test_polling_goes_on_after_a_server_error(telegram: BotApi) -> None:
    telegram.fail("getUpdates", 502, "Bad Gateway")
    telegram.ask("/help")
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")
    assert ("getUpdates", "Bad Gateway") in telegram.refused


@pytest.mark.parametrize(
    "data", ["p:zh:harbour-2022/n99999", "l:zh:0:gone", "l:zh:x:", "p:fr:harbour-2022/n1", "junk"]
)
def test_a_button_of_another_time_is_answered_kindly(telegram: BotApi, data: str) -> None:
    offer = telegram.ask("客流量")
    assert "请重新提问" in telegram.answer(telegram.send_data(offer, data))["text"]
    assert "edits" not in offer


def test_a_second_tap_on_the_same_choice_does_no_harm(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    data = next(b["callback_data"] for b in buttons(offer) if "西站" in b["text"])
    for _ in range(2):
        telegram.answer(telegram.send_data(offer, data))
    telegram.wait(lambda: telegram.count("editMessageText") == 2)
    assert visible(telegram.ask("群众满意率是多少")).startswith("86.08%")
    assert telegram.count("sendMessage") == 2


def test_a_tap_is_followed_even_when_it_is_too_late_to_acknowledge_it(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    telegram.fail("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    telegram.tap(offer, "西站")
    assert visible(telegram.edited(offer)).startswith("3400人次")


def test_an_answer_that_cannot_be_edited_in_is_sent(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    telegram.fail("editMessageText", 400, "Bad Request: message can't be edited")
    telegram.tap(offer, "西站")
    assert visible(telegram.replies(offer)[0]).startswith("3400人次")


@pytest.mark.parametrize("more", [{"via_bot": BOT}, {"pinned_message": None, "group_chat_created": True}])
def test_what_is_no_question_gets_no_answer(telegram: BotApi, more: dict[str, Any]) -> None:
    first = telegram.say("群众满意率是多少" if "via_bot" in more else None, **more)
    telegram.say("河道清淤完成多少")
    assert visible(telegram.replies(first)[0]).startswith("44公里")


def test_a_restart_answers_what_was_asked_meanwhile_and_nothing_twice(
    api: BotApi, assistant: Assistant
) -> None:
    with running(api, assistant):
        first = api.say("群众满意率是多少")
        api.replies(first)
    second = api.say("河道清淤完成多少")
    with running(api, assistant):
        [reply] = api.replies(second)
        assert visible(reply).startswith("44公里")
    assert api.count("sendMessage") == 2

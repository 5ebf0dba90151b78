"""Cards and what their buttons do: as people tap them, over real HTTP."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.assistant import Assistant
from bot.channels.telegram import links
from bot.channels.telegram.notes import Counted
from bot.knowledge.model import Turn
from tests.channels import documents
from tests.channels.bot_api import BotApi, Json, buttons, visible
from tests.channels.running import ADMIN, running

pytestmark = pytest.mark.slow

GROUP = -1001


def texts(message: Json) -> list[str]:
    """What the buttons say."""
    return [button["text"] for button in buttons(message)]


def payload(message: Json) -> str:
    """What the link behind the button for sharing passes to the bot."""
    [url] = [button["url"] for button in buttons(message) if "分享" in button["text"]]
    [link] = parse_qs(urlsplit(url).query)["url"]
    return parse_qs(urlsplit(unquote(link)).query)["start"][0]


# What stands on a card


def test_a_card_has_its_buttons_and_copies_the_figure(telegram: BotApi) -> None:
    card = telegram.ask("群众满意率是多少")
    assert texts(card)[:5] == ["原文", "复制", "👍", "👎", "分享"]
    [copied] = [button["copy_text"]["text"] for button in buttons(card) if "copy_text" in button]
    assert copied == "86.08%"
    assert not telegram.refused


@pytest.mark.parametrize(
    ("question", "copied"),
    [
        ("市残联牵头的任务有哪些", "残疾儿童康复救助 163.1%\n"),
        ("哪些超额完成", "增加公办义务教育学位 113.6%\n孕产妇免费产前筛查 100.7%\n"),
        ("加装电梯的目标和完成", "442台、699台"),
    ],
)
def test_a_list_is_copied_line_by_line_with_its_figures(
    api: BotApi, shipped: Assistant, question: str, copied: str
) -> None:
    with running(api, shipped):
        card = api.ask(question)
    [told] = [button["copy_text"]["text"] for button in buttons(card) if "copy_text" in button]
    assert told.startswith(copied)


def test_a_row_with_a_target_shows_how_far_it_is_and_offers_the_rest_of_it(telegram: BotApi) -> None:
    card = telegram.ask("河道清淤完成多少")
    assert "▰▰▰▰▰▰▰▰▰▰" in visible(card)
    assert texts(card) == ["原文", "图表", "复制", "👍", "👎", "分享", "目标", "同表最高"]


def test_a_progress_that_is_printed_is_told_once(api: BotApi, shipped: Assistant) -> None:
    with running(api, shipped):
        said, bar, quoted = visible(api.ask("加装电梯完成多少台")).partition("\n▰▰▰▰▰▰▰▰▰▰\n")
    assert bar
    assert said.count("158.1%") == 1
    assert "158.1%" in quoted


def test_a_figure_of_prose_offers_what_its_sentence_says_besides(telegram: BotApi) -> None:
    assert texts(telegram.ask("群众满意率是多少"))[5:] == ["服务热线 · 受理来电", "服务热线 · 按时办结率"]


def test_a_refusal_and_a_list_are_no_figure_to_share_by_its_mark(telegram: BotApi) -> None:
    assert "分享" not in texts(telegram.ask("长沙的满意率"))
    assert links.read(payload(telegram.ask("哪些项目超额完成"))).question == "哪些项目超额完成"


def test_the_place_is_told_where_there_are_several_documents(api: BotApi, folder: Path) -> None:
    documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
    with running(api, Assistant(folder)):
        assert "临港市" in visible(api.ask("群众满意率是多少")).split("\n")[2]


def test_the_highest_of_its_table_offers_the_rest_of_its_row(
    api: BotApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(*row, "预算", size, "人员", size) for row, size in zip(documents.ROWS, "57", strict=True)]
    monkeypatch.setattr(documents, "ROWS", rows)
    shutil.rmtree(folder / "harbour-2022")
    documents.write(folder)
    with running(api, Assistant(folder)):
        assert texts(api.ask("道路改造完成多少"))[6:] == ["目标", "预算", "人员"]


# Ways from a card and back


def test_the_source_text_marks_the_sentence_and_a_button_leads_back(telegram: BotApi) -> None:
    card = telegram.ask("群众满意率是多少")
    before = dict(card)
    telegram.tap(card, "原文")
    shown = telegram.edited(card)
    assert "<b>热线受理来电1234件,按时办结率99.5%,群众满意率86.08%。</b>" in shown["text"]
    assert texts(shown) == ["« 返回"]
    telegram.tap(card, "返回")
    home = telegram.edited(card, 2)
    assert (home["text"], home["reply_markup"]) == (before["text"], before["reply_markup"])
    assert not telegram.refused


def test_a_list_comes_back_as_the_list_it_was(telegram: BotApi) -> None:
    card = telegram.ask("哪些项目超额完成")
    before = card["text"]
    telegram.tap(card, "原文 1")
    telegram.edited(card)
    telegram.tap(card, "返回")
    assert telegram.edited(card, 2)["text"] == before


def test_a_related_figure_takes_the_place_of_the_card_and_leads_home(telegram: BotApi) -> None:
    card = telegram.ask("河道清淤完成多少")
    telegram.tap(card, "目标")
    assert visible(telegram.edited(card)).startswith("40公里")
    telegram.tap(card, "原文")
    assert "<b>" in telegram.edited(card, 2)["text"]
    telegram.tap(card, "返回")
    assert visible(telegram.edited(card, 3)).startswith("44公里")
    assert visible(telegram.ask("那目标呢")).startswith("40公里")


def test_after_a_related_figure_the_conversation_goes_on_from_it(telegram: BotApi) -> None:
    card = telegram.ask("河道清淤完成多少")
    telegram.tap(card, "同表最高")
    assert visible(telegram.edited(card)).startswith("131公里")
    assert visible(telegram.ask("那目标呢")).startswith("120公里")


def test_the_way_back_from_before_a_restart_leads_to_the_same_figure(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        card = api.ask("河道清淤完成多少")
        api.tap(card, "原文")
        api.edited(card)
    with running(api, Assistant(folder)):
        api.tap(card, "返回")
        assert visible(api.edited(card, 2)).startswith("44公里")


def test_after_a_reload_the_way_back_leads_to_the_figure_as_it_is_now(
    api: BotApi, folder: Path, assistant: Assistant
) -> None:
    satisfaction = next(f.id for f in assistant.knowledge.facts.values() if f.measure == "群众满意率")
    with running(api, assistant):
        card = api.ask("群众满意率是多少")
        api.tap(card, "原文")
        api.edited(card)
        documents.correct(folder / "harbour-2022", satisfaction.partition("/")[2], "87.5")
        api.ask("/reload", user=ADMIN)
        api.tap(card, "返回")
        assert visible(api.edited(card, 2)).startswith("87.5%")


def test_a_list_comes_back_after_a_restart(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        card = api.ask("哪些项目超额完成")
        before = visible(card)
        api.tap(card, "原文 1")
        api.edited(card)
    with running(api, Assistant(folder)):
        api.tap(card, "返回")
        assert visible(api.edited(card, 2)) == before
        assert "道路改造" in visible(api.ask("第二个呢"))


@pytest.mark.parametrize(
    ("question", "button"),
    [("客流量", "西站"), ("长沙的满意率", "群众满意率"), ("客流量是多少呢" * 5, "西站")],
)
def test_a_button_leads_back_from_a_choice_to_all_of_them(
    telegram: BotApi, question: str, button: str
) -> None:
    offer = telegram.ask(question)
    before = dict(offer)
    for times in (0, 2):
        telegram.tap(offer, button)
        chosen = telegram.edited(offer, times + 1)
        assert texts(chosen)[-1] == "« 返回"
        telegram.tap(offer, "返回")
        again = telegram.edited(offer, times + 2)
        assert (again["text"], again["reply_markup"]) == (before["text"], before["reply_markup"])
    assert not telegram.refused


def test_after_a_restart_a_button_leads_back_from_a_choice_where_it_has_room_for_the_question(
    api: BotApi, folder: Path
) -> None:
    with running(api, Assistant(folder)):
        offer, long = api.ask("客流量"), api.ask("请问车站的客流量一共是多少人次呢,谢谢您了")
        before = texts(offer)
        for one in (offer, long):
            api.tap(one, "西站")
            api.edited(one)
    with running(api, Assistant(folder)):
        api.tap(offer, "返回")
        assert texts(api.edited(offer, 2)) == before
        api.tap(offer, "东站")
        assert texts(api.edited(offer, 3))[-1] == "« 返回"
        assert "请重新提问" in api.answer(api.tap(long, "返回"))["text"]


def test_the_source_text_of_a_choice_leads_back_to_it_and_it_to_the_others(telegram: BotApi) -> None:
    offer = telegram.ask("客流量")
    telegram.tap(offer, "西站")
    card = visible(telegram.edited(offer))
    telegram.tap(offer, "原文")
    telegram.edited(offer, 2)
    telegram.tap(offer, "返回")
    assert visible(telegram.edited(offer, 3)) == card
    telegram.tap(offer, "返回")
    assert "您要哪一个" in visible(telegram.edited(offer, 4))


def test_the_choice_of_somebody_else_has_no_way_back(telegram: BotApi) -> None:
    offer = telegram.ask("/ask 客流量", chat=GROUP, user=7)
    telegram.tap(offer, "西站", user=8)
    assert "« 返回" not in texts(telegram.replies(offer)[0])


@pytest.mark.parametrize("action", ["s", "r", "h", "c", "v", "o"])
def test_a_button_that_leads_nowhere_says_so(telegram: BotApi, action: str) -> None:
    card = telegram.ask("群众满意率是多少")
    assert "请重新提问" in telegram.answer(telegram.send_data(card, f"{action}:zh:0123456789:"))["text"]
    assert "edits" not in card


def test_an_opinion_is_thanked_for_and_changes_nothing(telegram: BotApi) -> None:
    card = telegram.ask("群众满意率是多少")
    assert "谢谢" in telegram.answer(telegram.tap(card, "👍"))["text"]
    assert "谢谢" in telegram.answer(telegram.tap(card, "👎"))["text"]
    assert "edits" not in card


class Heard(Counted):
    """Keeps what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.asks: dict[str, tuple[int, str]] = {}
        self.opinions: list[tuple[str, int, bool]] = []
        self.forgotten: list[int] = []

    def asked(self, name: str, person: int, turn: Turn, mark: str, chat: int) -> None:
        self.asks[name] = person, turn.question
        super().asked(name, person, turn, mark, chat)

    def judged(self, name: str, person: int, *, good: bool) -> None:
        self.opinions.append((name, person, good))

    def forget(self, person: int) -> None:
        self.forgotten.append(person)


def test_who_takes_notes_hears_what_an_opinion_is_about(api: BotApi, assistant: Assistant) -> None:
    notes = Heard()
    with running(api, assistant, notes=notes):
        card = api.ask("群众满意率是多少", user=7)
        api.answer(api.tap(card, "👎", user=8))
        api.ask("/forget", user=8)
    [(name, person, good)] = notes.opinions
    assert (person, good) == (8, False)
    assert notes.asks[name] == (7, "群众满意率是多少")
    assert notes.forgotten == [8]


# Links


def test_a_shared_figure_opens_at_that_figure(telegram: BotApi) -> None:
    shared = payload(telegram.ask("群众满意率是多少"))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", shared)
    assert visible(telegram.ask(f"/start {shared}", user=8)).startswith("86.08%")


def test_a_shared_question_is_asked(telegram: BotApi) -> None:
    shared = payload(telegram.ask("哪些项目超额完成"))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", shared)
    assert "河道清淤" in visible(telegram.ask(f"/start {shared}", user=8))


def test_a_question_too_long_for_a_link_stands_beside_the_way_to_the_bot(telegram: BotApi) -> None:
    question = "请问一下,在今年的重点项目里面,到底有哪些项目超额完成了呢"
    assert not links.to_question(question)
    [url] = [one["url"] for one in buttons(telegram.ask(question)) if "分享" in one["text"]]
    shared = parse_qs(urlsplit(url).query)
    assert shared == {"url": ["https://t.me/wenshu_test_bot"], "text": [question]}


def test_a_long_text_is_shared_in_part(telegram: BotApi) -> None:
    *_, last = telegram.replies(telegram.say("码头由来是什么"), 4)
    assert links.read(payload(last)).mark
    assert not telegram.refused


def test_a_link_to_a_figure_that_is_gone_says_so(telegram: BotApi) -> None:
    assert "不在了" in visible(telegram.ask("/start f0123456789abcdef012345"))


@pytest.mark.parametrize("junk", ["inline", "q!!", "f", "qgg", "f' OR 1"])
def test_any_other_link_is_a_start_like_any(telegram: BotApi, junk: str) -> None:
    assert "问数" in visible(telegram.ask(f"/start {junk}"))


# Groups


def test_a_tap_of_somebody_else_takes_nothing_away(telegram: BotApi) -> None:
    offer = telegram.ask("/ask 客流量", chat=GROUP, user=7)
    telegram.tap(offer, "西站", user=8)
    assert visible(telegram.replies(offer)[0]).startswith("3400人次")
    assert "edits" not in offer
    telegram.tap(offer, "东站", user=7)
    assert visible(telegram.edited(offer)).startswith("1200人次")


def test_who_asked_is_known_after_a_restart(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        offer = api.ask("/ask 客流量", chat=GROUP, user=7)
    with running(api, Assistant(folder)):
        api.tap(offer, "西站", user=8)
        api.replies(offer)
        assert "edits" not in offer
        api.tap(offer, "东站", user=7)
        assert visible(api.edited(offer)).startswith("1200人次")


def test_who_looks_around_elses_card_gets_one_of_their_own(telegram: BotApi) -> None:
    card = telegram.ask("/ask 河道清淤完成多少", chat=GROUP, user=7)
    telegram.tap(card, "目标", user=8)
    [own] = telegram.replies(card)
    assert visible(own).startswith("40公里")
    telegram.tap(own, "原文", user=8)
    assert "<b>" in telegram.edited(own)["text"]
    assert "edits" not in card

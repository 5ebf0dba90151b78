"""The button behind which a picture is, over real HTTP."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.assistant import Assistant
from bot.pictures.drawing import WIDTH
from tests.channels import documents
from tests.channels.bot_api import BotApi, Json, buttons
from tests.channels.running import running

GROUP = -1001


def pictured(api: BotApi, card: Json, user: int = 7) -> list[Json]:
    """What comes after a tap on the button."""
    query = api.tap(card, "图表", user=user)
    sent = api.replies(card)
    assert "text" not in api.answer(query)
    return sent


def is_offered(card: Json) -> bool:
    return any(button["text"] == "图表" for button in buttons(card))


def test_a_tap_sends_the_picture_as_a_reply_and_leaves_the_card(telegram: BotApi) -> None:
    card = telegram.ask("河道清淤完成多少")
    before = dict(card)
    [sent] = pictured(telegram, card)
    with Image.open(BytesIO(sent["photo"])) as picture:
        assert (picture.format, picture.width) == ("PNG", WIDTH)
    assert sent["caption"] == "重点项目完成情况 · 进度 · 2022年"
    assert sent["reply_parameters"]["message_id"] == card["message_id"]
    assert card == before
    assert not telegram.refused


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("河道清淤完成多少", True),
        ("哪些项目超额完成", True),
        ("东站客流量和西站客流量分别是多少", True),
        ("西站客流量比东站客流量多多少", True),
        ("群众满意率是多少", False),
        ("长沙的满意率", False),
    ],
)
def test_it_is_offered_where_there_is_something_to_draw(
    question: str, offered: bool, telegram: BotApi
) -> None:
    assert is_offered(telegram.ask(question)) == offered


def test_a_comparison_is_drawn_as_it_was_asked(telegram: BotApi) -> None:
    card = telegram.ask("西站客流量比东站客流量多多少")
    [first] = pictured(telegram, card)
    again = telegram.ask("东站客流量和西站客流量分别是多少")
    [second] = pictured(telegram, again)
    assert first["photo"] == second["photo"]


def test_in_a_group_it_stands_in_the_topic_of_the_card(telegram: BotApi) -> None:
    topic = {"is_topic_message": True, "message_thread_id": 5}
    card = telegram.ask("/ask 河道清淤完成多少", chat=GROUP, **topic)
    card |= topic
    [sent] = pictured(telegram, card, user=8)
    assert sent["message_thread_id"] == 5


def test_a_card_from_before_a_restart_has_its_picture_still(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        card = api.ask("河道清淤完成多少")
    with running(api, Assistant(folder)):
        [sent] = pictured(api, card)
    assert "重点项目" in sent["caption"]


def test_a_figure_that_is_gone_has_none(api: BotApi, folder: Path) -> None:
    with running(api, Assistant(folder)):
        card = api.ask("河道清淤完成多少")
    for old in sorted((folder / "harbour-2022").glob("*")):
        old.unlink()
    (folder / "harbour-2022").rmdir()
    documents.write(folder, "museum-2022", "博物馆年报", documents.MUSEUM)
    with running(api, Assistant(folder)):
        query = api.tap(card, "图表")
        assert "不在了" in api.answer(query)["text"]
    assert api.count("sendPhoto") == 0


def test_a_picture_that_may_have_arrived_is_looked_for_before_it_is_sent_again(telegram: BotApi) -> None:
    card = telegram.ask("河道清淤完成多少")
    telegram.hang_up("sendPhoto", done=True)
    pictured(telegram, card)
    telegram.ask("群众满意率是多少")
    assert telegram.count("sendPhoto") == 1
    assert telegram.count("editMessageCaption") > 0


def test_a_picture_that_did_not_arrive_is_sent_again(telegram: BotApi) -> None:
    card = telegram.ask("河道清淤完成多少")
    telegram.fail("sendPhoto", 429, "Too Many Requests", retry_after=0)
    telegram.hang_up("sendPhoto", done=False)
    pictured(telegram, card)
    assert telegram.count("sendPhoto") == 3


def test_a_title_longer_than_a_caption_is_cut(api: BotApi, folder: Path) -> None:
    table = folder / "harbour-2022" / "tables.yaml"
    told = table.read_text(encoding="utf-8").replace("重点项目完成情况", "重点项目完成情况" * 200)
    table.write_text(told, encoding="utf-8")
    with running(api, Assistant(folder)):
        [sent] = pictured(api, api.ask("河道清淤完成多少"))
        assert not api.refused
    assert sent["caption"].startswith("重点项目完成情况")

"""Admins go through what got no answer, over real HTTP: names by a tap, what is out of scope, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.channels.telegram.asked import Recorded
from bot.knowledge import versions
from bot.knowledge.model import Found
from bot.records.records import Records
from tests.channels import documents
from tests.channels.bot_api import BotApi, Json, buttons, visible
from tests.channels.running import ADMIN, running

DECLINED = "群众投诉率是多少"
MEANT = "服务热线 · 群众满意率"
WRITTEN = "# 手工写的\nentries:\n  # 图书馆\n  n58: {short: '办结率 1'}\n"


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """Records in a file of the test's; whoever runs the bot closes them."""
    return Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")


@pytest.fixture
def bot(api: BotApi, assistant: Assistant, records: Records) -> Iterator[BotApi]:
    """The server with a bot that keeps records."""
    notes = Recorded(records)
    with running(api, assistant, notes=notes):
        yield api
    notes.records.close()


def curation(assistant: Assistant) -> Path:
    return assistant.folder / "harbour-2022" / "curation.yaml"


def listed(bot: BotApi, language: str = "zh-hans") -> Json:
    return bot.ask("/unanswered", user=ADMIN, language=language)


def texts(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


def tapped(bot: BotApi, message: Json, button: str) -> Json:
    """Tap as the admin, and wait for what is said about it."""
    last = max(bot.messages)
    bot.tap(message, button, ADMIN)
    return bot.wait(lambda: next((one for number, one in bot.messages.items() if number > last), None))


def test_signs_without_a_word_are_nobodys_question(bot: BotApi) -> None:
    for text in ("?", "。。。", "😀", "“”", "/", "_", DECLINED):
        bot.ask(text)
    shown = visible(listed(bot)).splitlines()
    assert [line for line in shown if line[0].isdigit()] == [f"1. 1 次:{DECLINED}"]


def test_a_tap_makes_the_words_a_name_and_another_takes_it_back(
    bot: BotApi, assistant: Assistant, records: Records
) -> None:
    first = next(one for one in assistant.knowledge.facts.values() if one.measure == "受理来电")
    text = WRITTEN.replace("n58", first.id.rpartition("/")[2])
    curation(assistant).write_text(text, encoding="utf-8")
    assistant.reload()
    bot.ask("企业满意率是多少")
    for question in (DECLINED, f"{DECLINED}?", "今天天气怎么样"):
        assert "86.08" not in visible(bot.ask(question))
    listing = listed(bot)
    assert f"1. 2 次:{DECLINED}" in visible(listing)
    assert f"可能是指 {MEANT}: 86.08%" in visible(listing)
    assert texts(listing)[:2] == ["1 ✅ 就是它", "1 🚫 不在范围"]
    report = tapped(bot, listing, "1 ✅")
    said = visible(report)
    assert f"已把“群众投诉率”加为 {MEANT} 的别名" in said
    assert "没有找到" in said
    assert "→ 86.08%" in said
    assert "重问了 1 个别的问题,答案都没有变" in said
    assert curation(assistant).read_text(encoding="utf-8").startswith(text)
    assert [one.what for one in versions.listed(assistant.folder)] == ["curate"]
    assert DECLINED not in visible(bot.edited(listing))
    assert "86.08" in visible(bot.ask(DECLINED))
    assert "今天天气" in visible(listed(bot))

    assert "已撤销" in visible(tapped(bot, report, "撤销"))
    assert curation(assistant).read_text(encoding="utf-8") == text
    assert "86.08" not in visible(bot.ask(DECLINED))
    assert DECLINED in visible(listed(bot))
    assert "又有改动" in visible(tapped(bot, report, "撤销"))


def test_a_change_of_other_answers_is_told(bot: BotApi, records: Records) -> None:
    records.asked("1", "热线点赞率", Found(entries=()))  # it was answered by what was loaded then
    bot.ask("热线点赞率是多少")
    said = visible(tapped(bot, listed(bot), "1 ✅"))
    assert "另有 1 个别的问题,答案也变了:\n· 热线点赞率\n没有找到" in said
    assert said.count("→ 86.08%") == 2


def test_a_row_gets_the_name_where_a_cell_alone_would_not_do(bot: BotApi, assistant: Assistant) -> None:
    bot.ask("清淤里程")
    assert "加为 河道清淤 的别名" in visible(tapped(bot, listed(bot), "1 ✅"))
    assert "44" in visible(bot.ask("清淤里程"))


def test_what_is_out_of_scope_is_not_listed_again(bot: BotApi) -> None:
    bot.ask("今天天气怎么样")
    listing = listed(bot)
    assert "不再列出:今天天气怎么样" in visible(tapped(bot, listing, "🚫"))
    assert visible(bot.edited(listing)) == "没有答不上的问题。"
    bot.ask("今天天气怎么样?")
    assert visible(listed(bot)) == "没有答不上的问题。"


def test_a_bad_answer_is_listed_until_there_is_another_one(bot: BotApi) -> None:
    card = bot.ask("群众满意率是多少")
    bot.answer(bot.tap(card, "👎", user=8))
    assert "群众满意率是多少" in visible(listed(bot))


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "没有改动"), ("en", "Nothing was changed")])
def test_what_does_not_hold_changes_nothing(
    bot: BotApi, assistant: Assistant, language: str, told: str
) -> None:
    bot.ask(DECLINED)
    listing = listed(bot, language)
    curation(assistant).write_text("entries: [\n", encoding="utf-8")
    assert told in visible(tapped(bot, listing, "✅"))
    curation(assistant).write_text("entries:\n  n1: {also: [甲]}\n", encoding="utf-8")
    assert told in visible(tapped(bot, listing, "✅"))
    assert curation(assistant).read_text(encoding="utf-8") == "entries:\n  n1: {also: [甲]}\n"
    assert not versions.listed(assistant.folder)
    curation(assistant).unlink()
    [data] = [one["callback_data"] for one in buttons(listing) if "✅" in one["text"]]
    other = next(one for one in assistant.knowledge.facts.values() if one.kind == "text")
    mark = data.split("+")[1].split(":")[0]
    last = max(bot.messages)
    bot.send_data(listing, data.replace(mark, assistant.marks.of(other)), ADMIN)
    bot.wait(lambda: max(bot.messages) > last)
    assert told in visible(bot.messages[max(bot.messages)])
    assert not curation(assistant).exists()


def test_an_old_button_never_means_another_question_or_figure(
    bot: BotApi, assistant: Assistant, records: Records
) -> None:
    bot.ask(DECLINED, user=7)
    listing = listed(bot)
    sections = {name: said for name, said in documents.SECTIONS.items() if name != "服务热线"}
    (assistant.folder / "harbour-2022").rename(assistant.folder.parent / "before")
    documents.write(assistant.folder, sections=sections)
    assistant.reload()
    assert "数字不在了" in visible(tapped(bot, listing, "1 ✅"))
    bot.ask("/forget", user=7)
    bot.ask("河道疏通率是多少", user=8)
    assert "不在列表里" in visible(tapped(bot, listing, "1 ✅"))
    assert "不在列表里" in visible(tapped(bot, listing, "1 🚫"))


def test_only_an_admin_in_a_private_chat_changes_anything(bot: BotApi, assistant: Assistant) -> None:
    bot.ask(DECLINED)
    listing = listed(bot)
    assert "管理员" in bot.answer(bot.tap(listing, "1 ✅", 7))["text"]
    in_group = bot.ask("/unanswered@wenshu_test_bot", user=ADMIN, chat=-1001)
    assert DECLINED in visible(in_group)
    assert not buttons(in_group)
    data = buttons(listing)[0]["callback_data"]
    assert "私聊" in bot.answer(bot.send_data(in_group, data, ADMIN))["text"]
    assert not versions.listed(assistant.folder)

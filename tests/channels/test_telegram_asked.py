"""What is asked over Telegram stands in the records."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.channels.telegram.asked import Recorded
from bot.knowledge.model import Unknown
from bot.records.records import Records
from tests.channels.bot_api import BotApi, visible
from tests.channels.running import ADMIN, running
from tests.channels.test_telegram_process import ended, process


def test_questions_and_opinions_are_recorded_and_forgotten(
    api: BotApi, assistant: Assistant, tmp_path: Path
) -> None:
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    notes = Recorded(records)
    with running(api, assistant, notes=notes):
        card = api.ask("群众满意率是多少", user=7)
        api.answer(api.tap(card, "👎", user=8))
        api.ask("今天天气怎么样", user=8)
        records.flush()
        stats = records.stats(0)
        assert (stats.questions, stats.answered, stats.declined, stats.downs) == (2, 1, 1, 1)
        assert {group.text for group in records.unanswered()} == {"群众满意率是多少", "今天天气怎么样"}
        [mark] = Recorded(records).most_asked(5)
        assert assistant.marks.fact(mark)
        api.ask("/forget", user=8)
    assert (records.stats(0).questions, records.stats(0).downs) == (1, 0)
    notes.records.close()


def test_an_admin_sees_how_much_is_asked_and_what_got_no_answer(
    api: BotApi, assistant: Assistant, tmp_path: Path
) -> None:
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    notes = Recorded(records)
    with running(api, assistant, notes=notes):
        for question in ("群众满意率是多少", "群众投诉率是多少", "群众投诉率是多少?", "今天天气怎么样"):
            api.ask(question, user=7)
        records.flush()
        told = visible(api.ask("/stats", user=ADMIN))
        assert told.count("问了 4 次:答出 1,给出选择 0,没答上 3") == 2
        lines = visible(api.ask("/unanswered", user=ADMIN)).split("\n")
        assert lines[0].startswith("没答上或答得不好的问题有 2 种")
        assert any(line.startswith("1. 2 次:群众投诉率是多少") for line in lines)
        english = visible(api.ask("/stats", user=ADMIN, language="en"))
        assert "4 questions: 1 answered" in english
        assert "留 90 天" in visible(api.ask("/privacy", user=7))
        assert "for 90 days" in visible(api.ask("/privacy", user=7, language="en"))
        for command in ("/stats", "/unanswered"):
            assert "4" not in visible(api.ask(command, user=7))
    notes.records.close()


def test_where_nothing_is_kept_that_is_said(api: BotApi, assistant: Assistant) -> None:
    with running(api, assistant):
        api.ask("今天天气怎么样", user=7)
        assert "不记是谁" in visible(api.ask("/privacy", user=7))
        assert "没有保留" in visible(api.ask("/stats", user=ADMIN))
        assert visible(api.ask("/unanswered", user=ADMIN)) == "没有答不上的问题。"


def test_a_chosen_language_outlasts_a_restart_and_is_forgotten(
    api: BotApi, assistant: Assistant, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'records.sqlite3'}"
    notes = Recorded(Records(url))
    with running(api, assistant, notes=notes):
        assert "留到您改掉" in visible(api.ask("/privacy"))
        menu = api.ask("/language")
        api.answer(api.tap(menu, "English"))
        api.answer(api.tap(api.ask("/language", user=8), "中文", user=8))
    notes.records.close()
    notes = Recorded(Records(url))
    with running(api, assistant, notes=notes):
        assert "Settings" in visible(api.ask("/settings"))
        assert "设置" in visible(api.ask("/settings", user=8, language="en"))
        api.ask("/forget")
        assert "设置" in visible(api.ask("/settings"))
    notes.records.close()
    records = Records(url)
    assert records.languages() == {records.hashed(8): "zh"}
    records.close()


def test_where_a_question_was_asked_is_recorded_as_a_code(
    api: BotApi, assistant: Assistant, tmp_path: Path
) -> None:
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    notes = Recorded(records)
    with running(api, assistant, notes=notes):
        api.ask("/ask 河道清淤完成多少", chat=-1001)
        card = api.ask("河道清淤完成多少")
        api.answer(api.tap(card, "目标"))
        api.ask("/help")
    records.flush()
    with records.engine.connect() as connection:
        chats = connection.exec_driver_sql("SELECT chat FROM asked ORDER BY at").scalars().all()
    assert chats == [records.hashed(-1001), records.hashed(7), records.hashed(7)]
    notes.records.close()


@pytest.mark.slow
def test_with_no_days_to_keep_what_was_kept_is_deleted(api: BotApi, folder: Path) -> None:
    url = f"sqlite:///{folder.parent / 'wenshu.records.sqlite3'}"
    records = Records(url, bot="123456789")
    records.asked("1", "满意率", Unknown(reason="unexplained"), person=7)
    records.choose(7, "en")
    records.close()
    with process(api.url, folder, WENSHU_KEEP_DAYS="0") as bot:
        assert visible(api.ask("群众满意率是多少")).startswith("86.08%")
        assert "重启就没有了" in visible(api.ask("/privacy"))
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    records = Records(url)
    assert records.stats(0).questions == 0
    assert records.languages() == {}
    records.close()

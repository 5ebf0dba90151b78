"""What is asked over Telegram stands in the records."""

from __future__ import annotations

from pathlib import Path

from bot.assistant import Assistant
from bot.channels.telegram.asked import Recorded
from bot.records.records import Records
from tests.channels.bot_api import BotApi
from tests.channels.running import running


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
    notes.close()

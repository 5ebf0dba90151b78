"""Who got no answer may wait for one: they are told once, when what has been loaded since can answer them."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Iterator
from functools import lru_cache

from telegram import Message, Update

from bot.channels.telegram import calls
from bot.channels.telegram.calls import Call, Response, Tapped
from bot.channels.telegram.layout import Block
from bot.channels.telegram.notes import token
from bot.channels.telegram.replying import Replying
from bot.channels.telegram.wording import Wording, wording
from bot.knowledge.model import Found
from bot.records.records import Followed, Records

log = logging.getLogger(__name__)


class Following:
    """The questions that somebody waits for an answer to."""

    def __init__(self, replying: Replying, records: Records) -> None:
        """Keep in ``records`` who waits; answer by ``replying``."""
        self._replying = replying
        self._records = records
        # What an answer is called: no update has such a number.
        self._names = map(str, itertools.count(time.time_ns()))

    def wait(self, update: Update, old: Message, named: str, words: Wording) -> Response:
        """Note that whoever taps wants to be told in this chat; ``named`` is the question as the button has it."""
        query, person = update.callback_query, self._replying.people.number(update)
        assert query
        tapped = Tapped(query=query.id, note=words.will_tell)

        def later() -> Response:
            self._records.flush()
            question = next((one for one in self._records.complaints() if token(one) == named), None)
            if question is None:
                return Response(tapped=Tapped(query=query.id, note=words.stale))
            wanted = Followed(question, old.chat.id, words.language, calls.thread(old))
            self._records.follow(wanted, person)
            self._records.flush()  # so that what any worker loads from now on is told of
            return Response(tapped=tapped)

        return Response(later=later)

    def due(self) -> Iterator[Call]:
        """What is told now: the answers that somebody has waited for."""
        self._records.flush()
        for one in self._records.due(lru_cache(self._is_answered)):
            try:
                yield from self._told(one)
            except Exception:
                log.exception("somebody cannot be told of an answer")

    def _is_answered(self, question: str) -> bool:
        turn = self._replying.assistant.ask(question)
        time.sleep(turn.milliseconds / 1000)  # half of the time is for those who ask meanwhile
        return isinstance(turn.answer, Found)

    def _told(self, one: Followed) -> tuple[Call, ...]:
        words, name = wording(one.language), next(self._names)
        turn = self._replying.assistant.ask(one.words, name=name, speak=words.language)
        card = self._replying.card(turn, words, name)
        blocks = [Block(words.now_answered.format(question=one.words)), *card.blocks]
        return calls.unasked(one.chat, blocks, card.keyboard, name, one.thread)

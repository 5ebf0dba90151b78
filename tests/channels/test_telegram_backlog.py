"""What is kept on disk until it is settled, and whose turn it is."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import backlog as module
from bot.channels.telegram.backlog import Backlog, Kept
from bot.channels.telegram.calls import Call
from bot.channels.telegram.delivery import BEYOND, NEXT, REACH, Numbers
from bot.channels.telegram.fair import Queue, Thinker
from bot.channels.telegram.layout import keyboard
from bot.errors import SettingsError

BOT = "https://api.telegram.org 1"
CALL = Call(
    chat=-7,
    html="<b>1</b> \u3000😀",
    plain="1",
    keyboard=keyboard([[("西站: 3", "p:zh:00")]]),
    reply_to=5,
    name="9",
)
OTHER = replace(CALL, html="", reply_to=0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "wenshu.sqlite3"


def test_what_is_not_settled_is_there_after_a_restart(file: Path) -> None:
    backlog = Backlog(file, BOT)
    taken = backlog.take({1: "one", 2: "two", 3: "three"})
    assert [(one.id, one.data, one.calls) for one in taken] == [
        (1, "one", None),
        (2, "two", None),
        (3, "three", None),
    ]
    backlog.begin(1)
    [first, second] = backlog.answer(2, [CALL, CALL])
    backlog.done(2, first.position)
    backlog.update(2, Kept(second.position, CALL, sent=1, after=12, shared=15))
    backlog.reform(2, Kept(second.position, OTHER))
    backlog.answer(3, [CALL])
    backlog.settle(3)
    backlog.close()
    backlog = Backlog(file, BOT)
    answered, waiting = backlog.unsettled()  # what is answered already comes first
    assert (waiting.id, waiting.begun, waiting.calls) == (1, 1, None)
    assert (answered.id, answered.calls) == (2, (Kept(1, OTHER, sent=1, after=12, shared=15),))
    backlog.close()


def test_what_comes_again_is_known_until_telegram_has_the_confirmation(file: Path) -> None:
    backlog = Backlog(file, BOT)
    backlog.take({1: "one", 2: "two"})
    backlog.settle(1)
    assert [one.id for one in backlog.take({1: "one", 2: "two", 3: "three"})] == [3]
    backlog.confirm(2)
    assert [one.id for one in backlog.take({1: "another", 2: "two"})] == [1]
    backlog.close()


def test_a_number_that_comes_again_with_something_else_is_something_else(file: Path) -> None:
    backlog = Backlog(file, BOT)
    backlog.take({1: "one"})
    backlog.settle(1)
    assert [one.data for one in backlog.take({1: "a new count"})] == ["a new count"]
    backlog.close()


def test_bots_and_servers_do_not_answer_each_others_questions(file: Path) -> None:
    for bot in (BOT, "https://api.telegram.org 2", "http://127.0.0.1:8081 1"):
        backlog = Backlog(file, bot)
        assert not backlog.unsettled()
        assert backlog.take({1: "one"})
        backlog.close()


def test_what_is_settled_is_known_as_long_as_telegram_may_send_it_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backlog = Backlog(file, BOT)
    backlog.take({1: "one"})
    backlog.settle(1)
    backlog.close()
    for kept, new in ((module.DAY, []), (-1.0, [1])):
        monkeypatch.setattr(module, "KEPT", -1.0)
        monkeypatch.setattr(module, "DAY", kept)
        backlog = Backlog(file, BOT)
        assert [one.id for one in backlog.take({1: "one"})] == new
        backlog.close()


def test_the_tables_of_another_version_are_made_anew(file: Path) -> None:
    with closing(sqlite3.connect(file)) as there:
        there.executescript("CREATE TABLE taken (id INTEGER, words TEXT); PRAGMA user_version = 99;")
    backlog = Backlog(file, BOT)
    assert backlog.take({1: "one"})
    backlog.close()
    backlog = Backlog(file, BOT)
    assert [one.id for one in backlog.unsettled()] == [1]
    backlog.close()


def test_what_is_too_old_is_forgotten(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backlog = Backlog(file, BOT)
    backlog.take({1: "one"})
    backlog.answer(1, [CALL])
    backlog.close()
    monkeypatch.setattr(module, "KEPT", -1.0)
    backlog = Backlog(file, BOT)
    assert not backlog.unsettled()
    backlog.close()


def test_a_file_in_use_is_not_shared(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    backlog = Backlog(file, BOT)
    with pytest.raises(SettingsError, match="is in use by another instance"):
        Backlog(file, BOT)
    backlog.close()


def test_a_file_that_is_no_database_is_named_and_left_as_it_is(file: Path) -> None:
    file.write_text("minutes of the meeting\n" * 100, encoding="utf-8")
    with pytest.raises(SettingsError, match=f"WENSHU_DATABASE_URL: {file} is no database"):
        Backlog(file, BOT)
    assert file.read_text(encoding="utf-8").startswith("minutes")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none/wenshu\.sqlite3 cannot be written"):
        Backlog(tmp_path / "none" / "wenshu.sqlite3", BOT)


def test_a_disk_that_takes_nothing_more_is_logged_and_the_bot_goes_on(
    file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 16)
    backlog = Backlog(file, BOT)
    taken = backlog.take(dict.fromkeys(range(100), "x" * 4000))
    assert len(taken) == 100
    assert "database or disk is full" in caplog.text
    backlog.begin(1)
    assert len(backlog.answer(1, [CALL])) == 1
    backlog.settle(1)
    backlog.close()
    with closing(sqlite3.connect(file)) as there:
        assert there.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@given(st.lists(st.sampled_from("aaabc"), max_size=60))
def test_nobody_is_served_a_second_time_before_everybody_who_waits(people: list[str]) -> None:
    queue = Queue[int]()
    for number, person in enumerate(people):
        queue.put(person, number)
    order = [queue.pop() for _ in range(len(queue))]
    assert sorted(order) == list(range(len(people)))
    served = Counter[str]()
    for number in order:
        person = people[number]
        waiting = {one for one in people if people.count(one) > served[one]}
        assert all(served[other] >= served[person] for other in waiting)
        assert number == [at for at, one in enumerate(people) if one == person][served[person]]
        served[person] += 1


def test_thoughts_begin_one_by_one_and_one_that_fails_is_told_to_who_waits_for_it() -> None:
    noted: list[str] = []

    def work(name: str) -> Callable[[], str]:
        def think() -> str:
            noted.append(f"{name} ends")
            return str(1 // (name != "fails"))

        return think

    async def think() -> list[object]:
        thinker = Thinker()
        thoughts = [
            thinker.think(person, work(name), partial(noted.append, name))
            for person, name in ((1, "fails"), (1, "second"), (1, "third"), (2, "other"))
        ]
        done = await asyncio.gather(*thoughts, return_exceptions=True)
        await thinker.close()
        return list(done)

    failed, *worked = asyncio.run(think())
    assert isinstance(failed, ZeroDivisionError)
    assert worked == ["1", "1", "1"]
    assert noted == [
        word for name in ("fails", "second", "other", "third") for word in (name, f"{name} ends")
    ]


WRITTEN = st.tuples(st.sampled_from([7, 8, -100]), st.booleans())
"""A message of a chat, and whether it is seen."""


@given(st.lists(WRITTEN, max_size=BEYOND - 1), st.lists(WRITTEN, max_size=2 * REACH))
def test_a_message_is_looked_for_among_the_numbers_it_may_have(
    before: list[tuple[int, bool]], later: list[tuple[int, bool]]
) -> None:
    numbers, seen, count = Numbers(), set[int](), itertools.count(1)

    def write(messages: list[tuple[int, bool]]) -> None:
        for chat, is_seen in messages:
            number = next(count)
            if is_seen:
                numbers.saw(chat, number)
                seen.add(number)

    write(before)
    after, shared = numbers.last(7), numbers.shared(7)
    lost = next(count)
    write(later)
    found = numbers.between(7, after, shared)
    assert lost in found
    assert not seen & {number for number in found if number > after + NEXT}
    assert len(found) <= NEXT + REACH

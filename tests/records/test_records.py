"""What people asked is kept, counted, grouped and forgotten, in SQLite and in PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from bot.errors import SettingsError
from bot.knowledge.model import Answer, Choices, Found, Greeting, Unknown
from bot.records import records as module
from bot.records.database import configured
from bot.records.grouping import Group, grouped
from bot.records.records import DAY, Followed, Records, Stats, clear

FOUND, DECLINED = Found(entries=()), Unknown(reason="unexplained")


class Clock:
    """A time that is set by hand."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.sqlite3'}"
    fresh: Callable[[], str] = request.getfixturevalue("server")
    return fresh()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(url: str, clock: Clock) -> Iterator[Records]:
    records = Records(url, clock=clock)
    yield records
    records.close()


def test_a_time_is_summed_up(records: Records, clock: Clock) -> None:
    records.asked("old", "满意率", FOUND, milliseconds=900)
    clock.now += DAY
    answers: list[Answer] = [FOUND, FOUND, Choices(options=()), DECLINED, Greeting(topic="hello")]
    for number, answer in enumerate(answers):
        records.asked(str(number), "满意率", answer, milliseconds=number + 1, person=number)
    records.asked("0", "again", DECLINED)
    records.rated("0", 1, good=False)
    records.rated("0", 1, good=True)
    records.rated("1", 2, good=False)
    records.rated("never asked", 1, good=False)
    records.flush()
    assert records.stats(clock.now) == Stats(4, 2, 1, 1, ups=1, downs=1, p50=2, p99=4)
    assert records.stats(clock.now + 1) == Stats()


def test_what_was_not_answered_is_grouped(records: Records) -> None:
    for number, text in enumerate(
        ["今天天气怎么样", "天气怎么样今天", "今天天气怎么样", "房价是多少", "彩票号码"]
    ):
        records.asked(str(number), text, DECLINED)
    records.asked("up", "满意率", FOUND)
    records.asked("down", "办结率", FOUND)
    records.rated("down", 1, good=False)
    records.set_aside("彩票号码")
    records.flush()
    first, *rest = records.unanswered(canonical=lambda text: " ".join(sorted(text)))
    assert first == Group("今天天气怎么样", ("今天天气怎么样", "天气怎么样今天"), 3)
    assert {group.text for group in rest} == {"房价是多少", "办结率"}


def test_the_figures_told_most_come_first(records: Records) -> None:
    for number, mark in enumerate(["a", "b", "b", ""]):
        records.asked(str(number), "满意率", FOUND, mark=mark)
    for _ in range(3):
        records.chosen("c", 1)
    records.flush()
    assert records.most_asked(2) == ("c", "b")


def test_who_waits_for_an_answer_is_told_once(records: Records) -> None:
    records.follow(Followed("房价", 7), 1)
    records.follow(Followed("房价", 7), 1)
    records.follow(Followed("天气", 7, "en", thread=11), 1)
    records.flush()
    assert records.due(lambda _: False) == ()
    assert records.due(lambda text: text == "房价") == (Followed("房价", 7, "zh"),)
    assert records.due(lambda text: text == "房价") == ()
    assert records.due(lambda _: True) == (Followed("天气", 7, "en", thread=11),)


def test_a_person_is_forgotten(records: Records, clock: Clock) -> None:
    for person in (1, 2):
        records.asked(f"of {person}", "房价", DECLINED, person=person)
        records.follow(Followed("房价", person), person)
        records.chosen("a", person)
    records.rated("of 2", 1, good=False)
    records.forget(1)
    assert records.stats(0) == Stats(1, declined=1)
    assert records.due(lambda _: True) == (Followed("房价", 2, "zh"),)


def test_what_is_old_is_deleted(url: str, clock: Clock) -> None:
    for _ in range(2):
        records = Records(url, keep_days=30, clock=clock)
        records.asked(str(clock.now), "满意率", FOUND)
        records.rated(str(clock.now), 1, good=True)
        records.close()
        clock.now += 31 * DAY
    records = Records(url, keep_days=60, clock=clock)
    records.chosen("a", 1)
    records.flush()
    assert records.stats(0) == Stats(1, answered=1, ups=1)
    records.close()


def test_several_workers_share_a_database(records: Records, url: str, clock: Clock) -> None:
    other = Records(url, clock=clock)
    assert other.hashed(12345) == records.hashed(12345)
    records.asked("1", "满意率", FOUND)
    other.asked("2", "满意率", FOUND)
    other.close()
    records.flush()
    assert records.stats(0).questions == 2


def test_bots_in_one_database_do_not_take_questions_for_each_others(
    url: str, records: Records, clock: Clock
) -> None:
    other = Records(url, clock=clock, bot="2")
    records.asked("1", "满意率", FOUND)
    other.asked("1", "办结率", DECLINED)
    records.flush()
    other.rated("1", 1, good=False)
    other.flush()
    assert records.stats(0) == Stats(2, answered=1, declined=1, downs=1)
    assert [group.text for group in records.unanswered()] == ["办结率"]
    other.close()


def test_languages_are_kept_until_they_are_changed_or_forgotten(records: Records, url: str) -> None:
    records.choose(1, "en")
    records.choose(2, "zh")
    records.choose(2, "en")
    records.choose(3, "zh")
    records.choose(3, None)
    records.flush()
    assert records.languages() == {records.hashed(1): "en", records.hashed(2): "en"}
    records.forget(1)
    assert records.languages() == {records.hashed(2): "en"}
    clear(url)
    assert records.languages() == {}


def test_what_is_old_is_deleted_even_where_nothing_is_asked(
    url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SWEEP", 0.01)
    records = Records(url, keep_days=30, clock=clock)
    records.asked("1", "满意率", FOUND)
    records.flush()
    clock.now += 31 * DAY
    until = time.monotonic() + 20
    while records.stats(0).questions:
        assert time.monotonic() < until
    records.close()


def test_with_no_days_nothing_is_kept_and_what_was_is_deleted(url: str, clock: Clock) -> None:
    records = Records(url, clock=clock)
    records.asked("1", "满意率", FOUND)
    records.follow(Followed("房价", 7), 1)
    records.close()
    clear(url)
    records = Records(url, keep_days=0, clock=clock)
    clock.now -= DAY
    records.asked("2", "满意率", FOUND)
    records.chosen("a", 1)
    records.flush()
    assert records.stats(0) == Stats()
    assert records.most_asked(1) == ()
    assert records.due(lambda _: True) == ()
    records.close()


def test_to_clear_a_file_that_is_not_there_makes_none(tmp_path: Path) -> None:
    clear(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    assert not list(tmp_path.iterdir())


def test_what_comes_too_fast_is_counted(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    records = Records(url)
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        begun.set()
        assert go_on.wait(20)

    records.note(hold)
    assert begun.wait(20)
    for number in range(10):
        records.asked(str(number), "满意率", FOUND)
    go_on.set()
    records.close()
    assert "7 things came faster than they could be recorded" in caplog.text


def test_what_no_database_takes_is_written_all_the_same(records: Records) -> None:
    records.asked("1", "满\0意\ud800率", DECLINED)
    records.flush()
    assert [group.text for group in records.unanswered()] == ["满?意?率"]


@pytest.mark.parametrize("revision", ["1", "digest"])
def test_records_of_before_are_taken_over(url: str, revision: str) -> None:
    """Those that had no bot in their key."""
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(configured(connection), revision)
        connection.exec_driver_sql(
            "INSERT INTO asked VALUES ('1', 5, '满意率', 'zh', 'answered', 1, 2, 'c', 'p', 'm')"
        )
        connection.exec_driver_sql("INSERT INTO feedback VALUES ('1', 'p', 1)")
    engine.dispose()
    records = Records(url, clock=Clock())
    assert records.stats(0) == Stats(1, answered=1, ups=1, p50=2, p99=2)
    records.close()


def test_nobody_is_named_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    records = Records(f"sqlite:///{file}")
    records.asked("1", "满意率", FOUND, chat=-100987654, person=123456789)
    records.close()
    with sqlite3.connect(file) as connection:
        kept = "\n".join(connection.iterdump())
    connection.close()
    assert "满意率" in kept
    assert "123456789" not in kept
    assert "100987654" not in kept


@pytest.mark.parametrize(
    "url", ["postgresql://u:pass-part@127.0.0.1:1/x", "nonsense://pass-part", "sqlite:////no/no"]
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="WENSHU_DATABASE_URL") as caught:
        Records(url)
    assert "pass-part" not in str(caught.value)


def test_groups_keep_what_differs_apart() -> None:
    assert [group.count for group in grouped([("房价是多少", 2), ("房价是多少？", 1), ("人口", 1)])] == [3, 1]


def test_what_was_thought_badly_of_says_which_figure_it_was(records: Records) -> None:
    records.asked("1", "满意率", FOUND, mark="ab12")
    records.asked("2", "满意率", FOUND, mark="ab12")
    records.asked("3", "满意率?", DECLINED)
    records.asked("4", "办结率", FOUND, mark="cd34")
    records.asked("5", "哪个", Choices(options=()))
    records.rated("2", 1, good=False)
    records.rated("4", 1, good=True)
    records.flush()
    assert records.unanswered() == (Group("满意率", ("满意率", "满意率?"), 2, frozenset({"ab12"})),)
    assert set(records.complaints()) == {"满意率", "满意率?"}
    assert records.most_answered(2) == ("满意率", "办结率")
    assert set(records.most_answered(9)) == {"满意率", "办结率", "哪个"}


def test_each_question_of_a_time_is_known_by_what_became_of_it(records: Records, clock: Clock) -> None:
    records.asked("1", "满意率", FOUND)
    clock.now += DAY
    records.asked("2", "满意率", DECLINED)
    records.asked("3", "你好", Greeting(topic="hello"))
    records.flush()
    assert records.outcomes(clock.now) == ((clock.now, "declined"),)
    assert {became for _, became in records.outcomes(0)} == {"answered", "declined"}


def test_a_week_is_told_once_to_each_in_their_language(records: Records, clock: Clock, url: str) -> None:
    start = clock.now
    assert records.digest(1, start - 1) is None  # what has ended before somebody was known
    clock.now += 7 * DAY
    records.meet(1, "en")
    records.meet(2, "en")
    records.flush()
    worker = Records(url, clock=clock)
    ended = start + 6 * DAY
    told = [one.digest(1, ended) for one in (records, worker, records, worker)]
    assert told == ["en", None, None, None]
    assert records.digest(2, ended) is None
    assert worker.digest(2, ended + 7 * DAY) == "en"
    assert records.digest(3, ended) is None
    assert records.digest(3, ended + 7 * DAY) == ""
    records.forget(2)
    assert records.digest(2, ended) is None
    worker.close()

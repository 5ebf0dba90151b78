"""What workers share: an update is one worker's, what is remembered is the latest, news reach all the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.records.records import DAY, Records
from bot.records.sharing import PATIENCE, News, Recalled, Remembered, Sharing
from tests.records.test_records import Clock

CHAT, PERSON, HOUR = -100, 7, 3600.0


class Worker:
    """A worker with a database of its own making or of another's."""

    def __init__(self, url: str, name: str, clock: Clock, bot: str = "1") -> None:
        self.records = Records(url, clock=clock, bot=bot)
        self.sharing = Sharing(self.records, name, clock)

    def remember(self, name: str, version: int, value: str, seconds: float = HOUR) -> None:
        self.sharing.remember(name, PERSON, version, value, seconds)
        self.records.flush()

    def recall(self, number: int, *names: str) -> Recalled:
        recalled = self.sharing.recall(number, CHAT, PERSON, names)
        assert recalled
        return recalled

    def look(self) -> News:
        news = self.sharing.look()
        assert news
        return news

    def close(self) -> None:
        self.sharing.close()
        self.records.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(server: Callable[[], str]) -> str:
    return server()


@pytest.fixture
def workers(url: str, clock: Clock) -> Iterator[tuple[Worker, Worker]]:
    one, other = Worker(url, "one", clock), Worker(url, "other", clock)
    yield one, other
    one.close()
    other.close()


def test_an_update_is_of_one_worker(workers: tuple[Worker, Worker], url: str, clock: Clock) -> None:
    one, other = (worker.sharing for worker in workers)
    assert one.claim(5, CHAT)
    assert not other.claim(5, CHAT)
    assert one.claim(5, CHAT)
    another_bot = Worker(url, "third", clock, bot="2")
    assert another_bot.sharing.claim(5, CHAT)
    another_bot.close()
    with ThreadPoolExecutor(8) as threads:
        for number in range(10, 30):
            both = [threads.submit(sharing.claim, number, CHAT) for sharing in (one, other)]
            assert sum(claimed.result() for claimed in both) == 1


def test_what_comes_later_in_a_chat_waits_for_another_worker(
    workers: tuple[Worker, Worker], clock: Clock
) -> None:
    one, other = workers
    one.sharing.claim(5, CHAT)
    other.sharing.claim(6, CHAT)
    other.sharing.claim(7, CHAT - 1)
    assert other.recall(6).waits
    assert not one.recall(6).waits  # its own are in order already
    assert not one.recall(5).waits
    assert other.sharing.recall(7, CHAT - 1, PERSON, ()) == Recalled()
    one.sharing.settle(5, last=70, shared=90)
    one.records.flush()
    assert other.recall(6) == Recalled(last=70, shared=90)
    assert other.sharing.recall(7, CHAT - 1, PERSON, ()) == Recalled(shared=90)


def test_nobody_waits_for_long_for_a_worker_that_gives_no_sign(
    workers: tuple[Worker, Worker], clock: Clock
) -> None:
    one, other = workers
    one.sharing.claim(8, CHAT)
    for _ in range(5):
        clock.now += PATIENCE / 2
        assert one.sharing.look([8])
        assert other.recall(9).waits
    clock.now += PATIENCE + 1
    assert not other.recall(9).waits


def test_what_is_remembered_is_the_latest(workers: tuple[Worker, Worker], clock: Clock) -> None:
    one, other = workers
    one.remember("a", 5, "first")
    other.remember("a", 7, "third")
    one.remember("a", 6, "second")
    one.remember("b", 6, "short", 10)
    assert other.recall(8, "a", "b", "c").found == {
        "a": Remembered(7, HOUR, "third"),
        "b": Remembered(6, 10, "short"),
    }
    clock.now += 20
    assert other.recall(8, "a", "b").found == {"a": Remembered(7, HOUR - 20, "third")}
    one.remember("b", 2, "a new count")
    assert other.recall(8, "b").found == {"b": Remembered(2, HOUR, "a new count")}


def test_a_language_is_recalled(workers: tuple[Worker, Worker]) -> None:
    one, other = workers
    assert other.recall(1).language is None
    one.records.choose(PERSON, "en")
    one.records.flush()
    assert other.recall(1).language == "en"


def test_who_is_forgotten_is_told_to_the_others(workers: tuple[Worker, Worker], clock: Clock) -> None:
    one, other = workers
    one.remember("a", 5, "said")
    one.sharing.forget(PERSON)
    one.records.flush()
    assert other.recall(6, "a").found == {}
    assert other.look().forgotten == {other.sharing.hashed(PERSON): clock.now}
    assert one.look().forgotten == {}


def test_what_is_loaded_is_told(workers: tuple[Worker, Worker], url: str, clock: Clock) -> None:
    one, other = workers
    assert other.look() == News()
    assert one.sharing.announce("abc") == 1
    assert other.sharing.announce("def") == 2
    assert one.look() == News(2, "def", clock.now)
    another_bot = Worker(url, "third", clock, bot="2")
    assert another_bot.look() == News()
    another_bot.close()


def test_what_is_past_is_swept_away(workers: tuple[Worker, Worker], clock: Clock) -> None:
    one, other = workers
    one.sharing.claim(5, CHAT)
    one.sharing.forget(PERSON)
    one.records.flush()
    clock.now += DAY + 1
    one.look()
    assert other.sharing.claim(5, CHAT)
    assert other.look().forgotten == {}


def test_nobody_is_named_in_what_is_shared(workers: tuple[Worker, Worker]) -> None:
    one, _ = workers
    one.sharing.claim(5, -100987654)
    one.sharing.remember("c:-100987654:123456789", 123456789, 5, "said", HOUR)
    one.sharing.forget(987654321)
    one.records.flush()
    with one.records.engine.connect() as connection:
        for table in ("claimed", "remembered", "forgotten"):
            rows = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608
            assert rows != "[]"
            assert "100987654" not in rows
            assert "123456789" not in rows
            assert "987654321" not in rows


def test_without_the_database_nobody_waits(url: str, clock: Clock) -> None:
    worker = Worker(url, "one", clock)
    with worker.records.engine.begin() as connection:
        for table in ("claimed", "remembered", "loaded"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    assert worker.sharing.claim(5, CHAT)
    assert worker.sharing.recall(5, CHAT, PERSON, ()) is None
    assert worker.sharing.announce("abc") == 0
    assert worker.sharing.look() is None
    worker.close()

"""What was taken from Telegram and is not settled yet, kept in a small SQLite file.

Telegram forgets an update as soon as the next poll confirms it. From then on it stands here, first as it came,
then as the messages that answer it, until Telegram has them. So neither a stop nor a crash loses an answer, and
what comes a second time is known.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram.calls import Call
from bot.errors import SettingsError
from bot.messages import tell

log = logging.getLogger(__name__)

KEPT = 3600.0
"""Seconds after which an answer that could not be given is of no use any more."""
DAY = 86_400.0
"""For so many seconds Telegram keeps an update that was not confirmed, and may send it again."""
PATIENCE = 15.0
"""Seconds to wait for the file at the start: a process that is just ending may hold it still."""

MOST_PAGES = 65_536
"""Pages of 4 KiB the file may have; what waits at the most takes a fraction of that."""

_WAITING, _ANSWERED, _SETTLED = range(3)
_VERSION = 1
"""Of the tables; those of another version are of a few minutes, and are given up."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS taken (
    bot TEXT, id INTEGER, data TEXT, at REAL, state INTEGER, begun INTEGER,
    PRIMARY KEY (bot, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS call (
    bot TEXT, id INTEGER, position INTEGER, data TEXT, sent INTEGER, after INTEGER, shared INTEGER,
    PRIMARY KEY (bot, id, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS worker (name TEXT);
INSERT INTO worker SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT * FROM worker);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A call that is still to be made.

    ``sent`` counts the times it was made without any word of what became of it; ``after`` is the last message known
    in its chat before the first of them, ``shared`` the last one where the chat takes its numbers from.
    """

    position: int
    call: Call
    sent: int = 0
    after: int = 0
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """An update that is not settled: as JSON, when it was taken, how often work on it was begun, and its answer.

    What is said without an update has no ``data``.
    """

    id: int
    data: str
    at: float
    begun: int = 0
    calls: tuple[Kept, ...] | None = None


class Backlog:
    """The updates of one bot at one server. A write that fails is logged, and the bot goes on without it."""

    def __init__(self, file: Path | None, bot: str) -> None:
        """Open or make the file (None: memory) for ``bot``, any name that tells it from others.

        Raises:
            SettingsError: the file cannot be used, or another process uses it.
        """
        self._bot = bot
        where = f"WENSHU_DATABASE_URL: {file}"
        try:
            self._connection = _opened(file)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                message = tell(
                    "is in use by another instance of this bot; stop that one, or name another file"
                )
            else:
                message = tell("cannot be written ({error}); name another file", error=error)
            raise SettingsError(f"{where} {message}") from error
        except sqlite3.DatabaseError as error:
            message = tell("is no database ({error}); take it away or name another file", error=error)
            raise SettingsError(f"{where} {message}") from error

    @property
    def worker(self) -> str:
        """What this worker is called among others, the same as long as the file is there."""
        (name,) = self._connection.execute("SELECT name FROM worker").fetchone()
        return str(name)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def take(self, updates: Mapping[int, str]) -> list[Taken]:
        """Keep updates, as JSON by their numbers; returns those that were not here yet."""
        now = time.time()
        new = [Taken(number, data, now) for number, data in updates.items()]
        statement = """
            INSERT INTO taken VALUES (?, ?, ?, ?, ?, 0)
            ON CONFLICT DO UPDATE SET data = excluded.data, at = excluded.at, state = excluded.state, begun = 0
            WHERE data != excluded.data RETURNING id
        """  # a number that comes again with something else in it begins a new count of Telegram's
        known: set[int] = set()
        with self._writing():
            for one in new:
                rows = self._connection.execute(statement, (self._bot, one.id, one.data, now, _WAITING))
                if not rows.fetchall():
                    known.add(one.id)
        return [one for one in new if one.id not in known]

    def confirm(self, offset: int) -> None:
        """Forget the settled updates before ``offset``: Telegram does not send them again."""
        statement = "DELETE FROM taken WHERE bot = ? AND id < ? AND state = ?"
        with self._writing():
            self._connection.execute(statement, (self._bot, offset, _SETTLED))

    def expire(self) -> None:
        """Forget the settled updates that Telegram does not send again for their age."""
        statement = "DELETE FROM taken WHERE bot = ? AND at < ? AND state = ?"
        with self._writing():
            self._connection.execute(statement, (self._bot, time.time() - DAY, _SETTLED))

    def begin(self, number: int) -> None:
        """Note that work on an update begins: one that ends the process is not begun for ever."""
        with self._writing():
            self._connection.execute(
                "UPDATE taken SET begun = begun + 1 WHERE bot = ? AND id = ?", (self._bot, number)
            )

    def answer(self, number: int, calls: Sequence[Call]) -> tuple[Kept, ...]:
        """Keep what answers an update."""
        kept = tuple(Kept(position, call) for position, call in enumerate(calls))
        with self._writing():
            self._connection.executemany(
                "INSERT OR REPLACE INTO call VALUES (?, ?, ?, ?, 0, 0, 0)",
                [(self._bot, number, one.position, one.call.as_json()) for one in kept],
            )
            self._state(number, _ANSWERED)
        return kept

    def tell(self, call: Call) -> Taken:
        """Keep what is said without an update, under a number that no update has."""
        now, number, kept = time.time(), -time.time_ns(), Kept(0, call)
        with self._writing():
            self._connection.execute(
                "INSERT INTO taken VALUES (?, ?, '', ?, ?, 0)", (self._bot, number, now, _ANSWERED)
            )
            self._connection.execute(
                "INSERT INTO call VALUES (?, ?, 0, ?, 0, 0, 0)", (self._bot, number, call.as_json())
            )
        return Taken(number, "", now, calls=(kept,))

    def update(self, number: int, kept: Kept) -> None:
        """Keep how often a call was made without a word, before it is made and when there is word of it."""
        statement = """
            UPDATE call SET sent = ?, after = ?, shared = ? WHERE bot = ? AND id = ? AND position = ?
        """
        values = (kept.sent, kept.after, kept.shared, self._bot, number, kept.position)
        with self._writing():
            self._connection.execute(statement, values)

    def reform(self, number: int, kept: Kept) -> None:
        """Keep a call in another form."""
        statement = "UPDATE call SET data = ? WHERE bot = ? AND id = ? AND position = ?"
        values = (kept.call.as_json(), self._bot, number, kept.position)
        with self._writing():
            self._connection.execute(statement, values)

    def done(self, number: int, position: int) -> None:
        """Forget a call that Telegram has, or never takes."""
        with self._writing():
            self._connection.execute(
                "DELETE FROM call WHERE bot = ? AND id = ? AND position = ?", (self._bot, number, position)
            )

    def settle(self, number: int) -> None:
        """Note that nothing is left to do for an update."""
        with self._writing():
            self._connection.execute("DELETE FROM call WHERE bot = ? AND id = ?", (self._bot, number))
            self._state(number, _SETTLED)

    def unsettled(self) -> list[Taken]:
        """What is left from before: first what is answered already, then the rest, as it was taken."""
        calls: dict[int, list[Kept]] = {}
        rows = self._connection.execute(
            "SELECT id, position, data, sent, after, shared FROM call WHERE bot = ? ORDER BY id, position",
            (self._bot,),
        )
        for number, position, data, *known in rows:
            try:
                calls.setdefault(number, []).append(Kept(position, Call.from_json(data), *known))
            except Exception as error:  # noqa: BLE001 - whatever another version has written
                log.warning("a message that was kept cannot be read, and is given up: %r", error)
        rows = self._connection.execute(
            "SELECT id, data, at, begun, state FROM taken WHERE bot = ? AND state != ? ORDER BY state DESC, id",
            (self._bot, _SETTLED),
        )
        return [
            Taken(number, data, at, begun, tuple(calls.get(number, ())) if state == _ANSWERED else None)
            for number, data, at, begun, state in rows
        ]

    def _state(self, number: int, state: int) -> None:
        self._connection.execute(
            "UPDATE taken SET state = ? WHERE bot = ? AND id = ?", (state, self._bot, number)
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All that is written within, or nothing."""
        try:
            self._connection.execute("BEGIN")
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            log.error("what is to be answered cannot be kept on disk: %s", error)  # noqa: TRY400
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _opened(file: Path | None) -> sqlite3.Connection:
    """The database, for this process alone and in only one of its threads, the event loop's."""
    connection = sqlite3.connect(file or ":memory:", timeout=PATIENCE, isolation_level=None)
    now = time.time()
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        # What is written outlives the process at once; only a loss of power may cost the last moments.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA max_page_count = {MOST_PAGES}")
        if connection.execute("PRAGMA user_version").fetchone() != (_VERSION,):
            connection.executescript("DROP TABLE IF EXISTS taken; DROP TABLE IF EXISTS call;")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.executescript(_SCHEMA)
        connection.execute("DELETE FROM taken WHERE at < ? AND state != ?", (now - KEPT, _SETTLED))
        connection.execute("DELETE FROM taken WHERE at < ?", (now - DAY,))
        connection.execute("DELETE FROM call WHERE (bot, id) NOT IN (SELECT bot, id FROM taken)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection

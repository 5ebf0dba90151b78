"""What several workers of one bot share: the updates each has taken, what conversations are about, what is loaded.

All of it stands in the PostgreSQL database of the records. What cannot be asked in a moment is done without: then
an update may be answered twice, or a follow-up is not understood, but nobody waits.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, create_engine, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from bot.language.speech import Language
from bot.records.records import DAY, Records
from bot.records.tables import CLAIMED, FORGOTTEN, LOADED, REMEMBERED, SPOKEN

T = TypeVar("T")
log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds after its last sign of life for which what comes later in a chat waits for another worker."""
SECONDS = 3
"""For the database to answer, and then for doing without it."""
_HOUR, _MINUTE = 3600.0, 60.0


@dataclass(frozen=True, slots=True)
class Remembered:
    """What stands under a name: since which update, for how many seconds more, and what."""

    version: int
    left: float
    value: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """What other workers know that matters to an update.

    Attributes:
        waits: Whether an earlier one of its chat is still with another worker.
        last: The number of the last message that is known in its chat.
        shared: The number of the last one in any chat of those that count together.
        language: The language that its sender has chosen.
        found: What is remembered, by the names that were asked for.
    """

    waits: bool = False
    last: int = 0
    shared: int = 0
    language: Language | None = None
    found: Mapping[str, Remembered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """What was loaded last, by any worker, and when; whom the others have forgotten, and when."""

    generation: int = 0
    digest: str = ""
    at: float = 0.0
    forgotten: Mapping[str, float] = field(default_factory=dict)


class Sharing:
    """The shared part of a worker; all but `remember`, `settle` and `forget` wait for the database."""

    def __init__(self, records: Records, worker: str, clock: Callable[[], float] = time.time) -> None:
        """Share by the database of ``records``, in PostgreSQL, as ``worker``, the same name after a restart."""
        self._records = records
        self._worker = worker
        self._clock = clock
        limits = f"-c statement_timeout={SECONDS}s"
        self._engine = create_engine(
            records.engine.url,
            isolation_level="AUTOCOMMIT",
            pool_pre_ping=True,
            pool_timeout=SECONDS,
            connect_args={
                "connect_timeout": SECONDS,
                "tcp_user_timeout": SECONDS * 1000,
                "options": limits,
            },
        )
        self._without_until = -math.inf
        self._swept = -math.inf

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def hashed(self, identity: object) -> str:
        """A person as it stands in the database."""
        return self._records.hashed(identity)

    def claim(self, number: int, chat: object) -> bool:
        """Whether an update is this worker's to answer; once it is, it is no other's."""
        row = {"bot": self._records.bot, "number": number, "worker": self._worker, "at": self._clock()}
        mine = insert(CLAIMED).values(**row, chat=self._records.hashed(chat), settled=0, last=0, shared=0)
        this = (CLAIMED.c.bot == self._records.bot) & (CLAIMED.c.number == number)

        def ask(connection: Connection) -> bool:
            if connection.execute(mine.on_conflict_do_nothing().returning(CLAIMED.c.number)).first():
                return True
            return connection.execute(select(CLAIMED.c.worker).where(this)).scalar() == self._worker

        return self._asked(ask, otherwise=True)

    def settle(self, number: int, last: int = 0, shared: int = 0) -> None:
        """Note, behind what was noted before, that an update is answered, and the last numbers of messages then."""
        this = (CLAIMED.c.bot == self._records.bot) & (CLAIMED.c.number == number)
        statement = update(CLAIMED).where(this).values(settled=1, last=last, shared=shared)
        self._records.note(lambda connection: connection.execute(statement))

    def recall(self, number: int, chat: object, person: object, names: Sequence[str]) -> Recalled | None:
        """What matters to an update, in one question; None where that cannot be told now."""
        now = self._clock()
        ours = CLAIMED.c.bot == self._records.bot
        here = ours & (CLAIMED.c.chat == self._records.hashed(chat))
        last = select(func.max(CLAIMED.c.last)).where(here).scalar_subquery()
        shared = select(func.max(CLAIMED.c.shared)).where(ours).scalar_subquery()
        earlier = (
            here
            & (CLAIMED.c.settled == 0)
            & (CLAIMED.c.number < number)
            & (CLAIMED.c.worker != self._worker)
            & (CLAIMED.c.at > now - PATIENCE)
        )
        spoken = select(SPOKEN.c.language).where(SPOKEN.c.person == self._records.hashed(person))
        keys = {self._key(name): name for name in names}
        statement = (
            select(exists().where(earlier), last, shared, spoken.scalar_subquery(), REMEMBERED)
            .select_from(select(1).subquery())
            .outerjoin(REMEMBERED, REMEMBERED.c.name.in_(keys) & (REMEMBERED.c.until > now))
        )

        def ask(connection: Connection) -> Recalled:
            rows = connection.execute(statement).all()
            waits, last, shared, language, *_ = rows[0]
            found = {
                keys[row.name]: Remembered(row.version, row.until - now, row.value)
                for row in rows
                if row.name
            }
            return Recalled(waits, last or 0, shared or 0, language, found)

        return self._asked(ask, otherwise=None)

    def remember(self, name: str, person: object, version: int, value: str, seconds: float) -> None:
        """Have something stand under a name for so long, unless there is something of a later update."""
        row = {
            "person": self._records.hashed(person),
            "version": version,
            "until": self._clock() + seconds,
            "value": value,
        }
        statement = insert(REMEMBERED).values(name=self._key(name), **row)
        # A count that began anew, after a week without updates, is not earlier than what is past.
        later = (REMEMBERED.c.version <= version) | (REMEMBERED.c.until < self._clock())
        written = statement.on_conflict_do_update(index_elements=["name"], set_=row, where=later)
        self._records.note(lambda connection: connection.execute(written))

    def forget(self, person: object) -> None:
        """Have nothing remembered of somebody, here and, when they look next, by the other workers."""
        who = self._records.hashed(person)
        row = {"worker": self._worker, "at": self._clock()}
        told = insert(FORGOTTEN).values(person=who, **row)

        def write(connection: Connection) -> None:
            connection.execute(delete(REMEMBERED).where(REMEMBERED.c.person == who))
            connection.execute(told.on_conflict_do_update(index_elements=["person"], set_=row))

        self._records.note(write)

    def announce(self, digest: str) -> int:
        """Tell the other workers what was loaded; returns the number of this loading, 0 where it is not told."""
        row = {"digest": digest, "at": self._clock()}
        statement = (
            insert(LOADED)
            .values(bot=self._records.bot, generation=1, **row)
            .on_conflict_do_update(
                index_elements=["bot"], set_={"generation": LOADED.c.generation + 1, **row}
            )
            .returning(LOADED.c.generation)
        )
        return self._asked(lambda connection: int(connection.execute(statement).scalar_one()), otherwise=0)

    def look(self, held: Collection[int] = ()) -> News | None:
        """What there is of news; None where it cannot be told now. What is past is swept away.

        It is a sign of life for the updates that are ``held``.
        """
        now = self._clock()
        loaded = select(LOADED).where(LOADED.c.bot == self._records.bot)
        mine = (CLAIMED.c.bot == self._records.bot) & (CLAIMED.c.worker == self._worker)
        waiting = mine & CLAIMED.c.number.in_(held) & (CLAIMED.c.at < now - PATIENCE / 3)
        old = update(CLAIMED).where(waiting).values(at=now) if held else None
        gone = select(FORGOTTEN).where(FORGOTTEN.c.worker != self._worker)

        def ask(connection: Connection) -> News:
            row = connection.execute(loaded).first()
            if old is not None:
                connection.execute(old)
            forgotten = {one.person: one.at for one in connection.execute(gone)}
            if now - self._swept >= _MINUTE:
                connection.execute(delete(REMEMBERED).where(REMEMBERED.c.until < now))
                connection.execute(delete(FORGOTTEN).where(FORGOTTEN.c.at < now - _HOUR))
                connection.execute(delete(CLAIMED).where(CLAIMED.c.at < now - DAY))
                self._swept = now
            return News(row.generation, row.digest, row.at, forgotten) if row else News(forgotten=forgotten)

        return self._asked(ask, otherwise=None)

    def _key(self, name: str) -> str:
        return self._records.hashed(f"{self._records.bot} {name}")

    def _asked(self, ask: Callable[[Connection], T], otherwise: T) -> T:
        """What the database says; where it does not, ``otherwise``, and then for a while without asking."""
        if time.monotonic() < self._without_until:
            return otherwise
        try:
            with self._engine.connect() as connection:
                return ask(connection)
        except SQLAlchemyError as error:
            self._without_until = time.monotonic() + SECONDS
            log.warning("what workers share cannot be asked for: %s", type(error).__name__)
            return otherwise

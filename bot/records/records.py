"""What was asked, thought of answers, set aside and waited for: written behind the answers, read by admins."""

from __future__ import annotations

import hmac
import logging
import math
import queue
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, func, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.model import Answer, Choices, Found, Greeting
from bot.records import database
from bot.records.grouping import LONGEST, Group, grouped
from bot.records.tables import ASIDE, ASKED, CHOSEN, DIGEST, FEEDBACK, FOLLOWED

log = logging.getLogger(__name__)

Outcome = Literal["answered", "choices", "declined", "smalltalk"]

DAY = 86_400.0
MOST_WAITING, BATCH = 10_000, 500
"""What may wait to be written, and what is written at once. What comes beyond is not recorded."""
SWEEP = 3600.0
"""Seconds between two times that what is too old is looked for."""


_BAD = or_(
    ASKED.c.outcome == "declined",
    ASKED.c.name.in_(select(FEEDBACK.c.name).where(FEEDBACK.c.good == 0)),
)
"""Declined, or thought badly of."""


@dataclass(frozen=True, slots=True)
class Stats:
    """How a time went: numbers of questions and thumbs, and milliseconds of an answer."""

    questions: int = 0
    answered: int = 0
    choices: int = 0
    declined: int = 0
    ups: int = 0
    downs: int = 0
    p50: float = 0.0
    p99: float = 0.0


@dataclass(frozen=True, slots=True)
class Followed:
    """A question that somebody waits for an answer to; the chat is kept as it is, to tell them there."""

    words: str
    chat: int
    language: str


def outcome(answer: Answer) -> Outcome:
    """What became of a question."""
    match answer:
        case Found():
            return "answered"
        case Choices():
            return "choices"
        case Greeting():
            return "smalltalk"
        case _:
            return "declined"


class Records:
    """The records in one database. What fails to be written is logged and given up; an answer never waits."""

    def __init__(self, url: str, keep_days: int = 90, clock: Callable[[], float] = time.time) -> None:
        """Open the database at ``url``; what is older than ``keep_days`` is deleted.

        Raises:
            SettingsError: it cannot be used.
        """
        self._engine = database.opened(url)
        self._key = database.key(self._engine)
        self.keep_days = keep_days
        self._clock = clock
        self._insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        self._swept = -math.inf
        self._waiting: queue.Queue[Callable[[Connection], object] | None] = queue.Queue(MOST_WAITING)
        self._writer = threading.Thread(target=self._write, name="records", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Write what waits, and let go of the database."""
        self._waiting.put(None)
        self._writer.join()
        self._engine.dispose()

    def flush(self) -> None:
        """Wait until what was noted so far is written."""
        self._waiting.join()

    def now(self) -> datetime:
        """The time, in that of the place."""
        return datetime.fromtimestamp(self._clock(), UTC).astimezone()

    def hashed(self, identity: object) -> str:
        """A person or chat as it stands in the database: the same each time, and nobody by itself."""
        return hmac.digest(self._key, str(identity).encode(), "sha256").hex()[:32]

    def asked(  # noqa: PLR0913 - as many as are kept
        self,
        name: str,
        text: str,
        answer: Answer,
        *,
        language: str = "zh",
        score: float = 0.0,
        milliseconds: float = 0.0,
        chat: object = "",
        person: object = "",
        mark: str = "",
    ) -> None:
        """Note a question under the name of its answer, once; ``mark`` is that of the figure told."""
        self._add(
            ASKED,
            name=name,
            at=self._clock(),
            text=text,
            language=language,
            outcome=outcome(answer),
            score=score,
            milliseconds=milliseconds,
            chat=self.hashed(chat),
            person=self.hashed(person),
            mark=mark,
        )

    def rated(self, name: str, person: object, *, good: bool) -> None:
        """Note what somebody thinks of an answer; their last word counts. One that is not known is passed over."""
        who = self.hashed(person)

        def write(connection: Connection) -> None:
            if connection.execute(select(ASKED.c.name).where(ASKED.c.name == name)).first():
                statement = self._insert(FEEDBACK).values(name=name, person=who, good=int(good))
                key = [FEEDBACK.c.name, FEEDBACK.c.person]
                connection.execute(
                    statement.on_conflict_do_update(index_elements=key, set_={"good": int(good)})
                )

        self._note(write)

    def chosen(self, mark: str, person: object) -> None:
        """Note that somebody sent a figure from the inline list."""
        self._add(CHOSEN, at=self._clock(), mark=mark, person=self.hashed(person))

    def set_aside(self, words: str) -> None:
        """Note that a question is out of scope."""
        self._add(ASIDE, words=words[:LONGEST])

    def follow(self, words: str, chat: int, person: object, language: str = "zh") -> None:
        """Note that somebody wants to be told when there is an answer."""
        who = self.hashed(person)
        self._add(FOLLOWED, person=who, words=words[:LONGEST], at=self._clock(), chat=chat, language=language)

    def forget(self, person: object) -> None:
        """Delete all that is kept about somebody; it is done when this returns."""
        who = self.hashed(person)

        def write(connection: Connection) -> None:
            for table in (FEEDBACK, ASKED, CHOSEN, FOLLOWED, DIGEST):
                connection.execute(delete(table).where(table.c.person == who))

        self._waiting.put(write)
        self.flush()

    def due(self, answers: Callable[[str], bool]) -> tuple[Followed, ...]:
        """The questions waited for that ``answers`` says have an answer now; each is given once, to one worker."""
        with self._engine.connect() as connection:
            waiting = connection.execute(select(FOLLOWED).order_by(FOLLOWED.c.at)).all()
        found = []
        for one in waiting:
            if answers(one.words):
                mine = (FOLLOWED.c.person == one.person) & (FOLLOWED.c.words == one.words)
                with self._engine.begin() as connection:
                    if connection.execute(delete(FOLLOWED).where(mine)).rowcount:
                        found.append(Followed(one.words, one.chat, one.language))
        return tuple(found)

    def stats(self, since: float) -> Stats:
        """How it went since a time, in seconds of the epoch; small talk is no question."""
        recent = (ASKED.c.at >= since) & (ASKED.c.outcome != "smalltalk")
        with self._engine.connect() as connection:
            rows = connection.execute(select(ASKED.c.outcome, ASKED.c.milliseconds).where(recent)).all()
            thumbs = connection.execute(
                select(func.coalesce(func.sum(FEEDBACK.c.good), 0), func.count())
                .select_from(FEEDBACK.join(ASKED))
                .where(ASKED.c.at >= since)
            ).one()
        counts = {
            name: sum(row.outcome == name for row in rows) for name in ("answered", "choices", "declined")
        }
        times = sorted(row.milliseconds for row in rows)
        p50, p99 = (times[math.ceil(part * len(times)) - 1] if times else 0.0 for part in (0.5, 0.99))
        return Stats(len(rows), **counts, ups=thumbs[0], downs=thumbs[1] - thumbs[0], p50=p50, p99=p99)

    def unanswered(self, since: float = 0.0, canonical: Callable[[str], str] = str) -> tuple[Group, ...]:
        """Questions declined or thought badly of since a time, those alike together, without those set aside."""
        statement = (
            select(ASKED.c.text, ASKED.c.outcome, ASKED.c.mark, func.count())
            .where(ASKED.c.at >= since, _BAD)
            .group_by(ASKED.c.text, ASKED.c.outcome, ASKED.c.mark)
        )
        asked, told = Counter[str](), defaultdict[str, set[str]](set)
        with self._engine.connect() as connection:
            for text, became, mark, count in connection.execute(statement):
                asked[text] += count
                if became != "declined":
                    told[text].add(mark)
            aside = set(connection.execute(select(ASIDE.c.words)).scalars())
        groups = grouped([*asked.items(), *((words, 0) for words in aside)], canonical)
        return tuple(
            replace(group, told=frozenset[str]().union(*(told[text] for text in group.texts)))
            for group in groups
            if aside.isdisjoint(one[:LONGEST] for one in group.texts)
        )

    def complaints(self) -> tuple[str, ...]:
        """Each wording of a question that was declined or whose answer was thought badly of."""
        with self._engine.connect() as connection:
            return tuple(connection.execute(select(ASKED.c.text).where(_BAD).distinct()).scalars())

    def most_answered(self, most: int) -> tuple[str, ...]:
        """The questions that got an answer most often, the most frequent first."""
        given = ASKED.c.outcome.in_(("answered", "choices"))
        order = (func.count().desc(), ASKED.c.text)
        statement = select(ASKED.c.text).where(given).group_by(ASKED.c.text).order_by(*order).limit(most)
        with self._engine.connect() as connection:
            return tuple(connection.execute(statement).scalars())

    def outcomes(self, since: float) -> tuple[tuple[float, Outcome], ...]:
        """When questions were asked since a time, and what became of each; small talk is no question."""
        statement = select(ASKED.c.at, ASKED.c.outcome).where(
            ASKED.c.at >= since, ASKED.c.outcome != "smalltalk"
        )
        with self._engine.connect() as connection:
            return tuple((at, became) for at, became in connection.execute(statement))

    def meet(self, person: object, language: str) -> None:
        """Note the language that somebody is to be told in how a week went."""
        values = {"person": self.hashed(person), "at": self._clock(), "language": language}
        statement = self._insert(DIGEST).values(values)
        update = statement.on_conflict_do_update(
            index_elements=[DIGEST.c.person], set_={"language": language}
        )
        self._note(lambda connection: connection.execute(update))

    def digest(self, person: object, at: float) -> str | None:
        """The language to tell somebody in how the week went that has ended ``at``; None where that is told.

        It is given once, to one worker. Who is not known yet hears of the weeks that end from now on.
        """
        who, now = self.hashed(person), self._clock()
        mine = DIGEST.c.person == who
        first = self._insert(DIGEST).values(person=who, at=now, language="").on_conflict_do_nothing()
        with self._engine.begin() as connection:
            connection.execute(first)
            claim = DIGEST.update().where(mine, DIGEST.c.at < at).values(at=at)
            if not connection.execute(claim).rowcount:
                return None
            return str(connection.execute(select(DIGEST.c.language).where(mine)).scalar_one())

    def most_asked(self, most: int) -> tuple[str, ...]:
        """The marks of the figures told and sent most often, the most frequent first."""
        told = union_all(select(ASKED.c.mark).where(ASKED.c.mark != ""), select(CHOSEN.c.mark)).subquery()
        order = (func.count().desc(), told.c.mark)
        with self._engine.connect() as connection:
            statement = select(told.c.mark).group_by(told.c.mark).order_by(*order).limit(most)
            return tuple(connection.execute(statement).scalars())

    def _add(self, table: Table, **values: Any) -> None:
        statement = self._insert(table).values(**values).on_conflict_do_nothing()
        self._note(lambda connection: connection.execute(statement))

    def _note(self, write: Callable[[Connection], object]) -> None:
        try:
            self._waiting.put_nowait(write)
        except queue.Full:
            log.warning("what is asked comes faster than it can be recorded; some is left out")

    def _write(self) -> None:
        """Write what waits, all of it at once, until there is a None."""
        going = True
        while going:
            batch = [self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get())
            going = None not in batch
            try:
                with self._engine.begin() as connection:
                    for write in batch:
                        if write:
                            write(connection)
                    self._sweep(connection)
            except SQLAlchemyError as error:
                log.warning("what was asked cannot be recorded: %s", type(error).__name__)
            finally:
                for _ in batch:
                    self._waiting.task_done()

    def _sweep(self, connection: Connection) -> None:
        now = self._clock()
        if now - self._swept >= SWEEP:
            for table in (ASKED, CHOSEN, FOLLOWED):
                connection.execute(delete(table).where(table.c.at < now - self.keep_days * DAY))
            self._swept = now

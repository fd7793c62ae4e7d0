"""A PostgreSQL server that tests may stop, and the addresses of catalogues on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres import Server as PostgresServer
from postgres import server as postgres_server
from rows import item_row, medium_row
from server_catalogues import PASSWORD, admin
from sqlalchemy import make_url

from router.store import Server, Store


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server that may be stopped, with an account that must give its password, and may read."""
    with postgres_server() as found:
        found.start()
        with admin(found) as connection:
            connection.execute(f"create role clerk login password '{PASSWORD}'")
            connection.execute("create database latin encoding 'LATIN1' template template0")
        found.ask_for_password("clerk")
        yield found
        found.stop()


@pytest.fixture
def address(postgres: PostgresServer, tmp_path: Path) -> Callable[..., Server]:
    """Where the catalogue of a test is; parts of it may be another."""

    def made(
        *,
        user: str = "postgres",
        password: str | None = None,
        database: str = "postgres",
        time_limit: float = 20.0,
        connections: int = 4,
    ) -> Server:
        url = make_url(f"postgresql://@/{database}?host={postgres.folder}")
        schema = f"t_{tmp_path.name.lower()}"
        return Server(url.set(username=user, password=password), schema, time_limit, connections)

    return made


@pytest.fixture
def on_server(tmp_path: Path, address: Callable[..., Server]) -> Iterator[Store]:
    """A catalogue with one item."""
    with Store.open(tmp_path / "s", create=True, server=address()) as opened:
        opened.put(item_row("i", medium_row("kept")))
        yield opened

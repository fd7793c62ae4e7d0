"""Databases, files and real servers, and join judges over them."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from join_samples import OPTIONS, Database
from postgres import postgres

from judges import (
    Vocabulary,
    build_judge,
)
from judges.join import Join


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        path = tmp_path / "my stock#1.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield Database(
                f"sqlite:///{path}", lambda sql, rows=((),): _each(connection, sql, rows)
            )
        return
    socket = request.getfixturevalue("server")
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as own:
        own.execute("create schema shop")
        own.execute("set search_path to public")
        yield Database(
            f"postgresql://postgres@/postgres?host={socket}",
            lambda sql, rows=((),): _each(own, sql.replace("?", "%s"), rows),
        )
        for schema in ("shop", "public"):
            own.execute(f"drop schema {schema} cascade")
        own.execute("create schema public")


def _each(connection: Any, sql: str, rows: Sequence[Any]) -> None:
    for row in rows:
        connection.execute(sql, row) if row else connection.execute(sql)


@pytest.fixture
def join() -> Iterator[Callable[..., Join]]:
    """Builds join judges, and closes their connections at the end."""
    made: list[Join] = []

    def build(url: str, folder: Path | None = None, **options: Any) -> Join:
        judge = build_judge("stock", {**OPTIONS, "url": url, **options}, Vocabulary(), folder)
        assert isinstance(judge, Join)
        made.append(judge)
        return judge

    yield build
    for judge in made:
        judge._rows._engine.dispose()

"""The SQLite file: how it is opened, read and written, and how its errors are put."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    CursorResult,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from judges.sqlite_file import follow_file
from router.errors import StoreError, one_line

BUSY_TIMEOUT = 10.0
"""Seconds that one process waits for another's write transaction."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # searches go on while another process ingests
    # NORMAL would survive a killed process, FULL also survives a power cut: one more fsync of the
    # log per item, which costs less than embedding the item did.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)


class Database:
    """Connections to one SQLite file; every error leaves as StoreError. Safe for threads.

    A file that is gone is an error, and one that is back is used again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(
            _address(path),
            connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False},
            pool_size=8,
            max_overflow=56,
        )
        follow_file(self._engine, path)
        event.listen(self._engine, "connect", _configure)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the catalogue."""
        with self.translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is stored, or none."""
        with (
            self.translated(),
            self._engine.connect().execution_options(immediate=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.path}: {one_line(error.orig)}") from error
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.path}: {one_line(error)}") from error

    def close(self) -> None:
        self._engine.dispose()


def among(column: ColumnElement[Any], values: Sequence[str] | Sequence[int]) -> ColumnElement[bool]:
    """``column`` is one of ``values``: one bound parameter however many there are."""
    rows = func.json_each(orjson.dumps(values).decode()).table_valued("value")
    return column.in_(select(rows.c.value))


def inserted_key(result: CursorResult[Any]) -> int:
    """The primary key that an insert was given."""
    row = result.inserted_primary_key
    if row is None:
        raise StoreError("an insert gave no key")
    return int(row[0])


def _address(path: Path) -> URL:
    """Of a file that is there: SQLite is not to make an empty one in its place."""
    name = quote(os.fsencode(path.absolute()))
    return URL.create("sqlite", database=f"file:{name}", query={"mode": "rw", "uri": "true"})


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not open transactions by itself: reads would not be one consistent view.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

"""A catalogue in a SQLite file in its own folder."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from judges.sqlite_file import follow_file
from router.errors import StoreError, one_line

from .database import BUSY_TIMEOUT, Database
from .folder import DATABASE, LOCK, refuse_bound
from .lock import FileLock

_PAUSE = 0.01
"""Seconds."""
_PRAGMAS = (
    # NORMAL would survive a killed process, FULL also survives a power cut: one more fsync of the
    # log per item, which costs less than embedding the item did.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)


class SqliteDatabase(Database):
    """A file that is gone is an error, and one that is back is used again."""

    def __init__(self, directory: Path) -> None:
        """Of a folder that has the file."""
        self.path = directory / DATABASE
        engine = create_engine(
            _address(self.path),
            connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False},
            pool_size=8,
            max_overflow=56,
        )
        follow_file(engine, self.path)
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        super().__init__(str(self.path), engine, FileLock(directory / LOCK))

    @classmethod
    def of(cls, directory: Path, *, create: bool) -> "SqliteDatabase":
        """Of a folder; with ``create``, made where there is none. Raises StoreError."""
        path = directory / DATABASE
        if not path.exists():
            refuse_bound(directory)
        try:
            if create:
                directory.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    path.touch()  # an empty file is an empty database
            elif not path.is_file():
                raise StoreError(
                    f"{directory}: found no {DATABASE}, expected a folder made by an ingest"
                )
        except OSError as error:
            raise StoreError(f"{directory}: cannot be used ({error.strerror})") from error
        return cls(directory)

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
        """Lets errors of the driver, and of the disk, leave as StoreError."""
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.name}: {one_line(error.orig)}") from error
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.name}: {one_line(error)}") from error

    def is_locked(self) -> bool:
        """Always: the kernel takes a lock on a file from nobody."""
        return True

    def prepare(self, connection: Connection) -> None:
        """Nothing: the file is there."""

    def check(self, connection: Connection) -> None:
        """Nothing: the file lies in its folder."""


def _address(path: Path) -> URL:
    """Of a file that is there: SQLite is not to make an empty one in its place."""
    name = quote(os.fsencode(path.absolute()))
    return URL.create("sqlite", database=f"file:{name}", query={"mode": "rw", "uri": "true"})


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not open transactions by itself: reads would not be one consistent view.
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a log of what is written: searches go on while another process ingests.

    SQLite refuses the switch at once where another connection is about to write or to switch, as
    waiting could be a deadlock; so it is tried again for as long as it waits otherwise.
    """
    end = monotonic() + BUSY_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(_PAUSE)
        else:
            return


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

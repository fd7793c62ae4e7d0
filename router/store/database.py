"""The database of a catalogue: how it is read and written, whichever it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, inspect

from router.errors import StoreError

from .lock import WriteLock
from .schema import meta

BUSY_TIMEOUT = 10.0
"""Seconds that one process waits for another's write transaction."""


class Database(ABC):
    """Connections to one catalogue; every error leaves as StoreError. Safe for threads."""

    def __init__(self, name: str, engine: Engine, lock: WriteLock[Any]) -> None:
        """``name`` begins its messages; ``lock`` is held by who writes."""
        self.name = name
        self.lock = lock
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the catalogue."""
        with self.translated(), self._engine.begin() as connection:
            yield connection

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction, for who holds the lock: all of it is stored, or none."""

    @abstractmethod
    def translated(self) -> AbstractContextManager[None]:
        """Lets errors of the driver leave as StoreError."""

    @abstractmethod
    def is_locked(self) -> bool:
        """For who holds the lock: whether it is certain that nobody else has taken it by now."""

    def has_catalogue(self) -> bool:
        """Whether the tables are there. Raises StoreError."""
        with self.reading() as connection:
            return inspect(connection).has_table(meta.name)

    @abstractmethod
    def prepare(self, connection: Connection) -> None:
        """Get ready for tables that are about to be made. Raises StoreError."""

    @abstractmethod
    def check(self, connection: Connection) -> None:
        """That the folder and what is in the database belong together. Raises StoreError."""

    def close(self) -> None:
        self._engine.dispose()


def inserted_key(result: CursorResult[Any]) -> int:
    """The primary key that an insert was given."""
    row = result.inserted_primary_key
    if row is None:
        raise StoreError("an insert gave no key")
    return int(row[0])

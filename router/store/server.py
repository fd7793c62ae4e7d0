"""A catalogue in a database of a PostgreSQL server, its media in a folder."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateSchema

from router.errors import StoreError, StoreServerError, one_line

from .database import BUSY_TIMEOUT, Database
from .folder import NOTE, Note, read_note, refuse_local, write_note
from .lock import WriteLock
from .schema import item
from .writing import count_items

_LONGEST_SHOWN = 300

_own = MetaData()
# The identity that the note in the catalogue's folder bears, in one row.
_folder = Table("folder", _own, Column("identity", Text, primary_key=True))


@dataclass(frozen=True, slots=True)
class Server:
    """Where a catalogue is on a PostgreSQL server, and how much of the server it may take."""

    url: URL = field(repr=False)  # there may be a password in its settings too
    """Of the database."""
    schema: str = "crossjudge"
    """The PostgreSQL schema that holds the tables; made where there is none."""
    time_limit: float = 30.0
    """Seconds that a statement may take."""
    connections: int = 16
    """Of this process, at most."""

    @property
    def name(self) -> str:
        """How messages call it: without account, password and settings."""
        url = self.url
        named = URL.create("postgresql", host=url.host, port=url.port, database=url.database)
        return str(named)


class ServerState(NamedTuple):
    """What a look at a server found."""

    version: str
    items: int | None
    """Of the catalogue on it, whoever may see them; None where there is no catalogue."""


class ServerDatabase(Database):
    """A server that was restarted is connected to again; one that does not answer is an error."""

    def __init__(self, server: Server, directory: Path) -> None:
        """Connects to nothing yet. Raises StoreError where psycopg is not installed."""
        engine = _engine(server)
        key = hashlib.sha256(f"crossjudge {server.schema}".encode()).digest()[:8]
        self._lock = _AdvisoryLock(self, server.name, engine, int.from_bytes(key, signed=True))
        super().__init__(server.name, engine, self._lock)
        self._schema = server.schema
        self._directory = directory

    @classmethod
    def of(cls, directory: Path, server: Server, *, create: bool) -> "ServerDatabase":
        """With the folder of its media; with ``create``, made where there is none.

        Raises StoreError.
        """
        refuse_local(directory)
        try:
            if create:
                directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{directory}: cannot be used ({error.strerror})") from error
        return cls(server, directory)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, on the connection that holds the lock: neither outlives the other."""
        with self._lock.held(BUSY_TIMEOUT) as connection, self.translated():
            if connection.invalidated:
                raise self._failure("the connection was lost, and with it the right to write")
            with connection.begin():
                yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Lets errors of the server, and of the way to it, leave as StoreServerError."""
        try:
            yield
        except DBAPIError as error:
            said = getattr(error.orig, "diag", None)
            state = getattr(error.orig, "sqlstate", None)
            # The rest of it may quote rows.
            brief = getattr(said, "message_primary", None) or one_line(error.orig)
            raise self._failure(brief, state) from error
        except SQLAlchemyError as error:
            raise self._failure(one_line(error)) from error

    def is_locked(self) -> bool:
        """Whether the session that holds the lock is alive."""
        try:
            with self.writing() as connection:
                connection.execute(select(literal(1)))
        except StoreError:
            return False
        return True

    def prepare(self, connection: Connection) -> None:
        """Make the schema, and bind the folder to what will be in it."""
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreError(f"{self.name}: found a database in {encoding}, expected UTF8")
        if self._schema not in inspect(connection).get_schema_names():
            connection.execute(CreateSchema(self._schema))
        _own.create_all(connection)
        if connection.execute(select(_folder)).first() is None:
            identity = secrets.token_hex(16)
            self._claim(identity)
            connection.execute(insert(_folder).values(identity=identity))

    def _claim(self, identity: str) -> None:
        """Write the note of a catalogue that is about to be made."""
        note = read_note(self._directory)
        if note is not None and note.settled:
            raise StoreError(
                f"{self._directory}: is the folder of another catalogue; expected one of its own "
                f"for the new catalogue in {self.name} (schema {self._schema})"
            )
        write_note(self._directory, Note(catalogue=identity, settled=False))

    def check(self, connection: Connection) -> None:
        """That the folder is the one in which the catalogue's media lie. Raises StoreError."""
        wanted = connection.execute(select(_folder.c.identity)).scalar()
        note = read_note(self._directory)
        if note is None or note.catalogue != wanted:
            belongs = "is not the folder" if note is None else "is the folder of another catalogue"
            raise StoreError(
                f"{self._directory}: {belongs}; expected the one in which the media of {self.name} "
                f"(schema {self._schema}) lie: its {NOTE} names {wanted}"
            )
        if not note.settled:
            with suppress(StoreError):  # whoever may write to the folder will
                write_note(self._directory, note.model_copy(update={"settled": True}))

    def _failure(self, why: str, state: str | None = None) -> StoreServerError:
        return StoreServerError(f"{self.name}: {why[:_LONGEST_SHOWN]}", state)


def look_at_server(server: Server) -> ServerState:
    """Raises StoreError where it cannot be asked."""
    database = ServerDatabase(server, Path())
    try:
        with database.reading() as connection:
            version = str(connection.execute(text("SHOW server_version")).scalar_one())
            has_catalogue = inspect(connection).has_table(item.name)
            return ServerState(version, count_items(connection) if has_catalogue else None)
    finally:
        database.close()


class _AdvisoryLock(WriteLock[Connection]):
    """A lock that belongs to one session, and that the server frees when that session ends."""

    def __init__(self, database: ServerDatabase, name: str, engine: Engine, key: int) -> None:
        """``key``: 64 bits, of one catalogue in its database."""
        super().__init__(name)
        self._database = database
        self._engine = engine
        self._key = key

    def _open(self) -> Connection:
        with self._database.translated():
            return self._engine.connect()

    def _try(self, handle: Connection) -> bool:
        with self._database.translated(), handle.begin():
            return bool(handle.execute(select(func.pg_try_advisory_lock(self._key))).scalar_one())

    def _close(self, handle: Connection) -> None:
        try:
            if not handle.invalidated:
                with handle.begin():
                    handle.execute(select(func.pg_advisory_unlock_all()))
        except SQLAlchemyError:
            # The session is in no state to be used again, and ends.
            handle.invalidate()
        finally:
            handle.close()


def _engine(server: Server) -> Engine:
    try:
        from .psycopg_engine import make_engine
    except ImportError as error:
        raise StoreError(
            f"{server.name}: psycopg is not installed; pip install 'crossjudge[postgres]'"
        ) from error
    return make_engine(server.url, server.schema, server.time_limit, server.connections)

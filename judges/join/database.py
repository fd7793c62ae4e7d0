"""A pool of connections to the user's own database: read-only, and no statement without end."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, QueuePool, create_engine

from judges.database_url import POSTGRESQL, SQLITE, database_url
from judges.errors import JudgeConfigError
from judges.settings import Setting
from judges.sqlite_file import follow_file

_POOL: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 4}
_STEPS_BETWEEN_LOOKS = 10_000
"""Instructions of SQLite's machine between two looks at the clock, well under a millisecond."""


def open_database(where: str, setting: Setting, time_limit: float) -> Engine:
    """An engine that connects when it is first used.

    ``time_limit`` is in seconds and bounds connecting and each statement. Raises JudgeConfigError
    that begins with ``where``; no message shows a password.
    """
    url = database_url(where, setting.text, SQLITE, POSTGRESQL)
    if url.get_backend_name() == "sqlite":
        return _sqlite(where, url, setting.folder, time_limit)
    if url.get_backend_name() == "postgresql":
        return _postgresql(where, url, time_limit)
    raise JudgeConfigError(
        f"{where}: found a {url.get_backend_name()} database, expected sqlite or postgresql"
    )


def _sqlite(where: str, url: URL, folder: Path, time_limit: float) -> Engine:
    if not url.database or url.database == ":memory:" or url.query:
        raise JudgeConfigError(f"{where}: expected sqlite:///FILE, the file of a database")
    path = (folder / url.database).absolute()
    address = f"file:{quote(str(path))}?mode=ro"

    def connect() -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                address, uri=True, timeout=time_limit, check_same_thread=False, isolation_level=None
            )
        except sqlite3.OperationalError as error:
            raise sqlite3.OperationalError(f"{path}: {error}") from error
        connection.text_factory = _text
        return connection

    engine = create_engine("sqlite://", creator=connect, pool_timeout=time_limit, **_POOL)
    follow_file(engine, path)
    return engine


def _text(data: bytes) -> str | bytes:
    """Text that is not in UTF-8 stays bytes: one such row must not spoil the batch."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def limit_statement(connection: object, time_limit: float) -> None:
    """Have SQLite give up on what runs next after so many seconds; a server does so by itself."""
    if isinstance(connection, sqlite3.Connection):
        connection.set_progress_handler(_expired(monotonic() + time_limit), _STEPS_BETWEEN_LOOKS)


def _expired(end: float) -> Callable[[], bool]:
    return lambda: monotonic() > end


def _postgresql(where: str, url: URL, time_limit: float) -> Engine:
    milliseconds = max(1, int(time_limit * 1000))  # 0 would mean none
    settings = f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}"
    own = url.query.get("options", "")
    # The later setting wins, so that an address cannot make the connection writable.
    options = f"{own if isinstance(own, str) else ' '.join(own)} {settings}".strip()
    arguments = {"options": options, "connect_timeout": max(2, round(time_limit))}
    query = {key: value for key, value in url.query.items() if key not in arguments}
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg", query=query),
            connect_args=arguments,
            isolation_level="AUTOCOMMIT",
            pool_pre_ping=True,
            pool_timeout=time_limit,
            **_POOL,
        )
    except ImportError as error:
        raise JudgeConfigError(
            f"{where}: psycopg is not installed; pip install 'crossjudge[postgres]'"
        ) from error

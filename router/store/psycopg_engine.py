"""Connections to a PostgreSQL server over psycopg, none of which waits without end."""

from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import URL, Dialect, Engine, create_engine, event

_CONNECTING = 10
"""Seconds in which a server must take a connection."""
_GRACE = 5.0
"""Seconds beyond a statement's time limit in which its server may say that it was reached."""
_KEPT = 8
"""Connections that stay open."""
_KEEPALIVES = {"idle": 30, "interval": 10, "count": 3}
"""Either end finds out within a minute that the other is gone, and a lock that it held is free."""


def make_engine(url: URL, schema: str, time_limit: float, connections: int) -> Engine:
    """An engine that connects when it is first used.

    Each transaction has one view of the database from its first statement on. ``time_limit`` is in
    seconds, for each statement.
    """
    ours = {
        "search_path": schema,
        "statement_timeout": max(1, int(time_limit * 1000)),  # 0 would mean none
        **{f"tcp_keepalives_{name}": value for name, value in _KEEPALIVES.items()},
    }
    own = url.query.get("options", "")
    # The later setting wins, so that an address cannot lead to another schema.
    options = [own] if isinstance(own, str) else list(own)
    options += [f"-c {name}={value}" for name, value in ours.items()]
    arguments = {
        "options": " ".join(options).strip(),
        "connect_timeout": _CONNECTING,
        "application_name": "crossjudge",
        **{f"keepalives_{name}": value for name, value in _KEEPALIVES.items()},
    }
    asked = {name: value for name, value in url.query.items() if name != "options"}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg", query=asked),
        # What the address says of these stands.
        connect_args={name: value for name, value in arguments.items() if name not in asked},
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        pool_size=min(_KEPT, connections),
        max_overflow=max(0, connections - _KEPT),
        pool_timeout=_CONNECTING,
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Dialect, _record: object, words: list[Any], named: dict[str, Any]) -> Any:
        connection = PatientConnection.connect(*words, **named)
        connection.silence = time_limit + _GRACE
        return connection

    return engine


class SilentServerError(psycopg.OperationalError):
    """A server took a statement and does not say anything: it is stopped, or cut off."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up, and closed, once its server has said nothing for too long.

    The server's own time limit for statements is of no use where the server stands still.
    """

    silence = 60.0
    """Seconds."""

    def wait(self, gen: PQGen[RV], *more: Any, **named: Any) -> RV:
        """As psycopg's. Raises SilentServerError."""
        try:
            return super().wait(_bounded(gen, self.silence), *more, **named)
        except SilentServerError:
            self.close()
            raise


def _bounded(gen: PQGen[RV], silence: float) -> Generator[Any, Any, RV]:
    """The same steps; raises SilentServerError when nothing has been ready for so many seconds."""
    heard = monotonic()
    ready: Any = None
    while True:
        try:
            wanted = gen.send(ready)
        except StopIteration as done:
            result: RV = done.value
            return result
        ready = yield wanted
        if ready:
            heard = monotonic()
        elif monotonic() - heard > silence:
            raise SilentServerError(f"the server has not answered within {silence:g} s")

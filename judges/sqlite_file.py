"""SQLite files that are removed or replaced while connections to them are open."""

from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

_FILE = "file"


def follow_file(engine: Engine, path: Path) -> None:
    """Let the engine's pool give up connections to a file that is not at ``path`` any more.

    SQLite would go on reading, and writing, a file that has no name: one that was replaced would
    never be seen, and what is written to one that was removed would be lost.
    """

    def connected(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_FILE] = _identity(path)

    def taken(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if entry.info.get(_FILE) != _identity(path):
            raise DisconnectionError(f"{path}: another file, or none, has taken its place")

    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", taken)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from every other; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

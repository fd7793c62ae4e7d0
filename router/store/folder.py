"""What lies in a catalogue's folder, and how a folder is bound to a catalogue on a server.

The kept media of a catalogue whose database is elsewhere lie in its folder all the same. A note in
the folder and a row of the database name each other, so that no folder is taken for another's:
its files would be missed, or swept away as nobody's.
"""

import json
from pathlib import Path

from router.errors import StoreError

from .durable import write_durably

DATABASE = "catalogue.sqlite"
MEDIA = "media"
INDEXES = "indexes"
LOCK = "catalogue.lock"
NOTE = "catalogue.json"

_KEY = "catalogue"


def bound_to(directory: Path) -> str | None:
    """The identity of the catalogue on a server whose folder this is; None where it is nobody's.

    Raises StoreError where that cannot be said.
    """
    path = directory / NOTE
    try:
        found = json.loads(path.read_bytes())[_KEY]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: found no {_KEY!r}, expected what crossjudge wrote") from error
    return str(found)


def bind(directory: Path, identity: str) -> None:
    """Let a folder be that of one catalogue. It is on the disk when this returns.

    Raises StoreError.
    """
    try:
        write_durably(directory / NOTE, json.dumps({_KEY: identity}).encode())
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written ({error.strerror})") from error


def refuse_bound(directory: Path) -> None:
    """Raises StoreError for a folder whose catalogue is on a server."""
    if bound_to(directory) is not None:
        raise StoreError(
            f"{directory}: belongs to a catalogue on a PostgreSQL server ({NOTE} says so), "
            "expected a config that names it under catalogue.url"
        )


def refuse_local(directory: Path) -> None:
    """Raises StoreError for a folder whose catalogue is in a SQLite file."""
    if (directory / DATABASE).exists():
        raise StoreError(
            f"{directory}: holds a catalogue of its own ({DATABASE}), expected another folder "
            "beside the PostgreSQL server that catalogue.url names"
        )

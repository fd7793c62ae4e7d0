"""What lies in a catalogue's folder, and how a folder is bound to a catalogue on a server.

The kept media of a catalogue whose database is elsewhere lie in its folder all the same. A note in
the folder and a row of the database name each other, so that no folder is taken for another's:
its files would be missed, or swept away as nobody's.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from router.errors import StoreError

from .durable import write_durably

DATABASE = "catalogue.sqlite"
MEDIA = "media"
INDEXES = "indexes"
LOCK = "catalogue.lock"
NOTE = "catalogue.json"


class Note(BaseModel):
    """Whose folder this is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    catalogue: str
    """The identity of a catalogue on a server."""
    settled: bool
    """Whether that catalogue is known to be there: one that was never made has no claim."""


def read_note(directory: Path) -> Note | None:
    """None where the folder is nobody's. Raises StoreError where that cannot be said."""
    path = directory / NOTE
    try:
        return Note.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        raise StoreError(f"{path}: damaged, expected what crossjudge wrote there") from error


def write_note(directory: Path, note: Note) -> None:
    """It is on the disk when this returns. Raises StoreError."""
    try:
        write_durably(directory / NOTE, note.model_dump_json().encode())
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written ({error.strerror})") from error


def refuse_bound(directory: Path) -> None:
    """Raises StoreError for a folder whose catalogue is on a server."""
    note = read_note(directory)
    if note is not None and note.settled:
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

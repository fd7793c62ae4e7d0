"""A download that is not whole yet: its bytes so far, and which content they belong to."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from modalities.errors import WeightsError

from .digests import Progress, hash_into, remember, replace_with
from .folder import path_of
from .table import WeightsFile


class Part:
    """The beginning of a file, in ``<name>.part``; what it begins is in ``<name>.part.json``.

    It outlives the process that wrote it, however that ended.
    """

    def __init__(self, entry: WeightsFile, file: BinaryIO, on_progress: Progress) -> None:
        self._entry, self._file, self._on_progress = entry, file, on_progress
        self._hasher: Any = hashlib.sha256()
        self._noted = note_path(entry)
        self.length = 0
        """Bytes so far."""
        self.validator: str | None = None
        """The ETag or the date by which the server told the content that these bytes begin."""
        self._take_up()

    @property
    def is_whole(self) -> bool:
        return self.length == self._entry.size

    def restart(self, validator: str | None) -> None:
        """Throw away what is there; bytes of the content so told will follow."""
        self._file.seek(0)
        self._file.truncate()
        self._hasher = hashlib.sha256()
        self.length, self.validator = 0, validator
        note = {"url": self._entry.url, "sha256": self._entry.sha256, "validator": validator}
        replace_with(self._noted, orjson.dumps(note))
        self._on_progress(0)

    def append(self, data: bytes) -> None:
        """More bytes; what goes beyond the size of the file is not taken. Raises OSError."""
        data = data[: self._entry.size - self.length]
        self._file.write(data)
        self._file.flush()  # what was received survives even a process that is killed
        self._hasher.update(data)
        self.length += len(data)
        self._on_progress(self.length)

    def finish(self) -> Path:
        """Put the whole file into its place.

        Raises WeightsError where it is not what it should be; then nothing of it is kept.
        """
        found = self._hasher.hexdigest()
        if found != self._entry.sha256:
            self.discard()
            raise WeightsError(
                f"weights {self._entry.name}: {self._entry.url}: found SHA-256 {found}, "
                f"expected {self._entry.sha256}; what was fetched is deleted"
            )
        os.fsync(self._file.fileno())
        path = settle(self._entry, part_path(self._entry), found)
        self._noted.unlink(missing_ok=True)
        return path

    def discard(self) -> None:
        """Delete it."""
        part_path(self._entry).unlink(missing_ok=True)
        self._noted.unlink(missing_ok=True)

    def _take_up(self) -> None:
        note = _read_note(self._noted)
        same = (note.get("url"), note.get("sha256")) == (self._entry.url, self._entry.sha256)
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(0)
        if not size:
            return
        if not same or size > self._entry.size:
            self.restart(None)
            return
        validator = note.get("validator")
        self.validator = validator if isinstance(validator, str) else None
        self.length = hash_into(self._hasher, self._file, self._on_progress)


@contextmanager
def open_part(entry: WeightsFile, on_progress: Progress) -> Iterator[Part]:
    """The part of a file, taken up where it was left. Raises OSError, WeightsError."""
    path = part_path(entry)
    if not path.exists():
        path.touch()
    with path.open("r+b") as file:
        part = Part(entry, file, on_progress)
        require_room(entry, entry.size - part.length)
        yield part


def part_path(entry: WeightsFile) -> Path:
    """Where the beginning of a file is kept."""
    return path_of(entry).with_name(f"{entry.file_name}.part")


def note_path(entry: WeightsFile) -> Path:
    """Where it is kept what that is the beginning of."""
    return path_of(entry).with_name(f"{entry.file_name}.part.json")


def _read_note(path: Path) -> dict[str, Any]:
    try:
        note = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def require_room(entry: WeightsFile, size: int) -> None:
    """Raises WeightsError where the disk has no room for so many bytes more."""
    folder = path_of(entry).parent
    status = os.statvfs(folder)
    free = status.f_bavail * status.f_frsize
    if free < size:
        raise WeightsError(
            f"weights {entry.name}: {folder}: found {free} bytes free, expected {size}; "
            "CROSSJUDGE_HOME names another folder"
        )


def settle(entry: WeightsFile, written: Path, digest: str) -> Path:
    """Move a file that was checked into its place, for good. Raises OSError."""
    path = path_of(entry)
    written.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems cannot, and need not
            raise
    finally:
        os.close(descriptor)
    remember(path, digest)
    return path

"""Kept copies of media files, named by the SHA-256 of their bytes."""

import hashlib
import os
import secrets
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

from router.errors import StoreError

_PARTIAL = ".partial"


class Blobs:
    """Files under one folder, ``ab/ab12…``; written whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def keep(self, data: bytes) -> str:
        """The name of these bytes, which are on the disk when this returns. Raises StoreError."""
        name = hashlib.sha256(data).hexdigest()
        path = self.path(name)
        try:
            if path.is_file() and path.stat().st_size == len(data):
                return name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, data)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written ({error.strerror or error})") from error
        return name

    def drop(self, names: Set[str]) -> None:
        """Remove files that nothing refers to; one that cannot be removed is left to ``sweep``."""
        for name in names:
            with suppress(OSError):
                self.path(name).unlink(missing_ok=True)

    def sweep(self, wanted: Set[str]) -> int:
        """Remove what a killed process left behind; returns how many files went."""
        stray = [path for path in self._files() if path.name not in wanted]
        for path in stray:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return len(stray)

    def _files(self) -> Iterator[Path]:
        if self.root.is_dir():
            yield from (path for folder in self.root.iterdir() for path in folder.iterdir())


def write_durably(path: Path, data: bytes, mode: int | None = None) -> None:
    """``durably`` for bytes that are at hand; ``mode`` says who may read and write them."""
    with durably(path) as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(data)


@contextmanager
def durably(path: Path) -> Iterator[BufferedRandom]:
    """A file to write to, and to read back, that takes the place of ``path`` where all went well.

    ``path`` then holds all that was written, or else what it held before. It has reached the disk
    when this returns. Raises OSError.
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_PARTIAL}")
    try:
        with partial.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

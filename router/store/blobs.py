"""Kept copies of media files, named by the SHA-256 of their bytes."""

import hashlib
from collections.abc import Iterable, Set
from contextlib import suppress
from pathlib import Path

from router.errors import StoreError

from .durable import write_all_durably


class Blobs:
    """Files under one folder, ``ab/ab12…``; written whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def keep_all(self, contents: Iterable[bytes]) -> dict[bytes, str]:
        """The name of each, all of which are on the disk when this returns. Raises StoreError."""
        names = {data: hashlib.sha256(data).hexdigest() for data in set(contents)}
        try:
            paths = {self.path(name): data for data, name in names.items()}
            write_all_durably(
                {path: data for path, data in paths.items() if not _is_kept(path, len(data))}
            )
        except OSError as error:
            raise StoreError(
                f"{self.root}: cannot be written ({error.strerror or error})"
            ) from error
        return names

    def drop(self, names: Set[str]) -> None:
        """Remove files that nothing refers to; one that cannot be removed is left to ``sweep``."""
        for name in names:
            with suppress(OSError):
                self.path(name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        """Of all files, those that a killed process did not finish among them."""
        if not self.root.is_dir():
            return set()
        return {path.name for folder in self.root.iterdir() for path in folder.iterdir()}


def _is_kept(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size

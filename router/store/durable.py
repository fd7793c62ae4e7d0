"""Files that are written whole or not at all, and are on the disk when the writing is done."""

import os
import secrets
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

_PARTIAL = ".partial"
_SYNCED_AT_ONCE = 8
"""A file system commits together what is waited for together, many files in a tenth of the time."""


def write_durably(path: Path, data: bytes, mode: int | None = None) -> None:
    """``durably`` for bytes that are at hand; ``mode`` says who may read and write them."""
    with durably(path) as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(data)


def write_all_durably(files: Mapping[Path, bytes]) -> None:
    """Many files, and the folders they lie in, each folder synced once.

    Missing folders are made. Where one file cannot be written, none is replaced. Raises OSError.
    """
    folders = {path.parent for path in files}
    changed = folders.union(*map(_make_folder, folders))
    partials: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            partials[path] = _partial(path)
            _write(partials[path], data)
        for path, partial in partials.items():
            partial.replace(path)
    except BaseException:
        for partial in partials.values():
            partial.unlink(missing_ok=True)
        raise
    for folder in changed:
        _sync(folder)


def sync_tree(folder: Path) -> None:
    """Let a folder, all that lies below it, and its own entry reach the disk. Raises OSError."""
    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as threads:
        for _ in threads.map(_sync, [folder.parent, folder, *folder.rglob("*")]):
            pass


@contextmanager
def durably(path: Path) -> Iterator[BufferedRandom]:
    """A file to write to, and to read back, that takes the place of ``path`` where all went well.

    ``path`` then holds all that was written, or else what it held before. It has reached the disk
    when this returns. Raises OSError.
    """
    partial = _partial(path)
    try:
        with partial.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}{_PARTIAL}")


def _make_folder(folder: Path) -> set[Path]:
    """Make a folder that is missing; returns the folders that got a new entry by that."""
    if folder.is_dir():
        return set()
    changed = _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    return {*changed, folder.parent}


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """A file, or the entries of a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

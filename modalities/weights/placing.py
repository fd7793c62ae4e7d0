"""Weights from a file that somebody has, and what is in place read again."""

import hashlib
import os
from pathlib import Path

from modalities.errors import WeightsError

from .digests import Progress, hash_file, remember
from .folder import locate, path_of
from .lock import locked
from .part import note_path, part_path, require_room, settle
from .table import WeightsFile

_CHUNK = 1 << 20


def place(
    entry: WeightsFile, source: Path | str, *, on_progress: Progress = lambda _: None
) -> Path:
    """Copy a file into its place if it is the right one. The source stays as it is.

    Raises WeightsError where it is another file, or cannot be read or written.
    """
    given, target = Path(source), path_of(entry)
    try:
        _refuse_other_size(entry, given)
        if target.exists() and given.samefile(target):
            return verify(entry, on_progress=on_progress)
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.with_name(f"{entry.file_name}.lock")):
            require_room(entry, entry.size)
            return _copied(entry, given, on_progress)
    except OSError as error:
        where = error.filename or target
        raise WeightsError(f"weights {entry.name}: {where}: {error.strerror}") from error


def verify(entry: WeightsFile, *, on_progress: Progress = lambda _: None) -> Path:
    """Read the whole file that is in place. Raises WeightsError where it is not what it was."""
    path = locate(entry)
    try:
        found = hash_file(path, on_progress)
    except OSError as error:
        raise WeightsError(
            f"weights {entry.name}: {path}: cannot be read ({error.strerror})"
        ) from error
    remember(path, found)
    _refuse_other_content(entry, path, found)
    return path


def _refuse_other_size(entry: WeightsFile, given: Path) -> None:
    size = given.stat().st_size
    if not given.is_file():
        raise WeightsError(f"weights {entry.name}: {given}: found a folder, expected a file")
    if size != entry.size:
        raise WeightsError(
            f"weights {entry.name}: {given}: found {size} bytes, expected {entry.size}"
        )


def _refuse_other_content(entry: WeightsFile, path: Path, found: str) -> None:
    if found != entry.sha256:
        raise WeightsError(
            f"weights {entry.name}: {path}: found SHA-256 {found}, expected {entry.sha256}"
        )


def _copied(entry: WeightsFile, given: Path, on_progress: Progress) -> Path:
    copy = path_of(entry).with_name(f"{entry.file_name}.copy")
    try:
        digest = _copy(given, copy, on_progress)
        _refuse_other_content(entry, given, digest)
        path = settle(entry, copy, digest)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    for left in (part_path(entry), note_path(entry)):
        left.unlink(missing_ok=True)
    return path


def _copy(given: Path, copy: Path, on_progress: Progress) -> str:
    """The digest of what was copied, which the source may no longer have a moment later."""
    hasher, done = hashlib.sha256(), 0
    with given.open("rb") as source, copy.open("wb") as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
            hasher.update(chunk)
            done += len(chunk)
            on_progress(done)
        target.flush()
        os.fsync(target.fileno())
    return hasher.hexdigest()

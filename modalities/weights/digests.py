"""SHA-256 of large files, remembered so that each is read for it only once."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import orjson

from modalities.errors import WeightsError

from .folder import home
from .lock import locked

Progress = Callable[[int], object]
"""Called with the bytes that are done, counted from the beginning of the file."""

_CHUNK = 1 << 20


def file_digest(path: Path | str) -> str:
    """SHA-256 of a file's content, in hexadecimal.

    It is read only where no digest is remembered for a file of its path, size and time of change.
    Raises WeightsError where it cannot be read.
    """
    try:
        resolved = Path(path).resolve(strict=True)
        status = resolved.stat()
        return _digest(str(home()), str(resolved), status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror})") from error


@lru_cache(maxsize=256)
def _digest(remembered_in: str, path: str, size: int, changed: int) -> str:
    known = _remembered(Path(remembered_in) / "digests.json").get(path)
    if isinstance(known, dict) and (known.get("size"), known.get("mtime_ns")) == (size, changed):
        digest = known.get("sha256")
        if isinstance(digest, str) and len(digest) == hashlib.sha256().digest_size * 2:
            return digest
    digest = hash_file(Path(path))
    status = Path(path).stat()
    if (status.st_size, status.st_mtime_ns) != (size, changed):
        raise WeightsError(f"{path}: it was changed while it was read")
    remember(Path(path), digest)
    return digest


def hash_file(path: Path, on_progress: Progress | None = None) -> str:
    """SHA-256 of a file, read now, whatever is remembered. Raises OSError."""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        hash_into(hasher, file, on_progress)
    return hasher.hexdigest()


def hash_into(hasher: Any, file: Any, on_progress: Progress | None = None) -> int:
    """Feed the rest of an open file to a hasher; how many bytes it was. Raises OSError."""
    done = 0
    while chunk := file.read(_CHUNK):
        hasher.update(chunk)
        done += len(chunk)
        if on_progress is not None:
            on_progress(done)
    return done


def remember(path: Path, digest: str) -> None:
    """Note the digest of a file as it is now. Where that cannot be written, it is not noted."""
    _digest.cache_clear()
    memory = home() / "digests.json"
    with suppress(OSError, WeightsError):
        resolved = path.resolve(strict=True)
        status = resolved.stat()
        memory.parent.mkdir(parents=True, exist_ok=True)
        with locked(memory.with_name("digests.json.lock"), wait=True):
            known = {p: v for p, v in _remembered(memory).items() if Path(p).exists()}
            known[str(resolved)] = {
                "size": status.st_size,
                "mtime_ns": status.st_mtime_ns,
                "sha256": digest,
            }
            replace_with(memory, orjson.dumps(known, option=orjson.OPT_INDENT_2))


def _remembered(memory: Path) -> dict[str, Any]:
    try:
        known = orjson.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def replace_with(path: Path, content: bytes) -> None:
    """Give a file new content, all of it or none. Raises OSError."""
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise

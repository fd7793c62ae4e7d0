"""A file that is parsed again whenever it changes."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from router.errors import ConfigError

ValueT = TypeVar("ValueT")
_Stamp = tuple[int, int, int]


class Watched(Generic[ValueT]):
    """What is in a file now, at the cost of one look at its time stamp. Safe for threads."""

    def __init__(self, path: Path, parse: Callable[[Path, bytes], ValueT]) -> None:
        """``parse`` raises ConfigError naming the path."""
        self._path = path
        self._parse = parse
        self._lock = threading.Lock()
        self._known: tuple[_Stamp, ValueT] | None = None

    def value(self) -> ValueT:
        """Raises ConfigError where the file cannot be read or is not what it should be."""
        try:
            stamp = self._stamp()
            with self._lock:
                if self._known is None or self._known[0] != stamp:
                    self._known = stamp, self._parse(self._path, self._path.read_bytes())
                return self._known[1]
        except OSError as error:
            raise ConfigError(f"{self._path}: cannot be read ({error.strerror})") from error

    def _stamp(self) -> _Stamp:
        found = self._path.stat()
        return found.st_mtime_ns, found.st_ino, found.st_size

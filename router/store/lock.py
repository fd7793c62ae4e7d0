"""One writer at a time, across processes: a lock file that a killed process cannot leave locked."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from router.errors import StoreBusyError, StoreError

_POLL = 0.02


class WriteLock:
    """An exclusive lock on one file. The thread that holds it may take it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self, patience: float) -> Iterator[None]:
        """Hold the lock, waiting ``patience`` seconds at most. Raises StoreError."""
        deadline = time.monotonic() + patience
        if not self._thread.acquire(timeout=patience):
            raise self._busy()
        try:
            if self._depth:
                yield
                return
            descriptor = self._take(deadline)
            self._depth = 1
            try:
                yield
            finally:
                self._depth = 0
                os.close(descriptor)
        finally:
            self._thread.release()

    def _take(self, deadline: float) -> int:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be locked ({error.strerror})") from error
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    raise self._busy() from error
                time.sleep(_POLL)
            else:
                return descriptor

    def _busy(self) -> StoreBusyError:
        return StoreBusyError(
            f"{self._path.parent}: another ingest or deletion is writing to this catalogue; "
            "wait for it to end"
        )

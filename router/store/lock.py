"""One writer at a time, across processes: a lock that a killed process cannot leave locked."""

import fcntl
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from router.errors import StoreBusyError, StoreError

_POLL = 0.02

HandleT = TypeVar("HandleT")


class WriteLock(ABC, Generic[HandleT]):
    """An exclusive lock on one catalogue. The thread that holds it may take it again."""

    def __init__(self, name: str) -> None:
        """``name`` is how messages call the catalogue."""
        self._name = name
        self._thread = threading.RLock()
        self._handle: HandleT | None = None

    @contextmanager
    def held(self, patience: float) -> Iterator[HandleT]:
        """Hold the lock, waiting ``patience`` seconds at most. Raises StoreError."""
        deadline = time.monotonic() + patience
        if not self._thread.acquire(timeout=patience):
            raise self._busy()
        try:
            if self._handle is not None:
                yield self._handle
                return
            handle = self._handle = self._taken(deadline)
            try:
                yield handle
            finally:
                self._handle = None
                self._close(handle)
        finally:
            self._thread.release()

    def _taken(self, deadline: float) -> HandleT:
        handle = self._open()
        try:
            self._wait(handle, deadline)
        except BaseException:
            self._close(handle)
            raise
        return handle

    def _wait(self, handle: HandleT, deadline: float) -> None:
        while not self._try(handle):
            if time.monotonic() >= deadline:
                raise self._busy()
            time.sleep(_POLL)

    @abstractmethod
    def _open(self) -> HandleT:
        """What the lock can be taken with. Raises StoreError."""

    @abstractmethod
    def _try(self, handle: HandleT) -> bool:
        """Take it if nobody has it. Raises StoreError."""

    @abstractmethod
    def _close(self, handle: HandleT) -> None:
        """Give up the lock, whether or not it was taken, or was lost."""

    def _busy(self) -> StoreBusyError:
        return StoreBusyError(
            f"{self._name}: another ingest or deletion is writing to this catalogue; "
            "wait for it to end"
        )


class FileLock(WriteLock[int]):
    """A lock on a file, made where there is none."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path.parent))
        self._path = path

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be locked ({error.strerror})") from error

    def _try(self, handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _close(self, handle: int) -> None:
        os.close(handle)

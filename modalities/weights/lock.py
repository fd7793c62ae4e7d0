"""One process at a time: a lock file that a killed process cannot leave locked."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modalities.errors import WeightsError


@contextmanager
def locked(path: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold an exclusive lock on a file, which stays behind empty.

    Raises WeightsError where another holds it, unless ``wait``; OSError where it cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise WeightsError(
                f"{path.with_suffix('')}: another process is writing it; wait for it to end"
            ) from error
        yield
    finally:
        os.close(descriptor)

"""Whether the catalogue can be read, found out without waiting long for a database that hangs."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

_PATIENCE = 5.0
"""Seconds after which a catalogue that has not answered counts as not ready."""


class SlowStoreError(Exception):
    """The catalogue has not answered in time."""


class StoreProbe:
    """Looks on a thread of its own, anew each time that it is asked. Safe for threads.

    Whoever asks while a look is under way hears what that one comes to.
    """

    def __init__(self, check: Callable[[], None]) -> None:
        """``check`` raises where the catalogue cannot be read."""
        self._check = check
        self._lock = threading.Lock()
        self._look: Future[None] | None = None

    def failure(self) -> BaseException | None:
        """Why the catalogue cannot be read now; None where it can."""
        with self._lock:
            if self._look is None or self._look.done():
                self._look = Future()
                threading.Thread(
                    target=self._run, args=(self._look,), name="probe-store", daemon=True
                ).start()
            look = self._look
        try:
            return look.exception(_PATIENCE)
        except TimeoutError:
            return SlowStoreError(f"has not answered within {_PATIENCE:g} s")

    def _run(self, look: "Future[None]") -> None:
        try:
            self._check()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told to who asked
            look.set_exception(error)
        else:
            look.set_result(None)

"""Calls into code that may never come back."""

import contextvars
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Result = TypeVar("Result")


class DeadlineError(Exception):
    """A call did not come back in time, or too many earlier ones never did."""


class Deadline(Generic[Result]):
    """Runs calls for a limited time, each on a daemon thread, and abandons those that overrun.

    Threads of ``concurrent.futures`` are joined when the interpreter ends, so that one call that
    hangs would keep the process alive; daemon threads are not. A thread cannot be killed: one that
    was abandoned goes on until its call ends. At most ``most_abandoned`` of them are let linger;
    beyond that, calls are refused at once. A call that never releases the interpreter lock, such
    as a regular expression that backtracks without end, holds everybody up; no thread can help.
    """

    def __init__(self, seconds: float, most_abandoned: int = 8) -> None:
        self.seconds = seconds
        self._most_abandoned = most_abandoned
        self._abandoned = 0
        self._lock = threading.Lock()

    def call(self, name: str, function: Callable[[], Result]) -> Result:
        """What ``function`` returns. It must not raise. Raises DeadlineError."""
        with self._lock:
            if self._abandoned >= self._most_abandoned:
                raise DeadlineError(f"{self._abandoned} earlier calls never came back")
        results: SimpleQueue[Result] = SimpleQueue()
        overrun = threading.Event()
        context = contextvars.copy_context()

        def work() -> None:
            result = context.run(function)
            with self._lock:
                if overrun.is_set():
                    self._abandoned -= 1
                else:
                    results.put(result)

        try:
            threading.Thread(target=work, name=name, daemon=True).start()
        except RuntimeError as error:
            raise DeadlineError(f"no thread could be started for it ({error})") from error
        try:
            return results.get(timeout=self.seconds)
        except Empty:
            return self._abandon(results, overrun)

    def _abandon(self, results: "SimpleQueue[Result]", overrun: threading.Event) -> Result:
        with self._lock:
            if not results.empty():
                # It came back between the time-out and this line.
                return results.get()
            overrun.set()
            self._abandoned += 1
        raise DeadlineError(f"no verdicts within {self.seconds:g} s")

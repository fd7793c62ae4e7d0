"""Calls into code that may never come back."""

import contextvars
import threading
from collections.abc import Callable
from math import inf
from queue import Empty, SimpleQueue
from time import perf_counter
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
        return self.start(name, function).result()

    def start(
        self, name: str, function: Callable[[], Result], until: float = inf
    ) -> "Call[Result]":
        """``function`` on its way, so that others can run beside it.

        ``until`` is a moment of ``perf_counter`` at which it is too late, whatever its own limit.
        Raises DeadlineError.
        """
        began, overrun = perf_counter(), threading.Event()
        seconds = min(self.seconds, until - began)
        if seconds <= 0:
            raise DeadlineError("the query's time was up")
        with self._lock:
            if self._abandoned >= self._most_abandoned:
                raise DeadlineError(f"{self._abandoned} earlier calls never came back")
        results: SimpleQueue[tuple[Result, float]] = SimpleQueue()
        context = contextvars.copy_context()

        def work() -> None:
            result = context.run(function)
            with self._lock:
                if overrun.is_set():
                    self._abandoned -= 1
                else:
                    results.put((result, perf_counter() - began))

        try:
            threading.Thread(target=work, name=name, daemon=True).start()
        except RuntimeError as error:
            raise DeadlineError(f"no thread could be started for it ({error})") from error
        return Call(self, began, seconds, overrun, results)

    def abandon(self, overrun: threading.Event, came_back: Callable[[], bool]) -> bool:
        """Count a call as abandoned, unless it came back between the time-out and this line."""
        with self._lock:
            if came_back():
                return False
            overrun.set()
            self._abandoned += 1
        return True


class Call(Generic[Result]):
    """A call on its way, whose time runs from its start."""

    def __init__(
        self,
        deadline: Deadline[Result],
        began: float,
        seconds: float,
        overrun: threading.Event,
        results: "SimpleQueue[tuple[Result, float]]",
    ) -> None:
        self._deadline, self._overrun, self._results = deadline, overrun, results
        self._until = began + seconds
        self._allowed = self.seconds = seconds
        """What it took, once ``result`` was asked for."""
        self.cut_short = False
        """Whether it would have had longer, had the query's time not been up."""

    def result(self) -> Result:
        """What came of it, once, waiting for it if need be. Raises DeadlineError.

        What came back too late is too late even where nobody stood waiting for it.
        """
        try:
            result, spent = self._results.get(timeout=max(0.0, self._until - perf_counter()))
        except Empty:
            if self._deadline.abandon(self._overrun, lambda: not self._results.empty()):
                raise self._late() from None
            result, spent = self._results.get()
        if spent > self._allowed:
            raise self._late()
        self.seconds = spent
        return result

    def _late(self) -> DeadlineError:
        self.cut_short = self._allowed < self._deadline.seconds
        if self.cut_short:
            return DeadlineError("no verdicts before the query's time was up")
        return DeadlineError(f"no verdicts within {self._allowed:g} s")

"""Where the seconds of one search went, and how many are left."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from time import perf_counter


class Stopwatch:
    """Adds up seconds by part; parts may repeat."""

    def __init__(self, allowed: float | None = None) -> None:
        self._began = perf_counter()
        self._allowed = inf if allowed is None else allowed
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began

    @property
    def total(self) -> float:
        """Seconds since it was made."""
        return perf_counter() - self._began

    @property
    def left(self) -> float:
        """Seconds that the search may still take: infinite without a budget, never below 0."""
        return max(0.0, self._allowed - self.total)

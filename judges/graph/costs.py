"""What judges cost: as declared, and as measured."""

from collections.abc import Mapping
from statistics import median
from threading import Lock

_WEIGHT = 8
"""The latest call counts for one in so many, once there were as many."""
_LEAST = 1e-9


class Costs:
    """Seconds that one call of each judge takes: a running average. Safe to use from threads.

    A judge that was not asked yet is estimated from what it declares, at the price that the judges
    measured so far turned out to ask for a unit of it.
    """

    def __init__(self, declared: Mapping[str, float]) -> None:
        self._declared = dict(declared)
        self._measured: dict[str, tuple[int, float]] = {}
        self._lock = Lock()

    def note(self, judge: str, seconds: float) -> None:
        """One call and what it took."""
        with self._lock:
            calls, average = self._measured.get(judge, (0, 0.0))
            calls = min(calls + 1, _WEIGHT)
            self._measured[judge] = calls, average + (seconds - average) / calls

    def now(self) -> dict[str, float]:
        """What a call of every judge costs; above 0. Seconds, once anything was measured."""
        with self._lock:
            measured = {judge: max(_LEAST, spent) for judge, (_, spent) in self._measured.items()}
        prices = [spent / self._declared[judge] for judge, spent in measured.items()]
        price = median(prices) if prices else 1.0
        return {
            judge: measured.get(judge, declared * price)
            for judge, declared in self._declared.items()
        }

"""What searches did over time: a ring of time buckets in memory, for the telemetry page."""

import datetime as dt
import math
import threading
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from judges import Outcome
from router.answer import Answer

Data = dict[str, Any]

SCORE_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Upper edges of the counted best scores; a cosine below 0 counts in the first."""
RANKS: Mapping[str, float] = {"1": 1, "2-5": 5, "6-20": 20, "21-50": 50, "51+": math.inf}
"""Upper ends of the ranks that are counted together."""
BUCKET_SECONDS = 300
BUCKETS = 288
"""A day."""

_PER_DECADE = 40
"""Steps of a measured time: quantiles are right within 3%."""


@dataclass
class Times:
    """A distribution of seconds in little memory."""

    steps: Counter[int] = field(default_factory=Counter)
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.steps[round(_PER_DECADE * math.log10(max(seconds, 1e-6)))] += 1
        self.total += seconds

    @property
    def mean(self) -> float | None:
        count = self.steps.total()
        return round(self.total / count, 6) if count else None

    def quantile(self, share: float) -> float | None:
        """Seconds that this share of all took at most; None where there are none."""
        left = share * self.steps.total()
        for step in sorted(self.steps):
            left -= self.steps[step]
            if left <= 1e-9:
                return float(f"{10 ** (step / _PER_DECADE):.3g}")
        return None


@dataclass
class LaneBucket:
    """One lane in one stretch of time."""

    scores: list[int] = field(default_factory=lambda: [0] * len(SCORE_EDGES))
    ranks: Counter[str] = field(default_factory=Counter)


@dataclass
class JudgeBucket:
    """One judge in one stretch of time."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    times: Times = field(default_factory=Times)


@dataclass
class Bucket:
    """All searches of one stretch of time."""

    start: float
    """Seconds since 1970."""
    count: int = 0
    empty: int = 0
    times: Times = field(default_factory=Times)
    lanes: dict[str, LaneBucket] = field(default_factory=dict)
    judges: dict[str, JudgeBucket] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        self.count += 1
        self.empty += not answer.items
        self.times.add(answer.telemetry.seconds["total"])
        for lane in answer.telemetry.lanes:
            if lane.best_score is None:
                continue  # it measures nothing, or found nothing
            seen = self.lanes.setdefault(lane.lane, LaneBucket())
            edge = bisect_left(SCORE_EDGES, lane.best_score)
            seen.scores[min(edge, len(SCORE_EDGES) - 1)] += 1
            seen.ranks.update(_rank(rank) for rank in lane.confirmed_ranks)
        for tally in answer.telemetry.judges:
            judge = self.judges.setdefault(tally.judge, JudgeBucket())
            judge.outcomes.update(tally.counts)
            judge.times.add(tally.seconds)


def _rank(rank: int) -> str:
    return next(name for name, last in RANKS.items() if rank <= last)


class History:
    """The last buckets of a service, oldest first; those without a search are there too.

    Safe for threads. It is gone when the process ends: Prometheus keeps what is to be kept.
    """

    def __init__(
        self,
        uses: Mapping[str, str],
        k: int,
        *,
        seconds: int = BUCKET_SECONDS,
        buckets: int = BUCKETS,
        clock: Callable[[], float] = lambda: dt.datetime.now(dt.UTC).timestamp(),
    ) -> None:
        """``uses``: by judge, what it uses; ``k``: items that a lane proposes at first."""
        self._uses, self._k, self._seconds, self._clock = dict(uses), k, seconds, clock
        self._buckets: deque[Bucket] = deque(maxlen=buckets)
        self._lock = threading.Lock()
        self._since = clock()

    def searched(self, answer: Answer) -> None:
        """One search was answered."""
        with self._lock:
            self._now().add(answer)

    def _now(self) -> Bucket:
        """The bucket of this moment, with empty ones for the time since the last search."""
        start = self._clock() // self._seconds * self._seconds
        if not self._buckets:
            self._buckets.append(Bucket(start))
        longest = self._seconds * (self._buckets.maxlen or 0)
        following = max(self._buckets[-1].start + self._seconds, start - longest)
        while following <= start:
            self._buckets.append(Bucket(following))
            following += self._seconds
        return self._buckets[-1]

    def data(self) -> Data:
        """Everything, as the page draws it; a time that nobody spent is None."""
        with self._lock:
            self._now()
            buckets = list(self._buckets)
            return {
                "since": _iso(self._since),
                "bucket_seconds": self._seconds,
                "buckets": [_iso(bucket.start) for bucket in buckets],
                "lanes": list(self._lanes(buckets)),
                "judges": list(self._judges(buckets)),
                "searches": {
                    "count": [bucket.count for bucket in buckets],
                    "empty": [bucket.empty for bucket in buckets],
                    "seconds_p50": [bucket.times.quantile(0.5) for bucket in buckets],
                    "seconds_p95": [bucket.times.quantile(0.95) for bucket in buckets],
                },
            }

    def counts(self) -> dict[str, dict[str, int]]:
        """By judge and outcome, the candidates of all buckets."""
        with self._lock:
            return {
                judge: {
                    str(outcome): sum(
                        bucket.judges[judge].outcomes[outcome]
                        for bucket in self._buckets
                        if judge in bucket.judges
                    )
                    for outcome in Outcome
                }
                for judge in self._uses
            }

    def _lanes(self, buckets: list[Bucket]) -> Iterator[Data]:
        for lane in sorted({name for bucket in buckets for name in bucket.lanes}):
            seen = [bucket.lanes.get(lane, LaneBucket()) for bucket in buckets]
            ranks = sum((each.ranks for each in seen), Counter[str]())
            yield {
                "lane": lane,
                "score_edges": list(SCORE_EDGES),
                "histograms": [each.scores for each in seen],
                "confirmed_ranks": {name: ranks[name] for name in RANKS},
                "k": self._k,
            }

    def _judges(self, buckets: list[Bucket]) -> Iterator[Data]:
        for judge, use in self._uses.items():
            seen = [bucket.judges.get(judge, JudgeBucket()) for bucket in buckets]
            yield {
                "judge": judge,
                "use": use,
                "outcomes": {
                    str(outcome): [each.outcomes[outcome] for each in seen] for outcome in Outcome
                },
                "seconds": {
                    "mean": [each.times.mean for each in seen],
                    "p95": [each.times.quantile(0.95) for each in seen],
                },
            }


def _iso(moment: float) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).isoformat()

"""Metrics for Prometheus, in a registry of their own.

Labels take their values from the config, from the routes and from closed sets, so that their number
is bounded. None ever holds an id, a tenant, a file name or anything that was asked.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from judges import Outcome
from modalities import Modality
from router.answer import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
SCORES = (-0.5, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Cosine similarities."""
RANKS = (1.0, 5.0, 20.0, 50.0)
MEDIA = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)

_NAME = "crossjudge"


class Metrics:
    """What one running service counts and measures. Safe for threads."""

    def __init__(self, uses: Mapping[str, str]) -> None:
        """``uses``: by judge, what it uses."""
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._uses = dict(uses)

        def counter(name: str, what: str, *labels: str) -> Counter:
            return Counter(name, what, labels, namespace=_NAME, registry=registry)

        def histogram(name: str, what: str, edges: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(name, what, labels, namespace=_NAME, registry=registry, buckets=edges)

        self._requests = counter("http_requests", "Requests answered.", "method", "route", "status")
        self._request_seconds = histogram(
            "http_request_seconds", "From a request's head to its answer's end.", SECONDS, "route"
        )
        self._searches = counter("searches", "Searches answered.", "completeness", "empty")
        self._search_seconds = histogram(
            "search_seconds",
            "Where a search's time went; the part total is all of it.",
            SECONDS,
            "part",
        )
        self._best_score = histogram(
            "lane_best_score", "Cosine similarity of a lane's nearest.", SCORES, "lane"
        )
        self._confirmed_rank = histogram(
            "lane_confirmed_rank", "Where confirmed items stood in a lane.", RANKS, "lane"
        )
        self._verdicts = counter(
            "judge_verdicts", "Candidates by what a judge found.", "judge", "use", "outcome"
        )
        self._judge_seconds = histogram(
            "judge_seconds", "Time of a judge in one search.", SECONDS, "judge", "use"
        )
        self._readings = counter(
            "readings",
            "Media that were read, or whose readings were remembered.",
            "kind",
            "remembered",
        )
        self._embedded = histogram(
            "embedding_pass_media",
            "Media that went through a model together.",
            MEDIA,
            "space",
            "modality",
        )
        self._gauge("info", "The version that runs.", {"version": version("crossjudge")}, lambda: 1)

    def _gauge(
        self, name: str, what: str, labels: Mapping[str, str], value: Callable[[], float]
    ) -> None:
        gauge = Gauge(name, what, list(labels), namespace=_NAME, registry=self.registry)
        (gauge.labels(**labels) if labels else gauge).set_function(value)

    def follow(
        self,
        *,
        ready: Callable[[], bool],
        running: Callable[[], int],
        queued: Callable[[], int],
    ) -> None:
        """Also show what is looked at only when somebody asks for the metrics. Once."""
        self._gauge("ready", "1 while searches can be answered.", {}, ready)
        self._gauge("work_running", "Searches and readings under way.", {}, running)
        self._gauge("work_queued", "Requests that wait for their turn.", {}, queued)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered; ``route`` is its template."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def searched(self, answer: Answer) -> None:
        """One search was answered."""
        empty = str(not answer.items).lower()
        self._searches.labels(str(answer.completeness), empty).inc()
        for part, spent in answer.telemetry.seconds.items():
            self._search_seconds.labels(part).observe(spent)
        for lane in answer.telemetry.lanes:
            if lane.best_score is not None:
                self._best_score.labels(lane.lane).observe(lane.best_score)
            for rank in lane.confirmed_ranks:
                self._confirmed_rank.labels(lane.lane).observe(rank)
        for tally in answer.telemetry.judges:
            use = self._uses.get(tally.judge, "")
            self._judge_seconds.labels(tally.judge, use).observe(tally.seconds)
            for outcome in Outcome:
                count = tally.counts[outcome]
                self._verdicts.labels(tally.judge, use, str(outcome)).inc(count)

    def embedded(self, space: str, modality: Modality, media: int) -> None:
        self._embedded.labels(space, str(modality)).observe(media)

    def read(self, kind: str, remembered: bool) -> None:
        self._readings.labels(kind, str(remembered).lower()).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus's text format."""
        return generate_latest(self.registry)

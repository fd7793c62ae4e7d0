"""What ``GET /v1/telemetry`` answers. Every list by bucket is as long as ``buckets``."""

from pydantic import Field

from .base import Model


class LaneHistory(Model):
    """How near the nearest were in one lane, and where confirmed items stood."""

    lane: str
    score_edges: list[float]
    """Upper edges of the counted best scores."""
    histograms: list[list[int]]
    """By bucket: searches by the edge that their best score lies below."""
    confirmed_ranks: dict[str, int] = Field(examples=[{"1": 40, "2-5": 7, "6-20": 2}])
    """Confirmed items over all buckets, by where they stood."""
    k: int
    """Items that the lane proposes before it widens."""


class JudgeTimes(Model):
    """Seconds that a judge took in one search, by bucket; null where it was not asked."""

    mean: list[float | None]
    p95: list[float | None]


class JudgeHistory(Model):
    """What one judge found."""

    judge: str
    use: str
    outcomes: dict[str, list[int]] = Field(examples=[{"confirm": [3], "reject": [4]}])
    """Candidates by outcome, by bucket."""
    seconds: JudgeTimes


class SearchHistory(Model):
    """All searches, by bucket."""

    count: list[int]
    empty: list[int]
    seconds_p50: list[float | None]
    seconds_p95: list[float | None]


class HistoryData(Model):
    """What searches did over the last hours."""

    since: str
    """When the service began."""
    bucket_seconds: int
    buckets: list[str]
    """When each bucket begins, oldest first."""
    lanes: list[LaneHistory]
    judges: list[JudgeHistory]
    searches: SearchHistory

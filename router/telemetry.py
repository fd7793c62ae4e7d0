"""Telemetry: how near the confirmed items were, what each judge did, and what it all cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from judges.graph import JudgeTally

from .fanout import FanOut
from .lanes import Proposed, SpaceLane
from .store import Scope

_NEAREST = 50


@dataclass(frozen=True, slots=True)
class Near:
    """One item of what the space alone would have answered."""

    id: str
    rank: int
    score: float
    """Cosine similarity, in [-1, 1]."""


@dataclass(frozen=True, slots=True)
class LaneReport:
    """How one lane did."""

    lane: str
    visible: int
    """How many vectors, identifiers or items it searched, as far as the asker may see them."""
    proposed: int
    best_score: float | None
    """Cosine similarity of its nearest. A fall over time means that search is struggling."""
    confirmed_ranks: tuple[int, ...]
    """Where the confirmed items stood: is k large enough?"""


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What a search cost and how its parts did. None of it reached a judge."""

    lanes: tuple[LaneReport, ...]
    judges: tuple[JudgeTally, ...]
    nearest_lane: str | None
    """The lane that ``nearest`` comes from: the same modality on both sides where there is one."""
    nearest: tuple[Near, ...]
    """What the space alone would have answered, nearest first."""
    rounds: int
    partial: tuple[str, ...]
    """Spaces that have not embedded the whole store: their lanes cannot propose all of it."""
    seconds: Mapping[str, float]
    """By part: ``embed``, ``propose``, ``judge`` and ``total``; readers work beside ``embed``."""


def lane_reports(fan_out: FanOut, confirmed: Sequence[int]) -> tuple[LaneReport, ...]:
    """One report per lane, given the keys of the confirmed items."""
    return tuple(_lane_report(proposed, confirmed) for proposed in fan_out.proposed)


def _lane_report(proposed: Proposed, confirmed: Sequence[int]) -> LaneReport:
    ranks = (proposed.rank_of.get(key) for key in confirmed)
    scores = proposed.scores
    return LaneReport(
        lane=proposed.lane,
        visible=proposed.visible,
        proposed=len(proposed.keys),
        best_score=None if scores is None or not len(scores) else float(scores[0]),
        confirmed_ranks=tuple(sorted(rank for rank in ranks if rank is not None)),
    )


def nearest(fan_out: FanOut, scope: Scope) -> tuple[str | None, tuple[Near, ...]]:
    """The space alone: its lane of one modality if it found anything, else its first that did."""
    for lane, proposed in zip(fan_out.lanes, fan_out.proposed, strict=True):
        if isinstance(lane, SpaceLane) and proposed.scores is not None and len(proposed.keys):
            keys = proposed.keys[:_NEAREST].tolist()
            ids = scope.ids(keys)
            return proposed.lane, tuple(
                Near(ids[key], rank, float(score))
                for rank, (key, score) in enumerate(zip(keys, proposed.scores, strict=False), 1)
                if key in ids
            )
    return None, ()

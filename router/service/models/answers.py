"""Answers, as ``router.report`` puts them."""

from typing import Any

from pydantic import ConfigDict, Field

from judges import Outcome
from router.answer import Completeness, Fate

from .base import Model


class ReadingData(Model):
    """One value that a reader found in a medium."""

    kind: str
    value: Any = Field(description="In the normal form of its kind.")
    text: str = Field(description="As it stood in the medium.")
    confidence: float = Field(ge=0, le=1)
    box: list[list[float]] | None = Field(
        default=None, description="Four corners, x and y in pixels, clockwise from the top left."
    )
    span: list[float] | None = Field(
        default=None,
        description="Start and end: seconds of a recording, characters of a text.",
    )
    page: int | None = Field(default=None, description="Page of a document, from 1.")
    reader: str
    version: str
    details: dict[str, Any] | None = None


class EvidenceData(Model):
    """What a verdict rests on."""

    source: str
    name: str
    value: Any
    reading: ReadingData | None = None


class VerdictData(Model):
    """What one judge found; a failure has a message in place of evidence."""

    judge: str
    outcome: Outcome
    reason: str
    evidence: list[EvidenceData] | None = None
    message: str | None = None


class ProposalData(Model):
    """Why a candidate was considered. No judge saw this."""

    lane: str
    rank: int
    score: float | None
    span: list[float] | None = Field(
        default=None, description="The window of a recording that came nearest, in seconds."
    )


class _Judged(Model):
    id: str
    why: str = Field(description="What says most about its fate, in one line.")
    verdicts: list[VerdictData]
    shadows: list[VerdictData] | None = Field(
        default=None, description="What judges on trial found; without effect."
    )
    lanes: list[ProposalData]


class ItemData(_Judged):
    """One confirmed item."""

    record: dict[str, Any]


class DossierData(_Judged):
    """Everything recorded about one candidate that was not returned."""

    fate: Fate


class DropData(Model):
    """How many candidates were dropped for one reason."""

    judge: str
    outcome: str
    reason: str
    count: int


class LaneData(Model):
    """What one lane proposed."""

    lane: str
    visible: int
    proposed: int
    best_score: float | None
    confirmed_ranks: list[int]


class TallyData(Model):
    """What one judge did."""

    judge: str
    considered: int
    confirm: int = 0
    reject: int = 0
    abstain: int = 0
    failure: int = 0
    seconds: float
    shadow: bool = False


class NearData(Model):
    """One item of what the space alone would have answered."""

    id: str
    rank: int
    score: float | None


class TelemetryData(Model):
    """How near confirmed items were, and what the search cost. Nothing of it decided anything."""

    lanes: list[LaneData]
    judges: list[TallyData]
    nearest_lane: str | None
    nearest: list[NearData]
    rounds: int
    partial: list[str]
    seconds: dict[str, float]


_EXAMPLE: dict[str, Any] = {
    "items": [
        {
            "id": "mango-1l",
            "record": {"name": "Mango 1 l", "gtin": "4006381333931"},
            "why": "gtin confirm: claims.gtin = record.gtin = 4006381333931",
            "verdicts": [
                {
                    "judge": "gtin",
                    "outcome": "confirm",
                    "reason": "same_gtin",
                    "evidence": [{"source": "claim", "name": "gtin", "value": "4006381333931"}],
                }
            ],
            "lanes": [{"lane": "lite text→text", "rank": 1, "score": 0.81}],
        }
    ],
    "completeness": "limit",
    "considered": 2,
    "confirmed": 1,
    "why_empty": None,
    "drops": [{"judge": "gtin", "outcome": "reject", "reason": "other_gtin", "count": 1}],
    "telemetry": {
        "lanes": [],
        "judges": [],
        "nearest_lane": None,
        "nearest": [],
        "rounds": 1,
        "partial": [],
        "seconds": {"total": 0.04},
    },
}


class AnswerData(Model):
    """What a search returns."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    items: list[ItemData]
    completeness: Completeness
    considered: int
    confirmed: int
    why_empty: str | None
    drops: list[DropData]
    telemetry: TelemetryData
    dossiers: list[DossierData] | None = Field(
        default=None, description="Of what was not returned, where it was asked for."
    )
    dossiers_left_out: int | None = None

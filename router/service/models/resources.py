"""Items, media, the config and the state of the service."""

import datetime as dt
from typing import Any, Literal

from pydantic import ConfigDict, Field

from judges import FactType, Outcome, Truth
from modalities import Modality
from router.service.jobs.state import JobState

from .answers import ReadingData
from .base import Model


class MediumData(Model):
    """One medium of an item."""

    hash: str = Field(description="Names it under /v1/media/.")
    modality: Modality
    origin: str
    page: int | None
    url: str


class StoredItemData(Model):
    """One item of the catalogue."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"id": "mango-1l", "record": {"name": "Mango 1 l"}, "media": []},
            ]
        }
    )

    id: str
    record: dict[str, Any]
    media: list[MediumData]


class WrittenData(Model):
    """What became of one item."""

    id: str
    outcome: Literal["stored", "unchanged"]


class FailureData(Model):
    """One line that was not stored."""

    line: int
    id: str | None
    message: str


class JobData(Model):
    """One bulk ingest."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                    "state": "done",
                    "created": "2026-01-01T12:00:00Z",
                    "started": "2026-01-01T12:00:00Z",
                    "ended": "2026-01-01T12:00:05Z",
                    "resumed": 0,
                    "total": 2,
                    "done": 2,
                    "stored": 1,
                    "unchanged": 0,
                    "failed": 1,
                    "failures": [{"line": 2, "id": "peach-1l", "message": "manifest:2: record: …"}],
                    "error": None,
                }
            ]
        }
    )

    id: str
    state: JobState
    created: dt.datetime
    started: dt.datetime | None
    ended: dt.datetime | None
    resumed: int = Field(description="How often the service was killed while it ran.")
    total: int = Field(description="Lines of its manifest.")
    done: int
    stored: int
    unchanged: int
    failed: int
    failures: list[FailureData] = Field(description="The first of them; none in a list of jobs.")
    error: str | None = Field(description="Why it failed as a whole.")


class JobsData(Model):
    """Jobs, the newest first."""

    jobs: list[JobData]


class ReadingsData(Model):
    """What a reader read."""

    readings: list[ReadingData]
    sources: list[str] = Field(description="For each reading, the part that it was read from.")


class ProofData(Model):
    """Whether every way through a config's graph is judged."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"proven": True, "problems": [], "guards": {"permission": ["access"]}},
            ]
        }
    )

    proven: bool
    problems: list[str] = Field(description="Everything that is wrong with it, one line each.")
    guards: dict[str, list[str]] = Field(description="The judges that guard each dimension.")


class ConfigData(Model):
    """What can be asked of this service."""

    name: str
    media: list[str] = Field(description="Kinds of media that a query may hold.")
    context: dict[str, FactType] = Field(description="Facts about a request, with their types.")
    claims: dict[str, FactType] = Field(description="What may be stated outright.")
    truth: list[Truth] = Field(description="What an answer's rightness depends on.")
    limit: int = Field(description="Items returned where a query sets no limit.")
    rank: list[str] = Field(description="What confirmed items are ordered by, first things first.")
    readers: list[str] = Field(description="Kinds under /v1/read/.")


class JudgeData(Model):
    """One judge."""

    judge: str
    use: str
    covers: list[Truth]
    cost: float
    yaml: str = Field(description="Its options as the config states them, without secrets.")
    counts: dict[Outcome, int] | None = Field(
        description="Candidates by outcome; for administrators only."
    )


class JudgesData(Model):
    """All judges, in the order in which they are asked."""

    judges: list[JudgeData]


class HealthData(Model):
    """The process answers."""

    status: Literal["ok"] = "ok"


class PartData(Model):
    """One thing that the service works with."""

    part: str
    ready: bool
    needed: bool = Field(description="Whether no search is answered without it.")
    why: str | None = Field(default=None, description="Why it is not ready.")


class ReadyData(Model):
    """Whether searches can be answered now, part by part."""

    ready: bool
    parts: list[PartData]

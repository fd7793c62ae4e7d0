"""What a job is at any moment, as its file in the store's folder says."""

import datetime as dt
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from judges import Principal
from router.errors import StoreError
from router.service.auth import Caller, Role
from router.store import write_durably

MOST_FAILURES = 1000
"""Failures that are listed; all are counted."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    """Every line was stored, found unchanged or listed as failed."""
    FAILED = "failed"
    """It had to stop; what was stored by then is stored. It can be sent again."""


class Failure(BaseModel):
    """One line that was not stored, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int
    id: str | None
    message: str


class Job(BaseModel):
    """One bulk ingest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    subject: str
    tenant: str | None
    role: Role
    state: JobState = JobState.QUEUED
    created: dt.datetime
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    resumed: int = 0
    """How often the service was killed while it ran and took it up again."""
    total: int
    """Lines of its manifest."""
    done: int = 0
    stored: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = Field(default=())
    error: str | None = None
    """Why it failed."""

    @property
    def caller(self) -> Caller:
        """On whose behalf it writes. Groups do not matter to what one may write."""
        return Caller(Principal(self.subject, self.tenant), self.role)

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    def may_be_seen_by(self, caller: Caller) -> bool:
        """Their own, and for administrators all of their tenant, or of everybody."""
        asker = caller.principal
        if caller.role is Role.ADMIN:
            return asker.tenant is None or asker.tenant == self.tenant
        return (asker.subject, asker.tenant) == (self.subject, self.tenant)


def write_job(path: Path, job: Job) -> None:
    """On the disk when this returns. Raises StoreError."""
    try:
        write_durably(path, job.model_dump_json().encode())
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror or error})") from error


def read_job(path: Path) -> Job | None:
    """None where there is no whole job: its acceptance was never said."""
    try:
        return Job.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None

"""What a service may spend, and who may ask it: a strict YAML file, every key with a default."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from modalities import Limits
from router.config import YamlSource, read_yaml
from router.errors import ConfigError

from .auth import AuthSettings


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class MediaSettings(_Settings):
    """What one medium of a request may be; see ``modalities.Limits``."""

    pixels: int = Field(default=50_000_000, ge=1)
    seconds: float = Field(default=600.0, gt=0)
    characters: int = Field(default=100_000, ge=1)
    pages: int = Field(default=50, ge=1)

    def limits(self, largest: int) -> Limits:
        """The loaders' limits, with files of at most ``largest`` bytes."""
        return Limits(
            bytes=largest,
            pixels=self.pixels,
            seconds=self.seconds,
            characters=self.characters,
            pages=self.pages,
        )


class LimitSettings(_Settings):
    """How large one request may be."""

    body_bytes: int = Field(default=64 * 2**20, ge=1024)
    """Of any request but a bulk ingest, multipart overhead included."""
    body_seconds: float = Field(default=60.0, gt=0)
    """For a body to come in; sixty times as long for a bulk ingest."""
    bulk_bytes: int = Field(default=2 * 2**30, ge=1024)
    """Of one bulk ingest."""
    bulk_files: int = Field(default=10_000, ge=1)
    """Files in one bulk ingest."""
    media: int = Field(default=16, ge=1)
    """Media in one query: files and texts together."""
    medium: MediaSettings = MediaSettings()
    seconds: float = Field(default=60.0, gt=0)
    """From the first byte of a request's work to its answer; beyond it the answer is 504."""


class LoadSettings(_Settings):
    """How much is done at once. Beyond it a request waits shortly, and then gets a 503."""

    searches: int = Field(default=4, ge=1, le=256)
    """Searches and readings under way at once."""
    waiting: int = Field(default=32, ge=0)
    """Requests that may wait for one of these; further ones are turned away at once."""
    patience: float = Field(default=2.0, ge=0)
    """Seconds that a request waits at most before it is turned away."""
    small: int = Field(default=8, ge=1, le=256)
    """Threads for what takes moments: items, media, drawings, jobs."""
    jobs: int = Field(default=16, ge=1)
    """Bulk ingests that may wait for their turn; one runs at a time."""
    retry_after: int = Field(default=1, ge=1)
    """Seconds after which one who was turned away is asked to come again."""


class ObserveSettings(_Settings):
    """What is told of the service's work, and to whom."""

    log: Literal["debug", "info", "warning", "error"] = "info"
    """The least level of what is logged."""
    queries: bool = False
    """Whether texts, claims and context of queries are logged too. Media never are."""
    traces: str | None = Field(default=None, pattern=r"^https?://")
    """An OTLP endpoint over HTTP, such as ``http://127.0.0.1:4318/v1/traces``."""


class ServiceSettings(_Settings):
    """All settings of a service."""

    limits: LimitSettings = LimitSettings()
    load: LoadSettings = LoadSettings()
    auth: AuthSettings = AuthSettings()
    observe: ObserveSettings = ObserveSettings()
    drain_seconds: int = Field(default=30, ge=0)
    """How long a service that is told to stop finishes what it has begun."""


def load_settings(path: Path) -> ServiceSettings:
    """Settings from a YAML file. Raises ConfigError naming file, line and key."""
    source = read_yaml(path)
    try:
        return ServiceSettings.model_validate(source.data, context={"folder": path.parent})
    except ValidationError as error:
        raise ConfigError(*(_explained(source, each) for each in error.errors())) from error


def _explained(source: YamlSource, problem: ErrorDetails) -> str:
    path = tuple(problem["loc"])
    key = ".".join(map(str, path))
    if problem["type"] == "extra_forbidden":
        return f"{source.where(path)}: {key}: unknown key"
    return f"{source.where(path)}: {key}: found {problem['input']!r}. {problem['msg']}"

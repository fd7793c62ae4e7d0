"""Items, media, the config and the state of the service."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from judges import FactType, Truth
from modalities import Modality

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


class HealthData(Model):
    """The process answers."""

    status: Literal["ok"] = "ok"


class PartData(Model):
    """One thing that the service needs."""

    part: str
    ready: bool
    why: str | None = Field(default=None, description="Why it is not ready.")


class ReadyData(Model):
    """Whether searches can be answered now, part by part."""

    ready: bool
    parts: list[PartData]

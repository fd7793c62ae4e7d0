"""What is asked."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from judges import Outcome

from .base import Model


class _Asked(Model):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class DepthFacts(_Asked):
    """What a depth map's file does not say."""

    scale: float | None = Field(default=None, gt=0)
    """Metres per stored unit: 0.001 for millimetres."""
    intrinsics: Annotated[list[float], Field(min_length=4, max_length=4)] | None = None
    """fx, fy, cx, cy in pixels."""
    baseline: float | None = Field(default=None, gt=0)
    """Metres between the sensor's two viewpoints."""


class ImuFacts(_Asked):
    """What a recording of motion does not say."""

    rate: float | None = Field(default=None, gt=0)
    """Samples per second."""


class MediaFacts(_Asked):
    """Facts about uploaded files, in the order of their parts."""

    depth: list[DepthFacts] = Field(default_factory=list)
    imu: list[ImuFacts] = Field(default_factory=list)


class _WithMedia(_Asked):
    text: str | list[str] = Field(default_factory=list)
    """One text or several."""
    media: MediaFacts = MediaFacts()
    """About the files that come beside it."""

    @property
    def texts(self) -> list[str]:
        return [self.text] if isinstance(self.text, str) else self.text


class ReadBody(_WithMedia):
    """What is to be read. Files come beside it, as further parts of a multipart body."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "2 x 500 ml"}]})


class PictureBody(_Asked):
    """What is to be seen of the one file that comes beside it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"page": 1}]})

    media: MediaFacts = MediaFacts()
    """About the file."""
    page: int = Field(default=1, ge=1, le=1_000_000)
    """Of a document."""


class SearchBody(_WithMedia):
    """One query. Files come beside it, as further parts of a multipart body."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "mango juice", "claims": {"gtin": "4006381333931"}, "limit": 5},
                {"text": ["cordless drill"], "context": {"region": "EU"}, "explain": 20},
            ]
        }
    )

    context: dict[str, Any] = Field(default_factory=dict)
    """Facts about the request that the config declares, such as the region."""
    claims: dict[str, Any] = Field(default_factory=dict)
    """What is stated outright, such as a GTIN."""
    limit: int | None = Field(default=None, ge=1, le=10_000)
    """Items returned at most; without it, the config's limit."""
    seconds: float | None = Field(default=None, gt=0)
    """Its time: what is not judged by then is not returned, and the answer says ``budget``."""
    explain: Annotated[int, Field(ge=0, le=10_000)] | Literal["all"] = 0
    """Dossiers of what was not returned: this many, the nearest first, or all."""

    @property
    def dossiers(self) -> int | None:
        """As ``answer_data`` takes it."""
        return None if self.explain == "all" else self.explain


class AccessBody(_Asked):
    """Who may see an item."""

    tenant: str | None = None
    """Without it, the credential's."""
    groups: list[str] = Field(default_factory=list)


class ItemBody(_WithMedia):
    """One item to be stored. Files come beside it, as further parts of a multipart body."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "record": {"name": "Mango 1 l", "gtin": "4006381333931"},
                    "text": "Mango juice, one litre",
                }
            ]
        }
    )

    record: dict[str, Any] = Field(default_factory=dict)
    """Structured facts."""
    access: AccessBody = AccessBody()


_Name = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class _Found(Model):
    """One verdict of an answer; what else it says is not looked at."""

    model_config = ConfigDict(extra="ignore")

    judge: _Name
    outcome: Outcome


class TraceBody(Model):
    """One item or dossier of an answer, whose way is to be drawn."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"id": "mango-1l", "verdicts": [{"judge": "access", "outcome": "reject"}]}]
        },
    )

    id: _Name = "the candidate"
    verdicts: list[_Found] = Field(max_length=1000)
    shadows: list[_Found] = Field(default_factory=list, max_length=1000)

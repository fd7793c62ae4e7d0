"""The shape of a config: every key, its type, its default. Unknown keys are refused."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from judges import FactType, Truth
from judges.graph import GraphSpec

from .catalogue import Catalogue


class Stop(StrEnum):
    """When a search has done enough."""

    FIRST = "first"
    """One confirmed item settles it."""
    LIMIT = "limit"
    """``limit`` confirmed items settle it."""
    EXHAUST = "exhaust"
    """Every item that the asker may see is judged."""


class Fanout(BaseModel):
    """How many candidates each lane proposes, round by round."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    k: int = Field(default=50, ge=1, le=100_000)
    """Items per lane in the first round."""
    widen: tuple[int | Literal["all"], ...] = ("all",)
    """Items per lane in the further rounds; ``all`` is every visible item, whatever its media."""
    lanes: dict[str, Annotated[int, Field(ge=1, le=1_000_000)]] = {}
    """Items of single lanes in the first round, in place of ``k``; they widen in proportion.

    A lane is ``audio->depth``, or ``imagebind:audio->depth`` where several spaces have it. Without
    an entry, a lane whose two modalities its space never saw together gets twice ``k``.
    """

    @field_validator("widen")
    @classmethod
    def _wider_each_time(
        cls, widen: tuple[int | Literal["all"], ...], info: Any
    ) -> tuple[int | Literal["all"], ...]:
        last = info.data.get("k", 0)
        for position, k in enumerate(widen):
            if k == "all":
                if position != len(widen) - 1:
                    raise ValueError("`all` must come last: nothing is wider")
                break
            if k <= last:
                raise ValueError(f"found {k} after {last}; each round must be wider than the last")
            last = k
        return widen


class SpaceUse(BaseModel):
    """A space, and how it is to be run. Keys beyond ``use`` are the space's own options."""

    model_config = ConfigDict(extra="allow", frozen=True)

    use: str = Field(min_length=1)
    """A registered name, and after a colon what it is made from: ``transformers:./models/clip``."""

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"use": value} if isinstance(value, str) else value

    @property
    def options(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Budget(BaseModel):
    """What one search may spend before it answers with what it has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    candidates: int | None = Field(default=None, ge=1)
    """Candidates judged at most."""
    seconds: float | None = Field(default=None, gt=0)
    """Seconds after which no judge is waited for; a request may ask for fewer."""


class ConfigSpec(BaseModel):
    """A whole config, as a YAML file states it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    catalogue: Catalogue | None = None
    """The server of the catalogue's database; else that is a SQLite file in the store's folder."""
    spaces: tuple[SpaceUse, ...] = Field(default=(SpaceUse(use="lite"),), min_length=1)
    fanout: Fanout = Fanout()
    stop: Stop = Stop.LIMIT
    limit: int = Field(default=5, ge=1, le=10_000)
    budget: Budget = Budget()
    truth: tuple[Truth, ...] = Field(min_length=1)
    """What a right answer depends on. Every one is guarded on every path to ``return``."""
    public: bool = False
    """True: everybody may see every item, so that no judge has to guard ``permission``."""
    record: dict[str, FactType] = {}
    """Record fields beyond the standard ones, with their types."""
    context: dict[str, FactType] = {}
    """Context facts beyond the standard ones."""
    claims: dict[str, FactType] = {}
    """Claims beyond the standard ones."""
    judges: dict[str, dict[str, Any]] = Field(min_length=1)
    graph: GraphSpec
    rank: tuple[str, ...] = ()
    """Expressions over ``record``, ``ctx`` and ``claims``; a leading minus means largest first."""
    ties: Literal["id", "similarity"] = "id"
    """What breaks a tie after ``rank``. The id always breaks what is left."""

    @field_validator("truth")
    @classmethod
    def _each_once(cls, values: tuple[Truth, ...]) -> tuple[Truth, ...]:
        if len(set(values)) != len(values):
            raise ValueError("each may be named once")
        return values

    @field_validator("spaces")
    @classmethod
    def _each_space_once(cls, values: tuple[SpaceUse, ...]) -> tuple[SpaceUse, ...]:
        if len({space.use for space in values}) != len(values):
            raise ValueError("each may be named once")
        return values

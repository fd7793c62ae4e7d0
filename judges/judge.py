"""The judge contract, and what every judge's YAML has in common."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from .candidate import Candidate
from .errors import JudgeConfigError
from .facts import FactType, Vocabulary
from .query import Query
from .truth import Truth
from .verdict import Verdict


class Options(BaseModel):
    """The YAML keys that every judge takes. A judge's own options extend this class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    use: str
    """The registered name of the judge."""
    covers: frozenset[Truth] | None = None
    """Truth dimensions that its confirm vouches for; without it, the judge's own default."""
    time_limit: float | None = Field(default=None, gt=0, le=600)
    """Seconds for one batch; running out of them is a failure, never a vote."""
    shadow: Annotated[bool, Field(strict=True)] | str = False
    """On trial: asked and recorded, of no effect. ``true`` shows it every candidate at the graph's
    start, the name of a judge or node those that stand there."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """An identifier that a judge can check, so that the lookup lane can propose by it."""

    kind: str
    """The reading kind that carries it; a claim named like ``field`` carries it too."""
    field: str
    """The record field it is compared with."""
    detail: str | None = None
    """The detail of the reading that spells the identifier out, where it has one."""


OptionsT = TypeVar("OptionsT", bound=Options)


class Judge(ABC, Generic[OptionsT]):
    """Looks at a query and a batch of candidates and gives one verdict each.

    A judge never sees similarity or rank. Construction is cheap: it validates, it loads nothing.
    """

    options_type: ClassVar[type[Options]] = Options
    default_covers: ClassVar[frozenset[Truth]] = frozenset()
    may_cover: ClassVar[frozenset[Truth]] = frozenset()
    """Dimensions that this kind of judge can honestly vouch for."""
    cost: ClassVar[float] = 1.0
    """Relative price of one batch: 1 for comparing facts, 100 for reading a picture."""
    default_time_limit: ClassVar[float] = 30.0
    """Seconds."""

    def __init__(self, name: str, options: OptionsT, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError, or ExpressionError, naming the judge and the key."""
        self.name = name
        self.options = options
        self.vocabulary = vocabulary
        self.covers: frozenset[Truth] = (
            self.default_covers if options.covers is None else options.covers
        )
        self.time_limit = options.time_limit or self.default_time_limit
        beyond = self.covers - self.may_cover
        if beyond:
            raise JudgeConfigError(
                f"judges.{name}.covers: a {options.use} judge cannot vouch for "
                f"{', '.join(sorted(beyond))}; it may cover {', '.join(sorted(self.may_cover))}"
            )

    def field_type(self, key: str, field: str, *allowed: FactType) -> FactType:
        """The type of the record field that option ``key`` names.

        Raises FactError for a field that is not declared, JudgeConfigError for one of another type.
        """
        where = f"judges.{self.name}.{key}"
        found = self.vocabulary.require_record(where, field)
        if found not in allowed:
            raise JudgeConfigError(
                f"{where}: record.{field} is declared {found}, expected {' or '.join(allowed)}"
            )
        return found

    @property
    def readers(self) -> frozenset[str]:
        """Reading kinds that it asks of the query's media."""
        return frozenset()

    @property
    def catalogue_readers(self) -> frozenset[str]:
        """Reading kinds that it asks of catalogue media; they are read at ingest."""
        return frozenset()

    @property
    def record_fields(self) -> frozenset[str]:
        """Record fields that it looks at."""
        return frozenset()

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """Identifiers that it can check."""
        return ()

    def lookups_in(self, query: Query) -> tuple[Lookup, ...]:  # noqa: ARG002 - for judges that choose
        """Of its look-ups those that may find anything in this query's catalogue.

        What the others would read is then not read. Safe to call from threads.
        """
        return self.lookups

    @abstractmethod
    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """One verdict per candidate, in their order. Safe to call from threads."""


AnyJudge = Judge[Any]

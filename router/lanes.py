"""Lanes: the ways in which items are proposed.

A lane is (space, query modality → indexed modality), or a look-up of an identifier, or, in the
round that leaves nothing out, the catalogue itself. Scores of different lanes are never compared.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import NamedTuple, Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from judges import AnyJudge, Lookup, Query, ReaderError, Reading
from modalities import Modality

from .index import VectorIndexes
from .store import Scope

log = structlog.get_logger()

Keys = NDArray[np.int64]


class Span(NamedTuple):
    """A stretch of a recording, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """One lane's reason to consider an item. Judges never see it."""

    lane: str
    rank: int
    """1 is the lane's nearest."""
    score: float | None = None
    """Cosine similarity, in [-1, 1]; None for lanes that do not measure any."""
    span: Span | None = None
    """The window of the item's recording that was nearest; None where it was the whole."""


@dataclass(frozen=True)
class Proposed:
    """What one lane proposed so far."""

    lane: str
    keys: Keys
    scores: NDArray[np.float32] | None = None
    visible: int = 0
    """How many vectors, identifiers or items it could have proposed to this principal."""
    spans: NDArray[np.float64] | None = None
    """Shape (len(keys), 2): the window that was nearest, in seconds; NaN where it was the whole."""

    @cached_property
    def rank_of(self) -> Mapping[int, int]:
        return {int(key): rank for rank, key in enumerate(self.keys, start=1)}

    def proposal(self, key: int) -> Proposal | None:
        rank = self.rank_of.get(key)
        if rank is None:
            return None
        score = None if self.scores is None else float(self.scores[rank - 1])
        return Proposal(self.lane, rank, score, self._span(rank))

    def _span(self, rank: int) -> Span | None:
        if self.spans is None or np.isnan(self.spans[rank - 1]).any():
            return None
        return Span(*self.spans[rank - 1].tolist())


class Lane(Protocol):
    """Proposes items, nearest first."""

    @property
    def name(self) -> str:
        """What answers call it."""
        ...

    def propose(self, scope: Scope, k: int | None) -> Proposed:
        """``k`` items times the lane's own share of them, or all it can for None."""
        ...


@dataclass(frozen=True)
class SpaceLane:
    """Nearest neighbours of the query's media of one modality among catalogue media of another."""

    space: str
    fingerprint: str
    asked: Modality
    indexed: Modality
    vectors: NDArray[np.float32]
    """Shape (n, dim): of the query's media, and of the windows of long ones."""
    indexes: VectorIndexes
    share: float = 1.0
    """How many times ``k`` it proposes; see ``quotas``."""

    @property
    def name(self) -> str:
        return f"{self.space}:{self.asked}->{self.indexed}"

    def propose(self, scope: Scope, k: int | None) -> Proposed:
        visible = self.indexes.size(self.fingerprint, self.indexed, scope)
        wanted = visible if k is None else ceil(k * self.share)
        hits = self.indexes.search(self.fingerprint, self.indexed, self.vectors, wanted, scope)
        return Proposed(self.name, hits.keys, hits.scores, visible, hits.spans)


@dataclass(frozen=True)
class LookupLane:
    """Items whose declared field is exactly an identifier that the query carries or states."""

    lookup: Lookup
    query: Query

    @property
    def name(self) -> str:
        return f"lookup:{self.lookup.field}"

    def propose(self, scope: Scope, k: int | None) -> Proposed:  # noqa: ARG002 - exact, so never cut
        identifiers = []
        if self.lookup.field in self.query.claims:
            identifiers.append(str(self.query.claims[self.lookup.field]))
        # Where the reader fails, the judge that needs it fails too and is recorded.
        with suppress(ReaderError):
            identifiers += map(self._identifier, self.query.read(self.lookup.kind))
        found = dict.fromkeys(
            key
            for identifier in dict.fromkeys(identifiers)
            for key in scope.lookup(self.lookup.field, identifier)
        )
        return Proposed(self.name, np.fromiter(found, np.int64), visible=len(found))

    def _identifier(self, reading: Reading) -> str:
        return str(reading.details.get(self.lookup.detail or "", reading.value))


def lookup_lanes(judges: Iterable[AnyJudge], query: Query) -> list[Lane]:
    """A lane for each identifier that any of these judges can check in this catalogue."""
    lookups = dict.fromkeys(lookup for judge in judges for lookup in _lookups(judge, query))
    return [LookupLane(lookup, query) for lookup in lookups]


def _lookups(judge: AnyJudge, query: Query) -> tuple[Lookup, ...]:
    try:
        return judge.lookups_in(query)
    except Exception as error:  # noqa: BLE001 - a judge may be anybody's code
        log.warning("lookups.failed", judge=judge.name, error=f"{type(error).__name__}: {error}")
        return judge.lookups


@dataclass(frozen=True)
class CatalogueLane:
    """Every visible item, in the order of ids, so that what lacks a vector is considered too."""

    name: str = "catalogue"

    def propose(self, scope: Scope, k: int | None) -> Proposed:
        keys = scope.item_keys() if k is None else np.empty(0, np.int64)
        return Proposed(self.name, keys, visible=len(keys))

"""Fan-out: every lane proposes, access filtered inside, and the proposals merge by item.

A lane is (space, query modality → indexed modality), or a look-up of an identifier, or, in the
round that leaves nothing out, the catalogue itself. Scores of different lanes are never compared.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from judges import Lookup, Query, ReaderError, Reading
from modalities import Medium, Modality, Space

from .index import VectorIndexes
from .store import Scope

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One lane's reason to consider an item. Judges never see it."""

    lane: str
    rank: int
    """1 is the lane's nearest."""
    score: float | None = None
    """Cosine similarity, in [-1, 1]; None for lanes that do not measure any."""


@dataclass(frozen=True)
class Proposed:
    """What one lane proposed so far."""

    lane: str
    keys: Keys
    scores: NDArray[np.float32] | None = None
    visible: int = 0
    """How many vectors, identifiers or items it could have proposed to this principal."""

    @cached_property
    def rank_of(self) -> Mapping[int, int]:
        return {int(key): rank for rank, key in enumerate(self.keys, start=1)}

    def proposal(self, key: int) -> Proposal | None:
        rank = self.rank_of.get(key)
        if rank is None:
            return None
        score = None if self.scores is None else float(self.scores[rank - 1])
        return Proposal(self.lane, rank, score)


class Lane(Protocol):
    """Proposes up to ``k`` items, or all it can for None, nearest first."""

    def propose(self, scope: Scope, k: int | None) -> Proposed: ...


@dataclass(frozen=True)
class SpaceLane:
    """Nearest neighbours of the query's media of one modality among catalogue media of another."""

    space: str
    fingerprint: str
    asked: Modality
    indexed: Modality
    vectors: NDArray[np.float32]
    """Shape (media, dim)."""
    indexes: VectorIndexes

    @property
    def name(self) -> str:
        return f"{self.space}:{self.asked}->{self.indexed}"

    def propose(self, scope: Scope, k: int | None) -> Proposed:
        visible = self.indexes.size(self.fingerprint, self.indexed, scope)
        wanted = visible if k is None else k
        hits = self.indexes.search(self.fingerprint, self.indexed, self.vectors, wanted, scope)
        return Proposed(self.name, hits.keys, hits.scores, visible)


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


@dataclass(frozen=True)
class CatalogueLane:
    """Every visible item, in the order of ids, so that what lacks a vector is considered too."""

    name: str = "catalogue"

    def propose(self, scope: Scope, k: int | None) -> Proposed:
        keys = scope.item_keys() if k is None else np.empty(0, np.int64)
        return Proposed(self.name, keys, visible=len(keys))


@dataclass
class FanOut:
    """The lanes of one query, and what they have proposed round by round."""

    lanes: Sequence[Lane]
    scope: Scope
    proposed: list[Proposed] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    """Keys of all items proposed by any lane in any round."""

    def widen(self, k: int | None) -> list[int]:
        """Items that no earlier round proposed, the nearest of any lane first."""
        self.proposed = [lane.propose(self.scope, k) for lane in self.lanes]
        best: dict[int, int] = {}
        for lane in self.proposed:
            for rank, key in enumerate(lane.keys.tolist()):
                if key not in self.seen and rank < best.get(key, rank + 1):
                    best[key] = rank
        self.seen.update(best)
        return sorted(best, key=lambda key: (best[key], key))

    def proposals(self, key: int) -> tuple[Proposal, ...]:
        """Every lane's reason to consider one item."""
        found = (lane.proposal(key) for lane in self.proposed)
        return tuple(proposal for proposal in found if proposal is not None)


def embed_query(
    media: Sequence[Medium], spaces: Sequence[Space]
) -> dict[tuple[str, Modality], NDArray[np.float32]]:
    """Vectors of the query's media by (space name, modality); each medium is embedded once a space.

    Raises SpaceError.
    """
    by_modality: dict[Modality, list[Medium]] = {}
    for medium in media:
        by_modality.setdefault(medium.modality, []).append(medium)
    return {
        (space.name, modality): space.embed(modality, same)
        for space in spaces
        for modality, same in by_modality.items()
        if modality in space.modalities
    }


def space_lanes(
    vectors: Mapping[tuple[str, Modality], NDArray[np.float32]],
    spaces: Sequence[Space],
    indexes: VectorIndexes,
) -> list[SpaceLane]:
    """One lane per space and pair of modalities; a pair of the same modality comes first."""
    by_name = {space.name: space for space in spaces}
    lanes = [
        SpaceLane(name, by_name[name].fingerprint, asked, indexed, matrix, indexes)
        for (name, asked), matrix in vectors.items()
        for indexed in sorted(by_name[name].modalities)
    ]
    return sorted(lanes, key=lambda lane: lane.asked != lane.indexed)

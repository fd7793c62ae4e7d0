"""Fan-out: every lane proposes, access filtered inside, and the proposals merge by item."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from judges.spans import span
from modalities import Medium, Modality, Space, WindowedSpace

from .index import VectorIndexes
from .lanes import Lane, Proposal, Proposed, SpaceLane
from .quotas import Quotas
from .store import Scope

QueryVectors = Mapping[tuple[str, Modality], NDArray[np.float32]]
"""By (space name, modality): shape (n, dim)."""


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
        self.proposed = [self._propose(lane, k) for lane in self.lanes]
        best: dict[int, int] = {}
        for lane in self.proposed:
            for rank, key in enumerate(lane.keys.tolist()):
                if key not in self.seen and rank < best.get(key, rank + 1):
                    best[key] = rank
        self.seen.update(best)
        return sorted(best, key=lambda key: (best[key], key))

    def _propose(self, lane: Lane, k: int | None) -> Proposed:
        with span("lane", lane.name):
            return lane.propose(self.scope, k)

    def proposals(self, key: int) -> tuple[Proposal, ...]:
        """Every lane's reason to consider one item."""
        found = (lane.proposal(key) for lane in self.proposed)
        return tuple(proposal for proposal in found if proposal is not None)


def embed_query(media: Sequence[Medium], spaces: Sequence[Space]) -> QueryVectors:
    """Vectors of the query's media; each medium is embedded once a space.

    A long medium asks as a whole and with each of its windows. Raises SpaceError.
    """
    by_modality: dict[Modality, list[Medium]] = {}
    for medium in media:
        by_modality.setdefault(medium.modality, []).append(medium)
    return {
        (space.name, modality): _embedded(space, modality, same)
        for space in spaces
        for modality, same in by_modality.items()
        if modality in space.modalities
    }


def _embedded(space: Space, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
    with span("embed", f"{space.name} {modality}"):
        return np.vstack(list(_asked(space, modality, media)))


def _asked(
    space: Space, modality: Modality, media: Sequence[Medium]
) -> Iterator[NDArray[np.float32]]:
    if not isinstance(space, WindowedSpace) or modality not in space.windowed:
        yield space.embed(modality, media)
        return
    for seen in space.embed_windows(modality, media):
        yield seen.pooled[None]
        if len(seen.vectors) > 1:
            yield seen.vectors


def space_lanes(
    vectors: QueryVectors, spaces: Sequence[Space], indexes: VectorIndexes, quotas: Quotas
) -> list[SpaceLane]:
    """One lane per space and pair of modalities; the most direct pairs come first."""
    by_name = {space.name: space for space in spaces}
    lanes = [
        SpaceLane(
            space=name,
            fingerprint=by_name[name].fingerprint,
            asked=asked,
            indexed=indexed,
            vectors=matrix,
            indexes=indexes,
            share=quotas.share(by_name[name], asked, indexed),
        )
        for (name, asked), matrix in vectors.items()
        for indexed in sorted(by_name[name].modalities)
    ]
    return sorted(
        lanes,
        key=lambda lane: (
            lane.asked != lane.indexed,
            by_name[lane.space].hops(lane.asked, lane.indexed),
        ),
    )

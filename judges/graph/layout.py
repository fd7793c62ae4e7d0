"""Where the judges of a proven graph stand in a drawing: columns, rows and links between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from judges.verdict import Outcome

from .proof import Proof
from .spec import DROP
from .ways import arrows

Key = tuple[str, ...]
"""A judge or ``return`` by its name alone; a waypoint by end, outcomes and column."""


@dataclass(frozen=True, slots=True)
class Place:
    """A judge, ``return``, or a waypoint, which a link over several columns passes."""

    key: Key
    column: int
    row: int
    """The first that it takes."""

    @property
    def is_waypoint(self) -> bool:
        return len(self.key) > 1


@dataclass(frozen=True, slots=True)
class Link:
    """One hop from a place to a place in the next column."""

    source: Key
    to: Key
    outcomes: tuple[Outcome, ...]
    """Either confirm, or one or several of the others."""


@dataclass(frozen=True)
class Grid:
    """All places and the links between them. ``drop`` is not among them."""

    places: Mapping[Key, Place]
    links: tuple[Link, ...]

    def columns(self) -> list[list[Place]]:
        """The places of every column, from the top."""
        columns: list[list[Place]] = [[] for _ in {place.column for place in self.places.values()}]
        for place in sorted(self.places.values(), key=lambda place: place.row):
            columns[place.column].append(place)
        return columns


def lay_out(proof: Proof, heights: Mapping[str, int] | None = None) -> Grid:
    """A layered layout: each judge or node stands right of all that lead to it.

    Links that follow the same outcomes to the same end run together, through waypoints.
    ``heights`` says how many rows a place takes, where that is more than one.
    """
    kept = proof.digraph.subgraph(set(proof.digraph) - {DROP})
    columns: dict[Key, int] = {
        (name,): number
        for number, generation in enumerate(nx.topological_generations(kept))
        for name in generation
    }
    links: dict[Link, None] = {}
    for source, to, outcomes in _bundles(kept):
        numbers = range(columns[source,] + 1, columns[to,])
        waypoints: dict[Key, int] = {(to, *outcomes, str(number)): number for number in numbers}
        columns.update(waypoints)
        links |= {
            Link(here, there, outcomes): None
            for here, there in pairwise([(source,), *waypoints, (to,)])
        }
    return Grid(_in_rows(columns, tuple(links), proof.places, heights or {}), tuple(links))


def hops(grid: Grid, place: str, outcome: Outcome, to: str) -> Iterator[Link]:
    """The links by which an outcome of one place leads to another, from left to right."""
    here: Key = (place,)
    while here != (to,):
        hop = next(
            link
            for link in grid.links
            if link.source == here and outcome in link.outcomes and link.to[0] == to
        )
        yield hop
        here = hop.to


def _bundles(digraph: "nx.DiGraph[str]") -> Iterator[tuple[str, str, tuple[Outcome, ...]]]:
    """Edges, with what confirms kept apart from what does not."""
    for source, to, when in arrows(digraph):
        if Outcome.CONFIRM in when:
            yield source, to, (Outcome.CONFIRM,)
        others = tuple(outcome for outcome in Outcome if outcome in when - {Outcome.CONFIRM})
        if others:
            yield source, to, others


def _in_rows(
    columns: Mapping[Key, int],
    links: tuple[Link, ...],
    order: tuple[str, ...],
    heights: Mapping[str, int],
) -> dict[Key, Place]:
    """Left to right, every place as high as the highest that leads to it; confirms go first."""
    rank: dict[Key, int] = {(name,): position for position, name in enumerate(order)}
    places: dict[Key, Place] = {}

    def wish(key: Key) -> tuple[int, bool, int]:
        inward = [link for link in links if link.to == key]
        row, aside = min(
            ((places[link.source].row, link.outcomes != (Outcome.CONFIRM,)) for link in inward),
            default=(0, False),
        )
        return row, aside, rank.get(key, len(rank))

    for number in sorted(set(columns.values())):
        free = 0
        column = {key: wish(key) for key, own in columns.items() if own == number}
        for key in sorted(column, key=lambda key: column[key]):
            row = max(free, column[key][0])
            places[key] = Place(key, number, row)
            free = row + (heights.get(key[0], 1) if len(key) == 1 else 1)
    return places

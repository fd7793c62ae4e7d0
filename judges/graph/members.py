"""Problems with the nodes and shadows of a judge graph, before any way through it is looked at."""

from collections.abc import Collection, Iterator

import networkx as nx

from .names import listed
from .node import tree_of
from .spec import ENDS, GraphSpec


def node_problems(spec: GraphSpec, judges: Collection[str]) -> Iterator[str]:
    """Nodes whose names are taken, whose members are unknown, or that contain themselves."""
    choices = sorted((set(judges) | set(spec.nodes)) - set(spec.shadows))
    sound = True
    for name, node in spec.nodes.items():
        if name in ENDS or name in judges:
            owner = "an end of the graph" if name in ENDS else "a judge"
            yield f"graph.nodes.{name}: the name is taken by {owner}; choose another"
        for position, member in enumerate(node.members):
            if member not in choices:
                sound = False
                where = f"graph.nodes.{name}.{node.key}.{position}"
                yield f"{where}: found {member!r}, expected one of {listed(choices)}"
    knots = list(_knots(spec))
    for knot in knots:
        yield f"graph.nodes: cycle {' > '.join(knot)}; a node may not contain itself"
    if sound and not knots:
        yield from _repeats(spec)


def _knots(spec: GraphSpec) -> Iterator[list[str]]:
    inside = nx.DiGraph(
        (name, member)
        for name, node in spec.nodes.items()
        for member in node.members
        if member in spec.nodes
    )
    for knot in nx.strongly_connected_components(inside):
        part = inside.subgraph(knot)
        if part.number_of_edges():
            names = [source for source, _ in nx.find_cycle(part)]
            yield [*names, names[0]]


def _repeats(spec: GraphSpec) -> Iterator[str]:
    """A judge that stands in one node twice would have two votes."""
    for name in spec.nodes:
        judges = tree_of(name, spec).judges
        for judge in dict.fromkeys(judges):
            if judges.count(judge) > 1:
                yield f"graph.nodes.{name}: {judge} stands in it twice; a judge has one vote"


def shadow_problems(spec: GraphSpec, judges: Collection[str]) -> Iterator[str]:
    """Shadows that are no judges, or look on nowhere."""
    places = places_of(spec, judges)
    for name, beside in spec.shadows.items():
        if name not in judges:
            known = listed(sorted(judges))
            yield f"graph.shadows.{name}: no such judge; expected one of {known or 'no judges'}"
        if beside not in places:
            yield (
                f"graph.shadows.{name}: found {beside!r}, expected the judge or node whose "
                f"candidates it also sees, one of {listed(sorted(places))}"
            )


def places_of(spec: GraphSpec, judges: Collection[str]) -> tuple[str, ...]:
    """Where candidates can stand: all judges and nodes, less shadows and what is only a member."""
    met = {spec.start}.union(*({edge.source, edge.to} for edge in spec.edges))
    inside = {member for node in spec.nodes.values() for member in node.members}
    return tuple(
        name
        for name in dict.fromkeys([*judges, *spec.nodes])
        if name not in spec.shadows and (name in met or name not in inside)
    )

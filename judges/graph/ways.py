"""Ways through a judge graph: which there are, and which escape judgement."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

import networkx as nx

from judges.truth import Truth
from judges.verdict import Outcome

from .names import covering, listed
from .node import Node, vouched
from .spec import DROP, RETURN, GraphSpec, arrow


def digraph_of(spec: GraphSpec, places: Iterable[str]) -> "nx.DiGraph[str]":
    """Places and ends as nodes; two edges between the same pair become one with all outcomes."""
    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from([*places, RETURN, DROP])
    for edge in spec.edges:
        earlier = digraph.get_edge_data(edge.source, edge.to, {"when": frozenset()})["when"]
        digraph.add_edge(edge.source, edge.to, when=earlier | frozenset(edge.when))
    return digraph


def arrows(digraph: "nx.DiGraph[str]") -> Iterator[tuple[str, str, frozenset[Outcome]]]:
    """All edges as (from, to, outcomes)."""
    for source, to, data in digraph.edges(data=True):
        yield source, to, data["when"]


def without_confirms_of(places: Collection[str], digraph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """The same nodes, less the confirms of these places and all that enters ``return`` without one.

    An edge that other outcomes follow too stays for those.
    """
    rest: nx.DiGraph[str] = nx.DiGraph()
    rest.add_nodes_from(digraph)
    for source, to, when in arrows(digraph):
        left = when & {Outcome.CONFIRM} if to == RETURN else when
        left = left - {Outcome.CONFIRM} if source in places else left
        if left:
            rest.add_edge(source, to, when=left)
    return rest


def shown(digraph: "nx.DiGraph[str]", way: Iterable[str]) -> str:
    """A way in one line: ``access -confirm-> gtin -abstain/failure-> label``."""
    text = ""
    for source, to in pairwise(way):
        when = tuple(outcome for outcome in Outcome if outcome in digraph.edges[source, to]["when"])
        text = f"{text or source}{arrow('', when, to)}"
    return text


def unconfirmed_problems(digraph: "nx.DiGraph[str]", start: str) -> Iterator[str]:
    """Edges into ``return`` that another outcome than confirm follows."""
    for judge, to, when in arrows(digraph):
        others = tuple(outcome for outcome in Outcome if outcome in when - {Outcome.CONFIRM})
        if to != RETURN or not others:
            continue
        edge = arrow(judge, others, RETURN)
        message = f"graph: edge {edge}: only confirm may lead to {RETURN}"
        if nx.has_path(digraph, start, judge):
            way = shown(digraph, nx.shortest_path(digraph, start, judge)) or judge
            message += f"; {way}{edge.removeprefix(judge)} escapes judgement"
        yield message


def cycle_problems(digraph: "nx.DiGraph[str]") -> Iterator[str]:
    """One cycle out of every knot of judges that lead to each other."""
    for knot in nx.strongly_connected_components(digraph):
        inside = digraph.subgraph(knot)
        if inside.number_of_edges():
            judges = [source for source, _ in nx.find_cycle(inside)]
            way = shown(digraph, [*judges, judges[0]])
            yield f"graph: cycle {way}; a judge may meet a candidate once"


def idle_problems(
    digraph: "nx.DiGraph[str]", start: str, trees: Mapping[str, Node]
) -> Iterator[str]:
    """Judges and nodes that no candidate meets, and those whose work can change no answer."""
    reached = nx.descendants(digraph, start) | {start}
    useful = nx.ancestors(digraph, RETURN)
    if start not in useful:
        yield f"graph: no way leads from {start} to {RETURN}; nothing could ever be returned"
    for place in digraph:
        if place in (RETURN, DROP):
            continue
        kind, home = ("node", "graph.nodes") if trees[place].members else ("judge", "judges")
        if place not in reached:
            yield (
                f"graph: {kind} {place} cannot be reached from {start}; "
                f"lead an edge to it or remove it from {home}"
            )
        elif place not in useful and start in useful:
            yield (
                f"graph: {kind} {place} cannot lead to {RETURN}, so its work could change no "
                f"answer; lead its confirm on or remove it from {home}"
            )


def repeat_problems(digraph: "nx.DiGraph[str]", trees: Mapping[str, Node]) -> Iterator[str]:
    """Judges that one candidate could meet twice, in a node and again further on."""
    for place, tree in trees.items():
        for other in nx.descendants(digraph, place) & set(trees):
            for judge in tree.judges:
                if judge in trees[other].judges and other != place:
                    way = shown(digraph, nx.shortest_path(digraph, place, other))
                    yield (
                        f"graph: {judge} would be asked at {place} and again at {other} ({way}); "
                        "a judge may meet a candidate once"
                    )


def escape_problems(
    digraph: "nx.DiGraph[str]",
    start: str,
    truth: Collection[Truth],
    trees: Mapping[str, Node],
    covers: Mapping[str, frozenset[Truth]],
) -> Iterator[str]:
    """For each dimension, a shortest way to ``return`` on which no judge confirmed it.

    A dimension that no judge covers, and edges to ``return`` that do not confirm, are problems of
    their own and are not repeated here.
    """
    for dimension in Truth:
        judges = covering(dimension, covers)
        if dimension not in truth or not judges:
            continue
        places = [place for place, tree in trees.items() if dimension in vouched(tree, covers)]
        rest = without_confirms_of(places, digraph)
        if nx.has_path(rest, start, RETURN):
            way = nx.shortest_path(rest, start, RETURN)
            weak = [trees[place] for place in way if place in trees]
            yield (
                f"{dimension}: {shown(rest, way)} reaches {RETURN} without the confirm of a judge "
                f"that covers {dimension} ({listed(judges)})"
                f"{''.join(_shortfalls(weak, dimension, covers))}"
            )


def _shortfalls(
    trees: Collection[Node], dimension: Truth, covers: Mapping[str, frozenset[Truth]]
) -> Iterator[str]:
    """Why nodes do not vouch for a dimension, although some judge in them covers it."""
    for tree in trees:
        below = [member for member in tree.members if dimension in vouched(member, covers)]
        if any(dimension in covers[judge] for judge in tree.judges) and tree not in below:
            if len(below) < tree.vouching and tree.members:
                found = listed(member.name for member in below) or "none"
                yield (
                    f"; {tree.name} ({tree.rule}) vouches for {dimension} once {tree.vouching} of "
                    f"its {len(tree.members)} members do, found {found}"
                )
            yield from _shortfalls(tree.members, dimension, covers)

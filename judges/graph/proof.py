"""The proof that no way through a judge graph escapes judgement, made before any query."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from judges.errors import GraphError
from judges.truth import Truth
from judges.verdict import Outcome

from .members import node_problems, places_of, shadow_problems
from .names import edge_problems, name_problems, truth_problems
from .node import Node, tree_of, vouchers
from .spec import DROP, ENDS, RETURN, GraphSpec
from .ways import (
    arrows,
    cycle_problems,
    digraph_of,
    escape_problems,
    idle_problems,
    repeat_problems,
    unconfirmed_problems,
)


@dataclass(frozen=True)
class Proof:
    """A judge graph that was proven, and what guards each truth dimension. Made by ``prove``."""

    start: str
    digraph: "nx.DiGraph[str]"
    """Places where candidates can stand, ``return`` and ``drop``; frozen. An edge's ``when`` is a
    frozenset of outcomes."""
    nodes: Mapping[str, Node]
    """What stands at each place: a judge, or several that answer as one. Each after those that
    lead to it."""
    shadows: Mapping[str, str]
    """Judges on trial, each with the place whose candidates it also sees. The proof ignores them.
    """
    order: tuple[str, ...]
    """All judges, each after those that lead to it; shadows after the place that they look on."""
    covers: Mapping[str, frozenset[Truth]]
    """The dimensions that each judge's confirm vouches for, as the proof took them."""
    guards: Mapping[Truth, tuple[str, ...]]
    """For each declared dimension, the judges that guard it: every way from the start to
    ``return`` passes the confirm of at least one of them. Both in a fixed order."""

    @property
    def places(self) -> tuple[str, ...]:
        """All judges and nodes that edges lead to, each after those that lead to it."""
        return tuple(self.nodes)

    def routes(self, place: str) -> dict[Outcome, str]:
        """Where every outcome of a place leads; to ``drop`` where the graph has no edge for it."""
        routes = dict.fromkeys(Outcome, DROP)
        for source, to, when in arrows(self.digraph):
            if source == place:
                routes.update(dict.fromkeys(when, to))
        return routes


def prove(
    spec: GraphSpec,
    covers: Mapping[str, frozenset[Truth]],
    truth: frozenset[Truth],
    public: bool,
) -> Proof:
    """Proves that nothing is returned unless judges confirm every dimension in ``truth``.

    ``covers`` names all judges of the config and the dimensions that the confirm of each vouches
    for; ``public`` says that everyone may see everything. No judge is run.

    For each dimension, the confirm edges of all judges that cover it are taken out of the graph,
    and of all nodes that cannot confirm unless such a judge does: those where all members of an
    ``any_of``, one of an ``all_of``, or m - n + 1 of m of which a quorum needs n are such. If
    ``return`` can still be reached, that way never had the dimension confirmed, and it is shown. If
    not, these edges cut every way, which is the proof. Shadows count for nothing.

    Raises GraphError with all problems found, one line each in its ``problems``.
    """
    counting = {name: own for name, own in covers.items() if name not in spec.shadows}
    problems = [*truth_problems(truth, counting, public), *edge_problems(spec)]
    unnamed = [
        *name_problems(spec, covers), *node_problems(spec, covers), *shadow_problems(spec, covers),
    ]  # fmt: skip
    if unnamed:
        # With names missing, every way is broken somewhere: to say so again helps nobody.
        raise GraphError(*unnamed, *problems)
    trees = {place: tree_of(place, spec) for place in places_of(spec, covers)}
    digraph = digraph_of(spec, trees)
    problems += unconfirmed_problems(digraph, spec.start)
    problems += cycle_problems(digraph)
    problems += idle_problems(digraph, spec.start, trees)
    problems += repeat_problems(digraph, trees)
    problems += escape_problems(digraph, spec.start, truth, trees, counting)
    if problems:
        raise GraphError(*problems)
    return _proof(spec, digraph, trees, covers, truth)


def _proof(
    spec: GraphSpec,
    digraph: "nx.DiGraph[str]",
    trees: Mapping[str, Node],
    covers: Mapping[str, frozenset[Truth]],
    truth: frozenset[Truth],
) -> Proof:
    declared = {name: position for position, name in enumerate(trees)}
    nodes = {
        name: trees[name]
        for name in nx.lexicographical_topological_sort(
            digraph, key=lambda name: declared.get(name, len(declared))
        )
        if name not in ENDS
    }
    order = dict.fromkeys(
        judge
        for place, tree in nodes.items()
        for judge in (*tree.judges, *(s for s, beside in spec.shadows.items() if beside == place))
    )
    useful = {RETURN} | nx.ancestors(digraph, RETURN)
    confirming = [
        nodes[place]
        for place, to, when in arrows(digraph)
        if Outcome.CONFIRM in when and to in useful
    ]
    guards = {}
    for dimension in Truth:
        if dimension in truth:
            found = {judge for tree in confirming for judge in vouchers(tree, dimension, covers)}
            guards[dimension] = tuple(judge for judge in order if judge in found)
    return Proof(
        spec.start,
        nx.freeze(digraph),
        nodes,
        dict(spec.shadows),
        tuple(order),
        dict(covers),
        guards,
    )

"""The proof that no way through a judge graph escapes judgement, made before any query."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from judges.errors import GraphError
from judges.truth import Truth
from judges.verdict import Outcome

from .names import covering, edge_problems, name_problems, truth_problems
from .spec import DROP, ENDS, RETURN, GraphSpec
from .ways import (
    arrows,
    cycle_problems,
    digraph_of,
    escape_problems,
    idle_problems,
    unconfirmed_problems,
)


@dataclass(frozen=True)
class Proof:
    """A judge graph that was proven, and what guards each truth dimension. Made by ``prove``."""

    start: str
    digraph: "nx.DiGraph[str]"
    """Judges, ``return`` and ``drop``; frozen. An edge's ``when`` is a frozenset of outcomes."""
    order: tuple[str, ...]
    """All judges, each after those that lead to it."""
    covers: Mapping[str, frozenset[Truth]]
    """The dimensions that each judge's confirm vouches for, as the proof took them."""
    guards: Mapping[Truth, tuple[str, ...]]
    """For each declared dimension, the judges that guard it: every way from the start to
    ``return`` passes the confirm of at least one of them. Both in a fixed order."""

    def routes(self, judge: str) -> dict[Outcome, str]:
        """Where every outcome of a judge leads; to ``drop`` where the graph has no edge for it."""
        routes = dict.fromkeys(Outcome, DROP)
        for source, to, when in arrows(self.digraph):
            if source == judge:
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

    For each dimension, the confirm edges of all judges that cover it are taken out of the graph.
    If ``return`` can still be reached, that way never had the dimension confirmed, and it is
    shown. If not, these edges cut every way, which is the proof.

    Raises GraphError with all problems found, one line each in its ``problems``.
    """
    problems = [*truth_problems(truth, covers, public), *edge_problems(spec)]
    unnamed = list(name_problems(spec, covers))
    if unnamed:
        # With names missing, every way is broken somewhere: to say so again helps nobody.
        raise GraphError(*unnamed, *problems)
    digraph = digraph_of(spec, covers)
    problems += unconfirmed_problems(digraph, spec.start)
    problems += cycle_problems(digraph)
    problems += idle_problems(digraph, spec.start)
    problems += escape_problems(digraph, spec.start, truth, covers)
    if problems:
        raise GraphError(*problems)
    return _proof(spec, digraph, covers, truth)


def _proof(
    spec: GraphSpec,
    digraph: "nx.DiGraph[str]",
    covers: Mapping[str, frozenset[Truth]],
    truth: frozenset[Truth],
) -> Proof:
    declared = {name: position for position, name in enumerate(covers)}
    order = tuple(
        name
        for name in nx.lexicographical_topological_sort(
            digraph, key=lambda name: declared.get(name, len(declared))
        )
        if name not in ENDS
    )
    useful = {RETURN} | nx.ancestors(digraph, RETURN)
    confirming = {
        judge for judge, to, when in arrows(digraph) if Outcome.CONFIRM in when and to in useful
    }
    guards = {
        dimension: tuple(
            name for name in order if name in confirming and name in covering(dimension, covers)
        )
        for dimension in Truth
        if dimension in truth
    }
    return Proof(spec.start, nx.freeze(digraph), order, dict(covers), guards)

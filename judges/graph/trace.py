"""The way of one candidate, found again from what its judges said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from judges.errors import GraphError
from judges.verdict import Outcome

from .names import listed
from .node import outcome_of
from .proof import Proof
from .spec import ENDS, RETURN


@dataclass(frozen=True)
class Trace:
    """The way that one candidate took. Made by ``trace_of``."""

    item: str
    findings: Mapping[str, Outcome]
    """By judge; those that were not asked are absent."""
    shadows: Mapping[str, Outcome]
    """By judge on trial."""
    way: Mapping[str, Outcome]
    """How each place that it stood at ended for it, in order."""
    end: str
    """``return`` or ``drop``."""

    @property
    def returned(self) -> bool:
        return self.end == RETURN


def trace_of(
    proof: Proof,
    item: str,
    findings: Mapping[str, Outcome],
    shadows: Mapping[str, Outcome] | None = None,
) -> Trace:
    """The way that these findings lead through a graph.

    Raises GraphError where they lead through none: then they come from another graph.
    """
    strangers = [*findings, *(shadows or {})]
    strangers = [judge for judge in strangers if judge not in proof.order]
    if strangers:
        known = listed(proof.order)
        raise GraphError(f"{item}: judged by {listed(strangers)}; this graph has {known}")
    here, way = proof.start, dict[str, Outcome]()
    while here not in ENDS:
        outcome = outcome_of(proof.nodes[here], findings)
        if outcome is None:
            raise GraphError(f"{item}: stood at {here}, but what was found there is not recorded")
        way[here] = outcome
        here = proof.routes(here)[outcome]
    met = {judge for place in way for judge in proof.nodes[place].judges}
    beyond = [judge for judge in findings if judge not in met]
    if beyond:
        raise GraphError(f"{item}: judged by {listed(beyond)}, which its way does not lead to")
    return Trace(item, dict(findings), dict(shadows or {}), way, here)

"""The judge graph as a config writes it. Nothing is believed of it yet."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from judges.verdict import Outcome

RETURN = "return"
"""The end at which a candidate is returned."""
DROP = "drop"
"""The end of everything else; an outcome without an edge leads here."""
ENDS = (RETURN, DROP)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Outcomes = Annotated[tuple[Outcome, ...], BeforeValidator(_listed), Field(min_length=1)]
Members = Annotated[tuple[str, ...], Field(min_length=1)]


class Edge(BaseModel):
    """Where a candidate goes next when the outcome is one of ``when``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: str = Field(alias="from")
    """A judge or a node. YAML writes ``from``."""
    when: Outcomes
    """One outcome or a list of them."""
    to: str
    """A judge, a node, ``return`` or ``drop``."""

    def __str__(self) -> str:
        return arrow(self.source, self.when, self.to)


class NodeSpec(BaseModel):
    """Several judges that answer as one: one of ``any_of``, ``all_of``, ``quorum`` with ``of``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    any_of: Members | None = None
    """The first, in this order, that does not abstain decides."""
    all_of: Members | None = None
    """All confirm, or one rejects."""
    quorum: Annotated[int, Field(strict=True, ge=1)] | None = None
    """So many of the members ``of`` confirm and none rejects, or one rejects."""
    of: Members | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        rules = [self.any_of is not None, self.all_of is not None, self.quorum is not None]
        if sum(rules) != 1 or (self.of is None) is not (self.quorum is None):
            raise ValueError("expected one of any_of, all_of, or quorum together with of")
        if self.quorum is not None and self.quorum > len(self.members):
            raise ValueError(f"expected a quorum of 1 to {len(self.members)}, as many as members")
        return self

    @property
    def key(self) -> str:
        """The key that lists the members."""
        return "any_of" if self.any_of else "all_of" if self.all_of else "of"

    @property
    def members(self) -> tuple[str, ...]:
        """Judges and nodes, as listed."""
        return self.any_of or self.all_of or self.of or ()

    @property
    def needed(self) -> int | None:
        """Confirms that it takes; None where the first that does not abstain decides."""
        if self.any_of:
            return None
        return self.quorum or len(self.members)


class GraphSpec(BaseModel):
    """A start and edges, by the names that the config's judges and the nodes have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: str
    """The judge or node that every candidate meets first."""
    nodes: dict[str, NodeSpec] = {}
    """Several judges that answer as one, by a name that no judge has."""
    shadows: dict[str, str] = {}
    """Judges on trial, each with the judge or node whose candidates it also sees. Nothing that
    they do changes anything."""
    edges: tuple[Edge, ...]

    @classmethod
    def of(
        cls,
        start: str,
        *edges: tuple[str, str, str],
        nodes: Mapping[str, Any] | None = None,
        shadows: Mapping[str, str] | None = None,
    ) -> "GraphSpec":
        """A spec from (from, when, to) triples; ``when`` may join outcomes with ``/``."""
        mappings: list[Mapping[str, Any]] = [
            {"from": source, "when": when.split("/"), "to": to} for source, when, to in edges
        ]
        return cls.model_validate(
            {"start": start, "edges": mappings, "nodes": nodes or {}, "shadows": shadows or {}}
        )


def arrow(source: str, when: tuple[Outcome, ...], to: str) -> str:
    """An edge in one line, as messages show it: ``gtin -confirm-> return``."""
    return f"{source} -{'/'.join(when)}-> {to}"

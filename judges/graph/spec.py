"""The judge graph as a config writes it: a start and edges. Nothing is believed of it yet."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from judges.verdict import Outcome

RETURN = "return"
"""The end at which a candidate is returned."""
DROP = "drop"
"""The end of everything else; an outcome without an edge leads here."""
ENDS = (RETURN, DROP)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Outcomes = Annotated[tuple[Outcome, ...], BeforeValidator(_listed), Field(min_length=1)]


class Edge(BaseModel):
    """Where a candidate goes next when a judge's outcome is one of ``when``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: str = Field(alias="from")
    """A judge. YAML writes ``from``."""
    when: Outcomes
    """One outcome or a list of them."""
    to: str
    """A judge, ``return`` or ``drop``."""

    def __str__(self) -> str:
        return arrow(self.source, self.when, self.to)


class GraphSpec(BaseModel):
    """A start and edges, by the names that the config's judges have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: str
    """The judge that every candidate meets first."""
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, start: str, *edges: tuple[str, str, str]) -> "GraphSpec":
        """A spec from (from, when, to) triples; ``when`` may join outcomes with ``/``."""
        mappings: list[Mapping[str, Any]] = [
            {"from": source, "when": when.split("/"), "to": to} for source, when, to in edges
        ]
        return cls.model_validate({"start": start, "edges": mappings})


def arrow(source: str, when: tuple[Outcome, ...], to: str) -> str:
    """An edge in one line, as messages show it: ``gtin -confirm-> return``."""
    return f"{source} -{'/'.join(when)}-> {to}"

"""Who asks, and what an item demands of those who ask."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Labels:
    """An item's access labels."""

    tenant: str | None = None
    """Only principals of this tenant may see the item; None: no tenant is asked for."""
    groups: frozenset[str] = field(default_factory=frozenset)
    """The principal must be in one of these; empty: no group is asked for."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. Without a tenant and groups, only unlabelled items are visible."""

    subject: str = "anonymous"
    tenant: str | None = None
    groups: frozenset[str] = field(default_factory=frozenset)

    def may_see(self, labels: Labels) -> bool:
        """The one rule of access, used by the filter inside the search and by the judge alike."""
        return (labels.tenant is None or labels.tenant == self.tenant) and (
            not labels.groups or not self.groups.isdisjoint(labels.groups)
        )

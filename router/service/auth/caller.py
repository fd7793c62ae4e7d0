"""Who calls, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from judges import Labels, Principal


class Role(StrEnum):
    """What a credential allows. Each allows what the ones before it do."""

    SEARCH = "search"
    INGEST = "ingest"
    ADMIN = "admin"

    def allows(self, needed: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Caller:
    """One who presented a valid credential, or needed none."""

    principal: Principal
    role: Role
    credential: str = "none"
    """What is shown in logs: the id of a key, never its secret."""

    def may_write(self, labels: Labels) -> bool:
        """Whether an item with these labels is theirs to store, replace or delete.

        A tenant's credential writes that tenant's items only, one without a tenant those without;
        an administrator without a tenant writes all.
        """
        if self.principal.tenant is None and self.role is Role.ADMIN:
            return True
        return labels.tenant == self.principal.tenant


class Authenticator(Protocol):
    """Turns what a request presents into a caller."""

    def caller(self, authorization: str | None) -> Caller:
        """Who presents this ``Authorization`` header. Raises Problem, 401. Safe for threads."""
        ...

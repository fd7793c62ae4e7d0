"""What the routes of one running service share."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from .admission import Workplace
from .auth import Authenticator, Caller, Role
from .core import ServiceCore
from .problems import Problem
from .readiness import Readiness
from .settings import ServiceSettings


@dataclass(frozen=True)
class Service:
    """One running service: kept as ``app.state.service`` while the app runs."""

    core: ServiceCore
    settings: ServiceSettings
    authenticator: Authenticator
    readiness: Readiness
    heavy: Workplace
    """For what embeds, reads and judges."""
    light: Workplace
    """For what takes moments, so that searches do not keep it waiting."""


def current_service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Here = Annotated[Service, Depends(current_service)]


async def _caller(request: Request, service: Here) -> Caller:
    """Whoever presents the request's credential. Raises Problem, 401."""
    presented = request.headers.get("authorization")
    return service.authenticator.caller(presented)


class _Needs:
    """A dependency: a caller whose role is at least this."""

    def __init__(self, role: Role) -> None:
        self._role = role

    async def __call__(self, caller: Annotated[Caller, Depends(_caller)]) -> Caller:
        if not caller.role.allows(self._role):
            raise Problem(403, "forbidden", f"this needs a credential with the role {self._role}")
        return caller


Searcher = Annotated[Caller, Depends(_Needs(Role.SEARCH))]
Ingester = Annotated[Caller, Depends(_Needs(Role.INGEST))]
Administrator = Annotated[Caller, Depends(_Needs(Role.ADMIN))]
